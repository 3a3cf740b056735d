import { once } from '../memo.ts'
import type { Grid } from './grid.ts'
import { type Item, valueKinds } from './item.ts'
import { says } from './label.ts'
import { notionOf } from './notion.ts'
import { isMoney, ofSum } from './spending.ts'

/** Which texts of stacks are captions of the figure over them, and of which nobody can tell. */
interface Stacks {
  /** Rows of captions: each belongs to the figure right over it, and heads nothing below. */
  captions: ReadonlySet<number>
  /** Rows of texts between figures that may belong to the one over them or to the one under them. */
  open: ReadonlySet<number>
  /** Rows of captions that a day or another answer has over it, right over the first figure: neither heads what is below. */
  tops: ReadonlySet<number>
  /** Rows of questions, each answered by the next figure below, though an empty row may stand between. */
  questions: ReadonlySet<number>
  /** Rows of texts under figures the first of which has its question over it: they may belong to the next one. */
  either: ReadonlySet<number>
}

/**
 * Figures and texts that stand one under the other, each alone on its row: « 2 000 » over « pass achetés » over « 1 204 » over « pass scannés ».
 * A stack that begins with a figure that nothing names and ends with a text has its texts under their figures. One that begins so and ends with a
 * figure, or has two figures in a row, may be either. Any other is a form, its labels over their answers.
 */
export const stacksOf = once((grid: Grid): Stacks => {
  const captions = new Set<number>()
  const open = new Set<number>()
  const tops = new Set<number>()
  for (const stack of stacksIn(grid)) {
    const first = stack.findIndex(isFigure)
    const before = stack[first - 1]
    const texts = stack.slice(first + 1).filter((item) => !isFigure(item))
    // « Bénéficiaires de minima sociaux » among answers in words touches no figure.
    const counting = texts.filter((item) => namesCount(item) && touchesFigure(stack, item))
    if (before !== undefined && namesCount(before)) {
      // « Achetés » over « Scannés » over two figures: a table that became one column.
      const over = stack.slice(0, first).filter(namesCount)
      const lists = isFigure(stack[first + 1]!) && over.includes(stack[first - 2]!)
      if (lists) for (const { cell } of over) open.add(cell.row)
      continue
    }
    if (counting.length < 2 || counting.every(isQuestion)) continue
    const rows = texts.map(({ cell }) => cell.row)
    const ends = !isFigure(stack.at(-1)!)
    const headed = before !== undefined && asksCount(before)
    if (headed && !ends) continue
    const paid = paysUnder(stack)
    // Where the first figure may have its name over it, the last one has to have it under it.
    const sure =
      ends &&
      !hasNeighbours(stack.slice(first)) &&
      (!headed || paid || namesCount(lastCaption(stack)))
    for (const row of rows) (sure ? captions : open).add(row)
    // « 14/03/2024 » over « Date de remplissage »
    if (sure && before?.label != null && says(before.label, 'date')) tops.add(before.cell.row)
  }
  return { captions, open, tops, ...questionsIn(grid) }
})

/**
 * The texts of columns in which the first figure has a text over it that says what it counts, wherever the empty rows are. Where texts and figures take
 * turns down to a last figure, each text is the question over its own (`questions`); elsewhere nobody can tell (`either`).
 */
function questionsIn(grid: Grid): { questions: ReadonlySet<number>; either: ReadonlySet<number> } {
  const questions = new Set<number>()
  const either = new Set<number>()
  for (const blocks of runsOf(grid)) {
    const run = blocks.flat()
    const first = run.findIndex(isFigure)
    const last = run.findLastIndex(isFigure)
    if (first < 1 || last === first || !namesCount(run[first - 1]!)) continue
    // « Fait à Corbelin » ends the page.
    const foot = run.slice(last + 1).every((item) => !namesCount(item))
    const stack = run.slice(first - 1, foot ? last + 1 : undefined)
    const turns = stack.every((item, at) => isFigure(item) === (at % 2 === 1))
    const rows = stack.filter((item) => !isFigure(item)).map(({ cell }) => cell.row)
    // « Ont-ils tous été livrés ? » over « Oui » between them takes no turn, and no figure.
    const asked = stack.every(
      (item) =>
        isFigure(item) || !namesCount(item) || isQuestion(item) || !touchesFigure(stack, item),
    )
    for (const row of rows) ((turns || asked) && foot ? questions : either).add(row)
  }
  return { questions, either }
}

