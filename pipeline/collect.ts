import type { Registry } from './attach/registry.ts'
import { duplicateRows, type ReportRows, rejectedRows, reportRows } from './attach/report.ts'
import { BilanError } from './error.ts'
import type { LandedFile } from './land/folder.ts'
import type { Landing } from './landing.ts'
import type { Shares } from './memory.ts'
import { createPool, type Outcome, type Pool } from './read/pool.ts'
import { ownFailure, type RejectionCode, reason } from './read/rejection.ts'
import type { ListJob } from './reader.ts'
import { pack, type ReadResult, unpack } from './result.ts'
import { withScratch } from './scratch.ts'
import type { Arrivals } from './warehouse/arrivals.ts'

/** What collecting did. */
export interface Collected {
  /** Files that were opened in this run; the others were known by their content. */
  read: number
  /** False when a file failed in a way that may pass (time, memory, bytes that changed): the next run must try again. */
  settled: boolean
}

/** The files to collect, whom they may be about, where to keep what was read and where to put what follows from it. */
export interface CollectOptions {
  files: LandedFile[]
  registry: Registry
  landing: Landing
  arrivals: Arrivals
  seeds: string
  ownVocabulary: string | null
  shares: Pick<Shares, 'light' | 'heavy'>
  /** Told as files are done. */
  progress(done: number, total: number): void
}

/** Results that are read from landing at once. */
const atOnce = 256

/**
 * Reads what is new and attaches to the register what isn't there yet. Files whose rows stand cost nothing; of the others no more
 * than a few are held at a time.
 */
export async function collect(options: CollectOptions): Promise<Collected> {
  const { files, registry, landing, arrivals } = options
  const first = firstOfEach(files)
  const open: LandedFile[] = []
  const rows = new Rows(registry)
  for (const file of files) {
    const state = stateOf(file, first)
    if (arrivals.keeps(file.fichier, state)) continue
    const original = first.get(file.sha256)
    if (file.rejection) {
      await arrivals.add(rejectedRows(file, file.rejection.motif, registry), state)
    } else if (original !== file) {
      await arrivals.add(duplicateRows(file, original!.fichier), state)
    } else {
      open.push(file)
    }
  }
  const known = await landing.known()
  const old = open.filter((file) => known.has(file.sha256))
  for (let at = 0; at < old.length; at += atOnce) {
    const some = old.slice(at, at + atOnce)
    const results = await landing.results(some.map((file) => file.sha256))
    for (const file of some) {
      const result = unpack(results.get(file.sha256)!)
      await arrivals.add(rows.of(file, result), stateOf(file, first))
    }
  }
  const fresh = open.filter((file) => !known.has(file.sha256))
  const lasting = await readAll(fresh, first, rows, options)
  rows.check(open.length)
  await landing.retain(first.keys())
  return { read: fresh.length, settled: lasting === fresh.length }
}

/** The file that stands for each content: of several with the same bytes, the first by path. */
function firstOfEach(files: LandedFile[]): Map<string, LandedFile> {
  const first = new Map<string, LandedFile>()
  for (const file of files) {
    if (file.sha256 !== '' && !first.has(file.sha256)) first.set(file.sha256, file)
  }
  return first
}

/** What the rows of a file follow from, besides the register and the code. */
function stateOf(file: LandedFile, first: Map<string, LandedFile>): string {
  const { sha256, taille, format, rejection } = file
  const refused = rejection === null ? '' : `${rejection.code} ${rejection.motif}`
  const original = first.get(sha256)
  const twin = original === undefined || original === file ? '' : original.fichier
  return [sha256, taille, format ?? '', refused, twin].join('\n')
}

/** Files on which the program may fail by itself; where it fails on more, and on most, it is broken, and nothing is published. */
const mostBroken = 10

/** Makes the rows of files, and counts those on which the program failed by itself: one that nobody foresaw ends no run. */
class Rows {
  private broken = 0
  private readonly registry: Registry

  constructor(registry: Registry) {
    this.registry = registry
  }

  of(file: LandedFile, { recognition, rejection }: ReadResult): ReportRows {
    if (rejection?.code === 'erreur') this.broken++
    if (rejection) return rejectedRows(file, rejection.motif, this.registry)
    try {
      return reportRows(file, recognition, this.registry)
    } catch (error) {
      const refused = ownFailure(error)
      if (refused === null) throw error
      this.broken++
      return rejectedRows(file, refused.message, this.registry)
    }
  }

  /** Throws a `BilanError` where the program failed on too many of so many files. */
  check(files: number): void {
    if (this.broken <= mostBroken || this.broken * 2 <= files) return
    throw new BilanError(
      `the reader failed on ${this.broken} of ${files} files`,
      'this is no fault of the files: report it, with what « bilan inspect --debug » says of one of them',
    )
  }
}

/** Files above this, and texts above that, go to readers that may hold more. */
const heavyFrom = 4 * 2 ** 20

