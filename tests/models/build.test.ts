import { readFile } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { buildModels } from '../../pipeline/models/build.ts'
import { loadModels } from '../../pipeline/models/model.ts'
import type { Answers } from '../../pipeline/models/prepared.ts'
import { type Connection, openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { modelFile, sqlProject } from './project.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function project(files: Record<string, string>) {
  const sql = await sqlProject(files)
  cleanups.push(sql.remove)
  return sql
}

/** A warehouse with `raw.t (k varchar, n varchar)` and the rows given. */
async function warehouse(rows: [string | null, string | null][]): Promise<Connection> {
  const connection = await openWarehouse(':memory:')
  cleanups.push(() => connection.close())
  await connection.run('CREATE SCHEMA raw; CREATE TABLE raw.t (k varchar, n varchar)')
  await connection.append('raw', 't', rows)
  return connection
}

/** Answers of this test alone. Only models whose types are known are made together. */
function keptAnswers(): Answers {
  const kept = new Map<string, unknown>()
  return {
    answer: async <T>(question: readonly string[], ask: () => Promise<T>): Promise<T> => {
      const key = question.join('\n')
      if (!kept.has(key)) kept.set(key, await ask())
      return kept.get(key) as T
    },
  }
}

const stg = modelFile(
  { k: 'varchar', n: '{type: bigint, nullable: true, unit: pass, description: "Le nombre."}' },
  ['k'],
  'WITH t AS (SELECT * FROM raw.t),\nfinal AS (SELECT k, try_cast(n AS bigint) AS n FROM t)\nSELECT * FROM final',
)
const bilan = modelFile(
  { k: 'varchar', double: '{type: bigint, nullable: true, description: "Deux fois n."}' },
  ['k'],
  'WITH a AS (SELECT * FROM staging.stg_t), final AS (SELECT k, 2 * n AS double FROM a)\nSELECT * FROM final',
)

test('builds models in order, in order of their keys, with comments and not-null columns', async () => {
  const sql = await project({ 'staging/stg_t.sql': stg, 'bilan/doubles.sql': bilan })
  const connection = await warehouse([
    ['b', '2'],
    ['a', 'x'],
  ])
  const models = await loadModels(connection, sql.dir)
  expect(models.map((model) => model.name)).toEqual(['staging.stg_t', 'bilan.doubles'])
  const built = await buildModels(connection, models)
  const reason = { because: 'new', upstreams: [] }
  expect(built).toEqual([
    { model: 'staging.stg_t', rows: 2, rebuilt: true, reason },
    { model: 'bilan.doubles', rows: 2, rebuilt: true, reason },
  ])
  expect(await connection.query('SELECT * FROM bilan.doubles')).toEqual([
    { k: 'a', double: null },
    { k: 'b', double: 4 },
  ])
  const columns = await connection.query(
    `SELECT column_name AS c, data_type AS t, is_nullable AS n, comment FROM duckdb_columns()
     WHERE schema_name = 'staging' ORDER BY column_index`,
  )
  expect(columns).toEqual([
    { c: 'k', t: 'VARCHAR', n: false, comment: 'Le k.' },
    { c: 'n', t: 'BIGINT', n: true, comment: 'Le nombre. (pass)' },
  ])
  const [table] = await connection.query(
    `SELECT comment FROM duckdb_tables() WHERE table_name = 'doubles'`,
  )
  expect(table).toEqual({ comment: "Pour l'essai. Une ligne : une ligne." })
})

test('rebuilds only what changed, and stops where the content stays the same', async () => {
  const sql = await project({ 'staging/stg_t.sql': stg, 'bilan/doubles.sql': bilan })
  const connection = await warehouse([['a', '1']])
  const build = async () =>
    (await buildModels(connection, await loadModels(connection, sql.dir)))
      .filter((one) => one.rebuilt)
      .map((one) => one.model)
  expect(await build()).toEqual(['staging.stg_t', 'bilan.doubles'])
  expect(await build()).toEqual([])
  // Layout and comments are no change.
  await sql.write(
    'bilan/doubles.sql',
    bilan.replace('SELECT k, 2 * n', 'select k, -- twice\n   2*n'),
  )
  expect(await build()).toEqual([])
  await sql.write('bilan/doubles.sql', bilan.replace('2 * n', '3 * n'))
  expect(await build()).toEqual(['bilan.doubles'])
  await connection.run(`UPDATE raw.t SET n = '01'`)
  expect(await build()).toEqual(['staging.stg_t'])
  await connection.run(`UPDATE raw.t SET n = '5'`)
  expect(await build()).toEqual(['staging.stg_t', 'bilan.doubles'])
  expect(await connection.query('SELECT * FROM bilan.doubles')).toEqual([{ k: 'a', double: 15 }])
})

