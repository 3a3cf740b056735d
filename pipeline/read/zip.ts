import { Readable } from 'node:stream'
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import { Rejection } from './rejection.ts'

/** One entry as the central directory declares it. */
export interface ZipEntry {
  name: string
  method: number
  crc: number
  /** Bytes, before and after inflating. */
  compressed: number
  size: number
  offset: number
  encrypted: boolean
}

/** What a container may declare before anything of it is inflated. */
export const zipLimits = {
  entries: 10_000,
  /** Bytes once inflated, all entries together but those that may be streamed. */
  size: 256 * 2 ** 20,
  /** Bytes once inflated of sheets and their texts, which are streamed when they are large. */
  streamed: 2 ** 31,
  /** Above `ratioFrom` bytes, inflated over compressed: office documents stay under 100. */
  ratio: 250,
  ratioFrom: 32 * 2 ** 20,
}

/** Sheets of a workbook and the texts that they share. */
export const streamable = /^xl\/(?:worksheets\/[^/]+|sharedStrings)\.xml$/i

const endSignature = Buffer.from('PK\x05\x06', 'latin1')
const entrySignature = 0x02014b50
const localSignature = 0x04034b50
const unset32 = 0xffffffff

/** True for bytes that start like a zip container. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2]! < 9 && bytes[3]! < 9
}

/**
 * The entries of a container by name, once its declared sizes, ratio, names and layout have been found sane.
 * Throws a `Rejection`: `tronque`, `corrompu`, `bombe`.
 */
export function zipEntries(bytes: Buffer): Map<string, ZipEntry> {
  const end = endOfDirectory(bytes)
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  if (count > zipLimits.entries) throw new Rejection('bombe', `${count} entrées`)
  const entries = new Map<string, ZipEntry>()
  for (let n = 0; n < count; n++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== entrySignature) {
      throw new Rejection('corrompu', 'répertoire zip')
    }
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28)
    const next = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
    if (next > end) throw new Rejection('corrompu', 'répertoire zip')
    const entry: ZipEntry = {
      name: pathOf(bytes.toString('utf8', at + 46, nameEnd)),
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      compressed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    }
    widen(entry, bytes.subarray(nameEnd, nameEnd + bytes.readUInt16LE(at + 30)))
    if (entries.has(entry.name)) throw new Rejection('corrompu', `${entry.name} deux fois`)
    if (entry.name.includes('..') && entry.name.split('/').includes('..'))
      throw new Rejection('corrompu', entry.name)
    entries.set(entry.name, entry)
    at = next
  }
  weigh([...entries.values()], end)
  return entries
}

/** Some programs write paths as those of Windows, or from the root. */
function pathOf(name: string): string {
  return /^[\\/]|\\/.test(name) ? name.replaceAll('\\', '/').replace(/^\/+/, '') : name
}

/**
 * The bytes of one entry; its size and CRC are those that the directory declares.
 * Throws a `Rejection`: `protege`, `corrompu`, `bombe`.
 */
export function inflateEntry(bytes: Buffer, entry: ZipEntry): Buffer {
  const stored = storedBytes(bytes, entry)
  const known = inflatedLately(stored, entry)
  if (known !== null) return known
  const content = inflate(stored, entry)
  if (content.length !== entry.size || crc32(content) !== entry.crc) {
    throw new Rejection('corrompu', entry.name)
  }
  keep(stored, entry, content)
  return content
}

/**
 * What small entries held, by their CRC. Programs write the same theme, styles and relations into one document after the other, and
 * to inflate a small entry costs more than to compare its bytes. Nobody may change what is kept here.
 */
const lately = new Map<number, { stored: Buffer; content: Buffer }>()
const keptUpTo = 2 ** 15
const mostKept = 256

/** What the same bytes gave before, and what was then found right; null when they aren't known. */
function inflatedLately(stored: Buffer, { crc, size, method }: ZipEntry): Buffer | null {
  const known = method === 8 ? lately.get(crc) : undefined
  if (known === undefined || known.content.length !== size || !known.stored.equals(stored)) {
    return null
  }
  lately.delete(crc)
  lately.set(crc, known)
  return known.content
}

function keep(stored: Buffer, { crc, size, method }: ZipEntry, content: Buffer): void {
  if (method !== 8 || size > keptUpTo) return
  lately.set(crc, { stored: Buffer.from(stored), content })
  if (lately.size > mostKept) lately.delete(lately.keys().next().value!)
}

/** Bytes that are inflated at once. */
const pieceSize = 2 ** 20

/**
 * The bytes of one entry, piece by piece; size and CRC are compared at the end.
 * Throws a `Rejection` as `inflateEntry` does.
 */
