import { indicateurs } from '../margins.ts'
import type { Entry } from '../workbook.ts'
import { bought, complete, neighbours, pairs, type Shape, someNeighbours } from './shape.ts'

const all = ['xlsx', 'xlsx', 'xls', 'ods'] as const
const allAndCsv = [...all, 'csv', 'csv', 'csv'] as const

/** One line of headers, one line of data. */
export const ligneLarge: Shape = {
  forme: 'ligne_large',
  formats: allAndCsv,
  suits: bought,
  added: [],
  draw(c, hand) {
    const columns = [
      ...hand.whose(c).map((row): [Entry, Entry] => [row[0] ?? null, row[1] ?? null]),
      ...pairs(c, hand).map((p): [Entry, Entry] => p.row),
    ]
    for (const { label, entry } of someNeighbours(c, hand, hand.rng.int(0, 3))) {
      columns.splice(hand.rng.int(1, columns.length), 0, [label, entry])
    }
    const above: Entry[][] = hand.rng.chance(0.3) ? [[hand.title], []] : []
    return [
      {
        name: 'Feuil1',
        rows: [...above, columns.map((col) => col[0]), columns.map((col) => col[1])],
      },
    ]
  },
}

/** Headers on two lines, the first one merged over its columns. */
export const enteteDeuxLignes: Shape = {
  forme: 'entete_deux_lignes',
  formats: ['xlsx', 'xls', 'ods'],
  suits: bought,
  added: [],
  draw(c, hand) {
    const { figures } = c
    const top = hand.head(c)
    const rate = figures.pass_scannes === null ? null : figures.pass_scannes / figures.pass_achetes!
    const rows: Entry[][] = [
      ...top,
      ['Convention', 'Pass numériques', null, null, 'Personnes', null],
      [
        null,
        hand.rng.pick(['Achetés', 'Acquis', 'Nombre achetés']),
        hand.rng.pick(['Scannés', 'Utilisés', 'Consommés']),
        '% scannés',
        'Accompagnements',
        hand.rng.pick([
          'Bénéficiaires uniques',
          'Bénéficiaires distincts',
          'Personnes différentes',
        ]),
      ],
      [
        c.convention,
        hand.figure(figures.pass_achetes, 'pass_achetes'),
        hand.figure(figures.pass_scannes, 'pass_scannes'),
        rate === null ? null : { v: rate, z: '0%' },
        hand.count((figures.beneficiaires_uniques ?? 40) + hand.rng.int(20, 500)),
        hand.figure(figures.beneficiaires_uniques, 'beneficiaires_uniques'),
      ],
      ...hand.foot(c),
    ]
    const r = top.length + 1
    return [{ name: 'Tableau', rows, merges: [`B${r}:D${r}`, `E${r}:F${r}`, `A${r}:A${r + 1}`] }]
  },
}

/** What was aimed at beside what was reached. */
export const objectifRealise: Shape = {
  forme: 'objectif_realise',
  formats: all,
  suits: complete,
  added: [],
  draw(c, hand) {
    const goal = {
      pass_achetes: c.potentiel,
      pass_scannes: Math.round(c.potentiel * 0.8),
      beneficiaires_uniques: Math.round(c.potentiel / 8),
    }
    const words = hand.rng.pick([
      ['Objectif', 'Réalisé', 'Taux'],
      ['Prévisionnel', 'Réalisé', 'Taux de réalisation'],
      ['Cible', 'Réalisé au 31/12/2023', '%'],
    ])
    const rows = indicateurs.map((i): Entry[] => [
      hand.label(i),
      hand.count(goal[i]),
      hand.count(c.figures[i]!),
      { v: c.figures[i]! / goal[i], z: '0.0%' },
    ])
    return [
      {
        name: 'Objectifs',
        rows: [...hand.head(c), ['Indicateur', ...words], ...rows, ...hand.foot(c)],
      },
    ]
  },
}

/** A board full of neighbouring notions, the three figures among them. */
export const tableauDeBord: Shape = {
  forme: 'tableau_de_bord',
  formats: allAndCsv,
  suits: complete,
  added: [],
  draw(c, hand) {
    const rows: Entry[][] = neighbours(c, hand).map((n) => [n.label, n.entry])
    for (const { row } of pairs(c, hand)) rows.splice(hand.rng.int(0, rows.length), 0, row)
    return [
      {
        name: 'Tableau de bord',
        rows: [...hand.head(c), ['Indicateur', 'Total'], ...rows, ...hand.foot(c)],
      },
    ]
  },
}

/** Counts with a percentage beside each. */
export const pourcentages: Shape = {
  forme: 'pourcentages',
  formats: all,
  suits: complete,
  added: [],
  draw(c, hand) {
    const { pass_achetes, pass_scannes, beneficiaires_uniques } = c.figures
    const women = Math.round(beneficiaires_uniques! * (0.45 + 0.2 * hand.rng.real()))
    const rows: Entry[][] = [
      ['Indicateur', 'Nombre', '%'],
      [
        hand.label('pass_achetes'),
        hand.count(pass_achetes!),
        { v: pass_achetes! / c.potentiel, z: '0.0%' },
      ],
      [
        hand.label('pass_scannes'),
        hand.count(pass_scannes!),
        { v: pass_scannes! / pass_achetes!, z: '0.0%' },
      ],
      [
        hand.label('beneficiaires_uniques'),
        hand.count(beneficiaires_uniques!),
        { v: 1, z: '0.0%' },
      ],
      ['   dont femmes', hand.count(women), { v: women / beneficiaires_uniques!, z: '0.0%' }],
      [
        '   dont hommes',
        hand.count(beneficiaires_uniques! - women),
        { v: 1 - women / beneficiaires_uniques!, z: '0.0%' },
      ],
    ]
    return [{ name: 'Bilan', rows: [...hand.head(c), ...rows, ...hand.foot(c)] }]
  },
}

/** A budget and, under it on the same sheet, the figures. */
export const deuxTableaux: Shape = {
  forme: 'deux_tableaux',
  formats: all,
  suits: bought,
  added: [],
  draw(c, hand) {
    const budget = Math.round(c.montant / 100)
    const state = Math.round(c.subvention / 100)
    const money = (v: number): Entry => ({ v, z: '#,##0 "€"' })
    const rows: Entry[][] = [
      ...hand.head(c),
      ['1. Plan de financement'],
      ['Poste', 'Prévu', 'Part'],
      ['Subvention État', money(state), { v: state / budget, z: '0%' }],
      ['Autofinancement', money(budget - state), { v: 1 - state / budget, z: '0%' }],
      ['Total', money(budget), { v: 1, z: '0%' }],
      [],
      ['2. Résultats'],
      ['Indicateur', 'Nombre'],
      ...pairs(c, hand).map((p): Entry[] => p.row),
      ...hand.foot(c),
    ]
    return [{ name: 'Bilan', rows }]
  },
}

/** An export with one line an indicator: code, label, value. */
export const exportLong: Shape = {
  forme: 'export_long',
  formats: ['csv', 'csv', 'xlsx'],
  suits: bought,
  added: [],
  draw(c, hand) {
    const whose = hand.whose(c).map((row): Entry[] => ['', ...row])
    const rows: Entry[][] = [
      ['Code', 'Indicateur', 'Valeur'],
      ...whose,
      ...pairs(c, hand).map((p, n): Entry[] => [`IND-${n + 1}`, ...p.row]),
      ...someNeighbours(c, hand, 2).map((n, i): Entry[] => [`IND-${i + 4}`, n.label, n.entry]),
    ]
    return [{ name: 'Export', rows }]
  },
}
