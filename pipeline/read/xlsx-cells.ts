import type { Cell } from './cell.ts'
import { concealsText, dayText, displayBoolean, displayError, numeric } from './display.ts'
import { plainLook } from './look.ts'
import { hasStrike, richText } from './rich-text.ts'
import type { SharedText } from './shared-texts.ts'
import type { SheetFrame } from './sheet-frame.ts'
import {
  inOrder,
  RowScanner,
  type ScannedSheet,
  type SheetData,
  type StoredCell,
} from './sheet-xml.ts'
import { cleanText } from './text.ts'
import type { XlsxStyles } from './xlsx-styles.ts'
import { unescapeXml } from './xml.ts'

/** What the cells of a workbook point into. */
export interface WorkbookTables {
  text(index: number): SharedText | undefined
  styles: XlsxStyles
  date1904: boolean
}

/** What a sheet says besides its cells, comments by `row,col`. */
export interface SheetContext {
  frame: SheetFrame
  comments: ReadonlyMap<string, string>
}

/** Reads the cells out of the data of a sheet, row by row, left to right. */
export function xlsxCells(
  { xml, start, end }: SheetData,
  context: SheetContext,
  tables: WorkbookTables,
): Cell[] {
  const maker = new CellMaker(context, tables)
  const scanner = new RowScanner((cell) => maker.add(cell, scanner.hiddenRows))
  scanner.scan(xml, start, end)
  if (scanner.ordered) return maker.whole()
  // What counts of cells that come out of order, or twice, is known only once all of them have been seen.
  const cells: StoredCell[] = []
  const again = new RowScanner((cell) => cells.push(cell))
  again.scan(xml, start, end)
  const { hiddenRows } = again
  return cellsOf({ cells: inOrder(cells), hiddenRows, frame: context.frame }, context, tables)
}

/** Turns cells that were taken apart before into cells. */
export function cellsOf(
  { cells, hiddenRows }: ScannedSheet,
  context: SheetContext,
  tables: WorkbookTables,
): Cell[] {
  const maker = new CellMaker(context, tables)
  for (const cell of cells) maker.add(cell, hiddenRows)
  return maker.whole()
}

/** Makes the cells of one sheet out of what is stored, with the tables of its workbook. */
class CellMaker {
  private readonly cells: Cell[] = []
  private readonly frame: SheetFrame
  /** Those whose cell hasn't come. */
  private readonly comments: Map<string, string>
  private readonly tables: WorkbookTables

  constructor({ frame, comments }: SheetContext, tables: WorkbookTables) {
    this.frame = frame
    this.comments = new Map(comments)
    this.tables = tables
  }

  add(stored: StoredCell, hiddenRows: ReadonlySet<number>): void {
    const { row, col, style } = stored
    const { styles } = this.tables
    const { text, value, type, rich = '', hidden: concealed } = typedValue(stored, this.tables)
    const comment = this.comments.size === 0 ? null : this.takeComment(row, col)
    const uncomputed = isUncomputed(stored)
    if (type === 'empty' && !uncomputed && comment === null) return
    const look = styles.looks[style] ?? plainLook
    const hidden =
      concealed ||
      look.invisible ||
      hiddenRows.has(row) ||
      this.frame.hidesCol(col) ||
      (rich !== '' && styles.hidesRun(rich, style))
    const format = styles.formats[style] ?? null
    const struck = type !== 'empty' && (look.struck || (rich !== '' && hasStrike(rich)))
    this.cells.push({ row, col, text, value, type, format, uncomputed, hidden, struck, comment })
  }

  private takeComment(row: number, col: number): string | null {
    const key = `${row},${col}`
    const comment = this.comments.get(key) ?? null
    this.comments.delete(key)
    return comment
  }

  /** All of them; comments on cells without content are cells too. */
  whole(): Cell[] {
    if (this.comments.size === 0) return this.cells
    for (const [key, comment] of this.comments) {
      const [row, col] = key.split(',').map(Number) as [number, number]
      const rest = { format: null, uncomputed: false, hidden: false, struck: false, comment }
      this.cells.push({ row, col, text: '', value: null, type: 'empty', ...rest })
    }
    return this.cells.sort((a, b) => a.row - b.row || a.col - b.col)
  }
}

/** `rich`: the XML of a text in runs of several looks, empty or left out when it has only one. */
export type Typed = Pick<Cell, 'text' | 'value' | 'type' | 'hidden'> & { rich?: string }
const nothing: Typed = { text: '', value: null, type: 'empty', hidden: false }

/** A formula without a stored value; `t="str"` without one is a formula that gave an empty text. */
function isUncomputed({ formula, value, type }: StoredCell): boolean {
  return formula && value === null && type !== 'str'
}

/** What a stored cell holds, as it was seen. */
export function typedValue({ type, value, style }: StoredCell, tables: WorkbookTables): Typed {
  if (value === null) return nothing
  const format = tables.styles.formats[style] ?? null
  switch (type) {
    case 's': {
      const shared = tables.text(Number.parseInt(value, 10))
      return shared === undefined ? nothing : textual(shared.text, format, shared.rich)
    }
    case 'inlineStr':
      return textual(cleanText(richText(value)), format, value)
    case 'str':
      return textual(cleanText(unescapeXml(value)), format)
    case 'b': {
      const on = /^\s*(?:1|true)\s*$/.test(value)
      return { text: displayBoolean(on), value: on, type: 'boolean', hidden: false }
    }
    case 'e': {
      const text = displayError(unescapeXml(value).trim())
      return { text, value: null, type: 'error', hidden: false }
    }
    case 'd': {
      const day = /^\d{4}-\d\d-\d\d/.exec(value)?.[0]
      if (day !== undefined) {
        return { text: dayText(day), value: day, type: 'date', hidden: false }
      }
    }
  }
  const number = Number.parseFloat(value)
  if (Number.isNaN(number)) return textual(cleanText(unescapeXml(value)), format)
  return numeric(number, format, tables.date1904)
}

function textual(text: string, format: string | null, rich = ''): Typed {
  if (text.trim() === '') return nothing
  return { text, value: null, type: 'text', hidden: concealsText(format), rich }
}
