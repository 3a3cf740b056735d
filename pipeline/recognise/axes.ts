import { asksCall } from './astray.ts'
import { bear, partOfAnother, refinesLine } from './bearing.ts'
import { behindOf } from './behind.ts'
import type { Context } from './context.ts'
import { fallback } from './fallback.ts'
import { footRows } from './foot.ts'
import { isValue, tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { type Label, says } from './label.ts'
import { type Indicator, isSure, notionOf } from './notion.ts'
import { abovePath, leftPath } from './path.ts'
import type { Reading } from './reading.ts'
import { misspelt, misspeltNotion } from './spelling.ts'
import { fold } from './text.ts'
import { clashDoubt, readingOf, type Value } from './value.ts'
import { acts, persons, type Sense } from './vocabulary.ts'

/** The reading of one figure, or null; where line and column are of two indicators, `others` gets the doubt about the other one. */
export function readValue(
  grid: Grid,
  item: Item,
  context: Context,
  bearing: Set<Item>,
  others: Reading[],
): Reading | null {
  const left = leftPath(grid, item)
  // « Appel à projets | 2020 » under a heading that has slipped up says which call it is.
  if (left.labels[0] && asksYear(left.labels[0]) && isYearText(item)) return null
  const behind = behindOf(grid, item.cell.row)
  const line = bear(left.labels)
  let above = abovePath(grid, item, left)
  // « Bénéficiaires sur toute la période » under an empty row is no line of the table above it.
  const far = bear(above.labels).notion
  const another =
    isSure(line.notion) &&
    line.notion.kind === 'indicator' &&
    far.kind === 'indicator' &&
    line.notion.indicator !== far.indicator
  // Headings with nothing but an empty row under them head what follows it.
  const passed = above.crossed > 0 || !another
  const ended =
    above.sectioned ||
    (above.apart && far.kind !== 'none' && passed) ||
    (above.gap && another && passed)
  let leftHeader: string | null = null
  if (line.notion.kind === 'indicator' && ended) {
    if (far.kind === 'other') leftHeader = above.labels.map((l) => l.cell.text.trim()).join(' | ')
    above = { labels: [], crossed: 0, apart: true, gap: true, sectioned: true }
  }
  // At the foot of a table stands what no column counts.
  if (footRows(grid).has(item.cell.row))
    above = { labels: [], crossed: 0, apart: true, gap: true, sectioned: true }
  const column = bear(above.labels)
  for (const bearer of [...line.bearers, ...column.bearers]) bearing.add(bearer)
  const value: Value = { grid, item, context, left, above, line, leftHeader, bearing, others }
  if (behind.unclear) {
    // Either label may be the one of the figure.
    const follows = bear(behind.labels.get(item) ?? [])
    for (const bearer of follows.bearers) bearing.add(bearer)
    const other = readingOf(value, follows, [], 'ligne', 'tableau')
    if (other) others.push(other)
  }

  const lineOut = line.notion.kind === 'other' && !line.notion.place
  if (column.notion.kind === 'other') {
    // Lines and columns may be named after who acts; a column of workshops counts workshops.
    const acts = column.bearers.some((bearer) => says(bearer.label!, 'acte'))
    if (!column.notion.place || acts || line.notion.kind !== 'indicator') return null
  }
  if (lineOut && column.notion.kind !== 'indicator') return null
  for (const side of [line, column]) {
    if (side.notion.kind !== 'indicator' || !side.notion.part || partOfAnother(grid, side)) continue
    if (side !== line || !refinesLine(grid, line.bearers[0]!)) return null
  }
  if (line.notion.kind === 'indicator' && column.notion.kind === 'indicator') {
    // « Total (bénéficiaires dédoublonnés) » is the total of every column.
    const total = line.bearers.some((b) => sums(b.label!))
    // « Phss achetés » over a line of another indicator contradicts it as « Pass achetés » does.
    const { doubt: uncertain, unknown } = column.notion
    const slips = unknown.every((word) => context.vocabulary.slipOf(word, counted) !== null)
    const meant = uncertain === null && unknown.length > 0 && slips
    const contradicts = meant && column.notion.indicator !== line.notion.indicator
    if (isSure(line.notion) && countsPersons(grid, line.bearers, column.bearers))
      return readingOf(value, column, [...line.bearers, ...line.rest], 'colonne', 'tableau')
    if (isSure(line.notion) && !isSure(column.notion) && !total && !contradicts) {
      return readingOf(value, line, [...column.bearers, ...column.rest], 'ligne', 'tableau')
    }
    if (isSure(column.notion) && !isSure(line.notion)) {
      // « Bénéficiaires uniques (tous sites fusionnés) | 1 980 | » under « Achetés | Scannés » may be what it says itself.
      const sole = line.notion.indicator !== column.notion.indicator && isSole(grid, item)
      const notion = { ...line.notion, doubt: line.notion.doubt ?? clashDoubt }
      const other = sole
        ? readingOf(value, { ...line, notion }, column.bearers, 'ligne', 'tableau')
        : null
      if (other) others.push({ ...other, likely: false })
      return readingOf(value, column, [...line.bearers, ...line.rest], 'colonne', 'tableau')
    }
    if (line.notion.indicator !== column.notion.indicator && !total) {
      const doubt = clashDoubt
      const clash = { ...column.notion, doubt }
      const lined = { ...line, notion: { ...line.notion, doubt } }
      const other = readingOf(value, lined, column.bearers, 'ligne', 'tableau')
      if (other) others.push(other)
      return readingOf(value, { ...column, notion: clash }, line.bearers, 'colonne', 'tableau')
    }
    return readingOf(value, column, line.rest, 'colonne', 'tableau')
  }
  if (column.notion.kind === 'indicator' && nearlyAnother(left.labels[0], column.notion, context)) {
    const notion = { ...column.notion, doubt: clashDoubt }
    return readingOf(value, { ...column, notion }, line.rest, 'colonne', 'tableau')
  }
  // « Total (bénéficiaires) » under « Pass »; « Total acheté » under « Quantité (pass) » says nothing else.
  const ofPersons =
    line.notion.kind === 'indicator' && line.notion.indicator === 'beneficiaires_uniques'
  const things =
    ofPersons && column.notion.kind === 'object' && line.bearers.some((b) => sums(b.label!))
  if (
    line.notion.kind === 'indicator' &&
    (things || nearlyAnother(above.labels[0], line.notion, context))
  ) {
    const notion = { ...line.notion, doubt: clashDoubt }
    return readingOf(value, { ...line, notion }, above.labels, 'ligne', 'tableau')
  }
  if (line.notion.kind === 'indicator') {
    return readingOf(value, line, [...column.bearers, ...column.rest], 'ligne', 'tableau')
  }
  if (column.notion.kind === 'indicator') {
    return readingOf(value, column, [...line.bearers, ...line.rest], 'colonne', 'tableau')
  }
  const both = [...column.bearers, ...line.bearers]
  if (line.notion.kind === 'object' || column.notion.kind === 'object') {
    const together = notionOf([...above.labels, ...left.labels].reverse().map((l) => l.label!))
    if (together.kind === 'other') return null
    if (together.kind === 'indicator') {
      return readingOf(
        value,
        { notion: together, bearers: both, rest: [] },
        [],
        'colonne',
        'tableau',
      )
    }
  }
  return fallback(value)
}

/** « Scannés » under « Pass | Personnes »: whether the line names an act alone, and its columns the pass and the persons that it was done with. */
function countsPersons(grid: Grid, acted: readonly Item[], counted: readonly Item[]): boolean {
  const [heading] = counted
  const named = acted.some(({ label }) => says(label!, 'objet', 'carnet', ...persons))
  if (named || heading === undefined || !onlyOf(heading, persons)) return false
  return grid.row(heading.cell.row).some((other) => onlyOf(other, ['objet']))
}

/** Whether a figure is the only one of its line, in a table of several columns. */
function isSole(grid: Grid, item: Item): boolean {
  const head = tablesOf(grid).heads.get(item.cell.row)
  if (head === undefined || grid.row(head).length < 3) return false
  return grid.row(item.cell.row).filter(isValue).length === 1
}

function onlyOf({ label }: Item, senses: readonly Sense[]): boolean {
  if (label === null || label.terms.length === 0 || label.unknown.length > 0) return false
  return label.terms.every(({ sense }) => sense === 'nombre' || senses.includes(sense))
}

/** Whether the label on the other axis is a slip away from one of another indicator. */
function nearlyAnother(
  item: Item | undefined,
  { indicator }: { indicator: Indicator },
  context: Context,
): boolean {
  const label = item?.label
  if (label == null) return false
  if (!says(label, 'objet') && !misspelt(label.unknown, context.vocabulary)) return false
  const meant = misspeltNotion(label, context.vocabulary)
  return meant?.kind === 'indicator' && meant.indicator !== indicator
}

/** Senses of words that say what is counted. */
const counted: Sense[] = ['objet', ...acts, ...persons]

const asksYear = ({ label, cell }: Item) =>
  label!.period === null &&
  (says(label!, 'annee') || asksCall.test(fold(cell.text).replaceAll('_', ' ')))

const isYearText = ({ cell }: Item) => /^20[12]\d$/.test(cell.text.trim())

const sums = (label: Label) => says(label, 'total', 'sous_total')
