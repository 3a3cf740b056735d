import type { Connection } from '../warehouse/connection.ts'
import type { ModelColumn } from './header.ts'
import type { Model } from './model.ts'

/** Where the contracts of the models stand for the models themselves (`sql/raw.yaml`): `bilan.catalogue` is made of it. */
const table = 'modeles'

/** The values of one row of `raw.modeles`, in the order of its columns. */
type Row = (string | number | boolean | null)[]

/** One row a column of each model: what its header says of it, and of the model. Lists are joined by « | »; NULL is none. */
export function catalogueRows(models: readonly Model[]): Row[] {
  return models.flatMap((model) =>
    Object.entries(model.header.columns).map(([name, column], i) => [
      model.schema,
      model.table,
      i + 1,
      name,
      ...columnRow(column),
      model.header.key.includes(name),
      model.header.purpose,
      model.header.grain,
      model.header.materialized,
      joined(model.upstreams),
    ]),
  )
}

function columnRow({ type, unit, nullable, description, values }: ModelColumn): Row {
  return [type, unit ?? null, nullable, joined(values ?? []), description]
}

function joined(items: readonly (string | number | boolean)[]): string | null {
  return items.length === 0 ? null : items.join(' | ')
}

/** Puts the contracts of these models into `raw.modeles`, in place of what stood there; nothing where there is no such table. */
export async function writeCatalogue(
  connection: Connection,
  models: readonly Model[],
): Promise<void> {
  const there = await connection.query(
    `SELECT 1 AS found FROM duckdb_tables() WHERE schema_name = 'raw' AND table_name = $1`,
    [table],
  )
  if (there.length === 0) return
  await connection.run(`DELETE FROM raw.${table}`)
  await connection.append('raw', table, catalogueRows(models))
}
