import { BilanError } from '../error.ts'

/** A thing that can be explained, with the key that names it in full. */
export interface Candidate<T> {
  /** `quantitatif/2020/Communes et EPCI/pass_achetes`, as it is shown. */
  key: string
  /** The parts of the key in their order, each with other names that it goes by. */
  parts: readonly (readonly string[])[]
  /** Parts that a key must say to name it; none unless given. */
  needed?: readonly string[]
  thing: T
}

/** How a key is taken apart: at slashes, or not at all where its names have slashes of their own. */
export type Separator = RegExp | null

/** How many candidates an error names. */
const named = 3
/** How many things one partial key may explain at once. */
export const most = 8

/**
 * The candidates that a key names: those whose parts hold the key's own, in their order, so that a key may leave parts out
 * (`2020/Communes et EPCI/pass_achetes`). Case, accents and punctuation don't count.
 */
export function matching<T>(
  key: string,
  candidates: readonly Candidate<T>[],
  separator: Separator = /\//,
): Candidate<T>[] {
  const exact = candidates.filter((one) => one.key === key)
  if (exact.length > 0) return exact
  const whole = candidates.filter((one) => plain(one.key) === plain(key))
  if (whole.length > 0) return whole
  const wanted = split(key, separator)
  return candidates.filter(
    ({ parts, needed = [] }) =>
      needed.every((part) => wanted.includes(plain(part))) && holds(parts.map(namesOf), wanted),
  )
}

/**
 * The candidates that a key names, few enough to explain them all.
 * @throws BilanError on one line with the nearest keys when it names none, or too many
 */
export function resolve<T>(
  table: string,
  key: string,
  candidates: readonly Candidate<T>[],
  separator: Separator = /\//,
): Candidate<T>[] {
  const found = matching(key, candidates, separator)
  if (found.length > most) {
    throw new BilanError(
      `${JSON.stringify(key)} fits ${found.length} keys of ${table}, as ${list(found.slice(0, named))}`,
      'say more of the key',
      2,
    )
  }
  if (found.length > 0) return found
  if (candidates.length === 0)
    throw new BilanError(
      `${JSON.stringify(key)}: ${table} is empty`,
      'there is nothing to explain',
      2,
    )
  throw new BilanError(
    `${JSON.stringify(key)}: no such key of ${table}`,
    `nearest: ${list(nearest(key, candidates, separator).slice(0, named))}`,
    2,
  )
}

/** Candidates from the nearest on: those that hold most of the key's parts, then those spelled most alike. */
export function nearest<T>(
  key: string,
  candidates: readonly Candidate<T>[],
  separator: Separator = /\//,
): Candidate<T>[] {
  const wanted = split(key, separator)
  const scored = candidates.map((one) => {
    const parts = one.parts.map(namesOf)
    const missed = wanted.reduce(
      (total, part) =>
        total +
        Math.min(
          ...parts
            .flat()
            .map((name) => distance(part, name) / Math.max(part.length, name.length, 1)),
        ),
      0,
    )
    return { one, missed, spelled: distance(plain(key), plain(one.key)) }
  })
  return scored
    .sort(
      (a, b) => a.missed - b.missed || a.spelled - b.spelled || (a.one.key < b.one.key ? -1 : 1),
    )
    .map(({ one }) => one)
}

/** Letters and digits alone, without accents or case: what must agree for two names to be one. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}%+]/gu, '')
    .toLowerCase()
}

function split(key: string, separator: Separator): string[] {
  return (separator === null ? [key] : key.split(separator))
    .map(plain)
    .filter((part) => part !== '')
}

function namesOf(names: readonly string[]): string[] {
  return names.map(plain)
}

function holds(parts: readonly string[][], wanted: readonly string[]): boolean {
  let at = 0
  for (const names of parts) if (at < wanted.length && names.includes(wanted[at]!)) at++
  return at === wanted.length && wanted.length > 0
}

function list(candidates: readonly Candidate<unknown>[]): string {
  return candidates.map((one) => JSON.stringify(one.key)).join(', ')
}

/** Levenshtein's: how many letters to change, add or take away. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same))
    }
    row = next
  }
  return row[b.length]!
}
