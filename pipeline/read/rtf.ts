import { crc32 } from 'node:zlib'
import { decompressRTF } from '@kenjiuno/decompressrtf'
import { deEncapsulateSync } from 'rtf-stream-parser'
import { decodeCodePage } from './encoding.ts'

const headerBytes = 16
const plainMark = 'MELA'
/** Bytes, packed and not, beyond which no text of a mail goes, and groups inside each other: the libraries take more time and memory than they have. */
const mostPacked = 2 * 2 ** 20
const mostPlain = 16 * 2 ** 20
const deepestGroups = 200

/** What was written as a page or as plain text, and put into rich text by Outlook. */
export interface Encapsulated {
  mode: 'html' | 'text'
  text: string
}

/**
 * The page or plain text that Outlook keeps inside of the rich text of a mail ([MS-OXRTFCP], [MS-OXRTFEX]); null for text that was written as rich
 * text, and for bytes that are damaged or larger than any mail.
 */
export function encapsulated(packed: Buffer): Encapsulated | null {
  const rtf = unpacked(packed)?.replaceAll(/[\r\n]+/g, '') ?? ''
  if (!isTame(rtf)) return null
  try {
    const { mode, text } = deEncapsulateSync(Buffer.from(rtf, 'latin1'), {
      decode: (bytes, page) => decodeCodePage(bytes, Number(page.slice(2))),
      warn: () => undefined,
    })
    return { mode, text: text.toString() }
  } catch (error) {
    // Its errors have neither a kind nor a code: it takes no rich text but what holds something else.
    if (error instanceof Error) return null
    throw error
  }
}

/** Rich text as it was before it was packed; null where it doesn't come out as its header says. */
function unpacked(packed: Buffer): string | null {
  if (packed.length < headerBytes || packed.length > mostPacked) return null
  const isPlain = packed.toString('latin1', 8, 12) === plainMark
  const [rest, size, sum] = [
    packed.readUInt32LE(0),
    packed.readUInt32LE(4),
    packed.readUInt32LE(12),
  ]
  const end = rest + 4
  if (end < headerBytes || end > packed.length || size > mostPlain) return null
  const content = packed.subarray(headerBytes, end)
  // Their sum starts from zero and isn't turned round at its end, as that of zlib is.
  if (!isPlain && ~crc32(content, 0xffffffff) >>> 0 !== sum) return null
  const bytes = decompressRTF([...packed.subarray(0, end)])
  return bytes.length < size ? null : Buffer.from(bytes.slice(0, size)).toString('latin1')
}

/** Whether rich text has nothing on which the library takes long, or that it writes to the screen: bytes by their number, letters that are none, endless groups. */
function isTame(rtf: string): boolean {
  let depth = 0
  for (const [token] of rtf.matchAll(/\\(?:bin\d|'(?:[\da-f]{2})?|[\s\S])|[{}]/gi)) {
    if (/^\\bin/i.test(token) || token === "\\'") return false
    if (token === '{') depth++
    if (token === '}') depth--
    if (depth > deepestGroups) return false
  }
  return rtf !== ''
}
