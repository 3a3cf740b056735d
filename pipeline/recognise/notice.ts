import type { Document } from '../read/cell.ts'
import { earlierFrom, isQuoted } from './answer.ts'
import { tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import { isHeading, nextHeading } from './heading.ts'
import type { Item } from './item.ts'
import { parseLabel } from './label.ts'
import { notionOf } from './notion.ts'
import { passagesOf } from './passage.ts'
import { isSpoken, type Reading } from './reading.ts'
import { fold } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'
import { ofWhole, type Standing, type Warning } from './warning.ts'

/** Cells at the head of a sheet among which its title stands. */
const titleTexts = 5
/** Sheets of what stands on every page of a text. */
const besides = ['En-tête', 'Pied de page']
/** Formats whose sheets are the pages and tables of one text. */
const texts = ['docx', 'odt', 'html', 'pdf']
const mark = /^\s*(\([\da-z]\)|\[[\da-z]\]|\*+)\s*(?=\p{L})/u

/** A text that may warn, with the figures that it would warn of. */
export interface Notice {
  item: Item
  text: string
  standing: Standing
  scope: (warning: Warning) => readonly Reading[]
}

/** The texts of a sheet that may warn: those alone on their line, comments, and the labels of figures. */
export function noticesOf(
  document: Document,
  grid: Grid,
  grids: readonly Grid[],
  figures: readonly Reading[],
  vocabulary: Vocabulary,
): Notice[] {
  const { name } = grid.sheet
  const own = figures.filter((r) => r.sheet === name)
  const labelled = Map.groupBy(
    own.filter((r) => r.address !== r.labelAddress),
    (r) => r.labelAddress ?? '',
  )
  const stated = Map.groupBy(own, (r) => r.address)
  const { heads, owners } = tablesOf(grid)
  const headings = new Set([
    ...heads.values(),
    ...[...owners.values()].flatMap(({ upper }) => upper),
  ])
  const first = grids.find(({ sheet }) => !sheet.hidden) === grid
  const titled = grid.items.slice(0, titleTexts).at(-1)?.cell.row ?? 0
  const top = Math.min(titled, ...own.map((r) => r.row))
  const isTitle = ({ cell }: Item) => cell.row <= top || besides.includes(name)
  // What a mail says of figures is said of those that it encloses too.
  const sheets = new Set(grids.map(({ sheet }) => sheet.name))
  const enclosed = figures.filter((r) => !sheets.has(r.sheet))
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
    return among([...own, ...enclosed])
  }
  const notices: Notice[] = []
  const alone = new Set<Item>()
  const earlier = earlierFrom(grid)
  for (const item of grid.items) {
    const { cell, address } = item
    // What a mail quotes of an earlier one was said then.
    if (cell.hidden || cell.struck || cell.row >= earlier || isQuoted(cell.text)) continue
    if (cell.comment !== null && /\p{L}{3}/u.test(cell.comment)) {
      const about = commentedOn(grid, item, own)
      const scope = about.length > 0 ? () => about : widest(item)
      notices.push({ item, text: cell.comment, standing: 'comment', scope })
    }
    // « 1 000 pour l’instant »: what is written behind a number in its own cell is of nothing else.
    // One that is doubted already stays the rival of another that it was.
    const told = (stated.get(address) ?? []).filter(({ doubts }) => doubts.length === 0)
    const words = item.kind === 'number' && item.figure.kind === 'number' && item.figure.rest !== ''
    const row = grid.row(cell.row)
    const answers = row.length > 1 && row[0] !== item && told.some(isSpoken)
    if (told.length > 0 && (words || answers)) {
      notices.push({ item, text: cell.text, standing: 'bound', scope: () => told })
      continue
    }
    if (!isText(item)) continue
    const borne = labelled.get(address)
    if (borne !== undefined)
      notices.push({ item, text: cell.text, standing: 'bound', scope: () => borne })
    else if (row.length > 1) {
      const whole = headings.has(cell.row) ? null : statedOn(grid, item, own)
      if (whole !== null)
        notices.push({ item, text: whole, standing: 'title', scope: widest(item) })
    } else if (item.kind === 'label') alone.add(item)
    else {
      const starred = markedBy(grid, cell.text, own)
      if (starred.length > 0)
        notices.push({ item, text: cell.text, standing: 'bound', scope: () => starred })
      else notices.push({ item, text: cell.text, standing: 'text', scope: widest(item) })
    }
  }
  const wrapped = document.format === 'pdf' || document.format === 'csv'
  for (const { text, items } of passagesOf(grid, wrapped, (item) => alone.has(item), vocabulary)) {
    const [item] = items as [Item]
    if (isQuoted(text) || isOfAnother(text, vocabulary)) continue
    const starred = markedBy(grid, text, own)
    if (starred.length > 0) notices.push({ item, text, standing: 'bound', scope: () => starred })
    else
      notices.push({ item, text, standing: isTitle(item) ? 'title' : 'text', scope: widest(item) })
  }
  return notices
}

/** « Nombre de pass distribués : 640 environ (registre incomplet) »: what is said behind a figure of something else is said of that. */
function isOfAnother(text: string, vocabulary: Vocabulary): boolean {
  const named = /^([^:]{3,80}):\s*\d/.exec(text)?.[1]
  return named !== undefined && notionOf([parseLabel(named, vocabulary)]).kind === 'other'
}

/** What a line of texts that stand over no figures says: « RAPPORT INTERMÉDIAIRE | situation au 31 décembre 2020 »; null for any other line. */
function statedOn(grid: Grid, item: Item, own: readonly Reading[]): string | null {
  const { row, col, text } = item.cell
  const line = grid.row(row)
  if (line[0] !== item || !line.every(isText) || earlierOne.test(fold(text))) return null
  if (own.some((r) => r.col === col && r.row > row)) return null
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

/** The figures whose labels, or whose own cells, end in the mark that a note begins with; none where it begins with none. */
function markedBy(grid: Grid, note: string, own: readonly Reading[]): Reading[] {
  const sign = mark.exec(note)?.[1]
  if (sign === undefined) return []
  const marked = new Set(
    grid.items.filter(({ cell }) => cell.text.trim().endsWith(sign)).map(({ address }) => address),
  )
  return own.filter((r) => marked.has(r.address) || marked.has(r.labelAddress ?? ''))
}
