import { heldWorkbook, recogniseLargeText, recogniseWithLists } from './bons/bons.ts'
import { type Lexicon, type ListTools, loadLexicon } from './bons/tools.ts'
import { checkLanded, landedBytes } from './land/bytes.ts'
import { largestFile } from './land/folder.ts'
import type { Format } from './read/cell.ts'
import { readDocument } from './read/document.ts'
import { openLargeWorkbook } from './read/large-workbook.ts'
import { ownFailure, Rejection } from './read/rejection.ts'
import { serve } from './read/worker.ts'
import type { Recognition } from './recognise/recognise.ts'
import { pack } from './result.ts'

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

/** A job of the run, which also counts lists of vouchers. */
export interface ListJob extends ReadJob {
  /** Size in bytes. */
  taille: number
  /** Folder for what must be put on disk meanwhile; the caller removes it. */
  scratch: string
}

/** Bytes of text from which a list is streamed instead of held. */
const streamedFrom = 4 * 2 ** 20

let known: Promise<Lexicon> | null = null

serve<ListJob, Uint8Array>(async (job) => {
  known ??= loadLexicon(job.seeds, job.ownVocabulary)
  const lexicon = await known
  try {
    const tools = { ...lexicon, scratch: job.scratch }
    return pack({ recognition: await recogniseFile(job, tools), rejection: null })
  } catch (error) {
    const refused = error instanceof Rejection ? error : ownFailure(error)
    if (refused === null) throw error
    return pack({ recognition: null, rejection: { code: refused.code, motif: refused.message } })
  }
})

async function recogniseFile(job: ListJob, tools: ListTools): Promise<Recognition> {
  const { sha256, format, taille } = job
  const location = typeof job.location === 'string' ? job.location : Buffer.from(job.location)
  if (format === 'csv' && taille > streamedFrom) {
    const list = await recogniseLargeText(location, sha256, tools)
    if (list !== null) {
      await checkLanded({ location, sha256 })
      return list
    }
    if (taille > largestFile) {
      throw new Rejection('trop_volumineux', `${Math.ceil(taille / 2 ** 20)} Mio`)
    }
  }
  const bytes = await landedBytes({ location, sha256 })
  if (format === 'xlsx' || format === 'xlsm') {
    const large = await openLargeWorkbook(bytes, format)
    if (large !== null) {
      const { document, streams } = await heldWorkbook(large, tools)
      return await recogniseWithLists(document, tools, streams)
    }
  }
  return await recogniseWithLists(await readDocument(bytes, format), tools)
}
