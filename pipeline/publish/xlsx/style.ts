import { escapeXml } from './xml.ts'

/** How a cell looks; equal looks are one style of the file. */
export interface Look {
  /** Number format as the file writes it (`#,##0`); a program shows it in its own language. */
  format?: string
  bold?: boolean
  italic?: boolean
  /** Points; 11 unless said. */
  size?: number
  /** Colours as RRGGBB. */
  color?: string
  fill?: string
  wrap?: boolean
  align?: 'left' | 'center' | 'right'
  top?: boolean
  bottom?: boolean
  /** What stands in the cell is text whatever it looks like, also after it is edited. */
  text?: boolean
  underline?: boolean
}

/** Numbers looks as they are met; style 0 is the plain one. */
export class Styles {
  readonly #ids = new Map<string, number>([['{}', 0]])
  readonly #looks: Look[] = [{}]
  /** Most cells share the very look of their column: what it says is compared once. */
  readonly #met = new WeakMap<Look, number>()

  /** The number of a look in the file. */
  id(look: Look): number {
    const met = this.#met.get(look)
    if (met !== undefined) return met
    const id = this.#number(look)
    this.#met.set(look, id)
    return id
  }

  #number(look: Look): number {
    const key = JSON.stringify(look, Object.keys(look).sort())
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    const id = this.#looks.push(look) - 1
    this.#ids.set(key, id)
    return id
  }

  /** `xl/styles.xml`. */
  xml(): string {
    const formats = new Pool<string>()
    const fonts = new Pool([fontXml({})])
    // The two first fills belong to the format.
    const fills = new Pool([
      '<fill><patternFill patternType="none"/></fill>',
      '<fill><patternFill patternType="gray125"/></fill>',
    ])
    const borders = new Pool([borderXml({})])
    const cells = this.#looks.map((look) => {
      const format = look.text ? '@' : look.format
      // Numbers below 164 are the format's own; 49 is text.
      const number =
        format === undefined ? 0 : format === '@' ? 49 : 164 + formats.index(escapeXml(format))
      const alignment = [
        look.align === undefined ? '' : ` horizontal="${look.align}"`,
        ' vertical="top"',
        look.wrap ? ' wrapText="1"' : '',
      ].join('')
      return (
        `<xf numFmtId="${number}" fontId="${fonts.index(fontXml(look))}" fillId="${look.fill === undefined ? 0 : fills.index(fillXml(look.fill))}"` +
        ` borderId="${borders.index(borderXml(look))}" xfId="0"${look.text ? ' quotePrefix="1"' : ''} applyNumberFormat="1"` +
        ` applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment${alignment}/></xf>`
      )
    })
    const numFmts = formats.all.map(
      (code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${code}"/>`,
    )
    return [
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
      numFmts.length === 0 ? '' : list('numFmts', numFmts),
      list('fonts', fonts.all),
      list('fills', fills.all),
      list('borders', borders.all),
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
      list('cellXfs', cells),
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
      '</styleSheet>',
    ].join('')
  }
}

/** Things numbered in the order in which they are first met. */
class Pool<T> {
  readonly all: T[]
  constructor(all: T[] = []) {
    this.all = all
  }
  index(one: T): number {
    const at = this.all.indexOf(one)
    return at >= 0 ? at : this.all.push(one) - 1
  }
}

function list(tag: string, items: readonly string[]): string {
  return `<${tag} count="${items.length}">${items.join('')}</${tag}>`
}

function fontXml({ bold, italic, underline, size = 11, color }: Look): string {
  return (
    `<font>${bold ? '<b/>' : ''}${italic ? '<i/>' : ''}${underline ? '<u/>' : ''}<sz val="${size}"/>` +
    `${color === undefined ? '' : `<color rgb="FF${color}"/>`}<name val="Calibri"/><family val="2"/></font>`
  )
}

function fillXml(color: string): string {
  return `<fill><patternFill patternType="solid"><fgColor rgb="FF${color}"/><bgColor indexed="64"/></patternFill></fill>`
}

function borderXml({ top, bottom }: Look): string {
  const side = (name: string, drawn: boolean | undefined) =>
    drawn ? `<${name} style="thin"><color rgb="FF666666"/></${name}>` : `<${name}/>`
  return `<border><left/><right/>${side('top', top)}${side('bottom', bottom)}<diagonal/></border>`
}
