import { type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { BilanError } from '../error.ts'

/** Where the coordinator is and who asks. */
export interface TrinoOptions {
  /** `https://trino.example.org` or `http://host:8080`. */
  url: string
  catalog: string
  user: string
  /** Basic authentication; only over https. */
  password?: string
  /** A bearer token (JWT, OAuth); only over https. */
  accessToken?: string
  /** Certificates (PEM) to trust instead of the machine's. */
  ca?: string
  /** Trust any certificate. */
  insecure?: boolean
  /** What asks, as resource groups and the list of queries know it; `bilan` unless said. */
  source?: string
  /** What resource groups select on besides. */
  clientTags?: readonly string[]
  /** Session properties that every statement has. */
  session?: Readonly<Record<string, string>>
  /**
   * How long a refused or broken request is tried again, and the last page of a finished statement is waited for, in milliseconds
   * (`defaultPatience` unless said).
   */
  patience?: number
  /** How long one answer may take, in milliseconds (60 000 unless said). */
  timeout?: number
}

export const defaultPatience = 120_000
/** The same where nothing has ever answered: most likely the address is wrong. */
const firstPatience = 10_000

/** An answer of the coordinator with status 200. */
export interface Answer {
  body: string
  headers: ReadonlyMap<string, string>
}

/** Busy or passing proxies and coordinators; the protocol says to ask again. */
const passing = new Set([429, 502, 503, 504])
/** Broken on the way, not refused: a statement starts only when its first `nextUri` is fetched, so asking again is safe. */
const broken = /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EAI_AGAIN|ECONNABORTED|ERR_TIMEOUT)$/

/** Requests to one coordinator, tried again where the protocol says so. Everything that stays wrong is a `BilanError`. */
export class TrinoHttp {
  readonly #base: URL
  readonly #options: TrinoOptions
  #catalog: string
  #schema: string | null = null
  #answered = false

  constructor(options: TrinoOptions) {
    this.#base = coordinator(options.url)
    const secret = options.password ?? options.accessToken
    if (secret !== undefined && this.#base.protocol !== 'https:') {
      throw new BilanError(
        `--trino-url ${JSON.stringify(options.url)} would send a password or token unencrypted`,
        'use https, or take TRINO_PASSWORD and TRINO_ACCESS_TOKEN away',
        2,
      )
    }
    this.#options = options
    this.#catalog = options.catalog
  }

  /** Hands a statement over. */
  async post(
    sql: string,
    session: ReadonlyMap<string, string>,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const properties = [...session].map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    const headers: Record<string, string> = {
      'X-Trino-Catalog': this.#catalog,
      'X-Trino-Source': this.#options.source ?? 'bilan',
      'X-Trino-Time-Zone': 'UTC',
      'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
      'Content-Type': 'text/plain; charset=utf-8',
    }
    const { clientTags = [] } = this.#options
    if (clientTags.length > 0) headers['X-Trino-Client-Tags'] = clientTags.join(',')
    if (this.#schema !== null) headers['X-Trino-Schema'] = this.#schema
    if (properties.length > 0) headers['X-Trino-Session'] = properties.join(',')
    return this.#ask('POST', new URL('/v1/statement', this.#base), { headers, body: sql, signal })
  }

  /** Fetches the next page. */
  async get(uri: string, signal: AbortSignal | undefined): Promise<Answer> {
    return this.#ask('GET', this.#followed(uri), { headers: {}, signal })
  }

  /** Gives a statement up; what goes wrong with that doesn't matter. */
  async cancel(uri: string): Promise<void> {
    await this.#once('DELETE', this.#followed(uri), { headers: {}, timeout: 5000 }).catch(
      () => null,
    )
  }

  /** The catalogue and schema that the following statements are in; null keeps what is. */
  place(catalog: string | undefined, schema: string | undefined): void {
    if (catalog !== undefined) this.#catalog = catalog
    if (schema !== undefined) this.#schema = schema
  }

