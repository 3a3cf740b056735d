import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { says } from './label.ts'
import type { Reading } from './reading.ts'

/** Why figures are asked about beside one of their kind that nothing is read of, in French. */
const unreadDoubt = 'un chiffre de même sorte, sur la même ligne, n’est couvert par aucun titre'

/**
 * Readings with those doubted that stand under a category, beside a number under another category that nothing is read of: « Hommes | Femmes », of which a
 * title that was moved covers one.
 * @param readings all of the sheet
 */
export function besideUnread(grid: Grid, readings: readonly Reading[]): Reading[] {
  const read = new Set(readings.map(({ address }) => address))
  const isCategory = (head: Item | undefined) =>
    head?.label != null && says(head.label, 'categorie')
  const headed = ({ cell }: Item) => isCategory(grid.at(cell.row - 1, cell.col))
  return readings.map((r) => {
    if (r.kind !== 'figure' || !isCategory(grid.at(r.row - 1, r.col))) return r
    const unread = grid
      .row(r.row)
      .some((item) => item.kind === 'number' && !read.has(item.address) && headed(item))
    return unread ? { ...r, doubts: [...r.doubts, unreadDoubt] } : r
  })
}
