import { headingOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { says } from './label.ts'
import { notionOf } from './notion.ts'

/** Texts that may name whose line or column this is. */
export function names(grid: Grid, item: Item, axis: string, headers: Item[]): string[] {
  const source =
    axis === 'ligne'
      ? headers
      : grid
          .row(item.cell.row)
          .filter(
            (i) =>
              i.kind === 'label' ||
              ((i.kind === 'identifier' || isCode(i)) && !amongFigures(grid, i)),
          )
  return source.slice(0, 8).map((i) => i.cell.text.trim())
}

/** Whether a number stands where a count is asked for, or among counts: a SIREN there has gone astray, and names nobody. */
function amongFigures(grid: Grid, item: Item): boolean {
  const { row, col } = item.cell
  const heading = headingOf(grid, item.cell)
  if (heading?.label != null && notionOf([heading.label]).kind === 'indicator') return true
  if (heading?.label != null && says(heading.label, 'identifiant')) return false
  const beside = [grid.at(row - 1, col), grid.at(row + 1, col)]
  return beside.some((i) => i?.kind === 'number' && !isCode(i) && !/\d{6}/.test(i.cell.text))
}

function isCode(item: Item): boolean {
  return item.kind === 'number' && /^\d{8,9}$/.test(item.cell.text.replaceAll(/\s/g, ''))
}
