import type * as XLSX from 'xlsx'
import type { Cell } from './cell.ts'
import { concealsText, dayText, displayBoolean, displayError } from './display.ts'
import { plainLook } from './look.ts'
import { hasStrike, type ScannedSheet, type StoredCell } from './sheet-xml.ts'
import { cleanText } from './text.ts'
import { commentsOf, type DenseSheet, numeric } from './workbook.ts'
import type { XlsxLooks } from './xlsx-styles.ts'
import { unescapeXml } from './xml.ts'

/** A text that cells share: what it says, and its XML where runs of it differ. */
export interface SharedText {
  t?: string
  r?: string
}

/** What the cells of a workbook point into. */
export interface WorkbookTables {
  text(index: number): SharedText | undefined
  /** Number formats by position of the cell's format; null when general. */
  formats: readonly (string | null)[]
  looks: XlsxLooks
  date1904: boolean
}

/** What SheetJS knows of a workbook, as far as its types leave it out. */
interface SheetjsTables {
  Strings?: (SharedText | undefined)[]
  Styles?: { CellXf?: ({ numFmtId?: number } | undefined)[] }
  SSF?: Record<number, string | undefined>
}

/** The tables of a workbook that SheetJS has read; `text` where the texts are kept elsewhere. */
export function tablesOf(
  book: XLSX.WorkBook & SheetjsTables,
  looks: XlsxLooks,
  text: WorkbookTables['text'] = (index) => book.Strings?.[index],
): WorkbookTables {
  const formats = (book.Styles?.CellXf ?? []).map((xf) => {
    const code = book.SSF?.[xf?.numFmtId ?? 0] ?? 'General'
    return code === 'General' ? null : code
  })
  return { text, formats, looks, date1904: book.Workbook?.WBProps?.date1904 === true }
}

/** Turns stored cells into cells, with the tables of their workbook. */
export function xlsxCells(
  { cells: stored, hiddenRows }: ScannedSheet,
  sheet: DenseSheet,
  tables: WorkbookTables,
): Cell[] {
  const hiddenCols = new Set(
    (sheet['!cols'] ?? []).flatMap((col, n) => (col?.hidden || col?.width === 0 ? n : [])),
  )
  const comments = commentsOf(sheet)
  const cells: Cell[] = []
  for (const one of stored) {
    const { row, col, style } = one
    const look = tables.looks.looks[style] ?? plainLook
    const format = tables.formats[style] ?? null
    const { text, value, type, rich, hidden: concealed } = typedValue(one, tables)
    const struck = type !== 'empty' && (look.struck || hasStrike(rich))
    const comment = takeComment(comments, row, col)
    const uncomputed = isUncomputed(one)
    if (type === 'empty' && !uncomputed && comment === null) continue
    const hidden =
      concealed ||
      look.invisible ||
      hiddenRows.has(row) ||
      hiddenCols.has(col) ||
      (rich !== '' && tables.looks.hidesRun(rich, style))
    cells.push({ row, col, text, value, type, format, uncomputed, hidden, struck, comment })
  }
  return withComments(cells, comments)
}

function takeComment(comments: Map<string, string>, row: number, col: number): string | null {
  if (comments.size === 0) return null
  const key = `${row},${col}`
  const comment = comments.get(key) ?? null
  comments.delete(key)
  return comment
}

/** Comments on cells without content are cells too. */
function withComments(cells: Cell[], comments: Map<string, string>): Cell[] {
  if (comments.size === 0) return cells
  for (const [key, comment] of comments) {
    const [row, col] = key.split(',').map(Number) as [number, number]
    const rest = { format: null, uncomputed: false, hidden: false, struck: false, comment }
    cells.push({ row, col, text: '', value: null, type: 'empty', ...rest })
  }
  return cells.sort((a, b) => a.row - b.row || a.col - b.col)
}

/** `rich`: the XML of a text in runs of several looks, empty when it has only one. */
export type Typed = Pick<Cell, 'text' | 'value' | 'type' | 'hidden'> & { rich: string }
const nothing: Typed = { text: '', value: null, type: 'empty', hidden: false, rich: '' }
const seen = { hidden: false, rich: '' }

/** A formula without a stored value; `t="str"` without one is a formula that gave an empty text. */
function isUncomputed({ formula, value, type }: StoredCell): boolean {
  return formula && value === null && type !== 'str'
}

/** What a stored cell holds, as it was seen. */
export function typedValue({ type, value, style }: StoredCell, tables: WorkbookTables): Typed {
  if (value === null) return nothing
  const format = tables.formats[style] ?? null
  switch (type) {
    case 's': {
      const shared = tables.text(Number.parseInt(value, 10))
      return textual(shared?.t ?? '', format, shared?.r ?? '')
    }
    case 'inlineStr':
      return textual(richText(value), format, value)
    case 'str':
      return textual(unescapeXml(value), format)
    case 'b': {
      const on = /^\s*(?:1|true)\s*$/.test(value)
      return { ...seen, text: displayBoolean(on), value: on, type: 'boolean' }
    }
    case 'e':
      return { ...seen, text: displayError(unescapeXml(value).trim()), value: null, type: 'error' }
    case 'd': {
      const day = /^\d{4}-\d\d-\d\d/.exec(value)?.[0]
      if (day !== undefined) return { ...seen, text: dayText(day), value: day, type: 'date' }
    }
  }
  const number = Number.parseFloat(value)
  if (Number.isNaN(number)) return textual(unescapeXml(value), format)
  return { ...numeric(number, format, tables.date1904), rich: '' }
}

function textual(stored: string, format: string | null, rich = ''): Typed {
  const text = cleanText(stored)
  if (text.trim() === '') return nothing
  return { text, value: null, type: 'text', hidden: concealsText(format), rich }
}

/** Texts of the runs one after the other, without the hints on pronunciation. */
export function richText(xml: string): string {
  const only = onlyText.exec(xml)?.[1]
  if (only !== undefined) return unescapeXml(only)
  const runs = xml.replaceAll(/<((?:\w+:)?)rPh[\s>][\s\S]*?<\/\1rPh>/g, '')
  const texts = runs.matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?t>/g)
  return [...texts].map(([, text]) => unescapeXml(text!)).join('')
}

const onlyText = /^<t(?: xml:space="preserve")?>([^<]*)<\/t>$/