/**
 * Reads files in workers, the largest first, each worker taking the next file as soon as it is free; no more results wait than there
 * are workers, twice. What failed by time, memory or bytes that changed is not kept for the next run.
 * @returns how many results will last
 */
async function readAll(
  files: LandedFile[],
  first: Map<string, LandedFile>,
  rows: Rows,
  options: CollectOptions,
): Promise<number> {
  if (files.length === 0) return 0
  const { seeds, ownVocabulary, landing, arrivals, shares, progress } = options
  const largestFirst = files.toSorted((a, b) => b.taille - a.taille)
  const large = largestFirst.filter(({ taille }) => taille > heavyFrom)
  const small = largestFirst.slice(large.length)
  const kept: [string, Uint8Array][] = []
  let [done, lasting] = [0, 0]
  const keep = async (least: number) => {
    if (kept.length >= least) await landing.keep(kept.splice(0))
  }
  const settle = async (file: LandedFile, outcome: Outcome<Uint8Array>) => {
    const packed = outcome.ok ? outcome.result : pack(failed(file, outcome))
    const result = unpack(packed)
    const lasts = outcome.ok && !passing.has(result.rejection?.code ?? '')
    if (lasts) kept.push([file.sha256, packed])
    if (lasts) lasting++
    await arrivals.add(rows.of(file, result), lasts ? stateOf(file, first) : null)
    await keep(atOnce)
    progress(++done, files.length)
  }
  const read = (pool: Pool<ListJob, Uint8Array>, file: LandedFile, scratch: string) => {
    const { location, sha256, taille, format } = file
    const job = { location, sha256, taille, format: format!, seeds, ownVocabulary, scratch }
    return pool.run(job, extraMs(file))
  }
  progress(0, files.length)
  // Not in the warehouse: what is counted from lists of persons is put here, hashed, and removed even if a worker was stopped.
  await withScratch(async (scratch) => {
    const inPool = (pool: Pool<ListJob, Uint8Array>, file: LandedFile) => read(pool, file, scratch)
    await withPool(shares.heavy, large, async (pool, file) =>
      settle(file, await inPool(pool, file)),
    )
    const again: LandedFile[] = []
    await withPool(shares.light, small, async (pool, file) => {
      const outcome = await inPool(pool, file)
      if (!outcome.ok && outcome.failure === 'memory') again.push(file)
      else await settle(file, outcome)
    })
    await withPool(shares.heavy, again, async (pool, file) =>
      settle(file, await inPool(pool, file)),
    )
    await keep(1)
  })
  return lasting
}

/** Works through files with a pool of their own, which ends with them. */
async function withPool(
  share: Shares['light'],
  files: readonly LandedFile[],
  work: (pool: Pool<ListJob, Uint8Array>, file: LandedFile) => Promise<void>,
): Promise<void> {
  if (files.length === 0) return
  const pool = createPool<ListJob, Uint8Array>({
    entry: new URL('./reader.ts', import.meta.url),
    ...share,
  })
  const queue = files.values()
  let stopped = false
  const lane = async () => {
    for (const file of queue) {
      if (stopped) return
      await work(pool, file)
    }
  }
  try {
    await Promise.all(Array.from({ length: share.workers * 2 }, lane))
  } finally {
    stopped = true
    await pool.close()
  }
}

/** Formats of which a second takes less: what is compressed, and mails, which may enclose it. */
const slow: ReadonlySet<LandedFile['format']> = new Set(['xlsx', 'xlsm', 'eml', 'msg'])

/**
 * A large file gets more time: lists in text are counted at 11 MB/s on a busy machine, those in workbooks, which are
 * compressed, at 3 (docs/bons.md), and a mail may enclose one.
 */
export function extraMs({ format, taille }: LandedFile): number {
  const bytesPerMs = slow.has(format) ? 700 : 4_000
  return Math.ceil(taille / bytesPerMs)
}

const failures: Record<'timeout' | 'memory' | 'crash', RejectionCode> = {
  timeout: 'delai',
  memory: 'memoire',
  crash: 'arret',
}

/** Says nothing of the bytes that were landed, or may not be so the next time: memory that couldn't be had is an error too. */
const passing: ReadonlySet<string> = new Set<RejectionCode>(['modifie', 'illisible', 'erreur'])

function failed(
  file: LandedFile,
  outcome: Extract<Outcome<Uint8Array>, { ok: false }>,
): ReadResult {
  if (outcome.failure === 'error') {
    // No error that a file can bring about (`ownFailure`): a full disk, a missing part of the program.
    throw new BilanError(
      `the reader failed on ${JSON.stringify(file.fichier)}: ${outcome.message.split('\n')[0]}`,
      'see to it and run again; if nothing is wrong there, report it',
      1,
      outcome.message,
    )
  }
  const code = failures[outcome.failure]
  return { recognition: null, rejection: { code, motif: reason(code) } }
}
