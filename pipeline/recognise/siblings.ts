import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { says } from './label.ts'
import { notionOf } from './notion.ts'
import type { Reading } from './reading.ts'

/** Why figures are asked about beside one of their line that nothing is read of, in French. */
const unreadDoubt = 'un autre chiffre de la ligne n’est couvert par aucun titre'

/**
 * Readings with those doubted that are of one category, beside a number that nothing is read of: « Hommes | Femmes », of which a title that was moved covers
 * one, or « Hommes | Non renseingé ». A number under the name of something else is no category.
 * @param readings all of the sheet
 */
export function besideUnread(grid: Grid, readings: readonly Reading[]): Reading[] {
  const read = new Set(readings.map(({ address }) => address))
  const headOf = ({ row, col }: { row: number; col: number }) => grid.at(row - 1, col)
  return readings.map((r) => {
    const isCategory = r.rule === 'titre' || isOfCategory(headOf(r))
    if (r.kind !== 'figure' || r.column.role !== 'detail' || !isCategory) return r
    const unread = grid
      .row(r.row)
      .some(
        (item) => item.kind === 'number' && !read.has(item.address) && !isOther(headOf(item.cell)),
      )
    return unread ? { ...r, doubts: [...r.doubts, unreadDoubt] } : r
  })
}

const isOfCategory = (head: Item | undefined) =>
  head?.label != null && says(head.label, 'categorie')

/** Whether a heading names something that isn't counted in pass or persons: « Ateliers », « Montant ». */
function isOther(head: Item | undefined): boolean {
  if (head?.label == null || says(head.label, 'negation')) return false
  return says(head.label, 'lieu', 'montant', 'monnaie') || notionOf([head.label]).kind === 'other'
}
