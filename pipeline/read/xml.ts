import { isAscii } from 'node:buffer'
import sax from 'sax'
import { Memo } from '../memo.ts'
import { Rejection } from './rejection.ts'

/** What a walk through a part tells: local prefixes already replaced by the caller's. */
export interface XmlHandler {
  open(name: string, attributes: Record<string, string>): void
  close(name: string): void
  text(text: string): void
}

/** Elements inside each other beyond which no office document goes. */
const deepest = 1_000

/**
 * The text of an XML part: its BOM or NULs say UTF-16, else the encoding that it declares, else UTF-8.
 * Throws a `Rejection`: `corrompu` when the bytes don't follow it, `entites` when it declares any.
 */
export function xmlText(bytes: Buffer, part: string): string {
  const text = decoded(bytes, part)
  refuseEntities(text, part)
  return text
}

/**
 * Refuses a part that declares entities, which it does before its first element: not all readers of it would see one in a figure. A
 * document type alone, as old OpenDocument manifests have, declares none.
 */
export function refuseEntities(xml: string, part: string): void {
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at + 1)) {
    if (/^<!doctype[^>[]*\[/i.test(xml.slice(at, at + 1_000))) throw new Rejection('entites', part)
    const declaration = xml.startsWith('<?', at)
    if (!declaration && !xml.startsWith('<!--', at)) return
    at = xml.indexOf(declaration ? '?>' : '-->', at + 2)
    if (at < 0) return
  }
}

function decoded(bytes: Buffer, part: string): string {
  const label = xmlEncoding(bytes)
  try {
    if (label !== 'utf-8') return new TextDecoder(label, { fatal: true }).decode(bytes)
    // A text of single bytes is searched twice as fast as one of double bytes.
    return isAscii(bytes) ? bytes.toString('latin1') : utf8.decode(bytes)
  } catch (error) {
    throw new Rejection('corrompu', `${part} : ${label}`, error)
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The encoding of an XML part, in lower case. */
export function xmlEncoding(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le'
  if (bytes[0] === 0 && bytes[1] === 0x3c) return 'utf-16be'
  const head = bytes.toString('latin1', 0, 200)
  const declared = /^(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*\sencoding=["']([^"']+)["']/.exec(head)?.[1]
  return declared?.toLowerCase() ?? 'utf-8'
}

/**
 * Walks through a part in document order. `prefixes` gives the prefix under which the handler knows each namespace;
 * an empty one drops it; names of other namespaces come as they are written. Declared entities are refused, so that none is ever expanded.
 * Throws a `Rejection`: `corrompu`, `entites`.
 */
export function walkXml(
  xml: string,
  part: string,
  prefixes: Record<string, string>,
  handler: XmlHandler,
): void {
  const parser = sax.parser(true, { position: false })
  const names = new Names(prefixes)
  let depth = 0
  parser.ondoctype = () => {
    throw new Rejection('entites', part)
  }
  parser.onerror = (error) => {
    throw new Rejection('corrompu', part, error)
  }
  parser.onopentag = ({ name, attributes }) => {
    if (++depth > deepest) throw new Rejection('corrompu', part)
    const seen = names.attributes(Object.entries(attributes as Record<string, string>))
    handler.open(names.known(name), seen)
  }
  parser.onclosetag = (name) => {
    depth--
    handler.close(names.known(name))
  }
  parser.ontext = (text) => handler.text(text)
  parser.oncdata = (text) => handler.text(text)
  parser.write(xml).close()
}

/** Names of elements and attributes as a handler knows them. */
class Names {
  private readonly prefixes: Record<string, string>
  private readonly renamed = new Map<string, string>()

  constructor(prefixes: Record<string, string>) {
    this.prefixes = prefixes
  }

  known(name: string): string {
    const colon = name.indexOf(':')
    const prefix = this.renamed.get(colon < 0 ? '' : name.slice(0, colon))
    if (prefix === undefined) return name
    const local = name.slice(colon + 1)
    return prefix === '' ? local : `${prefix}:${local}`
  }

  /** Attributes by name; the namespaces among them hold from here on. */
  attributes(found: readonly (readonly [key: string, value: string])[]): Record<string, string> {
    for (const [key, value] of found) {
      if (key === 'xmlns' || key.startsWith('xmlns:')) {
        const prefix = this.prefixes[value]
        if (prefix !== undefined) this.renamed.set(key.slice(6), prefix)
      }
    }
    const seen: Record<string, string> = Object.create(null)
    for (const [key, value] of found) seen[key.includes(':') ? this.known(key) : key] = value
    return seen
  }
}

/**
 * Walks through the tags of a part without its texts, in a fifth of the time that `walkXml` takes: styles are as long as a small
 * sheet. Throws a `Rejection`: `corrompu` for tags that don't close each other, `entites`.
 */
export function walkTags(
  xml: string,
  part: string,
  prefixes: Record<string, string>,
  handler: Pick<XmlHandler, 'open' | 'close'>,
): void {
  const names = new Names(prefixes)
  const inside: string[] = []
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
    const aside = xml[at + 1] === '?' ? '?>' : xml.startsWith('<!--', at) ? '-->' : null
    if (aside !== null) {
      const end = xml.indexOf(aside, at + 2)
      if (end < 0) throw new Rejection('corrompu', part)
      at = end + aside.length
      continue
    }
    if (/^<!doctype/i.test(xml.slice(at, at + 9))) throw new Rejection('entites', part)
    anyTag.lastIndex = at
    const [tag, closing, name, rest, closed] = anyTag.exec(xml) ?? []
    if (tag === undefined || name === undefined) throw new Rejection('corrompu', part)
    at += tag.length
    if (closing !== '') {
      if (inside.pop() !== name) throw new Rejection('corrompu', part)
      handler.close(names.known(name))
      continue
    }
    const found = [...(rest ?? '').matchAll(anyAttribute)].map(
      ([, key, double, single]) => [key!, unescapeEntities(double ?? single!)] as const,
    )
    const seen = names.attributes(found)
    handler.open(names.known(name), seen)
    if (closed !== '') handler.close(names.known(name))
    else if (inside.push(name) > deepest) throw new Rejection('corrompu', part)
  }
  if (inside.length > 0) throw new Rejection('corrompu', part)
}

const anyTag = /<(\/?)([\w:.-]+)((?:\s[^>"'/]*(?:"[^"]*"[^>"'/]*|'[^']*'[^>"'/]*)*)?)(\/?)>/y
const anyAttribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text of a part as it reads: CDATA opened, characters and the `_x000D_` of spreadsheets put in. */
export function unescapeXml(text: string): string {
  return /[&<]|_x/i.test(text) ? unescapeCodes(unescapeEntities(text)) : text
}

/** Text of a part with CDATA opened and characters put in. */
function unescapeEntities(text: string): string {
  if (!/[&<]/.test(text)) return text
  const open =
    /<!\[CDATA\[([\s\S]*?)\]\]>|&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi
  return text.replaceAll(open, (whole, cdata, hex, decimal, name) => {
    if (cdata !== undefined) return cdata
    if (name !== undefined) return named[name.toLowerCase()] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0x10ffff ? '' : String.fromCodePoint(code)
  })
}

/** The `_x000D_` of spreadsheets put in. */
export function unescapeCodes(text: string): string {
  return text.replaceAll(/_x([\da-f]{4})_/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

/** What an attribute of a tag says, whatever its prefix, as it reads; null when the tag hasn't got it. */
export function attributeOf(tag: string, name: string): string | null {
  if (!tag.includes(name)) return null
  const found = attributes.of(name, attributeNamed).exec(tag)
  return found === null ? null : unescapeXml(found[1] ?? found[2]!)
}

const attributes = new Memo<RegExp>()

/** Attributes before it are gone by, since their values may hold anything. */
function attributeNamed(name: string): RegExp {
  const others = `(?:\\s+[\\w:.-]+\\s*=\\s*(?:"[^"]*"|'[^']*'))*?`
  return new RegExp(`^[^\\s"']*${others}\\s+(?:[\\w.-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
}

/** What is in the first element of a name, whatever its prefix; null without one. */
export function contentOf(xml: string, name: string): string | null {
  const open = openTags.of(name, openTagOf).exec(xml)
  if (open === null) return null
  const [tag, prefix] = open
  if (tag.endsWith('/>')) return ''
  const start = open.index + tag.length
  const end = xml.indexOf(`</${prefix}${name}>`, start)
  return end < 0 ? null : xml.slice(start, end)
}

const openTags = new Memo<RegExp>()

function openTagOf(name: string): RegExp {
  return new RegExp(`<((?:\\w+:)?)${name}(?:\\s[^<>]*)?>`)
}

/** Elements of one name, whatever their prefix, that stand in no other of that name: their tag, and what is in them. */
export function* elementsOf(xml: string, name: string): Iterable<[tag: string, content: string]> {
  const open = new RegExp(`<(?:\\w+:)?${name}(?:\\s(?:[^>"']|"[^"]*"|'[^']*')*)?>`, 'g')
  const close = new RegExp(`</(?:\\w+:)?${name}\\s*>`, 'g')
  for (let start = open.exec(xml); start !== null; start = open.exec(xml)) {
    const [tag] = start
    if (tag.endsWith('/>')) {
      yield [tag, '']
      continue
    }
    close.lastIndex = open.lastIndex
    const end = close.exec(xml)
    if (end === null) return
    yield [tag, xml.slice(open.lastIndex, end.index)]
    open.lastIndex = close.lastIndex
  }
}

/** Past the last closing tag of this name, without its prefix; 0 when there is none. */
export function pastLast(xml: string, name: string): number {
  for (let at = xml.lastIndexOf(`${name}>`); at > 0; at = xml.lastIndexOf(`${name}>`, at - 1)) {
    const open = xml.lastIndexOf('<', at)
    if (/^<\/(?:\w+:)?$/.test(xml.slice(open, at))) return at + name.length + 1
  }
  return 0
}
