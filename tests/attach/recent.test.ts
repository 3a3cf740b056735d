import { expect, test } from 'vitest'
import { Registry } from '../../pipeline/attach/registry.ts'
import { fileRow } from '../../pipeline/attach/rows.ts'
import { bodyTypes } from '../../pipeline/inputs.ts'
import { versionOf } from '../../pipeline/recognise/cues.ts'
import { recognise } from '../../pipeline/recognise/recognise.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'
import { documentOf } from '../recognise/small-report.ts'
import { laureat } from '../sql/rows.ts'

const vocabulary = await loadVocabulary('sql/seeds', null)

const row = (fichier: string, title: string) =>
  fileRow(
    { fichier, sha256: 'a', taille: 1, format: 'xlsx' },
    'lu',
    null,
    recognise(documentOf([title, 'Pass achetés', '500']), vocabulary),
  )

test.each([
  ['Hub de l’Aulne – synthèse des lauréats (AAP 2020) – 15/12/2022', '2022-12-15'],
  ['Bilan final (mis à jour le 3 mars 2023)', '2023-03-03'],
  ['Rapport final – version transmise le 24 mars 2023', '2023-03-24'],
  ['Pass numérique : export du 2023-01-05', '2023-01-05'],
  // Days of other things than the report.
  ['Bilan de la convention – signée le 12/12/2019', null],
  ['Bilan du marché notifié le 4 mai 2020', null],
  ['Pass numérique – réunion du 15/12/2022', null],
  ['Bilan – du 01/01/2021 – 31/12/2022', null],
])('the title %j is of %j', (title, day) => {
  expect(row('bilan.xlsx', title).date_version).toBe(day)
})

test.each([
  ['Facture 2021-0457.pdf', -2],
  ['factures/bon_de_commande_12.pdf', -2],
  ['Factures/bilan v2.xlsx', 2],
  ['suivi des factures.xlsx', null],
  // All invoices together are all purchases.
  ['DF_factures_passnum.xlsx', null],
  ['bilan facturé.xlsx', null],
])('%j has the rank %j', (fichier, rank) => {
  expect(row(fichier, 'Pass numérique').rang_version).toBe(rank)
})

test.each([
  ['Bilan : ☒ final ☐ intermédiaire', null],
  ['☐ provisoire ☒ définitif', 1000],
  ['☒ intermédiaire ☐ final', -1],
])('the ticked box of %j says %j', (text, rank) => {
  expect(versionOf(text)).toBe(rank)
})

test.each([
  ['Bilan_PN_2019_VL', []],
  ['PN2019 bilan', []],
  ['Bilan PN20-19', ['PN20-19']],
  ['bilan_PN20_19_v2', ['PN20-19']],
  ['PN-20-18', ['PN20-18']],
])('%j names %j', async (text, conventions) => {
  const rows = ['PN20-19', 'PN20-18'].map((convention, i) => ({
    ...laureat('2020-101'),
    convention,
    siren: `20000000${i}`,
  }))
  const registry = new Registry(rows, await bodyTypes(), vocabulary)
  expect(registry.codesIn(text).map((code) => code.convention)).toEqual(conventions)
})
