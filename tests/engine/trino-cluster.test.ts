// The same SQL files on a real Trino cluster: equal tables, atomic publication, a worker killed. Needs Java 17, Maven and minutes:
// `make test-trino` runs it, `make test` shows it as skipped. BILAN_TEST_TRINO is the number of conventions of the large corpus, or
// `demonstration`: only the corpus of that name, which takes minutes less.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Cluster, startCluster } from '../../bench/trino/cluster.ts'
import { fetchPieces, missingTools } from '../../bench/trino/pieces.ts'
import { generateCorpus } from '../../pipeline/corpus/generate.ts'
import { TrinoEngine } from '../../pipeline/engine/trino.ts'
import { TrinoClient } from '../../pipeline/engine/trino-client.ts'
import { BilanError } from '../../pipeline/error.ts'
import { readPortable } from '../../pipeline/models/portable.ts'
import { run } from '../../pipeline/run.ts'
import { type Connection, openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { bilan, bilanScript, expectOneLine, hashes } from '../run/job.ts'
import { flakyProxy } from './flaky-proxy.ts'
import { type Cell, comparable, Multiset, modelsOf } from './tables.ts'

const wanted = process.env.BILAN_TEST_TRINO ?? ''
const missing = wanted === '' ? 'not asked for' : await missingTools()
const sql = fileURLToPath(new URL('../../sql', import.meta.url))
const demonstration = fileURLToPath(new URL('../../raw', import.meta.url))
const patience = 1_800_000
const large = wanted === 'demonstration' ? null : Number(wanted)

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

  const engine = (schema: string, session: Record<string, string> = {}) =>
    new TrinoEngine({
      url: cluster.http,
      catalog: cluster.catalog,
      schema,
      user: 'bilan',
      staging: join(folder, 'staging'),
      session,
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

  /** Waits until the cluster fills a table, for the program that is known by `source`. */
  const filling = async (source: string) => {
    const running = `SELECT count(*) FROM system.runtime.queries
      WHERE source = '${source}' AND state = 'RUNNING' AND query LIKE 'INSERT%'`
    await vi.waitFor(
      async () => expect((await cluster.client.query(running)).rows).not.toEqual([['0']]),
      { timeout: patience, interval: 50 },
    )
  }
  /** Runs the job and kills a worker while the cluster fills a table; gives the error that comes of it, or null. */
  const losing = async (raw: string, warehouse: string, on: TrinoEngine) => {
    let killed: Promise<void> | null = null
    const outcome = await job(raw, warehouse, on, (step) => {
      if (/^build 3\d/.test(step)) killed ??= filling('bilan').then(() => cluster.killWorker(0))
    }).then(
      () => null,
      (error: Error) => error,
    )
    expect(killed).not.toBeNull()
    await killed
    return outcome
  }

  /** Every table of both warehouses, and what readers of the cluster see; gives the number of rows. */
  async function compare(mine: string, theirs: string, schema: string): Promise<number> {
    const open = (name: string) =>
      openWarehouse(join(folder, name, 'warehouse.duckdb'), { readOnly: true })
    const [duckdb, trino] = [await open(mine), await open(theirs)]
    try {
      const models = await modelsOf(duckdb, sql)
      let rows = 0
      for (const model of models) {
        const columns = comparable(model, 'varchar').join(', ')
        const names = Object.keys(model.header.columns)
        const content = async (connection: Connection) => {
          const sum = new Multiset()
          const query = `SELECT ${columns} FROM ${model.name}`
          for await (const page of connection.stream<Record<string, Cell>>(query)) {
            for (const row of page) sum.add(names.map((name) => row[name] ?? null))
          }
          return sum.content
        }
        const all = await content(duckdb)
        expect(await content(trino), model.name).toEqual(all)
        rows += all.rows
        if (model.schema !== 'bilan') continue
        const seen = new Multiset()
        const types = Object.values(model.header.columns).map(({ type }) => type)
        await cluster.client.stream(`SELECT ${columns} FROM ${schema}.${model.table}`, (page) => {
          for (const row of page) seen.add(row.map((cell, i) => typed(cell, types[i]!)))
        })
        expect(seen.content, `${schema}.${model.table}`).toEqual(all)
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
      const exports = await hashes(join(folder, 'duckdb', 'exports'))
      expect(Object.keys(exports).length).toBeGreaterThan(30)
      expect(await hashes(join(folder, 'trino', 'exports'))).toEqual(exports)
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
      const tight = engine('bilan', { query_max_stage_count: '6' })
      const error = await job(demonstration, 'failing', tight).catch((one: unknown) => one)
      expect(error).toBeInstanceOf(BilanError)
      const { message, remedy } = error as BilanError
      expect(message).toMatch(
        /^.*\/sql\/\S+\.sql: \w+\.\w+: Trino: query \d{8}_\S+: Number of stages .* \(QUERY_HAS_TOO_MANY_STAGES\), at "INSERT [^\n]+$/,
      )
      expect(remedy).toMatch(/^see http:\S+\/ui\/query\.html\?\d{8}_\S+; nothing was published$/)
      expect(await cluster.client.query('SELECT * FROM bilan.publication')).toEqual(before)
      expect(await builds('bilan')).toHaveLength(1)
      expect(await readdir(join(folder, 'failing'))).not.toContain('warehouse.duckdb')
    },
    patience,
  )

  test(
    'the command line: TLS, a password, a token; SIGINT stops what runs, and the next run clears up',
    async () => {
      const ca = join(folder, 'ca.pem')
      await writeFile(ca, cluster.ca)
      const secure = join(folder, 'secure')
      const args = [
        ...['run', '--raw', demonstration, '--warehouse', secure, '--quiet', '--engine', 'trino'],
        ...['--trino-url', cluster.https, '--ca', ca, '--catalog', cluster.catalog],
        ...['--staging', join(folder, 'staging'), '--schema', 'sous_cle', '--user', 'bilan'],
        ...[
          '--source',
          'ligne',
          '--client-tags',
          'essai',
          'nuit',
          '--session',
          'task_concurrency=2',
        ],
      ]
      const as = (secret: Record<string, string>) => ({ env: { ...process.env, ...secret } })
      const denied = await bilan(args, as({ TRINO_PASSWORD: 'faux' }))
      expectOneLine(denied, 1)
      expect(denied.stderr).toMatch(
        /^bilan: Trino at https:\S+ answers 401.*--user and TRINO_PASSWORD/,
      )
      const forged = await bilan(args, as({ TRINO_ACCESS_TOKEN: `${cluster.token}x` }))
      expectOneLine(forged, 1)
      expect(forged.stderr).toMatch(/answers 401/)

      const child = spawn(process.execPath, [bilanScript, ...args], {
        ...as({ TRINO_ACCESS_TOKEN: cluster.token }),
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
      const ended = once(child, 'close')
      await filling('ligne')
      const [[id]] = (
        await cluster.client.query(
          `SELECT max(query_id) FROM system.runtime.queries WHERE source = 'ligne'`,
        )
      ).rows as [[string]]
      const known = await fetch(`${cluster.http}/v1/query/${id}`, {
        headers: { 'X-Trino-User': 'bilan' },
      })
      expect(((await known.json()) as { session: object }).session).toMatchObject({
        user: 'bilan',
        source: 'ligne',
        clientTags: ['essai', 'nuit'],
        systemProperties: { task_concurrency: '2' },
      })
      child.kill('SIGINT')
      expect(await ended).toEqual([1, null])
      expect(said).toMatch(/^bilan: interrupted \(SIGINT\) — [^\n]+\n$/)
      const states = async (condition: string) => {
        const query = `SELECT count(*) FROM system.runtime.queries WHERE source = 'ligne' AND ${condition}`
        return Number((await cluster.client.query(query)).rows[0]?.[0])
      }
      await vi.waitFor(
        async () => expect(await states(`state NOT IN ('FINISHED', 'FAILED')`)).toBe(0),
        { timeout: 60_000, interval: 200 },
      )
      expect(await states(`error_code = 'USER_CANCELED'`)).toBeGreaterThan(0)
      expect(await readdir(secure)).not.toContain('warehouse.duckdb')
      // What a killed process would have left.
      await cluster.client.query('CREATE SCHEMA sous_cle_0123456789ab')
      await cluster.client.query('CREATE TABLE sous_cle_0123456789ab.t (x bigint)')

      const whole = await bilan(args, as({ TRINO_PASSWORD: cluster.password }))
      expect(whole).toMatchObject({ status: 0, stdout: '', stderr: '' })
      expect(await builds('sous_cle')).toHaveLength(1)
      expect(await compare('duckdb', 'secure', 'sous_cle')).toBeGreaterThan(1000)
    },
    patience,
  )

  test(
    'refused requests and lost answers are asked again: no row twice, none missing',
    async () => {
      const proxy = await flakyProxy(cluster.http)
      try {
        const { catalog } = cluster
        const client = new TrinoClient({ url: proxy.url, catalog, user: 'bilan' })
        const rows = `SELECT a + 9007199254740993 AS n, cast(b AS decimal(28,6)) / 8 AS d, 'ligne' AS t
          FROM UNNEST(sequence(1, 1000)) AS x (a) CROSS JOIN UNNEST(sequence(1, 100)) AS y (b)`
        await client.query('CREATE SCHEMA percee')
        await client.query('CREATE TABLE percee.t (n bigint, d decimal(28,6), t varchar)')
        await client.query(`INSERT INTO percee.t ${rows}`)
        await client.query(`INSERT INTO percee.t ${rows}`)
        let pages = 0
        const seen = new Map<string, number>()
        await client.stream('SELECT * FROM percee.t', (page) => {
          pages++
          for (const row of page) seen.set(row.join(), (seen.get(row.join()) ?? 0) + 1)
        })
        expect(pages).toBeGreaterThan(3)
        expect(seen.size).toBe(100_000)
        expect(new Set(seen.values())).toEqual(new Set([2]))
        expect(seen.get('9007199254741993,12.500000,ligne')).toBe(2)
        await expect(client.query('SELECT 1 / 0')).rejects.toThrow(/DIVISION_BY_ZERO/)
        expect(proxy.seen.refused).toBeGreaterThan(3)
        expect(proxy.seen.lost).toBeGreaterThan(3)
      } finally {
        await proxy.close()
      }
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
          const expected = await duckdb.query<{ x: string | null }>(query)
          const { rows: got } = await cluster.client.query(query)
          expect(got, name).toEqual(expected.map(({ x }) => [x]))
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

  const corpus = large === null ? 'the demonstration corpus' : `${large} conventions`
  test(
    `a worker killed at work on ${corpus}: the right result, or one line and the old publication; then identical tables`,
    async () => {
      const raw = large === null ? demonstration : join(folder, 'raw')
      if (large !== null) await generateCorpus({ seed: 7, out: raw, conventions: large })
      await job(raw, 'large-duckdb')
      // Readers see another publication meanwhile.
      const schema = large === null ? 'sous_cle' : 'bilan'
      const before = await cluster.client.query(`SELECT * FROM ${schema}.publication`)
      const outcome = await losing(raw, 'large', engine(schema))
      console.log(`a worker killed: ${outcome === null ? 'the result came' : outcome.message}`)
      if (outcome !== null) {
        expect(outcome).toBeInstanceOf(BilanError)
        // It names the model where the cluster was at work on one, and not where it was asked what stands.
        expect(outcome.message).toMatch(/^(\S+\.sql: \w+\.\w+: )?Trino: query \d{8}_[^\n]+$/)
        expect(await cluster.client.query(`SELECT * FROM ${schema}.publication`)).toEqual(before)
        expect(await builds(schema)).toHaveLength(1)
        expect(await readdir(join(folder, 'large'))).not.toContain('warehouse.duckdb')
        // The worker that is left does.
        expect((await job(raw, 'large', engine(schema))).published).toBe(true)
      }
      expect(await compare('large-duckdb', 'large', schema)).toBeGreaterThan((large ?? 79) * 10)
    },
    patience,
  )
})
