import type { Connection } from '../warehouse/connection.ts'
import type { Fault } from './lint.ts'
import { child, children, location, type Node, type Tree, treeQuery } from './tree.ts'

/** What names mean at a place of a query: the steps of the WITHs around, and the SELECT that it stands in. */
export interface Scope {
  /** `[name, entry of the cte_map]`, outermost first. */
  ctes: readonly Tree[]
  select: Node | null
}

/** The scope inside `node`, which stands in `around`. */
export function scopeOf(node: Node, around: Scope): Scope {
  const own = children(child(node.cte_map)?.map)
  const names = new Set(own.map((entry) => child(entry)?.key))
  const outer = around.ctes.filter((entry) => !names.has(child(entry)?.key))
  const ctes = own.length === 0 ? around.ctes : [...outer, ...own]
  return { ctes, select: node.type === 'SELECT_NODE' ? node : around.select }
}

interface Question {
  expression: Node
  scope: Scope
  accepted: readonly string[]
  fault: Fault
}

/** Expressions whose type decides whether they are portable; asked all together, one statement a SELECT. */
export class TypeQuestions {
  readonly #questions: Question[] = []

  /** `fault` is told unless the expression's type is one of `accepted` (names without their digits). */
  ask(expression: Node, scope: Scope, accepted: readonly string[], fault: Fault): void {
    this.#questions.push({ expression, scope, accepted, fault })
  }

  /** The faults of all expressions that have another type, and of those whose type can't be told. */
  async answer(connection: Connection): Promise<Fault[]> {
    const groups = new Map<string, Question[]>()
    const selects = [...new Set(this.#questions.map((one) => one.scope.select))]
    for (const question of this.#questions) {
      const key = `${selects.indexOf(question.scope.select)} ${aggregates(question.expression)}`
      groups.set(key, [...(groups.get(key) ?? []), question])
    }
    const faults: Fault[] = []
    for (const group of groups.values()) {
      const types = await typesOf(connection, group)
      group.forEach(({ accepted, fault }, i) => {
        if (types === null) faults.push({ ...fault, instead: untold })
        else if (!accepted.includes(types[i]!))
          faults.push({ ...fault, what: `${fault.what} (here ${types[i]})` })
      })
    }
    return faults
  }
}

const untold =
  'compute it in a step of its own, outside a subquery that reads from the query around'

/** The types of expressions of one SELECT, or null where they can't be bound on their own. */
async function typesOf(
  connection: Connection,
  group: readonly Question[],
): Promise<string[] | null> {
  const { expression, scope } = group[0]!
  const select = scope.select
  if (select === null) return null
  const plain = { group_expressions: [], group_sets: [], having: null, where_clause: null }
  const list = group.map((one, i) => ({ ...one.expression, alias: `c${i}` }))
  const asked = {
    ...select,
    ...(aggregates(expression) ? {} : plain),
    select_list: list,
  }
  const types = await describe(connection, asked, scope.ctes)
  return types?.map((type) => type.replace(/\(.*/, '').replaceAll('"', '')) ?? null
}

/** The types of a query's columns; null when it can't be bound. */
async function describe(
  connection: Connection,
  select: Node,
  ctes: readonly Tree[],
): Promise<string[] | null> {
  const query = treeQuery({ ...select, modifiers: [], cte_map: { map: used(select, ctes) } })
  const rows = await connection
    .query<{ column_type: string }>(`DESCRIBE ${query}`)
    .catch(() => null)
  return rows?.map((row) => row.column_type) ?? null
}

/** The steps that a query reads, and those that they read. */
function used(tree: Tree, ctes: readonly Tree[]): Tree[] {
  const wanted = new Set(tableNames(tree))
  return ctes
    .toReversed()
    .filter((entry) => {
      const { key, value } = child(entry) ?? {}
      if (!wanted.has(String(key).toLowerCase())) return false
      for (const name of tableNames(value)) wanted.add(name)
      return true
    })
    .toReversed()
}

function tableNames(tree: Tree | undefined): string[] {
  if (Array.isArray(tree)) return tree.flatMap(tableNames)
  const node = child(tree)
  if (node === undefined) return []
  if (node.type === 'BASE_TABLE') return [String(node.table_name).toLowerCase()]
  return Object.values(node).flatMap(tableNames)
}

const aggregate = new Set(['count_star', 'count', 'sum', 'min', 'max', 'bool_and', 'bool_or'])

/** Whether an expression has an aggregate of its own SELECT in it. */
function aggregates(tree: Tree | undefined): boolean {
  if (Array.isArray(tree)) return tree.some(aggregates)
  const node = child(tree)
  if (node === undefined || node.class === 'SUBQUERY') return false
  if (node.class === 'FUNCTION' && aggregate.has(String(node.function_name))) return true
  if (node.type === 'GROUPING_FUNCTION') return true
  return Object.values(node).some(aggregates)
}

/**
 * Names of columns that are only names given in the same SELECT (`SELECT a AS b, b + 1`): DuckDB alone knows them there. A
 * SELECT that still binds with all the names it gives changed uses none.
 */
export async function aliasUses(connection: Connection, tree: Node): Promise<Fault[]> {
  const faults: Fault[] = []
  for (const { select, scope } of selects(tree, { ctes: [], select: null })) {
    const given = new Map<string, number>()
    const list = children(select.select_list).map((item, i) => {
      const node = child(item) ?? {}
      if (typeof node.alias === 'string' && node.alias !== '') {
        given.set(node.alias.toLowerCase(), i)
        return { ...node, alias: `c${i}` }
      }
      return node
    })
    const suspects = references(select).filter(({ name }) => given.has(name))
    if (suspects.length === 0) continue
    if ((await describe(connection, select, scope.ctes)) === null) continue
    const renamed = { ...select, select_list: list }
    if ((await describe(connection, renamed, scope.ctes)) !== null) continue
    const { name, offset } = suspects[0]!
    faults.push({
      offset,
      what: `"${name}", a name given in the same SELECT,`,
      instead: 'give the name in one step and use it in the next',
    })
  }
  return faults
}

function selects(tree: Tree | undefined, scope: Scope): { select: Node; scope: Scope }[] {
  if (Array.isArray(tree)) return tree.flatMap((item) => selects(item, scope))
  const node = child(tree)
  if (node === undefined) return []
  const inner = scopeOf(node, scope)
  const below = Object.values(node).flatMap((part) => selects(part, inner))
  return node.type === 'SELECT_NODE' ? [{ select: node, scope: inner }, ...below] : below
}

/** Columns without a table in the list and conditions of a SELECT, its subqueries left out. */
function references(select: Node): { name: string; offset: number }[] {
  const parts = ['select_list', 'where_clause', 'group_expressions', 'having']
  const visit = (tree: Tree | undefined): { name: string; offset: number }[] => {
    if (Array.isArray(tree)) return tree.flatMap(visit)
    const node = child(tree)
    if (node === undefined || node.class === 'SUBQUERY') return []
    const names = children(node.column_names)
    if (node.class === 'COLUMN_REF' && names.length === 1) {
      return [{ name: String(names[0]).toLowerCase(), offset: location(node) ?? 0 }]
    }
    return Object.values(node).flatMap(visit)
  }
  return parts.flatMap((part) => visit(select[part]))
}
