import { setFlagsFromString } from 'node:v8'
import type { Engine } from '../engine/engine.ts'
import { BilanError } from '../error.ts'
import type { RunReport } from '../run.ts'
import { lookAtInputs, standingReport } from '../standing.ts'
import { type EngineOptions, engineOf } from './engine.ts'
import { type Progress, progressOn } from './progress.ts'
import { screen } from './screen.ts'

/** `bilan run`: the whole job, with progress on standard error and the last screen on standard output. */
export async function runCommand(
  options: Options & EngineOptions & { json?: boolean; quiet: boolean },
): Promise<number> {
  const silent = options.quiet || options.json === true
  const progress = silent ? null : progressOn(process.stderr)
  const interruption = new AbortController()
  const engine = await engineOf(options, process.env, interruption.signal)
  const stop = (signal: NodeJS.Signals) => {
    progress?.stop()
    console.error(
      `bilan: interrupted (${signal}) — ${options.warehouse} is whole, as it was or as it was to be; run again to finish`,
    )
    interruption.abort()
    // A cluster is told to stop what it runs, which takes a moment; a second signal doesn't wait.
    if (engine === null) process.exit(1)
    setTimeout(() => process.exit(1), 5000)
    process.once('SIGINT', () => process.exit(1))
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
  let report: RunReport
  try {
    progress?.update('land', 0, 0)
    report = (engine ? null : nothingToDo(options)) ?? (await wholeRun(options, engine, progress))
  } catch (error) {
    // Machines get a result too; people get the line on standard error.
    if (options.json && error instanceof BilanError) {
      const { message, remedy } = error
      console.log(JSON.stringify({ published: false, error: { message, remedy } }, null, 2))
    }
    if (interruption.signal.aborted) return 1
    throw error
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    progress?.stop()
  }
  if (options.json) console.log(JSON.stringify(report, null, 2))
  else if (!options.quiet) console.log(screen(report))
  return 0
}

interface Options {
  raw: string
  warehouse: string
  strict: boolean
  keep: number
  memory: number
}

/** The report of a run that finds everything as it was; found before anything that takes time to load is loaded. */
function nothingToDo(options: Options): RunReport | null {
  const started = Date.now()
  const report = standingReport(options, lookAtInputs(options, started))
  if (report === null) return null
  // --strict wants the name of a file that can't be read, which the report hasn't.
  if (options.strict && (report.summary.fichiers.rejete ?? 0) > 0) return null
  return { ...report, seconds: (Date.now() - started) / 1000 }
}

/**
 * Keeps V8's room for what is young as small as it is now. Left to itself it grows to 16 or 32 MiB a half, and what stays in it long
 * enough to be taken for old makes a run of 30 000 reports hold 140 MiB of garbage, for no gain in time. The flag for it must be given
 * to the program when it starts; this one holds from now on. What is old may grow by a fifth, not by half, before it is cleared up.
 */
function holdSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=20')
}

async function wholeRun(
  options: Options,
  engine: Engine | null,
  progress: Progress | null,
): Promise<RunReport> {
  holdSmall()
  const { run } = await import('../run.ts')
  return await run({
    raw: options.raw,
    warehouse: options.warehouse,
    strict: options.strict,
    keep: options.keep,
    memory: options.memory,
    ...(engine === null ? {} : { engine }),
    progress: (step, done, total) => progress?.update(step, done, total),
    clock: () => Date.now(),
  })
}
