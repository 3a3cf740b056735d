import type { BilanError } from '../error.ts'
import type { Connection } from '../warehouse/connection.ts'
import { bareText } from './comments.ts'
import type { Portable } from './portable.ts'
import { child, children, firstLocation, location, type Node, Places, type Tree } from './tree.ts'
import { aliasUses, type Scope, scopeOf, TypeQuestions } from './typing.ts'

/** Something of a query that not every engine understands alike. */
export interface Fault {
  /** Where it stands, in bytes. */
  offset: number
  what: string
  instead: string
}

/** What every piece may have: what it is, what it is called, where it stands. */
const free = new Set(['type', 'class', 'alias', 'query_location'])
const otherwise = 'write it with what sql/portable.yaml lists, or do it in staging'

/**
 * What of a parsed query is outside the portable subset, in order of the text; `sql` is its whole file. The tables that it
 * reads must stand in `connection` (empty ones do): types are the engine's own.
 */
export async function portabilityFaults(
  connection: Connection,
  tree: Node,
  sql: string,
  portable: Portable,
): Promise<Fault[]> {
  const faults = spellingFaults(sql, portable)
  const types = new TypeQuestions()
  const lint = new Lint(portable, faults, types)
  lint.visit(tree, { key: '', offset: 0, scope: { ctes: [], select: null } })
  // What can't be bound has been told, or is for the build to tell.
  if (faults.length === 0) {
    faults.push(...(await aliasUses(connection, tree)))
    // A name that isn't one has no type.
    if (faults.length === 0) faults.push(...(await types.answer(connection)))
  }
  return faults.sort((a, b) => a.offset - b.offset)
}

/** Faults as the one error of a file: the first one, and how many more; null when there are none. */
export function portabilityError(
  faults: readonly Fault[],
  sql: string,
  file: string,
): BilanError | null {
  const [first] = faults
  if (first === undefined) return null
  const more = faults.length === 1 ? '' : ` (and ${faults.length - 1} more)`
  return new Places(sql, file).refuse(
    first.offset,
    `${first.what} is not portable${more}`,
    first.instead,
  )
}

interface Position {
  /** The part of the piece around that this one stands in. */
  key: string
  /** The nearest place known. */
  offset: number
  /** What names mean here. */
  scope: Scope
}
/** Tells a fault by the first of its names that has an advice, at the part that it is about. */
type Refuse = (names: string[], part?: Tree) => void

class Lint {
  readonly #portable: Portable
  readonly #faults: Fault[]
  readonly #types: TypeQuestions

  constructor(portable: Portable, faults: Fault[], types: TypeQuestions) {
    this.#portable = portable
    this.#faults = faults
    this.#types = types
  }

  visit(tree: Tree | undefined, at: Position): void {
    for (const item of children(tree)) this.visit(item, at)
    const node = child(tree)
    if (node === undefined) return
    const name = typeof node.type === 'string' ? node.type : at.key
    const offset = location(node) ?? firstLocation(node) ?? at.offset
    const refuse: Refuse = (names, part) => {
      const place = firstLocation(part) ?? offset
      this.#faults.push({ offset: place, ...this.#advice(names) })
    }
    if (name === 'cast_type' || name === 'type') {
      const type = String(node.id)
      if (type !== 'NULL' && this.#portable.types[type] === undefined) refuse([`type ${type}`])
      return
    }
    this.#parts(node, name, { ...at, offset, scope: scopeOf(node, at.scope) }, refuse)
    if (typeof node.function_name === 'string') this.#function(node, { ...at, offset }, refuse)
    if (name === 'OPERATOR_CAST') this.#cast(node, { ...at, offset })
    const words = children(node.column_names)
    const word = String(words[0]).toLowerCase()
    if (words.length === 1 && this.#portable.refused[word] !== undefined) refuse([word])
  }

  #parts(node: Node, name: string, at: Position, refuse: Refuse): void {
    const rule = this.#portable.nodes[name]
    if (name !== '' && rule === undefined) {
      refuse([name])
      return
    }
    for (const [key, value] of Object.entries(node)) {
      if (free.has(key) && typeof value !== 'object') continue
      const allowed = name === '' ? 'any' : rule?.parts[key]
      if (allowed === undefined && !isEmpty(value)) refuse([`${name}.${key}`], value)
      else if (Array.isArray(allowed) && !isEmpty(value) && !allowed.includes(String(value)))
        refuse([`${name}.${key}`, `${key} ${String(value)}`])
      else this.visit(value, { ...at, key })
    }
  }

  #function(node: Node, at: Position, refuse: Refuse): void {
    const name = String(node.function_name)
    const rule = this.#portable.functions[name]
    if (rule === undefined) {
      refuse([name])
      return
    }
    const given = children(node.children)
    const sign = given.length === 1 && (name === '-' || name === '+')
    if (given.length !== rule.arguments.length && !sign) {
      refuse([`${name} of ${given.length} arguments`])
    }
    for (const [i, allowed] of sign ? [] : rule.arguments.entries()) {
      const argument = child(given[i])
      if (allowed === 'any' || argument === undefined) continue
      if (allowed.some((form) => hasForm(argument, form))) continue
      const what = `${name} of anything but ${allowed.join(', ')} as argument ${i + 1}`
      this.#types.ask(argument, at.scope, allowed, { offset: at.offset, ...this.#advice([what]) })
    }
    if (node.distinct === true && !rule.distinct) refuse([`${name} with DISTINCT`])
    const filter = node.filter ?? node.filter_expr ?? null
    if (filter !== null && !rule.filter) refuse([`${name} with FILTER`])
  }

  #cast(node: Node, at: Position): void {
    const type = String(child(node.cast_type)?.id)
    const value = child(node.child)
    const rule = this.#portable.types[type]
    if (value === undefined || rule === undefined) return
    if (value.type === 'VALUE_CONSTANT' || rule.of.includes(String(value.function_name))) return
    const what = `a cast to ${type} of anything but ${rule.from.join(', ')}`
    this.#types.ask(value, at.scope, rule.from, { offset: at.offset, ...this.#advice([what]) })
  }

  /** The advice for the first of these names that has one. */
  #advice(names: readonly string[]): Pick<Fault, 'what' | 'instead'> {
    const known = names.map((one) => this.#portable.refused[one]).find((one) => one !== undefined)
    return known ?? { what: names[0]!, instead: otherwise }
  }
}

function hasForm(node: Node, form: string): boolean {
  if (form === 'constant')
    return node.type === 'VALUE_CONSTANT' && child(node.value)?.is_null !== true
  return form === 'nullif' && node.function_name === 'nullif'
}

/** Nothing said: null, false, an empty text or list, and an object of nothing but those. */
function isEmpty(tree: Tree): boolean {
  if (tree === null || tree === false || tree === '') return true
  if (Array.isArray(tree)) return tree.length === 0
  if (typeof tree !== 'object') return false
  const parts = Object.entries(tree).filter(([name]) => name !== 'type')
  return parts.every(([, part]) => isEmpty(part))
}

function spellingFaults(sql: string, portable: Portable): Fault[] {
  const bare = bareText(sql)
  return portable.spellings.flatMap(({ pattern, what, instead }) => {
    const found = new RegExp(pattern, 'i').exec(bare)
    if (found === null) return []
    return [{ offset: Buffer.byteLength(bare.slice(0, found.index)), what, instead }]
  })
}
