import { tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Reading } from './reading.ts'

const unboughtDoubt =
  'plus de pass scannés que d’achetés dans le tableau, où un nombre de pass achetés manque'

/**
 * Readings with the scans of a line doubted that says nothing of those bought, where its table has more scanned than bought: what stands there may be
 * what was bought.
 */
export function unbought(grid: Grid, readings: readonly Reading[]): Reading[] {
  const { heads } = tablesOf(grid)
  const doubted = new Set<Reading>()
  for (const [head, table] of Map.groupBy(readings, (r) => heads.get(r.row))) {
    if (head === undefined) continue
    const of = (indicator: Reading['indicator']) => table.filter((r) => r.indicator === indicator)
    const [bought, scanned] = [of('pass_achetes'), of('pass_scannes')]
    const given = (r: Reading) => r.kind === 'figure'
    const sum = (all: Reading[]) =>
      all.filter(given).reduce((whole, r) => whole + (r.number ?? 0) * r.factor, 0)
    if (!bought.some(given) || sum(scanned) <= sum(bought)) continue
    const lines = Map.groupBy(bought, (r) => r.row)
    const missing = (row: number) => lines.get(row)?.every((r) => !given(r) && r.text === '')
    for (const r of scanned) if (given(r) && missing(r.row)) doubted.add(r)
  }
  return readings.map((r) => (doubted.has(r) ? { ...r, doubts: [...r.doubts, unboughtDoubt] } : r))
}
