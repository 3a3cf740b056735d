import type { Connection } from './connection.ts'

const schemas = ['bilan', 'intermediate', 'meta', 'raw', 'seeds', 'staging']

/** TypeScript for what `values.ts` makes of a DuckDB type. */
function typescript(type: string): string {
  if (type.endsWith('[]')) return `readonly (${typescript(type.slice(0, -2))} | null)[]`
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL\(.*\))$/.test(type))
    return 'number'
  return type === 'BOOLEAN' ? 'boolean' : 'string'
}

/**
 * The text of `database.ts`: kysely's types of every table and view of the warehouse, from its catalogue alone, in
 * order of schema, table and column. A column is nullable unless the catalogue says that it isn't (views never do).
 */
export async function databaseTypes(connection: Connection): Promise<string> {
  const columns = await connection.query<{
    schema: string
    table: string
    name: string
    type: string
    nullable: boolean
    comment: string | null
  }>(
    `SELECT schema_name AS schema, table_name AS "table", column_name AS name, data_type AS type,
       is_nullable AS nullable, comment
     FROM duckdb_columns() WHERE schema_name IN (${schemas.map((name) => `'${name}'`).join(', ')})
     ORDER BY schema_name, table_name, column_index`,
  )
  const tables = Map.groupBy(columns, (column) => `${column.schema}.${column.table}`)
  const interfaces = [...tables].map(([table, columns]) => {
    const members = columns.flatMap(({ name, type, nullable, comment }) => [
      ...(comment === null
        ? []
        : [`  /** ${comment.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ')} */`]),
      `  ${property(name)}: ${typescript(type)}${nullable ? ' | null' : ''}`,
    ])
    return `export interface ${pascal(table)} {\n${members.join('\n')}\n}`
  })
  const entries = [...tables.keys()].map((table) => `  '${table}': ${pascal(table)}`)
  return [
    '// Generated from the catalogue of a built warehouse: change the models, then `npm run generate`.',
    '',
    ...interfaces.map((text) => `${text}\n`),
    '/** Every table of the warehouse, for `queries<Database>(connection)`. */',
    `export interface Database {\n${entries.join('\n')}\n}`,
    '',
  ].join('\n')
}

function pascal(table: string): string {
  return table.replaceAll(/(?:^|[._]+)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function property(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `'${name.replaceAll("'", "\\'")}'`
}
