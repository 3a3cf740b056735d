// The same SQL files on PostgreSQL (PGlite, in this process): equal rows, model by model.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateCorpus } from '../../pipeline/corpus/generate.ts'
import type { Model } from '../../pipeline/models/model.ts'
import { readPortable } from '../../pipeline/models/portable.ts'
import { type Connection, openWarehouse, quoteName } from '../../pipeline/warehouse/connection.ts'
import { type Cell, comparable, duckdbRows, modelsOf, published, sorted } from './tables.ts'

const sql = fileURLToPath(new URL('../../sql', import.meta.url))
const raw = fileURLToPath(new URL('../../raw', import.meta.url))
/** An engine in WebAssembly is slow to start where the machine is busy. */
const patience = 300_000

let folder: string
let postgres: PGlite
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bilan-pglite-'))
  postgres = await PGlite.create()
  // PostgreSQL calls this type `double precision` only.
  await postgres.exec('CREATE DOMAIN double AS double precision')
}, patience)
afterAll(async () => {
  await postgres.close()
  await rm(folder, { recursive: true, force: true })
})

/** Staging as PostgreSQL tables, then every other model from its file. */
async function rebuild(connection: Connection, models: readonly Model[]): Promise<void> {
  for (const schema of ['bilan', 'intermediate', 'staging']) {
    await postgres.exec(`DROP SCHEMA IF EXISTS ${schema} CASCADE; CREATE SCHEMA ${schema}`)
  }
  for (const model of models) {
    const columns = Object.entries(model.header.columns)
    const typed = columns.map(([name, { type }]) => `${quoteName(name)} ${type}`).join(', ')
    if (model.schema === 'staging') {
      const names = columns.map(([name]) => name)
      const rows = (await duckdbRows(connection, model)).map((row) =>
        Object.fromEntries(row.map((cell, i) => [names[i]!, cell])),
      )
      await postgres.exec(`CREATE TABLE ${model.name} (${typed})`)
      await postgres.query(
        `INSERT INTO ${model.name} SELECT * FROM json_to_recordset($1::json) AS r(${typed})`,
        [JSON.stringify(rows)],
      )
    } else {
      const casts = columns.map(
        ([name, { type }]) => `CAST(${quoteName(name)} AS ${type}) AS ${quoteName(name)}`,
      )
      const body = model.sql.replace(/;\s*$/, '')
      await postgres
        .exec(`CREATE TABLE ${model.name} AS SELECT ${casts.join(', ')} FROM (\n${body}\n) AS q`)
        .catch((cause: unknown) => {
          throw new Error(`${model.file}: ${String(cause)}`, { cause })
        })
    }
  }
}

async function postgresRows(model: Model): Promise<Cell[][]> {
  const { rows } = await postgres.query<Cell[]>(
    `SELECT ${comparable(model, 'text').join(', ')} FROM ${model.name}`,
    [],
    { rowMode: 'array' },
  )
  return sorted(rows)
}

/**
 * Rows and cells of a model that differ, the first few. PostgreSQL makes decimals of doubles from fifteen digits, so their last
 * digit may differ by one; everything else must be equal.
 */
function differences(model: Model, duckdb: Cell[][], postgres: Cell[][]): unknown[] {
  const names = Object.keys(model.header.columns)
  const key = (row: Cell[]) =>
    JSON.stringify(model.header.key.map((name) => row[names.indexOf(name)]))
  const others = new Map(postgres.map((row) => [key(row), row]))
  const found: unknown[] =
    duckdb.length === postgres.length ? [] : [[duckdb.length, postgres.length]]
  for (const row of duckdb) {
    const other = others.get(key(row))
    if (other === undefined) found.push({ missing: key(row) })
    for (const [i, name] of other === undefined ? [] : names.entries()) {
      const step = /^decimal.*,\s*(\d+)/.exec(model.header.columns[name]!.type)?.[1]
      const near = step !== undefined && Number(step) > 6 ? 1.5 * 10 ** -Number(step) : 0
      const [mine, theirs] = [row[i]!, other![i]!]
      const equal =
        near > 0 && mine !== null ? Math.abs(Number(mine) - Number(theirs)) < near : mine === theirs
      if (!equal) found.push({ row: key(row), column: name, duckdb: mine, postgres: theirs })
    }
  }
  return found.slice(0, 5)
}

async function compare(from: string, name: string): Promise<Map<string, number>> {
  const connection = await published(from, join(folder, name))
  try {
    const models = await modelsOf(connection, sql)
    await rebuild(connection, models)
    const counts = new Map<string, number>()
    for (const model of models.filter(({ schema }) => schema !== 'staging')) {
      const rows = await duckdbRows(connection, model)
      expect(differences(model, rows, await postgresRows(model)), model.name).toEqual([])
      counts.set(model.name, rows.length)
    }
    return counts
  } finally {
    await connection.close()
  }
}

test(
  'the demonstration corpus gives equal rows',
  async () => {
    const counts = await compare(raw, 'demonstration')
    expect(counts.get('bilan.laureats')).toBe(79)
    expect(counts.get('bilan.chiffres')).toBeGreaterThan(300)
  },
  patience,
)

test(
  'so does a random one',
  async () => {
    const out = join(folder, 'raw')
    await generateCorpus({ seed: 20_261_123, out, conventions: 23 })
    const counts = await compare(out, 'random')
    expect(counts.get('bilan.laureats')).toBe(23)
  },
  patience,
)

describe('an example of each function gives the same on both', async () => {
  const rows = `(SELECT 3 AS n, 'b' AS t UNION ALL SELECT 1, 'é' UNION ALL SELECT NULL, NULL UNION ALL SELECT 2, 'a') AS v`
  const { functions } = await readPortable()
  const examples = Object.entries(functions).flatMap(([name, { example }]) =>
    example === undefined ? [] : [[name, example] as const],
  )
  let duckdb: Connection
  beforeAll(async () => {
    duckdb = await openWarehouse(':memory:')
  })
  afterAll(() => duckdb.close())

  test.each(examples)('%s: %s', async (_, example) => {
    const query = `SELECT CAST(${example} AS varchar) AS x FROM ${rows}`
    const { rows: got } = await postgres.query(query)
    expect(got).toEqual(await duckdb.query(query))
  })

  test('there are examples of all that can have one', () => {
    const without = Object.keys(functions).filter((name) => functions[name]!.example === undefined)
    const windows = ['row_number', 'rank', 'dense_rank', 'lag', 'lead', 'first_value', 'last_value']
    expect(without).toEqual(windows)
  })
})
