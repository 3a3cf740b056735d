import {
  heldWorkbook,
  maskedDocument,
  recogniseLargeText,
  recogniseWithLists,
} from '../bons/bons.ts'
import type { RowStream } from '../bons/rows.ts'
import { type ListTools, loadLexicon } from '../bons/tools.ts'
import { checkLanded, landedBytes } from '../land/bytes.ts'
import { largestFile } from '../land/folder.ts'
import type { Format } from '../read/cell.ts'
import { readDocument } from '../read/document.ts'
import { openLargeWorkbook } from '../read/large-workbook.ts'
import { Rejection } from '../read/rejection.ts'
import { serve } from '../read/worker.ts'
import type { ListJob } from '../reader.ts'
import type { Recognition } from '../recognise/recognise.ts'
import { pack, unpack } from '../result.ts'
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
      return { recognition: kept(recognition), sheets: [], rejection: null }
    }
    if (taille > largestFile) {
      throw new Rejection('trop_volumineux', `${Math.ceil(taille / 2 ** 20)} Mio`)
    }
  }
  const bytes = await landedBytes({ location, sha256 })
  const { document, streams } = await documentOf(bytes, format, tools)
  const recognition = await recogniseWithLists(document, tools, streams)
  // Lines of a list are persons: what is shown is what is left beside them.
  const { shown, lists } = maskedDocument(document, tools)
  const whole = lists.filter(({ shape }) => shape.kind !== 'contacts')
  const sheets = viewsOf(shown, recognition, new Set(whole.map(({ sheet }) => sheet.name)))
  return { recognition: kept(recognition), sheets, rejection: null }
}

/** What was recognised as a run keeps it. */
function kept(recognition: Recognition): Recognition {
  return unpack(pack({ recognition, rejection: null })).recognition ?? recognition
}

/** A document as a run takes it: of a list that is too long to be held, its first lines. */
async function documentOf(bytes: Buffer, format: Format, tools: ListTools) {
  const large =
    format === 'xlsx' || format === 'xlsm' ? await openLargeWorkbook(bytes, format) : null
  if (large !== null) return await heldWorkbook(large, tools)
  return { document: await readDocument(bytes, format), streams: new Map<number, RowStream>() }
}
