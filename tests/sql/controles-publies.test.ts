// The published document against itself: from its cells alone, without register or reports.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildFixture, type Fixture } from '../models/fixture.ts'
import { readPublie } from './publie.ts'

const plain = (text: unknown) => String(text).replaceAll('\u00a0', ' ')

let fixture: Fixture
beforeAll(async () => {
  fixture = await buildFixture({ raw: { publie: await readPublie() } })
})
afterAll(() => fixture.connection.close())

/** Disagreements once one cell prints something else: `controle/aap/ligne/colonne`, with the sentence. */
async function disagreements(cell = '', valeur = 0): Promise<Map<string, string>> {
  const { connection, models } = fixture
  const sql = (name: string) => models.find((model) => model.name === name)!.sql
  await connection.run('BEGIN')
  try {
    await connection.run(
      `UPDATE staging.stg_publie__cellules SET valeur = $2
       WHERE tableau || '/' || aap || '/' || ligne || '/' || colonne = $1`,
      [cell, valeur],
    )
    const compared = 'intermediate.int_controles_publies'
    await connection.run(`CREATE OR REPLACE TABLE ${compared} AS ${sql(compared)}`)
    const rows = await connection.query(
      `SELECT * FROM (${sql('bilan.controles_publies')}) WHERE statut = 'desaccord'`,
    )
    return new Map(
      rows.map(({ controle, aap, ligne, colonne, explication }) => [
        [controle, aap, ligne, colonne].join('/'),
        plain(explication),
      ]),
    )
  } finally {
    await connection.run('ROLLBACK')
  }
}

/** Where the document disagrees with itself, as its readers found; nothing else. */
const known: [string, RegExp][] = [
  [
    'achats_et_potentiel/2019/Conseil départemental/pass_achetes',
    /305 458 pass achetés pour un potentiel de 289 300/,
  ],
  [
    'achats_et_potentiel/2020/Communes et EPCI/pass_achetes',
    /113 140 pass achetés pour un potentiel de 83 710/,
  ],
  [
    'budget_et_potentiel/2019/texte/montant_total_projets',
    /10,6 millions d'euros \(9,5 millions.*9,9 millions/,
  ],
  [
    'budget_et_potentiel/2020/texte/montant_total_projets',
    /11,7 millions d'euros \(10,5 millions.*7,5 millions/,
  ],
  ['nombre_de_laureats/2019+2020/GRAND TOTAL/nb_laureats', /ici 74 lauréats, et 79 ailleurs/],
  [
    'prose_et_tableaux/2019+2020/texte/part_achetee_du_potentiel_annoncee_max',
    /moins de 50 % .*en donnent 62 % \(de 37 % à 81 % selon l'appel\)/,
  ],
  [
    'regle_du_potentiel/2020/TOTAL/potentiel_achat',
    /749 060\) laisse de côté les 3 000 pass.*752 060/,
  ],
  ['somme_des_appels/2019+2020/GRAND TOTAL/nb_laureats', /74.* font 79 ; peut-être 5 structures/],
]

test('every disagreement of the document with itself is found, with its sentence, and no other', async () => {
  const found = await disagreements()
  expect([...found.keys()].sort()).toEqual(known.map(([key]) => key))
  for (const [key, sentence] of known) expect(found.get(key)).toMatch(sentence)
})

/** One printed cell changed, and the disagreement that it must show. */
const misprints: [string, string, string][] = [
  ['quantitatif/2019/Autres/pass_achetes', '83871', 'somme_des_lignes/2019/TOTAL/pass_achetes'],
  [
    'quantitatif/2019/TOTAL/potentiel_achat',
    '988173',
    'somme_des_lignes/2019/TOTAL/potentiel_achat',
  ],
  [
    'conversion/2019+2020/Autres/25_a_50.nb_laureats',
    '1',
    'somme_des_lignes/2019+2020/TOTAL/25_a_50.nb_laureats',
  ],
  [
    'quantitatif/2019+2020/GRAND TOTAL/pass_scannes',
    '351821',
    'somme_des_appels/2019+2020/GRAND TOTAL/pass_scannes',
  ],
  [
    'quantitatif/2020/Autres/achetes_sur_potentiel',
    '8',
    'pourcentage/2020/Autres/achetes_sur_potentiel',
  ],
  [
    'conversion/2019+2020/%/50_a_75.pass_scannes',
    '22',
    'pourcentage/2019+2020/%/50_a_75.pass_scannes',
  ],
  [
    'texte/2020/texte/nb_laureats_conventionnes',
    '35',
    'nombre_de_laureats/2020/texte/nb_laureats_conventionnes',
  ],
  [
    'conversion.note/2019+2020/note/laureats_sans_pass_scannes',
    '12',
    'note_et_absences/2019+2020/note/laureats_sans_pass_scannes',
  ],
  [
    'conversion/2019+2020/Autres/50_a_75.pass_scannes',
    '51181',
    'tranches_et_tableau/2019+2020/Autres/pass_scannes',
  ],
  [
    'texte/2019+2020/texte/potentiel_economique',
    '23',
    'potentiel_economique/2019+2020/texte/potentiel_economique',
  ],
  ['texte/2019/texte/subvention_etat', '6.2', 'subvention_et_enveloppe/2019/texte/subvention_etat'],
]

test.each(misprints)('a misprint is told: %s, %s', async (cell, valeur, disagreement) => {
  expect([...(await disagreements(cell, Number(valeur))).keys()]).toContain(disagreement)
})

test('two calls under one rule agree, whichever it is', async () => {
  const found = await disagreements('quantitatif/2019/TOTAL/potentiel_achat', 954402)
  expect([...found.keys()].filter((key) => /^(regle|somme_des_lignes)/.test(key))).toEqual([])
})

test('every expectation of the seed is put to the document', async () => {
  const rows = await fixture.connection.query(
    `SELECT controle FROM staging.stg_regles__controles_publies
     WHERE controle NOT IN (SELECT controle FROM bilan.controles_publies)`,
  )
  expect(rows).toEqual([])
})
