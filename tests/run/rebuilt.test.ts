import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Pair, withPair } from '../../pipeline/diff/pair.ts'
import type { RunReport } from '../../pipeline/run.ts'
import { historyOf } from '../../pipeline/warehouse/history.ts'
import { bilan, form, runQuietly, smallRaw, writeAll } from './job.ts'

let root: string
let report: RunReport
let shown: string
let files: [string, string]

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-rebuilt-'))
  const [raw, warehouse] = [join(root, 'raw'), join(root, 'warehouse')]
  await writeAll(raw, smallRaw)
  await runQuietly(raw, warehouse)
  // One cell of one report.
  await writeAll(raw, { 'rapports/vaubrelle.csv': form('909000101', '1200', '800', '311') })
  report = await runQuietly(raw, warehouse)
  const entries = await historyOf(warehouse, join(warehouse, 'warehouse.duckdb'))
  files = [entries[0]!.path, entries[1]!.path]
  await writeAll(raw, { 'rapports/vaubrelle.csv': form('909000101', '1200', '800', '312') })
  const ended = await bilan(['run', '--raw', raw, '--warehouse', warehouse])
  expect(ended.status, ended.stderr).toBe(0)
  shown = ended.stdout.replaceAll(/[\u00a0\u202f]/g, ' ')
}, 300_000)
afterAll(() => rm(root, { recursive: true, force: true }))

/** Whether the rows of a table differ between the two, compared row by row. */
async function differs({ connection }: Pair, table: string): Promise<boolean> {
  const [row] = await connection.query<{ n: number }>(
    `SELECT (SELECT count(*) FROM (FROM avant.${table} EXCEPT ALL FROM apres.${table}))
       + (SELECT count(*) FROM (FROM apres.${table} EXCEPT ALL FROM avant.${table})) AS n`,
  )
  return row!.n > 0
}

test('one cell of one report changed: the models that read other rows are made anew, and no other', async () => {
  const rebuilt = new Map(report.models.rebuilt.map((one) => [one.model, one.upstreams]))
  expect(report.models.built).toBe(rebuilt.size)
  await withPair(files[0], files[1], async (pair) => {
    const models = await pair.connection.query<{
      model: string
      upstreams: string
      materialized: string
    }>('SELECT model, upstreams, materialized FROM apres.meta.models ORDER BY model')
    expect(models).toHaveLength(report.models.total)
    // A view has no rows of its own: it counts as changed when what it reads did.
    const views = new Set(
      models.filter((one) => one.materialized === 'view').map((one) => one.model),
    )
    const wanted = new Map<string, string[]>()
    for (const { model, upstreams } of models) {
      const changed: string[] = []
      for (const upstream of JSON.parse(upstreams) as string[]) {
        const change = views.has(upstream) ? rebuilt.has(upstream) : await differs(pair, upstream)
        if (change) changed.push(upstream)
      }
      if (changed.length > 0) wanted.set(model, changed)
    }
    expect(Object.fromEntries(rebuilt)).toEqual(Object.fromEntries(wanted))
  })
})

test('what has nothing to do with reports stands', () => {
  const names = report.models.rebuilt.map((one) => one.model)
  expect(names).toContain('staging.stg_rapports__observations')
  expect(names).toContain('bilan.laureats')
  expect(names.filter((name) => /stg_(regles|registre|publie|corrections)__/.test(name))).toEqual(
    [],
  )
  expect(names.length).toBeLessThan(report.models.total)
})

test('the terminal names them, and what changed', () => {
  expect(shown).toMatch(/\n {2}Refaits : (staging|intermediate|bilan)\.\S+, .* et \d+ autres\.\n/)
  expect(shown).toMatch(
    /\n {2}Parce qu’ont changé les lignes de raw\.fichiers, raw\.observations\.\n/,
  )
})
