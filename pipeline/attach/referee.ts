import { isOfSomethingElse } from '../recognise/caution.ts'
import { partialDoubt } from '../recognise/notion.ts'
import type { Reading } from '../recognise/reading.ts'
import { otherSection } from '../recognise/suspicion.ts'
import { fold } from '../recognise/text.ts'
import { reserveDoubt } from '../recognise/unit.ts'
import { uncomputedDoubt } from '../recognise/value.ts'
import { amount } from './candidate.ts'
import { isDemonym } from './names.ts'
import { settle } from './settle.ts'
import { candidateOf } from './table.ts'
import { isToldAgainst } from './told-against.ts'

/** What the referee decides of one reading. */
export interface Verdict {
  reading: Reading
  scope: 'total' | 'detail' | 'absence'
  /** Details of one group are added up in SQL; null for totals and absences. */
  group: string | null
  kept: boolean
  /** In French: why it counts, or why not. */
  motif: string | null
  /** The one year that the file speaks of (see `Kept`); absent or null when nothing says so. */
  onlyPeriod?: string | null
}

/** One question about a reading: why (French), what is proposed (null: nothing), how likely that is (0 to 1). */
export interface Doubt {
  reading: Reading
  motif: string
  proposal: string | null
  confidence: number
}

/** Whether a hidden line says itself that it counts nothing: « Test saisie », « La Grange (ancien nom) – doublon ». Nothing is missing without it. */
function isSpare({ label }: Reading): boolean {
  return /\b(?:doublons?|tests?|essais?|exemples?|a supprimer|supprimee?s?|ne pas compter|saisie erronee|ligne modele)\b/.test(
    fold(label),
  )
}

/** The referee's word on all readings of one indicator and convention in one file. */
export interface Decision {
  verdicts: Verdict[]
  doubts: Doubt[]
}

/**
 * Decides which readings of one file, convention and indicator count: a stated total rather than its details, details only where they are
 * a whole, nothing where two readings are possible. Sums made here only check; the published sum is SQL's.
 * @param readings all readings of one indicator and one convention in one file
 * @param asOf day up to which the report says that it counts, ISO; null when it doesn't
 * @param harmless words that name the laureate, unknown to the vocabulary yet without meaning in a label
 */
