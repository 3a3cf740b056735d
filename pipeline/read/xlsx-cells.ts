import type * as XLSX from 'xlsx'
import type { Cell } from './cell.ts'
import { dayText, displayBoolean, displayError } from './display.ts'
import { hasStrike, type ScannedSheet, type StoredCell } from './sheet-xml.ts'
import { cleanText } from './text.ts'
import { commentsOf, type DenseSheet, numeric } from './workbook.ts'
import { unescapeXml } from './xml.ts'

/** Tables of a workbook that its cells point into; SheetJS gives them, its types leave them out. */
export interface WorkbookTables {
  Strings?: ({ t?: string; r?: string } | undefined)[]
  Styles?: {
    CellXf?: ({ numFmtId?: number; fontId?: number } | undefined)[]
    Fonts?: ({ strike?: unknown } | undefined)[]
  }
  SSF?: Record<number, string | undefined>
}

interface Look {
  format: string | null
  struck: boolean
}

/** Turns stored cells into cells, with the tables of their workbook. */
export function xlsxCells(
  { cells: stored, hiddenRows }: ScannedSheet,
  sheet: DenseSheet,
  book: XLSX.WorkBook & WorkbookTables,
  date1904: boolean,
): Cell[] {
  const looks = (book.Styles?.CellXf ?? []).map((xf): Look => {
    const code = book.SSF?.[xf?.numFmtId ?? 0] ?? 'General'
    const struck = Boolean(book.Styles?.Fonts?.[xf?.fontId ?? 0]?.strike)
    return { format: code === 'General' ? null : code, struck }
  })
  const hiddenCols = new Set((sheet['!cols'] ?? []).flatMap((col, n) => (col?.hidden ? n : [])))
  const comments = commentsOf(sheet)
  const cells: Cell[] = []
  for (const one of stored) {
    const { row, col, style } = one
    const look = looks[style] ?? { format: null, struck: false }
    const { text, value, type, struck } = typedValue(one, look, book, date1904)
    const comment = takeComment(comments, row, col)
    const uncomputed = isUncomputed(one)
    if (type === 'empty' && !uncomputed && comment === null) continue
    const hidden = hiddenRows.has(row) || hiddenCols.has(col)
    const { format } = look
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
    const rest = { format: null, uncomputed: false, hidden: false, comment }
    cells.push({ row, col, ...nothing, ...rest })
  }
  return cells.sort((a, b) => a.row - b.row || a.col - b.col)
}

type Typed = Pick<Cell, 'text' | 'value' | 'type' | 'struck'>
const nothing = { text: '', value: null, type: 'empty', struck: false } as const

/** A formula without a stored value; `t="str"` without one is a formula that gave an empty text. */
function isUncomputed({ formula, value, type }: StoredCell): boolean {
  return formula && value === null && type !== 'str'
}

function typedValue(
  { type, value }: StoredCell,
  { format, struck }: Look,
  book: WorkbookTables,
  date1904: boolean,
): Typed {
  if (value === null) return nothing
  switch (type) {
    case 's': {
      const shared = book.Strings?.[Number.parseInt(value, 10)]
      return textual(shared?.t ?? '', struck || hasStrike(shared?.r ?? ''))
    }
    case 'inlineStr':
      return textual(richText(value), struck || hasStrike(value))
    case 'str':
      return textual(unescapeXml(value), struck)
    case 'b': {
      const on = /^\s*(?:1|true)\s*$/.test(value)
      return { text: displayBoolean(on), value: on, type: 'boolean', struck }
    }
    case 'e':
      return { text: displayError(unescapeXml(value).trim()), value: null, type: 'error', struck }
    case 'd': {
      const day = /^\d{4}-\d\d-\d\d/.exec(value)?.[0]
      if (day !== undefined) return { text: dayText(day), value: day, type: 'date', struck }
    }
  }
  const number = Number.parseFloat(value)
  if (Number.isNaN(number)) return textual(unescapeXml(value), struck)
  const { text, value: stored, type: shown } = numeric(number, format, date1904)
  return { text, value: stored, type: shown, struck }
}

function textual(stored: string, struck: boolean): Typed {
  const text = cleanText(stored)
  return text.trim() === '' ? nothing : { text, value: null, type: 'text', struck }
}

/** Texts of the runs one after the other, without the hints on pronunciation. */
function richText(xml: string): string {
  const runs = xml.replaceAll(/<((?:\w+:)?)rPh[\s>][\s\S]*?<\/\1rPh>/g, '')
  const texts = runs.matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?t>/g)
  return [...texts].map(([, text]) => unescapeXml(text!)).join('')
}
