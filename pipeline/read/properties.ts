import type { Document } from './cell.ts'
import { cleanText } from './text.ts'
import { walkXml } from './xml.ts'

const prefixes: Record<string, string> = {
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://purl.org/dc/terms/': 'dcterms',
}

/**
 * Title and last modification from the part of an OOXML or ODF container that states them (`part`, for messages);
 * null for each that is not stated. Throws a `Rejection` (`corrompu`, `entites`).
 */
export function propertiesOf(xml: string | null, part: string): Document['properties'] {
  const found = new Map<string, string>()
  let inside = ''
  if (xml !== null) {
    walkXml(xml, part, prefixes, {
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
    modified: isoDate(found.get('dcterms:modified') ?? found.get('dc:date') ?? ''),
  }
}

/** ISO 8601; a time without a zone counts as UTC, whatever the machine's. Null for what is no date. */
export function isoDate(text: string): string | null {
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`
  const date = new Date(zoned)
  return /^\d{4}-/.test(text) && !Number.isNaN(date.getTime()) ? date.toISOString() : null
}
