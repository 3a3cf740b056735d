import { areRivals } from '../recognise/counts.ts'
import type { Reading } from '../recognise/reading.ts'
import { fold } from '../recognise/text.ts'
import { amount, type Candidate, countedTwice } from './candidate.ts'
import { span } from './period.ts'

/** How a figure counts. */
export interface Kept {
  scope: 'total' | 'detail'
  group: string | null
  motif: string | null
  /**
   * The one year that the file speaks of: of a detail, all that it gives, for other files to complete; of a total, what its title or
   * sheet says, lest the report of another year replace it. Null when nothing says so.
   */
  onlyPeriod: string | null
}

/** What counts of the tables of one file, and what is asked instead. */
export interface Settled {
  kept: Map<Reading, Kept>
  doubts: { reading: Reading; motif: string; proposal: number | null }[]
}

/** Brings the tables of one file together: overall figures before periods, the more explicit label first. */
export function settle(all: Candidate[]): Settled {
  const kept: Settled['kept'] = new Map()
  const none = (motif: string, reading: Reading, proposal: number | null): Settled => ({
    kept: new Map(),
    doubts: [{ reading, motif, proposal }],
  })
  const sure = all.filter((c) => c.doubt === null)
  const unsure = all.filter((c) => c.doubt !== null)
  if (sure.length === 0) {
    return {
      kept,
      doubts: unsure.map((c) => ({
        reading: c.readings[0]!,
        motif: c.doubt!,
        proposal: c.proposal,
      })),
    }
  }
  const periods = new Set(sure.map((c) => c.period))
  const oneSheetPeriod =
    periods.size === 1 && sure.every((c) => c.periodFrom === 'feuille' || c.periodFrom === 'titre')
  // « Bilan du 4e trimestre 2022 » is of that quarter; a month may be that of the report.
  const [only] = periods
  const short = oneSheetPeriod && only != null && /^(?:trimestre|semestre)$/.test(span(only))
  if (short && !sure.some((c) => c.cumulative || c.kept.some((r) => r.cumulativeNearby)))
    return none('une seule période est donnée', sure[0]!.kept[0]!, sure[0]!.value)
  const overall = wholeColumns(oneSheetPeriod ? sure : sure.filter((c) => c.period === null))
  const periodic = oneSheetPeriod ? [] : sure.filter((c) => c.period !== null)

  if (overall.length > 0) {
    const best = preferred(overall)
    const values = new Set(best.map((c) => c.value))
    if (values.size > 1) {
      const whole = sumOfOthers(best)
      const [one, other] = best
      if (!whole && new Set(best.map((c) => c.scope)).size > 1) {
        const clash = `un total (${one!.value}) et des détails qui en donnent un autre (${other!.value})`
        return none(clash, one!.kept[0]!, null)
      }
      if (!whole) {
        for (const candidate of best)
          keep(candidate, null, 'un autre chiffre du même rapport dit autre chose')
        return { kept, doubts: [] }
      }
      keep(whole, null, 'total des autres feuilles ou tableaux')
      return { kept, doubts: [] }
    }
    const clash = periodClash(best[0]!, periodic)
    if (clash) return none(clash, best[0]!.kept[0]!, best[0]!.value)
    const chosen = best.find((c) => c.scope === 'total') ?? best[0]!
    const counted = overall.find((c) => c !== chosen && isCounted(c) && c.value !== chosen.value)
    if (counted && !isCounted(chosen)) {
      const motif = `le rapport dit ${chosen.value}, et sa liste de pass en compte ${counted.value}`
      return none(motif, chosen.kept[0]!, counted.value)
    }
    // « 200 carnets de 10 commandés et livrés » beside « Pass achetés : 2 100 »
    const inBooklets = overall.find(
      (c) => c !== chosen && isOfBooklets(c) && c.value !== chosen.value,
    )
    if (inBooklets && areRivals(inBooklets.value!, chosen.value)) {
      const motif = `le rapport dit ${chosen.value}, et ses carnets font ${inBooklets.value}`
      return none(motif, chosen.kept[0]!, inBooklets.value)
    }
    // One of two whole figures has a rival: which of the two counts, nobody can say either.
    const rival = unsure.find(
      (c) =>
        c.stated.some((value) => value !== chosen.value) &&
        // Several under the label of a total are its details, in another unit; lots add up to what another label gives.
        (c.stated.length === 1 ||
          (c.readings[0]!.group !== chosen.kept[0]!.group && total(c.stated) !== chosen.value)),
    )
    const rank = (c: Candidate) => c.readings[0]!.rank
    if (rival && rank(rival) >= rank(chosen))
      return none(rival.doubt!, rival.readings[0]!, rival.proposal)
    const fewer = unsure.find((c) => rank(c) > rank(chosen) && countsFewer(c, chosen.value!))
    if (fewer) return none(fewer.doubt!, fewer.readings[0]!, fewer.proposal)
    const own = unsure.flatMap((c) => totalOfItsOwn(c, chosen))[0]
    if (own) return none(`un autre tableau a son propre total, « ${own.names[0]} »`, own, null)
    const shaken = unsure.find((c) => c.proposal !== null && c.proposal !== chosen.value)
    // « pass_scanner | 2021 » beside lines of « pass_scannes »: a period that is alone under its label is a detail too.
    const isAlone = !chosen.cumulative && chosen.kept.every((r) => r.line.role === 'periode')
    const isPart = chosen.scope === 'detail' || isAlone
    if (shaken && isPart) {
      return none(
        `${shaken.doubt}, et un autre tableau donne ${chosen.value}`,
        shaken.readings[0]!,
        shaken.proposal,
      )
    }
    keep(chosen, null, null, ownYears(chosen, oneSheetPeriod && chosen.scope === 'total'))
    return { kept, doubts: [] }
  }
  return settlePeriods(periodic, none)

  function keep(
    candidate: Candidate,
    group: string | null,
    motif: string | null,
    onlyPeriod: string | null = null,
  ): void {
    for (const reading of candidate.kept) {
      const own = candidate.scope === 'detail' ? (group ?? reading.group) : group
      const scope = own === null ? 'total' : 'detail'
      kept.set(reading, { scope, group: own, motif, onlyPeriod })
    }
  }

  function settlePeriods(
    candidates: Candidate[],
    refuse: (motif: string, reading: Reading, proposal: number | null) => Settled,
  ): Settled {
    const kinds = [...Map.groupBy(candidates, (c) => span(c.period!)).values()].sort(
      (a, b) => a.length - b.length,
    )
    const sum = (kind: Candidate[]) => total(kind.map((c) => c.value!))
    if (kinds.some((kind) => kind.length > 1 && sum(kind) !== sum(kinds[0]!))) {
      const reading = kinds[0]![0]!.kept[0]!
      return refuse(
        'des périodes de longueurs différentes qui ne font pas la même somme',
        reading,
        null,
      )
    }
    const chosen = preferred(kinds[0]!)
    const byPeriod = Map.groupBy(chosen, (c) => c.period!)
    const first = chosen[0]!.kept[0]!
    for (const [period, same] of byPeriod) {
      if (new Set(same.map((c) => c.value)).size > 1) {
        return refuse(`deux chiffres différents pour ${period}`, same[0]!.kept[0]!, null)
      }
    }
    const ones = [...byPeriod.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, same]) => same[0]!)
    const whole = ones.reduce((total, c) => total + c.value!, 0)
    if (ones.length === 1) {
      const [only] = ones as [Candidate]
      if (unsure.length > 0 || !addsUp(only))
        return refuse('une seule période est donnée', first, whole)
      keep(only, 'periodes', 'une seule année est donnée', only.period)
      return { kept, doubts: [] }
    }
    if (unsure.length > 0) return refuse(unsure[0]!.doubt!, unsure[0]!.readings[0]!, whole)
    if (ones.every((c) => c.cumulative)) {
      keep(ones.at(-1)!, null, 'dernier cumul')
      return { kept, doubts: [] }
    }
    if (countedTwice(first)) {
      return refuse(
        'des personnes comptées par période peuvent l’être plusieurs fois',
        first,
        whole,
      )
    }
    for (const candidate of ones)
      keep(candidate, 'periodes', 'une période parmi celles qui s’additionnent')
    return { kept, doubts: [] }
  }
}

