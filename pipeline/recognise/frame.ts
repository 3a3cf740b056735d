import type { Grid } from './grid.ts'
import { type Item, valueKinds } from './item.ts'
import { type Label, says } from './label.ts'
import { isSure, notionOf } from './notion.ts'
import { fold } from './text.ts'
import type { Sense } from './vocabulary.ts'

/** A row of headings with the rows that stand under it, down to an empty row or the next row of headings. */
interface Frame {
  /** Row of the headings. */
  head: number
  /** Rows of the table, in order. */
  rows: number[]
  /** The rows after the next empty one: where no figure stands in `rows`, those that the headings may have been for. */
  beyond: number[]
  /** Rows of headings right above. */
  upper: number[]
}

interface Tables {
  doubts: Map<number, string>
  /** Row of the headings of each row under some. */
  heads: Map<number, number>
  /** Rows of captions under their figures. */
  captions: Set<number>
}

const tables = new WeakMap<Grid, Tables>()

function tableOf(grid: Grid): Tables {
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
    const idle = frames.filter((frame) => !full.includes(frame))
    const captions = new Set(all.filter((f) => areCaptions(grid, f)).map((f) => f.head))
    known = { doubts: doubtsOf(grid, full, idle, owners), heads: new Map(heads), captions }
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
    return says(heading, ...keys) || isPlaceHeading(heading)
  })
}

function isPlaceHeading(label: Label): boolean {
  const notion = notionOf([label])
  // Acts are counted: « Accompagnements » heads figures.
  const counted = says(label, 'acte')
  return notion.kind === 'other' && notion.place === true && label.terms.length === 1 && !counted
}

/** Whether a text is an answer inside a table: under its headings, on a line with a name. */
export function answersLine(grid: Grid, { cell }: Item): boolean {
  const head = tableOf(grid).heads.get(cell.row)
  const name = grid.row(cell.row)[0]
  return head !== undefined && name !== undefined && name.cell.col < cell.col && isText(name)
}

/** Whether a text stands under a heading for places: « Commune », « Lieu de médiation ». */
export function namesPlace(grid: Grid, label: Item): boolean {
  const heading = headingOf(grid, label.cell)?.label
  return heading != null && (says(heading, 'lieu') || isPlaceHeading(heading))
}

/** Whether a text is the answer to another heading of its line, and names nothing: « Non » or « Chargée de mission » in a form of one line. */
export function answersAnother(grid: Grid, label: Item): boolean {
  const text = label.cell.text.trim()
  if (/^(?:oui|non)$/i.test(text)) return true
  const heading = headingOf(grid, label.cell)
  // « Date de démarrage effectif » dates the project and not its figures.
  if (heading?.label != null && says(heading.label, 'date') && heading.label.unknown.length > 0) {
    return true
  }
  if (heading?.label == null || says(heading.label, ...naming) || isPlaceHeading(heading.label)) {
    return false
  }
  const notion = notionOf([label.label!])
  const asked = /\?\s*$/.test(heading.cell.text)
  return asked || (notion.kind === 'other' && !notion.place && heading.cell.col > 0)
}

/** The heading of a place in its table: the label in the lowest line of headings above it; undefined when there is none. */
export function headingOf(
  grid: Grid,
  { row, col }: { row: number; col: number },
): Item | undefined {
  const head = tableOf(grid).heads.get(row)
  return head === undefined ? undefined : grid.spread(head, col)
}

/**
 * Why the table that a row belongs to can't be trusted as a table, in French; null when headings and figures fit together. What stands
 * right or wrong here is where headings are, not what they say: headings beside their columns, or in the middle of their figures.
 */
export function frameDoubt(grid: Grid, row: number): string | null {
  return tableOf(grid).doubts.get(row) ?? null
}

/** What is wrong with the table that a heading stands over, in French; null when nothing is, or it is no heading. */
export function headingDoubt(grid: Grid, { cell }: Item): string | null {
  return tableOf(grid).heads.get(cell.row + 1) === cell.row ? frameDoubt(grid, cell.row + 1) : null
}

const beside = 'les en-têtes ne sont pas au-dessus de leurs colonnes'
const inside = 'une ligne d’en-têtes est au milieu de ses chiffres'
const after = 'des en-têtes sans colonnes suivent des chiffres sans en-têtes'

