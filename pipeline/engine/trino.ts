import { mkdir, readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import pLimit from 'p-limit'
import { BilanError } from '../error.ts'
import { type BuiltModel, buildModels } from '../models/build.ts'
import type { Model } from '../models/model.ts'
import { emptyWarehouse } from '../models/portability.ts'
import { type Connection, quoteName, quoteText } from '../warehouse/connection.ts'
import type { Engine, EngineBuild } from './engine.ts'
import { TrinoClient } from './trino-client.ts'
import type { TrinoOptions } from './trino-http.ts'
import { TrinoSchemas } from './trino-schemas.ts'
import { createTable, createView, tableName, trinoQuery } from './trino-sql.ts'

/** A cluster, and how staging gets to it. */
export interface TrinoEngineOptions extends TrinoOptions {
  /** The schema whose views readers know. */
  schema: string
  /** A folder that this machine writes and the cluster reads. */
  staging: string
  /** The same folder as the cluster names it (`s3://bucket/bilan`); its own path unless said. */
  stagingUri?: string
  /** Interrupts what runs on the cluster. */
  signal?: AbortSignal
}

/** Models that are made at the same time; more would only share the same cluster. */
const atOnce = 4

/**
 * Makes intermediate and bilan models on Trino (Hive connector) from the files in `sql/`: staging is written as Parquet to the shared
 * folder, each build has a schema of its own, its rows come back into the warehouse, and publishing switches the views of the
 * readers' schema.
 */
export class TrinoEngine implements Engine {
  readonly identity: string
  readonly folders: readonly string[]
  readonly #options: TrinoEngineOptions
  readonly #client: TrinoClient
  readonly #schemas: TrinoSchemas
  #built: { schema: string; models: readonly Model[]; fingerprint: string } | null = null
  #before: { build: string; fingerprint: string } | null = null
  #published = false

  constructor(options: TrinoEngineOptions) {
    const { url, catalog, schema, staging } = options
    if (!/^[a-z][a-z0-9_]*$/.test(schema)) {
      throw new BilanError(
        `--schema ${JSON.stringify(schema)} can't name a schema`,
        'use lower case letters, digits and _',
        2,
      )
    }
    this.#options = options
    this.#client = new TrinoClient(options)
    this.#schemas = new TrinoSchemas(this.#client, catalog, schema)
    this.identity = JSON.stringify(['trino', url, catalog, schema])
    this.folders = [resolve(staging)]
  }

  async stands(fingerprint: string): Promise<boolean> {
    return (await this.#schemas.published())?.fingerprint === fingerprint
  }

  async build(
    connection: Connection,
    models: readonly Model[],
    { fingerprint, progress, answers }: EngineBuild,
  ): Promise<BuiltModel[]> {
    this.#before = await this.#schemas.published()
    await this.#sweep()
    const schema = await this.#schemas.create(fingerprint)
    this.#built = { schema, models, fingerprint }
    const making = new Map<string, Promise<void>>()
    const stop = new AbortController()
    const signal = AbortSignal.any([
      stop.signal,
      ...(this.#options.signal ? [this.#options.signal] : []),
    ])
    const empty = await emptyWarehouse(models)
    try {
      return await buildModels(connection, models, {
        progress,
        answers,
        elsewhere: {
          makes: ({ schema, header }) => schema !== 'staging' && header.materialized === 'table',
          rows: async (from, model, take) => {
            // Staging comes first in every order, so with the first of the others it stands.
            if (making.size === 0) await this.#start(from, empty, models, schema, making, signal)
            await making.get(model.name)
            await naming(model, this.#fetch(model, schema, take, signal))
          },
        },
      })
    } finally {
      stop.abort()
      await Promise.allSettled(making.values())
      await empty.close()
    }
  }

  async publish(): Promise<void> {
    const { schema, models, fingerprint } = this.#built!
    const shown = models.filter((model) => model.schema === 'bilan')
    await this.#schemas.publish(shown, schema, fingerprint)
    this.#published = true
  }

  async abandon(): Promise<void> {
    if (this.#built === null) return
    const { schema } = this.#built
    try {
      if (this.#published) await this.#schemas.restore(this.#before)
      await this.#schemas.drop(schema)
      await this.#removeStaging(schema)
    } catch {
      // What is left is for the next run to sweep; the error that brought us here is the one to tell.
    }
  }

  /** Writes staging out and starts every other model as soon as what it reads is made. */
  async #start(
    connection: Connection,
    empty: Connection,
    models: readonly Model[],
    schema: string,
    making: Map<string, Promise<void>>,
    signal: AbortSignal,
  ): Promise<void> {
    const limit = pLimit(atOnce)
    const places = new Map<string, string>()
    for (const model of models.filter((one) => one.schema === 'staging')) {
      places.set(model.name, await this.#write(connection, model, schema))
    }
    for (const model of models) {
      const work = async (): Promise<void> => {
        await Promise.all(model.upstreams.map((upstream) => making.get(upstream)))
        await limit(() =>
          naming(model, this.#make(empty, model, schema, places.get(model.name), signal)),
        )
      }
      const made = work()
      // Told where it is waited for; one that isn't waited for any more must not end the process.
      made.catch(() => undefined)
      making.set(model.name, made)
    }
  }

  async #make(
    empty: Connection,
    model: Model,
    schema: string,
    place: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    if (place !== undefined) {
      const external = ` WITH (external_location = ${quoteText(place)}, format = 'PARQUET')`
      await this.#client.query(createTable(schema, model, external), signal)
      return
    }
    const query = await trinoQuery(empty, model, schema)
    if (model.header.materialized === 'view') {
      await this.#client.query(createView(schema, model, query), signal)
      return
    }
    await this.#client.query(createTable(schema, model), signal)
    await this.#client.query(`INSERT INTO ${tableName(schema, model.name)} ${query}`, signal)
  }

  /** Writes one table of staging as Parquet; gives its place as the cluster names it. */
  async #write(connection: Connection, model: Model, schema: string): Promise<string> {
    const { staging, stagingUri } = this.#options
    const folder = join(resolve(staging), schema, model.table)
    await mkdir(folder, { recursive: true })
    const file = join(folder, 'part.parquet')
    await connection.run(`COPY ${model.name} TO ${quoteText(file)} (FORMAT parquet)`)
    const root = stagingUri ?? pathToFileURL(resolve(staging)).href
    return `${root.replace(/\/$/, '')}/${schema}/${model.table}`
  }

  async #fetch(
    model: Model,
    schema: string,
    take: (rows: (string | null)[][]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const columns = Object.keys(model.header.columns).map(quoteName)
    await this.#client.stream(
      `SELECT ${columns.join(', ')} FROM ${tableName(schema, model.name)}`,
      (rows) => (rows.length === 0 ? undefined : take(rows)),
      signal,
    )
  }

  /** Clears up what earlier runs left, on the cluster and in the shared folder. */
  async #sweep(): Promise<void> {
    const kept = new Set(await this.#schemas.sweep())
    const own = new RegExp(`^${this.#options.schema}_[0-9a-f]{12}(_\\d+)?$`)
    await mkdir(resolve(this.#options.staging), { recursive: true })
    for (const name of await readdir(resolve(this.#options.staging))) {
      if (own.test(name) && !kept.has(name)) await this.#removeStaging(name)
    }
  }

  async #removeStaging(schema: string): Promise<void> {
    await rm(join(resolve(this.#options.staging), schema), { recursive: true, force: true })
  }
}

/** An error of the cluster at work on a model says which, whether the model was being made or its rows fetched. */
async function naming(model: Model, work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (cause) {
    if (!(cause instanceof BilanError)) throw cause
    throw new BilanError(`${model.file}: ${model.name}: ${cause.message}`, cause.remedy, 1, cause)
  }
}
