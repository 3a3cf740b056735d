import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Recognition } from './recognise/recognise.ts'

/** What a worker found in a file, or why it can't be read. */
export type ReadResult =
  | { recognition: Recognition; rejection: null }
  | { recognition: null; rejection: { code: string; motif: string } }

/** A result as workers send it and landing keeps it: a sixth of its text. */
export function pack(result: ReadResult): Uint8Array {
  return zstdCompressSync(JSON.stringify(result))
}

/** The result that `pack` packed. */
export function unpack(packed: Uint8Array): ReadResult {
  // Ours alone: kept under the fingerprint of the code that wrote it.
  return JSON.parse(zstdDecompressSync(packed).toString('utf8')) as ReadResult
}
