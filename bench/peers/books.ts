import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as XLSX from 'xlsx'

type Entry = string | number | null | XLSX.CellObject

/** Writes workbooks of about two thousand cells: titles, labels, whole numbers, decimals, percentages, holes, a second sheet. */
export async function writeBooks(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (let n = 0; n < count; n++) {
    const book = XLSX.utils.book_new()
    XLSX.utils.book_append_sheet(book, page(n, 180, 9), 'Bilan')
    XLSX.utils.book_append_sheet(book, page(n + 7, 60, 8), 'Détail par lieu')
    // Texts in a table of their own, as Excel and LibreOffice write them.
    const options = { type: 'buffer', bookType: 'xlsx', compression: true, bookSST: true } as const
    const bytes: Uint8Array = XLSX.write(book, options)
    await writeFile(join(folder, `rapport-${String(n).padStart(4, '0')}.xlsx`), bytes)
  }
}

function page(seed: number, height: number, width: number): XLSX.WorkSheet {
  const rows: Entry[][] = [[`Suivi des pass numériques, structure n° ${seed}`], []]
  rows.push(Array.from({ length: width }, (_, col) => `Colonne ${col} (période ${seed % 5})`))
  for (let row = 0; row < height; row++) {
    rows.push(Array.from({ length: width }, (_, col) => entry(seed, row, col)))
  }
  return XLSX.utils.aoa_to_sheet(rows)
}

function entry(seed: number, row: number, col: number): Entry {
  const n = (seed * 7_919 + row * 104_729 + col * 1_299_709) % 1_000_003
  if (col === 0) return `Lieu de médiation ${row} de Castelbrune`
  if (col === 1) return row % 7 === 0 ? null : `Médiathèque & atelier « ${n % 97} »`
  if (col === 2) return { t: 'n', v: n, z: '#,##0' }
  if (col === 3) return { t: 'n', v: (n % 1_000) / 1_000, z: '0.00%' }
  if (col === 4) return n / 8
  return row % 11 === 0 ? 'NC' : n % 5_000
}
