import { createHash } from 'node:crypto'
import { BilanError } from '../error.ts'
import { comments, tableComment } from '../warehouse/comments.ts'
import { type Connection, quoteName, quoteText } from '../warehouse/connection.ts'
import { writeCatalogue } from './catalogue.ts'
import {
  checkReferences,
  contractLook,
  contractQuery,
  failure,
  fingerprint,
  givenTypes,
  holdToContract,
  type Look,
  type Measure,
  qualified,
  type Standing,
} from './contract.ts'
import {
  createMeta,
  forgetModels,
  type Made,
  type Recorded,
  recordedModels,
  recordModels,
} from './meta.ts'
import { layers, type Model } from './model.ts'
import { type Answers, asked } from './prepared.ts'
import { madeOf, type Reason, reasonFor, recordMadeOf } from './reasons.ts'

/** What happened to one model. */
export interface BuiltModel {
  model: string
  rows: number
  /** False when neither its query, its contract nor the content of its upstreams changed. */
  rebuilt: boolean
  /** Why it was made anew; null when it stands. */
  reason: Reason | null
}

/** Told as each model starts (`done` models of `total` are finished). */
export type Progress = (model: string, done: number, total: number) => void

/** Where and how models are made; all optional. */
export interface BuildModelsOptions {
  progress?: Progress
  /** Another engine that makes some of them. */
  elsewhere?: Elsewhere
  /** What is known of queries already. */
  answers?: Answers
}

/** Another engine, which makes models from the same files. */
export interface Elsewhere {
  makes(model: Model): boolean
  /** Hands the rows of a model over, page by page: cells as text in the order of its columns. */
  rows(
    connection: Connection,
    model: Model,
    take: (rows: (string | null)[][]) => Promise<void>,
  ): Promise<void>
}

/**
 * Makes each model, in the order given (that of `loadModels`), as a table or view of its schema, rows in the order
 * of its key, with its comments, and writes them down in `meta.models`. A model whose hash and whose upstreams'
 * content are those already written down is left as it stands; models no longer given are dropped. All in one
 * transaction: a failure (a `BilanError` that names model and column) leaves the warehouse as it was.
 *
 * One after the other, on purpose: one transaction is one connection, and DuckDB spreads a query over cores where it has the rows for them.
 */
export async function buildModels(
  connection: Connection,
  models: readonly Model[],
  options: BuildModelsOptions = {},
): Promise<BuiltModel[]> {
  let attempt: Attempt = { most: together, refused: null }
  while (true) {
    try {
      return await buildOnce(connection, models, options, attempt)
    } catch (error) {
      attempt = attemptAfter(error, attempt)
    }
  }
}

/** How to make models once more, to find out what failed; throws the error where that is known. */
function attemptAfter(error: unknown, { refused }: Attempt): Attempt {
  // One of several failed, and the engine doesn't say which. Made one by one, it is known.
  if (error instanceof Unnamed) return { most: 1, refused: null }
  // Which rows have a NULL the engine doesn't say, and its transaction is gone. Made with a table that takes them, they are there to be shown.
  if (error instanceof NullRefused && refused === null) return { most: 1, refused: error }
  throw error
}

/** Small models that are one text for the engine; more in one gain nothing. */
const together = 12
/** Rows of all tables that are there, above which each model is a text of its own: it takes longer than a trip to the engine, and memory is given back between them. */
const mostRows = 60_000

/** How models are made in one go: so many in one text, and what a table wouldn't take before. */
interface Attempt {
  most: number
  refused: NullRefused | null
}

/** One of several models that were made in one text has failed. */
class Unnamed extends Error {}

/** A table wouldn't take a NULL that its model's query gave it. */
class NullRefused extends Error {
  readonly model: Model

  constructor(model: Model, cause: unknown) {
    super(`${model.name}: a NULL was refused`, { cause })
    this.model = model
  }
}

