import { readFile } from 'node:fs/promises'
import Papa from 'papaparse'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseLabel } from '../../pipeline/recognise/label.ts'
import { notionOf } from '../../pipeline/recognise/notion.ts'
import { words } from '../../pipeline/recognise/text.ts'
import { loadVocabulary, type Vocabulary } from '../../pipeline/recognise/vocabulary.ts'

let vocabulary: Vocabulary
beforeAll(async () => {
  vocabulary = await loadVocabulary('sql/seeds', null)
})

const read = (...labels: string[]) => {
  const notion = notionOf(labels.map((label) => parseLabel(label, vocabulary)))
  if (notion.kind !== 'indicator') return notion.kind
  const doubt = notion.doubt ?? (notion.unknown.length > 0 ? notion.unknown.join(' ') : null)
  return doubt === null ? notion.indicator : `${notion.indicator} ?`
}

describe('what a label counts', () => {
  test.each([
    ['Pass achetés', 'pass_achetes'],
    ['PASS NUMERIQUES ACHETES', 'pass_achetes'],
    ['Nb de pass acquis', 'pass_achetes'],
    ['Achats de pass', 'pass_achetes'],
    ['Nombre de pass numériques achetés auprès de l’opérateur', 'pass_achetes'],
    ['Nombre total de pass achetés (en unités)', 'pass_achetes'],
    ['Total des achats de Pass au 31/12/2022', 'pass_achetes'],
    ['1.2 Pass achetés (1)', 'pass_achetes'],
    ['Carnets de 10 pass achetés', 'pass_achetes'],
    ['Montant des pass achetés (€)', 'pass_achetes'],
    ['Nombre de pass utilisés (scannés par les lieux de médiation)', 'pass_scannes'],
    ['Pass consommés', 'pass_scannes'],
    ['Pass scannés à ce jour', 'pass_scannes'],
    ['Bénéficiaires uniques', 'beneficiaires_uniques'],
    ['Nombre de personnes différentes accompagnées', 'beneficiaires_uniques'],
    ['Nombre de bénéficiaires', 'beneficiaires_uniques'],
    ['usagers distincts', 'beneficiaires_uniques'],
    ['Bénéficiaires uniques ayant utilisé au moins un pass', 'beneficiaires_uniques'],
    ['Pass commandés', 'pass_commandes'],
    ['Potentiel d’achat de pass', 'potentiel_achat'],
    ['Pass distribués', 'other'],
    ['Pass émis', 'other'],
    ['Taux de pass scannés / achetés', 'other'],
    ['Pass achetés / pass scannés', 'other'],
    ['Objectif de pass achetés', 'other'],
    ['Pass achetés non scannés', 'other'],
    ['Reste à scanner', 'other'],
    ['Nombre de pass par bénéficiaire', 'other'],
    ['Nombre d’accompagnements', 'other'],
    ['Nombre d’ateliers', 'other'],
    ['dont pass scannés en QPV', 'pass_scannes ?'],
    ['Pass dépensés/scannés', 'pass_scannes'],
    ['Pass achetés (objectif : 5000)', 'pass_achetes'],
    ['Pass achetés (facturés)', 'pass_achetes'],
    ['Nombre de lieux de médiation', 'other'],
    ['Frais de gestion sur les pass achetés', 'other'],
    ['Pass', 'object'],
    ['Collectivité', 'none'],
    ['Réalisé', 'none'],
    ['Nombre de personnes', 'beneficiaires_uniques ?'],
    ['Participants', 'beneficiaires_uniques ?'],
    ['Personnes ayant participé à un atelier', 'beneficiaires_uniques ?'],
    ['Pass achetés et distribués', 'pass_achetes ?'],
    ['Pass achetés lot Zébulon', 'pass_achetes ?'],
    ['Pass remboursés', 'pass_scannes ?'],
  ])('%s: %s', (label, expected) => {
    expect(read(label)).toBe(expected)
  })

  test('labels over one another are read together', () => {
    expect(read('Pass', 'achetés')).toBe('pass_achetes')
    expect(read('Objectif', 'Pass scannés')).toBe('other')
    expect(read('Pass scannés', 'Réalisé')).toBe('pass_scannes')
  })
})

describe('what a label says of time, call and size', () => {
  test.each([
    ['Mars 2021', { period: '2021-03' }],
    ['janv. 21', { period: '2021-01' }],
    ['T1 2022', { period: '2022-T1' }],
    ['2e trimestre 2022', { period: '2022-T2' }],
    ['2022', { period: '2022' }],
    ['Pass achetés en 2022', { period: '2022' }],
    ['Période 2020-2022', { period: null }],
    ['AAP 2019', { aap: '2019', period: null }],
    ['Appel à projets 2020', { aap: '2020', period: null }],
    ['Situation au 31/12/2022', { asOf: '2022-12-31', period: null }],
    ['Situation au 31 décembre 2022', { asOf: '2022-12-31', period: null }],
    ['Carnets de 10 pass', { carnet: 10 }],
    ['Carnets (5 pass)', { carnet: 5 }],
    ['Convention 2019-017', { period: null, aap: null }],
  ])('%s', (label, expected) => {
    expect(parseLabel(label, vocabulary)).toMatchObject(expected)
  })
})

test('no expression has two senses: accents and plurals that the words lose would hide one', async () => {
  const { data } = Papa.parse<{ expression: string; sens: string }>(
    await readFile('sql/seeds/vocabulaire.csv', 'utf8'),
    { header: true, skipEmptyLines: true },
  )
  // What warns in a text may mean something in a label too.
  const inLabels = data.filter(({ sens }) => !sens.startsWith('avis_'))
  const senses = Map.groupBy(inLabels, (row) => words(row.expression).join(' '))
  const clashes = [...senses].filter(([, rows]) => new Set(rows.map((row) => row.sens)).size > 1)
  expect(clashes.map(([key, rows]) => [key, ...rows.map((row) => row.sens)])).toEqual([])
})
