import type { Merge, Sheet } from './cell.ts'
import { textCell } from './csv.ts'
import { cleanText } from './text.ts'
import type { XmlHandler } from './xml.ts'

/** Prefixes under which the docx modules know each namespace. */
export const docxPrefixes: Record<string, string> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
}

/** Text with what is known of it: a paragraph, or the paragraphs of a cell. */
export interface Paragraph {
  text: string
  /** Some of it is struck through. */
  struck: boolean
  /** All of it is hidden text. */
  hidden: boolean
  comment: string | null
}

/** Text while it is read: what is visible and what is hidden apart. */
interface OpenText {
  visible: string
  concealed: string
  struck: boolean
  comments: string[]
}

interface OpenTable {
  sheet: Sheet
  row: number
  col: number
  span: number
  merge: 'none' | 'restart' | 'continue'
  dropped: boolean
  hiddenRow: boolean
  /** Vertical merges that may go on, by left column. */
  open: Map<number, Merge>
  paragraphs: Paragraph[]
}

/** Where a paragraph belongs: the innermost table, or none for the text; and what stands around it. */
interface Place {
  table: OpenTable | null
  /** Paragraphs that are open outside it, as around a text box. */
  outside: number
  inRun: number
}

type Attributes = Record<string, string>
const signs: Record<string, string> = {
  'w:tab': '\t',
  'w:br': '\n',
  'w:cr': '\n',
  'w:noBreakHyphen': '-',
}
/** Deleted or moved away; and the older twin of what `mc:Choice` holds. */
const skipped = /^(?:w:del|w:moveFrom|mc:Fallback)$/
const widest = 1_000

/** Gathers paragraphs and tables while a part of a Word document goes by. */
export class DocxContent implements XmlHandler {
  readonly paragraphs: Paragraph[] = []
  readonly tables: Sheet[] = []
  private readonly comments: ReadonlyMap<string, string>
  /** Tables count as paragraphs: so in headers, where they only place a logo. */
  private readonly flat: boolean
  private places: Place[] = [{ table: null, outside: 0, inRun: 0 }]
  private texts: OpenText[] = []
  private inRun = 0
  private run = { struck: false, hidden: false }
  private inText = false
  private skipping = 0

  constructor(comments: ReadonlyMap<string, string>, flat = false) {
    this.comments = comments
    this.flat = flat
  }

  open(name: string, a: Attributes): void {
    if (this.skipping > 0 || skipped.test(name)) {
      this.skipping++
      // Not content but a mark on its row: the whole row is deleted.
      if (name === 'w:del' && this.betweenParagraphs) this.at((table) => (table.dropped = true))
      return
    }
    if (name === 'w:p') this.texts.push({ visible: '', concealed: '', struck: false, comments: [] })
    else if (name === 'w:r') {
      this.inRun++
      this.run = { struck: false, hidden: false }
    } else if (name === 'w:t') this.inText = true
    else if (name === 'w:txbxContent') this.enter(null)
    else if (name === 'w:commentReference') this.addComment(a['w:id'] ?? '')
    else if (signs[name] !== undefined && this.inRun > 0) this.append(signs[name])
    else if (this.inRun > 0 && /^w:d?strike$/.test(name)) this.run.struck = isOn(a)
    else if (this.inRun > 0 && name === 'w:vanish') this.run.hidden = isOn(a)
    else if (!this.flat) this.openTable(name, a)
  }

  close(name: string): void {
    if (this.skipping > 0) {
      this.skipping--
      return
    }
    if (name === 'w:p') this.endParagraph()
    else if (name === 'w:r') this.inRun--
    else if (name === 'w:t') this.inText = false
    else if (name === 'w:txbxContent') this.leave()
    else if (this.flat) return
    else if (name === 'w:tbl') this.leave()
    else if (name === 'w:tr') this.at((table) => table.row++)
    else if (name === 'w:tc') this.at((table) => endCell(table))
  }

  text(text: string): void {
    if (this.skipping === 0 && this.inText) this.append(text)
  }

