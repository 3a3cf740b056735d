import { existsSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { createPool, type Pool } from '../../pipeline/read/pool.ts'
import type { Task } from './pool-worker.ts'

const entry = new URL('./pool-worker.ts', import.meta.url)
const open: Pool<Task, unknown>[] = []
function pool(options: { workers?: number; timeoutMs?: number; memoryMb?: number } = {}) {
  const made = createPool<Task, unknown>({ entry, workers: 1, timeoutMs: 30_000, ...options })
  open.push(made)
  return made
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

const alive = (pid: unknown) => {
  try {
    return process.kill(Number(pid), 0)
  } catch {
    return false
  }
}

describe('createPool', () => {
  test('results are those of their own jobs, as they were sent', async () => {
    const { run } = pool({ workers: 2 })
    const values = [1, 'é', Number.NaN, null, new Date(0), new Map([[1, 2]])]
    const outcomes = await Promise.all(values.map((echo) => run({ echo })))
    expect(outcomes).toEqual(values.map((result) => ({ ok: true, result })))
  })

  test('a job that loops is stopped, and the next one gets a new worker', async () => {
    const { run } = pool({ timeoutMs: 1_500 })
    const before = await run('pid')
    expect(await run('loop')).toMatchObject({ ok: false, failure: 'timeout' })
    const after = await run('pid')
    expect(after.ok && before.ok && after.result !== before.result).toBe(true)
  })

  test.runIf(existsSync('/proc/self/stat'))(
    'a job is not stopped for what it waits for, unless it waits for ever',
    async () => {
      const { run } = pool({ timeoutMs: 1_500 })
      expect(await run('rest')).toMatchObject({ ok: true })
      expect(await run('never')).toMatchObject({ ok: false, failure: 'timeout' })
    },
    60_000,
  )

  test('a job that fills the heap ends, and the run goes on', async () => {
    const { run } = pool({ memoryMb: 64 })
    expect(await run('heap')).toMatchObject({ ok: false, failure: 'memory' })
    expect(await run({ echo: 1 })).toEqual({ ok: true, result: 1 })
  })

  test.runIf(existsSync('/proc/self/status'))(
    'so does one that fills memory outside of it',
    async () => {
      const { run } = pool({ memoryMb: 64 })
      expect(await run('buffers')).toMatchObject({ ok: false, failure: 'memory' })
    },
  )

  test('what a job left behind is no crash of the next one', async () => {
    const { run } = pool()
    const [left, waited] = await Promise.all([run('leave'), run('wait')])
    if (!left.ok || !waited.ok) throw new Error('both have answers')
    expect(waited.result).not.toBe(left.result)
  })

  test('a worker that exits is a crash; one that throws lives on', async () => {
    const { run } = pool()
    expect(await run('exit')).toEqual({ ok: false, failure: 'crash', message: '3' })
    const before = await run('pid')
    const thrown = await run('throw')
    expect(thrown).toMatchObject({ ok: false, failure: 'error' })
    expect(!thrown.ok && thrown.message).toMatch(/no such sheet/)
    expect(await run('pid')).toEqual(before)
  })

  test('no process is started without a job, and none is left behind', async () => {
    await pool().close()
    const used = pool({ workers: 2 })
    const pids = await Promise.all([used.run('pid'), used.run('pid')])
    const running = used.run('loop')
    await used.close()
    expect(await running).toMatchObject({ ok: false, failure: 'crash' })
    expect(pids.map((pid) => pid.ok && alive(pid.result))).toEqual([false, false])
    expect(await used.run('pid')).toMatchObject({ ok: false, failure: 'crash' })
  })

  test('what cannot be sent fails its job alone', async () => {
    const { run } = pool()
    expect(await run({ echo: () => 1 })).toMatchObject({ ok: false, failure: 'crash' })
    expect(await run({ echo: 2 })).toEqual({ ok: true, result: 2 })
  })
})
