import { type Label, monthWords, parseLabel, says } from './label.ts'
import { type Notion, notionOf } from './notion.ts'
import { editDistance, words } from './text.ts'
import type { Sense, Vocabulary } from './vocabulary.ts'

/** Senses that make a figure another one: a word that nearly says one of them can't be passed over. */
const qualifiers: readonly Sense[] = [
  'objectif',
  'anterieur',
  'negation',
  'moyenne',
  'taux',
  'distribution',
  'commande',
  'potentiel',
  'cumul',
  'sous_total',
  'monnaie_milliers',
]

/** Short words are near many others: only these are worth the question. */
const shortest: readonly Sense[] = ['objectif', 'anterieur', 'cumul']

/** A word of a label that is not known, and the known one that it is nearly written like. */
export interface Slip {
  word: string
  near: string
}

/**
 * The word of a label that is nearly « prévisionnel », « cumul », « cible » or a month, and would say something else of the figures than what
 * is read; null when there is none.
 */
export function qualifierNear(label: Label, vocabulary: Vocabulary): Slip | null {
  if (label.unknown.length === 0) return null
  let slip = slips.get(label)
  if (slip === undefined) {
    slip = slipIn(label, vocabulary)
    slips.set(label, slip)
  }
  return slip
}

/** Asked again for each figure of a line. */
const slips = new WeakMap<Label, Slip | null>()

function slipIn(label: Label, vocabulary: Vocabulary): Slip | null {
  for (const word of label.unknown) {
    const slip = vocabulary.slipOf(word, word.length < 7 ? shortest : qualifiers)
    // « Pôle de La Ferrière » is no February.
    const named = says(label, 'lieu') || vocabulary.isOrdinary(word)
    const near = slip ?? (named ? null : monthNear(word))
    if (near !== null) return { word, near }
  }
  return null
}

function monthNear(word: string): string | null {
  const limit = word.length < 8 ? 1 : 2
  if (word.length < 5) return null
  return (
    monthWords.find((month) => month.length >= 5 && editDistance(word, month, limit) <= limit) ??
    null
  )
}

/** How such a doubt begins. */
export const nearWord = 'le mot'

/** Why figures under such a word are asked about, in French. */
export function slipDoubt({ word, near }: Slip): string {
  return `${nearWord} « ${word} » ressemble à « ${near} »`
}

/** What a label would say if each unknown word were the known one nearest to it; null when that is no indicator. */
export function repaired(label: Label, vocabulary: Vocabulary): Notion | null {
  return meanings(label, vocabulary)[0] ?? null
}

/** The indicators that a label may mean by the known words near its unknown ones, the likeliest first: « Pass acnnés » may be either. */
export function meanings(label: Label, vocabulary: Vocabulary): Notion[] {
  let found = meant.get(label)
  if (found === undefined) {
    found = meaningsOf(label, vocabulary)
    meant.set(label, found)
  }
  return found
}

const meant = new WeakMap<Label, Notion[]>()

function meaningsOf(label: Label, vocabulary: Vocabulary): Notion[] {
  if (label.unknown.length === 0 || label.text.length > 80) return []
  const notion = notionOf([label])
  if (notion.kind !== 'none' && notion.kind !== 'object') return []
  // What is done with pass is the likeliest word beside them, two letters wrong or not.
  const acts = (word: string) => (says(label, 'objet') ? vocabulary.actsNear(word) : [])
  const spelled = label.unknown.map((word) => {
    if (word === 'pas') return ['pass']
    const near = [
      vocabulary.nearest(word),
      ...vocabulary.nearWords(word).slice(0, 4),
      ...acts(word),
    ]
    const meant = [...new Set(near)].filter((one) => one !== null)
    return meant.length > 0 ? meant : [word]
  })
  const known = label.terms.map((term) => term.expression)
  // A stray sign may have cut a word in two: « ache¨tés ».
  const cut = label.unknown.length === 2 ? vocabulary.nearWords(label.unknown.join('')) : []
  const found: Notion[] = []
  for (const choice of [...choices(spelled), ...cut.map((whole) => [whole])]) {
    const again = notionOf([parseLabel([...known, ...choice].join(' '), vocabulary)])
    if (again.kind === 'indicator' && !found.some((one) => same(one, again))) found.push(again)
  }
  return found
}

