import type { Document, Part } from '../read/cell.ts'
import { textCell } from '../read/csv.ts'
import { type LargeWorkbook, lastRow } from '../read/large-workbook.ts'
import { mailOf, nameWithin } from '../read/mail.ts'
import { together, within } from '../recognise/enclosed.ts'
import { parseLabel, says } from '../recognise/label.ts'
import type { Reading } from '../recognise/reading.ts'
import { type Recognition, type Remark, recognise } from '../recognise/recognise.ts'
import type { Vocabulary } from '../recognise/vocabulary.ts'
import { countList, type ListCounts, type TextSource, UncountableError } from './count.ts'
import type { CountPlan } from './ingest.ts'
import { type ListShape, listShape, type Rows } from './list.ts'
import { type FoundList, maskLists } from './mask.ts'
import { maskPersons } from './persons.ts'
import { laureateOf, planOf } from './plan.ts'
import { type CountedList, listReadings, listRemarks, namesOf } from './readings.ts'
import { lineOf, type RowStream, rowStream, separator } from './rows.ts'
import { openText } from './stream.ts'
import type { Lexicon, ListTools } from './tools.ts'
import type { ListWords } from './words.ts'

/**
 * A workbook whose sheets are too large to be held, as `recogniseWithLists` takes it: lists are counted as their rows stream by, other
 * sheets must be small enough.
 * @throws Rejection
 */
export async function heldWorkbook(
  workbook: LargeWorkbook,
  tools: ListTools,
): Promise<{ document: Document; streams: ReadonlyMap<number, RowStream> }> {
  const { lists } = maskLists(workbook.head, tools.words)
  const streamed = new Set(
    lists.flatMap((list) => {
      const position = workbook.head.sheets.indexOf(list.sheet)
      const goesOn = workbook.cut.has(position) && list.last === lastRow(list.sheet.cells)
      return goesOn && list.shape.kind !== 'contacts' ? [position] : []
    }),
  )
  const streams = new Map([...streamed].map((at) => [at, rowStream(() => workbook.rows(at))]))
  return { document: await workbook.whole(streamed), streams }
}

/** More different laureates than this are no laureates. */
const mostLaureates = 200

/** A document as it may be shown and kept: lists taken out of it, and in the rest nothing that names a person. */
export function maskedDocument(
  document: Document,
  lexicon: Lexicon,
): { shown: Document; lists: FoundList[] } {
  const { words, persons } = lexicon
  if (document.parts === undefined) {
    const { document: rest, lists } = maskLists(document, words)
    return { shown: maskPersons(rest, persons.words, persons.masker), lists }
  }
  const mail = withMaskedNames(document, lexicon)
  const lists: FoundList[] = []
  const parts = mail.parts!.map((part): Part => {
    const masked = maskedDocument(part.document, lexicon)
    for (const list of masked.lists) {
      const name = nameWithin(part, list.sheet.name)
      lists.push({ ...list, sheet: { ...list.sheet, name } })
    }
    return { ...part, document: masked.shown }
  })
  return { shown: mailOf(mail.format, parts, mail.properties, mail.remarks ?? []), lists }
}

/** A mail with nothing that names a person in the names of the files that it encloses, nor in what is said of them. */
function withMaskedNames(mail: Document, lexicon: Lexicon): Document {
  const masked = (text: string) => lexicon.persons.masker.text(text)
  const parts = (mail.parts ?? []).map((part): Part => {
    const { name, document } = part
    if (name === null) return part
    const inner = document.parts === undefined ? document : withMaskedNames(document, lexicon)
    // The end of a name, which says what a file is, is no part of a person's.
    const end = /\.\w{1,5}$/.exec(name)?.[0] ?? ''
    return { name: masked(name.slice(0, name.length - end.length)) + end, document: inner }
  })
  const remarks = (mail.remarks ?? []).map((one) => ({ ...one, motif: masked(one.motif) }))
  return mailOf(mail.format, parts, mail.properties, remarks)
}

/**
 * Recognises a document, lists of vouchers and of persons apart: the former are counted, the latter asked about, and no text of either
 * is in what is returned.
 * @param streams the rows of sheets, by position, of which the document has only the first ones
 */
