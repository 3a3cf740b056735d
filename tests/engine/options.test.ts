import { expect, test } from 'vitest'
import { engineOf } from '../../pipeline/commands/engine.ts'
import { BilanError } from '../../pipeline/error.ts'

const trino = {
  engine: 'trino',
  trinoUrl: 'https://h:8443',
  catalog: 'hive',
  schema: 'bilan',
  source: 'bilan',
  staging: '/mnt/partage',
  insecure: false,
}
const { signal } = new AbortController()

test('DuckDB unless said', async () => {
  expect(
    await engineOf(
      { engine: 'duckdb', schema: 'bilan', source: 'bilan', insecure: false },
      {},
      signal,
    ),
  ).toBeNull()
})

test('a cluster is made of its options; the password is of the environment and not of its identity', async () => {
  const engine = await engineOf({ ...trino, user: 'a' }, { TRINO_PASSWORD: 'sésame' }, signal)
  expect(engine?.folders).toEqual(['/mnt/partage'])
  expect(engine?.identity).toBe('["trino","https://h:8443","hive","bilan"]')
})

const refused: [what: string, options: object, env: NodeJS.ProcessEnv, message: RegExp][] = [
  ['no address', { trinoUrl: undefined }, {}, /--engine trino without --trino-url/],
  ['an address alone', { engine: 'duckdb' }, {}, /--trino-url without --engine trino/],
  [
    'a folder for a cluster that is not asked',
    { engine: 'duckdb', trinoUrl: undefined, catalog: undefined },
    {},
    /--staging without --engine trino/,
  ],
  ['a catalogue that is no header', { catalog: 'lac é' }, {}, /--catalog "lac é" can't be sent/],
  ['a user whom no header can carry', { user: 'Łukasz' }, {}, /--user "Łukasz" can't be sent/],
  ['a colon in a user', { user: 'a:b' }, { TRINO_PASSWORD: 'x' }, /--user "a:b" can't be sent/],
  ['a line break in a token', {}, { TRINO_ACCESS_TOKEN: 'a\n' }, /^TRINO_ACCESS_TOKEN has a space/],
  ['what is no certificate', { ca: import.meta.filename }, {}, /options.test.ts" holds no cert/],
  ['no catalogue', { catalog: undefined }, {}, /without --catalog/],
  ['no shared folder', { staging: undefined }, {}, /without --staging/],
  ['two secrets', {}, { TRINO_PASSWORD: 'a', TRINO_ACCESS_TOKEN: 'b' }, /both TRINO_PASSWORD/],
  ['a secret over http', { trinoUrl: 'http://h' }, { TRINO_PASSWORD: 'a' }, /unencrypted/],
  ['a strange schema', { schema: 'b-x' }, {}, /--schema "b-x" can't name a schema/],
  ['two tags in one', { clientTags: ['a,b'] }, {}, /--client-tags "a,b" can't be sent/],
  ['a source that is no header', { source: 'é\n' }, {}, /--source "é\\n" can't be sent/],
  ['a property without value', { session: ['x'] }, {}, /--session "x"/],
  [
    'a certificate that is not there',
    { ca: '/nowhere/ca.pem' },
    {},
    /--ca "\/nowhere\/ca.pem" can't be read/,
  ],
]
test.each(refused)('refuses %s, as wrong usage', async (_, options, env, message) => {
  const error = await engineOf({ ...trino, ...options }, env, signal).then(
    () => null,
    (one: unknown) => one,
  )
  expect(error).toBeInstanceOf(BilanError)
  expect((error as BilanError).exitCode).toBe(2)
  expect((error as BilanError).message).toMatch(message)
})
