import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { ModelColumn } from '../models/header.ts'
import { type Contract, publicTables } from '../models/meta.ts'
import { type Connection, quoteName, quoteText } from '../warehouse/connection.ts'
import {
  datapackage,
  type ExportedFile,
  type Form,
  type Json,
  type Resource,
  schemaFile,
} from './datapackage.ts'
import { inertSql } from './formula.ts'
import type { Origin } from './origin.ts'

/** What was written of one table. */
export interface ExportedTable extends Resource {
  /** Name without schema. */
  table: string
  rows: number
}

/** How a form is written: its columns as SQL gives them, and the manner of `COPY`. */
interface Writing {
  extension: string
  column(name: string, column: ModelColumn, first: boolean): string
  manner: string
}

const writings: Record<Form, Writing> = {
  csv: { extension: 'csv', column: inertColumn, manner: 'FORMAT csv, HEADER true' },
  parquet: { extension: 'parquet', column: quoteName, manner: 'FORMAT parquet, COMPRESSION zstd' },
  'csv-excel': {
    extension: 'csv',
    column: excelColumn,
    manner: "FORMAT csv, HEADER true, DELIMITER ';'",
  },
}
const forms = Object.keys(writings) as Form[]

/**
 * Writes every table of schema `bilan` (a view is a query on them, and is asked where it stands) as `dir/csv/<table>.csv`,
 * `dir/parquet/<table>.parquet` and `dir/csv-excel/<table>.csv`, rows in the order of the key, with a `datapackage.json` for each form (that of the
 * csv in `dir` itself) and `dir/schemas/<table>.json`. The same tables give the same bytes, whatever the threads, the time zone and the
 * locale. `dir` must exist and be one of the folders that the connection was opened with.
 */
export async function writeExports(
  connection: Connection,
  dir: string,
  origin: Origin,
): Promise<ExportedTable[]> {
  for (const folder of [...forms, 'schemas']) await mkdir(join(dir, folder), { recursive: true })
  const tables = await publicTables(connection)
  const exported: ExportedTable[] = []
  for (const contract of tables) exported.push(await exportTable(connection, dir, contract))
  for (const form of forms) {
    const folder = form === 'csv' ? dir : join(dir, form)
    await writeJson(join(folder, 'datapackage.json'), datapackage(exported, origin, form))
  }
  const names = new Set(tables.map(({ model }) => model))
  for (const { contract, table } of exported) {
    await writeJson(join(dir, 'schemas', `${table}.json`), schemaFile(contract, names))
  }
  return exported
}

async function exportTable(
  connection: Connection,
  dir: string,
  contract: Contract,
): Promise<ExportedTable> {
  const [schema, table] = contract.model.split('.') as [string, string]
  const source = `${quoteName(schema)}.${quoteName(table)}`
  const order = contract.key
    .map((name) => `${source}.${quoteName(name)} ASC NULLS FIRST`)
    .join(', ')
  const written: [Form, ExportedFile][] = []
  for (const form of forms) {
    const { extension, column, manner } = writings[form]
    const path = `${form}/${table}.${extension}`
    const list = Object.entries(contract.columns).map(([name, one], i) =>
      column(name, one, i === 0),
    )
    await connection.run(
      `COPY (SELECT ${list.join(', ')} FROM ${source} ORDER BY ${order})
       TO ${quoteText(join(dir, path))} (${manner})`,
    )
    written.push([form, await describeFile(dir, path)])
  }
  const [count] = await connection.query<{ rows: number }>(`SELECT count(*) AS rows FROM ${source}`)
  // Every form has just been written.
  const files = Object.fromEntries(written) as Record<Form, ExportedFile>
  return { contract, table, rows: count!.rows, files }
}

function inertColumn(name: string, { type }: ModelColumn): string {
  const column = quoteName(name)
  return type === 'varchar' ? `${inertSql(column)} AS ${column}` : column
}

/** As Excel in French reads it; the mark that tells it the encoding goes before the first name, the only place that `COPY` has for it. */
function excelColumn(name: string, { type }: ModelColumn, first: boolean): string {
  const column = quoteName(name)
  const title = quoteName(first ? `\ufeff${name}` : name)
  if (type === 'varchar') return `${inertSql(column)} AS ${title}`
  if (type === 'boolean')
    return `CASE ${column} WHEN true THEN 'VRAI' WHEN false THEN 'FAUX' END AS ${title}`
  if (type === 'double' || type.startsWith('decimal')) {
    return `replace(CAST(${column} AS VARCHAR), '.', ',') AS ${title}`
  }
  return `${column} AS ${title}`
}

/** Size and hash of a written file. */
export async function describeFile(dir: string, path: string): Promise<ExportedFile> {
  const hash = createHash('sha256')
  let bytes = 0
  await pipeline(createReadStream(join(dir, path)), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk)
      bytes += chunk.length
    }
  })
  return { path, bytes, sha256: hash.digest('hex') }
}

/** Writes a description that people may read too. */
export async function writeJson(path: string, content: Json): Promise<void> {
  await writeFile(path, `${JSON.stringify(content, null, 2)}\n`)
}
