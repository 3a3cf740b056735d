import type { Reading } from '../recognise/reading.ts'
import { remarkBeside } from '../recognise/remark.ts'
import { nearWord } from '../recognise/spelling.ts'
import { headedElse } from '../recognise/suspicion.ts'
import { editDistance, fold } from '../recognise/text.ts'
import { amount, type Candidate, countedOnce, sum } from './candidate.ts'
import { clearest, type Details, detailsOf, wholes } from './details.ts'
import { inGroups } from './groups.ts'
import { inOrder, rises } from './period.ts'
import { sumOf } from './sum.ts'

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
    const own =
      explicit.length > 0 ? besidesConvention(chosen[0]!, stated, details, unsure) : undefined
    if (own)
      return doubtful(
        `le total (${amount(chosen[0]!)}) compte aussi ce qui est à côté de « ${own.names.join(' ')} »`,
        amount(own),
      )
    // A line whose figure can't be taken is one of them all the same; « Écart » is none.
    const under = unsure.filter(
      (r) => r.col === chosen[0]!.col && amount(r) !== null && r.line.role !== 'ecarte',
    )
    if (explicit.length === 0 && apart([...chosen, ...under])) {
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
    const rival = unsure.find(
      (r) => amount(r) !== null && amount(r) !== amount(chosen[0]!) && r.line.role !== 'ecarte',
    )
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
    const running = explicit.length > 0 ? addedUp(chosen[0]!, details) : null
    if (running === 'told') return sumOf(details, { ...base, asOf, whole: false }, doubtful, total)
    if (running === 'open')
      return doubtful('le total additionne des cumuls', amount(details.parts.at(-1)!))
    const clash =
      explicit.length > 0
        ? (totalClash(
            chosen[0]!,
            open,
            base.cumulative,
            stated.filter((r) => !explicit.includes(r)),
          ) ?? remarked(chosen[0]!, details, unsure))
        : null
    if (clash === null) return total(chosen[0]!)
    return { ...doubtful(clash, amount(chosen[0]!)), stated: [amount(chosen[0]!)!] }
  }
  // A total whose formula was never calculated takes nothing from its details.
  // Nor does one that adds up running counts, which is doubted for it.
  const counts = (r: Reading) =>
    r.number !== null && !(isTotal(r) && addedUp(r, details) === 'told')
  const open = unsure.filter((r) => counts(r) || !isTotal(r))
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

/** The figure of the convention that a total counts with those beside it: « Expérimentation 2018 | Présente convention | Cumul ». Undefined where it counts none. */
function besidesConvention(
  total: Reading,
  stated: readonly Reading[],
  { parts }: Details,
  unsure: readonly Reading[],
): Reading | undefined {
  // « 550? » beside them is counted too, whatever is wrong with it.
  const doubted = unsure.filter((r) => amount(r) !== null && r.row === total.row)
  const all = [...parts, ...doubted]
  const others = sum(all)
  const isBeside = ({ names }: Reading) =>
    names.some((name) => beside.test(fold(name)) || isExperiment(name))
  // « Avenant » is of the convention too.
  if (!all.some(isBeside)) return undefined
  const own = stated.find(
    (r) =>
      r !== total &&
      others > 0 &&
      amount(r)! + others === amount(total) &&
      r.names.some((name) => ownConvention.test(fold(name))),
  )
  if (own !== undefined || others !== amount(total)) return own
  // Any name beside « Expérimentation 2018 » may be the convention's own: « Préesnte convention ».
  const tried = all.some(({ names }) => names.some(isExperiment))
  return tried ? all.find((r) => !isBeside(r)) : undefined
}

/** Whether a name is that of an experiment, be it with a slip: what was tried before a convention is no part of it. */
function isExperiment(name: string): boolean {
  return fold(name)
    .split(/[^a-z]+/)
    .some((word) => word.length > 10 && editDistance(word, 'experimentation', 3) <= 3)
}

/** What is no part of a convention: what was before it, or another one. */
const beside =
  /\b(?:experiment\w*|avant|anterieure?s?|precedente?s?|autres?|hors|ancien\w*|pilotes?|prealables?|premiere convention)\b/
const ownConvention =
  /^(?:(?:la|cette|notre|sous|pendant|pour|presente|actuelle?|seule) )*convention(?: (?:actuelle|presente|en cours|pass numeriques?))*$/

