import { expect, test } from 'vitest'
import { Registry } from '../../pipeline/attach/registry.ts'
import { reportRows } from '../../pipeline/attach/report.ts'
import { bodyTypes } from '../../pipeline/inputs.ts'
import { seedsFolder } from '../../pipeline/project.ts'
import { recognise } from '../../pipeline/recognise/recognise.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'
import { documentOf } from '../recognise/small-report.ts'
import { laureat } from '../sql/rows.ts'

const vocabulary = await loadVocabulary(seedsFolder, null)
const registry = new Registry([laureat('2019-001')], await bodyTypes(), vocabulary)
const file = { fichier: '2019-001.xlsx', sha256: 'x', taille: 1, format: 'xlsx' }

const ordered = 'Pass commandés | 3600'

test.each([
  ['nothing besides', [ordered], true],
  ['as many delivered', [ordered, 'Pass livrés | 3600'], true],
  ['fewer delivered', [ordered, 'Pass livrés | 3200'], false],
  [
    'as many delivered, and some bought of which the figure is doubtful',
    [ordered, 'Pass livrés | 3600', 'Pass achetés | 3000 ?'],
    false,
  ],
])('with %s, orders stand for bought or are asked about', (_, lines, stand) => {
  const { observations, questions } = reportRows(
    file,
    recognise(documentOf(lines), vocabulary),
    registry,
  )
  // What was delivered counts itself, where it is as much as was ordered.
  const bought = observations.filter((one) => one.indicateur === 'pass_achetes' && one.retenue)
  expect(bought.map((one) => one.libelle)).toEqual(stand && lines.length > 1 ? ['Pass livrés'] : [])
  const orders = observations.filter((one) => one.indicateur === 'pass_commandes')
  expect(orders.map((one) => one.retenue)).toEqual([stand])
  expect(questions.some((one) => one.motif.startsWith('Des pass commandés'))).toBe(!stand)
})
