import { areRivals } from '../recognise/counts.ts'
import { isSpoken, type Reading } from '../recognise/reading.ts'
import { editDistance, fold } from '../recognise/text.ts'
import { boundDoubt } from '../recognise/unit.ts'
import { amount } from './candidate.ts'

/** What makes a least of a number: « plus de 2 500 pass », « le cap des 1 240 pass ». */
const least =
  /\b(?:plus d(?:e |')|au moins|pas moins d(?:e |')|depass\w*|exced\w*|barre|cap|seuil|minimum)/

/**
 * Whether a text that isn't taken itself still says another number of the same thing than the one that is kept: it counts it beyond doubt and only goes on
 * in words that nobody knows (« les 1 240 pass scannés réjouissent l’équipe » beside « Pass scannés | 1 204 »), or it says that there were more. Of less than
 * half of it, or more than twice as many, it counts something else, unless a digit was lost.
 * @param value what is kept, in pass or persons
 */
export function isToldAgainst(reading: Reading, value: number): boolean {
  const number = amount(reading)
  if (!isSpoken(reading) || number === null || number === value) return false
  if (reading.doubts.join() === boundDoubt)
    return number > value && areRivals(number, value) && least.test(fold(reading.label))
  if (reading.doubts.length > 0 || reading.quality !== 'exact') return false
  return areRivals(number, value) || editDistance(String(number), String(value), 1) <= 1
}
