import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Connection, openWarehouse } from '../../pipeline/warehouse/connection.ts'
import {
  appendRows,
  createRaw,
  loadSeeds,
  readRawDefinition,
} from '../../pipeline/warehouse/load.ts'
import type { RawCorrection, RawLaureat } from '../../pipeline/warehouse/raw.ts'

const rawYaml = fileURLToPath(new URL('../../sql/raw.yaml', import.meta.url))
let dir: string
let connection: Connection
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bilan-load-'))
  connection = await openWarehouse(':memory:')
})
afterEach(async () => {
  await connection.close()
  await rm(dir, { recursive: true, force: true })
})

const laureat: RawLaureat = {
  convention: '2019-001',
  aap: '2019',
  siren: '012345674',
  nom: 'L’Épernay',
  type_structure: 'Autres',
  departement: '01',
  potentiel_achat: 5000,
  montant_projet: '55555.55',
  subvention_etat: null,
  ligne: 2,
}

test('raw tables are those of raw.yaml, with comments, and rows go in by name', async () => {
  await createRaw(connection, rawYaml)
  const shuffled = Object.fromEntries(Object.entries(laureat).reverse()) as unknown as RawLaureat
  expect(await appendRows(connection, 'laureats', [laureat, shuffled])).toBe(2)
  const rows = await connection.query('SELECT * FROM raw.laureats')
  expect(rows).toEqual([
    { ...laureat, montant_projet: 55555.55 },
    { ...laureat, montant_projet: 55555.55 },
  ])
  const without = await connection.query(
    `SELECT table_name FROM duckdb_tables() WHERE schema_name = 'raw' AND comment IS NULL
     UNION ALL SELECT column_name FROM duckdb_columns() WHERE schema_name = 'raw' AND comment IS NULL`,
  )
  expect(without).toEqual([])
  await createRaw(connection, rawYaml)
  expect(await connection.query('SELECT * FROM raw.laureats')).toEqual([])
})

test('a row that is not one of the table is a bug that says so', async () => {
  await createRaw(connection, rawYaml)
  const { ligne: _, ...short } = laureat
  await expect(appendRows(connection, 'laureats', [short as RawLaureat])).rejects.toThrow(
    'raw.laureats: a row has no "ligne"',
  )
  const long = { ...laureat, autre: 1 }
  await expect(appendRows(connection, 'laureats', [long])).rejects.toThrow(
    'raw.laureats has no column "autre"',
  )
  await expect(
    appendRows(connection, 'corrections', [laureat as unknown as RawCorrection]),
  ).rejects.toThrow(/raw\.corrections: a row has no/)
})

test('raw.yaml is strict', () => {
  expect(() =>
    readRawDefinition('t: {purpose: p, grain: g, columns: {a: {type: varchar}}}', 'raw.yaml'),
  ).toThrow(/raw\.yaml: t\.columns\.a\.description/)
  expect(() =>
    readRawDefinition(
      't: {purpose: p, grain: g, columns: {a: {type: "int); DROP", description: d}}}',
      'raw.yaml',
    ),
  ).toThrow(/t\.columns\.a\.type/)
})

test('seeds are all text, an empty cell is NULL, and rows keep their order', async () => {
  await writeFile(join(dir, 'mots.csv'), '\uFEFFmot,sens\nNC,\n"a,b",01\n\n')
  await writeFile(join(dir, 'vide.csv'), 'a,b\n')
  await writeFile(join(dir, 'notes.md'), 'not a seed')
  expect(await loadSeeds(connection, dir)).toEqual(['mots', 'vide'])
  expect(await connection.query('SELECT * FROM seeds.mots')).toEqual([
    { mot: 'NC', sens: null },
    { mot: 'a,b', sens: '01' },
  ])
  expect(await connection.query('SELECT * FROM seeds.vide')).toEqual([])
})

test.each([
  ['no header', '', /x\.csv is empty/],
  ['an unnamed column', 'a,,b\n', /x\.csv:1: "a,,b"/],
  ['a column twice', 'a,a\n', /x\.csv:1: "a,a"/],
  ['an uneven record', 'a,b\n1,2\n1\n', /record 2 \("1"\) has 1 cells, the header 2/],
  ['an open quote', 'a,b\n"1,2\n', /x\.csv:/],
  ['another encoding', Buffer.from('a\n\xe9\n', 'latin1'), /x\.csv is not UTF-8/],
])('refuses a seed with %s', async (_, content, message) => {
  await writeFile(join(dir, 'x.csv'), content)
  await expect(loadSeeds(connection, dir)).rejects.toThrow(message)
})
