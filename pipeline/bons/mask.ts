import type { Cell, Document, Sheet } from '../read/cell.ts'
import { type ListShape, listShape, type Rows } from './list.ts'
import type { ListWords } from './words.ts'

/** A list found on a sheet. */
export interface FoundList {
  sheet: Sheet
  shape: ListShape
  /** Zero-based rows of the sheet: first and last line, header left out. */
  first: number
  last: number
  /** Texts of these lines, days as `2022-03-12`. */
  rows: Rows
  /** Whether a line of it is hidden (filtered out). */
  partlyHidden: boolean
  /** Whether pages that may be the rest of it were left out, so that it isn't all there. */
  goesOn: boolean
}

/** Rows that are looked at together: a header with what may stand above it, and enough lines below. */
const view = 540
const preamble = 30

/**
 * Takes lists of vouchers and of persons out of a document, so that nothing of them is read as labels, names or hints. What is left is an
 * ordinary document, titles above the lists included.
 */
export function maskLists(
  document: Document,
  words: ListWords,
): { document: Document; lists: FoundList[] } {
  const lists: FoundList[] = []
  let open: FoundList | null = null
  const sheets = document.sheets.map((sheet) => {
    const rows = rowsOf(sheet)
    const found = listsOn(sheet, rows, words)
    if (open !== null && found.every(({ shape }) => shape.header < 0)) {
      // Page 2 of a list has no header: nothing tells its rows from other text, or from another list of persons, so none of it is kept.
      open.goesOn ||= sheet.cells.length > 0
      return { ...sheet, cells: [], merges: [] }
    }
    const whole = found.filter(({ shape }) => shape.kind !== 'contacts')
    const atEnd = whole.find(({ last }) => last === rows.length - 1)
    if (document.format === 'pdf' && atEnd !== undefined) open = atEnd
    lists.push(...found)
    return found.length === 0 ? sheet : { ...sheet, cells: kept(sheet.cells, found) }
  })
  return { document: { ...document, sheets }, lists }
}

function listsOn(sheet: Sheet, rows: Rows, words: ListWords): FoundList[] {
  const found: FoundList[] = []
  for (let from = 0; from < rows.length; ) {
    const shape = listShape(rows.slice(from, from + view), words)
    if (shape === null) {
      from += preamble
      continue
    }
    const first = from + shape.header + 1
    const last = lastLine(rows, first, shape)
    found.push({
      sheet,
      shape,
      first,
      last,
      rows: rows.slice(first, last + 1),
      partlyHidden: sheet.cells.some(({ row, hidden }) => hidden && row >= first && row <= last),
      goesOn: false,
    })
    from = last + 1
  }
  return found
}

/** A list ends where a blank row is followed by a row that is none of its lines. */
function lastLine(rows: Rows, first: number, shape: ListShape): number {
  const tells =
    shape.kind === 'bons'
      ? [shape.columns.get('pass') ?? shape.columns.get('pass_possible')!]
      : shape.personal
  const enough = Math.min(tells.length, 2)
  let last = first
  for (let row = first; row < rows.length; row++) {
    const cells = rows[row]!
    if (!cells.some(filled)) continue
    const own = tells.filter((col) => filled(cells[col])).length >= enough
    if (row > last + 1 && !own) break
    last = row
  }
  return last
}

/** The cells that are no part of a list; of an ordinary table, those that are no person's. */
function kept(cells: Cell[], lists: FoundList[]): Cell[] {
  return cells.filter(({ row, col }) => {
    const list = lists.find(({ first, last }) => row >= first - 1 && row <= last)
    if (list === undefined) return true
    if (list.shape.kind === 'contacts')
      return row < list.first || !list.shape.personal.includes(col)
    // A title that stands on the header's row is lost with it; without a header the row above is none of the list.
    return list.shape.header < 0 && row < list.first
  })
}

function rowsOf(sheet: Sheet): Rows {
  const rows: string[][] = []
  for (const cell of sheet.cells) {
    while (rows.length <= cell.row) rows.push([])
    const row = rows[cell.row]!
    while (row.length < cell.col) row.push('')
    row[cell.col] = cell.type === 'date' && typeof cell.value === 'string' ? cell.value : cell.text
  }
  return rows
}

function filled(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== ''
}
