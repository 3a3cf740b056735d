import { once } from '../memo.ts'
import { behindOf } from './behind.ts'
import { withoutInstructions } from './bracket.ts'
import { surveyCode } from './code.ts'
import { answersLine, asksDay, asksWhen, choice, headingOf, isCaption, tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import { type Item, type Kind, valueKinds } from './item.ts'
import { type Label, says } from './label.ts'
import { isSure, notionOf } from './notion.ts'
import { headsExtractions, headsSources, namesSource } from './provenance.ts'
import { stacksOf } from './stack.ts'
import { fold } from './text.ts'
import type { Sense } from './vocabulary.ts'

/** The labels that a figure stands under or beside, nearest first. */
export interface Path {
  labels: Item[]
  /** Figures between it and the nearest label. */
  crossed: number
  /** Whether an empty row lies between other figures and this one: the table above may have ended. */
  apart: boolean
  /** Whether an empty row lies anywhere between it and the nearest label. */
  gap: boolean
  /** Whether a title of its own stands under that empty row. */
  sectioned: boolean
}

/**
 * The run of labels to the left, nearest first; figures before the first label are counted and skipped. Of a row whose labels stand behind their
 * figures those, nearest last.
 */
export function leftPath(grid: Grid, item: Item): Path {
  const behind = behindOf(grid, item.cell.row)
  const named = behind.unclear ? undefined : behind.labels.get(item)
  if (named !== undefined)
    return { labels: named, crossed: 0, apart: false, gap: false, sectioned: false }
  const labels: Item[] = []
  let crossed = 0
  for (let col = item.cell.col - 1; col >= 0; col--) {
    const other = grid.spread(item.cell.row, col)
    if (!other || labels.includes(other) || other === item) continue
    // « 18 327 pass scannés » beside « 4 106 bénéficiaires uniques » has its own figure.
    if (other.kind === 'label' && countsItself.test(fold(other.cell.text))) continue
    if (other.kind === 'label' && standsForFigure(grid, other)) {
      crossed++
      continue
    }
    // « 4 800 achetés | 610 bénéficiaires uniques »: two texts side by side, each with a figure of its own.
    if (other.label !== null && saysUnit(item) && statesFigure(other)) continue
    if (other.kind === 'label' || other.kind === 'date') labels.push(other)
    else if (other.kind !== 'identifier') {
      if (labels.length > 0) break
      if (other.kind !== 'percent' && !other.cell.struck && !other.cell.hidden) crossed++
    }
  }
  const outer = outerLabel(grid, item, labels.at(-1))
  if (outer !== null) labels.push(outer)
  const plain = labels.filter(
    (label) => !isUnderRemarks(grid, label) && !isTakenFrom(grid, label, labels),
  )
  const own = plain.length > 0 ? plain : labels
  return { labels: own, crossed, apart: false, gap: false, sectioned: false }
}

/** « 610 bénéficiaires uniques »: whether the cell of a figure says in words whom or what it counts. */
function saysUnit({ figure }: Item): boolean {
  return (
    figure.kind === 'number' &&
    /^(?:pass|personnes?|beneficiaires?|usagers?|habitants?)\b/.test(figure.rest)
  )
}

/**
 * The label that holds for the lines under it too, which are empty where it stands: « Pass achetés | 2021 | 1 000 » over « (nothing) | 2022 |
 * 400 ». Null when the line has no label, or none of a column further left goes on.
 */
function outerLabel(grid: Grid, item: Item, last: Item | undefined): Item | null {
  if (last === undefined || last.kind !== 'label' || last.cell.col === 0) return null
  const col = last.cell.col - 1
  const figures = (row: number) => grid.spread(row, item.cell.col)
  if (grid.row(item.cell.row)[0] !== last) return null
  for (let row = item.cell.row - 1; row >= 0; row--) {
    const inner = grid.at(row, last.cell.col)
    if (inner?.label == null || figures(row) === undefined) return null
    const outer = grid.at(row, col)
    if (outer === undefined) continue
    const heads = figures(row)!.kind === 'label'
    return outer.kind === 'label' && !heads ? outer : null
  }
  return null
}

/** Whether a text stands in a column of remarks: it says nothing of what is counted. */
function isUnderRemarks(grid: Grid, item: Item): boolean {
  const heading = headingOf(grid, item.cell)?.label
  return heading != null && says(heading, 'commentaire')
}

/**
 * Whether a text or day on a line only says where or when its figure was taken: of two lines that count the same, days and what isn't known as a
 * source tell one from the other.
 */
function isTakenFrom(grid: Grid, item: Item, labels: readonly Item[]): boolean {
  const heading = headingOf(grid, item.cell)
  if (heading === undefined) return false
  const counted = labels.find((l) => l !== item && notionOf([l.label!]).kind === 'indicator')
  if (counted === undefined) return false
  if (item.kind === 'date')
    return headsExtractions(heading.cell.text) && !standsTwice(grid, counted)
  if (!headsSources(heading.cell.text)) return false
  return namesSource(item.cell.text) || !standsTwice(grid, counted)
}

/** Whether the text of a label stands on another line of its column too. */
function standsTwice(grid: Grid, { cell }: Item): boolean {
  return (timesInColumn(grid).get(`${cell.col} ${fold(cell.text)}`) ?? 0) > 1
}

const timesInColumn = once((grid: Grid) => {
  const times = new Map<string, number>()
  for (const { cell, label } of grid.items) {
    if (label === null) continue
    const key = `${cell.col} ${fold(cell.text)}`
    times.set(key, (times.get(key) ?? 0) + 1)
  }
  return times
})

/** Whether a text stands where its column has figures: « voir annexe » names nothing of what follows it on the line. */
function standsForFigure(grid: Grid, item: Item): boolean {
  const { row, col } = item.cell
  const heading = headingOf(grid, item.cell)
  if (heading === undefined || grid.row(row)[0] === item || item.label!.unknown.length === 0)
    return false
  return [row - 1, row + 1].some((next) => {
    const beside = grid.at(next, col)
    return beside?.kind === 'number' && headingOf(grid, beside.cell) === heading
  })
}

/** The run of header labels above, nearest first; figures of the same column are skipped. */
export function abovePath(grid: Grid, item: Item, left: Path): Path {
  const { row, col } = item.cell
  const known = paths.get(grid) ?? new Map<string, Known>()
  paths.set(grid, known)
  const own = left.labels.some((l) => notionOf([l.label!]).kind === 'indicator')
  const key = `${col}|${left.labels[0]?.cell.col ?? -1}|${own}`
  const over = known.get(key)
  // What stands over the figure right above stands over this one: a long column is walked once.
  const path =
    over?.row === row - 1
      ? {
          ...over.path,
          labels: [...over.path.labels],
          crossed: over.path.crossed + 1,
          apart: false,
        }
      : walkUp(grid, item, left)
  if (valueKinds.includes(item.kind))
    known.set(key, { row, path: { ...path, labels: [...path.labels] } })
  return path
}

interface Known {
  row: number
  path: Path
}
const paths = new WeakMap<Grid, Map<string, Known>>()

function walkUp(grid: Grid, item: Item, left: Path): Path {
  const labels: Item[] = []
  const { col } = item.cell
  let crossed = 0
  let blanks = 0
  let apart = false
  let gap = false
  let sectioned = false
  let row = item.cell.row - 1
  for (; row >= 0; row--) {
    const other = grid.spread(row, col)
    if (other === item) continue
    // What stands over the caption of a day is of that day.
    if (stacksOf(grid).tops.has(row)) break
    if (other && (other.kind === 'label' || other.kind === 'date')) {
      // A text alone on its line, an empty line above the figure, is the title of what is between.
      const apartTitle = blanks > 0 && labels.length === 0 && grid.row(row).length === 1
      if (apartTitle || !isHeader(grid, other, row, col, left, labels.length > 0)) {
        if (labels.length > 0) break
        // A text answer in a column of answers (« Ville de … » above the figures of a form) heads nothing.
        crossed++
        continue
      }
      // A line of headings that is written twice is one.
      if (labels.includes(other) || labels.some((l) => l.cell.text === other.cell.text)) continue
      // Above a header that says all, a line with one text only is the title of the whole.
      const title = grid.row(other.cell.row).length === 1 && !spans(grid, other)
      if (title && labels.length > 0 && isSure(notionOf([labels[0]!.label!]))) break
      labels.push(other)
      if (titlesWhole(grid, other, labels)) break
      continue
    }
    if (other) {
      if (labels.length > 0) break
      crossed++
      blanks = 0
      continue
    }
    if (labels.length > 0) {
      const group = groupHeader(grid, row, col, labels.at(-1)!)
      if (!group) break
      labels.push(group)
      if (titlesWhole(grid, group, labels)) break
      continue
    }
    if (!grid.blank(row)) continue
    gap = true
    if (crossed === 0) apart = true
    const first = grid.row(row + 1)
    if (first.length === 1 && first[0]!.kind === 'label') sectioned = true
    if (++blanks > 1) break
  }
  return { labels, crossed, apart, gap, sectioned }
}

/** « Usagers de nos pass, chacun compté une fois : » over « Femmes | Hommes »: the title of what is under it says all, and what stands over it is of another table. */
function titlesWhole(grid: Grid, title: Item, labels: readonly Item[]): boolean {
  return (
    labels.length > 1 &&
    grid.row(title.cell.row).length === 1 &&
    /:\s*$/.test(title.cell.text) &&
    isSure(notionOf([title.label!]))
  )
}

const amount =
  /^(?:environ |pres de |plus de |~ ?)?\d[\d ]*(?:[.,]\d+)? ?(?:%|€|euros?|pass|cheques|carnets|personnes|beneficiaires|habitants|usagers)(?![a-z])/

/**
 * Whether a label above a figure heads its column. In a form, the cells above are answers to other questions: they head nothing
 * where the line has a label of its own and the row of the text is itself a question with its answer.
 */
export function isHeader(
  grid: Grid,
  label: Item,
  row: number,
  col: number,
  left: Path,
  stacked: boolean,
): boolean {
  // A sentence heads nothing: it says what it says by itself. A question asks, whatever its number and length.
  const { text } = label.cell
  if (isProse(text) || choice.test(fold(text))) return false
  const asked = text
    .replace(surveyCode, '')
    .replace(/^\s*[a-z]?\d{1,2}(?:\.\d{1,2})*\s?[.):-]?\s+/i, '')
  const plain = withoutInstructions(fold(asked))
  const tells = plain.length > 60 && /\d/.test(plain) && !/\?\s*$/.test(asked)
  if (tells && !headsBeside(grid, label)) return false
  // « Mise à jour | 15/12/2023 » dates the sheet, and heads nothing.
  const [asking, ...answers] = grid.row(label.cell.row)
  const dates =
    asking?.label != null &&
    (says(asking.label, 'date') ||
      dated.test(fold(asking.cell.text)) ||
      asksDay.test(fold(asking.cell.text)))
  if (label.kind === 'date' && dates && answers.length === 1) return false
  if (asking?.label != null && answers.length === 1 && asksWhen.test(fold(asking.cell.text)))
    return false
  if (isCaption(grid, label) || statesFigure(label)) return false
  // « SIREN 909000101 » at the head of a sheet says whose it is; of several each is its column's.
  if (bodyNumber.test(fold(text))) {
    const numbers = grid.row(label.cell.row).filter(({ cell }) => bodyNumber.test(fold(cell.text)))
    if (numbers.length < 2) return false
  }
  // So does the number of a convention.
  if (conventionNumber.test(text.trim()) && !isTimed(label.label!)) {
    // Two of them side by side head their columns.
    const numbers = grid.row(label.cell.row).filter(({ cell }) => conventionNumber.test(cell.text))
    if (numbers.length < 2) return false
  }
  // « 341 à confirmer » right under a figure is an answer among others.
  const over = grid.at(row - 1, col)
  const answer =
    /\d/.test(text) && label.label!.period === null && notionOf([label.label!]).kind === 'none'
  if (answer && over && valueKinds.includes(over.kind)) return false
  if (label.label!.period === null && !stacked && answersLine(grid, label)) return false
  const nearest = left.labels[0]
  // A question with its answer beside it (« Bénéficiaires | NC ») asks nothing of what stands under it.
  if (!nearest) return !answeredBeside(grid, label, row)
  const labelColumn = nearest.cell.col
  // A title that spans the labels as well heads the table, not the column.
  const corner = grid.spread(row, labelColumn)
  if (corner === label) return false
  // « Pass utilisés | 37 % des pass acquis » answers its own line.
  if (corner?.label && amount.test(fold(text)) && isSure(notionOf([corner.label]))) return false
  if (corner && (names(grid, corner, label) || answersAnother(corner, nearest, label))) return false
  if (stacked) return true
  const ownNotion = left.labels.some((l) => notionOf([l.label!]).kind === 'indicator')
  const heads = grid.row(row).length > 1 && grid.row(row).every((i) => i.label !== null)
  if ((!ownNotion || heads) && isSure(notionOf([label.label!]))) return true
  const others = grid.row(row).filter((i) => i !== label && i.cell.col > labelColumn)
  if (others.some((i) => i.kind === 'label' || i.kind === 'date')) return true
  if (!corner) return label.cell.col === col || says(label.label!, 'realise', 'total', 'objectif')
  if (corner.kind !== 'label') return true
  if (headerOnly(label.label!)) return true
  // Of three headings or more over the line one is its own, though the name over its label is not understood.
  const head = tablesOf(grid).heads.get(nearest.cell.row)
  if (head === row && grid.row(row).length > 2) return true
  const parts = corner.label!
  const neutral = parts.unknown.length === 0 && notionOf([parts]).kind !== 'indicator'
  return neutral && !says(parts, 'porteur', 'contact', 'identifiant', 'commentaire', 'date')
}

