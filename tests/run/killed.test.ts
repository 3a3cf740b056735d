import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { killRuns } from './killing.ts'

test('the whole job, killed at random moments: what stands is whole, and the next run finishes', async () => {
  const root = await mkdtemp(join(tmpdir(), 'bilan-killed-'))
  try {
    const { after } = await killRuns(root, 6, Math.random)
    expect(after.renewed + after.old).toBe(6)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}, 300_000)
