import { type RunReport, run } from '../run.ts'
import { progressOn } from './progress.ts'
import { screen } from './screen.ts'

/** `bilan run`: the whole job, with progress on standard error and the last screen on standard output. */
export async function runCommand(options: {
  raw: string
  warehouse: string
  strict: boolean
  json?: boolean
  quiet: boolean
}): Promise<number> {
  const silent = options.quiet || options.json === true
  const progress = silent ? null : progressOn(process.stderr)
  let report: RunReport
  try {
    report = await run({
      raw: options.raw,
      warehouse: options.warehouse,
      strict: options.strict,
      progress: (step, done, total) => progress?.update(step, done, total),
      clock: () => performance.now(),
    })
  } finally {
    progress?.stop()
  }
  if (options.json) console.log(JSON.stringify(report, null, 2))
  else if (!options.quiet) console.log(screen(report))
  return 0
}
