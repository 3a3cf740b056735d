import { besideFigure } from './beside.ts'
import type { Grid } from './grid.ts'
import { says } from './label.ts'
import { notionOf } from './notion.ts'
import type { Reading } from './reading.ts'

/**
 * Readings with those of ordered pass doubted that would stand for what was bought, where a label beside a figure speaks of pass in words that aren't
 * known: it may be the one that says what was bought.
 */
export function orderedOnly(grids: readonly Grid[], readings: readonly Reading[]): Reading[] {
  if (readings.some((r) => r.indicator === 'pass_achetes')) return [...readings]
  if (!readings.some((r) => r.indicator === 'pass_commandes' && r.kind === 'figure'))
    return [...readings]
  const open = grids.flatMap((grid) =>
    grid.items.filter((item) => {
      const { label, kind, cell } = item
      if (kind !== 'label' || label!.unknown.length === 0 || cell.text.length > 80) return false
      if (!says(label!, 'objet') || says(label!, 'ignorer', 'taux', 'finance')) return false
      const meant = notionOf([label!])
      const bought = meant.kind === 'indicator' && meant.indicator === 'pass_achetes'
      return (bought || meant.kind === 'object') && besideFigure(grid, item)
    }),
  )
  const [first] = open
  if (first === undefined) return [...readings]
  const doubt = `« ${first.cell.text.trim()} », qui n’est pas compris, dit peut-être ce qui a été acheté`
  return readings.map((r) =>
    r.indicator === 'pass_commandes' && r.kind === 'figure'
      ? { ...r, doubts: [...r.doubts, doubt] }
      : r,
  )
}
