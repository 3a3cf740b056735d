import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseQuery } from '../../pipeline/models/parse.ts'
import { type Connection, openWarehouse } from '../../pipeline/warehouse/connection.ts'

let connection: Connection
beforeAll(async () => {
  connection = await openWarehouse(':memory:')
})
afterAll(() => connection.close())

const read: [query: string, tables: string[]][] = [
  ['SELECT 1', []],
  ['SELECT * FROM s.a', ['s.a']],
  ['SELECT * FROM s.b JOIN s.a USING (k)', ['s.a', 's.b']],
  ['SELECT * FROM s.a, s.b x LEFT JOIN LATERAL (SELECT * FROM s.c) ON true', ['s.a', 's.b', 's.c']],
  ['WITH a AS (SELECT * FROM s.a), b AS (SELECT * FROM a) SELECT * FROM b', ['s.a']],
  [
    'WITH RECURSIVE r AS (SELECT 1 AS n FROM s.a UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT * FROM r',
    ['s.a'],
  ],
  [
    'SELECT (SELECT max(x) FROM s.a) FROM s.b WHERE EXISTS (SELECT 1 FROM s.c) AND k IN (SELECT k FROM s.d)',
    ['s.a', 's.b', 's.c', 's.d'],
  ],
  ['SELECT * FROM s.a UNION ALL SELECT * FROM s.b EXCEPT SELECT * FROM s.c', ['s.a', 's.b', 's.c']],
  [
    'SELECT * FROM (WITH i AS (SELECT * FROM s.a) SELECT * FROM i) JOIN s.b ON true',
    ['s.a', 's.b'],
  ],
  ['WITH a AS (WITH b AS (SELECT * FROM s.a) SELECT * FROM b) SELECT * FROM a', ['s.a']],
  ['SELECT i FROM generate_series(1, 3) AS g(i), s.a', ['s.a']],
  [
    'SELECT count(*) FILTER (WHERE x IN (SELECT x FROM s.b)) OVER (ORDER BY (SELECT 1 FROM s.c)) FROM s.a',
    ['s.a', 's.b', 's.c'],
  ],
  ['VALUES ((SELECT 1 FROM s.a))', ['s.a']],
  ["SELECT 's.b' FROM s.a -- FROM s.c", ['s.a']],
]
test.each(read)('tables of %s', async (query, tables) => {
  const parsed = await parseQuery(connection, query, 'f.sql')
  expect(parsed.tables.map((use) => use.name)).toEqual(tables)
})

test('says on which line a table is first read, whatever the accents before it', async () => {
  const { tables } = await parseQuery(
    connection,
    '/* é\n« où ? » */\nSELECT *\nFROM s.b\nJOIN s.a ON true, s.b AS c',
    'f.sql',
  )
  expect(tables).toEqual([
    { name: 's.a', line: 5 },
    { name: 's.b', line: 4 },
  ])
})

const refused: [query: string, message: RegExp][] = [
  ['SELECT 1;\nSELECT 2', /^f\.sql:2: 2 statements$/],
  ['-- nothing', /^f\.sql:1: /],
  ['CREATE TABLE s.t (a int)', /^f\.sql:1: Only SELECT/],
  ['SELECT 1\nFORM s.t WHERE', /^f\.sql:2: .*syntax error/],
  ['SELECT *\nFROM t', /^f\.sql:2: "t" is no CTE in scope and has no schema$/],
  ['WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a', /"b" is no CTE in scope/],
  ['SELECT * FROM (WITH i AS (SELECT 1) SELECT * FROM i), i', /"i" is no CTE in scope/],
  ['WITH a AS (SELECT * FROM a) SELECT * FROM a', /"a" is no CTE in scope/],
  ["SELECT *\nFROM read_csv('x.csv')", /^f\.sql:2: table function "read_csv"/],
  ["SELECT * FROM 'x.csv'", /"x\.csv" is no CTE/],
  ["SELECT * FROM query('SELECT 1')", /table function "query"/],
  ['SELECT * FROM c.s.t', /"c\.s\.t" names a catalogue/],
]
test.each(refused)('refuses %s', async (query, message) => {
  await expect(parseQuery(connection, query, 'f.sql')).rejects.toThrow(message)
})

test('layout and comments do not change the hash; a digit past 2^53 does', async () => {
  const hash = async (query: string) => (await parseQuery(connection, query, 'f.sql')).hash
  expect(await hash('select a,b from s.t where a=1')).toBe(
    await hash('/* why */ SELECT a,\n  b\nFROM s.t -- here\nWHERE a = 1'),
  )
  expect(await hash('SELECT 9223372036854775806')).not.toBe(
    await hash('SELECT 9223372036854775807'),
  )
})
