import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BilanError } from '../../pipeline/error.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bilan-connection-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

test('values are plain and exact', async () => {
  const connection = await openWarehouse(':memory:')
  const [row] = await connection.query(
    `SELECT count(*) AS n, sum(9007199254740991::bigint) AS big, 1250.50::decimal(18,2) AS eur,
       -0.05::decimal(4,2) AS small, DATE '2023-12-31' AS day, TIMESTAMP '2023-12-31 23:59:59' AS at,
       [1::bigint, NULL] AS list, {'a': 1::bigint, 'b': DATE '2020-02-29'} AS struct, NULL AS nothing,
       true AS yes, 0.1::double AS tenth, 'é' AS text, TIMESTAMPTZ '2024-01-01 00:30:00+01' AS utc`,
  )
  expect(row).toEqual({
    n: 1,
    big: 9007199254740991,
    eur: 1250.5,
    small: -0.05,
    day: '2023-12-31',
    at: '2023-12-31 23:59:59',
    list: [1, null],
    struct: { a: 1, b: '2020-02-29' },
    nothing: null,
    yes: true,
    tenth: 0.1,
    text: 'é',
    utc: expect.stringMatching(/^2023-12-31 23:30:00/),
  })
  await expect(connection.query('SELECT 9007199254740992::bigint')).rejects.toThrow(/too large/)
  await expect(connection.query('SELECT 1234567890123456.78::decimal(18,2)')).rejects.toThrow(
    /1234567890123456\.78 has too many digits/,
  )
  await connection.close()
})

test('a transaction is kept or undone whole', async () => {
  const connection = await openWarehouse(':memory:')
  await connection.transaction(() => connection.run('CREATE TABLE kept (a int)'))
  await expect(
    connection.transaction(async () => {
      await connection.run('CREATE TABLE undone (a int)')
      throw new Error('stop')
    }),
  ).rejects.toThrow('stop')
  expect(await connection.query('SELECT table_name AS t FROM duckdb_tables()')).toEqual([
    { t: 'kept' },
  ])
  await connection.close()
})

test('appended rows keep their types; one that does not fit is refused and none is kept', async () => {
  const connection = await openWarehouse(':memory:')
  await connection.run('CREATE SCHEMA s')
  await connection.run(
    'CREATE TABLE s.t (a varchar, b bigint, c decimal(18,2), d double, e boolean, f integer)',
  )
  await connection.append('s', 't', [
    ['01', 2 ** 53 - 1, '-12.5', 0.1, true, -3],
    [null, null, null, null, null, null],
    ['', 0, '1250', 5, false, 0],
  ])
  expect(await connection.query('SELECT * FROM s.t')).toEqual([
    { a: '01', b: 2 ** 53 - 1, c: -12.5, d: 0.1, e: true, f: -3 },
    { a: null, b: null, c: null, d: null, e: null, f: null },
    { a: '', b: 0, c: 1250, d: 5, e: false, f: 0 },
  ])
  const fine = ['x', 1, '1', 1, true, 1]
  for (const bad of [
    ['x', 1, '1.005', 1, true, 1],
    ['x', 1, '1,5', 1, true, 1],
    ['x', 1.5, '1', 1, true, 1],
    ['x', 1],
  ]) {
    await expect(connection.append('s', 't', [fine, bad])).rejects.toThrow()
  }
  expect(await connection.query('SELECT count(*) AS n FROM s.t')).toEqual([{ n: 3 }])
  await connection.close()
})

test('rows that come in pieces, or after a piece that was refused, are what was handed over', async () => {
  const connection = await openWarehouse(':memory:')
  await connection.run('CREATE TABLE t (a varchar, b bigint)')
  // One chunk serves them all: nothing of a piece, and no NULL of it, may stay for the next.
  const rows = Array.from({ length: 5000 }, (_, i) =>
    i < 2048 && i % 2 === 0 ? [null, null] : [`a text of more than twelve letters ${i}`, i],
  )
  await connection.append('main', 't', rows)
  await expect(connection.append('main', 't', [['refused', 1], ['x']])).rejects.toThrow()
  await connection.append('main', 't', [['last', -1]])
  const read = await connection.query<{ a: string | null; b: number | null }>(
    'SELECT a, b FROM t ORDER BY rowid',
  )
  expect(read.map(({ a, b }) => [a, b])).toEqual([...rows, ['last', -1]])
  await connection.close()
})

