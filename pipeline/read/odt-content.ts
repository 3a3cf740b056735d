import type { Sheet } from './cell.ts'
import { type OdsStyles, repetition } from './ods-styles.ts'
import { OdtTable } from './odt-table.ts'
import { OpenParagraph, type Paragraph } from './paragraph.ts'
import { raised, withBoxes } from './text.ts'
import type { XmlHandler } from './xml.ts'

type Attributes = Record<string, string>

/** Parts of an OpenDocument text, by the elements that hold them, and the sheets that they become. */
const regions: Record<string, string> = {
  'office:text': 'Texte',
  'style:header': 'En-tête',
  'style:header-left': 'En-tête',
  'style:header-first': 'En-tête',
  'style:footer': 'Pied de page',
  'style:footer-left': 'Pied de page',
  'style:footer-first': 'Pied de page',
}
/** Deleted text, marks of notes, readings over characters, choices, and what is shown until someone writes over it. */
const skipped =
  /^(?:text:tracked-changes|text:note-citation|text:ruby-text|text:placeholder|text:label|office:forms)$/
const paragraphs = /^text:[ph]$/
const cells = /^table:(?:covered-)?table-cell$/
/** What holds paragraphs of its own; everything drawn, since a shape may hold text directly. */
const places = /^(?:table:table|text:note|office:annotation|draw:.+)$/

/** Where a paragraph belongs, and what stands behind it. */
interface Place {
  table: OdtTable | null
  /** The style of a shape. */
  shape: string | undefined
  /** A note or comment collects its paragraphs. */
  note: Paragraph[] | null
  /** Paragraphs that are open outside of it: who wrote a comment, and the title of a picture, are none of their text. */
  outside: number
}

interface OpenText {
  paragraph: OpenParagraph
  style: string | undefined
  /** Styles of the spans that are open, the innermost first. */
  spans: (string | undefined)[]
}

/** Gathers paragraphs and tables while a part of an OpenDocument text goes by, its styles among it. */
export class OdtContent implements XmlHandler {
  /** Paragraphs of each region, and those of the notes. */
  readonly paragraphs = new Map<string, Paragraph[]>()
  readonly tables: Sheet[] = []
  private readonly styles: OdsStyles
  private readonly paper: number | null | undefined
  private region: string | null = null
  private readonly places: Place[] = []
  private readonly texts: OpenText[] = []
  private skipping = 0
  /** Sections that are open: whether each is hidden. */
  private readonly sections: boolean[] = []
  /** Content controls that are open: whether each shows what it asks for. */
  private readonly controls: boolean[] = []
  /** Choices of the form field that is open. */
  private entries: string[] = []

  /** @param paper behind all text, as `isInvisible` takes it */
  constructor(styles: OdsStyles, paper: number | null | undefined) {
    this.styles = styles
    this.paper = paper
  }

  open(name: string, a: Attributes): void {
    if (this.skipping > 0 || skipped.test(name)) {
      this.skipping++
      return
    }
    this.styles.open(name, a)
    this.region ??= regions[name] ?? null
    if (this.region === null) return
    const table = this.places.at(-1)?.table
    if (paragraphs.test(name)) this.startParagraph(a)
    else if (places.test(name)) this.enter(name, a)
    else if (name === 'table:table-row') table?.startRow(a)
    else if (cells.test(name)) table?.startCell(a)
    else if (name === 'text:section') this.sections.push(a['text:display'] === 'none')
    else this.openInline(name, a)
  }

  close(name: string): void {
    if (this.skipping > 0) {
      this.skipping--
      return
    }
    this.styles.close(name)
    if (this.region === null) return
    const table = this.places.at(-1)?.table
    if (paragraphs.test(name)) this.endParagraph()
    else if (places.test(name)) this.leave(name)
    else if (name === 'table:table-row') table?.endRow()
    else if (cells.test(name)) table?.endCell()
    else if (name === 'text:section') this.sections.pop()
    else if (name === 'text:span') this.texts.at(-1)?.spans.shift()
    else if (name === 'loext:content-control') this.controls.pop()
    else if (regions[name] === this.region) this.region = null
  }