/** « SIREN 909 000 101 », « n° SIRET : 909 000 101 00012 » */
const bodyNumber =
  /^(?:n(?:°|o|umero)? ?(?:de )?)?sire[nt] ?(?:n[°o])? ?[:=]? ?(?:\d[ .]?){9}(?:(?:\d ?){5})?$/

/** « 2019-017 », « CONV-2020-004 (en cours) » */
const conventionNumber = /^\s*\p{L}{0,6}[-_ ]?\d{2,4}[-_/]\d{2,4}\s*(?:\([^()]*\))?\s*$/u

/** Whether a text is a paragraph: more than one sentence, none of them a question. */
function isProse(text: string): boolean {
  return text.length > 100 && !text.includes('?') && /\p{L}{2}\.\s+[\p{Lu}\d]/u.test(text)
}

/** Whether a long text without a full stop stands among the headings of columns, each right over a figure: « Pour mémoire : CA de … (AAP 2020) ». */
function headsBeside(grid: Grid, { cell: { row, text } }: Item): boolean {
  const [first, ...others] = grid.row(row).filter((i) => grid.at(row + 1, i.cell.col) !== undefined)
  const over = (i: Item) => i.label !== null && grid.at(row + 1, i.cell.col)?.kind === 'number'
  return (
    first !== undefined &&
    others.length > 0 &&
    [first, ...others].every(over) &&
    !/[.;!]/.test(text)
  )
}

