import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editDistance, lettersOf, mayBeNear } from '../../pipeline/recognise/text.ts'

const word = fc.string({ unit: fc.constantFrom(...'abcdez019'), maxLength: 12 })

test('words that are near are never told apart by their letters', () => {
  fc.assert(
    fc.property(word, word, fc.integer({ min: 1, max: 3 }), (one, other, limit) => {
      const near = editDistance(one, other, limit) <= limit
      expect(near && !mayBeNear(lettersOf(one), lettersOf(other), limit)).toBe(false)
    }),
    { numRuns: 5_000 },
  )
})

test('words of other letters are', () => {
  const near = (one: string, other: string) => mayBeNear(lettersOf(one), lettersOf(other), 2)
  expect([
    near('scannes', 'scanes'),
    near('scannes', 'achetes'),
    near('pass', 'numerique'),
  ]).toEqual([true, true, false])
})
