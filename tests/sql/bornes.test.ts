import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildFixture, type Fixture } from '../models/fixture.ts'
import {
  type Assumption,
  bruteForce,
  calls,
  type Figure,
  rawOf,
  type Small,
} from './completions.ts'

/** The figures of a row of the bilan that missing data leave open. */
const figures: Record<string, Figure> = {
  potentiel_achat: (one) => [one.potentiel, 1],
  pass_achetes: (one) => [one.achetes, 1],
  pass_scannes: (one) => [one.scannes, 1],
  beneficiaires_uniques: (one) => [one.beneficiaires, 1],
  achetes_sur_potentiel: (one) => [one.achetes, one.potentiel],
  scannes_sur_potentiel: (one) => [one.scannes, one.potentiel],
  scannes_sur_achetes: (one) => [one.scannes, one.achetes],
}
const totals = Object.keys(figures).slice(0, 4)

const bands = ['plus_de_75', '50_a_75', '25_a_50', 'moins_de_25']

/** Of one band: laureates, scans, and the share of each among all laureates that are in some band. */
function bandFigures(band: string): Record<string, Figure> {
  const inside = (tranche: string | null) => (tranche === band ? 1 : 0)
  return {
    laureats: (one) => [inside(one.tranche), 1],
    scannes: (one) => [inside(one.tranche) * one.scannes, 1],
    part_laureats: (one) => [inside(one.tranche), one.tranche === null ? 0 : 1],
    part_scannes: (one) => [
      inside(one.tranche) * one.scannes,
      one.tranche === null ? 0 : one.scannes,
    ],
  }
}

/** A total is a sum over nothing: brute force adds up a 1 a laureate below, which is taken out here. */
function span(all: Small[], assumption: Assumption, figure: Figure, isTotal: boolean) {
  const { low, high } = bruteForce(all, assumption, figure)
  if (!isTotal) return { low, high }
  return { low: low! * all.length, high: high! * all.length }
}

function expectSpan(
  got: { low: unknown; high: unknown },
  wanted: { low: number | null; high: number | null },
  context: string,
): void {
  if (wanted.low === null) expect([got.low, got.high], context).toEqual([null, null])
  else {
    // toBeCloseTo takes null for zero.
    expect([got.low, got.high], context).toEqual([expect.any(Number), expect.any(Number)])
    expect(got.low, context).toBeCloseTo(wanted.low, 12)
    expect(got.high, context).toBeCloseTo(wanted.high!, 12)
  }
}

/** The highest overshoot among those who reported, at least 1, as a fraction. */
function overshoot(all: Record<string, Small[]>): readonly [number, number] {
  let most: readonly [number, number] = [1, 1]
  for (const { achetes, potentiel } of Object.values(all).flat()) {
    if (achetes !== null && potentiel > 0 && achetes * most[1] > most[0] * potentiel)
      most = [achetes, potentiel]
  }
  return most
}

describe('no admissible completion falls outside the bounds, and both ends are reached', () => {
  const all = calls(300, 7)
  const assumptions: Record<string, Assumption> = {
    achats_dans_le_potentiel: { plafond: [1, 1], beneficiaires: 1 },
    achats_au_dela_du_potentiel: { plafond: overshoot(all), beneficiaires: null },
  }
  let fixture: Fixture
  beforeAll(async () => {
    fixture = await buildFixture({ raw: rawOf(all) })
  })
  afterAll(() => fixture.connection.close())

  test('the overshoot is tried', () => {
    const [bought, potential] = overshoot(all)
    expect(bought / potential).toBe(1.5)
  })

  test.each(Object.entries(assumptions))('ratios and totals: %s', async (name, assumption) => {
    const rows = await fixture.connection.query(
      `SELECT aap, ligne, ratio, borne_basse AS low, borne_haute AS high, motif, nb_laureats_manquants AS manquants
       FROM bilan.bornes
       WHERE tableau = 'quantitatif' AND ligne IN ('TOTAL', 'Autres') AND hypothese = $1`,
      [name],
    )
    expect(rows).toHaveLength(Object.keys(all).length * Object.keys(figures).length * 2)
    for (const { aap, ligne, ratio, low, high, motif, manquants } of rows) {
      const smalls = all[String(aap)]!
      const key = String(ratio)
      const context = `${name} ${ligne} ${key} of ${JSON.stringify(smalls)}`
      const wanted = span(smalls, assumption, figures[key]!, totals.includes(key))
      if (key === 'beneficiaires_uniques' && assumption.beneficiaires === null && manquants !== 0) {
        expect(low, context).toBe(wanted.low)
        expect([high, motif], context).toEqual([null, expect.stringContaining('plafonne')])
      } else expectSpan({ low, high }, wanted, context)
    }
  })

  test.each(Object.entries(assumptions))('bands: %s', async (name, assumption) => {
    const rows = await fixture.connection.query(
      `SELECT * FROM intermediate.int_intervalles_tranches WHERE hypothese = $1 AND aap <> '*' AND type_structure = '*'`,
      [name],
    )
    expect(rows).toHaveLength(Object.keys(all).length * bands.length)
    for (const row of rows) {
      const smalls = all[String(row.aap)]!
      for (const [key, figure] of Object.entries(bandFigures(String(row.tranche)))) {
        const wanted = span(smalls, assumption, figure, !key.startsWith('part_'))
        const context = `${name} ${row.tranche} ${key} of ${JSON.stringify(smalls)}`
        expectSpan({ low: row[`${key}_min`], high: row[`${key}_max`] }, wanted, context)
      }
    }
  })
})

