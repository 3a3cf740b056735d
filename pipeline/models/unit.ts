import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { BilanError } from '../error.ts'
import { type Connection, quoteName } from '../warehouse/connection.ts'
import type { Row } from '../warehouse/values.ts'
import type { Model } from './model.ts'
import { selectCte } from './parse.ts'

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
const rows = z.array(z.record(z.string(), cell))
const unitCases = z.record(
  z.string(),
  z.strictObject({
    /** The step to look at; the whole query when there is none. */
    cte: z.string().optional(),
    /** Rows of the tables it reads; a table that isn't given is empty, a column that isn't given is NULL. */
    given: z.record(z.string(), rows).default({}),
    /** The rows wanted, in any order; only the columns written here are compared. */
    expect: rows,
  }),
)

/** One case of a model's unit tests: rows given, rows expected, of the whole query or of one CTE. */
export type UnitCase = z.infer<typeof unitCases>[string]

/** Types of the columns of every table that a model may read: `schema.table` → column → SQL type. */
export type TableTypes = Map<string, Map<string, string>>

/**
 * Reads the cases of `<model>.test.yaml`, which stands beside the model: name → case. A malformed one is a `BilanError`.
 */
export async function readUnitCases(file: string): Promise<Record<string, UnitCase>> {
  const result = unitCases.safeParse(parse(await readFile(file, 'utf8')))
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new BilanError(
    `${file}: ${issue.path.join('.')}: ${issue.message}`,
    'a case has given (table → rows), expect (rows) and perhaps cte',
  )
}

/** The types of the tables of schemas `raw` and `seeds` that stand in `connection`, and of what the models make. */
export async function tableTypes(
  connection: Connection,
  models: readonly Model[],
): Promise<TableTypes> {
  const columns = await connection.query<Record<'table' | 'name' | 'type', string>>(
    `SELECT schema_name || '.' || table_name AS "table", column_name AS name, data_type AS type
     FROM duckdb_columns() WHERE schema_name IN ('raw', 'seeds') ORDER BY 1, column_index`,
  )
  const types: TableTypes = new Map()
  for (const { table, name, type } of columns) {
    types.set(table, (types.get(table) ?? new Map<string, string>()).set(name, type))
  }
  for (const { name, header } of models) {
    const ofModel = Object.entries(header.columns).map(
      ([column, { type }]) => [column, type] as const,
    )
    types.set(name, new Map(ofModel))
  }
  return types
}

/**
 * Runs one case in a transaction that is undone, so that the tables that stand in `connection` are as before. Gives the rows wanted and the rows got, both reduced to the columns compared and sorted, for the test to compare.
 * A column or table that the model can't read is a `BilanError`.
 */
export async function runUnitCase(
  connection: Connection,
  model: Model,
  unit: UnitCase,
  types: TableTypes,
): Promise<{ wanted: Row[]; got: Row[] }> {
  for (const table of Object.keys(unit.given)) {
    if (!model.upstreams.includes(table)) {
      throw new BilanError(
        `${model.file}: a case gives ${table}, which the model does not read`,
        `give only ${model.upstreams.join(', ')}`,
      )
    }
  }
  await connection.run('BEGIN')
  try {
    for (const upstream of model.upstreams) {
      await fill(connection, upstream, unit.given[upstream] ?? [], types.get(upstream) ?? new Map())
    }
    const sql =
      unit.cte === undefined
        ? model.sql
        : await selectCte(connection, model.sql, unit.cte, model.file)
    const got = await connection.query(sql)
    const columns = [...new Set(unit.expect.flatMap((row) => Object.keys(row)))]
    return { wanted: reduce(unit.expect, columns), got: reduce(got, columns) }
  } finally {
    await connection.run('ROLLBACK')
  }
}

async function fill(
  connection: Connection,
  table: string,
  given: readonly Row[],
  types: Map<string, string>,
): Promise<void> {
  const columns = [...types.keys()]
  for (const name of given.flatMap((row) => Object.keys(row))) {
    if (!columns.includes(name)) {
      throw new BilanError(
        `a case gives ${table} a column "${name}"`,
        `it has ${columns.join(', ')}`,
      )
    }
  }
  const [schema, name] = table.split('.') as [string, string]
  const target = `${quoteName(schema)}.${quoteName(name)}`
  const list = columns.map((column) => `${quoteName(column)} ${types.get(column)}`)
  await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`)
  await connection.run(`CREATE OR REPLACE TABLE ${target} (${list.join(', ')})`)
  const places = columns.map((_, i) => `$${i + 1}`).join(', ')
  for (const row of given) {
    const cells = columns.map((column) => row[column] ?? null) as (
      | string
      | number
      | boolean
      | null
    )[]
    await connection.run(`INSERT INTO ${target} VALUES (${places})`, cells)
  }
}

function reduce(rows: readonly Row[], columns: readonly string[]): Row[] {
  const picked = rows.map((row) =>
    Object.fromEntries(columns.map((name) => [name, row[name] ?? null])),
  )
  return picked.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