test('rows that differ in any part of their key are all different, NULL being one value', async () => {
  const wide = stg.replace('key: [k]', 'key: [k, n]')
  const sql = await project({ 'staging/stg_t.sql': wide })
  const connection = await warehouse([
    ['b', null],
    ['a', '2'],
    ['b', '1'],
    ['a', null],
    ['a', '1'],
  ])
  const [built] = await buildModels(connection, await loadModels(connection, sql.dir))
  expect(built).toMatchObject({ model: 'staging.stg_t', rows: 5 })
  await sql.write('staging/stg_t.sql', wide.replace('key:', 'materialized: view\nkey:'))
  const [view] = await buildModels(connection, await loadModels(connection, sql.dir))
  expect(view).toMatchObject({ model: 'staging.stg_t', rows: 5 })
})

test('drops the table of a model that is gone, and turns a table into a view', async () => {
  const sql = await project({ 'staging/stg_t.sql': stg, 'bilan/doubles.sql': bilan })
  const connection = await warehouse([['a', '1']])
  await buildModels(connection, await loadModels(connection, sql.dir))
  await sql.write('staging/stg_t.sql', stg.replace('key:', 'materialized: view\nkey:'))
  const models = await loadModels(connection, sql.dir)
  await buildModels(
    connection,
    models.filter((model) => model.name === 'staging.stg_t'),
  )
  expect(
    await connection.query(
      `SELECT table_name, table_type FROM information_schema.tables
       WHERE table_schema IN ('staging', 'bilan')`,
    ),
  ).toEqual([{ table_name: 'stg_t', table_type: 'VIEW' }])
})

test('empty inputs give an empty, well-typed table', async () => {
  const sql = await project({ 'staging/stg_t.sql': stg, 'bilan/doubles.sql': bilan })
  const connection = await warehouse([])
  await buildModels(connection, await loadModels(connection, sql.dir))
  expect(await connection.query('SELECT count(*) AS n FROM bilan.doubles')).toEqual([{ n: 0 }])
  expect(
    await connection.query(
      `SELECT string_agg(data_type, ' ' ORDER BY column_index) AS t FROM duckdb_columns() WHERE table_name = 'doubles'`,
    ),
  ).toEqual([{ t: 'VARCHAR BIGINT' }])
})