/** Whether a line right under a total of persons gives it again with each of them counted once: « TOTAL hors doublons (vus à Brou et à Aix) ». */
function countedOnceUnder(reading: Reading, total: Reading): boolean {
  const again = reading.line.role === 'total_partiel' && reading.col === total.col
  const fewer = amount(reading)! < amount(total)!
  return again && fewer && reading.row === total.row + 1 && reading.rank > total.rank
}

/** Whether figures stand on lines that are named differently: as much here as there is not the same figure twice. */
function apart(chosen: readonly Reading[]): boolean {
  const column = (address: string | null) => address?.replace(/\d+$/, '')
  const headed = chosen.every((r) => column(r.address) === column(r.labelAddress))
  const lines = new Map(chosen.map((r) => [r.row, r.names.join('|')]))
  return headed && new Set(lines.values()).size > 1 && ![...lines.values()].includes('')
}

/**
 * Whether a total adds up running counts, as a spreadsheet does of any column: « Pass scannés depuis le début | 61 | 463 | 1 118 | Somme : 1 642 ». `told`
 * where the label says since when they count, `open` where it only speaks of « cumul », which may be that of the total; null where it doesn't.
 */
function addedUp(stated: Reading, { parts, subtotals, named }: Details): 'told' | 'open' | null {
  const periods = parts.every(
    (r) => r.cumulative && (r.line.role === 'periode' || r.column.role === 'periode'),
  )
  if (!periods || parts.length < 2 || subtotals.length + named.length > 0) return null
  const ordered = inOrder(parts)
  const last = amount(ordered.at(-1)!)
  if (!rises(ordered) || last === amount(stated) || sum(parts) !== amount(stated)) return null
  return sinceTheBeginning.test(fold(stated.label)) ? 'told' : 'open'
}

const sinceTheBeginning =
  /\bdepuis (?:le |la |l')?(?:tout )?(?:debut|lancement|demarrage|origine|ouverture|signature|notification|premier achat|20\d\d)\b/

/**
 * Why a stated total and its details don't agree, in French; null when they do or can't be compared.
 * @param beside what stands beside it under a name that parts nothing, « Convention | Avenant | Total »
 */
function totalClash(
  stated: Reading,
  details: Details,
  cumulative: boolean,
  beside: readonly Reading[],
): string | null {
  const value = amount(stated)!
  const { parts, subtotals, named, holes } = details
  // « Ensemble | 700 » at the head of a page, and « TOTAL DU SYNDICAT | 2 200 » under it.
  const greater =
    parts.length + subtotals.length === 0 ? named.find((r) => amount(r)! > value) : undefined
  if (greater) return `le total (${value}) est à côté d’un autre, plus grand (${amount(greater)})`
  if (parts.length === 0 || sum(parts) === value) return null
  if (beside.length > 0 && sum([...parts, ...beside]) === value) return null
  if (subtotals.length > 0 && sum(subtotals) === value) return null
  if (named.length > 0 && sum([...parts, ...named]) === value) return null
  const outside = details.aside.filter(ofOutside)
  if (outside.length > 0 && sum([...parts, ...outside]) === value) return null
  if (named.length === 0 && inGroups(parts, value)) return null
  if (cumulative && amount(parts.at(-1)!) === value) return null
  // One year beside what has been counted since the beginning.
  if (cumulative && parts.length === 1 && value >= sum(parts)) return null
  if (countedOnce(stated, parts)) return null
  if (holes > 0 && value > sum(parts)) return null
  return `le total (${value}) n’est pas la somme de ses détails (${sum(parts)})`
}

/** Whether a line is of those who are outside of what the others are named after, « Hors membres », and not of another thing. */
function ofOutside({ names }: Reading): boolean {
  return names.some((name) => outsiders.test(fold(name)))
}

const outsiders =
  /^(?:personnes |public |habitants |usagers |lieux )?(?:hors|exterieurs? a|externes? a) ?(?:l[ae']s? ?|nos |ses )?(?:membres?|territoires?|departement|communes?|communaute|agglo\w*|metropole|epci|secteurs?|zones?|ville|region|qpv|quartiers?|canton|pays|groupement|reseau)\b/

function isTotal({ line, column }: Reading): boolean {
  return [line, column].some(({ role }) => role === 'total' || role === 'total_partiel')
}
