import type { Grid } from './grid.ts'
import { parseLabel, says } from './label.ts'
import type { Place, Reading } from './reading.ts'
import { fold } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'

/** « Pass scannés » and « médiathèque centrale » of « Pass scannés à la médiathèque centrale »: one place, with its article. */
const atPlace =
  /^(.*?[a-z)]) (?:[-–:] ?)?(?:a la|au|a l'|dans la|dans le|dans l'|chez) ?([a-z][a-z' -]*)$/

/** What may hold the other places in it, or is none that counts: « au total », « à la commune ». */
const wider =
  /\b(?:commune|ville|territoire|departement|epci|region|communaute|agglo\w*|metropole|canton|intercommunalite|perimetre|bassin|secteur|echelle|niveau|total|sein|ensemble|date|fin|cours|moyenne|lieux|sites|hors|autres?)\b/

interface Sited {
  reading: Reading
  /** What is counted, folded: the same for all of a list. */
  head: string
  place: string
  known: boolean
}

/**
 * Lines that count the same thing at one place each, « Pass scannés à la médiathèque », « Pass scannés au centre social », as details of one whole. Places
 * in words that nobody knows are places beside two that are known.
 */
export function atSites(
  grid: Grid,
  readings: readonly Reading[],
  vocabulary: Vocabulary,
): Reading[] {
  const sited = readings.flatMap((r) => sitedIn(grid, r, vocabulary) ?? [])
  const lists = Map.groupBy(
    sited,
    ({ reading, head }) => `${reading.indicator} ${reading.col} ${head}`,
  )
  const details = new Map<Reading, Reading>()
  for (const list of lists.values()) {
    const places = new Set(list.map(({ place }) => place))
    if (places.size < list.length || list.filter(({ known }) => known).length < 2) continue
    const group = list[0]!.reading.group
    for (const { reading, place } of list) {
      const line: Place = { role: 'detail', key: place, known: true }
      details.set(reading, { ...reading, group, unknown: [], line })
    }
  }
  return readings.map((r) => details.get(r) ?? r)
}

function sitedIn(grid: Grid, reading: Reading, vocabulary: Vocabulary): Sited | null {
  const { kind, number, line, hidden, period, labelAddress, row } = reading
  const label = grid.byAddress(labelAddress ?? '')
  if (kind !== 'figure' || number === null || hidden || period !== null || label == null)
    return null
  if (line.role !== 'seul' || label.cell.row !== row) return null
  const found = atPlace.exec(
    fold(label.cell.text)
      .replaceAll(/\(.*?\)/g, ' ')
      .trim(),
  )
  if (found === null || wider.test(found[2]!)) return null
  const [, head, place] = found as unknown as [string, string, string]
  const named = parseLabel(place, vocabulary)
  return { reading, head, place, known: says(named, 'lieu') }
}
