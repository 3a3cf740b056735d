import type { Cell, Document, Sheet } from './cell.ts'
import { automatic, type Colour, rgbOf } from './colour.ts'
import { concealsText, dayText, displayBoolean, displayError, shownNumber } from './display.ts'
import { type Fill, type Font, lookOf } from './look.ts'
import { isoDate } from './properties.ts'
import { Rejection } from './rejection.ts'
import { cleanText } from './text.ts'
import { walkXml, type XmlHandler, xmlText } from './xml.ts'

const prefixes: Record<string, string> = {
  'urn:schemas-microsoft-com:office:spreadsheet': 'ss',
  'urn:schemas-microsoft-com:office:office': 'o',
  'urn:schemas-microsoft-com:office:excel': 'x',
}

type Attributes = Record<string, string>

const mostRows = 1_048_576
const mostCols = 16_384
const mostCells = 1_000_000
const palette = { theme: [], indexed: [] }

/** Names of formats, as such files write them instead of codes. */
const formats: Record<string, string | null> = {
  General: null,
  'General Number': null,
  Fixed: '0.00',
  Standard: '#,##0.00',
  Percent: '0.00%',
  'Short Date': 'dd/mm/yyyy',
  'Medium Date': 'dd/mm/yyyy',
  'Long Date': 'dd/mm/yyyy',
  'General Date': 'dd/mm/yyyy',
}

interface Style {
  format: string | null
  font: Font
  fill: Fill
}

/** A workbook as Excel 2002 and 2003, and exports made for them, save it in one XML file. Throws a `Rejection`. */
export function readXml2003(bytes: Buffer): Document {
  const content = new Content()
  walkXml(xmlText(bytes, 'classeur'), 'classeur', prefixes, content)
  if (content.sheets.length === 0) throw new Rejection('corrompu', 'aucune feuille')
  const { sheets, properties } = content
  return { format: 'xml', sheets, properties }
}

class Content implements XmlHandler {
  readonly sheets: Sheet[] = []
  readonly properties: Document['properties'] = { title: null, modified: null }
  private readonly styles = new Map<string, Style>()
  private style: Style | null = null
  private sheet: Sheet | null = null
  private hiddenCols: { from: number; to: number }[] = []
  private cols = 0
  private row = -1
  private hiddenRow = false
  /** Rows after this one that only repeat its look. */
  private rowSpan = 0
  private col = -1
  private cell: Attributes | null = null
  private type = ''
  private data: string | null = null
  private comment: string | null = null
  private inside: string[] = []
  private struck = false

  open(name: string, a: Attributes): void {
    this.inside.push(name)
    switch (name) {
      case 'ss:Style':
        this.startStyle(a)
        break
      case 'ss:Font':
      case 'ss:Interior':
      case 'ss:NumberFormat':
        if (this.style !== null) describe(this.style, name, a)
        break
      case 'ss:Worksheet':
        this.startSheet(a)
        break
      case 'ss:Column':
        this.addColumn(a)
        break
      case 'ss:Row':
        this.startRow(a)
        break
      case 'ss:Cell':
        this.startCell(a)
        break
      case 'ss:Comment':
        this.comment = ''
        break
      case 'ss:Data':
        if (this.comment !== null) break
        this.type = a['ss:Type'] ?? 'String'
        this.data = ''
        break
      case 'S':
        this.struck = true
    }
  }

  close(name: string): void {
    this.inside.pop()
    if (name === 'ss:Style') this.style = null
    else if (name === 'ss:Cell') this.endCell()
    else if (name === 'ss:Row') this.cell = null
  }

  text(text: string): void {
    if (this.inside.at(-1) === 'x:Visible' && text.trim() !== 'SheetVisible') {
      if (this.sheet !== null) this.sheet.hidden = true
    } else if (this.comment !== null) this.comment += text
    else if (this.inside.includes('ss:Data')) this.data += text
    else if (this.inside.at(-1) === 'o:Title') {
      this.properties.title = cleanText(text).trim() || null
    } else if (this.inside.at(-1) === 'o:LastSaved') this.properties.modified = isoDate(text)
  }

  private startStyle(a: Attributes): void {
    const parent = this.styles.get(a['ss:Parent'] ?? 'Default')
    this.style = {
      format: parent?.format ?? null,
      font: parent?.font ?? { struck: false, colour: automatic },
      fill: parent?.fill ?? { kind: 'none' },
    }
    this.styles.set(a['ss:ID'] ?? '', this.style)
  }

  private startSheet(a: Attributes): void {
    this.sheet = { name: cleanText(a['ss:Name'] ?? ''), hidden: false, cells: [], merges: [] }
    this.sheets.push(this.sheet)
    this.hiddenCols = []
    this.cols = 0
    this.row = -1
    this.rowSpan = 0
  }

