import { frameDoubts } from './misplaced.ts'
import { misspelt, misspeltDoubt } from './spelling.ts'
import { reserveDoubt, separatorDoubt } from './unit.ts'
import type { Vocabulary } from './vocabulary.ts'

export const afterDoubt = 'le libellé suit le chiffre, et autre chose le précède'
export const cutDoubt = 'le libellé porte lui-même un nombre, qui peut être le chiffre ou son début'

export const secondDoubt = 'un deuxième chiffre suit le libellé sans en-tête qui le dise'

/** Doubts about how or where a figure is written, that leave little doubt of what it counts. */
const writing = new Set([
  afterDoubt,
  cutDoubt,
  secondDoubt,
  misspeltDoubt,
  separatorDoubt,
  reserveDoubt,
])

/** Whether doubts and unknown words of a figure only say that it is badly written: what contradicts it is not sure either. */
export function isLikely(
  doubts: readonly string[],
  unknown: readonly string[],
  vocabulary: Vocabulary,
): boolean {
  return (
    doubts.every((doubt) => writing.has(doubt) || frameDoubts.has(doubt)) &&
    misspelt(unknown, vocabulary)
  )
}
