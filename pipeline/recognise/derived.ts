import type { Grid } from './grid.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'

/** « 1 462 (estimation, calculée sur la base de 5 pass par personne) » */
const fromPasses =
  /\b(?:(?:calcul|estim|dedui|obten|ratio|base|divis|rapport|hypothese)\w*|a raison de|en (?:compt|reten|prena)\w+|au rythme de)\b[^.]{0,80}\bpass (?:par|pour une?|\/)/

const derivedDoubt = 'des personnes calculées à partir des pass, et non comptées'

/** Figures with those of persons doubted that were worked out from pass: the official ratios differ by a factor of two. */
export function derivedPersons(grid: Grid, readings: readonly Reading[]): Reading[] {
  const lines = new Map<number, boolean>()
  const tells = (text: string) => fromPasses.test(fold(text))
  const lineTells = (row: number) => {
    const known = lines.get(row) ?? grid.row(row).some(({ cell }) => tells(cell.text))
    lines.set(row, known)
    return known
  }
  return readings.map((reading) => {
    if (reading.indicator !== 'beneficiaires_uniques' || reading.kind !== 'figure') return reading
    const told = tells(reading.text) || tells(reading.label) || lineTells(reading.row)
    return told ? { ...reading, doubts: [...reading.doubts, derivedDoubt], likely: false } : reading
  })
}
