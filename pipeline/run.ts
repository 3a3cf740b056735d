import { createHash } from 'node:crypto'
import { access } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join, resolve, sep } from 'node:path'
import { Registry } from './attach/registry.ts'
import { type Collected, collect } from './collect.ts'
import { duckdbEngine } from './engine/duckdb.ts'
import type { Engine } from './engine/engine.ts'
import { BilanError } from './error.ts'
import { spaced } from './french.ts'
import {
  codeFingerprint,
  fileFingerprint,
  type Inputs,
  readInputs,
  seedsFolder,
  sqlFolder,
} from './inputs.ts'
import { type LandedFile, landFolder, type Memory } from './land/folder.ts'
import { Hashes } from './land/hashes.ts'
import { openLanding } from './landing.ts'
import { defaultMemory, type Shares, shareMemory } from './memory.ts'
import type { BuiltModel } from './models/build.ts'
import { type CheckResult, runChecks } from './models/checks.ts'
import { loadModels } from './models/model.ts'
import { refuseUnportable } from './models/portability.ts'
import type { Reason } from './models/reasons.ts'
import { publishExports } from './publish/publish.ts'
import { type Summary, summarise } from './publish/summary.ts'
import { loadVocabulary } from './recognise/vocabulary.ts'
import { keepStanding, lookAtInputs } from './standing.ts'
import { type Publication, recordPublication, standingPublication } from './state.ts'
import { Arrivals, reportTables } from './warehouse/arrivals.ts'
import { type Connection, openWarehouse } from './warehouse/connection.ts'
import { appendRows, createRaw, loadSeeds } from './warehouse/load.ts'
import { type Build, tidy, withBuild } from './warehouse/swap.ts'

/** The folders and manners of one run; effects are passed in. */
export interface RunOptions {
  raw: string
  warehouse: string
  /** A report that can't be read is an error of the run. */
  strict: boolean
  /** How many earlier publications to keep beside the one that stands; 10 unless said. */
  keep?: number
  /** Where models outside staging are made; in this process unless said. */
  engine?: Engine
  /** MiB that the run may take, all its processes together; 1024 unless said. */
  memory?: number
  /** Told what is going on: a step, and how far it is where that is known. */
  progress(step: string, done: number, total: number): void
  /** Milliseconds since 1970. */
  clock(): number
}

/** What a run did, for the last screen and `--json`. */
export interface RunReport {
  /** False when nothing had changed since the publication that stands. */
  published: boolean
  warehouse: string
  files: number
  /** Files that were opened; the others were known. */
  read: number
  models: {
    built: number
    total: number
    /** The models that were made anew, upstreams first, and why; the others stand as they were. */
    rebuilt: ({ model: string } & Reason)[]
  }
  warnings: { check: string; title: string; rows: number; remedy: string }[]
  summary: Summary
  synthetic: boolean
  seconds: number
}

/**
 * The whole job: land, read what is new, attach, load, build the models, check, export, publish. When nothing changed since the
 * publication that stands, it says so and does nothing.
 * @throws BilanError when nothing was published; the warehouse that stood is untouched
 */
