import type * as XLSX from 'xlsx'
import { address, type Cell, type Document, type Format, type Sheet } from './cell.ts'
import { dayOf, displayBoolean, displayError, displayNumber, showsDay } from './display.ts'
import { Rejection } from './rejection.ts'
import { hasStrike } from './sheet-xml.ts'
import { cleanText } from './text.ts'

/** What is known of a sheet beside what SheetJS gives, by address (`D14`). */
export interface SheetNotes {
  uncomputed: Set<string>
  struck: Set<string>
}

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

const noNotes: SheetNotes = { uncomputed: new Set(), struck: new Set() }
const serialOf1904 = 1462

/** SheetJS's dense sheet: its types don't tell where the rows are. */
type DenseSheet = XLSX.WorkSheet & { '!data'?: (XLSX.CellObject | undefined)[][] }

/**
 * What SheetJS read, as a `Document`. `notes` are by position of the sheet.
 * Throws a `Rejection` (`corrompu`) for a sheet that SheetJS gave up on without saying so.
 */
export function documentOf(
  book: XLSX.WorkBook,
  format: Format,
  notes: ReadonlyMap<number, SheetNotes>,
): Document {
  const date1904 = book.Workbook?.WBProps?.date1904 === true
  const sheets = book.SheetNames.map((name, n) => {
    const sheet = book.Sheets[name] as DenseSheet | undefined
    if (sheet === undefined || typeof sheet !== 'object') {
      throw new Rejection('corrompu', `feuille « ${name} »`)
    }
    const hidden = (book.Workbook?.Sheets?.[n]?.Hidden ?? 0) !== 0
    return sheetOf(sheet, name, hidden, notes.get(n) ?? noNotes, date1904)
  })
  return { format, sheets, properties: propertiesOf(book) }
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

function sheetOf(
  sheet: DenseSheet,
  name: string,
  hidden: boolean,
  notes: SheetNotes,
  date1904: boolean,
): Sheet {
  const rows = sheet['!data'] ?? []
  const hiddenRow = (row: number) => sheet['!rows']?.[row]?.hidden === true
  const hiddenCol = (col: number) => sheet['!cols']?.[col]?.hidden === true
  const cells: Cell[] = []
  rows.forEach((stored, row) => {
    stored.forEach((source, col) => {
      if (source === undefined) return
      const at = address(row, col)
      const cell = cellOf(source, row, col, date1904, notes.uncomputed.has(at))
      if (cell === null) return
      cell.hidden = hiddenRow(row) || hiddenCol(col)
      cell.struck = notes.struck.has(at) || (typeof source.r === 'string' && hasStrike(source.r))
      cells.push(cell)
    })
  })
  const merges = (sheet['!merges'] ?? []).map(({ s, e }) => ({
    top: s.r,
    left: s.c,
    bottom: e.r,
    right: e.c,
  }))
  return { name: cleanText(name), hidden, cells, merges }
}

function cellOf(
  source: XLSX.CellObject,
  row: number,
  col: number,
  date1904: boolean,
  uncomputed: boolean,
): Cell | null {
  const comment = commentOf(source)
  const format = typeof source.z === 'string' && source.z !== 'General' ? source.z : null
  const base = { row, col, format, uncomputed, hidden: false, struck: false, comment }
  const nothing: Cell = { ...base, text: '', value: null, type: 'empty' }
  if (uncomputed) return nothing
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
      if (text.trim() !== '') return { ...base, text, value: null, type: 'text' }
    }
  }
  return comment === null ? null : nothing
}

/** A stored number is a day when its format shows one; a day outside the calendar stays a number. */
function numeric(
  stored: number,
  format: string | null,
  date1904: boolean,
): Pick<Cell, 'text' | 'value' | 'type'> {
  if (format !== null && showsDay(format)) {
    const serial = date1904 ? stored + serialOf1904 : stored
    const day = dayOf(serial)
    if (day !== null) return { text: displayNumber(serial, format), value: day, type: 'date' }
    return { text: displayNumber(stored, null), value: stored, type: 'number' }
  }
  return { text: displayNumber(stored, format), value: stored, type: 'number' }
}

function commentOf({ c }: XLSX.CellObject): string | null {
  const text = (c ?? []).map((part) => cleanText(part.t ?? '').trim())
  return text.join('\n').trim() || null
}
