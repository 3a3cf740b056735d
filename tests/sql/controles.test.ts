import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CheckResult } from '../../pipeline/models/checks.ts'
import type { RawPublie, RawTables } from '../../pipeline/warehouse/raw.ts'
import { buildFixture, type Fixture } from '../models/fixture.ts'
import { correction, fichier, laureat, observation, question } from './rows.ts'

const checks = new URL('../../sql/checks/', import.meta.url)

/** A sound little bilan: one check after the other is then given something to refuse. */
function sound(): RawTables {
  return {
    laureats: [
      laureat('2019-001', { subvention_etat: '12000.00' }),
      laureat('2019-002', {
        potentiel_achat: 100,
        montant_projet: '1200.00',
        subvention_etat: '600.00',
      }),
    ],
    fichiers: [fichier('a.xlsx'), fichier('b.xlsx')],
    rattachements: [
      { fichier: 'a.xlsx', convention: '2019-001', regle: 'siren', motif: 'essai' },
      { fichier: 'b.xlsx', convention: '2019-002', regle: 'siren', motif: 'essai' },
    ],
    observations: [
      observation('2019-001', 'pass_achetes', 30, {
        portee: 'detail',
        groupe: 'g',
        cellule: 'B2',
      }),
      observation('2019-001', 'pass_achetes', 50, {
        portee: 'detail',
        groupe: 'g',
        cellule: 'B3',
      }),
      observation('2019-001', 'pass_scannes', 60, { cellule: 'B4' }),
      observation('2019-001', 'beneficiaires_uniques', 60, { cellule: 'B5' }),
      observation('2019-002', 'pass_achetes', 100, { fichier: 'b.xlsx' }),
      observation('2019-002', 'pass_scannes', null, { fichier: 'b.xlsx', cellule: 'B3' }),
    ],
    questions: [question({ fichier: 'b.xlsx', convention: '2019-002' })],
    publie: [
      {
        tableau: 'quantitatif',
        aap: '2019',
        ligne: 'TOTAL',
        colonne: 'nb_laureats',
        valeur: '2',
        unite: 'laureats',
        source: 'p.csv:2',
      },
    ],
    corrections: [correction('2019-002', 'beneficiaires_uniques', 5, null)],
    relances: [],
  }
}

