import type { Count } from './count.ts'
import { bookletSizes } from './number.ts'
import { fold } from './text.ts'

const several = 'la phrase donne plusieurs chiffres de la même chose'
const back = /^(?:rembourse|restitue|retourne|annule|rendu)$/
/** Why what was bought is asked about beside what was given back. */
export const backDoubt = 'des pass ont été rendus ou annulés'
const cameDoubt = 'le nombre de pass reçus n’est pas celui des pass commandés'
const partsDoubt = 'les parts que donne la phrase font plus que le tout'
const sexesDoubt = 'les femmes et les hommes ne font pas ce nombre'
export const openDoubt = 'la phrase donne aussi un nombre dont elle ne dit pas ce qu’il compte'

/**
 * The numbers of one sentence held against each other: a stated total goes before its details, booklets before the pass that they are
 * said to be, a later day before an earlier one; what is left of two numbers of the same thing is doubtful, and so is each beside a
 * number that doesn't say what it counts.
 */
export function settle(all: readonly Count[]): Count[] {
  const counts = inPass(all)
  const parts = new Set([
    ...addends(counts),
    ...details(counts),
    ...packed(counts),
    ...products(counts),
  ])
  // « commandé 500 pass, reçu 450 »: what came is not what was ordered.
  const came = counts.filter(({ act }) => act !== null && /^(?:recu|livre)$/.test(act.text))
  // « 350 pass achetés puis 50 remboursés »
  const gaveBack = counts.some(({ act }) => act !== null && back.test(act.text))
  const open = counts.some(
    (count, at) => count.role === 'open' && !parts.has(count) && !isAmong(count, counts[at - 1]),
  )
  const groups = Map.groupBy(
    counts.filter((count) => isOwn(count) && !parts.has(count)),
    keyOf,
  )
  const settled = new Map<Count, Count>()
  for (const group of groups.values()) {
    for (const [before, after] of ofOneThing(group)) settled.set(before, after)
  }
  return counts.map((count) => {
    if (parts.has(count)) return { ...count, role: 'part' }
    const after = settled.get(count) ?? count
    const { notion } = count
    if (isOwn(count) && isLessThanParts(count, counts)) return doubted(after, partsDoubt)
    if (isOwn(count) && misaddsSexes(count)) return doubted(after, sexesDoubt)
    const bought = notion.kind === 'indicator' && notion.indicator === 'pass_achetes'
    if (bought && gaveBack) return doubted(after, backDoubt)
    const ordered = notion.kind === 'indicator' && notion.indicator === 'pass_commandes'
    if (ordered && came.some((one) => amount(one) !== amount(count)))
      return doubted(after, cameDoubt)
    return open && after.role === 'own' ? doubted(after, openDoubt) : after
  })
}

/** Whether the numbers behind one that are said to be of it are more than it is: « 1 204 pass scannés, dont 700 au CCAS et 540 ailleurs ». */
function isLessThanParts(whole: Count, counts: readonly Count[]): boolean {
  if (whole.noun?.sense !== 'objet') return false
  const rest = counts.slice(counts.indexOf(whole) + 1)
  // « 540 au CCAS » behind the first part is one more of them: nothing is said of it but where.
  const isMore = ({ role, act, noun, after }: Count) =>
    role === 'part' || (act === null && noun === null && ['et', ',', 'puis'].includes(after))
  if (rest[0]?.after !== 'dont' || !rest.every(isMore)) return false
  // Kinds of persons overlap.
  if (rest.some(({ noun }) => noun !== null && noun.sense !== 'objet')) return false
  if (ofPublic.test(fold(whole.label.text))) return false
  return rest.reduce((all, one) => all + (amount(one) ?? Number.NaN), 0) > (amount(whole) ?? 0)
}

const ofPublic =
  /\b(?:femmes?|hommes?|jeunes?|seniors?|retraites?|demandeurs?|allocataires?|personnes?|usagers?|habitants?|beneficiaires?)\b/

/** « 120 femmes et 103 hommes ont été accompagnés, soit 233 bénéficiaires uniques »: whether they don’t make up the number behind « soit ». */
function misaddsSexes(whole: Count): boolean {
  if (whole.after !== 'soit') return false
  const lead = fold(whole.label.text).split(/\bsoit\b/)[0]!
  const numbers = ['femmes?', 'hommes?'].map((sex) => {
    const digits = new RegExp(String.raw`(\d[\d .]*?) ${sex}\b`).exec(lead)?.[1]
    return digits === undefined ? null : Number(digits.replaceAll(/\D/g, ''))
  })
  const [women, men] = numbers
  return women != null && men != null && women + men !== amount(whole)
}

/**
 * Numbers with booklets of no size told in the pass that follow in brackets or behind « soit », where these make a size that there is: « les 200 carnets
 * achetés (2 000 pass) ». The pass are what was bought, and the booklets a word for them.
 */
function inPass(counts: readonly Count[]): readonly Count[] {
  const said = new Map<Count, Count>()
  for (const [at, count] of counts.entries()) {
    const before = counts[at - 1]
    if (before === undefined || !isOwn(before) || before.noun?.sense !== 'carnet') continue
    const plain = count.noun?.sense === 'objet' && (count.act === null || count.act === before.act)
    if (before.label.carnet !== null || !plain || !['(', 'soit', 'ou'].includes(count.after))
      continue
    const times = (amount(count) ?? Number.NaN) / (amount(before) ?? Number.NaN)
    if (!bookletSizes.includes(times)) continue
    said.set(before, { ...before, role: 'other' })
    said.set(count, { ...count, role: 'own', notion: before.notion, act: before.act })
  }
  return said.size === 0 ? counts : counts.map((count) => said.get(count) ?? count)
}

