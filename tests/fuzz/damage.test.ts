import { describe, expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import { type Book, openBook, textOf } from '../../bench/accuracy/book.ts'
import { byteDamages } from '../../bench/accuracy/byte-damages.ts'
import type { Damage } from '../../bench/accuracy/damage.ts'
import { layoutDamages } from '../../bench/accuracy/layout-damages.ts'
import { textDamages } from '../../bench/accuracy/text-damages.ts'
import { verdictOf } from '../../bench/accuracy/verdict.ts'
import { random } from '../../pipeline/corpus/random.ts'

const rows = [
  ['Bilan du Pass numérique au 31/12/2023'],
  ['Indicateur', 'Objectif', 'Réalisé'],
  ['Pass achetés', 5000, 4200],
  ['Pass scannés (pass)', 3000, 1250],
  ['En toutes lettres : 4 200 pass'],
]

function workbook(): Buffer {
  const book = XLSX.utils.book_new()
  const sheet = XLSX.utils.aoa_to_sheet(rows)
  sheet['!merges'] = [XLSX.utils.decode_range('A1:C1')]
  XLSX.utils.book_append_sheet(book, sheet, 'Bilan')
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['Contact']]), 'Contact')
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx' })
}

const bytes = workbook()
const open = (): Book => openBook(bytes, 'xlsx')!
const look = (book: Book) =>
  JSON.stringify(
    book.pages.map(({ name, hidden, rows: cells, merges, rowInfo }) => ({
      name,
      hidden,
      merges,
      rowInfo,
      cells: cells.map((row) => [...row].map(textOf)),
    })),
  )
const all: Damage[] = [...layoutDamages, ...textDamages]

describe('damages', () => {
  test.each(all.map((damage) => [damage.name, damage] as const))('%s', (_, damage) => {
    const hit = [1, 2, 3, 4, 5, 6].some((seed) => {
      const book = open()
      const untouched = look(book)
      return damage.apply(book, random(seed)) !== null && look(book) !== untouched
    })
    expect(hit).toBe(true)
  })

  test('columns of answers to labels on their own lines are not exchanged', () => {
    const forms = [
      ['Prévisionnel', '', 'Réalisé', ''],
      ['Pass achetés', 5000, 'Pass achetés', 2900],
      ['Pass scannés', 4000, 'Pass scannés', 1530],
    ]
    const swap = layoutDamages.find(({ name }) => name === 'columns swapped')!
    const swapped = (cells: (string | number)[][]) =>
      Array.from({ length: 40 }, (_, seed) => {
        const book = XLSX.utils.book_new()
        XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(cells), 'Bilan')
        const written = XLSX.write(book, { type: 'buffer', bookType: 'xlsx' })
        return swap.apply(openBook(written, 'xlsx')!, random(seed))?.what ?? null
      })
    const values = 'columns 2 and 4 of "Bilan" swapped'
    const other = 'columns 4 and 2 of "Bilan" swapped'
    const has = (found: (string | null)[]) => found.includes(values) || found.includes(other)
    expect(has(swapped(forms))).toBe(false)
    expect(has(swapped([['Lieu', 'Achetés', 'Note', 'Scannés'], ...forms.slice(1)]))).toBe(true)
  })

  test('are the same for the same seed', () => {
    for (const { apply } of all) {
      const [a, b] = [open(), open()]
      expect(apply(a, random(7))).toEqual(apply(b, random(7)))
      expect(look(a)).toBe(look(b))
    }
    for (const { apply } of byteDamages) {
      expect(apply(bytes, random(7)).equals(apply(bytes, random(7)))).toBe(true)
    }
  })

  test('a grid that is written again holds what it held', () => {
    expect(look(openBook(open().write(), 'xlsx')!)).toBe(look(open()))
  })

  test('bytes are damaged in a copy, empty files too', () => {
    const before = Buffer.from(bytes)
    for (const { apply } of byteDamages) {
      apply(bytes, random(3))
      expect(() => apply(Buffer.alloc(0), random(3))).not.toThrow()
    }
    expect(bytes.equals(before)).toBe(true)
  })
})

test('verdicts', () => {
  expect(verdictOf(1250, 1250, false)).toBe('right')
  expect(verdictOf(1250, 1300, true)).toBe('wrong')
  expect(verdictOf(1250, null, true)).toBe('asked')
  expect(verdictOf(1250, null, false)).toBe('silent')
  expect(verdictOf(null, null, false)).toBe('missing')
  expect(verdictOf(null, 0, true)).toBe('invented')
  expect(verdictOf('ask', 5, true)).toBe('invented')
  expect(verdictOf('ask', null, false)).toBe('unasked')
  expect(verdictOf({ value_or_ask: 5 }, 6, true)).toBe('wrong')
  expect(verdictOf({ value_or_ask: 5 }, null, true)).toBe('missing')
})
