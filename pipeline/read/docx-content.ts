import type { Sheet } from './cell.ts'
import {
  type Attributes,
  type DocxStyles,
  drawnFill,
  fillOf,
  isOn,
  setLook,
  type TextLook,
} from './docx-styles.ts'
import { DocxTable } from './docx-table.ts'
import type { Fill } from './look.ts'
import { OpenParagraph, type Paragraph } from './paragraph.ts'
import { raised, withBoxes } from './text.ts'
import type { XmlHandler } from './xml.ts'

/** What a part of a Word document is read with. */
export interface DocxSurroundings {
  styles: DocxStyles
  /** Comments, footnotes and endnotes by what refers to them: `w:footnoteReference 2`. */
  notes: ReadonlyMap<string, string>
  /** Behind all text of the part, as `isInvisible` takes it. */
  ground: number | null | undefined
  /** Tables count as paragraphs: so in headers, where they only place a logo. */
  flat: boolean
}

interface OpenText {
  paragraph: OpenParagraph
  style: string | undefined
  fill: Fill | undefined
}

interface Run {
  own: TextLook
  style: string | undefined
  /** Computed with its first text: its properties stand before. */
  look: { struck: boolean; unseen: boolean; raised: boolean } | null
}

/** Where a paragraph belongs: the innermost table, or none for the text; and what stands around it. */
interface Place {
  table: DocxTable | null
  /** Behind it, where it isn't a table. */
  ground: number | null | undefined
  /** Paragraphs that are open outside it, as around a text box. */
  outside: number
  inRun: number
  run: Run
}

const signs: Record<string, string> = {
  'w:tab': '\t',
  'w:ptab': '\t',
  'w:br': '\n',
  'w:cr': '\n',
  'w:noBreakHyphen': '-',
}
const references = /^w:(?:comment|footnote|endnote)Reference$/
/** Deleted or moved away; the older twin of what `mc:Choice` holds; properties as they were before they were changed. */
const skipped = /^(?:w:del|w:moveFrom|mc:Fallback|w:\w+Change)$/
/** Gathers paragraphs and tables while a part of a Word document goes by. */
export class DocxContent implements XmlHandler {
  readonly paragraphs: Paragraph[] = []
  readonly tables: Sheet[] = []
  private readonly around: DocxSurroundings
  private readonly places: Place[]
  private readonly path: string[] = []
  private readonly texts: OpenText[] = []
  private inRun = 0
  private run: Run = { own: {}, style: undefined, look: null }
  private inText = false
  private skipping = 0
  /** Content controls that are open: whether each shows what it asks for instead of an answer. */
  private readonly controls: boolean[] = []
  /** The choices of an old form field, and the one that is taken. */
  private field: { entries: string[]; taken: number; checked: boolean } = unanswered()
  /** What fills the shape whose text comes next. */
  private shape: Fill = { kind: 'pattern' }

  constructor(around: DocxSurroundings) {
    this.around = around
    this.places = [{ table: null, ground: around.ground, outside: 0, inRun: 0, run: this.run }]
  }

  open(name: string, a: Attributes): void {
    if (this.skipping > 0 || skipped.test(name)) {
      this.skipping++
      // Not content but a mark on its row: the whole row is deleted.
      if (name === 'w:del' && this.betweenParagraphs) this.place.table?.dropRow()
      return
    }
    const inside = this.path.at(-1)
    this.path.push(name)
    if (name === 'w:p') this.texts.push(newText())
    else if (name === 'w:r') {
      this.inRun++
      this.run = { own: {}, style: undefined, look: null }
    } else if (name === 'w:t') this.inText = true
    else if (name === 'w:tbl') this.openTable()
    else if (name === 'w:txbxContent') this.enter(null, this.around.styles.ground(this.shape))
    else if (references.test(name)) this.addNote(`${name} ${a['w:id']}`)
    else if (name === 'w:sdt') this.controls.push(false)
    else if (name === 'w:showingPlcHdr' && inside === 'w:sdtPr') {
      this.controls[this.controls.length - 1] = isOn(a)
    } else if (inside === 'w:pPr') this.openParagraphProperty(name, a)
    else if (this.inRun > 0) this.openInRun(name, inside, a)
    else if (this.betweenParagraphs) this.place.table?.open(name, inside, a)
  }

  close(name: string): void {
    if (this.skipping > 0) {
      this.skipping--
      return
    }
    this.path.pop()
    if (name === 'w:p') this.endParagraph()
    else if (name === 'w:r') this.inRun--
    else if (name === 'w:t') this.inText = false
    else if (name === 'w:sdt') this.controls.pop()
    else if (name === 'w:txbxContent' || name === 'w:tbl') this.leave()
    else if (name === 'w:tr') this.place.table?.endRow()
    else if (name === 'w:tc') this.place.table?.endCell()
    else if (name === 'w:checkBox') this.append(this.field.checked ? '☒' : '☐')
    else if (name === 'w:ddList') this.append(this.field.entries[this.field.taken] ?? '')
  }

