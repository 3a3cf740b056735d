import { Parser } from 'htmlparser2'
import type { Document } from './cell.ts'
import { decodeText } from './encoding.ts'
import { HtmlContent } from './html-content.ts'
import { Rejection } from './rejection.ts'
import { cleanText } from './text.ts'

/** Bytes in which a page must say its encoding. */
const declaredWithin = 2_048

/**
 * A page of HTML, as export buttons save it under the name of a workbook: a sheet `Texte` with a paragraph a row, and a sheet a table
 * (`Tableau 1`). Nothing of it is run or followed. Throws a `Rejection`, also for a page without any text.
 */
export function readHtml(bytes: Buffer): Document {
  const text = htmlText(bytes)
  if (text === null) throw new Rejection('format_inconnu')
  return readHtmlText(text)
}

/**
 * The same for a page whose text is known.
 * @param quotes whether its quotations are those of a mail: what was written before, its paragraphs marked with « > » as in plain text
 */
export function readHtmlText(text: string, quotes = false): Document {
  const content = new HtmlContent(classRules(text), quotes)
  const parser = new Parser(
    {
      onopentag: (name, attributes) => content.open(name, attributes),
      onclosetag: (name) => content.close(name),
      ontext: (piece) => content.text(piece),
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  )
  parser.write(text)
  parser.end()
  const sheets = content.sheets()
  if (sheets.length === 0) throw new Rejection('html')
  const title = cleanText(content.title).replaceAll(/\s+/g, ' ').trim()
  return { format: 'html', sheets, properties: { title: title || null, modified: null } }
}

/** The text of a page in the encoding that it declares; where its bytes don't follow it, in the one that they look like. */
export function htmlText(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, declaredWithin)
  const label = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1]
  const wide = bytes[0] === 0xff || bytes[0] === 0xfe || bytes.subarray(0, 64).includes(0)
  if (label !== undefined && !wide) {
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes)
    } catch {
      // Says one thing and is another.
    }
  }
  return decodeText(bytes)
}

/** Letters of style sheets that are looked at. */
const mostStyle = 200_000

/** What the style sheets of a page say of classes (`.xl65`), by their names; anything but single classes is passed over. */
function classRules(text: string): Map<string, string> {
  const rules = new Map<string, string>()
  for (const [, selectors, body] of styleSheets(text).matchAll(
    /([^{}]{1,500})\{([^{}]{0,2000})\}/g,
  )) {
    for (const selector of selectors!.split(',')) {
      const name = /^\s*(?:<!--)?\s*(?:t[dhr]|col)?\.([\w-]+)\s*$/.exec(selector)?.[1]
      if (name !== undefined) rules.set(name, `${rules.get(name) ?? ''};${body}`)
    }
  }
  return rules
}

function styleSheets(text: string): string {
  const plain = text.slice(0, 2 ** 20).toLowerCase()
  let found = ''
  for (let at = plain.indexOf('<style'); at >= 0; at = plain.indexOf('<style', at + 1)) {
    const end = plain.indexOf('</style', at)
    if (end < 0 || found.length > mostStyle) break
    found += text.slice(text.indexOf('>', at) + 1, Math.min(end, at + mostStyle))
    at = end
  }
  return found
}
