import { address } from './cell.ts'
import { Rejection } from './rejection.ts'

/** What SheetJS does not tell about a sheet, and the sheet without what costs memory for nothing. */
export interface PreparedSheet {
  xml: string
  /** Addresses (`D14`) of formulas whose result was never stored. */
  uncomputed: Set<string>
  /** Addresses of cells that are struck through, in full or in part. */
  struck: Set<string>
}

const rowOrCell =
  /<(?:\w+:)?(?:row(?:\s([^>]*))?>|c(?:\s([^>]*?))?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>))/g
const emptyRow = /<((?:\w+:)?)row\s(?=[^>]*\br=)[^>]*?(?:\/>|>\s*<\/\1row>)/g
const strike = /<(?:\w+:)?strike(?!\s[^>]*val="(?:0|false)")/

/** True when rich text has a run that is struck through. */
export function hasStrike(richText: string): boolean {
  return strike.test(richText)
}

/**
 * Looks through the XML of one sheet: cells without content are taken out (a million formatted ones would cost
 * SheetJS a gigabyte), and formulas without a result and struck cells are noted.
 * `struckStyles` are the cell styles whose font is struck through.
 * Throws a `Rejection` (`corrompu`) when the data of the sheet is cut off.
 */
export function prepareSheet(xml: string, part: string, struckStyles: Set<number>): PreparedSheet {
  const uncomputed = new Set<string>()
  const struck = new Set<string>()
  const [start, end] = dataOf(xml, part)
  let row = -1
  let col = -1
  const data = xml.slice(start, end).replaceAll(rowOrCell, (tag, ofRow, ofCell, body) => {
    if (ofCell === undefined && body === undefined && !/^<(?:\w+:)?c\b/.test(tag)) {
      const r = attribute(ofRow ?? '', 'r')
      row = r === null ? row + 1 : Number.parseInt(r, 10) - 1
      col = -1
      return tag
    }
    const r = attribute(ofCell ?? '', 'r')
    col = r === null ? col + 1 : columnOf(r)
    if (isBlank(body)) return r === null ? tag : ''
    const at = r ?? address(row, col)
    const lacking = lacksResult(ofCell ?? '', body)
    if (lacking) uncomputed.add(at)
    const style = struckStyles.size === 0 ? null : attribute(ofCell ?? '', 's')
    if ((style !== null && struckStyles.has(Number(style))) || hasStrike(body)) struck.add(at)
    // SheetJS would leave the cell out; the note says that the zero is none.
    return lacking ? `<c r="${at}"><v>0</v></c>` : tag
  })
  const lean = data.replaceAll(emptyRow, '')
  return { xml: xml.slice(0, start) + lean + xml.slice(end), uncomputed, struck }
}

/** The styles of cells (`s`) whose font is struck through, from `xl/styles.xml`. */
export function struckStyles(styles: string): Set<number> {
  const struckFonts = new Set<number>()
  for (const [n, font] of elements(section(styles, 'fonts'), 'font').entries()) {
    if (hasStrike(font)) struckFonts.add(n)
  }
  const found = new Set<number>()
  if (struckFonts.size === 0) return found
  for (const [n, xf] of elements(section(styles, 'cellXfs'), 'xf').entries()) {
    if (struckFonts.has(Number(attribute(xf, 'fontId') ?? '0'))) found.add(n)
  }
  return found
}

function dataOf(xml: string, part: string): [start: number, end: number] {
  const open = /<(\w+:)?sheetData\s*>/.exec(xml)
  if (open === null) return [0, 0]
  const end = xml.lastIndexOf(`</${open[1] ?? ''}sheetData>`)
  if (end < 0) throw new Rejection('corrompu', `${part} : données coupées`)
  return [open.index + open[0].length, end]
}

function attribute(tag: string, name: string): string | null {
  return new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1] ?? null
}

function columnOf(ref: string): number {
  let n = 0
  for (const letter of ref) {
    const code = letter.charCodeAt(0) - 64
    if (code < 1 || code > 26) break
    n = n * 26 + code
  }
  return n - 1
}

function isBlank(body: string | undefined): boolean {
  return body === undefined || /^(?:\s|<(?:\w+:)?v\s*(?:\/>|>\s*<\/(?:\w+:)?v>))*$/.test(body)
}

/** A formula without a stored value; `t="str"` without one is a formula that gave an empty text. */
function lacksResult(attributes: string, body: string): boolean {
  if (!/<(?:\w+:)?f[\s/>]/.test(body) || /<(?:\w+:)?v(?:\s[^>]*)?>[^<]/.test(body)) return false
  return attribute(attributes, 't') !== 'str'
}

function section(xml: string, name: string): string {
  return new RegExp(`<((?:\\w+:)?)${name}[\\s>][\\s\\S]*?</\\1${name}>`).exec(xml)?.[0] ?? ''
}

function elements(xml: string, name: string): string[] {
  const one = new RegExp(`<((?:\\w+:)?)${name}(?:\\s[^>]*?)?(?:/>|>[\\s\\S]*?</\\1${name}>)`, 'g')
  return xml.match(one) ?? []
}
