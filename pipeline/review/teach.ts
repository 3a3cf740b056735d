import { parseLabel } from '../recognise/label.ts'
import { words } from '../recognise/text.ts'
import { type Sense, senses, type Vocabulary } from '../recognise/vocabulary.ts'

/** The senses that a whole label may have, with what each says to a person. */
export const labelSenses: [Sense, string][] = [
  ['pass_achetes', 'le nombre de pass achetés'],
  ['pass_scannes', 'le nombre de pass scannés'],
  ['beneficiaires_uniques', 'le nombre de bénéficiaires uniques'],
  ['pass_commandes', 'le nombre de pass commandés'],
  ['ignorer', 'rien de ce qui est cherché : ne plus poser la question'],
]

/** The sense of a number in the list, or of a name in the vocabulary; null when it is neither. */
export function senseOf(answer: string): Sense | null {
  const text = answer.trim().toLowerCase()
  if (/^\d$/.test(text)) return labelSenses[Number(text) - 1]?.[0] ?? null
  return senses.find((sense) => sense === text) ?? null
}

/** Two spellings of one expression have one key. */
export function expressionKey(expression: string): string {
  return words(expression).join(' ')
}

/** The labels that a question speaks of: a figure stands under one or several. */
export function labelsOf(libelle: string): string[] {
  return libelle.split(' | ').filter((label) => words(label).length > 0)
}

/** The label to teach first: the one with words that nobody knows, else the outermost. */
export function labelToTeach(libelle: string, vocabulary: Vocabulary): string | null {
  const labels = labelsOf(libelle)
  const unknown = labels.find((label) => parseLabel(label, vocabulary).unknown.length > 0)
  return unknown ?? labels[0] ?? null
}

/** Words of a label that the vocabulary doesn't know, each with the nearest that it knows, or null. */
export function unknownWords(
  label: string,
  vocabulary: Vocabulary,
): { word: string; nearest: string | null }[] {
  const { unknown } = parseLabel(label, vocabulary)
  return unknown.map((word) => ({ word, nearest: vocabulary.nearest(word) }))
}

/** The sense that these very words have already; null when they have none together. */
export function knownSense(expression: string, vocabulary: Vocabulary): Sense | null {
  const terms = vocabulary.terms(expression)
  return terms.length === 1 ? terms[0]!.sense : null
}

/** Whether a label, once the vocabulary holds the expression, is read by it: a year or a date in it is set aside before. */
export function isHeard(expression: string, libelle: string, taught: Vocabulary): boolean {
  const key = expressionKey(expression)
  const sense = knownSense(expression, taught)
  return labelsOf(libelle).some((text) => {
    const label = parseLabel(text, taught)
    if (sense === 'neutre') {
      return (
        ` ${expressionKey(text)} `.includes(` ${key} `) &&
        !label.unknown.some((w) => key.split(' ').includes(w))
      )
    }
    return label.terms.some((term) => term.expression === key && term.sense === sense)
  })
}
