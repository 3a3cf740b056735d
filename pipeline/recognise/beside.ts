import type { Grid } from './grid.ts'
import type { Item } from './item.ts'

/** Whether a number, sure or not, stands right of a label, at most one empty place between, or right under or over it. */
export function besideFigure(grid: Grid, item: Item): boolean {
  const { row, col } = item.cell
  const beside = [
    grid.at(row, col + 1),
    grid.at(row, col + 2),
    grid.at(row + 1, col),
    grid.at(row - 1, col),
    grid.below(item),
  ]
  return beside.some((other) => other?.kind === 'number' || other?.kind === 'doubtful')
}