const same = (a: Notion, b: Notion) =>
  a.kind === 'indicator' && b.kind === 'indicator' && a.indicator === b.indicator

/** The ways to take one of each, those of the first ones first; a label of many unknown words is tried in a few of its ways only. */
function choices(options: readonly string[][]): string[][] {
  let found: string[][] = [[]]
  for (const words of options) {
    found = found.flatMap((before) => words.map((word) => [...before, word])).slice(0, 40)
  }
  return found
}

/** A text with each unknown word of its label as the known one that it is a slip of; the same text where there is none. */
export function mendedText(text: string, label: Label, vocabulary: Vocabulary): string {
  if (label.unknown.length === 0) return text
  const unknown = new Set(unheard(label, vocabulary).flatMap(words))
  return text.replaceAll(/\p{L}{5,}/gu, (word, at: number) => {
    // « au centre Jules-Verne », « de Villers »: a name is no slip of anything.
    const before = text.slice(0, at)
    const double = /^-\p{Lu}\p{Ll}/u.test(text.slice(at + word.length)) && /\S/.test(before)
    if (/^\p{Lu}\p{Ll}/u.test(word) && (double || named.test(before))) return word
    const [stem, ...more] = words(word)
    if (stem === undefined || more.length > 0 || !unknown.has(stem)) return word
    return vocabulary.slipOf(stem, null) ?? word
  })
}

/** What a name stands behind: the first half of a double one, an initial, or the word that it is joined by in a sentence. */
const named =
  /(?:\p{Lu}\p{Ll}+-|(?<![\p{L}\d])(?:\p{Lu}\.[- ]?)+\s?|[\p{Ll}\d,]\s+(?:du|de|des|la|le|les|aux?|à)\s+|\s(?:d|l)['’])$/u

/** The words of a label that are not known at all: a reserve (« financés par d'autres ») is no word of one, and yet known. */
function unheard(label: Label, vocabulary: Vocabulary): string[] {
  return label.unknown.filter((text) => vocabulary.terms(text).every(({ sense }) => sense === null))
}

/** A label read with each unknown word as the known one that it is nearly written like: a remark is heard though a letter is wrong. */
export function mended(label: Label, vocabulary: Vocabulary): Label {
  if (label.unknown.length === 0) return label
  let again = mends.get(label)
  if (again === undefined) {
    const unknown = new Set(unheard(label, vocabulary).flatMap(words))
    const spelled = words(label.text).map((word) =>
      unknown.has(word) ? (vocabulary.nearest(word) ?? word) : word,
    )
    again = parseLabel(spelled.join(' '), vocabulary)
    mends.set(label, again)
  }
  return again
}

const mends = new WeakMap<Label, Label>()

/** What a misspelt label of an indicator means, with its doubt; null when it is none. */
export function misspeltNotion(label: Label, vocabulary: Vocabulary): Notion | null {
  return misspeltNotions(label, vocabulary)[0] ?? null
}

/** All that a misspelt label may mean, each with its doubt. */
export function misspeltNotions(label: Label, vocabulary: Vocabulary): Notion[] {
  return meanings(label, vocabulary).flatMap((notion): Notion[] =>
    notion.kind === 'indicator' ? [{ ...notion, doubt: misspeltDoubt, unknown: [] }] : [],
  )
}

/** Why a figure of a label that only resembles one of an indicator is asked about, in French. */
export const misspeltDoubt = 'le libellé n’est pas connu, mais ressemble à un libellé connu'

/** Whether each of some unknown words is a letter or two away from a known one, or what is left of one (« scan.és »). */
export function misspelt(unknown: readonly string[], vocabulary: Vocabulary): boolean {
  if (unknown.length === 2 && vocabulary.slipOf(unknown.join(''), null) !== null) return true
  return unknown.every((word) =>
    words(word).every(
      (part) => (part.length < 5 && !/\d/.test(part)) || vocabulary.slipOf(part, null) !== null,
    ),
  )
}
