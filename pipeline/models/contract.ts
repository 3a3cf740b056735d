import { BilanError } from '../error.ts'
import { type Connection, quoteName, quoteText } from '../warehouse/connection.ts'
import type { Row } from '../warehouse/values.ts'
import { withoutComments } from './comments.ts'
import type { Model } from './model.ts'

/** How many bad rows a message quotes. */
const quoted = 3
const integerTypes = new Set(['bigint', 'integer'])
const sourceIntegers = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/

/** `"staging"."stg_x"`, for SQL. */
export function qualified(model: Pick<Model, 'schema' | 'table'>): string {
  return `${quoteName(model.schema)}.${quoteName(model.table)}`
}

/** The type of each column that a model's query gives, as the engine calls it. */
export type GivenTypes = readonly string[]

/**
 * What a model's query gives, without running it. What the engine can't bind, and a select list that is not exactly the columns of
 * the header, is a `BilanError`.
 */
export async function givenTypes(connection: Connection, model: Model): Promise<GivenTypes> {
  const given = await connection
    .query<{ column_name: string; column_type: string }>(`DESCRIBE ${bodyOf(model)}`)
    .catch((cause: unknown) => {
      throw failure(model, cause, 'describe')
    })
  const names = Object.keys(model.header.columns)
  const at = Math.max(names.length, given.length)
  for (let i = 0; i < at; i++) {
    const [wanted, got] = [names[i], given[i]?.column_name]
    if (wanted === got) continue
    const fact =
      wanted === undefined
        ? `column ${i + 1} "${got}" is not in its header`
        : `column ${i + 1} should be "${wanted}", the query gives ${got === undefined ? 'none' : `"${got}"`}`
    throw new BilanError(
      `${model.file}: ${model.name}: ${fact}`,
      'select exactly the columns of the header, in their order',
    )
  }
  return given.map(({ column_type }) => column_type)
}

function bodyOf(model: Model): string {
  return withoutComments(model.sql).replace(/;\s*$/, '')
}

/**
 * The query of a model as its contract wants it: the declared columns, in order, cast to the declared types. Once it runs, a number
 * with decimals where the contract says whole is an error (a cast would round it in silence). For another engine: its text of the
 * query, and the function by which it fails.
 */
export function contractQuery(
  model: Model,
  given: GivenTypes,
  other: { body: string; fail: string } | undefined = undefined,
): string {
  const columns = Object.entries(model.header.columns).map(([name, { type }], i) => {
    const source = given[i]!
    const column = quoteName(name)
    const cast = `CAST(${column} AS ${type})`
    if (!integerTypes.has(type) || sourceIntegers.test(source)) return `${cast} AS ${column}`
    const whole = `${cast} = CAST(${column} AS DOUBLE)`
    const fact = quoteText(`"${name}" is ${type} but the query gives `)
    return `CASE WHEN ${column} IS NULL OR ${whole} THEN ${cast}
      ELSE ${other?.fail ?? 'error'}(${fact} || CAST(${column} AS VARCHAR)) END AS ${column}`
  })
  return `SELECT ${columns.join(', ')}\nFROM (\n${other?.body ?? bodyOf(model)}\n)`
}

/** Rows that break a contract, with what they break. */
interface Breach {
  column: string
  fact: string
  where: string
}

/** How a built model stands. */
export interface Standing {
  /** Whether its table itself refuses NULL, so that nobody need look for it. */
  refusesNull: boolean
  /** Whether its rows lie in the order of the key, as far as they can. */
  sorted: boolean
}

/** What the look at a built model counts besides. */
export interface Measure {
  rows: number
  /** Of the rows, whatever their order; null for a view, whose rows may be many times those stored. */
  fingerprint: string | null
}

/** What the look at a built model says: of its rows, of its key, and how often they break its contract. */
export interface Look {
  rows: number
  fingerprint: string | null
  distinct: boolean
  broken: number
}

