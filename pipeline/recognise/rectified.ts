import { headingOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { notionOf } from './notion.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'

const corrected =
  /\b(?:rectifi|corrig|revise|actualise|remis a jour|mis a jour|annule et remplace|remplace (?:la|le|les|l')|definiti(?:f|ve)s?\b|apres (?:verification|controle|correction|rectification))/

/** Whether a heading or the name of a line says that what stands there replaces what stands beside it. */
function replaces(item: Item | undefined): boolean {
  if (item?.label == null || !corrected.test(fold(item.cell.text))) return false
  return notionOf([item.label]).kind !== 'indicator'
}

const alone = { role: 'seul', key: '', known: false } as const

/**
 * Readings without those that a column or a line beside them replaces: « Déclaré en janvier | Rectifié en mars ». Where the correction gives no
 * figure, what was declared before still stands.
 */
export function rectified(grid: Grid, readings: readonly Reading[]): Reading[] {
  return byAxis(
    byAxis(
      readings,
      (r) => replaces(headingOf(grid, r)),
      (r) => `${r.indicator} ${r.row}`,
      (r) => headingOf(grid, r)?.cell.row,
      'column',
    ),
    (r) => replaces(grid.row(r.row)[0]),
    (r) => `${r.indicator} ${r.col}`,
    (r) => r.labelAddress,
    'line',
  )
}

function byAxis(
  readings: readonly Reading[],
  replacing: (r: Reading) => boolean,
  lineOf: (r: Reading) => string,
  tableOf: (r: Reading) => unknown,
  axis: 'line' | 'column',
): Reading[] {
  const tables = new Set(readings.filter(replacing).map(tableOf))
  if (tables.size === 0) return [...readings]
  return [...Map.groupBy(readings, lineOf).values()].flatMap((line) => {
    if (!tables.has(tableOf(line[0]!))) return line
    const after = line.filter((r) => replacing(r) && r.number !== null)
    const kept = after.length > 0 ? after : line.filter((r) => !replacing(r))
    return kept.length === 1 ? [{ ...kept[0]!, [axis]: alone }] : kept
  })
}
