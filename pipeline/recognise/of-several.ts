import type { Grid } from './grid.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'

/** « Ensemble des deux structures », alone on its line: what stands under it is of both. */
const severalTitle =
  /\b(?:ensemble|totaux|total|cumul|somme|addition|synthese) (?:des|de nos|de ces|pour les|pour nos) (?:deux|trois|quatre|[2-9]) (?:structures?|laureate?s?|collectivites?|organismes?|conventions?|porteurs?|partenaires?|signataires?|cofinances?|entites)\b/

const severalDoubt = 'le titre dit que le chiffre est de plusieurs structures ensemble'

/** Readings with those doubted whose title says that they are of several bodies together: nobody's alone, be their parts told or not. */
export function ofSeveral(grid: Grid, readings: readonly Reading[]): Reading[] {
  return readings.map((reading) => {
    const title = grid.titleAbove(reading.row)
    const several = title !== null && severalTitle.test(fold(title.cell.text))
    return several ? { ...reading, doubts: [...reading.doubts, severalDoubt] } : reading
  })
}
