import { expect, test } from 'vitest'
import { BilanError } from '../../pipeline/error.ts'
import { type Candidate, matching, nearest, plain, resolve } from '../../pipeline/explain/key.ts'

const figures: Candidate<string>[] = [
  ['quantitatif', '2019', 'TOTAL', 'pass_achetes'],
  ['quantitatif', '2020', 'TOTAL', 'pass_achetes'],
  ['quantitatif', '2020', 'Conseil régional', 'pass_achetes'],
  ['quantitatif', '2019+2020', 'GRAND TOTAL', 'pass_achetes'],
  ['conversion', '2019+2020', '%', 'plus_de_75.pass_scannes'],
  ['conversion', '2019+2020', 'TOTAL', 'plus_de_75.pass_scannes'],
].map((parts) => {
  const key = parts.join('/')
  return { key, parts: parts.map((part) => [part]), thing: key }
})
const keys = (found: Candidate<string>[]) => found.map((one) => one.key)

test.each([
  ['the whole key', 'quantitatif/2020/TOTAL/pass_achetes', 1],
  ['a key without its table', '2020/TOTAL/pass_achetes', 1],
  ['without accents, case and marks', '2020/conseil regional/Pass achetes', 1],
  ['a part that is no longer than a sign', 'conversion/%/plus_de_75.pass_scannes', 1],
  ['a part that is left open', 'conversion/…/plus_de_75.pass_scannes', 2],
  ['one part', 'pass_achetes', 4],
  ['one call is not both', '2019+2020/pass_achetes', 1],
  ['parts in another order', 'TOTAL/2020', 0],
  ['a part that is not there', '2020/TOTAL/pass_vendus', 0],
  ['nothing', '', 0],
  ['only separators', '//', 0],
])('%s', (_, key, found) => {
  expect(matching(key, figures)).toHaveLength(found)
})

test('a key as it is written goes before those that are like it', () => {
  const twins = ['a b', 'ab', 'A-b'].map((key) => ({ key, parts: [[key]], thing: key }))
  expect(keys(matching('ab', twins))).toEqual(['ab'])
  expect(keys(matching('AB', twins))).toEqual(['a b', 'ab', 'A-b'])
})

test('what needs a word is not named without it', () => {
  const candidates = [
    { key: '2019-001', parts: [['2019-001']], thing: 'all' },
    {
      key: '2019-001.pass_scannes',
      parts: [['2019-001'], ['pass_scannes']],
      needed: ['pass_scannes'],
      thing: 'one',
    },
  ]
  const things = (key: string) => matching(key, candidates, /[./]/).map((one) => one.thing)
  expect(things('2019-001')).toEqual(['all'])
  expect(things('2019-001.pass_scannes')).toEqual(['one'])
  expect(things('2019-001/pass scannés')).toEqual(['one'])
})

test('names with slashes are not taken apart', () => {
  const files = [{ key: 'a/b.xlsx', parts: [['a/b.xlsx', 'b.xlsx']], thing: '' }]
  expect(matching('b.xlsx', files, null)).toHaveLength(1)
  expect(matching('a', files, null)).toHaveLength(0)
})

function refusal(work: () => unknown): BilanError {
  try {
    work()
  } catch (error) {
    if (error instanceof BilanError) return error
  }
  throw new Error('not refused')
}

test('an unknown key is one line with the nearest ones', () => {
  const { line, exitCode } = refusal(() => resolve('chiffres', '2020/TOTL/pass_achete', figures))
  expect(line).toMatch(
    /^"2020\/TOTL\/pass_achete": no such key of chiffres — nearest: "quantitatif\/2020\/TOTAL\/pass_achetes", /,
  )
  expect(exitCode).toBe(2)
})

test('a key that fits too many is one line that says how many', () => {
  const many = Array.from({ length: 9 }, (_, i) => ({ key: `a/${i}`, parts: [['a']], thing: i }))
  expect(refusal(() => resolve('chiffres', 'a', many)).line).toBe(
    '"a" fits 9 keys of chiffres, as "a/0", "a/1", "a/2" — say more of the key',
  )
  expect(resolve('chiffres', 'a', many.slice(1))).toHaveLength(8)
  expect(refusal(() => resolve('chiffres', 'a', [])).line).toMatch(/is empty/)
})

test('the nearest key is the one that holds most of the parts', () => {
  expect(keys(nearest('2020/Conseil regionnal/pass_achetes', figures))[0]).toBe(
    'quantitatif/2020/Conseil régional/pass_achetes',
  )
})

test('what makes two names one', () => {
  expect(plain('Éric  L’ÎLE-2019+2020 %')).toBe('ericlile2019+2020%')
})
