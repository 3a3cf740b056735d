import {
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  type QueryResult,
  type TableMetadata,
} from 'kysely'
import type { Connection } from './connection.ts'
import type { Parameter } from './values.ts'

/**
 * Typed queries on an open warehouse. `Database` is the generated one (`database.ts`) or a part of it. Values come as
 * `values.ts` says. `destroy()` leaves the connection open: who opened it closes it.
 */
export function queries<Database>(connection: Connection): Kysely<Database> {
  return new Kysely<Database>({ dialect: new DuckDbDialect(connection) })
}

/** DuckDB for kysely: its SQL is close enough to PostgreSQL's for that compiler. */
export class DuckDbDialect implements Dialect {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  createDriver(): Driver {
    return new DuckDbDriver(this.#connection)
  }
  createQueryCompiler(): PostgresQueryCompiler {
    return new PostgresQueryCompiler()
  }
  createAdapter(): PostgresAdapter {
    return new PostgresAdapter()
  }
  createIntrospector(): DatabaseIntrospector {
    const connection = this.#connection
    return {
      getSchemas: () =>
        connection.query('SELECT DISTINCT schema_name AS name FROM duckdb_schemas()'),
      getTables: () => tables(connection),
    }
  }
}

/** There is one connection, so whoever has it excludes the others until it is released. */
class DuckDbDriver implements Driver {
  readonly #connection: DuckDbConnection
  #turn: Promise<void> = Promise.resolve()
  #release: () => void = () => undefined

  constructor(connection: Connection) {
    this.#connection = new DuckDbConnection(connection)
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#turn
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#turn = promise
    await before
    this.#release = resolve
    return this.#connection
  }
  async releaseConnection(): Promise<void> {
    this.#release()
  }
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('BEGIN'))
  }
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('COMMIT'))
  }
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('ROLLBACK'))
  }
  async destroy(): Promise<void> {}
}

class DuckDbConnection implements DatabaseConnection {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async executeQuery<R>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<R>> {
    const rows = await this.#connection.query<R>(sql, parameters.map(parameter))
    const changes = ['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode', 'MergeQueryNode']
    if (!changes.includes(query.kind) || ('returning' in query && query.returning !== undefined)) {
      return { rows }
    }
    // A change without RETURNING gives one row with one column: how many rows it touched.
    const [count] = rows as { Count?: number }[]
    return { rows: [], numAffectedRows: BigInt(count?.Count ?? 0) }
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query)
  }
}

function parameter(value: unknown): Parameter {
  if (value === null || ['string', 'number', 'boolean', 'bigint'].includes(typeof value)) {
    return value as Parameter
  }
  throw new TypeError(`a query parameter is text, a number, a boolean or null, not ${typeof value}`)
}

async function tables(connection: Connection): Promise<TableMetadata[]> {
  const rows = await connection.query<{
    schema: string
    table: string
    kind: string
    column: string
    type: string
    nullable: string
    comment: string | null
  }>(
    `SELECT c.table_schema AS schema, c.table_name AS "table", t.table_type AS kind, c.column_name AS "column",
       c.data_type AS type, c.is_nullable AS nullable, c.COLUMN_COMMENT AS comment
     FROM information_schema.columns AS c
     JOIN information_schema.tables AS t USING (table_catalog, table_schema, table_name)
     ORDER BY c.table_schema, c.table_name, c.ordinal_position`,
  )
  const found = Map.groupBy(rows, (row) => `${row.schema}.${row.table}`)
  return [...found.values()].map(([first, ...others]) => ({
    schema: first!.schema,
    name: first!.table,
    isView: first!.kind === 'VIEW',
    isForeign: false,
    columns: [first!, ...others].map((row) => ({
      name: row.column,
      dataType: row.type,
      isAutoIncrementing: false,
      isNullable: row.nullable === 'YES',
      hasDefaultValue: false,
      ...(row.comment === null ? {} : { comment: row.comment }),
    })),
  }))
}
