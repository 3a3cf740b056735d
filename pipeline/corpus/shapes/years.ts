import type { Convention } from '../bodies.ts'
import type { Hand } from '../hand.ts'
import { indicateurs } from '../margins.ts'
import type { Entry, Page } from '../workbook.ts'
import { complete, pairs, parts, type Shape } from './shape.ts'

const all = ['xlsx', 'xlsx', 'xls', 'ods'] as const

/** The years of a convention, from one after its call. */
function yearsOf(c: Convention): number[] {
  const first = Number(c.aap) + 1
  return Array.from({ length: 2023 - first + 1 }, (_, i) => first + i)
}

/**
 * The figures year by year. Pass add up to their total; persons who come back in another year are counted in
 * both, so theirs add up to a little more.
 */
function byYear(c: Convention, hand: Hand): Record<(typeof indicateurs)[number], number[]> {
  const n = yearsOf(c).length
  const persons = c.figures.beneficiaires_uniques!
  return {
    pass_achetes: parts(c.figures.pass_achetes!, n, hand.rng),
    pass_scannes: parts(c.figures.pass_scannes!, n, hand.rng),
    beneficiaires_uniques: parts(persons + Math.ceil(persons * 0.08), n, hand.rng),
  }
}

const comesBack =
  'Une même personne peut être venue plusieurs années : le total n’est pas la somme.'

/** A sheet a year and one that sums up. */
export const ongletParAnnee: Shape = {
  forme: 'onglet_par_annee',
  formats: all,
  suits: complete,
  added: [],
  draw(c, hand) {
    const values = byYear(c, hand)
    const years = yearsOf(c).map(
      (year, y): Page => ({
        name: String(year),
        rows: [
          [`Année ${year}`],
          ...hand.whose(c),
          [],
          ...indicateurs.map((i): Entry[] => [hand.label(i), hand.count(values[i][y]!)]),
        ],
      }),
    )
    const sum: Page = {
      name: hand.rng.pick(['Synthèse', 'SYNTHESE', 'Total convention']),
      rows: [
        ...hand.head(c),
        ['Total sur la durée de la convention'],
        ...pairs(c, hand).map((p): Entry[] => p.row),
        [],
        [comesBack],
      ],
    }
    return hand.rng.chance(0.5) ? [sum, ...years] : [...years, sum]
  },
}

/** Indicators in rows, years and the total in columns. */
export const anneesEnColonnes: Shape = {
  forme: 'annees_en_colonnes',
  formats: [...all, 'csv'],
  suits: complete,
  added: [],
  draw(c, hand) {
    const values = byYear(c, hand)
    const rows: Entry[][] = [
      ['Indicateur', ...yearsOf(c), 'Total'],
      ...indicateurs.map((i): Entry[] => [
        hand.label(i),
        ...values[i].map((v) => hand.count(v)),
        hand.count(c.figures[i]!),
      ]),
      [],
      [comesBack],
    ]
    return [{ name: 'Bilan pluriannuel', rows: [...hand.head(c), ...rows] }]
  },
}

/** A row a year, its own figures beside the running ones: the last running figures are the report's. */
export const cumulAnnuel: Shape = {
  forme: 'cumul_annuel',
  formats: all,
  suits: complete,
  added: [],
  draw(c, hand) {
    const values = byYear(c, hand)
    const years = yearsOf(c)
    const running = (list: readonly number[], y: number, last: number): number =>
      y === list.length - 1
        ? last
        : Math.min(
            list.slice(0, y + 1).reduce((a, b) => a + b, 0),
            last,
          )
    const rows: Entry[][] = [
      [
        'Année',
        ...indicateurs.flatMap((i) => [`${hand.label(i)} (année)`, `${hand.label(i)} (cumul)`]),
      ],
      ...years.map((year, y): Entry[] => [
        year,
        ...indicateurs.flatMap((i) => [
          hand.count(values[i][y]!),
          hand.count(running(values[i], y, c.figures[i]!)),
        ]),
      ]),
      [],
      ['Le cumul part du début de la convention ; une personne y est comptée une seule fois.'],
    ]
    return [{ name: 'Cumul', rows: [...hand.head(c), ...rows] }]
  },
}

/** The figures, and a hidden sheet with those of an earlier report. */
export const ongletCache: Shape = {
  forme: 'onglet_cache',
  formats: ['xlsx', 'xls'],
  suits: complete,
  added: [],
  draw(c, hand) {
    const old = indicateurs.map((i): Entry[] => [
      hand.label(i),
      hand.count(Math.floor(c.figures[i]! * (0.3 + 0.4 * hand.rng.real()))),
    ])
    return [
      {
        name: 'Bilan 2023',
        rows: [...hand.head(c), ...pairs(c, hand).map((p): Entry[] => p.row), ...hand.foot(c)],
      },
      {
        name: 'Bilan intermédiaire 2021',
        hidden: true,
        rows: [['Bilan intermédiaire au 31/12/2021'], ...hand.whose(c), [], ...old],
      },
    ]
  },
}
