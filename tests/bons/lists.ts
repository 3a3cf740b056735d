import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recogniseWithLists } from '../../pipeline/bons/bons.ts'
import { type ListTools, loadLexicon } from '../../pipeline/bons/tools.ts'
import { seedsFolder } from '../../pipeline/project.ts'
import type { Document } from '../../pipeline/read/cell.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import type { Recognition } from '../../pipeline/recognise/recognise.ts'

/** What lists need, with a scratch folder that is gone afterwards. */
export async function withTools<T>(work: (tools: ListTools) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'bilan-bons-'))
  try {
    return await work({ ...(await loadLexicon(seedsFolder, null)), scratch })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Recognises a csv. */
export function recogniseText(text: string | Uint8Array): Promise<Recognition> {
  return withTools(async (tools) => recogniseWithLists(await csv(text), tools))
}

export async function csv(text: string | Uint8Array): Promise<Document> {
  return await readDocument(typeof text === 'string' ? Buffer.from(text) : text, 'csv')
}

/** Figures of a recognition: indicator, value, and whether it is sure. */
export function figures(recognition: Recognition): Record<string, string> {
  return Object.fromEntries(
    recognition.readings
      .filter(({ kind }) => kind === 'figure')
      .map(({ indicator, number, doubts, names }) => [
        [indicator, ...names].join(' '),
        doubts.length === 0 ? String(number) : `${number} ?`,
      ]),
  )
}

export const header =
  'N° de pass;Date d’émission;Statut;Date de scan;Lieu;Identifiant bénéficiaire;Nom;Prénom;Courriel'

export interface Line {
  code?: string
  statut?: string
  scan?: string
  person?: string
}

/** One line of a list; what it doesn't say is that of the n-th scanned voucher. */
export function line(n: number, { code, statut, scan, person }: Line = {}): string {
  return [
    code ?? `PN20-${String(n).padStart(6, '0')}`,
    '01/02/2021',
    statut ?? 'Scanné',
    scan ?? '12/03/2022',
    'Médiathèque',
    person ?? `ZKQ${n % 7}`,
    `MARTINET${n}`,
    'Éloïse',
    `eloise.${n}@exemple.fr`,
  ].join(';')
}

export const unused: Line = { statut: 'Distribué', scan: '', person: '' }

/** A list of so many lines, every third one not scanned. */
export function list(count: number, ...more: string[]): string {
  const lines = Array.from({ length: count }, (_, n) => line(n, n % 3 === 2 ? unused : {}))
  return `${[header, ...lines, ...more].join('\r\n')}\r\n`
}
