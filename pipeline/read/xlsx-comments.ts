import { type Parts, partText, relations, relationsOf } from './ooxml.ts'
import { richText } from './rich-text.ts'
import { columnOf } from './sheet-frame.ts'
import { cleanText } from './text.ts'
import { attributeOf, contentOf, elementsOf, unescapeXml } from './xml.ts'

/**
 * Comments on the cells of a sheet by `row,col`, zero-based, those of one cell on lines of their own. Discussions take the place of the
 * notes that are kept beside them for older programs.
 */
export function commentsOf(parts: Parts, sheet: string): Map<string, string> {
  const folder = sheet.slice(0, sheet.lastIndexOf('/') + 1)
  const related = [...relations(parts, relationsOf(sheet), folder).values()]
  const textsOf = (kind: string) =>
    related
      .filter(({ type }) => type.endsWith(`/${kind}`))
      .map(({ target }) => partText(parts, target) ?? '')
  const notes = byCell(textsOf('comments'), 'comment', richText)
  const discussions = byCell(textsOf('threadedComment'), 'threadedComment', unescapeXml)
  const comments = new Map([...notes, ...discussions])
  return new Map([...comments].filter(([, text]) => text !== ''))
}

function byCell(
  parts: readonly string[],
  element: string,
  read: (xml: string) => string,
): Map<string, string> {
  const found = new Map<string, string[]>()
  for (const xml of parts) {
    for (const [tag, content] of elementsOf(xml, element)) {
      const at = placeOf(attributeOf(tag, 'ref') ?? '')
      const text = contentOf(content, 'text')
      if (at === null || text === null) continue
      const texts = found.get(at) ?? []
      found.set(at, texts)
      texts.push(cleanText(read(text)).trim())
    }
  }
  return new Map([...found].map(([at, texts]) => [at, texts.join('\n').trim()]))
}

function placeOf(ref: string): string | null {
  const [, letters, digits] = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,6})$/.exec(ref) ?? []
  if (letters === undefined) return null
  return `${Number(digits) - 1},${columnOf(letters)}`
}