/**
 * The query that looks at a built model, in one scan: its contract (not null, closed lists, unique key), the number and the
 * fingerprint of its rows. Its one row is for `holdToContract`.
 *
 * That the key is unique is proven without grouping by it: each row's key is above that of the row before it, or, where rows have
 * no order, there are as many hashes of keys as rows. Only where neither holds the key itself is asked.
 */
export function contractLook(model: Model, { refusesNull, sorted }: Standing): string {
  const breaches = breachesOf(model, refusesNull)
  const key = model.header.key.map(quoteName)
  return sorted ? lookAtRows(model, key, breaches) : lookAtView(model, key, breaches)
}

/**
 * Holds a model to its contract by what the look at it said. Rows that must exist elsewhere are for `checkReferences`. The first
 * breach is a `BilanError` that names the column and quotes up to three rows.
 */
export async function holdToContract(
  connection: Connection,
  model: Model,
  { refusesNull }: Standing,
  look: Look,
): Promise<Measure> {
  const breaches = breachesOf(model, refusesNull)
  if (look.broken > 0) await refuseBroken(connection, model, breaches)
  if (!look.distinct) await refuseTwins(connection, model)
  return { rows: look.rows, fingerprint: look.fingerprint }
}

/** Which part of the contract is broken is asked when one is. */
async function refuseBroken(
  connection: Connection,
  model: Model,
  breaches: readonly Breach[],
): Promise<void> {
  const each = breaches.map(({ where }, i) => `count(*) FILTER (WHERE ${where}) AS n${i}`)
  const [counts] = await connection.query<Record<string, number>>(
    `SELECT ${each.join(', ')} FROM ${qualified(model)}`,
  )
  for (const [i, { column, fact, where }] of breaches.entries()) {
    const found = counts![`n${i}`]!
    if (found === 0) continue
    const rows = await sample(connection, model, `WHERE ${where}`, [column])
    throw broke(model, `"${column}" ${fact} in ${count(found)}`, rows)
  }
}

function anyOf(breaches: readonly Breach[]): string {
  return breaches.map(({ where }) => `(${where})`).join(' OR ') || 'FALSE'
}

/** Of rows in the order of their key: in one pass, with nothing held. */
function lookAtRows(model: Model, key: readonly string[], breaches: readonly Breach[]): string {
  const columns = Object.keys(model.header.columns).map(quoteName)
  const before = key.map((name, i) => `lag(t.${name}) OVER () AS "key before ${i}"`)
  const looks = [
    'count(*) AS rows',
    `${fingerprint(`hash(${columns.join(', ')})`)} AS fingerprint`,
    `count(*) <= 1 + count(*) FILTER (WHERE ${above(key)}) AS distinct`,
    `count(*) FILTER (WHERE ${anyOf(breaches)}) AS broken`,
  ]
  return `SELECT ${looks.join(', ')} FROM (SELECT t.*, ${before.join(', ')} FROM ${qualified(model)} AS t)`
}

/**
 * Of rows without order, which may be millions. Grouped, because DuckDB puts groups aside when memory is short; `count(DISTINCT)` it
 * can't, and fails (at 100 000 conventions with 256 MiB and one thread).
 */
function lookAtView(model: Model, key: readonly string[], breaches: readonly Breach[]): string {
  return `SELECT CAST(coalesce(sum(n), 0) AS BIGINT) AS rows, CAST(NULL AS VARCHAR) AS fingerprint,
      count(*) = coalesce(sum(n), 0) AS distinct, CAST(coalesce(sum(bad), 0) AS BIGINT) AS broken
    FROM (SELECT count(*) AS n, count(*) FILTER (WHERE ${anyOf(breaches)}) AS bad
          FROM ${qualified(model)} GROUP BY hash(${key.join(', ')}))`
}

/**
 * A fingerprint of rows whatever their order, of the hash of each. It is compared only with that of another run of the same engine, so
 * the engine's own hash serves; its version is part of it.
 */
export function fingerprint(hash: string): string {
  return `version() || ' ' || count(*) || ' ' || coalesce(sum(${hash}), 0)`
}

