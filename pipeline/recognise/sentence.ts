import { aims, aimsOn, sentencesOf, withoutComparison } from './aim.ts'
import type { Context } from './context.ts'
import { correctionOf, corrections } from './correction.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { type Label, parseLabel, says } from './label.ts'
import { type Notion, notionOf, partialDoubt } from './notion.ts'
import { type Figure, parseFigure } from './number.ts'
import type { Reading } from './reading.ts'
import { type Statement, toReading } from './statement.ts'
import { fold } from './text.ts'
import { shared, unread } from './unread.ts'
import type { Vocabulary } from './vocabulary.ts'

/**
 * Figures that stand in the same cell as their label: « Pass achetés : 1 250 », « 1 250 pass ont été achetés, dont 830 scannés ». The cell
 * is their address. Cells that are the label of a figure beside or under them (`labels`) are left out.
 */
export function readSentences(
  grid: Grid,
  vocabulary: Vocabulary,
  context: Context,
  labels: Set<string>,
): Reading[] {
  const readings: Reading[] = []
  for (const item of grid.items) {
    if (item.kind !== 'label' || labels.has(item.address)) continue
    // The mark of a note is no figure: « (1) Achats cumulés ».
    const text = item.cell.text
      .replaceAll(/\(\d{1,2}\)\s*$/g, '')
      .replace(/^\s*(?:\(\d{1,2}\)|\d{1,2}[.)](?!\d)|[¹²³*]+)\s*/, '')
    if (vocabulary.absence(text) === 'absence') {
      const terms = item.label!.terms.filter((term) => term.sense !== 'negation')
      const label = { ...item.label!, terms }
      const statement: Statement = {
        label,
        notion: notionOf([label]),
        figure: 'absence',
        rule: 'phrase',
      }
      const reading = toReading(grid, item, statement, 0, context)
      if (reading) readings.push(reading)
      continue
    }
    for (const [index, spelled] of spelledOut(text, vocabulary).entries()) {
      const reading = toReading(grid, item, spelled, 100 + index, context)
      if (reading) readings.push(reading)
    }
    readings.push(...corrections(grid, item, text, context))
    if (!/\d/.test(text) && !/[:=]/.test(text) && !shared(item.label!)) continue
    // « Aide : si vous avez acheté 1 000 pass, saisir 1000 » tells how to fill in, not what happened.
    if (says(item.label!, 'consigne') || /\bexemple\b/i.test(text)) continue
    const partial = partialNear(grid, item)
    for (const [index, statement] of statements(text, vocabulary).entries()) {
      const reading = toReading(grid, item, statement, index, context)
      if (reading === null) continue
      const doubts = partial ? [...new Set([...reading.doubts, partialDoubt])] : reading.doubts
      readings.push({ ...reading, doubts, rectifies: rectifying(item) })
    }
  }
  return readings
}

/** Whether the text, or the paragraph before or after it, says that only a part of the territory is told of. */
function partialNear(grid: Grid, item: Item): boolean {
  const { row, col } = item.cell
  const near = [grid.at(row - 1, col), grid.at(row + 1, col)].filter(
    (other) => other?.kind === 'label' && !/\d/.test(other.cell.text),
  )
  return [item, ...near].some((one) => one?.label && says(one.label, 'partiel'))
}

/** Whether a cell says that something written elsewhere is wrong: « lire 1 185 et non 1 158 ». */
function rectifying(item: Item): boolean {
  return says(item.label!, 'rectification')
}

const numberWords =
  /\b(cent|cents|mille|vingts?|trente|quarante|cinquante|soixante|million|millions)\b/

/** « Mille deux cents pass ont été achetés »: numbers in words, which a person has to write down. */
function spelledOut(text: string, vocabulary: Vocabulary): Statement[] {
  if (!numberWords.test(fold(text))) return none(text, vocabulary)
  return text.split(/[.;,]|\set\s(?!(?:une?|onze)\s)/i).flatMap((clause) => {
    if (/\d/.test(clause) || !numberWords.test(fold(clause))) return []
    const label = parseLabel(clause, vocabulary)
    const notion = notionOf([label])
    if (notion.kind !== 'indicator') return []
    const doubt = 'un nombre écrit en toutes lettres'
    const figure: Figure = {
      kind: 'doubtful',
      reason: 'plusieurs_nombres',
      proposal: null,
      rest: '',
    }
    return [{ label, notion: { ...notion, doubt }, figure, rule: 'phrase' }]
  })
}

