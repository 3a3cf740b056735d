import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { TrinoClient } from '../../pipeline/engine/trino-client.ts'
import type { TrinoOptions } from '../../pipeline/engine/trino-http.ts'
import { BilanError } from '../../pipeline/error.ts'
import { type FakeTrino, fakeTrino, type Reply } from './fake-trino.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function coordinator(
  replies: Reply[],
  options: Partial<TrinoOptions> = {},
  tls?: { key: string; cert: string },
): Promise<{ fake: FakeTrino; client: TrinoClient }> {
  const fake = await fakeTrino(replies, tls)
  cleanups.push(fake.close)
  const client = new TrinoClient({
    url: fake.url,
    catalog: 'hive',
    user: 'agence',
    patience: 400,
    ...options,
  })
  return { fake, client }
}

const columns = [
  { name: 'n', type: 'bigint' },
  { name: 'd', type: 'decimal(28,6)' },
]
const queued = (token = 1): Reply => ({
  json: { id: 'q', nextUri: `{base}/v1/statement/queued/q/${token}`, stats: { state: 'QUEUED' } },
})
const page = (data: string, last = true): Reply => ({
  text: `{"id":"q",${last ? '' : '"nextUri":"/v1/statement/executing/q/2",'}"columns":${JSON.stringify(columns)},"data":${data},"stats":{"state":"${last ? 'FINISHED' : 'RUNNING'}"}}`,
})
const failure: Reply = {
  json: {
    id: 'q',
    columns,
    data: [],
    error: { message: "line 1:8: Column 'q' cannot be resolved", errorName: 'COLUMN_NOT_FOUND' },
    stats: { state: 'FAILED' },
  },
}

test('follows nextUri to the end; integers and decimals are exact to the last digit', async () => {
  const { fake, client } = await coordinator([
    queued(),
    page('[[9007199254740993,"1234567890123456789012.345678"]]', false),
    page('[[-9223372036854775808,null]]'),
  ])
  expect(await client.query('SELECT 1')).toEqual({
    columns,
    rows: [
      ['9007199254740993', '1234567890123456789012.345678'],
      ['-9223372036854775808', null],
    ],
  })
  expect(fake.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /v1/statement',
    'GET /v1/statement/queued/q/1',
    'GET /v1/statement/executing/q/2',
  ])
  expect(fake.seen[0]!.body).toBe('SELECT 1')
  expect(fake.seen[0]!.headers).toMatchObject({
    'x-trino-user': 'agence',
    'x-trino-catalog': 'hive',
    'x-trino-source': 'bilan',
    'x-trino-time-zone': 'UTC',
  })
  expect(fake.seen[0]!.headers).not.toHaveProperty('x-trino-client-tags')
  expect(fake.seen[0]!.headers).not.toHaveProperty('x-trino-query-data-encoding')
})

describe('a failed statement is an error, never a shorter result', () => {
  const wrong: [what: string, replies: Reply[], message: RegExp][] = [
    [
      'at once',
      [failure],
      /Trino: query q: line 1:8: Column 'q' cannot be resolved \(COLUMN_NOT_FOUND\), at "SELECT q"/,
    ],
    ['after its first rows', [page('[[1,"1"]]', false), failure], /cannot be resolved/],
    [
      'without a word',
      [{ json: { id: 'q', stats: { state: 'FAILED' } } }],
      /Trino: query q: it failed without a word, at/,
    ],
    [
      'by ending in another state',
      [{ json: { id: 'q', columns, data: [], stats: { state: 'RUNNING' } } }],
      /ended in state RUNNING/,
    ],
    ['with rows of another width', [page('[[1]]')], /a row of 1 cells for 2 columns/],
    [
      'with rows without columns',
      [{ json: { data: [[1]], stats: { state: 'FINISHED' } } }],
      /no columns/,
    ],
    ['with something else', [{ text: '<html>Welcome' }], /no JSON: <html>Welcome/],
    ['with other JSON', [{ json: { hello: 1 } }], /stats: /],
    [
      'by forgetting it',
      [queued(), { status: 404, text: 'Query not found' }],
      /answers 404: Query not found/,
    ],
    ['with a bug', [{ status: 500, text: 'oops\nat Foo' }], /answers 500: oops$/],
    [
      'by sending elsewhere',
      [{ status: 302, headers: { Location: 'https://sso.test/login' } }],
      /answers 302 and points to https:\/\/sso\.test\/login/,
    ],
    ['by not knowing us', [{ status: 401, text: 'Unauthorized' }], /answers 401/],
  ]
  test.each(wrong)('%s', async (_, replies, message) => {
    const { client } = await coordinator(replies)
    const error = await client.query('SELECT q').then(
      () => null,
      (one: unknown) => one,
    )
    expect(error).toBeInstanceOf(BilanError)
    expect((error as BilanError).message).toMatch(message)
  })
})

