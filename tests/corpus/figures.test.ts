import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allot, allotRound, feasible } from '../../pipeline/corpus/allot.ts'
import { drawFigures } from '../../pipeline/corpus/figures.ts'
import { printed, readPublished } from '../../pipeline/corpus/margins.ts'
import { random } from '../../pipeline/corpus/random.ts'
import { computed, type Row } from './cells.ts'

const cells = readPublished(new URL('../../raw/publie/bilan-2025.csv', import.meta.url))
const p = printed(cells)

/** Cells that conventions can't give, or where the document contradicts its own tables. */
const beyond = [
  'GRAND TOTAL/nb_laureats',
  'texte/enveloppe_etat',
  'texte/potentiel_economique',
  'texte/part_achetee_du_potentiel_annoncee_max',
]

const rowsOf = (seed: number): Row[] =>
  drawFigures(p, random(seed, 0, 'figures')).map((d) => ({ ...d, valeurs: d.figures }))

describe('figures', () => {
  test('meet every printed cell, whatever the seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
        const rows = rowsOf(seed)
        for (const cell of cells) {
          const key = `${cell.ligne}/${cell.colonne}`
          const value = computed(cell, rows)
          if (beyond.includes(key)) expect(value, key).toBeNull()
          else expect(value, `${cell.tableau} ${cell.aap} ${key}`).toBe(cell.valeur)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('are plausible one by one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
        const rows = rowsOf(seed)
        for (const r of rows) {
          const { pass_achetes: a, pass_scannes: s, beneficiaires_uniques: b } = r.valeurs
          if (a === null) expect([s, b]).toEqual([null, null])
          if (a !== null) expect(s ?? 0).toBeLessThanOrEqual(a)
          if (a !== null && s !== null) expect([4 * s, 2 * s, (4 * s) / 3]).not.toContain(a)
          if (b !== null) expect(b).toBeLessThanOrEqual(s === null ? 90 : s + 9)
          expect(r.potentiel).toBeGreaterThanOrEqual(r.aap === '2019' ? 1_000 : 2_000)
          expect(r.subvention / r.montant).toBeLessThanOrEqual(r.aap === '2019' ? 0.65 : 0.5)
          expect(r.subvention / r.montant).toBeGreaterThanOrEqual(0.2)
        }
        expect(rows.some((r) => (r.valeurs.pass_achetes ?? 0) > r.potentiel)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  test('differ with the seed', () => {
    expect(rowsOf(1)).not.toEqual(rowsOf(2))
    expect(rowsOf(1)).toEqual(rowsOf(1))
  })
})

describe('allot', () => {
  const share = fc
    .record({
      low: fc.integer({ min: 0, max: 50 }),
      span: fc.option(fc.integer({ min: 0, max: 200 })),
      weight: fc.double({ min: 0.001, max: 100, noNaN: true }),
    })
    .map(({ low, span, weight }) => ({
      low,
      high: span === null ? Number.POSITIVE_INFINITY : low + span,
      weight,
    }))

  test('adds up within its bounds, or says that it can not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000 }),
        fc.array(share, { maxLength: 8 }),
        (n, shares) => {
          if (!feasible(n, shares)) {
            expect(() => allot(n, shares)).toThrow('does not fit')
            return
          }
          for (const result of [allot(n, shares), allotRound(n, shares, 10)]) {
            if (shares.length === 0) continue
            expect(result.reduce((a, b) => a + b, 0)).toBe(n)
            for (const [i, x] of result.entries()) {
              expect(x).toBeGreaterThanOrEqual(shares[i]!.low)
              expect(x).toBeLessThanOrEqual(shares[i]!.high)
              expect(Number.isInteger(x)).toBe(true)
            }
          }
        },
      ),
    )
  })
})
