import { address } from './cell.ts'
import { Rejection } from './rejection.ts'
import { columnOf, type SheetFrame, sheetFrame } from './sheet-frame.ts'

/** A cell as the XML of a sheet stores it. */
export interface StoredCell {
  row: number
  col: number
  /** Position of its format among those of the workbook. */
  style: number
  /** `n`, `s` (a shared text), `str`, `inlineStr`, `b`, `e` or `d`. */
  type: string
  /** Text of `<v>`, null without one; for `inlineStr` the XML of the text. */
  value: string | null
  formula: boolean
}

/** What a sheet stores, taken apart. */
export interface ScannedSheet {
  cells: StoredCell[]
  hiddenRows: ReadonlySet<number>
  frame: SheetFrame
}

/** As many rows and columns as a sheet has. */
const [mostRows, mostCols] = [1_048_576, 16_384]

const valueIn = /<(?:\w+:)?v(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?v>/
const inlineIn = /<(?:\w+:)?is(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?is>/
const formulaIn = /<(?:\w+:)?f[\s/>]/
const [refOf, styleOf, typeOf, hiddenOf, heightOf] = ['r', 's', 't', 'hidden', 'ht'].map(
  (name) => new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([^"']*)["']`),
) as [RegExp, RegExp, RegExp, RegExp, RegExp]

/** The XML of a sheet, and where its data stands: the text is read in place, which is quicker than in a piece of it. */
export interface SheetData {
  xml: string
  start: number
  end: number
}

/** Tells the data of a sheet from what stands around it. Throws a `Rejection` (`corrompu`) when the data is cut off. */
export function splitSheet(xml: string, part: string): { data: SheetData; frame: SheetFrame } {
  const [start, end] = dataOf(xml, part)
  const frame = end === 0 ? sheetFrame(xml, xml) : sheetFrame(xml.slice(0, start), xml.slice(end))
  return { data: { xml, start, end }, frame }
}

/** Takes the data of a sheet apart, piece by piece; pieces end where a row does. */
export class RowScanner {
  readonly hiddenRows = new Set<number>()
  /** Whether all cells so far came row by row, left to right. */
  ordered = true
  private readonly found: (cell: StoredCell) => void
  private row = -1
  private col = -1
  private last = { row: -1, col: -1 }

  constructor(found: (cell: StoredCell) => void) {
    this.found = found
  }

  scan(data: string, start = 0, end = data.length): void {
    for (let at = data.indexOf('<', start); at >= 0 && at < end; at = data.indexOf('<', at + 1)) {
      const first = data.charCodeAt(at + 1)
      if (first === slash) continue
      const past = first === letterC ? this.usualCell(data, at) : 0
      if (past > 0) {
        at = past
        continue
      }
      const { name, prefix } = tagAt(data, at)
      if (name === 'other') continue
      const tagEnd = data.indexOf('>', at)
      if (tagEnd < 0 || tagEnd >= end) return
      const closed = data[tagEnd - 1] === '/'
      const from = at + 1 + prefix.length + name.length
      const attributes = data.slice(from, closed ? tagEnd - 1 : tagEnd)
      at = tagEnd
      if (name === 'row') this.startRow(attributes)
      else {
        const close = `</${prefix}c>`
        const bodyEnd = closed ? tagEnd : data.indexOf(close, tagEnd)
        if (bodyEnd < 0 || bodyEnd >= end) return
        this.cell(attributes, closed ? null : data.slice(tagEnd + 1, bodyEnd))
        if (!closed) at = bodyEnd + close.length - 1
      }
    }
  }

  /**
   * Takes a cell apart that is written as nearly every program does, sign by sign: `<c r="B2" s="1" t="s"><v>7</v></c>`. Returns where
   * it ends; 0 for one that is written otherwise, which `cell` takes apart attribute by attribute.
   */
  private usualCell(data: string, start: number): number {
    if (!data.startsWith(' r="', start + 2)) return 0
    let at = start + 6
    let code = data.charCodeAt(at)
    let col = 0
    for (; code >= letterA && code <= letterZ; code = data.charCodeAt(++at)) {
      col = col * 26 + code - letterA + 1
    }
    if (col === 0) return 0
    while (isDigit(code)) code = data.charCodeAt(++at)
    if (code !== quote) return 0
    code = data.charCodeAt(++at)
    let style = 0
    if (code === space && data.startsWith('s="', at + 1)) {
      at += 4
      for (code = data.charCodeAt(at); isDigit(code); code = data.charCodeAt(++at)) {
        style = style * 10 + code - digit0
      }
      if (code !== quote) return 0
      code = data.charCodeAt(++at)
    }
    let type = 'n'
    if (code === space && data.startsWith('t="', at + 1)) {
      const end = data.indexOf('"', at + 4)
      type = data.slice(at + 4, end)
      at = end + 1
      code = data.charCodeAt(at)
    }
    if (code === slash && data.charCodeAt(at + 1) === closing) {
      this.col = col - 1
      return at + 1
    }
    if (code !== closing || !data.startsWith('<v>', at + 1) || type === 'inlineStr') return 0
    const end = data.indexOf('<', at + 4)
    if (end <= at + 4 || !data.startsWith('</v></c>', end)) return 0
    this.col = col - 1
    this.give(style, type, data.slice(at + 4, end), false)
    return end + 7
  }

  private cell(attributes: string, body: string | null): void {
    const ref = refOf.exec(attributes)?.[1]
    this.col = ref === undefined ? this.col + 1 : columnOf(ref)
    if (body === null) return
    const style = Number(styleOf.exec(attributes)?.[1] ?? 0)
    const type = typeOf.exec(attributes)?.[1] ?? 'n'
    const found = (type === 'inlineStr' ? inlineIn : valueIn).exec(body)?.[1]
    const value = found === undefined || found === '' ? null : found
    const formula = formulaIn.test(body)
    if (value !== null || formula) this.give(style, type, value, formula)
  }

  private give(style: number, type: string, value: string | null, formula: boolean): void {
    const { row, col } = this
    // Nothing has such an address, and a row is written out up to its last column.
    if (!(row >= 0 && row < mostRows && col < mostCols)) {
      throw new Rejection(
        'corrompu',
        `une cellule hors de toute feuille, après ${address(Math.max(this.last.row, 0), Math.max(this.last.col, 0))}`,
      )
    }
    this.ordered &&= row > this.last.row || (row === this.last.row && col > this.last.col)
    const cell = { row, col, style, type, value, formula }
    this.last = cell
    this.found(cell)
  }

  private startRow(attributes: string): void {
    const ref = refOf.exec(attributes)?.[1]
    this.row = ref === undefined ? this.row + 1 : Number.parseInt(ref, 10) - 1
    this.col = -1
    // Both attributes that matter have an h in their names.
    if (!attributes.includes('h')) return
    const flat = Number(heightOf.exec(attributes)?.[1] ?? Number.NaN) === 0
    if (!flat && !/^(?:1|true)$/.test(hiddenOf.exec(attributes)?.[1] ?? '')) return
    this.hiddenRows.add(this.row)
    // Told a second time, after cells of it were given as seen.
    if (this.row === this.last.row) this.ordered = false
  }
}

const [slash, space, quote, closing] = [0x2f, 0x20, 0x22, 0x3e]
const [digit0, digit9, letterA, letterZ, letterC] = [0x30, 0x39, 0x41, 0x5a, 0x63]

function isDigit(code: number): boolean {
  return code >= digit0 && code <= digit9
}

/** Whether a tag opens a row or a cell, and the prefix of its name. */
function tagAt(data: string, at: number): { name: 'row' | 'c' | 'other'; prefix: string } {
  const plain = nameAt(data, at + 1)
  if (plain !== 'other') return { name: plain, prefix: '' }
  tagPrefix.lastIndex = at + 1
  const prefix = tagPrefix.exec(data)?.[0] ?? ''
  return prefix === '' ? other : { name: nameAt(data, at + 1 + prefix.length), prefix }
}

const other = { name: 'other', prefix: '' } as const
const tagPrefix = /\w+:/y

function nameAt(data: string, at: number): 'row' | 'c' | 'other' {
  const name = data[at] === 'c' ? 'c' : data.startsWith('row', at) ? 'row' : null
  if (name === null) return 'other'
  const next = data[at + name.length]
  const ends =
    next === '>' || next === ' ' || next === '/' || next === '\n' || next === '\r' || next === '\t'
  return ends ? name : 'other'
}

/** Where the cells stand; nowhere for a chart. */
function dataOf(xml: string, part: string): [start: number, end: number] {
  const open = /<(\w+:)?sheetData(?:\s[^>]*)?>/.exec(xml)
  if (open === null || open[0].endsWith('/>')) return [0, 0]
  const end = xml.lastIndexOf(`</${open[1] ?? ''}sheetData>`)
  if (end < 0) throw new Rejection('corrompu', `${part} : données coupées`)
  return [open.index + open[0].length, end]
}

/** Row by row, left to right; of two cells at one address the later one counts, as in Excel. */
export function inOrder(cells: StoredCell[]): StoredCell[] {
  const sorted = cells.toSorted((a, b) => a.row - b.row || a.col - b.col)
  return sorted.filter(({ row, col }, n) => {
    const next = sorted[n + 1]
    return next === undefined || next.row !== row || next.col !== col
  })
}
