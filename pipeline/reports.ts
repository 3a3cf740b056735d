import { join } from 'node:path'
import { Registry } from './attach/registry.ts'
import { type Collected, collect } from './collect.ts'
import { BilanError } from './error.ts'
import type { Inputs } from './inputs.ts'
import type { LandedFile } from './land/folder.ts'
import { openLanding } from './landing.ts'
import type { Shares } from './memory.ts'
import { codeFingerprint, fileFingerprint, seedsFolder, sqlFolder } from './project.ts'
import { loadVocabulary } from './recognise/vocabulary.ts'
import type { RunOptions } from './run.ts'
import { clearHeap } from './v8.ts'
import { Arrivals } from './warehouse/arrivals.ts'
import { type Connection, openWarehouse } from './warehouse/connection.ts'
import type { Build } from './warehouse/swap.ts'

const rawFile = join(sqlFolder, 'raw.yaml')
/** Reports of which the tables fill more than a few blocks. */
const manyFiles = 2_000
/** Fills the tables of reports in a warehouse that is being made: rows of files that are as they were stay. */
export async function collectReports(
  build: Build,
  options: RunOptions,
  inputs: Inputs,
  files: LandedFile[],
  shares: Shares,
): Promise<Collected> {
  const { ownVocabulary } = inputs
  const vocabulary = await loadVocabulary(seedsFolder, ownVocabulary)
  const reader = await readerFingerprint(ownVocabulary)
  const made = [reader, await attachFingerprint(), inputs.registerFingerprint].join(':')
  const landing = await openLanding(options.warehouse, reader)
  const connection = await openWarehouse(build.database, {
    memory: `${shares.collecting}MiB`,
    // Readers have the cores; two threads that sort the rows of 30 000 reports didn't do with this memory.
    threads: 1,
    adjustable: true,
    large: files.length > manyFiles,
  })
  try {
    const arrivals = await Arrivals.begin(connection, rawFile, made)
    const collected = await collect({
      files,
      registry: new Registry(inputs.laureats, inputs.bodyTypes, vocabulary),
      landing,
      arrivals,
      seeds: seedsFolder,
      ownVocabulary,
      shares,
      progress: (done, total) => options.progress('read', done, total),
    })
    // The registry is needed no more, 100 MiB for 100 000 bodies, and nothing but garbage from here on.
    clearHeap()
    // Readers have ended: what they held is for putting all rows in order, which 96 MiB weren't enough for at 100 000 conventions.
    await connection.limitMemory(`${shares.building.memoryMb}MiB`)
    await arrivals.finish()
    if (options.strict) await refuseRejected(connection)
    return collected
  } finally {
    await connection.close()
    await landing.close()
  }
}

async function refuseRejected(connection: Connection): Promise<void> {
  const rejected = await connection.query<{ fichier: string; motif: string }>(
    "SELECT fichier, coalesce(motif, '') AS motif FROM raw.fichiers WHERE statut = 'rejete' ORDER BY fichier",
  )
  refuseUnreadable(rejected.map(({ fichier, motif }) => [fichier, motif]))
}

/** All that a reading depends on besides the bytes: a change of it reads every file again. */
async function readerFingerprint(ownVocabulary: string | null): Promise<string> {
  const code = await codeFingerprint(
    'pipeline/read',
    // What a mail encloses is known by its content too.
    'pipeline/land/format.ts',
    'pipeline/recognise',
    'pipeline/bons',
    'pipeline/reader.ts',
    'pipeline/result.ts',
    'sql/bons',
    'sql/seeds/bons_colonnes.csv',
    'sql/seeds/bons_statuts.csv',
    'sql/seeds/personnes.csv',
    'sql/seeds/types_organismes.csv',
    'sql/seeds/vocabulaire.csv',
    'sql/seeds/mots_absence.csv',
    'sql/seeds/mots_reels.csv',
    'package-lock.json',
  )
  const own = ownVocabulary === null ? '' : await fileFingerprint(ownVocabulary)
  return `${code}:${own}`
}

/** All that the rows of reports follow from besides what was read and the register. */
async function attachFingerprint(): Promise<string> {
  return await codeFingerprint(
    'pipeline/attach',
    'pipeline/collect.ts',
    'pipeline/reports.ts',
    'pipeline/warehouse',
    'sql/raw.yaml',
  )
}

/** Ends a strict run at the first of the files given (path, reason), if there is one. */
export function refuseUnreadable(rejected: (readonly [string, string])[]): void {
  const [first] = rejected
  if (!first) return
  const more = rejected.length > 1 ? ` (and ${rejected.length - 1} more)` : ''
  throw new BilanError(
    `--strict: ${JSON.stringify(first[0])} can't be read: ${first[1]}${more}`,
    'mend or remove the file, or run without --strict to have it listed',
  )
}