  text(text: string): void {
    if (this.skipping === 0 && this.inText) this.append(text)
  }

  private openTable(): void {
    if (this.around.flat) {
      this.enter(null, undefined)
      return
    }
    const { styles } = this.around
    const name = `Tableau ${this.tables.length + 1}`
    const table = new DocxTable(name, (style) => styles.shades(style))
    if (this.place.table === null) table.sheet.after = this.paragraphs.length
    this.tables.push(table.sheet)
    this.enter(table, undefined)
  }

  private openParagraphProperty(name: string, a: Attributes): void {
    const text = this.texts.at(-1)
    if (text === undefined) return
    if (name === 'w:pStyle') text.style = a['w:val']
    else if (name === 'w:shd') text.fill = fillOf(a)
  }

  private openInRun(name: string, inside: string | undefined, a: Attributes): void {
    if (signs[name] !== undefined) this.append(signs[name])
    else if (name === 'w:sym') this.append(boxOf(a['w:char']))
    else if (name === 'w:rStyle') this.run.style = a['w:val']
    else if (inside === 'w:rPr') setLook(this.run.own, name, a)
    else if (name === 'w:checkBox' || name === 'w:ddList') this.field = unanswered()
    else if (inside === 'w:checkBox' && /^w:(?:default|checked)$/.test(name)) {
      this.field.checked = isOn(a)
    } else if (inside === 'w:ddList' && /^w:(?:default|result)$/.test(name)) {
      this.field.taken = Number(a['w:val'])
    } else if (name === 'w:listEntry') this.field.entries.push(a['w:val'] ?? '')
    else this.openShape(name, inside, a)
  }

  private openShape(name: string, inside: string | undefined, a: Attributes): void {
    const [of, holder] = [this.path.at(-3), this.path.at(-4)]
    if (name === 'w:drawing' || name === 'w:pict') this.shape = { kind: 'pattern' }
    else if (inside === 'a:solidFill' && of === 'wps:spPr') {
      this.shape = drawnFill(name, a) ?? { kind: 'pattern' }
    } else if (of === 'a:solidFill' && holder === 'wps:spPr') {
      // The colour is made lighter, darker or transparent.
      this.shape = { kind: 'pattern' }
    }
  }

  private get place(): Place {
    return this.places.at(-1)!
  }

  private get betweenParagraphs(): boolean {
    return this.texts.length === this.place.outside
  }

  private enter(table: DocxTable | null, ground: number | null | undefined): void {
    const { inRun, run } = this
    this.places.push({ table, ground, outside: this.texts.length, inRun, run })
    this.inRun = 0
  }

  private leave(): void {
    const { inRun, run } = this.places.pop()!
    this.inRun = inRun
    this.run = run
  }

  private append(text: string): void {
    const into = this.texts.at(-1)
    if (into === undefined || text === '') return
    const asks = this.controls.includes(true)
    // « Cliquez ici pour entrer du texte » is no answer; an example of a figure is one that isn't to be taken.
    if (asks && !/\d/.test(text)) return
    const look = this.lookOf(into)
    const shown = look.raised ? raised(text) : withBoxes(text)
    into.paragraph.append(shown, { unseen: look.unseen || asks, struck: look.struck })
  }

  private lookOf(text: OpenText): NonNullable<Run['look']> {
    if (this.run.look !== null) return this.run.look
    const { styles } = this.around
    const look = styles.look(this.run.own, this.run.style, text.style)
    this.run.look = {
      struck: look.struck === true,
      raised: look.raised === true,
      unseen: look.hidden === true || styles.isInvisible(look, this.behind(text)),
    }
    return this.run.look
  }

  /** What stands behind a paragraph, as `isInvisible` takes it. */
  private behind(text: OpenText): number | null | undefined {
    const { styles } = this.around
    const own = text.fill ?? styles.fill(text.style)
    if (own !== undefined && own.kind !== 'none') return styles.ground(own)
    for (const { table, ground } of this.places.toReversed()) {
      if (table === null) return ground
      if (table.ground.kind !== 'none') return styles.ground(table.ground)
    }
    return undefined
  }

  private addNote(reference: string): void {
    const note = this.around.notes.get(reference)
    if (note) this.texts.at(-1)?.paragraph.comments.push(note)
  }

  private endParagraph(): void {
    const ended = this.texts.pop()
    if (ended === undefined) return
    const into = this.place.table?.paragraphs ?? this.paragraphs
    into.push(ended.paragraph.end())
  }
}

function newText(): OpenText {
  return { paragraph: new OpenParagraph(), style: undefined, fill: undefined }
}

function unanswered(): { entries: string[]; taken: number; checked: boolean } {
  return { entries: [], taken: 0, checked: false }
}

/** A box to tick by the number of its sign, with or without the area in which signs stand; other signs say nothing. */
function boxOf(number: string | undefined): string {
  const sign = String.fromCharCode(Number.parseInt(number ?? '', 16) | 0xf000)
  const box = withBoxes(sign)
  return box === sign ? '' : box
}
