import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Connection, openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { databaseTypes } from '../../pipeline/warehouse/database-types.ts'
import { queries } from '../../pipeline/warehouse/dialect.ts'

interface Database {
  'bilan.t': { k: string; n: number | null; jour: string | null }
}
let connection: Connection
beforeEach(async () => {
  connection = await openWarehouse(':memory:')
  await connection.run(`CREATE SCHEMA bilan;
    CREATE TABLE bilan.t (k varchar NOT NULL, n bigint, jour date);
    COMMENT ON COLUMN bilan.t.n IS 'Le */ nombre.';
    CREATE VIEW bilan.v AS SELECT k, [1.5] AS liste, true AS vrai FROM bilan.t;
    CREATE TABLE autre (a int)`)
})
afterEach(() => connection.close())

test('kysely reads and changes rows, with types, dates and counts right', async () => {
  const db = queries<Database>(connection)
  const inserted = await db
    .insertInto('bilan.t')
    .values([
      { k: 'a', n: 1, jour: '2023-12-31' },
      { k: 'b', n: null, jour: null },
    ])
    .executeTakeFirstOrThrow()
  expect(inserted.numInsertedOrUpdatedRows).toBe(2n)
  const rows = await db
    .selectFrom('bilan.t')
    .select(['k', 'jour'])
    .where('k', 'in', ['a', 'z'])
    .orderBy('k')
    .limit(10)
    .execute()
  expect(rows).toEqual([{ k: 'a', jour: '2023-12-31' }])
  const count = await db
    .selectFrom('bilan.t')
    .select((e) => e.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  expect(count).toEqual({ n: 2 })
  const updated = await db
    .updateTable('bilan.t')
    .set({ n: 3 })
    .where('k', '=', 'b')
    .returning('n')
    .execute()
  expect(updated).toEqual([{ n: 3 }])
  const deleted = await db.deleteFrom('bilan.t').executeTakeFirstOrThrow()
  expect(deleted.numDeletedRows).toBe(2n)
  await expect(
    db
      .selectFrom('bilan.t')
      .selectAll()
      .where('jour', '=', new Date() as never)
      .execute(),
  ).rejects.toThrow(/a query parameter is text/)
})

test('a transaction is undone whole, and others wait for it', async () => {
  const db = queries<Database>(connection)
  const failing = db.transaction().execute(async (transaction) => {
    await transaction.insertInto('bilan.t').values({ k: 'a', n: 1, jour: null }).execute()
    await sql`SELECT 1`.execute(transaction)
    throw new Error('stop')
  })
  const after = db.selectFrom('bilan.t').selectAll().execute()
  await expect(failing).rejects.toThrow('stop')
  expect(await after).toEqual([])
  await db.transaction().execute(async (transaction) => {
    await transaction.insertInto('bilan.t').values({ k: 'a', n: 1, jour: null }).execute()
  })
  expect(await db.selectFrom('bilan.t').select('k').execute()).toEqual([{ k: 'a' }])
})

test('kysely can look at the tables', async () => {
  const tables = await queries<Database>(connection).introspection.getTables()
  expect(tables.map(({ schema, name, isView }) => ({ schema, name, isView }))).toEqual([
    { schema: 'bilan', name: 't', isView: false },
    { schema: 'bilan', name: 'v', isView: true },
    { schema: 'main', name: 'autre', isView: false },
  ])
  expect(tables[0]!.columns.map(({ name, isNullable }) => [name, isNullable])).toEqual([
    ['k', false],
    ['n', true],
    ['jour', true],
  ])
})

test('types come from the catalogue', async () => {
  expect(
    await databaseTypes(connection),
  ).toBe(`// Generated from the catalogue of a built warehouse: change the models, then \`npm run generate\`.

export interface BilanT {
  k: string
  /** Le * / nombre. */
  n: number | null
  jour: string | null
}

export interface BilanV {
  k: string | null
  liste: readonly (number | null)[] | null
  vrai: boolean | null
}

/** Every table of the warehouse, for \`queries<Database>(connection)\`. */
export interface Database {
  'bilan.t': BilanT
  'bilan.v': BilanV
}
`)
})
