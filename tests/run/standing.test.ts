import { appendFile, cp, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunReport } from '../../pipeline/run.ts'
import { keepStanding, lookAtInputs, standingReport } from '../../pipeline/standing.ts'
import { inWarehouse, runQuietly, smallRaw, writeAll } from './job.ts'

let published = ''
let root = ''
let folders: { raw: string; warehouse: string }
let report: Omit<RunReport, 'seconds'>
/** A minute after anything that the test has written. */
const later = () => Date.now() + 60_000
beforeAll(async () => {
  published = await mkdtemp(join(tmpdir(), 'bilan-standing-'))
  await writeAll(join(published, 'raw'), smallRaw)
  const run = await runQuietly(join(published, 'raw'), join(published, 'out'))
  const { seconds: _, ...said } = run
  report = said
})
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-standing-'))
  await cp(published, root, { recursive: true })
  folders = { raw: join(root, 'raw'), warehouse: join(root, 'out') }
  report = { ...report, warehouse: folders.warehouse }
  keepStanding(folders, lookAtInputs(folders, later()), report)
})
afterEach(() => rm(root, { recursive: true }))
afterAll(() => rm(published, { recursive: true }))

const found = () => standingReport(folders, lookAtInputs(folders, later()))

test('with nothing changed the report of the last run stands, nothing read or built', () => {
  const models = { built: 0, total: report.models.total, rebuilt: [] }
  expect(found()).toEqual({ ...report, published: false, read: 0, models })
})

test('reading the warehouse changes nothing', async () => {
  await inWarehouse(folders.warehouse, (connection) =>
    connection.query('SELECT * FROM bilan.laureats'),
  )
  expect(found()).not.toBeNull()
})

test.each<[string, () => Promise<void>]>([
  ['another report', () => writeAll(folders.raw, { 'rapports/n.csv': 'a;b' })],
  ['a report less', () => rm(join(folders.raw, 'rapports/ormeline.csv'))],
  ['an optional input', () => writeAll(folders.raw, { 'corpus.json': '{"synthetique": true}' })],
  ['a published figure', () => writeAll(folders.raw, { 'publie/b.csv': 'a' })],
  ['an export taken away', () => rm(join(folders.warehouse, 'exports/csv/laureats.csv'))],
  ['a warehouse written to', () => appendFile(join(folders.warehouse, 'warehouse.duckdb'), 'x')],
])('%s is seen', async (_, change) => {
  await change()
  expect(found()).toBeNull()
})

test('other bytes under the same size and time stamp are seen', async () => {
  const path = join(folders.raw, 'rapports/ormeline.csv')
  const day = new Date('2024-01-31T12:00:00Z')
  await utimes(path, day, day)
  keepStanding(folders, lookAtInputs(folders, later()), report)
  expect(found()).not.toBeNull()
  const text = smallRaw['rapports/ormeline.csv'] as string
  await writeFile(path, text.replace(/\d$/m, '0'))
  await utimes(path, day, day)
  expect(found()).toBeNull()
})

test('what was written a moment before the run is no state to go by', async () => {
  const before = Date.now()
  await writeAll(folders.raw, smallRaw)
  keepStanding(folders, lookAtInputs(folders, before), report)
  expect(found()).toBeNull()
})

test('a register that is a link is looked at where it leads', async () => {
  const path = join(folders.raw, 'laureats.csv')
  const elsewhere = join(root, 'registre.csv')
  await writeFile(elsewhere, smallRaw['laureats.csv'] as string)
  await rm(path)
  await symlink(elsewhere, path)
  keepStanding(folders, lookAtInputs(folders, later()), report)
  expect(found()).not.toBeNull()
  await appendFile(elsewhere, '\n')
  expect(found()).toBeNull()
})
