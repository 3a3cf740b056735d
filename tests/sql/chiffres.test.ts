import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RawPublie, RawTables } from '../../pipeline/warehouse/raw.ts'
import { buildFixture, type Fixture } from '../models/fixture.ts'
import { fichier, laureat, observation } from './rows.ts'

/** convention, type, potential, bought, scanned, project amount */
type Line = [string, string, number, number | null, number | null, string | null]

function rawOf(lines: Line[], publie: RawPublie[] = []): Partial<RawTables> {
  return {
    laureats: lines.map(([convention, type_structure, potentiel_achat, , , montant_projet]) =>
      laureat(convention, { type_structure, potentiel_achat, montant_projet }),
    ),
    fichiers: [fichier('a.xlsx')],
    rattachements: lines.map(([convention]) => ({
      fichier: 'a.xlsx',
      convention,
      regle: 'siren',
      motif: 'essai',
    })),
    observations: lines.flatMap(([convention, , , achetes, scannes]) => [
      ...(achetes === null ? [] : [observation(convention, 'pass_achetes', achetes)]),
      ...(scannes === null ? [] : [observation(convention, 'pass_scannes', scannes)]),
    ]),
    publie,
  }
}

const cell = (
  [tableau, aap, ligne, colonne]: [string, string, string, string],
  valeur: string,
  unite: string,
): RawPublie => ({ tableau, aap, ligne, colonne, valeur, unite, source: `p.csv:${colonne} ${aap}` })

const grand = (colonne: string): [string, string, string, string] => [
  'quantitatif',
  '2018+2021',
  'GRAND TOTAL',
  colonne,
]

/** Bands at their borders: 76, 75, 50, 49 and 25, 24 percent; bought zero; scans unknown; bought unknown. */
const lines: Line[] = [
  ['2018-001', 'Autres', 100, 100, 76, '1250000.00'],
  ['2018-002', 'Autres', 100, 100, 75, '1199999.99'],
  ['2018-003', 'Autres', 100, 100, 50, '0.00'],
  ['2018-004', 'Conseil régional', 100, 100, 49, '0.00'],
  ['2018-005', 'Conseil régional', 100, 100, 25, '0.00'],
  ['2018-006', 'Conseil régional', 100, 100, 24, '0.00'],
  ['2018-007', 'Communes et EPCI', 100, 0, 0, '0.00'],
  ['2018-008', 'Communes et EPCI', 100, 40, null, '0.00'],
  ['2018-009', 'Communes et EPCI', 100, null, null, '0.00'],
  ['2021-001', 'Autres', 200, 5, 1, null],
  ['2021-002', 'Conseil départemental', 8, null, null, '3.00'],
]

let fixture: Fixture
beforeAll(async () => {
  const publie = [
    cell(grand('nb_laureats'), '11', 'laureats'),
    cell(grand('potentiel_achat'), '1109', 'pass'),
    cell(grand('pass_achetes'), '645', 'personnes'),
    cell(grand('achetes_sur_potentiel'), '58.2', 'pourcent'),
    cell(grand('pass_imprimes'), '3', 'pass'),
    cell(['texte', '2018', 'texte', 'montant_total_projets'], '2.4', 'MEUR'),
    cell(['texte', '2021', 'texte', 'montant_total_projets'], '1', 'MEUR'),
    cell(['texte', '2018', 'texte', 'enveloppe_etat'], '4', 'MEUR'),
  ]
  fixture = await buildFixture({ raw: rawOf(lines, publie) })
})
afterAll(() => fixture.connection.close())

/** `tableau aap ligne colonne` → value, of one reading. */
async function figures(lecture = 'publie'): Promise<Record<string, number | null>> {
  const rows = await fixture.connection.query(
    `SELECT tableau, aap, ligne, colonne, valeur FROM bilan.chiffres WHERE lecture = '${lecture}'`,
  )
  return Object.fromEntries(
    rows.map(({ tableau, aap, ligne, colonne, valeur }) => [
      `${tableau} ${aap} ${ligne} ${colonne}`,
      valeur === null ? null : Number(valeur),
    ]),
  )
}

