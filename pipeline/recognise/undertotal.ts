import { tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import { says } from './label.ts'
import { notionOf } from './notion.ts'
import type { Reading } from './reading.ts'

/**
 * Readings with those doubted that stand in a run of lines of one indicator over a line that only says « Total carnets », and that is not their
 * sum: a line of them is missing, or one is another's.
 */
export function overTotals(grid: Grid, readings: readonly Reading[]): Reading[] {
  const doubted = new Map<Reading, string>()
  const places = new Map(readings.map((r) => [`${r.row} ${r.col}`, r]))
  for (const item of grid.items) {
    const label = grid.row(item.cell.row)[0]?.label
    if (item.kind !== 'number' || item.figure.kind !== 'number' || label == null) continue
    const bare = ['none', 'object'].includes(notionOf([label]).kind)
    if (!bare || !says(label, 'total') || places.has(`${item.cell.row} ${item.cell.col}`)) continue
    const run: Reading[] = []
    for (let row = item.cell.row - 1; ; row--) {
      const above = places.get(`${row} ${item.cell.col}`)
      if (above?.number == null || above.labelAddress?.endsWith(String(row + 1)) !== true) break
      run.push(above)
    }
    const first = run.at(-1)
    if (first === undefined || new Set(run.map((r) => r.indicator)).size > 1) continue
    if (grid.at(first.row - 1, first.col)?.kind === 'number') continue
    const sum = run.reduce((all, r) => all + r.number!, 0)
    const { number } = item.figure
    for (const r of run)
      if (sum !== number)
        doubted.set(r, `le total en dessous (${number}) n’est pas leur somme (${sum})`)
  }
  return readings.map((r) => {
    const doubt = doubted.get(r)
    return doubt === undefined ? r : { ...r, doubts: [...r.doubts, doubt] }
  })
}

const aimsDoubt = 'les totaux de cette colonne comptent aussi une colonne qui n’est pas du réalisé'

/**
 * Readings with the totals of a column doubted where that of one line is the sum of its figures and of those under an aim: on another line, where
 * one of them is missing, it doesn't show.
 */
export function withoutAims(grid: Grid, readings: readonly Reading[]): Reading[] {
  const { heads } = tablesOf(grid)
  const column = (r: Reading) => `${heads.get(r.row)} ${r.col}`
  const totals = readings.filter((r) => r.kind === 'figure' && r.column.role === 'total')
  const counting = totals.filter((total) => {
    const head = heads.get(total.row)
    if (head === undefined || total.number === null) return false
    const parts = readings.filter((r) => r.row === total.row && r.column.role === 'periode')
    const aimed = grid.row(total.row).filter(({ kind, cell }) => {
      const heading = grid.spread(head, cell.col)?.label
      return kind === 'number' && heading != null && says(heading, 'objectif')
    })
    const sum = (numbers: readonly (number | null)[]) =>
      numbers.reduce<number>((all, n) => all + (n ?? 0), 0)
    const aims = sum(aimed.map(({ figure }) => (figure.kind === 'number' ? figure.number : 0)))
    return aims > 0 && sum(parts.map((r) => r.number)) + aims === total.number
  })
  const doubted = new Set(counting.map(column))
  return readings.map((r) =>
    totals.includes(r) && doubted.has(column(r)) ? { ...r, doubts: [...r.doubts, aimsDoubt] } : r,
  )
}