test('the conversion table takes its spans from the bands of its rows, whole corpora at a time', async () => {
  const columns: Record<string, string> = {
    laureats: 'nb_laureats',
    scannes: 'pass_scannes',
    part_laureats: 'nb_laureats',
    part_scannes: 'pass_scannes',
  }
  for (const [aap, smalls] of Object.entries(calls(3, 11)).slice(0, 5)) {
    const { connection } = await buildFixture({ raw: rawOf({ [aap]: smalls }) })
    const rows = await connection.query(
      `SELECT ligne, ratio, borne_basse AS low, borne_haute AS high FROM bilan.bornes
       WHERE tableau = 'conversion' AND appliquee`,
    )
    await connection.close()
    expect(rows).toHaveLength(bands.length * 2 * 3)
    for (const band of bands) {
      for (const [key, figure] of Object.entries(bandFigures(band))) {
        const share = key.startsWith('part_')
        const wanted = span(smalls, { plafond: [1, 1], beneficiaires: 1 }, figure, !share)
        for (const ligne of share ? ['%'] : ['Autres', 'TOTAL']) {
          const row = rows.find(
            (one) => one.ligne === ligne && one.ratio === `${band}.${columns[key]}`,
          )!
          const context = `${ligne} ${band} ${key} of ${JSON.stringify(smalls)}`
          expectSpan({ low: row.low, high: row.high }, wanted, context)
        }
      }
    }
  }
})

const few: Record<string, Small[]> = {
  '2019': [
    { potentiel: 1000, achetes: 800, scannes: 200, beneficiaires: 90 },
    { potentiel: 500, achetes: null, scannes: null, beneficiaires: null },
    { potentiel: 300, achetes: 100, scannes: null, beneficiaires: null },
  ],
  '2020': [
    { potentiel: 100, achetes: 150, scannes: 10, beneficiaires: 5 },
    { potentiel: 40, achetes: null, scannes: null, beneficiaires: 3 },
  ],
}