describe('the figures of a register of other calls', () => {
  test('a row of a type leaves out the potential of laureates without purchases', async () => {
    expect(await figures()).toMatchObject({
      'quantitatif 2018 Communes et EPCI nb_laureats': 3,
      'quantitatif 2018 Communes et EPCI potentiel_achat': 200,
      'quantitatif 2018 Communes et EPCI pass_achetes': 40,
      'quantitatif 2018 Communes et EPCI achetes_sur_potentiel': 20,
      'quantitatif 2018 Communes et EPCI pass_scannes': 0,
      'quantitatif 2018 Données non disponibles potentiel_achat': 100,
      'quantitatif 2018 Données non disponibles pass_achetes': 1,
      'quantitatif 2018 Données non disponibles pass_scannes': 2,
      'quantitatif 2018 Données non disponibles beneficiaires_uniques': 9,
    })
  })

  test('a call that the document does not know counts every potential, in both readings', async () => {
    for (const lecture of ['publie', 'coherent']) {
      expect(await figures(lecture)).toMatchObject({
        'quantitatif 2018 TOTAL potentiel_achat': 900,
        'quantitatif 2018 TOTAL nb_laureats': 9,
        'quantitatif 2018+2021 GRAND TOTAL nb_laureats': 11,
        'quantitatif 2018+2021 GRAND TOTAL potentiel_achat': 1108,
      })
    }
  })

  test('percentages are whole, halves rounded up; without a denominator there is none', async () => {
    const all = await figures()
    expect(all['quantitatif 2021 Autres achetes_sur_potentiel']).toBe(3) // 5 of 200: 2.5
    expect(all['quantitatif 2021 Autres scannes_sur_potentiel']).toBe(1) // 1 of 200: 0.5
    expect(all['quantitatif 2021 Conseil départemental pass_achetes']).toBeNull()
    expect(all['quantitatif 2021 Conseil départemental achetes_sur_potentiel']).toBeNull()
    expect(all['quantitatif 2021 Conseil départemental beneficiaires_uniques']).toBeNull()
    const reasons = await fixture.connection.query(
      `SELECT count(*) AS n FROM bilan.chiffres WHERE (valeur IS NULL) <> (explication IS NOT NULL)`,
    )
    expect(reasons).toEqual([{ n: 0 }])
  })

  test('every figure is made of its laureates, those left out with their reason', async () => {
    const made = fixture.checks.find(({ controle }) => controle === 'composition_inexacte')
    expect(made!.rows).toEqual([])
    const potential = await fixture.connection.query(
      `SELECT lecture, aap, convention, compte, motif FROM bilan.composition
       WHERE ligne = 'Communes et EPCI' AND colonne = 'potentiel_achat' AND lecture = 'publie'
       ORDER BY convention`,
    )
    expect(potential.map(({ convention, compte }) => [convention, compte])).toEqual([
      ['2018-007', true],
      ['2018-008', true],
      ['2018-009', false],
    ])
    expect(potential[2]!.motif).toMatch(/^Potentiel laissé de côté/)
    const bands = await fixture.connection.query(
      `SELECT convention, valeur, motif FROM bilan.composition
       WHERE tableau = 'conversion' AND ligne = 'Communes et EPCI' AND colonne = 'plus_de_75.nb_laureats'
         AND lecture = 'publie' AND NOT compte
       ORDER BY convention`,
    )
    expect(bands.map(({ convention, motif }) => [convention, motif])).toEqual([
      ['2018-007', 'Sans tranche de conversion : aucun pass acheté.'],
      ['2018-008', 'Sans tranche de conversion : pass achetés ou scannés inconnus.'],
      ['2018-009', 'Sans tranche de conversion : pass achetés ou scannés inconnus.'],
    ])
  })

  test('each border of a band is in one band', async () => {
    const rows = await fixture.connection.query(
      `SELECT convention, tranche_conversion FROM bilan.laureats ORDER BY convention`,
    )
    expect(rows.map(({ tranche_conversion }) => tranche_conversion)).toEqual([
      ...['plus_de_75', '50_a_75', '50_a_75', '25_a_50', '25_a_50', 'moins_de_25'],
      ...[null, null, null, 'moins_de_25', null],
    ])
    expect(await figures()).toMatchObject({
      'conversion 2018+2021 Autres plus_de_75.pass_scannes': 76,
      'conversion 2018+2021 Autres 50_a_75.nb_laureats': 2,
      'conversion 2018+2021 Autres 25_a_50.nb_laureats': 0,
      'conversion 2018+2021 Autres 25_a_50.pass_scannes': 0,
      'conversion 2018+2021 TOTAL 25_a_50.pass_scannes': 74,
      'conversion 2018+2021 % plus_de_75.nb_laureats': 14, // 1 of 7
      'conversion 2018+2021 % 50_a_75.pass_scannes': 42, // 125 of 300: 41.67
      'conversion.note 2018+2021 note laureats_sans_pass_scannes': 3,
      'conversion.note 2018+2021 note laureats_total': 11,
      'conversion.note 2018+2021 note potentiel_des_laureats_sans_pass_scannes': 208,
    })
  })

  test('money is in MEUR; an amount that is missing leaves the sum open', async () => {
    expect(await figures()).toMatchObject({
      'texte 2018 texte montant_total_projets': 2.4, // 2 449 999.99: not 2.45 first
      'texte 2018 texte enveloppe_etat': null,
      'texte 2021 texte montant_total_projets': null,
      'texte 2018+2021 texte potentiel_economique': null,
    })
  })

  test('the tables are laid out as printed, the grand total last', async () => {
    const rows = await fixture.connection.query(
      `SELECT aap, ligne, nb_laureats, pass_achetes FROM bilan.tableau_quantitatif
       WHERE lecture = 'publie' ORDER BY ordre`,
    )
    expect(rows.map(({ aap, ligne }) => `${aap} ${ligne}`)).toEqual([
      '2018 Conseil régional',
      '2018 Communes et EPCI',
      '2018 Autres',
      '2018 Données non disponibles',
      '2018 TOTAL',
      '2021 Conseil départemental',
      '2021 Autres',
      '2021 Données non disponibles',
      '2021 TOTAL',
      '2018+2021 GRAND TOTAL',
    ])
    expect(rows[3]).toMatchObject({ nb_laureats: null, pass_achetes: 1 })
    const bands = await fixture.connection.query(
      `SELECT ligne, plus_de_75_pass_scannes AS plus, de_50_a_75_nb_laureats AS nb FROM bilan.tableau_conversion
       WHERE lecture = 'coherent' ORDER BY ordre`,
    )
    expect(bands).toEqual([
      { ligne: 'Conseil régional', plus: 0, nb: 0 },
      { ligne: 'Conseil départemental', plus: 0, nb: 0 },
      { ligne: 'Communes et EPCI', plus: 0, nb: 0 },
      { ligne: 'Autres', plus: 76, nb: 2 },
      { ligne: 'TOTAL', plus: 76, nb: 2 },
      { ligne: '%', plus: 25, nb: 29 },
    ])
  })

  test('a published figure is compared at its printed precision, and never passed over', async () => {
    const rows = await fixture.connection.query(
      `SELECT aap, colonne, statut, ecart, explication FROM bilan.reconciliation ORDER BY source, aap`,
    )
    const got = rows.map(({ aap, colonne, statut, ecart }) => [
      `${aap} ${colonne}`,
      statut,
      ecart === null ? null : Number(ecart),
    ])
    expect(got).toEqual([
      ['2018+2021 achetes_sur_potentiel', 'conforme', 0], // 645 of 1108: 58.21
      ['2018 enveloppe_etat', 'non_calculable', null],
      ['2018 montant_total_projets', 'conforme', 0],
      ['2021 montant_total_projets', 'non_calculable', null],
      ['2018+2021 nb_laureats', 'conforme', 0],
      ['2018+2021 pass_achetes', 'ecart', 0],
      ['2018+2021 pass_imprimes', 'non_calculable', null],
      ['2018+2021 potentiel_achat', 'ecart', -1],
    ])
    const said = rows.filter(({ statut }) => statut === 'non_calculable')
    for (const { explication } of said) expect(explication).toMatch(/\.$/)
  })
})

