import { expect, test } from 'vitest'
import { seedsFolder } from '../../pipeline/project.ts'
import { recognise } from '../../pipeline/recognise/recognise.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'
import { documentOf } from './small-report.ts'

const vocabulary = await loadVocabulary(seedsFolder, null)

const figures = ['Achetés | 1800', 'Scannés | 740']

test.each([
  ['Pass numérique 2019 | situation au | 31/12/2022', '2022-12-31'],
  ['Pass numérique 2019 | chiffres arrêtés au | 31/12/2022', '2022-12-31'],
  [' | Définitif 31/12/2023', '2023-12-31'],
  // A day that nothing leads to is none of the figures, nor is that of an aim.
  ['Pass numérique 2019 | convention | 31/12/2022', null],
  ['Pass numérique 2019 | objectif au | 31/12/2022', null],
])('« %s » counts up to %s', (heading, day) => {
  const { cues } = recognise(documentOf([heading, ...figures]), vocabulary)
  expect(cues.asOf).toBe(day)
})

test.each([
  ['La ville a acheté 900 pass en 2021 dans le cadre de la convention.', 'titre'],
  ['La ville a acheté 900 pass en 2021.', 'label'],
  [
    'La ville a acheté 900 pass en 2021 dans le cadre de la convention. Une seconde commande a suivi.',
    'label',
  ],
])('the year of a purchase says when it was made, or which one it was: « %s »', (text, from) => {
  const { readings } = recognise(documentOf([text]), vocabulary)
  expect(readings.map(({ number, period, periodFrom }) => [number, period, periodFrom])).toEqual([
    [900, '2021', from],
  ])
})
