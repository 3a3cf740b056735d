import { expect, test } from 'vitest'
import { seedsFolder } from '../../pipeline/project.ts'
import type { Document } from '../../pipeline/read/cell.ts'
import { textCell } from '../../pipeline/read/csv.ts'
import { recognise } from '../../pipeline/recognise/recognise.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'

const vocabulary = await loadVocabulary(seedsFolder, null)

/** What is read of one line of a text in which numbers are struck through. */
function bought(text: string, ...replaced: string[]): number | string | null {
  const cell = { ...textCell(0, 0, text), replaced }
  const sheet = { name: 'Texte', hidden: false, cells: [cell], merges: [] }
  const document: Document = {
    format: 'docx',
    sheets: [sheet],
    properties: { title: null, modified: null },
  }
  const { readings } = recognise(document, vocabulary)
  const [reading] = readings.filter(({ indicator }) => indicator === 'pass_achetes')
  return reading!.doubts.length > 0 ? 'ask' : reading!.number
}

test('what was given back is taken off where the number before it is struck through', () => {
  const returned = 'Nombre de pass achetés : 900 (100 pass retournés et remboursés en 2021)'
  expect(bought(returned, '1 000')).toBe(900)
  expect(bought(returned)).toBe('ask')
  // The difference is another one.
  expect(bought(returned, '1 200')).toBe('ask')
})
