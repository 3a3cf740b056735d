import type { Document } from './cell.ts'
import { rgbOf } from './colour.ts'
import { DocxContent, type DocxSurroundings } from './docx-content.ts'
import { docxPictures, embedsWorkbook } from './docx-objects.ts'
import { DocxStyles, docxPrefixes } from './docx-styles.ts'
import { containerParts, mainPart, type Parts, partText, relations, relationsOf } from './ooxml.ts'
import { type Paragraph, textSheet } from './paragraph.ts'
import { propertiesOf } from './properties.ts'
import { Rejection } from './rejection.ts'
import { unreadOf } from './unread.ts'
import { walkXml } from './xml.ts'

/** Parts beside the document whose paragraphs are read too: headers often carry the name of the body. */
const besides: [pattern: RegExp, sheet: string][] = [
  [/\/header\d*\.xml$/, 'En-tête'],
  [/\/footer\d*\.xml$/, 'Pied de page'],
  [/\/(?:footnotes|endnotes)\.xml$/, 'Notes'],
]
/** What is written in a part of its own and belongs to the text that refers to it. */
const notes = ['comment', 'footnote', 'endnote']

/**
 * A Word document: a sheet `Texte` with a paragraph a row in column A, a sheet a table (`Tableau 1`), and sheets
 * for headers, footers and notes. Deleted text is not read, inserted text is. Throws a `Rejection`.
 */
export function readDocx(bytes: Buffer): Document {
  const parts = containerParts(bytes)
  const main = mainPart(parts) ?? 'word/document.xml'
  const xml = partText(parts, main)
  if (xml === null) throw new Rejection('corrompu', 'document absent')
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const linked = [...relations(parts, relationsOf(main), folder).values()]
  const partOf = (type: string) =>
    partText(parts, linked.find((one) => one.type.endsWith(`/${type}`))?.target ?? '')
  const styles = new DocxStyles(partOf('styles'), partOf('theme'))
  const paper = paperOf(xml, partOf('settings'))
  const surroundings = (part: string, more: Partial<DocxSurroundings>): DocxSurroundings => ({
    styles,
    notes: new Map(),
    ground: drawsBehind(part) ? undefined : paper,
    flat: false,
    ...more,
  })
  const content = new DocxContent(
    surroundings(xml, { notes: notesOf(parts, folder, surroundings('', { flat: true })) }),
  )
  walkXml(xml, main, docxPrefixes, content)
  const sheets = [textSheet('Texte', content.paragraphs), ...content.tables]
  for (const [pattern, name] of besides) {
    const found: Paragraph[] = []
    for (const part of [...parts.keys()].filter((key) => pattern.test(key)).sort()) {
      const text = partText(parts, part)!
      const beside = new DocxContent(surroundings(text, { flat: true }))
      walkXml(text, part, docxPrefixes, beside)
      found.push(...beside.paragraphs)
    }
    sheets.push(textSheet(name, found))
  }
  const targets = linked.map(({ target }) => target)
  return {
    format: 'docx',
    sheets: sheets.filter(({ cells }) => cells.length > 0),
    properties: propertiesOf(partText(parts, 'docProps/core.xml'), 'docProps/core.xml'),
    remarks: unreadOf(embedsWorkbook(xml, targets), docxPictures(xml), sheets),
  }
}

/** Behind the text of all pages, as `isInvisible` takes it: the colour of the page where the document says that it is shown. */
function paperOf(xml: string, settings: string | null): number | null | undefined {
  const shown = /<(?:\w+:)?displayBackgroundShape(?![^>]*"(?:0|false|off)")/.test(settings ?? '')
  const background = /<(?:\w+:)?background\s[^>]*>/.exec(xml)?.[0]
  if (!shown || background === undefined) return null
  const plain = background.endsWith('/>') && !/theme/i.test(background)
  const colour = /\scolor="([^"]*)"|:color="([^"]*)"/.exec(background)
  return plain ? (rgbOf(colour?.[1] ?? colour?.[2] ?? '') ?? undefined) : undefined
}

/** Whether a part draws something behind its text: a white title on a photograph is seen. */
function drawsBehind(xml: string): boolean {
  return /\sbehindDoc="(?:1|true)"|z-index:\s*-/.test(xml)
}

/** Comments and notes by the element that refers to them and their number. */
function notesOf(parts: Parts, folder: string, around: DocxSurroundings): Map<string, string> {
  const found = new Map<string, string>()
  for (const kind of notes) {
    const part = `${folder}${kind}s.xml`
    const xml = partText(parts, part)
    if (xml === null) continue
    let id = ''
    const reader = new DocxContent(around)
    walkXml(xml, part, docxPrefixes, {
      open: (name, attributes) => {
        if (name === `w:${kind}`) id = attributes['w:id'] ?? ''
        reader.open(name, attributes)
      },
      close: (name) => {
        reader.close(name)
        if (name !== `w:${kind}`) return
        const text = reader.paragraphs.splice(0).map((paragraph) => paragraph.text)
        found.set(`w:${kind}Reference ${id}`, text.join('\n').trim())
      },
      text: (text) => reader.text(text),
    })
  }
  return found
}
