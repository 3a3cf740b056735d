// The same SQL files on a real Trino cluster: equal tables, atomic publication, a worker killed. Needs Java 17, Maven and minutes:
// `make test-trino` runs it, `make test` shows it as skipped. BILAN_TEST_TRINO is the number of conventions of the large corpus.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cluster, startCluster } from '../../bench/trino/cluster.ts'
import { fetchPieces, missingTools } from '../../bench/trino/pieces.ts'
import { generateCorpus } from '../../pipeline/corpus/generate.ts'
import { TrinoEngine } from '../../pipeline/engine/trino.ts'
import { readPortable } from '../../pipeline/models/portable.ts'
import { type RunReport, run } from '../../pipeline/run.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { bilan } from '../run/job.ts'
import { type Cell, comparable, duckdbRows, modelsOf, sorted } from './tables.ts'

const wanted = process.env.BILAN_TEST_TRINO ?? ''
const missing = wanted === '' ? 'not asked for' : await missingTools()
const sql = fileURLToPath(new URL('../../sql', import.meta.url))
const demonstration = fileURLToPath(new URL('../../raw', import.meta.url))
const patience = 1_800_000

if (wanted !== '' && missing !== null) console.warn(`no cluster on this machine: ${missing}`)

describe.skipIf(missing !== null)('a cluster of a coordinator and two workers', () => {
  let folder: string
  let cluster: Cluster
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bilan-trino-'))
    cluster = await startCluster(await fetchPieces(console.log), join(folder, 'cluster'))
  }, patience)
  afterAll(async () => {
    await cluster?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const engine = (schema: string, url = cluster.http, signal?: AbortSignal) =>
    new TrinoEngine({
      url,
      catalog: cluster.catalog,
      schema,
      user: 'bilan',
      staging: join(folder, 'staging'),
      ...(signal === undefined ? {} : { signal }),
    })
  const job = (raw: string, warehouse: string, on?: TrinoEngine, step?: (name: string) => void) =>
    run({
      raw,
      warehouse: join(folder, warehouse),
      strict: false,
      progress: (name, done) => step?.(`${name} ${done}`),
      clock: () => Date.now(),
      ...(on === undefined ? {} : { engine: on }),
    })
  const builds = async (schema: string) => {
    const { rows } = await cluster.client.query(
      `SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE '${schema}\\_%' ESCAPE '\\' ORDER BY 1`,
    )
    return rows.map(([name]) => name)
  }

  /** Every table of both warehouses, and what readers of the cluster see. */
  async function compare(mine: string, theirs: string, schema: string): Promise<number> {
    const open = (name: string) =>
      openWarehouse(join(folder, name, 'warehouse.duckdb'), { readOnly: true })
    const [duckdb, trino] = [await open(mine), await open(theirs)]
    try {
      const models = await modelsOf(duckdb, sql)
      let rows = 0
      for (const model of models) {
        const all = await duckdbRows(duckdb, model)
        expect(await duckdbRows(trino, model), model.name).toEqual(all)
        rows += all.length
        if (model.schema !== 'bilan') continue
        const seen = await cluster.client.query(
          `SELECT ${comparable(model, 'varchar').join(', ')} FROM ${schema}.${model.table}`,
        )
        const types = Object.values(model.header.columns).map(({ type }) => type)
        const cells = seen.rows.map((row) => row.map((cell, i) => typed(cell, types[i]!)))
        expect(sorted(cells), `${schema}.${model.table}`).toEqual(all)
      }
      return rows
    } finally {
      await duckdb.close()
      await trino.close()
    }
  }
  const typed = (cell: string | null, type: string): Cell => {
    if (cell === null) return null
    if (type === 'double') return Number(cell)
    return type === 'boolean' ? cell === 'true' : cell
  }

  test(
    'identical tables and exports on the demonstration corpus',
    async () => {
      await job(demonstration, 'duckdb')
      const report = await job(demonstration, 'trino', engine('bilan'))
      expect(report.published).toBe(true)
      expect(await compare('duckdb', 'trino', 'bilan')).toBeGreaterThan(1000)
      const again = await job(demonstration, 'trino', engine('bilan'))
      expect(again.published).toBe(false)
      expect(await builds('bilan')).toHaveLength(1)
      const comments = await cluster.client.query(
        `SELECT comment FROM information_schema.columns
       WHERE table_schema = '${(await builds('bilan'))[0]}' AND table_name = 'laureats' AND column_name = 'pass_achetes'`,
      )
      expect(comments.rows[0]?.[0]).toMatch(/^Pass achetés/)
    },
    patience,
  )

  test(
    'a failing statement is told with its file; what readers see stays',
    async () => {
      const before = await cluster.client.query('SELECT * FROM bilan.publication')
      const tight = new TrinoEngine({
        url: cluster.http,
        catalog: cluster.catalog,
        schema: 'bilan',
        user: 'bilan',
        staging: join(folder, 'staging'),
        session: { query_max_stage_count: '1' },
      })
      await writeFile(join(folder, 'trino', 'warehouse.duckdb.touched'), '')
      await rm(join(folder, 'failing'), { recursive: true, force: true })
      const failing = job(demonstration, 'failing', tight)
      await expect(failing).rejects.toThrow(/sql\/.*\.sql: .*Trino: .*stages/)
      expect(await cluster.client.query('SELECT * FROM bilan.publication')).toEqual(before)
      expect(await builds('bilan')).toHaveLength(1)
      expect(await readdir(join(folder, 'failing'))).not.toContain('warehouse.duckdb')
    },
    patience,
  )

  test(
    'TLS and a password, from the command line; a wrong password is told',
    async () => {
      const ca = join(folder, 'ca.pem')
      await writeFile(ca, cluster.ca)
      const args = ['run', '--raw', demonstration, '--warehouse', join(folder, 'secure'), '--json']
      const trino = [
        '--engine',
        'trino',
        '--trino-url',
        cluster.https,
        '--catalog',
        cluster.catalog,
      ]
      const more = ['--schema', 'sous_cle', '--ca', ca, '--staging', join(folder, 'staging')]
      const wrong = await bilan([...args, ...trino, ...more], {
        env: { ...process.env, TRINO_PASSWORD: 'faux' },
      })
      expect(wrong.status).toBe(1)
      expect(wrong.stderr).toMatch(/^bilan: Trino at https:\S+ answers 401/m)
      const right = await bilan([...args, ...trino, ...more], {
        env: { ...process.env, TRINO_PASSWORD: cluster.password },
      })
      expect(right.stderr).toBe('')
      expect((JSON.parse(right.stdout) as RunReport).published).toBe(true)
      expect(await compare('duckdb', 'secure', 'sous_cle')).toBeGreaterThan(1000)
    },
    patience,
  )

  test(
    'an interrupted run stops what it runs, and the next one clears up',
    async () => {
      const abort = new AbortController()
      const interrupted = job(
        demonstration,
        'interrupted',
        engine('coupe', cluster.http, abort.signal),
        (step) => {
          if (/^build 3\d/.test(step)) abort.abort(new Error('interrupted'))
        },
      )
      await expect(interrupted).rejects.toThrow()
      expect(await builds('coupe')).toEqual([])
      // What a killed process would have left.
      await cluster.client.query('CREATE SCHEMA coupe_0123456789ab')
      await cluster.client.query('CREATE TABLE coupe_0123456789ab.t (x bigint)')
      expect((await job(demonstration, 'interrupted', engine('coupe'))).published).toBe(true)
      expect(await builds('coupe')).toHaveLength(1)
      expect(await compare('duckdb', 'interrupted', 'coupe')).toBeGreaterThan(1000)
    },
    patience,
  )

  test(
    'an example of each function gives the same on both',
    async () => {
      const rows = `(SELECT 3 AS n, 'b' AS t UNION ALL SELECT 1, 'é' UNION ALL SELECT NULL, NULL UNION ALL SELECT 2, 'a') AS v`
      const duckdb = await openWarehouse(':memory:')
      try {
        for (const [name, { example }] of Object.entries((await readPortable()).functions)) {
          if (example === undefined) continue
          const query = `SELECT CAST(${example} AS varchar) AS x FROM ${rows}`
          const [row] = await duckdb.query<{ x: string | null }>(query)
          expect((await cluster.client.query(query)).rows, name).toEqual([[row!.x]])
        }
        const exact = `SELECT 9007199254740993, CAST('1234567890123456789012.345678' AS decimal(28,6))`
        expect((await cluster.client.query(exact)).rows).toEqual([
          ['9007199254740993', '1234567890123456789012.345678'],
        ])
      } finally {
        await duckdb.close()
      }
    },
    patience,
  )

  const large = Number(wanted)
  test(
    `identical tables on ${large} conventions, and with a worker killed: the right result, or an error and the old publication`,
    async () => {
      const raw = join(folder, 'raw')
      await generateCorpus({ seed: 7, out: raw, conventions: large })
      await job(raw, 'large-duckdb')
      // The readers' schema shows the demonstration corpus; a run of the large one loses a worker on its way.
      const before = await cluster.client.query('SELECT * FROM bilan.publication')
      let killed: Promise<void> | null = null
      const outcome = await job(raw, 'large', engine('bilan'), (step) => {
        if (/^build 3\d/.test(step)) killed ??= cluster.killWorker(0)
      }).then(
        () => null,
        (error: Error) => error,
      )
      expect(killed).not.toBeNull()
      await killed
      console.log(`a worker killed: ${outcome === null ? 'the result came' : outcome.message}`)
      if (outcome !== null) {
        expect(outcome.message).toMatch(/Trino/)
        expect(await cluster.client.query('SELECT * FROM bilan.publication')).toEqual(before)
        expect(await builds('bilan')).toHaveLength(1)
        await cluster.startWorker(0)
        expect((await job(raw, 'large', engine('bilan'))).published).toBe(true)
      }
      expect(await compare('large-duckdb', 'large', 'bilan')).toBeGreaterThan(large * 10)
    },
    patience,
  )
})