const refused: [
  name: string,
  rows: [string | null, string | null][],
  file: string,
  error: RegExp,
][] = [
  ['a NULL', [[null, '1']], stg, /stg_t: "k" is NULL in 1 row: \{"k":null\}/],
  [
    'a key twice',
    [
      ['a', '1'],
      ['a', '2'],
    ],
    stg,
    /stg_t: the key \(k\) is not unique: \{"k":"a","lignes":2\}/,
  ],
  [
    'a key twice, a part of which is NULL',
    [
      ['a', null],
      ['a', null],
      ['a', '1'],
    ],
    stg.replace('key: [k]', 'key: [k, n]'),
    /stg_t: the key \(k, n\) is not unique: \{"k":"a","n":null,"lignes":2\}/,
  ],
  [
    'a key twice in a view',
    [
      ['a', '1'],
      ['b', '1'],
      ['a', '2'],
    ],
    stg.replace('key:', 'materialized: view\nkey:'),
    /stg_t: the key \(k\) is not unique: \{"k":"a","lignes":2\}/,
  ],
  [
    'a NULL in a view',
    [[null, '1']],
    stg.replace('key:', 'materialized: view\nkey:'),
    /stg_t: "k" is NULL in 1 row: \{"k":null\}/,
  ],
  [
    'a value outside its list',
    [['z', '1']],
    stg.replace('k: {type: varchar', 'k: {type: varchar, values: [a, b]'),
    /"k" is none of a, b in 1 row: \{"k":"z"\}/,
  ],
  [
    'a column too many',
    [],
    stg.replace(
      'SELECT k, try_cast(n AS bigint) AS n',
      'SELECT k, try_cast(n AS bigint) AS n, 1 AS o',
    ),
    /column 3 "o" is not in its header/,
  ],
  [
    'another order',
    [],
    stg.replace('SELECT k, try_cast(n AS bigint) AS n', 'SELECT try_cast(n AS bigint) AS n, k'),
    /column 1 should be "k", the query gives "n"/,
  ],
  [
    'decimals where the contract says whole',
    [['a', '2.5']],
    stg.replace('try_cast(n AS bigint)', 'CAST(n AS double)'),
    /"n" is bigint but the query gives 2.5/,
  ],
  [
    'a text where the contract says whole',
    [['a', 'x']],
    stg.replace('try_cast(n AS bigint)', 'n'),
    /stg_t: Conversion Error: .*'x'/,
  ],
  ['an unknown column', [], stg.replace('SELECT k,', 'SELECT q,'), /stg_t\.sql:10: .*"q"/],
  [
    'a missing row elsewhere',
    [['a', '7']],
    stg
      .replace('key:', 'references: [{columns: [n], to: raw.t, key: [k]}]\nkey:')
      .replace('try_cast(n AS bigint)', 'n')
      .replace('type: bigint', 'type: varchar'),
    /\(n\) has no row in raw\.t: \{"k":"a","n":"7"\}/,
  ],
]
test.each(refused)(
  'refuses %s, and leaves the warehouse as it was',
  async (_, rows, file, error) => {
    const sql = await project({ 'staging/stg_t.sql': stg })
    const connection = await warehouse([])
    await buildModels(connection, await loadModels(connection, sql.dir))
    await connection.append('raw', 't', rows)
    await sql.write('staging/stg_t.sql', file)
    const before = await connection.query('SELECT * FROM meta.models')
    const models = await loadModels(connection, sql.dir)
    await expect(buildModels(connection, models)).rejects.toThrow(error)
    expect(await connection.query('SELECT * FROM meta.models')).toEqual(before)
    expect(await connection.query('SELECT * FROM staging.stg_t')).toEqual([])
  },
)

test.each(refused)(
  'refuses %s in one of several models that are made together, and leaves nothing',
  async (_, rows, file, error) => {
    const other = stg.replace('SELECT * FROM raw.t', "SELECT 'k' AS k, count(*) AS n FROM raw.t")
    const sql = await project({
      'staging/stg_a.sql': other,
      'staging/stg_t.sql': file,
      'staging/stg_z.sql': other,
    })
    const answers = keptAnswers()
    const empty = await warehouse([])
    await buildModels(empty, await loadModels(empty, sql.dir), { answers }).catch(() => undefined)
    const connection = await warehouse(rows)
    const models = await loadModels(connection, sql.dir)
    await expect(buildModels(connection, models, { answers })).rejects.toThrow(error)
    expect(
      await connection.query("SELECT table_name FROM duckdb_tables() WHERE schema_name <> 'raw'"),
    ).toEqual([])
  },
)

test('more models than are made together are made in order', async () => {
  const chain = Array.from({ length: 30 }, (_, i) => [
    `staging/stg_${String(i).padStart(2, '0')}.sql`,
    stg.replace('raw.t', i === 29 ? 'raw.t' : `staging.stg_${i + 1}`.replace(/_(\d)$/, '_0$1')),
  ])
  const sql = await project(Object.fromEntries(chain))
  const answers = keptAnswers()
  const empty = await warehouse([])
  await buildModels(empty, await loadModels(empty, sql.dir), { answers })
  const connection = await warehouse([['a', '1']])
  const models = await loadModels(connection, sql.dir)
  const built = await buildModels(connection, models, { answers })
  expect(built.map(({ model }) => model)).toEqual(models.map(({ name }) => name))
  expect(built.every(({ rows, rebuilt }) => rows === 1 && rebuilt)).toBe(true)
  const again = await buildModels(connection, models)
  expect(again.some(({ rebuilt }) => rebuilt)).toBe(false)
})

test('a model is what stands in the warehouse: its query is kept', async () => {
  const sql = await project({ 'staging/stg_t.sql': stg })
  const connection = await warehouse([])
  await buildModels(connection, await loadModels(connection, sql.dir))
  const [row] = await connection.query('SELECT sql FROM meta.models')
  expect(row).toEqual({ sql: await readFile(`${sql.dir}/staging/stg_t.sql`, 'utf8') })
})