  text(text: string): void {
    if (this.skipping > 0) return
    this.styles.text(text)
    if (this.region !== null) this.append(text.replaceAll(/[\t\r\n ]+/g, ' '))
  }

  private openInline(name: string, a: Attributes): void {
    if (name === 'text:span') this.texts.at(-1)?.spans.unshift(a['text:style-name'])
    else if (name === 'text:s') this.append(' '.repeat(Math.min(repetition(a['text:c']), 1_000)))
    else if (name === 'text:tab') this.append('\t')
    else if (name === 'text:line-break') this.append('\n')
    else if (name === 'loext:content-control') {
      this.controls.push(a['loext:showing-place-holder'] === 'true')
    } else if (name === 'field:fieldmark') this.entries = []
    else if (name === 'field:param') this.answer(a['field:name'] ?? '', a['field:value'] ?? '')
  }

  /** What a field of a form says: a box that is ticked or not, or the choice that is taken, which stands after all others. */
  private answer(name: string, value: string): void {
    if (name === 'Checkbox_Checked') this.append(value === 'true' ? '☒' : '☐')
    else if (name === 'Dropdown_ListEntry') this.entries.push(value)
    else if (name === 'Dropdown_Selected') this.append(this.entries[Number(value)] ?? '')
  }

  private enter(name: string, a: Attributes): void {
    let table: OdtTable | null = null
    if (name === 'table:table') {
      table = new OdtTable(`Tableau ${this.tables.length + 1}`, a['table:style-name'])
      if (this.region === 'Texte') {
        const within = this.places.some((place) => place.table !== null)
        if (!within) table.sheet.after = this.into('Texte').length
        this.tables.push(table.sheet)
      }
    }
    const note = /^(?:text:note|office:annotation)$/.test(name) ? [] : null
    const outside = this.texts.length
    this.places.push({ table, shape: a['draw:style-name'], note, outside })
  }

  private leave(name: string): void {
    const note = this.places.pop()?.note ?? []
    const text = note
      .map((paragraph) => paragraph.text)
      .join('\n')
      .trim()
    if (text === '') return
    this.texts.at(-1)?.paragraph.comments.push(text)
    if (name === 'text:note') this.into('Notes').push(...note)
  }

  private startParagraph(a: Attributes): void {
    const style = a['text:style-name']
    this.texts.push({ paragraph: new OpenParagraph(), style, spans: [] })
  }

  private endParagraph(): void {
    const ended = this.texts.pop()?.paragraph.end()
    if (ended === undefined) return
    // In headers a table only places a logo.
    const place = this.places.findLast(({ note, table }) => note ?? table)
    const table = this.region === 'Texte' ? place?.table?.paragraphs : undefined
    const into = place?.note ?? table ?? this.into(this.region!)
    into.push(ended)
  }

  private into(region: string): Paragraph[] {
    const known = this.paragraphs.get(region)
    if (known !== undefined) return known
    const own: Paragraph[] = []
    this.paragraphs.set(region, own)
    return own
  }

  private append(text: string): void {
    const into = this.texts.at(-1)
    if (into === undefined || text === '') return
    if (this.texts.length <= (this.places.at(-1)?.outside ?? 0)) return
    const asks = this.controls.includes(true)
    // As in docx: what is asked for is no answer.
    if (asks && !/\d/.test(text)) return
    const behind = this.places.toReversed().flatMap(({ table, shape, note }) => {
      if (note !== null) return []
      return table === null ? [shape] : [table.styles.cell, table.styles.row, table.styles.table]
    })
    const { spans, style, paragraph } = into
    const look = this.styles.textLook([...spans, style], [style, ...behind], this.paper)
    const unseen = look.unseen || asks || this.sections.includes(true)
    paragraph.append(look.raised ? raised(text) : withBoxes(text), { unseen, struck: look.struck })
  }
}
