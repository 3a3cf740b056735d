import { expect, test } from 'vitest'
import { impossiblePrefixes, luhn, sirenOf, siretOf } from '../../pipeline/corpus/siren.ts'

test('every number under every prefix passes Luhn and none comes twice', () => {
  const seen = new Set<string>()
  for (const prefix of impossiblePrefixes) {
    for (let n = 0; n < 9_999; n += 1) {
      const siren = sirenOf(prefix, n)
      if (!luhn(siren) || siren.length !== 9 || !siren.startsWith(prefix)) {
        expect.fail(`${siren}: not a SIREN under ${prefix}`)
      }
      seen.add(siren)
    }
  }
  expect(seen.size).toBe(impossiblePrefixes.length * 9_999)
  expect(seen.has('000000000')).toBe(false)
  expect(() => sirenOf('2299', 9_999)).toThrow('9999')
})

test('Luhn refuses a changed digit', () => {
  expect(luhn('732829320')).toBe(true)
  expect(luhn('732829321')).toBe(false)
  expect(luhn('73282932A')).toBe(false)
})

test('a SIRET is its SIREN, a rank and a key', () => {
  const siret = siretOf(sirenOf('0000', 3), 1)
  expect(siret).toHaveLength(14)
  expect(siret.startsWith(sirenOf('0000', 3))).toBe(true)
  expect(luhn(siret)).toBe(true)
})
