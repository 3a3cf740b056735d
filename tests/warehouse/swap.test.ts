import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BilanError } from '../../pipeline/error.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { processStart } from '../../pipeline/warehouse/lock.ts'
import { tidy, withBuild } from '../../pipeline/warehouse/swap.ts'
import { killEachChange, killPublications } from './killing.ts'
import { generationOf, publishGeneration } from './publisher.ts'

const publisher = fileURLToPath(new URL('publisher.ts', import.meta.url))
let folder: string
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'bilan-swap-')), 'warehouse')
})
afterEach(async () => {
  await rm(join(folder, '..'), { recursive: true, force: true })
})

const published = () => generationOf(join(folder, 'warehouse.duckdb'))
const nothingElse = ['.history', 'exports', 'warehouse.duckdb']

async function exported(): Promise<number[]> {
  const dir = join(folder, 'exports')
  const names = (await readdir(dir)).sort()
  expect(names).toEqual(['a.csv', 'b.csv', 'c.csv'])
  return Promise.all(names.map(async (name) => Number(await readFile(join(dir, name), 'utf8'))))
}

test('publishes file and exports, replaces them, and leaves nothing else', async () => {
  await publishGeneration(folder, 1)
  await publishGeneration(folder, 2)
  expect(await published()).toBe(2)
  expect(await exported()).toEqual([2, 2, 2])
  expect((await readdir(folder)).sort()).toEqual(nothingElse)
})

test('a stale log beside the old file is not replayed into the new one', async () => {
  await publishGeneration(folder, 1)
  await writeFile(join(folder, 'warehouse.duckdb.wal'), 'rows of another file')
  await publishGeneration(folder, 2)
  expect(existsSync(join(folder, 'warehouse.duckdb.wal'))).toBe(false)
  expect(await published()).toBe(2)
})

test('work that fails leaves what stood', async () => {
  await publishGeneration(folder, 1)
  const failing = withBuild(folder, async (build) => {
    await writeFile(build.database, 'half')
    throw new BilanError('a fact', 'a remedy')
  })
  await expect(failing).rejects.toThrow('a fact')
  expect(await published()).toBe(1)
  expect((await readdir(folder)).sort()).toEqual(nothingElse)
})

test('a build that was not closed is not published', async () => {
  await publishGeneration(folder, 1)
  const unclosed = withBuild(folder, async (build) => {
    await writeFile(build.database, '')
    await writeFile(`${build.database}.wal`, '')
    await build.publish()
  })
  await expect(unclosed).rejects.toThrow('was not closed')
  expect(await published()).toBe(1)
})

test('a continued build begins with what stands; the first one with nothing', async () => {
  const begun: boolean[] = []
  const look = () =>
    withBuild(folder, async (build) => void begun.push(existsSync(build.database)), {
      continued: true,
    })
  await look()
  await publishGeneration(folder, 1)
  await look()
  expect(begun).toEqual([false, true])
})

test('a rejected build is kept for people until the next publication', async () => {
  await publishGeneration(folder, 1)
  const kept = await withBuild(folder, async (build) => {
    await (await openWarehouse(build.database)).close()
    return build.reject()
  })
  await (await openWarehouse(kept, { readOnly: true })).close()
  expect(await published()).toBe(1)
  await publishGeneration(folder, 2)
  expect(existsSync(kept)).toBe(false)
})

test('a reader that holds the file is not refused, keeps its rows, and blocks no one', async () => {
  await publishGeneration(folder, 1)
  const reader = await openWarehouse(join(folder, 'warehouse.duckdb'), { readOnly: true })
  await publishGeneration(folder, 2)
  expect(await reader.query('SELECT DISTINCT generation FROM t')).toEqual([{ generation: 1 }])
  await reader.close()
  expect(await published()).toBe(2)
})

test('killed at any moment, the published warehouse and its history are whole, a reader is not disturbed, and the next run finishes', async () => {
  const killed = await killPublications(folder, 15, Math.random)
  expect(killed.readings).toBe(15)
  expect(await exported()).toEqual(Array(3).fill(killed.generations))
}, 300_000)

test('killed before each of its changes to the file system, one after the other: the same', async () => {
  const kills = await killEachChange(folder)
  expect(kills).toBeGreaterThan(10)
}, 300_000)

test('a run that died between its renames is finished by the next', async () => {
  await publishGeneration(folder, 1)
  const dir = join(folder, '.build-1-dead')
  await mkdir(join(dir, 'exports'), { recursive: true })
  for (const name of ['a', 'b', 'c']) await writeFile(join(dir, 'exports', `${name}.csv`), '2')
  await writeFile(join(dir, 'ready'), '')
  await mkdir(join(folder, '.build-2-dead'))
  await withBuild(folder, async () => undefined)
  expect(await exported()).toEqual([2, 2, 2])
  expect((await readdir(folder)).sort()).toEqual(nothingElse)
})

