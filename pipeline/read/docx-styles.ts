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
import { type Fill, groundOf } from './look.ts'
import { Rejection } from './rejection.ts'
import { themeColours } from './xlsx-styles.ts'
import { walkXml, type XmlHandler } from './xml.ts'

/** Prefixes under which the docx modules know each namespace. */
export const docxPrefixes: Record<string, string> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'http://schemas.microsoft.com/office/word/2010/wordml': 'w14',
  'http://schemas.microsoft.com/office/word/2010/wordprocessingShape': 'wps',
  'http://schemas.openxmlformats.org/drawingml/2006/main': 'a',
  'http://purl.oclc.org/ooxml/drawingml/main': 'a',
}

export type Attributes = Record<string, string>

/** What a run, or a style, says of the look of a text; what it leaves unsaid is absent. */
export interface TextLook {
  struck?: boolean
  hidden?: boolean
  colour?: Colour
  /** Behind the letters alone: a highlight, or a shading of the run. */
  highlight?: Fill
  shade?: Fill
  /** Outlined, in a gradient or otherwise adorned: its colour doesn't say whether it is seen. */
  adorned?: boolean
  /** Stands above the line, as the mark of a note does. */
  raised?: boolean
}

interface Style {
  parent: string | null
  look: TextLook
  /** Behind a whole paragraph. */
  fill: Fill | undefined
  /** A table style that colours some of its cells: which ones depends on their place. */
  shades: boolean
}

const highlights: Record<string, number> = {
  black: 0x000000,
  blue: 0x0000ff,
  cyan: 0x00ffff,
  green: 0x00ff00,
  magenta: 0xff00ff,
  red: 0xff0000,
  yellow: 0xffff00,
  white: 0xffffff,
  darkBlue: 0x000080,
  darkCyan: 0x008080,
  darkGreen: 0x008000,
  darkMagenta: 0x800080,
  darkRed: 0x800000,
  darkYellow: 0x808000,
  darkGray: 0x808080,
  lightGray: 0xc0c0c0,
}
/** Names of theme colours in the order of the theme; the darkest and the lightest go by two names. */
const themeNames = [
  ['light1', 'background1', 'lt1', 'bg1'],
  ['dark1', 'text1', 'dk1', 'tx1'],
  ['light2', 'background2', 'lt2', 'bg2'],
  ['dark2', 'text2', 'dk2', 'tx2'],
  ...['accent1', 'accent2', 'accent3', 'accent4', 'accent5', 'accent6'].map((name) => [name]),
  ['hyperlink', 'hlink'],
  ['followedHyperlink', 'folHlink'],
]
const adornments =
  /^(?:w:outline|w:shadow|w:emboss|w:imprint|w14:textFill|w14:textOutline|w14:glow|w14:shadow)$/
const defaults = ''
const part = 'word/styles.xml'
const ofStyles = /<((?:\w+:)?)(style|docDefaults)((?:\s[^>]*)?)(?<!\/)>[\s\S]*?<\/\1\2>/g

/** The styles of a Word document and its theme: how a text looks that states styles and properties of its own. */
export class DocxStyles implements XmlHandler {
  private readonly theme: string | null
  private colours: Palette | null = null
  /** The root of the styles, which names their namespaces, and the XML of each style. */
  private readonly root: string
  private readonly slices = new Map<string, string>()
  private readonly styles = new Map<string, Style>()
  private readonly resolved = new Map<string, Omit<Style, 'parent'>>()
  private defaultParagraph = defaults
  private defaultTable = defaults
  private style: Style | null = null
  private readonly path: string[] = []

  /**
   * Parts that the document lacks are null. Programs write hundreds of styles of which a document uses ten: each is taken apart when it
   * is asked for, which throws a `Rejection` (`corrompu`); so does this (`entites`).
   */
  constructor(styles: string | null, theme: string | null) {
    this.theme = theme
    const xml = styles ?? ''
    if (xml.includes('<!DOCTYPE')) throw new Rejection('entites', part)
    this.root = /<(?:\w+:)?styles(?:\s[^>]*)?>/.exec(xml)?.[0] ?? ''
    for (const [slice, , kind, tag] of xml.matchAll(ofStyles)) {
      const of = (key: string) => new RegExp(`[\\s:]${key}="([^"]*)"`).exec(tag ?? '')?.[1]
      const id = kind === 'style' ? `${of('type')}:${of('styleId')}` : defaults
      this.slices.set(id, slice)
      if (!isTrue(of('default'))) continue
      if (of('type') === 'paragraph') this.defaultParagraph = id
      if (of('type') === 'table') this.defaultTable = id
    }
  }

  private get palette(): Palette {
    this.colours ??= {
      theme: this.theme === null ? officeTheme : themeColours(this.theme),
      indexed: standardIndexed,
    }
    return this.colours
  }

  open(name: string, a: Attributes): void {
    const inside = this.path.at(-1)
    this.path.push(name)
    if (this.style === null) return
    if (name === 'w:basedOn') this.style.parent = a['w:val'] ?? null
    else if (name === 'w:shd' && inside === 'w:pPr') this.style.fill = fillOf(a)
    else if (inside === 'w:rPr') setLook(this.style.look, name, a)
    if (name === 'w:shd' && fillOf(a).kind !== 'none') this.style.shades = true
  }

  close(): void {
    this.path.pop()
  }

  text(): void {}

  /** How a run looks: by itself, by its style, by the style of its paragraph. Styles that aren't named or known say nothing. */
  look(own: TextLook, run: string | undefined, paragraph: string | undefined): TextLook {
    return {
      ...this.of(defaults).look,
      ...this.ofParagraph(paragraph).look,
      ...(run === undefined ? {} : this.of(`character:${run}`).look),
      ...own,
    }
  }

