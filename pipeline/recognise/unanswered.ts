import { isCaption } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { type Label, says } from './label.ts'
import type { NearMiss } from './near-miss.ts'
import { notionOf } from './notion.ts'
import type { Reading } from './reading.ts'
import { isMoney } from './spending.ts'
import type { Sense } from './vocabulary.ts'

const asked = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques'] as const
type Asked = (typeof asked)[number]

/** Lines under a label in which its answer may stand. */
const reach = 3

/**
 * Labels of an indicator of which the whole document gives nothing, neither a figure nor a word for none, though a number that nothing has read stands on
 * their line or under them: the figure may be that, in a layout that isn't understood.
 * @param misses what is asked about anyway
 */
export function unanswered(
  grids: readonly Grid[],
  readings: readonly Reading[],
  misses: readonly NearMiss[],
): NearMiss[] {
  const read = new Set(readings.map(({ sheet, address }) => `${sheet}!${address}`))
  return asked.flatMap((indicator): NearMiss[] => {
    const told = readings.some(
      (r) => r.indicator === indicator && (r.kind === 'figure' || r.text !== ''),
    )
    if (told || misses.some(({ indicators }) => indicators.includes(indicator))) return []
    for (const grid of grids) {
      const unread = ({ cell, kind, address }: Item) =>
        (kind === 'number' || kind === 'doubtful') &&
        !(cell.hidden || cell.struck) &&
        !read.has(`${grid.sheet.name}!${address}`)
      const label = grid.items.find(
        (item) => names(item, indicator) && answersOf(grid, item).some(unread),
      )
      if (label === undefined) continue
      const base = { sheet: grid.sheet.name, address: label.address, text: label.cell.text.trim() }
      return [{ ...base, indicators: [indicator], kind: 'illisible' }]
    }
    return []
  })
}

function names({ label, cell }: Item, indicator: Asked): boolean {
  if (label === null || cell.hidden || cell.struck || cell.text.length > 120) return false
  const notion = notionOf([label])
  const same = notion.kind === 'indicator' && notion.indicator === indicator && !notion.part
  // « Lieux ayant scanné au moins un pass » counts places.
  const ofPlaces = notion.kind === 'other' && notion.place === true
  const listed =
    notion.kind !== 'indicator' &&
    !ofPlaces &&
    namesSeveral(label) &&
    says(label, ...senses[indicator])
  return (same || listed) && !says(label, 'consigne')
}

/** Whether a label names pass that were bought, scanned or who used them, two of these at least: « achetés / scannés / bénéficiaires uniques ». */
function namesSeveral(label: Label): boolean {
  return Object.values(senses).filter((one) => says(label, ...one)).length > 1
}

const senses: Record<Asked, readonly Sense[]> = {
  pass_achetes: ['achat', 'pass_achetes'],
  pass_scannes: ['scan', 'pass_scannes'],
  beneficiaires_uniques: ['distinct', 'beneficiaire', 'beneficiaires_uniques'],
}

/** Whether a text on the line of a label begins something else: another indicator, or what was aimed at or done before. */
function parts({ label }: Item): boolean {
  const notion = notionOf([label!])
  if (notion.kind === 'indicator') return asked.some((one) => one === notion.indicator)
  return says(label!, 'objectif', 'anterieur')
}

/**
 * What may answer a label: what stands right of it, up to the next label that is asked for, and under it, down to the next text; before it,
 * where it ends its line: « accompagner | 310 | personnes différentes ».
 */
function answersOf(grid: Grid, label: Item): Item[] {
  const { row, col } = label.cell
  const right = grid.row(row).filter((other) => other.cell.col > col)
  const next = right.findIndex((other) => other.label !== null && parts(other))
  const beside = next < 0 ? right : right.slice(0, next)
  // Beyond its unit: « 1 750 | pass | achetés ».
  const last =
    right.length > 0
      ? undefined
      : grid.row(row).findLast((other) => other.label === null && other.cell.col < col)
  const before = last === undefined ? [] : [last]
  const under: Item[] = []
  // What stands under a caption is of the next one.
  if (isCaption(grid, label)) return before
  for (let at = row + 1; at <= row + reach; at++) {
    const item = grid.at(at, col)
    if (item === undefined) continue
    if (item.label !== null) break
    under.push(item)
  }
  return [...before, ...beside, ...under].filter((item) => !isMoney(item))
}
