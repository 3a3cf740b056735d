import type { Cell, Merge, Sheet } from './cell.ts'
import { dayText, displayBoolean, displayError, displayNumber } from './display.ts'
import { type OdsStyles, repetition } from './ods-styles.ts'
import { Rejection } from './rejection.ts'
import { cleanText } from './text.ts'
import type { XmlHandler } from './xml.ts'

type Attributes = Record<string, string>

/** As many rows and columns as a spreadsheet has, and the cells with content that we hold for one file. */
const mostRows = 1_048_576
const mostCols = 16_384
const mostCells = 1_000_000

/** Elements whose text is not the cell's: shapes over it, deletions, tables inside a cell. */
const aside =
  /^(?:draw:|table:shapes$|table:tracked-changes$|text:tracked-changes$|text:note$|text:ruby-text$)/
const errorText = /^(?:#[A-Z/0]+[!?]?|Err:\d+)$/

/** Builds the sheets of an OpenDocument spreadsheet while its `content.xml` goes by. */
export class OdsContent implements XmlHandler {
  readonly sheets: Sheet[] = []
  private readonly styles: OdsStyles
  private sheet: Sheet | null = null
  private total = 0
  private skipping = 0
  private row = { at: 0, repeat: 1, hidden: false, style: undefined as string | undefined }
  private rowCells: Cell[] = []
  private columns: { from: number; to: number; hidden: boolean; style: string | undefined }[] = []
  private nextCol = 0
  private groups: boolean[] = []
  private cell: Attributes | null = null
  private cellStyle: string | undefined = undefined
  private lines: string[] = []
  private comment: string[] = []
  private annotated = false
  private paragraph = 0
  private struck = false
  /** Styles of the spans that are open, and whether the text of one can't be seen. */
  private spans: (string | undefined)[] = []
  private concealed = false

  constructor(styles: OdsStyles) {
    this.styles = styles
  }

  open(name: string, a: Attributes): void {
    if (this.skipping > 0 || aside.test(name) || (name === 'table:table' && this.sheet !== null)) {
      this.skipping++
      return
    }
    this.styles.open(name, a)
    if (name === 'table:table') this.startSheet(a)
    else if (name === 'table:table-column') this.addColumns(a)
    else if (/^table:table-(?:row|column)-group$/.test(name)) {
      this.groups.push(a['table:display'] === 'false')
    } else if (name === 'table:table-row') this.startRow(a)
    else if (name === 'table:table-cell' || name === 'table:covered-table-cell') this.startCell(a)
    else if (name === 'office:annotation') this.annotated = true
    else if (name === 'text:p' || name === 'text:h') {
      this.paragraph++
      this.into.push('')
    } else if (name === 'text:span') {
      this.struck ||= !this.annotated && this.styles.isStruck(a['text:style-name'])
      this.spans.push(a['text:style-name'])
    } else if (name === 'text:s') this.append(' '.repeat(Math.min(repetition(a['text:c']), 1_000)))
    else if (name === 'text:tab') this.append('\t')
    else if (name === 'text:line-break') this.append('\n')
  }

  close(name: string): void {
    if (this.skipping > 0) {
      this.skipping--
      return
    }
    this.styles.close(name)
    if (name === 'table:table') this.sheet = null
    else if (/^table:table-(?:row|column)-group$/.test(name)) this.groups.pop()
    else if (name === 'table:table-row') this.endRow()
    else if (name === 'table:table-cell' || name === 'table:covered-table-cell') this.endCell()
    else if (name === 'office:annotation') this.annotated = false
    else if (name === 'text:p' || name === 'text:h') this.paragraph--
    else if (name === 'text:span') this.spans.pop()
  }

  text(text: string): void {
    if (this.skipping > 0) return
    this.styles.text(text)
    const span = this.spans.at(-1)
    if (span !== undefined && !this.annotated && text.trim() !== '') {
      this.concealed ||= this.styles.isInvisible(this.cellStyle, span)
    }
    this.append(text.replaceAll(/[\t\r\n ]+/g, ' '))
  }

  private get into(): string[] {
    return this.annotated ? this.comment : this.lines
  }

  private append(text: string): void {
    if (this.paragraph > 0 && this.into.length > 0) this.into[this.into.length - 1] += text
  }

  private startSheet(a: Attributes): void {
    const hidden = !this.styles.isDisplayed(a['table:style-name'])
    this.sheet = { name: cleanText(a['table:name'] ?? ''), hidden, cells: [], merges: [] }
    this.sheets.push(this.sheet)
    this.row = { at: 0, repeat: 1, hidden: false, style: undefined }
    this.columns = []
    this.groups = []
  }

  private addColumns(a: Attributes): void {
    const from = (this.columns.at(-1)?.to ?? -1) + 1
    const to = from + repetition(a['table:number-columns-repeated']) - 1
    const hidden = isHidden(a) || this.groups.includes(true)
    this.columns.push({ from, to, hidden, style: a['table:default-cell-style-name'] })
  }

  private startRow(a: Attributes): void {
    this.row.repeat = repetition(a['table:number-rows-repeated'])
    this.row.hidden = isHidden(a) || this.groups.includes(true)
    this.row.style = a['table:default-cell-style-name']
    this.rowCells = []
    this.nextCol = 0
  }

  private endRow(): void {
    const { at, repeat } = this.row
    this.row.at += repeat
    this.total += repeat * this.rowCells.length
    if (this.rowCells.length === 0) return
    if (this.total > mostCells || at + repeat > mostRows) {
      throw new Rejection('bombe', `ligne ${at + 1} répétée ${repeat} fois`)
    }
    for (let n = 0; n < repeat; n++) {
      for (const cell of this.rowCells) this.sheet?.cells.push({ ...cell, row: at + n })
    }
  }

  private startCell(a: Attributes): void {
    this.cell = a
    this.lines = []
    this.comment = []
    this.struck = false
    this.concealed = false
    const column = this.columns.find(({ to }) => to >= this.nextCol)
    this.cellStyle = a['table:style-name'] ?? this.row.style ?? column?.style
  }

  private endCell(): void {
    const a = this.cell ?? {}
    const repeat = repetition(a['table:number-columns-repeated'])
    const from = this.nextCol
    this.nextCol += repeat
    this.cell = null
    this.addMerge(a, from)
    const cell = this.cellOf(a, this.cellStyle)
    if (cell === null) return
    if (from + repeat > mostCols) {
      throw new Rejection('bombe', `cellule répétée ${repeat} fois, ligne ${this.row.at + 1}`)
    }
    for (let col = from; col < from + repeat; col++) {
      const hidden = this.columns.find(({ to }) => to >= col)?.hidden ?? false
      this.rowCells.push({ ...cell, col, hidden: cell.hidden || hidden || this.row.hidden })
    }
  }

  private addMerge(a: Attributes, left: number): void {
    const cols = repetition(a['table:number-columns-spanned'])
    const rows = repetition(a['table:number-rows-spanned'])
    if (cols * rows === 1) return
    const top = this.row.at
    const merge: Merge = { top, left, bottom: top + rows - 1, right: left + cols - 1 }
    this.sheet?.merges.push(merge)
  }

  private cellOf(a: Attributes, style: string | undefined): Cell | null {
    const format = this.styles.format(style)
    const shown = cleanText(this.lines.join('\n'))
    const comment = cleanText(this.comment.join('\n')).trim() || null
    const type = a['office:value-type'] ?? a['calcext:value-type'] ?? null
    const uncomputed = a['table:formula'] !== undefined && type === null && shown === ''
    const typed = uncomputed ? null : typedValue(a, type, shown, format)
    if (typed === null && !uncomputed && comment === null) return null
    return {
      row: this.row.at,
      col: 0,
      ...(typed ?? { text: '', value: null, type: 'empty' }),
      format,
      uncomputed,
      // A number with an empty paragraph is shown by a format that shows nothing.
      hidden:
        this.concealed ||
        this.styles.isInvisible(style) ||
        (typed?.type === 'number' && this.lines.length > 0 && shown.trim() === ''),
      struck: this.styles.isStruck(style) || this.struck,
      comment,
    }
  }
}

function typedValue(
  a: Attributes,
  type: string | null,
  shown: string,
  format: string | null,
): Pick<Cell, 'text' | 'value' | 'type'> | null {
  const isError = a['calcext:value-type'] === 'error'
  if (isError || (a['table:formula'] !== undefined && errorText.test(shown))) {
    return { text: displayError(shown), value: null, type: 'error' }
  }
  const number =
    type === 'time'
      ? dayFraction(a['office:time-value'] ?? '')
      : Number(a['office:value'] ?? Number.NaN)
  if (/^(?:float|percentage|currency|time)$/.test(type ?? '') && Number.isFinite(number)) {
    return { text: shown || displayNumber(number, format), value: number, type: 'number' }
  }
  const day = /^\d{4}-\d\d-\d\d/.exec(a['office:date-value'] ?? '')?.[0]
  if (type === 'date' && day !== undefined) {
    return { text: shown || dayText(day), value: day, type: 'date' }
  }
  if (type === 'boolean') {
    const value = a['office:boolean-value'] === 'true'
    return { text: shown || displayBoolean(value), value, type: 'boolean' }
  }
  const text = shown || cleanText(a['office:string-value'] ?? '')
  return text.trim() === '' ? null : { text, value: null, type: 'text' }
}

/** A time of day or a duration (`PT12H30M00S`) as a fraction of a day, like other spreadsheets store it. */
function dayFraction(duration: string): number {
  const parts = /^PT(\d+)H(\d+)M(\d+(?:\.\d+)?)S$/.exec(duration)
  if (parts === null) return Number.NaN
  return (Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3])) / 86_400
}

function isHidden(a: Attributes): boolean {
  return /^(?:collapse|filter)$/.test(a['table:visibility'] ?? '')
}