test.each([
  [79, '74', 'ecart_explique'],
  [78, '74', 'ecart'],
  [79, '73', 'ecart'],
])(
  'an explanation holds only for the two values that it names: %i and %s',
  async (n, printed, statut) => {
    const register = Array.from(
      { length: n },
      (_, i): Line => [`${2019 + (i % 2)}-${100 + i}`, 'Autres', 1, 1, 1, '1.00'],
    )
    const published = cell(
      ['quantitatif', '2019+2020', 'GRAND TOTAL', 'nb_laureats'],
      printed,
      'laureats',
    )
    const { connection } = await buildFixture({ raw: rawOf(register, [published]) })
    expect(await connection.query('SELECT statut FROM bilan.reconciliation')).toEqual([{ statut }])
    await connection.close()
  },
)

test('sums of a whole country fit', async () => {
  const bodies = Array.from({ length: 40 }, (_, i): Line => {
    const amount = '9999999999.99'
    return [`2021-${100 + i}`, 'Autres', 2_000_000_000, 1_900_000_000, 1_000_000_000, amount]
  })
  const { connection } = await buildFixture({ raw: rawOf(bodies) })
  try {
    const rows = await connection.query(
      `SELECT colonne, cast(valeur AS varchar) AS valeur FROM bilan.chiffres
       WHERE lecture = 'coherent' AND tableau = 'quantitatif' AND ligne = 'GRAND TOTAL'
         AND colonne IN ('potentiel_achat', 'scannes_sur_achetes') ORDER BY colonne`,
    )
    expect(rows).toEqual([
      { colonne: 'potentiel_achat', valeur: '80000000000.000000' },
      { colonne: 'scannes_sur_achetes', valeur: '53.000000' },
    ])
  } finally {
    await connection.close()
  }
})
