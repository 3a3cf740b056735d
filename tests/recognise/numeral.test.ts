import { expect, test } from 'vitest'
import { spelledNumber, withDigits } from '../../pipeline/recognise/numeral.ts'

test.each([
  ['deux mille quatre cents', 2400],
  ['mille trois cent douze', 1312],
  ['trois cent quatre', 304],
  ['quatre-vingt-dix-sept', 97],
  ['quatre-vingts', 80],
  ['soixante et onze', 71],
  ['soixante-dix-huit', 78],
  ['vingt et un mille', 21000],
  ['cent', 100],
  ['un million deux cent mille', 1200000],
  ['nonante-neuf', 99],
  ['dix-sept', 17],
  // Said one after the other, not counted together.
  ['trois vingt', null],
  ['mille mille', null],
  ['deux trois', null],
  ['pass', null],
])('%s → %s', (text, number) => {
  expect(spelledNumber(text)).toBe(number)
})

test('spelled numbers of a sentence become digits, articles stay', () => {
  expect(
    withDigits('Un achat de deux mille quatre cents pass, dont trois cent quatre remis.'),
  ).toBe('Un achat de 2400 pass, dont 304 remis.')
  expect(withDigits('Un pass sur deux, sur deux mille')).toBe('Un pass sur deux, sur 2000')
  expect(withDigits('Un  pass  sur  deux')).toBe('Un  pass  sur  deux')
  expect(withDigits('Deux pass, à la CC des Deux-Baies et des Trois Vallons')).toBe(
    '2 pass, à la CC des Deux-Baies et des Trois Vallons',
  )
  expect(withDigits('Une commune, centaine et dixième')).toBe('Une commune, centaine et dixième')
})

test('two numbers that may be one with a slip in its « et » stay words', () => {
  for (const text of ['Cent soixante te onze pass', 'Vingt e un pass', 'deux cent trente rt un'])
    expect(withDigits(text)).toBe(text)
  expect(withDigits('vingt ou trente pass')).toBe('20 ou 30 pass')
})
