import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Papa from 'papaparse'
import { landFolder } from '../../pipeline/land/folder.ts'
import { address } from '../../pipeline/read/cell.ts'
import { readDocument } from '../../pipeline/read/document.ts'

/** What the files of a corpus say, read again from their bytes: no warehouse has a part in it. */
export interface Reread {
  /** Text of a cell of a report; undefined when there is no such cell. */
  text(fichier: string, feuille: string, cellule: string): string | undefined
  /** A number of the register, by line (the header being line 1) and column; null where it is empty. */
  register(ligne: number, colonne: string): number | null
  /** The printed figures: every row of `publie/`, with its file and line. */
  published: (Record<'tableau' | 'aap' | 'ligne' | 'colonne' | 'unite', string> & {
    valeur: number
  })[]
}

/** Reads a corpus (`raw/`) again. */
export async function reread(raw: string, publie: string): Promise<Reread> {
  const texts = new Map<string, string>()
  for (const { fichier, location, format } of await landFolder(join(raw, 'rapports'))) {
    if (format === null) continue
    const document = await readDocument(await readFile(location), format).catch(() => null)
    for (const sheet of document?.sheets ?? []) {
      for (const cell of sheet.cells)
        texts.set(`${fichier}\0${sheet.name}\0${address(cell.row, cell.col)}`, cell.text)
    }
  }
  const register = await table(join(raw, 'laureats.csv'))
  const published = await table(join(raw, 'publie', publie))
  return {
    text: (fichier, feuille, cellule) => texts.get(`${fichier}\0${feuille}\0${cellule}`),
    register: (ligne, colonne) => {
      const cell = register[ligne - 2]?.[colonne] ?? ''
      return cell === '' ? null : Number(cell)
    },
    published: published.map((row) => ({
      tableau: row.tableau!,
      aap: row.aap!,
      ligne: row.ligne!,
      colonne: row.colonne!,
      unite: row.unite!,
      valeur: Number(row.valeur),
    })),
  }
}

async function table(path: string): Promise<Record<string, string>[]> {
  const text = await readFile(path, 'utf8')
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data
}

/**
 * Every number that a French text may mean: digits with spaces, dots or commas between them, a word for none. Written for the
 * tests alone, without a look at how the project reads numbers.
 */
export function numbersIn(text: string): number[] {
  const found: number[] = []
  if (/n[ée]ant|aucune?|z[ée]ro/i.test(text)) found.push(0)
  for (const [token] of text.matchAll(/\d(?:[\s.,'’]?\d)*/g)) {
    const bare = token.replaceAll(/[\s'’]/g, '')
    // A thousands separator, a decimal one, or either.
    found.push(Number(bare.replaceAll(/[.,]/g, '')))
    if (/^\d+[.,]\d+$/.test(bare)) found.push(Number(bare.replace(',', '.')))
    if (/^[\d.]+,\d+$/.test(bare)) found.push(Number(bare.replaceAll('.', '').replace(',', '.')))
    if (/^[\d,]+\.\d+$/.test(bare)) found.push(Number(bare.replaceAll(',', '')))
  }
  return found
}
