import { headingOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
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

/** Whether a number stands where its heading asks for a count: a SIREN there has gone astray, and names nobody. */
function amongFigures(grid: Grid, item: Item): boolean {
  const heading = headingOf(grid, item.cell)
  return heading?.label != null && notionOf([heading.label]).kind === 'indicator'
}

function isCode(item: Item): boolean {
  return item.kind === 'number' && /^\d{8,9}$/.test(item.cell.text.replaceAll(/\s/g, ''))
}
