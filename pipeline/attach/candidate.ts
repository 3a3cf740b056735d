import type { Reading } from '../recognise/reading.ts'
import { remarkBeside } from '../recognise/remark.ts'
import { nearWord } from '../recognise/spelling.ts'
import { headedElse } from '../recognise/suspicion.ts'
import { editDistance } from '../recognise/text.ts'

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

const wholes = ['seul', 'total']

/** The value in pass or persons; whole when it is meant to be. */
export function amount(reading: Reading): number | null {
  if (reading.number === null) return null
  const value = reading.number * reading.factor
  return Math.abs(value - Math.round(value)) < 1e-6 ? Math.round(value) : value
}

/**
 * What one table says: its stated total checked against its details, or the sum of details that are a whole.
 * @param unsure figures of the same table that can't be taken
 * @param masked those in hidden or struck rows and columns
 * @param asOf day up to which the report says that it counts, ISO; null when it doesn't
 */
export function candidateOf(
  readings: Reading[],
  unsure: readonly Reading[] = [],
  masked: readonly Reading[] = [],
  asOf: string | null = null,
): Candidate {
  const figures = readings.filter((r) => r.kind === 'figure' && amount(r) !== null)
  const first = figures[0]!
  const base = {
    period: first.period,
    periodFrom: first.periodFrom,
    cumulative: readings.some((r) => r.cumulative),
    readings,
    proposal: null,
    doubt: null,
    stated: [],
  }
  const doubtful = (doubt: string, proposal: number | null): Candidate => ({
    ...base,
    value: null,
    kept: [],
    scope: 'total',
    doubt,
    proposal,
  })
  const total = (reading: Reading): Candidate => ({
    ...base,
    value: amount(reading),
    kept: [reading],
    scope: 'total',
  })

  const stated = figures.filter(
    (r) => wholes.includes(r.line.role) && wholes.includes(r.column.role),
  )
  const totals = stated.filter((r) => r.line.role === 'total' || r.column.role === 'total')
  const apiece = figures.find((r) => totals.some((of) => countedOnceUnder(r, of)))
  const explicit = apiece === undefined ? clearest(totals) : [apiece]
  const chosen = explicit.length > 0 ? explicit : stated
  const details = detailsOf(readings)
  const listed =
    details.parts.length > 0 && details.parts.every((r) => !wholes.includes(r.line.role))
  // « Bénéficiaires » over « Uiq. » and « Pass. »: of two columns one is named by a word that nobody knows.
  const unheard = details.parts.find(
    (r) => r.row === chosen[0]?.row && !wholes.includes(r.column.role),
  )
  if (
    explicit.length === 0 &&
    chosen.length > 0 &&
    unheard &&
    amount(unheard) !== amount(chosen[0]!)
  )
    return doubtful(`le même libellé donne aussi « ${unheard.text} » (${unheard.address})`, null)
  const nameless = explicit.length === 0 && listed ? chosen : []
  // That one detail is as much may be chance.
  if (nameless.some((r) => amount(r) !== sum(details.parts) || details.parts.length < 2)) {
    return doubtful('une ligne sans libellé parmi des détails', sum(details.parts))
  }
  if (chosen.length > 0) {
    const values = new Set(chosen.map(amount))
    if (values.size > 1) {
      const several = doubtful('plusieurs chiffres différents sous le même libellé', null)
      // Beside a total that can't be taken they are its details.
      if (unsure.some(isTotal)) return several
      return { ...several, stated: chosen.map((r) => amount(r)!) }
    }
    if (explicit.length === 0 && apart(chosen)) {
      return doubtful('plusieurs lignes nommées donnent le même chiffre', null)
    }
    const refused = readings.find(
      (r) =>
        r.kind === 'absence' &&
        r.text !== '' &&
        r.row !== chosen[0]!.row &&
        r.col === chosen[0]!.col,
    )
    if (explicit.length === 0 && refused) {
      return doubtful(
        `la même colonne dit aussi « ${refused.text} » (${refused.address})`,
        amount(chosen[0]!),
      )
    }
    const rival = unsure.find((r) => amount(r) !== null && amount(r) !== amount(chosen[0]!))
    if (explicit.length === 0 && rival) {
      const also = `le même libellé donne aussi « ${rival.text} » (${rival.address})`
      return { ...doubtful(also, null), stated: [amount(chosen[0]!)!] }
    }
    // A detail that can't be taken leaves the total greater than the others.
    const isDetail = (r: Reading) => wholes.includes(r.line.role) !== wholes.includes(r.column.role)
    const doubted = unsure.filter((r) => amount(r) !== null && isDetail(r))
    const told = details.holes === 0 && details.subtotals.length + details.named.length === 0
    const claimed = sum([...details.parts, ...doubted])
    if (explicit.length > 0 && told && doubted.length > 0 && doubted.length === unsure.length) {
      const value = amount(chosen[0]!)
      // What is only « à confirmer » still has to make up the total.
      if (value !== claimed && !base.cumulative)
        return doubtful(`le total (${value}) n’est pas la somme de ses détails (${claimed})`, value)
    }
    const open = { ...details, holes: details.holes + unsure.length }
    const clash =
      explicit.length > 0
        ? (totalClash(chosen[0]!, open, base.cumulative) ?? remarked(chosen[0]!, details, unsure))
        : null
    if (clash === null) return total(chosen[0]!)
    return { ...doubtful(clash, amount(chosen[0]!)), stated: [amount(chosen[0]!)!] }
  }
  // A total whose formula was never calculated takes nothing from its details.
  const open = unsure.filter((r) => r.number !== null || !isTotal(r))
  const holes = details.holes + open.length + masked.length
  // Where a total was to be calculated, what stands before it is a whole.
  const whole = unsure.some((r) => r.number === null && isTotal(r))
  return sumOf({ ...details, holes }, { ...base, asOf, whole }, doubtful, total)
}

