import type { Document } from '../../pipeline/read/cell.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { zip } from './fixtures.ts'

export const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const others = [
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:o="urn:schemas-microsoft-com:office:office"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
].join(' ')

/** A Word document of this content; `more` are further parts by name, `dtd` stands before its root. */
export function docx(content: string, more: Record<string, string> = {}, dtd = ''): Buffer {
  const relations = ['styles', 'settings', 'theme'].map(
    (type) =>
      `<Relationship Id="${type}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${type}.xml"/>`,
  )
  return zip({
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'word/_rels/document.xml.rels': `<Relationships>${relations.join('')}</Relationships>`,
    'word/document.xml': `<?xml version="1.0" encoding="UTF-8"?>${dtd}<w:document ${w} ${others}>${content}</w:document>`,
    ...more,
  })
}

export async function read(body: string, more: Record<string, string> = {}): Promise<Document> {
  return await readDocument(docx(body, more), 'docx')
}

/** A paragraph of one run with these properties. */
export const p = (text: string, properties = '') =>
  `<w:p><w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
export const tc = (text: string, properties = '') =>
  `<w:tc><w:tcPr>${properties}</w:tcPr>${p(text)}</w:tc>`
export const tr = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`
export const tbl = (...rows: string[]) => `<w:tbl>${rows.join('')}</w:tbl>`