test('a failed statement is told with the page of the coordinator about it', async () => {
  const json = { id: 'q', infoUri: 'http://h/ui/query.html?q', stats: { state: 'FAILED' } }
  const { client } = await coordinator([{ json }])
  await expect(client.query('SELECT q')).rejects.toMatchObject({
    remedy: 'see http://h/ui/query.html?q; nothing was published',
  })
})

describe('asks again', () => {
  const passing: [what: string, reply: Reply][] = [
    ['502', { status: 502 }],
    ['503', { status: 503 }],
    ['504', { status: 504 }],
    ['429', { status: 429, headers: { 'Retry-After': '0.05' } }],
    ['a broken connection', 'reset'],
    ['half an answer', 'half'],
  ]
  test.each(passing)('after %s, for a statement and for a page', async (_, reply) => {
    const { client, fake } = await coordinator([reply, queued(), reply, page('[[1,"2"]]')])
    expect((await client.query('SELECT 1')).rows).toEqual([['1', '2']])
    expect(fake.seen.map((one) => one.method)).toEqual(['POST', 'POST', 'GET', 'GET'])
  })

  test('after no answer in time', async () => {
    const { client } = await coordinator([{ after: 300, json: {} }, page('[[1,"2"]]')], {
      timeout: 80,
    })
    expect((await client.query('SELECT 1')).rows).toEqual([['1', '2']])
  })

  test.each([undefined, '0', '-5', 'Fri, 31 Dec 1999 23:59:59 GMT'])(
    'but not for ever, nor all the time: Retry-After: %s',
    async (said) => {
      const headers: Record<string, string> = said === undefined ? {} : { 'Retry-After': said }
      const busy: Reply = { status: 503, headers }
      const { client, fake } = await coordinator(Array.from({ length: 50 }, () => busy))
      await expect(client.query('SELECT 1')).rejects.toThrow(/answers 503/)
      expect(fake.seen.length).toBeGreaterThan(2)
      expect(fake.seen.length).toBeLessThan(10)
    },
  )

  test('no longer than it is patient, slow answers counted', async () => {
    const silent: Reply = { after: 5_000, json: {} }
    const { client, fake } = await coordinator(
      [queued(), ...Array.from({ length: 9 }, () => silent)],
      {
        patience: 500,
        timeout: 200,
      },
    )
    await expect(client.query('SELECT 1')).rejects.toThrow(/no answer in time/)
    // By pauses alone, of 100 and 200 and 200 ms, there were four.
    expect(fake.seen.length).toBeLessThan(5)
  })

  test('where nobody listens, and says so', async () => {
    const { client, fake } = await coordinator([], { patience: 150 })
    await fake.close()
    await expect(client.query('SELECT 1')).rejects.toThrow(/can't be reached: .*ECONNREFUSED/)
  })
})

test('a coordinator that answers at once with nothing is asked at leisure, and not for ever', async () => {
  const nothing: Reply = {
    json: { id: 'q', nextUri: '{base}/v1/statement/executing/q/1', stats: { state: 'FINISHED' } },
  }
  const { client, fake } = await coordinator(
    Array.from({ length: 20_000 }, () => nothing),
    { patience: 800 },
  )
  await expect(client.query('SELECT 1')).rejects.toThrow(
    /^Trino: query q: it finished, but its last page didn't come in 1 s, at "SELECT 1"$/,
  )
  // Ten at once, six with a growing pause, then ten a second; without pauses it was hundreds.
  expect(fake.seen.length).toBeLessThan(40)
})

test('cancelling stops the statement on the cluster too', async () => {
  const { client, fake } = await coordinator([
    queued(),
    { ...(queued(2) as object), after: 30_000 },
  ])
  const abort = new AbortController()
  const running = client.query('SELECT 1', abort.signal)
  running.catch(() => undefined)
  await vi.waitFor(() => expect(fake.seen).toHaveLength(2), { timeout: 20_000 })
  abort.abort(new Error('interrupted'))
  await expect(running).rejects.toThrow()
  const last = fake.seen.at(-1)!
  expect([last.method, last.path]).toEqual(['DELETE', '/v1/statement/queued/q/1'])
})

test('so does a reader that fails', async () => {
  const { client, fake } = await coordinator([page('[[1,"2"]]', false)])
  const reading = client.stream('SELECT 1', () => {
    throw new Error('disk full')
  })
  await expect(reading).rejects.toThrow('disk full')
  expect(fake.seen.at(-1)!.method).toBe('DELETE')
})

test('says what asks, for the rules of the cluster', async () => {
  const { client, fake } = await coordinator([page('[]')], {
    source: 'nuit',
    clientTags: ['bilan', 'lot'],
  })
  await client.query('SELECT 1')
  expect(fake.seen[0]!.headers).toMatchObject({
    'x-trino-source': 'nuit',
    'x-trino-client-tags': 'bilan,lot',
  })
})

test('session settings hold for the statements that follow', async () => {
  const { client, fake } = await coordinator(
    [
      { ...(page('[]') as object), headers: { 'X-Trino-Set-Session': 'join_max=a%2Cb' } },
      {
        ...(page('[]') as object),
        headers: { 'X-Trino-Set-Schema': 'bilan', 'X-Trino-Set-Catalog': 'lac' },
      },
      { ...(page('[]') as object), headers: { 'X-Trino-Clear-Session': 'join_max' } },
      page('[]'),
    ],
    { session: { query_max_run_time: '1h' } },
  )
  for (let i = 0; i < 4; i++) await client.query('SELECT 1')
  expect(fake.seen.map((one) => one.headers['x-trino-session'])).toEqual([
    'query_max_run_time=1h',
    'query_max_run_time=1h,join_max=a%2Cb',
    'query_max_run_time=1h,join_max=a%2Cb',
    'query_max_run_time=1h',
  ])
  expect(fake.seen.at(-1)!.headers).toMatchObject({
    'x-trino-schema': 'bilan',
    'x-trino-catalog': 'lac',
  })
})

describe('secrets', () => {
  test.each([{ password: 'x' }, { accessToken: 'x' }])('%o goes over https only', (secret) => {
    const make = () => new TrinoClient({ url: 'http://h:1', catalog: 'c', user: 'u', ...secret })
    expect(make).toThrow(/would send a password or token unencrypted/)
  })

  test.each(['h:8080', 'ftp://h', 'https://me@h', 'https://h/gateway', 'https://h?catalog=c', ''])(
    '%j is no coordinator',
    (url) => {
      expect(() => new TrinoClient({ url, catalog: 'c', user: 'u' })).toThrow(/no address/)
    },
  )

  test('TLS: an unknown authority is refused, one that is named or all of them trusted; Basic and Bearer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bilan-tls-'))
    cleanups.push(() => rm(folder, { recursive: true }))
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-keyout',
        key,
        '-out',
        cert,
        ...subject,
      ],
      { stdio: 'ignore' },
    )
    const tls = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') }
    const fake = await fakeTrino([page('[[1,"2"]]'), page('[[1,"2"]]'), queued()], tls)
    cleanups.push(fake.close)
    const options = { url: fake.url, catalog: 'c', user: 'u', patience: 0 }
    const stranger = new TrinoClient({ ...options, password: 'sésame' })
    await expect(stranger.query('SELECT 1')).rejects.toThrow(/can't be reached: .*certificate/)
    const named = new TrinoClient({ ...options, password: 'sésame', ca: tls.cert })
    expect((await named.query('SELECT 1')).rows).toEqual([['1', '2']])
    const basic = `Basic ${Buffer.from('u:sésame').toString('base64')}`
    expect(fake.seen.at(-1)!.headers.authorization).toBe(basic)
    const byName = new TrinoClient({
      ...options,
      url: fake.url.replace('127.0.0.1', 'localhost'),
      ca: tls.cert,
    })
    await expect(byName.query('SELECT 1')).rejects.toMatchObject({
      remedy: expect.stringMatching(/^name the host as its certificate does/),
    })
    const any = new TrinoClient({ ...options, accessToken: 'jeton', insecure: true })
    expect((await any.query('SELECT 1')).rows).toEqual([['1', '2']])
    expect(fake.seen.at(-1)!.headers.authorization).toBe('Bearer jeton')
  })

  test('are not carried to another address', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bilan-tls-'))
    cleanups.push(() => rm(folder, { recursive: true }))
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-keyout',
        key,
        '-out',
        cert,
        '-subj',
        '/CN=x',
      ],
      { stdio: 'ignore' },
    )
    const tls = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') }
    const elsewhere: Reply = {
      json: { nextUri: 'http://elsewhere.test/v1/q', stats: { state: 'QUEUED' } },
    }
    const { client } = await coordinator([elsewhere], { accessToken: 'jeton', insecure: true }, tls)
    await expect(client.query('SELECT 1')).rejects.toThrow(/goes on at http:\/\/elsewhere\.test/)
  })
})