export async function recogniseWithLists(
  document: Document,
  tools: ListTools,
  streams: ReadonlyMap<number, RowStream> = new Map(),
): Promise<Recognition> {
  if (document.parts !== undefined) return await recogniseMail(document, tools)
  return await recogniseAlone(document, tools, streams, [])
}

/** Recognises the parts of a mail, each as it would be by itself: first what it encloses, then its own text, which may speak of that. */
async function recogniseMail(document: Document, tools: ListTools): Promise<Recognition> {
  const mail = withMaskedNames(document, tools)
  const enclosed: { name: string; recognition: Recognition }[] = []
  for (const part of mail.parts!) {
    if (part.name === null) continue
    const recognition = within(part, await recogniseWithLists(part.document, tools))
    enclosed.push({ name: part.name, recognition })
  }
  const letter = mail.parts!.find(({ name }) => name === null)!
  const figures = enclosed.flatMap(({ recognition }) => recognition.readings)
  const own = await recogniseAlone(letter.document, tools, new Map(), figures)
  const whole = together(within(letter, own), enclosed)
  const hasFigures = whole.readings.some(({ kind }) => kind === 'figure')
  for (const { sheet, motif, unlessFigures } of mail.remarks ?? []) {
    if (unlessFigures && hasFigures) continue
    remark(whole, { sheet, motif, address: null, proposal: null })
  }
  return whole
}

async function recogniseAlone(
  document: Document,
  tools: ListTools,
  streams: ReadonlyMap<number, RowStream>,
  enclosed: readonly Reading[],
): Promise<Recognition> {
  const { shown, lists } = maskedDocument(document, tools)
  const recognition = recognise(shown, tools.vocabulary, enclosed)
  const countable = lists.filter(({ shape }) => shape.kind === 'bons')
  const several = countable.length > 1 ? ['le fichier contient plusieurs listes de pass'] : []
  for (const list of lists) {
    if (list.shape.kind === 'personnes') remark(recognition, nominative(list.sheet.name))
  }
  for (const list of countable) {
    const above = document.sheets
      .find(({ name }) => name === list.sheet.name)!
      .cells.filter(({ row }) => row < list.first - 1)
    const titles = [list.sheet.name, ...above.map(({ text }) => text)]
    const known = list.goesOn ? [...several, otherPages] : several
    const doubts = list.partlyHidden ? [...known, hiddenLines] : known
    const { name, hidden } = list.sheet
    const stream = streams.get(document.sheets.indexOf(list.sheet))?.from(list.first)
    const place = { sheet: name, hidden, first: list.first }
    const dialect = { delimiter: separator, quotes: false }
    const plan = planOf(list.shape, list.rows.slice(0, 500), dialect)
    await addList(recognition, tools, list.shape, plan, stream?.source ?? sheetText(list), {
      ...place,
      titles,
      doubts,
      lateDoubts: () => (stream?.someHidden() && !list.partlyHidden ? [hiddenLines] : []),
      lastLine: () => stream?.last() ?? list.last,
    })
  }
  return recognition
}

/**
 * Recognises a text file that is too large to be held.
 * @returns null when it is no list of vouchers or persons
 * @throws Rejection `modifie` when its bytes aren't those that were landed
 */
export async function recogniseLargeText(
  location: string | Buffer,
  sha256: string,
  tools: ListTools,
): Promise<Recognition | null> {
  const text = await openText(location, sha256)
  const shape = listShape(text.head, tools.words)
  if (shape === null || shape.kind === 'contacts') return null
  const titles = text.head.slice(0, Math.max(shape.header, 0))
  const recognition = recognise(maskedDocument(titlesOnly(titles), tools).shown, tools.vocabulary)
  if (shape.kind === 'personnes') {
    remark(recognition, nominative('csv'))
    return recognition
  }
  const { source, lines } = text.after(shape.header + 1)
  const dialect = { delimiter: text.delimiter, quotes: true }
  const plan = planOf(shape, text.head.slice(shape.header + 1), dialect)
  await addList(recognition, tools, shape, plan, source, {
    sheet: 'csv',
    hidden: false,
    first: lines().first,
    titles: titles.flat(),
    doubts: [],
    lateDoubts: () => [],
    lastLine: () => lines().last,
  })
  return recognition
}

