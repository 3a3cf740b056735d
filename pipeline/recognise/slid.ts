import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { says } from './label.ts'
import { notionOf } from './notion.ts'
import type { Reading } from './reading.ts'

const slidDoubt =
  'une remarque n’est qu’un nombre, et une réponse n’est qu’un texte : les réponses sont peut-être décalées d’une ligne'

/**
 * The figures of a form, all doubted where one of its questions has a text for an answer and the place of remarks below them a bare number: the answers
 * may have slid down by a line (« Pass achetés | Ville de X », « Pass scannés | 1 500 », « Observations | 190 »).
 */
export function slid(grid: Grid, readings: readonly Reading[]): Reading[] {
  const remark = grid.items.find(
    (item) =>
      item.kind === 'label' && answerOf(grid, item) !== null && says(item.label!, 'commentaire'),
  )
  const answer = remark && answerOf(grid, remark)
  if (!remark || !answer || !grid.items.some((item) => asksInVain(grid, item, remark, answer)))
    return [...readings]
  const { row } = remark.cell
  return readings.map((r) =>
    r.row < row && r.col === answer.cell.col ? { ...r, doubts: [...r.doubts, slidDoubt] } : r,
  )
}

/** The number that alone stands on the line of a label, behind it; null for any other line. */
function answerOf(grid: Grid, item: Item): Item | null {
  const [name, answer, ...more] = grid.row(item.cell.row)
  return name === item && answer?.kind === 'number' && more.length === 0 ? answer : null
}

/** Whether a label above asks for an indicator and has a text beside it, in the column of the answers. */
function asksInVain(grid: Grid, item: Item, remark: Item, answer: Item): boolean {
  if (
    item.kind !== 'label' ||
    item.cell.col !== remark.cell.col ||
    item.cell.row >= remark.cell.row
  )
    return false
  const beside = grid.at(item.cell.row, answer.cell.col)
  return beside?.kind === 'label' && notionOf([item.label!]).kind === 'indicator'
}
