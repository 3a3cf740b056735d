import { expect, test } from 'vitest'
import { parseLabel, says } from '../../pipeline/recognise/label.ts'
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

test('a slip is looked for among the words that are asked for', () => {
  const vocabulary = new Vocabulary()
  vocabulary.add('glanés', 'achat')
  expect(vocabulary.slipOf('glanr', ['scan'])).toBeNull()
  expect(vocabulary.slipOf('glanr', ['achat'])).toBe('glane')
  expect(vocabulary.slipOf('glanr', null)).toBe('glane')
})