interface Around {
  sheet: string
  hidden: boolean
  first: number
  /** Texts above the list, and the name of its sheet. */
  titles: readonly string[]
  doubts: readonly string[]
  /** Known once the list has been read. */
  lateDoubts(): readonly string[]
  lastLine(): number
}

const hiddenLines = 'des lignes de la liste sont masquées'
const otherPages = 'la liste continue sur d’autres pages, qui ne sont pas comptées'

/** Counts a list and adds to a recognition what it says. */
async function addList(
  recognition: Recognition,
  { words, scratch, vocabulary }: ListTools,
  shape: ListShape,
  plan: CountPlan,
  source: TextSource,
  { sheet, hidden, first, titles, doubts, lateDoubts, lastLine }: Around,
): Promise<void> {
  const said = [...doubts]
  let counts: ListCounts
  let laureate = laureateOf(shape)
  try {
    counts = await countList(plan, words, source, scratch)
    if (counts.byLaureate.length > mostLaureates) {
      said.push(`la colonne « ${shape.titles[laureate!]} » a trop de valeurs différentes`)
      laureate = null
      counts = await countList({ ...plan, laureat: null }, words, source, scratch)
    }
  } catch (error) {
    if (!(error instanceof UncountableError)) throw error
    remark(recognition, uncountable(sheet))
    return
  }
  said.push(...lateDoubts())
  const bought = shape.columns.has('achat') || titles.some((title) => saysBought(title, vocabulary))
  const place = { sheet, hidden, first, last: lastLine() }
  const list: CountedList = { ...place, shape, counts, laureate, bought, doubts: said }
  recognition.readings.push(...listReadings(list, words))
  for (const one of listRemarks(list, words)) remark(recognition, one)
  if (counts.byLaureate.length === 1) addCues(recognition, list, words)
}

/** A column with one laureate on all lines says whose list it is. */
function addCues({ cues }: Recognition, list: CountedList, words: ListWords): void {
  for (const text of namesOf(list, list.counts.byLaureate[0]!, words)) {
    const cue = { text, sheet: list.sheet, address: '', row: -1 }
    if (list.laureate === list.shape.columns.get('siren')) cues.sirens.push({ ...cue, asked: true })
    else if (list.laureate === list.shape.columns.get('convention')) cues.codes.push(cue)
    else cues.names.push({ ...cue, labelled: true })
  }
}

function saysBought(title: string, vocabulary: Vocabulary): boolean {
  const label = parseLabel(title, vocabulary)
  return says(label, 'achat') && !says(label, 'negation', 'objectif', 'commande', 'finance')
}

function remark(recognition: Recognition, one: Remark): void {
  recognition.remarks = [...(recognition.remarks ?? []), one]
}

function nominative(sheet: string): Remark {
  return {
    sheet,
    address: null,
    motif:
      'liste de personnes : rien n’en est lu ni gardé ; demander les nombres de pass et de bénéficiaires, sans les noms',
    proposal: null,
  }
}

function uncountable(sheet: string): Remark {
  return {
    sheet,
    address: null,
    motif: 'liste de pass dont les lignes ne se découpent pas en colonnes : elle n’est pas comptée',
    proposal: null,
  }
}

/** The lines of a list as text: cells apart by a sign that no cell holds. */
function sheetText({ rows }: FoundList): TextSource {
  return function* () {
    for (const row of rows) yield lineOf(row)
  }
}

function titlesOnly(titles: Rows): Document {
  const cells = titles.flatMap((row, at) =>
    row.flatMap((text, col) => (text.trim() === '' ? [] : [textCell(at, col, text.trim())])),
  )
  return {
    format: 'csv',
    sheets: [{ name: 'csv', hidden: false, cells, merges: [] }],
    properties: { title: null, modified: null },
  }
}
