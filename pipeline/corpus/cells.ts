import { feasible, type Share } from './allot.ts'
import {
  type Aap,
  aaps,
  type Printed,
  type Tranche,
  type TypeStructure,
  tranches,
  types,
} from './margins.ts'
import type { Random } from './random.ts'

/** What the laureates of one type in one call share out between them. */
export interface CallCell {
  type: TypeStructure
  aap: Aap
  /** Laureates that scanned, and what they scanned together, by band. */
  bands: Record<Tranche, { laureats: number; scannes: number }>
  /** Laureates that bought and have no scan figure. */
  sansScan: number
  /** Laureates without any purchase figure. */
  sansAchat: number
}

/** Below this a laureate would not count as having used the scheme in the bands above 25 %. */
const fewestScans = 60
/** And a laureate that reports purchases has bought at least so many. */
const fewestBought = 200

/** What a laureate of a band that scanned `scans` may have bought, strictly inside the band's borders. */
export function boughtBounds(band: Tranche, scans: number): { low: number; high: number } {
  switch (band) {
    case 'plus_de_75':
      return { low: scans, high: Math.ceil((scans * 4) / 3) - 1 }
    case '50_a_75':
      return { low: Math.floor((scans * 4) / 3) + 1, high: scans * 2 - 1 }
    case '25_a_50':
      return { low: scans * 2 + 1, high: scans * 4 - 1 }
    case 'moins_de_25':
      return { low: Math.max(scans * 4 + 1, fewestBought), high: Number.POSITIVE_INFINITY }
  }
}

/** The bounds of a purchase without a scan figure. */
export const boughtWithoutScans = { low: fewestBought, high: Number.POSITIVE_INFINITY }

/** Non-negative whole numbers under their caps that add up to `total`, every way there is. */
function waysToSplit(total: number, caps: readonly number[]): number[][] {
  const [cap, ...rest] = caps
  if (cap === undefined) return total === 0 ? [[]] : []
  const ways: number[][] = []
  for (let first = 0; first <= Math.min(cap, total); first += 1) {
    for (const others of waysToSplit(total - first, rest)) ways.push([first, ...others])
  }
  return ways
}

/** Draws a share of each band's scans for the 2019 call: within the bounds, adding up to what 2019 scanned. */
function drawScans(
  total: number,
  bounds: readonly { low: number; high: number }[],
  rng: Random,
): number[] | null {
  const drawn = bounds.map(() => 0)
  let rest = total
  const order = rng.shuffle(bounds.map((_, i) => i))
  for (const [position, i] of order.entries()) {
    const later = order.slice(position + 1).map((j) => bounds[j]!)
    const low = Math.max(bounds[i]!.low, rest - later.reduce((sum, b) => sum + b.high, 0))
    const high = Math.min(bounds[i]!.high, rest - later.reduce((sum, b) => sum + b.low, 0))
    if (low > high) return null
    drawn[i] = rng.int(low, high)
    rest -= drawn[i]!
  }
  return rest === 0 ? drawn : null
}

/** Whether the laureates of a cell can have bought what the document prints, each inside its band. */
function canBuy(cell: CallCell, bought: number): boolean {
  const shares: Share[] = []
  for (const band of tranches) {
    const { laureats, scannes } = cell.bands[band]
    if (laureats === 0) continue
    const { low, high } = boughtBounds(band, scannes)
    // The laureates' own bounds lie a little inside those of their sum: rounding, and a least purchase each.
    const slack = laureats * fewestBought
    shares.push({ low: low + slack, high: high - slack, weight: 1 })
  }
  for (let i = 0; i < cell.sansScan; i += 1) shares.push({ ...boughtWithoutScans, weight: 1 })
  return feasible(bought, shares)
}

/** Splits one type between the calls; null when these missing counts leave no way (or none was found). */
function drawType(
  type: TypeStructure,
  sansScan: Record<Aap, number>,
  sansAchat: Record<Aap, number>,
  p: Printed,
  rng: Random,
): CallCell[] | null {
  const of = (band: Tranche, what: string): number =>
    p('conversion', '2019+2020', type, `${band}.${what}`)
  const laureats = tranches.map((band) => of(band, 'nb_laureats'))
  const scannes = tranches.map((band) => of(band, 'pass_scannes'))
  const with2019 = p('quantitatif', '2019', type, 'nb_laureats') - sansScan['2019']
  const ways = waysToSplit(with2019, laureats)
  if (ways.length === 0) return null
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const way = rng.pick(ways)
    const least = (band: number, n: number): number =>
      tranches[band] === 'moins_de_25' ? 0 : n * fewestScans
    const bounds = way.map((n, b) => {
      if (n === 0) return { low: 0, high: 0 }
      const others = laureats[b]! - n
      if (others === 0) return { low: scannes[b]!, high: scannes[b]! }
      return { low: least(b, n), high: scannes[b]! - least(b, others) }
    })
    const drawn = drawScans(p('quantitatif', '2019', type, 'pass_scannes'), bounds, rng)
    if (drawn === null) continue
    const cells = aaps.map((aap): CallCell => {
      const bands = {} as CallCell['bands']
      for (const [b, band] of tranches.entries()) {
        bands[band] =
          aap === '2019'
            ? { laureats: way[b]!, scannes: drawn[b]! }
            : { laureats: laureats[b]! - way[b]!, scannes: scannes[b]! - drawn[b]! }
      }
      return {
        type,
        aap,
        bands,
        sansScan: sansScan[aap] - sansAchat[aap],
        sansAchat: sansAchat[aap],
      }
    })
    const fits = cells.every((cell) =>
      canBuy(cell, p('quantitatif', cell.aap, type, 'pass_achetes')),
    )
    if (fits) return cells
  }
  return null
}

/**
 * Splits the printed margins into the eight cells type × call: how many laureates of each band, what they scanned,
 * and where the missing ones are. Which laureates lack figures is drawn first; every draw that leaves no way to
 * meet the printed sums is thrown away.
 */
export function drawCells(p: Printed, rng: Random): CallCell[] {
  const missing = (aap: Aap, column: string): number =>
    p('quantitatif', aap, 'Données non disponibles', column)
  const sansScanOf = types.map((type) => {
    const all = aaps.reduce((sum, aap) => sum + p('quantitatif', aap, type, 'nb_laureats'), 0)
    return tranches.reduce(
      (rest, band) => rest - p('conversion', '2019+2020', type, `${band}.nb_laureats`),
      all,
    )
  })
  const ways = waysToSplit(missing('2019', 'pass_scannes'), sansScanOf)
  for (let attempt = 0; attempt < 10_000; attempt += 1) {
    const in2019 = rng.pick(ways)
    const in2020 = in2019.map((n, t) => sansScanOf[t]! - n)
    const noPurchase2019 = rng.pick(waysToSplit(missing('2019', 'pass_achetes'), in2019))
    const noPurchase2020 = rng.pick(waysToSplit(missing('2020', 'pass_achetes'), in2020))
    const cells: CallCell[] = []
    for (const [t, type] of types.entries()) {
      const drawn = drawType(
        type,
        { '2019': in2019[t]!, '2020': in2020[t]! },
        { '2019': noPurchase2019[t]!, '2020': noPurchase2020[t]! },
        p,
        rng,
      )
      if (drawn === null) break
      cells.push(...drawn)
    }
    if (cells.length === types.length * aaps.length) return cells
  }
  throw new Error('drawCells: the printed margins leave no way that was found')
}
