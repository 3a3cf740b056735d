import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import Papa from 'papaparse'
import { z } from 'zod'
import { readRegister } from '../../pipeline/attach/register.ts'
import { Registry } from '../../pipeline/attach/registry.ts'
import { generateCorpus } from '../../pipeline/corpus/generate.ts'
import { BilanError } from '../../pipeline/error.ts'
import { bodyTypes, structureTypes } from '../../pipeline/inputs.ts'
import { seedsFolder } from '../../pipeline/project.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'
import type { RawLaureat } from '../../pipeline/warehouse/raw.ts'
import { casesFolder, loadCases } from '../../tests/directory-cases.ts'

export const indicators = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques'] as const
export type Indicator = (typeof indicators)[number]

/**
 * What a careful person finds: a number; null, no figure and nobody to ask; `ask`, no figure and a question; `value_or_ask`, that
 * figure or a question.
 */
export type Wanted = number | null | 'ask' | { value_or_ask: number }

export interface Want {
  convention: string
  indicator: Indicator
  wanted: Wanted
  /** Files that say it; null when any file of the group may. */
  sources: string[] | null
  /** Shape of the document: of the corpus, or the family of the case. */
  forme: string
  format: string
}

/** Whom reports may be about. */
export interface World {
  register: RawLaureat[]
  registry: Registry
}

/** A folder of reports that belong together, with what they say. A convention without wants must have no value. */
export interface Group {
  name: string
  /** The folder laid out like `raw/rapports/`. */
  folder: string
  world: World
  /** Only these rows of the register go to SQL (and those that anything is attached to); null for all. */
  only: Set<string> | null
  wants: Want[]
  /** Statuses that each file may have; a file that isn't named may have any. */
  statuses: Record<string, string[]>
}

async function worldOf(file: string): Promise<World> {
  const register = await readRegister(file, await structureTypes())
  const vocabulary = await loadVocabulary(seedsFolder, null)
  return { register, registry: new Registry(register, await bodyTypes(), vocabulary) }
}

const source = z.object({ fichier: z.string(), forme: z.string(), format: z.string() })
const trueValue = z.object({
  valeur: z.number().nullable(),
  statut: z.string(),
  sources: z.array(source),
})
const truth = z.object({
  conventions: z.record(z.string(), z.record(z.enum(indicators), trueValue)),
  fichiers: z.record(z.string(), z.object({ statuts_admis: z.array(z.string()) })),
})

/** Makes the demonstration corpus of a seed in a folder of its own under `scratch`. */
export async function corpusGroup(seed: number, scratch: string): Promise<Group> {
  const out = await mkdtemp(join(scratch, `corpus-${seed}-`))
  const path = join(out, 'truth.json')
  await generateCorpus({ seed, out, truth: path })
  const { conventions, fichiers } = truth.parse(JSON.parse(await readFile(path, 'utf8')))
  const wants = Object.entries(conventions).flatMap(([convention, values]) =>
    indicators.map((indicator): Want => {
      const { valeur, sources } = values[indicator]
      return {
        convention,
        indicator,
        wanted: valeur,
        sources: sources.map((one) => one.fichier),
        forme: sources[0]?.forme ?? 'sans rapport',
        format: sources[0]?.format ?? '—',
      }
    }),
  )
  return {
    name: `graine-${seed}`,
    folder: join(out, 'rapports'),
    world: await worldOf(join(out, 'laureats.csv')),
    only: null,
    wants,
    statuses: Object.fromEntries(
      Object.entries(fichiers).map(([file, { statuts_admis }]) => [file, statuts_admis]),
    ),
  }
}

/** All directory cases. */
export async function caseGroups(): Promise<Group[]> {
  const world = await worldOf(join(casesFolder, 'laureats.csv'))
  const cases = await loadCases()
  return await Promise.all(
    cases.map(async (one) => {
      const folder = join(casesFolder, one.name, 'rapports')
      const format = extname((await filesOf(folder))[0] ?? '')
        .slice(1)
        .toLowerCase()
      const wants = world.register.flatMap(({ convention }) =>
        indicators.flatMap((indicator): Want[] => {
          const expected = one.expect[convention]
          const wanted = expected === undefined ? null : expected[indicator]
          if (wanted === undefined) return []
          const forme = `cas ${one.name.split('-')[0]}`
          return [{ convention, indicator, wanted, sources: null, forme, format }]
        }),
      )
      const statuses = Object.entries(one.files).map(([f, s]) => [f, [s].flat()] as const)
      return {
        name: one.name,
        folder,
        world,
        only: null,
        wants,
        statuses: Object.fromEntries(statuses),
      }
    }),
  )
}

const ownRow = z.strictObject({
  convention: z.string(),
  indicateur: z.enum(indicators),
  attendu: z.string().regex(/^(?:\d+|missing|ask|\d+\|ask)$/),
  note: z.string().optional(),
})

/**
 * Reports of one's own with what a careful person reads in them.
 * @param raw a folder laid out like `raw/`
 * @param truth a csv `convention,indicateur,attendu,note`; `attendu` is a number, `missing`, `ask`, or `1250|ask`
 */
export async function ownGroup(raw: string, truth: string): Promise<Group> {
  const text = (await readFile(truth, 'utf8')).replace(/^\uFEFF/, '')
  const { data } = Papa.parse<unknown>(text, { header: true, skipEmptyLines: 'greedy' })
  const wants = data.map((row, index): Want => {
    const parsed = ownRow.safeParse(row)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!
      throw new BilanError(
        `${truth}, line ${index + 2}, ${issue.path.join('.')}: ${issue.message}`,
        'write convention, indicateur, and attendu as 1250, missing, ask or 1250|ask',
      )
    }
    const { convention, indicateur: indicator, attendu } = parsed.data
    const format = '—'
    return { convention, indicator, wanted: wantedOf(attendu), sources: null, forme: raw, format }
  })
  const world = await worldOf(join(raw, 'laureats.csv'))
  const folder = join(raw, 'rapports')
  // A name holds no stroke: results are told apart by what stands before the first one.
  return { name: 'own', folder, world, only: null, wants, statuses: {} }
}

function wantedOf(attendu: string): Wanted {
  if (attendu === 'missing') return null
  if (attendu === 'ask') return 'ask'
  const [number, ask] = attendu.split('|')
  return ask === undefined ? Number(number) : { value_or_ask: Number(number) }
}

/** Paths of the files under a folder, sorted. */
export async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}