/** Whether a key is above that of the row before; NULL beside NULL, since either could be the higher one. */
function above(key: readonly string[]): string {
  return key.reduceRight((rest, name, i) => {
    const before = `"key before ${i}"`
    return `(${name} > ${before}${rest === '' ? '' : ` OR (${name} = ${before} AND ${rest})`})`
  }, '')
}

function breachesOf(model: Model, refusesNull: boolean): Breach[] {
  return Object.entries(model.header.columns).flatMap(([name, column]): Breach[] => {
    const quotedName = quoteName(name)
    const found: Breach[] = []
    if (!column.nullable && !refusesNull) {
      found.push({ column: name, fact: 'is NULL', where: `${quotedName} IS NULL` })
    }
    if (column.values !== undefined) {
      const list = column.values.map((value) => quoteText(String(value))).join(', ')
      const where = `CAST(${quotedName} AS VARCHAR) NOT IN (${list})`
      found.push({ column: name, fact: `is none of ${column.values.join(', ')}`, where })
    }
    return found
  })
}

async function refuseTwins(connection: Connection, model: Model): Promise<void> {
  const key = model.header.key.map(quoteName).join(', ')
  const twins = await connection.query(
    `SELECT ${key}, count(*) AS lignes FROM ${qualified(model)}
     GROUP BY ${key} HAVING count(*) > 1 ORDER BY ${key} LIMIT ${quoted}`,
  )
  if (twins.length > 0) {
    throw broke(model, `the key (${model.header.key.join(', ')}) is not unique`, twins)
  }
}

/** Checks that the rows a model refers to exist; NULL refers to nothing. A missing one is a `BilanError`. */
export async function checkReferences(connection: Connection, model: Model): Promise<void> {
  for (const { columns, to, key } of model.header.references) {
    const target = to.split('.').map(quoteName).join('.')
    const same = columns.map((column, i) => `t.${quoteName(key[i]!)} = m.${quoteName(column)}`)
    const present = columns.map((column) => `m.${quoteName(column)} IS NOT NULL`)
    const where = `WHERE ${present.join(' AND ')}
      AND NOT EXISTS (SELECT 1 FROM ${target} AS t WHERE ${same.join(' AND ')})`
    const rows = await sample(connection, model, where, columns)
    if (rows.length > 0) {
      throw broke(model, `(${columns.join(', ')}) has no row in ${to}`, rows)
    }
  }
}

/** A few rows of a model: its key and the columns in question. */
async function sample(
  connection: Connection,
  model: Model,
  where: string,
  columns: readonly string[],
): Promise<Row[]> {
  const shown = [...new Set([...model.header.key, ...columns])].map(
    (name) => `m.${quoteName(name)}`,
  )
  return connection.query(
    `SELECT ${shown.join(', ')} FROM ${qualified(model)} AS m ${where}
     ORDER BY ${shown.join(', ')} LIMIT ${quoted}`,
  )
}

function broke(model: Model, fact: string, rows: readonly Row[]): BilanError {
  return new BilanError(
    `${model.file}: ${model.name}: ${fact}: ${rows.map((row) => JSON.stringify(row)).join(', ')}`,
    'mend the query, or the contract in its header if the rows are right',
  )
}

function count(n: number): string {
  return n === 1 ? '1 row' : `${n} rows`
}

/**
 * What the engine says of a model's query, as an error of the model. Only while describing are the engine's lines
 * those of the file: the word `DESCRIBE` stands on its first.
 */
export function failure(model: Model, cause: unknown, step: 'describe' | 'run'): BilanError {
  if (cause instanceof BilanError) return cause
  const message = cause instanceof Error ? cause.message : String(cause)
  const place = step === 'describe' ? /\bLINE (\d+):/.exec(message) : null
  const line = place === null ? '' : `:${place[1]}`
  const fact = `${model.file}${line}: ${model.name}: ${message.split('\n')[0]}`
  return new BilanError(fact, 'mend the query', 1, cause)
}
