import { once } from '../memo.ts'
import { isText, isValue, tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { says } from './label.ts'
import { indicatorIn, isSure, notionOf } from './notion.ts'

/**
 * The rows at the foot of a table that say of themselves, in full, what they count, which no column does: « Bénéficiaires uniques, tous lieux
 * confondus | 208 » under « Lieu | Pass achetés | Pass scannés ». Their one figure stands in the first column because there is no other place for it.
 */
export const footRows = once((grid: Grid): ReadonlySet<number> => {
  const found = new Set<number>()
  for (const { head, rows } of tablesOf(grid).full) {
    const columns = new Set(grid.row(head).map((item) => indicatorIn(notionOf([item.label!]))))
    columns.delete(null)
    const filled = rows.filter((row) => grid.row(row).some(isValue))
    if (columns.size === 0 || filled.at(-1) !== rows.at(-1)) continue
    const own = filled.map((row) => ownIndicator(grid, row, head, columns))
    const first = own.lastIndexOf(null) + 1
    const foot = filled.slice(first)
    // Two rows of the same thing are parts of it.
    if (foot.length === 0 || new Set(own.slice(first)).size < foot.length) continue
    const column = grid.row(foot[0]!)[0]!.cell.col
    // The lines above are names of parts, none of which says what it counts.
    const above = filled.slice(0, first)
    const names = above.map((row) => grid.row(row)[0]!)
    if (names.length < 2 || !names.every((one) => namesPart(one) && one.cell.col === column))
      continue
    const isTotal = (at: number) => says(names[at]!.label!, 'total')
    if (names.some(({ label }, at) => label && isSure(notionOf([label])) && !isTotal(at))) continue
    // Where the table has one column only, its total, the words of the line or a second such line must say that the parts are over.
    const wide = above.every((row) => grid.row(row).filter(isValue).length > 1)
    const told = foot.some((row) => says(grid.row(row)[0]!.label!, 'total'))
    const over = foot.length > 1 || isTotal(names.length - 1) || told
    if (wide || over) for (const row of foot) found.add(row)
  }
  return found
})

const namesPart = (item: Item) => isText(item) || item.kind === 'date'

/** The indicator that a row says in full beside its one figure, where no column does; null for any other row. */
function ownIndicator(
  grid: Grid,
  row: number,
  head: number,
  columns: ReadonlySet<string | null>,
): string | null {
  const [name, figure, ...more] = grid.row(row)
  if (name?.label == null || figure?.kind !== 'number' || more.length > 0) return null
  const heading = grid.at(head, figure.cell.col)?.label
  // « Pass scannés | | 960 » under « Facture | N° | Pass achetés »: the one column that counts is the place for what the row counts.
  const placed =
    figure.cell.col === name.cell.col + 1 ||
    (columns.size === 1 && heading != null && indicatorIn(notionOf([heading])) !== null)
  const own = notionOf([name.label])
  if (!placed || !isSure(own)) return null
  const indicator = indicatorIn(own)
  return columns.has(indicator) ? null : indicator
}
