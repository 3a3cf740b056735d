import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { loadModels } from '../../pipeline/models/model.ts'
import { type Connection, openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { modelFile, sqlProject } from './project.ts'

let connection: Connection
beforeAll(async () => {
  connection = await openWarehouse(':memory:')
  await connection.run('CREATE SCHEMA raw; CREATE TABLE raw.t (k varchar)')
})
afterAll(() => connection.close())

const removals: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const remove of removals.splice(0)) await remove()
})

/** Loads a small project and gives the names of its models in order. */
async function load(files: Record<string, string>): Promise<string[]> {
  const project = await sqlProject(files)
  removals.push(project.remove)
  return (await loadModels(connection, project.dir)).map((model) => model.name)
}
const from = (table: string, more = '') =>
  modelFile({ k: 'varchar' }, ['k'], `SELECT k\nFROM ${table}`, more)

test('upstreams first, then by layer and name', async () => {
  expect(
    await load({
      'bilan/a.sql': from('bilan.z'),
      'bilan/z.sql': from('intermediate.int_b'),
      'intermediate/int_b.sql': from('staging.stg_a'),
      'staging/stg_a.sql': from('staging.stg_b'),
      'staging/stg_b.sql': from('raw.t'),
      'staging/stg_c.sql': from('raw.t'),
    }),
  ).toEqual([
    'staging.stg_b',
    'staging.stg_a',
    'staging.stg_c',
    'intermediate.int_b',
    'bilan.z',
    'bilan.a',
  ])
})

test('an empty project has no models', async () => {
  expect(await load({})).toEqual([])
})

const refused: [what: string, files: Record<string, string>, message: RegExp][] = [
  [
    'a cycle',
    {
      'bilan/a.sql': from('bilan.b'),
      'bilan/b.sql': from('bilan.c'),
      'bilan/c.sql': from('bilan.b'),
    },
    /bilan\/b\.sql:9: a cycle: bilan\.b → bilan\.c → bilan\.b/,
  ],
  ['itself', { 'bilan/a.sql': from('bilan.a') }, /a cycle: bilan\.a → bilan\.a/],
  [
    'an unknown table',
    { 'staging/stg_a.sql': from('raw.nulle') },
    /stg_a\.sql:9: there is no table "raw\.nulle"/,
  ],
  [
    'a raw table outside staging',
    { 'bilan/a.sql': from('raw.t') },
    /a\.sql:9: a model of bilan can't read "raw\.t"/,
  ],
  [
    'two models of one name',
    { 'staging/stg_a.sql': from('raw.t'), 'bilan/stg_a.sql': from('staging.stg_a') },
    /bilan\/stg_a\.sql:1: "stg_a" is also the name of .*staging\/stg_a\.sql/,
  ],
  ['a name of another layer', { 'staging/x.sql': from('raw.t') }, /does not start with "stg_"/],
  ['a name that is none', { 'bilan/A-b.sql': from('raw.t') }, /"A-b" can't name a table/],
  [
    'two statements',
    { 'staging/stg_a.sql': from('raw.t; SELECT 1') },
    /stg_a\.sql:9: 2 statements/,
  ],
  [
    'no SELECT',
    { 'staging/stg_a.sql': modelFile({ k: 'varchar' }, ['k'], 'DROP TABLE raw.t') },
    /Only SELECT/,
  ],
  ['no header', { 'staging/stg_a.sql': 'SELECT k FROM raw.t' }, /stg_a\.sql:1: no header/],
  [
    'a header that is no YAML',
    { 'staging/stg_a.sql': from('raw.t').replace('[k]', '[k') },
    /stg_a\.sql:[45]: /,
  ],
  [
    'a key too many',
    { 'staging/stg_a.sql': from('raw.t', 'owner: me\n') },
    /stg_a\.sql:1: .*"owner"/,
  ],
  [
    'an unknown type',
    { 'staging/stg_a.sql': from('raw.t').replace('type: varchar', 'type: text') },
    /stg_a\.sql:6: columns\.k\.type: a type is varchar, /,
  ],
  [
    'a key that is no column',
    { 'staging/stg_a.sql': from('raw.t').replace('[k]', '[q]') },
    /"q" is no column of it/,
  ],
  [
    'a column without description',
    { 'staging/stg_a.sql': from('raw.t').replace('"Le k."', '""') },
    /stg_a\.sql:6: columns\.k\.description/,
  ],
  [
    'a reference to nothing',
    {
      'staging/stg_a.sql': from('raw.t', 'references: [{columns: [k], to: bilan.x, key: [k]}]\n'),
    },
    /its references name "bilan\.x"/,
  ],
  [
    'a reference of uneven width',
    {
      'staging/stg_a.sql': from('raw.t', 'references: [{columns: [k], to: raw.t, key: [k, k]}]\n'),
    },
    /raw\.t: columns and key differ in number/,
  ],
]
test.each(refused)('refuses %s', async (_, files, message) => {
  await expect(load(files)).rejects.toThrow(message)
})
