import { once } from '../memo.ts'
import type { Grid } from './grid.ts'
import { type Item, valueKinds } from './item.ts'
import { type Label, says } from './label.ts'
import { indicatorIn, isSure, notionOf } from './notion.ts'
import { stacksOf } from './stack.ts'
import { fold } from './text.ts'
import type { Sense } from './vocabulary.ts'

/** A row of headings with the rows that stand under it, down to an empty row or the next row of headings. */
export interface Frame {
  /** Row of the headings. */
  head: number
  /** Rows of the table, in order. */
  rows: number[]
  /** The rows after the next empty one: where no figure stands in `rows`, those that the headings may have been for. */
  beyond: number[]
  /** Rows of headings right above. */
  upper: number[]
}

/** The tables of a sheet. */
interface Tables {
  /** With figures under their headings. */
  full: Frame[]
  /** Rows of headings with nothing under them. */
  idle: Frame[]
  /** The table that each row stands in, empty lines not crossed. */
  owners: Map<number, Frame>
  /** Row of the headings of each row under some. */
  heads: Map<number, number>
  /** Rows of captions under their figures. */
  captions: Set<number>
}

const tables = new WeakMap<Grid, Tables>()

/** The tables of a sheet, found once. */
export function tablesOf(grid: Grid): Tables {
  let known = tables.get(grid)
  if (known === undefined) {
    const all = framesOf(grid)
    const filled = (rows: number[]) => rows.some((row) => grid.row(row).some(isValue))
    const owners = new Map(all.flatMap((frame) => frame.rows.map((row) => [row, frame] as const)))
    const frames = all.map((frame): Frame => {
      const { rows, beyond } = frame
      const whole = filled(rows) || isAnswer(grid, frame)
      return whole ? frame : { ...frame, rows: [...rows, ...beyond] }
    })
    const full = frames.filter(({ rows }) => filled(rows))
    const heads = full.flatMap(({ head, rows }) => rows.map((row) => [row, head] as const))
    const idle = all.filter((frame) => !filled(frame.rows) && !isAnswer(grid, frame))
    const cards = all.filter((frame) => areCaptions(grid, frame))
    const captions = new Set(cards.flatMap(({ head, upper }) => [...upper, head]))
    for (const row of stacksOf(grid).captions) captions.add(row)
    known = { full, idle, owners, heads: new Map(heads), captions }
    tables.set(grid, known)
  }
  return known
}

/** The labels that name a line from the right of its figures, under a heading for names (« Lieu », « Mois »); nearest first. */
export function namesAfter(grid: Grid, { row, col }: { row: number; col: number }): Item[] {
  return grid.row(row).filter((other) => {
    if (other.cell.col <= col || !isText(other)) return false
    const heading = headingOf(grid, other.cell)?.label
    if (heading == null || notionOf([other.label!]).kind === 'indicator') return false
    if (says(heading, 'commentaire')) return false
    return says(heading, ...keys) || isPlaceHeading(heading) || endsInTotal(grid, other)
  })
}

/** Whether a text stands in a column of texts, a line each, one of which is « Total … »: whatever its heading is called, names stand there. */
function endsInTotal(grid: Grid, { cell }: Item): boolean {
  return totalColumns(grid).has(`${tablesOf(grid).heads.get(cell.row)} ${cell.col}`)
}

const totalColumns = once((grid: Grid) => {
  const found = new Set<string>()
  for (const { head, rows } of tablesOf(grid).full) {
    for (const { cell } of grid.row(head)) {
      const texts = rows.flatMap((row) => grid.at(row, cell.col) ?? [])
      const total = texts.some((i) => /^total\b/.test(fold(i.cell.text)))
      if (texts.length > 2 && texts.every(isText) && total) found.add(`${head} ${cell.col}`)
    }
  }
  return found
})

