import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'
import { BilanError } from '../error.ts'

const type = z.enum([
  'VARCHAR',
  'BIGINT',
  'INTEGER',
  'HUGEINT',
  'DOUBLE',
  'BOOLEAN',
  'DATE',
  'TIMESTAMP',
  'DECIMAL',
  'NULL',
])
const form = z.enum(['constant', 'nullif'])
const parts = z.record(z.string(), z.union([z.literal('any'), z.array(z.string())]))
const advice = z.strictObject({ what: z.string().min(1), instead: z.string().min(1) })
const portable = z.strictObject({
  nodes: z.record(z.string(), z.strictObject({ why: z.string().min(1), parts })),
  types: z.record(
    z.string(),
    z.strictObject({
      why: z.string().min(1),
      from: z.array(type),
      of: z.array(z.string()).default([]),
    }),
  ),
  functions: z.record(
    z.string(),
    z.strictObject({
      why: z.string().min(1),
      arguments: z.array(z.union([z.literal('any'), z.array(z.union([form, type]))])),
      distinct: z.boolean().default(false),
      filter: z.boolean().default(false),
      example: z.string().optional(),
    }),
  ),
  refused: z.record(z.string(), advice),
  spellings: z.array(advice.extend({ pattern: z.string() })),
})

/** The subset of SQL that every engine understands alike: closed lists, with reasons and with what to write instead. */
export type Portable = z.infer<typeof portable>

const file = fileURLToPath(new URL('../../sql/portable.yaml', import.meta.url))

/** What stands in `sql/portable.yaml`. */
export function portableText(): Promise<string> {
  return readFile(file, 'utf8')
}

/** Reads `sql/portable.yaml`. A malformed one is a `BilanError` naming the place. */
export async function readPortable(): Promise<Portable> {
  const result = portable.safeParse(parse(await portableText()))
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new BilanError(`${file}: ${issue.path.join('.')}: ${issue.message}`, 'mend the row')
}
