import type { Grid } from './grid.ts'
import type { Reading } from './reading.ts'
import { nearWord } from './spelling.ts'
import { fold } from './text.ts'

/** The heading that makes figures doubtful by a word that is nearly another one. */
interface Heading {
  row: number
  col: number
  doubt: string
}

/**
 * Readings with those doubted whose line is empty under a heading that is nearly « cumul », « objectif » or the like: what makes the figures of
 * that column doubtful may be what theirs is missing. Under « Année 2022 | fumul depuis 2020 » a figure of the year is not the whole.
 */
export function nearlyHeaded(grid: Grid, readings: readonly Reading[]): Reading[] {
  const headings = readings.flatMap((reading) => headingOf(grid, reading) ?? [])
  if (headings.length === 0) return [...readings]
  return readings.map((reading) => {
    if (reading.kind !== 'figure' || reading.doubts.length > 0) return reading
    const empty = headings.find(
      ({ row, col }) =>
        reading.row > row &&
        reading.col !== col &&
        sameTable(grid, row, reading.row) &&
        !grid.row(reading.row).some(({ cell }) => cell.col === col),
    )
    return empty === undefined ? reading : { ...reading, doubts: [empty.doubt] }
  })
}

/** The cell above a doubtful figure that has the word that its doubt is about; null where its own line has it. */
function headingOf(grid: Grid, { row, col, doubts }: Reading): Heading | null {
  const doubt = doubts.find((one) => one.startsWith(nearWord))
  const word = doubt === undefined ? undefined : /« ([^»]+) »/.exec(doubt)?.[1]
  if (doubt === undefined || word === undefined) return null
  for (let above = row - 1; above >= 0 && sameTable(grid, above, row); above--) {
    const heading = grid.row(above).find(({ cell }) => cell.col === col)
    if (heading !== undefined && fold(heading.cell.text).includes(fold(word)))
      return { row: above, col, doubt }
  }
  return null
}

/** Whether no empty line stands between two rows. */
function sameTable(grid: Grid, from: number, to: number): boolean {
  for (let row = from; row < to; row++) if (grid.row(row).length === 0) return false
  return true
}
