import type { Grid } from './grid.ts'
import type { Reading } from './reading.ts'

/**
 * Readings without the numbers of lines, « Commande » over 1, 2, 3 and 4 at the left of their table: they say which order it was, and not how many pass.
 */
export function withoutOrdinals(grid: Grid, readings: readonly Reading[]): Reading[] {
  const columns = Map.groupBy(
    readings.filter((r) => r.kind === 'figure' && isFirst(grid, r)),
    (r) => `${r.group} ${r.col}`,
  )
  const ordinals = new Set(
    [...columns.values()].flatMap((own) => {
      const numbers = own.toSorted((a, b) => a.row - b.row).map((r) => r.number)
      const counts = numbers.length > 1 && numbers.every((number, at) => number === at + 1)
      return counts ? own : []
    }),
  )
  return readings.filter((r) => !ordinals.has(r))
}

/** Whether a figure is the first cell of its line, with others behind it. */
function isFirst(grid: Grid, { row, col }: Reading): boolean {
  const [first, ...others] = grid.row(row)
  return first?.cell.col === col && others.length > 0
}
