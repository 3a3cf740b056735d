import { address, type Cell, type Document } from '../read/cell.ts'
import type { NearMiss } from './near-miss.ts'
import type { Reading } from './reading.ts'

/**
 * Readings with the cell and the text that the file itself has, where these were put together or taken apart before they were read: the figure of
 * « Pass achetés;2500;2000 » in A2 stands in A2, and no place of the file is called C2.
 * @param read the document as it was read, and `document` as the file has it
 */
export function withStanding(
  readings: readonly Reading[],
  document: Document,
  read: Document,
): Reading[] {
  const originals = new Map<string, Cell>()
  for (const [at, sheet] of document.sheets.entries()) {
    const shown = read.sheets[at]!
    if (shown === sheet) continue
    const own = new Map(sheet.cells.map((cell) => [address(cell.row, cell.col), cell]))
    const rows = Map.groupBy(sheet.cells, ({ row }) => row)
    for (const cell of shown.cells) {
      const { row, col, text } = cell
      const place = address(row, col)
      if (cell.origin !== undefined) {
        originals.set(`${sheet.name}!${place}`, cell)
        continue
      }
      const original = own.get(place) ?? rows.get(row)?.findLast((cell) => cell.col <= col)
      if (original !== undefined && (original.col !== col || original.text !== text))
        originals.set(`${sheet.name}!${place}`, original)
    }
  }
  if (originals.size === 0) return [...readings]
  const place = ({ row, col, origin }: Cell) => address(origin?.row ?? row, origin?.col ?? col)
  return readings.map((reading) => {
    const original = originals.get(`${reading.sheet}!${reading.address}`)
    if (original === undefined) return reading
    const label = originals.get(`${reading.sheet}!${reading.labelAddress ?? ''}`)
    const sheet = original.origin?.sheet
    // A heading on another page has no address on this one.
    const other = sheet === undefined ? reading.labelAddress : null
    const labelAddress = label ? place(label) : other
    const text = original.text.trim()
    return {
      ...reading,
      standing: { address: place(original), text, labelAddress, ...(sheet && { sheet }) },
    }
  })
}

/** Labels that weren't understood with the page and cell that the file itself has them in, where they were put to the table of another page. */
export function missesStanding(misses: readonly NearMiss[], read: Document): NearMiss[] {
  const origins = new Map(
    read.sheets.flatMap(({ name, cells }) =>
      cells.flatMap(({ row, col, origin }) =>
        origin === undefined ? [] : [[`${name}!${address(row, col)}`, origin] as const],
      ),
    ),
  )
  if (origins.size === 0) return [...misses]
  return misses.map((miss) => {
    const origin = origins.get(`${miss.sheet}!${miss.address}`)
    return origin === undefined
      ? miss
      : { ...miss, sheet: origin.sheet, address: address(origin.row, origin.col) }
  })
}
