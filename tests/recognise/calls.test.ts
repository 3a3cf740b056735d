import { expect, test } from 'vitest'
import { seedsFolder } from '../../pipeline/project.ts'
import type { Document, Sheet } from '../../pipeline/read/cell.ts'
import { textCell } from '../../pipeline/read/csv.ts'
import { recognise } from '../../pipeline/recognise/recognise.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'

const vocabulary = await loadVocabulary(seedsFolder, null)

function sheetOf(name: string, lines: string[][], after?: number): Sheet {
  const cells = lines.flatMap((line, row) =>
    line.flatMap((text, col) => (text === '' ? [] : [textCell(row, col, text)])),
  )
  const sheet = { name, hidden: false, cells, merges: [] }
  return after === undefined ? sheet : { ...sheet, after }
}

/** The figures of a document with their calls: `450 2019, 800 2020`. */
function callsOf(format: Document['format'], sheets: Sheet[]): string {
  const properties = { title: null, modified: null }
  const { readings } = recognise({ format, sheets, properties }, vocabulary)
  const figures = readings.filter(({ kind }) => kind === 'figure')
  return figures.map(({ number, aap }) => `${number} ${aap ?? '–'}`).join(', ')
}

const table = (bought: string) => [
  ['Indicateur', 'Réalisé'],
  ['Pass achetés', bought],
]

test('a table between the paragraphs of a text is of the section that it stands in', () => {
  const text = sheetOf('Texte', [
    ['Bilan de nos deux conventions'],
    ['1. Convention AAP 2019'],
    ['Voir le tableau.'],
    ['2. Convention AAP 2020'],
    ['3. Perspectives'],
  ])
  const sheets = [
    text,
    sheetOf('Tableau 1', table('450'), 3),
    sheetOf('Tableau 2', table('800'), 4),
    sheetOf('Tableau 3', table('999'), 5),
  ]
  expect(callsOf('docx', sheets)).toBe('450 2019, 800 2020, 999 –')
})

test('a table of a text that names one call is of no section', () => {
  const text = sheetOf('Texte', [['Convention AAP 2019'], ['Voir le tableau.']])
  expect(callsOf('docx', [text, sheetOf('Tableau 1', table('450'), 2)])).toBe('450 –')
})

test('a section goes on over the pages of a pdf', () => {
  const sheets = [
    sheetOf('Page 1', [['I. Convention AAP 2019'], ['Nous avons acheté 450 pass.']]),
    sheetOf('Page 2', [['320 pass ont été scannés.']]),
    sheetOf('Page 3', [['II. Convention AAP 2020'], ['Nous avons acheté 800 pass.']]),
    sheetOf('Page 4', table('810')),
    sheetOf('Page 5', [['III. Suites'], ['Les ateliers ont accueilli 620 bénéficiaires uniques.']]),
  ]
  expect(callsOf('pdf', sheets)).toBe('450 2019, 320 2019, 800 2020, 810 2020, 620 –')
})

test('sheets of a workbook are no pages', () => {
  const sheets = [
    sheetOf('AAP 2019', [['Convention AAP 2019'], ...table('450')]),
    sheetOf('AAP 2020', [['Convention AAP 2020'], ...table('800')]),
    sheetOf('Autre', table('999')),
  ]
  expect(callsOf('xlsx', sheets)).not.toContain('999 2020')
})

test('an overview of both calls is of neither', () => {
  const text = sheetOf('Texte', [
    ['Chapitre 1 – Appel à projets 2019'],
    ['Nous avons acheté 450 pass.'],
    ['Chapitre 2 – Appel à projets 2020'],
    ['Nous avons acheté 800 pass.'],
    ["Vue d'ensemble des deux appels"],
    ['Au total : 1 250 pass achetés.'],
  ])
  expect(callsOf('docx', [text])).toBe('450 2019, 800 2020, 1250 –')
})