export async function* inflatePieces(bytes: Buffer, entry: ZipEntry): AsyncIterable<Buffer> {
  const { name, method, size } = entry
  const stored = storedBytes(bytes, entry)
  if (method !== 0 && method !== 8)
    throw new Rejection('corrompu', `${name} : compression ${method}`)
  const pieces: AsyncIterable<Buffer> =
    method === 0
      ? Readable.from([stored])
      : Readable.from(chunksOf(stored)).pipe(createInflateRaw({ chunkSize: pieceSize }))
  let length = 0
  let crc = 0
  try {
    for await (const piece of pieces) {
      length += piece.length
      if (length > size) throw new Rejection('bombe', name)
      crc = crc32(piece, crc)
      yield piece
    }
  } catch (error) {
    if (error instanceof Rejection || !isZlibError(error)) throw error
    throw new Rejection('corrompu', name, error)
  }
  if (length !== size || crc !== entry.crc) throw new Rejection('corrompu', name)
}

function* chunksOf(stored: Buffer): Iterable<Buffer> {
  for (let at = 0; at < stored.length; at += pieceSize) yield stored.subarray(at, at + pieceSize)
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^Z_/.test(String(error.code))
}

function storedBytes(bytes: Buffer, { encrypted, offset, name, compressed }: ZipEntry): Buffer {
  if (encrypted) throw new Rejection('protege')
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== localSignature) {
    throw new Rejection('corrompu', name)
  }
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  const stored = bytes.subarray(start, start + compressed)
  if (stored.length !== compressed) throw new Rejection('tronque', name)
  return stored
}

/** Bytes that zlib writes at once: it takes no fewer, and what an entry declares is not believed without bounds. */
const [leastChunk, mostChunk] = [64, 2 ** 22]

function inflate(stored: Buffer, { name, method, size }: ZipEntry): Buffer {
  if (method === 0) return stored
  if (method !== 8) throw new Rejection('corrompu', `${name} : compression ${method}`)
  const maxOutputLength = Math.max(size, 1)
  try {
    // One more than it should need: it is then known to end without another look, and written in one piece.
    const chunkSize = Math.min(Math.max(size + 1, leastChunk), mostChunk)
    return inflateRawSync(stored, { chunkSize, maxOutputLength })
  } catch {
    throw damageOf(stored, name, maxOutputLength)
  }
}

/** What is wrong with an entry that can't be inflated: in pieces, so that damage is met before what it declares is passed. */
function damageOf(stored: Buffer, name: string, maxOutputLength: number): Rejection {
  try {
    inflateRawSync(stored, { maxOutputLength })
    return new Rejection('corrompu', name)
  } catch (error) {
    return new Rejection(error instanceof RangeError ? 'bombe' : 'corrompu', name, error)
  }
}

function endOfDirectory(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - 22 - 0xffff)
  const at = bytes.length < 22 ? -1 : bytes.lastIndexOf(endSignature, bytes.length - 22)
  if (at < first) throw new Rejection('tronque')
  return at
}

/** Sizes that don't fit in 32 bits stand in the zip64 extra field, in this order and only where needed. */
function widen(entry: ZipEntry, extra: Buffer): void {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2))
    let next = 0
    for (const key of ['size', 'compressed', 'offset'] as const) {
      if (entry[key] !== unset32) continue
      if (next + 8 > field.length) throw new Rejection('corrompu', entry.name)
      entry[key] = Number(field.readBigUInt64LE(next))
      next += 8
    }
  }
}

function weigh(entries: ZipEntry[], directoryEnd: number): void {
  const sum = (key: 'size' | 'compressed') => entries.reduce((total, e) => total + e[key], 0)
  const size = sum('size')
  const ratio = size / Math.max(sum('compressed'), 1)
  const streamed = entries.reduce((total, e) => total + (streamable.test(e.name) ? e.size : 0), 0)
  if (
    size - streamed > zipLimits.size ||
    streamed > zipLimits.streamed ||
    (size > zipLimits.ratioFrom && ratio > zipLimits.ratio)
  ) {
    throw new Rejection('bombe', `${Math.ceil(size / 2 ** 20)} Mio une fois décompressé`)
  }
  // Entries that share compressed bytes are the trick of the densest bombs.
  const ordered = entries.toSorted((a, b) => a.offset - b.offset)
  for (const [n, entry] of ordered.entries()) {
    const limit = ordered[n + 1]?.offset ?? directoryEnd
    if (entry.offset + 30 + entry.compressed > limit) {
      throw new Rejection('corrompu', `${entry.name} : entrées superposées`)
    }
  }
}
