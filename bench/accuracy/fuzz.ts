import { type Drawn, mutate } from './mutate.ts'
import type { Source } from './source.ts'
import {
  type Fuzzed,
  nothingTried,
  readBaselines,
  type TrialOptions,
  together,
  tryAll,
} from './trial.ts'

export interface FuzzOptions extends TrialOptions {
  /** How many files are damaged, where `only` doesn't say which. */
  mutations: number
  seed: number
  /** How often each file is damaged. */
  damages: 1 | 2
}

/** Damages reports at random, the same for the same seed, reads them, and compares with what is still true. */
export async function fuzz(options: FuzzOptions): Promise<Fuzzed> {
  const { sources, seed, damages, reader } = options
  const drawn =
    options.only === null ? draw(options.mutations, sources) : again(options.only, sources)
  const used = [...new Set(drawn.map(({ source }) => source))]
  const fuzzed = nothingTried(used.length)
  const baselines = await readBaselines(used, reader, fuzzed)
  for (let from = 0; from < drawn.length; from += together) {
    const batch = drawn.slice(from, from + together).map((one, i) => {
      const hasGrid = baselines.get(one.source)!.written !== null
      const steps = mutate(`m${from + i}`, one, { seed, hasGrid, damages })
      return { origin: one.source, steps }
    })
    await tryAll(fuzzed, batch, baselines, { reader, keep: options.keep })
    options.progress(Math.min(from + together, drawn.length), drawn.length)
  }
  return fuzzed
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
