import {
  automatic,
  type Colour,
  isInvisible,
  officeTheme,
  type Palette,
  resolve,
  rgbOf,
  standardIndexed,
} from './colour.ts'
import { type Fill, type Font, groundOf, type Look, lookOf } from './look.ts'
import { unescapeCodes, unescapeXml, walkTags, type XmlHandler } from './xml.ts'

const prefixes: Record<string, string> = {
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main': '',
  'http://purl.oclc.org/ooxml/spreadsheetml/main': '',
  'http://schemas.openxmlformats.org/drawingml/2006/main': 'a',
  'http://purl.oclc.org/ooxml/drawingml/main': 'a',
}

type Attributes = Record<string, string>

/** Colours of a theme in the order in which workbooks number them. */
const themeOrder = [
  ...['lt1', 'dk1', 'lt2', 'dk2'],
  ...['accent1', 'accent2', 'accent3', 'accent4', 'accent5', 'accent6', 'hlink', 'folHlink'],
]

/** What the styles of a workbook say, by position of a cell's format (`s`). */
export interface XlsxStyles {
  /** Codes of number formats; null when general. */
  formats: (string | null)[]
  looks: Look[]
  /** True when a run of a rich text can't be seen in a cell of this format. */
  hidesRun(richText: string, style: number): boolean
}

/**
 * Number formats, fonts and fills of a workbook in XML, from its `styles.xml` and its theme; either may be missing.
 * Throws a `Rejection` (`corrompu`, `entites`).
 */
export function xlsxStyles(styles: string | null, theme: string | null): XlsxStyles {
  const key = `${styles}\0${theme}`
  const known = lately.get(key)
  if (known !== undefined) return known
  const found = readStyles(styles, theme)
  if (lately.size >= mostLately) lately.clear()
  lately.set(key, found)
  return found
}

/** Programs write the same styles into one workbook after the other; to take them apart costs more than a small sheet. */
const lately = new Map<string, XlsxStyles>()
const mostLately = 32

function readStyles(styles: string | null, theme: string | null): XlsxStyles {
  const found = new Styles()
  if (styles !== null) walkTags(styles, 'xl/styles.xml', prefixes, found)
  const palette: Palette = {
    theme: theme === null ? officeTheme : themeColours(theme),
    indexed: found.indexed.length === 0 ? standardIndexed : found.indexed,
  }
  const grounds = found.fills.map((fill) => groundOf(fill, palette))
  return {
    formats: found.formats.map(({ number }) => {
      const code = found.codes.get(number) ?? builtInFormats[number] ?? 'General'
      return code === 'General' ? null : code
    }),
    looks: found.formats.map(({ font, fill }) =>
      lookOf(found.fonts[font], found.fills[fill], palette),
    ),
    hidesRun: (richText, style) => {
      if (!/<(?:\w+:)?color\s/.test(richText)) return false
      const ground = grounds[found.formats[style]?.fill ?? -1] ?? null
      return runColours(richText).some((colour) => isInvisible(resolve(colour, palette), ground))
    },
  }
}