function doubtsOf(
  grid: Grid,
  found: Frame[],
  idle: Frame[],
  owners: Map<number, Frame>,
): Map<number, string> {
  const doubts = new Map<number, string>()
  const heads = new Map(found.map((frame) => [frame.head, frame]))
  const mark = (rows: number[], doubt: string) => {
    for (const row of rows) if (!doubts.has(row)) doubts.set(row, doubt)
  }
  for (const frame of found) {
    if (areCaptions(grid, frame)) continue
    if (misaligned(grid, frame)) {
      // What stands under an empty row is read by the same headings, unless it says itself what it is.
      const more = frame.beyond.filter((row) => !owners.has(row) && !speaks(grid, row))
      mark([...frame.rows, ...more], beside)
    }
    const before = frame.head - 1
    if (grid.blank(before) || isAnswer(grid, frame)) continue
    const table = owners.get(before)
    if (table !== undefined) {
      if (torn(grid, frame, before)) mark([...table.rows, ...frame.rows], inside)
      continue
    }
    const above: number[] = []
    for (let row = before; row >= 0 && !owners.has(row) && !heads.has(row); row--) {
      if (!continues(grid, frame, row)) break
      above.push(row)
    }
    if (above.length > 0) mark([...above, ...frame.rows], inside)
  }
  for (const { head } of idle) {
    if (headsLines(grid, head)) mark(unheaded(grid, head, owners), after)
  }
  return doubts
}

/** Whether a label stands under its figure as a caption, and heads nothing below. */
export function isCaption(grid: Grid, { cell }: Item): boolean {
  return tableOf(grid).captions.has(cell.row)
}

/** Whether labels stand under their figures: a row of figures alone over them, and again figures and captions under them, over the same columns. */
function areCaptions(grid: Grid, { head, rows }: Frame): boolean {
  const captions = grid.row(head).map(({ cell }) => cell.col)
  const alike = (row: number | undefined, test: (item: Item) => boolean) => {
    const items = row === undefined ? [] : grid.row(row)
    return (
      items.length === captions.length &&
      items.every((i, n) => i.cell.col === captions[n] && test(i))
    )
  }
  return alike(head - 1, isValue) && alike(rows[0], isValue) && alike(rows[1], isText)
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
  if (grid.row(head).some(({ label }) => isSure(notionOf([label!])))) return false
  const plain = (label: Label) => label.unknown.length === 0 && says(label, 'entete')
  const known = others.some(({ label }) => label!.period !== null || says(label!, ...columns))
  return (known || plain(first!.label!)) && first!.cell.text.length <= 40
}

/** Whether a line that says its indicator may be one of those under such headings; sums of money only where it speaks of purchases. */
function mayFollow(grid: Grid, head: number, { label }: Item): boolean {
  const notion = notionOf([label!])
  if (notion.kind !== 'indicator') return false
  const money = grid.row(head).some((i) => says(i.label!, 'montant', 'monnaie'))
  return !money || notion.indicator === 'pass_achetes'
}

/** The lines of a figure right above headings that head nothing, an empty row between at most, that no other headings stand over. */
function unheaded(grid: Grid, head: number, owners: Map<number, Frame>): number[] {
  const columns = new Set(grid.row(head).map(({ cell }) => cell.col))
  const lines: number[] = []
  const start = grid.blank(head - 1) ? head - 2 : head - 1
  for (let row = start; row >= 0 && !grid.blank(row) && !owners.has(row); row--) {
    const items = grid.row(row)
    if (!items.some((item) => isValue(item) && columns.has(item.cell.col))) break
    lines.push(row)
  }
  return lines
}

/** Whether what looks like headings is a line of a form that is answered by a text: « Territoire | Nord et sud ». */
function isAnswer(grid: Grid, { head }: Frame): boolean {
  const [first, ...others] = grid.row(head)
  if (others.length > 1) return false
  const named = others.some(({ label }) => says(label!, ...keys))
  if (notionOf([first!.label!]).kind === 'indicator') return !named
  if (says(first!.label!, 'commentaire', 'contact')) return true
  // « Durée moyenne | 6 heures »
  const amount = ({ cell, label }: Item) => /^\d/.test(cell.text.trim()) && label!.period === null
  if (others.length === 1 && amount(others[0]!)) return true
  return !others.every(({ label }) => isHeading(label!))
}

/** Whether a label is made of words that head columns, and of no other. */
function isHeading(label: Label): boolean {
  if (label.period !== null || notionOf([label]).kind !== 'none') return true
  return label.unknown.length === 0 && label.terms.length > 0
}

