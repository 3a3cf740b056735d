import { accomplished, sentencesOf } from './aim.ts'
import { type Answer, answersIn, earlierFrom, isQuoted, replacesEarlier } from './answer.ts'
import { withCalls } from './calls.ts'
import { caveatOn, publicDoubt } from './caveat.ts'
import type { Context } from './context.ts'
import { corrections } from './correction.ts'
import type { Grid } from './grid.ts'
import { type Told as Instalment, withInstalments } from './instalments.ts'
import type { Item } from './item.ts'
import { noLabel, says } from './label.ts'
import { referring } from './neighbour.ts'
import { type Indicator, notionOf, partialDoubt } from './notion.ts'
import { spellsUnclearly } from './numeral.ts'
import { nobody } from './owner.ts'
import { cellOf, type Passage, passagesOf } from './passage.ts'
import { withoutProvenance, withoutUpdates } from './provenance.ts'
import type { Reading } from './reading.ts'
import {
  blames,
  corrects,
  eachDoubt,
  isAbout,
  isCancelled,
  isOfAMeeting,
  isOfAWhile,
  isOfEach,
  isPerhapsCancelled,
  isQuestioned,
  partialNear,
  reserveDoubt,
  whileDoubt,
} from './reserve.ts'
import {
  aimedPassages,
  comparedPassages,
  foreignPassages,
  schemeDoubt,
  servedElsewhere,
} from './section.ts'
import { indicatorOf, type Statement, toReading } from './statement.ts'
import { fold } from './text.ts'
import { heard, type Told } from './told.ts'
import { shared } from './unread.ts'
import type { Vocabulary } from './vocabulary.ts'
import { answered } from './wording.ts'

/** What sentences say, and the cells of those that say something. */
export interface Spoken {
  readings: Reading[]
  spoken: Set<string>
  /** Sentences with a number that nothing was read from, by their cell, and what it may count. */
  missed: { address: string; text: string; indicators: Indicator[] }[]
}

/**
 * Figures that stand in the same cell as their label: « Pass achetés : 1 250 », « 1 250 pass ont été achetés, dont 830 scannés ». The cell
 * is their address. Cells that are the label of a figure beside or under them, and those figures (`labels`), are left out.
 */
