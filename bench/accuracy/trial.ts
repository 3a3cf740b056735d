import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { formatOf } from '../../pipeline/land/format.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import type { Group } from './group.ts'
import { type Excuse, keptFor, type Mutation } from './oracle.ts'
import { type Outcome, outcomes, type Reader } from './outcome.ts'
import { bookOf, type Source } from './source.ts'
import { excuseOf } from './twice.ts'
import { type Judged, judge, type Verdict } from './verdict.ts'

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
  /** What had the intact report doubted where a question was wanted, else the rules by which the figure was read. */
  rules: string[]
  excuse: Excuse | null
}

/** What damaging at random and damaging everywhere are told alike. */
export interface TrialOptions {
  sources: Source[]
  /** Only these damages, however many there would be; null for all. */
  only: readonly Pick<Finding, 'source' | 'turn'>[] | null
  reader: Reader
  /** Where the damaged files of findings are kept; null for nowhere. */
  keep: string | null
  progress(done: number, total: number): void
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
export const together = 400

interface Baseline {
  intact: Outcome
  /** Written again as a grid without damage; null when that alone changes what is read, or there is no grid. */
  written: Outcome | null
}

export type Baselines = Map<Source, Baseline>

/** The account of a trial before anything was read. */
export function nothingTried(sources: number): Fuzzed {
  const none = { unwritable: [], findings: [], excused: [], failures: [], limits: [] }
  return { files: 0, sources, byDamage: {}, statusFaults: [], ...none }
}

/** A damaged file, as its damages left it one after the other, and the source that it was. */
export interface Damaged {
  origin: Source
  steps: Mutation[]
}

/** Reads damaged files, and enters in the account what became of them. */
export async function tryAll(
  fuzzed: Fuzzed,
  batch: readonly Damaged[],
  baselines: Baselines,
  { reader, keep }: { reader: Reader; keep: string | null },
): Promise<void> {
  const files = batch.flatMap(({ steps }) =>
    steps.map(({ id, source, bytes }, n) => ({ id: `${id}-${n}`, source, bytes })),
  )
  const results = await readAll(files, reader)
  for (const { origin, steps } of batch) {
    const outcomes = results.splice(0, steps.length)
    await settle(fuzzed, steps, outcomes, baselines.get(origin)!, keep)
  }
}

/** Reads sources as they are, and as the library writes them. */
export async function readBaselines(
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
  steps: Mutation[],
  outcomes: Outcome[],
  baseline: Baseline,
  keep: string | null,
): Promise<void> {
  const [last, outcome] = [steps.at(-1)!, outcomes.at(-1)!]
  const { id, source } = last
  const damage = steps.map((step) => step.damage).join(' + ')
  const effect = steps.map((step) => step.effect).join(' + ')
  const label = `${id} ${damage} in ${source.name}`
  // Two damages are told by what each does to the meaning: there are too many pairs.
  const row = steps.length > 1 ? effect : damage
  fuzzed.files += 1
  fuzzed.byDamage[row] ??= {
    effect,
    files: 0,
    rejected: 0,
    right: 0,
    asked: 0,
    silent: 0,
    excused: 0,
    accepted: 0,
  }
  const counts = fuzzed.byDamage[row]
  counts.files += 1
  if (outcome.statuses[0]?.statut === 'rejete') counts.rejected += 1
  if (outcome.statuses.length !== 1) {
    fuzzed.statusFaults.push(`${label}: ${outcome.statuses.length} statuses`)
  }
  fuzzed.failures.push(...outcome.failures.map((failure) => `${label}: ${failure}`))
  fuzzed.limits.push(...outcome.limits.map((limit) => `${label}: ${limit}`))
  const inBytes = steps[0]!.effect === 'bytes'
  const intact = inBytes ? baseline.intact : (baseline.written ?? baseline.intact)
  for (const one of judge(outcome)) {
    if (one.verdict === 'right' || one.verdict === 'asked' || one.verdict === 'silent') {
      counts[one.verdict] += 1
    }
    if (one.verdict !== 'wrong' && one.verdict !== 'invented') continue
    // What is read wrongly without any damage is counted elsewhere.
    if (one.read === intact.value(one.convention, one.indicator)) continue
    const excused = await excuseOf(steps, outcomes, one, intact)
    const finding: Finding = {
      id,
      source: source.name,
      turn: last.turn,
      format: source.format,
      damage,
      effect,
      what: steps.map((step) => step.hit.what).join('; '),
      convention: one.convention,
      indicator: one.indicator,
      verdict: one.verdict,
      wanted: one.wanted,
      read: one.read,
      from: keptFor(outcome, one).map(
        (o) =>
          `${o.feuille}!${o.cellule} ${JSON.stringify(o.texte_brut)} (${o.libelle}; ${o.portee})`,
      ),
      rules: rulesOf(outcome, one, intact),
      excuse: excused,
    }
    counts[excused === null ? 'accepted' : 'excused'] += 1
    ;(excused === null ? fuzzed.findings : fuzzed.excused).push(finding)
    if (excused === null && keep !== null) {
      await mkdir(keep, { recursive: true })
      await writeFile(join(keep, `${id}-${source.fichier.split('/').at(-1)}`), last.bytes)
    }
  }
}

/**
 * What a wrong figure says of the rules: where the intact report gave none, its doubts, without what they quote (nobody heard them any more);
 * else the rules that took the figure.
 */
function rulesOf(outcome: Outcome, one: Judged, intact: Outcome): string[] {
  const doubted = intact.read.filter(
    (o) => o.convention === one.convention && o.indicateur === one.indicator && o.motif !== null,
  )
  const given = intact.value(one.convention, one.indicator) !== null
  const rules =
    given || doubted.length === 0
      ? keptFor(outcome, one).map(({ regle }) => regle)
      : doubted.map(({ motif }) => motif!.replaceAll(/«[^»]*»/g, '« … »'))
  return [...new Set(rules)].sort()
}
