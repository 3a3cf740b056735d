import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Registry } from '../../pipeline/attach/registry.ts'
import { type Collected, collect } from '../../pipeline/collect.ts'
import { readInputs, seedsFolder } from '../../pipeline/inputs.ts'
import { type LandedFile, landFolder } from '../../pipeline/land/folder.ts'
import { openLanding } from '../../pipeline/landing.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'
import { form, smallRaw, writeAll } from './job.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-collect-'))
  await writeAll(root, smallRaw)
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function collectThese(files: LandedFile[], reader = 'r'): Promise<Collected> {
  const { laureats, bodyTypes } = await readInputs(root)
  const vocabulary = await loadVocabulary(seedsFolder, null)
  const landing = await openLanding(join(root, 'warehouse'), reader)
  try {
    const registry = new Registry(laureats, bodyTypes, vocabulary)
    const progress = () => undefined
    return await collect({
      files,
      registry,
      landing,
      seeds: seedsFolder,
      ownVocabulary: null,
      progress,
    })
  } finally {
    await landing.close()
  }
}

const statuses = (collected: Collected) => collected.fichiers.map((file) => file.statut)

test('a file that changes after it was landed is not taken for what it was, and is read again', async () => {
  const files = await landFolder(join(root, 'rapports'))
  await writeAll(root, { 'rapports/vaubrelle.csv': form('909000101', '9', '8', '7') })
  const first = await collectThese(files)
  expect(statuses(first)).toEqual(['lu', 'rejete'])
  expect(first.fichiers[1]!.motif).toContain('a changé pendant le traitement')
  expect(first.settled).toBe(false)
  expect(first.observations.some((row) => row.fichier === 'vaubrelle.csv')).toBe(false)
  // Under the old bytes nothing false was kept: when they come back they are read.
  await writeAll(root, smallRaw)
  const second = await collectThese(files)
  expect(second).toMatchObject({ read: 1, settled: true })
  expect(statuses(second)).toEqual(['lu', 'lu'])
})

test('a file that goes away after it was landed is listed', async () => {
  const files = await landFolder(join(root, 'rapports'))
  await rm(join(root, 'rapports', 'ormeline.csv'))
  const collected = await collectThese(files)
  expect(statuses(collected)).toEqual(['rejete', 'lu'])
  expect(collected.settled).toBe(false)
})

test('what another reader found is forgotten', async () => {
  const files = await landFolder(join(root, 'rapports'))
  expect((await collectThese(files, 'a')).read).toBe(2)
  expect((await collectThese(files, 'a')).read).toBe(0)
  expect((await collectThese(files, 'b')).read).toBe(2)
})

test('the same bytes under two names are read once, and the second is a duplicate', async () => {
  await writeAll(root, { 'rapports/z copie.csv': smallRaw['rapports/ormeline.csv'] })
  const collected = await collectThese(await landFolder(join(root, 'rapports')))
  expect(collected.read).toBe(2)
  expect(statuses(collected)).toEqual(['lu', 'lu', 'doublon'])
  expect(collected.fichiers[2]!.motif).toContain('ormeline.csv')
})
