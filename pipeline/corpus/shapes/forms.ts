import { indicateurs } from '../margins.ts'
import { type Entry, grouped } from '../workbook.ts'
import { anyone, bought, complete, indent, pairs, type Shape, someNeighbours } from './shape.ts'

const all = ['xlsx', 'xlsx', 'xls', 'ods'] as const
const allAndCsv = [...all, 'csv', 'csv'] as const

/** Label on the left, value on the right, other questions in between. */
export const formulaire: Shape = {
  forme: 'formulaire',
  formats: allAndCsv,
  suits: anyone,
  added: [],
  draw(c, hand) {
    const mark = hand.rng.pick(['', '', '', ' :', '\u00a0:', ' '])
    const rows: Entry[][] = pairs(c, hand).map(({ row }) => [`${row[0]}${mark}`, row[1]])
    // A body without figures has none to compare with either.
    if (bought(c)) {
      for (const { label, entry } of someNeighbours(c, hand, hand.rng.int(0, 2))) {
        rows.splice(hand.rng.int(0, rows.length), 0, [label, entry])
      }
    }
    const page = [...hand.head(c), ...rows, ...hand.foot(c)]
    return [{ name: 'Bilan', rows: indent(page, hand.rng.int(0, 2)) }]
  },
}

/** Three cards side by side: the label on top, the value under it. */
export const libelleAuDessus: Shape = {
  forme: 'libelle_au_dessus',
  formats: all,
  suits: bought,
  added: [],
  draw(c, hand) {
    const cards = pairs(c, hand)
    const top: Entry[] = cards.flatMap((p) => [p.row[0], null])
    const under: Entry[] = cards.flatMap((p) => [p.row[1], null])
    return [{ name: 'Chiffres clés', rows: [...hand.head(c), top, under, ...hand.foot(c)] }]
  },
}

/** One cell a line: « Pass achetés : 1 250 ». */
export const phrase: Shape = {
  forme: 'phrase',
  formats: allAndCsv,
  suits: (c) => indicateurs.every((i) => (c.figures[i] ?? 0) > 0),
  added: [],
  draw(c, hand) {
    const separator = hand.rng.pick(['\u00a0', '\u202f', ' '])
    const lines = indicateurs.map((i): Entry[] => [
      `${hand.label(i)}${hand.rng.pick(['\u00a0', ' '])}: ${grouped(c.figures[i]!, separator)}`,
    ])
    return [{ name: 'Feuil1', rows: [...hand.head(c), ...lines, ...hand.foot(c)] }]
  },
}

/** Numbered questions, answers in the next column, remarks in the third. */
export const questionnaire: Shape = {
  forme: 'questionnaire',
  formats: allAndCsv,
  suits: bought,
  added: [],
  draw(c, hand) {
    const asked = {
      pass_achetes: hand.rng.pick([
        'Combien de pass avez-vous achetés ?',
        'Quel est le nombre total de pass achetés ?',
      ]),
      pass_scannes: hand.rng.pick([
        'Combien de pass ont été utilisés (scannés) ?',
        'Quel est le nombre total de pass scannés ?',
      ]),
      beneficiaires_uniques: hand.rng.pick([
        'Combien de personnes différentes ont été accompagnées ?',
        'Quel est le nombre de bénéficiaires uniques ?',
      ]),
    }
    const rows: Entry[][] = [
      ['Question', 'Réponse', 'Commentaire'],
      ['1. Le dispositif est-il terminé ?', 'Oui', null],
      ...indicateurs.map((i, n): Entry[] => [
        `${n + 2}. ${asked[i]}`,
        hand.figure(c.figures[i], i),
        hand.rng.chance(0.3) ? 'Source : plateforme de l’opérateur' : null,
      ]),
      ['5. Combien de lieux de médiation avez-vous mobilisés ?', hand.rng.int(4, 45), null],
    ]
    return [{ name: 'Questionnaire', rows: [...hand.head(c), ...rows, ...hand.foot(c)] }]
  },
}

