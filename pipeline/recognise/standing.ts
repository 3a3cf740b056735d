import { address, type Cell, type Document } from '../read/cell.ts'
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
    for (const { row, col, text } of shown.cells) {
      const place = address(row, col)
      const original = own.get(place) ?? rows.get(row)?.findLast((cell) => cell.col <= col)
      if (original !== undefined && (original.col !== col || original.text !== text))
        originals.set(`${sheet.name}!${place}`, original)
    }
  }
  if (originals.size === 0) return [...readings]
  const place = ({ row, col }: Cell) => address(row, col)
  return readings.map((reading) => {
    const original = originals.get(`${reading.sheet}!${reading.address}`)
    if (original === undefined) return reading
    const label = originals.get(`${reading.sheet}!${reading.labelAddress ?? ''}`)
    const labelAddress = label ? place(label) : reading.labelAddress
    return {
      ...reading,
      standing: { address: place(original), text: original.text.trim(), labelAddress },
    }
  })
}
