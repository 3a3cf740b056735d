import { remembered } from '../memo.ts'
import { parseLabel, says } from './label.ts'
import { acts, persons, type Sense, type Vocabulary } from './vocabulary.ts'

const auxiliary = /(?<!\p{L})(?:a|ai|ont|avons|avait|avaient)\s+((?:[\p{L}’'-]+\s*){1,5})/giu
const participle = /(?:é|i|u|is|us|it|int)(?:e|s|es)?$/iu

/** Participles that only say that something was laid down: « s’est fixé », « a signé ». */
const laidDown =
  /^(?:été|pour|eu|fixé|défini|décidé|signé|validé|approuvé|adopté|autorisé|voté|inscrit|conclu|conventionné)e?s?$/iu

/** What is known to have been done when a participle says it without « avoir » too. */
const done: Sense[] = ['realise']

/** Whether a text says that something has been done: « ont été achetés », « avons scanné », « réalisé ». */
export function accomplished(text: string, vocabulary: Vocabulary): boolean {
  const plain = text.normalize('NFC')
  if (says(parseLabel(plain, vocabulary), ...done)) return true
  for (const match of plain.matchAll(auxiliary)) {
    const words = match[1]!.trim().split(/\s+/)
    const verb = words.find((word) => participle.test(word) && !laidDown.test(word))
    if (verb !== undefined && !says(parseLabel(verb, vocabulary), 'objectif')) return true
  }
  return false
}

/** Whether a sentence only tells what is aimed at (« Notre objectif est d'acheter 5 000 pass et d'en faire scanner 3 500 »). */
export function aims(sentence: string, vocabulary: Vocabulary): boolean {
  return says(parseLabel(sentence, vocabulary), 'objectif') && !accomplished(sentence, vocabulary)
}

/**
 * Whether a clause leaves the sentence speaking of an aim: it names one and nothing done after it, or it goes on with one.
 * @param before whether the clauses before it did
 */
export function aimsOn(clause: string, before: boolean, vocabulary: Vocabulary): boolean {
  const words = clause.split(/\s+/)
  const last = words.findLastIndex((word) => says(parseLabel(word, vocabulary), 'objectif'))
  const named = last >= 0 || says(parseLabel(clause, vocabulary), 'objectif')
  return (before || named) && !accomplished(words.slice(last + 1).join(' '), vocabulary)
}

/**
 * A text without the brackets that compare with an objective or with what could be bought, « 1 480 pass achetés (98,7 % de l'objectif) », « (potentiel :
 * 5 000) », or tell what had to be, « (la moitié des pass devait leur être réservée) ».
 */
export function withoutComparison(text: string, vocabulary: Vocabulary): string {
  return text.replaceAll(/\s*\(([^()]*)\)/g, (bracket, inside: string) => {
    const label = parseLabel(inside, vocabulary)
    // « (potentiel : 20 000, achetés : 14 200) » gives both.
    const possible = says(label, 'potentiel') && !says(label, ...acts, ...persons)
    const compares =
      (possible || says(label, 'objectif', 'taux')) && !accomplished(inside, vocabulary)
    return compares && (/\d/.test(inside) || hadTo.test(inside)) ? '' : bracket
  })
}

const hadTo = /(?<!\p{L})(?:dev(?:ait|aient)|doit|doivent)\s+\p{L}+/u

const sentenceEnd =
  /(?<=(?:\p{L}{4}|\d|[)»%€])\s?[.!?])\s+(?=[\p{Lu}«(-])|(?<=(?:\p{Ll}{4}|\d|[)»%€])(?<!approx)\s?[.!?])\s+(?=\d)|(?<![:;,]\s*)[\r\n]+/u

/** The sentences of a text; a line that ends in a colon, a comma or a semicolon goes on in the next one. */
export const sentencesOf = remembered((text): readonly string[] =>
  text.split(sentenceEnd).filter((sentence) => sentence.trim() !== ''),
)

const lineBreak = /[\r\n]/

/** A sentence whose words stand one under the other, as narrow cells make them, on one line again. */
export function unbroken(text: string): string {
  if (!lineBreak.test(text)) return text
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  const wordwise = lines.length > 3 && lines.every((line) => !/\S\s+\S/.test(line.trim()))
  return wordwise ? lines.map((line) => line.trim()).join(' ') : text
}
