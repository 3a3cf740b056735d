import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  duplicateRows,
  type ReportRows,
  rejectedRows,
  reportRows,
} from '../../pipeline/attach/report.ts'
import { type LandedFile, landFolder } from '../../pipeline/land/folder.ts'
import { buildModels } from '../../pipeline/models/build.ts'
import { runChecks } from '../../pipeline/models/checks.ts'
import { loadModels } from '../../pipeline/models/model.ts'
import { seedsFolder, sqlFolder } from '../../pipeline/project.ts'
import { createPool, type Pool } from '../../pipeline/read/pool.ts'
import type { ListJob } from '../../pipeline/reader.ts'
import { type ReadResult, unpack } from '../../pipeline/result.ts'
import { type Connection, openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { appendRows, createRaw, loadSeeds } from '../../pipeline/warehouse/load.ts'
import type { RawObservation, RawTables } from '../../pipeline/warehouse/raw.ts'
import type { Group, Indicator } from './group.ts'

/** What the pipeline made of one group. */
export interface Outcome {
  group: Group
  /** Value of a convention and an indicator; null when missing. */
  value(convention: string, indicator: Indicator): number | null
  /** Whether a person is asked about it, or told that one of the files that say it can't be read. */
  asked(convention: string, indicator: Indicator, sources: string[] | null): boolean
  /** Conventions and indicators that have a value. */
  valued: { convention: string; indicator: Indicator; value: number }[]
  statuses: { fichier: string; statut: string }[]
  /** What was kept while reading, before SQL decides between files. */
  kept: RawObservation[]
  /** All that was read, kept or not. */
  read: RawObservation[]
  /** Errors of our own: a crash, a blocking check. */
  failures: string[]
  /** Files that were given up when their time or memory was spent: bounded, as it should be. */
  limits: string[]
}

interface Read {
  group: Group
  rows: ReportRows[]
  limits: string[]
  failures: string[]
}

/** Files that were attached to a convention; none when nobody could tell whose they are. */
function attachedTo(rows: ReportRows[], convention: string): string[] {
  const attached = rows.flatMap((row) => row.rattachements)
  return attached.filter((one) => one.convention === convention).map((one) => one.fichier)
}

/** Reads reports as a run does: in worker processes with limits. Close it. */
export interface Reader {
  pool: Pool<ListJob, Uint8Array>
  scratch: string
  close(): Promise<void>
}

/** Starts the worker processes. */
export async function openReader(workers: number): Promise<Reader> {
  const entry = new URL('../../pipeline/reader.ts', import.meta.url)
  const pool = createPool<ListJob, Uint8Array>({ entry, workers })
  const scratch = await mkdtemp(join(tmpdir(), 'bilan-accuracy-'))
  const close = async () => {
    await pool.close()
    await rm(scratch, { recursive: true, force: true })
  }
  return { pool, scratch, close }
}

/**
 * Takes groups through the whole pipeline, down to the public tables. One warehouse in memory holds them all, each with conventions and
 * paths of its own (`name|2019-102`), so that SQL decides as it does in a run and is built once.
 */
export async function outcomes(groups: Group[], reader: Reader): Promise<Outcome[]> {
  const reads = await Promise.all(groups.map((group) => readGroup(group, reader)))
  const connection = await openWarehouse(':memory:')
  try {
    await build(connection, rawOf(reads))
    const checks = await runChecks(connection, join(sqlFolder, 'checks'))
    // Checks on the whole scheme (bands, hypotheses) say nothing here: the registers are put together from many.
    const blocking = checks.filter((check) => check.severity === 'bloquant')
    const messages = blocking.flatMap((check) =>
      check.rows.map((row) => `${check.controle}: ${row.message}`),
    )
    return await outcomesOf(connection, reads, messages)
  } finally {
    await connection.close()
  }
}

async function readGroup(group: Group, reader: Reader): Promise<Read> {
  const { registry } = group.world
  const failures: string[] = []
  const limits: string[] = []
  const files = await landFolder(group.folder)
  const seen = new Map<string, string>()
  const rows = await Promise.all(
    files.map(async (file) => {
      if (file.rejection) return rejectedRows(file, file.rejection.motif, registry)
      const before = seen.get(file.sha256)
      if (before !== undefined) return duplicateRows(file, before)
      seen.set(file.sha256, file.fichier)
      const result = await readOne(file, reader)
      if (typeof result === 'string') {
        const bounded = /^(?:timeout|memory):/.test(result)
        ;(bounded ? limits : failures).push(`${file.fichier}: ${result}`)
        return rejectedRows(file, result, registry)
      }
      try {
        if (result.rejection) return rejectedRows(file, result.rejection.motif, registry)
        return reportRows(file, result.recognition, registry)
      } catch (error) {
        const what = error instanceof Error ? error.message : String(error)
        failures.push(`${file.fichier}: attaching threw: ${what}`)
        return rejectedRows(file, what, registry)
      }
    }),
  )
  return { group, rows, failures, limits }
}

async function readOne(file: LandedFile, reader: Reader): Promise<ReadResult | string> {
  const { location, sha256, taille, format } = file
  const outcome = await reader.pool.run({
    location,
    sha256,
    taille,
    format: format!,
    seeds: seedsFolder,
    ownVocabulary: null,
    scratch: reader.scratch,
  })
  return outcome.ok ? unpack(outcome.result) : `${outcome.failure}: ${outcome.message}`
}

function rawOf(reads: Read[]): RawTables {
  const raw: RawTables = {
    laureats: [],
    fichiers: [],
    rattachements: [],
    observations: [],
    questions: [],
    publie: [],
    corrections: [],
    relances: [],
  }
  for (const { group, rows } of reads) {
    const own = (convention: string) => `${group.name}|${convention}`
    const ownOrNull = (convention: string | null) => (convention === null ? null : own(convention))
    const path = (fichier: string) => `${group.name}/${fichier}`
    const attached = new Set(rows.flatMap((r) => r.rattachements.map((one) => one.convention)))
    for (const row of rows) {
      raw.fichiers.push({ ...row.fichier, fichier: path(row.fichier.fichier) })
      for (const one of row.rattachements) {
        const fichier = path(one.fichier)
        raw.rattachements.push({ ...one, fichier, convention: own(one.convention) })
      }
      for (const one of row.observations) {
        if (one.convention !== null) attached.add(one.convention)
        raw.observations.push({
          ...one,
          observation: `${group.name}/${one.observation}`,
          fichier: path(one.fichier),
          convention: ownOrNull(one.convention),
        })
      }
      for (const one of row.questions) {
        const fichier = path(one.fichier)
        raw.questions.push({ ...one, fichier, convention: ownOrNull(one.convention) })
      }
    }
    const { register } = group.world
    const { only } = group
    const rowsOfRegister = register.filter(
      ({ convention }) => only === null || only.has(convention) || attached.has(convention),
    )
    raw.laureats.push(...rowsOfRegister.map((row) => ({ ...row, convention: own(row.convention) })))
  }
  return raw
}

async function build(connection: Connection, raw: RawTables): Promise<void> {
  await createRaw(connection, join(sqlFolder, 'raw.yaml'))
  for (const table of Object.keys(raw) as (keyof RawTables)[]) {
    await appendRows(connection, table, raw[table])
  }
  await loadSeeds(connection, seedsFolder)
  await buildModels(connection, await loadModels(connection, sqlFolder))
}

interface Question {
  fichier: string | null
  convention: string | null
  indicateur: string | null
}

async function outcomesOf(
  connection: Connection,
  reads: Read[],
  blocking: string[],
): Promise<Outcome[]> {
  const laureats = await connection.query<Record<string, string | number | null>>(
    'SELECT convention, pass_achetes, pass_scannes, beneficiaires_uniques FROM bilan.laureats',
  )
  const values = new Map<string, { convention: string; indicator: Indicator; value: number }[]>()
  for (const row of laureats) {
    const [name, convention] = (row.convention as string).split('|') as [string, string]
    for (const indicator of ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques'] as const) {
      const value = row[indicator]
      if (typeof value !== 'number') continue
      values.set(name, [...(values.get(name) ?? []), { convention, indicator, value }])
    }
  }
  const files = await connection.query<{ fichier: string; statut: string }>(
    'SELECT fichier, statut FROM bilan.fichiers ORDER BY fichier',
  )
  const byGroup = Map.groupBy(files, (row) => row.fichier.split('/')[0]!)
  const asked = await connection.query<Question>(
    'SELECT fichier, convention, indicateur FROM bilan.a_verifier',
  )
  const questions = Map.groupBy(
    asked,
    (q) => (q.fichier?.split('/')[0] ?? q.convention?.split('|')[0])!,
  )
  return reads.map(({ group, rows, failures, limits }) => {
    const valued = values.get(group.name) ?? []
    const statuses = (byGroup.get(group.name) ?? []).map((row) => ({
      fichier: row.fichier.slice(group.name.length + 1),
      statut: row.statut,
    }))
    // Whoever reads the list of files knows that something is lost in those that were rejected.
    const lost = statuses.filter((row) => row.statut === 'rejete').map((row) => row.fichier)
    const own = questions.get(group.name) ?? []
    return {
      group,
      limits,
      valued,
      statuses,
      kept: rows.flatMap((row) => row.observations.filter((one) => one.retenue)),
      read: rows.flatMap((row) => row.observations),
      failures: [
        ...failures,
        ...blocking.filter((m) => m.includes(`${group.name}|`) || m.includes(`${group.name}/`)),
      ],
      value: (convention, indicator) =>
        valued.find((v) => v.convention === convention && v.indicator === indicator)?.value ?? null,
      asked: (convention, indicator, sources) => {
        const key = `${group.name}|${convention}`
        const those = sources ?? attachedTo(rows, convention)
        const among = (fichier: string) => those.length === 0 || those.includes(fichier)
        return (
          lost.some(among) ||
          own.some(
            (q) =>
              (q.convention === key ||
                (q.convention === null && among(q.fichier!.slice(group.name.length + 1)))) &&
              (q.indicateur === null ||
                q.indicateur === indicator ||
                q.indicateur === 'pass_commandes'),
          )
        )
      },
    }
  })
}
