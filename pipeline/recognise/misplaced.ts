import { misaligned } from './astray.ts'
import { footRows } from './foot.ts'
import {
  type Frame,
  isAnswer,
  isText,
  isValue,
  rowOver,
  shapeOf,
  tablesOf,
  titlesCards,
} from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { type Label, says } from './label.ts'
import { indicatorIn, isSure, notionOf } from './notion.ts'
import { fold } from './text.ts'
import type { Sense } from './vocabulary.ts'

/**
 * Why the table that a row belongs to can't be trusted as a table, in French; null when headings and figures fit together. What stands
 * right or wrong here is where headings are, not what they say: headings beside their columns, or in the middle of their figures.
 */
export function frameDoubt(grid: Grid, row: number): string | null {
  return doubtsOf(grid).get(row) ?? null
}

/** What is wrong with the table that a heading stands over, in French; null when nothing is, or it is no heading. */
export function headingDoubt(grid: Grid, { cell }: Item): string | null {
  return tablesOf(grid).heads.get(cell.row + 1) === cell.row ? frameDoubt(grid, cell.row + 1) : null
}

const beside = 'les en-têtes ne sont pas au-dessus de leurs colonnes'

const inside = 'une ligne d’en-têtes est au milieu de ses chiffres'

const after = 'des en-têtes sans colonnes suivent des chiffres sans en-têtes'

/** All that can be wrong with where the headings of a table stand. */
export const frameDoubts: ReadonlySet<string> = new Set([beside, inside, after])

const doubtful = new WeakMap<Grid, Map<number, string>>()

function doubtsOf(grid: Grid): Map<number, string> {
  const known = doubtful.get(grid)
  if (known !== undefined) return known
  const { full: found, idle, owners, captions } = tablesOf(grid)
  const doubts = new Map<number, string>()
  doubtful.set(grid, doubts)
  const heads = new Map(found.map((frame) => [frame.head, frame]))
  const mark = (rows: number[], doubt: string) => {
    for (const row of rows) if (!doubts.has(row)) doubts.set(row, doubt)
  }
  for (const frame of found) {
    if (captions.has(frame.head) || titlesCards(grid, frame)) continue
    if (misaligned(grid, frame)) {
      // What stands under an empty row is read by the same headings, unless it says itself what it is in other columns.
      const columns = new Set(frame.rows.flatMap((row) => grid.row(row).map((i) => i.cell.col)))
      const alike = (row: number) => grid.row(row).every((i) => columns.has(i.cell.col))
      const more = frame.beyond.filter(
        (row) => !owners.has(row) && (!speaks(grid, row) || alike(row)),
      )
      mark([...frame.rows, ...more], beside)
    }
    if (countsOthers(grid, frame) || namedLikeColumn(grid, frame)) mark(frame.rows, beside)
    // « Prévu | Réalisé » among the lines of a table or at their foot was its second row of headings.
    if (frame.rows.some((row) => splits(grid, row))) mark(frame.rows, inside)
    const next = rowOver(grid, frame.upper[0] ?? frame.head)
    const apart = grid.blank(next)
    const before = apart ? next - 1 : next
    if (grid.blank(before) || isAnswer(grid, frame)) continue
    const table = owners.get(before)
    if (table !== undefined) {
      if (!apart && torn(grid, frame, before)) mark([...table.rows, ...frame.rows], inside)
      continue
    }
    const above: number[] = []
    let over = false
    for (let row = before; row >= 0 && !owners.has(row) && !heads.has(row); row--) {
      // « Pass périmés | 6611 » between a month and its table is a line of neither; forms have such lines among others.
      if (countsOther(grid, row)) {
        over = true
        continue
      }
      if (over && !isPeriod(grid, row) && !isLikeOne(grid, frame, row)) break
      if (!continues(grid, frame, row) || (apart && !isLikeOne(grid, frame, row))) break
      above.push(row)
    }
    if (above.length > 0) mark([...above, ...frame.rows], inside)
  }
  // Headings that stand twice head the same lines again: where they fit badly once, who copied them knew no better.
  const misfit = new Map(
    found.flatMap((frame) => {
      const doubt = frame.rows.map((row) => doubts.get(row)).find((one) => one !== undefined)
      return doubt === undefined ? [] : [[headingsOf(grid, frame), doubt] as const]
    }),
  )
  for (const frame of found) {
    const doubt = misfit.get(headingsOf(grid, frame))
    if (doubt !== undefined) mark(frame.rows, doubt)
  }
  for (const { head, upper } of idle) {
    if (!captions.has(head) && headsLines(grid, head))
      mark(unheaded(grid, upper[0] ?? head, owners), after)
  }
  return doubts
}

