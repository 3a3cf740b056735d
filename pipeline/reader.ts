import { landedBytes } from './land/bytes.ts'
import type { Format } from './read/cell.ts'
import { readDocument } from './read/document.ts'
import { Rejection } from './read/rejection.ts'
import { serve } from './read/worker.ts'
import { type Recognition, recognise } from './recognise/recognise.ts'
import { loadVocabulary, type Vocabulary } from './recognise/vocabulary.ts'

/** One file to read in a worker. */
export interface ReadJob {
  location: string | Uint8Array
  /** Of the content that was landed: other bytes are refused. */
  sha256: string
  format: Format
  /** Folder of the seeds, and the user's own vocabulary where there is one. */
  seeds: string
  ownVocabulary: string | null
}

/** What a worker found in it, or why it can't be read. */
export type ReadResult =
  | { recognition: Recognition; rejection: null }
  | { recognition: null; rejection: { code: string; motif: string } }

let vocabulary: Promise<Vocabulary> | null = null

serve<ReadJob, ReadResult>(async ({ location, sha256, format, seeds, ownVocabulary }) => {
  vocabulary ??= loadVocabulary(seeds, ownVocabulary)
  const known = await vocabulary
  try {
    const path = typeof location === 'string' ? location : Buffer.from(location)
    const bytes = await landedBytes({ location: path, sha256 })
    const document = await readDocument(bytes, format)
    return { recognition: recognise(document, known), rejection: null }
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    return { recognition: null, rejection: { code: error.code, motif: error.message } }
  }
})