export async function run(options: RunOptions): Promise<RunReport> {
  const started = options.clock()
  const seen = lookAtInputs(options, started)
  const inputs = await readInputs(options.raw)
  options.progress('land', 0, 0)
  refuseOverlap(options.raw, options.warehouse)
  const code = await codeFingerprint('pipeline', 'sql', 'package-lock.json')
  const hashes = await Hashes.load(join(options.warehouse, hashesFile), code)
  const files = await landReports(options.raw, { hashes, now: started })
  if (options.strict)
    refuseUnreadable(files.filter((f) => f.rejection).map((f) => [f.fichier, f.rejection!.motif]))
  const engine = options.engine ?? duckdbEngine
  const fingerprint = fingerprintOf(inputs, files, code, engine.identity)
  await tidy(options.warehouse, options.keep)
  const standing = await standingPublication(options.warehouse)
  if (files.length === 0 && standing !== null) refuseEmpty(options, standing.summary)
  // What can't be read is told by reading: --strict wants the name of the file, which a summary doesn't keep.
  const refused = options.strict && (standing?.summary.fichiers.rejete ?? 0) > 0
  if (standing?.fingerprint === fingerprint && !refused && (await engine.stands(fingerprint))) {
    const nothing = {
      read: 0,
      models: { built: 0, total: standing.models, rebuilt: [] },
      published: false,
    }
    await hashes.save()
    return report(nothing, standing)
  }
  const shares = shareMemory(options.memory ?? defaultMemory, availableParallelism())
  const { collected, built, publication } = await withBuild(
    options.warehouse,
    async (build) => {
      await hashes.save()
      const collected = await collectReports(build, options, inputs, files, shares)
      return await publish(build, options, inputs, collected, fingerprint, shares.building)
    },
    { continued: standing !== null, ...(options.keep === undefined ? {} : { keep: options.keep }) },
  )
  const rebuilt = built.flatMap(({ model, reason }) =>
    reason === null ? [] : [{ model, ...reason }],
  )
  const models = { built: rebuilt.length, total: built.length, rebuilt }
  const done = { read: collected.read, models, published: true }
  return report(done, publication)

  function report(
    done: Pick<RunReport, 'read' | 'models' | 'published'>,
    { summary, warnings, fingerprint }: Publication,
  ): RunReport {
    const said = {
      ...done,
      warehouse: options.warehouse,
      files: files.length,
      warnings,
      summary,
      synthetic: inputs.origin.synthetique,
    }
    keepStanding(options, fingerprint === '' ? null : seen, said)
    return { ...said, seconds: (options.clock() - started) / 1000 }
  }
}

const rawFile = join(sqlFolder, 'raw.yaml')
/** Reports of which the tables fill more than a few blocks. */
const manyFiles = 2_000
/** Where hashes are kept between runs, in the warehouse folder. */
const hashesFile = join('.landing', 'hashes.json')

/** Reports are optional: a scheme may have none yet, but the folder must be there to be sure that it is the right one. */
async function landReports(raw: string, memory: Memory): Promise<LandedFile[]> {
  const folder = join(raw, 'rapports')
  try {
    await access(folder)
  } catch (cause) {
    throw new BilanError(
      `${folder}: no folder of reports`,
      'make it, even empty, or name another folder with --raw',
      1,
      cause,
    )
  }
  return await landFolder(folder, memory)
}

/** A warehouse among the reports would be read as reports by the next run. */
function refuseOverlap(raw: string, warehouse: string): void {
  const [from, to] = [resolve(raw), resolve(warehouse)]
  if (to !== from && !`${to}${sep}`.startsWith(`${join(from, 'rapports')}${sep}`)) return
  throw new BilanError(
    `--warehouse ${JSON.stringify(warehouse)} lies in the folder of the inputs ${JSON.stringify(raw)}`,
    'publish to a folder of its own',
    2,
  )
}

/** Nothing received yet is a fine start; nothing any more is most likely another folder than was meant. */
function refuseEmpty({ raw, warehouse }: RunOptions, { fichiers }: Summary): void {
  const known = Object.values(fichiers).reduce((total, count) => total + count, 0)
  if (known === 0) return
  throw new BilanError(
    `${join(raw, 'rapports')} is empty, while ${warehouse} was made of ${known} files`,
    'put the reports back, or name another folder with --raw or --warehouse',
  )
}

function fingerprintOf(inputs: Inputs, files: LandedFile[], code: string, engine: string): string {
  const hash = createHash('sha256').update(inputs.fingerprint).update(code)
  for (const file of files) {
    hash.update(`\0${file.fichier}\0${file.sha256}\0${file.taille}\0${file.rejection?.code ?? ''}`)
  }
  if (engine !== '') hash.update(`\0${engine}`)
  return hash.digest('hex')
}

/** Fills the tables of reports in a warehouse that is being made: rows of files that are as they were stay. */
async function collectReports(
  build: Build,
  options: RunOptions,
  inputs: Inputs,
  files: LandedFile[],
  shares: Shares,
): Promise<Collected> {
  const { ownVocabulary } = inputs
  const vocabulary = await loadVocabulary(seedsFolder, ownVocabulary)
  const registry = new Registry(inputs.laureats, inputs.bodyTypes, vocabulary)
  const reader = await readerFingerprint(ownVocabulary)
  const made = [reader, await attachFingerprint(), inputs.registerFingerprint].join(':')
  const landing = await openLanding(options.warehouse, reader)
  const connection = await openWarehouse(build.database, {
    memory: `${shares.collecting}MiB`,
    large: files.length > manyFiles,
  })
  try {
    const arrivals = await Arrivals.begin(connection, rawFile, made)
    const collected = await collect({
      files,
      registry,
      landing,
      arrivals,
      seeds: seedsFolder,
      ownVocabulary,
      shares,
      progress: (done, total) => options.progress('read', done, total),
    })
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
    'pipeline/warehouse',
    'sql/raw.yaml',
  )
}

