import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { type DirectoryCase, type Judgement, judgeCases, loadCases } from '../directory-cases.ts'

const folder = fileURLToPath(new URL('damaged', import.meta.url))

let cases: DirectoryCase[]
let judgements: Judgement[]
beforeAll(async () => {
  cases = await loadCases(folder)
  judgements = await judgeCases(cases, folder)
}, 120_000)

describe('damaged reports that were once read wrongly', () => {
  test('each says what it is about', () => {
    expect(new Set(cases.map((one) => one.why)).size).toBe(cases.length)
  })

  test('give no wrong figure, ask what must be asked, and what they still say is read', () => {
    const faults = judgements.filter((j) => j.verdict !== 'right')
    expect(faults.map((j) => `${j.case}: ${j.verdict}, ${j.what}`)).toEqual([])
  })
})