/**
 * Why a total isn't sure that counts a detail of which it isn't known that it counts the same: a remark takes it back (« marché résilié »), or a
 * heading nearly says that it is a forecast. In French; null when it counts none.
 */
function remarked(
  total: Reading,
  { parts, named }: Details,
  unsure: readonly Reading[],
): string | null {
  const open = unsure.find((r) => r.number !== null && r.doubts.some(isOfAnother))
  const counted = sum(parts) + sum(named) + sum(unsure) === amount(total)
  if (!counted || open === undefined) return null
  return `le total compte ${open.address}, et ${open.doubts.find(isOfAnother)}`
}

/** Whether a doubt says that the figure may be of something else: taken back, a forecast, or nearly called one. */
function isOfAnother(doubt: string): boolean {
  return [remarkBeside, headedElse, nearWord].some((start) => doubt.startsWith(start))
}

/** Whether a line right under a total of persons gives it again with each of them counted once: « TOTAL hors doublons (vus à Brou et à Aix) ». */
function countedOnceUnder(reading: Reading, total: Reading): boolean {
  const again = reading.line.role === 'total_partiel' && reading.col === total.col
  const fewer = amount(reading)! < amount(total)!
  return again && fewer && reading.row === total.row + 1 && reading.rank > total.rank
}

/** Of « TOTAL » and « TOTAL hors doublons » the second, which says more of what is asked for. */
function clearest(totals: readonly Reading[]): Reading[] {
  const most = Math.max(...totals.map((r) => r.rank))
  return totals.filter((r) => r.rank === most)
}

/** Whether figures stand on lines that are named differently: as much here as there is not the same figure twice. */
function apart(chosen: readonly Reading[]): boolean {
  const column = (address: string | null) => address?.replace(/\d+$/, '')
  const headed = chosen.every((r) => column(r.address) === column(r.labelAddress))
  const lines = new Map(chosen.map((r) => [r.row, r.names.join('|')]))
  return headed && new Set(lines.values()).size > 1 && ![...lines.values()].includes('')
}

interface Details {
  parts: Reading[]
  subtotals: Reading[]
  named: Reading[]
  /** Whether a total has a place of its own, and no figure in it. */
  unanswered: boolean
  /** Lines whose label makes them something else, yet that may be details. */
  aside: Reading[]
  holes: number
}

/** The details along the one axis that splits the figure; where both do, every inner cell. */
function detailsOf(readings: Reading[]): Details {
  const whole = (role: string) => wholes.includes(role)
  const along = (own: (r: Reading) => string, other: (r: Reading) => string) =>
    readings.filter((r) => whole(other(r)) && !whole(own(r)))
  const line = (r: Reading) => r.line.role
  const column = (r: Reading) => r.column.role
  const lines = along(line, column)
  const columns = along(column, line)
  const inner = readings.filter((r) => !whole(line(r)) && !whole(column(r)))
  const chosen = lines.length > 0 ? lines : columns.length > 0 ? columns : inner
  const role = (r: Reading) =>
    [line(r), column(r)].find((name) => name !== 'detail' && name !== 'periode' && !whole(name)) ??
    'detail'
  // A line without a figure is a hole whatever its name: « Est » is a place that reads like a verb.
  const totals = ['total', 'sous_total', 'total_partiel']
  const stated = (r: Reading) => totals.includes(line(r)) || totals.includes(column(r))
  const figures = chosen.filter((r) => r.kind === 'figure')
  return {
    parts: figures.filter((r) => role(r) === 'detail'),
    subtotals: figures.filter((r) => role(r) === 'sous_total'),
    named: clearest(figures.filter((r) => role(r) === 'total_partiel')),
    aside: figures.filter((r) => role(r) === 'ecarte'),
    unanswered: readings.some((r) => r.kind === 'absence' && stated(r)),
    holes: readings.filter((r) => r.kind === 'absence' && !stated(r)).length,
  }
}