/** Colours that runs of a rich text with something to read state for themselves. */
function runColours(richText: string): Colour[] {
  const runs = richText.matchAll(/<(?:\w+:)?r(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?r>/g)
  return [...runs].flatMap(([, run]) => {
    const text = /<(?:\w+:)?t(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?t>/.exec(run!)?.[1] ?? ''
    const tag = /<(?:\w+:)?color\s([^>]*?)\/?>/.exec(run!)?.[1]
    if (tag === undefined || unescapeXml(text).trim() === '') return []
    const attributes = [...tag.matchAll(/(\w+)\s*=\s*["']([^"']*)["']/g)]
    return [colourOf(Object.fromEntries(attributes.map(([, key, value]) => [key, value])))]
  })
}

/** Formats that workbooks number without stating their code. */
const builtInFormats: Record<number, string> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'm/d/yy',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'm/d/yy h:mm',
  37: '#,##0 ;(#,##0)',
  38: '#,##0 ;[Red](#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;[Red](#,##0.00)',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mmss.0',
  48: '##0.0E+0',
  49: '@',
  56: '"上午/下午 "hh"時"mm"分"ss"秒 "',
}

/** Gathers number formats, fonts, fills, formats of cells and an own palette while the styles go by. */
class Styles implements Pick<XmlHandler, 'open' | 'close'> {
  readonly fonts: Font[] = []
  readonly fills: Fill[] = []
  /** Codes that the workbook states, by number. */
  readonly codes = new Map<number, string>()
  /** Where the font, fill and number format of each cell format stand. */
  readonly formats: { font: number; fill: number; number: number }[] = []
  readonly indexed: number[] = []
  private readonly path: string[] = []

  open(name: string, a: Attributes): void {
    const inside = this.path.at(-1)
    const list = this.path.at(-2)
    this.path.push(name)
    if (name === 'font' && inside === 'fonts') this.fonts.push({ struck: false, colour: automatic })
    else if (name === 'fill' && inside === 'fills') this.fills.push({ kind: 'none' })
    else if (name === 'xf' && inside === 'cellXfs') {
      const [font, fill, number] = [a.fontId, a.fillId, a.numFmtId].map((id) => Number(id ?? 0))
      this.formats.push({ font: font!, fill: fill!, number: number! })
    } else if (name === 'numFmt' && this.path.includes('numFmts')) {
      // Number 0 is general whatever a workbook says of it.
      if (Number(a.numFmtId) > 0)
        this.codes.set(Number(a.numFmtId), unescapeCodes(a.formatCode ?? ''))
    } else if (inside === 'font' && list === 'fonts') this.setFont(name, a)
    else if (inside === 'fill' && list === 'fills') this.setFill(name, a)
    else if (name === 'fgColor' && this.path.at(-4) === 'fills') this.setGround(a)
    else if (name === 'rgbColor' && inside === 'indexedColors') {
      this.indexed.push(rgbOf(a.rgb ?? '') ?? 0)
    }
  }

  close(): void {
    this.path.pop()
  }

  private setFont(name: string, a: Attributes): void {
    const font = this.fonts.at(-1)!
    if (name === 'strike') font.struck = !/^(?:0|false)$/.test(a.val ?? '1')
    else if (name === 'color') font.colour = colourOf(a)
  }

  private setFill(name: string, a: Attributes): void {
    const pattern = name === 'patternFill' ? (a.patternType ?? 'none') : 'gradient'
    const fill: Fill =
      pattern === 'none'
        ? { kind: 'none' }
        : pattern === 'solid'
          ? { kind: 'solid', colour: automatic }
          : { kind: 'pattern' }
    this.fills[this.fills.length - 1] = fill
  }

  private setGround(a: Attributes): void {
    if (this.fills.at(-1)?.kind === 'solid') {
      this.fills[this.fills.length - 1] = { kind: 'solid', colour: colourOf(a) }
    }
  }
}

function colourOf(a: Attributes): Colour {
  const tint = Number(a.tint ?? 0)
  const rgb = a.rgb === undefined ? null : rgbOf(a.rgb)
  if (rgb !== null) return { kind: 'rgb', rgb }
  if (a.theme !== undefined) return { kind: 'theme', index: Number(a.theme), tint }
  if (a.indexed !== undefined) return { kind: 'indexed', index: Number(a.indexed), tint }
  return automatic
}

/** The twelve colours of a theme; those that it doesn't state are those of Office. Throws a `Rejection`. */
export function themeColours(xml: string): readonly number[] {
  if (xml !== lastTheme.xml) lastTheme = { xml, colours: readTheme(xml) }
  return lastTheme.colours
}

/** Nearly all workbooks of a folder have the theme of the same program. */
let lastTheme: { xml: string; colours: readonly number[] } = { xml: '', colours: officeTheme }

function readTheme(xml: string): readonly number[] {
  const colours = [...officeTheme]
  let at = -1
  walkTags(xml, 'xl/theme/theme1.xml', prefixes, {
    open: (name, a) => {
      const named = themeOrder.indexOf(name.replace('a:', ''))
      if (named >= 0) at = named
      if (at < 0 || (name !== 'a:srgbClr' && name !== 'a:sysClr')) return
      colours[at] = rgbOf(a.lastClr ?? a.val ?? '') ?? colours[at]!
    },
    close: (name) => {
      if (themeOrder.includes(name.replace('a:', ''))) at = -1
    },
  })
  return colours
}