export function decide(
  readings: Reading[],
  harmless: Set<string>,
  asOf: string | null = null,
): Decision {
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
      proposal: proposable(reading, proposal),
      confidence,
    })
  }

  const reasons = new Map(readings.map((r) => [r, doubtsOf(r, harmless)]))
  const shown = readings.filter((r) => !r.hidden)
  const corrected = correctedBy(shown, reasons)
  for (const [reading, by] of corrected)
    refuse(reading, `corrigé par « ${by.text} » (${by.address})`)
  const visible = shown.filter((r) => !corrected.has(r))
  const sure = visible.filter((r) => reasons.get(r)!.length === 0)
  for (const reading of readings.filter((r) => r.hidden)) refuse(reading, 'masqué ou barré')

  const replacing = new Set(corrected.values())
  const rectifying = visible.find(
    (r) =>
      r.rectifies ||
      // What it says is wrong stands nowhere in this file, and something else does.
      (r.corrects !== undefined &&
        !replacing.has(r) &&
        visible.some((other) => other.kind === 'figure' && amount(other) !== amount(r))),
  )
  if (rectifying) {
    for (const reading of readings) refuse(reading, 'une note dit qu’un chiffre est faux')
    ask(rectifying, 'une note dit qu’un chiffre est faux', amount(rectifying), 0.5)
    return { verdicts: readings.flatMap((r) => verdicts.get(r) ?? []), doubts }
  }
  const unsure = Map.groupBy(
    visible.filter((r) => r.kind === 'figure' && reasons.get(r)!.length > 0),
    (r) => r.group,
  )
  const masked = Map.groupBy(
    readings.filter((r) => r.hidden && r.kind === 'figure' && !isSpare(r)),
    (r) => r.group,
  )
  const candidates = [
    ...Map.groupBy(sure, (r) => `${r.group}\n${r.period ?? ''}\n${r.unit}`).values(),
  ]
    .filter((group) => group.some((r) => r.kind === 'figure'))
    // A figure of the same table that can't be taken leaves a hole in its sum.
    .map((group) => {
      const { group: name } = group[0]!
      return candidateOf(group, unsure.get(name) ?? [], masked.get(name) ?? [], asOf)
    })
  // « NC » beside the label and a sum of money in the budget: the money is not what was asked for.
  const refused = sure.find((r) => r.kind === 'absence' && r.text !== '')
  const money = candidates.filter((c) => c.readings.every((r) => r.unit === 'EUR'))
  if (refused && money.length > 0 && money.length === candidates.length) {
    for (const reading of money.flatMap((c) => c.readings))
      refuse(reading, 'le rapport dit que le nombre manque')
    candidates.length = 0
  }
  const settled = settle(candidates)

  for (const candidate of candidates) {
    for (const reading of candidate.readings) {
      const kept = settled.kept.get(reading)
      if (kept) verdicts.set(reading, { reading, ...kept, kept: true })
      else refuse(reading, candidate.doubt ?? 'une autre lecture du même chiffre est retenue')
    }
  }
  for (const { reading, motif, proposal } of settled.doubts) ask(reading, motif, proposal, 0.6)

  // A period that can't be taken leaves a hole in the sum of the periods.
  const periods = [...settled.kept.values()].some((kept) => kept.group === 'periodes')
  const [firstKept] = settled.kept.keys()
  const years = periods ? [...settled.kept.keys()] : []
  const unsurePeriod = visible.find(
    (r) =>
      r.kind === 'figure' &&
      reasons.get(r)!.length > 0 &&
      !(follow(years) && isOpenSum(r, years)) &&
      ((periods && r.period !== null) ||
        (firstKept?.period != null && firstKept.period !== r.period)),
  )
  if (unsurePeriod && settled.kept.size > 0) {
    for (const reading of settled.kept.keys()) {
      verdicts.delete(reading)
      refuse(reading, 'une autre période est douteuse, la somme serait incomplète')
    }
    settled.kept.clear()
  }
  // So does one whose figure is missing: « ND » on the sheet of one of four years.
  const open = periods ? openPeriod(visible) : undefined
  if (open && settled.kept.size > 0) {
    const motif = `le chiffre de ${open.period} manque, la somme serait incomplète`
    const whole = [...settled.kept.keys()].reduce((sum, r) => sum + amount(r)!, 0)
    ask([...settled.kept.keys()][0]!, motif, whole, 0.4)
    for (const reading of settled.kept.keys()) {
      verdicts.delete(reading)
      refuse(reading, motif)
    }
    settled.kept.clear()
  }
  const contradicting = misread(visible, reasons, settled.kept)
  if (contradicting) {
    for (const reading of settled.kept.keys()) {
      verdicts.delete(reading)
      refuse(reading, 'un autre chiffre du même libellé peut se lire autrement')
    }
    settled.kept.clear()
  }
  const twin = unansweredTwin(visible, settled.kept)
  if (twin) {
    for (const reading of settled.kept.keys()) {
      verdicts.delete(reading)
      refuse(reading, 'le même libellé est resté sans chiffre sur la même ligne')
      ask(reading, 'le même libellé est resté sans chiffre sur la même ligne', amount(reading), 0.4)
    }
    settled.kept.clear()
  }
  const answered = settled.kept.size > 0
  for (const reading of visible) {
    const motifs = reasons.get(reading)!
    if (motifs.length === 0) continue
    refuse(reading, motifs.join(' ; '))
    if (!answered && settled.doubts.length === 0 && reading.kind === 'figure') {
      ask(reading, motifs.join(' ; '), amount(reading), motifs.some(isOfOther) ? 0.2 : 0.4)
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

/** Whether years follow each other without a gap, so that they may be all that a total was to add up. */
function follow(years: readonly Reading[]): boolean {
  const given = [...new Set(years.map((r) => Number(r.period)))].sort((a, b) => a - b)
  return given.length > 1 && given.every((year, i) => i === 0 || year === given[i - 1]! + 1)
}

/** Whether a figure is the sum of years that are given, by a formula that was never calculated: of one of them, or of all. */
function isOpenSum(r: Reading, years: readonly Reading[]): boolean {
  const total = [r.line, r.column].some(({ role }) => role === 'total')
  const open = r.number === null && r.doubts.every((doubt) => doubt === uncomputedDoubt)
  return open && (r.period === null || (total && years.some(({ period }) => period === r.period)))
}

/** The place of a period for which the report gives no figure; undefined when each that it names has one. */
function openPeriod(visible: readonly Reading[]): Reading | undefined {
  const given = new Set(visible.filter((r) => r.kind === 'figure').map((r) => r.period))
  return visible.find((r) => r.kind === 'absence' && r.period !== null && !given.has(r.period))
}

/** Whether a doubt says that the figure is of a part, an aim or an earlier time, rather than that it is hard to read. */
function isOfOther(motif: string): boolean {
  return motif === partialDoubt || motif.endsWith(otherSection) || isOfSomethingElse(motif)
}

/** The figures that a sentence of the same report replaces (« lire 1 240 au lieu de 1 420 »), with what it says instead. */
function correctedBy(shown: Reading[], reasons: Map<Reading, string[]>): Map<Reading, Reading> {
  const found = new Map<Reading, Reading>()
  for (const by of shown) {
    if (by.corrects === undefined || reasons.get(by)!.length > 0) continue
    for (const r of shown) if (r !== by && amount(r) === by.corrects) found.set(r, by)
  }
  return found
}

/** A figure that is only badly written (`2,640`, « Pass sacnnés »), or told in words of which some are unknown, and would contradict the one that is kept. */
function misread(
  visible: Reading[],
  reasons: Map<Reading, string[]>,
  kept: Map<Reading, { scope: string }>,
): Reading | undefined {
  const keys = [...kept.keys()]
  if (keys.length === 0) return undefined
  // The label of a table whose headings have slipped has its figure somewhere in it.
  const lost = visible.find((r) => r.likely && r.kind === 'figure' && r.number === null)
  if (lost) return lost
  const value = keys.reduce((sum, r) => sum + amount(r)!, 0)
  // « 880 à confirmer » in another place leaves the same number in doubt here.
  const reserved = visible.find((r) => r.doubts.includes(reserveDoubt) && amount(r) === value)
  if (reserved) return reserved
  // « Carnes de 5 ppass » under « Carnets de 10 pass », in one column, adds to them.
  const inColumn = (r: Reading) => (k: Reading) =>
    k.unit === 'carnets' && k.sheet === r.sheet && k.col === r.col && k.row !== r.row
  const lot = visible.find(
    (r) =>
      r.kind === 'figure' &&
      r.unit === 'carnets' &&
      reasons.get(r)!.length > 0 &&
      keys.every(inColumn(r)),
  )
  if (lot) return lot
  const whole = ['seul', 'total']
  const rivals = visible.filter(
    (r) =>
      (r.likely || isToldAgainst(r, value)) &&
      reasons.get(r)!.length > 0 &&
      r.kind === 'figure' &&
      // A year beside a misspelt word may be that of the call: « (ocnvention 2019) ».
      (r.period === null || (r.unknown.length > 0 && /^20\d\d$/.test(r.period))) &&
      amount(r) !== null &&
      !keys.includes(r),
  )
  const figures = Map.groupBy(
    visible.filter((r) => r.kind === 'figure'),
    (r) => r.group,
  )
  // The only figure of its table is all that this says, whatever the headings over it are.
  const alone = (r: Reading) => figures.get(r.group)!.length === 1 && r.line.role !== 'ecarte'
  const stated = rivals.find(
    (r) =>
      ((whole.includes(r.line.role) && whole.includes(r.column.role)) || alone(r)) &&
      amount(r) !== value,
  )
  if (stated) return stated
  // Details in one column of another table: what they would give, were they read.
  const tables = Map.groupBy(rivals, (r) => r.group).values()
  const tabled = new Set(keys.map((r) => r.group))
  return [...tables].find((group) => {
    const { value: sum, proposal } = candidateOf(group)
    const read = sum ?? proposal
    return !tabled.has(group[0]!.group) && group.length > 1 && read !== null && read !== value
  })?.[0]
}

/** A second label for the same figure on the line of the first, that nothing answers: two tables side by side, one of them empty. */
function unansweredTwin(
  visible: Reading[],
  kept: Map<Reading, { scope: string }>,
): Reading | undefined {
  const [only, ...others] = kept.keys()
  if (only === undefined || others.length > 0) return undefined
  const row = (r: Reading) => /\d+$/.exec(r.labelAddress ?? '')?.[0]
  return visible.find(
    (r) =>
      r.kind === 'absence' &&
      r.text === '' &&
      r.sheet === only.sheet &&
      r.labelAddress !== only.labelAddress &&
      row(r) !== undefined &&
      row(r) === row(only),
  )
}

/** What may be proposed: a count, in pass or persons; a number of booklets of unknown size is none. */
function proposable(reading: Reading, value: number | null): string | null {
  if (value === null || !Number.isInteger(value) || value < 0) return null
  return reading.unit === 'carnets' && reading.factor === 1 ? null : String(value)
}

function doubtsOf(reading: Reading, harmless: Set<string>): string[] {
  const unknown = reading.unknown.filter(
    (word) => !harmless.has(word) && !isDemonym(word, harmless),
  )
  if (unknown.length === 0) return reading.doubts
  const list = unknown.map((word) => `« ${word} »`).join(', ')
  return [...reading.doubts, `le libellé contient des mots inconnus : ${list}`]
}
