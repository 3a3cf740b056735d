import { dirname } from 'node:path'
import { BilanError } from '../error.ts'
import { type Connection, openWarehouse, quoteText } from '../warehouse/connection.ts'

/** Two published warehouses open side by side, as catalogues `avant` and `apres`; one connection asks both. */
export interface Pair {
  connection: Connection
  /** The columns of a table in each; none where it hasn't the table. */
  columns(table: string): { avant: string[]; apres: string[] }
  /** The tables of a schema that either has, in order of their names. */
  tables(schema: string): string[]
}

/**
 * Opens two warehouse files to read, for as long as `work` takes; nobody is locked out meanwhile.
 * @throws BilanError when one of them isn't a warehouse
 */
export async function withPair<T>(
  before: string,
  after: string,
  work: (pair: Pair) => Promise<T>,
): Promise<T> {
  const connection = await openWarehouse(':memory:', {
    folders: [dirname(before), dirname(after)],
  })
  try {
    await attach(connection, before, 'avant')
    await attach(connection, after, 'apres')
    return await work(await describe(connection))
  } finally {
    await connection.close()
  }
}

async function attach(connection: Connection, path: string, name: string): Promise<void> {
  try {
    await connection.run(`ATTACH ${quoteText(path)} AS ${name} (READ_ONLY)`)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('\n')[0]! : String(cause)
    throw new BilanError(
      `${path} can't be opened as a warehouse: ${message}`,
      'name a folder or a file that « bilan run » published',
      1,
      cause,
    )
  }
}

async function describe(connection: Connection): Promise<Pair> {
  const rows = await connection.query<{
    catalogue: 'avant' | 'apres'
    table: string
    column: string
  }>(
    `SELECT database_name AS catalogue, schema_name || '.' || table_name AS "table", column_name AS "column"
     FROM duckdb_columns()
     WHERE database_name IN ('avant', 'apres') AND NOT internal
     ORDER BY database_name, schema_name, table_name, column_index`,
  )
  const known = Map.groupBy(rows, (row) => row.table)
  return {
    connection,
    columns: (table) => {
      const of = (catalogue: string) =>
        (known.get(table) ?? [])
          .filter((row) => row.catalogue === catalogue)
          .map((row) => row.column)
      return { avant: of('avant'), apres: of('apres') }
    },
    tables: (schema) => [...known.keys()].filter((table) => table.startsWith(`${schema}.`)).sort(),
  }
}

/** What a comparison needs of a table: its columns in both. */
export type Needs = Record<string, readonly string[]>

/** What one of the two lacks of `needs`, a line each for people; empty when the two can be compared. */
export function lacking(pair: Pair, needs: Needs): string[] {
  const names = { avant: 'le premier entrepôt', apres: 'le second' }
  return Object.entries(needs).flatMap(([table, columns]) => {
    const have = pair.columns(table)
    return (['avant', 'apres'] as const).flatMap((side) => {
      if (have[side].length === 0) return [`${names[side]} n’a pas la table ${table}`]
      const missing = columns.filter((column) => !have[side].includes(column))
      return missing.length === 0
        ? []
        : [`dans ${names[side]}, la table ${table} n’a pas ${missing.join(', ')}`]
    })
  })
}
