import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import type { Reading } from './reading.ts'

const longestHeading = 90

/** Whether a text alone on its line heads what follows: short, no sentence, nothing read from it. */
export function isHeading(
  grid: Grid,
  { cell, address, kind }: Item,
  own: readonly Reading[],
): boolean {
  const text = cell.text.trim()
  if (kind !== 'label' || grid.row(cell.row).length > 1) return false
  if (text.length > longestHeading || /[.;!?:,]$/.test(text)) return false
  return !own.some((r) => r.address === address)
}

/** The row of the next heading, or the one behind the last row. */
export function nextHeading(grid: Grid, item: Item, own: readonly Reading[]): number {
  const next = grid.items.find(
    (other) => other.cell.row > item.cell.row && isHeading(grid, other, own) && begins(grid, other),
  )
  return next?.cell.row ?? grid.lastRow + 1
}

/** Whether a heading begins something: an empty line stands over it, or it is numbered. */
export function begins(grid: Grid, { cell }: Item): boolean {
  return (
    cell.row === 0 ||
    grid.blank(cell.row - 1) ||
    /^\s*(?:\d{1,2}|[ivx]{1,4}|[a-h])\s?[.)-]/i.test(cell.text)
  )
}
