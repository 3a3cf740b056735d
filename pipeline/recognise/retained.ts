import type { Reading } from './reading.ts'
import { fold } from './text.ts'

/** « Le nombre de pass scannés à retenir est donc de 7 156 », « il faut retenir 7 156 pass scannés » */
const toRetain =
  /\b(?:a retenir|(?:doi(?:t|vent) etre|est|sont) (?:donc |finalement )?(?:a retenir|retenue?s?)|(?:il faut|on peut|il convient de|nous|vous pouvez) (?:donc )?retenir|reten(?:ons|ez))\b/

/**
 * Readings with those set aside that a sentence of the report decides between: where it says which number is to be taken, for the whole time and of nothing
 * but the indicator, no other one of that indicator is. Two such sentences decide nothing.
 */
export function retained(readings: readonly Reading[]): Reading[] {
  const said = readings.filter(
    (r) =>
      r.rule === 'phrase' &&
      r.kind === 'figure' &&
      r.number !== null &&
      r.doubts.length + r.unknown.length === 0 &&
      r.period === null &&
      !r.hidden &&
      toRetain.test(fold(r.label)),
  )
  const chosen = new Map(
    [...Map.groupBy(said, (r) => r.indicator)].flatMap(([indicator, [only, ...more]]) =>
      only === undefined || more.length > 0 ? [] : [[indicator, only] as const],
    ),
  )
  return readings.map((r) => {
    const one = chosen.get(r.indicator)
    if (one === undefined || r === one || r.aap !== one.aap) return r
    return { ...r, doubts: [], unknown: [], line: { role: 'ecarte', key: '', known: true } }
  })
}