  /** Credentials go nowhere but to the coordinator. */
  #followed(uri: string): URL {
    const next = new URL(uri, this.#base)
    const secret = this.#options.password ?? this.#options.accessToken
    if (secret === undefined || next.origin === this.#base.origin) return next
    throw new BilanError(
      `Trino at ${this.#base.origin} goes on at ${next.origin}, where the password won't be sent`,
      'have the coordinator process forwarded headers (http-server.process-forwarded=true)',
    )
  }

  async #ask(
    method: string,
    url: URL,
    asked: { headers: Record<string, string>; body?: string; signal: AbortSignal | undefined },
  ): Promise<Answer> {
    const { patience = defaultPatience } = this.#options
    const began = performance.now()
    for (let pause = 100; ; pause = Math.min(pause * 2, 5000)) {
      const outcome = await this.#once(method, url, asked).catch((error: unknown) => {
        if (asked.signal?.aborted || !broken.test(codeOf(error))) throw this.#unreachable(error)
        return error as Error
      })
      this.#answered ||= !(outcome instanceof Error)
      if (!(outcome instanceof Error) && outcome.status === 200) return outcome
      if (!(outcome instanceof Error) && !passing.has(outcome.status)) throw this.#refused(outcome)
      const most = this.#answered ? patience : Math.min(patience, firstPatience)
      const left = most - (performance.now() - began)
      if (left <= 0) {
        throw outcome instanceof Error ? this.#unreachable(outcome) : this.#refused(outcome)
      }
      // « Retry-After: 0 » is no leave to ask a thousand times a second.
      const said = outcome instanceof Error ? 0 : retryAfter(outcome)
      const rest = Math.min(Math.max(said, pause), left)
      await sleep(rest, undefined, asked.signal === undefined ? {} : { signal: asked.signal })
    }
  }

  #once(
    method: string,
    url: URL,
    asked: {
      headers: Record<string, string>
      body?: string
      signal?: AbortSignal | undefined
      timeout?: number
    },
  ): Promise<Answer & { status: number }> {
    const { ca, insecure, timeout = 60_000 } = this.#options
    const options: RequestOptions & { ca?: string; rejectUnauthorized?: boolean } = {
      method,
      headers: { ...asked.headers, ...this.#identity() },
      timeout: asked.timeout ?? timeout,
      ...(asked.signal === undefined ? {} : { signal: asked.signal }),
      ...(ca === undefined ? {} : { ca }),
      ...(insecure === true ? { rejectUnauthorized: false } : {}),
    }
    return new Promise((resolve, reject) => {
      const send = url.protocol === 'https:' ? requestHttps : requestHttp
      const request = send(url, options, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', reject)
        response.on('close', () => {
          if (!response.complete) reject(withCode('the answer broke off', 'ECONNRESET'))
        })
        response.on('end', () => {
          const headers = new Map<string, string>()
          for (const [name, value] of Object.entries(response.headers)) {
            headers.set(name, Array.isArray(value) ? value.join(',') : String(value))
          }
          const body = Buffer.concat(parts).toString('utf8')
          resolve({ status: response.statusCode ?? 0, headers, body })
        })
      })
      request.on('timeout', () => request.destroy(withCode('no answer in time', 'ERR_TIMEOUT')))
      request.on('error', reject)
      request.end(asked.body)
    })
  }

  #identity(): Record<string, string> {
    const { user, password, accessToken } = this.#options
    const headers: Record<string, string> = { 'X-Trino-User': user }
    if (accessToken !== undefined) headers.Authorization = `Bearer ${accessToken}`
    else if (password !== undefined) {
      const pair = Buffer.from(`${user}:${password}`).toString('base64')
      headers.Authorization = `Basic ${pair}`
    }
    return headers
  }

  #unreachable(error: unknown): unknown {
    if (!(error instanceof Error) || error instanceof BilanError || error.name === 'AbortError') {
      return error
    }
    const code = codeOf(error)
    const [, remedy] = remedies.find(([pattern]) => pattern.test(code))!
    return new BilanError(
      `Trino at ${this.#base.origin} can't be reached: ${error.message || code}`,
      remedy,
      1,
      error,
    )
  }

  #refused(answer: Answer & { status: number }): BilanError {
    const said = answer.body.trim().split('\n')[0]!.slice(0, 300)
    const fact = `Trino at ${this.#base.origin} answers ${answer.status}${said === '' ? '' : `: ${said}`}`
    const elsewhere = answer.headers.get('location')
    if (answer.status >= 300 && answer.status < 400 && elsewhere !== undefined) {
      return new BilanError(
        `Trino at ${this.#base.origin} answers ${answer.status} and points to ${elsewhere.slice(0, 200)}`,
        'name the coordinator itself with --trino-url; a page to sign in on is of no use here',
      )
    }
    const denied = answer.status === 401 || answer.status === 403
    return new BilanError(
      fact,
      denied
        ? 'check --user and TRINO_PASSWORD or TRINO_ACCESS_TOKEN'
        : 'see the log of the coordinator, then run again',
    )
  }
}

function coordinator(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : null
  // The protocol knows no path before its own: one that is given would be lost.
  const bare = parsed !== null && [parsed.origin, `${parsed.origin}/`].includes(parsed.href)
  if (bare && /^https?:$/.test(parsed.protocol)) return parsed
  throw new BilanError(
    `--trino-url ${JSON.stringify(withoutPassword(parsed, url))} is no address of a coordinator`,
    'write it as https://host:port, without a user or a path; --user, --catalog and --schema name these',
    2,
  )
}

function withoutPassword(parsed: URL | null, url: string): string {
  if (parsed === null || parsed.password === '') return url
  parsed.password = '…'
  return decodeURI(parsed.href)
}

/** Milliseconds that the answer asks to wait; 0 where it doesn't say, or gives a date. */
function retryAfter(answer: Answer): number {
  const seconds = Number(answer.headers.get('retry-after'))
  return Number.isFinite(seconds) ? seconds * 1000 : 0
}

/** What to do about an error of the connection, by its code; the first that fits. */
const remedies: [code: RegExp, remedy: string][] = [
  [/ALTNAME/, 'name the host as its certificate does in --trino-url, or trust any with --insecure'],
  [
    /CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/,
    'have its certificate renewed, check the clock, or trust any with --insecure',
  ],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/,
    'name the certificate of its authority with --ca, or trust any with --insecure',
  ],
  [/EPROTO|ERR_SSL/, 'no TLS is spoken there: check --trino-url, its port and http or https'],
  [
    /ECONNRESET|HPE_/,
    'check --trino-url, its port and http or https, and that the coordinator is up',
  ],
  [/(?:)/, 'check --trino-url and that the coordinator is up'],
]

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function withCode(message: string, code: string): Error {
  return Object.assign(new Error(message), { code })
}