/** Raw rows that a check must refuse, with words of what it says; all of them fit in one register. */
const refused: [string, (raw: RawTables) => void, RegExp][] = [
  [
    'registre_type_inconnu',
    (raw) => raw.laureats.push(laureat('2019-003', { type_structure: 'Syndicat' })),
    /ligne 4.*2019-003.*« Syndicat »/,
  ],
  [
    'registre_aap_ambigu',
    (raw) => raw.laureats.push(laureat('2019-004', { aap: '2019+2020' })),
    /2019-004.*« 2019\+2020 »/,
  ],
  [
    'registre_montants',
    (raw) => raw.laureats.push(laureat('2019-005', { montant_projet: null })),
    /2019-005.*montant du projet manque/,
  ],
  [
    'registre_montants',
    (raw) => raw.laureats.push(laureat('2019-006', { subvention_etat: '12000.01' })),
    /2019-006.*12000\.01 EUR.*12000\.00 EUR/,
  ],
  [
    'registre_potentiel',
    (raw) => raw.laureats.push(laureat('2019-007', { potentiel_achat: 0 })),
    /2019-007.*0 pass/,
  ],
  ['rattachement_inconnu', (raw) => attach(raw, 'a.xlsx', '2019-999'), /a\.xlsx.*« 2019-999 »/],
  [
    'fichier_inconnu',
    (raw) => raw.questions.push(question({ fichier: 'absent.xlsx' })),
    /absent\.xlsx.*pas reçu/,
  ],
  [
    'correction_depassee',
    (raw) => raw.corrections.push(correction('2019-001', 'pass_scannes', 61, 59, { ligne: 3 })),
    /ligne 3.*2019-001, pass_scannes.*attend 59, la lecture donne 60/,
  ],
  [
    'correction_depassee',
    (raw) => raw.corrections.push(correction('2019-002', 'pass_scannes', 61, 59, { ligne: 4 })),
    /ligne 4.*attend 59, la lecture ne donne aucune valeur/,
  ],
  [
    'correction_depassee',
    (raw) =>
      raw.corrections.push(correction('2019-001', 'beneficiaires_uniques', 9, null, { ligne: 5 })),
    /ligne 5.*attend aucune valeur, la lecture donne 60/,
  ],
  [
    'correction_inapplicable',
    (raw) => raw.corrections.push(correction('2019-9', 'pass_scannes', 6, null, { ligne: 6 })),
    /ligne 6.*« 2019-9 »/,
  ],
  [
    'correction_inapplicable',
    (raw) => raw.corrections.push(correction('2019-001', 'potentiel_achat', 6, null, { ligne: 7 })),
    /ligne 7.*« potentiel_achat »/,
  ],
  [
    'correction_inapplicable',
    (raw) =>
      raw.corrections.push(correction('2019-002', 'beneficiaires_uniques', 6, null, { ligne: 8 })),
    /ligne 8.*plusieurs décisions/,
  ],
  [
    'correction_inapplicable',
    (raw) => raw.corrections.push(correction('2019-003', 'pass_scannes', -6, null, { ligne: 9 })),
    /ligne 9.*-6 n'est pas un compte/,
  ],
  [
    'publie_malforme',
    (raw) => publish(raw, { colonne: 'pass_achetes', valeur: '1 200', source: 'p.csv:3' }),
    /p\.csv:3.*« 1 200 »/,
  ],
  ['publie_malforme', (raw) => publish(raw, { source: 'p.csv:4' }), /p\.csv:4.*donnée 2 fois/],
  [
    'ecart_inexplique',
    (raw) => publish(raw, { ligne: 'Autres', valeur: '99', source: 'p.csv:5' }),
    /Autres, nb_laureats.*publié 99\.0+, calculé \d/,
  ],
  [
    'scannes_superieurs_aux_achetes',
    (raw) => report(raw, '2019-008', { pass_achetes: 80, pass_scannes: 81 }),
    /2019-008.*81 pass scannés \(2019-008\.xlsx, Bilan!B3\) pour.*80 pass achetés.*Bilan!B2/,
  ],
  [
    'beneficiaires_superieurs_aux_scannes',
    (raw) => report(raw, '2019-009', { pass_scannes: 60, beneficiaires_uniques: 61 }),
    /2019-009.*61 bénéficiaires uniques.*B3.*60 pass scannés.*B2/,
  ],
  [
    'achetes_superieurs_au_potentiel',
    (raw) => report(raw, '2019-010', { pass_achetes: 1001 }),
    /2019-010.*1001 pass achetés \(2019-010\.xlsx, Bilan!B2\).*1000/,
  ],
  [
    'laureat_hors_conversion',
    (raw) => report(raw, '2019-011', { pass_scannes: 7 }),
    /2019-011.*7 pass scannés.*inconnus/,
  ],
  [
    'laureat_hors_conversion',
    (raw) => report(raw, '2019-012', { pass_achetes: 0, pass_scannes: 0 }),
    /2019-012.*0 pass scannés \(.*\), mais 0 pass achetés/,
  ],
  [
    'beneficiaires_deduits',
    (raw) =>
      report(raw, '2019-013', {
        pass_achetes: 900,
        pass_scannes: 535,
        beneficiaires_uniques: 107,
      }),
    /2019-013.*107 bénéficiaires uniques \(.*B4\) : exactement 535 pass scannés \(.*B3\) divisés par 5/,
  ],
  [
    'chiffres_ronds',
    (raw) =>
      report(raw, '2019-014', {
        pass_achetes: 900,
        pass_scannes: 700,
        beneficiaires_uniques: 200,
      }),
    /2019-014.*900 .*700 .*200 .*trois multiples de 100/,
  ],
  [
    'chiffres_non_comptes',
    (raw) => report(raw, '2019-015', { pass_achetes: 1234 }),
    /2019-015.*1234 pass achetés \(2019-015\.xlsx, Bilan!B2\)/,
  ],
  [
    'chiffres_non_comptes',
    (raw) => report(raw, '2019-016', { pass_achetes: 5000, pass_scannes: 3333 }),
    /2019-016.*3333 pass scannés/,
  ],
  [
    'budget_et_potentiel',
    (raw) =>
      raw.laureats.push(laureat('2019-017', { potentiel_achat: 1000, montant_projet: '22300.00' })),
    /2019-017.*22300\.00 EUR donne 2007 pass.*potentiel d'achat est de 1000/,
  ],
  [
    'budget_et_potentiel',
    (raw) =>
      raw.laureats.push(laureat('2019-018', { potentiel_achat: 9001, montant_projet: '50000.00' })),
    /2019-018.*4500 pass.*9001/,
  ],
  [
    'memes_chiffres_deux_appels',
    (raw) => {
      report(raw, '2019-019', { pass_scannes: 123 })
      report(raw, '2020-019', { pass_scannes: 123 })
      for (const row of raw.laureats.slice(-2)) row.siren = '213105554'
    },
    /2019-019.*Pass scannés : 123 \(2019-019\.xlsx, Bilan!B2\).*appel 2020 \(convention 2020-019\) : 123/,
  ],
  [
    'chiffre_en_baisse',
    (raw) => {
      report(raw, '2019-020', { pass_achetes: 89 })
      earlier(raw, '2019-020', { pass_achetes: 100 })
    },
    /2019-020.*89 \(2019-020\.xlsx, Bilan!B2\), mais 100 dans le rapport précédent \(2019-020-avant\.xlsx\)/,
  ],
  [
    'chiffre_en_forte_hausse',
    (raw) => {
      report(raw, '2019-021', { pass_achetes: 500 })
      earlier(raw, '2019-021', { pass_achetes: 50 })
    },
    /2019-021.*500 .*mais 50 dans le rapport précédent/,
  ],
]