/** Whether a label heads a column of places or of who acts. */
export function isPlaceHeading(label: Label): boolean {
  const notion = notionOf([label])
  // Acts are counted: « Accompagnements » heads figures.
  const counted = says(label, 'acte')
  return notion.kind === 'other' && notion.place === true && label.terms.length === 1 && !counted
}

/** Whether a text is an answer inside a table: under its headings, on a line with a name. */
export function answersLine(grid: Grid, { cell }: Item): boolean {
  const head = tablesOf(grid).heads.get(cell.row)
  const [first, second] = grid.row(cell.row)
  // « 3 | Les prescripteurs étaient-ils formés ? | 24 agents »: a number of its own stands before the name of a line.
  const numbered = first?.kind === 'number' && first.cell.col === 0 && first.cell.text.length < 4
  const name = numbered ? second : first
  return head !== undefined && name !== undefined && name.cell.col < cell.col && isText(name)
}

/** Whether a text stands under a heading for places: « Commune », « Lieu de médiation ». */
export function namesPlace(grid: Grid, label: Item): boolean {
  const heading = headingOf(grid, label.cell)?.label
  return heading != null && (says(heading, 'lieu') || isPlaceHeading(heading))
}

/** Whether a text is the answer to another heading of its line, and names nothing: « Non » or « Chargée de mission » in a form of one line. */
export function answersAnother(grid: Grid, label: Item): boolean {
  if (choice.test(fold(label.cell.text))) return true
  const heading = headingOf(grid, label.cell)
  // « Date de démarrage effectif » dates the project and not its figures.
  if (heading?.label != null && says(heading.label, 'date') && heading.label.unknown.length > 0) {
    return true
  }
  if (heading?.label == null) return false
  if (endsConvention(grid, label, heading)) return true
  if (says(heading.label, ...naming) || isPlaceHeading(heading.label)) return false
  const notion = notionOf([label.label!])
  const asked = /\?\s*$/.test(heading.cell.text)
  return asked || (notion.kind === 'other' && !notion.place && heading.cell.col > 0)
}

