import { BilanError } from '../error.ts'
import { type Connection, quoteText } from '../warehouse/connection.ts'
import { withoutComments } from './comments.ts'

/** A piece of DuckDB's syntax tree, as `json_serialize_sql` writes it. */
export type Tree = null | boolean | number | string | Tree[] | { [key: string]: Tree }
export type Node = { [key: string]: Tree }

/** The tree of a file's statements; what DuckDB can't parse is a `BilanError` naming file and line. */
export async function syntaxTree(connection: Connection, sql: string, file: string): Promise<Node> {
  const root = await anyTree(connection, withoutComments(sql))
  if (root.error === true) {
    const position = Number(root.position ?? 0)
    throw new Places(sql, file).refuse(
      Number.isNaN(position) ? 0 : position,
      String(root.error_message),
      'a model or check is one SELECT that DuckDB can parse',
    )
  }
  return root
}

/** The tree of a text that is ours. The function wants a literal: a parameter is refused. */
export async function anyTree(connection: Connection, sql: string): Promise<Node> {
  const [row] = await connection.query<{ tree: string }>(
    `SELECT json_serialize_sql(${quoteText(sql)}) AS tree`,
  )
  return JSON.parse(row!.tree, exact) as Node
}

/** Integers that a double can't hold stay text, marked, so that neither hash nor rewriting loses a digit. */
const exactMark = '\u0000integer:'
function exact(_key: string, value: Tree, context?: { source?: string }): Tree {
  if (
    typeof value === 'number' &&
    !Number.isSafeInteger(value) &&
    /^-?\d+$/.test(context?.source ?? '')
  ) {
    return `${exactMark}${context?.source}`
  }
  return value
}

/** The tree as text that `json_deserialize_sql` takes, to the last digit. */
function stringifyExact(tree: Tree): string {
  return JSON.stringify(tree).replace(/"\\u0000integer:(-?\d+)"/g, '$1')
}

/** A query that gives what a query's node gives. It sees only what has been committed. */
export function treeQuery(node: Node): string {
  return `SELECT * FROM json_execute_serialized_sql(${quoteText(stringifyExact(whole(node)))})`
}

/** A query's node as a text that DuckDB runs. */
export async function selectText(connection: Connection, node: Node): Promise<string> {
  const yes = await anyTree(connection, 'SELECT true')
  const always = children(child(child(children(yes.statements)[0])?.node)?.select_list)[0] ?? null
  // DuckDB writes a CROSS JOIN as a comma, which binds less than the joins after it.
  const crossless = (tree: Tree): Tree => {
    if (Array.isArray(tree)) return tree.map(crossless)
    if (typeof tree !== 'object' || tree === null) return tree
    const parts = Object.entries(tree).map(([key, part]) => [key, crossless(part)])
    const plain: Node = Object.fromEntries(parts)
    const cross = plain.type === 'JOIN' && plain.ref_type === 'CROSS'
    return cross ? { ...plain, ref_type: 'REGULAR', condition: always } : plain
  }
  const [row] = await connection.query<{ sql: string }>('SELECT json_deserialize_sql($1) AS sql', [
    stringifyExact(crossless(whole(node))),
  ])
  return row!.sql
}

function whole(node: Node): Node {
  return { error: false, statements: [{ node, named_param_map: [] }] }
}

/** A piece as an object; undefined when it is none. */
export function child(tree: Tree | undefined): Node | undefined {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree) ? tree : undefined
}

/** The pieces of a list; none when it is no list. */
export function children(tree: Tree | undefined): Tree[] {
  return Array.isArray(tree) ? tree : []
}

/** The CTEs of a query, `[name, tree]`, in their order. */
export function cteEntries(node: Node): [string, Tree][] {
  return children(child(node.cte_map)?.map).flatMap((entry) => {
    const one = child(entry)
    return one === undefined ? [] : [[String(one.key), one.value ?? null] as [string, Tree]]
  })
}

/** Where a piece begins in the text, in bytes; null where the parser doesn't say. */
export function location(node: Node): number | null {
  return typeof node.query_location === 'number' ? node.query_location : null
}

/** The first place in a whole piece; null when it has none. */
export function firstLocation(tree: Tree | undefined): number | null {
  if (Array.isArray(tree)) return least(tree.map(firstLocation))
  const node = child(tree)
  if (node === undefined) return null
  return least([location(node), ...Object.values(node).map(firstLocation)])
}

function least(places: (number | null)[]): number | null {
  const known = places.filter((place) => place !== null)
  return known.length === 0 ? null : Math.min(...known)
}

/** Turns the parser's byte offsets into lines of the file. */
export class Places {
  readonly #bytes: Buffer
  readonly #file: string

  constructor(sql: string, file: string) {
    this.#bytes = Buffer.from(sql)
    this.#file = file
  }

  line(offset: number): number {
    return this.#bytes.subarray(0, offset).toString().split('\n').length
  }

  /** What is written from an offset on. */
  from(offset: number): string {
    return this.#bytes.subarray(offset).toString()
  }

  refuse(offset: number, fact: string, remedy: string): BilanError {
    return new BilanError(`${this.#file}:${this.line(offset)}: ${fact}`, remedy)
  }
}
