import type { Count } from './count.ts'

const several = 'la phrase donne plusieurs chiffres de la même chose'
const openDoubt = 'la phrase donne aussi un nombre dont elle ne dit pas ce qu’il compte'

/**
 * The numbers of one sentence held against each other: a stated total goes before its details, booklets before the pass that they are
 * said to be, a later day before an earlier one; what is left of two numbers of the same thing is doubtful, and so is each beside a
 * number that doesn't say what it counts.
 */
export function settle(counts: readonly Count[]): Count[] {
  const open = counts.some(({ role }) => role === 'open')
  const groups = Map.groupBy(counts.filter(isOwn), keyOf)
  const settled = new Map<Count, Count>()
  for (const group of groups.values()) {
    for (const [before, after] of ofOneThing(group)) settled.set(before, after)
  }
  return counts.map((count) => {
    const after = settled.get(count) ?? count
    return open && after.role === 'own' ? doubted(after, openDoubt) : after
  })
}

function isOwn({ role, notion }: Count): boolean {
  return role === 'own' && notion.kind === 'indicator'
}

function keyOf({ notion, label }: Count): string {
  const indicator = notion.kind === 'indicator' ? notion.indicator : ''
  return `${indicator} ${label.aap}`
}

function ofOneThing(all: Count[]): [Count, Count][] {
  const done = all.filter((one) => !one.aimed)
  if (done.length > 0 && done.length < all.length) {
    const aims = all.filter((one) => one.aimed)
    return [
      ...aims.map((one): [Count, Count] => [one, { ...one, role: 'other' }]),
      ...settledOf(done),
    ]
  }
  return settledOf(all)
}

function settledOf(group: Count[]): [Count, Count][] {
  if (new Set(group.map(amount)).size === 1) return []
  const keep = (kept: Count, doubt: string | null): [Count, Count][] =>
    group.map((one) => {
      if (one !== kept) return [one, { ...one, role: 'part' }]
      return [one, doubt === null ? one : doubted(one, doubt)]
    })
  const total = group.filter((one) => one.isTotal || one.after === 'soit')
  if (total.length === 1 && group[0] !== total[0]) {
    const parts = group.filter((one) => one !== total[0])
    const sum = parts.reduce((all, one) => all + (amount(one) ?? Number.NaN), 0)
    return keep(total[0]!, sum === amount(total[0]!) ? null : several)
  }
  const days = group.map(({ label }) => label.asOf)
  if (days.every((day) => day !== null) && new Set(days).size === days.length) {
    const latest = group.reduce((a, b) => (b.label.asOf! > a.label.asOf! ? b : a))
    const most = Math.max(...group.map((one) => amount(one) ?? Number.POSITIVE_INFINITY))
    if (amount(latest) === most) return keep(latest, null)
  }
  const periods = group.map(({ label }) => label.period)
  const apart = new Set(periods).size === periods.length
  if (apart) return []
  return group.map((one) => [one, doubted(one, several)])
}

/** In pass or persons where the size of booklets is told; null for what is no number. */
function amount({ figure, label }: Count): number | null {
  return figure.kind === 'number' ? figure.number * (label.carnet ?? 1) : null
}

function doubted(count: Count, doubt: string): Count {
  const { notion } = count
  if (notion.kind !== 'indicator') return count
  return { ...count, notion: { ...notion, doubt: notion.doubt ?? doubt } }
}
