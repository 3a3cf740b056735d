import { expect, test } from 'vitest'
import { seedsFolder } from '../../pipeline/project.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { recognise } from '../../pipeline/recognise/recognise.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'

const vocabulary = await loadVocabulary(seedsFolder, null)

/** What a mail with one paragraph gives: `achetes 400, scannes 251`; `?` for what is asked about, `+` for the parts of a whole. */
async function said(text: string): Promise<string> {
  const document = await readDocument(Buffer.from(`Bilan du pass numérique\n\n${text}`), 'csv')
  const { readings } = recognise(document, vocabulary)
  return readings
    .map(({ indicator, number, factor, doubts, unknown, line }) => {
      const part = line.role === 'detail' ? '+' : ''
      const doubtful = doubts.length + unknown.length > 0 ? '?' : ''
      return `${indicator.replace(/^pass_|_uniques$/g, '')} ${part}${number === null ? '…' : number * factor}${doubtful}`
    })
    .join(', ')
}

test.each([
  [
    'Une première tranche de 3 000 pass a été achetée en mars 2021, puis une seconde, de 2 500 pass, en février 2022 ; les deux ont été livrées et réglées.',
    'achetes +3000, achetes +2500',
  ],
  [
    'Une première tranche de 3 000 pass a été achetée en 2021, puis une seconde, de 2 500.',
    'achetes +3000, achetes +2500',
  ],
  [
    'Une première vague de 3 000 pass a été achetée ; une deuxième vague de 1 500 pass a été achetée en 2022.',
    'achetes +3000, achetes +1500',
  ],
  [
    'Nous avons acheté 5 500 pass en deux tranches : une première de 3 000 et une seconde de 2 500.',
    'achetes 5500',
  ],
  [
    'Au total 2 000 pass ont été achetés. Une première tranche de 1 200 pass a été achetée en 2020. Une seconde tranche de 800 pass a été achetée en 2021.',
    'achetes 2000',
  ],
  [
    'Depuis, 45 pass ont encore été scannés. Au 28 février 2023, nous sommes donc à 1 355 pass scannés.',
    'scannes 1355',
  ],
  // What isn't said to be the first may hold the second.
  [
    'Nous avons acheté 3 000 pass. Une seconde tranche de 2 500 pass a été achetée en 2022.',
    'achetes 3000?, achetes 2500?',
  ],
  ['Un troisième lot de 400 pass a été acheté en 2022.', 'achetes 400?'],
  ['Nous avons acheté 2 000 pass en 2021 et 1 500 autres en 2022.', 'achetes 2000?'],
  [
    'Nous avons acheté 800 pass, puis une nouvelle commande de 300 a suivi.',
    'achetes 800?, commandes 300',
  ],
  [
    'Pour un objectif initial de 30 000, nous avons acheté 24 500 pass, en trois tranches.',
    'achetes 24500',
  ],
  ['En complément de la commune, nous avons acheté 500 pass.', 'achetes 500'],
  ['Au premier semestre, 800 pass ont été scannés dans une nouvelle structure.', 'scannes 800'],
])('instalments: %s → %s', async (sentence, expected) => {
  expect(await said(sentence)).toBe(expected)
})

test.each([
  ['33 048 pass scannés selon la plateforme, 33 291 selon les factures.', 'scannes 33048?'],
  ['La plateforme indique 1 204 pass scannés. Les factures en comptent 1 250.', 'scannes 1204?'],
  ['1 204 pass ont été scannés, alors que notre tableau en compte 1 250.', 'scannes 1204?'],
  [
    '33 048 pass scannés d’après la plateforme, mais 33 291 d’après les factures.',
    'scannes 33048?',
  ],
  ['2 000 pass achetés, 1 204 scannés selon l’opérateur.', 'achetes 2000, scannes 1204'],
  [
    '1 204 pass scannés d’après l’export, et 412 bénéficiaires uniques d’après nos fiches.',
    'scannes 1204, beneficiaires 412',
  ],
])('two sources: %s → %s', async (sentence, expected) => {
  expect((await said(sentence)).replace(/, achetes \d+\?$/, '')).toBe(expected)
})

test.each([
  [
    '1 240 pass scannés chez nous, y compris, sans que nous puissions les distinguer, ceux du département voisin.',
    'scannes 1240?',
  ],
  ['1 240 pass ont été scannés, y compris ceux de la commune voisine.', 'scannes 1240?'],
  ['Nous avons compté 1 240 pass scannés, dont des pass d’autres collectivités.', 'scannes 1240?'],
  ['1 240 pass scannés, confondus avec ceux de la métropole.', 'scannes 1240?'],
  [
    '1 240 pass ont été scannés chez nous, que l’on ne peut distinguer de ceux du syndicat.',
    'scannes 1240?',
  ],
  ['1 240 pass scannés, y compris ceux distribués en 2020.', 'scannes 1240'],
  ['640 bénéficiaires : ce sont les habitants qui ont reçu un carnet.', 'beneficiaires 640?'],
  [
    '640 bénéficiaires, c’est-à-dire les personnes à qui un carnet a été remis.',
    'beneficiaires 640?',
  ],
  ['640 bénéficiaires (personnes ayant reçu un carnet).', 'beneficiaires 640?'],
  ['640 bénéficiaires, mais on ignore combien sont venus dans un lieu.', 'beneficiaires 640?'],
  ['640 bénéficiaires. Nous ne savons pas combien sont venus.', 'beneficiaires 640?'],
  [
    '640 bénéficiaires uniques : ce sont des habitants accompagnés en atelier avec leur pass.',
    'beneficiaires 640',
  ],
])('what is counted besides: %s → %s', async (sentence, expected) => {
  expect(await said(sentence)).toBe(expected)
})