export function readSentences(
  grid: Grid,
  vocabulary: Vocabulary,
  context: Context,
  labels: ReadonlySet<string>,
): Spoken {
  const readings: Reading[] = []
  const spoken = new Set<string>()
  const missed: Spoken['missed'] = []
  const days = new Map<Reading, string>()
  const stated = new Map<Reading, Instalment>()
  const among = ({ address }: Item) => !labels.has(address)
  const texts = passagesOf(grid, context.wrapped, among, vocabulary)
  const inTexts = new Set(texts.flatMap(({ items }) => items.map(({ address }) => address)))
  const alone = countsAlone(grid, (item) => among(item) && !inTexts.has(item.address))
  // What heads the texts around it heads a count alone on its line too.
  const all = [...texts, ...alone].sort((a, b) => a.items[0]!.cell.row - b.items[0]!.cell.row)
  const compared = comparedPassages(all, grid)
  const foreign = new Set([...foreignPassages(all, grid, vocabulary), ...compared])
  const aimed = aimedPassages(all, grid, vocabulary)
  const isOurs = (passage: Passage) => !foreign.has(passage) && !aimed.has(passage)
  const passages = texts.filter(isOurs)
  for (const { items } of aimed) for (const { address } of items) spoken.add(address)
  // Where nothing else is said, it may have been meant.
  const doneBeside = [...aimed].filter(({ text }) => accomplished(text, vocabulary))
  for (const { text, label, items } of [...compared, ...doneBeside]) {
    const { found, missed: open } = heard(text, label, vocabulary)
    const told = found.flatMap(({ notion }) =>
      notion.kind === 'indicator' ? [notion.indicator] : [],
    )
    missed.push({ address: items[0]!.address, text, indicators: [...told, ...open.flat()] })
  }
  const answers = answersIn(passages, grid, vocabulary)
  const quoted = new Set<Reading>()
  const earlierRow = earlierFrom(grid)
  const part = partOfTime(grid)
  const wholeYear = isOfOneYear(grid)
  const withdrawn = new Set<Reading>()
  const asked = answers.map(({ answer }) => answer).filter((one) => !passages.includes(one))
  const isAsked = ({ address }: Item) => asked.some(({ items }) => items[0]!.address === address)
  const counted = alone.filter((one) => isOurs(one) && !isAsked(one.items[0]!))
  const numbers = [...asked, ...counted]
  let earlier: readonly Statement[] = []
  for (const passage of [...passages, ...numbers]) {
    const { label } = passage
    // What is quoted of the one who asks gives an example of an answer.
    if (isQuoted(passage.text) && /(?<!\p{L})(?:exemple|ex\.|p\. ?ex)/iu.test(passage.text))
      continue
    const answer = answers.find((one) => one.answer === passage)
    if (answer) for (const { address } of answer.question.items) spoken.add(address)
    const first = passage.items[0]!
    // The mark of a note is no figure, nor is the code of a line: « (1) Achats cumulés », « B1 Nombre de pass achetés ».
    const text = answered(
      withoutUpdates(withoutProvenance(passage.text))
        .replaceAll(/[^\S\r\n]+/g, ' ')
        .replaceAll(/\(\d{1,2}\)\s*$/g, '')
        .replace(/^\s*(?:\(\d{1,2}\)|\d{1,2}[.)](?!\d)|[¹²³*]+)\s*/, '')
        .replace(/^\s*[A-Z]\d{1,2}\s?[.):–-]?\s+(?=\p{Lu}\p{Ll})/u, ''),
    )
    const lead =
      answer === undefined ? '' : (/^\s*r(?:éponse|[ée]p\.?)?\s*[:.]\s*/iu.exec(text)?.[0] ?? '')
    if (vocabulary.absence(text.slice(lead.length)) === 'absence' && !nobody.test(fold(text))) {
      const asked = answer?.question.label ?? label
      const terms = asked.terms.filter((term) => term.sense !== 'negation')
      const missing = { ...asked, terms }
      const statement: Statement = {
        label: missing,
        notion: notionOf([missing]),
        figure: 'absence',
        rule: 'phrase',
      }
      const reading = toReading(grid, first, statement, 0, context)
      if (reading) {
        readings.push(reading)
        spoken.add(first.address)
      }
      continue
    }
    const before = readings.length
    readings.push(...corrections(grid, first, text, context))
    const none =
      /(?<!\p{L})(?:aucune?|tou(?:s|tes)|totalité|intégralité|moitié|tiers|quarts?|plupart|majorité|personne n['’]|\p{L}+aines?|milliers?)(?!\p{L})/iu.test(
        text,
      )
    const counts = /\d/.test(text) || spellsUnclearly(text)
    // « 2021 » over columns is no sentence.
    if (/^\s*20[12]\d\s*$/.test(text)) continue
    if (!counts && !/[:=]/.test(text) && !shared(label) && !none) continue
    const partial = partialNear(grid, passage, vocabulary)
    const blamed = sentencesOf(text).filter(
      (one) => blames(one, vocabulary) && !corrects(one, vocabulary) && !replacesEarlier(one),
    )
    const told =
      answer === undefined
        ? heard(text, label, vocabulary)
        : answeredBy(answer, heard(text, label, vocabulary))
    const found = referring(told.found, text, earlier, vocabulary)
    earlier = found
    missed.push(
      ...told.missed.map((indicators) => ({
        address: first.address,
        text: passage.text,
        indicators,
      })),
    )
    for (const [index, statement] of found.entries()) {
      const item = cellOf(passage, statement.digits ?? '')
      const reading = toReading(grid, item, statement, index, context)
      if (reading === null) continue
      // Where nothing else is said, it may have stayed there.
      if (isOfAMeeting(statement)) {
        const indicators = [reading.indicator]
        missed.push({ address: item.address, text: passage.text, indicators })
        continue
      }
      const whole = says(statement.label, 'total', 'neutre_total')
      const unsure = isQuestioned(statement, text, vocabulary)
      const caveat = caveatOn(statement.label.text, statement.digits ?? '', text, reading.indicator)
      const doubts = [
        ...new Set([
          ...reading.doubts,
          ...(partial && !whole ? [partialDoubt] : []),
          ...(unsure ? [reserveDoubt] : []),
          ...(isOfEach(statement) ? [eachDoubt] : []),
          ...(caveat ? [caveat] : []),
          ...(isOfOneSex(statement) ? [publicDoubt] : []),
          ...(isServedElsewhere(statement) ? [schemeDoubt] : []),
          ...((isOfAWhile(statement) &&
            !(wholeYear && saysYear.test(fold(statement.label.text)))) ||
          (part && statement.label.period === null)
            ? [whileDoubt]
            : []),
        ]),
      ]
      const rectifies = blamed.some((one) => isAbout(one, statement, vocabulary))
      const cancelled = isPerhapsCancelled(statement) || isCancelled(statement)
      const said: Reading = {
        ...reading,
        indicator: cancelled ? 'pass_achetes' : reading.indicator,
        doubts,
        rectifies: rectifies || cancelled,
        likely: reading.likely && (!partial || whole) && caveat !== publicDoubt,
      }
      readings.push(said)
      stated.set(said, {
        reading: said,
        sentence: statement.label.text,
        digits: statement.digits ?? '',
      })
      if (isQuoted(passage.text) || first.cell.row >= earlierRow) quoted.add(said)
      if (isCancelled(statement)) withdrawn.add(said)
      if (statement.label.asOf !== null) days.set(said, statement.label.asOf)
    }
    if (readings.length > before) for (const { address } of passage.items) spoken.add(address)
  }
  // What a mail quotes of an earlier one is past where it says the same thing anew.
  const anew = new Set(
    readings.filter((r) => !quoted.has(r) && r.kind === 'figure').map((r) => r.indicator),
  )
  // An order that was cancelled is none where another one stands.
  const stands = readings.some((r) => isOrdered(r) && !withdrawn.has(r))
  const current = readings.filter(
    (r) => (!quoted.has(r) || !anew.has(r.indicator)) && !(stands && withdrawn.has(r)),
  )
  const called = withCalls(grid, current)
  for (const [at, reading] of current.entries()) {
    const day = days.get(reading)
    if (day !== undefined) days.set(called[at]!, day)
    const told = stated.get(reading)
    if (told !== undefined) stated.set(called[at]!, { ...told, reading: called[at]! })
  }
  const told = latest(called, days)
  const joined = withInstalments(
    told.map((reading) => stated.get(reading) ?? { reading, sentence: '', digits: '' }),
  )
  return { readings: joined, spoken, missed }
}

