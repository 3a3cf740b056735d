import { expect, test } from 'vitest'
import type { RawTables } from '../../pipeline/warehouse/raw.ts'
import { buildFixture } from '../models/fixture.ts'
import { fichier, laureat, observation } from './rows.ts'

/** A laureate with few enough pass to try everything; null is what is missing. */
interface Small {
  potentiel: number
  achetes: number | null
  scannes: number | null
}

/** [numerator, denominator] of one laureate in one completion. */
type Pair = readonly [number, number]

const ratios: Record<string, (potentiel: number, achetes: number, scannes: number) => Pair> = {
  achetes_sur_potentiel: (potentiel, achetes) => [achetes, potentiel],
  scannes_sur_potentiel: (potentiel, _, scannes) => [scannes, potentiel],
  scannes_sur_achetes: (_, achetes, scannes) => [scannes, achetes],
}

const upTo = (n: number): number[] => Array.from({ length: n + 1 }, (_, i) => i)

/** Every (bought, scanned) that the assumption admits: 0 ≤ scanned ≤ bought ≤ potential where they are missing. */
function completions({ potentiel, achetes, scannes }: Small): Pair[] {
  const bought =
    achetes !== null
      ? [achetes]
      : upTo(Math.max(potentiel, scannes ?? 0)).filter((n) => n >= (scannes ?? 0))
  return bought.flatMap((a) => (scannes !== null ? [scannes] : upTo(a)).map((s): Pair => [a, s]))
}