async function buildOnce(
  connection: Connection,
  models: readonly Model[],
  options: BuildModelsOptions,
  { most, refused }: Attempt,
): Promise<BuiltModel[]> {
  const { progress = () => undefined, elsewhere, answers = asked } = options
  return connection.transaction(async () => {
    await createMeta(connection)
    const before = await recordedModels(connection)
    const parts = await madeOf(connection)
    await dropGone(connection, before, models)
    for (const schema of layers) await connection.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
    await writeCatalogue(connection, models)
    const { shapes, rows } = await shapesOf(connection, models)
    const atOnce = rows > mostRows ? 1 : most
    const content = await sourceContents(connection, models, shapes)
    const made: Made[] = []
    const built: BuiltModel[] = []
    const waiting: Waiting[] = []
    const makeWaiting = async () => {
      const some = waiting.splice(0)
      const measures = await materialise(connection, some)
      for (const [at, { model, known }] of some.entries()) {
        const { rows, fingerprint } = measures[at]!
        const inputs = inputsOf(model, content)
        const hash = fingerprint === null ? inputs : hashOf(fingerprint)
        content.set(model.name, hash)
        made.push({ model, inputs, content: hash, rows })
        const reason = reasonFor(model, parts.get(model.name), content, known !== undefined)
        built.push({ model: model.name, rows, rebuilt: true, reason })
      }
    }
    for (const [i, model] of models.entries()) {
      progress(model.name, i, models.length)
      const known = before.get(model.name)
      const there = elsewhere?.makes(model) === true
      // Whether it stands as it is depends on what those before it are.
      if (known !== undefined || there) await makeWaiting()
      if (known !== undefined && known.inputs === inputsOf(model, content) && !there) {
        content.set(model.name, known.content)
        built.push({ model: model.name, rows: known.rows, rebuilt: false, reason: null })
        continue
      }
      const takesNull = refused?.model.name === model.name
      const from = there ? elsewhere : undefined
      const read = model.upstreams.map((name) => `${name} ${shapes.get(name)}`)
      const types = await answers.answer(['types', model.hash, ...read], async () => {
        await makeWaiting()
        return await givenTypes(connection, model)
      })
      const own = contractQuery(model, types)
      const query = from === undefined ? own : await brought(connection, model, from)
      waiting.push({ model, query, known, takesNull })
      if (waiting.length >= atOnce || from !== undefined) await makeWaiting()
      if (takesNull) throw failure(model, refused.cause, 'run')
    }
    await makeWaiting()
    await connection.run('DROP TABLE IF EXISTS meta.apport')
    await recordModels(connection, made)
    // Also of those that stand, when a warehouse from before this was written down is continued.
    const unwritten = models.filter(({ name }) => !parts.has(name))
    const names = [...made.map(({ model }) => model), ...unwritten].map(({ name }) => name)
    await recordMadeOf(connection, models, names, content)
    // At the end, because a model may refer to one that is built after it.
    for (const model of models) await checkReferences(connection, model)
    return built
  })
}

/** A model that is to be made. With `takesNull`, NULL is for the contract to find, not for the table to refuse. */
interface Waiting {
  model: Model
  query: string
  known: Recorded | undefined
  takesNull: boolean
}

/**
 * Makes models and holds each to its contract; what was measured of each. One text for the engine, at the end of which it looks at all of them: at a
 * few thousand rows a trip to it and back costs as much as a statement.
 */
async function materialise(connection: Connection, some: readonly Waiting[]): Promise<Measure[]> {
  if (some.length === 0) return []
  const looks = some.map(({ model, takesNull }, at) => {
    return `SELECT ${at} AS place, * FROM (${contractLook(model, standingOf(model, takesNull))})`
  })
  const text = [...some.flatMap(makingOf), looks.join('\nUNION ALL ')].join('\n')
  const found = await connection.query<Look & { place: number }>(text).catch((cause: unknown) => {
    if (cause instanceof BilanError) throw cause
    const [only, ...others] = some
    if (others.length > 0) throw new Unnamed('one of several models failed', { cause })
    if (cause instanceof Error && nullRefused.test(cause.message)) {
      throw new NullRefused(only!.model, cause)
    }
    throw failure(only!.model, cause, 'run')
  })
  const measures: Measure[] = []
  for (const look of found.sort((a, b) => a.place - b.place)) {
    const { model, takesNull } = some[look.place]!
    measures.push(await holdToContract(connection, model, standingOf(model, takesNull), look))
  }
  return measures
}

function standingOf({ header }: Model, takesNull: boolean): Standing {
  const view = header.materialized === 'view'
  return { refusesNull: !view && !takesNull, sorted: !view }
}

/** The statements that make a model and say what it is. */
function makingOf({ model, query, known, takesNull }: Waiting): string[] {
  const { materialized, purpose, grain, columns } = model.header
  const view = materialized === 'view'
  const target = qualified(model)
  const replaced = known !== undefined && known.materialized !== materialized
  return [
    ...(replaced ? [`DROP ${known.materialized} ${target};`] : []),
    // A view is asked by readers who say their own order; sorting it at every reading would be theirs to wait for.
    view ? `CREATE OR REPLACE VIEW ${target} AS ${query};` : filled(model, query, takesNull),
    comments(view ? 'VIEW' : 'TABLE', target, tableComment(purpose, grain), columns),
  ]
}