test('what the engine has let go of is given back', async () => {
  const path = join(dir, 'w.duckdb')
  const connection = await openWarehouse(path, { memory: '512MiB', threads: 1 })
  const held = () => process.memoryUsage.rss() / 2 ** 20
  const before = held()
  await connection.run(`CREATE TEMP TABLE t AS
    SELECT hash(i) AS h, 'a text of more than twelve letters ' || i AS a FROM range(2000000) AS r(i) ORDER BY h`)
  await connection.run('DROP TABLE t')
  await connection.run('SELECT 1')
  expect(held() - before).toBeLessThan(150)
  await connection.close()
})

test('too little memory is one line that says what to do, and a limit that may be set again helps', async () => {
  const path = join(dir, 'w.duckdb')
  const connection = await openWarehouse(path, { memory: '16MiB', threads: 1, adjustable: true })
  const much = 'SELECT len(list(i)) AS n FROM range(8000000) AS r(i)'
  await expect(connection.query(much)).rejects.toThrow(BilanError)
  await expect(connection.query(much)).rejects.toMatchObject({
    remedy: expect.stringContaining('--memory'),
  })
  await connection.limitMemory('512MiB')
  expect(await connection.query(much)).toEqual([{ n: 8_000_000 }])
  await connection.close()
  const locked = await openWarehouse(path, { memory: '16MiB' })
  await expect(locked.limitMemory('512MiB')).rejects.toThrow(/locked/)
  await locked.close()
})

test('SQL reaches no file outside the folders given, no extension, and can’t lift that', async () => {
  const connection = await openWarehouse(':memory:', { folders: [dir] })
  await connection.run(`COPY (SELECT 1 AS a) TO '${join(dir, 'a.csv')}'`)
  await connection.close()
  const closed = await openWarehouse(':memory:')
  const refused = [
    `SELECT * FROM read_csv('${join(dir, 'a.csv')}')`,
    `COPY (SELECT 1) TO '${join(dir, 'b.csv')}'`,
    `ATTACH '${join(dir, 'b.duckdb')}'`,
    'INSTALL httpfs',
    'SET enable_external_access = true',
    `SET TimeZone = 'Europe/Paris'`,
  ]
  for (const sql of refused) await expect(closed.run(sql), sql).rejects.toThrow()
  await closed.close()
})

test('rows are in the file once closed, with no log beside it, and read-only is read-only', async () => {
  const path = join(dir, 'w.duckdb')
  const connection = await openWarehouse(path)
  await connection.run('CREATE TABLE t AS SELECT 1 AS a')
  await expect(openWarehouse(path)).rejects.toThrow(/already open in this process/)
  await connection.close()
  await connection.close()
  const reader = await openWarehouse(path, { readOnly: true, threads: 1, memory: '500MB' })
  expect(await reader.query('SELECT * FROM t')).toEqual([{ a: 1 }])
  await expect(reader.run('CREATE TABLE u (a int)')).rejects.toThrow(/read-only/)
  await reader.close()
})

test('a file that is no warehouse is one clear line', async () => {
  const path = join(dir, 'w.duckdb')
  await writeFile(
    path,
    'not a database, though long enough to be taken for the start of one'.repeat(200),
  )
  await expect(openWarehouse(path)).rejects.toMatchObject({
    name: 'BilanError',
    message: expect.stringMatching(/w\.duckdb can't be opened as a warehouse: /),
  })
  await expect(openWarehouse(join(dir, 'no', 'w.duckdb'))).rejects.toThrow(/can't be opened/)
})

test('as many threads as the largest table keeps busy, unless said', async () => {
  const path = join(dir, 'w.duckdb')
  const threads = async (options = {}) => {
    const connection = await openWarehouse(path, options)
    const [row] = await connection.query("SELECT current_setting('threads') AS n")
    return { n: row!.n, connection }
  }
  const small = await threads()
  expect(small.n).toBe(1)
  await small.connection.run('CREATE TABLE t AS SELECT range AS n FROM range(130000)')
  await small.connection.close()
  const large = await threads()
  expect(large.n).toBe(Math.min(2, availableParallelism()))
  await large.connection.close()
  const told = await threads({ threads: 3 })
  expect(told.n).toBe(3)
  await told.connection.close()
})

test('a file is written for the oldest engine that its size allows, and keeps that format', async () => {
  const format = async (name: string, options = {}) => {
    const connection = await openWarehouse(join(dir, name), options)
    const [row] = await connection.query(
      "SELECT tags['storage_version'] AS version FROM duckdb_databases() WHERE path IS NOT NULL",
    )
    await connection.close()
    return row!.version
  }
  expect(await format('small.duckdb')).toBe('v1.2.0+')
  expect(await format('small.duckdb', { large: true })).toBe('v1.2.0+')
  expect(await format('large.duckdb', { large: true })).toBe('v1.3.0+')
  expect(await format('large.duckdb')).toBe('v1.3.0+')
})
