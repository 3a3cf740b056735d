import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'
import { readRegister } from '../pipeline/attach/register.ts'
import { Registry } from '../pipeline/attach/registry.ts'
import {
  duplicateRows,
  type ReportRows,
  rejectedRows,
  reportRows,
} from '../pipeline/attach/report.ts'
import { recogniseWithLists } from '../pipeline/bons/bons.ts'
import { type ListTools, loadLexicon } from '../pipeline/bons/tools.ts'
import { bodyTypes, structureTypes } from '../pipeline/inputs.ts'
import { landedBytes } from '../pipeline/land/bytes.ts'
import { landFolder } from '../pipeline/land/folder.ts'
import { seedsFolder } from '../pipeline/project.ts'
import { readDocument } from '../pipeline/read/document.ts'
import { Rejection } from '../pipeline/read/rejection.ts'
import type { RawLaureat, RawTables } from '../pipeline/warehouse/raw.ts'
import { buildFixture } from './models/fixture.ts'

export const casesFolder = fileURLToPath(new URL('cases', import.meta.url))

const indicators = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques'] as const
type Indicator = (typeof indicators)[number]

const wanted = z.union([
  z.number(),
  z.null(),
  z.literal('ask'),
  z.strictObject({ value_or_ask: z.number() }),
])
const caseFile = z.strictObject({
  why: z.string().min(20),
  expect: z.record(z.string(), z.partialRecord(z.enum(indicators), wanted)).nullish(),
  files: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
})

/** One directory case as its `case.yaml` says it. */
export interface DirectoryCase {
  name: string
  why: string
  expect: Record<string, Partial<Record<Indicator, z.infer<typeof wanted>>>>
  files: Record<string, string | string[]>
}

/**
 * How one expectation went. `right`: as a careful person reads it. `asked`: a value stands in the report, and the reader asked instead.
 * `silent`: no value and no question where there should be one. `wrong`: another value. `invented`: a value where the report has none
 * or leaves it open.
 */
export type Verdict = 'right' | 'asked' | 'silent' | 'wrong' | 'invented'

export interface Judgement {
  case: string
  verdict: Verdict
  /** `2019-102 pass_achetes: expected 1250, read 1300`. */
  what: string
}

/** Loads the cases of a folder, in order of their names. */
export async function loadCases(folder = casesFolder): Promise<DirectoryCase[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return await Promise.all(
    names.sort().map(async (name) => {
      const text = await readFile(join(folder, name, 'case.yaml'), 'utf8')
      const { why, expect, files } = caseFile.parse(parse(text))
      return { name, why, expect: expect ?? {}, files: files ?? {} }
    }),
  )
}

/**
 * Runs all cases through the whole pipeline. Each case gets conventions of its own (`name|2019-102`), so that one warehouse
 * holds them all and SQL decides as it does in a run.
 */
