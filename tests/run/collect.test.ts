import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Registry } from '../../pipeline/attach/registry.ts'
import { type Collected, collect } from '../../pipeline/collect.ts'
import { readInputs } from '../../pipeline/inputs.ts'
import { type LandedFile, landFolder } from '../../pipeline/land/folder.ts'
import { openLanding } from '../../pipeline/landing.ts'
import { seedsFolder, sqlFolder } from '../../pipeline/project.ts'
import { reason } from '../../pipeline/read/rejection.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'
import { Arrivals } from '../../pipeline/warehouse/arrivals.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { form, register, smallRaw, writeAll } from './job.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-collect-'))
  await writeAll(root, smallRaw)
})
afterEach(() => rm(root, { recursive: true, force: true }))

interface Rows extends Collected {
  fichiers: { fichier: string; statut: string; motif: string | null }[]
  observations: { fichier: string }[]
}

const rawYaml = join(sqlFolder, 'raw.yaml')
const ordinary = { workers: 2, memoryMb: 192 }

/** Collects into the warehouse of the test, which goes on from call to call. */
async function collectThese(
  files: LandedFile[],
  reader = 'r',
  made = 'm',
  light = ordinary,
): Promise<Rows> {
  const { laureats, bodyTypes } = await readInputs(root)
  const vocabulary = await loadVocabulary(seedsFolder, null)
  const landing = await openLanding(join(root, 'warehouse'), reader)
  const connection = await openWarehouse(join(root, 'made.duckdb'))
  try {
    const registry = new Registry(laureats, bodyTypes, vocabulary)
    const arrivals = await Arrivals.begin(connection, rawYaml, made)
    const collected = await collect({
      files,
      registry,
      landing,
      arrivals,
      seeds: seedsFolder,
      ownVocabulary: null,
      shares: { light, heavy: { workers: 1, memoryMb: 512 } },
      progress: () => undefined,
    })
    await arrivals.finish()
    return {
      ...collected,
      fichiers: await connection.query('SELECT fichier, statut, motif FROM raw.fichiers'),
      observations: await connection.query('SELECT * FROM raw.observations'),
    }
  } finally {
    await connection.close()
    await landing.close()
  }
}

const statuses = (collected: Rows) => collected.fichiers.map((file) => file.statut)

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

/** What no reader foresees. */
const unforeseen = 'none' as LandedFile['format']

test('a file on which the reader itself fails is one line, and the others are read', async () => {
  const files = await landFolder(join(root, 'rapports'))
  const collected = await collectThese(files.with(0, { ...files[0]!, format: unforeseen }))
  expect(statuses(collected)).toEqual(['rejete', 'lu'])
  expect(collected.fichiers[0]!.motif).toBe(reason('erreur', 'TypeError'))
})

test('a reader that fails on most files is broken: nothing is published', async () => {
  await writeAll(
    root,
    Object.fromEntries(
      Array.from({ length: 11 }, (_, n) => [
        `rapports/${n}.csv`,
        form('909000101', `${n}`, '', ''),
      ]),
    ),
  )
  const files = await landFolder(join(root, 'rapports'))
  const broken = files.map((file, n) => (n < 11 ? { ...file, format: unforeseen } : file))
  await expect(collectThese(broken)).rejects.toThrow('the reader failed on 11 of 13 files')
  const some = broken.map((file, n) => (n === 0 ? files[0]! : file))
  expect(statuses(await collectThese(some)).filter((one) => one === 'lu')).toHaveLength(3)
})

test('what another reader found is forgotten', async () => {
  const files = await landFolder(join(root, 'rapports'))
  expect((await collectThese(files, 'a', 'a')).read).toBe(2)
  expect((await collectThese(files, 'a', 'a')).read).toBe(0)
  expect((await collectThese(files, 'b', 'b')).read).toBe(2)
})

test('the same bytes under two names are read once, and the second is a duplicate', async () => {
  await writeAll(root, { 'rapports/z copie.csv': smallRaw['rapports/ormeline.csv'] })
  const collected = await collectThese(await landFolder(join(root, 'rapports')))
  expect(collected.read).toBe(2)
  expect(statuses(collected)).toEqual(['lu', 'lu', 'doublon'])
  expect(collected.fichiers[2]!.motif).toContain('ormeline.csv')
})

test('rows of files that are as they were stay, those of others are made again, in the order of the files', async () => {
  await writeAll(root, {
    'rapports/a.csv': form('909000101', '5', '4', '3'),
    'rapports/m.csv': form('909000101', '9', '8', '7'),
    'rapports/z copie.csv': smallRaw['rapports/vaubrelle.csv'],
  })
  await collectThese(await landFolder(join(root, 'rapports')))
  await writeAll(root, {
    'rapports/m.csv': form('909000101', '19', '8', '7'),
    'rapports/n.csv': form('909000101', '1', '1', '1'),
  })
  await rm(join(root, 'rapports/a.csv'))
  // Its copy is now the original.
  await rm(join(root, 'rapports/vaubrelle.csv'))
  const files = await landFolder(join(root, 'rapports'))
  const after = await collectThese(files)
  expect(after.read).toBe(2)
  await rm(join(root, 'made.duckdb'))
  const anew = await collectThese(files, 'other')
  expect(anew.read).toBe(4)
  expect({ ...after, read: 0 }).toEqual({ ...anew, read: 0 })
  expect(statuses(anew)).toEqual(['lu', 'lu', 'lu', 'lu'])
})

test('another register attaches what was read again, without reading', async () => {
  const files = await landFolder(join(root, 'rapports'))
  await collectThese(files)
  await writeAll(root, { 'laureats.csv': register.replace('909000101', '909000309') })
  expect(statuses(await collectThese(files))).toEqual(['lu', 'lu'])
  const other = await collectThese(files, 'r', 'other')
  expect(other.read).toBe(0)
  expect(statuses(other)).toEqual(['lu', 'non_rattache'])
})

test('a file that is too much for an ordinary reader is read by one that may hold more', async () => {
  const files = await landFolder(join(root, 'rapports'))
  // Not even a reader's own code fits in so little.
  const collected = await collectThese(files, 'r', 'm', { workers: 1, memoryMb: 8 })
  expect(statuses(collected)).toEqual(['lu', 'lu'])
  expect(collected.settled).toBe(true)
})
