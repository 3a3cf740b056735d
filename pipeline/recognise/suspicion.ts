import { once } from '../memo.ts'
import type { Context } from './context.ts'
import { headingOf, tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import { type Item, valueKinds } from './item.ts'
import { says } from './label.ts'
import { type Indicator, isSure, notionOf } from './notion.ts'
import { numbering } from './path.ts'
import type { Role } from './reading.ts'
import { qualifierNear, repaired } from './spelling.ts'
import { fold } from './text.ts'
import type { Sense, Vocabulary } from './vocabulary.ts'

/** Whether a line of a csv runs past its header: a separator inside a number has cut it in two. */
export function shifted(grid: Grid, item: Item, headers: Item[]): boolean {
  const header = headers[0]
  if (grid.sheet.name !== 'csv' || !header) return false
  const { row } = item.cell
  if (runsPast(grid, row, header.cell.row)) return true
  // Where another line of the table does, its header has lost a column.
  const { long, blank } = tableUnder(grid, header.cell.row)
  return long < row && row <= blank
}

/** Whether a value stands right of all that another row, of headings, has. */
function runsPast(grid: Grid, row: number, header: number): boolean {
  const last = grid.row(header).at(-1)!.cell.col
  return grid.row(row).some((other) => other.cell.col > last && valueKinds.includes(other.kind))
}

/** The first row under some headings that runs past them, and the first blank one, which ends their table; infinity where there is none. */
function tableUnder(grid: Grid, header: number): { long: number; blank: number } {
  const known = tablesUnder(grid).get(header)
  if (known !== undefined) return known
  const found = { long: Infinity, blank: Infinity }
  for (let row = header + 1; row <= grid.lastRow && found.blank === Infinity; row++) {
    if (grid.blank(row)) found.blank = row
    else if (found.long === Infinity && runsPast(grid, row, header)) found.long = row
  }
  tablesUnder(grid).set(header, found)
  return found
}

const tablesUnder = once((_: Grid) => new Map<number, { long: number; blank: number }>())

/** Whether another plain number follows on the line, without a header of its own. */
export function followed(grid: Grid, item: Item): boolean {
  const beside = grid.at(item.cell.row, item.cell.col + 1)
  // « 4 365 | voir annexe | 2 757 »
  const stands = beside?.label != null && beside.label.terms.length === 0
  const next = stands ? grid.at(item.cell.row, item.cell.col + 2) : beside
  if (next?.kind !== 'number' || next.cell.hidden || next.cell.struck) return false
  if (next.figure.kind === 'number' && /€|eur/.test(`${next.figure.rest}${next.cell.format ?? ''}`))
    return false
  // Of cards side by side, each has its words above or below.
  if (grid.spread(next.cell.row + 1, next.cell.col)?.kind === 'label') return false
  return grid.firstLabel(next.cell.col) >= next.cell.row
}

/**
 * Whether a number has a label right under it and none beside it, as cards have, while the one above it is another's: an empty row is
 * between, or a number further above that nothing names.
 */
export function captioned(grid: Grid, { cell }: Item, heading: Item | undefined): boolean {
  let below = cell.row + 1
  // A line that is written twice has one caption.
  while (grid.at(below, cell.col)?.cell.text === cell.text) below++
  if (grid.blank(below)) below++
  const under = grid.at(below, cell.col)
  if (under?.kind !== 'label' || heading === undefined) return false
  if (grid.row(cell.row).some((other) => other.label !== null)) return false
  if (heading.cell.row < cell.row - 1) return true
  for (let row = heading.cell.row - 1; row >= Math.max(heading.cell.row - 5, 0); row--) {
    const above = grid.at(row, cell.col)
    if (above && above.kind !== 'label')
      return above.kind === 'number' && grid.at(row - 1, cell.col)?.kind !== 'label'
  }
  return false
}

/** Whether a number further up in the column of a card has no label at all, under it, over it or beside it: the captions may be its own. */
export function uncaptioned(grid: Grid, { cell: { row, col } }: Item): boolean {
  return grid.items.some((other) => {
    if (other.kind !== 'number' || other.cell.col !== col || other.cell.row >= row) return false
    const around = [grid.above(other), grid.below(other), ...grid.row(other.cell.row)]
    return around.every((one) => one?.label == null)
  })
}

/** Whether a label goes on with a number of its own: « Pass achetés : 15 » beside `250`, where a comma has cut 15,250 in two. */
export function holdsFigure({ cell }: Item): boolean {
  const end = /[:=]\s*(\d[\d\s.]*)$/.exec(cell.text.trim())
  return end !== null && !/^20(?:1[5-9]|2\d|30)$/.test(end[1]!.trim())
}

/** Whether figures stand left of the first label of a line, under headings: the column of labels is not where it was. */
export function preceded(grid: Grid, label: Item): boolean {
  for (const other of grid.row(label.cell.row)) {
    if (other.cell.col >= label.cell.col || other.label !== null) return false
    if (other.kind !== 'number' || numbering(grid, other)) continue
    const heading = headingOf(grid, other.cell)
    if (heading !== undefined && !says(heading.label!, 'identifiant')) return true
  }
  return false
}

/** « Réalisé | Libellé | Prévu », either way round: whether a label stands between a figure of what was done and the one that was aimed at. */
export function dividesDone(grid: Grid, item: Item, label: Item): boolean {
  const { row, col } = label.cell
  const other = grid.at(row, 2 * col - item.cell.col)
  const figures = grid.row(row).filter(({ kind }) => valueKinds.includes(kind))
  if (Math.abs(col - item.cell.col) !== 1 || figures.length !== 2 || other === undefined)
    return false
  const [done, named, aim] = [item, label, other].map((one) => headingOf(grid, one.cell)?.label)
  if (done == null || named == null || aim == null) return false
  // « Réalisé (€) » and « Réalisé 2022 » say more than that it was done.
  const plain: Sense[] = ['realise', 'nombre', 'entete', 'valeur']
  const bare = done.period === null && done.unknown.length === 0
  const isDone = bare && says(done, 'realise') && done.terms.every((t) => plain.includes(t.sense))
  return isDone && says(aim, 'objectif') && !says(aim, 'realise')
}

/** Whether a comment or note says that a figure is wrong. */
export function rectifies(text: string, context: Context): boolean {
  return context.vocabulary.terms(text).some((term) => term.sense === 'rectification')
}

/** How a doubt begins about a figure under a heading of an aim or an earlier time that may not hold for it any more, in French. */
export const headedElse = 'un en-tête plus haut dit'

/** How a doubt ends about figures under the title of an aim or an earlier time, in French. */
export const otherSection = 'parle d’autre chose que du réalisé'

/**
 * The title of the block of lines that a label stands in, where it speaks of objectives or of an earlier time: « Prévisionnel » over
 * « Pass achetés | 5 000 ». Null when there is no such title.
 */
export function sectionOf(grid: Grid, label: Item, vocabulary: Vocabulary): Item | null {
  const { row, col } = label.cell
  const head = tablesOf(grid).heads.get(row)
  for (let at = row - 1; at >= 0 && !grid.blank(at); at--) {
    const line = grid.row(at)
    // Headings that say nothing of aims themselves stand under the title of their table.
    const heading = at === head || (line.length > 1 && line.every((one) => one.label !== null))
    if (heading && !line.some((one) => says(one.label!, 'realise', 'objectif', 'anterieur')))
      continue
    const title =
      grid.at(at, col) ?? (line.length === 1 && line[0]!.cell.col < col ? line[0] : null)
    if (title?.kind !== 'label') continue
    // A question heads no more than the answer under it.
    const under = grid.row(at + 1)
    if (/\?\s*$/.test(title.cell.text) && under.length === 1 && under[0]!.kind === 'number')
      continue
    const answered = line.some((other) => other.cell.col > title.cell.col && other.kind !== 'label')
    if (answered) continue
    // A sentence over the lines tells its own story, and « Budget prévisionnel : 14 000 € » its own figure.
    const text = title.cell.text.trim()
    if (
      text.length > 100 ||
      /(?:\p{L}{3}|-ci|20\d\d)\.$|:\s?\d[\d\s.]*(?:€|euros?)$|:\s?(?!20\d\d\b)\d[\d\s.]*\p{L}/u.test(
        text,
      )
    )
      return null
    if (line.some((other) => other.label !== null && other.cell.col === title.cell.col + 1))
      return null
    const meant = says(title.label!, 'objectif', 'anterieur') && !says(title.label!, 'realise')
    const other = meant || qualifierNear(title.label!, vocabulary) !== null
    return other && !reports.test(fold(text)) ? title : null
  }
  return null
}

/** « Suivi des objectifs », « Bilan au regard du prévisionnel »: what came of the aims. « Objectif : l’autonomie de tous » aims at no figure, nor does « Rappels ». */
const reports =
  /^objectifs? ?:|^rappels?$|(?<![a-z])(?:suivi|atteintes?|bilans?|resultats?|ecarts?|regard|rapport)(?![a-z])/

/** Whether the number of a body stands among the figures of a column, under the heading that asks for them: a count has its place elsewhere. */
export function strayNumber(grid: Grid, { cell }: Item): boolean {
  const head = tablesOf(grid).heads.get(cell.row)
  if (head !== undefined) return numbered(grid).has(`${head} ${cell.col}`)
  // Behind an empty line nothing says any more which headings a line has.
  return [-1, 1].some((step) => {
    for (let row = cell.row + step; grid.row(row).length > 1; row += step) {
      const said = grid.row(row).some((item) => /\bsire[nt]\b/.test(fold(item.cell.text)))
      if (!said && grid.at(row, cell.col)?.kind === 'identifier') return true
    }
    return false
  })
}

/** The columns of tables in which the number of a body stands, as « row of the heading, column ». */
function numbered(grid: Grid): ReadonlySet<string> {
  const known = numberedColumns.get(grid)
  if (known !== undefined) return known
  const found = new Set<string>()
  for (const [row, head] of tablesOf(grid).heads) {
    for (const { kind, cell } of grid.row(row)) {
      if (kind === 'identifier') found.add(`${head} ${cell.col}`)
    }
  }
  numberedColumns.set(grid, found)
  return found
}

const numberedColumns = new WeakMap<Grid, ReadonlySet<string>>()

/** The line of another voucher (« Pass Culture ») that a total of its table counts too; null when there is none. */
export function otherVoucher(grid: Grid, { cell }: Item, role: Role): Item | null {
  if (role !== 'total' && role !== 'total_partiel') return null
  const { heads } = tablesOf(grid)
  const head = heads.get(cell.row)
  for (let row = cell.row - 1; head !== undefined && row > head; row--) {
    const counted = grid.at(row, cell.col)?.kind === 'number'
    const name = grid.row(row).find(({ label }) => label !== null && says(label, 'ignorer'))
    if (counted && name !== undefined) return name
  }
  return null
}

/** Whether a figure stands under no heading, right of one that asks for it and under which its line has nothing. */
export function besideAnswer(grid: Grid, { cell }: Item, label: Item): boolean {
  const head = tablesOf(grid).heads.get(cell.row)
  if (head === undefined || grid.spread(head, cell.col) !== undefined) return false
  return grid.row(head).some(({ cell: { col } }) => {
    const between = col > label.cell.col && col < cell.col
    return between && grid.spread(cell.row, col) === undefined
  })
}

/**
 * Whether a figure stands under a heading of unknown words (« Ateliesr »), on a line without a figure under the one that asks for answers
 * (« Réponse »): what stands there may be of anything.
 */
export function underUnknown(grid: Grid, { cell }: Item, label: Item): boolean {
  const head = tablesOf(grid).heads.get(cell.row)
  const heading = head === undefined ? undefined : grid.spread(head, cell.col)
  if (head === undefined || heading?.label == null || heading.label.unknown.length === 0)
    return false
  if (leadsToDay(grid, heading)) return false
  return grid.row(head).some((other) => {
    const { col } = other.cell
    if (other === heading || col <= label.cell.col || !asksAnswer(other)) return false
    const there = grid.spread(cell.row, col)
    return there === undefined || there.kind === 'absence'
  })
}

/** « situation au | 31/12/2022 »: words that the day beside them goes on with, and no heading of a column. */
function leadsToDay(grid: Grid, { cell }: Item): boolean {
  const next = grid.at(cell.row, cell.col + 1)
  return /\b(?:au|le|du|date)$/.test(fold(cell.text)) && next?.kind === 'date'
}

/** « Réponse », « Nombre », « Réalisé » */
function asksAnswer({ label }: Item): boolean {
  if (label === null || label.unknown.length > 0 || label.period !== null) return false
  const plain: Sense[] = ['entete', 'valeur', 'nombre', 'realise']
  return label.terms.every(({ sense }) => plain.includes(sense))
}

/**
 * Whether a line under headings begins with a year, written as one, where its other numbers have their thousands apart: « 2021 | 1 400 | 905 » under
 * « Pass achetés | Pass scannés | Bénéficiaires uniques » has slid by a column.
 */
export function beginsWithYear(grid: Grid, { cell }: Item): boolean {
  const [first, ...others] = grid.row(cell.row)
  if (first?.kind !== 'number' || !/^\s*20[12]\d\s*$/.test(first.cell.text)) return false
  const heading = headingOf(grid, first.cell)
  return (
    heading?.label != null &&
    isSure(notionOf([heading.label])) &&
    others.some(
      ({ kind, cell: { text } }) =>
        kind === 'number' && /^\s*\d{1,3}[ .\u00a0\u202f]\d{3}\s*$/.test(text),
    )
  )
}

/** Whether the line of a figure is ticked under « Non »: the answer says that there is none. */
export function ticksNo(grid: Grid, { cell }: Item): boolean {
  return grid.row(cell.row).some((other) => {
    if (!/^(?:x|✓|✔|☒|☑)$/iu.test(other.cell.text.trim())) return false
    const heading = headingOf(grid, other.cell)
    return heading !== undefined && fold(heading.cell.text) === 'non'
  })
}

/** A text that stands under a figure where its line should have another one: « 400 » over « en attnte ». Null when there is none. */
export function answerBelow(grid: Grid, { cell }: Item): Item | null {
  const { heads } = tablesOf(grid)
  const row = cell.row + 1
  const below = grid.at(row, cell.col)
  if (below?.kind !== 'label' || below.label!.unknown.length === 0) return null
  if (heads.get(row) === undefined || heads.get(row) !== heads.get(cell.row)) return null
  // « 200 à confimrdr » is a figure, whatever its words are.
  const counted =
    /^\d/.test(below.cell.text.trim()) || grid.row(row).some((other) => other.kind === 'number')
  return counted && notionOf([below.label!]).kind === 'none' ? below : null
}

/** Whether a line has figures under no heading where no other line of its table has any: they are not under their own. */
export function overfull(grid: Grid, { cell }: Item): boolean {
  return overfullRows(grid).has(cell.row)
}

const overfullRows = once((grid: Grid) => {
  const found = new Set<number>()
  for (const [head, rows] of Map.groupBy(tablesOf(grid).heads, ([, own]) => own)) {
    if (rows.length === 1) continue
    const filled = new Map<number, number>()
    const lines = rows.map(([row]) => grid.row(row))
    for (const { cell } of lines.flat()) filled.set(cell.col, (filled.get(cell.col) ?? 0) + 1)
    const astray = ({ kind, cell: { col } }: Item, first: Item) =>
      kind === 'number' &&
      col > first.cell.col &&
      filled.get(col) === 1 &&
      grid.spread(head, col) === undefined
    for (const line of lines) {
      const [first] = line
      if (first !== undefined && line.some((item) => astray(item, first))) found.add(first.cell.row)
    }
  }
  return found
})

/**
 * Whether the line of another indicator, the next one above or below, has one figure more: « 2 | 1 800 » over « 4 », whose answer is missing, or
 * over « | 4 », where nobody can say which of the two it answers.
 */
export function besideLonger(grid: Grid, { cell: { row, col } }: Item, label: Item): boolean {
  // A number that is struck through gives way to the one beside it.
  const counts = (item: Item | undefined) =>
    item?.kind === 'number' && !item.cell.struck && !item.cell.hidden
  const both = (other: number, from: number) =>
    [from, from + 1].every((at) => counts(grid.at(other, at)))
  const skipped = col - 1 > label.cell.col && grid.at(row, col - 1) === undefined
  return [-1, 1].some((step) => {
    const other = grid.blank(row + step) ? row + 2 * step : row + step
    const name = grid.at(other, label.cell.col)
    const asks = name?.label != null && notionOf([name.label]).kind === 'indicator'
    if (!asks) return false
    return (
      (grid.at(row, col + 1) === undefined && both(other, col)) || (skipped && both(other, col - 1))
    )
  })
}

/** Whether a column of the table that a line of one indicator stands in is headed by another one: nobody can say how the two were meant. */
export function crossed(grid: Grid, { cell }: Item, line: Item, indicator: Indicator): boolean {
  const head = tablesOf(grid).heads.get(cell.row)
  if (head === undefined) return false
  return grid.row(head).some(({ label, cell: { col } }) => {
    if (label === null || col <= line.cell.col) return false
    if (grid.spread(cell.row, col) === undefined) return false
    const notion = notionOf([label])
    return isSure(notion) && notion.kind === 'indicator' && notion.indicator !== indicator
  })
}

/** « Indicateur » over the names of lines: each is to say what it counts. */
const ofIndicators = /^(?:nom de l')?indicateurs?$/

/**
 * Whether a line is named by words that nobody knows in a column that is to name indicators, « nBéficiaires uniques » under « Indicateur »: what it counts is
 * not what the heading of another column says.
 */
export function unknownIndicator(grid: Grid, labels: readonly Item[]): boolean {
  return labels.some(({ label, cell }) => {
    const heading = headingOf(grid, cell)
    const named = heading !== undefined && ofIndicators.test(fold(heading.cell.text))
    return named && label!.unknown.length > 0 && notionOf([label!]).kind === 'none'
  })
}

/** Whether the line right above or below has a figure where this one has its label, and its own label left of that: they don't stand in one column. */
export function staggered(grid: Grid, { cell: { row, col } }: Item): boolean {
  return [row - 1, row + 1].some((other) => {
    if (grid.at(other, col)?.kind !== 'number') return false
    const named = grid.row(other).find((item) => item.cell.col < col)
    return named?.label != null && notionOf([named.label]).kind === 'indicator'
  })
}

/** Whether the line of a figure ends with the label of another indicator, under a heading: the column of labels has moved behind the figures. */
export function namedBehind(
  grid: Grid,
  item: Item,
  indicator: Indicator,
  vocabulary: Vocabulary,
): boolean {
  const behind = grid.row(item.cell.row).at(-1)!
  if (behind.kind !== 'label' || behind.cell.col <= item.cell.col) return false
  const notion = notionOf([behind.label!])
  const meant = isSure(notion) ? notion : repaired(behind.label!, vocabulary)
  const other = meant?.kind === 'indicator' && meant.indicator !== indicator
  const heading = headingOf(grid, behind.cell)
  // « Remarque » over « validé » says something of the line, whatever the word is.
  const remark = heading?.label != null && says(heading.label, 'commentaire')
  return other && heading !== undefined && !remark
}
