import type { Document } from '../read/cell.ts'
import { isQuoted } from './answer.ts'
import { correctionOf } from './correction.ts'
import { tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { parseLabel, says } from './label.ts'
import { partialDoubt } from './notion.ts'
import { passagesOf } from './passage.ts'
import type { Reading } from './reading.ts'
import { namesOtherScheme, namesPass } from './section.ts'
import { fold } from './text.ts'
import { persons, type Vocabulary } from './vocabulary.ts'
import { type Family, type Standing, type Warning, warningsIn } from './warning.ts'

/** What each family says of a figure, in French, before the sentence that says it. */
const reasons: Record<Family, string> = {
  etape: 'le rapport n’est pas le dernier mot',
  provisoire: 'le rapport n’est pas définitif',
  doute: 'le rapport met lui-même ce chiffre en doute',
  partiel: 'le rapport dit que ses chiffres ne sont pas entiers',
  surplus: 'le rapport dit qu’il compte aussi ce qui est à d’autres',
  double: 'le rapport dit que des personnes ou des pass sont comptés plusieurs fois',
  retour: 'le rapport dit que les mêmes personnes reviennent',
  annule: 'le rapport dit de ne pas se servir de ces chiffres',
  dispositif: 'le titre nomme un autre dispositif',
  inconnu: 'une remarque sur les chiffres n’est pas comprise',
}

/** Whether a doubt says that a figure is of another time, place or scheme than what is asked for: it contradicts none. */
export function isOfSomethingElse(doubt: string): boolean {
  const others: Family[] = [
    'etape',
    'provisoire',
    'partiel',
    'surplus',
    'annule',
    'dispositif',
    'inconnu',
  ]
  return others.some((family) => doubt.startsWith(reasons[family]))
}

/** What a title on the first sheet says of the whole document. */
const ofWhole: Family[] = ['etape', 'provisoire', 'annule']

const longestHeading = 90
const longestQuote = 200
/** Cells at the head of a sheet among which its title stands. */
const titleTexts = 5
/** Sheets of what stands on every page of a text. */
const besides = ['En-tête', 'Pied de page']
/** Formats whose sheets are the pages and tables of one text. */
const texts = ['docx', 'odt', 'html', 'pdf']
const mark = /^\s*(\(\d\)|\*+)\s*(?=\p{L})/u

/** A text that may warn, with the figures that it would warn of. */
interface Place {
  item: Item
  text: string
  standing: Standing
  scope: (warning: Warning) => readonly Reading[]
}

/**
 * Readings with those doubted that a warning is about which no rule has heard. A warning is heard where a reading quotes it, was corrected by it,
 * or stands in its own cell with a doubt. What it is about: the figure whose comment or label it is; the figures with its mark; of the
 * indicators that it names; of its section, where it is a heading; of its sheet or the whole document, where it is a title or a note.
 */
export function cautioned(
  document: Document,
  grids: readonly Grid[],
  readings: Reading[],
  vocabulary: Vocabulary,
): Reading[] {
  const figures = readings.filter((r) => r.kind === 'figure' && !r.hidden)
  if (figures.length === 0) return readings
  const doubts = new Map<Reading, string[]>()
  // The tables of other schemes are none of ours, whatever their labels are called.
  const apart = new Map<Reading, string>()
  const add = (reading: Reading, doubt: string) => {
    doubts.set(reading, [...new Set([...(doubts.get(reading) ?? []), doubt])])
  }
  const warn = (scope: readonly Reading[], warning: Warning) => {
    for (const reading of scope) {
      if (excepted(reading, warning, vocabulary)) continue
      add(reading, `${reasons[warning.family]} : « ${warning.sentence.slice(0, longestQuote)} »`)
    }
  }
  for (const grid of grids) {
    if (grid.sheet.hidden) continue
    const own = figures.filter((r) => r.sheet === grid.sheet.name)
    const foreign = foreignSections(grid, own, vocabulary)
    for (const section of foreign) {
      const sentence = section.heading.cell.text.trim()
      const foreigners = inSection(document, grid, section, figures, vocabulary)
      warn(foreigners, { family: 'dispositif', sentence, indicators: [] })
      for (const one of foreigners) apart.set(one, section.heading.address)
    }
    // What is said under the heading of another scheme is of that scheme.
    const aside = (row: number) =>
      foreign.some(({ heading, end }) => row > heading.cell.row && row < end)
    for (const r of own) {
      const comment = grid.byAddress(r.address)?.cell.comment?.trim() ?? ''
      if (numbersIn(comment).some((number) => rivals(number, r.number)))
        add(r, `un commentaire donne un autre chiffre : « ${comment.slice(0, longestQuote)} »`)
    }
    for (const [r, line] of countedTwice(grid, own))
      add(r, `${reasons.double} : « ${line.cell.text.trim().slice(0, longestQuote)} »`)
    for (const warning of warningsIn(grid.sheet.name.replaceAll('_', ' '), 'title', vocabulary))
      warn(own, warning)
    for (const place of placesOf(document, grid, grids, figures, vocabulary)) {
      if (aside(place.item.cell.row)) continue
      for (const warning of warningsIn(place.text, place.standing, vocabulary)) {
        if (!isHeard(place.item, warning, own, vocabulary))
          warn(numbered(warning, place.scope(warning)), warning)
      }
    }
  }
  for (const warning of warningsIn(document.properties.title ?? '', 'title', vocabulary)) {
    if (ofWhole.includes(warning.family)) warn(figures, warning)
  }
  if (doubts.size === 0) return readings
  return readings.map((reading) => {
    const own = doubts.get(reading)
    if (own === undefined) return reading
    const group = [reading.group, apart.get(reading)].filter(Boolean).join(' ')
    return { ...reading, group, doubts: [...reading.doubts, ...own], likely: false }
  })
}

/**
 * The persons of a sheet beside a line that counts them once and finds fewer: « dont personnes uniques | 702 » under « Somme | 1 310 », or under
 * lines that come to more. A line that keeps to a place or a kind of persons is a part of them.
 */
function countedTwice(grid: Grid, own: readonly Reading[]): [Reading, Item][] {
  const counted = own.filter((r) => r.indicator === 'beneficiaires_uniques' && r.rule === 'tableau')
  const most = Math.max(...counted.map((r) => r.number ?? 0))
  const bearing = new Set(counted.map((r) => r.address))
  for (const line of grid.items) {
    if (line.kind !== 'label' || !countsOnce(line)) continue
    const own = grid.row(line.cell.row).filter((other) => other.kind === 'number')
    const [only] = own
    if (own.length !== 1 || only?.figure.kind !== 'number' || bearing.has(only.address)) continue
    const { number } = only.figure
    const first = Math.min(...counted.map((r) => r.row))
    if (number > 0 && number < most && line.cell.row > first)
      return counted.map((r): [Reading, Item] => [r, line])
  }
  return []
}

function countsOnce({ label }: Item): boolean {
  return (
    label!.unknown.length === 0 &&
    says(label!, 'distinct', 'beneficiaires_uniques') &&
    says(label!, 'dont', ...persons) &&
    !says(label!, 'lieu', 'categorie', 'nouveau', 'anterieur', 'objectif', 'acteur')
  )
}

/** Of the figures in scope those that the sentence repeats, where it repeats any: « le 1 530 est bizarre ». */
function numbered(
  { sentence, indicators }: Warning,
  scope: readonly Reading[],
): readonly Reading[] {
  if (indicators.length > 0) return scope
  const numbers = numbersIn(sentence)
  const repeated = scope.filter(({ number }) => number !== null && numbers.includes(number))
  return repeated.length > 0 ? repeated : scope
}

/** The counts in a text, years left out. */
function numbersIn(text: string): number[] {
  return [...fold(text).matchAll(numeral)]
    .map(([digits]) => Number(digits.replaceAll(/\D/g, '')))
    .filter((number) => number < 2000 || number > 2040)
}

/** Whether two numbers may be two of the same thing: not equal, and neither twice the other. */
function rivals(one: number, other: number | null): boolean {
  return other !== null && one !== other && one * 2 > other && one < other * 2
}

const numeral = /(?<![\d.,/-])(?:\d{1,3}(?:[ .']\d{3})+(?!\d)|\d+(?![\d/-]|[.,]\d))/g

/** Who is said to be counted once, or which sentence gives the right figure itself, is not what the warning is about. */
function excepted(
  reading: Reading,
  { family, sentence }: Warning,
  vocabulary: Vocabulary,
): boolean {
  if (reading.corrects !== undefined) return true
  if (family !== 'double' && family !== 'retour') return false
  // « non dédoublonné entre les deux conventions »: each of them is.
  if (reading.aap !== null && acrossCalls.test(fold(sentence))) return true
  const said = clauseOf(reading)
  const label = parseLabel(said, vocabulary)
  const unique = says(label, 'distinct', 'beneficiaires_uniques') || /\buniques?\b/.test(fold(said))
  if (!unique) return false
  if (sentence.includes(reading.label)) return true
  return family === 'retour' && reading.line.role !== 'detail' && reading.column.role !== 'periode'
}

/** What a label says, or of a sentence the clause that the number stands in. */
function clauseOf({ label, number, rule }: Reading): string {
  if (rule !== 'phrase' || number === null) return label
  const clauses = label.split(/[,;:(]|(?<!\p{L})(?:mais|car|et|dont)(?!\p{L})/u)
  return clauses.find((clause) => numbersIn(clause).includes(number)) ?? label
}

const acrossCalls = /\bentre (?:les|nos|ces) (?:deux |2 )?(?:conventions?|appels?|aap)\b/

/** Whether a rule has made something of a warning already. */
function isHeard(
  item: Item,
  { family, sentence }: Warning,
  own: readonly Reading[],
  vocabulary: Vocabulary,
): boolean {
  if (correctionOf(sentence, vocabulary) !== null) return true
  // What was read from a sentence was understood.
  if (family === 'inconnu' && own.some((r) => r.address === item.address && isSpoken(r)))
    return true
  const quote = sentence.slice(0, 40)
  return own.some((r) => {
    if (r.doubts.some((doubt) => doubt.includes(quote))) return true
    const near = Math.abs(r.row - item.cell.row) <= 2
    if (family === 'partiel' && near && r.doubts.includes(partialDoubt)) return true
    return r.address === item.address && r.rectifies
  })
}

const isSpoken = ({ rule }: Reading) => rule === 'phrase' || rule === 'deux_points'

/** The texts of a sheet that may warn: its name, those alone on their line, comments, and the labels of figures. */
function placesOf(
  document: Document,
  grid: Grid,
  grids: readonly Grid[],
  figures: readonly Reading[],
  vocabulary: Vocabulary,
): Place[] {
  const { name } = grid.sheet
  const own = figures.filter((r) => r.sheet === name)
  const labelled = Map.groupBy(
    own.filter((r) => r.address !== r.labelAddress),
    (r) => r.labelAddress ?? '',
  )
  const first = grids.find(({ sheet }) => !sheet.hidden) === grid
  const titled = grid.items.slice(0, titleTexts).at(-1)?.cell.row ?? 0
  const top = Math.min(titled, ...own.map((r) => r.row))
  const isTitle = ({ cell }: Item) => cell.row <= top || besides.includes(name)
  const widest = (item: Item) => (warning: Warning) => {
    const among = (those: readonly Reading[]) =>
      warning.indicators.length === 0
        ? those
        : those.filter((r) => warning.indicators.includes(r.indicator) || isOrdered(r, warning))
    const wide = texts.includes(document.format) || own.length === 0
    const whole = first && isTitle(item) && ofWhole.includes(warning.family)
    if (among(own).length === 0 || wide || whole) return among(figures)
    if (own.some((r) => r.row < item.cell.row) && isHeading(grid, item, own)) {
      const end = nextHeading(grid, item, own)
      const below = among(own).filter((r) => r.row > item.cell.row && r.row < end)
      if (below.length > 0) return below
    }
    return among(own)
  }
  const places: Place[] = []
  const alone = new Set<Item>()
  for (const item of grid.items) {
    const { cell, address } = item
    if (cell.hidden || cell.struck) continue
    if (cell.comment !== null && /\p{L}{3}/u.test(cell.comment)) {
      const about = commentedOn(grid, item, own)
      const scope = about.length > 0 ? () => about : widest(item)
      places.push({ item, text: cell.comment, standing: 'comment', scope })
    }
    if (!isText(item)) continue
    const borne = labelled.get(address)
    const row = grid.row(cell.row)
    if (borne !== undefined)
      places.push({ item, text: cell.text, standing: 'bound', scope: () => borne })
    else if (row.length > 1) {
      const whole = statedOn(grid, item, own)
      if (whole !== null) places.push({ item, text: whole, standing: 'title', scope: widest(item) })
    } else if (item.kind === 'label') alone.add(item)
    else places.push({ item, text: cell.text, standing: 'text', scope: widest(item) })
  }
  const wrapped = document.format === 'pdf' || document.format === 'csv'
  for (const { text, items } of passagesOf(grid, wrapped, (item) => alone.has(item), vocabulary)) {
    const [item] = items as [Item]
    // What a mail quotes of an earlier one was said then.
    if (isQuoted(text)) continue
    const sign = mark.exec(text)?.[1]
    const starred = sign === undefined ? [] : bearing(grid, sign, own)
    if (starred.length > 0) places.push({ item, text, standing: 'bound', scope: () => starred })
    else
      places.push({ item, text, standing: isTitle(item) ? 'title' : 'text', scope: widest(item) })
  }
  return places
}

/** What a line of texts that stand over no figures says: « RAPPORT INTERMÉDIAIRE | situation au 31 décembre 2020 »; null for any other line. */
function statedOn(grid: Grid, item: Item, own: readonly Reading[]): string | null {
  const { row, col, text } = item.cell
  const line = grid.row(row)
  if (line[0] !== item || !line.every(isText) || earlierOne.test(fold(text))) return null
  const { heads, owners } = tablesOf(grid)
  const heading =
    [...heads.values()].includes(row) ||
    [...owners.values()].some(({ upper }) => upper.includes(row))
  if (heading || own.some((r) => r.col === col && r.row > row)) return null
  return line.map(({ cell }) => cell.text.trim()).join(' : ')
}

/** « Rapport précédent | bilan intermédiaire » */
const earlierOne = /^(?:(?:rapport|bilan|version|document)s? )?(?:precedent|anterieur|historique)/

const isOrdered = (r: Reading, { indicators }: Warning) =>
  r.indicator === 'pass_commandes' && indicators.includes('pass_achetes')

const isText = ({ kind }: Item) => kind === 'label' || kind === 'absence' || kind === 'date'

/** The figures that a comment on a cell is about: its own, those that it is the label of, those of its column or line. */
function commentedOn(grid: Grid, item: Item, own: readonly Reading[]): Reading[] {
  const exact = own.filter((r) => r.address === item.address || r.labelAddress === item.address)
  if (exact.length > 0 || grid.row(item.cell.row).length === 1) return exact
  const said = item.cell.text.trim()
  return own.filter((r) => r.label.split(' | ').includes(said))
}

/** The figures whose labels, or whose own cells, end in the mark of a note. */
function bearing(grid: Grid, sign: string, own: readonly Reading[]): Reading[] {
  const marked = new Set(
    grid.items.filter(({ cell }) => cell.text.trim().endsWith(sign)).map(({ address }) => address),
  )
  return own.filter((r) => marked.has(r.address) || marked.has(r.labelAddress ?? ''))
}

/** Whether a text alone on its line heads what follows: short, no sentence, nothing read from it. */
function isHeading(grid: Grid, { cell, address, kind }: Item, own: readonly Reading[]): boolean {
  const text = cell.text.trim()
  if (kind !== 'label' || grid.row(cell.row).length > 1) return false
  if (text.length > longestHeading || /[.;!?:,]$/.test(text)) return false
  return !own.some((r) => r.address === address)
}

/** The row of the next heading, or the one behind the last row. */
function nextHeading(grid: Grid, item: Item, own: readonly Reading[]): number {
  const next = grid.items.find(
    (other) => other.cell.row > item.cell.row && isHeading(grid, other, own) && begins(grid, other),
  )
  return next?.cell.row ?? grid.lastRow + 1
}

/** Whether a heading begins something: an empty line stands over it, or it is numbered. */
function begins(grid: Grid, { cell }: Item): boolean {
  return (
    cell.row === 0 ||
    grid.blank(cell.row - 1) ||
    /^\s*(?:\d{1,2}|[ivx]{1,4}|[a-h])\s?[.)-]/i.test(cell.text)
  )
}

/** What stands under a heading: rows of its sheet, from the one behind it to the one before `end`. */
interface Section {
  heading: Item
  end: number
}

/** The sections of a sheet whose headings name another scheme and not ours: each ends at the next heading that begins something, or names pass. */
function foreignSections(grid: Grid, own: readonly Reading[], vocabulary: Vocabulary): Section[] {
  return grid.items.flatMap((item) => {
    const { text, row } = item.cell
    if (!isHeading(grid, item, own) || !namesOtherScheme(text)) return []
    // « Bilan AAP 2019 – rédigé par le pôle France Services » is of ours.
    if (namesPass(text, vocabulary) || item.label!.aap !== null) return []
    const next = grid.items.find(
      (other) =>
        other.cell.row > row &&
        isHeading(grid, other, own) &&
        !namesOtherScheme(other.cell.text) &&
        (begins(grid, other) || namesPass(other.cell.text, vocabulary)),
    )
    return [{ heading: item, end: next?.cell.row ?? grid.lastRow + 1 }]
  })
}

/** The figures of a section that don't say themselves that they count pass of ours; of a text those of its tables too. */
function inSection(
  document: Document,
  grid: Grid,
  { heading, end }: Section,
  figures: readonly Reading[],
  vocabulary: Vocabulary,
): Reading[] {
  const { row, text } = heading.cell
  const places = new Map(document.sheets.map(({ name, after }) => [name, after]))
  const isOurs = (r: Reading) =>
    !vouchers.test(fold(text)) && says(parseLabel(r.label, vocabulary), 'objet')
  return figures.filter((r) => {
    if (isOurs(r)) return false
    if (r.sheet === grid.sheet.name) return r.row > row && r.row < end
    const after = grid.sheet.name === 'Texte' ? places.get(r.sheet) : undefined
    return after !== undefined && after > row && after <= end
  })
}

/** What other schemes hand out that is called like ours. */
const vouchers = /\b(?:pass|cheques?|visa)\b/