/** « 4 106 personnes ont été accompagnées par nos conseillers numériques », and nothing says that each counts once, or that they had a pass. */
function isServedElsewhere({ notion, label }: Statement): boolean {
  return notion.kind === 'indicator' && notion.rank < 3 && servedElsewhere(label.text)
}

const isOrdered = ({ indicator, kind }: Reading) =>
  kind === 'figure' && (indicator === 'pass_commandes' || indicator === 'pass_achetes')

/** Counts of persons that are a line of a list of counts, « 151 personnes » under « 640 scannés », or that say alone on their line that each counts once. */
function countsAlone(grid: Grid, among: (item: Item) => boolean): Passage[] {
  return grid.items.flatMap((item): Passage[] => {
    if (item.figure.kind !== 'number' || !ofPersons.test(item.figure.rest) || !among(item))
      return []
    const [line, over] = [grid.row(item.cell.row), grid.row(item.cell.row - 1)]
    const listed = over.length === 1 && countsFirst(over[0]!)
    const below = line.length === 1 && listed && over[0]!.cell.col === item.cell.col
    // « 164 bénéficiaires uniques », alone on its line, says all by itself.
    const whole = line.length === 1 && saysUnique.test(item.figure.rest)
    if (!below && !whole && !isTile(line, over)) return []
    const text = item.cell.text.replaceAll(/\s+/g, ' ')
    return [{ text, label: noLabel, items: [{ ...item, label: noLabel }] }]
  })
}

