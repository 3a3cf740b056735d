import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import { readDocument } from '../../pipeline/read/document.ts'
import { book, cellsOf } from './fixtures.ts'

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

test('text comes back whatever the way in which it is stored', async () => {
  const odd = ['a & b <c> "d"', "l'été\n2023", '\u00a0', '  espaces  ']
  const wb = book({ Feuille: XLSX.utils.aoa_to_sheet([odd]) })
  for (const bookSST of [true, false]) {
    const bytes = XLSX.write(wb, { type: 'buffer', bookType: 'xlsx', bookSST }) as Buffer
    const { sheets } = await readDocument(bytes, 'xlsx')
    expect(sheets[0]!.cells.map((cell) => cell.text)).toEqual([odd[0], odd[1], odd[3]])
  }
})
