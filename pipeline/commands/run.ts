import { BilanError } from '../error.ts'
import { type RunReport, run } from '../run.ts'
import { progressOn } from './progress.ts'
import { screen } from './screen.ts'

/** `bilan run`: the whole job, with progress on standard error and the last screen on standard output. */
export async function runCommand(options: {
  raw: string
  warehouse: string
  strict: boolean
  keep: number
  json?: boolean
  quiet: boolean
}): Promise<number> {
  const silent = options.quiet || options.json === true
  const progress = silent ? null : progressOn(process.stderr)
  const stop = (signal: NodeJS.Signals) => {
    progress?.stop()
    console.error(
      `bilan: interrupted (${signal}) — ${options.warehouse} is whole, as it was or as it was to be; run again to finish`,
    )
    process.exit(1)
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
  let report: RunReport
  try {
    report = await run({
      raw: options.raw,
      warehouse: options.warehouse,
      strict: options.strict,
      keep: options.keep,
      progress: (step, done, total) => progress?.update(step, done, total),
      clock: () => performance.now(),
    })
  } catch (error) {
    // Machines get a result too; people get the line on standard error.
    if (options.json && error instanceof BilanError) {
      const { message, remedy } = error
      console.log(JSON.stringify({ published: false, error: { message, remedy } }, null, 2))
    }
    throw error
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    progress?.stop()
  }
  if (options.json) console.log(JSON.stringify(report, null, 2))
  else if (!options.quiet) console.log(screen(report))
  return 0
}