  private addColumn(a: Attributes): void {
    const from = a['ss:Index'] === undefined ? this.cols : numberOf(a['ss:Index'], 1) - 1
    const to = from + numberOf(a['ss:Span'], 0)
    this.cols = to + 1
    if (a['ss:Hidden'] === '1' || Number(a['ss:Width'] ?? 1) === 0)
      this.hiddenCols.push({ from, to })
  }

  private startRow(a: Attributes): void {
    this.row =
      a['ss:Index'] === undefined ? this.row + 1 + this.rowSpan : numberOf(a['ss:Index'], 1) - 1
    if (this.row >= mostRows) throw new Rejection('bombe', `ligne ${this.row + 1}`)
    this.hiddenRow = a['ss:Hidden'] === '1' || Number(a['ss:Height'] ?? 1) === 0
    this.col = -1
    this.rowSpan = numberOf(a['ss:Span'], 0)
  }

  private startCell(a: Attributes): void {
    this.cell = a
    this.col = a['ss:Index'] === undefined ? this.col + 1 : numberOf(a['ss:Index'], 1) - 1
    if (this.col >= mostCols) throw new Rejection('bombe', `colonne ${this.col + 1}`)
    this.data = null
    this.comment = null
    this.struck = false
  }

  private endCell(): void {
    const { sheet, cell: a, row, col } = this
    this.cell = null
    if (sheet === null || a === null || row < 0) return
    const [across, down] = [numberOf(a['ss:MergeAcross'], 0), numberOf(a['ss:MergeDown'], 0)]
    if (across + down > 0) {
      sheet.merges.push({ top: row, left: col, bottom: row + down, right: col + across })
    }
    this.col += across
    const style = this.styles.get(a['ss:StyleID'] ?? 'Default')
    const format = style?.format ?? null
    const typed = this.data === null ? null : typedValue(this.type, cleanText(this.data), format)
    const comment = cleanText(this.comment ?? '').trim() || null
    this.comment = null
    const uncomputed = a['ss:Formula'] !== undefined && typed === null && this.data === null
    if (typed === null && comment === null && !uncomputed) return
    if (sheet.cells.length >= mostCells) throw new Rejection('bombe', sheet.name)
    const look = lookOf(style?.font, style?.fill, palette)
    const unseen = this.hiddenCols.some(({ from, to }) => from <= col && col <= to)
    sheet.cells.push({
      row,
      col,
      ...(typed ?? { text: '', value: null, type: 'empty', hidden: false }),
      format,
      uncomputed,
      struck: look.struck || this.struck,
      hidden: look.invisible || this.hiddenRow || unseen || typed?.hidden === true,
      comment,
    })
  }
}

function describe(style: Style, name: string, a: Attributes): void {
  if (name === 'ss:Font') {
    const struck = a['ss:StrikeThrough'] === '1' || style.font.struck
    const colour = a['ss:Color'] === undefined ? style.font.colour : colourOf(a['ss:Color'])
    style.font = { struck, colour }
  } else if (name === 'ss:Interior') {
    const pattern = a['ss:Pattern'] ?? 'None'
    if (pattern === 'None') return
    const colour = colourOf(a['ss:Color'] ?? '')
    style.fill = pattern === 'Solid' ? { kind: 'solid', colour } : { kind: 'pattern' }
  } else {
    const code = a['ss:Format'] ?? ''
    style.format = Object.hasOwn(formats, code) ? formats[code]! : code === '' ? null : code
  }
}

function colourOf(hex: string): Colour {
  const rgb = rgbOf(hex)
  return rgb === null ? automatic : { kind: 'rgb', rgb }
}

function typedValue(
  type: string,
  stored: string,
  format: string | null,
): Pick<Cell, 'text' | 'value' | 'type' | 'hidden'> | null {
  if (stored.trim() === '') return null
  const number = Number(stored)
  if (type === 'Number' && Number.isFinite(number)) {
    const { text, concealed } = shownNumber(number, format)
    return { text, value: number, type: 'number', hidden: concealed }
  }
  const day = /^\d{4}-\d\d-\d\d/.exec(stored)?.[0]
  if (type === 'DateTime' && day !== undefined) {
    return { text: dayText(day), value: day, type: 'date', hidden: false }
  }
  if (type === 'Boolean') {
    return {
      text: displayBoolean(stored === '1'),
      value: stored === '1',
      type: 'boolean',
      hidden: false,
    }
  }
  if (type === 'Error')
    return { text: displayError(stored), value: null, type: 'error', hidden: false }
  return { text: stored, value: null, type: 'text', hidden: concealsText(format) }
}

function numberOf(text: string | undefined, least: number): number {
  const n = Number.parseInt(text ?? '', 10)
  return Number.isSafeInteger(n) && n > least ? n : least
}
