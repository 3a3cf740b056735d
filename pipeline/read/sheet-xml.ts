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

const rowOrCell =
  /<(?:\w+:)?(?:(row)(?:\s([^<>]*?))?\/?>|c(?:\s([^<>]*?))?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>))/g
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
  const data = xml.slice(start, end)
  const cells: StoredCell[] = []
  const hiddenRows = new Set<number>()
  let row = -1
  let col = -1
  let ordered = true
  for (const [, isRow, ofRow = '', ofCell = '', body] of data.matchAll(rowOrCell)) {
    if (isRow !== undefined) {
      const ref = refOf.exec(ofRow)?.[1]
      row = ref === undefined ? row + 1 : Number.parseInt(ref, 10) - 1
      col = -1
      const flat = Number(heightOf.exec(ofRow)?.[1] ?? Number.NaN) === 0
      if (flat || /^(?:1|true)$/.test(hiddenOf.exec(ofRow)?.[1] ?? '')) hiddenRows.add(row)
      continue
    }
    const before = col
    const ref = refOf.exec(ofCell)?.[1]
    col = ref === undefined ? col + 1 : columnOf(ref)
    const stored = body === undefined ? null : storedCell(ofCell, body, row, col)
    if (stored === null) continue
    ordered &&= col > before && row >= (cells.at(-1)?.row ?? 0)
    cells.push(stored)
  }
  const shell = xml.slice(0, start) + xml.slice(end)
  return { cells: ordered ? cells : inOrder(cells), hiddenRows, shell }
}

function storedCell(attributes: string, body: string, row: number, col: number): StoredCell | null {
  const type = typeOf.exec(attributes)?.[1] ?? 'n'
  const formula = formulaIn.test(body)
  const found = (type === 'inlineStr' ? inlineIn : valueIn).exec(body)?.[1]
  const value = found === undefined || found === '' ? null : found
  if (value === null && !formula) return null
  return { row, col, style: Number(styleOf.exec(attributes)?.[1] ?? 0), type, value, formula }
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
function inOrder(cells: StoredCell[]): StoredCell[] {
  const sorted = cells.toSorted((a, b) => a.row - b.row || a.col - b.col)
  return sorted.filter(({ row, col }, n) => {
    const next = sorted[n + 1]
    return next === undefined || next.row !== row || next.col !== col
  })
}
