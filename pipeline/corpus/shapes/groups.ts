import type { Convention } from '../bodies.ts'
import { type Hand, variedName } from '../hand.ts'
import { indicateurs } from '../margins.ts'
import type { Entry, Page } from '../workbook.ts'

/** Several conventions in one table, a row each, told apart by SIREN (and call number where a body has two). */
export function plusieursLaureats(conventions: readonly Convention[], hand: Hand): Page[] {
  const sums = indicateurs.map((i) =>
    conventions.reduce((total, c) => total + (c.figures[i] ?? 0), 0),
  )
  const rows: Entry[][] = [
    ['Lauréat', 'SIREN', 'Convention', ...indicateurs.map((i) => hand.label(i))],
    ...conventions.map((c): Entry[] => [
      variedName(c.body.nom, hand.rng),
      c.body.siren.replace(/(\d{3})(?=\d)/g, '$1 '),
      c.deuxAppels ? c.convention : null,
      ...indicateurs.map((i) => hand.figure(c.figures[i], i)),
    ]),
    ['Total', null, null, ...sums.map((n) => hand.count(n))],
  ]
  return [
    {
      name: 'Lauréats',
      rows: [['Réseau territorial : suivi des lauréats du Pass numérique'], [], ...rows],
    },
  ]
}

/** Several conventions in one workbook, a sheet each. */
export function ongletParLaureat(conventions: readonly Convention[], hand: Hand): Page[] {
  return conventions.map((c) => ({
    name: c.body.lieu.slice(0, 28),
    rows: [
      [hand.title],
      ['Lauréat', c.body.nom],
      ['N° de convention', c.convention],
      ['SIREN', c.body.siren.replace(/(\d{3})(?=\d)/g, '$1 ')],
      [],
      ...indicateurs.map((i): Entry[] => [hand.label(i), hand.figure(c.figures[i], i)]),
    ],
  }))
}

/** Both conventions of one body, a column each. */
export function colonneParAap(both: readonly [Convention, Convention], hand: Hand): Page[] {
  const [first, second] = both
  const siren = first.body.siren.replace(/(\d{3})(?=\d)/g, '$1 ')
  const known = both.every((c) => indicateurs.every((i) => c.figures[i] !== null))
  const sum = known && hand.rng.chance(0.5)
  const rows: Entry[][] = [
    [hand.title],
    ['Structure', variedName(first.body.nom, hand.rng)],
    ['SIREN', siren],
    [],
    ['Indicateur', `AAP ${first.aap}`, `AAP ${second.aap}`, ...(sum ? ['Total'] : [])],
    ...indicateurs.map((i): Entry[] => [
      hand.label(i),
      hand.figure(first.figures[i], i),
      hand.figure(second.figures[i], i),
      ...(sum ? [hand.count(first.figures[i]! + second.figures[i]!)] : []),
    ]),
    ...hand.foot(first),
  ]
  return [{ name: 'Bilan', rows }]
}