/** « 4 000 pass achetés en janvier » or « 640 scannés » states a figure; « Carnets de 10 pass achetés » says how large a booklet is. */
export function statesFigure({ cell, label }: Item): boolean {
  const text = fold(cell.text)
  return label?.carnet == null && (states.test(text) || counts.test(text) || answersItself(text))
}

/** « Pass achetés : 900 (une seule commande) », and no year or small number that tells columns apart. */
function answersItself(text: string): boolean {
  const answer = /[a-z)]\s?[:=]\s*(\d[\d .]*)(?:\s*\([^()]*\))?\.?$/.exec(text)
  return (
    answer !== null && answer[1]!.length > 2 && !/^20(?:1[5-9]|2\d|30)$/.test(answer[1]!.trim())
  )
}

/** « 18 327 pass scannés », and no « 1 Pass achetés » that numbers its line. */
const countsItself =
  /^(?!\d{1,2}(?:\.\d{1,2})+\.?\s)\d[\d .]*\d\s+(?:pass|cheques?)(?: numeriques?)? (?:achete|acquis|commande|distribue|scanne|utilise|consomme|valide|flashe)/

const states =
  /(?<![\d/-])(?!\d{1,2}\. )\d[\d .]* (?:pass|cheques?|coupons?|tickets?|personnes|beneficiaires|usagers|habitants)\b.*\p{L}{4}/u