/** Lowest and highest ratio over all completions of all laureates; null when no completion has a denominator. */
function bruteForce(all: Small[], ratio: string): { low: number | null; high: number | null } {
  const pairOf = ratios[ratio]!
  let sums = new Map<string, Pair>([['0/0', [0, 0]]])
  for (const small of all) {
    const next = new Map<string, Pair>()
    for (const [n, d] of sums.values()) {
      for (const [a, s] of completions(small)) {
        const [top, bottom] = pairOf(small.potentiel, a, s)
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
const corners: Small[][] = [
  [{ potentiel: 0, achetes: null, scannes: null }],
  [{ potentiel: 4, achetes: null, scannes: null }],
  [{ potentiel: 4, achetes: null, scannes: 0 }],
  [{ potentiel: 4, achetes: null, scannes: 6 }],
  [{ potentiel: 4, achetes: 0, scannes: 0 }],
  [{ potentiel: 4, achetes: 0, scannes: null }],
  [
    { potentiel: 4, achetes: 0, scannes: 3 },
    { potentiel: 4, achetes: null, scannes: 0 },
  ],
  [
    { potentiel: 4, achetes: 0, scannes: 3 },
    { potentiel: 4, achetes: null, scannes: null },
  ],
  [
    { potentiel: 4, achetes: 2, scannes: 5 },
    { potentiel: 4, achetes: null, scannes: null },
  ],
]

/** Calls of one to three laureates; known figures may break the assumption, as they do in the published bilan. */
function calls(count: number): Record<string, Small[]> {
  const below = numbers(7)
  const maybe = (most: number) => (below(5) < 2 ? null : below(most + 1))
  return Object.fromEntries(
    upTo(count - 1).map((i) => [
      String(3000 + i),
      upTo(below(3)).map(() => ({
        potentiel: below(5),
        achetes: maybe(6),
        scannes: maybe(6),
      })),
    ]),
  )
}

function rawOf(all: Record<string, Small[]>): Partial<RawTables> {
  const rows = Object.entries(all).flatMap(([aap, smalls]) =>
    smalls.map((small, i) => ({ ...small, convention: `${aap}-00${i}` })),
  )
  const file = (convention: string) => `${convention}.xlsx`
  return {
    laureats: rows.map(({ convention, potentiel }) =>
      laureat(convention, { potentiel_achat: potentiel }),
    ),
    fichiers: rows.map(({ convention }) => fichier(file(convention))),
    rattachements: rows.map(({ convention }) => ({
      fichier: file(convention),
      convention,
      regle: 'siren',
      motif: 'essai',
    })),
    observations: rows.flatMap(({ convention, achetes, scannes }) => [
      ...(achetes === null
        ? []
        : [observation(convention, 'pass_achetes', achetes, { fichier: file(convention) })]),
      ...(scannes === null
        ? []
        : [observation(convention, 'pass_scannes', scannes, { fichier: file(convention) })]),
    ]),
  }
}

test('no admissible completion falls outside the bounds, and both ends are reached', async () => {
  const small = Object.entries(calls(400))
  const all = Object.fromEntries([
    ...small,
    ...corners.map((smalls, i) => [String(4000 + i), smalls] as const),
  ])
  const { connection } = await buildFixture({ raw: rawOf(all) })
  const rows = await connection.query(
    `SELECT aap, ligne, ratio, borne_basse, borne_haute, nb_laureats_manquants FROM bilan.bornes
     WHERE ligne IN ('TOTAL', 'Autres')`,
  )
  expect(rows).toHaveLength((400 + corners.length) * 3 * 2)
  for (const { aap, ligne, ratio, borne_basse, borne_haute } of rows) {
    const smalls = all[String(aap)]!
    const { low, high } = bruteForce(smalls, String(ratio))
    const context = `${ligne} ${ratio} of ${JSON.stringify(smalls)}`
    if (low === null) expect([borne_basse, borne_haute], context).toEqual([null, null])
    else {
      // toBeCloseTo takes null for zero.
      expect([borne_basse, borne_haute], context).toEqual([expect.any(Number), expect.any(Number)])
      expect(borne_basse, context).toBeCloseTo(low, 12)
      expect(borne_haute, context).toBeCloseTo(high!, 12)
    }
  }
  await connection.close()
})

test('a row says who stands behind its span, in both readings', async () => {
  const raw = rawOf({
    '2019': [
      { potentiel: 1000, achetes: 800, scannes: 200 },
      { potentiel: 500, achetes: null, scannes: null },
      { potentiel: 300, achetes: 100, scannes: null },
    ],
    '2020': [
      { potentiel: 100, achetes: 50, scannes: 10 },
      { potentiel: 40, achetes: null, scannes: null },
    ],
  })
  const { connection } = await buildFixture({ raw })
  const [total] = await connection.query(
    `SELECT * FROM bilan.bornes WHERE aap = '2019' AND ligne = 'TOTAL' AND ratio = 'scannes_sur_potentiel'`,
  )
  expect(total).toMatchObject({
    valeur: 200 / 1800,
    valeur_coherente: 200 / 1800,
    borne_basse: 200 / 1800,
    borne_haute: 800 / 1800,
    nb_laureats: 3,
    nb_laureats_manquants: 2,
    potentiel_manquant: 800,
    couverture: 1000 / 1800,
  })
  const [later] = await connection.query(
    `SELECT * FROM bilan.bornes WHERE aap = '2020' AND ligne = 'TOTAL' AND ratio = 'achetes_sur_potentiel'`,
  )
  expect(later).toMatchObject({ valeur: 0.5, valeur_coherente: 50 / 140, nb_laureats_manquants: 1 })
  const [grand] = await connection.query(
    `SELECT * FROM bilan.bornes WHERE ligne = 'GRAND TOTAL' AND ratio = 'achetes_sur_potentiel'`,
  )
  expect(grand).toMatchObject({
    aap: '2019+2020',
    valeur: 950 / 1900,
    valeur_coherente: 950 / 1940,
    borne_basse: 950 / 1940,
    borne_haute: 1490 / 1940,
  })
  const [all] = await connection.query('SELECT count(DISTINCT hypothese) AS n FROM bilan.bornes')
  expect(all).toEqual({ n: 1 })
  await connection.close()
})
