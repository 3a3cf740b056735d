import type { Document, Sheet } from './cell.ts'
import { textCell } from './csv.ts'
import { DocxContent, docxPrefixes, type Paragraph } from './docx-content.ts'
import { containerParts, mainPart, type Parts, partText } from './ooxml.ts'
import { propertiesOf } from './properties.ts'
import { Rejection } from './rejection.ts'
import { walkXml } from './xml.ts'

/** Parts beside the document whose paragraphs are read too: headers often carry the name of the body. */
const besides: [pattern: RegExp, sheet: string][] = [
  [/\/header\d*\.xml$/, 'En-tête'],
  [/\/footer\d*\.xml$/, 'Pied de page'],
  [/\/(?:footnotes|endnotes)\.xml$/, 'Notes'],
]

/**
 * A Word document: a sheet `Texte` with a paragraph a row in column A, a sheet a table (`Tableau 1`), and sheets
 * for headers, footers and notes. Deleted text is not read, inserted text is. Throws a `Rejection`.
 */
export function readDocx(bytes: Buffer): Document {
  const parts = containerParts(bytes)
  const main = mainPart(parts) ?? 'word/document.xml'
  const xml = partText(parts, main)
  if (xml === null) throw new Rejection('corrompu', 'document absent')
  const content = new DocxContent(commentsOf(parts, main))
  walkXml(xml, main, docxPrefixes, content)
  const sheets = [textSheet('Texte', content.paragraphs), ...content.tables]
  for (const [pattern, name] of besides) {
    const beside = new DocxContent(new Map(), true)
    for (const part of [...parts.keys()].filter((key) => pattern.test(key)).sort()) {
      walkXml(partText(parts, part)!, part, docxPrefixes, beside)
    }
    sheets.push(textSheet(name, beside.paragraphs))
  }
  return {
    format: 'docx',
    sheets: sheets.filter(({ cells }) => cells.length > 0),
    properties: propertiesOf(partText(parts, 'docProps/core.xml'), 'docProps/core.xml'),
  }
}

function textSheet(name: string, paragraphs: Paragraph[]): Sheet {
  const cells = paragraphs.flatMap(({ text, struck, hidden, comment }, row) =>
    text.trim() === '' ? [] : [{ ...textCell(row, 0, text), struck, hidden, comment }],
  )
  return { name, hidden: false, cells, merges: [] }
}

function commentsOf(parts: Parts, main: string): Map<string, string> {
  const part = `${main.slice(0, main.lastIndexOf('/') + 1)}comments.xml`
  const xml = partText(parts, part)
  const found = new Map<string, string>()
  if (xml === null) return found
  let id = ''
  const reader = new DocxContent(new Map(), true)
  walkXml(xml, part, docxPrefixes, {
    open: (name, attributes) => {
      if (name === 'w:comment') id = attributes['w:id'] ?? ''
      reader.open(name, attributes)
    },
    close: (name) => {
      reader.close(name)
      if (name !== 'w:comment') return
      const text = reader.paragraphs.splice(0).map((paragraph) => paragraph.text)
      found.set(id, text.join('\n').trim())
    },
    text: (text) => reader.text(text),
  })
  return found
}
