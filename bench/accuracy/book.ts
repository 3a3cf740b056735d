import Papa from 'papaparse'
import * as XLSX from 'xlsx'
import { dialectOf } from '../../pipeline/read/csv.ts'
import { decodeText } from '../../pipeline/read/encoding.ts'

export type Entry = XLSX.CellObject | undefined

/** A sheet that can be damaged; rows and columns count from A1. */
export interface Page {
  name: string
  /** Of a text or a letter: no name that is read, and nothing can be hidden. */
  bare: boolean
  /** 0 visible, 1 hidden, 2 hidden from the menus too. */
  hidden: 0 | 1 | 2
  rows: Entry[][]
  merges: XLSX.Range[]
  rowInfo: (XLSX.RowInfo | undefined)[]
  colInfo: (XLSX.ColInfo | undefined)[]
}

/** A workbook, or a text file as one of a single sheet. */
export interface Book {
  pages: Page[]
  write(): Uint8Array
}

const bookTypes: Record<string, XLSX.BookType> = {
  xlsx: 'xlsx',
  xlsm: 'xlsm',
  xlsb: 'xlsb',
  xls: 'biff8',
  ods: 'ods',
}

/** Opens a report as a grid; null for the formats that are none (docx, pdf). Throws on what can't be opened. */
export function openBook(bytes: Uint8Array, format: string): Book | null {
  if (format === 'csv') return openText(bytes)
  const bookType = bookTypes[format]
  if (bookType === undefined) return null
  const book = XLSX.read(bytes, { type: 'buffer', cellNF: true, cellStyles: true, dense: true })
  const pages = book.SheetNames.map((name, i): Page => {
    const sheet = book.Sheets[name]!
    const rows = ((sheet['!data'] ?? []) as Entry[][]).map((row) => [...(row ?? [])].map(valueOnly))
    return {
      name,
      bare: false,
      hidden: (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) as Page['hidden'],
      rows: Array.from(rows, (row) => row ?? []),
      merges: sheet['!merges'] ?? [],
      rowInfo: [...(sheet['!rows'] ?? [])],
      colInfo: [...(sheet['!cols'] ?? [])],
    }
  })
  return { pages, write: () => writeBook(pages, bookType) }
}

/** A formula goes, its stored result stays: references would no longer fit. One that was never computed stays. */
function valueOnly(cell: Entry): Entry {
  if (cell === undefined || cell.t === 'z' || cell.v === undefined) return cell
  const { f: _f, F: _F, w: _w, ...rest } = cell
  return rest
}

function writeBook(pages: Page[], bookType: XLSX.BookType): Uint8Array {
  const book = XLSX.utils.book_new()
  for (const page of pages) {
    const sheet: XLSX.WorkSheet = {}
    let right = 0
    for (const [r, row] of page.rows.entries()) {
      for (const [c, cell] of row.entries()) {
        if (cell === undefined) continue
        right = Math.max(right, c)
        sheet[XLSX.utils.encode_cell({ r, c })] = cell
      }
    }
    const e = { r: Math.max(page.rows.length - 1, 0), c: right }
    sheet['!ref'] = XLSX.utils.encode_range({ s: { r: 0, c: 0 }, e })
    if (page.merges.length > 0) sheet['!merges'] = page.merges
    if (page.rowInfo.some(Boolean)) sheet['!rows'] = page.rowInfo.map((info) => info ?? {})
    if (page.colInfo.some(Boolean)) sheet['!cols'] = page.colInfo.map((info) => info ?? {})
    XLSX.utils.book_append_sheet(book, sheet, page.name)
  }
  book.Workbook = { Sheets: pages.map((page) => ({ name: page.name, Hidden: page.hidden })) }
  return XLSX.write(book, { type: 'buffer', bookType, compression: true })
}

function openText(bytes: Uint8Array): Book | null {
  const text = decodeText(bytes)
  if (text === null) return null
  const lines = text.replaceAll(/\r\n?/g, '\n')
  const { delimiter, start } = dialectOf(lines)
  const { data } = Papa.parse<string[]>(lines.slice(start), { delimiter, newline: '\n' })
  const rows = data.map((row) => row.map((v): Entry => (v === '' ? undefined : { t: 's', v })))
  const page: Page = {
    name: 'csv',
    bare: true,
    hidden: 0,
    rows,
    merges: [],
    rowInfo: [],
    colInfo: [],
  }
  const write = () => {
    const records = page.rows.map((row) => [...row].map(textOf))
    return Buffer.from(Papa.unparse(records, { delimiter, newline: '\r\n' }), 'utf8')
  }
  return { pages: [page], write }
}

/** What a cell holds, as text; empty for none. */
export function textOf(cell: Entry): string {
  return cell?.v === undefined ? '' : String(cell.v)
}

/** Puts a row before row `at`; everything below moves down. */
export function insertRow(page: Page, at: number, row: Entry[]): void {
  page.rows.splice(at, 0, row)
  if (at < page.rowInfo.length) page.rowInfo.splice(at, 0, undefined)
  page.merges = page.merges.map(({ s, e }) => ({
    s: { ...s, r: s.r >= at ? s.r + 1 : s.r },
    e: { ...e, r: e.r >= at ? e.r + 1 : e.r },
  }))
}

/** Takes row `at` out; everything below moves up. */
export function removeRow(page: Page, at: number): void {
  page.rows.splice(at, 1)
  page.rowInfo.splice(at, 1)
  page.merges = page.merges
    .filter(({ s, e }) => s.r !== at || e.r !== at)
    .map(({ s, e }) => ({
      s: { ...s, r: s.r > at ? s.r - 1 : s.r },
      e: { ...e, r: e.r >= at ? e.r - 1 : e.r },
    }))
    .filter(({ s, e }) => e.r > s.r || e.c > s.c)
}

/** Puts a column before column `at`, with the cell that `cellOf` gives for each row. */
export function insertColumn(page: Page, at: number, cellOf: (row: number) => Entry): void {
  for (const [r, row] of page.rows.entries()) {
    const cell = cellOf(r)
    if (row.length < at && cell === undefined) continue
    while (row.length < at) row.push(undefined)
    row.splice(at, 0, cell)
  }
  if (at < page.colInfo.length) page.colInfo.splice(at, 0, undefined)
  page.merges = page.merges.map(({ s, e }) => ({
    s: { ...s, c: s.c >= at ? s.c + 1 : s.c },
    e: { ...e, c: e.c >= at ? e.c + 1 : e.c },
  }))
}
