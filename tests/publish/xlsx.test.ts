import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as XLSX from 'xlsx'
import type { Contract } from '../../pipeline/models/meta.ts'
import { tableSheet } from '../../pipeline/publish/workbook/table.ts'
import { writeBook } from '../../pipeline/publish/xlsx/book.ts'
import { columnName, longestText, sheetNames } from '../../pipeline/publish/xlsx/xml.ts'
import { inflateEntry, zipEntries } from '../../pipeline/read/zip.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { sheetTexts } from './export-fixture.ts'
import { findOffice, recalculated } from './office.ts'

// Other people's programs take their time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const office = await findOffice()
let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-xlsx-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const texts = [
  ...sheetTexts,
  '_x000D_',
  '<b>&amp;</b>',
  '=HYPERLINK("http://example.org","x")',
  "'12",
  '0012',
  '🎫',
]

const contract: Contract = {
  model: 'bilan.textes',
  materialized: 'table',
  purpose: 'Pour l’essai.',
  grain: 'un texte',
  key: ['i'],
  columns: {
    i: { type: 'bigint', nullable: false, description: 'Rang.' },
    t: { type: 'varchar', nullable: true, description: 'Texte.' },
    jour: { type: 'date', nullable: true, description: 'Jour.' },
    exact: { type: 'decimal(28,12)', nullable: true, description: 'Nombre.' },
  },
  references: [],
}

/** Writes the table as the only sheet of a workbook and gives its path. */
async function written(rows: readonly (string | null)[], limit = 100): Promise<string> {
  const connection = await openWarehouse(':memory:')
  try {
    await connection.run(
      'CREATE SCHEMA bilan; CREATE TABLE bilan.textes (i bigint, t varchar, jour date, exact decimal(28,12))',
    )
    for (const [i, t] of rows.entries()) {
      await connection.run(
        "INSERT INTO bilan.textes VALUES ($1, $2, DATE '2024-02-29', 1234567890.123456789012)",
        [i, t],
      )
    }
    const path = join(root, 'bilan.xlsx')
    const sheet = tableSheet(connection, contract, 'textes', {
      limits: { rows: limit },
      pageHead: 'A & B',
    })
    await writeBook(path, { title: 'Essai', sheets: [sheet], names: [] })
    return path
  } finally {
    await connection.close()
  }
}

async function cells(path: string): Promise<XLSX.WorkSheet> {
  return XLSX.read(await readFile(path), { cellFormula: true, cellNF: true }).Sheets.textes!
}

test('texts of reports are texts, whatever they begin with', async () => {
  const sheet = await cells(await written(texts))
  texts.forEach((text, i) => {
    const cell = sheet[`B${i + 2}`]
    expect([cell?.t, cell?.f, cell?.v]).toEqual(['s', undefined, text])
  })
})

test.skipIf(office === null)('and so they are in LibreOffice', async () => {
  const sheet = await cells(await recalculated(office!, await written(texts), root))
  texts.forEach((text, i) => {
    const cell = sheet[`B${i + 2}`]
    expect([cell?.f, cell?.t ?? 's'], text).toEqual([undefined, 's'])
    if (text !== '') expect(String(cell?.v), text).toBe(text)
  })
  expect(sheet.C2).toMatchObject({ t: 'n', v: 45351 })
})

test('a day is a day, a number what a cell holds of it', async () => {
  const sheet = await cells(await written(['a']))
  expect(sheet.C2).toMatchObject({ t: 'n', v: 45351, z: 'dd/mm/yyyy' })
  expect(sheet.D2!.v).toBeCloseTo(1234567890.123457, 5)
})

test('a table longer than a sheet is cut, and says where the rest is', async () => {
  const sheet = await cells(await written(['a', 'b', 'c', 'd'], 3))
  expect([sheet.B4!.v, sheet.B5]).toEqual(['c', undefined])
  expect(sheet.A5!.v).toMatch(/limitée à 3 lignes.*csv\/textes\.csv/)
  const whole = await cells(await written(['a', 'b', 'c'], 3))
  expect(whole.A5).toBeUndefined()
})

test('a text longer than a cell is cut, and says so', async () => {
  const sheet = await cells(await written(['é'.repeat(longestText), 'x'.repeat(longestText + 1)]))
  expect(String(sheet.B2!.v)).toHaveLength(longestText)
  expect(String(sheet.B3!.v)).toMatch(/^x+ \[…\]$/)
  expect(String(sheet.B3!.v)).toHaveLength(longestText)
})

test('names of sheets that Excel takes', () => {
  const long = 'une_table_dont_le_nom_est_bien_trop_long'
  expect(sheetNames(['a/b', 'A/B', 'history', long, long, "'x'", ''])).toEqual([
    'a_b',
    'A_B~2',
    'history~2',
    long.slice(0, 31),
    `${long.slice(0, 29)}~2`,
    '_x_',
    '_',
  ])
  expect([1, 26, 27, 702, 703, 16_384].map(columnName)).toEqual([
    'A',
    'Z',
    'AA',
    'ZZ',
    'AAA',
    'XFD',
  ])
})

test('the same rows give the same bytes, without a date', async () => {
  const once = await readFile(await written(texts))
  expect(await readFile(await written(texts))).toEqual(once)
  for (const { name, offset } of zipEntries(once).values()) {
    // Time and day as a zip file says them: the first it can say.
    expect([name, once.readUInt16LE(offset + 10), once.readUInt16LE(offset + 12)]).toEqual([
      name,
      0,
      0x21,
    ])
  }
  const core = inflateEntry(once, zipEntries(once).get('docProps/core.xml')!).toString()
  expect(core).not.toMatch(/created|modified|\d{4}-\d{2}/)
})

test('a file that can not be written is an error, not a hang', async () => {
  const sheet = {
    name: 's',
    widths: [],
    frozen: { rows: 0, columns: 0 },
    notes: [],
    links: [],
    pageHead: '',
  }
  const broken = [{ cells: [{ value: Number.NaN }] }]
  await expect(
    writeBook(join(root, 'x.xlsx'), { title: '', sheets: [{ ...sheet, rows: broken }], names: [] }),
  ).rejects.toThrow('A1: NaN')
  await expect(
    writeBook(join(root, 'no', 'x.xlsx'), { title: '', sheets: [], names: [] }),
  ).rejects.toThrow('ENOENT')
})