  private openTable(name: string, a: Attributes): void {
    if (name === 'w:tbl') {
      const sheet = {
        name: `Tableau ${this.tables.length + 1}`,
        hidden: false,
        cells: [],
        merges: [],
      }
      this.tables.push(sheet)
      this.enter({ ...newCell, sheet, row: 0, col: 0, open: new Map(), paragraphs: [] })
    } else if (name === 'w:tr') {
      this.at((table) => Object.assign(table, { col: 0, dropped: false, hiddenRow: false }))
    } else if (name === 'w:tc') {
      this.at((table) => Object.assign(table, { span: 1, merge: 'none', paragraphs: [] }))
    } else if (!this.betweenParagraphs) return
    else if (name === 'w:gridBefore') this.at((table) => (table.col += spanOf(a)))
    else if (name === 'w:gridSpan') this.at((table) => (table.span = spanOf(a)))
    else if (name === 'w:hidden') this.at((table) => (table.hiddenRow = isOn(a)))
    else if (name === 'w:vMerge') {
      this.at((table) => (table.merge = a['w:val'] === 'restart' ? 'restart' : 'continue'))
    }
  }

  private get place(): Place {
    return this.places.at(-1)!
  }

  private get betweenParagraphs(): boolean {
    return this.texts.length === this.place.outside
  }

  private enter(table: OpenTable | null): void {
    this.places.push({ table, outside: this.texts.length, inRun: this.inRun })
    this.inRun = 0
  }

  private leave(): void {
    this.inRun = this.places.pop()?.inRun ?? 0
  }

  private at(change: (table: OpenTable) => void): void {
    if (this.place.table !== null) change(this.place.table)
  }

  private append(text: string): void {
    const into = this.texts.at(-1)
    if (into === undefined) return
    if (this.run.hidden) into.concealed += text
    else into.visible += text
    into.struck ||= this.run.struck && text.trim() !== ''
  }

  private addComment(id: string): void {
    const comment = this.comments.get(id)
    if (comment !== undefined) this.texts.at(-1)?.comments.push(comment)
  }

  private endParagraph(): void {
    const ended = this.texts.pop()
    if (ended === undefined) return
    const hidden = ended.visible.trim() === '' && ended.concealed.trim() !== ''
    const paragraph: Paragraph = {
      text: cleanText(hidden ? ended.concealed : ended.visible),
      struck: ended.struck,
      hidden,
      comment: ended.comments.join('\n') || null,
    }
    const into = this.place.table?.paragraphs ?? this.paragraphs
    into.push(paragraph)
  }
}

const newCell = { span: 1, merge: 'none', dropped: false, hiddenRow: false } as const

function endCell(table: OpenTable): void {
  const { sheet, row, col, span, paragraphs } = table
  table.col += span
  if (table.dropped) return
  const right = col + span - 1
  const above = table.open.get(col)
  if (table.merge === 'continue' && above !== undefined) {
    if (above.bottom === above.top && above.left === above.right) sheet.merges.push(above)
    above.bottom = row
    return
  }
  table.open.delete(col)
  const merge: Merge = { top: row, left: col, bottom: row, right }
  if (table.merge === 'restart') table.open.set(col, merge)
  if (span > 1) sheet.merges.push(merge)
  const seen = paragraphs.filter(({ hidden }) => !hidden)
  const concealed = seen.every(({ text }) => text.trim() === '')
  const shown = concealed ? paragraphs : seen
  const text = shown.map((paragraph) => paragraph.text).join('\n')
  if (text.trim() === '') return
  const said = paragraphs.flatMap(({ comment }) => comment ?? [])
  sheet.cells.push({
    ...textCell(row, col, text.replace(/\n+$/, '')),
    struck: shown.some(({ struck }) => struck),
    hidden: table.hiddenRow || concealed,
    comment: said.join('\n') || null,
  })
}

function isOn(a: Attributes): boolean {
  return !/^(?:0|false|off|none)$/.test(a['w:val'] ?? 'true')
}

function spanOf(a: Attributes): number {
  const n = Number.parseInt(a['w:val'] ?? '1', 10)
  return n >= 1 && n <= widest ? n : 1
}
