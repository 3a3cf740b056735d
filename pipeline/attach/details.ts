import type { Reading } from '../recognise/reading.ts'

/** Roles of lines and columns that stand for all of a table. */
export const wholes = ['seul', 'total']

/** What the figures of a table are to its total. */
export interface Details {
  parts: Reading[]
  subtotals: Reading[]
  named: Reading[]
  /** Whether a total has a place of its own, and no figure in it. */
  unanswered: boolean
  /** Lines whose label makes them something else, yet that may be details. */
  aside: Reading[]
  holes: number
}

/** The details along the one axis that splits the figure; where both do, every inner cell. */
export function detailsOf(readings: Reading[]): Details {
  const whole = (role: string) => wholes.includes(role)
  const along = (own: (r: Reading) => string, other: (r: Reading) => string) =>
    readings.filter((r) => whole(other(r)) && !whole(own(r)))
  const line = (r: Reading) => r.line.role
  const column = (r: Reading) => r.column.role
  const lines = along(line, column)
  const columns = along(column, line)
  const inner = readings.filter((r) => !whole(line(r)) && !whole(column(r)))
  const chosen = lines.length > 0 ? lines : columns.length > 0 ? columns : inner
  const role = (r: Reading) =>
    [line(r), column(r)].find((name) => name !== 'detail' && name !== 'periode' && !whole(name)) ??
    'detail'
  // A line without a figure is a hole whatever its name: « Est » is a place that reads like a verb.
  const totals = ['total', 'sous_total', 'total_partiel']
  const stated = (r: Reading) => totals.includes(line(r)) || totals.includes(column(r))
  const figures = chosen.filter((r) => r.kind === 'figure')
  return {
    parts: figures.filter((r) => role(r) === 'detail'),
    subtotals: figures.filter((r) => role(r) === 'sous_total'),
    named: clearest(figures.filter((r) => role(r) === 'total_partiel')),
    aside: figures.filter((r) => role(r) === 'ecarte'),
    unanswered: readings.some((r) => r.kind === 'absence' && stated(r)),
    holes: readings.filter((r) => r.kind === 'absence' && !stated(r)).length,
  }
}

/** Of « TOTAL » and « TOTAL hors doublons » the second, which says more of what is asked for. */
export function clearest(totals: readonly Reading[]): Reading[] {
  const most = Math.max(...totals.map((r) => r.rank))
  return totals.filter((r) => r.rank === most)
}
