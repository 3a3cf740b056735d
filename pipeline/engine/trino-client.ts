import { type Answer, TrinoHttp, type TrinoOptions } from './trino-http.ts'
import { readPage, type TrinoColumn, type TrinoRow } from './trino-page.ts'

/** The whole result of a statement. */
export interface TrinoResult {
  columns: TrinoColumn[]
  rows: TrinoRow[]
}

/**
 * Runs statements on a Trino coordinator over its HTTP protocol: `/v1/statement`, then `nextUri` until there is none. A statement
 * that fails at any moment is a `BilanError` with Trino's own words, never a shorter result.
 */
export class TrinoClient {
  readonly #http: TrinoHttp
  readonly #session: Map<string, string>

  constructor(options: TrinoOptions) {
    this.#http = new TrinoHttp(options)
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
    let answer: Answer = await this.#http.post(sql, this.#session, signal)
    for (;;) {
      this.#remember(answer)
      const { nextUri, columns, rows } = readPage(answer.body, sql)
      try {
        if (columns !== null) await take(rows, columns)
        if (nextUri === null) return
        signal?.throwIfAborted()
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
