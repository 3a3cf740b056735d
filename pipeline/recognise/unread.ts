import { accomplished } from './aim.ts'
import { type Label, parseLabel, says } from './label.ts'
import type { Indicator, Notion } from './notion.ts'
import { spellsUnclearly } from './numeral.ts'
import type { Statement } from './statement.ts'
import { fold } from './text.ts'
import type { Sense, Vocabulary } from './vocabulary.ts'

const spent = /\d\s*(?:€|euros?)?\s+en\s+(?:pass|cheques?|carnets?)\b/

const dayOfMonth =
  /\b\d{1,2}(?:er)? (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b/g

/** « dans 2 communes »: how many places there are counts neither pass nor persons. */
const ofPlaces =
  /(?<![\d .])\d{1,3} (?:communes?|lieux|sites?|structures?|quartiers?|villages?|centres?|mediatheques?|bibliotheques?|espaces?|cantons?|territoires?|conventions?|departements?|mairies?|prescripteurs?|partenaires?|relais|associations?)\b/g

/** Whether a label speaks of a share of passes or persons: « la moitié des pass a été scannée ». */
export function shared(label: Label): boolean {
  return says(label, 'taux') && says(label, 'objet', 'carnet', 'beneficiaire')
}

/**
 * Questions about a sentence from which nothing was read, though it says that something was done and how much: « Un pass sur deux a été
 * scanné », « Nous avons dépensé 12 000 en pass ». Empty for a sentence that says no such thing.
 */
export function unread(sentence: string, vocabulary: Vocabulary): Statement[] {
  if (!accomplished(sentence, vocabulary)) return []
  const label = parseLabel(sentence, vocabulary)
  const money = spent.test(fold(sentence))
  // « le compte rendu du 10 octobre »: a day counts nothing.
  const undated = fold(sentence).replaceAll(dayOfMonth, ' ').replaceAll(ofPlaces, ' ')
  const unclear = spellsUnclearly(sentence)
  const quantified = unclear || /(?<![\d/-])(?!20[0-4]\d\b)\d+(?![\d/-])/.test(undated)
  if (!quantified && !shared(label)) return []
  const speaks = (...senses: Sense[]) => says(label, ...senses)
  const things = speaks('objet', 'carnet')
  const indicators: Indicator[] = [
    ...(money || (things && speaks('achat')) ? (['pass_achetes'] as const) : []),
    ...(!money && things && speaks('scan') ? (['pass_scannes'] as const) : []),
    // Any number of « bénéficiaires » whose words were clear would have been read.
    ...(speaks('beneficiaire') && (unclear || speaks('distinct', 'accompagne'))
      ? (['beneficiaires_uniques'] as const)
      : []),
  ]
  const doubt = money
    ? 'une somme d’argent plutôt qu’un nombre de pass'
    : 'une phrase dont le nombre ne peut pas être lu'
  return indicators.map((indicator): Statement => {
    const notion: Notion = {
      kind: 'indicator',
      indicator,
      doubt,
      unknown: [],
      rank: 0,
      part: false,
    }
    const figure = {
      kind: 'doubtful',
      reason: 'plusieurs_nombres',
      proposal: null,
      rest: '',
    } as const
    return { label, notion, figure, rule: 'phrase' }
  })
}