/** The statements that make a table and put its rows in, in the order of its key. */
function filled(model: Model, query: string, takesNull: boolean): string {
  const { columns, key } = model.header
  const list = Object.entries(columns).map(([name, { type, nullable }]) => {
    return `${quoteName(name)} ${type}${nullable || takesNull ? '' : ' NOT NULL'}`
  })
  const order = key.map((name) => `${quoteName(name)} ASC NULLS FIRST`).join(', ')
  return `CREATE OR REPLACE TABLE ${qualified(model)} (${list.join(', ')});
    INSERT INTO ${qualified(model)} ${query}\nORDER BY ${order};`
}

const nullRefused = /^Constraint Error: NOT NULL constraint failed/

/** Rows that were made elsewhere, put down as text; gives the query that makes them the model's. */
async function brought(
  connection: Connection,
  model: Model,
  elsewhere: Elsewhere,
): Promise<string> {
  const columns = Object.entries(model.header.columns)
  const texts = columns.map(([name]) => `${quoteName(name)} varchar`)
  await connection.run(`CREATE OR REPLACE TABLE meta.apport (${texts.join(', ')})`)
  await elsewhere.rows(connection, model, async (rows) => {
    await connection.append('meta', 'apport', rows)
  })
  const casts = columns.map(
    ([name, { type }]) => `CAST(${quoteName(name)} AS ${type}) AS ${quoteName(name)}`,
  )
  return `SELECT ${casts.join(', ')} FROM meta.apport`
}

/** Everything that a model's rows follow from: its own hash and the content of what it reads. */
function inputsOf(model: Model, content: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256').update(model.hash)
  for (const upstream of model.upstreams) hash.update(`\n${upstream} ${content.get(upstream)}`)
  return hash.digest('hex')
}

/** The columns of every table that stands or is to be made, as text, by the table's name; and the rows of those that stand. */
async function shapesOf(
  connection: Connection,
  models: readonly Model[],
): Promise<{ shapes: Map<string, string>; rows: number }> {
  // Its columns one by one would make the engine look at those of its own views, which are more.
  const standing = await connection.query<{ name: string; shape: string; rows: number }>(
    `SELECT schema_name || '.' || table_name AS name, sql AS shape, estimated_size AS rows
     FROM duckdb_tables()`,
  )
  const shapes = new Map(standing.map((row) => [row.name, row.shape]))
  for (const { name, header } of models) {
    const columns = Object.entries(header.columns).map(([column, { type }]) => `${column} ${type}`)
    shapes.set(name, columns.join(','))
  }
  return { shapes, rows: standing.reduce((sum, table) => sum + table.rows, 0) }
}

/** Fingerprints of the tables that the models read and don't make, of their rows and columns. */
async function sourceContents(
  connection: Connection,
  models: readonly Model[],
  shapes: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const made = new Set(models.map((model) => model.name))
  const read = new Set(models.flatMap((model) => model.upstreams))
  const sources = [...read].filter((one) => !made.has(one))
  if (sources.length === 0) return new Map()
  const each = sources.map((name) => {
    const table = name.split('.').map(quoteName).join('.')
    return `SELECT ${quoteText(name)} AS name, ${fingerprint('hash(t)')} AS fingerprint FROM ${table} AS t`
  })
  const rows = await connection.query<{ name: string; fingerprint: string }>(
    each.join('\nUNION ALL '),
  )
  return new Map(
    rows.map(({ name, fingerprint }) => [name, `${hashOf(fingerprint)} ${shapes.get(name)}`]),
  )
}

function hashOf(fingerprint: string): string {
  return createHash('sha256').update(fingerprint).digest('hex')
}

async function dropGone(
  connection: Connection,
  before: ReadonlyMap<string, Recorded>,
  models: readonly Model[],
): Promise<void> {
  const wanted = new Set(models.map((model) => model.name))
  const gone = [...before.values()].filter((one) => !wanted.has(one.model))
  for (const { model, materialized } of gone) {
    const target = model.split('.').map(quoteName).join('.')
    await connection.run(`DROP ${materialized} IF EXISTS ${target}`)
  }
  await forgetModels(
    connection,
    gone.map((one) => one.model),
  )
}
