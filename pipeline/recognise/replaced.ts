import type { Grid } from './grid.ts'
import type { Reading } from './reading.ts'
import { backDoubt } from './settled.ts'

/**
 * Readings with those sure of which it was doubted whether pass that were given back are still counted, where a number is struck through before the one that
 * is read, and what was given back is the difference: « ~~1 000~~ 900 (100 pass retournés) ».
 */
export function afterReturns(grid: Grid, readings: readonly Reading[]): Reading[] {
  return readings.map((reading) => {
    const { number, doubts } = reading
    if (number === null || doubts.length === 0 || doubts.some((doubt) => doubt !== backDoubt))
      return reading
    const cell = grid.byAddress(reading.address)?.cell
    const before = (cell?.replaced ?? []).map((digits) => Number(digits.replaceAll(/\D/g, '')))
    const told = [...(cell?.text ?? '').matchAll(/\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d+/g)].map(
      ([digits]) => Number(digits.replaceAll(/\D/g, '')),
    )
    const explained = before.some((old) => old > number && told.includes(old - number))
    return explained ? { ...reading, doubts: [] } : reading
  })
}
