import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { BilanError } from '../error.ts'
import type { Connection } from '../warehouse/connection.ts'
import type { ModelHeader } from './header.ts'
import { parseQuery, type TableUse } from './parse.ts'
import { type Answers, asked } from './prepared.ts'

/** The layers, in the order in which figures flow through them; each is a folder of `sql/` and a schema. */
export const layers = ['staging', 'intermediate', 'bilan'] as const
export type Layer = (typeof layers)[number]

/** What each layer may read. Only staging touches what came in. */
const readable: Record<Layer, readonly string[]> = {
  staging: ['raw', 'seeds', 'staging'],
  intermediate: ['staging', 'intermediate'],
  bilan: ['staging', 'intermediate', 'bilan'],
}

/** One file of `sql/`: a `SELECT` that makes one table, and its contract. */
export interface Model {
  /** `bilan.laureats`. */
  name: string
  schema: Layer
  table: string
  /** Path as given, for messages. */
  file: string
  /** The whole file. */
  sql: string
  header: ModelHeader
  /** Tables it reads (`schema.name`), in order of their names. */
  upstreams: string[]
  /** sha256 of the query without its layout and of the contract: changes when what it makes may change. */
  hash: string
}

/**
 * Reads `folder/{staging,intermediate,bilan}/*.sql` into models, upstreams first (by name where the graph leaves
 * a choice). Tables of schemas `raw` and `seeds` must stand in `connection` already. Malformed files, unknown
 * tables, a layer that reads what it may not, two models of one table and cycles are `BilanError`s with the line.
 * Files that `answers` knows aren't parsed again.
 */
export async function loadModels(
  connection: Connection,
  folder: string,
  answers: Answers = asked,
): Promise<Model[]> {
  const models: Model[] = []
  const uses = new Map<string, TableUse[]>()
  for (const schema of layers) {
    for (const file of await sqlFiles(join(folder, schema))) {
      const { model, tables } = await readModel(connection, schema, file, answers)
      models.push(model)
      uses.set(model.name, tables)
    }
  }
  refuseTwins(models)
  await refuseUnknown(connection, models, uses)
  return inOrder(models, uses)
}

async function readModel(
  connection: Connection,
  schema: Layer,
  file: string,
  answers: Answers,
): Promise<{ model: Model; tables: TableUse[] }> {
  const table = basename(file, '.sql')
  if (!/^[a-z][a-z0-9_]*$/.test(table)) {
    throw new BilanError(
      `${file}:1: "${table}" can't name a table`,
      'use lower case letters, digits and _',
    )
  }
  const prefix = { staging: 'stg_', intermediate: 'int_', bilan: '' }[schema]
  if (!table.startsWith(prefix)) {
    throw new BilanError(
      `${file}:1: "${table}" lies in ${schema}/ but does not start with "${prefix}"`,
      `name it ${prefix}${table}.sql or move it`,
    )
  }
  const sql = await readFile(file, 'utf8')
  const { header, tables, hash } = await answers.answer(['model', sql], async () => {
    // Lazily: what reads headers takes longer to load than all headers that are known already.
    const { readModelHeader } = await import('./header.ts')
    const header = readModelHeader(sql, file)
    const { normalised, tables } = await parseQuery(connection, sql, file)
    const hash = createHash('sha256')
      .update(JSON.stringify([normalised, header]))
      .digest('hex')
    return { header, tables, hash }
  })
  const upstreams = tables.map((use) => use.name)
  const model = { name: `${schema}.${table}`, schema, table, file, sql, header, upstreams, hash }
  return { model, tables }
}

/** The `*.sql` of a folder in order of their names; an absent folder has none. */
export async function sqlFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return entries
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => join(folder, name))
}

/** One table name in two layers would be one file of exports too many and a trap for readers. */
function refuseTwins(models: readonly Model[]): void {
  const seen = new Map<string, Model>()
  for (const model of models) {
    const twin = seen.get(model.table)
    if (twin !== undefined) {
      throw new BilanError(
        `${model.file}:1: "${model.table}" is also the name of ${twin.file}`,
        'give each model a name of its own',
      )
    }
    seen.set(model.table, model)
  }
}

async function refuseUnknown(
  connection: Connection,
  models: readonly Model[],
  uses: ReadonlyMap<string, readonly TableUse[]>,
): Promise<void> {
  const sources = await connection.query<{ name: string }>(
    `SELECT schema_name || '.' || table_name AS name FROM duckdb_tables()
     WHERE schema_name IN ('raw', 'seeds')`,
  )
  const known = new Set([...sources.map((row) => row.name), ...models.map((model) => model.name)])
  for (const model of models) {
    for (const { name, line } of uses.get(model.name) ?? []) {
      const schema = name.slice(0, name.indexOf('.'))
      if (!readable[model.schema].includes(schema)) {
        throw new BilanError(
          `${model.file}:${line}: a model of ${model.schema} can't read "${name}"`,
          `read ${readable[model.schema].join(', ')} only`,
        )
      }
      if (!known.has(name)) {
        throw new BilanError(
          `${model.file}:${line}: there is no table "${name}"`,
          'check its name, or add the model that makes it',
        )
      }
    }
    for (const { to } of model.header.references) {
      if (!known.has(to)) {
        throw new BilanError(
          `${model.file}:1: its references name "${to}", which does not exist`,
          'check the name of the model referred to',
        )
      }
    }
  }
}

/** Upstreams first; among those that could come next, by layer and name, so the order never depends on the disk. */
function inOrder(
  models: readonly Model[],
  uses: ReadonlyMap<string, readonly TableUse[]>,
): Model[] {
  const byName = new Map(models.map((model) => [model.name, model]))
  const done = new Map<string, Model>()
  const path: string[] = []
  const visit = (model: Model): void => {
    if (done.has(model.name)) return
    if (path.includes(model.name)) {
      const loop = [...path.slice(path.indexOf(model.name)), model.name]
      const use = uses.get(model.name)?.find((one) => one.name === loop[1])
      throw new BilanError(
        `${model.file}:${use?.line ?? 1}: a cycle: ${loop.join(' → ')}`,
        'take one of these readings out: a model can’t feed itself',
      )
    }
    path.push(model.name)
    for (const upstream of model.upstreams) {
      const next = byName.get(upstream)
      if (next !== undefined) visit(next)
    }
    path.pop()
    done.set(model.name, model)
  }
  for (const model of models) visit(model)
  return [...done.values()]
}
