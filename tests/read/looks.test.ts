import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { describe, expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import type { Document } from '../../pipeline/read/cell.ts'
import { isInvisible } from '../../pipeline/read/colour.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { findOffice } from '../publish/office.ts'
import { book, cellsOf, write, zip } from './fixtures.ts'

const office = await findOffice()

const white = { argb: 'FFFFFFFF' }

/** Figures in all the ways in which a cell may be seen or not; the label says which. */
async function sample(): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('F')
  const add = (
    label: string,
    font: Partial<ExcelJS.Font>,
    ground?: Partial<ExcelJS.Color>,
    numFmt?: string,
  ) => {
    const cell = sheet.addRow([label, 1250]).getCell(2)
    cell.font = font
    if (ground !== undefined) cell.fill = { type: 'pattern', pattern: 'solid', fgColor: ground }
    if (numFmt !== undefined) cell.numFmt = numFmt
  }
  add('plain', {})
  add('white on nothing: hidden', { color: white })
  add('white on dark', { color: white }, { argb: 'FF1F497D' })
  add('theme on nothing: hidden', { color: { theme: 0 } })
  add('theme on theme', { color: { theme: 0 } }, { theme: 1 })
  add('black on black: hidden', { color: { argb: 'FF000000' } }, { argb: 'FF000000' })
  add('lightest grey on white: hidden', { color: { argb: 'FFF7F7F7' } }, white)
  add('red', { color: { argb: 'FFFF0000' } })
  add('a format that shows nothing: hidden', {}, undefined, ';;;')
  add('struck', { strike: true })
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

/** Labels of figures that aren't seen, and of those that are struck. */
function looks(document: Document): { hidden: string[]; struck: string[] } {
  const cells = Object.values(cellsOf(document))
  const label = (row: number) => cells.find((cell) => cell.row === row)!.text
  const figures = cells.filter(({ col }) => col === 1)
  expect(figures.map(({ value }) => value)).toEqual(figures.map(() => 1250))
  return {
    hidden: figures.filter(({ hidden }) => hidden).map(({ row }) => label(row)),
    struck: figures.filter(({ struck }) => struck).map(({ row }) => label(row)),
  }
}

const expected = {
  hidden: [
    'white on nothing: hidden',
    'theme on nothing: hidden',
    'black on black: hidden',
    'lightest grey on white: hidden',
    'a format that shows nothing: hidden',
  ],
  struck: ['struck'],
}

test('what nobody sees in an xlsx is hidden, and what only looks odd is not', async () => {
  expect(looks(await readDocument(await sample(), 'xlsx'))).toEqual(expected)
})

test.skipIf(office === null).each(['xls', 'ods', 'xlsx'] as const)(
  'the same from LibreOffice as %s',
  async (format) => {
    const folder = await mkdtemp(join(tmpdir(), 'bilan-looks-'))
    try {
      await writeFile(join(folder, 'in.xlsx'), await sample())
      const profile = `-env:UserInstallation=file://${folder}/profile`
      const out = join(folder, 'out')
      execFileSync(
        'soffice',
        [profile, '--headless', '--convert-to', format, '--outdir', out, join(folder, 'in.xlsx')],
        { stdio: 'ignore' },
      )
      const bytes = await readFile(join(out, `in.${format}`))
      expect(looks(await readDocument(bytes, format))).toEqual(expected)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
  60_000,
)

test('a run of a text in the colour of its ground hides the cell: what is read is not what is seen', async () => {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('F')
  sheet.getCell('A1').value = {
    richText: [{ text: '50' }, { font: { color: white }, text: '000' }],
  }
  sheet.getCell('A2').value = {
    richText: [{ text: '50' }, { font: { color: { argb: 'FFFF0000' } }, text: '000' }],
  }
  const bytes = Buffer.from(await workbook.xlsx.writeBuffer())
  const cells = cellsOf(await readDocument(bytes, 'xlsx'))
  expect([cells.A1!.hidden, cells.A2!.hidden]).toEqual([true, false])
})

describe('binary workbooks', () => {
  const u16 = (...numbers: number[]) => Buffer.from(Uint16Array.from(numbers).buffer)
  const biff = (type: number, ...data: Buffer[]) => {
    const all = Buffer.concat(data)
    return Buffer.concat([u16(type, all.length), all])
  }
  const font = (grbit: number, colour: number) =>
    biff(0x31, u16(200, grbit, colour, 400, 0), Buffer.from([0, 0, 0, 0, 1, 0, 0x41]))
  const format = (fontIndex: number, pattern: number, ground: number) => {
    const data = Buffer.alloc(20)
    data.writeUInt16LE(fontIndex, 0)
    data.writeUInt32LE((pattern << 26) >>> 0, 14)
    data.writeUInt16LE(ground | (64 << 7), 18)
    return biff(0xe0, data)
  }
  const begin = (kind: number) => biff(0x809, u16(0x600, kind, 0, 0, 0, 0, 0, 0))
  const end = biff(0x0a)
  const number = (row: number, formatIndex: number) => {
    const value = Buffer.alloc(8)
    value.writeDoubleLE(1250)
    return biff(0x203, u16(row, 0, formatIndex), value)
  }

  test('xls: fonts past the gap in their numbers, an own palette, several numbers in one record', async () => {
    const automatic = 0x7fff
    const palette = Buffer.alloc(2 + 56 * 4)
    palette.writeUInt16LE(56, 0)
    for (const index of [9, 20]) palette.writeUIntBE(0xffffff, 2 + (index - 8) * 4, 3)
    const fonts = [
      ...Array.from({ length: 4 }, () => font(0, automatic)),
      // Numbered 5, 6 and 7: there is no font 4.
      font(0x08, automatic),
      font(0, 9),
      font(0, 20),
    ]
    const formats = [
      format(0, 0, 64),
      format(5, 0, 64),
      format(6, 0, 64),
      format(6, 1, 8),
      format(7, 0, 64),
    ]
    const rk = (formatIndex: number) =>
      Buffer.concat([u16(formatIndex), Buffer.from([0x8a, 0x13, 0, 0])])
    const sheet = Buffer.concat([
      begin(0x10),
      ...[0, 1, 2, 3, 4].map((n) => number(n, n)),
      biff(0xbd, u16(5, 0), rk(0), rk(2), u16(1)),
      end,
    ])
    const globals = (start: number) => {
      const place = Buffer.alloc(4)
      place.writeUInt32LE(start)
      const named = biff(0x85, place, Buffer.from([0, 0, 1, 0, 0x46]))
      return Buffer.concat([begin(5), ...fonts, biff(0x92, palette), ...formats, named, end])
    }
    const stream = Buffer.concat([globals(globals(0).length), sheet])
    const cells = cellsOf(await readDocument(stream, 'xls'))
    const told = Object.entries(cells).map(([at, { hidden, struck }]) => [at, hidden, struck])
    expect(told).toEqual([
      ['A1', false, false],
      ['A2', false, true],
      ['A3', true, false],
      ['A4', false, false],
      ['A5', true, false],
      ['A6', false, false],
      ['B6', true, false],
    ])
  })

  test('xlsb: colours in full, by index and by theme, on paper and on a ground', async () => {
    const sheet = XLSX.utils.aoa_to_sheet([[1], [2], [3], [4], [5]])
    const plain = write(book({ F: sheet }), 'xlsb')
    const container = XLSX.CFB.read(plain, { type: 'buffer' })
    const parts = Object.fromEntries(
      container.FullPaths.flatMap((path: string, n: number) => {
        const content = container.FileIndex[n]!.content as Uint8Array
        return path.endsWith('/') ? [] : [[path.replace('Root Entry/', ''), Buffer.from(content)]]
      }),
    ) as Record<string, Buffer>
    const record = (type: number, data = Buffer.alloc(0)) => {
      const head = type < 0x80 ? [type] : [(type & 0x7f) | 0x80, type >> 7]
      return Buffer.concat([Buffer.from([...head, data.length]), data])
    }
    const colour = (kind: number, index: number, rgb: number) => {
      const bytes = Buffer.from([kind << 1, index, 0, 0, 0, 0, 0, 0xff])
      bytes.writeUIntBE(rgb, 4, 3)
      return bytes
    }
    const xlsbFont = (grbit: number, of: Buffer) =>
      record(43, Buffer.concat([u16(220, grbit, 400, 0), Buffer.alloc(4), of, Buffer.alloc(5)]))
    const fill = (pattern: number, of: Buffer) => {
      const data = Buffer.alloc(68)
      data[0] = pattern
      of.copy(data, 4)
      return record(45, data)
    }
    const xf = (fontIndex: number, fillIndex: number) =>
      record(47, Buffer.concat([u16(0, 0, fontIndex, fillIndex), Buffer.alloc(8)]))
    const styles = [
      record(278),
      xlsbFont(0, colour(0, 0, 0)),
      xlsbFont(0x08, colour(2, 0, 0xff0000)),
      xlsbFont(0, colour(2, 0, 0xffffff)),
      xlsbFont(0, colour(3, 0, 0)),
      xlsbFont(0, colour(1, 9, 0)),
      fill(0, colour(0, 0, 0)),
      fill(1, colour(2, 0, 0x1f497d)),
      record(617),
      ...[xf(0, 0), xf(1, 0), xf(2, 0), xf(2, 1), xf(3, 0), xf(4, 0)],
      record(618),
      record(279),
    ]
    parts['xl/styles.bin'] = Buffer.concat(styles)
    parts['xl/worksheets/sheet1.bin'] = restyled(parts['xl/worksheets/sheet1.bin']!)
    const cells = cellsOf(await readDocument(zip(parts), 'xlsb'))
    const told = Object.values(cells).map(({ hidden, struck }) => [hidden, struck])
    expect(told).toEqual([
      [false, true],
      [true, false],
      [false, false],
      [true, false],
      [true, false],
    ])
  })

  /** The n-th row's cell in the n-th format, of a sheet of one column. */
  function restyled(part: Buffer): Buffer {
    const bytes = Buffer.from(part)
    let format = 0
    for (let at = 0; at < bytes.length; ) {
      let type = bytes[at++]!
      if (type >= 0x80) type = (type & 0x7f) | (bytes[at++]! << 7)
      let length = 0
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++]!
        length |= (byte & 0x7f) << shift
        if (byte < 0x80) break
      }
      if (type >= 1 && type <= 11) bytes.writeUIntLE(++format, at + 4, 3)
      else if (type >= 12 && type <= 18) bytes.writeUIntLE(++format, at, 3)
      at += length
    }
    return bytes
  }
})

test('colours are compared as eyes do', () => {
  expect(isInvisible(0xffffff, null)).toBe(true)
  expect(isInvisible(0xf2f2f2, null)).toBe(true)
  expect(isInvisible(0xbfbfbf, null)).toBe(false)
  expect(isInvisible(0xffffff, 0xffff00)).toBe(false)
  // As bright as each other, and still seen.
  expect(isInvisible(0xff0000, 0x7f7f00)).toBe(false)
  // The system's colour is always seen; a pattern hides nothing for sure.
  expect(isInvisible(null, 0x000000)).toBe(false)
  expect(isInvisible(0xffffff, undefined)).toBe(false)
})
