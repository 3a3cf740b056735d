import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import { readDocument } from '../../pipeline/read/document.ts'
import { documentOf, readOptions, sheetjsCells } from '../../pipeline/read/workbook.ts'
import { book, cellsOf, write } from './fixtures.ts'

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((s) => s.trim() !== '' && !/\p{C}/u.test(s))
const value = fc.oneof(
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.integer(),
)
const table = fc.array(fc.array(fc.option(value), { maxLength: 30 }), { maxLength: 6 })

test('cells read here are those that SheetJS reads', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.boolean(), async (rows, bookSST) => {
      const wb = book({ Feuille: XLSX.utils.aoa_to_sheet(rows) })
      const bytes = XLSX.write(wb, { type: 'buffer', bookType: 'xlsx', bookSST }) as Buffer
      const reference = XLSX.read(bytes).Sheets.Feuille!
      const cells = cellsOf(await readDocument(bytes, 'xlsx'))
      const expected = Object.entries(reference).filter(([at]) => !at.startsWith('!'))
      expect(Object.keys(cells).toSorted()).toEqual(expected.map(([at]) => at).toSorted())
      for (const [at, { t, v }] of expected as [string, XLSX.CellObject][]) {
        expect(t === 's' ? cells[at]!.text : cells[at]!.value).toEqual(v)
      }
    }),
  )
})

const formats = ['General', '0.00%', '#,##0', 'dd/mm/yyyy', 'h:mm', '@', '#,##0.00 "€"', '0;-0;;']
const styled = fc.record({
  value,
  format: fc.constantFrom(...formats),
  comment: fc.option(
    text.filter((s) => s === s.trim()),
    { freq: 5 },
  ),
})
const area = fc
  .tuple(fc.nat(5), fc.nat(5), fc.nat(3), fc.nat(3))
  .map(([r, c, height, width]) => ({ s: { r, c }, e: { r: r + height, c: c + width } }))
const sheet = fc.record({
  rows: fc.array(fc.array(fc.option(styled, { freq: 3 }), { maxLength: 8 }), { maxLength: 6 }),
  merges: fc.array(area, { maxLength: 3 }),
  hiddenCols: fc.array(fc.boolean(), { maxLength: 6 }),
  hiddenRows: fc.array(fc.boolean(), { maxLength: 6 }),
  hidden: fc.constantFrom(0 as const, 1 as const, 2 as const),
})

type Drawn<T> = T extends fc.Arbitrary<infer Value> ? Value : never

/** Sheets as SheetJS holds them before they are written. */
function sheetOf({ rows, merges, hiddenCols, hiddenRows }: Drawn<typeof sheet>) {
  const made: XLSX.WorkSheet = XLSX.utils.aoa_to_sheet(
    rows.map((row) => row.map((one) => one?.value ?? null)),
  )
  for (const [r, row] of rows.entries()) {
    for (const [c, one] of row.entries()) {
      const cell = made[XLSX.utils.encode_cell({ r, c })] as XLSX.CellObject | undefined
      if (one === null || cell === undefined) continue
      cell.z = one.format
      if (one.comment !== null) XLSX.utils.cell_add_comment(cell, one.comment, 'X')
    }
  }
  made['!merges'] = merges
  made['!cols'] = hiddenCols.map((hidden) => (hidden ? { hidden } : {}))
  made['!rows'] = hiddenRows.map((hidden) => (hidden ? { hidden } : {}))
  return made
}

test('the whole of a workbook is what it is when SheetJS reads it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(sheet, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      text.filter((s) => s === s.trim()),
      async (sheets, date1904, title) => {
        const wb = book(Object.fromEntries(sheets.map((one, n) => [`L'été & ${n}`, sheetOf(one)])))
        wb.Workbook = {
          Sheets: sheets.map(({ hidden }) => ({ Hidden: hidden })),
          WBProps: { date1904 },
        }
        wb.Props = { Title: title, ModifiedDate: new Date('2024-01-15T10:00:00Z') }
        const bytes = write(wb, 'xlsx')
        const reference = documentOf(XLSX.read(bytes, readOptions), 'xlsx', sheetjsCells())
        expect(await readDocument(bytes, 'xlsx')).toEqual(reference)
      },
    ),
  )
})

test('text comes back whatever the way in which it is stored', async () => {
  const odd = ['a & b <c> "d"', "l'été\n2023", '\u00a0', '  espaces  ']
  const wb = book({ Feuille: XLSX.utils.aoa_to_sheet([odd]) })
  for (const bookSST of [true, false]) {
    const bytes = XLSX.write(wb, { type: 'buffer', bookType: 'xlsx', bookSST }) as Buffer
    const { sheets } = await readDocument(bytes, 'xlsx')
    expect(sheets[0]!.cells.map((cell) => cell.text)).toEqual([odd[0], odd[1], odd[3]])
  }
})
