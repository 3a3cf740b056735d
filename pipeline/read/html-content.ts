import type { Cell, Sheet } from './cell.ts'
import { textCell } from './csv.ts'
import { displayNumber, showsDay } from './display.ts'
import { type Style, styleOf, withinStyle } from './html-style.ts'
import { isCorrected, replacedIn } from './paragraph.ts'
import { Rejection } from './rejection.ts'
import { cleanText } from './text.ts'

type Attributes = Record<string, string>

/** What is no content, whatever stands in it. */
const aside = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'select',
  'svg',
  'object',
  'head',
])
const blocks = new Set([
  ...[
    'p',
    'div',
    'section',
    'article',
    'header',
    'footer',
    'main',
    'ul',
    'ol',
    'li',
    'dl',
    'dt',
    'dd',
  ],
  ...[
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'blockquote',
    'pre',
    'address',
    'hr',
    'body',
    'form',
    'caption',
  ],
])
const struckBy = new Set(['s', 'strike', 'del'])
/** Elements that never close. */
const empty = new Set([
  'br',
  'hr',
  'img',
  'input',
  'meta',
  'link',
  'col',
  'wbr',
  'area',
  'base',
  'embed',
])

/** Elements inside each other, spans, columns and cells beyond which no report goes. */
const deepest = 1_000
const widestSpan = 1_000
const highestSpan = 65_534
const mostCols = 16_384
const mostCells = 450_000

interface Text {
  text: string
  /** Where the pieces struck through begin and end in it. */
  struck: { start: number; end: number }[]
  /** Some of it is unseen, and some of it is seen. */
  unseen: boolean
  seen: boolean
  /** Whether it is quoted from an earlier mail. */
  quoted: boolean
}

interface Table {
  sheet: Sheet
  row: number
  col: number
  /** Past the last row that a cell above reaches down to, by column. */
  reaches: number[]
  hiddenCols: Set<number>
  cols: number
  /** The cell that is open, or none. */
  cell: { text: Text; attributes: Attributes; style: Style } | null
}

const nothing = (): Text => ({
  text: '',
  struck: [],
  unseen: false,
  seen: false,
  quoted: false,
})

/** Gathers paragraphs and tables while a page goes by. */
export class HtmlContent {
  title = ''
  private readonly rules: ReadonlyMap<string, string>
  private readonly quotes: boolean
  private readonly tables: Table[] = []
  private readonly open_: Table[] = []
  private readonly paragraphs: Cell[] = []
  private paragraph = nothing()
  private styles: { name: string; style: Style }[] = []
  private skipping = 0
  private inTitle = false
  private cells = 0
  private quoting = 0

  /**
   * @param rules what style sheets say of classes
   * @param quotes whether `blockquote` holds what was written before, as in mails, and is no mere indentation
   */
  constructor(rules: ReadonlyMap<string, string>, quotes = false) {
    this.rules = rules
    this.quotes = quotes
  }

  open(name: string, a: Attributes): void {
    if (name === 'title') this.inTitle = true
    if (this.skipping > 0 || aside.has(name)) {
      if (!empty.has(name)) this.skipping++
      return
    }
    const above = this.styles.at(-1)?.style ?? null
    const style = styleOf(a, this.rules, above, struckBy.has(name))
    if (name === 'col') this.addColumn(a, style)
    if (name === 'br') this.into.text += '\n'
    if (empty.has(name)) return
    this.styles.push({ name, style })
    if (this.styles.length > deepest) throw new Rejection('corrompu', 'éléments emboîtés sans fin')
    if (name === 'table') this.startTable(style)
    else if (name === 'tr') this.startRow()
    else if (name === 'td' || name === 'th') this.startCell(a, style)
    else if (blocks.has(name)) this.breakLine()
    if (this.quotes && name === 'blockquote') this.quoting++
  }

  close(name: string): void {
    if (name === 'title') this.inTitle = false
    if (this.skipping > 0) {
      if (!empty.has(name)) this.skipping--
      return
    }
    if (empty.has(name)) return
    if (name === 'td' || name === 'th') this.endCell()
    else if (name === 'table') {
      this.endCell()
      this.open_.pop()
    } else if (blocks.has(name)) this.breakLine()
    if (this.quotes && name === 'blockquote') this.quoting = Math.max(0, this.quoting - 1)
    const at = this.styles.findLastIndex((one) => one.name === name)
    if (at >= 0) this.styles.length = at
  }

  text(piece: string): void {
    if (this.inTitle) this.title = (this.title + piece).slice(0, 500)
    if (this.skipping > 0) return
    const into = this.into
    const text = piece.replaceAll(/[\t\r\n\f ]+/g, ' ')
    const start = into.text.length
    into.text += into.text === '' || /\s$/.test(into.text) ? text.trimStart() : text
    if (text.trim() === '') return
    into.quoted = this.quoting > 0
    const style = this.styles.at(-1)?.style
    if (style?.struck === true) into.struck.push({ start, end: into.text.length })
    if (style !== undefined && withinStyle(style)) into.unseen = true
    else into.seen = true
  }

  /** The sheets that have any text. */
  sheets(): Sheet[] {
    this.endParagraph()
    const text: Sheet = { name: 'Texte', hidden: false, cells: this.paragraphs, merges: [] }
    return [text, ...this.tables.map(({ sheet }) => sheet)].filter(({ cells }) => cells.length > 0)
  }

