import type { Reading } from '../recognise/reading.ts'
import { amount, sum } from './candidate.ts'

/** Periods from the first to the last, where their keys tell. */
export function inOrder(parts: readonly Reading[]): Reading[] {
  const key = (r: Reading) => (r.line.role === 'periode' ? r.line.key : r.column.key)
  const dated = parts.every((r) => /^20\d\d/.test(key(r)))
  const kinds = new Set(parts.map((r) => span(key(r))))
  return dated && kinds.size === 1
    ? parts.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
    : [...parts]
}

/** Whether no period gives less than the one before it. */
export function rises(ordered: readonly Reading[]): boolean {
  return ordered.every((r, i) => i === 0 || amount(r)! >= amount(ordered[i - 1]!)!)
}

/** The last period before one that is missing among months, quarters, half-years or years that follow each other; null when none is. */
export function gapIn(parts: readonly Reading[]): string | null {
  if (
    new Set(parts.map((r) => span(r.line.role === 'periode' ? r.line.key : r.column.key))).size > 1
  )
    return null
  const keys = inOrder(parts).map((r) => (r.line.role === 'periode' ? r.line.key : r.column.key))
  const numbers = keys.map(ordinal)
  const at = numbers.findIndex((n, i) => {
    const next = numbers[i + 1]
    return n !== null && next != null && next > n + 1
  })
  return numbers.includes(null) || at < 0 ? null : keys[at]!
}

/** The number of a period among those of its length, counted from year 0; null for one without a year, or a day. */
function ordinal(key: string): number | null {
  const [, year, kind, part] = /^(20\d\d)(?:-(T|S|)(\d{1,2}))?$/.exec(key) ?? []
  if (year === undefined) return null
  if (part === undefined) return Number(year)
  const perYear = kind === 'T' ? 4 : kind === 'S' ? 2 : 12
  return Number(year) * perYear + Number(part)
}

/** Whether no period holds another: 2021, 2022 and the first half of 2023 follow each other. */
function disjoint(keys: string[]): boolean {
  const years = new Set(keys.filter((key) => span(key) === 'annee'))
  const within = keys.filter((key) => span(key) !== 'annee')
  const kinds = new Set(within.map(span))
  return (
    kinds.size === 1 && within.every((key) => /^20\d\d-/.test(key) && !years.has(key.slice(0, 4)))
  )
}

/** How long a period is, by the form of its key: year, half-year, quarter, month, day. */
export function span(key: string): string {
  if (/^20\d\d(?:-20\d\d)?$/.test(key)) return 'annee'
  if (/S\d$/.test(key)) return 'semestre'
  if (/T\d$/.test(key)) return 'trimestre'
  return /^\d{4}-\d\d-\d\d/.test(key) ? 'jour' : 'mois'
}

/** Whether a running figure ends in an earlier year than the report, which says that it counts up to the middle of that or later: one is missing. */
export function isStale({ line, column }: Reading, asOf: string | null): boolean {
  const key = line.role === 'periode' ? line.key : column.key
  return (
    asOf !== null &&
    /^20\d\d/.test(key) &&
    asOf.slice(5) >= '06-30' &&
    asOf.slice(0, 4) > key.slice(0, 4)
  )
}

/**
 * Where months stand beside quarters or years, one kind only counts: the longest periods, if every kind gives the same sum. Null when
 * there is one kind; empty when the sums differ.
 */
export function finest(parts: Reading[]): Reading[] | null {
  const key = (r: Reading) => (r.line.role === 'periode' ? r.line.key : r.column.key)
  const timed = parts.filter((r) => r.line.role === 'periode' || r.column.role === 'periode')
  if (timed.length < parts.length) return null
  const kinds = [...Map.groupBy(timed, (r) => span(key(r))).values()].sort(
    (a, b) => a.length - b.length,
  )
  if (kinds.length < 2 || disjoint(timed.map(key))) return null
  return kinds.every((kind) => sum(kind) === sum(kinds[0]!)) ? kinds[0]! : []
}
