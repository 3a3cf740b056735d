import { type Connection, openWarehouse, quoteName } from '../warehouse/connection.ts'
import { type Fault, portabilityError, portabilityFaults } from './lint.ts'
import { recordedHashes } from './meta.ts'
import { layers, type Model } from './model.ts'
import { parseQuery } from './parse.ts'
import { type Portable, portableText, readPortable } from './portable.ts'
import { type Answers, asked } from './prepared.ts'

/**
 * Refuses models outside staging that use more than `sql/portable.yaml` lists, as a `BilanError` with file and line of the
 * first place. Nothing is judged again when all of them stand in the warehouse of `connection` as they are, and none that
 * `answers` knows.
 */
export async function refuseUnportable(
  connection: Connection,
  models: readonly Model[],
  answers: Answers = asked,
): Promise<void> {
  const known = await recordedHashes(connection)
  if (models.every((model) => known.has(model.hash))) return
  const rules = await portableText()
  const contracts = new Map(
    models.map(({ name, header }) => [name, JSON.stringify(header.columns)]),
  )
  const judge = new Judge(models)
  try {
    for (const model of models.filter(judged)) {
      const read = model.upstreams.map((name) => `${name} ${contracts.get(name)}`)
      await answers.answer(['portable', rules, model.sql, ...read], async () => {
        const error = portabilityError(await judge.faults(model), model.sql, model.file)
        if (error !== null) throw error
        return true
      })
    }
  } finally {
    await judge.close()
  }
}

/** What each model outside staging uses beyond the subset, in order of the text; models without fault are left out. */
export async function unportable(models: readonly Model[]): Promise<Map<Model, Fault[]>> {
  const found = new Map<Model, Fault[]>()
  const judge = new Judge(models)
  try {
    for (const model of models.filter(judged)) {
      const faults = await judge.faults(model)
      if (faults.length > 0) found.set(model, faults)
    }
  } finally {
    await judge.close()
  }
  return found
}

/** Staging is always DuckDB. */
function judged({ schema }: Model): boolean {
  return schema !== 'staging'
}

/** Types come from the contracts: queries are bound over empty tables, in a database of their own, made when it is wanted. */
class Judge {
  readonly #models: readonly Model[]
  #tools: Promise<{ empty: Connection; portable: Portable }> | null = null

  constructor(models: readonly Model[]) {
    this.#models = models
  }

  async faults({ sql, file }: Model): Promise<Fault[]> {
    this.#tools ??= this.#open()
    const { empty, portable } = await this.#tools
    const { tree } = await parseQuery(empty, sql, file)
    return portabilityFaults(empty, tree, sql, portable)
  }

  async #open(): Promise<{ empty: Connection; portable: Portable }> {
    const portable = await readPortable()
    return { portable, empty: await emptyWarehouse(this.#models) }
  }

  async close(): Promise<void> {
    await (await this.#tools)?.empty.close()
  }
}

/** A database in memory with an empty table for each model, of the types that its contract says. */
export async function emptyWarehouse(models: readonly Model[]): Promise<Connection> {
  const empty = await openWarehouse(':memory:', { threads: 1 })
  const schemas = layers.map((schema) => `CREATE SCHEMA ${schema};`)
  await empty.run([...schemas, ...models.map(emptyTable)].join('\n'))
  return empty
}

function emptyTable({ schema, table, header }: Model): string {
  const columns = Object.entries(header.columns).map(
    ([name, { type }]) => `${quoteName(name)} ${type}`,
  )
  return `CREATE TABLE ${schema}.${quoteName(table)} (${columns.join(', ')});`
}