const beginning =
  /^(?:(?:date|mois|annee) )?(?:de |du |d')?(?:debut|demarrage|depart|lancement|signature|notification)(?: .*)?$/
const ending = /^(?:(?:date|mois|annee) )?(?:de |du |d')?(?:fin|echeance|terme|cloture)(?: .*)?$/

/** Whether « Début » and « Fin » over a line are more than a year apart: when the convention began and ended, and no period of the figures. */
function endsConvention(grid: Grid, label: Item, heading: Item): boolean {
  const own = fold(heading.cell.text)
  if (!beginning.test(own) && !ending.test(own)) return false
  const other = beginning.test(own) ? ending : beginning
  const month = monthOf(label)
  return grid.row(label.cell.row).some((item) => {
    const over = item.label === null ? undefined : headingOf(grid, item.cell)
    if (over === undefined || !other.test(fold(over.cell.text))) return false
    const end = monthOf(item)
    return month !== null && end !== null && Math.abs(end - month) > 12
  })
}

/** The month that a cell is of, counted from year 0; of a year alone its first; null where it names none. */
function monthOf({ label }: Item): number | null {
  const said = label?.asOf ?? label?.period ?? ''
  const [, year, month] = /^(20\d\d)(?:-(\d\d))?/.exec(said) ?? []
  return year === undefined ? null : Number(year) * 12 + Number(month ?? 1)
}

/** The heading of a place in its table: the label in the lowest line of headings above it; undefined when there is none. */
export function headingOf(
  grid: Grid,
  { row, col }: { row: number; col: number },
): Item | undefined {
  const head = tablesOf(grid).heads.get(row)
  return head === undefined ? undefined : grid.spread(head, col)
}

/** Whether a label stands under its figure as a caption, and heads nothing below. */
export function isCaption(grid: Grid, { cell }: Item): boolean {
  return tablesOf(grid).captions.has(cell.row)
}

/**
 * Whether labels stand under their figures, as cards have them: a row of figures alone over them, and after them again figures with captions
 * under them, or nothing.
 */
function areCaptions(grid: Grid, { head, upper }: Frame): boolean {
  const figures = rowOver(grid, upper[0] ?? head)
  const before = rowOver(grid, figures)
  if (!captioned(grid, figures) || !(grid.blank(before) || grid.row(before).length === 1))
    return captioned(grid, figures) && captions(grid, before)
  let next = head + 1
  while (next <= grid.lastRow && (grid.blank(next) || grid.row(next).every(isText))) next++
  return next < grid.lastRow && captioned(grid, next)
}

/**
 * Whether what looks like headings is a title in several cells over cards: an empty line follows, every figure under it has its caption right below,
 * and none of the titles names an indicator.
 */
export function titlesCards(grid: Grid, { head, rows }: Frame): boolean {
  const figures = rows.filter((row) => grid.row(row).some(isValue))
  const counted = grid.row(head).some(({ label }) => notionOf([label!]).kind === 'indicator')
  if (counted || !grid.blank(head + 1) || figures.length === 0) return false
  return figures.every((row) => captioned(grid, row))
}

/** Whether a row holds figures alone, and the next one, past their merged areas, a text under each of them. */
function captioned(grid: Grid, row: number): boolean {
  const figures = grid.row(row)
  if (figures.length === 0 || !figures.every(isValue)) return false
  const texts = figures.map((item) => grid.below(item))
  const under = texts[0]?.cell.row
  if (under === undefined || grid.row(under).length !== figures.length) return false
  return texts.every(
    (text, n) => text?.cell.row === under && text.cell.col === figures[n]!.cell.col && isText(text),
  )
}

/** The row of what stands over a row: the one before it, or where the merged cell over its first item begins. */
export function rowOver(grid: Grid, row: number): number {
  const [first] = grid.row(row)
  return (first === undefined ? undefined : grid.above(first)?.cell.row) ?? row - 1
}

/** Whether a row is one of captions right under figures. */
function captions(grid: Grid, row: number): boolean {
  return captioned(grid, rowOver(grid, row))
}

/** Whether what looks like headings is a line of a form that is answered by a text: « Territoire | Nord et sud ». */
export function isAnswer(grid: Grid, { head }: Frame): boolean {
  const [first, ...others] = grid.row(head)
  if (others.length > 1) return false
  const named = others.some(({ label }) => says(label!, ...keys))
  if (notionOf([first!.label!]).kind === 'indicator') return !named
  if (says(first!.label!, 'commentaire', 'contact')) return true
  // « Motif | Aucun lieu n’a obtenu le label avant la fin. »
  const said = others.length === 1 ? notionOf([others[0]!.label!]).kind : 'indicator'
  if (said !== 'indicator' && said !== 'object' && isSentence(others[0]!.cell.text)) return true
  // « Durée moyenne | 6 heures », « Usages | entre 400 et 450 pass »
  const amount = ({ cell, label }: Item) => quantity.test(fold(cell.text)) && label!.period === null
  if (others.length === 1 && amount(others[0]!)) return true
  // « Votre réponse » is made of words that say nothing by themselves.
  const neutral = ({ label, cell }: Item) => label!.unknown.length === 0 && cell.text.length > 6
  return !others.every((item) => isHeading(item.label!) || neutral(item))
}

/** What is answered by a day: « Convention signée le ». */
export const asksDay =
  /\b(?:le|du|au|depuis|jusqu'au|date|signature|notification|debut|fin|echeance)\s?:?$|^dates?\b/

/** « Q8. Quand la dernière livraison a-t-elle eu lieu ? »: what is answered by a day or a month. */
export const asksWhen =
  /^(?:q?\d{1,2}\s?[.):-]\s*)?(?:quand|a quelle date|en quelle annee|en quel mois|depuis quand|jusqu'a quand)\b/

/** Whether a text is a sentence with a verb of its own, and no name of a column. */
function isSentence(text: string): boolean {
  const plain = fold(text)
  const words = plain.split(' ').length
  return words > 5 && (/[.!]$/.test(plain) || verb.test(plain)) && !/\?$/.test(plain)
}

const verb =
  /(?:^| |')(?:a|ont|est|sont|n'a|n'ont|n'est|avons|sommes|etait|etaient|avait|avaient|sera|seront) (?:pas |plus |bien |tous |toutes |deja )?(?:ete |eu |pu |du )?[a-z]+/

const quantity = /^(?:(?:environ|entre|de|pres de|plus de|moins de|a peine|autour de|quelque) )?\d/

/** Whether a label is made of words that head columns, and of no other. */
export function isHeading(label: Label): boolean {
  if (label.period !== null || notionOf([label]).kind !== 'none') return true
  return label.unknown.length === 0 && label.terms.length > 0
}

/** Whether a cell is or stands for a figure. */
export const isValue = (item: Item) => valueKinds.includes(item.kind)

/** Whether a cell holds words or a day. */
export const isText = (item: Item) => item.kind === 'label' || item.kind === 'date'

/** Rows of two labels or more without a figure, over rows with figures. */
function framesOf(grid: Grid): Frame[] {
  const found: Frame[] = []
  let open: Frame | null = null
  let bridge = false
  for (let row = 0; row <= grid.lastRow; row++) {
    if (grid.blank(row)) {
      if (bridge) open = null
      bridge = open !== null
      continue
    }
    const items = grid.row(row)
    if (
      items.length >= 2 &&
      items.every(isText) &&
      !isQuestion(items) &&
      (open === null || bridge || opens(grid, items, open))
    ) {
      // The lower of two rows of headings is the one that stands over the columns.
      const bare: boolean = open !== null && !open.rows.some((r) => grid.row(r).some(isValue))
      const above = bare && !bridge ? found.pop() : undefined
      const upper: number[] = above ? [...above.upper, above.head, ...above.rows] : []
      open = { head: row, rows: [], beyond: [], upper }
      found.push(open)
      bridge = false
    } else if (open !== null) (bridge ? open.beyond : open.rows).push(row)
  }
  return found
}

/**
 * « Pass achetés | voir annexe | … », « Convention signée le | 14/10/2019 », « Convention : 2019-014 | Exercice : 2020 à 2022 »: a line of a form with
 * words or a day for answers.
 */
function isQuestion(items: readonly Item[]): boolean {
  const [first, second, third] = items
  if (items.every(holdsAnswer)) return true
  const timed =
    second!.kind === 'date' ||
    (second!.label!.period !== null && second!.label!.unknown.length === 0)
  if (third === undefined && timed && asksWhen.test(fold(first!.cell.text))) return true
  // « Pass achetés | 5 400 achetés » over another such line: the number is answered with its words.
  const counted = third === undefined && isCount(second!.cell.text)
  if (counted && first!.label !== null && second!.label !== null) {
    const [asked, told] = [first, second].map((item) => notionOf([item!.label!]))
    if (isSure(asked!) && indicatorIn(asked!) === indicatorIn(told!)) return true
  }
  const day = third === undefined && second!.kind === 'date'
  if (day && asksDay.test(fold(first!.cell.text))) return true
  // « Votre structure a-t-elle acheté des pass ? | ☒ Oui ☐ Non »
  if (third === undefined && choice.test(fold(second!.cell.text))) return true
  return isSure(notionOf([first!.label!])) && !isHeading(second!.label!)
}

/** Whether a text begins with a number that is no year: « 5 400 achetés », « 1 000 pass à ce jour ». */
function isCount(text: string): boolean {
  return (
    /^\d{1,3}(?:[ .]\d{3})+ [a-z]|^\d+ [a-z]/.test(fold(text)) && !/^20[0-4]\d /.test(fold(text))
  )
}

/** « Oui », « ☒ Oui ☐ Non » */
export const choice = /^(?:[☒☐☑✓✔x[\]() /]*(?:oui|non))+[☒☐☑✓✔x[\]() /]*$/u

/** « Exercice : 2020 à 2022 »: a question with its answer in one cell, and none of pass or persons. */
function holdsAnswer({ cell, label }: Item): boolean {
  if (!/^[^:]{3,40}\s?:\s*[^\s:]/u.test(cell.text.trim())) return false
  return !['indicator', 'object'].includes(notionOf([label!]).kind)
}

/** Whether a line of texts among figures is one of headings, and not one of a name with texts for answers (« Mairie | voir annexe »). */
function opens(grid: Grid, items: readonly Item[], { head, rows }: Frame): boolean {
  const [first, ...others] = items
  const over = items.some(({ cell }) => {
    const below = grid.at(cell.row + 1, cell.col)
    return below !== undefined && isValue(below)
  })
  // « Prévu | Réalisé » right under headings goes on with them, whatever stands below.
  if (!over) return rows.length === 0 && items.every(({ label }) => isHeading(label!))
  if (headsAnew(grid, items)) return true
  // « | Convention | Avenant | Réalisé » over figures that are named left of them heads columns, whatever its words.
  const below = items.map(({ cell }) => grid.at(cell.row + 1, cell.col))
  const corner = grid.row(first!.cell.row + 1)[0]
  const cornerless = corner !== undefined && isText(corner) && corner.cell.col < first!.cell.col
  if (cornerless && below.every((item) => item !== undefined && isValue(item))) return true
  // « Ville de … | 2021 | voir annexe » over « Ville de … | 2022 | 1 000 » is the first line of a list.
  const again = (item: Item) => {
    const below = grid.at(item.cell.row + 1, item.cell.col)
    return below !== undefined && shapeOf(below) === shapeOf(item)
  }
  if (items.some((item) => again(item) && !isHeading(item.label!))) return false
  // « voir annexe » right under « Pass achetés » answers it.
  const answers = ({ cell, label }: Item) => {
    const asked = grid.at(head, cell.col)?.label
    const worded = label!.unknown.length > 0 && /^(?:\p{Ll}|\d)/u.test(cell.text.trim())
    return asked != null && isSure(notionOf([asked])) && worded
  }
  // « Réalisé | révu | Réalisé » is a row of headings, one of them with a slip.
  const divides = items.some(({ label }) => says(label!, 'realise', 'objectif'))
  if (others.some(answers) && !divides) return false
  if (rows.length === 0 || says(first!.label!, ...keys)) return true
  return others.every(({ label }) => isHeading(label!))
}

/** Whether each text of a line stands right over a figure, and under a title that says what these count: « Femmes | Hommes » under « Bénéficiaires uniques ». */
function headsAnew(grid: Grid, items: readonly Item[]): boolean {
  const { row } = items[0]!.cell
  const [title, ...more] = grid.row(row - 1)
  const over = ({ cell }: Item) => grid.at(row + 1, cell.col)?.kind === 'number'
  const titled = title?.kind === 'label' && more.length === 0 && isSure(notionOf([title.label!]))
  return titled && items.every((item) => item.kind === 'label' && over(item))
}

/** What texts that are made alike have in common: « BC 2021-014 » and « BC 2021-077 ». */
export function shapeOf({ cell }: Item): string {
  return fold(cell.text).replaceAll(/\d+/g, '0')
}

/** Words that head a column by which lines are named. */
const naming: Sense[] = ['entete', 'porteur', 'mois', 'annee', 'periode', 'lieu']

/** Words that head a column of names, days or numbers of bodies, never one of counts. */
export const keys: Sense[] = [
  'entete',
  'porteur',
  'contact',
  'date',
  'mois',
  'annee',
  'periode',
  'lieu',
]
