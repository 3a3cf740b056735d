import type { Reading } from '../recognise/reading.ts'

/** What the referee decides of one reading. */
export interface Verdict {
  reading: Reading
  scope: 'total' | 'detail' | 'absence'
  /** Details of one group are added up in SQL; null for totals and absences. */
  group: string | null
  kept: boolean
  /** In French: why it counts, or why not. */
  motif: string | null
}

export interface Doubt {
  reading: Reading
  motif: string
  proposal: string | null
  confidence: number
}

export interface Decision {
  verdicts: Verdict[]
  doubts: Doubt[]
}

/** One table's answer, or why it has none. */
interface Candidate {
  /** Null when the table is doubtful. */
  value: number | null
  kept: Reading[]
  scope: 'total' | 'detail'
  period: string | null
  periodFrom: Reading['periodFrom']
  cumulative: boolean
  doubt: string | null
  proposal: number | null
  readings: Reading[]
}

/**
 * Decides which readings of one file, convention and indicator count: a stated total rather than its details, details only where they are
 * a whole, nothing where two readings are possible. Sums made here only check; the published sum is SQL's.
 * @param readings all readings of one indicator and one convention in one file
 * @param harmless words that name the laureate, unknown to the vocabulary yet without meaning in a label
 */
export function decide(readings: Reading[], harmless: Set<string>): Decision {
  const verdicts = new Map<Reading, Verdict>()
  const doubts: Doubt[] = []
  const refuse = (reading: Reading, motif: string) => {
    const scope = reading.kind === 'absence' ? 'absence' : 'detail'
    if (!verdicts.has(reading)) {
      verdicts.set(reading, { reading, scope, group: null, kept: false, motif })
    }
  }
  const ask = (reading: Reading, motif: string, proposal: number | null, confidence: number) => {
    doubts.push({
      reading,
      motif,
      proposal: proposal === null ? null : String(proposal),
      confidence,
    })
  }

  const reasons = new Map(readings.map((r) => [r, doubtsOf(r, harmless)]))
  const visible = readings.filter((r) => !r.hidden)
  const sure = visible.filter((r) => reasons.get(r)!.length === 0)
  for (const reading of readings.filter((r) => r.hidden)) refuse(reading, 'masqué ou barré')

  const rectifying = visible.find((r) => r.rectifies)
  if (rectifying) {
    for (const reading of readings) refuse(reading, 'une note dit qu’un chiffre est faux')
    ask(rectifying, 'une note dit qu’un chiffre est faux', amount(rectifying), 0.5)
    return { verdicts: readings.flatMap((r) => verdicts.get(r) ?? []), doubts }
  }
  const candidates = [
    ...Map.groupBy(sure, (r) => `${r.group}\n${r.period ?? ''}\n${r.unit}`).values(),
  ]
    .filter((group) => group.some((r) => r.kind === 'figure'))
    .map(candidateOf)
  const settled = settle(candidates)

  for (const candidate of candidates) {
    for (const reading of candidate.readings) {
      const kept = settled.kept.get(reading)
      if (kept) verdicts.set(reading, { reading, ...kept, kept: true })
      else refuse(reading, candidate.doubt ?? 'une autre lecture du même chiffre est retenue')
    }
  }
  for (const { reading, motif, proposal } of settled.doubts) ask(reading, motif, proposal, 0.6)

  const answered = settled.kept.size > 0
  for (const reading of visible) {
    const motifs = reasons.get(reading)!
    if (motifs.length === 0) continue
    refuse(reading, motifs.join(' ; '))
    if (!answered && settled.doubts.length === 0 && reading.kind === 'figure') {
      ask(reading, motifs.join(' ; '), amount(reading), 0.4)
    }
  }
  if (!answered && settled.doubts.length === 0 && doubts.length === 0) {
    for (const reading of readings.filter((r) => r.hidden && r.kind === 'figure')) {
      ask(reading, 'le seul chiffre est masqué ou barré', amount(reading), 0.3)
    }
  }
  const absences = readings.filter((r) => r.kind === 'absence' && !verdicts.has(r))
  const best = absences.find((r) => r.text !== '' && !r.hidden) ?? absences.find((r) => !r.hidden)
  for (const reading of absences) {
    const kept = !answered && reading === best
    const motif = reading.text === '' ? 'cellule vide' : `« ${reading.text} »`
    verdicts.set(reading, { reading, scope: 'absence', group: null, kept, motif })
  }
  return { verdicts: readings.flatMap((r) => verdicts.get(r) ?? []), doubts }
}

function doubtsOf(reading: Reading, harmless: Set<string>): string[] {
  const unknown = reading.unknown.filter((word) => !harmless.has(word))
  if (unknown.length === 0) return reading.doubts
  const list = unknown.map((word) => `« ${word} »`).join(', ')
  return [...reading.doubts, `le libellé contient des mots inconnus : ${list}`]
}

