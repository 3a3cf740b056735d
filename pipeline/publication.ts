import { join } from 'node:path'
import type { Collected } from './collect.ts'
import { duckdbEngine } from './engine/duckdb.ts'
import type { Engine } from './engine/engine.ts'
import { BilanError } from './error.ts'
import { spaced } from './french.ts'
import type { Inputs } from './inputs.ts'
import type { Shares } from './memory.ts'
import type { BuiltModel, Progress } from './models/build.ts'
import { type CheckResult, runChecks } from './models/checks.ts'
import { loadModels } from './models/model.ts'
import { refuseUnportable } from './models/portability.ts'
import type { Answers } from './models/prepared.ts'
import { codeFingerprint, preparedQueries, seedsFolder, sqlFolder } from './project.ts'
import { publishExports } from './publish/publish.ts'
import { summarise } from './publish/summary.ts'
import type { RunOptions } from './run.ts'
import { type Publication, recordPublication } from './state.ts'
import { reportTables } from './warehouse/arrivals.ts'
import { type Connection, openWarehouse } from './warehouse/connection.ts'
import { appendRows, createRaw, loadSeeds } from './warehouse/load.ts'
import type { Build } from './warehouse/swap.ts'

const rawFile = join(sqlFolder, 'raw.yaml')

/** Builds the models over what was collected, checks them, writes the exports, and puts all of it in the place of what stood. */
export async function publish(
  build: Build,
  options: RunOptions,
  inputs: Inputs,
  collected: Collected,
  fingerprint: string,
  { memoryMb, threads }: Shares['building'],
): Promise<{ collected: Collected; built: BuiltModel[]; publication: Publication }> {
  const engine = options.engine ?? duckdbEngine
  const connection = await openWarehouse(build.database, {
    folders: [build.exports, ...engine.folders],
    memory: `${memoryMb}MiB`,
    mostThreads: threads,
    making: true,
  })
  let open = true
  // Libraries for the page are loaded while the engine works.
  const loaded = import('./publish/page/page.ts')
  try {
    const answers = await preparedQueries()
    const built = await buildAll(connection, options, engine, inputs, fingerprint, answers)
    const checks = await runChecks(connection, join(sqlFolder, 'checks'), answers)
    await answers.save()
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

/**
 * Loads what stands beside the reports and makes the models over it and what was collected.
 * @throws BilanError as the models do
 */
export async function buildAll(
  connection: Connection,
  options: RunOptions,
  engine: Engine,
  inputs: Inputs,
  fingerprint: string,
  answers: Answers,
): Promise<BuiltModel[]> {
  const fromReports: readonly string[] = reportTables
  await createRaw(connection, rawFile, { only: (table) => !fromReports.includes(table) })
  await appendRows(connection, 'laureats', inputs.laureats)
  await appendRows(connection, 'publie', inputs.publie)
  await appendRows(connection, 'corrections', inputs.corrections)
  await appendRows(connection, 'relances', inputs.relances)
  await loadSeeds(connection, seedsFolder)
  const models = await loadModels(connection, sqlFolder, answers)
  await refuseUnportable(connection, models, answers)
  const progress: Progress = (_, done, total) => options.progress('build', done, total)
  return await engine.build(connection, models, { fingerprint, progress, answers })
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