/** « 2022 scannés » may head a column of that year. */
const counts =
  /^(?!20[12]\d )\d[\d .]* (?:achete|acquis|commande|distribue|donne|remis|scanne|utilise|consomme|valide|flashe)(?:e?s)?\b/

const dated =
  /^(?:mise? a jour|maj|edite|etabli|export|extrait|extraction|arrete|fait|remis|envoye)\b/

const isTimed = ({ period, years }: Label): boolean => period !== null || years !== null

/** Whether a line only says whose report it is: « Lauréat | Département de la Nervoise », one name beside its question. */
function names(grid: Grid, corner: Item, label: Item): boolean {
  if (corner.kind !== 'label') return false
  const structure = fold(corner.cell.text) === 'structure'
  if (!structure && !says(corner.label!, 'porteur', 'contact', 'identifiant')) return false
  const nameless = (i: Item) => i.label !== null && notionOf([i.label]).kind === 'none'
  if (!nameless(label)) return false
  const named = grid.row(corner.cell.row).filter((i) => i !== corner && nameless(i))
  return named.length === 1 && named[0]!.label!.period === null
}

/** Whether a text is the answer to another question of a form: « Pass achetés | voir annexe » over « Pass scannés | 830 ». */
function answersAnother(corner: Item, question: Item, answer: Item): boolean {
  const asks = (item: Item) => item.label !== null && isSure(notionOf([item.label]))
  const { unknown } = answer.label!
  return asks(corner) && asks(question) && unknown.length > 0 && answer.label!.period === null
}

