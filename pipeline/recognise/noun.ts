import {
  type After,
  is,
  isAuxiliary,
  isCircumstance,
  isRelative,
  isTimes,
  type Word,
  wordsIn,
} from './clause.ts'
import type { Token } from './prose.ts'
import { acts, persons, type Sense, type Vocabulary } from './vocabulary.ts'

/** What pass are called, alone or in booklets. */
export const passes: Sense[] = ['objet', 'carnet']
/** What says thing and act in one. */
export const direct: Sense[] = [
  'pass_achetes',
  'pass_scannes',
  'beneficiaires_uniques',
  'pass_commandes',
]
/** What is counted beside pass and persons. */
export const elsewhere: Sense[] = ['acte', 'acteur', 'lieu', 'mois', 'annee', 'categorie']

/** What says of a number that it counts more of the same. */
const more = /^(?:autre|supplementaire|complementaire|additionnel|additionnelle|nouveau|nouvelle)$/

/** What a number counts, and where that is said. */
export interface Noun {
  word: Word | null
  from: 'near' | 'before' | 'previous' | 'implied' | 'elsewhere'
  /** Pass in a booklet, where its size is told. */
  carnet: number | null
  /** An unknown word that can only be one for persons: « 942 Crozannais différents », « 61 lecteurs distincts en ont profité ». */
  people?: string | null
}

export const passWord: Word = { kind: 'word', text: 'pass', sense: 'objet', proper: false }
const personWord: Word = { kind: 'word', text: 'personne', sense: 'personne', proper: false }
const carnetWord: Word = { kind: 'word', text: 'carnet', sense: 'carnet', proper: false }

/** The word that names persons: an inhabitant's name of those who had help or are different ones, or another word of those who are both. */
function peopleOf(near: Token[], far: Token[], unknown: Word): string | null {
  const words = [...wordsIn(near), ...wordsIn(far)]
  const apart = words.some((w) => is(w, ['distinct']))
  const had = words.some((w) => is(w, ['accompagne', 'accompagne_possible']))
  return (apart && had) || (unknown.proper && (apart || had)) ? unknown.text : null
}

const agent = /^(?:par|chez|dan|aupre)(?: |$)/

/** « par la ville », « dans nos médiathèques », as against « par semaine ». */
function isDefinite(next: Token | undefined, { text }: Word): boolean {
  if (/ l[ae]s?\b/.test(text)) return true
  return next?.kind === 'word' && /^(?:le|la|l|les|no|nos|notre|leur|de|des)$/.test(next.text)
}

/** Whether only « aux », « à nos » stands between a number and a word. */
function isRecipient(near: readonly Token[], token: Word): boolean {
  const lead = wordsIn(near.slice(0, near.indexOf(token))).flatMap(({ text }) => text.split(' '))
  return /^(?:a|au|aux)$/.test(lead[0] ?? '') && lead.every((word) => to.test(word))
}

const to = /^(?:a|au|aux|de|des|leur|leurs|no|nos|notre|se|ses|ces|la|les|l)$/

/**
 * What a number counts, by the words of its clause; `elsewhere` when that is none of ours, `implied` when nothing says it.
 * @param previous what the number before it counts
 * @param few whether it is so small that it may say how often
 */
export function nounOf(
  { near, far }: After,
  before: Token[],
  previous: Word | null,
  few: boolean,
  vocabulary: Vocabulary,
): Noun {
  let unknown: Word | null = null
  // « deux achats », « trois commandes »: how often, and not how many.
  if (few && isTimes(near[0])) return { word: null, from: 'elsewhere', carnet: null }
  // « les deux ont été livrées »: what was told of before.
  const alone = !near.some((t) => t.kind === 'word' && is(t, [...passes, ...persons, ...direct]))
  if (few && alone && /^(?:les|ces|nos)$/.test(wordsIn(before).at(-1)?.text ?? ''))
    return { word: null, from: 'elsewhere', carnet: null }
  for (const token of near) {
    if (token.kind === 'when' && token.label.carnet !== null) {
      return { word: carnetWord, from: 'near', carnet: token.label.carnet }
    }
    if (token.kind !== 'word') continue
    // « sur les 2 210 que la ville avait achetés »: who did it, and not what.
    if (is(token, acts) || isRelative(token)) break
    // « nos agents en ont remis 2 390 aux habitants »: to whom, and not what.
    if (is(token, persons) && isRecipient(near, token)) break
    if (is(token, [...passes, ...persons, ...direct])) {
      return { word: token, from: 'near', carnet: null }
    }
    // « 3 000 achetés par la communauté et 2 100 par la ville »: where or by whom, and not what.
    if (agent.test(token.text) && isDefinite(near[near.indexOf(token) + 1], token)) break
    if (is(token, elsewhere)) return { word: null, from: 'elsewhere', carnet: null }
    if (isCircumstance(token)) break
    // « puis 2 500 autres »: more of what was counted before.
    if (previous !== null && more.test(token.text)) continue
    if (token.sense === null) unknown ??= token
  }
  const done = wordsIn(near).some((w) => is(w, acts))
  if (unknown !== null && !done) {
    // « 2 310 seniors ont été accompagnés »: persons of some kind.
    const helped = [...wordsIn(near), ...wordsIn(far)].some((w) =>
      is(w, ['accompagne', 'distinct']),
    )
    if (helped)
      return { word: personWord, from: 'near', carnet: null, people: peopleOf(near, far, unknown) }
    // « 830 psas ont été scannés »
    const slip = vocabulary.slipOf(unknown.text, ['objet']) !== null
    return { word: slip ? passWord : null, from: slip ? 'near' : 'elsewhere', carnet: null }
  }
  if (done) {
    const same = is(previous, passes)
    // « 120 carnets achetés, 87 utilisés »: booklets again, if not pass.
    if (is(previous, ['carnet'])) return { word: carnetWord, from: 'previous', carnet: null }
    return { word: passWord, from: same ? 'previous' : 'implied', carnet: null }
  }
  const words = wordsIn(before)
  const active = words.some((w) => is(w, acts)) && words.some(isAuxiliary)
  const counted = words.some((w) => is(w, ['nombre', 'total', 'neutre_total']))
  const nouns = [...passes, ...direct, ...persons, ...elsewhere]
  // « le nombre de bénéficiaires uniques du syndicat »: what « nombre » counts stands behind it.
  const number = words.findLastIndex((w) => is(w, ['nombre']))
  const named =
    (number < 0 ? undefined : words.slice(number).find((w) => is(w, nouns))) ??
    words.findLast((w) => is(w, nouns))
  if (is(named, elsewhere) && counted) return { word: null, from: 'elsewhere', carnet: null }
  if (is(named, [...passes, ...direct])) return { word: named!, from: 'before', carnet: null }
  if (is(named, persons) && !(active && !counted)) {
    return { word: named!, from: 'before', carnet: null }
  }
  if (is(previous, passes)) {
    const word = is(previous, ['carnet']) ? carnetWord : passWord
    return { word, from: 'previous', carnet: null }
  }
  if (previous !== null && !active) return { word: previous, from: 'previous', carnet: null }
  return { word: passWord, from: 'implied', carnet: null }
}
