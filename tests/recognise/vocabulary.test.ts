import { expect, test } from 'vitest'
import { parseLabel, says } from '../../pipeline/recognise/label.ts'
import { remembered } from '../../pipeline/recognise/remembered.ts'
import { Vocabulary } from '../../pipeline/recognise/vocabulary.ts'

test('what was answered before a word was taught is asked again', () => {
  const vocabulary = new Vocabulary()
  vocabulary.add('pass', 'objet')
  const ask = () => ({
    bought: says(parseLabel('Pass glanés', vocabulary), 'achat'),
    unknown: parseLabel('Pass glanés', vocabulary).unknown,
    slip: vocabulary.slipOf('glanr', null),
    near: vocabulary.nearest('glaner'),
    absence: vocabulary.absence('rien du tout'),
  })
  const before = { bought: false, unknown: ['glane'], slip: null, near: null, absence: null }
  expect(ask()).toEqual(before)
  expect(ask()).toEqual(before)
  vocabulary.add('glanés', 'achat')
  vocabulary.addAbsence('rien du tout', 'zero')
  const after = { bought: true, unknown: [], slip: 'glane', near: 'glane', absence: 'zero' }
  expect(ask()).toEqual(after)
})

test('a text is asked about once, by each vocabulary and each rule, until a word is taught', () => {
  const [one, other] = [new Vocabulary(), new Vocabulary()]
  one.add('pass', 'objet')
  other.add('pass', 'achat')
  let asked = 0
  const senses = remembered((text, vocabulary) => {
    asked++
    return vocabulary.terms(text).map(({ sense }) => sense)
  })
  const length = remembered((text) => (text === '' ? null : text.length))
  expect([senses('pass', one), senses('pass', one)]).toEqual([['objet'], ['objet']])
  expect(asked).toBe(1)
  expect(senses('pass', other)).toEqual(['achat'])
  expect([length('', one), length('pass', one)]).toEqual([null, 4])
  one.add('pass', 'scan')
  expect(senses('pass', one)).toEqual(['scan'])
  expect(senses('pass', other)).toEqual(['achat'])
  expect(asked).toBe(3)
  one.addAbsence('rien', 'absence')
  senses('pass', one)
  expect(asked).toBe(4)
})

test('a slip is looked for among the words that are asked for', () => {
  const vocabulary = new Vocabulary()
  vocabulary.add('glanés', 'achat')
  expect(vocabulary.slipOf('glanr', ['scan'])).toBeNull()
  expect(vocabulary.slipOf('glanr', ['achat'])).toBe('glane')
  expect(vocabulary.slipOf('glanr', null)).toBe('glane')
})
