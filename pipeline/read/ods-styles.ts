import { isInvisible, rgbOf } from './colour.ts'
import type { XmlHandler } from './xml.ts'

/** Prefixes under which the OpenDocument modules know each namespace. */
export const odfPrefixes: Record<string, string> = {
  'urn:oasis:names:tc:opendocument:xmlns:office:1.0': 'office',
  'urn:oasis:names:tc:opendocument:xmlns:table:1.0': 'table',
  'urn:oasis:names:tc:opendocument:xmlns:text:1.0': 'text',
  'urn:oasis:names:tc:opendocument:xmlns:style:1.0': 'style',
  'urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0': 'number',
  'urn:oasis:names:tc:opendocument:xmlns:drawing:1.0': 'draw',
  'urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0': 'fo',
  'urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0': 'calcext',
  'urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0': 'loext',
  'urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0': 'field',
  'http://www.w3.org/1999/xlink': 'xlink',
  'http://purl.org/dc/elements/1.1/': 'dc',
}

interface Style {
  dataStyle: string | null
  parent: string | null
  struck: boolean
  /** False for a hidden sheet. */
  displayed: boolean
  /** Hidden text. */
  unshown: boolean | null
  /** Above the line, as the number of a note is. */
  raised: boolean | null
  /** 0xRRGGBB; `auto` for the system's own colour, null when the style says nothing. */
  colour: number | 'auto' | null
  /** Behind a cell, a paragraph or a shape; `other` is what isn't one colour. */
  ground: number | 'none' | 'other' | null
  /** Behind the letters alone. */
  highlight: number | 'none' | null
}

/** What the elements of a number format stand for in the codes of spreadsheets: short and long form. */
const dateCodes: Record<string, [short: string, long: string]> = {
  'number:day': ['d', 'dd'],
  'number:day-of-week': ['ddd', 'dddd'],
  'number:month': ['m', 'mm'],
  'number:year': ['yy', 'yyyy'],
  'number:hours': ['h', 'hh'],
  'number:minutes': ['m', 'mm'],
  'number:seconds': ['s', 'ss'],
}
const dataStyles = /^number:(?:number|percentage|currency|date|time|boolean|text)-style$/

/** The styles of an OpenDocument file, gathered while its parts go by. */
export class OdsStyles implements XmlHandler {
  private readonly styles = new Map<string, Style>()
  private readonly formats = new Map<string, string | null>()
  private style: Style | null = null
  private code: { name: string; text: string } | null = null
  private literal = false

  open(name: string, a: Record<string, string>): void {
    if (name === 'style:style' || name === 'style:default-style') {
      this.style = {
        dataStyle: a['style:data-style-name'] ?? null,
        parent: a['style:parent-style-name'] ?? null,
        struck: false,
        displayed: true,
        unshown: null,
        raised: null,
        colour: null,
        ground: null,
        highlight: null,
      }
      this.styles.set(a['style:name'] ?? `default:${a['style:family']}`, this.style)
    } else if (this.style !== null && name === 'style:text-properties') {
      const line = a['style:text-line-through-style'] ?? a['style:text-line-through-type'] ?? 'none'
      this.style.struck ||= line !== 'none'
      this.style.colour = textColour(a) ?? this.style.colour
      this.style.highlight = background(a) ?? this.style.highlight
      if (a['text:display'] !== undefined) this.style.unshown = a['text:display'] === 'none'
      const position = a['style:text-position']
      if (position !== undefined) this.style.raised = /^(?:super|[1-9])/.test(position)
    } else if (this.style !== null && grounds.test(name)) {
      this.style.ground = background(a) ?? this.style.ground
    } else if (this.style !== null && name === 'style:graphic-properties') {
      this.style.ground = shapeGround(a)
    } else if (this.style !== null && name === 'style:background-image') {
      if (a['xlink:href'] !== undefined) this.style.ground = 'other'
    } else if (this.style !== null && name === 'style:table-properties') {
      this.style.displayed = a['table:display'] !== 'false'
      this.style.ground = background(a)
    } else if (dataStyles.test(name)) {
      this.code = { name: a['style:name'] ?? '', text: '' }
    } else if (this.code !== null) {
      this.literal = name === 'number:text' || name === 'number:currency-symbol'
      this.code.text += codeOf(name, a)
    }
  }

  close(name: string): void {
    if (name === 'style:style' || name === 'style:default-style') this.style = null
    this.literal = false
    if (this.code !== null && dataStyles.test(name)) {
      const { name: style, text } = this.code
      this.formats.set(style, text === '' || text === 'General' ? null : text)
      this.code = null
    }
  }

  text(text: string): void {
    if (this.code === null || !this.literal) return
    this.code.text += /^[ %/:.,-]+$/.test(text) ? text : `"${text.replaceAll('"', '')}"`
  }

  /** The format code of a cell style, put together from its elements; null when general. */
  format(name: string | undefined): string | null {
    const data = this.inherited(name, (style) => style.dataStyle)
    return data === null ? null : (this.formats.get(data) ?? null)
  }