/** « Parmi les 2 874 pass utilisés, 1 530 l’ont été par des demandeurs d’emploi »: some of the number right before. */
function isAmong(count: Count, whole: Count | undefined): boolean {
  if (whole === undefined || !isOwn(whole) || count.act !== null) return false
  const before = fold(whole.label.text).split(fold(whole.digits))[0]!
  const less = (amount(count) ?? Number.NaN) < (amount(whole) ?? Number.NaN)
  const same = count.noun === null || count.noun.sense === whole.noun?.sense
  return less && same && /\b(?:parmi|sur|de) (?:ces|les|nos|ses) ?$/.test(before)
}

/** Numbers in brackets behind one that they add up to: « 3 200 pass achetés (2 commandes : 2 000 puis 1 200) ». */
function addends(counts: readonly Count[]): Set<Count> {
  const found = new Set<Count>()
  for (const [at, whole] of counts.entries()) {
    if (!isOwn(whole)) continue
    let sum = 0
    const behind: Count[] = []
    for (const count of counts.slice(at + 1)) {
      if (count.role !== 'own' && count.role !== 'open') continue
      if (count.noun?.sense !== 'objet') break
      behind.push(count)
      sum += amount(count) ?? Number.NaN
      if (behind.length > 1 && sum === amount(whole)) for (const one of behind) found.add(one)
      if (!(sum < (amount(whole) ?? 0))) break
    }
    // « 912 pass scannés : 412 au CCAS, 310 à la médiathèque et 190 à la mission locale »: whoever they are of, they add up.
    const rest = counts.slice(at + 1)
    const nameless = rest.every((one) => isAlike(one, whole) && one.after !== 'soit')
    const total = rest.reduce((all, one) => all + (amount(one) ?? Number.NaN), 0)
    if (rest.length > 1 && nameless && total === amount(whole))
      for (const one of rest) found.add(one)
  }
  return found
}

/**
 * Booklets behind the pass that they hold, at the size that they are said to have or at one that there is: « 2 400 pass (240 carnets) »,
 * « 1 500 pass (une commande, 150 carnets de 10) ».
 */
function packed(counts: readonly Count[]): Count[] {
  return counts.filter((count, at) => {
    const before = counts.slice(0, at).findLast(({ role }) => role === 'own' || role === 'open')
    if (before === undefined || !isOwn(before) || before.noun?.sense !== 'objet') return false
    // « acquis 1 000 pass, livrés en 100 carnets »
    const came = count.act !== null && /^(?:livre|recu|conditionne|relie)$/.test(count.act.text)
    const done = count.act === null || count.act === before.act || came
    if (count.noun?.sense !== 'carnet' || !done) return false
    const times = (amount(before) ?? Number.NaN) / (amount(count) ?? Number.NaN)
    return count.label.carnet === null ? bookletSizes.includes(times) : times === 1
  })
}

/** How much each time, behind how many times, which make up the pass before: « 13 500 pass (trois commandes de 4 500) ». */
function products(counts: readonly Count[]): Count[] {
  return counts.filter((each, at) => {
    const [whole, times] = [counts[at - 2], counts[at - 1]]
    if (whole === undefined || times === undefined || !isOwn(whole)) return false
    if (whole.noun?.sense !== 'objet' || times.role !== 'other') return false
    if (each.act !== null || !(each.role === 'open' || isOwn(each))) return false
    const made = (amount(times) ?? Number.NaN) * (amount(each) ?? Number.NaN)
    return amount(times)! > 1 && made === amount(whole)
  })
}

/** Numbers before a total that they add up to: « 1 980 pass utilisés à Ville, 640 à Bourg et 205 au Port, soit 2 825 pass utilisés ». */
function details(counts: readonly Count[]): Set<Count> {
  const found = new Set<Count>()
  for (const [at, whole] of counts.entries()) {
    if (!isOwn(whole) || !(whole.isTotal || whole.after === 'soit')) continue
    let sum = 0
    for (let first = at - 1; first >= 0 && sum < (amount(whole) ?? 0); first--) {
      sum += amount(counts[first]!) ?? Number.NaN
      const begins = isOwn(counts[first]!) && keyOf(counts[first]!) === keyOf(whole)
      // « deux commandes, de 5 000 et 3 000 pass, soit 8 000 pass achetés »: nothing is said of the parts but that they make the whole.
      const mute =
        whole.after === 'soit' && counts.slice(first, at).every(({ role }) => role === 'open')
      if (at - first > 1 && (begins || mute) && sum === amount(whole))
        if (counts.slice(first, at).every((one) => isAlike(one, whole)))
          for (const one of counts.slice(first, at)) found.add(one)
    }
  }
  return found
}

/** Whether a number may count a part of what another one does: nothing else was done with it, and it names no other thing. */
function isAlike({ act, noun }: Count, whole: Count): boolean {
  const same = act === null || act.sense === whole.act?.sense
  return same && (noun === null || noun.sense === whole.noun?.sense)
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
    const { isReached } = total[0]!
    const adds = sum === amount(total[0]!) || (isReached && sum < (amount(total[0]!) ?? 0))
    return keep(total[0]!, adds ? null : several)
  }
  // « 215 personnes inscrites, 128 ayant utilisé un pass »: of several counts of persons one is of those helped.
  const [clear, ...others] = group.filter(
    ({ notion }) => notion.kind === 'indicator' && notion.doubt === null,
  )
  const least = Math.min(...group.map((one) => amount(one) ?? Number.NEGATIVE_INFINITY))
  const ofPersons = keyOf(group[0]!).startsWith('beneficiaires')
  if (clear !== undefined && others.length === 0 && ofPersons && amount(clear) === least) return []
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
