import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LandedFile, landFolder } from '../../pipeline/land/folder.ts'
import { Hashes } from '../../pipeline/land/hashes.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bilan-hashes-'))
  await mkdir(join(dir, 'rapports'))
  await writeFile(join(dir, 'rapports/a.csv'), 'a;b\n1;2\n')
  await writeFile(join(dir, 'rapports/b.png'), '\x89PNG')
})
afterEach(() => rm(dir, { recursive: true }))

/** A minute later than anything that the test has written. */
const later = () => Date.now() + 60_000
const cache = () => join(dir, 'hashes.json')

async function land(now: number, code = 'c'): Promise<LandedFile[]> {
  const hashes = await Hashes.load(cache(), code)
  const files = await landFolder(join(dir, 'rapports'), { hashes, now })
  await hashes.save()
  return files
}

/** Makes the cache say something else of each content, which nobody who opens the files would. */
async function falsify(): Promise<void> {
  const text = await readFile(cache(), 'utf8')
  await writeFile(cache(), text.replaceAll(/"sha256":"\w+"/g, '"sha256":"false"'))
}

const sums = (files: LandedFile[]) => files.map(({ sha256 }) => sha256)

test('a file at rest is known by its state and not opened again', async () => {
  const first = await land(later())
  await falsify()
  const second = await land(later())
  expect(sums(second)).toEqual(['false', 'false'])
  expect(second.map((file) => ({ ...file, sha256: '' }))).toEqual(
    first.map((file) => ({ ...file, sha256: '' })),
  )
})

test('other bytes under the same size and time stamp are seen', async () => {
  const path = join(dir, 'rapports/a.csv')
  const day = new Date('2024-01-31T12:00:00Z')
  await utimes(path, day, day)
  const [before] = await land(later())
  await writeFile(path, 'a;b\n3;4\n')
  await utimes(path, day, day)
  const [after] = await land(later())
  expect(after!.taille).toBe(before!.taille)
  expect(after!.sha256).not.toBe(before!.sha256)
})

test('what was written a moment ago is not relied on', async () => {
  const before = Date.now()
  await writeFile(join(dir, 'rapports/a.csv'), 'a;b\n')
  await writeFile(join(dir, 'rapports/b.png'), 'GIF8')
  await land(before)
  const hashes = await Hashes.load(cache(), 'c')
  expect(await landFolder(join(dir, 'rapports'), { hashes, now: 0 })).toHaveLength(2)
  // Nothing was at rest, so there was nothing to keep.
  await expect(readFile(cache())).rejects.toThrow('ENOENT')
})

test('a date to come is at rest like any other', async () => {
  const tomorrow = new Date(later() + 86_400_000)
  await utimes(join(dir, 'rapports/a.csv'), tomorrow, tomorrow)
  await land(later())
  await falsify()
  expect(sums(await land(later()))).toEqual(['false', 'false'])
})

test('hashes of other code, and a cache that is cut short, are forgotten', async () => {
  const right = sums(await land(later()))
  await falsify()
  expect(sums(await land(later(), 'other'))).toEqual(right)
  await writeFile(cache(), (await readFile(cache(), 'utf8')).slice(0, 40))
  expect(sums(await land(later(), 'other'))).toEqual(right)
})

test('files that went away are forgotten', async () => {
  await land(later())
  await rm(join(dir, 'rapports/a.csv'))
  expect(await land(later())).toHaveLength(1)
  expect(await readFile(cache(), 'utf8')).not.toContain('a.csv')
})
