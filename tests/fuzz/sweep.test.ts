import { beforeAll, describe, expect, test } from 'vitest'
import { caseGroups } from '../../bench/accuracy/group.ts'
import { openReader } from '../../bench/accuracy/outcome.ts'
import { caseSources, type Source } from '../../bench/accuracy/source.ts'
import { classesOf, everyDamage, sweep } from '../../bench/accuracy/sweep.ts'
import type { Finding, Fuzzed } from '../../bench/accuracy/trial.ts'
import { Ways } from '../../bench/accuracy/ways.ts'
import type { Random } from '../../pipeline/corpus/random.ts'

/** Small reports of several kinds, in which every damage is done at every place. */
const small = [
  'trap-milliers-dans-le-coin',
  'ligne-contre-colonne',
  'phrase-s-eleve-a',
  'gen-o32-non-scanned',
]

let sources: Source[]
beforeAll(async () => {
  const all = await caseSources(await caseGroups())
  sources = all.filter(({ name }) => small.includes(name))
})

/** All that a draw gives when each way is gone. */
function all<T>(draw: (rng: Random) => T): T[] {
  const ways = new Ways('test')
  const found: T[] = []
  do found.push(draw(ways))
  while (ways.next())
  return found
}

describe('ways', () => {
  test('go through all places, and all that may follow each', () => {
    const drawn = all((rng) => {
      const row = rng.pick([1, 2, 3])
      return row === 2 ? `${row}` : `${row} ${rng.int(0, 1)}`
    })
    expect(drawn).toEqual(['1 0', '1 1', '2', '3 0', '3 1'])
  })

  test('draw what is written there, the same in each sweep', () => {
    const word = (rng: Random) => rng.pick(['NC', 'ND', '?', 'x'])
    const number = (rng: Random) => rng.int(3, 9000)
    expect(all(word)).toHaveLength(1)
    expect(all(number)).toEqual(all(number))
  })

  test('pair each thing with its neighbours', () => {
    const pairs = all((rng) => rng.shuffle([1, 2, 3]).slice(0, 2).join())
    expect(pairs).toEqual(['1,2', '1,3', '2,3'])
    expect(all((rng) => rng.shuffle(Array.from({ length: 30 }, (_, i) => i))[1])).toHaveLength(29)
  })

  test('spread over more places than can be tried', () => {
    const places = all((rng) => rng.pick(Array.from({ length: 600 }, (_, i) => i)))
    expect(places).toHaveLength(60)
    expect(Math.max(...places)).toBeGreaterThan(580)
  })
})

describe('a sweep', () => {
  let swept: Fuzzed
  beforeAll(async () => {
    const reader = await openReader(2)
    const part = { number: 1, of: 1 }
    const options = { sources, part, only: null, reader, keep: null, progress: () => undefined }
    try {
      swept = await sweep(options)
    } finally {
      await reader.close()
    }
  }, 300_000)

  test('of small reports finds no wrong figure', () => {
    expect(swept.sources).toBe(small.length)
    expect(swept.findings).toEqual([])
    expect([...swept.failures, ...swept.statusFaults]).toEqual([])
  })

  test('does each kind of damage, and each file once', () => {
    expect(Object.keys(swept.byDamage).length).toBeGreaterThan(15)
    const [first] = sources
    const files = [...everyDamage(first!, 'x')]
    const turns = new Set(files.map(({ steps }) => steps[0]!.turn))
    expect(turns.size).toBe(files.length)
    const words = files.filter(({ steps }) => steps[0]!.damage === 'label misspelt')
    expect(words.length).toBeGreaterThan(10)
  })
})

test('classes are of the same damage and rules, those of most sources first', () => {
  const found = (source: string, damage: string, rules: string[]) =>
    ({ id: `${source}${damage}`, source, damage, rules, turn: 1, what: '' }) as Finding
  const classes = classesOf([
    found('a', 'row removed', ['tableau']),
    found('a', 'label misspelt', ['tableau']),
    found('b', 'label misspelt', ['tableau']),
    found('b', 'label misspelt', ['phrase']),
  ])
  expect(classes.map(({ damage, rules, sources: of }) => [damage, rules, of.length])).toEqual([
    ['label misspelt', 'tableau', 2],
    ['row removed', 'tableau', 1],
    ['label misspelt', 'phrase', 1],
  ])
})