function attach(raw: RawTables, fichier: string, convention: string): void {
  raw.rattachements.push({ fichier, convention, regle: 'siren', motif: 'essai' })
}

function publish(raw: RawTables, more: Partial<RawPublie>): void {
  raw.publie.push({ ...raw.publie[0]!, ...more })
}

/** One more laureate with a report of its own; figures stand in B2, B3, … */
function report(raw: RawTables, convention: string, figures: Record<string, number>): void {
  const file = `${convention}.xlsx`
  raw.laureats.push(laureat(convention))
  raw.fichiers.push(fichier(file))
  attach(raw, file, convention)
  Object.entries(figures).forEach(([indicateur, nombre], i) => {
    raw.observations.push(
      observation(convention, indicateur, nombre, { fichier: file, cellule: `B${i + 2}` }),
    )
  })
}

/** A first version of that laureate's report, which the other replaces. */
function earlier(raw: RawTables, convention: string, figures: Record<string, number>): void {
  const file = `${convention}-avant.xlsx`
  raw.fichiers.find(({ fichier }) => fichier === `${convention}.xlsx`)!.rang_version = 2
  raw.fichiers.push(fichier(file, { rang_version: 1 }))
  attach(raw, file, convention)
  for (const [indicateur, nombre] of Object.entries(figures)) {
    raw.observations.push(observation(convention, indicateur, nombre, { fichier: file }))
  }
}

/** What a fault of our own rules would leave in the tables, one check each. */
const broken: [string, string, RegExp][] = [
  [
    'composition_inexacte',
    `UPDATE intermediate.int_laureats SET pass_achetes = 81 WHERE convention = '2019-001'`,
    /2019\/TOTAL\/pass_achetes \(publie\) vaut 180.*composent 181/,
  ],
  [
    'valeur_sans_adresse',
    `UPDATE bilan.laureats SET pass_achetes = 81 WHERE convention = '2019-001'`,
    /2019-001, pass_achetes.*publié 81.*retenus 80/,
  ],
  [
    'valeur_sans_adresse',
    `DELETE FROM bilan.observations WHERE convention = '2019-001' AND cellule = 'B4'`,
    /publié 60, chiffres retenus aucun/,
  ],
  [
    'valeur_sans_adresse',
    `UPDATE bilan.laureats SET pass_scannes = NULL WHERE convention = '2019-001'`,
    /publié rien, chiffres retenus 60/,
  ],
  [
    'valeur_sans_adresse',
    `UPDATE bilan.observations SET cellule = '' WHERE cellule = 'B4'`,
    /chiffres retenus aucun/,
  ],
  [
    'laureat_indicateur_unique',
    `DELETE FROM bilan.laureats WHERE convention = '2019-002'`,
    /2019-002/,
  ],
  [
    'laureat_indicateur_unique',
    `DELETE FROM bilan.donnees_manquantes WHERE convention = '2019-002'`,
    /2019-002, pass_scannes.*non dit/,
  ],
  [
    'laureat_indicateur_unique',
    `UPDATE bilan.laureats SET pass_scannes_statut = 'illisible' WHERE convention = '2019-002'`,
    /statut illisible, manque non_communique/,
  ],
  ['fichier_statut', `DELETE FROM bilan.fichiers WHERE fichier = 'a.xlsx'`, /a\.xlsx.*publié 0/],
  [
    'fichier_statut',
    `INSERT INTO bilan.fichiers SELECT * FROM bilan.fichiers WHERE fichier = 'a.xlsx'`,
    /publié 2 fois/,
  ],
  [
    'chiffre_lu_perdu',
    `DELETE FROM bilan.observations WHERE cellule = 'B4'`,
    /Bilan!B4 de a\.xlsx/,
  ],
  ['chiffre_lu_perdu', 'DELETE FROM bilan.a_verifier', /1 questions de la lecture, 0 posées/],
  [
    'tranches_incoherentes',
    `UPDATE staging.stg_regles__tranches SET basse_incluse = true WHERE tranche = 'plus_de_75'`,
    /0\.750000 est dans 2 tranches/,
  ],
  [
    'tranches_incoherentes',
    `DELETE FROM staging.stg_regles__tranches WHERE tranche = '25_a_50'`,
    /0\.250000 est dans 0 tranches/,
  ],
  ['hypothese_unique', 'DELETE FROM staging.stg_regles__hypotheses', /0 hypothèses/],
]

