import type { Grid } from './grid.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'

/** Rows from the edge of a page within which a table goes over it: a footer, a page number. */
const edge = 4

/**
 * Readings of a document whose tables run over its pages, with the figures of one table in one group: the headings of the first page stand
 * again at the top of the next, over the same columns, and no total came before. Where the lines of a page are groups with a subtotal each, the
 * page may have cut a group: the lines up to the next subtotal are then of that group, if they add up to it.
 */
export function continued(readings: readonly Reading[], grids: readonly Grid[]): Reading[] {
  const grouped = Map.groupBy(readings, (reading) => reading.group)
  const renamed = new Map<string, string>()
  const moved = new Map<Reading, Reading>()
  for (const [at, grid] of grids.entries()) {
    const before = grids[at - 1]
    if (before === undefined) continue
    for (const [group, figures] of grouped) {
      const first = figures[0]!
      if (first.sheet !== grid.sheet.name || first.row > edge) continue
      const earlier = [...grouped].find(([, others]) => goesOn(others, figures, before))
      if (earlier === undefined) continue
      renamed.set(group, renamed.get(earlier[0]) ?? earlier[0])
      const rest = restOfGroup(earlier[1], figures) ?? []
      for (const [i, one] of rest.entries()) moved.set(figures[i]!, one)
      // The next page goes on from what these are now.
      grouped.set(group, [...rest, ...figures.slice(rest.length)])
    }
  }
  return readings.map((one) => {
    const group = renamed.get(one.group) ?? one.group
    return { ...(moved.get(one) ?? one), group }
  })
}

/** Whether figures of the page before are those of the same column, down to its foot and without a total that ends them. */
function goesOn(others: readonly Reading[], figures: readonly Reading[], page: Grid): boolean {
  const [head, first] = [others[0]!, figures[0]!]
  const last = others.at(-1)!
  if (head.sheet !== page.sheet.name || head.indicator !== first.indicator) return false
  if (head.labelAddress === null || first.labelAddress === null) return false
  const heading = (reading: Reading) => fold(reading.label.split(' | ').at(-1)!)
  const column = (cell: string) => cell.replace(/\d+$/, '')
  const same =
    heading(head) === heading(first) && column(head.labelAddress) === column(first.labelAddress)
  if (!same || others.length < 2 || last.row < page.lastRow - edge) return false
  return !others.some(isTotal) || restOfGroup(others, figures) !== null
}

/**
 * The first figures of a page as the rest of the last group of the page before, the subtotal that ends it included; empty where the page begins with
 * a group of its own and its last line is the total of both. Null where the page before has no such groups, or what stands here doesn't go with them.
 */
function restOfGroup(others: readonly Reading[], figures: readonly Reading[]): Reading[] | null {
  const open = openGroup(others)
  if (open === null) return null
  if (open.length === 0) {
    const details = [...others, ...figures].filter((r) => !isTotal(r))
    const last = figures.at(-1)!
    return isTotal(last) && sum(details) === last.number ? [] : null
  }
  const end = figures.findIndex(({ line }) => line.role === 'total')
  const rest = figures.slice(0, end + 1)
  if (end < 0 || sum([...open, ...rest.slice(0, -1)]) !== rest.at(-1)!.number) return null
  const name = open[0]!.line.key.split(' | ').slice(1)
  return rest.map((one, at): Reading => {
    const key = [one.line.key, ...name].join(' | ')
    const role = at === end ? 'total_partiel' : 'detail'
    return { ...one, line: { role, key, known: open[0]!.line.known } }
  })
}

/** The lines behind the last subtotal; null where there is no subtotal, or one that isn't what the lines since the one before it add up to. */
function openGroup(others: readonly Reading[]): Reading[] | null {
  let since: Reading[] = []
  let groups = 0
  for (const one of others) {
    if (!isTotal(one)) since.push(one)
    else {
      const carried = groups === 0 && one.number! > sum(since)
      const ends = since.length > 0 && (sum(since) === one.number || carried)
      if (one.line.role !== 'total_partiel' || !ends) return null
      groups++
      since = []
    }
  }
  return groups > 0 ? since : null
}

const isTotal = ({ line }: Reading) => line.role === 'total' || line.role === 'total_partiel'
const sum = (some: readonly Reading[]) => some.reduce((all, { number }) => all + (number ?? 0), 0)
