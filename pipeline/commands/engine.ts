import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import type { Engine } from '../engine/engine.ts'
import { BilanError } from '../error.ts'

/** What the command line says of the engine. */
export interface EngineOptions {
  engine: string
  trinoUrl?: string
  catalog?: string
  schema: string
  user?: string
  source: string
  clientTags?: string[]
  session?: string[]
  staging?: string
  stagingUri?: string
  ca?: string
  insecure: boolean
}

/**
 * The engine that the options name; null for DuckDB. Password and token come from `TRINO_PASSWORD` and `TRINO_ACCESS_TOKEN` of
 * `env`, never from the command line, which others can see. Options that contradict each other or lack something are a `BilanError`.
 */
export async function engineOf(
  options: EngineOptions,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Engine | null> {
  const { trinoUrl, catalog, staging } = options
  if (options.engine === 'duckdb') {
    const given = clusterOptions.find(([name]) => options[name] !== undefined && options[name])
    if (given === undefined) return null
    throw usage(`${given[1]} without --engine trino`, 'add --engine trino')
  }
  if (trinoUrl === undefined)
    throw usage('--engine trino without --trino-url', 'name the coordinator')
  if (catalog === undefined)
    throw usage('--engine trino without --catalog', 'name a Hive catalogue')
  if (staging === undefined) {
    throw usage(
      '--engine trino without --staging',
      'name a folder that this machine writes and the cluster reads',
    )
  }
  const password = env.TRINO_PASSWORD
  const accessToken = env.TRINO_ACCESS_TOKEN
  if (password && accessToken) {
    throw usage('both TRINO_PASSWORD and TRINO_ACCESS_TOKEN are set', 'set one of them')
  }
  if (accessToken && !/^[\x21-\x7e]+$/.test(accessToken)) {
    throw usage('TRINO_ACCESS_TOKEN has a space, a line break or an accent in it', 'set it anew')
  }
  const { TrinoEngine } = await import('../engine/trino.ts')
  return new TrinoEngine({
    url: trinoUrl,
    catalog: header('--catalog', catalog),
    schema: options.schema,
    user: sender(options.user ?? userInfo().username, Boolean(password)),
    staging,
    signal,
    source: header('--source', options.source),
    clientTags: (options.clientTags ?? []).map((tag) => header('--client-tags', tag)),
    session: Object.fromEntries((options.session ?? []).map(property)),
    insecure: options.insecure,
    ...(options.stagingUri === undefined ? {} : { stagingUri: options.stagingUri }),
    ...(password ? { password } : {}),
    ...(accessToken ? { accessToken } : {}),
    ...(options.ca === undefined ? {} : { ca: await certificate(options.ca) }),
  })
}

/** A word that goes into a header, where several are told apart by commas. */
function header(option: string, text: string): string {
  if (/^[\x21-\x2b\x2d-\x7e]+$/.test(text)) return text
  throw usage(
    `${option} ${JSON.stringify(text)} can't be sent`,
    'use letters without accents, digits and signs, no space and no comma',
  )
}

/** Options without a default that mean nothing without a cluster. */
const clusterOptions: [keyof EngineOptions, string][] = [
  ['trinoUrl', '--trino-url'],
  ['catalog', '--catalog'],
  ['staging', '--staging'],
  ['stagingUri', '--staging-uri'],
  ['user', '--user'],
  ['clientTags', '--client-tags'],
  ['session', '--session'],
  ['ca', '--ca'],
  ['insecure', '--insecure'],
]

/** A user as headers can carry it; with a password none with a colon, which ends the name there. */
function sender(user: string, hasPassword: boolean): string {
  const sendable = /^[\x20-\x7e\xa0-\xff]+$/.test(user) && user.trim() === user
  if (sendable && !(hasPassword && user.includes(':'))) return user
  throw usage(
    `--user ${JSON.stringify(user)} can't be sent`,
    'name a user in letters of Western Europe, without a colon beside a password',
  )
}

function property(text: string): [string, string] {
  const match = /^([\w.]+)=(.*)$/s.exec(text)
  if (match === null) throw usage(`--session ${JSON.stringify(text)}`, 'write it as name=value')
  return [match[1]!, match[2]!]
}

async function certificate(file: string): Promise<string> {
  const remedy = 'name a file of certificates (PEM)'
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw usage(`--ca ${JSON.stringify(file)} can't be read (${cause.code})`, remedy)
  })
  try {
    // One that isn't a certificate would be passed over, and every other one refused.
    new X509Certificate(text)
  } catch {
    throw usage(`--ca ${JSON.stringify(file)} holds no certificate`, remedy)
  }
  return text
}

function usage(fact: string, remedy: string): BilanError {
  return new BilanError(fact, remedy, 2)
}
