import { Rejection } from './rejection.ts'
import { pastLast } from './sheet-xml.ts'
import { richText, type SharedText } from './xlsx-cells.ts'
import { unescapeXml } from './xml.ts'
import { inflatePieces, type ZipEntry } from './zip.ts'

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
    return block[from] === asXml ? { t: richText(stored), r: stored } : { t: stored }
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
    const decoder = new TextDecoder('utf-8', { fatal: true })
    for await (const piece of inflatePieces(bytes, entry)) {
      rest += decode(decoder, piece, entry.name)
      const end = pastLast(rest, 'si')
      if (end === 0 && rest.length > longest * 4) throw new Rejection('bombe', entry.name)
      texts.scan(rest.slice(0, end))
      rest = rest.slice(end)
    }
    texts.scan(rest)
    return texts
  }

  private scan(xml: string): void {
    for (const [, content] of xml.matchAll(item)) {
      const plain = content === undefined ? '' : single.exec(content)?.[1]
      if (plain === undefined) this.add(asXml, content!)
      else this.add(asText, unescapeXml(plain))
    }
  }
}

const item = /<(?:\w+:)?si(?:\s[^<>]*)?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?si>)/g
const single = /^\s*<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)<\/(?:\w+:)?t>\s*$/

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
