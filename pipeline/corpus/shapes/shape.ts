import { allot } from '../allot.ts'
import type { Convention } from '../bodies.ts'
import type { Hand } from '../hand.ts'
import { type Indicateur, indicateurs } from '../margins.ts'
import type { Random } from '../random.ts'
import type { BookFormat, Entry, Page } from '../workbook.ts'

/** One way to lay out a report about one convention. */
export interface Shape {
  /** Its name in the truth. */
  forme: string
  formats: readonly (BookFormat | 'csv')[]
  /** Whether such a report can state this convention's figures. */
  suits(c: Convention): boolean
  /** Figures that are there only as parts to add up. */
  added: readonly Indicateur[]
  draw(c: Convention, hand: Hand): Page[]
}

/** Every figure is there and large enough to be cut into parts. */
export function complete(c: Convention): boolean {
  const { pass_achetes, pass_scannes, beneficiaires_uniques } = c.figures
  return pass_achetes !== null && (pass_scannes ?? 0) >= 40 && (beneficiaires_uniques ?? 0) >= 10
}

/** At least the purchases are there. */
export function bought(c: Convention): boolean {
  return c.figures.pass_achetes !== null
}

/** Any convention, with figures or without. */
export function anyone(): boolean {
  return true
}

/** The three figures as `label, value` pairs, in an order of one's own. */
export function pairs(
  c: Convention,
  hand: Hand,
): { indicateur: Indicateur; row: [string, Entry] }[] {
  const order = hand.rng.chance(0.7) ? [...indicateurs] : hand.rng.shuffle(indicateurs)
  return order.map((indicateur) => ({
    indicateur,
    row: [hand.label(indicateur), hand.figure(c.figures[indicateur], indicateur)],
  }))
}

/** Whole parts, none negative, that add up to the total. */
export function parts(total: number, n: number, rng: Random): number[] {
  return allot(
    total,
    Array.from({ length: n }, () => ({
      low: 0,
      high: Number.POSITIVE_INFINITY,
      weight: rng.weight(1),
    })),
  )
}

/** A notion that stands near the three figures and is none of them. */
export interface Neighbour {
  label: string
  entry: Entry
}

/** Neighbouring notions with figures that could be true beside the convention's own. */
export function neighbours(c: Convention, hand: Hand): Neighbour[] {
  const { rng, count } = hand
  const achetes = c.figures.pass_achetes ?? 0
  const scannes = c.figures.pass_scannes ?? 0
  const distribues = Math.round(scannes + (achetes - scannes) * (0.2 + 0.5 * rng.real())) + 1
  const rate = achetes === 0 ? 0 : scannes / achetes
  return [
    {
      label: rng.pick(['Pass commandés', 'Nb de pass commandés', 'Nombre de pass commandés']),
      entry: count(achetes + 10 * rng.int(2, 90)),
    },
    {
      label: rng.pick(['Pass émis', 'Nombre de pass émis']),
      entry: count(achetes + rng.int(3, 19)),
    },
    {
      label: rng.pick(['Pass injectés', 'Pass injectés sur la plateforme']),
      entry: count(Math.max(achetes - rng.int(3, 60), 1)),
    },
    {
      label: rng.pick([
        'Pass distribués',
        'Pass remis aux bénéficiaires',
        'Pass distribués aux publics',
      ]),
      entry: count(distribues),
    },
    { label: 'Carnets entamés', entry: count(Math.ceil(distribues / 10) + 1) },
    { label: rng.pick(['Pass périmés', 'Nombre de pass périmés']), entry: count(rng.int(11, 400)) },
    {
      label: rng.pick(["Potentiel d'achat de pass", 'Nombre de pass prévus à la convention']),
      entry: count(c.potentiel),
    },
    {
      label: rng.pick(["Taux d'utilisation", 'Taux de consommation']),
      entry: { v: rate, z: '0.0%' },
    },
    {
      label: rng.pick(['Nombre de lieux de médiation partenaires', 'Lieux labellisés']),
      entry: rng.int(4, 60),
    },
    { label: "Nombre d'ateliers organisés", entry: rng.int(12, 420) },
    {
      label: rng.pick(["Nombre d'accompagnements réalisés", 'Passages dans les lieux']),
      entry: count(scannes + rng.int(15, 300)),
    },
  ]
}

/** A few of the neighbours, in a random order. */
export function someNeighbours(c: Convention, hand: Hand, n: number): Neighbour[] {
  return hand.rng.shuffle(neighbours(c, hand)).slice(0, n)
}

/** Moves rows to the right, as when a sheet starts in column B. */
export function indent(rows: readonly Entry[][], by: number): Entry[][] {
  return rows.map((row) => (row.length === 0 ? [] : [...Array<null>(by).fill(null), ...row]))
}