  private get table(): Table | undefined {
    return this.open_.at(-1)
  }

  private get into(): Text {
    return this.table?.cell?.text ?? this.paragraph
  }

  private startTable(style: Style): void {
    this.endParagraph()
    // A table of an earlier mail is an earlier state of what it tells.
    const earlier = this.quoting > 0 ? ' (message précédent)' : ''
    const name = `Tableau ${this.tables.length + 1}${earlier}`
    const sheet: Sheet = { name, hidden: style.hidden, cells: [], merges: [] }
    if (this.table === undefined) sheet.after = this.paragraphs.length
    const table = { sheet, row: -1, col: 0, reaches: [], hiddenCols: new Set<number>(), cols: 0 }
    this.tables.push({ ...table, cell: null })
    this.open_.push(this.tables.at(-1)!)
  }

  private startRow(): void {
    const table = this.table
    if (table === undefined) return
    this.endCell()
    table.row++
    table.col = 0
  }

  private addColumn(a: Attributes, style: Style): void {
    const table = this.table
    if (table === undefined) return
    const span = spanOf(a.span, widestSpan)
    for (let n = 0; n < span && table.cols < mostCols; n++, table.cols++) {
      if (style.hidden) table.hiddenCols.add(table.cols)
    }
  }

  private startCell(a: Attributes, style: Style): void {
    const table = this.table
    if (table === undefined) return
    this.endCell()
    if (table.row < 0) table.row = 0
    while ((table.reaches[table.col] ?? 0) > table.row) table.col++
    table.cell = { text: nothing(), attributes: a, style }
  }

  private endCell(): void {
    const table = this.table
    const ended = table?.cell
    if (table === undefined || ended == null) return
    table.cell = null
    const { sheet, row, col } = table
    const width = spanOf(ended.attributes.colspan, widestSpan)
    const height = spanOf(ended.attributes.rowspan, highestSpan)
    if (col + width > mostCols) throw new Rejection('bombe', `${sheet.name} : trop de colonnes`)
    for (let n = col; n < col + width; n++) table.reaches[n] = row + height
    table.col = col + width
    if (width > 1 || height > 1) {
      sheet.merges.push({ top: row, left: col, bottom: row + height - 1, right: col + width - 1 })
    }
    const cell = cellOf(ended.text, row, col)
    if (cell === null) return
    Object.assign(cell, storedNumber(cell.text, ended.attributes))
    if (++this.cells > mostCells) throw new Rejection('feuille_trop_longue', sheet.name)
    cell.hidden ||= table.hiddenCols.has(col)
    sheet.cells.push(cell)
  }

  private breakLine(): void {
    if (this.table?.cell != null) {
      const { text } = this.table.cell
      if (text.text !== '' && !text.text.endsWith('\n')) text.text = `${text.text.trimEnd()}\n`
    } else this.endParagraph()
  }

  private endParagraph(): void {
    const row = this.paragraphs.length
    const { quoted } = this.paragraph
    const cell = cellOf(this.paragraph, row, 0)
    this.paragraph = nothing()
    if (cell === null) return
    if (quoted) cell.text = cell.text.replaceAll(/^/gm, '> ')
    if (++this.cells > mostCells) throw new Rejection('feuille_trop_longue', 'Texte')
    this.paragraphs.push(cell)
  }
}

function cellOf({ text, struck, unseen }: Text, row: number, col: number): Cell | null {
  const deleted = struck.map(({ start, end }) => text.slice(start, end).trim())
  const standing = struck.reduceRight((t, { start, end }) => t.slice(0, start) + t.slice(end), text)
  const corrected = !unseen && isCorrected(deleted, standing)
  const shown = cleanText(corrected ? standing : text)
    .replaceAll(/ *\n */g, '\n')
    .replaceAll(/^[ \n]+|[ \n]+$/g, '')
  if (shown.trim() === '') return null
  return {
    ...textCell(row, col, shown),
    struck: struck.length > 0 && !corrected,
    hidden: unseen,
    ...replacedIn(corrected ? deleted : []),
  }
}

/**
 * The number that a spreadsheet stored with a cell (`sdval` of LibreOffice, `x:num` of Excel): its text follows the language of whoever
 * saved it, where « 1,433 » may be a thousand and more. Days and times keep their text alone.
 */
function storedNumber(
  text: string,
  a: Attributes,
): Partial<Pick<Cell, 'value' | 'type' | 'format' | 'text'>> {
  const stored = a.sdval ?? a['x:num'] ?? ''
  const value = Number(stored)
  if (stored.trim() === '' || !Number.isFinite(value) || /[/:]|\p{L}{3}/u.test(text)) return {}
  const code = a.sdnum?.split(';').slice(2).join(';') ?? ''
  const format = code === '' || code === 'General' ? null : code
  if (format !== null && showsDay(format)) return {}
  const percent = text.includes('%') && (format === null || !format.includes('%'))
  return {
    value,
    type: 'number',
    format: percent ? '0%' : format,
    text: displayNumber(value, percent ? '0.##%' : format),
  }
}

/** A span: 1 when it isn't said; as far down as there may be rows for 0. */
function spanOf(text: string | undefined, most: number): number {
  const n = Number.parseInt(text ?? '1', 10)
  return n >= 1 ? Math.min(n, most) : 1
}
