import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Rejection } from '../read/rejection.ts'
import { plain } from '../warehouse/values.ts'
import { type CountPlan, createLines, ingestSql } from './ingest.ts'
import type { ListWords } from './words.ts'

/** What a list counts for one laureate; every number is one of lines, codes or persons. */
export interface Counts {
  /** As the list writes it; empty when the list has no column for it, or nothing in it. */
  laureat: string
  /** Rank of its first line in the list, from 1. */
  premiere: number
  lignes: number
  sans_code: number
  decalees: number
  desaccords: number
  inconnus: number
  /** Lines whose column of scans isn't blank. */
  scans_remplis: number
  scannes_sans_personne: number
  /** Distinct codes, and those of them that were scanned, repeated, cancelled… */
  pass: number
  scannes: number
  repetes: number
  scannes_en_partie: number
  annules: number
  commandes: number
  dates_achat: number
  personnes: number
  /** Vouchers of the person with the most of them. */
  pass_max: number
}

/** The counts of one list. */
export interface ListCounts {
  byLaureate: Counts[]
  /** Codes that stand under several laureates. */
  partages: number
  /** Records of the list, blank ones left out. */
  lignes: number
  /** Whether a record may be several lines, or quotes had to be taken for mere signs: cells may be cut wrongly. */
  broken: boolean
}

/** Text that can be read again from its start: the lines of a list without its header. */
export type TextSource = () => AsyncIterable<string> | Iterable<string>

const run = promisify(execFile)
/** What DuckDB may hold; a worker's limit leaves room for it. */
const memory = '192MB'
const sql = new URL('../../sql/bons/', import.meta.url)

/** Thrown when the lines can't be taken apart; its cause tells developers why. */
export class UncountableError extends Error {}

/**
 * Counts a list in SQL while its text streams by, so that no more than a little of it is in memory. What DuckDB puts on disk are hashes
 * of a salt that is forgotten at the end, in a folder of its own under `scratch`, which is removed.
 * @throws UncountableError when the lines aren't records of one table
 */
export async function countList(
  plan: CountPlan,
  words: ListWords,
  source: TextSource,
  scratch: string,
): Promise<ListCounts> {
  const folder = await mkdtemp(join(scratch, 'bons-'))
  try {
    try {
      const whole = await ingest(plan, words, source, folder, plan.quotes ? '"' : '')
      return { ...(await counts(folder)), broken: !whole }
    } catch (error) {
      if (!(error instanceof UncountableError) || !plan.quotes) throw error
    }
    await rm(join(folder, 'lignes.duckdb'), { force: true })
    await rm(join(folder, 'lignes.duckdb.wal'), { force: true })
    await ingest(plan, words, source, folder, '')
    return { ...(await counts(folder)), broken: true }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Gives whether each line was a record. */
async function ingest(
  plan: CountPlan,
  words: ListWords,
  source: TextSource,
  folder: string,
  quote: '"' | '',
): Promise<boolean> {
  const pipe = join(folder, `lignes-${quote === '' ? 'nues' : 'citees'}`)
  await run('mkfifo', ['-m', '600', pipe])
  const salt = randomBytes(16).toString('hex')
  const statement = ingestSql(plan, words, pipe, quote, salt)
  // Nothing may be spilled here, where texts pass through: no folder for it.
  return await withScratch(folder, '', async (connection) => {
    await connection.run(createLines)
    let before = 0
    let lines = 0
    let open = false
    for await (const batch of batches(source(), quote)) {
      const { failure, rows } = await ingestBatch(connection, statement, pipe, batch, before)
      if (failure !== null) throw failure
      before += rows
      for (const piece of batch) {
        lines += filledLines(piece)
        open = open !== oddly(piece, quote)
      }
    }
    return before === lines && !open
  })
}

/** How many lines of a text that ends with one aren't empty: DuckDB leaves empty ones out. */
function filledLines(text: string): number {
  let count = 0
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start)
    if (end !== start) count++
    start = end < 0 ? text.length : end + 1
  }
  return count
}

/** Characters that go to DuckDB at once: from a pipe it keeps all that it has read until the end of a statement. */
const batchSize = 2 ** 23
/** A quoted cell that is larger than this is a quote that was never closed. */
const largestBatch = 2 ** 25