/** The value in pass or persons; whole when it is meant to be. */
function amount(reading: Reading): number | null {
  if (reading.number === null) return null
  const value = reading.number * reading.factor
  return Math.abs(value - Math.round(value)) < 1e-6 ? Math.round(value) : value
}

const wholes = ['seul', 'total']

/** What one table says: its stated total checked against its details, or the sum of details that are a whole. */
function candidateOf(readings: Reading[]): Candidate {
  const figures = readings.filter((r) => r.kind === 'figure' && amount(r) !== null)
  const first = figures[0]!
  const base = {
    period: first.period,
    periodFrom: first.periodFrom,
    cumulative: readings.some((r) => r.cumulative),
    readings,
    proposal: null,
    doubt: null,
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
  const explicit = stated.filter((r) => r.line.role === 'total' || r.column.role === 'total')
  const chosen = explicit.length > 0 ? explicit : stated
  const details = detailsOf(readings)
  if (chosen.length > 0) {
    const values = new Set(chosen.map(amount))
    if (values.size > 1) {
      return doubtful('plusieurs chiffres différents sous le même libellé', null)
    }
    const clash = explicit.length > 0 ? totalClash(chosen[0]!, details, base.cumulative) : null
    return clash === null ? total(chosen[0]!) : doubtful(clash, amount(chosen[0]!))
  }
  return sumOf(details, base, doubtful, total)
}

interface Details {
  parts: Reading[]
  subtotals: Reading[]
  named: Reading[]
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
  const figures = chosen.filter((r) => r.kind === 'figure')
  return {
    parts: figures.filter((r) => role(r) === 'detail'),
    subtotals: figures.filter((r) => role(r) === 'sous_total'),
    named: figures.filter((r) => role(r) === 'total_partiel'),
    holes: chosen.filter((r) => r.kind === 'absence' && role(r) === 'detail').length,
  }
}

function sum(readings: Reading[]): number {
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
  // People counted at two sites count once in the total; a missing detail leaves the sum short.
  if (stated.indicator === 'beneficiaires_uniques' && value < sum(parts)) {
    const largest = Math.max(...parts.map((r) => amount(r)!))
    if (value >= largest) return null
  }
  if (holes > 0 && value > sum(parts)) return null
  return `le total (${value}) n’est pas la somme de ses détails (${sum(parts)})`
}

function sumOf(
  { parts, subtotals, named, holes }: Details,
  base: Pick<Candidate, 'cumulative'>,
  doubtful: (doubt: string, proposal: number | null) => Candidate,
  total: (reading: Reading) => Candidate,
): Candidate {
  const whole = sum(parts)
  if (parts.length === 0) {
    if (named.length === 1 && subtotals.length === 0) return total(named[0]!)
    return doubtful('des sous-totaux sans total ni détail', sum([...subtotals, ...named]))
  }
  if (named.length > 0) {
    if (named.length === 1 && amount(named[0]!) === whole) return total(named[0]!)
    if (sum(named) !== whole) {
      return doubtful('un total partiel ne fait pas la somme de ses détails', whole)
    }
  }
  if (subtotals.length > 0 && sum(subtotals) !== whole) {
    return doubtful('les sous-totaux ne font pas la somme des détails', whole)
  }
  const mixed = finest(parts)
  if (mixed !== null) {
    return mixed.length === 0
      ? doubtful('des périodes de longueurs différentes qui ne font pas la même somme', whole)
      : sumOf({ parts: mixed, subtotals, named, holes }, base, doubtful, total)
  }
  const periods = parts.every((r) => r.line.role === 'periode' || r.column.role === 'periode')
  if (base.cumulative && periods) {
    const last = parts.at(-1)!
    const rising = parts.every((r, i) => i === 0 || amount(r)! >= amount(parts[i - 1]!)!)
    if (rising) return total(last)
    return doubtful('un cumul qui baisse', amount(last))
  }
  if (periods && parts.length > 1 && parts.some((r) => r.cumulativeNearby)) {
    const rising = parts.every((r, i) => i === 0 || amount(r)! >= amount(parts[i - 1]!)!)
    if (rising)
      return doubtful(
        'un titre parle de cumul : faut-il la dernière période ou leur somme ?',
        amount(parts.at(-1)!),
      )
  }
  if (periods && parts.length > 1 && countedTwice(parts[0]!)) {
    return doubtful('des personnes comptées par période peuvent l’être plusieurs fois', whole)
  }
  if (parts.length === 1) {
    // One year at the head of a table is the year of the report; one month of it is not the whole.
    const [only] = parts as [Reading]
    const key = only.line.role === 'periode' ? only.line.key : only.column.key
    if (!periods || span(key) === 'annee') return total(only)
    return doubtful('une seule période est donnée', whole)
  }
  if (holes > 0) return doubtful('un détail manque, la somme serait incomplète', whole)
  if (!parts.every((r) => known(r))) {
    return doubtful('des détails dont rien ne dit qu’ils font un tout', whole)
  }
  const unlabelled = parts.find((r) => parts.length > 2 && whole > 0 && amount(r)! * 2 === whole)
  if (unlabelled) {
    return doubtful(
      `une ligne est égale à la somme des autres (${unlabelled.address})`,
      amount(unlabelled),
    )
  }
  const keys = new Set(parts.map((r) => `${r.line.key}|${r.column.key}|${amount(r)}`))
  if (keys.size < parts.length) return doubtful('une ligne est répétée', whole)
  return { ...total(parts[0]!), value: whole, kept: parts, scope: 'detail' }
}

/** Whether the same person may count in several periods. */
function countedTwice(reading: Reading): boolean {
  return reading.indicator === 'beneficiaires_uniques' && !reading.fresh
}

/** Whether an axis that splits this figure is known to split a whole. */
function known(reading: Reading): boolean {
  const split = [reading.line, reading.column].filter((place) => !wholes.includes(place.role))
  return split.length > 0 && split.every((place) => place.known)
}

/** How long a period is, by the form of its key: year, half-year, quarter, month, day. */
function span(key: string): string {
  if (/^20\d\d$/.test(key)) return 'annee'
  if (/S\d$/.test(key)) return 'semestre'
  if (/T\d$/.test(key)) return 'trimestre'
  return /^\d{4}-\d\d-\d\d/.test(key) ? 'jour' : 'mois'
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
  if (kinds.length < 2) return null
  return kinds.every((kind) => sum(kind) === sum(kinds[0]!)) ? kinds[0]! : []
}

interface Settled {
  kept: Map<Reading, { scope: 'total' | 'detail'; group: string | null; motif: string | null }>
  doubts: { reading: Reading; motif: string; proposal: number | null }[]
}

/** Brings the tables of one file together: overall figures before periods, the more explicit label first. */
function settle(all: Candidate[]): Settled {
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
  const overall = oneSheetPeriod ? sure : sure.filter((c) => c.period === null)
  const periodic = oneSheetPeriod ? [] : sure.filter((c) => c.period !== null)

  if (overall.length > 0) {
    const best = preferred(overall)
    const values = new Set(best.map((c) => c.value))
    if (values.size > 1) {
      const whole = sumOfOthers(best)
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
    const shaken = unsure.find((c) => c.proposal !== null && c.proposal !== chosen.value)
    if (shaken && chosen.scope === 'detail') {
      return none(
        `${shaken.doubt}, et un autre tableau donne ${chosen.value}`,
        shaken.readings[0]!,
        shaken.proposal,
      )
    }
    keep(chosen, null, null)
    return { kept, doubts: [] }
  }
  return settlePeriods(periodic, none)

  function keep(candidate: Candidate, group: string | null, motif: string | null): void {
    for (const reading of candidate.kept) {
      const own = candidate.scope === 'detail' ? (group ?? reading.group) : group
      kept.set(reading, { scope: own === null ? 'total' : 'detail', group: own, motif })
    }
  }

  function settlePeriods(
    candidates: Candidate[],
    refuse: (motif: string, reading: Reading, proposal: number | null) => Settled,
  ): Settled {
    const kinds = [...Map.groupBy(candidates, (c) => span(c.period!)).values()].sort(
      (a, b) => a.length - b.length,
    )
    const total = (kind: Candidate[]) => kind.reduce((all, c) => all + c.value!, 0)
    if (kinds.some((kind) => kind.length > 1 && total(kind) !== total(kinds[0]!))) {
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
    if (ones.length === 1) return refuse('une seule période est donnée', first, whole)
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

/** Those with the most explicit label; « près de 4 000 » yields to an exact figure. */
function preferred(candidates: Candidate[]): Candidate[] {
  const exact = candidates.some((c) => c.kept.every((r) => r.quality === 'exact'))
  const rank = (c: Candidate) =>
    c.kept[0]!.rank - (exact && c.kept.some((r) => r.quality !== 'exact') ? 100 : 0)
  const top = Math.max(...candidates.map(rank))
  return candidates.filter((c) => rank(c) === top)
}

/** The one candidate that is the sum of all the others on other sheets: a synthesis over sheets by site. */
function sumOfOthers(candidates: Candidate[]): Candidate | null {
  if (candidates.length < 3) return null
  const whole = candidates.reduce((total, c) => total + c.value!, 0)
  const matches = candidates.filter((c) => c.value! * 2 === whole && c.scope === 'total')
  const sheets = new Set(candidates.map((c) => c.kept[0]!.sheet))
  return matches.length === 1 && sheets.size === candidates.length ? matches[0]! : null
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
  if (overall.kept[0]!.indicator === 'beneficiaires_uniques' && overall.value! < whole) return null
  return `le total (${overall.value}) n’est pas la somme des périodes (${whole})`
}