/** Whether a figure was counted from a list of vouchers, line by line. */
function isCounted({ kept }: Candidate): boolean {
  return kept.every(({ rule }) => rule === 'bons')
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Candidates without those of one period's column, where another column is the total: « 2022 | 2023 | Total » over the same headings each. */
function wholeColumns(candidates: Candidate[]): Candidate[] {
  const ofRole = (c: Candidate, role: string) => c.kept.every((r) => r.column.role === role)
  if (!candidates.some((c) => ofRole(c, 'total'))) return candidates
  return candidates.filter((c) => !ofRole(c, 'periode'))
}

/** The year that a table's title or sheet is about (`dated`), or the years from one to another, unless its figures are cumulated. */
function ownYears({ period, cumulative, kept }: Candidate, dated: boolean): string | null {
  if (cumulative || kept.some((reading) => reading.cumulativeNearby)) return null
  if (period === null) return kept[0]!.years ?? null
  return dated && span(period) === 'annee' ? period : null
}

/**
 * The totals of a table that can't be taken which are called otherwise than the one that can, « TOTAL SUD » beside « TOTAL NORD »: each is of its part,
 * and neither of the whole.
 */
function totalOfItsOwn({ readings }: Candidate, { kept, value }: Candidate): Reading[] {
  const nameOf = ({ names }: Reading) => fold(names[0] ?? '')
  const isNamed = (r: Reading) => /^total/.test(r.line.role) && !plainTotal.test(nameOf(r))
  const [chosen] = kept
  if (kept.length !== 1 || !isNamed(chosen!)) return []
  const isOther = (r: Reading) => r.group !== chosen!.group && nameOf(r) !== nameOf(chosen!)
  return readings.filter(
    (r) => r.kind === 'figure' && !r.hidden && isNamed(r) && isOther(r) && amount(r) !== value,
  )
}

/** Of the folded name of a line that is of no part. */
const plainTotal = /^(?:(?:total|totaux|ensemble|somme|cumul)(?: general| des lignes)?)?$/

/** Whether it counts persons once by its label, and fewer than another figure: « Bénéficiaires uniques (dédoublonnés) : 2 190 » below a total of 2 336. */
function countsFewer({ readings }: Candidate, value: number): boolean {
  return readings.some((r) => {
    const number = amount(r) ?? 0
    return countedTwice(r) && r.kind === 'figure' && !r.hidden && number > 0 && number < value
  })
}

/** Whether a figure of one year is clearly that year's alone, and may be added to that of other years: only SQL sees the other reports. */
function addsUp(candidate: Candidate): boolean {
  return (
    span(candidate.period!) === 'annee' &&
    candidate.periodFrom === 'label' &&
    !candidate.cumulative &&
    candidate.kept.every((reading) => !reading.cumulativeNearby && !countedTwice(reading))
  )
}

/**
 * Those with the most explicit label; « près de 4 000 » yields to an exact figure that it may be a rounding of, and « 34,4 » thousands to 34 412.
 */
function preferred(candidates: Candidate[]): Candidate[] {
  const exact = candidates.filter((c) =>
    c.kept.every((r) => r.quality === 'exact' && r.factor < 1000),
  )
  const yields = (c: Candidate) => {
    if (exact.includes(c)) return false
    const step = stepOf(c)
    return exact.some((e) =>
      step === null ? rounds(c.value!, e.value!) : Math.abs(c.value! - e.value!) <= step / 2,
    )
  }
  const rank = (c: Candidate) => c.kept[0]!.rank - (yields(c) ? 100 : 0)
  const top = Math.max(...candidates.map(rank))
  return candidates.filter((c) => rank(c) === top)
}

/** What the last digit of a figure in thousands is worth: 100 of « 34,4 »; null for one that is told in another way, or added up. */
function stepOf({ kept }: Candidate): number | null {
  const [only] = kept
  if (kept.length !== 1 || only!.factor < 1000 || only!.quality !== 'exact') return null
  const decimals = /[.,](\d+)\D*$/.exec(only!.text)?.[1]?.length ?? 0
  return only!.factor / 10 ** decimals
}

/**
 * Whether a rounded number may stand for an exact one: less than one of its last digit that isn't nought away, or a twentieth where it has two
 * digits at most (« près de 4 000 »; « ~6 210 » is no rounding of 6 120).
 */
function rounds(rounded: number, exact: number): boolean {
  const unit = 10 ** (/0*$/.exec(String(rounded))?.[0].length ?? 0)
  return Math.abs(rounded - exact) <= Math.max(unit, rounded / unit < 100 ? exact / 20 : 0)
}

/** The one candidate that is the sum of all the others: a synthesis over sheets or tables by site. */
function sumOfOthers(candidates: Candidate[]): Candidate | null {
  if (candidates.length < 3) return null
  const whole = candidates.reduce((total, c) => total + c.value!, 0)
  const matches = candidates.filter((c) => c.value! * 2 === whole && c.scope === 'total')
  return matches.length === 1 ? matches[0]! : null
}

/** Why an overall figure and the figures by period don't agree; null when they do. */
function periodClash(overall: Candidate, periodic: Candidate[]): string | null {
  const years = periodic.filter((c) => c.period!.length === 4)
  const parts = years.length > 0 ? years : periodic
  const byPeriod = new Map(parts.map((c) => [c.period!, c]))
  if (byPeriod.size < 2) return null
  const values = [...byPeriod.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, c]) => c.value!)
  const whole = values.reduce((a, b) => a + b, 0)
  if (whole === overall.value || values.at(-1) === overall.value) return null
  // Running counts are states on the way to the whole: each no less than the one before, and the last no more than it.
  const states = [...values, overall.value!]
  const running = parts.every((c) => c.cumulative)
  if (running && states.every((value, at) => at === 0 || value >= states[at - 1]!)) return null
  if (overall.kept[0]!.indicator === 'beneficiaires_uniques' && overall.value! < whole) return null
  return `le total (${overall.value}) n’est pas la somme des périodes (${whole})`
}

/** Whether a figure is of booklets of a size that is told. */
function isOfBooklets({ kept }: Candidate): boolean {
  return kept.every(({ unit, factor }) => unit === 'carnets' && factor > 1)
}
