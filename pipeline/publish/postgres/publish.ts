import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Client } from 'pg'
import { BilanError } from '../../error.ts'
import { type Contract, contracts } from '../../models/meta.ts'
import { withScratch } from '../../scratch.ts'
import { type Connection, openWarehouse, quoteName, quoteText } from '../../warehouse/connection.ts'
import { connect, type Target, told } from './connect.ts'
import { copyInto } from './copy.ts'
import {
  createTable,
  describeTable,
  foreignKeys,
  grants,
  schemaComment,
  schemaMark,
  tableIn,
} from './schema.ts'

const schema = 'bilan'

export interface PostgresOptions {
  /** The warehouse's file. */
  database: string
  target: Target
  /** Role that may read what is published; made when it is missing. */
  role: string
  /** Seconds to wait for people who are reading just then. */
  wait: number
}

/** What was published where. */
export interface Published {
  tables: { table: string; rows: number }[]
  server: string
}

/**
 * Publishes the tables and views of schema `bilan` as tables of schema `bilan` of a PostgreSQL database, in one transaction: whoever
 * reads sees all of the old or all of the new, never a mixture, and a publication that fails changes nothing. Rows stream through in
 * bounded memory.
 * @throws BilanError that never holds the password
 */
export async function publishToPostgres(options: PostgresOptions): Promise<Published> {
  return await withScratch(async (folder) => {
    const warehouse = await openWarehouse(options.database, { readOnly: true, folders: [folder] })
    try {
      const client = await connect(options.target)
      // A server that goes away is told by the query that needed it.
      client.on('error', () => undefined)
      try {
        const tables = await inTransaction(client, () =>
          replaceSchema(client, warehouse, folder, options),
        )
        return { tables, server: `${client.host}:${client.port}/${client.database}` }
      } catch (error) {
        throw told(error, client)
      } finally {
        await client.end().catch(() => undefined)
      }
    } finally {
      await warehouse.close()
    }
  })
}

async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  try {
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

async function replaceSchema(
  client: Client,
  warehouse: Connection,
  folder: string,
  { role, wait }: PostgresOptions,
): Promise<Published['tables']> {
  // Two publications at a time wait for each other; dates are written as they are read whatever the server's settings.
  await client.query("SET LOCAL client_encoding TO 'UTF8'; SET LOCAL datestyle TO 'ISO, YMD'")
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('bilan publish'))`)
  await refuseForeign(client)
  await ensureRole(client, role)
  const shadow = `${schema}_${randomUUID().slice(0, 8)}`
  await client.query(`CREATE SCHEMA ${quoteName(shadow)}`)
  const all = await contracts(warehouse, schema)
  const tables: Published['tables'] = []
  for (const contract of all) {
    const table = contract.model.slice(schema.length + 1)
    tables.push({ table, rows: await copyTable(client, warehouse, folder, shadow, contract) })
  }
  for (const contract of all) {
    await client.query(describeTable(shadow, contract))
  }
  for (const sql of all.flatMap((contract) => foreignKeys(shadow, contract, all)))
    await client.query(sql)
  await client.query(schemaComment(shadow))
  await client.query(grants(shadow, role))
  for (const contract of all) await client.query(`ANALYZE ${tableIn(shadow, contract)}`)
  await dropStanding(client, wait)
  await client.query(`ALTER SCHEMA ${quoteName(shadow)} RENAME TO ${quoteName(schema)}`)
  return tables
}

/** Rows go through a file of ours, as csv: quoted texts, so that an empty text is no NULL and nothing in them ends the copy. */
async function copyTable(
  client: Client,
  warehouse: Connection,
  folder: string,
  shadow: string,
  contract: Contract,
): Promise<number> {
  const file = join(folder, 'table.csv')
  const texts = Object.entries(contract.columns).filter(([, { type }]) => type === 'varchar')
  const list = Object.entries(contract.columns).map(([name, { type }]) => {
    const column = quoteName(name)
    // PostgreSQL knows no character zero.
    return type === 'varchar' ? `replace(${column}, chr(0), '') AS ${column}` : column
  })
  const source = contract.model.split('.').map(quoteName).join('.')
  const order = contract.key.map((name) => `${source}.${quoteName(name)} ASC NULLS FIRST`)
  const quoted =
    texts.length === 0 ? '' : `, FORCE_QUOTE (${texts.map(([name]) => quoteName(name)).join(', ')})`
  await warehouse.run(
    `COPY (SELECT ${list.join(', ')} FROM ${source} ORDER BY ${order.join(', ')})
     TO ${quoteText(file)} (FORMAT csv, HEADER false${quoted})`,
  )
  await client.query(createTable(shadow, contract))
  // Frozen rows are there also for a transaction that began before us, and would otherwise find an empty table.
  const table = tableIn(shadow, contract)
  await copyInto(
    client,
    `COPY ${table} FROM STDIN (FORMAT csv, FREEZE true)`,
    createReadStream(file),
  )
  const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)
  return Number(rows[0]!.n)
}

/** A schema of this name that someone else made is theirs. */
async function refuseForeign(client: Client): Promise<void> {
  const { rows } = await client.query<{ said: string | null }>(
    "SELECT obj_description(oid, 'pg_namespace') AS said FROM pg_namespace WHERE nspname = $1",
    [schema],
  )
  const standing = rows[0]
  if (standing === undefined || standing.said?.startsWith(schemaMark)) return
  throw new BilanError(
    `the database has a schema "${schema}" that bilan didn't make`,
    `rename it (ALTER SCHEMA ${schema} RENAME TO …) or publish to another database`,
  )
}