/** « Aucun pass n'a été acheté en 2022 »: a zero, if it is of the whole time. */
function none(text: string, vocabulary: Vocabulary): Statement[] {
  if (!/(?<![a-z])aucune?(?![a-z])/.test(fold(text)) || text.length < 20) return []
  const label = parseLabel(text, vocabulary)
  const terms = label.terms.filter((term) => term.sense !== 'negation')
  const notion = notionOf([{ ...label, terms, unknown: [] }])
  if (notion.kind !== 'indicator') return []
  const figure: Figure = { kind: 'doubtful', reason: 'borne', proposal: 0, rest: '' }
  const doubt = 'une phrase qui dit qu’il n’y en a aucun'
  return [{ label, notion: { ...notion, doubt }, figure, rule: 'phrase' }]
}

function statements(text: string, vocabulary: Vocabulary): Statement[] {
  const plain = withoutComparison(unbroken(text), vocabulary)
  return sentencesOf(plain)
    .filter((sentence) => !aims(sentence, vocabulary) && !correctionOf(sentence, vocabulary))
    .flatMap((sentence) => {
      const found = stated(sentence, vocabulary)
      const numbers = [...fold(sentence).matchAll(sentenceNumber)]
      const left = numbers.filter((number) => !isYear(fold(sentence), number)).length > found.length
      if (found.length > 0 && !left) return found
      const heard = found.map(indicatorOf)
      const missed = unread(sentence, vocabulary).filter((one) => !heard.includes(indicatorOf(one)))
      return [...found, ...missed]
    })
}

/** The figures of one sentence. Two of the same thing and time contradict each other: « Sur 2 000 pass scannés, 1 850 retenus ». */
function stated(sentence: string, vocabulary: Vocabulary): Statement[] {
  const found = segments(sentence, vocabulary)
  const said = (statement: Statement) => {
    const { figure, notion, label } = statement
    if (figure === 'absence' || notion.kind !== 'indicator' || figure.kind === 'none') return null
    const number = figure.kind === 'number' ? figure.number : figure.proposal
    return { number, of: `${notion.indicator} ${label.period} ${label.aap}` }
  }
  const all = found.map(said)
  return found.map((statement, index) => {
    const own = all[index]
    const rival = own && all.some((one) => one?.of === own.of && one.number !== own.number)
    if (!rival || statement.notion.kind !== 'indicator') return statement
    const doubt = 'la phrase donne plusieurs chiffres de la même chose'
    return { ...statement, notion: { ...statement.notion, doubt } }
  })
}

function indicatorOf({ notion }: Statement): string | null {
  return notion.kind === 'indicator' ? notion.indicator : null
}

function segments(sentence: string, vocabulary: Vocabulary): Statement[] {
  const found: Statement[] = []
  for (const segment of sentence.split(/[\r\n;•]+|\s[–—-]\s(?=\p{L})/u)) {
    // Dots that lead the eye from a label to its figure are a colon.
    if (aims(segment, vocabulary)) continue
    const plain = segment.trim().replace(/\s*(?:\.{4,}|…{2,}|_{4,})\s*/, ' : ')
    const colon = /^(.*?)\s*[:=]\s*(\S.*)$/s.exec(plain)
    const one = colon ? labelled(colon[1]!, colon[2]!, vocabulary) : null
    if (one) {
      found.push(one)
      continue
    }
    // « Pass achetés : 820 (dont 500 scannés) »: the bracket is a clause of its own.
    const part = /^(.*\d[^()]*?)\s*\((dont\s[^()]*)\)\.?$/is.exec(colon?.[2] ?? '')
    const all = colon && part ? labelled(colon[1]!, part[1]!, vocabulary) : null
    if (all) {
      const others = clauses(`${colon![1]} ${part![1]}, ${part![2]}`, vocabulary)
      found.push(all, ...others.filter((other) => indicatorOf(other) !== indicatorOf(all)))
      continue
    }
    found.push(...clauses(segment, vocabulary))
  }
  return found
}

/** A sentence whose words stand one under the other, as narrow cells make them, on one line again. */
function unbroken(text: string): string {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  const wordwise = lines.length > 3 && lines.every((line) => !/\S\s+\S/.test(line.trim()))
  return wordwise ? lines.map((line) => line.trim()).join(' ') : text
}

