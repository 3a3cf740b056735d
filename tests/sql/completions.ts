// What the bounds are measured against: every way in which the missing figures of a few small laureates can be filled in.
import type { RawTables } from '../../pipeline/warehouse/raw.ts'
import { fichier, laureat, observation } from './rows.ts'

/** A laureate with few enough pass to try everything; null is what is missing. */
export interface Small {
  potentiel: number
  achetes: number | null
  scannes: number | null
  beneficiaires: number | null
}

/** The assumption under which missing figures are filled in. */
export interface Assumption {
  /** Bought at most floor(potential × numerator / denominator), where missing. */
  plafond: readonly [number, number]
  /** Beneficiaries at most this many a scanned pass, where missing; null when nothing limits them. */
  beneficiaires: number | null
}

/** One laureate, all figures known. */
export interface Complete {
  potentiel: number
  achetes: number
  scannes: number
  beneficiaires: number
  tranche: string | null
}

const upTo = (n: number): number[] => Array.from({ length: n + 1 }, (_, i) => i)

/** The bands of `sql/seeds/tranches.csv`, in whole numbers so that nothing is rounded. */
function tranche(achetes: number, scannes: number): string | null {
  if (achetes === 0) return null
  if (4 * scannes > 3 * achetes) return 'plus_de_75'
  if (2 * scannes >= achetes) return '50_a_75'
  return 4 * scannes >= achetes ? '25_a_50' : 'moins_de_25'
}

/** Every completion of one laureate; beneficiaries without limit stop at three more than the scans. */
export function completions(small: Small, { plafond, beneficiaires }: Assumption): Complete[] {
  const { potentiel } = small
  const [top, bottom] = plafond
  const most = (potentiel * top - ((potentiel * top) % bottom)) / bottom
  const least = small.scannes ?? 0
  const bought =
    small.achetes !== null ? [small.achetes] : upTo(Math.max(most, least)).filter((n) => n >= least)
  return bought.flatMap((achetes) =>
    (small.scannes !== null ? [small.scannes] : upTo(achetes)).flatMap((scannes) => {
      const helped = upTo(beneficiaires === null ? scannes + 3 : scannes * beneficiaires)
      return (small.beneficiaires !== null ? [small.beneficiaires] : helped).map((b) => ({
        potentiel,
        achetes,
        scannes,
        beneficiaires: b,
        tranche: tranche(achetes, scannes),
      }))
    }),
  )
}

/** Numerator and denominator that a completed laureate brings to a figure. */
export type Figure = (one: Complete) => readonly [number, number]

/** Lowest and highest value of a sum over a sum, over all completions of all laureates; null when none has a denominator. */
export function bruteForce(
  all: Small[],
  assumption: Assumption,
  figure: Figure,
): { low: number | null; high: number | null } {
  let sums = new Map<string, readonly [number, number]>([['0/0', [0, 0]]])
  for (const small of all) {
    const own = new Map(
      completions(small, assumption).map((one) => [String(figure(one)), figure(one)]),
    )
    const next = new Map<string, readonly [number, number]>()
    for (const [n, d] of sums.values()) {
      for (const [top, bottom] of own.values()) {
        next.set(`${n + top}/${d + bottom}`, [n + top, d + bottom])
      }
    }
    sums = next
  }
  const defined = [...sums.values()].filter(([, d]) => d > 0).map(([n, d]) => n / d)
  if (defined.length === 0) return { low: null, high: null }
  return { low: Math.min(...defined), high: Math.max(...defined) }
}

/** Small numbers from a seed (mulberry32), so that every run tries the same cases. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

/** Where a denominator may be zero, or a known figure breaks the assumption. */
const corners: Partial<Small>[][] = [
  [{ potentiel: 0 }],
  [{}],
  [{ scannes: 0 }],
  [{ scannes: 6 }],
  [{ achetes: 0, scannes: 0 }],
  [{ achetes: 0 }],
  [{ achetes: 0, scannes: 3 }, { scannes: 0 }],
  [{ achetes: 0, scannes: 3 }, {}],
  [{ achetes: 2, scannes: 5 }, {}],
  [{ achetes: 4 }, { scannes: 3, beneficiaires: 9 }],
  [
    { achetes: 4, scannes: 3 },
    { achetes: 4, scannes: 0 },
  ],
]

/**
 * Calls of one to three laureates, by name, the corners last. Known figures may break the assumption, as they do in the
 * published bilan, but buy at most half as much again as the potential, so that everything can still be tried.
 */
export function calls(count: number, seed: number): Record<string, Small[]> {
  const below = numbers(seed)
  const maybe = (most: number) => (below(5) < 2 ? null : below(most + 1))
  const some = upTo(count - 1).map((i): [string, Small[]] => [
    String(3000 + i),
    upTo(below(3)).map(() => {
      const potentiel = below(5)
      return {
        potentiel,
        achetes: maybe(Math.floor(1.5 * potentiel)),
        scannes: maybe(6),
        beneficiaires: maybe(4),
      }
    }),
  ])
  const known = corners.map((smalls, i): [string, Small[]] => [
    String(8000 + i),
    smalls.map((one) => ({
      potentiel: 4,
      achetes: null,
      scannes: null,
      beneficiaires: null,
      ...one,
    })),
  ])
  return Object.fromEntries([...some, ...known])
}

/** The raw rows of such calls: a laureate's figures stand in a report of its own. */
export function rawOf(all: Record<string, Small[]>, type = 'Autres'): Partial<RawTables> {
  const rows = Object.entries(all).flatMap(([aap, smalls]) =>
    smalls.map((small, i) => ({ ...small, convention: `${aap}-00${i}` })),
  )
  const file = (convention: string) => `${convention}.xlsx`
  return {
    laureats: rows.map(({ convention, potentiel }) =>
      laureat(convention, { potentiel_achat: potentiel, type_structure: type }),
    ),
    fichiers: rows.map(({ convention }) => fichier(file(convention))),
    rattachements: rows.map(({ convention }) => ({
      fichier: file(convention),
      convention,
      regle: 'siren',
      motif: 'essai',
    })),
    observations: rows.flatMap(({ convention, achetes, scannes, beneficiaires }) =>
      Object.entries({
        pass_achetes: achetes,
        pass_scannes: scannes,
        beneficiaires_uniques: beneficiaires,
      }).flatMap(([indicateur, nombre]) =>
        nombre === null
          ? []
          : [observation(convention, indicateur, nombre, { fichier: file(convention) })],
      ),
    ),
  }
}