/** No-break spaces as plain ones, so that expectations can be typed. */
const plain = (text: unknown) => String(text).replaceAll('\u00a0', ' ')

describe('checks of what comes in', () => {
  let results: CheckResult[]
  beforeAll(async () => {
    const raw = sound()
    for (const [, spoil] of refused) spoil(raw)
    const { connection, checks } = await buildFixture({ raw })
    results = checks
    await connection.close()
  })

  test.each(refused)('%s (%#)', (name, _, message) => {
    const { rows } = results.find(({ controle }) => controle === name)!
    expect(rows.map(({ message }) => plain(message)).join('\n')).toMatch(message)
  })

  test('the laws hold all the same', () => {
    const laws = new Set(broken.map(([name]) => name))
    const found = results.filter(({ controle, rows }) => laws.has(controle) && rows.length > 0)
    expect(found.map(({ controle, rows }) => [controle, rows])).toEqual([])
  })
})

describe('checks of our own rules', () => {
  let fixture: Fixture
  beforeAll(async () => {
    fixture = await buildFixture({ raw: sound() })
  })
  afterAll(() => fixture.connection.close())

  test('a sound bilan passes them all', () => {
    const found = fixture.checks.filter(({ rows }) => rows.length > 0)
    expect(found.map(({ controle, rows }) => [controle, rows])).toEqual([])
  })

  test.each(broken)('%s (%#)', async (name, damage, message) => {
    const { connection } = fixture
    const sql = await readFile(new URL(`${name}.sql`, checks), 'utf8')
    await connection.run('BEGIN')
    try {
      await connection.run(damage)
      const rows = await connection.query(sql)
      expect(rows.map(({ message }) => plain(message)).join('\n')).toMatch(message)
    } finally {
      await connection.run('ROLLBACK')
    }
  })
})

test('what is just within a threshold is left alone', async () => {
  const raw = sound()
  const within = {
    '2019-030': { pass_achetes: 900, pass_scannes: 495, beneficiaires_uniques: 99 },
    '2019-031': { pass_achetes: 900, pass_scannes: 700, beneficiaires_uniques: 210 },
    '2019-032': { pass_achetes: 999, pass_scannes: 222 },
    '2019-033': { pass_scannes: 99 },
    '2020-033': { pass_scannes: 99 },
    '2019-034': { pass_achetes: 90 },
    '2019-035': { pass_achetes: 249 },
  }
  for (const [convention, figures] of Object.entries(within)) report(raw, convention, figures)
  for (const row of raw.laureats) if (row.convention.endsWith('-033')) row.siren = '213105554'
  earlier(raw, '2019-034', { pass_achetes: 100 })
  earlier(raw, '2019-035', { pass_achetes: 50 })
  raw.laureats.push(laureat('2019-036', { potentiel_achat: 1000, montant_projet: '22222.00' }))
  const { connection } = await buildFixture({ raw })
  const rows = await connection.query(
    `SELECT controle, message FROM bilan.alertes WHERE controle <> 'laureat_hors_conversion'`,
  )
  await connection.close()
  expect(rows).toEqual([])
})

test('what staff see of a warning is the title of its check, and each has its reason', async () => {
  const { connection, checks } = await buildFixture()
  const titles = await connection.query(
    'SELECT controle, titre AS title FROM staging.stg_regles__controles ORDER BY controle',
  )
  await connection.close()
  const known = new Map(checks.map((check) => [check.controle, check]))
  for (const { controle, title } of titles) expect(known.get(String(controle))?.title).toBe(title)
  const warnings = checks.filter(({ severity }) => severity === 'avertissement')
  const untold = warnings.filter(({ controle }) => !titles.some((one) => one.controle === controle))
  expect(untold.map(({ controle }) => controle)).toEqual(['ecart_inexplique'])
})

test('every check is seen to refuse something', async () => {
  const files = (await readdir(checks)).map((file) => file.replace(/\.sql$/, '')).sort()
  const seen = new Set([...refused, ...broken].map(([name]) => name))
  expect([...seen].sort()).toEqual(files)
})
