import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withScratch } from '../../pipeline/scratch.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'test-scratch-'))
  vi.stubEnv('TMPDIR', dir)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(dir, { recursive: true })
})

test('the folder is gone when the work ends, and when it fails', async () => {
  await withScratch((folder) => writeFile(join(folder, 'a'), 'a'))
  await expect(withScratch(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await readdir(dir)).toEqual([])
})

test('what a process leaves that exits in the middle is gone too', async () => {
  const module = JSON.stringify(new URL('../../pipeline/scratch.ts', import.meta.url).href)
  const program = `const { withScratch } = await import(${module}); await withScratch(async () => process.exit(3))`
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', program])
  expect(status).toBe(3)
  expect(await readdir(dir)).toEqual([])
})

test('what killed processes left is removed by the next; what others use stays', async () => {
  const { pid: dead } = spawnSync(process.execPath, ['-e', '0'])
  const kept = [
    `bilan-${hostname()}-${process.pid}-abcdef`,
    `bilan-another.machine-${dead}-abcdef`,
    `other-${hostname()}-${dead}-abcdef`,
  ]
  for (const name of [...kept, `bilan-${hostname()}-${dead}-abcdef`]) await mkdir(join(dir, name))
  await withScratch(async () => undefined)
  expect((await readdir(dir)).sort()).toEqual(kept.sort())
})
