import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'

/** What the central directory says of one entry. */
interface Entry {
  name: Buffer
  crc: number
  packed: number
  size: number
  offset: number
}

/** 1 January 1980, midnight, the first instant that a zip file can name: the same input gives the same bytes at any time. */
const dosTime = 0
const dosDate = 0x21
const version = 20
/** Bit 11: names are UTF-8. */
const flags = 0x800
const deflated = 8
/** Beyond it a zip file needs other headers, and no spreadsheet opens it anyway. */
const largest = 0xffff_fffe

/** A zip file in the making: entries are packed as they stream by, one after the other. */
export interface Zip {
  add(name: string, content: AsyncIterable<string> | Iterable<string>): Promise<void>
  /** Writes the directory and closes the file. */
  finish(): Promise<void>
  /** Closes the file as it is; after `finish` it does nothing. */
  abandon(): Promise<void>
}

/** Makes the file anew. An entry or a file of 4 GB and more throws a `RangeError`. */
export async function createZip(path: string): Promise<Zip> {
  const file = await open(path, 'w')
  const entries: Entry[] = []
  let end = 0
  let closed = false
  const close = async () => {
    if (!closed) await file.close()
    closed = true
  }
  return {
    async add(name, content) {
      const entry: Entry = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, offset: end }
      const start = end + localHeader(entry).length
      await pack(file, start, entry, content)
      // The sizes are known now; the header goes before what it describes.
      await file.write(localHeader(entry), 0, undefined, entry.offset)
      end = start + entry.packed
      if (end > largest || entry.size > largest) throw new RangeError(`${path}: more than 4 GB`)
      entries.push(entry)
    },
    async finish() {
      const directory = Buffer.concat(entries.map(centralHeader))
      const tail = endOfDirectory(entries.length, directory.length, end)
      await file.write(Buffer.concat([directory, tail]), 0, undefined, end)
      await close()
    },
    abandon: close,
  }
}

async function pack(
  file: FileHandle,
  start: number,
  entry: Entry,
  content: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  async function* measured(): AsyncGenerator<Buffer> {
    for await (const text of content) {
      const bytes = Buffer.from(text)
      entry.crc = crc32(bytes, entry.crc)
      entry.size += bytes.length
      yield bytes
    }
  }
  await pipeline(Readable.from(measured()), createDeflateRaw(), async (chunks) => {
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      await file.write(chunk, 0, undefined, start + entry.packed)
      entry.packed += chunk.length
    }
  })
}

function localHeader({ name, crc, packed, size }: Entry): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(version, 4)
  common(header, 6, crc, packed, size, name.length)
  return Buffer.concat([header, name])
}

function centralHeader({ name, crc, packed, size, offset }: Entry): Buffer {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(version, 4)
  header.writeUInt16LE(version, 6)
  common(header, 8, crc, packed, size, name.length)
  header.writeUInt32LE(offset, 42)
  return Buffer.concat([header, name])
}

/** The run of fields that both headers share, from the flags to the length of the name. */
function common(
  header: Buffer,
  at: number,
  crc: number,
  packed: number,
  size: number,
  nameLength: number,
): void {
  header.writeUInt16LE(flags, at)
  header.writeUInt16LE(deflated, at + 2)
  header.writeUInt16LE(dosTime, at + 4)
  header.writeUInt16LE(dosDate, at + 6)
  header.writeUInt32LE(crc, at + 8)
  header.writeUInt32LE(packed, at + 12)
  header.writeUInt32LE(size, at + 16)
  header.writeUInt16LE(nameLength, at + 20)
}

function endOfDirectory(count: number, size: number, offset: number): Buffer {
  const tail = Buffer.alloc(22)
  tail.writeUInt32LE(0x06054b50, 0)
  tail.writeUInt16LE(count, 8)
  tail.writeUInt16LE(count, 10)
  tail.writeUInt32LE(size, 12)
  tail.writeUInt32LE(offset, 16)
  return tail
}
