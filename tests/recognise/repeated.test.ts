import { expect, test } from 'vitest'
import { seedsFolder } from '../../pipeline/project.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { recognise } from '../../pipeline/recognise/recognise.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'

const vocabulary = await loadVocabulary(seedsFolder, null)

/** Whether the persons of a table are doubted beside a note. */
async function doubted(heading: string, note: string): Promise<boolean> {
  const table = `Trimestre;Pass scannés;${heading}\nT1 2021;48;21\nT2 2021;97;38\nTotal;145;59\n\n${note}\n`
  const document = await readDocument(Buffer.from(table), 'csv')
  const { readings } = recognise(document, vocabulary)
  const persons = readings.filter(({ indicator }) => indicator === 'beneficiaires_uniques')
  expect(persons).toHaveLength(3)
  return persons.some(({ doubts }) => doubts.some((doubt) => doubt.startsWith('une note dit')))
}

test.each([
  ['une même personne peut revenir plusieurs trimestres de suite', true],
  ['Les mêmes usagers ont pu venir deux fois', true],
  ['doublons possibles entre les lieux', true],
  ['certains sont comptés plusieurs fois', true],
  ['sans double compte possible', false],
  ['une personne n’est pas comptée plusieurs fois', false],
  ['chiffres de la plateforme', false],
])('« %s »', async (note, expected) => {
  expect(await doubted('Bénéficiaires', note)).toBe(expected)
})

test('a label that says that each is counted once goes before the note', async () => {
  expect(await doubted('Bénéficiaires uniques', 'une même personne peut revenir')).toBe(false)
})
