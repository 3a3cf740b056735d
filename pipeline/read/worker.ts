import { documentSeen } from '../tiers.ts'
import type { Answer } from './pool.ts'

/**
 * Turns this process into a worker of a pool: answers each job that its parent sends with what `handle` makes of it.
 * What `handle` throws becomes an answer too, so that the worker goes on. Ends with its parent.
 */
export function serve<Job, Result>(handle: (job: Job) => Promise<Result>): void {
  process.on('message', async (job: Job) => {
    process.send?.(await answerTo(handle, job))
    documentSeen()
  })
  process.on('disconnect', () => process.exit())
}

async function answerTo<Job, Result>(
  handle: (job: Job) => Promise<Result>,
  job: Job,
): Promise<Answer<Result>> {
  try {
    return { ok: true, result: await handle(job) }
  } catch (error) {
    return {
      ok: false,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }
  }
}