/** `label : value`, where the value is one figure with at most its unit, or a word for none. */
function labelled(left: string, right: string, vocabulary: Vocabulary): Statement | null {
  // « Pass scannés (unité = 1 pass) »: what stands in brackets states nothing.
  if (left.split('(').length > left.split(')').length) return null
  const label = parseLabel(left, vocabulary)
  const notion = notionOf([label])
  if (notion.kind !== 'indicator') return null
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

const sentenceNumber =
  /(?<![\w.,/-])\d{1,3}(?:[ .']\d{3})+(?![\d])|(?<![\w.,/-])\d+(?![\w/-]|[.,]\d)/g

/**
 * The numbers of a sentence that say what they count right after them: « 9 980 pass avaient été scannés sur les 17 900 pass
 * achetés ». A clause with one number may also say it before: « Les achats se montent à 1 250 ».
 */
function clauses(segment: string, vocabulary: Vocabulary): Statement[] {
  const found: Statement[] = []
  let before: Notion | null = null
  let period: string | null = null
  let aimed = false
  for (const clause of segment.split(/,(?!\d)\s*|\.\s+|\s+(?=dont\s)|\s+et\s+(?=[^,]*\d)/i)) {
    const plain = fold(clause)
    const numbers = [...plain.matchAll(sentenceNumber)].filter((n) => !isYear(plain, n))
    const whole = parseLabel(plain.replaceAll(sentenceNumber, ' '), vocabulary)
    // « acheté 1 200 pass pour un objectif de 1 500 achetés et 700 bénéficiaires »: the objective goes on.
    aimed = aimsOn(clause, aimed, vocabulary)
    // « carnets de 10 pass » tells a size, not a count.
    if (numbers.length === 0 || parseLabel(clause, vocabulary).carnet !== null) {
      // « En 2023, 450 pass ont été achetés »: the time holds for what follows.
      period = parseLabel(clause, vocabulary).period ?? period
      before = null
      continue
    }
    // « dont 830 scannés » is no part of the bought ones: it is another count.
    const part = says(whole, 'dont')
    for (const [i, number] of numbers.entries()) {
      const end = numbers[i + 1]?.index ?? plain.length
      const after = plain.slice(number.index + number[0].length, end)
      if (/^\s*(?:%|pour ?cent|€|euros?|en (?:pass|cheques?|carnets?)\b)/.test(after)) continue
      const label =
        numbers.length === 1 ? lonely(plain, number, vocabulary) : counted(after, vocabulary)
      const notion = label === null ? null : notionOf([label])
      if (label === null || notion?.kind !== 'indicator') continue
      label.period ??= whole.period ?? period
      const same = before?.kind === 'indicator' && before.indicator === notion.indicator
      if (!(part && (before === null || same))) {
        const figure = parseFigure(`${approximate(plain, number) ? 'environ ' : ''}${number[0]}`)
        found.push({ label, notion: hedged(notion, whole, aimed), figure, rule: 'phrase' })
      }
      before = notion
    }
    if (numbers.length === 0) before = null
  }
  return found
}

function isYear(clause: string, number: RegExpExecArray): boolean {
  if (!/^20[12]\d$/.test(number[0])) return false
  return /(?:en|annee|fin|debut|courant|depuis|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|projets?|aap|convention)\s*(?:de\s|\()?\s*$/.test(
    clause.slice(0, number.index),
  )
}

/** What a number counts by the words right after it; null when they start with something else than what is counted. */
function counted(after: string, vocabulary: Vocabulary): Label | null {
  const label = withoutPart(parseLabel(after, vocabulary))
  return label.terms.length > 0 ? label : null
}

/** What the only number of a clause counts: by the words after it where these say it, else by the whole clause. */
function lonely(clause: string, number: RegExpExecArray, vocabulary: Vocabulary): Label | null {
  const after = counted(clause.slice(number.index + number[0].length), vocabulary)
  if (after !== null && notionOf([after]).kind !== 'none' && notionOf([after]).kind !== 'object')
    return after
  const spoken = `${clause.slice(0, number.index)} ${clause.slice(number.index + number[0].length)}`
  // « Les structures ont scanné 936 pass »: who did it doesn't matter.
  const label = withoutPart(parseLabel(spoken, vocabulary))
  return { ...label, terms: label.terms.filter((term) => term.sense !== 'acteur') }
}

function withoutPart(label: Label): Label {
  return { ...label, terms: label.terms.filter((term) => term.sense !== 'dont') }
}

/** A sentence that also speaks of objectives, of what is left or of errors may mean something else. */
function hedged(notion: Notion, whole: Label, aimed: boolean): Notion {
  if (notion.kind !== 'indicator' || notion.doubt !== null) return notion
  if (!aimed && !says(whole, 'objectif', 'negation', 'potentiel', 'anterieur', 'moyenne'))
    return notion
  return { ...notion, doubt: 'la phrase parle aussi d’objectif, de reste ou d’un autre moment' }
}

function approximate(clause: string, number: RegExpExecArray): boolean {
  return /(?:environ|pres de|quelque|autour de|plus de|moins de|presque)\s*$/.test(
    clause.slice(0, number.index),
  )
}
