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
    if (trinoUrl === undefined) return null
    throw usage('--trino-url without --engine trino', 'add --engine trino')
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
  const { TrinoEngine } = await import('../engine/trino.ts')
  return new TrinoEngine({
    url: trinoUrl,
    catalog,
    schema: options.schema,
    user: options.user ?? userInfo().username,
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

function property(text: string): [string, string] {
  const match = /^([\w.]+)=(.*)$/s.exec(text)
  if (match === null) throw usage(`--session ${JSON.stringify(text)}`, 'write it as name=value')
  return [match[1]!, match[2]!]
}

async function certificate(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new BilanError(
      `--ca ${JSON.stringify(file)} can't be read (${cause.code})`,
      'name a file of certificates (PEM)',
      2,
      cause,
    )
  })
}

function usage(fact: string, remedy: string): BilanError {
  return new BilanError(fact, remedy, 2)
}