const isValue = (item: Item) => valueKinds.includes(item.kind)
const isText = (item: Item) => item.kind === 'label' || item.kind === 'date'

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
      const stacked: boolean = open !== null && !bridge && open.rows.length === 0
      const above = stacked ? found.pop() : undefined
      const upper: number[] = above ? [...above.upper, above.head] : []
      open = { head: row, rows: [], beyond: [], upper }
      found.push(open)
      bridge = false
    } else if (open !== null) (bridge ? open.beyond : open.rows).push(row)
  }
  return found
}

/** Whether a line says its indicator itself. */
function speaks(grid: Grid, row: number): boolean {
  return grid.row(row).some((item) => item.label !== null && isSure(notionOf([item.label])))
}

/** « Pass achetés | voir annexe | … »: a line of a form with words for an answer. */
function isQuestion([first, second]: readonly Item[]): boolean {
  return isSure(notionOf([first!.label!])) && !isHeading(second!.label!)
}

/** Whether a line of texts among figures is one of headings, and not one of a name with texts for answers (« Mairie | voir annexe »). */
function opens(grid: Grid, items: readonly Item[], { rows }: Frame): boolean {
  const [first, ...others] = items
  const over = items.some(({ cell }) => {
    const below = grid.at(cell.row + 1, cell.col)
    return below !== undefined && isValue(below)
  })
  if (!over) return false
  if (rows.length === 0 || says(first!.label!, ...keys)) return true
  return others.every(({ label }) => isHeading(label!))
}

/** Words that head a column by which lines are named. */
const naming: Sense[] = ['entete', 'porteur', 'mois', 'annee', 'periode', 'lieu']

/** Words that head a column of names, days or numbers of bodies, never one of counts. */
const keys: Sense[] = ['entete', 'porteur', 'contact', 'date', 'mois', 'annee', 'periode', 'lieu']

/**
 * Whether the headings stand one or more columns beside what they head: one of them heads nothing, or an indicator heads names; and figures
 * have no heading, or a heading stands over what can't be its own.
 */
function misaligned(grid: Grid, { head, rows, upper }: Frame): boolean {
  const headers = grid.row(head)
  const columns = new Map<number, Item[]>()
  for (const row of rows) {
    for (const item of grid.row(row)) {
      columns.set(item.cell.col, [...(columns.get(item.cell.col) ?? []), item])
    }
  }
  const last = Math.max(...columns.keys())
  const idle = headers.some(({ cell }) => cell.col > last)
  const overNames = headers.some((header) => {
    const under = columns.get(header.cell.col) ?? []
    return isSure(notionOf([header.label!])) && under.length > 1 && under.every(isName)
  })
  const all = [...upper, head].flatMap((row) => grid.row(row))
  if (all.some((header) => overFigures(grid, header, columns))) return true
  const bare = [...columns].some(([col, items]) => isBare(grid, head, col, items))
  if (bare && headers.slice(1).some((header) => !columns.has(header.cell.col) && asks(header)))
    return true
  if (!idle && !overNames) return false
  for (const [col, items] of columns) {
    if (isBare(grid, head, col, items)) return true
    const header = grid.at(head, col)
    if (header !== undefined && foreign(header, items)) return true
  }
  // A corner that its rows of headings share by a merge is where it should be.
  return idle && !headed(grid, head, Math.min(...columns.keys())) && cornerMoved(headers, columns)
}

/** Whether figures stand in a column without a heading. */
function isBare(grid: Grid, head: number, col: number, items: Item[]): boolean {
  return !headed(grid, head, col) && items.some(isValue) && !numbered(items)
}

/** Whether a heading asks for figures: an empty column of remarks says nothing of the others. */
function asks({ label }: Item): boolean {
  const { unknown } = label!
  if (says(label!, 'commentaire', 'contact', 'date', 'porteur', 'identifiant')) return false
  return unknown.length === 0 || isHeading(label!)
}

/** Whether a heading of names or numbers of bodies stands over figures, and what it should head is right beside it without a heading. */
function overFigures(grid: Grid, header: Item, columns: Map<number, Item[]>): boolean {
  const { row, col } = header.cell
  const own = columns.get(col) ?? []
  const before = columns.get(col - 1) ?? []
  if (headed(grid, row, col - 1) || !own.some(isValue) || numbered(own)) return false
  const named = before.length > 0 && before.every((i) => isText(i) || i.kind === 'identifier')
  return named && foreign(header, own)
}

