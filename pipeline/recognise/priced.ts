import { noLabel, parseLabel } from './label.ts'
import { notionOf } from './notion.ts'
import { parseFigure } from './number.ts'
import type { Statement } from './statement.ts'
import { fold } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'

const number = String.raw`\d{1,3}(?:[ .]\d{3})+(?!\d)|\d+(?![\d.,]\d)`
const euros = String.raw`(?:,00)? ?(?:€|euros?\b|eur\b)`
/** « a consacré 6 500 euros (6 500 €) à l’achat de pass numériques, au prix unitaire de 10 euros » */
const spent = new RegExp(
  String.raw`\b(?:consacre|depense|mandate|paye|regle|verse|investi|engage et paye)e?s?\b[^.;\d]{0,30}(?<sum>${number})${euros}(?: ?\((?<again>${number})${euros}\))? (?:a |pour |dans |en )?(?:l')?(?:achat|acquisition)s? (?:de |des |d')(?:pass|cheques)(?: numeriques?)?,? (?:au (?:prix|cout|tarif)(?: unitaire)? de |a raison de |a )(?<each>\d+)${euros}(?: (?:l'unite|piece|chacun|le pass|par pass))?(?<rest>.*)$`,
)

/**
 * What a sentence says was bought by what was spent on pass alone and what one costs, « 6 500 € à l’achat de pass, au prix unitaire de dix euros »; null where
 * it tells another number, or another price than that of a pass.
 */
export function bought(sentence: string, vocabulary: Vocabulary): Statement | null {
  const plain = fold(sentence)
  const found = spent.exec(plain)
  const said = found?.groups
  const lead = plain.slice(0, found?.index ?? 0).replaceAll(/\b20[0-4]\d\b/g, '')
  // « Sur les 8 000 € prévus, nous n’avons pas dépensé… »
  if (/\d/.test(lead) || unlike.test(lead)) return null
  if (said === undefined || /\d/.test(said.rest!) || Number(said.each) !== price) return null
  const sum = (digits: string) => Number(digits.replaceAll(/\D/g, ''))
  if (said.again !== undefined && sum(said.again) !== sum(said.sum!)) return null
  if (sum(said.sum!) % price !== 0) return null
  const label = { ...parseLabel('Pass achetés', vocabulary), text: sentence.trim() }
  const figure = parseFigure(`${said.sum} €`)
  return {
    label: { ...noLabel, ...label },
    notion: notionOf([label]),
    figure,
    digits: said.sum!,
    rule: 'phrase',
    priced: true,
  }
}

/** What may deny or only intend what follows it. */
const unlike = /\b(?:ne|pas|jamais|aurai\w*|pourr\w*|devr\w*|prev\w*|voul\w*|souhait\w*|si)\b|\bn'/

/** Euros of one pass. */
const price = 10
