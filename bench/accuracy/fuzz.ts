import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { random } from '../../pipeline/corpus/random.ts'
import { formatOf } from '../../pipeline/land/format.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { byteDamages } from './byte-damages.ts'
import type { Damage } from './damage.ts'
import type { Group } from './group.ts'
import { layoutDamages } from './layout-damages.ts'
import { type Excuse, excuse, keptFor, type Mutation } from './oracle.ts'
import { type Outcome, outcomes, type Reader } from './outcome.ts'
import { bookOf, type Source } from './source.ts'
import { textDamages } from './text-damages.ts'
import { type Judged, judge, type Verdict } from './verdict.ts'

const gridDamages: Damage[] = [...layoutDamages, ...textDamages]

/** A figure that was accepted and is not the true one, with all that is needed to see it again. */
export interface Finding {
  id: string
  source: string
  /** Which of the damages of this source it is: with the seed and the source's name, it makes the same file again. */
  turn: number
  format: string
  damage: string
  effect: string
  what: string
  convention: string
  indicator: string
  verdict: Verdict
  wanted: Judged['wanted']
  read: number | null
  /** Where the figure was read: `Bilan!B4 "1 250" (Pass achetés)`. */
  from: string[]
  excuse: Excuse | null
}

/** What became of the files with one kind of damage. */
export interface DamageTally {
  effect: string
  files: number
  /** Files that were rejected. */
  rejected: number
  /** Values where a true figure stood before the damage. */
  right: number
  asked: number
  silent: number
  excused: number
  /** Wrong or invented figures without an excuse. */
  accepted: number
}

export interface Fuzzed {
  files: number
  sources: number
  /** Sources that the library which writes grids changes by itself: damaged by bytes only. */
  unwritable: string[]
  byDamage: Record<string, DamageTally>
  findings: Finding[]
  excused: Finding[]
  /** Crashes, blocking checks. */
  failures: string[]
  /** Files given up for their time or memory. */
  limits: string[]
  /** Files without exactly one status. */
  statusFaults: string[]
}

/** Files that go through one warehouse. */
const together = 400

interface Baseline {
  intact: Outcome
  /** Written again as a grid without damage; null when that alone changes what is read, or there is no grid. */
  written: Outcome | null
}

type Baselines = Map<Source, Baseline>

export interface FuzzOptions {
  sources: Source[]
  mutations: number
  seed: number
  /** Only these damages, whatever `mutations` says; null for all. */
  only: readonly Pick<Finding, 'source' | 'turn'>[] | null
  reader: Reader
  /** Where the damaged files of findings are kept; null for nowhere. */
  keep: string | null
  progress(done: number, total: number): void
}

/** Damages reports at random, the same for the same seed, reads them, and compares with what is still true. */
export async function fuzz(options: FuzzOptions): Promise<Fuzzed> {
  const { sources, seed, reader } = options
  const drawn =
    options.only === null ? draw(options.mutations, sources) : again(options.only, sources)
  const used = [...new Set(drawn.map(({ source }) => source))]
  const fuzzed: Fuzzed = {
    files: 0,
    sources: used.length,
    unwritable: [],
    byDamage: {},
    findings: [],
    excused: [],
    failures: [],
    limits: [],
    statusFaults: [],
  }
  const baselines = await readBaselines(used, reader, fuzzed)
  for (let from = 0; from < drawn.length; from += together) {
    const batch = drawn
      .slice(from, from + together)
      .map((one, i) => mutate(`m${from + i}`, one, seed, baselines))
    const results = await readAll(
      batch.map(({ id, source, bytes }) => ({ id, source, bytes })),
      reader,
    )
    for (const [i, mutation] of batch.entries()) {
      await settle(fuzzed, mutation, results[i]!, baselines.get(mutation.source)!, options.keep)
    }
    options.progress(Math.min(from + together, drawn.length), drawn.length)
  }
  return fuzzed
}

/** A source and which of its damages. */
interface Drawn {
  source: Source
  turn: number
}

/** Cases are few and hard, files of the corpus many and plain: each half of the damages. */
function draw(mutations: number, sources: Source[]): Drawn[] {
  const halves = [true, false].map((isCase) => sources.filter((one) => one.isCase === isCase))
  return Array.from({ length: mutations }, (_, i): Drawn => {
    const half = halves[i % 2]!
    const from = half.length > 0 ? half : sources
    const turn = half.length > 0 ? Math.floor(i / 2) : i
    return { source: from[turn % from.length]!, turn: Math.floor(turn / from.length) }
  })
}

function again(only: NonNullable<FuzzOptions['only']>, sources: Source[]): Drawn[] {
  const byName = new Map(sources.map((source) => [source.name, source]))
  const keys = new Map(only.map((one) => [`${one.source}\n${one.turn}`, one]))
  return [...keys.values()].flatMap(({ source, turn }) => {
    const found = byName.get(source)
    return found === undefined ? [] : [{ source: found, turn }]
  })
}