test.each([
  '16 habitants ont été suivis dans deux communes.',
  '12 personnes apparaissent deux fois dans les listes.',
  '8 bénéficiaires ont été comptés dans les deux lieux.',
  '23 habitants différents sont venus à la fois à Lesquin et à Ablancourt.',
])('persons who come twice are no count: %s', async (sentence) => {
  expect(await said(sentence)).toBe('')
})

test.each([
  ['Carnets achetés : 640', 'achetes 640?'],
  [
    'Nous travaillons en carnets de 10 pass (1 carnet = 100 €).\n\nCarnets achetés : 640',
    'achetes 6400',
  ],
  ['Un carnet = 5 pass.\n\nCarnets achetés : 640', 'achetes 3200'],
  ['Nous avons acheté un lot de 1 200 pass.', 'achetes 1200'],
  ['Nous avons acheté un lot de 800 pass.', 'achetes 800'],
])('sizes of booklets: %s → %s', async (sentence, expected) => {
  expect(await said(sentence)).toBe(expected)
})

test.each([
  [
    'I. Conseillers numériques France Services\n\nDeux conseillers ont reçu 1 310 usagers distincts.\n\nII. Pass numérique\n\n2 200 pass achetés, 967 scannés.',
    'achetes 2200, scannes 967',
  ],
  [
    'II. Aidants Connect\n\n412 personnes distinctes ont été accompagnées.\n\nIII. Pass numérique\n\n2 200 pass achetés.',
    'achetes 2200',
  ],
  [
    'Espaces France services\n\nNous avons accompagné 812 personnes différentes.\n\nPass achetés : 500',
    'achetes 500',
  ],
  ['Objet : bilan du pass Sport\n\nNous avons acheté 340 pass et aidé 212 bénéficiaires.', ''],
  ['Notre action autour du pass Culture : 340 pass activés, 212 jeunes bénéficiaires.', ''],
  ['Objet : bilan du Pass numérique\n\nNous avons acheté 340 pass.', 'achetes 340'],
])('other schemes: %s → %s', async (text, expected) => {
  expect(await said(text)).toBe(expected)
})

test.each([
  'Dans le fichier que nous vous avons envoyé en février, le nombre de pass scannés passe de 26 418 à 26 530.',
  'Correction : les pass scannés passent de 26 418 à 26 530.',
  'Après une erreur de saisie, le nombre de pass scannés est porté de 26 418 à 26 530.',
  'Le nombre de pass scannés de notre précédent envoi doit être ramené de 26 418 pass à 26 530.',
])('a change of what was told before corrects it: %s', async (sentence) => {
  const document = await readDocument(Buffer.from(`Bilan du pass numérique\n\n${sentence}`), 'csv')
  const { readings } = recognise(document, vocabulary)
  expect(readings.map(({ number, corrects }) => [number, corrects])).toEqual([[26530, 26418]])
})

test.each([
  'La dernière commande de 1 500 pass pourrait avoir été annulée par l’opérateur.',
  'Le lot de 1 500 pass achetés en mars aurait été remboursé.',
  'Nous avons commandé 1 500 pass, qui semblent n’avoir jamais été livrés ou ont été annulés.',
  'Une commande de 1 500 pass a peut-être été annulée.',
])('what may have been cancelled makes no purchase sure: %s', async (sentence) => {
  const document = await readDocument(Buffer.from(`Bilan du pass numérique\n\n${sentence}`), 'csv')
  const [reading] = recognise(document, vocabulary).readings
  expect(reading).toMatchObject({ indicator: 'pass_achetes', number: 1500, rectifies: true })
})

test.each([
  ['Pass utilisés\n\n8 212, au 30 novembre 2021, après relance.', 'scannes 8212'],
  ['> Combien de pass avez-vous achetés (et non pas prévus) ?\n2000', 'achetes 2000'],
  ['> Combien de pass avez-vous prévus (et non pas achetés) ?\n2000', ''],
  ['Pass utilisés\n\n8 212\n\nBénéficiaires uniques\n\n233', 'scannes 8212, beneficiaires 233'],
  ['Pass utilisés\n\n8 212\n\n7 950\n\nBénéficiaires uniques\n\n233', ''],
  ['Achats de pass\n\n13 000, en une commande livrée en décembre 2019.', 'achetes 13000'],
  ['Nombre de personnes différentes aidées\n\n1 377, dont 58 % de femmes.', 'beneficiaires 1377'],
  ['Pass scannés\n\n640 pass, d’après la plateforme.', 'scannes 640'],
  ['Pass scannés\n\n640 lieux ont été équipés.', 'scannes …'],
])('a heading over the paragraph that answers it: %s → %s', async (text, expected) => {
  expect(await said(text)).toBe(expected)
})

test.each([
  ['Commentaire', '3 commandes entièrement livrées'],
  ['Remarque', 'au moins un pass scanné'],
  ['Observations', 'pass achetés en une fois'],
  ['Commentaires', 'bénéficiaires uniques'],
])('a text under « %s » right of a figure is no label: %s', async (heading, remark) => {
  const document = await readDocument(
    Buffer.from(
      `Indicateur;Valeur;${heading}\nPass achetés;4 800;${remark}\nPass scannés;2 100;\n`,
    ),
    'csv',
  )
  const { readings } = recognise(document, vocabulary)
  expect(readings.filter(({ kind }) => kind === 'absence')).toEqual([])
})
