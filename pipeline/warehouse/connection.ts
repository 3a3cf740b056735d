import { statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type {
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBValue,
} from '@duckdb/node-api'
import { BilanError } from '../error.ts'
import { Relief } from './relief.ts'
import { type Appended, type Parameter, plain, type Row } from './values.ts'

/** An open warehouse: one DuckDB instance with one connection, so one transaction at a time. */
export interface Connection {
  /** The file, or `:memory:`. */
  readonly path: string
  /** Runs one statement and gives its rows as plain values (see `values.ts`); `$1`, `$2`… are the parameters. */
  query<T = Row>(sql: string, parameters?: readonly Parameter[]): Promise<T[]>
  /** The same for a result of any length: rows come in pieces of a few thousand, as they are asked for. */
  stream<T = Row>(sql: string): AsyncGenerator<T[]>
  /** Runs one or more statements whose rows nobody wants. */
  run(sql: string, parameters?: readonly Parameter[]): Promise<void>
  /** Runs `work` in one transaction: kept when it returns, undone when it throws. */
  transaction<T>(work: () => Promise<T>): Promise<T>
  /** Appends rows in bulk; cells in the order of the table's columns, of the types that DuckDB says. */
  append(schema: string, table: string, rows: Iterable<readonly Appended[]>): Promise<number>
  /** Sets another memory limit, as DuckDB writes it; only where the warehouse was opened `adjustable`. */
  limitMemory(memory: string): Promise<void>
  /** Writes everything into the file (checkpoint, no `.wal` left) and closes; a second call does nothing. */
  close(): Promise<void>
}

/** How to open a warehouse; all optional. */
export interface OpenOptions {
  readOnly?: boolean
  /** Threads of DuckDB; unless said, as many as the largest table of the file keeps busy, up to all cores. */
  threads?: number
  /** With that choice, no more than these. */
  mostThreads?: number
  /** Memory limit as DuckDB writes it (`2GB`); with it, what is free is given back to the system as the work goes on. */
  memory?: string
  /** Whether the memory limit may be set again; its configuration is then not locked, so it is for our own SQL alone. */
  adjustable?: boolean
  /** A file that is made will be large; one that is there keeps its layout. */
  large?: boolean
  /** Nobody reads the file before it is closed, so what is committed goes into it at once and not into its log first. */
  making?: boolean
  /** The only folders whose files SQL may touch (exports); none unless said. */
  folders?: readonly string[]
}

/** Files open in this process, by device and inode: two instances on one file lose rows. */
const opened = new Set<string>()

/**
 * Opens (or makes) a warehouse. SQL on it can't reach the network, extensions or the file system outside
 * `folders`, and can't lift that: its configuration is locked, unless it is `adjustable`. Times are UTC wherever the machine stands.
 * A file that isn't a warehouse, or that another process writes, is a `BilanError`.
 */
export async function openWarehouse(path: string, options: OpenOptions = {}): Promise<Connection> {
  // Lazily: loading the engine is most of a command's start, and `--help` needs none of it.
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const before = identity(path)
  if (before !== null && opened.has(before)) {
    throw new Error(`${path} is already open in this process: two instances on one file lose rows`)
  }
  const instance = await DuckDBInstance.create(path, {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    // Most tables are a few kilobytes; in blocks of the usual 256 KiB most of the file would be air. A large one needs them: what it
    // puts aside for want of memory would be a file a block.
    default_block_size: options.large === true ? '262144' : String(smallBlock),
    storage_compatibility_version: options.large === true ? largeFormat : smallFormat,
    ...(options.readOnly ? { access_mode: 'READ_ONLY' } : {}),
    threads: String(options.threads ?? 1),
    ...(options.memory === undefined ? {} : { memory_limit: options.memory }),
  }).catch((cause: unknown) => {
    throw unopenable(path, cause)
  })
  const key = identity(path)
  if (key !== null) opened.add(key)
  const connection = await instance.connect()
  const folders = (options.folders ?? []).map(quoteText).join(', ')
  await connection.run(`SET TimeZone = 'UTC'`)
  if (options.threads === undefined) {
    const most = Math.min(options.mostThreads ?? Infinity, availableParallelism())
    const threads = Math.min(await busyThreads(connection), most)
    if (threads > 1) await connection.run(`SET threads = ${threads}`)
  }
  if (options.readOnly !== true) await leaveOutSlowCompression(connection)
  if (options.making === true) await connection.run(`SET checkpoint_threshold = '1MiB'`)
  await connection.run(`SET allowed_directories = [${folders}]`)
  await connection.run('SET enable_external_access = false')
  if (options.adjustable !== true) await connection.run('SET lock_configuration = true')
  const relief = options.memory === undefined ? null : new Relief()
  return new OpenConnection(path, instance, connection, options.readOnly === true, relief, () => {
    if (key !== null) opened.delete(key)
  })
}

/** Bytes of a block in a file that isn't large. */
const smallBlock = 16_384

/**
 * The oldest DuckDB that reads a file, which is how it is written; a file that is there keeps its own. From 1.2 on what is known of a column (how many
 * different values) takes 64 bytes instead of 3 kB, and nothing to write: for 79 conventions half of the file, 3 % of making the models.
 */
const smallFormat = 'v1.2.0'
/** From 1.3 on one compression of texts serves for two: at 10 000 conventions a sixth less time and file. Slower than a dictionary alone in a small file. */
const largeFormat = 'v1.3.0'

/**
 * In a file of small blocks, FSST is not tried on texts: finding its table of symbols took half of what writing such a file costs (0.09 of
 * 0.15 s for 79 conventions, whose file stays as it is; 0.12 of 0.25 s for 1 000, whose file grows from 12 to 15 MiB).
 */
async function leaveOutSlowCompression(connection: DuckDBConnection): Promise<void> {
  const reader = await connection.runAndReadAll('SELECT block_size FROM pragma_database_size()')
  if (Number(reader.getRows()[0]![0]) !== smallBlock) return
  await connection.run(`SET disabled_compression_methods = 'fsst'`)
}

/** Rows that one thread of DuckDB takes at a time: a row group. */
const rowGroup = 122_880

/**
 * How many threads find work in the largest table of a file. Others only wait for it, and waiting costs: with two threads instead of
 * one, models of 1 000 conventions took a fifth more processor time and those of 10 000 a third, and neither was done sooner.
 */
async function busyThreads(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll(
    'SELECT coalesce(max(estimated_size), 0) AS rows FROM duckdb_tables()',
  )
  return Math.max(1, Math.ceil(Number(reader.getRows()[0]![0]) / rowGroup))
}

class OpenConnection implements Connection {
  readonly path: string
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection
  readonly #readOnly: boolean
  readonly #relief: Relief | null
  readonly #forget: () => void
  /** What rows are handed over in, by the types of its columns. */
  readonly #chunks = new Map<string, DuckDBDataChunk>()
  #closed = false

  constructor(
    path: string,
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    readOnly: boolean,
    relief: Relief | null,
    forget: () => void,
  ) {
    this.path = path
    this.#instance = instance
    this.#connection = connection
    this.#readOnly = readOnly
    this.#relief = relief
    this.#forget = forget
  }

  async query<T = Row>(sql: string, parameters: readonly Parameter[] = []): Promise<T[]> {
    const reader = await this.#connection.runAndReadAll(sql, given(parameters)).catch(told)
    await this.#relief?.look()
    // The caller names the row type of the query it wrote; the values are plain whatever it says.
    return reader.convertRowObjects((value) => plain(value)) as T[]
  }

  async *stream<T = Row>(sql: string): AsyncGenerator<T[]> {
    const result = await this.#connection.stream(sql)
    for await (const rows of result.yieldConvertedRowObjects((value) => plain(value)))
      yield rows as T[]
  }

  async run(sql: string, parameters: readonly Parameter[] = []): Promise<void> {
    await this.#connection.run(sql, given(parameters)).catch(told)
    await this.#relief?.look()
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.#connection.run('BEGIN')
    try {
      const result = await work()
      await this.#connection.run('COMMIT').catch(told)
      return result
    } catch (error) {
      // A failed COMMIT has already rolled back; the first error is the one to tell.
      await this.#connection.run('ROLLBACK').catch(() => undefined)
      throw error
    }
  }

  async append(
    schema: string,
    table: string,
    rows: Iterable<readonly Appended[]>,
  ): Promise<number> {
    const api = await import('@duckdb/node-api')
    const appender = await this.#connection.createAppender(table, schema)
    const types = Array.from({ length: appender.columnCount }, (_, i) => appender.columnType(i))
    const converters = types.map((type) => converterOf(type, api))
    let count = 0
    let batch: (readonly Appended[])[] = []
    // One for all rows of these types: the driver frees a chunk when the heap is next cleared up, and the heap doesn't know how much
    // each holds. A chunk for every few thousand rows was 250 MiB at 100 000 conventions.
    const shape = types.join()
    const chunk = this.#chunks.get(shape) ?? api.DuckDBDataChunk.create(types)
    this.#chunks.set(shape, chunk)
    // Column by column: cell by cell costs three times as much.
    const hand = () => {
      chunk.reset()
      chunk.rowCount = batch.length
      for (const [i, convert] of converters.entries()) {
        chunk.setColumnValues(
          i,
          batch.map((row) => convert(row[i]!)),
        )
      }
      appender.appendDataChunk(chunk)
      count += batch.length
      batch = []
    }
    try {
      for (const row of rows) {
        if (row.length !== types.length) {
          throw new Error(`${schema}.${table} has ${types.length} columns, a row has ${row.length}`)
        }
        batch.push(row)
        if (batch.length === chunkRows) hand()
      }
      if (batch.length > 0) hand()
      appender.flushSync()
    } catch (error) {
      appender.clear()
      throw error
    } finally {
      appender.closeSync()
      chunk.reset()
    }
    await this.#relief?.look()
    return count
  }

  async limitMemory(memory: string): Promise<void> {
    await this.#connection.run(`SET memory_limit = ${quoteText(memory)}`)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    try {
      if (!this.#readOnly && this.path !== ':memory:') await this.#connection.run('CHECKPOINT')
    } finally {
      this.#connection.closeSync()
      this.#instance.closeSync()
      this.#relief?.close()
      this.#forget()
    }
  }
}

/**
 * Parameters as the driver wants them: with a list, be it empty, it prepares each statement of a text by itself, a trip to another
 * thread and a second planning each.
 */
function given(parameters: readonly Parameter[]): Parameter[] | undefined {
  return parameters.length === 0 ? undefined : [...parameters]
}

/** Rows that DuckDB takes at once. */
const chunkRows = 2_048

type Api = typeof import('@duckdb/node-api')

/**
 * What turns a plain cell into the driver's value for a column: exact decimals come as text, 64-bit integers as numbers. The driver
 * would write anything it is given, so a cell of another kind throws here.
 */
function converterOf(
  type: import('@duckdb/node-api').DuckDBType,
  api: Api,
): (cell: Appended) => DuckDBValue {
  const ids = api.DuckDBTypeId
  const refused = (cell: Appended) => new TypeError(`${typeof cell} ${cell} is no ${type}`)
  if (type instanceof api.DuckDBDecimalType) {
    return (cell) => (cell === null ? null : exactDecimal(String(cell), type, api))
  }
  switch (type.typeId) {
    case ids.VARCHAR:
      return (cell) => {
        if (cell === null || typeof cell === 'string') return cell
        throw refused(cell)
      }
    case ids.DOUBLE:
      return (cell) => {
        if (cell === null || typeof cell === 'number') return cell
        throw refused(cell)
      }
    case ids.BOOLEAN:
      return (cell) => {
        if (cell === null || typeof cell === 'boolean') return cell
        throw refused(cell)
      }
    case ids.BIGINT:
    case ids.HUGEINT:
      return (cell) => {
        if (cell === null) return null
        if (typeof cell !== 'number' && typeof cell !== 'bigint') throw refused(cell)
        return BigInt(cell)
      }
    case ids.INTEGER:
      return (cell) => {
        // Cut to 32 bits it must be what it was.
        if (cell === null || (typeof cell === 'number' && (cell | 0) === cell)) return cell
        throw refused(cell)
      }
    case ids.BLOB:
      return (cell) => {
        if (cell === null) return null
        if (!(cell instanceof Uint8Array)) throw refused(cell)
        return new api.DuckDBBlobValue(cell)
      }
    default:
      return (cell) => {
        if (cell === null) return null
        throw refused(cell)
      }
  }
}

function exactDecimal(
  text: string,
  type: import('@duckdb/node-api').DuckDBDecimalType,
  api: Api,
): DuckDBValue {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  const fraction = (match?.[3] ?? '').padEnd(type.scale, '0')
  const digits = `${match?.[2]}${fraction}`.replace(/^0+/, '')
  if (match === null || fraction.length > type.scale || digits.length > type.width) {
    throw new RangeError(`"${text}" does not fit ${type.toString()}`)
  }
  const unscaled = BigInt(`${match[1]}${match[2]}${fraction}`)
  return new api.DuckDBDecimalValue(unscaled, type.width, type.scale)
}

/** Device and inode of a file; null when there is none (in memory, or not made yet). */
function identity(path: string): string | null {
  const stat = path === ':memory:' ? undefined : statSync(path, { throwIfNoEntry: false })
  return stat === undefined ? null : `${stat.dev}:${stat.ino}`
}

function unopenable(path: string, cause: unknown): Error {
  const message = cause instanceof Error ? cause.message.split('\n')[0]! : String(cause)
  if (message.includes('Conflicting lock') || message.includes('Could not set lock')) {
    return new BilanError(
      `${path} is held by another program that writes to it`,
      'close that program, or wait for it, then run again',
      1,
      cause,
    )
  }
  return new BilanError(
    `${path} can't be opened as a warehouse: ${message}`,
    'check the path and its rights; delete the file if it is no DuckDB database, the next run makes it again',
    1,
    cause,
  )
}

/** Too little memory is for people to mend; what else the engine says is for whoever wrote the statement. */
function told(cause: unknown): never {
  const message = cause instanceof Error ? cause.message.split('\n')[0]! : ''
  if (!message.startsWith('Out of Memory Error')) throw cause
  throw new BilanError(
    `the engine needs more memory than it was given (${message})`,
    'give the run more with --memory (MiB), or read fewer reports in one run',
    1,
    cause,
  )
}

/** A name as SQL quotes it: `"a b"`. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A text as an SQL literal: `'l''Épernay'`; null is NULL. */
export function quoteText(text: string | null): string {
  return text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`
}
