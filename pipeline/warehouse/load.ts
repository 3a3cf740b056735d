import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import Papa from 'papaparse'
import { parse } from 'yaml'
import { z } from 'zod'
import { BilanError } from '../error.ts'
import { comments, tableComment } from './comments.ts'
import { type Connection, quoteName } from './connection.ts'
import type { RawTables } from './raw.ts'
import type { Parameter } from './values.ts'

const rawColumn = z.strictObject({
  type: z.string().regex(/^[a-z]+(\(\d+,\s*\d+\))?$/),
  description: z.string().min(1),
  unit: z.string().optional(),
})
const rawTables = z.record(
  z.string(),
  z.strictObject({
    purpose: z.string().min(1),
    grain: z.string().min(1),
    columns: z.record(z.string(), rawColumn),
  }),
)

/** The tables of schema `raw` as `sql/raw.yaml` declares them: name → purpose, grain, columns in order. */
export type RawDefinition = z.infer<typeof rawTables>

/** Reads the text of `raw.yaml`; `file` is only quoted in errors. A key too many or missing is a `BilanError`. */
export function readRawDefinition(text: string, file: string): RawDefinition {
  const result = rawTables.safeParse(parse(text))
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new BilanError(
    `${file}: ${issue.path.join('.')}: ${issue.message}`,
    'each table has purpose, grain and columns; each column type, description and perhaps unit',
  )
}

/** Which tables to make, and how; all of them, in schema `raw`, unless said. */
export interface RawChoice {
  only?: (table: string) => boolean
  /** For this connection alone (`temp.main`), never on its way into the file, without comments. */
  temporary?: boolean
}

/** Makes the tables that `file` (`sql/raw.yaml`) declares in schema `raw`, anew and empty, with their comments. */
export async function createRaw(
  connection: Connection,
  file: string,
  choice: RawChoice = {},
): Promise<void> {
  await createDefined(connection, readRawDefinition(await readFile(file, 'utf8'), file), choice)
}

/** The same of a definition that has been read. */
export async function createDefined(
  connection: Connection,
  definition: RawDefinition,
  { only = () => true, temporary = false }: RawChoice = {},
): Promise<void> {
  await connection.run('CREATE SCHEMA IF NOT EXISTS raw')
  for (const [table, { purpose, grain, columns }] of Object.entries(definition)) {
    if (!only(table)) continue
    const list = Object.entries(columns).map(([column, { type }]) => `${quoteName(column)} ${type}`)
    const what = temporary ? `TEMP TABLE ${quoteName(table)}` : `TABLE raw.${quoteName(table)}`
    await connection.run(`CREATE OR REPLACE ${what} (${list.join(', ')})`)
    if (temporary) continue
    const name = `raw.${quoteName(table)}`
    await connection.run(comments('TABLE', name, tableComment(purpose, grain), columns))
  }
}

/**
 * Appends rows to one table of schema `raw` (or another one of the same shape), columns by name; a row with a column that the table hasn't, or
 * without one that it has, is a bug and throws. Gives the number of rows.
 */
export async function appendRows<K extends keyof RawTables>(
  connection: Connection,
  table: K,
  rows: readonly RawTables[K][number][],
  { schema = 'raw' } = {},
): Promise<number> {
  if (rows.length === 0) return 0
  const columns = await connection.query<{ column_name: string }>(
    `SELECT column_name FROM duckdb_columns()
     WHERE schema_name = $1 AND table_name = $2 ORDER BY column_index`,
    [schema, table],
  )
  const names = columns.map((column) => column.column_name)
  return connection.append(schema, table, cells(table, names, rows))
}

function* cells(
  table: string,
  columns: readonly string[],
  rows: readonly object[],
): Iterable<Parameter[]> {
  for (const row of rows) {
    const byName = row as Record<string, Parameter | undefined>
    const cells = columns.map((column) => {
      const cell = byName[column]
      if (cell === undefined) throw new Error(`raw.${table}: a row has no "${column}"`)
      return cell
    })
    const names = Object.keys(row)
    if (names.length !== columns.length) {
      const extra = names.filter((name) => !columns.includes(name))
      throw new Error(`raw.${table} has no column ${extra.map((name) => `"${name}"`).join(', ')}`)
    }
    yield cells
  }
}

/**
 * Loads each `*.csv` of a folder as a table of schema `seeds` named after the file, all columns text, an empty
 * cell NULL, in file order of rows. A file that isn't UTF-8 comma CSV with a header and even rows is a `BilanError`
 * that names the line. Gives the names of the tables.
 */
export async function loadSeeds(connection: Connection, folder: string): Promise<string[]> {
  await connection.run('CREATE SCHEMA IF NOT EXISTS seeds')
  const names: string[] = []
  for (const entry of (await readdir(folder)).filter((name) => name.endsWith('.csv')).sort()) {
    const table = basename(entry, '.csv')
    const { header, rows } = parseSeed(await readFile(join(folder, entry)), join(folder, entry))
    const columns = header.map((column) => `${quoteName(column)} varchar`).join(', ')
    await connection.run(`CREATE OR REPLACE TABLE seeds.${quoteName(table)} (${columns})`)
    await connection.append('seeds', table, rows)
    names.push(table)
  }
  return names
}

interface Seed {
  header: string[]
  rows: (string | null)[][]
}

function parseSeed(bytes: Buffer, file: string): Seed {
  const text = decode(bytes, file).replace(/^\uFEFF/, '')
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', skipEmptyLines: true })
  if (errors[0] !== undefined) {
    throw malformed(`${file}:${(errors[0].row ?? 0) + 1}: ${errors[0].message}`)
  }
  const [header, ...lines] = data
  if (header === undefined) throw malformed(`${file} is empty`)
  if (new Set(header).size !== header.length || header.includes('')) {
    throw malformed(`${file}:1: "${header.join(',')}" has an unnamed or repeated column`)
  }
  const rows = lines.map((line, i) => {
    if (line.length !== header.length) {
      throw malformed(
        `${file}: record ${i + 1} ("${line.join(',')}") has ${line.length} cells, the header ${header.length}`,
      )
    }
    return line.map((cell) => (cell === '' ? null : cell))
  })
  return { header, rows }
}

function decode(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new BilanError(`${file} is not UTF-8`, 'save it as UTF-8 CSV', 1, cause)
  }
}

function malformed(fact: string): BilanError {
  return new BilanError(
    fact,
    'a seed is UTF-8 CSV: commas, one header line, as many cells on each line',
  )
}
