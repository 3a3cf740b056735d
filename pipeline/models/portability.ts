import { type Connection, openWarehouse, quoteName } from '../warehouse/connection.ts'
import { type Fault, portabilityError, portabilityFaults } from './lint.ts'
import { recordedHashes } from './meta.ts'
import { layers, type Model } from './model.ts'
import { parseQuery } from './parse.ts'
import { readPortable } from './portable.ts'

/**
 * Refuses models outside staging that use more than `sql/portable.yaml` lists, as a `BilanError` with file and line of the
 * first place. Nothing is judged again when all of them stand in the warehouse of `connection` as they are.
 */
export async function refuseUnportable(
  connection: Connection,
  models: readonly Model[],
): Promise<void> {
  const known = await recordedHashes(connection)
  if (models.every((model) => known.has(model.hash))) return
  for (const [model, faults] of await unportable(models)) {
    const error = portabilityError(faults, model.sql, model.file)
    if (error !== null) throw error
  }
}

/**
 * What each model outside staging uses beyond the subset, in order of the text; models without fault are left out. Types come
 * from the contracts: the queries are bound over empty tables, in a database of their own.
 */
export async function unportable(models: readonly Model[]): Promise<Map<Model, Fault[]>> {
  const portable = await readPortable()
  const found = new Map<Model, Fault[]>()
  const empty = await emptyWarehouse(models)
  try {
    for (const model of models.filter(({ schema }) => schema !== 'staging')) {
      const { tree } = await parseQuery(empty, model.sql, model.file)
      const faults = await portabilityFaults(empty, tree, model.sql, portable)
      if (faults.length > 0) found.set(model, faults)
    }
  } finally {
    await empty.close()
  }
  return found
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