/** Numbers typed as text, thousands held together by no-break spaces, sometimes with their unit. */
export const nombresTexte: Shape = {
  forme: 'nombres_texte',
  formats: allAndCsv,
  suits: (c) => bought(c) && c.figures.pass_achetes! > 999,
  added: [],
  draw(c, hand) {
    const separator = hand.rng.pick(['\u00a0', '\u202f'])
    const unit = hand.rng.chance(0.5)
    const rows = indicateurs.map((i): Entry[] => {
      const value = c.figures[i]
      if (value === null) return [hand.label(i), hand.figure(null, i)]
      const suffix = unit ? `\u00a0${i === 'beneficiaires_uniques' ? 'personnes' : 'pass'}` : ''
      return [hand.label(i), `${grouped(value, separator)}${suffix}`]
    })
    return [{ name: 'Indicateurs', rows: [...hand.head(c), ...rows, ...hand.foot(c)] }]
  },
}

/** Marks of footnotes behind labels, the notes below the table. */
export const appelsDeNote: Shape = {
  forme: 'appels_de_note',
  formats: all,
  suits: bought,
  added: [],
  draw(c, hand) {
    const marks = hand.rng.pick([
      ['(1)', '(2)', '(3)'],
      ['*', '**', '***'],
      ['¹', '²', '³'],
    ])
    const rows = indicateurs.map((i, n): Entry[] => [
      `${hand.label(i)} ${marks[n]}`,
      hand.figure(c.figures[i], i),
    ])
    const below: Entry[][] = [
      [`${marks[0]} Achats cumulés depuis la signature de la convention.`],
      [`${marks[1]} D’après les remontées des lieux de médiation.`],
      [`${marks[2]} Une personne venue plusieurs fois est comptée une seule fois.`],
    ]
    return [
      { name: 'Bilan', rows: [...hand.head(c), ['Indicateur', 'Valeur'], ...rows, [], ...below] },
    ]
  },
}

/** Purchases in booklets, the size of a booklet stated. */
export const carnets: Shape = {
  forme: 'carnets',
  formats: all,
  suits: (c) => complete(c) && c.figures.pass_achetes! % 10 === 0,
  added: [],
  draw(c, hand) {
    const size = hand.rng.pick([10, 5])
    const label = hand.rng.pick([
      `Nombre de carnets de ${size} pass achetés`,
      `Carnets de ${size} pass achetés`,
      `Achats : carnets de ${size} pass`,
    ])
    const rows: Entry[][] = [
      [label, hand.count(c.figures.pass_achetes! / size)],
      ...(['pass_scannes', 'beneficiaires_uniques'] as const).map((i): Entry[] => [
        hand.label(i),
        hand.figure(c.figures[i], i),
      ]),
    ]
    return [{ name: 'Suivi', rows: [...hand.head(c), ...rows, ...hand.foot(c)] }]
  },
}

/** Purchases as an amount, a pass being worth ten euros. */
export const euros: Shape = {
  forme: 'euros',
  formats: all,
  suits: complete,
  added: [],
  draw(c, hand) {
    const amount = c.figures.pass_achetes! * 10
    const rows: Entry[][] = [
      [
        hand.rng.pick(['Montant des pass achetés en euros', 'Montant des achats de pass (en €)']),
        hand.rng.chance(0.5) ? { v: amount, z: '#,##0 "€"' } : { v: amount, z: '#,##0.00 "€"' },
      ],
      ...(['pass_scannes', 'beneficiaires_uniques'] as const).map((i): Entry[] => [
        hand.label(i),
        hand.figure(c.figures[i], i),
      ]),
      ['Valeur faciale d’un pass', { v: 10, z: '#,##0 "€"' }],
    ]
    return [{ name: 'Bilan financier', rows: [...hand.head(c), ...rows, ...hand.foot(c)] }]
  },
}
