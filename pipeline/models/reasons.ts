import { comments } from '../warehouse/comments.ts'
import { type Connection, quoteText } from '../warehouse/connection.ts'
import type { Model } from './model.ts'

/** Why a model was made anew. */
export interface Reason {
  /**
   * `new`: it wasn't there; `query`: its query or contract changed; `upstreams`: what it reads changed; `unknown`: what it was made
   * of was not written down, as in a warehouse of an earlier version.
   */
  because: 'new' | 'query' | 'upstreams' | 'query and upstreams' | 'unknown'
  /** The tables that it reads whose content changed, in order of their names. */
  upstreams: string[]
}

/** What a model was last made of. */
interface MadeOf {
  hash: string
  /** Fingerprint of each table that it read. */
  contents: ReadonlyMap<string, string>
}

const columns = {
  model: { type: 'varchar', description: 'Modèle, avec son schéma.' },
  amont: { type: 'varchar', description: 'Table qu’il lit ; la sienne pour sa requête.' },
  content: {
    type: 'varchar',
    description: 'Empreinte du contenu de la table quand le modèle a été fait, ou de la requête.',
  },
}

/** What each model that stands was made of, by name; makes `meta.amonts` when it is missing. */
export async function madeOf(connection: Connection): Promise<Map<string, MadeOf>> {
  const list = Object.entries(columns).map(([name, { type }]) => `"${name}" ${type} NOT NULL`)
  await connection.run(`CREATE TABLE IF NOT EXISTS meta.amonts (${list.join(', ')})`)
  const purpose =
    'De quoi chaque modèle a été fait, pour dire pourquoi il est refait. Une ligne : un modèle et une table qu’il lit.'
  await connection.run(comments('TABLE', 'meta.amonts', purpose, columns))
  const rows = await connection.query<Record<'model' | 'amont' | 'content', string>>(
    'SELECT model, amont, content FROM meta.amonts',
  )
  const models = Map.groupBy(rows, (row) => row.model)
  return new Map(
    [...models].map(([model, own]) => {
      const contents = new Map(own.map((row) => [row.amont, row.content]))
      const hash = contents.get(model) ?? ''
      contents.delete(model)
      return [model, { hash, contents }]
    }),
  )
}

/**
 * Why a model that isn't as it was is made.
 * @param before what it was made of, where that is written down
 * @param content the fingerprint of everything that it reads
 * @param stood whether it was there
 */
export function reasonFor(
  model: Pick<Model, 'hash' | 'upstreams'>,
  before: MadeOf | undefined,
  content: ReadonlyMap<string, string>,
  stood: boolean,
): Reason {
  if (before === undefined || !stood) return { because: stood ? 'unknown' : 'new', upstreams: [] }
  const upstreams = model.upstreams.filter((one) => before.contents.get(one) !== content.get(one))
  const query = before.hash !== model.hash
  if (!query) return { because: 'upstreams', upstreams }
  return { because: upstreams.length === 0 ? 'query' : 'query and upstreams', upstreams }
}

/** Writes down what models were just made of, and forgets those that are no more. */
export async function recordMadeOf(
  connection: Connection,
  models: readonly Model[],
  made: readonly string[],
  content: ReadonlyMap<string, string>,
): Promise<void> {
  const names = new Set(made)
  const kept = models.map(({ name }) => name).filter((name) => !names.has(name))
  const list = kept.map(quoteText).join(', ')
  await connection.run(
    `DELETE FROM meta.amonts${kept.length === 0 ? '' : ` WHERE model NOT IN (${list})`}`,
  )
  const rows = models
    .filter(({ name }) => names.has(name))
    .flatMap(({ name, hash, upstreams }) => [
      [name, name, hash],
      ...upstreams.map((one) => [name, one, content.get(one) ?? '']),
    ])
  await connection.append('meta', 'amonts', rows)
}
