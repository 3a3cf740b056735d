import { createHash } from 'node:crypto'
import { BilanError } from '../error.ts'
import { type Connection, quoteName } from '../warehouse/connection.ts'
import {
  anyTree,
  child,
  cteEntries,
  firstLocation,
  type Node,
  Places,
  selectText,
  syntaxTree,
  type Tree,
} from './tree.ts'

/** A table that a query reads, with the line where it first does. */
export interface TableUse {
  /** `schema.name`, as written. */
  name: string
  line: number
}

/** One `SELECT` as DuckDB's own parser sees it. */
export interface ParsedQuery {
  /** Tables read, in order of their names, CTEs left out. */
  tables: TableUse[]
  /** Names of the CTEs of the outermost `WITH`, in their order. */
  ctes: string[]
  /** The tree without places: two queries that differ only in layout and comments have the same. */
  normalised: string
  /** sha256 of it. */
  hash: string
  /** The whole tree. */
  tree: Node
}

/** Table functions that read nothing from outside the query. */
const tableFunctions = new Set(['unnest', 'generate_series', 'range'])

/**
 * Parses one query. More than one statement, anything that is no `SELECT`, a table without its schema that is no
 * CTE in scope, and a table function that reads from elsewhere (files, SQL in a text) are `BilanError`s naming file
 * and line.
 */
export async function parseQuery(
  connection: Connection,
  sql: string,
  file: string,
): Promise<ParsedQuery> {
  const root = await syntaxTree(connection, sql, file)
  const statements = Array.isArray(root.statements) ? root.statements : []
  const places = new Places(sql, file)
  const node = child(statements[0])
  if (statements.length !== 1 || node === undefined) {
    const second = child(statements[1])
    throw places.refuse(
      firstLocation(second) ?? 0,
      `${statements.length} statements`,
      'a model or check is one SELECT',
    )
  }
  const uses = new Map<string, number>()
  walk(node, new Set(), { uses, places })
  const normalised = JSON.stringify(node, (key, value) =>
    key === 'query_location' ? undefined : value,
  )
  return {
    tables: [...uses]
      .map(([name, location]) => ({ name, line: places.line(location) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    ctes: cteEntries(child(node.node) ?? {}).map(([name]) => name),
    normalised,
    hash: createHash('sha256').update(normalised).digest('hex'),
    tree: node,
  }
}

/** Every place where a parsed query names a table with its schema: `schema.name` and where, in bytes, in order of the text. */
export function tablePlaces(tree: Tree): { name: string; offset: number }[] {
  if (Array.isArray(tree)) return tree.flatMap(tablePlaces).sort((a, b) => a.offset - b.offset)
  const node = child(tree)
  if (node === undefined) return []
  if (node.type === 'BASE_TABLE' && node.schema_name !== '') {
    return [{ name: `${node.schema_name}.${node.table_name}`, offset: Number(node.query_location) }]
  }
  return tablePlaces(Object.values(node))
}

/** The query with its last `SELECT` replaced by `SELECT * FROM <cte>`: what that one step gives. */
export async function selectCte(
  connection: Connection,
  sql: string,
  cte: string,
  file: string,
): Promise<string> {
  const root = await syntaxTree(connection, sql, file)
  const statement = Array.isArray(root.statements) ? child(root.statements[0]) : undefined
  const node = child(statement?.node)
  const names = node === undefined ? [] : cteEntries(node).map(([name]) => name)
  if (node === undefined || !names.includes(cte)) {
    throw new BilanError(
      `${file} has no CTE "${cte}" in its outermost WITH`,
      `name one of ${names.join(', ')}`,
    )
  }
  const plain = await anyTree(connection, `SELECT * FROM ${quoteName(cte)}`)
  const outer = child(Array.isArray(plain.statements) ? plain.statements[0] : undefined)
  const last = child(outer?.node)
  return selectText(connection, { ...last, cte_map: node.cte_map ?? null })
}

interface Findings {
  uses: Map<string, number>
  places: Places
}

/**
 * Visits a tree with the CTE names visible in it. A CTE sees those before it in its `WITH` and those of the
 * queries around; the body sees all of them; a recursive one also sees itself.
 */
function walk(tree: Tree | undefined, visible: ReadonlySet<string>, findings: Findings): void {
  if (Array.isArray(tree)) {
    for (const item of tree) walk(item, visible, findings)
    return
  }
  const node = child(tree)
  if (node === undefined) return
  const scope = new Set(visible)
  for (const [name, value] of cteEntries(node)) {
    walk(value, scope, findings)
    scope.add(name.toLowerCase())
  }
  if (node.type === 'RECURSIVE_CTE_NODE') scope.add(String(node.cte_name).toLowerCase())
  if (node.type === 'BASE_TABLE') useTable(node, scope, findings)
  if (node.type === 'TABLE_FUNCTION') useFunction(node, findings)
  for (const [key, value] of Object.entries(node)) {
    if (key !== 'cte_map') walk(value, scope, findings)
  }
}

function useTable(node: Node, visible: ReadonlySet<string>, { uses, places }: Findings): void {
  const table = String(node.table_name)
  const schema = String(node.schema_name)
  const location = Number(node.query_location)
  if (schema === '') {
    if (visible.has(table.toLowerCase())) return
    throw places.refuse(
      location,
      `"${table}" is no CTE in scope and has no schema`,
      'write tables with their schema, as staging.x',
    )
  }
  if (node.catalog_name !== '') {
    throw places.refuse(
      location,
      `"${node.catalog_name}.${schema}.${table}" names a catalogue`,
      'write the schema and the table only',
    )
  }
  const name = `${schema}.${table}`
  uses.set(name, Math.min(location, uses.get(name) ?? location))
}

function useFunction(node: Node, { places }: Findings): void {
  const name = String(child(node.function)?.function_name)
  if (tableFunctions.has(name.toLowerCase())) return
  throw places.refuse(
    Number(node.query_location),
    `table function "${name}" reads from outside the models`,
    `read tables of raw, seeds or other models (allowed functions: ${[...tableFunctions].join(', ')})`,
  )
}
