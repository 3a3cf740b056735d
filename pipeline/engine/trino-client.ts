import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, defaultPatience, TrinoHttp, type TrinoOptions } from './trino-http.ts'
import { readPage, type TrinoColumn, type TrinoRow, unending } from './trino-page.ts'

/** The whole result of a statement. */
export interface TrinoResult {
  columns: TrinoColumn[]
  rows: TrinoRow[]
}

/** Pages without rows that are followed at once: a small statement has a few. */
const freePages = 10
/** Milliseconds that the pause before another one grows to. */
const longestPause = 100

/**
 * Runs statements on a Trino coordinator over its HTTP protocol: `/v1/statement`, then `nextUri` until there is none. A statement
 * that fails at any moment is a `BilanError` with Trino's own words, never a shorter result.
 */
export class TrinoClient {
  readonly #http: TrinoHttp
  readonly #session: Map<string, string>
  readonly #patience: number

  constructor(options: TrinoOptions) {
    this.#http = new TrinoHttp(options)
    this.#patience = options.patience ?? defaultPatience
    this.#session = new Map(Object.entries(options.session ?? {}))
  }

  /** Runs one statement and gives all its rows. `signal` cancels it, on the cluster too. */
  async query(sql: string, signal?: AbortSignal): Promise<TrinoResult> {
    const result: TrinoResult = { columns: [], rows: [] }
    await this.stream(
      sql,
      (rows, columns) => {
        result.columns = columns
        for (const row of rows) result.rows.push(row)
      },
      signal,
    )
    return result
  }

  /**
   * Runs one statement and hands its rows over page by page; a page may be empty. They count only once this has returned: a
   * statement may fail after its first rows.
   */
  async stream(
    sql: string,
    take: (rows: TrinoRow[], columns: TrinoColumn[]) => void | Promise<void>,
    signal?: AbortSignal,
  ): Promise<void> {
    let empty = 0
    let paused = 0
    let answer: Answer = await this.#http.post(sql, this.#session, signal)
    for (;;) {
      this.#remember(answer)
      const { nextUri, columns, rows, finished } = readPage(answer.body, sql)
      try {
        if (columns !== null) await take(rows, columns)
        if (nextUri === null) return
        signal?.throwIfAborted()
        // A coordinator with nothing to say mostly holds its answer back. Not so when a statement is done but for the task of a dead
        // worker: it then answered five hundred times a second, for ever.
        empty = rows.length === 0 ? empty + 1 : 0
        const pause = empty > freePages ? Math.min(2 ** (empty - freePages), longestPause) : 0
        paused = pause > 0 && finished ? paused + pause : 0
        if (paused > this.#patience) throw unending(answer.body, sql, paused)
        if (pause > 0) await sleep(pause)
        answer = await this.#http.get(nextUri, signal)
      } catch (error) {
        if (nextUri !== null) await this.#http.cancel(nextUri)
        throw error
      }
    }
  }

  /** What `SET SESSION`, `RESET SESSION` and `USE` change holds for the statements that follow. */
  #remember({ headers }: Answer): void {
    for (const setting of headers.get('x-trino-set-session')?.split(',') ?? []) {
      const [name, value = ''] = setting.trim().split('=')
      this.#session.set(name!, decodeURIComponent(value.replaceAll('+', ' ')))
    }
    for (const name of headers.get('x-trino-clear-session')?.split(',') ?? []) {
      this.#session.delete(name.trim())
    }
    this.#http.place(headers.get('x-trino-set-catalog'), headers.get('x-trino-set-schema'))
  }
}
