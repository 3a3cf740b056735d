import { random } from '../../pipeline/corpus/random.ts'
import { textOf } from './book.ts'
import { type Damage, isLabel, type Spot, spots } from './damage.ts'
import { layoutDamages } from './layout-damages.ts'
import { bookOf, type Source } from './source.ts'
import { changed, misspellAll, slip, textDamages } from './text-damages.ts'
import {
  type Damaged,
  type Finding,
  type Fuzzed,
  nothingTried,
  readBaselines,
  type TrialOptions,
  together,
  tryAll,
} from './trial.ts'
import { Ways } from './ways.ts'

/** Slips tried in each word, and in all labels at once. */
const slipsOfWord = 2
const slipsOfAll = 3

/** A slip in each word of each label: it is the word that counts, not the letter. */
const misspellWord: Damage = {
  name: 'label misspelt',
  effect: 'misspelt',
  apply: (book, rng) => {
    const found = spots(book).filter(isLabel).flatMap(wordsOf)
    if (found.length === 0) return null
    const { spot, at, word } = rng.pick(found)
    const text = textOf(spot.cell)
    const wrong = slip(word, random(text, at, rng.int(1, slipsOfWord)))
    return changed(spot, `${text.slice(0, at)}${wrong}${text.slice(at + word.length)}`)
  },
}

const misspellLabels: Damage = {
  name: 'every label misspelt',
  effect: 'misspelt',
  apply: (book, rng) => misspellAll(book, random('every label', rng.int(1, slipsOfAll))),
}

function wordsOf(spot: Spot): { spot: Spot; at: number; word: string }[] {
  const words = textOf(spot.cell).matchAll(/\p{L}{3,}/gu)
  return [...words].map(({ 0: word, index: at }) => ({ spot, at, word }))
}

const ownWays = new Map([misspellWord, misspellLabels].map((damage) => [damage.name, damage]))

/** All damages of a grid, each with the draws that a sweep goes through. */
export const sweptDamages = [...layoutDamages, ...textDamages].map(
  (damage) => ownWays.get(damage.name) ?? damage,
)

/** Each damage of a source at each place, one file each; a file that another way has made already is left out. `id` begins their names. */
export function* everyDamage(source: Source, id: string): Generator<Damaged> {
  const book = bookOf(source)
  if (book === null) return
  const intact = structuredClone(book.pages)
  const seen = new Set([JSON.stringify(intact)])
  let turn = 0
  for (const { name, effect, apply } of sweptDamages) {
    const ways = new Ways('sweep', source.name, name)
    do {
      turn += 1
      for (const [i, page] of book.pages.entries()) Object.assign(page, structuredClone(intact[i]!))
      const hit = apply(book, ways)
      const now = JSON.stringify(book.pages)
      if (hit === null || seen.has(now)) continue
      seen.add(now)
      const bytes = Buffer.from(book.write())
      const step = { id: `${id}-${turn}`, source, turn, damage: name, effect, hit, bytes }
      yield { origin: source, steps: [step] }
    } while (ways.next())
  }
}

/** One part of several: the sources whose turn it is, so that a long sweep can be done in pieces. */
export interface Part {
  number: number
  of: number
}

export interface SweepOptions extends TrialOptions {
  part: Part
}

/** Does every damage at every place to sources that can be written as grids, reads the files, and compares with what is still true. */
export async function sweep(options: SweepOptions): Promise<Fuzzed> {
  const { part, only, reader, keep } = options
  const wanted = only === null ? null : new Set(only.map((one) => `${one.source}\n${one.turn}`))
  const named = new Set(only?.map((one) => one.source))
  const sources = options.sources
    .filter((source, i) =>
      wanted === null ? i % part.of === part.number - 1 : named.has(source.name),
    )
    .filter((source) => bookOf(source) !== null)
  const swept = nothingTried(sources.length)
  const baselines = await readBaselines(sources, reader, swept)
  let batch: Damaged[] = []
  const flush = async () => {
    await tryAll(swept, batch, baselines, { reader, keep })
    batch = []
  }
  for (const [i, source] of sources.entries()) {
    if (baselines.get(source)!.written === null) continue
    for (const damaged of everyDamage(source, `s${i}`)) {
      if (wanted !== null && !wanted.has(`${source.name}\n${damaged.steps[0]!.turn}`)) continue
      batch.push(damaged)
      if (batch.length === together) await flush()
    }
    options.progress(i + 1, sources.length)
  }
  await flush()
  return swept
}

/** A source of each shape and format that corpora have, the first one of each. */
export function ofEachShape(sources: readonly Source[]): Source[] {
  const shapes = new Map<string, Source>()
  for (const source of sources) {
    const shape = `${source.wants[0]?.forme ?? 'sans donnée'} ${source.format}`
    if (!shapes.has(shape)) shapes.set(shape, source)
  }
  return [...shapes.values()]
}

/** Findings that belong together: the same damage, and the same rules that failed. */
export interface Class {
  damage: string
  rules: string
  files: number
  sources: string[]
  example: string
}

/** The classes of some findings, the largest first. */
export function classesOf(findings: readonly Finding[]): Class[] {
  const groups = Map.groupBy(findings, (one) => `${one.damage}\n${one.rules.join(' / ')}`)
  return [...groups.values()]
    .map((some): Class => {
      const [first] = some as [Finding]
      return {
        damage: first.damage,
        rules: first.rules.join(' / '),
        files: new Set(some.map(({ id }) => id)).size,
        sources: [...new Set(some.map(({ source }) => source))].sort(),
        example: `${first.source} turn ${first.turn}, ${first.what}: ${first.convention} ${first.indicator} read ${first.read}`,
      }
    })
    .sort((a, b) => b.sources.length - a.sources.length || b.files - a.files)
}