async function readBaselines(
  sources: Source[],
  reader: Reader,
  fuzzed: Fuzzed,
): Promise<Baselines> {
  const baselines: Baselines = new Map()
  for (let from = 0; from < sources.length; from += together) {
    const some = sources.slice(from, from + together)
    const intact = await readAll(
      some.map((source, i) => ({ id: `i${i}`, source, bytes: source.bytes })),
      reader,
    )
    const written = await readAll(
      some.map((source, i) => {
        const bytes = Buffer.from(bookOf(source)?.write() ?? [])
        return { id: `w${i}`, source, bytes }
      }),
      reader,
    )
    for (const [i, source] of some.entries()) {
      const same = judge(intact[i]!).every(
        (one) => written[i]!.value(one.convention, one.indicator) === one.read,
      )
      const grid = bookOf(source) !== null
      const sameStatus = written[i]!.statuses[0]?.statut === intact[i]!.statuses[0]?.statut
      // What can't be opened as a grid may well be read as nothing both times.
      const hidden = grid ? await sameHidden(source) : true
      const usable = grid && same && sameStatus && hidden
      if (grid && !usable) fuzzed.unwritable.push(source.name)
      baselines.set(source, { intact: intact[i]!, written: usable ? written[i]! : null })
    }
  }
  return baselines
}

/** Whether what the library writes hides the same sheets: one that comes to light is a second damage. */
async function sameHidden(source: Source): Promise<boolean> {
  const sheets = async (bytes: Buffer) => {
    const document = await readDocument(bytes, formatOf(bytes)).catch(() => null)
    return (
      document?.sheets
        .filter(({ hidden }) => hidden)
        .map(({ name }) => name)
        .join() ?? ''
    )
  }
  return (await sheets(source.bytes)) === (await sheets(Buffer.from(bookOf(source)!.write())))
}

/** One damage. Draws hang on the name of the source and its turn, so that a new case leaves the damages of the others as they are. */
function mutate(id: string, { source, turn }: Drawn, seed: number, baselines: Baselines): Mutation {
  const rng = random(seed, source.name, turn)
  const base = { id, source, turn }
  // One in six is damaged by bytes; what has no grid always.
  if (baselines.get(source)!.written !== null && rng.chance(5 / 6)) {
    for (let tries = 0; tries < 12; tries++) {
      const { name, effect, apply } = rng.pick(gridDamages)
      const book = bookOf(source)!
      const hit = apply(book, rng)
      if (hit === null) continue
      return { ...base, damage: name, effect, hit, bytes: Buffer.from(book.write()) }
    }
  }
  const { name, apply } = rng.pick(byteDamages)
  const hit = { what: name, gone: [] }
  return { ...base, damage: name, effect: 'bytes', hit, bytes: apply(source.bytes, rng) }
}

async function readAll(
  files: { id: string; source: Source; bytes: Buffer }[],
  reader: Reader,
): Promise<Outcome[]> {
  const folders: string[] = []
  const groups = await Promise.all(
    files.map(async ({ id, source, bytes }): Promise<Group> => {
      const folder = join(reader.scratch, id)
      const path = join(folder, source.fichier)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, bytes)
      folders.push(folder)
      const wants = source.wants.map((want) => ({ ...want, sources: null }))
      const { world, about } = source
      return { name: id, folder, world, only: about, wants, statuses: {} }
    }),
  )
  const results = await outcomes(groups, reader)
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
  return results
}

async function settle(
  fuzzed: Fuzzed,
  mutation: Mutation,
  outcome: Outcome,
  baseline: Baseline,
  keep: string | null,
): Promise<void> {
  const { id, source, damage, effect, hit } = mutation
  const label = `${id} ${damage} in ${source.name}`
  fuzzed.files += 1
  fuzzed.byDamage[damage] ??= {
    effect,
    files: 0,
    rejected: 0,
    right: 0,
    asked: 0,
    silent: 0,
    excused: 0,
    accepted: 0,
  }
  const counts = fuzzed.byDamage[damage]
  counts.files += 1
  if (outcome.statuses[0]?.statut === 'rejete') counts.rejected += 1
  if (outcome.statuses.length !== 1) {
    fuzzed.statusFaults.push(`${label}: ${outcome.statuses.length} statuses`)
  }
  fuzzed.failures.push(...outcome.failures.map((failure) => `${label}: ${failure}`))
  fuzzed.limits.push(...outcome.limits.map((limit) => `${label}: ${limit}`))
  const intact = effect === 'bytes' ? baseline.intact : (baseline.written ?? baseline.intact)
  for (const one of judge(outcome)) {
    if (one.verdict === 'right' || one.verdict === 'asked' || one.verdict === 'silent') {
      counts[one.verdict] += 1
    }
    if (one.verdict !== 'wrong' && one.verdict !== 'invented') continue
    // What is read wrongly without any damage is counted elsewhere.
    if (one.read === intact.value(one.convention, one.indicator)) continue
    const excused = await excuse(mutation, one, outcome, intact)
    const finding: Finding = {
      id,
      source: source.name,
      turn: mutation.turn,
      format: source.format,
      damage,
      effect,
      what: hit.what,
      convention: one.convention,
      indicator: one.indicator,
      verdict: one.verdict,
      wanted: one.wanted,
      read: one.read,
      from: keptFor(outcome, one).map(
        (o) =>
          `${o.feuille}!${o.cellule} ${JSON.stringify(o.texte_brut)} (${o.libelle}; ${o.portee})`,
      ),
      excuse: excused,
    }
    counts[excused === null ? 'accepted' : 'excused'] += 1
    ;(excused === null ? fuzzed.findings : fuzzed.excused).push(finding)
    if (excused === null && keep !== null) {
      await mkdir(keep, { recursive: true })
      await writeFile(join(keep, `${id}-${source.fichier.split('/').at(-1)}`), mutation.bytes)
    }
  }
}
