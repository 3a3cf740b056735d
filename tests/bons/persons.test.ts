import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { maskedDocument } from '../../pipeline/bons/bons.ts'
import { type Lexicon, loadLexicon } from '../../pipeline/bons/tools.ts'
import { landedBytes } from '../../pipeline/land/bytes.ts'
import { landFolder } from '../../pipeline/land/folder.ts'
import { seedsFolder } from '../../pipeline/project.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { Rejection } from '../../pipeline/read/rejection.ts'
import { casesFolder, loadCases } from '../directory-cases.ts'
import { textsOf } from '../read/fixtures.ts'
import { csv } from './lists.ts'

let lexicon: Lexicon
beforeAll(async () => {
  lexicon = await loadLexicon(seedsFolder, null)
})
const masked = (text: string) => lexicon.persons.masker.text(text)

describe('in a text', () => {
  test.each([
    ['50 (dont 3 remis à Mme Dupont, 06 12 34 56 78)', '50 (dont 3 remis à Mme ▮▮▮, ▮▮▮)'],
    [
      'Personne en charge du dossier : Claire Martin, chargée de mission, 03.26.11.22.33, c.martin@ville-x.fr',
      'Personne en charge du dossier : ▮▮▮, chargée de mission, ▮▮▮, ▮▮▮',
    ],
    ['M. DUPONT : 50 pass achetés', 'M. ▮▮▮ : 50 pass achetés'],
    ['M DUPONT Jean 12', 'M ▮▮▮ 12'],
    ['Mme Marie Curie Pass scannés 50', 'Mme ▮▮▮ Pass scannés 50'],
    [
      'Mme Anne-Lise d’Ormesson, M. de Villepin et MM. Roux et Le Goff',
      'Mme ▮▮▮, M. ▮▮▮ et MM. ▮▮▮ et ▮▮▮',
    ],
    ['Contact : Jean-Paul de La Tour et Anne Roux', 'Contact : ▮▮▮ et ▮▮▮'],
    ['M. le Maire Jean Dupont', 'M. le Maire ▮▮▮'],
    ['Rédigé par J. Dupont', 'Rédigé par ▮▮▮'],
    ['remis à Claire Martin', 'remis à ▮▮▮'],
    ['Bénéficiaire : Claire Martin', 'Bénéficiaire : ▮▮▮'],
    [
      'Bénéficiaires du mois : Teodora Wojtasik (12 pass), Milivoj Obrenović (8 pass)',
      'Bénéficiaires du mois : ▮▮▮ (12 pass), ▮▮▮ (8 pass)',
    ],
    ['bénéficiaire : Mme Diallo', 'bénéficiaire : Mme ▮▮▮'],
    ['remis à Diallo', 'remis à ▮▮▮'],
    ['remis à DUPONT JEANNE', 'remis à ▮▮▮'],
    ['remis le 12/03/2023 à DUPONT Jeanne', 'remis le 12/03/2023 à ▮▮▮'],
    ['remis à Jean-Pierre N’Diaye-Le Goff', 'remis à ▮▮▮'],
    ['remis à Jeanne D. et à la famille Diallo', 'remis à ▮▮▮ et à la famille ▮▮▮'],
    ['Jeanne Dupont : 12 pass', '▮▮▮ : 12 pass'],
    ['Mme Port, née Kerbrat', 'Mme ▮▮▮, née ▮▮▮'],
    ['Nom : Dupont Prénom : Jeanne', 'Nom : ▮▮▮ Prénom : ▮▮▮'],
    ['12 bis rue du 8 mai 1945, 98000 Tournevent ; 50', '▮▮▮ ; 50'],
    ['Tél. +33 6 12 34 56 78 ou +33(0)612345678', 'Tél. ▮▮▮ ou ▮▮▮'],
    ['n° 2 84 05 78 006 084 36', 'n° ▮▮▮'],
    ['claire(at)exemple.fr', '▮▮▮'],
  ])('%j', (text, expected) => {
    expect(masked(text)).toBe(expected)
  })

  test.each([
    'Madame la Maire de Port-Mirandol',
    'Monsieur le Président',
    'Madame la Présidente du Département de la Vaubrelle',
    'Mmes et MM. les élus',
    'Saint-Martin : 50 pass',
    'Remis à Saint-Martin',
    'remis à la mairie',
    'remis au CCAS de Port-Mirandol',
    'Département de la Vaubrelle',
    'distribués par Les Passerelles de Tournevent',
    'remis à Emmaüs Connect',
    'Centre social Simone Veil : 12 pass',
    'Lycée Jean Moulin',
    'Ville de Pierre Bénite',
    'Nom : Ville de Port-Mirandol',
    'remis à Nauroy',
    'distribués à Épernay : 40',
    'Bénéficiaires : 50',
    'Bénéficiaire : Ville de Port-Mirandol',
    'Contact : Mairie de Port-Mirandol',
    '10 M Euros',
    '50 place de formation',
    '12 cours de formation',
    'SIRET 909 000 101 00017, SIREN 909000101',
    '1909000101000',
    'le 01/02/2021 03:00, du 01-02-2021 au 31-12-2021',
    '01 02 03 04 05 06 07 08',
    'convention 2019-017',
    'Pass achetés au 31/12/2022 : 1 250',
  ])('%j is left as it is', (text) => {
    expect(masked(text)).toBe(text)
  })

  test('a number of social security without spaces is told by its key', () => {
    const thirteen = '2840578006084'
    const key = String(97 - (Number(thirteen) % 97)).padStart(2, '0')
    expect(masked(`n° ${thirteen}${key}`)).toBe('n° ▮▮▮')
    expect(masked(`n° ${thirteen}${key === '01' ? '02' : '01'}`)).not.toContain('▮')
  })
})