describe('a row', () => {
  let fixture: Fixture
  beforeAll(async () => {
    fixture = await buildFixture({ raw: rawOf(few) })
  })
  afterAll(() => fixture.connection.close())
  const row = async (where: string) => {
    const rows = await fixture.connection.query(
      `SELECT * FROM bilan.bornes WHERE tableau = 'quantitatif' AND appliquee AND ${where}`,
    )
    expect(rows).toHaveLength(1)
    return rows[0]
  }

  test('says who stands behind its span', async () => {
    expect(
      await row(`aap = '2019' AND ligne = 'TOTAL' AND ratio = 'scannes_sur_potentiel'`),
    ).toMatchObject({
      valeur: 200 / 1800,
      valeur_coherente: 200 / 1800,
      borne_basse: 200 / 1800,
      borne_haute: 800 / 1800,
      nb_laureats: 3,
      nb_laureats_manquants: 2,
      potentiel_manquant: 800,
      couverture: 1000 / 1800,
      traverse_tranche: null,
      estimation: null,
    })
    expect(
      await row(`aap = '2019' AND ligne = 'TOTAL' AND ratio = 'beneficiaires_uniques'`),
    ).toMatchObject({ valeur: 90, borne_basse: 90, borne_haute: 690, unite: 'personnes' })
  })

  test('gives both readings and the distance between them', async () => {
    expect(
      await row(`aap = '2020' AND ligne = 'TOTAL' AND ratio = 'achetes_sur_potentiel'`),
    ).toMatchObject({
      valeur: 1.5,
      valeur_coherente: 150 / 140,
      ecart_lectures: 150 / 140 - 1.5,
      nb_laureats_manquants: 1,
    })
    expect(await row(`ligne = 'GRAND TOTAL' AND ratio = 'potentiel_achat'`)).toMatchObject({
      aap: '2019+2020',
      valeur: 1900,
      valeur_coherente: 1940,
      ecart_lectures: 40,
      borne_basse: 1940,
      borne_haute: 1940,
      motif: expect.stringContaining('laisse de côté'),
    })
  })

  test('says when its span crosses a band of conversion', async () => {
    // From 200/1400 to (200 + 100 + 500)/1400.
    expect(
      await row(`aap = '2019' AND ligne = 'TOTAL' AND ratio = 'scannes_sur_achetes'`),
    ).toMatchObject({
      borne_basse: 200 / 1400,
      borne_haute: 800 / 1400,
      tranche_basse: 'moins_de_25',
      tranche_haute: '50_a_75',
      traverse_tranche: true,
    })
    expect(
      await row(`aap = '2020' AND ligne = 'TOTAL' AND ratio = 'scannes_sur_achetes'`),
    ).toMatchObject({ tranche_basse: 'moins_de_25', traverse_tranche: true })
  })

  test('under the wider assumption the highest overshoot limits purchases, nothing limits persons', async () => {
    const [wide] = await fixture.connection.query(
      `SELECT * FROM bilan.hypotheses WHERE NOT appliquee`,
    )
    expect(wide).toMatchObject({
      achetes_max_sur_potentiel: 1.5,
      convention_du_plafond: '2020-000',
      beneficiaires_max_sur_scannes: null,
    })
    const rows = await fixture.connection.query(
      `SELECT ratio, borne_haute FROM bilan.bornes
       WHERE aap = '2019' AND ligne = 'TOTAL' AND NOT appliquee AND ratio IN ('pass_achetes', 'beneficiaires_uniques')
       ORDER BY ratio`,
    )
    expect(rows).toEqual([
      { ratio: 'beneficiaires_uniques', borne_haute: null },
      { ratio: 'pass_achetes', borne_haute: 800 + 750 + 100 },
    ])
  })

  test('an estimation is there only when it is switched on, and only where it means something', async () => {
    const { connection } = fixture
    const count = 'SELECT count(estimation) AS n FROM bilan.bornes'
    expect(await connection.query(count)).toEqual([{ n: 0 }])
    const { sql } = fixture.models.find((model) => model.name === 'bilan.bornes')!
    await connection.run('BEGIN')
    await connection.run('UPDATE staging.stg_regles__parametres SET actif = true')
    const rows = await connection.query(
      `SELECT ratio, estimation FROM (${sql}) WHERE aap = '2019' AND ligne = 'TOTAL' AND appliquee ORDER BY ratio`,
    )
    await connection.run('ROLLBACK')
    const bought = 900 + (500 * 900) / 1300
    const scanned = 200 + 800 * 0.2
    expect(Object.fromEntries(rows.map((one) => [one.ratio, one.estimation]))).toEqual({
      achetes_sur_potentiel: expect.closeTo(bought / 1800, 8),
      beneficiaires_uniques: null,
      pass_achetes: expect.closeTo(bought, 5),
      pass_scannes: expect.closeTo(scanned, 5),
      potentiel_achat: null,
      scannes_sur_achetes: expect.closeTo(scanned / bought, 8),
      scannes_sur_potentiel: expect.closeTo(scanned / 1800, 8),
    })
  })
})

test('every figure of the bilan that hangs on reports has its bounds, under every assumption', async () => {
  const { connection } = await buildFixture({ raw: rawOf(few) })
  const rows = await connection.query(
    `SELECT tableau, aap, ligne, colonne FROM bilan.chiffres AS c
     WHERE lecture = 'publie'
       AND colonne NOT IN ('nb_laureats', 'laureats_total', 'nb_laureats_conventionnes', 'subvention_etat',
         'montant_total_projets', 'enveloppe_etat', 'potentiel_economique')
       AND (SELECT count(*) FROM bilan.bornes AS b
            WHERE b.tableau = c.tableau AND b.aap = c.aap AND b.ligne = c.ligne AND b.ratio = c.colonne) <> 2`,
  )
  expect(rows).toEqual([])
  await connection.close()
})
