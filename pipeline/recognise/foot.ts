import { once } from '../memo.ts'
import { isText, isValue, tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
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
    const foot = filled.at(-1)
    if (columns.size === 0 || foot === undefined || foot !== rows.at(-1)) continue
    const [name, figure, ...more] = grid.row(foot)
    if (name?.label == null || figure === undefined || more.length > 0) continue
    if (figure.kind !== 'number' || figure.cell.col !== name.cell.col + 1) continue
    const own = notionOf([name.label])
    if (!isSure(own) || columns.has(indicatorIn(own))) continue
    // The lines above are names of parts, none of which says what it counts.
    const above = filled.slice(0, -1)
    const names = above.map((row) => grid.row(row)[0]!)
    if (names.length < 2 || !names.every((one) => isText(one) && one.cell.col === name.cell.col))
      continue
    const isTotal = (at: number) => says(names[at]!.label!, 'total')
    if (names.some((one, at) => isSure(notionOf([one.label!])) && !isTotal(at))) continue
    // Where the table has one column only, its total or the words of the line must say that the parts are over.
    const wide = above.every((row) => grid.row(row).filter(isValue).length > 1)
    if (wide || isTotal(names.length - 1) || says(name.label, 'total')) found.add(foot)
  }
  return found
})