/** Whether a column only counts its lines. */
function numbered(items: Item[]): boolean {
  const counts = items.map((i) => (i.figure.kind === 'number' ? i.figure.number : Number.NaN))
  return counts.every((n, i) => (n <= 1 ? i === 0 : n === counts[i - 1]! + 1))
}

/** Whether a column has a heading, in the lowest line of headings or above it; one that spans columns with headings of their own gives none. */
function headed(grid: Grid, head: number, col: number): boolean {
  if (grid.spread(head, col) !== undefined) return true
  for (const row of [head - 1, head - 2]) {
    // A title alone on its line, or what stands over an empty line, is no heading.
    if (row < 0 || grid.blank(row)) return false
    const over = grid.spread(row, col)
    if (over === undefined || !grid.row(row).every(isText)) continue
    const wide = grid.spread(row, over.cell.col + 1) === over
    if (grid.row(row).length < 2 && !wide) continue
    if (!isText(over)) return false
    const next = grid.row(row).find((item) => item.cell.col > over.cell.col)?.cell.col
    const below = grid.row(head).some(({ cell }) => cell.col > col && cell.col < (next ?? 0))
    return !below
  }
  return false
}

/** Whether the name of the first column has moved over the second one, which holds figures or numbers of bodies. */
function cornerMoved(headers: readonly Item[], columns: Map<number, Item[]>): boolean {
  const first = headers[0]!
  if (first.cell.col <= Math.min(...columns.keys())) return false
  const label = first.label!
  const notion = notionOf([label])
  const named = notion.kind === 'none' || (notion.kind === 'other' && notion.place)
  if (label.period !== null || says(label, 'total', 'realise', 'objectif', 'cumul')) return false
  const under = columns.get(first.cell.col) ?? []
  if (under.length === 0) return says(label, ...keys)
  if (!named || !under.some((item) => isValue(item) || item.kind === 'identifier')) return false
  if (headers.some((h) => notionOf([h.label!]).kind === 'indicator')) return true
  // « Poste | Nombre | Montant »: the only heading that isn't one of figures stands over figures.
  const others = headers.slice(1)
  const figures = others.every(
    (h) => h.label!.unknown.length === 0 && !says(h.label!, 'commentaire'),
  )
  return others.length >= 2 && label.unknown.length > 0 && figures
}

const isCount = (item: Item) =>
  isValue(item) && !/^\d{8,}$/.test(item.cell.text.replaceAll(/\s/g, ''))
const isName = (item: Item) => item.kind === 'label' && !/\d/.test(item.cell.text)

const asksCall = /\b(?:aap|appels? a projets?)\b/
const isCallYear = (item: Item) => /^20[12]\d$/.test(item.cell.text.trim())

/** Whether what stands under a heading can't be what it announces: figures under « Lieu », names under « SIREN ». */
function foreign(header: Item, items: Item[]): boolean {
  const label = header.label!
  const notion = notionOf([label])
  if (notion.kind === 'indicator') return false
  // « AAP 2019 » says which call its figures are of; « AAP » asks for it.
  if (label.aap === null && asksCall.test(fold(header.cell.text)))
    return items.every(isCount) && !items.some(isCallYear)
  if (label.unknown.length > 0 || label.period !== null) return false
  const figures = items.filter((item) => !isName(item))
  if (says(label, 'identifiant')) return figures.every(isCount)
  if (says(label, 'date')) return items.every(isName)
  if (!isPlaceHeading(label) && !says(label, ...keys)) return false
  return items.some(isValue) && !items.some(isText)
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
  if (own === undefined || !isText(own)) return false
  if (figures.length >= 2) return true
  const label = own.label!
  if (shape(own) === shape(key)) return true
  if (label.period !== null) return key.label!.period !== null
  if (headsLines(grid, head) && mayFollow(grid, head, own)) return true
  if (notionOf([label]).kind === 'indicator') return notionOf([key.label!]).kind !== 'none'
  return says(label, 'lieu') && grid.at(head, figures[0]!.cell.col) !== undefined
}

/** What names that are made alike have in common: « BC 2021-014 » and « BC 2021-077 ». */
function shape({ cell }: Item): string {
  const plain = fold(cell.text)
  return /\d/.test(plain) ? plain.replaceAll(/\d+/g, '0') : `=${cell.row}`
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
