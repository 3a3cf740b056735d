import { z } from 'zod'
import { BilanError } from '../error.ts'

/** A column of a result: its name and Trino's type as text (`bigint`, `decimal(18,2)`, `varchar`). */
export interface TrinoColumn {
  name: string
  type: string
}

/** Cells as text, exact to the last digit; NULL is null. The column's type says what they are. */
export type TrinoRow = (string | null)[]

/** What one answer of the protocol says. */
export interface Page {
  /** Where to go on; null on the last page. */
  nextUri: string | null
  columns: TrinoColumn[] | null
  rows: TrinoRow[]
  /** Whether the cluster has done with the statement, though pages may follow. */
  finished: boolean
}

/** A number as it was written: a double holds only 53 bits of it. */
class Digits {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const cell = z
  .union([z.null(), z.string(), z.boolean().transform(String), z.instanceof(Digits)])
  .transform((value) => (value instanceof Digits ? value.text : value))
const answer = z.object({
  id: z.string().optional(),
  infoUri: z.string().optional(),
  nextUri: z.string().optional(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })).optional(),
  data: z.array(z.array(cell)).optional(),
  error: z.object({ message: z.string().optional(), errorName: z.string().optional() }).optional(),
  stats: z.object({ state: z.string() }),
})

/**
 * Reads one answer. A failed statement, an answer that isn't one, a row of another width, and a last page of a statement that has
 * not finished are `BilanError`s; `sql` is quoted.
 */
export function readPage(body: string, sql: string): Page {
  const page = answer.safeParse(parsed(body))
  if (!page.success) {
    const issue = page.error.issues[0]!
    throw malformed(`${issue.path.join('.')}: ${issue.message}`)
  }
  const { id, infoUri, nextUri, columns, data = [], error, stats } = page.data
  if (error !== undefined || stats.state === 'FAILED') {
    const name = error?.errorName === undefined ? '' : ` (${error.errorName})`
    const said = (error?.message ?? 'it failed without a word').split('\n')[0]
    const query = id === undefined ? '' : `query ${id}: `
    throw new BilanError(
      `Trino: ${query}${said}${name}, at ${quoted(sql)}`,
      `see ${infoUri ?? 'the coordinator’s own pages'}; nothing was published`,
    )
  }
  if (nextUri === undefined && stats.state !== 'FINISHED') {
    throw malformed(`the statement ended in state ${stats.state}`)
  }
  for (const row of data) {
    if (row.length !== columns?.length) {
      throw malformed(`a row of ${row.length} cells for ${columns?.length ?? 'no'} columns`)
    }
  }
  const finished = stats.state === 'FINISHED'
  return { nextUri: nextUri ?? null, columns: columns ?? null, rows: data, finished }
}

/** The error of a statement whose last page never comes. */
export function unending(body: string, sql: string, waited: number): BilanError {
  const { id = 'without id' } = answer.parse(parsed(body))
  return new BilanError(
    `Trino: query ${id}: it finished, but its last page didn't come in ${Math.round(waited / 1000)} s, at ${quoted(sql)}`,
    'see whether a worker was lost, then run again; nothing was published',
  )
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body, (_key, value: unknown, context?: { source?: string }) =>
      typeof value === 'number' ? new Digits(context?.source ?? String(value)) : value,
    )
  } catch (cause) {
    throw malformed(`no JSON: ${body.slice(0, 80)}`, cause)
  }
}

function malformed(fact: string, cause?: unknown): BilanError {
  return new BilanError(
    `what answers isn't Trino's protocol: ${fact}`,
    'check --trino-url: it names the coordinator itself',
    1,
    cause,
  )
}

/** The beginning of a statement on one line. */
function quoted(sql: string): string {
  const line = sql.replaceAll(/\s+/g, ' ').trim()
  return JSON.stringify(line.length > 120 ? `${line.slice(0, 119)}…` : line)
}
