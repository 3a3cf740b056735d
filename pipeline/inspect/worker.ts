import { landedBytes } from '../land/bytes.ts'
import { readDocument } from '../read/document.ts'
import { Rejection } from '../read/rejection.ts'
import { serve } from '../read/worker.ts'
import type { ReadJob } from '../reader.ts'
import { type Recognition, recognise } from '../recognise/recognise.ts'
import { loadVocabulary } from '../recognise/vocabulary.ts'
import { type SheetView, viewsOf } from './view.ts'

/** What a worker saw in a file, or why it can't be read. */
export type Look =
  | { recognition: Recognition; sheets: SheetView[]; rejection: null }
  | { recognition: null; sheets: []; rejection: { code: string; motif: string } }

serve<ReadJob, Look>(async ({ location, sha256, format, seeds, ownVocabulary }) => {
  const vocabulary = await loadVocabulary(seeds, ownVocabulary)
  try {
    const path = typeof location === 'string' ? location : Buffer.from(location)
    const document = await readDocument(await landedBytes({ location: path, sha256 }), format)
    const recognition = recognise(document, vocabulary)
    return { recognition, sheets: viewsOf(document, recognition), rejection: null }
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    return { recognition: null, sheets: [], rejection: { code: error.code, motif: error.message } }
  }
})
