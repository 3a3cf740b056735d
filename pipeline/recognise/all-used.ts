import type { Grid } from './grid.ts'
import { saysAllUsed } from './neighbour.ts'
import type { Reading } from './reading.ts'
import { sentencesShown } from './shown.ts'

/**
 * The figures of scanned pass that are not those bought, though a sentence of the report says that all of these were: « La totalité des pass achetés a été
 * scannée », each with the sentence. None where several numbers are told to be bought.
 */
export function notAllUsed(
  grids: readonly Grid[],
  figures: readonly Reading[],
): [Reading, string][] {
  const whole = figures.filter(
    ({ line, column, period, number, factor, doubts }) =>
      [line, column].every(({ role }) => role === 'seul' || role === 'total') &&
      period === null &&
      number !== null &&
      doubts.length === 0 &&
      Number.isInteger(number * factor),
  )
  const amounts = (indicator: Reading['indicator']) =>
    new Set(whole.filter((r) => r.indicator === indicator).map((r) => r.number! * r.factor))
  const bought = amounts('pass_achetes')
  const [most] = bought
  const less = whole.filter((r) => r.indicator === 'pass_scannes' && r.number! * r.factor !== most)
  if (bought.size !== 1 || less.length === 0) return []
  const said = sentencesShown(grids).find(
    (sentence) => !/\d/.test(sentence) && saysAllUsed(sentence),
  )
  return said === undefined ? [] : less.map((r): [Reading, string] => [r, said.trim()])
}
