import type { Connection } from '../../warehouse/connection.ts'
import type { Parameter, Value } from '../../warehouse/values.ts'
import { printable } from './markup.ts'

/** Rows of a query on schema `bilan`, every text in a form that a document may hold. */
export async function rows<T extends object>(
  connection: Connection,
  sql: string,
  parameters: readonly Parameter[] = [],
): Promise<T[]> {
  const found = await connection.query(sql, parameters)
  return found.map(
    (row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, held(value)])) as T,
  )
}

/** The one row of a query that always gives one. */
export async function row<T extends object>(
  connection: Connection,
  sql: string,
  parameters: readonly Parameter[] = [],
): Promise<T> {
  return (await rows<T>(connection, sql, parameters))[0]!
}

function held(value: Value): Value {
  return typeof value === 'string' ? printable(value) : value
}

/** A text of a report, at most as long as the page holds; what is cut is said. Does nothing to NULL. */
export function cut(text: string, longest: number): string {
  const signs = [...text]
  if (signs.length <= longest) return text
  return `${signs.slice(0, longest).join('')}… [coupé\u00a0: ${signs.length} caractères]`
}
