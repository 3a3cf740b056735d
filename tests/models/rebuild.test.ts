// The project's own models: what a change rebuilds, and what empty inputs give.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildModels } from '../../pipeline/models/build.ts'
import { loadModels, type Model } from '../../pipeline/models/model.ts'
import { type Connection, openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { createRaw, loadSeeds } from '../../pipeline/warehouse/load.ts'

let folder: string
let sql: string
let connection: Connection
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bilan-rebuild-'))
  sql = join(folder, 'sql')
  await cp(fileURLToPath(new URL('../../sql', import.meta.url)), sql, { recursive: true })
  connection = await openWarehouse(':memory:')
  await createRaw(connection, join(sql, 'raw.yaml'))
})
afterAll(async () => {
  await connection.close()
  await rm(folder, { recursive: true, force: true })
})

/** Loads the seeds and builds; the models, and the names of those that were made. */
async function build(): Promise<{ models: Model[]; made: string[] }> {
  await loadSeeds(connection, join(sql, 'seeds'))
  const models = await loadModels(connection, sql)
  const built = await buildModels(connection, models)
  return { models, made: built.filter((one) => one.rebuilt).map((one) => one.model) }
}

test('empty inputs give empty or well-filled tables of exactly the declared types, then nothing is rebuilt for comments', async () => {
  const { models, made } = await build()
  expect(made).toEqual(models.map((model) => model.name))
  const columns = await connection.query<{ name: string; columns: string }>(
    `SELECT schema_name || '.' || table_name AS name, string_agg(column_name || ' ' || lower(data_type), ', ' ORDER BY column_index) AS columns
     FROM duckdb_columns() WHERE schema_name IN ('staging', 'intermediate', 'bilan') GROUP BY ALL`,
  )
  const typed = new Map(columns.map((row) => [row.name, row.columns]))
  for (const { name, header } of models) {
    const declared = Object.entries(header.columns).map(
      ([column, { type }]) => `${column} ${type.replaceAll(' ', '')}`,
    )
    expect(typed.get(name), name).toBe(declared.join(', '))
  }
  const [laureats] = await connection.query('SELECT count(*) AS n FROM bilan.laureats')
  expect(laureats).toEqual({ n: 0 })

  for (const layer of ['staging', 'intermediate', 'bilan']) {
    for (const name of (await readdir(join(sql, layer))).filter((one) => one.endsWith('.sql'))) {
      const file = join(sql, layer, name)
      const text = await readFile(file, 'utf8')
      await writeFile(
        file,
        `${text.replace('\nSELECT * FROM final', '\n\n-- l’essai\nSELECT *\nFROM final')}\n/* fin */\n`,
      )
    }
  }
  expect((await build()).made).toEqual([])
})

test('a changed seed rebuilds what reads it, and what reads that where its content changed', async () => {
  await build()
  const seed = join(sql, 'seeds', 'substitutions.csv')
  await writeFile(seed, (await readFile(seed, 'utf8')).replace(/\n[^\n]+\n$/, '\n'))
  const { models, made } = await build()
  const reads = (model: Model, name: string): boolean =>
    model.upstreams.some(
      (upstream) =>
        upstream === name || models.some((one) => one.name === upstream && reads(one, name)),
    )
  const dependents = models.filter((model) => reads(model, 'seeds.substitutions'))
  expect(made).toContain('staging.stg_regles__substitutions')
  expect(dependents.map((model) => model.name)).toEqual(expect.arrayContaining(made))
  expect(made.length).toBeLessThan(dependents.length)
})