/** Why figures of an open stack are asked about, in French. */
export const stackDoubt =
  'des chiffres et des libellés l’un sous l’autre, dont rien ne dit lesquels vont ensemble'

const isFigure = ({ kind }: Item) => valueKinds.includes(kind)

/** Whether a text says which of the figures that are asked for it counts; a paragraph is neither a question nor a caption. */
function namesCount({ label, cell }: Item): boolean {
  if (cell.text.length > longest || /[.!]\s+\p{Lu}/u.test(cell.text)) return false
  return label !== null && notionOf([label]).kind === 'indicator'
}

/** Whether a figure stands right over or under a text. */
function touchesFigure(stack: readonly Item[], item: Item): boolean {
  const at = stack.indexOf(item)
  return [stack[at - 1], stack[at + 1]].some((other) => other !== undefined && isFigure(other))
}

/** Letters of the longest question. */
const longest = 160

/** « 3. Combien de pass ont été scannés ? » asks for what stands under it, and names nothing that stands over it. */
function isQuestion({ cell }: Item): boolean {
  return /\?\s*$/.test(cell.text)
}

/** Whether a text may be the question that the figure under it answers, be it about something else, « Nombre d’ateliers »; a day it doesn’t. */
function asksCount({ label, cell }: Item): boolean {
  if (says(label!, 'date')) return false
  return /[?:]\s*$/.test(cell.text) || says(label!, 'nombre') || notionOf([label!]).kind === 'other'
}

/** Whether a sum of money has a text about money right under it, and none right over it: « 19 980 € » over « Montant dépensé TTC ». */
function paysUnder(stack: readonly Item[]): boolean {
  return stack.some((item, at) => {
    const [over, under] = [stack[at - 1], stack[at + 1]]
    if (!isFigure(item) || !isMoney(item) || under?.label == null) return false
    return ofSum(under) && (over?.label == null || !ofSum(over))
  })
}

/** The text right under the last figure. */
function lastCaption(stack: readonly Item[]): Item {
  return stack[stack.findLastIndex(isFigure) + 1]!
}

/** Whether two figures follow each other: of a table that became one column. */
function hasNeighbours(stack: readonly Item[]): boolean {
  return stack.some((item, at) => isFigure(item) && at > 0 && isFigure(stack[at - 1]!))
}

/**
 * The stacks of a sheet, two figures or more in each. An empty row ends one, but where empty rows stand between all of them.
 */
function stacksIn(grid: Grid): Item[][] {
  return runsOf(grid).flatMap((blocks) => {
    const mixed = blocks.some((block) => block.some(isFigure) && !block.every(isFigure))
    const stacks = (mixed ? blocks : [blocks.flat()]).flatMap(titled)
    return stacks.filter((stack) => stack.filter(isFigure).length > 1)
  })
}

/** A stack in parts, each with its title: « bénéficiaires uniques » over « Réalisé » over the next figure. */
function titled(stack: readonly Item[]): Item[][] {
  const parts: Item[][] = [[]]
  for (const [at, item] of stack.entries()) {
    const [over, under] = [stack[at - 1], stack[at + 1]]
    const between = over !== undefined && !isFigure(over) && under !== undefined && isFigure(under)
    const begins = /^\P{L}*\p{Lu}/u.test(item.cell.text)
    if (!isFigure(item) && between && begins && !namesCount(item)) parts.push([])
    parts.at(-1)!.push(item)
  }
  return parts
}

/** Rows of one item each that follow each other in one column, in the blocks that empty rows make of them. */
function runsOf(grid: Grid): Item[][][] {
  const runs: Item[][][] = []
  let run: Item[][] = []
  let col = -1
  for (let row = 0; row <= grid.lastRow; row++) {
    const [item, ...others] = grid.row(row)
    if (item === undefined) {
      if (run.at(-1)?.length) run.push([])
      continue
    }
    if (others.length > 0 || item.cell.col !== col) {
      run = [[]]
      runs.push(run)
      col = others.length > 0 ? -1 : item.cell.col
    }
    if (others.length === 0) run.at(-1)!.push(item)
  }
  return runs
}
