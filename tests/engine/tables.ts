import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Model } from '../../pipeline/models/model.ts'
import { loadModels } from '../../pipeline/models/model.ts'
import { run } from '../../pipeline/run.ts'
import { type Connection, openWarehouse, quoteName } from '../../pipeline/warehouse/connection.ts'

/** A cell as both engines can give it exactly: doubles as numbers, booleans as such, everything else as text. */
export type Cell = string | number | boolean | null

/** Reads the reports of `raw`, publishes to `warehouse` and opens what was published. */
export async function published(raw: string, warehouse: string): Promise<Connection> {
  await run({ raw, warehouse, strict: false, progress: () => undefined, clock: () => 0 })
  return openWarehouse(join(warehouse, 'warehouse.duckdb'), { readOnly: true })
}

/** The models of the project, upstreams first, as they stand in an open warehouse. */
export async function modelsOf(connection: Connection, sql: string): Promise<Model[]> {
  return loadModels(connection, sql)
}

/** The columns of a model as an engine's SQL gives them for comparison: all but doubles and booleans as text. */
export function comparable(model: Model, text: string): string[] {
  return Object.entries(model.header.columns).map(([name, { type }]) =>
    type === 'double' || type === 'boolean'
      ? quoteName(name)
      : `CAST(${quoteName(name)} AS ${text}) AS ${quoteName(name)}`,
  )
}

/** All rows of a model in a DuckDB warehouse, in an order of their own. */
export async function duckdbRows(connection: Connection, model: Model): Promise<Cell[][]> {
  const rows = await connection.query<Record<string, Cell>>(
    `SELECT ${comparable(model, 'varchar').join(', ')} FROM ${model.name}`,
  )
  const names = Object.keys(model.header.columns)
  return sorted(rows.map((row) => names.map((name) => row[name] ?? null)))
}

/** Rows in an order that depends on nothing but what is in them. */
export function sorted(rows: Cell[][]): Cell[][] {
  const keyed = rows.map((row) => ({ row, key: JSON.stringify(row) }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row)
}

/** Rows of a table of any size, whatever their order: how many there are, and the sum of their digests. */
export class Multiset {
  #rows = 0
  #sum = 0n

  add(row: Cell[]): void {
    const digest = createHash('sha256').update(JSON.stringify(row)).digest('hex')
    this.#rows++
    this.#sum += BigInt(`0x${digest}`)
  }

  get content(): { rows: number; digest: string } {
    return { rows: this.#rows, digest: this.#sum.toString(16) }
  }
}
