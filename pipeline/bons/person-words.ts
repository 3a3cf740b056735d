import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readExpressions } from '../expressions.ts'
import { Memo } from '../memo.ts'
import { words } from '../recognise/text.ts'

/** What an expression of `sql/seeds/personnes.csv` says of the words around it. */
export const personSenses = [
  'civilite',
  'remise',
  'redaction',
  'contact',
  'destinataire',
  'coordonnee',
  'fonction',
  'prenom',
  'nom',
  'corps',
  'voie',
] as const
export type PersonSense = (typeof personSenses)[number]

/** The words beside which persons are named: data, loaded from the seeds. */
export interface PersonWords {
  /** Expressions of a sense as the inside of a pattern, the longest first; blind to accents and kinds of spaces. */
  pattern(sense: PersonSense): string
  /** Whether a single word has the sense. */
  is(sense: PersonSense, word: string): boolean
  /** Whether a text is a label that asks for a person or how to reach one: one of the expressions, with few words more. */
  label(text: string): 'contact' | 'coordonnee' | null
  /** Whether a text heads a column of persons: « Bénéficiaire », « Nom de l’usager ». */
  heads(text: string): boolean
}

/** Common first names and surnames; no seed, so that no table of the warehouse holds names. */
const namesFile = fileURLToPath(new URL('noms.csv', import.meta.url))

/** A label may say a little more than its expression: « Référent numérique de la collectivité ». */
const wordsMore = 3
const longestLabel = 80
/** What a heading of persons may say besides: « Nom et prénom du bénéficiaire ». */
const naming = new Set(words('nom noms prénom prénoms et de du des la le les l identité liste'))

/**
 * Loads the words from the seeds folder.
 * @throws BilanError naming the row that is wrong
 */
export async function loadPersonWords(seeds: string): Promise<PersonWords> {
  const known = [
    ...(await readExpressions(join(seeds, 'personnes.csv'), 'sens', personSenses)),
    ...(await readExpressions(namesFile, 'sens', personSenses)),
  ]
  const of = (wanted: PersonSense) =>
    known.filter(({ sense }) => sense === wanted).map(({ expression }) => expression)
  const single = new Map(
    personSenses.map((sense) => [sense, new Set(of(sense).map((one) => words(one).join(' ')))]),
  )
  const labels = (['coordonnee', 'contact'] as const).flatMap((sense) =>
    of(sense).map((expression) => ({ sense, words: words(expression) })),
  )
  const senseOf = (text: string): ReturnType<PersonWords['label']> => {
    if (text.length > longestLabel || /\d/.test(text)) return null
    const said = words(text)
    const found = labels.find(
      ({ words: own }) =>
        said.length <= own.length + wordsMore && own.every((word, n) => said[n] === word),
    )
    return found?.sense ?? null
  }
  const receivers = new Set(of('destinataire').map((one) => words(one).join(' ')))
  // Reports of one scheme use the same texts again and again.
  const asked = new Memo<{ sense: ReturnType<PersonWords['label']> }>()
  return {
    pattern: (sense) =>
      of(sense)
        .toSorted((a, b) => b.length - a.length)
        .map(blind)
        .join('|'),
    is: (sense, word) => single.get(sense)!.has(words(word).join(' ')),
    label: (text) => asked.of(text, (one) => ({ sense: senseOf(one) })).sense,
    heads: (text) =>
      text.length <= longestLabel &&
      receivers.has(
        words(text)
          .filter((word) => !naming.has(word))
          .join(' '),
      ),
  }
}

const accents: Record<string, string> = { a: 'àâä', c: 'ç', e: 'éèêë', i: 'îï', o: 'ôö', u: 'ùûü' }

/** A pattern of an expression in any case, with or without accents, whatever its spaces. */
function blind(expression: string): string {
  const plain = expression.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return [...plain]
    .map((char) => {
      if (char === ' ') return '[\\s\\u00a0\\u202f]+'
      if (!/[a-z]/.test(char)) return char.replaceAll(/[.*+?^${}()|[\]\\-]/g, '\\$&')
      const all = char + (accents[char] ?? '')
      return `[${all}${all.toUpperCase()}]`
    })
    .join('')
}