function sum(readings: readonly Reading[]): number {
  return readings.reduce((total, reading) => total + (amount(reading) ?? 0), 0)
}

/** Why a stated total and its details don't agree, in French; null when they do or can't be compared. */
function totalClash(stated: Reading, details: Details, cumulative: boolean): string | null {
  const value = amount(stated)!
  const { parts, subtotals, named, holes } = details
  if (parts.length === 0 || sum(parts) === value) return null
  if (subtotals.length > 0 && sum(subtotals) === value) return null
  if (named.length > 0 && sum([...parts, ...named]) === value) return null
  if (cumulative && amount(parts.at(-1)!) === value) return null
  // One year beside what has been counted since the beginning.
  if (cumulative && parts.length === 1 && value >= sum(parts)) return null
  if (countedOnce(stated, parts)) return null
  if (holes > 0 && value > sum(parts)) return null
  return `le total (${value}) n’est pas la somme de ses détails (${sum(parts)})`
}

function isTotal({ line, column }: Reading): boolean {
  return [line, column].some(({ role }) => role === 'total' || role === 'total_partiel')
}

/** Whether a total of persons is less than its details because who went to two sites counts once. */
function countedOnce(stated: Reading, parts: Reading[]): boolean {
  const value = amount(stated)!
  if (stated.indicator !== 'beneficiaires_uniques' || value >= sum(parts)) return false
  return value >= Math.max(...parts.map((r) => amount(r)!))
}

function sumOf(
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
  const unlabelled = parts.find((r) => parts.length > 2 && whole > 0 && amount(r)! * 2 === whole)
  if (unlabelled) {
    const equal = `une ligne est égale à la somme des autres (${unlabelled.address})`
    return { ...doubtful(equal, amount(unlabelled)), stated: [amount(unlabelled)!] }
  }
  const keys = new Set(parts.map(placeOf))
  if (keys.size < parts.length || repeated(parts)) return doubtful('une ligne est répétée', whole)
  return { ...total(parts[0]!), value: whole, kept: parts, scope: 'detail' }
}

/** Whether a name is nearly « total »: « otal », « otvl ». */
function totalNear(key: string): boolean {
  return /^[a-z]{3,7}$/.test(key) && key !== 'total' && editDistance(key, 'total', 2) <= 2
}

const placeOf = ({ line, column }: Reading) => `${line.key}|${column.key}`

/** Whether a line is written twice, a slip in its name the second time: « Médiathèque du Môle | 600 », « Méqiathèque du Môle | 600 ». */
function repeated(parts: readonly Reading[]): boolean {
  const slip = (a: string, b: string) =>
    a.length > 6 && !/\d/.test(`${a}${b}`) && editDistance(a, b, 1) <= 1
  // Of one column there are no two columns.
  const twice = (a: Reading, b: Reading) => a.col === b.col && wholes.includes(a.line.role)
  return parts.some((a, at) =>
    parts
      .slice(at + 1)
      .some((b) => amount(a) === amount(b) && (twice(a, b) || slip(placeOf(a), placeOf(b)))),
  )
}

/** Periods from the first to the last, where their keys tell. */
function inOrder(parts: readonly Reading[]): Reading[] {
  const key = (r: Reading) => (r.line.role === 'periode' ? r.line.key : r.column.key)
  const dated = parts.every((r) => /^20\d\d/.test(key(r)))
  const kinds = new Set(parts.map((r) => span(key(r))))
  return dated && kinds.size === 1
    ? parts.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
    : [...parts]
}

function rises(ordered: readonly Reading[]): boolean {
  return ordered.every((r, i) => i === 0 || amount(r)! >= amount(ordered[i - 1]!)!)
}

/** The last period before one that is missing among months, quarters, half-years or years that follow each other; null when none is. */
function gapIn(parts: readonly Reading[]): string | null {
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

/** Whether the same person may count in several periods. */
export function countedTwice(reading: Reading): boolean {
  return reading.indicator === 'beneficiaires_uniques' && !reading.fresh
}

/** Whether an axis that splits this figure is known to split a whole. */
function known(reading: Reading): boolean {
  const split = [reading.line, reading.column].filter((place) => !wholes.includes(place.role))
  return split.length > 0 && split.every((place) => place.known)
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
function isStale({ line, column }: Reading, asOf: string | null): boolean {
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
function finest(parts: Reading[]): Reading[] | null {
  const key = (r: Reading) => (r.line.role === 'periode' ? r.line.key : r.column.key)
  const timed = parts.filter((r) => r.line.role === 'periode' || r.column.role === 'periode')
  if (timed.length < parts.length) return null
  const kinds = [...Map.groupBy(timed, (r) => span(key(r))).values()].sort(
    (a, b) => a.length - b.length,
  )
  if (kinds.length < 2 || disjoint(timed.map(key))) return null
  return kinds.every((kind) => sum(kind) === sum(kinds[0]!)) ? kinds[0]! : []
}
