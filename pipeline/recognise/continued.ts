import type { Grid } from './grid.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'

/** Rows from the edge of a page within which a table goes over it: a footer, a page number. */
const edge = 4

/**
 * Readings of a document whose tables run over its pages, with the figures of one table in one group: the headings of the first page stand
 * again at the top of the next, over the same columns, and no total came before.
 */
export function continued(readings: readonly Reading[], grids: readonly Grid[]): Reading[] {
  const grouped = Map.groupBy(readings, (reading) => reading.group)
  const renamed = new Map<string, string>()
  for (const [at, grid] of grids.entries()) {
    const before = grids[at - 1]
    if (before === undefined) continue
    for (const [group, figures] of grouped) {
      const first = figures[0]!
      if (first.sheet !== grid.sheet.name || first.row > edge) continue
      const earlier = [...grouped].find(([, others]) => goesOn(others, first, before))
      if (earlier) renamed.set(group, renamed.get(earlier[0]) ?? earlier[0])
    }
  }
  return readings.map((one) => ({ ...one, group: renamed.get(one.group) ?? one.group }))
}

/** Whether figures of the page before are those of the same column, down to its foot and without a total. */
function goesOn(others: readonly Reading[], first: Reading, page: Grid): boolean {
  const [head] = others
  const last = others.at(-1)!
  if (head!.sheet !== page.sheet.name || head!.indicator !== first.indicator) return false
  if (head!.labelAddress === null || first.labelAddress === null) return false
  const heading = (reading: Reading) => fold(reading.label.split(' | ').at(-1)!)
  const column = (cell: string) => cell.replace(/\d+$/, '')
  const same =
    heading(head!) === heading(first) && column(head!.labelAddress) === column(first.labelAddress)
  const summed = others.some(({ line }) => line.role === 'total' || line.role === 'total_partiel')
  return same && !summed && others.length > 1 && last.row >= page.lastRow - edge
}