async function ensureRole(client: Client, role: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])
  if (rowCount === 1) return
  await client.query('SAVEPOINT role')
  try {
    await client.query(`CREATE ROLE ${quoteName(role)} NOLOGIN`)
  } catch (error) {
    await client.query('ROLLBACK TO SAVEPOINT role')
    if ((error as { code?: string }).code !== '42501') throw error
    throw new BilanError(
      `the role "${role}" isn't there and ${client.user} may not make it`,
      `have an administrator run CREATE ROLE ${quoteName(role)} NOLOGIN, or name another with --role`,
    )
  }
}

const pause = 100

/**
 * Drops what stands, once nobody reads it: all of its tables are locked at a time without waiting in line, so that readers are neither
 * kept waiting nor caught half way. What others built on it is not ours to drop.
 */
async function dropStanding(client: Client, wait: number): Promise<void> {
  const { rows } = await client.query<{ name: string; kind: string }>(
    `SELECT relname AS name, relkind AS kind FROM pg_class
     WHERE relnamespace = to_regnamespace($1) AND relkind NOT IN ('i', 'I', 't', 'c') ORDER BY relname`,
    [schema],
  )
  const foreign = rows.find((row) => row.kind !== 'r')
  if (foreign) throw builtUpon(`schema "${schema}" holds "${foreign.name}"`)
  if (rows.length > 0) {
    const tables = rows.map(({ name }) => `${schema}.${quoteName(name)}`).join(', ')
    await lockWhenFree(client, tables, wait)
    await client
      .query(`DROP TABLE ${tables}`)
      .catch((error: Error & { code?: string; detail?: string }) => {
        if (error.code !== '2BP01') throw error
        throw builtUpon((error.detail ?? error.message).split('\n')[0]!)
      })
  }
  await client.query(`DROP SCHEMA IF EXISTS ${schema}`)
}

async function lockWhenFree(client: Client, tables: string, wait: number): Promise<void> {
  for (let waited = 0; ; waited += pause) {
    await client.query('SAVEPOINT free')
    try {
      await client.query(`LOCK TABLE ${tables} IN ACCESS EXCLUSIVE MODE NOWAIT`)
      return
    } catch (error) {
      // 55P03: someone holds one of them.
      if ((error as { code?: string }).code !== '55P03') throw error
      await client.query('ROLLBACK TO SAVEPOINT free')
      if (waited >= wait * 1000) {
        throw new BilanError(
          `someone has been reading schema "${schema}" for ${wait} s`,
          'run again later, or wait longer with --wait; what was published there stands',
        )
      }
      await setTimeout(pause)
    }
  }
}

function builtUpon(fact: string): BilanError {
  return new BilanError(
    `${fact}, which bilan didn't make: nothing was published`,
    'drop it first, and make it again after the publication; a view that outlives it belongs to a query by name',
  )
}
