import { maskedDocument, recogniseLargeText, recogniseWithLists } from '../bons/bons.ts'
import { type ListTools, loadLexicon } from '../bons/tools.ts'
import { checkLanded, landedBytes } from '../land/bytes.ts'
import { largestFile } from '../land/folder.ts'
import { readDocument } from '../read/document.ts'
import { Rejection } from '../read/rejection.ts'
import { serve } from '../read/worker.ts'
import type { ListJob } from '../reader.ts'
import type { Recognition } from '../recognise/recognise.ts'
import { type SheetView, viewsOf } from './view.ts'

/** What a worker saw in a file, or why it can't be read. */
export type Look =
  | { recognition: Recognition; sheets: SheetView[]; rejection: null }
  | { recognition: null; sheets: []; rejection: { code: string; motif: string } }

/** Bytes of text from which a list is streamed instead of held, and so has no grid. */
const streamedFrom = 4 * 2 ** 20

serve<ListJob, Look>(async (job) => {
  const lexicon = await loadLexicon(job.seeds, job.ownVocabulary)
  try {
    return await lookAt(job, { ...lexicon, scratch: job.scratch })
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    return { recognition: null, sheets: [], rejection: { code: error.code, motif: error.message } }
  }
})

async function lookAt(job: ListJob, tools: ListTools): Promise<Look> {
  const { sha256, format, taille } = job
  const location = typeof job.location === 'string' ? job.location : Buffer.from(job.location)
  if (format === 'csv' && taille > streamedFrom) {
    const recognition = await recogniseLargeText(location, sha256, tools)
    if (recognition !== null) {
      await checkLanded({ location, sha256 })
      return { recognition, sheets: [], rejection: null }
    }
    if (taille > largestFile) {
      throw new Rejection('trop_volumineux', `${Math.ceil(taille / 2 ** 20)} Mio`)
    }
  }
  const document = await readDocument(await landedBytes({ location, sha256 }), format)
  const recognition = await recogniseWithLists(document, tools)
  // Lines of a list are persons: what is shown is what is left beside them.
  const { shown } = maskedDocument(document, tools)
  return { recognition, sheets: viewsOf(shown, recognition), rejection: null }
}
