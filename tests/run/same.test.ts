import {
  appendFile,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunReport } from '../../pipeline/run.ts'
import { type Connection, openWarehouse } from '../../pipeline/warehouse/connection.ts'
import {
  bilan,
  committedRaw,
  form,
  hashes,
  inWarehouse,
  runQuietly,
  smallRaw,
  writeAll,
} from './job.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-same-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** Copies a folder file by file in an order of one's own, with other dates. */
async function copyInOrder(from: string, to: string, reverse: boolean): Promise<void> {
  const paths = Object.keys(await hashes(from))
  for (const path of reverse ? paths.toReversed() : paths) {
    await mkdir(dirname(join(to, path)), { recursive: true })
    await writeFile(join(to, path), await readFile(join(from, path)))
    await utimes(join(to, path), 1e9, reverse ? 1e9 : 1.6e9)
  }
}

test('law 6: other time zone, locale, dates and order of files, the same exports to the byte', async () => {
  const east = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }
  const west = { TZ: 'America/St_Johns', LANG: 'sv_SE.UTF-8', LC_ALL: 'sv_SE.UTF-8' }
  const made = await Promise.all(
    [east, west].map(async (env, i) => {
      const raw = join(root, `raw-${i}`)
      await copyInOrder(committedRaw, raw, i === 1)
      const args = ['run', '--quiet', '--raw', raw, '--warehouse', join(root, `made-${i}`)]
      const ended = await bilan(args, { env, cwd: root })
      expect(ended).toEqual({ status: 0, stdout: '', stderr: '' })
      const { 'bilan.html': page, ...all } = await hashes(join(root, `made-${i}`))
      const exported = Object.entries(all).filter(([path]) => path.startsWith('exports'))
      return Object.fromEntries([['bilan.html', page], ...exported])
    }),
  )
  expect(Object.keys(made[0]!).length).toBeGreaterThan(20)
  expect(made[0]!['bilan.html']).toMatch(/^[0-9a-f]{64}$/)
  expect(made[0]).toEqual(made[1])
})

/** Two reports, published once; each test goes on from a copy of its own. */
let base: { first: RunReport }
beforeAll(async () => {
  await writeAll(join(root, 'base', 'raw'), smallRaw)
  base = { first: await runQuietly(join(root, 'base', 'raw'), join(root, 'base', 'warehouse')) }
})

async function continued(name: string): Promise<{ raw: string; warehouse: string }> {
  await cp(join(root, 'base'), join(root, name), { recursive: true, preserveTimestamps: true })
  return { raw: join(root, name, 'raw'), warehouse: join(root, name, 'warehouse') }
}

async function bought(connection: Connection): Promise<(number | null)[]> {
  const rows = await connection.query<{ n: number | null }>(
    'SELECT pass_achetes AS n FROM bilan.laureats ORDER BY convention',
  )
  return rows.map((row) => row.n)
}

test('a first run reads and builds everything', () => {
  expect(base.first).toMatchObject({ published: true, files: 2, read: 2 })
  expect(base.first.models.built).toBe(base.first.models.total)
})

test('a second run with nothing changed reads nothing, builds nothing and publishes nothing', async () => {
  const { raw, warehouse } = await continued('still')
  const file = join(warehouse, 'warehouse.duckdb')
  const before = await stat(file)
  const second = await runQuietly(raw, warehouse)
  const models = { built: 0, total: base.first.models.total, rebuilt: [] }
  expect(second).toEqual({ ...base.first, warehouse, published: false, read: 0, models })
  const after = await stat(file)
  expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs])
})

test('a register that changed by one digit is published again, and a report of another name is not read again', async () => {
  const { raw, warehouse } = await continued('register')
  const changed = smallRaw['laureats.csv'].replace(',20000,', ',20001,')
  await writeAll(raw, { 'laureats.csv': changed })
  await rename(join(raw, 'rapports', 'vaubrelle.csv'), join(raw, 'rapports', 'copie.csv'))
  expect(await runQuietly(raw, warehouse)).toMatchObject({ published: true, read: 0 })
  const sql = 'SELECT max(potentiel_achat) AS n FROM bilan.laureats'
  expect(await inWarehouse(warehouse, (c) => c.query(sql))).toEqual([{ n: 20001 }])
})

describe('one changed report and a new one, while a reader holds the warehouse', () => {
  let report: RunReport
  let warehouse: string
  let raw: string
  let seen: (number | null)[]
  beforeAll(async () => {
    ;({ raw, warehouse } = await continued('changed'))
    const reader = await openWarehouse(join(warehouse, 'warehouse.duckdb'), { readOnly: true })
    try {
      await writeAll(raw, {
        'rapports/vaubrelle.csv': form('909000101', '1300', '800', '310'),
        'rapports/mirandol.csv': form('909000408', '30', '20', '10'),
      })
      // By another process, as it is between people and the command: in one, two instances on a file are refused.
      const ended = await bilan(['run', '--json', '--raw', raw, '--warehouse', warehouse])
      report = JSON.parse(ended.stdout)
      seen = await bought(reader)
    } finally {
      await reader.close()
    }
  })

  test('they alone are read, and models that they do not touch stand', () => {
    expect(report).toMatchObject({ published: true, files: 3, read: 2 })
    expect(report.models.built).toBeGreaterThan(0)
    expect(report.models.built).toBeLessThan(report.models.total)
  })

  test('law 5: the reader works on with what it had, and finds the new figures when it opens it again', async () => {
    expect(seen).toEqual([1200, 4000, null])
    expect(await inWarehouse(warehouse, bought)).toEqual([1300, 4000, 30])
  })

  test('law 6: the exports are those of a first run', async () => {
    await runQuietly(raw, join(root, 'fresh'))
    const made = await hashes(join(warehouse, 'exports'))
    expect(made).toEqual(await hashes(join(root, 'fresh', 'exports')))
  })
})

test('a lost export is published again', async () => {
  const { raw, warehouse } = await continued('moved')
  const before = await hashes(join(warehouse, 'exports'))
  await rm(join(warehouse, 'exports', 'csv', 'laureats.csv'))
  expect(await runQuietly(raw, warehouse)).toMatchObject({ published: true, read: 0 })
  expect(await hashes(join(warehouse, 'exports'))).toEqual(before)
})

test('what was learned of files may be lost: those whose rows do not stand are read again', async () => {
  const { raw, warehouse } = await continued('cache')
  await writeFile(join(warehouse, '.landing', 'landing.duckdb'), 'no database')
  await rename(join(raw, 'rapports', 'vaubrelle.csv'), join(raw, 'rapports', 'copie.csv'))
  expect(await runQuietly(raw, warehouse)).toMatchObject({ published: true, read: 1 })
  await writeFile(join(warehouse, '.landing', 'landing.duckdb'), 'no database')
  await appendFile(join(raw, 'laureats.csv'), '\n')
  expect(await runQuietly(raw, warehouse)).toMatchObject({ published: true, read: 2 })
})
