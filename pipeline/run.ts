import { createHash } from 'node:crypto'
import { access } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join, resolve, sep } from 'node:path'
import { duckdbEngine } from './engine/duckdb.ts'
import type { Engine } from './engine/engine.ts'
import { BilanError } from './error.ts'
import { type Inputs, readInputs } from './inputs.ts'
import { type LandedFile, landFolder, type Memory } from './land/folder.ts'
import { Hashes } from './land/hashes.ts'
import { defaultMemory, shareMemory } from './memory.ts'
import type { Reason } from './models/reasons.ts'
import { codeFingerprint } from './project.ts'
import { publish } from './publication.ts'
import type { Summary } from './publish/summary.ts'
import { collectReports, refuseUnreadable } from './reports.ts'
import { keepStanding, lookAtInputs } from './standing.ts'
import { type Publication, standingPublication } from './state.ts'
import { tidy, withBuild } from './warehouse/swap.ts'

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
  // Asked whatever stands: a cluster that can't be reached is told before anything is read.
  const shown = await engine.stands(fingerprint)
  if (files.length === 0 && standing !== null) refuseEmpty(options, standing.summary)
  // What can't be read is told by reading: --strict wants the name of the file, which a summary doesn't keep.
  const refused = options.strict && (standing?.summary.fichiers.rejete ?? 0) > 0
  if (standing?.fingerprint === fingerprint && !refused && shown) {
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