async function publish(
  build: Build,
  options: RunOptions,
  inputs: Inputs,
  collected: Collected,
  fingerprint: string,
  memory: number,
): Promise<{ collected: Collected; built: BuiltModel[]; publication: Publication }> {
  const engine = options.engine ?? duckdbEngine
  const connection = await openWarehouse(build.database, {
    folders: [build.exports, ...engine.folders],
    memory: `${memory}MiB`,
  })
  let open = true
  // Libraries for the page are loaded while the engine works.
  const loaded = import('./publish/page/page.ts')
  try {
    const built = await buildAll(connection, options, engine, inputs, fingerprint)
    const checks = await runChecks(connection, join(sqlFolder, 'checks'))
    const blocking = checks.filter((c) => c.severity === 'bloquant' && c.rows.length > 0)
    if (blocking.length > 0) {
      await connection.close()
      open = false
      throw refusal(blocking, await build.reject())
    }
    options.progress('export', 0, 0)
    await publishExports(connection, build.exports, inputs.origin)
    const { writePage } = await loaded
    await writePage(connection, build.page, inputs.origin)
    const publication: Publication = {
      // What may have failed by chance is no state to rest on: the next run compares with nothing and tries again.
      fingerprint: collected.settled ? fingerprint : '',
      code: await codeFingerprint('pipeline', 'package-lock.json'),
      models: built.length,
      summary: await summarise(connection),
      warnings: checks
        .filter((check) => check.severity === 'avertissement' && check.rows.length > 0)
        .map((check) => ({
          check: check.controle,
          title: check.title,
          rows: check.rows.length,
          remedy: check.remedy,
        })),
    }
    await recordPublication(connection, publication, build.exports)
    await connection.close()
    open = false
    await engine.publish()
    await build.publish()
    return { collected, built, publication }
  } catch (error) {
    await engine.abandon()
    throw error
  } finally {
    if (open) await connection.close()
  }
}

async function buildAll(
  connection: Connection,
  options: RunOptions,
  engine: Engine,
  inputs: Inputs,
  fingerprint: string,
): Promise<BuiltModel[]> {
  const fromReports: readonly string[] = reportTables
  await createRaw(connection, rawFile, { only: (table) => !fromReports.includes(table) })
  await appendRows(connection, 'laureats', inputs.laureats)
  await appendRows(connection, 'publie', inputs.publie)
  await appendRows(connection, 'corrections', inputs.corrections)
  await appendRows(connection, 'relances', inputs.relances)
  await loadSeeds(connection, seedsFolder)
  const models = await loadModels(connection, sqlFolder)
  await refuseUnportable(connection, models)
  return await engine.build(connection, models, fingerprint, (_, done, total) =>
    options.progress('build', done, total),
  )
}

function refusal(blocking: CheckResult[], kept: string): BilanError {
  const rows = blocking.flatMap((check) => check.rows.map((row) => ({ check, row })))
  const { check, row } = rows[0]!
  const others = rows.length - 1
  const more = others === 0 ? '' : others === 1 ? ' (et 1 autre)' : ` (et ${others} autres)`
  // In French, as the check and what it says are.
  return new BilanError(
    spaced(`rien n’est publié : ${row.message}${more}`),
    spaced(`${check.remedy} Les lignes en cause sont dans meta.controles de ${kept}`),
  )
}

function refuseUnreadable(rejected: (readonly [string, string])[]): void {
  const [first] = rejected
  if (!first) return
  const more = rejected.length > 1 ? ` (and ${rejected.length - 1} more)` : ''
  throw new BilanError(
    `--strict: ${JSON.stringify(first[0])} can't be read: ${first[1]}${more}`,
    'mend or remove the file, or run without --strict to have it listed',
  )
}
