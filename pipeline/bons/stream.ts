import { isAscii } from 'node:buffer'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import Papa from 'papaparse'
import { dialectOf } from '../read/csv.ts'
import {
  type Encoding,
  mend,
  pieceDecoder,
  plausibleEncoding,
  wideEncoding,
} from '../read/encoding.ts'
import { Rejection, unopened } from '../read/rejection.ts'
import type { TextSource } from './count.ts'
import type { Rows } from './list.ts'

/** A file of text that is too large to be held: its first records, and a way to read the rest of it. */
export interface TextStream {
  delimiter: string
  /** Its first records. */
  head: Rows
  /**
   * The text after the first `records` records, line ends as `\n`. At its end it throws a `Rejection` (`modifie`) when the bytes weren't
   * those that were landed, and only then `lines` knows the rows, zero-based, of the first line and the last.
   */
  after(records: number): { source: TextSource; lines(): { first: number; last: number } }
}

const headBytes = 2 ** 20
const chunkBytes = 2 ** 18
/** Bytes of lines with accents that are enough to tell one encoding from another. */
const telling = 2 ** 20

/**
 * Opens a text file for streaming; encoding and delimiter are decided as for a small one.
 * @param sha256 of the content that was landed
 * @throws Rejection when it can't be opened any more
 */
export async function openText(location: string | Buffer, sha256: string): Promise<TextStream> {
  const encoding = await encodingOfFile(location)
  const text = plainLines(pieceDecoder(encoding)(await firstBytes(location)), true)
  const { delimiter, start } = dialectOf(text)
  const body = text.slice(start, text.lastIndexOf('\n') + 1 || undefined)
  const options = { newline: '\n', delimiter, fastMode: false } as const
  const whole = Papa.parse<string[]>(body, options)
  const quoteChar = whole.errors.some(({ code }) => code === 'MissingQuotes') ? '\u0000' : '"'
  const { data } = Papa.parse<string[]>(body, { ...options, quoteChar, preview: 600 })
  return {
    delimiter,
    head: data,
    after: (records) => {
      const { meta } = Papa.parse<string[]>(body, { ...options, quoteChar, preview: records })
      const skipped = start + (records === 0 ? 0 : meta.cursor)
      let last = 0
      return {
        source: async function* () {
          const digest = createHash('sha256')
          let skip = skipped
          let line = 0
          for await (const piece of pieces(location, encoding, digest)) {
            const rest = skip > 0 ? piece.slice(skip) : piece
            skip -= piece.length - rest.length
            for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n', at + 1)) line++
            yield rest
          }
          last = line
          if (digest.digest('hex') !== sha256) throw new Rejection('modifie')
        },
        lines: () => ({ first: records, last: records + last - 1 }),
      }
    },
  }
}

/** Decoded text that ends at line ends, so that nothing that must be seen whole is cut. */
async function* pieces(
  location: string | Buffer,
  encoding: Encoding,
  digest: ReturnType<typeof createHash>,
): AsyncIterable<string> {
  const decode = pieceDecoder(encoding)
  let rest = ''
  let start = true
  for await (const chunk of chunks(location)) {
    digest.update(chunk)
    rest += decode(chunk)
    const end = rest.lastIndexOf('\n') + 1
    // A line that never ends is no record of a list.
    if (end === 0 && rest.length > 2 ** 24) throw new Rejection('trop_volumineux')
    if (end === 0) continue
    yield plainLines(rest.slice(0, end), start)
    start = false
    rest = rest.slice(end)
  }
  rest += decode()
  if (rest !== '') yield `${plainLines(rest, start)}\n`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const control = /[\u0000-\u0008\u000e-\u001f]/
const controls = new RegExp(control, 'g')

/** Line ends as `\n`, no control characters, no byte order mark, twice encoded text repaired. */
function plainLines(text: string, start: boolean): string {
  let plain = start && text.startsWith('\ufeff') ? text.slice(1) : text
  if (plain.includes('\r')) plain = plain.replaceAll(/\r\n?/g, '\n')
  if (control.test(plain)) plain = plain.replaceAll(controls, '')
  return mend(plain)
}

async function* chunks(location: string | Buffer): AsyncIterable<Buffer> {
  try {
    yield* createReadStream(location, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>
  } catch (error) {
    throw unopened(error)
  }
}

async function firstBytes(location: string | Buffer): Promise<Buffer> {
  const file = await open(location).catch((error: unknown) => {
    throw unopened(error)
  })
  try {
    const bytes = Buffer.alloc(headBytes)
    const { bytesRead } = await file.read(bytes, 0, headBytes, 0)
    return bytes.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** The encoding of a whole file: UTF-8 only if all of it is. */
async function encodingOfFile(location: string | Buffer): Promise<Encoding> {
  const wide = wideEncoding(await firstBytes(location))
  if (wide !== null) return wide
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const accented: Buffer[] = []
  let strict = true
  let held = 0
  for await (const chunk of chunks(location)) {
    try {
      if (strict) decoder.decode(chunk, { stream: true })
    } catch {
      strict = false
    }
    if (!strict && held >= telling) break
    const lines = held < telling && !isAscii(chunk) ? linesWithAccents(chunk) : null
    if (lines !== null) {
      accented.push(lines)
      held += lines.length
    }
  }
  try {
    if (strict) {
      decoder.decode()
      return 'utf-8'
    }
  } catch {
    // Cut within a character: no UTF-8.
  }
  return plausibleEncoding(Buffer.concat(accented))
}

const newline = 0x0a

/** The lines of a chunk with letters beyond ASCII; null when there are none. */
function linesWithAccents(chunk: Buffer): Buffer | null {
  const parts: Buffer[] = []
  for (let start = 0; start < chunk.length; ) {
    const end = chunk.indexOf(newline, start)
    const line = chunk.subarray(start, end < 0 ? chunk.length : end + 1)
    if (line.some((byte) => byte > 0x7f)) parts.push(line)
    start += line.length
  }
  return parts.length === 0 ? null : Buffer.concat(parts)
}
