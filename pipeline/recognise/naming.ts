import { once } from '../memo.ts'
import { headingOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { says } from './label.ts'
import { notionOf } from './notion.ts'

/** Texts that may name whose line or column this is. */
export function names(grid: Grid, item: Item, axis: string, headers: Item[]): string[] {
  if (axis === 'ligne') return headers.slice(0, most).map((i) => i.cell.text.trim())
  const known = lines(grid)
  const { row } = item.cell
  let own = known.get(row)
  if (own === undefined) {
    own = namesOnLine(grid, row)
    known.set(row, own)
  }
  return own
}

const lines = once((_: Grid) => new Map<number, string[]>())
/** Texts of a line or of headings that are taken for names. */
const most = 8

function namesOnLine(grid: Grid, row: number): string[] {
  const found: string[] = []
  for (const i of grid.row(row)) {
    if (found.length === most) break
    const code = () => (i.kind === 'identifier' || isCode(i)) && !amongFigures(grid, i)
    if (i.kind === 'label' || code()) found.push(i.cell.text.trim())
  }
  return found
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
