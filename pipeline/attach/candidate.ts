import type { Reading } from '../recognise/reading.ts'

/** One table's answer, or why it has none. */
export interface Candidate {
  /** Null when the table is doubtful. */
  value: number | null
  kept: Reading[]
  scope: 'total' | 'detail'
  period: string | null
  periodFrom: Reading['periodFrom']
  cumulative: boolean
  doubt: string | null
  proposal: number | null
  /** What it states as a whole, though a rival under the same label or its own label makes it doubtful; empty when it is no such candidate. */
  stated: readonly number[]
  readings: Reading[]
}

/** The value in pass or persons; whole when it is meant to be. */
export function amount(reading: Reading): number | null {
  if (reading.number === null) return null
  const value = reading.number * reading.factor
  return Math.abs(value - Math.round(value)) < 1e-6 ? Math.round(value) : value
}

/** The sum of figures in pass or persons; what has no number counts as none. */
export function sum(readings: readonly Reading[]): number {
  return readings.reduce((total, reading) => total + (amount(reading) ?? 0), 0)
}

/** Whether a total of persons is less than its details because who went to two sites counts once. */
export function countedOnce(stated: Reading, parts: Reading[]): boolean {
  const value = amount(stated)!
  if (stated.indicator !== 'beneficiaires_uniques' || value >= sum(parts)) return false
  return value >= Math.max(...parts.map((r) => amount(r)!))
}

/** Whether the same person may count in several periods. */
export function countedTwice(reading: Reading): boolean {
  return reading.indicator === 'beneficiaires_uniques' && !reading.fresh
}
