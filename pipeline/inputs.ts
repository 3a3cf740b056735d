import { createHash } from 'node:crypto'
import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { parseRegister } from './attach/register.ts'
import { BilanError } from './error.ts'
import { seedsFolder } from './project.ts'
import { type Origin, originFile } from './publish/origin.ts'
import { senses, warningSenses } from './recognise/vocabulary.ts'
import { parseRow, parseTable, readInput } from './table.ts'
import type { RawCorrection, RawLaureat, RawPublie, RawRelance } from './warehouse/raw.ts'
import { keepYoungSmall } from './young.ts'

/** What stands beside the reports in `raw/`, read and checked. */
export interface Inputs {
  laureats: RawLaureat[]
  publie: RawPublie[]
  corrections: RawCorrection[]
  /** What has been asked of laureates, by `bilan relances`. */
  relances: RawRelance[]
  /** Path of the user's own labels, or null. */
  ownVocabulary: string | null
  origin: Origin
  /** Kinds of bodies, for names. */
  bodyTypes: { expression: string; type: string }[]
  /** Changes when any of these files changes, and only then. */
  fingerprint: string
  /** Of the register alone. */
  registerFingerprint: string
}

const published = z.object({
  tableau: z.string().trim().min(1),
  aap: z.string().trim().min(1),
  ligne: z.string().trim().min(1),
  colonne: z.string().trim().min(1),
  valeur: z
    .string()
    .trim()
    .regex(/^-?\d+(\.\d+)?$/, 'expected a number with a decimal point'),
  unite: z.string().trim().min(1),
})

const count = z
  .string()
  .trim()
  .regex(/^\d{0,12}$/, 'expected a whole number, or nothing')
  .transform((text) => (text === '' ? null : Number(text)))
const day = z
  .string()
  .trim()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day such as 2026-01-31')
const correction = z.object({
  convention: z.string().trim().min(1),
  indicateur: z.enum(['pass_achetes', 'pass_scannes', 'beneficiaires_uniques']),
  valeur: count,
  attendu: count,
  motif: z.string().trim().min(1, 'a correction says why'),
  auteur: z.string().trim().min(1, 'a correction says who decided'),
  date: day,
})

const reminder = z.object({
  convention: z.string().trim().min(1),
  indicateur: z.enum(['pass_achetes', 'pass_scannes', 'beneficiaires_uniques']),
  objet: z.enum(['manque', 'question', 'precision']),
  ecrite_le: day,
  envoyee_le: z.union([z.literal('').transform(() => null), day]),
  recus: z
    .string()
    .trim()
    .regex(/^[0-9a-f ]*$/, 'expected what « bilan relances » wrote')
    .transform((text) => text || null),
})
/** The columns of `raw/relances.csv`, in their order. */
export const reminderColumns = Object.keys(reminder.shape)

const ownLabel = z.strictObject({
  expression: z.string().trim().min(1, 'expected a label'),
  sens: z.enum([...senses, ...warningSenses]),
  note: z.string().optional(),
})

/**
 * Reads everything in `raw` but the reports. Each file is read once: what is hashed is what is used.
 * @throws BilanError with file, line, column and value of the first thing that is wrong
 */
