import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { contracts } from '../../pipeline/models/meta.ts'
import {
  bilan,
  expectOneLine,
  form,
  inWarehouse,
  runQuietly,
  smallRaw,
  writeAll,
} from '../run/job.ts'
import { findPostgres, type Server, startPostgres } from './server.ts'

// Other people's programs take their time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const bin = await findPostgres()

describe.skipIf(bin === null)('bilan publish --postgres', () => {
  let root: string
  let server: Server
  let admin: Client
  const warehouse = (name: string) => join(root, name, 'warehouse')

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'bilan-publish-'))
    server = await startPostgres(bin!)
    admin = await server.client('postgres')
    await admin.query("CREATE USER lecteur PASSWORD 'l'; CREATE USER sans_droit PASSWORD 'un-mot'")
    for (const [name, bought] of [
      ['old', '1200'],
      ['new', '1300'],
    ] as const) {
      await writeAll(join(root, name, 'raw'), {
        ...smallRaw,
        'rapports/vaubrelle.csv': form('909000101', bought, '800', '310'),
      })
      await runQuietly(join(root, name, 'raw'), warehouse(name))
    }
  }, 120_000)
  afterAll(async () => {
    await admin?.end()
    await server?.stop()
    await rm(root, { recursive: true, force: true })
  })

  /** A database of a test's own, and what one asks it. */
  async function database(name: string): Promise<Client> {
    await admin.query(`CREATE DATABASE ${name}`)
    return await server.client(name)
  }
  const publish = (
    name: string,
    from = 'old',
    more: string[] = [],
    env: Record<string, string> = {},
  ) =>
    bilan(['publish', '--postgres', server.url(name), '--warehouse', warehouse(from), ...more], {
      env: { PGPASSWORD: server.password, ...env },
    })
  const bought = async (client: Client) =>
    (await client.query('SELECT sum(pass_achetes)::int AS n FROM bilan.laureats')).rows[0].n

  test('every table and view, row by row the same, with types, keys and comments', async () => {
    const client = await database('whole')
    try {
      const ended = await publish('whole')
      expect(ended).toMatchObject({ status: 0, stderr: '' })
      expect(ended.stdout).toMatch(
        /^\d+ tables, \d+ rows in schema bilan of 127\.0\.0\.1:\d+\/whole/,
      )
      const all = await inWarehouse(warehouse('old'), (c) => contracts(c, 'bilan'))
      expect(all.length).toBeGreaterThan(10)
      for (const { model, columns, key } of all) {
        const list = Object.entries(columns).map(([name, { type }]) =>
          type === 'varchar' ? `"${name}"` : `cast("${name}" AS double precision) AS "${name}"`,
        )
        const numbers = Object.entries(columns)
          .filter(([, { type }]) => /^(bigint|integer|double|decimal)/.test(type))
          .map(([name]) => name)
        const texts = Object.entries(columns)
          .filter(([, { type }]) => type === 'varchar')
          .map(([name]) => name)
        const picked = [...numbers, ...texts]
        const sql = `SELECT ${list.filter((_, i) => picked.includes(Object.keys(columns)[i]!)).join(', ')} FROM ${model}`
        const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort()
        const here = await inWarehouse(warehouse('old'), (c) => c.query<object>(sql))
        expect(sorted((await client.query(sql)).rows), model).toEqual(sorted(here))
        const { rows } = await client.query(
          `SELECT array_agg(a.attname::text ORDER BY k.n) AS key FROM pg_constraint
           CROSS JOIN unnest(conkey) WITH ORDINALITY AS k(attnum, n)
           INNER JOIN pg_attribute AS a ON a.attrelid = conrelid AND a.attnum = k.attnum
           WHERE conrelid = $1::regclass AND contype IN ('p', 'u')`,
          [model],
        )
        expect(rows[0].key, model).toEqual(key)
      }
      const types = await client.query(
        `SELECT column_name AS name, data_type AS type, numeric_precision AS digits, is_nullable AS empty,
           col_description('bilan.laureats'::regclass, ordinal_position) AS said
         FROM information_schema.columns WHERE table_schema = 'bilan' AND table_name = 'laureats'`,
      )
      const column = (name: string) => types.rows.find((row) => row.name === name)
      expect(column('convention')).toMatchObject({ type: 'text', empty: 'NO' })
      expect(column('pass_achetes')).toMatchObject({ type: 'bigint', empty: 'YES' })
      expect(column('montant_projet')).toMatchObject({ type: 'numeric', digits: 18 })
      expect(column('scannes_sur_achetes')).toMatchObject({ type: 'double precision' })
      expect(column('pass_achetes').said).toMatch(/^Pass achetés/)
      const observed = await client.query(
        "SELECT pg_typeof(retenue)::text AS type, obj_description('bilan.observations'::regclass) AS said FROM bilan.observations LIMIT 1",
      )
      expect(observed.rows[0]).toMatchObject({
        type: 'boolean',
        said: expect.stringMatching(/^D'où/),
      })
      const foreign = await client.query(
        "SELECT confrelid::regclass::text AS target FROM pg_constraint WHERE contype = 'f' AND conrelid = 'bilan.donnees_manquantes'::regclass",
      )
      expect(foreign.rows).toEqual([{ target: 'bilan.laureats' }])
    } finally {
      await client.end()
    }
  })

  test('twice the same, once more with other figures: always the whole and nothing left over', async () => {
    const client = await database('twice')
    try {
      const first = await publish('twice')
      expect(await publish('twice')).toEqual(first)
      expect(await bought(client)).toBe(5200)
      await publish('twice', 'new', ['--quiet'])
      expect(await bought(client)).toBe(5300)
      const { rows } = await client.query(
        "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'bilan%'",
      )
      expect(rows).toEqual([{ nspname: 'bilan' }])
    } finally {
      await client.end()
    }
  })

  test('the role reads, and writes nothing', async () => {
    const client = await database('roles')
    try {
      await publish('roles', 'old', ['--role', 'lit seul'])
      await client.query('GRANT "lit seul" TO lecteur; SET ROLE lecteur')
      expect(await bought(client)).toBe(5200)
      await expect(client.query('DELETE FROM bilan.laureats')).rejects.toThrow('permission denied')
      await expect(client.query('CREATE TABLE bilan.x ()')).rejects.toThrow('permission denied')
    } finally {
      await client.end()
    }
  })

  test('readers at work see all of the old or all of the new', async () => {
    const client = await database('readers')
    try {
      await publish('readers')
      const seen: string[] = []
      let done = false
      const readers = [0, 1, 2].map(async (i) => {
        const reader = await server.client('readers')
        while (!done) {
          // One asks in one statement, the others in a transaction that sees one state throughout.
          if (i > 0) await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
          const { rows } = await reader.query(
            `SELECT (SELECT sum(pass_achetes) FROM bilan.laureats) || ' ' ||
               (SELECT valeur::int FROM bilan.chiffres WHERE lecture = 'publie' AND ligne = 'GRAND TOTAL' AND colonne = 'pass_achetes')
               || ' ' || (SELECT count(*) FROM bilan.laureats) AS said`,
          )
          seen.push(rows[0].said)
          if (i > 0) await reader.query('COMMIT')
        }
        await reader.end()
      })
      for (const from of ['new', 'old', 'new'])
        expect((await publish('readers', from)).status).toBe(0)
      done = true
      await Promise.all(readers)
      expect(new Set(seen)).toEqual(new Set(['5200 5200 3', '5300 5300 3']))
    } finally {
      await client.end()
    }
  })

  test('a transaction that began before the publication finds whole tables after it', async () => {
    const client = await database('before')
    try {
      await publish('before')
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
      await client.query('SELECT 1')
      expect((await publish('before', 'new')).status).toBe(0)
      expect(await bought(client)).toBe(5300)
      await client.query('COMMIT')
    } finally {
      await client.end()
    }
  })

  test('someone who reads on and on is not thrown out: the publication gives up', async () => {
    const client = await database('busy')
    try {
      await publish('busy')
      await client.query('BEGIN')
      await bought(client)
      const ended = await publish('busy', 'new', ['--wait', '1'])
      expectOneLine(ended, 1)
      expect(ended.stderr).toContain('reading schema "bilan" for 1 s')
      await client.query('COMMIT')
      expect(await bought(client)).toBe(5200)
    } finally {
      await client.end()
    }
  })

  test('what others made is theirs: their schema, and views on ours', async () => {
    const client = await database('theirs')
    try {
      await client.query('CREATE SCHEMA bilan; CREATE TABLE bilan.x ()')
      const refused = await publish('theirs')
      expectOneLine(refused, 1)
      expect(refused.stderr).toContain('schema "bilan" that bilan didn\'t make')
      await client.query('DROP SCHEMA bilan CASCADE')
      await publish('theirs')
      await client.query('CREATE VIEW public.mine AS SELECT convention FROM bilan.laureats')
      const built = await publish('theirs', 'new')
      expectOneLine(built, 1)
      expect(built.stderr).toContain('view mine depends on table bilan.laureats')
      await client.query('DROP VIEW public.mine; CREATE VIEW bilan.inside AS SELECT 1 AS a')
      const inside = await publish('theirs', 'new')
      expectOneLine(inside, 1)
      expect(inside.stderr).toContain('holds "inside"')
      expect(await bought(client)).toBe(5200)
    } finally {
      await client.end()
    }
  })

  describe('what goes wrong is one line, without the password', () => {
    const secret = 'S3cret%2Fx'
    test.each<[string, () => string, string, 1 | 2]>([
      [
        'a wrong password',
        () => `postgres://chef:${secret}@127.0.0.1:${server.port}/postgres`,
        'password authentication failed',
        1,
      ],
      [
        'no password',
        () => `postgres://chef@127.0.0.1:${server.port}/postgres#none`,
        'the server asks for a password',
        1,
      ],
      [
        'no such database',
        () => `${server.url('nowhere')}`,
        'database "nowhere" does not exist',
        1,
      ],
      ['nobody there', () => `postgres://chef:${secret}@127.0.0.1:1/x`, 'ECONNREFUSED', 1],
      ['no address', () => `mysql://chef:${secret}@h/x`, 'no address of a PostgreSQL server', 2],
      ['no address at all', () => `chef ${secret}`, 'no address of a PostgreSQL server', 2],
      [
        'an sslmode that there is not',
        () => `${server.url('postgres')}?sslmode=full`,
        'sslmode "full"',
        2,
      ],
    ])('%s', async (_, url, said, status) => {
      const args = ['publish', '--postgres', url(), '--warehouse', warehouse('old')]
      const none = url().includes(secret) || url().endsWith('#none')
      const env: Record<string, string> = none ? { HOME: root } : { PGPASSWORD: server.password }
      const ended = await bilan(args, { env })
      expectOneLine(ended, status)
      expect(ended.stderr).toContain(said)
      const debugged = await bilan([...args, '--debug'], { env })
      for (const text of [ended.stderr, debugged.stderr]) {
        expect(text).not.toContain(secret)
        expect(text).not.toContain('S3cret/x')
        expect(text).not.toContain(server.password)
      }
    })

    test('a user without the right', async () => {
      const args = [
        'publish',
        '--postgres',
        server.url('postgres', 'sans_droit'),
        '--warehouse',
        warehouse('old'),
      ]
      await admin.query('REVOKE CREATE ON DATABASE postgres FROM PUBLIC')
      const ended = await bilan(args, { env: { PGPASSWORD: 'un-mot' } })
      expectOneLine(ended, 1)
      expect(ended.stderr).toMatch(/permission denied|may not make it/)
    })

    test('no warehouse', async () => {
      const args = [
        'publish',
        '--postgres',
        server.url('postgres'),
        '--warehouse',
        join(root, 'none'),
      ]
      const ended = await bilan(args, { env: { PGPASSWORD: server.password } })
      expectOneLine(ended, 1)
      expect(ended.stderr).toContain('no warehouse')
    })
  })

  test('without an address the environment says where', async () => {
    const client = await database('envir')
    try {
      const env = {
        PGHOST: server.host,
        PGPORT: String(server.port),
        PGUSER: server.user,
        PGPASSWORD: server.password,
        PGDATABASE: 'envir',
      }
      const ended = await bilan(
        ['publish', '--postgres', '--warehouse', warehouse('old'), '--quiet'],
        { env },
      )
      expect(ended).toEqual({ status: 0, stdout: '', stderr: '' })
      expect(await bought(client)).toBe(5200)
    } finally {
      await client.end()
    }
  })

  test('encryption as libpq does it: tried first, asked for, checked', async (context) => {
    const { rows } = await admin.query('SHOW ssl')
    if (rows[0].ssl !== 'on') return context.skip('no openssl to make a certificate')
    const client = await database('tls')
    await client.end()
    const at = (mode: string) =>
      bilan(
        ['publish', '--postgres', `${server.url('tls')}${mode}`, '--warehouse', warehouse('old')],
        {
          env: { PGPASSWORD: server.password },
        },
      )
    for (const mode of ['', '?sslmode=prefer', '?sslmode=require', '?sslmode=disable']) {
      expect(await at(mode), mode).toMatchObject({ status: 0, stderr: '' })
    }
    const ca = `&sslrootcert=${encodeURIComponent(join(server.folder, 'data', 'server.crt'))}`
    expect(await at(`?sslmode=verify-ca${ca}`)).toMatchObject({ status: 0, stderr: '' })
    const unknown = await at('?sslmode=verify-full')
    expectOneLine(unknown, 1)
    expect(unknown.stderr).toMatch(/self-signed.*sslrootcert/)
    const named = await at(`?sslmode=verify-full${ca}`)
    expectOneLine(named, 1)
    expect(named.stderr).toMatch(/altname/i)
  })
})
