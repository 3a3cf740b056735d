import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Registry } from './attach/registry.ts'
import { duplicateRows, type ReportRows, rejectedRows, reportRows } from './attach/report.ts'
import { BilanError } from './error.ts'
import type { LandedFile } from './land/folder.ts'
import type { Landing } from './landing.ts'
import { createPool, type Outcome } from './read/pool.ts'
import { type RejectionCode, reason } from './read/rejection.ts'
import type { ListJob, ReadResult } from './reader.ts'
import type { RawTables } from './warehouse/raw.ts'

/** The tables that come from reports. */
export type Collected = Pick<
  RawTables,
  'fichiers' | 'rattachements' | 'observations' | 'questions'
> & {
  /** Files that were opened in this run; the others were known by their content. */
  read: number
  /** False when a file failed in a way that may pass (time, memory, bytes that changed): the next run must try again. */
  settled: boolean
}

/** The files to collect, whom they may be about, and where to keep what was read. */
export interface CollectOptions {
  files: LandedFile[]
  registry: Registry
  landing: Landing
  seeds: string
  ownVocabulary: string | null
  /** Told as files are done. */
  progress(done: number, total: number): void
}

/** Reads what is new, attaches everything to the register, and gives rows in the order of the files. */
export async function collect(options: CollectOptions): Promise<Collected> {
  const { files, registry, landing } = options
  const first = firstOfEach(files)
  const readable = [...first.values()].filter((file) => file.format !== null)
  const results = await landing.known(readable.map((file) => file.sha256))
  const fresh = await readAll(
    readable.filter((file) => !results.has(file.sha256)),
    options,
  )
  for (const [hash, result] of fresh.all) results.set(hash, result)
  await landing.keep(fresh.lasting, new Set(readable.map((file) => file.sha256)))

  const rows = files.map((file) => rowsOf(file, first, results, registry))
  return {
    fichiers: rows.map((row) => row.fichier),
    rattachements: rows.flatMap((row) => row.rattachements),
    observations: rows.flatMap((row) => row.observations),
    questions: rows.flatMap((row) => row.questions),
    read: fresh.all.size,
    settled: fresh.lasting.size === fresh.all.size,
  }
}

/** The file that stands for each content: of several with the same bytes, the first by path. */
function firstOfEach(files: LandedFile[]): Map<string, LandedFile> {
  const first = new Map<string, LandedFile>()
  for (const file of files) {
    if (file.sha256 !== '' && !first.has(file.sha256)) first.set(file.sha256, file)
  }
  return first
}

function rowsOf(
  file: LandedFile,
  first: Map<string, LandedFile>,
  results: Map<string, ReadResult>,
  registry: Registry,
): ReportRows {
  if (file.rejection) return rejectedRows(file, file.rejection.motif, registry)
  const original = first.get(file.sha256)!
  if (original !== file) return duplicateRows(file, original.fichier)
  const result = results.get(file.sha256)!
  if (result.rejection) return rejectedRows(file, result.rejection.motif, registry)
  return reportRows(file, result.recognition, registry)
}

/** Reads files in workers, the largest first; what failed by time, memory or bytes that changed is not kept for the next run. */
async function readAll(
  files: LandedFile[],
  { seeds, ownVocabulary, progress }: CollectOptions,
): Promise<{ all: Map<string, ReadResult>; lasting: Map<string, ReadResult> }> {
  const all = new Map<string, ReadResult>()
  const lasting = new Map<string, ReadResult>()
  if (files.length === 0) return { all, lasting }
  const pool = createPool<ListJob, ReadResult>({ entry: new URL('./reader.ts', import.meta.url) })
  // Not in the warehouse: what is counted from lists of persons is put here, hashed, and removed even if a worker was stopped.
  const scratch = await mkdtemp(join(tmpdir(), 'bilan-'))
  let done = 0
  progress(0, files.length)
  try {
    const largestFirst = files.toSorted((a, b) => b.taille - a.taille)
    await Promise.all(
      largestFirst.map(async (file) => {
        const { location, sha256, taille, format } = file
        const job = { location, sha256, taille, format: format!, seeds, ownVocabulary, scratch }
        const outcome = await pool.run(job, Math.ceil(taille / bytesPerMs))
        const result = outcome.ok ? outcome.result : failed(file, outcome)
        all.set(sha256, result)
        if (outcome.ok && !passing.has(result.rejection?.code ?? '')) lasting.set(sha256, result)
        progress(++done, files.length)
      }),
    )
  } finally {
    await pool.close()
    await rm(scratch, { recursive: true, force: true })
  }
  return { all, lasting }
}

/** A large file gets a second more for each 4 MB: lists are counted at 11 MB/s on a busy machine (docs/bons.md). */
const bytesPerMs = 4_000

const failures: Record<'timeout' | 'memory' | 'crash', RejectionCode> = {
  timeout: 'delai',
  memory: 'memoire',
  crash: 'arret',
}

/** Says nothing of the bytes that were landed. */
const passing: ReadonlySet<string> = new Set<RejectionCode>(['modifie', 'illisible'])

function failed(
  file: LandedFile,
  outcome: Extract<Outcome<ReadResult>, { ok: false }>,
): ReadResult {
  if (outcome.failure === 'error') {
    // An error of the reader's own is a bug: it must not pass for a bad file.
    throw new BilanError(
      `the reader failed on ${JSON.stringify(file.fichier)}: ${outcome.message.split('\n')[0]}`,
      'take the file out of the reports for now, and report it',
    )
  }
  const code = failures[outcome.failure]
  return { recognition: null, rejection: { code, motif: reason(code) } }
}
