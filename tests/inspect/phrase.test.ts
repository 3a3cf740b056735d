import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fr, inert, inertJson, plain } from '../../pipeline/inspect/phrase.ts'

const activeCharacter = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

test.each([
  ['\u001b[2J\u001b]0;title\u0007', '␛[2J␛]0;title␇'],
  ['two\r\nlines\tand a tab', 'two lines and a tab'],
  ['\u009b31mred', '<U+009B>31mred'],
  ['abc\u202edcba', 'abc<U+202E>dcba'],
  ['scan\u00adnés', 'scan<U+00AD>nés'],
  ['a\u007fb\u0000c', 'a␡b␀c'],
  ['half \ud800 a pair', 'half \ufffd a pair'],
  ['\u{e0041}tag', '<U+E0041>tag'],
])('%j is shown, not obeyed', (text, shown) => {
  expect(inert(text)).toBe(shown)
})

test('whatever text: no control, no format mark, one line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(inert(text)).not.toMatch(activeCharacter)
      expect(inert(text).isWellFormed()).toBe(true)
      expect(fr`Texte « ${text} » :`).not.toMatch(activeCharacter)
    }),
  )
})

test('JSON means the same and holds no control', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })),
      (value) => {
        const json = inertJson(value)
        expect(json.replaceAll('\n', '')).not.toMatch(activeCharacter)
        expect(JSON.parse(json)).toEqual(value)
      },
    ),
  )
})

test('sentences have the spaces of French, what is put in keeps its own', () => {
  expect(fr`Feuille « ${'a : b'} » : ${1250.5}`).toBe(
    'Feuille «\u00a0a : b\u00a0»\u00a0: 1\u202f250,5',
  )
})

test.each([
  ['=HYPERLINK("http://x")', 'HYPERLINK("http://x")'],
  [' \t+1+1', '1+1'],
  ['Pass;=1+1', 'Pass; 1+1'],
  ["'@SUM(1)", 'SUM(1)'],
  ['Pass\nscannés', 'Pass scannés'],
  ['scan\u00adnés\u001b[31m', 'scan nés [31m'],
  ['＝1', '1'],
  ['Pass achetés - total', 'Pass achetés - total'],
])('%j is written as %j', (text, written) => {
  expect(plain(text)).toBe(written)
})