  isStruck(name: string | undefined): boolean {
    return this.inherited(name, (style) => (style.struck ? true : null)) ?? false
  }

  /** Whether a text in a cell of this style, or a span of it in a style of its own, has the colour of its ground. */
  isInvisible(cell: string | undefined, span?: string): boolean {
    const own = this.inherited(span, (style) => style.colour)
    const colour = own ?? this.ofCell(cell, (style) => style.colour)
    const ground = this.ofCell(cell, (style) => style.ground)
    return typeof colour === 'number' && isInvisible(colour, groundOf(ground))
  }

  /**
   * How a text looks in a text document.
   * @param texts the styles of its spans and of its paragraph, the innermost first
   * @param behind the styles of its paragraph, cell, table and shape, the innermost first
   * @param paper behind all of them, as `isInvisible` takes it
   */
  textLook(
    texts: readonly (string | undefined)[],
    behind: readonly (string | undefined)[],
    paper: number | null | undefined,
  ): { struck: boolean; unseen: boolean; raised: boolean } {
    const first = <T>(names: readonly (string | undefined)[], get: (style: Style) => T | null) =>
      names.map((name) => this.inherited(name, get)).find((value) => value !== null) ?? null
    const all = [...texts, 'default:paragraph']
    const colour = first(all, (style) => style.colour)
    const highlight = first(texts, (style) => (style.highlight === 'none' ? null : style.highlight))
    const ground =
      highlight ?? first(behind, (style) => (style.ground === 'none' ? null : style.ground))
    return {
      struck: texts.some((name) => this.isStruck(name)),
      raised: first(texts, (style) => style.raised) === true,
      unseen:
        first(texts, (style) => style.unshown) === true ||
        (typeof colour === 'number' &&
          isInvisible(colour, ground === null ? paper : groundOf(ground))),
    }
  }

  private ofCell<T>(name: string | undefined, get: (style: Style) => T | null): T | null {
    return this.inherited(name, get) ?? this.inherited('default:table-cell', get)
  }

  /** False for the style of a hidden sheet. */
  isDisplayed(name: string | undefined): boolean {
    return this.styles.get(name ?? '')?.displayed ?? true
  }

  private inherited<T>(name: string | undefined, get: (style: Style) => T | null): T | null {
    const seen = new Set<string>()
    for (let at = name; at !== undefined && !seen.has(at); ) {
      seen.add(at)
      const style = this.styles.get(at)
      if (style === undefined) return null
      const value = get(style)
      if (value !== null) return value
      at = style.parent ?? undefined
    }
    return null
  }
}

const grounds = /^style:(?:table-cell|paragraph|table-row|section)-properties$/

/** What stands behind a text as `isInvisible` takes it. */
function groundOf(ground: Style['ground']): number | null | undefined {
  if (ground === 'other') return undefined
  return ground === 'none' ? null : ground
}

function background(a: Record<string, string>): number | 'none' | null {
  const colour = a['fo:background-color']
  return colour === undefined ? null : (rgbOf(colour) ?? 'none')
}

/** A shape that isn't filled may stand on anything. */
function shapeGround(a: Record<string, string>): number | 'other' {
  const plain = a['draw:fill'] === 'solid' && /^100/.test(a['draw:opacity'] ?? '100%')
  return (plain ? rgbOf(a['draw:fill-color'] ?? '') : null) ?? 'other'
}

function textColour(a: Record<string, string>): number | 'auto' | null {
  if (a['style:use-window-font-color'] === 'true') return 'auto'
  return a['fo:color'] === undefined ? null : rgbOf(a['fo:color'])
}

function codeOf(name: string, a: Record<string, string>): string {
  if (name === 'number:number' || name === 'number:scientific-number') {
    const places = Number(a['number:decimal-places'] ?? Number.NaN)
    const grouped = a['number:grouping'] === 'true'
    if (Number.isNaN(places) && !grouped) return 'General'
    const whole = grouped
      ? '#,##0'
      : '0'.repeat(Math.min(Number(a['number:min-integer-digits'] ?? 1), 20))
    const decimals = places > 0 ? `.${'0'.repeat(Math.min(places, 20))}` : ''
    return `${whole || '#'}${decimals}${name === 'number:number' ? '' : 'E+00'}`
  }
  if (name === 'number:text-content') return '@'
  const code = dateCodes[name]
  if (code === undefined) return ''
  const long = code[a['number:style'] === 'long' ? 1 : 0]
  return a['number:textual'] === 'true'
    ? long.replace(/^mm?$/, (m) => (m === 'mm' ? 'mmmm' : 'mmm'))
    : long
}

/** A repetition or a span: 1 when it is not said, or is no whole number above zero. */
export function repetition(text: string | undefined): number {
  const n = Number.parseInt(text ?? '1', 10)
  return Number.isSafeInteger(n) && n > 0 ? n : 1
}
