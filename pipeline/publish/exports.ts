import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Contract, publicTables } from '../models/meta.ts'
import { type Connection, quoteName, quoteText } from '../warehouse/connection.ts'
import { datapackage, type ExportedFile, type Origin } from './datapackage.ts'
import { inertSql } from './formula.ts'

/** What was written of one table. */
export interface ExportedTable {
  /** Name without schema. */
  table: string
  rows: number
  csv: ExportedFile
  parquet: ExportedFile
}

/**
 * Writes every table of schema `bilan` (a view is a query on them, and is asked where it stands) as `dir/csv/<table>.csv` and `dir/parquet/<table>.parquet`, rows in the order of
 * the key, and `dir/datapackage.json`. The same tables give the same bytes, whatever the threads, the time zone and the
 * locale. `dir` must exist and be one of the folders that the connection was opened with.
 */
export async function writeExports(
  connection: Connection,
  dir: string,
  origin: Origin,
): Promise<ExportedTable[]> {
  await mkdir(join(dir, 'csv'), { recursive: true })
  await mkdir(join(dir, 'parquet'), { recursive: true })
  const tables = await publicTables(connection)
  const exported: ExportedTable[] = []
  for (const contract of tables) exported.push(await exportTable(connection, dir, contract))
  const description = datapackage(
    tables.map((contract, i) => ({ contract, ...exported[i]! })),
    origin,
  )
  await writeFile(join(dir, 'datapackage.json'), `${JSON.stringify(description, null, 2)}\n`)
  return exported
}

async function exportTable(
  connection: Connection,
  dir: string,
  contract: Contract,
): Promise<ExportedTable> {
  const [schema, table] = contract.model.split('.') as [string, string]
  const columns = Object.entries(contract.columns).map(([name, { type }]) => {
    const column = quoteName(name)
    return { column, inert: type === 'varchar' ? `${inertSql(column)} AS ${column}` : column }
  })
  const source = `${quoteName(schema)}.${quoteName(table)}`
  const order = contract.key
    .map((name) => `${source}.${quoteName(name)} ASC NULLS FIRST`)
    .join(', ')
  const select = (list: string[]): string =>
    `SELECT ${list.join(', ')} FROM ${source} ORDER BY ${order}`
  const csv = join('csv', `${table}.csv`)
  const parquet = join('parquet', `${table}.parquet`)
  await connection.run(
    `COPY (${select(columns.map((one) => one.inert))}) TO ${quoteText(join(dir, csv))} (FORMAT csv, HEADER true)`,
  )
  await connection.run(
    `COPY (${select(columns.map((one) => one.column))}) TO ${quoteText(join(dir, parquet))}
     (FORMAT parquet, COMPRESSION zstd)`,
  )
  const [count] = await connection.query<{ rows: number }>(`SELECT count(*) AS rows FROM ${source}`)
  return {
    table,
    rows: count!.rows,
    csv: await describeFile(dir, csv),
    parquet: await describeFile(dir, parquet),
  }
}

async function describeFile(dir: string, path: string): Promise<ExportedFile> {
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
