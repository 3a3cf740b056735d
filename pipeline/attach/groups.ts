import type { Reading } from '../recognise/reading.ts'
import { amount } from './candidate.ts'

/**
 * Whether lines are groups, each a line that is the sum of those under it (or over it), and the groups add up to a total: a pivot table of years
 * over places. Groups may hold groups.
 * @param parts the lines under one heading, in the order of the table
 * @param total what they are said to add up to
 */
export function inGroups(parts: readonly Reading[], total: number): boolean {
  if (new Set(parts.map((r) => r.col)).size > 1 || parts.length > mostLines) return false
  const amounts = parts
    .toSorted((a, b) => a.row - b.row)
    .map((r) => amount(r)!)
    .filter((n) => n !== 0)
  if (amounts.some((n) => n < 0)) return false
  return headed(amounts, total) || headed(amounts.toReversed(), total)
}

/** A list of places longer than that is no pivot that somebody has copied. */
const mostLines = 400

/** Whether all lines are groups that add up to a total, the sum of each at its head, not all of one line. */
function headed(amounts: readonly number[], total: number): boolean {
  const ends = new Map<number, number[]>()
  /** Where the group that begins at a line may end: past the lines that add up to it, themselves groups or not. */
  function groupEnds(at: number): number[] {
    const known = ends.get(at)
    if (known !== undefined) return known
    const found = new Set<number>()
    const seen = new Set<string>()
    const walk = (next: number, left: number) => {
      const state = `${next} ${left}`
      if (seen.has(state)) return
      seen.add(state)
      if (left === 0) found.add(next)
      if (next >= amounts.length || amounts[next]! > left) return
      for (const end of [next + 1, ...groupEnds(next)]) walk(end, left - amounts[next]!)
    }
    walk(at + 1, amounts[at]!)
    ends.set(at, [...found])
    return [...found]
  }
  const whole = (at: number, left: number, groups: number): boolean => {
    if (at === amounts.length) return left === 0 && amounts.length > groups * 2
    if (amounts[at]! > left) return false
    return groupEnds(at).some((end) => whole(end, left - amounts[at]!, groups + 1))
  }
  return whole(0, total, 0)
}
