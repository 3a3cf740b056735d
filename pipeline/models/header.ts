import { parseDocument } from 'yaml'
import { z } from 'zod'
import { BilanError } from '../error.ts'

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a name is lower case letters, digits and _')
const tableName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/, 'a table is written schema.name')

/** The types that a column may have: those that mean the same on every engine the models run on. */
const columnType = z
  .string()
  .toLowerCase()
  .regex(
    /^(varchar|bigint|integer|double|boolean|date|timestamp|decimal\(\d+, ?\d+\))$/,
    'a type is varchar, bigint, integer, double, boolean, date, timestamp or decimal(p,s)',
  )

const column = z.strictObject({
  type: columnType,
  description: z.string().trim().min(1),
  unit: z.string().min(1).optional(),
  nullable: z.boolean().default(false),
  values: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .min(1)
    .optional(),
})

const reference = z.strictObject({
  columns: z.array(name).min(1),
  to: tableName,
  key: z.array(name).min(1),
})

const modelHeader = z
  .strictObject({
    grain: z.string().trim().min(1),
    purpose: z.string().trim().min(1),
    key: z.array(name).min(1),
    columns: z.record(name, column),
    references: z.array(reference).default([]),
    materialized: z.enum(['table', 'view']).default('table'),
  })
  .superRefine(({ key, columns, references }, context) => {
    const used = [...key, ...references.flatMap((one) => one.columns)]
    for (const unknown of used.filter((one) => !Object.hasOwn(columns, one))) {
      context.addIssue({ code: 'custom', message: `"${unknown}" is no column of it` })
    }
    for (const one of references.filter((one) => one.columns.length !== one.key.length)) {
      context.addIssue({
        code: 'custom',
        path: ['references'],
        message: `${one.to}: columns and key differ in number`,
      })
    }
  })

const checkHeader = z.strictObject({
  /** What people see of it: a few French words. */
  title: z.string().trim().min(1),
  severity: z.enum(['bloquant', 'avertissement']),
  purpose: z.string().trim().min(1),
  remedy: z.string().trim().min(1),
})

/** One column of a model's contract. */
export type ModelColumn = z.infer<typeof column>
/** A model's contract: what a row is, what it is for, its columns in order, its key, where rows must exist. */
export type ModelHeader = z.infer<typeof modelHeader>
/** What a check is for, how grave it is, and what to do about the rows it returns. */
export type CheckHeader = z.infer<typeof checkHeader>

/** Reads the header of a model's file; `file` is quoted in errors. No header, or a malformed one, is a `BilanError`. */
export function readModelHeader(text: string, file: string): ModelHeader {
  return readHeader(text, file, modelHeader)
}

/** The same for a check's file. */
export function readCheckHeader(text: string, file: string): CheckHeader {
  return readHeader(text, file, checkHeader)
}

function readHeader<T>(text: string, file: string, schema: z.ZodType<T>): T {
  const block = /^\s*\/\*([\s\S]*?)\*\//.exec(text)
  if (block === null) throw malformed(`${file}:1: no header`)
  const before = text.slice(0, block[0].indexOf('/*')).split('\n').length
  const document = parseDocument(block[1]!, { prettyErrors: true })
  const fault = document.errors[0]
  if (fault !== undefined) {
    const line = before + (fault.linePos?.[0].line ?? 1) - 1
    throw malformed(`${file}:${line}: ${fault.message.split('\n')[0]}`)
  }
  const result = schema.safeParse(document.toJS())
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const at = before + lineOf(document, block[1]!, issue.path)
  const where = issue.path.length === 0 ? '' : ` ${issue.path.join('.')}:`
  throw malformed(`${file}:${at}:${where} ${issue.message}`)
}

/** Zero-based line, in the header, of the nearest thing on `path` that is written there. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  text: string,
  path: readonly PropertyKey[],
): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return text.slice(0, Number(node.range[0])).split('\n').length - 1
    }
  }
  return 0
}

function malformed(fact: string): BilanError {
  return new BilanError(fact, 'write the header as docs/architecture.md shows')
}