  /** What the style of a paragraph puts behind it. */
  fill(paragraph: string | undefined): Fill | undefined {
    return this.ofParagraph(paragraph).fill
  }

  /** Whether a table style colours some cells. */
  shades(table: string | undefined): boolean {
    return this.of(table === undefined ? this.defaultTable : `table:${table}`).shades
  }

  /** The colour behind a text as `isInvisible` takes it. */
  ground(fill: Fill): number | null | undefined {
    return groundOf(fill, this.palette)
  }

  /** Whether a text can't be seen on what stands behind its paragraph. */
  isInvisible(look: TextLook, behind: number | null | undefined): boolean {
    if (look.adorned) return false
    const own = [look.highlight, look.shade].find((fill) => fill && fill.kind !== 'none')
    const ground = own === undefined ? behind : this.ground(own)
    return isInvisible(resolve(look.colour ?? automatic, this.palette), ground)
  }

  private styleOf(id: string): Style | undefined {
    const slice = this.slices.get(id)
    const known = this.styles.get(id)
    if (known !== undefined || slice === undefined) return known
    const style: Style = { parent: null, look: {}, fill: undefined, shades: false }
    this.style = style
    const end = `</${/^<([\w:]+)/.exec(this.root)?.[1] ?? ''}>`
    walkXml(this.root + slice + end, part, docxPrefixes, this)
    this.style = null
    this.styles.set(id, style)
    return style
  }

  private ofParagraph(id: string | undefined): Omit<Style, 'parent'> {
    return this.of(id === undefined ? this.defaultParagraph : `paragraph:${id}`)
  }

  /** A style with what it takes over from those that it is based on. */
  private of(id: string): Omit<Style, 'parent'> {
    const known = this.resolved.get(id)
    if (known !== undefined) return known
    const kind = id.slice(0, id.indexOf(':') + 1)
    const chain: Style[] = []
    for (let at: string | null = id; at !== null; ) {
      const style = this.styleOf(at)
      if (style === undefined || chain.includes(style)) break
      chain.unshift(style)
      at = style.parent === null ? null : kind + style.parent
    }
    const whole = {
      look: Object.assign({}, ...chain.map(({ look }) => look)) as TextLook,
      fill: chain.findLast(({ fill }) => fill !== undefined)?.fill,
      shades: chain.some(({ shades }) => shades),
    }
    this.resolved.set(id, whole)
    return whole
  }
}

/** Notes in a look what one property of a run says. */
export function setLook(look: TextLook, name: string, a: Attributes): void {
  if (/^w:d?strike$/.test(name)) look.struck = isOn(a) || look.struck === true
  else if (name === 'w:vanish') look.hidden = isOn(a)
  else if (name === 'w:color') look.colour = themed(a, '', 'w:val')
  else if (name === 'w:highlight') {
    const rgb = highlights[a['w:val'] ?? '']
    look.highlight =
      rgb === undefined ? { kind: 'none' } : { kind: 'solid', colour: { kind: 'rgb', rgb } }
  } else if (name === 'w:shd') look.shade = fillOf(a)
  else if (name === 'w:vertAlign') look.raised = a['w:val'] === 'superscript'
  else if (adornments.test(name)) look.adorned = isOn(a) || look.adorned === true
}

/** What a shading puts behind a text. */
export function fillOf(a: Attributes): Fill {
  const pattern = a['w:val'] ?? 'clear'
  if (pattern === 'nil') return { kind: 'none' }
  if (pattern !== 'clear') return { kind: 'pattern' }
  const colour = themed(a, 'Fill', 'w:fill')
  return colour.kind === 'auto' ? { kind: 'none' } : { kind: 'solid', colour }
}

/** The fill that a colour of a drawing gives; undefined for what is none. */
export function drawnFill(name: string, a: Attributes): Fill | undefined {
  if (name === 'a:srgbClr') {
    const rgb = rgbOf(a.val ?? '')
    return rgb === null ? { kind: 'pattern' } : { kind: 'solid', colour: { kind: 'rgb', rgb } }
  }
  if (name !== 'a:schemeClr') return undefined
  const index = themeIndex(a.val)
  return index < 0
    ? { kind: 'pattern' }
    : { kind: 'solid', colour: { kind: 'theme', index, tint: 0 } }
}

/** Whether a property without or with a value is set. */
export function isOn(a: Attributes): boolean {
  return !/^(?:0|false|off|none)$/.test(a['w:val'] ?? 'true')
}

function isTrue(value: string | undefined): boolean {
  return /^(?:1|true|on)$/.test(value ?? '')
}

function themeIndex(name: string | undefined): number {
  return themeNames.findIndex((names) => names.includes(name ?? ''))
}

/** A colour by its name in the theme, made lighter or darker, else by its number. */
function themed(a: Attributes, of: '' | 'Fill', plain: string): Colour {
  const index = themeIndex(a[of === '' ? 'w:themeColor' : 'w:themeFill'])
  if (index >= 0) {
    const part = (key: string) => Number.parseInt(a[`w:theme${of}${key}`] ?? 'ff', 16) / 255
    const tint = a[`w:theme${of}Shade`] === undefined ? 1 - part('Tint') : part('Shade') - 1
    return { kind: 'theme', index, tint }
  }
  const rgb = rgbOf(a[plain] ?? '')
  return rgb === null ? automatic : { kind: 'rgb', rgb }
}
