import { isOfSomethingElse } from './caution.ts'
import { parseLabel, says } from './label.ts'
import type { Indicator } from './notion.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Why a figure is asked about whose label names one place, where the other one doesn't keep to it, in French. */
const placedDoubt = 'le libellé ne parle que d’un lieu'

/** Scans and persons are counted where people come; pass are bought by the body itself. */
const counted: Indicator[] = ['pass_scannes', 'beneficiaires_uniques']

/** « à la médiathèque », « au centre social »: one place, with its article. */
const at = /\b(?:a la|au|a l'|dans la|dans le|dans l') ?([a-z][a-z' -]*)/

/** What is meant by these is the whole of the territory. */
const whole =
  /^(?:commune|ville|territoire|departement|epci|region|communaute|agglomeration|metropole|canton|intercommunalite|perimetre|bassin|secteur|echelle|niveau|total|sein)\b/

/**
 * The figures of a report with those doubted that are of one place of several: persons « à la médiathèque » beside scans that nothing keeps to it, and
 * what is of a place whose other figure is unsure for what is said of it. Scans alone are told with the place where pass may be used.
 */
export function placed(readings: readonly Reading[], vocabulary: Vocabulary): Reading[] {
  const figures = readings.filter(
    (r) => r.kind === 'figure' && !r.hidden && counted.includes(r.indicator),
  )
  const places = new Map(figures.map((r) => [r, placeOf(r, vocabulary)]))
  const of = (indicator: Indicator) => figures.filter((r) => r.indicator === indicator)
  const doubted = new Set<Reading>()
  for (const indicator of counted) {
    for (const r of of(indicator)) {
      const place = places.get(r)
      const others = figures.filter((other) => other.indicator !== indicator)
      const same = others.filter((other) => places.get(other) === place)
      if (place !== null && same.length > 0 && same.every(isDoubted)) doubted.add(r)
    }
  }
  const [scans, helped] = [of('pass_scannes'), of('beneficiaires_uniques')]
  const kept = new Set(helped.map((r) => places.get(r)))
  const open = scans.length > 0 && scans.some((r) => !kept.has(places.get(r)!))
  const apart = scans.every((r) => places.get(r) === null) || scans.length > 1
  // With a figure of the whole the places are its details.
  if (open && apart && !kept.has(null)) for (const r of helped) doubted.add(r)
  return readings.map((r) => {
    if (!doubted.has(r) || isDoubted(r)) return r
    const doubt = `${placedDoubt} : « ${r.label.slice(0, 200)} »`
    return { ...r, doubts: [...r.doubts, doubt], likely: false }
  })
}

/** Whether a figure is unsure for what is said of it, and not for how it is written. */
function isDoubted({ doubts, unknown }: Reading): boolean {
  return unknown.length > 0 || doubts.some(isOfSomethingElse)
}

/** The one place that a label keeps to, folded; null where it names none, or the whole territory, or where its line is a period, a total. */
function placeOf({ label, line }: Reading, vocabulary: Vocabulary): string | null {
  if (line.role !== 'seul' && line.role !== 'detail') return null
  const named = at.exec(fold(label))?.[1]
  if (named === undefined || whole.test(named)) return null
  const sense = parseLabel(named, vocabulary)
  const [first] = sense.terms
  return first !== undefined && says(sense, 'lieu') && first.sense === 'lieu'
    ? first.expression
    : null
}