export async function judgeCases(
  cases: DirectoryCase[],
  folder = casesFolder,
): Promise<Judgement[]> {
  const lexicon = await loadLexicon(seedsFolder, null)
  const register = await readRegister(join(casesFolder, 'laureats.csv'), await structureTypes())
  const registry = new Registry(register, await bodyTypes(), lexicon.vocabulary)
  const raw: RawTables = {
    laureats: [],
    fichiers: [],
    rattachements: [],
    observations: [],
    questions: [],
    publie: [],
    corrections: [],
    relances: [],
  }
  const scratch = await mkdtemp(join(tmpdir(), 'bilan-cases-'))
  try {
    const tools = { ...lexicon, scratch }
    for (const one of cases) await addCase(raw, folder, one, register, registry, tools)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
  const { connection } = await buildFixture({ raw })
  try {
    const rows = await connection.query<Record<string, string | number | null>>(
      'SELECT * FROM bilan.laureats',
    )
    const laureats = new Map(rows.map((row) => [row.convention as string, row]))
    const statuses = await connection.query<{ fichier: string; statut: string }>(
      'SELECT fichier, statut FROM bilan.fichiers',
    )
    const questions = await connection.query<Question>(
      'SELECT fichier, convention, indicateur FROM bilan.a_verifier',
    )
    const byFile = new Map(statuses.map((row) => [row.fichier, row.statut]))
    // A rejected file is listed with its reason: whoever reads the list knows that something is lost.
    const rejected = statuses.filter((row) => row.statut === 'rejete')
    questions.push(
      ...rejected.map(({ fichier }) => ({ fichier, convention: null, indicateur: null })),
    )
    return cases.flatMap((one) => [
      ...judgeValues(one, register, laureats, questions),
      ...judgeFiles(one, byFile),
    ])
  } finally {
    await connection.close()
  }
}

interface Question {
  fichier: string | null
  convention: string | null
  indicateur: string | null
}

function judgeValues(
  one: DirectoryCase,
  register: RawLaureat[],
  laureats: Map<string, Record<string, string | number | null>>,
  questions: Question[],
): Judgement[] {
  const own = questions.filter(
    (q) => q.fichier?.startsWith(`${one.name}/`) || q.convention?.startsWith(`${one.name}|`),
  )
  return register.flatMap(({ convention }) =>
    indicators.flatMap((indicator) => {
      const expectation = one.expect[convention]
      const want = expectation === undefined ? null : expectation[indicator]
      if (want === undefined) return []
      const key = `${one.name}|${convention}`
      const got = laureats.get(key)?.[indicator] ?? null
      const asked = own.some(
        (q) =>
          (q.convention === null || q.convention === key) &&
          (q.indicateur === null ||
            q.indicateur === indicator ||
            q.indicateur === 'pass_commandes'),
      )
      const verdict = judge(want, got as number | null, asked)
      const what = `${convention} ${indicator}: expected ${JSON.stringify(want)}, read ${got}${asked ? ', asked' : ''}`
      return [{ case: one.name, verdict, what }]
    }),
  )
}

function judge(want: z.infer<typeof wanted>, got: number | null, asked: boolean): Verdict {
  const missing = asked ? 'asked' : 'silent'
  if (want === null) return got === null ? 'right' : 'invented'
  if (want === 'ask') return got !== null ? 'invented' : asked ? 'right' : 'silent'
  if (typeof want === 'object') {
    if (got === null) return asked ? 'right' : 'silent'
    return got === want.value_or_ask ? 'right' : 'wrong'
  }
  if (got === null) return missing
  return got === want ? 'right' : 'wrong'
}

function judgeFiles(one: DirectoryCase, statuses: Map<string, string>): Judgement[] {
  return Object.entries(one.files).map(([file, want]) => {
    const got = statuses.get(`${one.name}/${file}`) ?? 'absent'
    const right = typeof want === 'string' ? got === want : want.includes(got)
    const what = `${file}: expected ${JSON.stringify(want)}, is ${got}`
    return { case: one.name, verdict: right ? 'right' : 'wrong', what }
  })
}

async function addCase(
  raw: RawTables,
  folder: string,
  one: DirectoryCase,
  register: RawLaureat[],
  registry: Registry,
  tools: ListTools,
): Promise<void> {
  const own = (convention: string) => `${one.name}|${convention}`
  const path = (fichier: string) => `${one.name}/${fichier}`
  raw.laureats.push(...register.map((row) => ({ ...row, convention: own(row.convention) })))
  const seen = new Map<string, string>()
  for (const file of await landFolder(join(folder, one.name, 'rapports'))) {
    const before = file.sha256 === '' ? undefined : seen.get(file.sha256)
    if (file.sha256 !== '') seen.set(file.sha256, file.fichier)
    const rows = before ? duplicateRows(file, before) : await readFileRows(file, registry, tools)
    raw.fichiers.push({ ...rows.fichier, fichier: path(file.fichier) })
    raw.rattachements.push(
      ...rows.rattachements.map((row) => ({
        ...row,
        fichier: path(row.fichier),
        convention: own(row.convention),
      })),
    )
    raw.observations.push(
      ...rows.observations.map((row) => ({
        ...row,
        observation: `${one.name}/${row.observation}`,
        fichier: path(row.fichier),
        convention: row.convention === null ? null : own(row.convention),
      })),
    )
    raw.questions.push(
      ...rows.questions.map((row) => ({
        ...row,
        fichier: path(row.fichier),
        convention: row.convention === null ? null : own(row.convention),
      })),
    )
  }
}

async function readFileRows(
  file: Awaited<ReturnType<typeof landFolder>>[number],
  registry: Registry,
  tools: ListTools,
): Promise<ReportRows> {
  if (file.rejection) return rejectedRows(file, file.rejection.motif, registry)
  try {
    const document = await readDocument(await landedBytes(file), file.format!)
    return reportRows(file, await recogniseWithLists(document, tools), registry)
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    return rejectedRows(file, error.message, registry)
  }
}
