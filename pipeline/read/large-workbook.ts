import type { Cell, Document } from './cell.ts'
import { containerParts } from './ooxml.ts'
import { Rejection } from './rejection.ts'
import { decode, SharedTexts } from './shared-texts.ts'
import { sheetFrame } from './sheet-frame.ts'
import { inOrder, RowScanner, type ScannedSheet, type StoredCell } from './sheet-xml.ts'
import { readParts } from './xlsx.ts'
import { typedValue, type WorkbookTables } from './xlsx-cells.ts'
import { workbookFrame } from './xlsx-workbook.ts'
import { pastLast, refuseEntities } from './xml.ts'
import { inflatePieces, type ZipEntry, zipEntries } from './zip.ts'

/** Bytes of a sheet once inflated from which it is streamed. */
const largeFrom = 16 * 2 ** 20
/** Rows with content that are enough to tell what a sheet is. */
const headRows = 600
/** Cells with content that are held of one workbook: what a worker has room for. */
const mostCells = 450_000

/** A row of a large sheet: its place, and its texts by column, days as `2022-03-12`. */
export interface LargeRow {
  row: number
  texts: string[]
  hidden: boolean
}

/** A workbook with sheets that are too large to be held whole. */
export interface LargeWorkbook {
  /** All of it, but of large sheets only the first rows. */
  head: Document
  /** Positions in `head` of the sheets that go on past it. */
  cut: ReadonlySet<number>
  /** The rows of a large sheet that have content, in their order. Throws a `Rejection`. */
  rows(position: number): AsyncIterable<LargeRow[]>
  /**
   * All of it, but of the sheets at these positions only the first rows.
   * Throws a `Rejection`: `feuille_trop_longue` when the others have more cells than can be held.
   */
  whole(except: ReadonlySet<number>): Promise<Document>
}

/**
 * Opens a workbook in XML that has large sheets; null when it has none. Throws a `Rejection`.
 * @param entries of its container, where they are known
 */
export async function openLargeWorkbook(
  bytes: Buffer,
  format: 'xlsx' | 'xlsm',
  entries: ReadonlyMap<string, ZipEntry> = zipEntries(bytes),
): Promise<LargeWorkbook | null> {
  const large = [...entries.values()].filter(
    ({ name, size }) => size > largeFrom && /^xl\/worksheets\/[^/]+\.xml$/i.test(name),
  )
  if (large.length === 0) return null
  const strings = [...entries.values()].find(({ name }) => /^xl\/sharedStrings\.xml$/i.test(name))
  const leftOut = new Set([...large, ...(strings ? [strings] : [])].map(({ name }) => name))
  const texts = strings === undefined ? null : await SharedTexts.read(bytes, strings)
  const text = texts === null ? null : (index: number) => texts.at(index)
  // The other parts are inflated when they are needed rather than held while a list goes by.
  const others = () => containerParts(bytes, leftOut, entries)
  const { sheets: listed } = workbookFrame(others(), leftOut)
  const positions = new Map(listed.map(({ part }, position) => [part, position]))
  const read = (sheets: ReadonlyMap<string, ScannedSheet>) =>
    readParts(others(), format, { names: leftOut, sheets, text })

  const heads = new Map<string, ScannedSheet>()
  const cut = new Set<number>()
  for (const entry of large) {
    const { sheet, whole } = await headOf(bytes, entry)
    heads.set(entry.name, sheet)
    const position = positions.get(entry.name)
    if (!whole && position !== undefined) cut.add(position)
  }
  const { document: head, tables } = read(heads)
  return {
    head,
    cut,
    rows(position) {
      const entry = large.find(({ name }) => positions.get(name) === position)
      if (entry === undefined) throw new RangeError(`sheet ${position} is not large`)
      return rowsOf(bytes, entry, tables)
    },
    async whole(except) {
      const sheets = new Map(heads)
      let cells = 0
      for (const entry of large) {
        const position = positions.get(entry.name)
        if (position === undefined || !cut.has(position) || except.has(position)) continue
        const name = head.sheets[position]?.name ?? ''
        const sheet = await wholeSheet(bytes, entry, mostCells - cells, name)
        cells += sheet.cells.length
        sheets.set(entry.name, sheet)
      }
      return read(sheets).document
    },
  }
}

async function headOf(
  bytes: Buffer,
  entry: ZipEntry,
): Promise<{ sheet: ScannedSheet; whole: boolean }> {
  const cells: StoredCell[] = []
  const rows = new Set<number>()
  const scanner = new RowScanner((cell) => {
    cells.push(cell)
    rows.add(cell.row)
  })
  const shell = { before: '', after: '' }
  let whole = true
  for await (const data of dataOf(bytes, entry, shell)) {
    scanner.scan(data)
    if (rows.size < headRows) continue
    whole = false
    break
  }
  return { sheet: scanned(cells, scanner, shell), whole }
}

