import { Rejection } from './rejection.ts'
import { richText } from './rich-text.ts'
import { cleanText } from './text.ts'
import { pastLast, refuseEntities, unescapeXml } from './xml.ts'
import { inflatePieces, type ZipEntry } from './zip.ts'

/** A text that cells share: what it says, and its XML where runs of it may differ, else empty. */
export interface SharedText {
  text: string
  rich: string
}

/** Bytes that the texts of one workbook may hold together; what a worker has besides must be enough for the rest. */
const mostBytes = 128 * 2 ** 20
const blockSize = 2 ** 22
/** Before a text that is kept as XML, since its runs differ. */
const asXml = 1
const asText = 0
const longest = 2 ** 20

/**
 * The shared texts of a workbook, one after the other as bytes: a million of them as strings would take all the memory of a worker.
 */
export class SharedTexts {
  private readonly blocks: Buffer[] = []
  private filled = blockSize
  /** Where each text starts and ends, over all blocks. */
  private places = new Uint32Array(2 ** 16)
  private count = 0

  /** The text at a position; undefined when there is none. */
  at(index: number): SharedText | undefined {
    if (!(index >= 0 && index < this.count)) return undefined
    const [start, end] = [this.places[index * 2]!, this.places[index * 2 + 1]!]
    const block = this.blocks[Math.floor(start / blockSize)]!
    const from = start % blockSize
    const stored = block.toString('utf8', from + 1, from + end - start)
    return block[from] === asXml
      ? { text: cleanText(richText(stored)), rich: stored }
      : { text: cleanText(stored), rich: '' }
  }

  private add(kind: number, text: string): void {
    const length = Buffer.byteLength(text) + 1
    if (length > longest) throw new Rejection('bombe', 'un texte de plus de 1 Mio')
    // No text crosses the border of two blocks.
    if (this.filled + length > blockSize) {
      if ((this.blocks.length + 1) * blockSize > mostBytes) {
        throw new Rejection('trop_volumineux', 'trop de textes différents')
      }
      this.blocks.push(Buffer.allocUnsafe(blockSize))
      this.filled = 0
    }
    const block = this.blocks.at(-1)!
    block[this.filled] = kind
    block.write(text, this.filled + 1)
    if (this.count * 2 + 2 > this.places.length) {
      const larger = new Uint32Array(this.places.length * 2)
      larger.set(this.places)
      this.places = larger
    }
    const start = (this.blocks.length - 1) * blockSize + this.filled
    this.places[this.count * 2] = start
    this.places[this.count * 2 + 1] = start + length
    this.count++
    this.filled += length
  }

  /** Reads them as they are inflated. Throws a `Rejection`. */
  static async read(bytes: Buffer, entry: ZipEntry): Promise<SharedTexts> {
    const texts = new SharedTexts()
    let rest = ''
    let first = true
    const decoder = new TextDecoder('utf-8', { fatal: true })
    for await (const piece of inflatePieces(bytes, entry)) {
      rest += decode(decoder, piece, entry.name)
      if (first) refuseEntities(rest, entry.name)
      first = false
      const end = pastLast(rest, 'si')
      if (end === 0 && rest.length > longest * 4) throw new Rejection('bombe', entry.name)
      texts.scan(rest.slice(0, end))
      rest = rest.slice(end)
    }
    texts.scan(rest)
    return texts
  }

  private scan(xml: string): void {
    eachText(xml, (plain, rich) => {
      if (plain === null) this.add(asXml, rich)
      else this.add(asText, unescapeXml(plain))
    })
  }
}

/**
 * The shared texts of a workbook that is held whole, read as they are asked for. Throws a `Rejection` (`corrompu`).
 * @param xml the part that holds them, null when there is none
 */
export function sharedTexts(xml: string | null): (index: number) => SharedText | undefined {
  if (xml !== null && !/<(?:\w+:)?sst[^<>]*\/>/.test(xml) && pastLast(xml, 'sst') === 0) {
    throw new Rejection('corrompu', 'textes partagés coupés')
  }
  const stored: [plain: string | null, rich: string][] = []
  if (xml !== null) eachText(xml, (plain, rich) => stored.push([plain, rich]))
  const read: SharedText[] = []
  return (index) => {
    const known = read[index]
    if (known !== undefined) return known
    const one = stored[index]
    if (one === undefined) return undefined
    const [plain, rich] = one
    const text = cleanText(plain === null ? richText(rich) : unescapeXml(plain))
    const shared = { text, rich }
    read[index] = shared
    return shared
  }
}

/**
 * Goes through the items of a table of texts. `plain` is what stands in the only `<t>` of one, still escaped; null for one that is
 * more than that, whose XML is `rich`.
 */
function eachText(xml: string, found: (plain: string | null, rich: string) => void): void {
  // Past the last end of an item there is nothing, which an expression would look for again and again.
  const end = pastLast(xml, 'si')
  for (let at = xml.indexOf('<'); at >= 0 && at < end; at = xml.indexOf('<', at)) {
    // As nearly every program writes them; for all others an expression.
    if (xml.startsWith('<si><t>', at)) {
      const past = xml.indexOf('<', at + 7)
      if (xml.startsWith('</t></si>', past)) {
        found(xml.slice(at + 7, past), '')
        at = past + 9
        continue
      }
    }
    item.lastIndex = at
    const [whole, closed, plain, rich = ''] = item.exec(xml) ?? []
    // A text too many or too few would put all later ones in places of others.
    const strange = whole === undefined && !around.test(xml.slice(at, at + 40))
    if (strange || rich.includes('si>') || hasOpenText(rich)) {
      throw new Rejection('corrompu', 'textes partagés')
    }
    at += whole?.length ?? 1
    if (whole === undefined) continue
    const only = plain ?? (closed === undefined ? firstText.exec(rich)?.[1] : '')
    if (only === undefined) found(null, rich)
    else found(only, '')
  }
}

/** A text outside of runs is all that is shown; hints on pronunciation may follow it. */
const firstText = /^\s*<(?:\w+:)?t(?:\s[^<>]*)?(?<!\/)>([\s\S]*?)<\/(?:\w+:)?t>/

function hasOpenText(xml: string): boolean {
  const opened = xml.match(/<(?:\w+:)?t(?:\s[^<>]*)?(?<!\/)>/g)?.length ?? 0
  return opened !== (xml.match(/<\/(?:\w+:)?t>/g)?.length ?? 0)
}

/** What may stand around items: the table itself, a declaration, a comment. */
const around = /^<(?:[?!]|(?:\w+:)?sst[\s>])/

const item =
  /<(?:\w+:)?si(?:\s[^<>]*?)?(?:(\/>)|>(?:\s*<(?:\w+:)?t(?:\s[^<>]*?)?>([^<]*)<\/(?:\w+:)?t>\s*<\/(?:\w+:)?si>|([\s\S]*?)<\/(?:\w+:)?si>))/y

/** Decodes a piece of a part that must be UTF-8, as all large ones are. Throws a `Rejection` (`corrompu`). */
export function decode(
  decoder: InstanceType<typeof TextDecoder>,
  piece: Buffer,
  part: string,
): string {
  try {
    return decoder.decode(piece, { stream: true })
  } catch (error) {
    throw new Rejection('corrompu', `${part} : utf-8`, error)
  }
}
