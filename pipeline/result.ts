import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Recognition } from './recognise/recognise.ts'

/** What a worker found in a file, or why it can't be read. */
export type ReadResult =
  | { recognition: Recognition; rejection: null }
  | { recognition: null; rejection: { code: string; motif: string } }

/** Characters of one text that are kept: the longest paragraphs of reports have a third of them, a damaged file may have one of megabytes. */
const longestText = 10_000

/** A result as workers send it and landing keeps it: a sixth of its text. No text in it is longer than anybody reads. */
export function pack(result: ReadResult): Uint8Array {
  const text = JSON.stringify(result)
  // No text of a short result is too long, and to ask each value costs more than to write them all.
  const whole = text.length <= longestText
  return zstdCompressSync(
    whole ? text : JSON.stringify(result, (_, value: unknown) => bounded(value)),
  )
}

function bounded(value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= longestText) return value
  return `${value.slice(0, longestText).toWellFormed()}…`
}

/** The result that `pack` packed. */
export function unpack(packed: Uint8Array): ReadResult {
  // Ours alone: kept under the fingerprint of the code that wrote it.
  return JSON.parse(zstdDecompressSync(packed).toString('utf8')) as ReadResult
}
