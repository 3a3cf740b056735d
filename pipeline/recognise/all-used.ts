import { sentencesOf, unbroken } from './aim.ts'
import type { Grid } from './grid.ts'
import { saysAllUsed } from './neighbour.ts'
import type { Reading } from './reading.ts'

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
  const said = grids
    .filter(({ sheet }) => !sheet.hidden)
    .flatMap((grid) => grid.items)
    .filter(({ kind, cell }) => kind === 'label' && !cell.hidden && !cell.struck)
    .flatMap(({ cell }) => sentencesOf(unbroken(cell.text)))
    .find((sentence) => !/\d/.test(sentence) && saysAllUsed(sentence))
  return said === undefined ? [] : less.map((r): [Reading, string] => [r, said.trim()])
}