/** The headings of a table with their columns: the same for two tables with the same headings. */
function headingsOf(grid: Grid, { head, upper }: Frame): string {
  const items = [...upper, head].flatMap((row) => grid.row(row))
  return items.map(({ cell }) => `${cell.col} ${fold(cell.text)}`).join('\n')
}

/** Answers that count something else than pass or persons. */
const otherCount =
  /^\d[\d ]* (?:lieux|sites?|structures?|communes?|ateliers?|seances?|agents?|mediateurs?|partenaires?|points?|espaces?)(?![a-z])/

/** Whether a column that asks for an indicator holds counts of other things, line after line: « Pass achetés » over « 14 lieux » has moved. */
function countsOthers(grid: Grid, { head, rows }: Frame): boolean {
  return grid.row(head).some(({ label, cell }) => {
    if (!isSure(notionOf([label!]))) return false
    const answers = rows.flatMap((row) => grid.at(row, cell.col) ?? [])
    return answers.length > 1 && answers.every((i) => otherCount.test(fold(i.cell.text)))
  })
}

/**
 * Whether one line among several names is called what a column would be, « Achats de pass » between two communes, under columns of other indicators: a
 * name and a heading have changed places.
 */
function namedLikeColumn(grid: Grid, { head, rows }: Frame): boolean {
  const lines = rows.flatMap((row) => {
    if (footRows(grid).has(row)) return []
    const [name, ...figures] = grid.row(row)
    return name !== undefined && isText(name) && figures.some(isValue) ? [name] : []
  })
  // « Dépenses » over the lines of a budget heads no column of figures.
  const named = new Set(lines.map(({ cell }) => cell.col))
  const heads = grid.row(head).filter(({ cell }) => !named.has(cell.col))
  const columns = new Set(heads.map((item) => indicatorIn(notionOf([item.label!]))))
  const alike = lines.filter((name) => isSure(notionOf([name.label!])))
  const names = lines.filter((name) => notionOf([name.label!]).kind === 'none' || isPlaceName(name))
  const [only] = alike
  if (only === undefined || alike.length > 1 || names.length < 2) return false
  columns.delete(null)
  return columns.size > 0 && !columns.has(indicatorIn(notionOf([only.label!])))
}

function isPlaceName({ label }: Item): boolean {
  const notion = notionOf([label!])
  return notion.kind === 'other' && notion.place === true
}

/** Whether a line of labels is one of headings for lines that say their indicator themselves: « Indicateur | Année 2022 | Cumul ». */
function headsLines(grid: Grid, head: number): boolean {
  const [first, ...others] = grid.row(head)
  const columns: Sense[] = [
    'realise',
    'objectif',
    'anterieur',
    'total',
    'cumul',
    'entete',
    'valeur',
    'nombre',
    'montant',
    'monnaie',
  ]
  const plain = (label: Label) => label.unknown.length === 0 && says(label, 'entete')
  // « Indicateur | Pass achetés » heads lines as well as columns.
  if (grid.row(head).some(({ label }) => isSure(notionOf([label!])))) return plain(first!.label!)
  const known = others.some(({ label }) => label!.period !== null || says(label!, ...columns))
  return (known || plain(first!.label!)) && first!.cell.text.length <= 40
}

/** Whether all labels of a line, two or more, say only which of several figures stands under them: « Prévu | Réalisé | Prévu | Réalisé ». */
function splits(grid: Grid, row: number): boolean {
  const items = grid.row(row)
  const only = (item: Item) => {
    if (item.label === null) return false
    const { terms, unknown } = grid.heard(item)
    return (
      unknown.length === 0 && terms.some(({ sense }) => sense === 'realise' || sense === 'objectif')
    )
  }
  return items.length > 1 && items.every(only)
}