const countsFirst = ({ cell }: Item) => /^\s*\d/.test(cell.text)

/** « 18 327 pass scannés | 4 106 bénéficiaires uniques »: whether each cell of a line begins with its own figure, under a title or another such line. */
function isTile(line: readonly Item[], over: readonly Item[]): boolean {
  const worded = line.length > 1 && line.every(countsFirst) && line.some((i) => i.label !== null)
  return worded && (over.length < 2 || over.every(countsFirst))
}

const ofPersons =
  /^(?:personnes?|beneficiaires?|usagers?|habitants?)(?: (?:uniques?|differentes?))?$/
const saysUnique = / (?:uniques?|differentes?)$/

/** What a paragraph states that answers a question, and the question where it states nothing of it. */
function answeredBy({ statement, question }: Answer, told: Told): Told {
  const notion = notionOf([question.label])
  const asked = notion.kind === 'indicator' ? [notion.indicator] : []
  if (statement === null) return { ...told, missed: [asked] }
  const others = told.found.filter((one) => indicatorOf(one) !== indicatorOf(statement))
  return { found: [statement, ...others], missed: [] }
}

const saysYear = /\b(?:sur|dans|pendant|durant|au cours de|de) l'annee\b/

/** Whether a sheet parts its figures by all four quarters or both halves of a year, and names no two years: « sur l’année » is all of the time then. */
function isOfOneYear(grid: Grid): boolean {
  const periods = new Set(grid.items.flatMap(({ label }) => label?.period ?? []))
  const years = new Set([...periods].flatMap((period) => /^20\d\d/.exec(period)?.[0] ?? []))
  const parts = new Set([...periods].map((period) => period.replace(/^20\d\d-/, '')))
  const all = ['T1 T2 T3 T4', 'S1 S2'].some((one) => one.split(' ').every((p) => parts.has(p)))
  return all && years.size < 2
}

/** Whether one of the first lines says that the text is of a half-year or a quarter: « point du 1er semestre 2021 ». */
function partOfTime(grid: Grid): boolean {
  const parts = grid.items.flatMap(({ label }) =>
    /[ST]\d$/.test(label?.period ?? '') ? [label!.period] : [],
  )
  // Lines that are quarters are no title.
  if (new Set(parts).size > 1) return false
  return grid.items.some(
    ({ cell, label }) =>
      cell.row < 4 &&
      cell.text.length < 100 &&
      /[ST]\d$/.test(label?.period ?? '') &&
      // Quarters side by side head columns.
      grid.row(cell.row).filter((other) => /[ST]\d$/.test(other.label?.period ?? '')).length === 1,
  )
}

/**
 * Figures of one thing at several days, none smaller than the one before, are one that has grown: « au 30 juin 2021 : 3 120 pass utilisés ; au 30
 * juin 2022 : 7 215 ». The last one counts.
 */
function latest(readings: Reading[], days: ReadonlyMap<Reading, string>): Reading[] {
  const key = ({ indicator, aap }: Reading) => `${indicator} ${aap}`
  const passed = [...Map.groupBy(readings, key).values()].flatMap((group) => {
    const dated = group.filter((r) => days.has(r) && r.doubts.length === 0 && r.number !== null)
    const sorted = dated.toSorted((a, b) => (days.get(a)! < days.get(b)! ? -1 : 1))
    const apart = new Set(sorted.map((r) => days.get(r))).size === sorted.length
    const grows = sorted.every(
      (r, i) => i === 0 || r.number! * r.factor >= sorted[i - 1]!.number! * sorted[i - 1]!.factor,
    )
    return apart && grows ? sorted.slice(0, -1) : []
  })
  return readings.filter((reading) => !passed.includes(reading))
}

/** « Bénéficiaires uniques femmes : 120 ; hommes : 88 »: whether a label before a colon ends in one half of the public. */
function isOfOneSex({ label, rule }: Statement): boolean {
  return rule === 'deux_points' && /(?<!\p{L})(?:femmes|hommes)\s*$/iu.test(label.text)
}
