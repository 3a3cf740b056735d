import { isSpoken, type Reading } from './reading.ts'
import { fold } from './text.ts'

/** « Depuis juin 2021, ce sont 6 748 pass de plus »; since the beginning is all of the time. */
const since =
  /^\W*depuis (?!(?:le |la |l')?(?:tout )?(?:debut|lancement|demarrage|origine|ouverture|signature|mise en (?:place|oeuvre|service)|notification|creation)\b)/
const added = /\b(?:supplementaires?|additionnel(?:le)?s?|en plus|de plus)\b/

/** « Depuis juin, ce sont ainsi … »: what goes on from what was told before. */
const goesOn = /^\W*depuis [^,]*, (?:ce sont|c'est|cela (?:fait|represente))\b/
const addedDoubt = 'le texte dit ce qui s’est ajouté depuis un autre rapport'

/**
 * Figures without what sentences say was added since an earlier report, where another one tells of the same indicator at least as many: « 8 964
 * pass ont été utilisés », « Depuis juin 2021, ce sont 6 748 pass supplémentaires ».
 */
export function withoutAdded(readings: readonly Reading[]): Reading[] {
  const isAdded = (r: Reading) => {
    const said = fold(r.label)
    return isSpoken(r) && since.test(said) && (added.test(said) || goesOn.test(said))
  }
  const most = new Map<string, number>()
  const key = ({ indicator, aap }: Reading) => `${indicator} ${aap}`
  for (const r of readings) {
    if (r.number === null || r.hidden || r.doubts.length > 0 || isAdded(r)) continue
    most.set(key(r), Math.max(most.get(key(r)) ?? 0, r.number * r.factor))
  }
  return readings.flatMap((r) => {
    if (!isAdded(r) || r.number === null) return r
    const whole = most.get(key(r)) ?? -1
    return r.number * r.factor <= whole ? [] : { ...r, doubts: [...r.doubts, addedDoubt] }
  })
}