test('what a dead run left is cleared up without publishing, unless another run is at work', async () => {
  await publishGeneration(folder, 1)
  await mkdir(join(folder, '.build-1-dead'))
  await withBuild(folder, async () => {
    const busy = (await readdir(folder)).sort()
    await tidy(folder)
    expect((await readdir(folder)).sort()).toEqual(busy)
  })
  await mkdir(join(folder, '.build-1-dead'))
  await tidy(folder)
  expect((await readdir(folder)).sort()).toEqual(nothingElse)
  await tidy(join(folder, 'nowhere'))
})

test('a second run says so, with the first one’s pid', async () => {
  await withBuild(folder, async () => {
    await expect(withBuild(folder, async () => undefined)).rejects.toThrow(
      `${folder} is being written by another run (process ${process.pid})`,
    )
  })
  await withBuild(folder, async () => undefined)
})

test.each([
  ['a pid that is no more', { pid: 2 ** 22 + 1, host: hostname(), started: '1' }],
  ['a pid that was given again', { pid: process.pid, host: hostname(), started: 'long ago' }],
  ['no owner at all', null],
])('a stale lock is taken over: %s', async (_, owner) => {
  await mkdir(folder)
  await writeFile(join(folder, '.lock'), owner === null ? '' : JSON.stringify(owner))
  await publishGeneration(folder, 1)
  expect(await readdir(folder)).not.toContain('.lock')
})

test('the lock of another machine stands, and the message says which file to delete', async () => {
  await mkdir(folder)
  const owner = { pid: 1, host: 'elsewhere', started: '1' }
  await writeFile(join(folder, '.lock'), JSON.stringify(owner))
  const error = await withBuild(folder, async () => undefined).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(BilanError)
  expect((error as BilanError).line).toContain(`on elsewhere`)
  expect((error as BilanError).line).toContain(`delete ${join(folder, '.lock')}`)
})

test('knows when a process started, and that one is no more', () => {
  expect(processStart(process.pid)).toBe(processStart(process.pid))
  expect(processStart(process.pid)).not.toBe('')
  expect(processStart(2 ** 22 + 1)).toBeNull()
})

test('a folder that is a file is one clear line', async () => {
  await writeFile(folder, '')
  await expect(withBuild(folder, async () => undefined)).rejects.toThrow(/is not a folder/)
})

test('a link that leads nowhere is one clear line', async () => {
  await symlink(join(folder, '..', 'nowhere'), folder)
  await expect(withBuild(folder, async () => undefined)).rejects.toThrow(/can’t be found/)
})

test('an error of another folder is not taken for one of the warehouse', async () => {
  const other = join(folder, '..', 'raw', 'nothing.csv')
  await expect(withBuild(folder, () => readFile(other))).rejects.toThrow(/^ENOENT/)
  await writeFile(join(folder, '..', 'raw'), '')
  await expect(withBuild(folder, () => readFile(other))).rejects.toThrow(/^ENOTDIR/)
})

test('a read-only folder is one clear line, and the old warehouse stands', async (context) => {
  if (process.getuid?.() === 0) context.skip('root writes everywhere')
  await publishGeneration(folder, 1)
  await chmod(folder, 0o555)
  try {
    await expect(publishGeneration(folder, 2)).rejects.toThrow(/can’t be written/)
    expect(await published()).toBe(1)
  } finally {
    await chmod(folder, 0o755)
  }
})

test('a full disk is one clear line, and the old warehouse stands', async () => {
  await publishGeneration(folder, 1)
  const script = `
    import { publishGeneration } from ${JSON.stringify(publisher)}
    await publishGeneration(${JSON.stringify(folder)}, 2).catch((error) => console.log(error.name, error.line))`
  // No file may grow past this many blocks: to the program the same as a disk with no room left.
  const said = execFileSync(
    'sh',
    ['-c', 'ulimit -f 64; exec "$0" --input-type=module -e "$1"', process.execPath, script],
    { encoding: 'utf8' },
  )
  expect(said).toMatch(/^BilanError .* is on a full disk .*make room/)
  expect(said.trim().split('\n')).toHaveLength(1)
  expect(await published()).toBe(1)
  expect(await exported()).toEqual([1, 1, 1])
  expect((await readdir(folder)).sort()).toEqual(nothingElse)
})
