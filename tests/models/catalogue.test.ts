import { afterAll, beforeAll, expect, test } from 'vitest'
import { cataloguePage } from '../../pipeline/models/catalogue-page.ts'
import { loadModels } from '../../pipeline/models/model.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { buildFixture, type Fixture } from './fixture.ts'
import { modelFile, sqlProject } from './project.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await buildFixture()
})
afterAll(() => fixture.connection.close())

test('every column of every table of the warehouse has its definition, the one of its comment', async () => {
  const rows = await fixture.connection.query(
    `SELECT c.schema_name || '.' || c.table_name || '.' || c.column_name AS colonne
     FROM duckdb_columns() AS c
     LEFT JOIN bilan.catalogue AS k
       ON k.couche = c.schema_name AND k.nom_table = c.table_name AND k.colonne = c.column_name
     WHERE c.schema_name IN ('staging', 'intermediate', 'bilan')
       AND (k.description IS NULL OR trim(k.description) = '' OR NOT starts_with(c.comment, k.description))`,
  )
  expect(rows).toEqual([])
  const [count] = await fixture.connection.query(
    `SELECT (SELECT count(*) FROM bilan.catalogue) AS told,
       (SELECT count(*) FROM duckdb_columns() WHERE schema_name IN ('staging', 'intermediate', 'bilan')) AS there`,
  )
  expect(count!.told).toBe(count!.there)
})

test('the catalogue says what a table is made of, and describes itself', async () => {
  const rows = await fixture.connection.query(
    `SELECT rang, colonne, type, unite, nullable, cle, materialisation, amonts FROM bilan.catalogue
     WHERE couche = 'bilan' AND nom_table = 'laureats' AND colonne IN ('convention', 'pass_achetes') ORDER BY rang`,
  )
  const table = {
    materialisation: 'table',
    amonts: 'intermediate.int_laureats | staging.stg_registre__laureats',
  }
  expect(rows).toEqual([
    {
      rang: 1,
      colonne: 'convention',
      type: 'varchar',
      unite: null,
      nullable: false,
      cle: true,
      ...table,
    },
    {
      rang: 10,
      colonne: 'pass_achetes',
      type: 'bigint',
      unite: 'pass',
      nullable: true,
      cle: false,
      ...table,
    },
  ])
  expect(
    await fixture.connection.query(
      `SELECT DISTINCT amonts FROM bilan.catalogue WHERE nom_table = 'catalogue'`,
    ),
  ).toEqual([{ amonts: 'staging.stg_modeles__colonnes' }])
})

test('the page names every model and every column', () => {
  const page = cataloguePage(fixture.models)
  for (const { name, header } of fixture.models) {
    expect(page).toContain(`### ${name}\n`)
    for (const column of Object.keys(header.columns)) expect(page).toContain(`\`${column}\``)
  }
  // Every link leads to a section of the page.
  const sections = new Set(
    [...page.matchAll(/^### (.+)$/gm)].map(([, title]) => title!.replace('.', '')),
  )
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target!)
  expect(links.filter((target) => !sections.has(target))).toEqual([])
})

test('the page of two small models', async () => {
  const project = await sqlProject({
    'staging/stg_x.sql': modelFile(
      { k: 'varchar' },
      ['k'],
      'WITH t AS (SELECT * FROM raw.t),\nfinal AS (SELECT k FROM t)\nSELECT * FROM final',
    ),
    'bilan/y.sql': modelFile(
      {
        k: '{type: varchar, nullable: true, unit: pass, values: [a, b], description: "Un | deux ; trois."}',
      },
      ['k'],
      'WITH x AS (SELECT * FROM staging.stg_x),\nfinal AS (SELECT k FROM x)\nSELECT * FROM final',
    ),
  })
  const connection = await openWarehouse(':memory:')
  try {
    await connection.run('CREATE SCHEMA raw; CREATE TABLE raw.t (k varchar)')
    const page = cataloguePage(await loadModels(connection, project.dir)).replaceAll('\u00a0', ' ')
    expect(page).toContain('  stg_x --> y\n')
    expect(page).toContain('- Faite de : `raw.t`.\n- Lue par : [bilan.y](#bilany).')
    expect(page).toContain('- Faite de : [staging.stg_x](#stagingstg_x).\n- Lue par : aucune.')
    expect(page).toContain(
      '| **`k`** | varchar | pass | oui | Un \\| deux ; trois. Valeurs : a, b. |',
    )
  } finally {
    await connection.close()
    await project.remove()
  }
})
