import type { Document } from './cell.ts'
import { OdsStyles, odfPrefixes } from './ods-styles.ts'
import { OdtContent } from './odt-content.ts'
import { containerParts, type Parts, partText } from './ooxml.ts'
import { textSheet } from './paragraph.ts'
import { propertiesOf } from './properties.ts'
import { Rejection } from './rejection.ts'
import { unreadOf } from './unread.ts'
import { walkXml } from './xml.ts'

/** Sheets beside the tables, the text first. */
const besides = ['En-tête', 'Pied de page', 'Notes']

/**
 * An OpenDocument text, with the same sheets as a Word document: `Texte` with a paragraph a row in column A, a sheet a table, and
 * sheets for headers, footers and notes. Deleted text is not read. Throws a `Rejection`.
 */
export function readOdt(bytes: Buffer): Document {
  const parts = containerParts(bytes)
  if (/<[\w:-]*encryption-data[\s/>]/.test(partText(parts, 'META-INF/manifest.xml') ?? '')) {
    throw new Rejection('protege')
  }
  const content = partText(parts, 'content.xml')
  if (content === null) throw new Rejection('corrompu', 'content.xml absent')
  const common = partText(parts, 'styles.xml') ?? ''
  const styles = new OdsStyles()
  const reader = new OdtContent(styles, paperOf(common, content))
  // Headers stand among the styles, with styles of their own that those of the content may replace.
  if (common !== '') walkXml(common, 'styles.xml', odfPrefixes, reader)
  walkXml(content, 'content.xml', odfPrefixes, reader)
  const textOf = (name: string) => textSheet(name, reader.paragraphs.get(name) ?? [])
  const sheets = [textOf('Texte'), ...reader.tables, ...besides.map(textOf)]
  return {
    format: 'odt',
    sheets: sheets.filter(({ cells }) => cells.length > 0),
    properties: propertiesOf(partText(parts, 'meta.xml'), 'meta.xml'),
    remarks: unreadOf(embedsWorkbook(parts), pictures(content, common), sheets),
  }
}

/** Behind the text of all pages, as `isInvisible` takes it: not known where pages have a colour or something is drawn behind text. */
function paperOf(styles: string, content: string): null | undefined {
  const coloured =
    /<style:page-layout-properties[^>]*\sfo:background-color="#(?!ffffff)/i.test(styles) ||
    /style:run-through="background"/.test(styles + content)
  return coloured ? undefined : null
}

function embedsWorkbook(parts: Parts): boolean {
  return [...parts.keys()].some(
    (name) =>
      /^[^/]+\/content\.xml$/.test(name) &&
      /<office:spreadsheet[\s/>]/.test(partText(parts, name) ?? ''),
  )
}

const inches: Record<string, number> = { in: 1, cm: 1 / 2.54, mm: 1 / 25.4, pt: 1 / 72 }
/** A4, in square inches. */
const paper = 96.7

/** The share of a page that each picture in the text covers. */
function pictures(content: string, styles: string): number[] {
  const length = (tag: string, key: string) => {
    const [, number, unit] = new RegExp(`\\s${key}="([\\d.]+)(in|cm|mm|pt)"`).exec(tag) ?? []
    return number === undefined ? Number.NaN : Number(number) * inches[unit!]!
  }
  const layout = /<style:page-layout-properties[^>]*>/.exec(styles)?.[0] ?? ''
  const page = length(layout, 'fo:page-width') * length(layout, 'fo:page-height') || paper
  const frames = content.matchAll(/(<draw:frame\s[^>]*>)\s*<draw:image[\s/>]/g)
  return [...frames].map(([, tag]) => {
    const area = length(tag!, 'svg:width') * length(tag!, 'svg:height')
    return Number.isNaN(area) ? 0 : area / page
  })
}
