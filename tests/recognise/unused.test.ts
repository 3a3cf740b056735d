import { expect, test } from 'vitest'
import { withNoneUsed } from '../../pipeline/recognise/unused.ts'

const apart = '4 000 pass ont été achetés. Aucun pass n’a été utilisé'

test.each([
  'Les 4 000 pass achetés n’ont jamais pu être utilisés.',
  'les 4 000 pass achetés n’ont pas été scannés, l’opérateur ayant cessé son activité.',
  'Les 4 000 pass acquis en 2021 auprès d’Aptic n’ont malheureusement pas pu être utilisés en raison de sa liquidation.',
  'Aucun des 4 000 pass achetés n’a été utilisé.',
  'Nos 4 000 pass achetés sont finalement restés inutilisés.',
  'Nous avons acheté 4 000 pass qui n’ont jamais pu être utilisés.',
])('%s', (text) => {
  expect(withNoneUsed(text)).toBe(`${apart}.`)
})

test.each([
  'Les 4 000 pass achetés n’ont pas tous été utilisés.',
  'Les 4 000 pass achetés n’ont pas encore été utilisés.',
  'Les 4 000 pass achetés n’ont pas été utilisés en 2021.',
  'Les 4 000 pass achetés n’ont pas été utilisés, sauf 200.',
  'Les 4 000 pass achetés n’ont pas été utilisés, la plateforme ayant fermé, mais quelques-uns avant.',
  'Les 880 pass restants n’ont pas été utilisés.',
  'Les 4 000 pass achetés n’ont pas été utilisés comme prévu.',
])('%s stays: of some of them, or until now', (text) => {
  expect(withNoneUsed(text)).toBe(text)
})
