import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { RawTables } from '../../pipeline/warehouse/raw.ts'
import { buildFixture } from '../models/fixture.ts'
import { readPublie, readRegister, readTruth } from './publie.ts'
import { fichier, observation } from './rows.ts'

/** The raw rows that a perfect reader would make of the corpus: one file a convention with a figure. */
async function perfectReading(): Promise<Partial<RawTables>> {
  const known = (await readTruth()).filter(({ valeur }) => valeur !== null)
  const names = [...new Set(known.map(({ convention }) => convention))]
  return {
    laureats: await readRegister(),
    publie: await readPublie(),
    fichiers: names.map((convention) => fichier(`${convention}.xlsx`)),
    rattachements: names.map((convention) => ({
      fichier: `${convention}.xlsx`,
      convention,
      regle: 'convention',
      motif: 'essai',
    })),
    observations: known.map(({ convention, indicateur, valeur }, i) =>
      observation(convention, indicateur, valeur, {
        fichier: `${convention}.xlsx`,
        cellule: `B${i}`,
      }),
    ),
  }
}

describe('the published bilan', () => {
  test('every figure that the margins determine is reproduced, the others are explained', async () => {
    const { connection, checks } = await buildFixture({ raw: await perfectReading() })
    const cells = await connection.query(
      `SELECT tableau, aap, ligne, colonne, statut, valeur_calculee, explication FROM bilan.reconciliation
       WHERE statut <> 'conforme' ORDER BY ALL`,
    )
    const [count] = await connection.query('SELECT count(*) AS n FROM bilan.reconciliation')
    expect(count).toEqual({ n: 157 })
    expect(cells.map(({ aap, colonne, statut }) => `${aap} ${colonne}: ${statut}`)).toEqual([
      '2019+2020 nb_laureats: ecart_explique',
      '2019 enveloppe_etat: non_calculable',
      '2019+2020 part_achetee_du_potentiel_annoncee_max: ecart_explique',
      '2020 enveloppe_etat: non_calculable',
    ])
    for (const { explication } of cells) expect(explication).toMatch(/\.$/)
    const blocking = checks.filter(
      ({ severity, rows }) => severity === 'bloquant' && rows.length > 0,
    )
    expect(blocking).toEqual([])

    const totals = await connection.query(
      `SELECT aap, valeur FROM bilan.chiffres WHERE lecture = 'coherent' AND colonne = 'potentiel_achat'
       AND ligne IN ('TOTAL', 'GRAND TOTAL') ORDER BY aap`,
    )
    expect(totals.map(({ aap, valeur }) => [aap, Number(valeur)])).toEqual([
      ['2019', 988172],
      ['2019+2020', 1740232],
      ['2020', 752060],
    ])
    const readings = await connection.query(
      `SELECT aap, ligne, colonne, ecart FROM bilan.lectures_comparees WHERE differe ORDER BY ALL`,
    )
    expect(readings.map((row) => [row.aap, row.ligne, row.colonne, Number(row.ecart)])).toEqual([
      ['2019+2020', 'GRAND TOTAL', 'achetes_sur_potentiel', 0],
      ['2019+2020', 'GRAND TOTAL', 'potentiel_achat', 3000],
      ['2019+2020', 'GRAND TOTAL', 'scannes_sur_potentiel', 0],
      ['2019+2020', 'texte', 'part_achetee_du_potentiel_annoncee_max', 0],
      ['2020', 'TOTAL', 'achetes_sur_potentiel', 0],
      ['2020', 'TOTAL', 'potentiel_achat', 3000],
      ['2020', 'TOTAL', 'scannes_sur_potentiel', -1],
    ])

    // docs/donnees-manquantes.md shows these spans.
    const spans = await connection.query(
      `SELECT ratio, nb_laureats_manquants AS n, ${['valeur', 'borne_basse', 'borne_haute']
        .map((name) => `replace(printf('%.1f %%', 100 * ${name}), '.', ',') AS ${name}`)
        .join(', ')}
       FROM bilan.bornes WHERE ligne = 'GRAND TOTAL' AND unite = 'fraction' AND appliquee ORDER BY ratio`,
    )
    const guide = await readFile(
      new URL('../../docs/donnees-manquantes.md', import.meta.url),
      'utf8',
    )
    expect(spans).toHaveLength(3)
    for (const { ratio, valeur, borne_basse, borne_haute, n } of spans) {
      expect(guide).toContain(
        `| \`${ratio}\` | ${valeur} | ${borne_basse} | ${borne_haute} | ${n} |`,
      )
    }

    const [bodies] = await connection.query(
      `SELECT count(*) AS n, sum(nb_conventions) AS conventions, count(*) FILTER (WHERE nb_appels = 2) AS twice
       FROM bilan.organismes`,
    )
    expect(bodies).toMatchObject({ n: 76, twice: 3 })
    expect(Number(bodies!.conventions)).toBe(79)
    expect(cells[0]!.explication).toContain('79 conventions pour 76 structures distinctes')
    await connection.close()
  })

  // Of no other table: what is missing is a result that stands by itself.
  test('the missing counts of the printed tables follow from donnees_manquantes alone', async () => {
    const { connection } = await buildFixture({ raw: await perfectReading() })
    const missing = await connection.query(
      `SELECT aap, indicateur, count(*) AS n FROM bilan.donnees_manquantes GROUP BY ALL ORDER BY ALL`,
    )
    expect(missing.map(({ aap, indicateur, n }) => `${aap} ${indicateur} ${n}`)).toEqual([
      '2019 beneficiaires_uniques 9',
      '2019 pass_achetes 6',
      '2019 pass_scannes 7',
      '2020 beneficiaires_uniques 7',
      '2020 pass_achetes 1',
      '2020 pass_scannes 4',
    ])
    const [scans] = await connection.query(
      `SELECT count(*) AS n, sum(potentiel_achat) AS potentiel FROM bilan.donnees_manquantes
       WHERE indicateur = 'pass_scannes'`,
    )
    expect([Number(scans!.n), Number(scans!.potentiel)]).toEqual([11, 108570])
    const purchases = await connection.query(
      `SELECT aap, sum(potentiel_achat) AS potentiel, sum(part_potentiel_aap) AS part, sum(part_potentiel_ensemble) AS ensemble
       FROM bilan.donnees_manquantes WHERE indicateur = 'pass_achetes' GROUP BY aap ORDER BY aap`,
    )
    expect(purchases.map(({ aap, potentiel }) => [aap, Number(potentiel)])).toEqual([
      ['2019', 33770],
      ['2020', 3000],
    ])
    for (const { aap, potentiel, part, ensemble } of purchases) {
      expect(part).toBeCloseTo(Number(potentiel) / (aap === '2019' ? 988172 : 752060), 12)
      expect(ensemble).toBeCloseTo(Number(potentiel) / 1740232, 12)
    }
    await connection.close()
  })
})
