import type { DuckDBValue } from '@duckdb/node-api'

/** A value as the rest of the project sees it: plain JavaScript, never a driver's object. */
export type Value =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | Value[]
  | { [name: string]: Value }

/** What a query parameter or an appended cell may be. */
export type Parameter = string | number | boolean | bigint | null

/** What a cell of an appended row may be: bytes too. */
export type Appended = Parameter | Uint8Array

/** One row, by column name. */
export type Row = Record<string, Value>

/**
 * The one boundary between DuckDB's values and ours. Integers of any width and DECIMAL become numbers; a value
 * that a number can't hold exactly throws, so nothing is rounded in silence (cast it to varchar in the query).
 * DATE, TIMESTAMP, TIME, UUID and the like become their ISO text, with no trip through the local time zone.
 * Lists become arrays, structs objects, BLOB bytes; NULL is null.
 */
export function plain(value: DuckDBValue): Value {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return exactInteger(value)
  if (typeof value !== 'object') return value
  if ('bytes' in value && value.bytes instanceof Uint8Array) return value.bytes
  if ('items' in value) return value.items.map((item) => plain(item))
  if ('entries' in value && !Array.isArray(value.entries)) {
    return Object.fromEntries(
      Object.entries(value.entries).map(([name, item]) => [name, plain(item)]),
    )
  }
  if ('scale' in value) return exactDecimal(value.toString())
  return value.toString()
}

function exactInteger(value: bigint): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) {
    throw new RangeError(
      `${value} is too large for an exact number: cast it to varchar in the query`,
    )
  }
  return number
}

function exactDecimal(text: string): number {
  const number = Number(text)
  const digits = text.replace(/^-?0*|[.]/g, '').replace(/0+$/, '')
  // A double keeps fifteen significant decimal digits whatever they are.
  if (digits.length > 15) {
    throw new RangeError(
      `${text} has too many digits for a number: cast it to varchar in the query`,
    )
  }
  return number
}
