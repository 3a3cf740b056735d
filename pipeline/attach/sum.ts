import type { Reading } from '../recognise/reading.ts'
import { editDistance } from '../recognise/text.ts'
import { amount, type Candidate, countedOnce, countedTwice, sum } from './candidate.ts'
import { type Details, wholes } from './details.ts'
import { finest, gapIn, inOrder, isStale, rises, span } from './period.ts'

/** What the details of a table without a total of its own say: their sum where they are a whole, or why it is doubtful. */
export function sumOf(
  { parts, subtotals, named, aside, unanswered, holes }: Details,
  base: Pick<Candidate, 'cumulative'> & { asOf: string | null; whole: boolean },
  doubtful: (doubt: string, proposal: number | null) => Candidate,
  total: (reading: Reading) => Candidate,
): Candidate {
  const whole = sum(parts)
  if (parts.length === 0) {
    if (named.length === 1 && subtotals.length === 0) return total(named[0]!)
    const stated = [...subtotals, ...named, ...aside]
    return doubtful('des sous-totaux sans total ni détail', stated.length > 0 ? sum(stated) : null)
  }
  if (named.length > 0) {
    if (named.length === 1 && amount(named[0]!) === whole) return total(named[0]!)
    if (named.length === 1 && countedOnce(named[0]!, parts)) return total(named[0]!)
    // « Sous-total Guisanne », « Sous-total Avance », « TOTAL SYNDICAT »: the last is the total of the others, and of the lines.
    const top = named.find((one) => amount(one) === whole && sum(named) === 2 * whole)
    if (top !== undefined && named.length > 2) return total(top)
    // The only group of a page and the total of the page: both are all of its lines.
    if (named.every((one) => amount(one) === whole)) return total(named.at(-1)!)
    if (sum(named) !== whole) {
      return doubtful('un total partiel ne fait pas la somme de ses détails', whole)
    }
  }
  if (subtotals.length > 0 && sum(subtotals) !== whole) {
    return doubtful('les sous-totaux ne font pas la somme des détails', whole)
  }
  if (aside.length > 0) {
    return doubtful(`une ligne n’est peut-être pas un détail (${aside[0]!.address})`, whole)
  }
  const end = parts.at(-1)!.line.key
  if (parts.length > 1 && totalNear(end)) {
    const last = amount(parts.at(-1)!)!
    return {
      ...doubtful(`la dernière ligne, « ${end} », ressemble à un total`, last),
      stated: [last],
    }
  }
  if (holes > 0) return doubtful('un détail manque, la somme serait incomplète', whole)
  const mixed = finest(parts)
  if (mixed !== null) {
    return mixed.length === 0
      ? doubtful('des périodes de longueurs différentes qui ne font pas la même somme', whole)
      : sumOf({ parts: mixed, subtotals, named, aside, unanswered, holes }, base, doubtful, total)
  }
  const dated = (r: Reading) => r.line.role === 'periode' || r.column.role === 'periode'
  const periods = parts.every(dated)
  if (!periods && parts.some(dated))
    return doubtful('des périodes et d’autres lignes sont mêlées', whole)
  // « Année 2022 | Cumul »: only the year is given, and it is no running figure.
  if (base.cumulative && periods && parts.some((r) => r.cumulative)) {
    const ordered = inOrder(parts)
    const last = ordered.at(-1)!
    const rising = rises(ordered)
    if (rising && isStale(last, base.asOf)) {
      return doubtful(
        `le dernier cumul s’arrête bien avant la date du rapport (${base.asOf})`,
        amount(last),
      )
    }
    if (rising) return total(last)
    return doubtful('un cumul qui baisse', amount(last))
  }
  if (periods && parts.length > 1 && parts.some((r) => r.cumulativeNearby)) {
    const ordered = inOrder(parts)
    // Three periods or more of which none gives less than the one before: what a title says of them is so.
    if (ordered.length > 2 && rises(ordered) && !isStale(ordered.at(-1)!, base.asOf))
      return total(ordered.at(-1)!)
    return doubtful(
      'un titre parle de cumul : faut-il la dernière période ou leur somme ?',
      amount(parts.at(-1)!),
    )
  }
  if (periods && parts.length > 1 && countedTwice(parts[0]!)) {
    return doubtful('des personnes comptées par période peuvent l’être plusieurs fois', whole)
  }
  const gap = periods ? gapIn(parts) : null
  if (gap !== null) return doubtful(`une période manque, après ${gap}`, whole)
  if (parts.length > 1 && unanswered && countedTwice(parts[0]!)) {
    return doubtful(
      'le total des personnes est vide, et l’une peut compter à plusieurs endroits',
      whole,
    )
  }
  if (parts.length === 1 && unanswered) {
    return doubtful('le total ou le cumul de la ligne n’a pas de chiffre', whole)
  }
  if (parts.length === 1) {
    // One year at the head of a table is the year of the report; one month of it is not the whole.
    const [only] = parts as [Reading]
    const key = only.line.role === 'periode' ? only.line.key : only.column.key
    if (!periods || span(key) === 'annee') return total(only)
    return doubtful('une seule période est donnée', whole)
  }
  if (!base.whole && !parts.every((r) => known(r))) {
    return doubtful('des détails dont rien ne dit qu’ils font un tout', whole)
  }
  // A period is no total of others, though it may be as much as they are.
  const unlabelled = parts.find(
    (r) => !periods && parts.length > 2 && whole > 0 && amount(r)! * 2 === whole,
  )
  if (unlabelled) {
    const equal = `une ligne est égale à la somme des autres (${unlabelled.address})`
    return { ...doubtful(equal, amount(unlabelled)), stated: [amount(unlabelled)!] }
  }
  const keys = new Set(parts.map(placeOf))
  if (keys.size < parts.length || repeated(parts))
    return doubtful('une ligne est répétée', sum(once(parts)))
  return { ...total(parts[0]!), value: whole, kept: parts, scope: 'detail' }
}

/** Whether a name is nearly « total »: « otal », « otvl ». */
function totalNear(key: string): boolean {
  return /^[a-z]{3,7}$/.test(key) && key !== 'total' && editDistance(key, 'total', 2) <= 2
}

/** Lines that say the same figure of the same place, the first of each: who wrote one twice meant it once. */
function once(parts: readonly Reading[]): Reading[] {
  const said = new Map(parts.toReversed().map((r) => [`${placeOf(r)}|${amount(r)}`, r]))
  return parts.filter((r) => said.get(`${placeOf(r)}|${amount(r)}`) === r)
}

const placeOf = ({ line, column }: Reading) => `${line.key}|${column.key}`

/** Whether a line is written twice, a slip in its name the second time: « Médiathèque du Môle | 600 », « Méqiathèque du Môle | 600 ». */
function repeated(parts: readonly Reading[]): boolean {
  const slip = (a: string, b: string) => editDistance(a, b, 1) <= 1
  // Of a list of thousands, those few that give the same number are held against each other.
  return [...Map.groupBy(parts, amount).values()].some((same) => {
    const columns = new Set<number>()
    for (const { col, line } of same) {
      if (columns.has(col)) return true
      // Of one column there are no two columns.
      if (wholes.includes(line.role)) columns.add(col)
    }
    const keys = same.map(placeOf).filter((key) => !/\d/.test(key))
    return keys.some((a, at) => a.length > 6 && keys.slice(at + 1).some((b) => slip(a, b)))
  })
}

/** Whether an axis that splits this figure is known to split a whole. */
function known(reading: Reading): boolean {
  const split = [reading.line, reading.column].filter((place) => !wholes.includes(place.role))
  return split.length > 0 && split.every((place) => place.known)
}
