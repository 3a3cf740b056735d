import { withoutComments } from '../models/comments.ts'
import { contractQuery, givenTypes } from '../models/contract.ts'
import type { Model } from '../models/model.ts'
import { parseQuery, tablePlaces } from '../models/parse.ts'
import { describe, tableComment } from '../warehouse/comments.ts'
import { type Connection, quoteName, quoteText } from '../warehouse/connection.ts'

/** The query of a model over the tables of one schema of Trino, as its contract wants it. `empty` holds a table for each model. */
export async function trinoQuery(empty: Connection, model: Model, schema: string): Promise<string> {
  const { tree } = await parseQuery(empty, model.sql, model.file)
  const bytes = Buffer.from(model.sql)
  const parts: string[] = []
  let done = 0
  for (const { name, offset } of tablePlaces(tree)) {
    const written = /^("[^"]+"|\w+)\s*\.\s*("[^"]+"|\w+)/.exec(bytes.subarray(offset).toString())
    if (written === null) throw new Error(`${model.file}: no table at byte ${offset}`)
    parts.push(bytes.subarray(done, offset).toString(), tableName(schema, name))
    done = offset + Buffer.byteLength(written[0])
  }
  parts.push(bytes.subarray(done).toString())
  const body = withoutComments(parts.join('')).replace(/;\s*$/, '')
  return contractQuery(model, await givenTypes(empty, model), { body, fail: 'fail' })
}

/** `"schema"."table"` for a model, which Trino keeps all in one schema. */
export function tableName(schema: string, model: string): string {
  return `${quoteName(schema)}.${quoteName(model.slice(model.indexOf('.') + 1))}`
}

/** `CREATE TABLE` with the columns, types and comments of a model's contract; `more` is what the table has besides. */
export function createTable(schema: string, model: Model, more = ''): string {
  const { purpose, grain, columns } = model.header
  const list = Object.entries(columns).map(
    ([name, { type, description, unit }]) =>
      `${quoteName(name)} ${type} COMMENT ${quoteText(describe(description, unit))}`,
  )
  const comment = quoteText(tableComment(purpose, grain))
  return `CREATE TABLE ${tableName(schema, model.name)} (${list.join(', ')}) COMMENT ${comment}${more}`
}

/** `CREATE VIEW` over a model of another schema, or over a query. */
export function createView(schema: string, model: Model, query: string): string {
  const comment = quoteText(tableComment(model.header.purpose, model.header.grain))
  return `CREATE OR REPLACE VIEW ${tableName(schema, model.name)} COMMENT ${comment} AS ${query}`
}
