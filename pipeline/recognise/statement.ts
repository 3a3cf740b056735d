import type { Context } from './context.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { type Label, says } from './label.ts'
import { isLikely } from './likely.ts'
import { indicatorIn, type Notion } from './notion.ts'
import type { Figure } from './number.ts'
import type { Reading } from './reading.ts'
import { qualifierNear, slipDoubt } from './spelling.ts'
import { budgetDoubt, measure, scaleDoubt } from './unit.ts'

/** One figure that a text states, with what it counts; `absence` where the text says that there is none. */
export interface Statement {
  label: Label
  notion: Notion
  figure: Figure | 'absence'
  /** The number as the text has it, by which its cell is found where the text runs over several. */
  digits?: string
  rule: 'deux_points' | 'phrase'
  /** Nothing in its sentence says that it counts pass rather than booklets. */
  implied?: boolean
  /** Its sentence says what one pass costs, so that a sum of money counts nothing else. */
  priced?: boolean
}

/**
 * The reading of a statement, at the cell that holds its words; null when it counts no indicator.
 * @param index tells the statements of one cell apart
 */
export function toReading(
  grid: Grid,
  item: Item,
  statement: Statement,
  index: number,
  context: Context,
): Reading | null {
  const { notion, figure, label, rule } = statement
  if (notion.kind !== 'indicator') return null
  const kind = figure === 'absence' || figure.kind === 'none' ? 'absence' : 'figure'
  const valued: Item =
    figure === 'absence'
      ? { ...item, kind: 'absence' }
      : { ...item, kind: figure.kind === 'doubtful' ? 'doubtful' : 'number', figure }
  const size = measure(grid, valued, [{ ...item, label }], [], notion.indicator, context)
  const number =
    figure === 'absence' || figure.kind === 'none'
      ? null
      : figure.kind === 'doubtful'
        ? figure.proposal
        : figure.number
  const approximate = figure !== 'absence' && figure.kind === 'number' && figure.approximate
  const alone = { role: 'seul' as const, key: '', known: false }
  const slip = qualifierNear(item.label!, context.vocabulary)
  const doubts = [
    ...(slip ? [slipDoubt(slip)] : []),
    ...(notion.doubt ? [notion.doubt] : []),
    ...size.doubts.filter(
      (doubt) => doubt !== scaleDoubt && !(statement.priced && doubt === budgetDoubt),
    ),
  ]
  return {
    sheet: grid.sheet.name,
    address: item.address,
    row: item.cell.row,
    col: item.cell.col,
    text: item.cell.text.trim(),
    label: label.text,
    labelAddress: item.address,
    indicator: notion.indicator,
    kind,
    number,
    factor: size.factor,
    unit: size.unit,
    quality: approximate || size.approximate ? 'approximatif' : 'exact',
    // A caption over a table says nothing of a sentence.
    doubts,
    likely: isLikely(doubts, notion.unknown, context.vocabulary),
    unknown: notion.unknown,
    rank: notion.rank * 2 + (size.unit === 'EUR' ? 0 : 1),
    aap: label.aap,
    period: label.period,
    periodFrom: label.period === null ? null : 'label',
    line: alone,
    column: alone,
    group: `${grid.sheet.name}!${item.address}#${index}`,
    cumulative: says(label, 'cumul'),
    cumulativeNearby: false,
    fresh: says(label, 'nouveau'),
    names: [],
    rectifies: false,
    hidden: item.cell.hidden || item.cell.struck || grid.sheet.hidden,
    rule,
  }
}

/** The indicator that a statement is of; null where it is of none. */
export function indicatorOf({ notion }: Statement): string | null {
  return indicatorIn(notion)
}
