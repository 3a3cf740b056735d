import { beforeAll, describe, expect, test } from 'vitest'
import { type DirectoryCase, type Judgement, judgeCases, loadCases } from './directory-cases.ts'

/** Of the values that stand in the cases, how many are read: raise it when the reader gets better, never lower it. */
const shareRead = 0.94

let cases: DirectoryCase[]
let judgements: Judgement[]
beforeAll(async () => {
  cases = await loadCases()
  judgements = await judgeCases(cases)
}, 120_000)

const those = (verdict: Judgement['verdict']) =>
  judgements.filter((j) => j.verdict === verdict).map((j) => `${j.case}: ${j.what}`)

describe('directory cases', () => {
  test('there are at least 80, and each says why it exists', () => {
    expect(cases.length).toBeGreaterThanOrEqual(80)
    expect(new Set(cases.map((one) => one.why)).size).toBe(cases.length)
  })

  test('no figure is read wrongly', () => {
    expect(those('wrong')).toEqual([])
  })

  test('no figure is invented, and what must be asked is never guessed', () => {
    expect(those('invented')).toEqual([])
  })

  test('what has to be asked is asked', () => {
    expect(those('silent')).toEqual([])
  })

  test('what stands in a report is read', () => {
    const read = judgements.filter(
      (j) => j.verdict === 'right' && /expected \d/.test(j.what),
    ).length
    const asked = judgements.filter((j) => j.verdict === 'asked').length
    expect(read / (read + asked)).toBeGreaterThanOrEqual(shareRead)
  })
})