/** Whether a line that says its indicator may be one of those under such headings; sums of money only where it speaks of purchases. */
function mayFollow(grid: Grid, head: number, { label }: Item): boolean {
  const notion = notionOf([label!])
  if (notion.kind !== 'indicator') return false
  const money = grid.row(head).some((i) => says(i.label!, 'montant', 'monnaie'))
  return !money || notion.indicator === 'pass_achetes'
}

/** The lines of figures above headings that head nothing, texts and empty rows between at most, that no other headings stand over. */
function unheaded(grid: Grid, head: number, owners: Map<number, Frame>): number[] {
  const lines: number[] = []
  const figures = (row: number) => grid.row(row).some(isValue)
  let start = head - 1
  while (start > 0 && !figures(start) && !owners.has(start)) start--
  for (let row = start; row >= 0 && !grid.blank(row) && !owners.has(row); row--) {
    if (!figures(row)) break
    lines.push(row)
  }
  return lines
}

/** Whether a line says its indicator itself. */
function speaks(grid: Grid, row: number): boolean {
  return grid.row(row).some((item) => item.label !== null && isSure(notionOf([item.label])))
}

/** Whether a row is a label of something else than the figures that are looked for, with its number. */
export function countsOther(grid: Grid, row: number): boolean {
  const label = grid.row(row).find(isText)?.label
  return label != null && grid.row(row).some(isValue) && notionOf([label]).kind === 'other'
}

/** Whether a row is named after a period. */
function isPeriod(grid: Grid, row: number): boolean {
  return grid.row(row).find(isText)?.label?.period != null
}

/** Whether a row above the headings is one of their table: a line with figures in the same columns, and no headings of its own. */
function continues(grid: Grid, { head, rows }: Frame, row: number): boolean {
  const below = rows.find((r) => grid.row(r).some(isValue))!
  const columns = new Set(
    rows.flatMap((r) =>
      grid
        .row(r)
        .filter(isValue)
        .map((i) => i.cell.col),
    ),
  )
  const figures = grid.row(row).filter((i) => isValue(i) && columns.has(i.cell.col))
  if (figures.length === 0) return false
  const key = grid.row(below).find(isText)
  const own = key === undefined ? undefined : grid.at(row, key.cell.col)
  if (key === undefined) return figures.length >= 2 && grid.row(row).length === figures.length
  // A line of figures alone, in their columns, has lost its name.
  if (own === undefined) return figures.length >= 2 && grid.row(row).length === figures.length
  if (!isText(own)) return false
  if (figures.length >= 2) return true
  const label = own.label!
  if (/\d/.test(own.cell.text) && shapeOf(own) === shapeOf(key)) return true
  if (label.period !== null) return key.label!.period !== null
  if (headsLines(grid, head) && mayFollow(grid, head, own)) return true
  if (notionOf([label]).kind === 'indicator') return notionOf([key.label!]).kind !== 'none'
  return says(label, 'lieu') && grid.at(head, figures[0]!.cell.col) !== undefined
}

/**
 * Whether a line over an empty row is one of the table below it, as far as it goes: a name that says nothing of counts, with figures in the
 * same columns as the lines of the table, of which there are several or a period names each.
 */
function isLikeOne(grid: Grid, { rows }: Frame, row: number): boolean {
  const shape = (at: number) =>
    grid
      .row(at)
      .map((item) => `${item.cell.col}${isValue(item) ? 'n' : ''}`)
      .join()
  const [name] = grid.row(row)
  if (name?.label == null || shape(row) !== shape(rows[0]!)) return false
  const several = grid.row(row).filter(isValue).length > 1
  const plain = notionOf([name.label]).kind === 'none' || name.label.period !== null
  return plain && (several || name.label.period !== null)
}

/** Whether headings without a corner follow a line of figures: the lower half of two rows of headings, below its table's first lines. */
function torn(grid: Grid, { head, rows }: Frame, before: number): boolean {
  const above = grid.row(before)
  if (!above.some(isValue) || above.some((i) => i.label !== null && says(i.label, 'total')))
    return false
  const key = grid.row(rows[0]!).find(isText)
  if (key === undefined || grid.at(before, key.cell.col) === undefined) return false
  return grid.spread(head, key.cell.col) === undefined
}
