import { cp, link, mkdtemp, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { historyOf, keepInHistory, prune } from '../../pipeline/warehouse/history.ts'
import { generationOf, publishGeneration } from './publisher.ts'

// No test is about time, and other work may have the machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let root: string
let folder: string
let standing: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-history-'))
  folder = join(root, 'warehouse')
  standing = join(folder, 'warehouse.duckdb')
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** The generations that the history holds, oldest first, the standing one in brackets. */
async function kept(): Promise<string[]> {
  const entries = await historyOf(folder, standing)
  return await Promise.all(
    entries.map(async (entry) => {
      const generation = await generationOf(entry.path)
      return entry.standing ? `[${generation}]` : String(generation)
    }),
  )
}

test('a folder that keeps none has no history', async () => {
  expect(await historyOf(folder, standing)).toEqual([])
})

test('each publication is in the history, the standing one as well, with its moment as its name', async () => {
  const before = Date.now()
  await publishGeneration(folder, 1)
  await publishGeneration(folder, 2)
  expect(await kept()).toEqual(['1', '[2]'])
  for (const { name, published } of await historyOf(folder, standing)) {
    expect(name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/)
    expect(Date.parse(published)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(published)).toBeLessThanOrEqual(Date.now())
  }
})

test('a name of the history costs no room: it is the same file', async () => {
  await publishGeneration(folder, 1)
  const [entry] = await historyOf(folder, standing)
  expect((await stat(entry!.path)).ino).toBe((await stat(standing)).ino)
})

test('the oldest go, the standing one never does', async () => {
  for (const generation of [1, 2, 3, 4, 5]) await publishGeneration(folder, generation)
  expect(await kept()).toEqual(['2', '3', '4', '[5]'])
  await prune(folder, standing, 1)
  expect(await kept()).toEqual(['4', '[5]'])
  await prune(folder, standing, 0)
  expect(await kept()).toEqual(['[5]'])
})

test('a warehouse from before there was a history is kept when it is replaced', async () => {
  await publishGeneration(folder, 1)
  await rm(join(folder, '.history'), { recursive: true })
  await publishGeneration(folder, 2)
  expect(await kept()).toEqual(['1', '[2]'])
})

test('a clock that was set back does not put a publication before an earlier one', async () => {
  await publishGeneration(folder, 1)
  const future = '2999-01-01T00-00-00-000Z.duckdb'
  const [entry] = await historyOf(folder, standing)
  await rename(entry!.path, join(folder, '.history', future))
  await publishGeneration(folder, 2)
  expect(await kept()).toEqual(['1', '[2]'])
  expect((await readdir(join(folder, '.history'))).sort()).toEqual([
    future,
    '2999-01-01T00-00-00-001Z.duckdb',
  ])
})

test('where files have one name only, the history is a copy, made once', async () => {
  const refuse = async () => {
    throw Object.assign(new Error('no links here'), { code: 'ENOTSUP' })
  }
  await publishGeneration(folder, 1)
  await rm(join(folder, '.history'), { recursive: true })
  // A time finer than the date of the copy can be.
  await utimes(standing, 1e9, 1_700_000_000.123456)
  await keepInHistory(folder, standing, refuse)
  await keepInHistory(folder, standing, refuse)
  expect(await kept()).toEqual(['[1]'])
  const [entry] = await historyOf(folder, standing)
  expect((await stat(entry!.path)).ino).not.toBe((await stat(standing)).ino)
})

test('any other refusal of a link is told', async () => {
  await publishGeneration(folder, 1)
  await rm(join(folder, '.history'), { recursive: true })
  const full = async () => {
    throw Object.assign(new Error('full'), { code: 'ENOSPC' })
  }
  await expect(keepInHistory(folder, standing, full)).rejects.toThrow('full')
  await keepInHistory(folder, standing, link)
  expect(await kept()).toEqual(['[1]'])
})

test('a folder copied with its dates knows its history; what is no publication is left alone', async () => {
  await publishGeneration(folder, 1)
  await publishGeneration(folder, 2)
  const other = join(root, 'copy')
  await cp(folder, other, { recursive: true, preserveTimestamps: true })
  folder = other
  standing = join(other, 'warehouse.duckdb')
  await writeFile(join(other, '.history', 'notes.txt'), 'mine')
  await writeFile(join(other, '.history', '2026-13-41T99-00-00-000Z.duckdb'), 'no moment')
  await writeFile(join(other, '.history', '2026-01-01T00-00-00-000Z.duckdb.partial'), 'half')
  expect(await kept()).toEqual(['1', '[2]'])
  await publishGeneration(folder, 3)
  expect(await kept()).toEqual(['1', '2', '[3]'])
  const others = (await readdir(join(other, '.history'))).filter((name) => !/Z\.duckdb$/.test(name))
  expect(others).toEqual(['notes.txt'])
})