describe('in a table', () => {
  const shown = async (text: string) => textsOf(maskedDocument(await csv(text), lexicon).shown)

  test('what answers a label that asks for a person is masked, whatever it looks like', async () => {
    expect(
      await shown(
        'Nom du référent;claire martin\nTéléphone;798554433\nSignataire;\nClaire Dupont;\n\nPass achetés;1250\n',
      ),
    ).toEqual({
      A1: 'Nom du référent',
      B1: '▮▮▮',
      A2: 'Téléphone',
      B2: '▮▮▮',
      A3: 'Signataire',
      A4: '▮▮▮',
      A6: 'Pass achetés',
      B6: '1250',
    })
  })

  test('a column of them too; its other columns stay', async () => {
    expect(await shown('Site;Agent;Pass scannés\nNord;Dupont;12\nSud;Le Goff;30\n')).toMatchObject({
      A2: 'Nord',
      B2: '▮▮▮',
      C2: '12',
      A3: 'Sud',
      B3: '▮▮▮',
      C3: '30',
    })
  })

  test('a surname is one where a first name is asked for', async () => {
    expect(await shown('Nom;DUVALOIS\nPrénom;Inconnue\nPass;12\n')).toMatchObject({
      B1: '▮▮▮',
      B2: '▮▮▮',
      B3: '12',
    })
    expect(await shown('Nom;Tournevent\nPass;12\n')).toMatchObject({ B1: 'Tournevent' })
  })

  test('a column of beneficiaries is one of persons, whatever they are called, where each has a few pass', async () => {
    const text =
      'Bénéficiaire;Pass scannés\nZbigniew Kowalczykowski;12\nxénia hrazdilová;20\nTotal;32\n'
    expect(await shown(text)).toMatchObject({
      A1: 'Bénéficiaire',
      A2: '▮▮▮',
      B2: '12',
      A3: '▮▮▮',
      A4: 'Total',
    })
  })

  test('a column of beneficiaries is one of places where they have pass by the thousand, or are kinds of persons', async () => {
    const places = 'Bénéficiaire;Pass achetés\nBois Jolin;1200\nGrand Marvillois;2 000\n'
    expect(Object.values(await shown(places)).join()).not.toContain('▮')
    const kinds = 'Bénéficiaires;Nombre\nJeunes;12\nSeniors;30\nDemandeurs d’emploi;14\n'
    expect(Object.values(await shown(kinds)).join()).not.toContain('▮')
  })

  test('labels, bodies and figures beside such a label are none', async () => {
    const text =
      'Contact;Ville de Port-Mirandol\nResponsable;Pass achetés\nBénéficiaires;Jeunes;Seniors\nTotal;50;12\n'
    expect(Object.values(await shown(text)).join()).not.toContain('▮')
  })
})

test('no figure of any case is masked', async () => {
  for (const { name } of await loadCases()) {
    for (const file of await landFolder(join(casesFolder, name, 'rapports'))) {
      if (file.format === null) continue
      try {
        const document = await readDocument(await landedBytes(file), file.format)
        const { shown } = maskedDocument(document, lexicon)
        for (const [n, sheet] of shown.sheets.entries()) {
          const before = document.sheets[n]!
          if (sheet.cells.length !== before.cells.length) continue
          for (const [at, cell] of sheet.cells.entries()) {
            expect(cell.value, `${name} ${sheet.name}`).toBe(before.cells[at]!.value)
          }
        }
      } catch (error) {
        if (!(error instanceof Rejection)) throw error
      }
    }
  }
}, 60_000)
