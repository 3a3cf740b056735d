import type { Document } from './cell.ts'
import { OdsContent } from './ods-content.ts'
import { OdsStyles, odfPrefixes } from './ods-styles.ts'
import { containerParts, partText } from './ooxml.ts'
import { Rejection } from './rejection.ts'
import { cleanText } from './text.ts'
import { walkXml } from './xml.ts'

/**
 * An OpenDocument spreadsheet, straight from its `content.xml`: SheetJS tells neither what is hidden nor what was
 * shown, and writes repeated rows out before anyone can count them. Throws a `Rejection`.
 */
export function readOds(bytes: Buffer): Document {
  const parts = containerParts(bytes)
  if (/<[\w:-]*encryption-data[\s>]/.test(partText(parts, 'META-INF/manifest.xml') ?? '')) {
    throw new Rejection('protege')
  }
  const content = partText(parts, 'content.xml')
  if (content === null) throw new Rejection('corrompu', 'content.xml absent')
  const styles = new OdsStyles()
  const common = partText(parts, 'styles.xml')
  if (common !== null) walkXml(common, 'styles.xml', odfPrefixes, styles)
  const reader = new OdsContent(styles)
  walkXml(content, 'content.xml', odfPrefixes, reader)
  const meta = partText(parts, 'meta.xml')
  return { format: 'ods', sheets: reader.sheets, properties: propertiesOf(meta) }
}

function propertiesOf(meta: string | null): Document['properties'] {
  const found = new Map<string, string>()
  let inside = ''
  if (meta !== null) {
    walkXml(meta, 'meta.xml', odfPrefixes, {
      open: (name) => {
        inside = name
      },
      close: () => {
        inside = ''
      },
      text: (text) => {
        found.set(inside, (found.get(inside) ?? '') + text)
      },
    })
  }
  return {
    title: cleanText(found.get('dc:title') ?? '').trim() || null,
    modified: isoDate(found.get('dc:date') ?? ''),
  }
}

/** A date of a document's properties in ISO 8601; without a zone it counts as UTC, whatever the machine's. */
export function isoDate(text: string): string | null {
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`
  const date = new Date(zoned)
  return text === '' || Number.isNaN(date.getTime()) ? null : date.toISOString()
}
