import { crc32, deflateRawSync } from 'node:zlib'
import * as XLSX from 'xlsx'
import type { Cell, Document, Format } from '../../pipeline/read/cell.ts'
import { address } from '../../pipeline/read/cell.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { Rejection } from '../../pipeline/read/rejection.ts'
import { inflateEntry, zipEntries } from '../../pipeline/read/zip.ts'

/** A zip container of the given parts, deflated. */
export function zip(parts: Record<string, string | Buffer>): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(parts)) {
    const plain = Buffer.from(content)
    const packed = deflateRawSync(plain)
    const label = Buffer.from(name)
    // Version, flags, method, time, date, CRC, sizes, length of the name, none of extra fields.
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(plain), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(plain.length, 18)
    common.writeUInt16LE(label.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, label, packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, rest, label]))
    locals.push(local)
    offset += local.length
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(entries.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, entries, end])
}

/** The parts of a container, as text. */
export function unzip(bytes: Buffer): Record<string, string> {
  const entries = [...zipEntries(bytes).values()]
  return Object.fromEntries(entries.map((e) => [e.name, inflateEntry(bytes, e).toString('utf8')]))
}

/** The container with some of its parts rewritten. */
export function patch(bytes: Buffer, change: Record<string, (text: string) => string | Buffer>) {
  const parts: Record<string, string | Buffer> = unzip(bytes)
  for (const [name, edit] of Object.entries(change)) parts[name] = edit(String(parts[name]))
  return zip(parts)
}

/** A workbook of sheets, by name. */
export function book(sheets: Record<string, XLSX.WorkSheet>): XLSX.WorkBook {
  const wb = XLSX.utils.book_new()
  for (const [name, sheet] of Object.entries(sheets)) XLSX.utils.book_append_sheet(wb, sheet, name)
  return wb
}

/** The bytes of a workbook. */
export function write(wb: XLSX.WorkBook, bookType: XLSX.BookType): Buffer {
  return XLSX.write(wb, { type: 'buffer', bookType, bookSST: true, compression: true }) as Buffer
}

/** An xlsx of one sheet `Feuille` that holds this XML between `<sheetData>` tags. */
export function xlsxOf(sheetData: string, more: Record<string, string> = {}): Buffer {
  const plain = write(book({ Feuille: XLSX.utils.aoa_to_sheet([[1]]) }), 'xlsx')
  const data = `<sheetData>${sheetData}</sheetData>`
  const replace = (text: string) => text.replace(/<sheetData>.*<\/sheetData>/s, () => data)
  const parts = unzip(patch(plain, { 'xl/worksheets/sheet1.xml': replace }))
  return zip({ ...parts, ...more })
}

/** The cells of one sheet by address. */
export function cellsOf(document: Document, sheet = 0): Record<string, Cell> {
  const cells = document.sheets[sheet]!.cells
  return Object.fromEntries(cells.map((cell) => [address(cell.row, cell.col), cell]))
}

/** Texts of one sheet by address. */
export function textsOf(document: Document, sheet = 0): Record<string, string> {
  const cells = Object.entries(cellsOf(document, sheet))
  return Object.fromEntries(cells.map(([at, { text }]) => [at, text]))
}

/** The code under which a file is refused; throws what is no rejection, fails when it is read. */
export async function codeOf(bytes: Uint8Array, format: Format): Promise<string> {
  try {
    await readDocument(bytes, format)
  } catch (error) {
    if (error instanceof Rejection) return error.code
    throw error
  }
  throw new Error(`read as ${format}`)
}
