import type { Document } from './cell.ts'
import { type Parts, partText, rootPart } from './ooxml.ts'
import { cleanText } from './text.ts'
import { contentOf, unescapeXml, walkXml } from './xml.ts'

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

/**
 * Title and last modification as a workbook in XML states them; null for each that it doesn't. What is no XML states nothing.
 * Throws a `Rejection` (`corrompu`) when its bytes don't follow their encoding.
 */
export function coreProperties(parts: Parts): Document['properties'] {
  const part = rootPart(parts, 'core-properties') ?? ''
  const xml = partText(parts, part) ?? partText(parts, 'docProps/core.xml') ?? ''
  return {
    title: cleanText(unescapeXml(contentOf(xml, 'title') ?? '')).trim() || null,
    modified: isoDate(unescapeXml(contentOf(xml, 'modified') ?? '').trim()),
  }
}

/** ISO 8601; a time without a zone counts as UTC, whatever the machine's. Null for what is no date. */
export function isoDate(text: string): string | null {
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) || !/[T ]\d/.test(text) ? text : `${text}Z`
  const date = new Date(zoned)
  return /^\d{4}-/.test(text) && !Number.isNaN(date.getTime()) ? date.toISOString() : null
}
