import { Rejection } from './rejection.ts'

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

/** The cells of a sheet, and what is left of its XML without them. */
export interface ScannedSheet {
  cells: StoredCell[]
  hiddenRows: Set<number>
  shell: string
}

const valueIn = /<(?:\w+:)?v(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?v>/
const inlineIn = /<(?:\w+:)?is(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?is>/
const formulaIn = /<(?:\w+:)?f[\s/>]/
const [refOf, styleOf, typeOf, hiddenOf, heightOf] = ['r', 's', 't', 'hidden', 'ht'].map(
  (name) => new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([^"']*)["']`),
) as [RegExp, RegExp, RegExp, RegExp, RegExp]
const strike = /<(?:\w+:)?strike(?!\s[^>]*val="(?:0|false)")/

/** True when rich text has a run that is struck through. */
export function hasStrike(richText: string): boolean {
  return strike.test(richText)
}

/**
 * Goes through the cells of one sheet in a single pass. A million formatted empty ones leave nothing, and what the
 * sheet says of its own size is not asked. Throws a `Rejection` (`corrompu`) when the data of the sheet is cut off.
 */
export function scanSheet(xml: string, part: string): ScannedSheet {
  const [start, end] = dataOf(xml, part)
  const cells: StoredCell[] = []
  const scanner = new RowScanner((cell) => cells.push(cell))
  scanner.scan(xml.slice(start, end))
  const { hiddenRows, ordered } = scanner
  const shell = xml.slice(0, start) + xml.slice(end)
  return { cells: ordered ? cells : inOrder(cells), hiddenRows, shell }
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

  scan(data: string): void {
    for (let at = data.indexOf('<'); at >= 0; at = data.indexOf('<', at + 1)) {
      const { name, prefix } = tagAt(data, at)
      if (name === 'other') continue
      const end = data.indexOf('>', at)
      if (end < 0) return
      const closed = data[end - 1] === '/'
      const attributes = data.slice(at + 1 + prefix.length + name.length, closed ? end - 1 : end)
      at = end
      if (name === 'row') this.startRow(attributes)
      else {
        const close = `</${prefix}c>`
        const bodyEnd = closed ? end : data.indexOf(close, end)
        if (bodyEnd < 0) return
        this.cell(attributes, closed ? null : data.slice(end + 1, bodyEnd))
        if (!closed) at = bodyEnd + close.length - 1
      }
    }
  }

  private cell(attributes: string, body: string | null): void {
    // As nearly every program writes it; anything else is taken apart attribute by attribute.
    const usual = usualCell.exec(attributes)
    const ref = usual === null ? refOf.exec(attributes)?.[1] : usual[1]
    this.col = ref === undefined ? this.col + 1 : columnOf(ref)
    if (body === null) return
    const style = usual === null ? styleOf.exec(attributes)?.[1] : usual[2]
    const type = usual === null ? typeOf.exec(attributes)?.[1] : usual[3]
    const stored = storedCell(body, this.row, this.col, Number(style ?? 0), type ?? 'n')
    if (stored === null) return
    const { row, col } = this.last
    this.ordered &&= stored.row > row || (stored.row === row && stored.col > col)
    this.last = stored
    this.found(stored)
  }

  private startRow(attributes: string): void {
    const ref = refOf.exec(attributes)?.[1]
    this.row = ref === undefined ? this.row + 1 : Number.parseInt(ref, 10) - 1
    this.col = -1
    const flat = Number(heightOf.exec(attributes)?.[1] ?? Number.NaN) === 0
    if (flat || /^(?:1|true)$/.test(hiddenOf.exec(attributes)?.[1] ?? '')) {
      this.hiddenRows.add(this.row)
    }
  }
}

function storedCell(
  body: string,
  row: number,
  col: number,
  style: number,
  type: string,
): StoredCell | null {
  if (body.startsWith('<v>') && body.indexOf('<', 3) === body.length - 4 && body.length > 7) {
    return { row, col, style, type, value: body.slice(3, -4), formula: false }
  }
  if (type === 'inlineStr' && body.startsWith('<is>') && body.endsWith('</is>')) {
    return { row, col, style, type, value: body.slice(4, -5) || null, formula: false }
  }
  const formula = formulaIn.test(body)
  const found = (type === 'inlineStr' ? inlineIn : valueIn).exec(body)?.[1]
  const value = found === undefined || found === '' ? null : found
  if (value === null && !formula) return null
  return { row, col, style, type, value, formula }
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
const usualCell = /^ r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="(\w+)")?$/

function nameAt(data: string, at: number): 'row' | 'c' | 'other' {
  const name = data[at] === 'c' ? 'c' : data.startsWith('row', at) ? 'row' : null
  if (name === null) return 'other'
  const next = data[at + name.length]
  const ends =
    next === '>' || next === ' ' || next === '/' || next === '\n' || next === '\r' || next === '\t'
  return ends ? name : 'other'
}

/** Past the last closing tag of this name, without its prefix; 0 when there is none. */
export function pastLast(xml: string, name: string): number {
  for (let at = xml.lastIndexOf(`${name}>`); at > 0; at = xml.lastIndexOf(`${name}>`, at - 1)) {
    const open = xml.lastIndexOf('<', at)
    if (/^<\/(?:\w+:)?$/.test(xml.slice(open, at))) return at + name.length + 1
  }
  return 0
}

/** Where the cells stand; nowhere for a chart. */
function dataOf(xml: string, part: string): [start: number, end: number] {
  const open = /<(\w+:)?sheetData(?:\s[^>]*)?>/.exec(xml)
  if (open === null || open[0].endsWith('/>')) return [0, 0]
  const end = xml.lastIndexOf(`</${open[1] ?? ''}sheetData>`)
  if (end < 0) throw new Rejection('corrompu', `${part} : données coupées`)
  return [open.index + open[0].length, end]
}

function columnOf(ref: string): number {
  let n = 0
  for (let at = 0; at < ref.length; at++) {
    const code = ref.charCodeAt(at) & ~32
    if (code < 65 || code > 90) break
    n = n * 26 + code - 64
  }
  return n - 1
}

/** Row by row, left to right; of two cells at one address the later one counts, as in Excel. */
export function inOrder(cells: StoredCell[]): StoredCell[] {
  const sorted = cells.toSorted((a, b) => a.row - b.row || a.col - b.col)
  return sorted.filter(({ row, col }, n) => {
    const next = sorted[n + 1]
    return next === undefined || next.row !== row || next.col !== col
  })
}
