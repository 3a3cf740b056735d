import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { duckdbEngine } from '../../pipeline/engine/duckdb.ts'
import { BilanError } from '../../pipeline/error.ts'
import { run } from '../../pipeline/run.ts'

test('a cluster that can’t be reached is told before a report is read', async () => {
  const warehouse = await mkdtemp(join(tmpdir(), 'bilan-unreachable-'))
  const steps = new Set<string>()
  const running = run({
    raw: 'raw',
    warehouse,
    strict: false,
    engine: {
      ...duckdbEngine,
      stands: () => Promise.reject(new BilanError('nobody answers', 'check --trino-url')),
    },
    progress: (step) => steps.add(step),
    clock: () => 0,
  })
  try {
    await expect(running).rejects.toThrow('nobody answers')
    expect([...steps]).toEqual(['land'])
    expect((await readdir(warehouse)).filter((name) => name !== '.landing')).toEqual([])
  } finally {
    await rm(warehouse, { recursive: true })
  }
})
