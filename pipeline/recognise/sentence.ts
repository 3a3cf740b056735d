import { aims, sentencesOf, unbroken, withoutComparison } from './aim.ts'
import type { Context } from './context.ts'
import { correctionOf, corrections } from './correction.ts'
import { type Count, countsOf } from './count.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { type Label, parseLabel, says } from './label.ts'
import { isSure, type Notion, notionOf, partialDoubt } from './notion.ts'
import { type Figure, parseFigure } from './number.ts'
import { spellsUnclearly, withDigits } from './numeral.ts'
import { cellOf, type Passage, passagesOf } from './passage.ts'
import type { Reading } from './reading.ts'
import { mended, mendedText, misspeltDoubt, misspeltNotion } from './spelling.ts'
import { type Statement, toReading } from './statement.ts'
import { shared, unread } from './unread.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What sentences say, and the cells of those that say something. */
export interface Spoken {
  readings: Reading[]
  spoken: Set<string>
}

/**
 * Figures that stand in the same cell as their label: « Pass achetés : 1 250 », « 1 250 pass ont été achetés, dont 830 scannés ». The cell
 * is their address. Cells that are the label of a figure beside or under them (`labels`) are left out.
 */
export function readSentences(
  grid: Grid,
  vocabulary: Vocabulary,
  context: Context,
  labels: Set<string>,
): Spoken {
  const readings: Reading[] = []
  const spoken = new Set<string>()
  const days = new Map<Reading, string>()
  const among = ({ address }: Item) => !labels.has(address)
  for (const passage of passagesOf(grid, context.wrapped, among, vocabulary)) {
    const { label } = passage
    const first = passage.items[0]!
    // The mark of a note is no figure: « (1) Achats cumulés ».
    const text = withDigits(
      passage.text
        .replaceAll(/[^\S\r\n]+/g, ' ')
        .replaceAll(/\(\d{1,2}\)\s*$/g, '')
        .replace(/^\s*(?:\(\d{1,2}\)|\d{1,2}[.)](?!\d)|[¹²³*]+)\s*/, ''),
    )
    if (vocabulary.absence(text) === 'absence') {
      const terms = label.terms.filter((term) => term.sense !== 'negation')
      const missing = { ...label, terms }
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
    const none = /(?<!\p{L})(?:aucune?|\p{L}+aines?|milliers?)(?!\p{L})/iu.test(text)
    const counts = /\d/.test(text) || spellsUnclearly(text)
    if (!counts && !/[:=]/.test(text) && !shared(label) && !none) continue
    // « Aide : si vous avez acheté 1 000 pass, saisir 1000 » tells how to fill in, not what happened.
    if (says(label, 'consigne') || /\bexemple\b/i.test(text)) continue
    const partial = partialNear(grid, passage, vocabulary)
    const rectifies = says(label, 'rectification')
    for (const [index, statement] of heard(text, label, vocabulary).entries()) {
      const item = cellOf(passage, statement.digits ?? '')
      const reading = toReading(grid, item, statement, index, context)
      if (reading === null) continue
      const whole = says(statement.label, 'total', 'neutre_total')
      const doubts =
        partial && !whole ? [...new Set([...reading.doubts, partialDoubt])] : reading.doubts
      const said = { ...reading, doubts, rectifies, likely: reading.likely && (!partial || whole) }
      readings.push(said)
      if (statement.label.asOf !== null) days.set(said, statement.label.asOf)
    }
    if (readings.length > before) for (const { address } of passage.items) spoken.add(address)
  }
  return { readings: latest(readings, days), spoken }
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

/** Whether the text, or the paragraph before or after it, says that only a part of the territory is told of. */
function partialNear(grid: Grid, { items, text }: Passage, vocabulary: Vocabulary): boolean {
  // « dont 2 044 sur le seul bassin de Combe » says so of its part only.
  const label = parseLabel(text.replaceAll(/(?<!\p{L})dont\s[^,;.]*\d[^,;.]*/giu, ' '), vocabulary)
  const near = [besides(items[0]!, -1), besides(items.at(-1)!, 1)].filter(
    (other) => other?.kind === 'label' && !/\d/.test(other.cell.text),
  )
  return [{ label }, ...near].some(
    (one) => one?.label && says(mended(one.label, vocabulary), 'partiel'),
  )

  /** The paragraph before or after it, where it is not the same text again. */
  function besides({ cell }: Item, step: number): Item | undefined {
    let { row } = cell
    while (grid.at(row + step, cell.col)?.cell.text === cell.text) row += step
    return grid.at(row + step, cell.col)
  }
}

/** What a text states, and what it would state of other indicators were its slips mended (« 1 500 pass scnanés »), with that doubt. */
function heard(text: string, label: Label, vocabulary: Vocabulary): Statement[] {
  const found = statements(text, vocabulary)
  const mended = mendedText(text, label, vocabulary)
  if (mended === text) return found
  const told = new Set(found.map(indicatorOf))
  const more = statements(mended, vocabulary).flatMap((statement): Statement[] => {
    const { notion } = statement
    if (notion.kind !== 'indicator' || told.has(notion.indicator)) return []
    const written = { ...statement.label, text: text.trim() }
    return [
      { ...statement, label: written, notion: { ...notion, doubt: notion.doubt ?? misspeltDoubt } },
    ]
  })
  return [...found, ...more]
}

function statements(text: string, vocabulary: Vocabulary): Statement[] {
  // « Le nombre de bénéficiaires, qui était de 1 120 fin 2022, atteint 1 306 »: what it was is told in passing.
  const now = unbroken(text).replaceAll(
    /,\s+qui\s+(?:étai(?:en)?t|s['’]élevai(?:en)?t)\s[^,]*\d[^,]*,/g,
    ' ',
  )
  const plain = withoutComparison(now, vocabulary)
  return sentencesOf(plain)
    .filter((sentence) => !aims(sentence, vocabulary) && !correctionOf(sentence, vocabulary))
    .flatMap((sentence) => {
      const { found, open } = segments(sentence, vocabulary)
      if (found.length > 0 && !open && !spellsUnclearly(sentence)) return found
      const heard = found.map(indicatorOf)
      const missed = unread(sentence, vocabulary).filter((one) => !heard.includes(indicatorOf(one)))
      return [...found, ...missed]
    })
}

function indicatorIn(notion: Notion): string | null {
  return notion.kind === 'indicator' ? notion.indicator : null
}

function indicatorOf({ notion }: Statement): string | null {
  return indicatorIn(notion)
}

/** What a sentence states, and whether one of its numbers doesn't say what it counts. */
interface Said {
  found: Statement[]
  open: boolean
}

function segments(sentence: string, vocabulary: Vocabulary): Said {
  const said: Said = { found: [], open: false }
  let last: Count | null = null
  const tell = (text: string, besides: Statement | null = null) => {
    const counts = countsOf(text, vocabulary, last)
    last = counts.at(-1) ?? last
    for (const { role, notion, label, figure, digits } of counts) {
      said.open ||= role === 'open'
      const statement: Statement = { label, notion, figure, digits, rule: 'phrase' }
      const twice = besides !== null && indicatorOf(besides) === indicatorOf(statement)
      if (role === 'own' && !twice) said.found.push(statement)
    }
  }
  for (const segment of sentence.split(/[\r\n;•|]+|\s[–—-]\s(?=\p{L})/u)) {
    if (aims(segment, vocabulary)) continue
    // Dots that lead the eye from a label to its figure are a colon.
    const plain = segment.trim().replace(/\s*(?:\.{4,}|…{2,}|_{4,})\s*/, ' : ')
    const colon = /^(.*?)\s*[:=]\s*(\S.*)$/s.exec(plain)
    const one = colon ? labelled(colon[1]!, colon[2]!, vocabulary) : null
    if (one && !explained(one, plain, vocabulary)) {
      said.found.push(one)
      continue
    }
    // « Pass achetés : 820 (dont 500 scannés) »: the bracket is a clause of its own.
    const part = /^(.*\d[^()]*?)\s*\((dont\s[^()]*)\)\.?$/is.exec(colon?.[2] ?? '')
    const all = colon && part ? labelled(colon[1]!, part[1]!, vocabulary) : null
    if (all) {
      said.found.push(all)
      tell(`${colon![1]} ${part![1]}, ${part![2]}`, all)
    } else tell(plain)
  }
  return said
}

/** « Pass scannés : 9 120 au 31/12/2022 », « 9 120 sur 15 000 »: whether an answer of several numbers says by its words which one counts. */
function explained(one: Statement, text: string, vocabulary: Vocabulary): boolean {
  const { figure, notion: own } = one
  if (figure === 'absence') return false
  // « public : 247 bénéficiaires uniques » says more behind its colon than before it.
  const vague = own.kind === 'indicator' && own.doubt !== null && figure.kind === 'number'
  if (!vague && (figure.kind !== 'doubtful' || figure.proposal !== null)) return false
  return countsOf(text, vocabulary).some(
    ({ role, notion, figure: said }) =>
      role === 'own' &&
      isSure(notion) &&
      indicatorOf(one) === indicatorIn(notion) &&
      said.kind === 'number',
  )
}

/** `label : value`, where the value is one figure with at most its unit, or a word for none. */
function labelled(left: string, right: string, vocabulary: Vocabulary): Statement | null {
  // « Sur 1 500 pass achetés : 600 utilisés »: what has a count of its own is no label.
  if (countsOf(left, vocabulary).some(({ role }) => role !== 'other')) return null
  // « Pass scannés (unité = 1 pass) »: what stands in brackets states nothing.
  if (left.split('(').length > left.split(')').length) return null
  const label = parseLabel(left, vocabulary)
  const plain = notionOf([label])
  const notion = plain.kind === 'indicator' ? plain : misspeltNotion(label, vocabulary)
  if (notion?.kind !== 'indicator') return null
  const absence = vocabulary.absence(right)
  if (absence === 'absence') return { label, notion, figure: 'absence', rule: 'deux_points' }
  const figure: Figure =
    absence === 'zero'
      ? { kind: 'number', number: 0, approximate: false, rest: '', percent: false }
      : parseFigure(right.replace(/\.$/, ''))
  if (figure.kind === 'none' || figure.rest.split(' ').length > 3) return null
  if (figure.kind === 'doubtful' && /\(dont\s/i.test(right)) return null
  if (figure.kind === 'number' && figure.percent) return null
  return { label, notion, figure, rule: 'deux_points' }
}
