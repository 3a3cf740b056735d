import { expect, test } from 'vitest'
import { seedsFolder } from '../../pipeline/project.ts'
import { countsOf } from '../../pipeline/recognise/count.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'

const vocabulary = await loadVocabulary(seedsFolder, null)
const short = {
  pass_achetes: 'achetés',
  pass_scannes: 'scannés',
  beneficiaires_uniques: 'personnes',
  pass_commandes: 'commandés',
  potentiel_achat: 'potentiel',
}

/** `achetés 3000, scannés ~1200, personnes 312?`: with `~` for « environ », a question mark where it is doubtful. */
function told(sentence: string): string {
  return countsOf(sentence, vocabulary)
    .flatMap(({ role, notion, figure, label }) => {
      if (role !== 'own' || notion.kind !== 'indicator') return []
      const doubtful = notion.doubt !== null || notion.unknown.length > 0
      const number = figure.kind === 'number' ? String(figure.number * (label.carnet ?? 1)) : '…'
      const about = figure.kind === 'number' && figure.approximate ? '~' : ''
      const when = label.period === null ? '' : ` (${label.period})`
      return [`${short[notion.indicator]} ${about}${number}${when}${doubtful ? '?' : ''}`]
    })
    .join(', ')
}

test.each([
  // What was done stands behind the noun, before the number, or in the predicate.
  ['3 000 pass achetés', 'achetés 3000'],
  ['La collectivité a fait l’acquisition de 3 000 pass numériques.', 'achetés 3000'],
  ['Le nombre de pass scannés s’élève à 1 245.', 'scannés 1245'],
  ['9 120 chèques #APTIC ont été flashés par les 34 lieux labellisés.', 'scannés 9120'],
  ['Ont été achetés 15 000 pass.', 'achetés 15000'],
  ['Les usagers ont réalisé 9 120 scans.', 'scannés 9120'],
  ['Nous avons acheté et distribué 1 200 pass.', 'achetés 1200'],
  [
    '312 habitants ont été formés, au profit desquels 1 245 pass ont été utilisés',
    'personnes 312, scannés 1245',
  ],
  // Which number a participle belongs to.
  ['9 980 pass avaient été scannés sur les 17 900 pass achetés.', 'scannés 9980, achetés 17900'],
  ['1 430 pass sur 2 000 ont été utilisés, soit un taux de 71,5 %.', 'scannés 1430'],
  ['Sur les 3 000 pass acquis, 1 245 ont été utilisés.', 'achetés 3000, scannés 1245'],
  ['Sur 1 500 pass achetés : 600 utilisés, 900 périmés.', 'achetés 1500, scannés 600'],
  [
    'La totalité des 2 000 pass achetés a été distribuée ; 1 430 ont été consommés.',
    'achetés 2000, scannés 1430',
  ],
  [
    'Ce sont 2 000 pass qui ont été achetés et 1 430 qui ont été utilisés.',
    'achetés 2000, scannés 1430',
  ],
  [
    '2000 pass achetés / 1430 scannés / 388 bénéficiaires uniques',
    'achetés 2000, scannés 1430, personnes 388',
  ],
  ['Seuls 40 % des pass achetés, soit 600, ont été consommés.', 'scannés 600'],
  [
    'Le taux de conversion est de 61 % : 9 120 pass scannés pour 15 000 pass achetés.',
    'scannés 9120, achetés 15000',
  ],
  [
    'Nous avons fait 2 achats : 10 000 pass le 12/03/2020 et 5 000 en juin, soit 15 000 pass.',
    'achetés 15000',
  ],
  ['Parmi les 388 bénéficiaires, 210 sont des femmes.', 'personnes 388'],
  ['15 000 pass ont été achetés (budget : 150 000 €) et 61 % ont été utilisés.', 'achetés 15000'],
  // Sums of money, shares, days and sizes count nothing.
  ['4 500 pass ont été acquis auprès d’APTIC pour un montant de 45 000 €.', 'achetés 4500'],
  ['Nous avons dépensé 12 000 en pass numériques.', ''],
  ['150 carnets de 10 pass (soit 1 500 pass) ont été achetés.', 'achetés 1500, achetés 1500'],
  // Booklets right behind the pass that they hold.
  ['La communauté a acheté 2 400 pass (240 carnets).', 'achetés 2400'],
  [
    'La communauté a acheté 2 400 pass (480 carnets), 1 377 ont été scannés.',
    'achetés 2400, scannés 1377',
  ],
  ['La communauté a acheté 2 400 pass (250 carnets).', 'achetés 2400?'],
  ['Chaque bénéficiaire a reçu 5 pass.', ''],
  ['Les 2 310 bénéficiaires ont utilisé en moyenne 4 pass chacun.', 'personnes 2310'],
  // Aims, denials and comparisons.
  ['Nous avons initialement prévu 5 000 pass mais n’en avons acheté que 2 000.', 'achetés 2000'],
  [
    'Nous avons acheté 1 250 pass pour un objectif de 1 500 et 700 bénéficiaires uniques.',
    'achetés 1250, personnes 700?',
  ],
  ['5 880 pass n’ont jamais été utilisés.', ''],
  ['1 420 pass achetés n’ont pas été scannés.', ''],
  ['388 bénéficiaires uniques (contre 350 au bilan intermédiaire)', 'personnes 388'],
  // Time.
  ['En 2023, 450 pass ont été achetés et 611 scannés.', 'achetés 450 (2023), scannés 611 (2023)'],
  ['1 245 pass scannés au 31 décembre 2022 et 1 530 au 30 juin 2023.', 'scannés 1530'],
  ['12 000 pass achetés en 2019 puis 8 000 en 2021, soit 20 000 pass au total.', 'achetés 20000'],
  ['2 020 pass achetés en 2020', 'achetés 2020 (2020)'],
  ['Entre janvier 2020 et décembre 2022, 9 120 pass ont été utilisés.', 'scannés 9120'],
  // What is doubtful stays so.
  ['Le chiffre de 1 430 pass scannés est à confirmer.', 'scannés 1430?'],
  ['1 430 pass scannés (chiffre à confirmer par l’opérateur)', 'scannés 1430?'],
  ['Plusieurs centaines de pass ont été utilisées.', 'scannés …'],
  ['Entre 900 et 1 000 personnes ont été accompagnées.', 'personnes …'],
  ['Environ 1 200 pass ont été utilisés.', 'scannés ~1200'],
  [
    '1 000 pass achetés lors d’une première commande et 1 500 lors d’une seconde.',
    'achetés 1000?, achetés 1500?',
  ],
  [
    'Sur 2 000 pass scannés, 150 ont été annulés, soit 1 850 pass scannés retenus.',
    'scannés 1850?',
  ],
  ['Sur 2 000 pass scannés, 150 ont été annulés, soit 1 850 pass scannas.', 'scannés 2000?'],
  ['12 000 pass achetés en 2019 puis 8 000 en 2021, soit 21 000 pass au total.', 'achetés 21000?'],
  ['830 pass scannés frauduleusement', 'scannés 830?'],
  ['Les 2 000 pass achetés ont été scannés.', 'achetés 2000, scannés 2000?'],
])('%s → %s', (sentence, expected) => {
  expect(told(sentence)).toBe(expected)
})