async function wholeSheet(
  bytes: Buffer,
  entry: ZipEntry,
  most: number,
  name: string,
): Promise<ScannedSheet> {
  const cells: StoredCell[] = []
  const scanner = new RowScanner((cell) => {
    cells.push(cell)
    if (cells.length > most) {
      const row = (cell.row + 1).toLocaleString('fr-FR')
      throw new Rejection('feuille_trop_longue', `feuille « ${name} », lue jusqu’à la ligne ${row}`)
    }
  })
  const shell = { before: '', after: '' }
  for await (const data of dataOf(bytes, entry, shell)) scanner.scan(data)
  return scanned(cells, scanner, shell)
}

function scanned(
  cells: StoredCell[],
  { ordered, hiddenRows }: RowScanner,
  { before, after }: Shell,
): ScannedSheet {
  const frame = sheetFrame(before, after)
  return { cells: ordered ? cells : inOrder(cells), hiddenRows, frame }
}

async function* rowsOf(
  bytes: Buffer,
  entry: ZipEntry,
  tables: WorkbookTables,
): AsyncIterable<LargeRow[]> {
  const textOf = textReader(tables)
  let rows: LargeRow[] = []
  const scanner = new RowScanner((cell) => {
    let last = rows.at(-1)
    if (last?.row !== cell.row) {
      last = { row: cell.row, texts: [], hidden: scanner.hiddenRows.has(cell.row) }
      rows.push(last)
    }
    while (last.texts.length < cell.col) last.texts.push('')
    last.texts[cell.col] = textOf(cell)
  })
  for await (const data of dataOf(bytes, entry, { before: '', after: '' })) {
    scanner.scan(data)
    if (!scanner.ordered) throw new Rejection('corrompu', `${entry.name} : lignes en désordre`)
    // A row never goes on in the next piece, so all of them are whole.
    if (rows.length > 0) yield rows
    rows = []
  }
}

/** Dates and statuses stand again and again: what one of them shows is remembered. */
function textReader(tables: WorkbookTables): (cell: StoredCell) => string {
  const known = new Map<string, string>()
  const read = (cell: StoredCell) => {
    const { text, value, type } = typedValue(cell, tables)
    return type === 'date' && typeof value === 'string' ? value : text
  }
  return (cell) => {
    if (cell.type === 'inlineStr' || cell.type === 'str') return read(cell)
    const key = `${cell.type}${cell.style} ${cell.value}`
    let text = known.get(key)
    if (text === undefined) {
      text = read(cell)
      if (known.size >= 20_000) known.clear()
      known.set(key, text)
    }
    return text
  }
}

/** What stands around the data of a sheet. */
interface Shell {
  before: string
  after: string
}

const longestRow = 2 ** 23

/** The data of a sheet in pieces that end where a row does; puts what stands around it into `shell`. */
async function* dataOf(bytes: Buffer, entry: ZipEntry, shell: Shell): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let state: 'before' | 'within' | 'after' = 'before'
  for await (const piece of inflatePieces(bytes, entry)) {
    rest += decode(decoder, piece, entry.name)
    if (state === 'before') {
      const open = /<(?:\w+:)?sheetData(?:\s[^<>]*)?>/.exec(rest)
      if (open === null) {
        if (rest.length > longestRow) throw new Rejection('corrompu', entry.name)
        continue
      }
      const start = open.index + open[0].length
      shell.before = rest.slice(0, start)
      refuseEntities(shell.before, entry.name)
      rest = rest.slice(start)
      state = open[0].endsWith('/>') ? 'after' : 'within'
    }
    if (state === 'within') {
      const close = rest.includes('sheetData') ? /<\/(?:\w+:)?sheetData\s*>/.exec(rest) : null
      const end = close?.index ?? pastLast(rest, 'row')
      if (end === 0 && close === null && rest.length > longestRow) {
        throw new Rejection('bombe', `${entry.name} : une ligne sans fin`)
      }
      if (end > 0) yield rest.slice(0, end)
      rest = rest.slice(end)
      if (close !== null) state = 'after'
    }
    if (state === 'after') {
      if (rest.length + shell.after.length > longestRow) throw new Rejection('bombe', entry.name)
      shell.after += rest
      rest = ''
    }
  }
  if (state !== 'after') throw new Rejection('corrompu', `${entry.name} : données coupées`)
}

/** Cells of a document, for those who must know whether a list goes on to the end of what was read. */
export function lastRow(cells: readonly Cell[]): number {
  return cells.reduce((last, { row }) => Math.max(last, row), -1)
}
