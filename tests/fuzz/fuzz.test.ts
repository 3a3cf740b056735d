import { beforeAll, describe, expect, test } from 'vitest'
import { fuzz } from '../../bench/accuracy/fuzz.ts'
import { caseGroups, corpusGroup } from '../../bench/accuracy/group.ts'
import { openReader } from '../../bench/accuracy/outcome.ts'
import { caseSources, corpusSources } from '../../bench/accuracy/source.ts'
import type { Fuzzed } from '../../bench/accuracy/trial.ts'
import { random } from '../../pipeline/corpus/random.ts'

/** Sources whose name falls on one of eight, so that a new case leaves the choice of the others as it is. */
const chosen = (source: { name: string }) => random('fuzz test', source.name).int(1, 8) === 1

/** A few of the damages of `make accuracy`, the same in each run (docs/accuracy.md). */
const mutations = 300

let fuzzed: Fuzzed
beforeAll(async () => {
  const reader = await openReader(2)
  try {
    const corpus = await corpusSources(await corpusGroup(2019, reader.scratch))
    const sources = [...(await caseSources(await caseGroups())), ...corpus].filter(chosen)
    const options = {
      sources,
      mutations,
      seed: 1,
      damages: 1,
      only: null,
      reader,
      keep: null,
    } as const
    fuzzed = await fuzz({ ...options, progress: () => undefined })
  } finally {
    await reader.close()
  }
}, 180_000)

describe('damaged reports', () => {
  test('nothing crashes, no limit is met, no check stops the publication', () => {
    expect(fuzzed.failures).toEqual([])
  })

  test('each file has exactly one status', () => {
    expect(fuzzed.files).toBe(mutations)
    expect(fuzzed.statusFaults).toEqual([])
  })

  test('no figure is accepted that the report does not say', () => {
    expect(fuzzed.findings).toEqual([])
  })

  test('the damages are felt, and figures are still read', () => {
    const counts = Object.values(fuzzed.byDamage)
    const sum = (key: 'right' | 'asked' | 'rejected') =>
      counts.reduce((total, one) => total + one[key], 0)
    expect(sum('right')).toBeGreaterThan(mutations / 2)
    expect(sum('asked')).toBeGreaterThan(mutations / 10)
    expect(sum('rejected')).toBeGreaterThan(mutations / 50)
  })
})
