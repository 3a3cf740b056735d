import type { Indicator, Want, Wanted } from './group.ts'
import type { Outcome } from './outcome.ts'

/**
 * How one value went. Where a figure stands in the reports: `right`; `asked`, the reader asked instead; `silent`, neither figure nor
 * question; `wrong`, another figure. Where none stands (or it can't be told): `missing`, rightly none; `unasked`, none, but the question
 * that a person should get is not there; `invented`.
 */
export type Verdict = 'right' | 'asked' | 'silent' | 'wrong' | 'missing' | 'unasked' | 'invented'

export interface Judged {
  group: string
  convention: string
  indicator: Indicator
  forme: string
  format: string
  verdict: Verdict
  wanted: Wanted
  read: number | null
}

/** The verdict on one value; `asked` says whether a person gets a question. */
export function verdictOf(wanted: Wanted, read: number | null, asked: boolean): Verdict {
  if (wanted === null) return read === null ? 'missing' : 'invented'
  if (wanted === 'ask') return read !== null ? 'invented' : asked ? 'missing' : 'unasked'
  if (typeof wanted === 'object') {
    if (read !== null) return read === wanted.value_or_ask ? 'right' : 'wrong'
    return asked ? 'missing' : 'unasked'
  }
  if (read !== null) return read === wanted ? 'right' : 'wrong'
  return asked ? 'asked' : 'silent'
}

/** All values of a group, also those that nobody stated. */
export function judge(outcome: Outcome): Judged[] {
  const { group } = outcome
  const judged = group.wants.map((want): Judged => {
    const { convention, indicator, sources, forme, format, wanted } = want
    const read = outcome.value(convention, indicator)
    const asked = outcome.asked(convention, indicator, sources)
    const verdict = verdictOf(wanted, read, asked)
    return { group: group.name, convention, indicator, forme, format, verdict, wanted, read }
  })
  const key = (one: Pick<Want, 'convention' | 'indicator'>) => `${one.convention} ${one.indicator}`
  const known = new Set(group.wants.map(key))
  const wholly = new Set(group.wants.map((want) => want.convention))
  // An indicator that a case leaves open is not looked at; a convention that it doesn't name has no value.
  const beyond = outcome.valued.filter((v) => !known.has(key(v)) && !wholly.has(v.convention))
  return [
    ...judged,
    ...beyond.map(
      ({ convention, indicator, value }): Judged => ({
        group: group.name,
        convention,
        indicator,
        forme: group.wants[0]?.forme ?? '—',
        format: group.wants[0]?.format ?? '—',
        verdict: 'invented',
        wanted: null,
        read: value,
      }),
    ),
  ]
}

/** Files without exactly one status, and files whose status is none of those that are right. */
export function statusFaults(outcome: Outcome): string[] {
  const { group, statuses } = outcome
  const faults: string[] = []
  const count = Map.groupBy(statuses, (row) => row.fichier)
  for (const [fichier, rows] of count) {
    if (rows.length !== 1) faults.push(`${group.name}/${fichier}: ${rows.length} statuses`)
  }
  for (const [fichier, right] of Object.entries(group.statuses)) {
    const got = count.get(fichier)?.[0]?.statut ?? 'none'
    if (!right.includes(got)) {
      faults.push(`${group.name}/${fichier}: ${got}, expected ${right.join(' or ')}`)
    }
  }
  return faults
}
