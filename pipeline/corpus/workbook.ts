import Papa from 'papaparse'
import * as XLSX from 'xlsx'

/** A cell as it is typed in: text, number, number with a format code (`#,##0`, `0.0%`), or nothing. */
export type Entry = string | number | null | { v: number; z: string }

/** A sheet as it is drawn. `merges` are `A1:C1` ranges. */
export interface Page {
  name: string
  rows: Entry[][]
  merges?: string[]
  hidden?: boolean
}

export const encodings = ['windows-1252', 'utf-8', 'utf-8-bom', 'utf-16le'] as const
export type Encoding = (typeof encodings)[number]
export type BookFormat = 'xlsx' | 'xls' | 'ods'

function sheet(page: Page): XLSX.WorkSheet {
  const cells: XLSX.WorkSheet = {}
  let right = 0
  for (const [row, entries] of page.rows.entries()) {
    for (const [col, entry] of entries.entries()) {
      if (entry === null || entry === '') continue
      right = Math.max(right, col)
      const at = XLSX.utils.encode_cell({ r: row, c: col })
      if (typeof entry === 'string') cells[at] = { t: 's', v: entry }
      else if (typeof entry === 'number') cells[at] = { t: 'n', v: entry }
      else cells[at] = { t: 'n', v: entry.v, z: entry.z }
    }
  }
  const last = { r: Math.max(page.rows.length - 1, 0), c: right }
  cells['!ref'] = XLSX.utils.encode_range({ s: { r: 0, c: 0 }, e: last })
  if (page.merges !== undefined) {
    cells['!merges'] = page.merges.map((range) => XLSX.utils.decode_range(range))
  }
  return cells
}

/** The built-in number formats that the pages use, by the ids that Excel gives them. */
const builtIn = { 0: 'General', 3: '#,##0', 4: '#,##0.00', 9: '0%', 10: '0.00%' }

/** The bytes of a workbook. The library stamps no date, so that they depend on the pages alone. */
export function encodeBook(pages: readonly Page[], format: BookFormat): Uint8Array {
  const book = XLSX.utils.book_new()
  for (const page of pages) XLSX.utils.book_append_sheet(book, sheet(page), page.name)
  book.Workbook = {
    Sheets: pages.map((page) => ({ name: page.name, Hidden: page.hidden ? 1 : 0 })),
  }
  // Without a table of its own the library numbers formats after whatever this process read or wrote before.
  Object.assign(book, { SSF: { ...builtIn } })
  const bytes: Uint8Array = XLSX.write(book, {
    type: 'buffer',
    bookType: format === 'xls' ? 'biff8' : format,
    compression: true,
  })
  return bytes
}

/** What a French spreadsheet exports for an entry. */
function shown(entry: Entry): string {
  if (entry === null) return ''
  if (typeof entry === 'string') return entry
  if (typeof entry === 'number') return String(entry).replace('.', ',')
  if (entry.z.endsWith('%')) {
    const digits = entry.z.includes('.') ? 1 : 0
    return `${(entry.v * 100).toFixed(digits).replace('.', ',')} %`
  }
  if (entry.z.includes(',')) return grouped(entry.v, '\u00a0')
  return String(entry.v)
}

/** `1 250`, with the given separator between thousands. */
export function grouped(n: number, separator: string): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, separator)
}

/** Bytes 0x80 to 0x9F of windows-1252, which are not those of Unicode. */
const high = new Map(
  [
    ...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, i) => 128 + i)),
  ].map((char, i): [string, number] => [char, 128 + i]),
)

function windows1252(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => {
    const code = high.get(char) ?? char.codePointAt(0)!
    // What the code page lacks, Windows replaces: a narrow no-break space becomes a no-break space.
    return code < 256 ? code : char === '\u202f' ? 0xa0 : 0x3f
  })
}

function encodeText(text: string, encoding: Encoding): Uint8Array {
  switch (encoding) {
    case 'windows-1252':
      return windows1252(text)
    case 'utf-8':
      return Buffer.from(text, 'utf8')
    case 'utf-8-bom':
      return Buffer.from(`\ufeff${text}`, 'utf8')
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le')
  }
}

/** The bytes of a page exported as text; Excel's « Unicode » export is the one with tabs. */
export function encodeCsv(page: Page, encoding: Encoding): Uint8Array {
  const delimiter = encoding === 'utf-16le' ? '\t' : ';'
  const width = Math.max(...page.rows.map((row) => row.length))
  const rows = page.rows.map((row) =>
    Array.from({ length: width }, (_, i) => shown(row[i] ?? null)),
  )
  return encodeText(`${Papa.unparse(rows, { delimiter, newline: '\r\n' })}\r\n`, encoding)
}
