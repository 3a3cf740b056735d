import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseHTML } from 'linkedom'
import Papa from 'papaparse'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as XLSX from 'xlsx'
import { publishToPostgres } from '../../pipeline/publish/postgres/publish.ts'
import { type Connection, openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { committedRaw, inWarehouse, runQuietly } from '../run/job.ts'
import { findOffice, recalculated } from './office.ts'
import { findPostgres, startPostgres } from './server.ts'

// Other people's programs take their time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

/** Figures by reading, table, call, row and column, in the unit that they are printed in; null where there is none. */
type Figures = Map<string, number | null>

const keys = ['lecture', 'tableau', 'aap', 'ligne', 'colonne'] as const
const office = await findOffice()
const postgres = await findPostgres()

let root: string
let warehouse: string
let expected: Figures
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-same-figures-'))
  warehouse = join(root, 'warehouse')
  await runQuietly(committedRaw, warehouse)
  expected = await inWarehouse(warehouse, (c) => ask(c, 'bilan.chiffres'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function ask(connection: Connection, source: string): Promise<Figures> {
  return figures(await connection.query(`SELECT ${keys.join(', ')}, valeur FROM ${source}`))
}

function figures(rows: readonly Record<string, unknown>[]): Figures {
  const number = (value: unknown) => (value === null || value === '' ? null : Number(value))
  return new Map(
    rows.map((row) => [keys.map((key) => String(row[key])).join('|'), number(row.valeur)]),
  )
}

async function csv(path: string, delimiter: string): Promise<Record<string, string>[]> {
  const text = await readFile(join(warehouse, 'exports', path), 'utf8')
  return Papa.parse<Record<string, string>>(text.replace(/^\ufeff/, ''), {
    header: true,
    delimiter,
    skipEmptyLines: true,
  }).data
}

test('DuckDB has them all', () => {
  expect(expected.size).toBeGreaterThan(300)
  expect(expected.get('publie|quantitatif|2019+2020|GRAND TOTAL|pass_achetes')).toBe(1_080_028)
})

test('csv', async () => {
  expect(figures(await csv('csv/chiffres.csv', ','))).toEqual(expected)
})

test('csv for Excel in French', async () => {
  const rows = await csv('csv-excel/chiffres.csv', ';')
  const comma = (row: Record<string, string>) => ({ ...row, valeur: row.valeur!.replace(',', '.') })
  expect(figures(rows.map(comma))).toEqual(expected)
})

test('parquet', async () => {
  const exports = join(warehouse, 'exports')
  const connection = await openWarehouse(':memory:', { folders: [exports] })
  try {
    const path = join(exports, 'parquet', 'chiffres.parquet').replaceAll("'", "''")
    expect(await ask(connection, `read_parquet('${path}')`)).toEqual(expected)
  } finally {
    await connection.close()
  }
})

test('the page: each figure that it shows, and each of the document', async () => {
  const { document } = parseHTML(await readFile(join(warehouse, 'bilan.html'), 'utf8'))
  const shown: Figures = new Map()
  for (const cell of document.querySelectorAll('[data-key]')) {
    const text = cell.querySelector('.figure')?.textContent ?? ''
    const digits = text.replaceAll(/[^\d,-]/g, '').replace(',', '.')
    shown.set(cell.getAttribute('data-key')!, digits === '' ? null : Number(digits))
  }
  const asExpected = [...shown.keys()].map((key) => [key, expected.get(key)] as const)
  expect(shown).toEqual(new Map(asExpected))
  const printed = [...expected].filter(
    ([key, value]) => /^publie\|(quantitatif|conversion)\|/.test(key) && value !== null,
  )
  expect(printed.map(([key]) => key).filter((key) => !shown.has(key))).toEqual([])
})

test.skipIf(office === null)('the workbook, calculated anew by LibreOffice', async () => {
  const path = await recalculated(office!, join(warehouse, 'exports', 'bilan.xlsx'), root)
  const { Sheets } = XLSX.read(await readFile(path))
  const rows = (sheet: string, header?: 1) =>
    XLSX.utils.sheet_to_json<Record<string, unknown>>(Sheets[sheet]!, {
      raw: true,
      defval: null,
      ...(header ? { header } : {}),
    })
  expect(figures(rows('chiffres'))).toEqual(expected)
  // The formulas: percentages are fractions in a workbook.
  const units = new Map(
    rows('chiffres').map((row) => [keys.map((key) => row[key]).join('|'), row.unite]),
  )
  const calculated: Figures = new Map()
  for (const row of rows('Contrôle', 1).slice(5) as unknown as unknown[][]) {
    const [tableau, aap, ligne, colonne, lecture, value] = row
    const key = [lecture, tableau, aap, ligne, colonne].join('|')
    const unit = units.get(key) === 'pourcent' ? 100 : 1
    calculated.set(key, typeof value === 'number' ? Number((value * unit).toFixed(6)) : null)
  }
  expect(calculated).toEqual(
    new Map([...calculated.keys()].map((key) => [key, expected.get(key)] as const)),
  )
  const printed = [...expected.keys()].filter((key) => key.startsWith('publie|'))
  expect(printed.filter((key) => !calculated.has(key))).toEqual([])
})

test.skipIf(postgres === null)('PostgreSQL', async () => {
  const server = await startPostgres(postgres!)
  try {
    await publishToPostgres({
      database: join(warehouse, 'warehouse.duckdb'),
      target: { url: server.url('postgres'), env: { PGPASSWORD: server.password } },
      role: 'bilan_lecture',
      wait: 5,
    })
    const client = await server.client('postgres')
    const { rows } = await client.query(`SELECT ${keys.join(', ')}, valeur FROM bilan.chiffres`)
    await client.end()
    expect(figures(rows)).toEqual(expected)
  } finally {
    await server.stop()
  }
})