/** Whether a text has an odd number of quotes, so that one of them stays open. */
function oddly(text: string, quote: '"' | ''): boolean {
  return quote !== '' && text.includes(quote) && text.split(quote).length % 2 === 0
}

/** Pieces of text together, cut where no quote is open. */
async function* batches(
  pieces: AsyncIterable<string> | Iterable<string>,
  quote: '"' | '',
): AsyncIterable<string[]> {
  let batch: string[] = []
  let size = 0
  let open = false
  for await (const piece of pieces) {
    batch.push(piece)
    size += piece.length
    open = open !== oddly(piece, quote)
    if (size < batchSize || (open && size < largestBatch)) continue
    yield batch
    batch = []
    size = 0
    open = false
  }
  if (size > 0) yield batch
}

async function ingestBatch(
  connection: DuckDBConnection,
  statement: string,
  pipe: string,
  batch: string[],
  before: number,
): Promise<{ failure: unknown; rows: number }> {
  let failure: unknown = null
  let rows = 0
  const reading = connection.run(statement, [before]).then(
    (result) => {
      rows = result.rowsChanged
    },
    (error) => {
      failure = error
    },
  )
  const writer = await openWriter(pipe, () => failure !== null)
  try {
    if (writer !== null) await feed(writer, batch)
  } finally {
    await writer?.close()
    await reading
  }
  return { failure, rows }
}

/** Opens the pipe once the reader has; null when the reader has failed before. */
async function openWriter(pipe: string, failed: () => boolean): Promise<FileHandle | null> {
  for (;;) {
    try {
      const probe = await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK)
      try {
        return await open(pipe, constants.O_WRONLY)
      } finally {
        await probe.close()
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error
      if (failed()) return null
      await wait(2)
    }
  }
}

async function feed(writer: FileHandle, batch: string[]): Promise<void> {
  try {
    for (const piece of batch) await writer.writeFile(piece)
  } catch (error) {
    // The reader has stopped; it says why.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  }
}

/** What DuckDB says of lines that are no records; what it says of its memory is a refusal of the file. */
function asUncountable(error: unknown): unknown {
  const message = error instanceof Error ? error.message : String(error)
  if (/^Out of Memory/i.test(message)) return new Rejection('memoire', null, error)
  return /CSV|line size/i.test(message)
    ? new UncountableError('the lines are no records of one table', { cause: error })
    : error
}

async function counts(folder: string): Promise<Omit<ListCounts, 'broken'>> {
  return await withScratch(folder, join(folder, 'spill'), async (connection) => {
    const query = async <T>(name: string): Promise<T[]> => {
      const text = await readFile(new URL(`${name}.sql`, sql), 'utf8')
      const reader = await connection.runAndReadAll(text)
      return reader.convertRowObjects((value) => plain(value)) as T[]
    }
    const lines = await query<Counts>('lignes')
    const codes = Map.groupBy(await query<Counts>('pass'), (row) => row.laureat)
    const persons = Map.groupBy(await query<Counts>('personnes'), (row) => row.laureat)
    const [shared] = lines.length > 1 ? await query<{ partages: number }>('partages') : []
    return {
      byLaureate: lines.map((row) => ({
        ...nothing,
        ...row,
        ...codes.get(row.laureat)?.[0],
        ...persons.get(row.laureat)?.[0],
      })),
      partages: shared?.partages ?? 0,
      lignes: lines.reduce((total, row) => total + row.lignes, 0),
    }
  })
}

const nothing = {
  pass: 0,
  scannes: 0,
  repetes: 0,
  scannes_en_partie: 0,
  annules: 0,
  commandes: 0,
  dates_achat: 0,
  personnes: 0,
  pass_max: 0,
}

/** Opens the scratch database for one step; SQL on it reaches nothing outside of its folder. */
async function withScratch<T>(
  folder: string,
  spill: string,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(join(folder, 'lignes.duckdb'), {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: memory,
    temp_directory: spill,
    preserve_insertion_order: 'false',
    threads: '1',
  })
  const connection = await instance.connect()
  try {
    await connection.run(`SET allowed_directories = ['${folder.replaceAll("'", "''")}']`)
    await connection.run('SET enable_external_access = false')
    await connection.run('SET lock_configuration = true')
    return await work(connection)
  } catch (error) {
    throw asUncountable(error)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