/** Words that only head columns: « Montant (€) », « Réalisé », « 2022 »; no answer of a form is made of them. */
function headerOnly(label: Label): boolean {
  if (label.unknown.length > 0) return false
  const heading: Sense[] = ['montant', 'monnaie', 'taux', 'nombre', 'valeur', 'realise', 'objectif']
  const others: Sense[] = ['total', 'cumul', 'anterieur', 'moyenne', 'finance']
  return label.period !== null || says(label, ...heading, ...others)
}

function spans(grid: Grid, label: Item): boolean {
  return grid.spread(label.cell.row, label.cell.col + 1) === label
}

function answeredBeside(grid: Grid, label: Item, row: number): boolean {
  const right = grid.at(row, label.cell.col + 1)
  const answers: Kind[] = [...valueKinds, 'identifier', 'date']
  return right !== undefined && answers.includes(right.kind) && label.cell.row === row
}

/**
 * A header that spans several columns without being merged: `Pass achetés | | | Pass scannés` over `2021 | 2022 | Total | 2021 …`, `Prévu | |
 * Réalisé | ` over `Pass | Montant | Pass | Montant`. Only for a lower header that doesn't say its indicator itself.
 */
export function groupHeader(grid: Grid, row: number, col: number, lower: Item): Item | null {
  if (notionOf([lower.label!]).kind === 'indicator') return null
  const items = grid.row(row)
  if (items.length === 0 || items.some((i) => i.kind !== 'label')) return null
  const before = items.filter((i) => i.cell.col < col).at(-1)
  if (!before) return null
  const again = says(before.label!, 'objectif', 'realise') && repeats(grid, items, lower, before)
  if (notionOf([before.label!]).kind !== 'indicator' && !again) return null
  if (statesFigure(before) || isProse(before.cell.text)) return null
  for (let c = before.cell.col; c <= col; c++) {
    if (grid.spread(lower.cell.row, c) === undefined) return null
  }
  return before
}

/** Whether the same headings stand in the same order under each of several headings of one line. */
function repeats(grid: Grid, upper: readonly Item[], lower: Item, before: Item): boolean {
  const { row, col } = lower.cell
  const under = upper.map(({ cell }) => grid.spread(row, cell.col + col - before.cell.col))
  return under.length > 1 && under.every((one) => one?.cell.text === lower.cell.text)
}

/** Whether a label has an answer of its own to its right or a figure under it. */
export function answered(grid: Grid, label: Item): boolean {
  const { row, col } = label.cell
  const right = grid.at(row, col + 1)
  const under = grid.at(row + 1, col)
  const written = right?.kind === 'label' && right.label!.unknown.length > 0
  const beside = right !== undefined && (valueKinds.includes(right.kind) || written)
  return beside || (under !== undefined && valueKinds.includes(under.kind))
}

/** Whether a number only counts the lines: one more than the number above it, or one less than the one under it. */
export function numbering(grid: Grid, item: Item): boolean {
  const count = (other: Item | undefined) =>
    other?.figure.kind === 'number' ? other.figure.number : Number.NaN
  const { row, col } = item.cell
  const own = count(item)
  return count(grid.at(row - 1, col)) === own - 1 || count(grid.at(row + 1, col)) === own + 1
}

/** Whether the figures of a column, two or more, each have their caption right under them, the first none over it: cards one under the other. */
export function captionsUnder(grid: Grid, col: number): boolean {
  const figures = grid.items.filter((item) => item.cell.col === col && item.kind === 'number')
  const names = (item: Item | undefined) =>
    item?.label != null && notionOf([item.label]).kind === 'indicator'
  const [first, second] = figures.filter((figure) => names(grid.below(figure)))
  return second !== undefined && first === figures[0] && !names(grid.above(first!))
}

/** Whether each indicator of a line has its figure right above: cards side by side, and no headings that have slipped to the foot. */
export function cards(grid: Grid, label: Item): boolean {
  const { row } = label.cell
  const others = grid.row(row).filter((i) => i.label && notionOf([i.label]).kind === 'indicator')
  return others.every((i) => {
    const above = grid.above(i)
    return above !== undefined && valueKinds.includes(above.kind)
  })
}
