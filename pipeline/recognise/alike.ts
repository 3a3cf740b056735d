import type { Indicator } from './notion.ts'
import type { Reading } from './reading.ts'

const alikeDoubt =
  'le rapport donne le même nombre pour les pass achetés, les pass scannés et les bénéficiaires'

/** Below a hundred each person may have used the one pass bought for them. */
const least = 100
const published: Indicator[] = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques']

/**
 * The figures of a report, all doubted where it gives one number for all three indicators and no other: so many pass, used to the last one, by as
 * many persons, is what fills the boxes of a form, and no count.
 */
export function alike(readings: readonly Reading[]): Reading[] {
  const figures = readings.filter(
    (r) => r.kind === 'figure' && !r.hidden && published.includes(r.indicator),
  )
  const told = new Set(figures.map((r) => r.indicator))
  const numbers = new Set(figures.map((r) => (r.number === null ? null : r.number * r.factor)))
  const all = new Set(figures)
  const [only] = numbers
  if (told.size < published.length || numbers.size > 1 || (only ?? 0) < least) return [...readings]
  return readings.map((r) => (all.has(r) ? { ...r, doubts: [...r.doubts, alikeDoubt] } : r))
}