export async function readInputs(raw: string): Promise<Inputs> {
  const hash = createHash('sha256')
  const read = async (name: string, remedy = 'mend its rights'): Promise<Buffer> => {
    const bytes = await readInput(join(raw, name), remedy)
    hash.update(`\0${name}\0${bytes.length}\0`).update(bytes)
    return bytes
  }
  const bytes = await read(
    'laureats.csv',
    'put the register there, or name another folder with --raw',
  )
  keepYoungSmall(bytes.length)
  const laureats = parseRegister(join(raw, 'laureats.csv'), bytes, await structureTypes())
  const registerFingerprint = createHash('sha256').update(bytes).digest('hex')
  const publie: RawPublie[] = []
  for (const file of await publishedFiles(raw)) {
    const path = join(raw, 'publie', file)
    for (const row of parseTable(path, await read(`publie/${file}`), Object.keys(published.shape)))
      publie.push({ ...parseRow(path, row, published), source: `${file}, ligne ${row.ligne}` })
  }
  const vocabulary = (await present(raw, 'vocabulaire.csv')) ? join(raw, 'vocabulaire.csv') : null
  if (vocabulary) {
    for (const row of parseTable(vocabulary, await read('vocabulaire.csv'), ['expression', 'sens']))
      parseRow(vocabulary, row, ownLabel)
  }
  const corrections = (await present(raw, 'corrections.csv'))
    ? parseCorrections(join(raw, 'corrections.csv'), await read('corrections.csv'))
    : []
  const relances: RawRelance[] = []
  if (await present(raw, 'relances.csv')) {
    const path = join(raw, 'relances.csv')
    for (const row of parseTable(path, await read('relances.csv'), reminderColumns))
      relances.push({ ...parseRow(path, row, reminder), ligne: row.ligne })
  }
  const origin = (await present(raw, 'corpus.json'))
    ? parseOrigin(join(raw, 'corpus.json'), await read('corpus.json'))
    : { synthetique: false, note: null }
  return {
    laureats,
    publie,
    corrections,
    relances,
    ownVocabulary: vocabulary,
    origin,
    bodyTypes: await bodyTypes(),
    fingerprint: hash.digest('hex'),
    registerFingerprint,
  }
}

/**
 * The decisions of a file of the form of `raw/corrections.csv`.
 * @throws BilanError with line, column and value of the first thing that is wrong
 */
export function parseCorrections(path: string, bytes: Uint8Array): RawCorrection[] {
  const columns = Object.keys(correction.shape)
  const rows = parseTable(path, bytes, columns)
  const header = Object.keys(rows[0]?.cells ?? {})
  if (rows.length > 0 && header.indexOf('valeur') !== columns.indexOf('valeur')) {
    // The warehouse gives a decision its address: the cell of `valeur`.
    throw new BilanError(
      `${path}: the header ${JSON.stringify(header.join(','))} has its columns in another order`,
      `write the columns ${columns.join(', ')}, in this order`,
    )
  }
  return rows.map((row) => ({ ...parseRow(path, row, correction), ligne: row.ligne }))
}

/** The types of structure that the register may name (`sql/seeds/types_structure.csv`). */
export async function structureTypes(): Promise<string[]> {
  const rows = await readSeed('types_structure.csv', z.object({ type_structure: z.string() }))
  return rows.map((row) => row.type_structure)
}

/** Words for kinds of bodies, with the kind that each means (`sql/seeds/types_organismes.csv`). */
export async function bodyTypes(): Promise<{ expression: string; type: string }[]> {
  const schema = z.object({ expression: z.string(), type: z.string() })
  return await readSeed('types_organismes.csv', schema)
}

async function publishedFiles(raw: string): Promise<string[]> {
  const folder = join(raw, 'publie')
  if (!(await present(raw, 'publie'))) return []
  try {
    const names = await readdir(folder)
    return names.filter((name) => /\.csv$/i.test(name)).sort()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new BilanError(
      `${folder}: no folder that can be read (${code ?? 'error'})`,
      'mend it or remove it',
      1,
      error,
    )
  }
}

/** Whether an optional input is there; one that is there and can't be read is for its reader to tell. */
async function present(raw: string, name: string): Promise<boolean> {
  return await access(join(raw, name)).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  )
}

function parseOrigin(path: string, bytes: Buffer): Inputs['origin'] {
  try {
    const { synthetique, note, metadonnees } = originFile.parse(JSON.parse(bytes.toString('utf8')))
    return { synthetique, note: note ?? null, ...(metadonnees ? { metadonnees } : {}) }
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined
    const where = issue ? ` (${[...issue.path, ''].join('.').slice(0, -1)}: ${issue.message})` : ''
    throw new BilanError(
      `${path}: not of the form {"synthetique": true, "note": "…"}${where}`,
      'mend it or remove it; docs/exports.md has all that it may say',
      1,
      error,
    )
  }
}

async function readSeed<S extends z.ZodRawShape>(
  name: string,
  schema: z.ZodObject<S>,
): Promise<z.infer<z.ZodObject<S>>[]> {
  const path = join(seedsFolder, name)
  const bytes = await readInput(path, 'get the project again')
  return parseTable(path, bytes, Object.keys(schema.shape)).map((row) =>
    parseRow(path, row, schema),
  )
}
