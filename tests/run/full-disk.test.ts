import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { historyOf } from '../../pipeline/warehouse/history.ts'
import { generationOf, kept, publishGeneration } from '../warehouse/publisher.ts'
import { bilanHere, expectOneLine, form, runQuietly, smallRaw, standing, writeAll } from './job.ts'

let root: string
let disk: string
let mounted = false

/** A disk of its own, as large as a few warehouses; only root may make one. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-disk-'))
  disk = join(root, 'disk')
  await mkdir(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk], { stdio: 'ignore' })
    mounted = true
  } catch {
    // The tests say that they are skipped.
  }
})
afterAll(async () => {
  if (mounted) execFileSync('umount', [disk])
  await rm(root, { recursive: true, force: true })
})

/** Fills the disk up to so many bytes that stay free; what it gives makes the room again. */
async function leaveFree(bytes: number): Promise<() => Promise<void>> {
  const { bavail, bsize } = await statfs(disk)
  const filler = join(disk, 'filler')
  await writeFile(filler, Buffer.alloc(Math.max(bavail * bsize - bytes, 0)))
  return () => rm(filler)
}

const KiB = 1024

test('a disk that fills up at any point of a publication: what stands is whole, and the next run finishes', async (context) => {
  if (!mounted) return context.skip('only root can make a disk')
  const folder = join(disk, 'small')
  await publishGeneration(folder, 1)
  let generation = 1
  let refused = 0
  // From no room at all, past what the file takes, to enough.
  for (let free = 0; free <= 640 * KiB; free += 32 * KiB) {
    const makeRoom = await leaveFree(free)
    const error = await publishGeneration(folder, generation + 1).then(
      () => null,
      (caught: Error) => caught,
    )
    if (error === null) generation++
    else {
      refused++
      expect(error.message, `${free}`).toMatch(/is on a full disk .* is untouched$/)
    }
    expect(await generationOf(join(folder, 'warehouse.duckdb'))).toBe(generation)
    for (const { path } of await historyOf(folder, join(folder, 'warehouse.duckdb')))
      expect(await generationOf(path)).toBeLessThanOrEqual(generation)
    await makeRoom()
  }
  expect(refused).toBeGreaterThan(3)
  expect(generation).toBeGreaterThan(3)
  await publishGeneration(folder, generation + 1)
  expect(await generationOf(join(folder, 'warehouse.duckdb'))).toBe(generation + 1)
  expect((await readdir(folder)).sort()).toEqual(['.history', 'exports', 'warehouse.duckdb'])
  expect((await readdir(join(folder, '.history'))).length).toBe(kept + 1)
}, 300_000)

test('the whole job on a full disk is one clear line, and goes through once there is room', async (context) => {
  if (!mounted) return context.skip('only root can make a disk')
  const [raw, warehouse] = [join(root, 'raw'), join(disk, 'warehouse')]
  await writeAll(raw, smallRaw)
  await runQuietly(raw, warehouse)
  const before = await standing(warehouse)
  await writeAll(raw, { 'rapports/mirandol.csv': form('909000408', '30', '20', '10') })
  for (const free of [0, 512 * KiB, 2048 * KiB]) {
    const makeRoom = await leaveFree(free)
    const ended = await bilanHere(['run', '--quiet', '--raw', raw, '--warehouse', warehouse])
    await makeRoom()
    expectOneLine(ended, 1)
    expect(ended.stderr).toMatch(/is on a full disk .*make room/)
    expect(await standing(warehouse)).toEqual(before)
  }
  expect(await runQuietly(raw, warehouse)).toMatchObject({ published: true, files: 3 })
  const left = (await readdir(warehouse)).filter((name) => /^\.(build|lock)/.test(name))
  expect(left).toEqual([])
}, 300_000)
