import { comments } from '../warehouse/comments.ts'
import { type Connection, quoteText } from '../warehouse/connection.ts'
import type { ModelHeader } from './header.ts'
import type { Model } from './model.ts'

/** What `meta.models` holds of a model that stands. */
export interface Recorded {
  model: string
  materialized: 'table' | 'view'
  /** Fingerprint of its query, its contract and the content of what it read. */
  inputs: string
  /** Fingerprint of its rows. */
  content: string
  rows: number
}

const columns = {
  model: { type: 'varchar', description: 'Table, avec son schéma.' },
  materialized: { type: 'varchar', description: 'table ou view.' },
  purpose: { type: 'varchar', description: 'À quoi sert le modèle.' },
  grain: { type: 'varchar', description: 'Ce qu’est une ligne.' },
  key: { type: 'varchar', description: 'Colonnes de la clé (JSON).' },
  columns: { type: 'varchar', description: 'Colonnes et leur contrat (JSON).' },
  references: { type: 'varchar', description: 'Lignes qui doivent exister ailleurs (JSON).' },
  upstreams: { type: 'varchar', description: 'Tables lues (JSON).' },
  sql: { type: 'varchar', description: 'Requête, telle qu’écrite dans sql/.' },
  sql_hash: {
    type: 'varchar',
    description: 'Empreinte de la requête sans sa mise en page, et du contrat.',
  },
  inputs: {
    type: 'varchar',
    description: 'Empreinte de la requête et du contenu des tables lues.',
  },
  content: { type: 'varchar', description: 'Empreinte des lignes.' },
  rows: { type: 'bigint', description: 'Nombre de lignes.' },
}

/** Makes `meta.models` when it is missing. */
export async function createMeta(connection: Connection): Promise<void> {
  await connection.run('CREATE SCHEMA IF NOT EXISTS meta')
  const list = Object.entries(columns).map(([name, { type }]) => `"${name}" ${type} NOT NULL`)
  await connection.run(`CREATE TABLE IF NOT EXISTS meta.models (${list.join(', ')})`)
  const purpose = 'Les modèles qui ont fait cet entrepôt, et de quoi. Une ligne : un modèle.'
  await connection.run(comments('TABLE', 'meta.models', purpose, columns))
}

/** The models written down, by name. */
export async function recordedModels(connection: Connection): Promise<Map<string, Recorded>> {
  const rows = await connection.query<Recorded>(
    'SELECT model, materialized, inputs, content, rows FROM meta.models ORDER BY model',
  )
  return new Map(rows.map((row) => [row.model, row]))
}

/** The hashes of the models written down; none when nothing was made yet. */
export async function recordedHashes(connection: Connection): Promise<Set<string>> {
  const [table] = await connection.query(
    `SELECT 1 FROM duckdb_tables() WHERE schema_name = 'meta' AND table_name = 'models'`,
  )
  if (table === undefined) return new Set()
  const rows = await connection.query<{ sql_hash: string }>('SELECT sql_hash FROM meta.models')
  return new Set(rows.map((row) => row.sql_hash))
}

/** A model as it was just made. */
export interface Made extends Pick<Recorded, 'inputs' | 'content' | 'rows'> {
  model: Model
}

/** Writes models down, in place of what stood of them. */
export async function recordModels(connection: Connection, made: readonly Made[]): Promise<void> {
  await forgetModels(
    connection,
    made.map(({ model }) => model.name),
  )
  const rows = made.map(({ model, inputs, content, rows }) => [
    model.name,
    model.header.materialized,
    model.header.purpose,
    model.header.grain,
    JSON.stringify(model.header.key),
    JSON.stringify(model.header.columns),
    JSON.stringify(model.header.references),
    JSON.stringify(model.upstreams),
    model.sql,
    model.hash,
    inputs,
    content,
    rows,
  ])
  await connection.append('meta', 'models', rows)
}

/** Strikes models out. */
export async function forgetModels(
  connection: Connection,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return
  const list = names.map(quoteText).join(', ')
  await connection.run(`DELETE FROM meta.models WHERE model IN (${list})`)
}

/** A model's contract as the warehouse itself keeps it, so that exports need no `sql/` at hand. */
export interface Contract
  extends Pick<ModelHeader, 'purpose' | 'grain' | 'key' | 'columns' | 'references'> {
  /** `bilan.laureats`. */
  model: string
  materialized: Recorded['materialized']
}

/** The contracts of the public tables, by name: views are queries on them, asked where they stand. */
export async function publicTables(connection: Connection): Promise<Contract[]> {
  const all = await contracts(connection, 'bilan')
  return all.filter(({ materialized }) => materialized === 'table')
}

/** The contracts of a schema's models, by name. */
export async function contracts(connection: Connection, schema: string): Promise<Contract[]> {
  const rows = await connection.query<
    Record<'model' | 'purpose' | 'grain' | 'key' | 'columns' | 'references', string> &
      Pick<Recorded, 'materialized'>
  >(
    `SELECT model, materialized, purpose, grain, "key", "columns", "references" FROM meta.models
     WHERE starts_with(model, $1) ORDER BY model`,
    [`${schema}.`],
  )
  // What was written from a checked header comes back as one.
  return rows.map((row) => ({
    model: row.model,
    materialized: row.materialized,
    purpose: row.purpose,
    grain: row.grain,
    key: JSON.parse(row.key) as ModelHeader['key'],
    columns: JSON.parse(row.columns) as ModelHeader['columns'],
    references: JSON.parse(row.references) as ModelHeader['references'],
  }))
}
