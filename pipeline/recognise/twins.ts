import { tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Reading } from './reading.ts'

const twinDoubt = 'deux lignes ont les mêmes chiffres dans toutes les colonnes'

/** Below a hundred two lines may well be alike. */
const least = 100

/**
 * Figures with those doubted whose line of details says the same as another one of its table in every column, two at least: one line twice,
 * whatever it is called the second time.
 */
export function twinLines(grid: Grid, readings: readonly Reading[]): Reading[] {
  const { heads } = tablesOf(grid)
  const details = readings.filter(
    (r) => r.kind === 'figure' && r.line.role === 'detail' && r.column.role === 'seul',
  )
  const lines = [...Map.groupBy(details, (r) => r.row).values()].filter(
    (line) =>
      line.length > 1 &&
      line.every((r) => r.number !== null && r.number >= least) &&
      heads.has(line[0]!.row),
  )
  const said = (line: Reading[]) =>
    `${heads.get(line[0]!.row)} ${line.map((r) => `${r.col}:${r.number}`).join()}`
  const twins = new Set(
    [...Map.groupBy(lines, said).values()].filter((alike) => alike.length > 1).flat(2),
  )
  return readings.map((r) => (twins.has(r) ? { ...r, doubts: [...r.doubts, twinDoubt] } : r))
}
