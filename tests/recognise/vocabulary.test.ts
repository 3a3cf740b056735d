import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { BilanError } from '../../pipeline/error.ts'
import { seedsFolder } from '../../pipeline/project.ts'
import { parseLabel, says } from '../../pipeline/recognise/label.ts'
import { remembered } from '../../pipeline/recognise/remembered.ts'
import { loadVocabulary, Vocabulary } from '../../pipeline/recognise/vocabulary.ts'

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

test('a row with a meaning that no word has is told by its line, and the meanings once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bilan-vocabulaire-'))
  try {
    const own = join(folder, 'vocabulaire.csv')
    await writeFile(own, 'expression,sens,note\njetons,objett,\n')
    const failure = await loadVocabulary(seedsFolder, own).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(BilanError)
    const { message } = failure as BilanError
    expect(message).toMatch(/line 2, column sens: "objett" — not a meaning that words have/)
    expect(message.match(/pass_achetes/g)?.length ?? 0).toBeLessThan(2)
  } finally {
    await rm(folder, { recursive: true })
  }
})
