import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { copyFile, mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { measure } from './measure.ts'

/** What was measured for one list of vouchers. */
export interface VoucherResult {
  lines: number
  /** MiB of the csv. */
  size: number
  /** The whole run: reading and counting the list, models, exports. */
  seconds: number
  cpu: number
  peak: number
}

const project = fileURLToPath(new URL('..', import.meta.url))

/** Runs the whole job on one report that lists vouchers, a line each, beside a register of one body. */
export async function measureVouchers(lines: number, folder: string): Promise<VoucherResult> {
  const raw = join(folder, 'raw-vouchers')
  const warehouse = join(folder, 'warehouse-vouchers')
  try {
    await mkdir(join(raw, 'rapports'), { recursive: true })
    await copyFile(join(project, 'raw', 'laureats.csv'), join(raw, 'laureats.csv'))
    const list = join(raw, 'rapports', 'liste.csv')
    await writeVouchers(list, lines)
    const { size } = await stat(list)
    const run = ['bin/bilan.js', 'run', '--raw', raw, '--warehouse', warehouse]
    const { seconds, cpu, peak } = await measure(process.execPath, run, project)
    return { lines, size: size / 2 ** 20, seconds, cpu, peak }
  } finally {
    await rm(raw, { recursive: true, force: true })
    await rm(warehouse, { recursive: true, force: true })
  }
}

/** Writes a list of vouchers as it streams out, no more of it in memory than ten thousand lines. */
export async function writeVouchers(path: string, count: number): Promise<void> {
  const file = createWriteStream(path)
  const put = async (text: string) => {
    if (!file.write(text)) await once(file, 'drain')
  }
  await put(
    'N° de pass;Date d’émission;Statut;Date de scan;Lieu;Identifiant bénéficiaire;Nom;Prénom;Courriel\r\n',
  )
  for (let at = 0; at < count; at += 10_000) {
    const rows: string[] = []
    for (let i = at; i < Math.min(at + 10_000, count); i++) {
      const scanned = i % 3 === 0
      rows.push(
        `PN20-${String(i).padStart(8, '0')};01/02/2021;${scanned ? 'Scanné' : 'Distribué'};${scanned ? '12/03/2022' : ''};Médiathèque de l’Étang;${scanned ? `U${Math.floor(i / 15)}` : ''};NOM${i % 5000};Prénom;p${i}@exemple.fr\r\n`,
      )
    }
    await put(rows.join(''))
  }
  file.end()
  await finished(file)
}
