import { headingOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { type Label, says } from './label.ts'
import type { Reading } from './reading.ts'
import { headedElse } from './suspicion.ts'
import { fold } from './text.ts'

/** What a column of the figures that were agreed upon is headed by, beside one of what was done. */
const agreement =
  /^(?:(?:selon|d'apres|dans|a) )?(?:la |le |l')?(?:conventions?(?: (?:initiale|signee|de depart|d'origine))?|avenants?(?: n[°o]? ?\d| \d)?|contrats?|marches?|dossiers?(?: de (?:candidature|demande|reponse))?|candidatures?|engagements?|demande(?: initiale)?|projet(?: initial)?)$/

/**
 * Readings without what was only agreed upon or aimed at, where the same line says what was done: « Convention | Avenant n° 1 | Réalisé », and a
 * line after a break that goes on under « Total | Objectif » further up.
 */
export function withoutPlans(grid: Grid, readings: readonly Reading[]): Reading[] {
  const planned = [...Map.groupBy(readings, (r) => `${r.row} ${r.indicator}`).values()].flatMap(
    (line) => plannedIn(grid, line),
  )
  const dropped = new Set(planned)
  return readings.filter((r) => !dropped.has(r))
}

function plannedIn(grid: Grid, line: readonly Reading[]): Reading[] {
  if (line.length < 2) return []
  const done = line.some((r) => isDone(headingOf(grid, r)?.label))
  if (done) return line.filter((r) => isAgreement(headingOf(grid, r)))
  return line.filter((r) => {
    if (!r.doubts.some((doubt) => doubt.startsWith(headedElse))) return false
    const heading = aimOver(grid, r)
    if (heading === undefined) return false
    const { row } = heading.cell
    return line.some((other) => {
      const label = other === r ? undefined : grid.spread(row, other.col)?.label
      return label != null && (isDone(label) || sums(label))
    })
  })
}

/** Lines up which a heading is looked for. */
const reach = 60

/** The lowest heading over a place that says that what stands under it was aimed at, whatever stands between. */
function aimOver(grid: Grid, { row, col }: Reading): Item | undefined {
  for (let at = row - 1; at >= Math.max(0, row - reach); at--) {
    const item = grid.spread(at, col)
    if (item?.label != null) return says(item.label, 'objectif') ? item : undefined
  }
  return undefined
}

function isAgreement(item: Item | undefined): boolean {
  return item?.label != null && agreement.test(fold(item.cell.text))
}

function isDone(label: Label | null | undefined): boolean {
  return label != null && says(label, 'realise') && !says(label, 'objectif')
}

function sums(label: Label): boolean {
  return says(label, 'total', 'neutre_total') && !says(label, 'objectif')
}
