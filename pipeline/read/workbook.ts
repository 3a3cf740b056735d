import type * as XLSX from 'xlsx'
import type { Cell, Document, Format, Merge, Sheet } from './cell.ts'
import { concealsText, displayBoolean, displayError, numeric } from './display.ts'
import { type Look, plainLook } from './look.ts'
import { Rejection } from './rejection.ts'
import { cleanText } from './text.ts'

/** Options under which nothing is guessed: serials stay numbers, no text is made, hidden rows are told. */
export const readOptions = {
  dense: true,
  cellFormula: true,
  cellNF: true,
  cellText: false,
  cellDates: false,
  cellStyles: true,
  cellHTML: false,
  nodim: true,
} as const

/** SheetJS's dense sheet: its types don't tell where the rows are. */
export type DenseSheet = XLSX.WorkSheet & { '!data'?: (XLSX.CellObject | undefined)[][] }

/** What is known of the look of a cell, by position of its sheet, row and column; zero-based. */
export type LookAt = (position: number, row: number, col: number) => Look

/** Reads the cells of the sheet at a position of the workbook. */
export type CellReader = (sheet: DenseSheet, position: number, date1904: boolean) => Cell[]

/**
 * What SheetJS read, as a `Document`. `cellsOf` gives the cells of each sheet: those of SheetJS unless it is told otherwise.
 * Throws a `Rejection` (`corrompu`) for a sheet that SheetJS gave up on without saying so.
 */
export function documentOf(book: XLSX.WorkBook, format: Format, cellsOf: CellReader): Document {
  const date1904 = book.Workbook?.WBProps?.date1904 === true
  const sheets = book.SheetNames.map((name, n): Sheet => {
    const sheet = book.Sheets[name] as DenseSheet | undefined
    if (sheet === undefined || typeof sheet !== 'object') {
      throw new Rejection('corrompu', `feuille « ${name} »`)
    }
    const hidden = (book.Workbook?.Sheets?.[n]?.Hidden ?? 0) !== 0
    const cells = cellsOf(sheet, n, date1904)
    return { name: cleanText(name), hidden, cells, merges: mergesOf(sheet) }
  })
  return { format, sheets, properties: propertiesOf(book) }
}

function mergesOf(sheet: DenseSheet): Merge[] {
  return (sheet['!merges'] ?? []).map(({ s, e }) => ({
    top: s.r,
    left: s.c,
    bottom: e.r,
    right: e.c,
  }))
}

function propertiesOf({ Props }: XLSX.WorkBook): Document['properties'] {
  const title = cleanText(Props?.Title ?? '').trim()
  const modified: unknown = Props?.ModifiedDate
  const date = modified instanceof Date ? modified : new Date(String(modified))
  return {
    title: title === '' ? null : title,
    modified: Number.isNaN(date.getTime()) ? null : date.toISOString(),
  }
}

/** Reads the cells that SheetJS gives; it doesn't tell their fonts, which `lookAt` knows. */
export function sheetjsCells(lookAt: LookAt = () => plainLook): CellReader {
  return (sheet, position, date1904) => {
    const cells: Cell[] = []
    sheet['!data']?.forEach((stored, row) => {
      stored.forEach((source, col) => {
        const cell = source === undefined ? null : cellOf(source, row, col, date1904)
        if (cell === null) return
        const look = lookAt(position, row, col)
        cell.struck = look.struck
        cell.hidden ||=
          look.invisible ||
          sheet['!rows']?.[row]?.hidden === true ||
          sheet['!cols']?.[col]?.hidden === true
        cells.push(cell)
      })
    })
    return cells
  }
}

function cellOf(source: XLSX.CellObject, row: number, col: number, date1904: boolean): Cell | null {
  const comment = commentOf(source)
  const format = typeof source.z === 'string' && source.z !== 'General' ? source.z : null
  const base = { row, col, format, uncomputed: false, hidden: false, struck: false, comment }
  const nothing: Cell = { ...base, text: '', value: null, type: 'empty' }
  switch (source.t) {
    case 'n':
      return { ...base, ...numeric(Number(source.v), format, date1904) }
    case 'b': {
      const value = source.v === true
      return { ...base, text: displayBoolean(value), value, type: 'boolean' }
    }
    case 'e': {
      const code = typeof source.v === 'number' ? source.v : -1
      return { ...base, text: displayError(code), value: null, type: 'error' }
    }
    case 's': {
      const text = cleanText(String(source.v ?? ''))
      const hidden = concealsText(format)
      if (text.trim() !== '') return { ...base, text, value: null, type: 'text', hidden }
    }
  }
  return comment === null ? null : nothing
}

function commentOf({ c }: XLSX.CellObject): string | null {
  const text = (c ?? []).map((part) => cleanText(part.t ?? '').trim())
  return text.join('\n').trim() || null
}
