import { numbersIn } from './counts.ts'
import { parseLabel } from './label.ts'
import { indicatorIn, isSure, notionOf, personDoubt } from './notion.ts'
import { passes } from './noun.ts'
import { digitsOf } from './passage.ts'
import type { Statement } from './statement.ts'
import { fold } from './text.ts'
import type { Sense, Vocabulary } from './vocabulary.ts'

/** A statement whose number follows one of booklets: it may count either, with that doubt. */
export function bookletOrPass(statement: Statement): Statement {
  const { notion } = statement
  if (notion.kind !== 'indicator') return statement
  return { ...statement, notion: { ...notion, doubt: notion.doubt ?? bookletDoubt } }
}

const bookletDoubt = 'des carnets ou des pass : la phrase ne le dit pas'

/** « Tous ont été utilisés », « l’intégralité de ces pass a été scannée »: as many as were bought. */
export function allOf(sentence: string, bought: Statement, vocabulary: Vocabulary): Statement[] {
  const plain = fold(sentence).replaceAll(/ \(\s*\d[\d ]*\)/g, '')
  const said = wholeScanned.exec(plain)
  if (said === null || notQuite.test(plain)) return []
  // « 1 402 pass, tous scannés, sur les 1 900 achetés »: all of the number before it.
  const last = numbersIn(plain.slice(0, said.index)).findLast((number) => number >= 20)
  const { figure } = bought
  const other = figure !== 'absence' && figure.kind === 'number' && last !== figure.number
  if (last !== undefined && other) return []
  const act = parseLabel(said[1]!, vocabulary).terms
  const terms = [...bought.label.terms.filter(({ sense }) => passes.includes(sense)), ...act]
  const label = { ...bought.label, text: sentence.trim(), terms }
  const notion = notionOf([label])
  if (notion.kind !== 'indicator' || notion.indicator !== 'pass_scannes') return []
  return [{ ...bought, label, notion, rule: 'phrase' }]
}

/** Whether a sentence says of all pass that they were used, and not only of nearly all. */
export function saysAllUsed(sentence: string): boolean {
  const plain = fold(sentence)
  const said = wholeScanned.exec(plain)?.[0] ?? ''
  // « Tous les pass scannés l’ont été par nos médiateurs » says nothing of those bought.
  const told = /\b(?:ont|a|est|sont|avaient|etaient)\b/.test(said)
  return told && /\b(?:pass|cheques)\b/.test(plain) && !notQuite.test(plain)
}

const wholeScanned =
  /(?:^|[,;:.(] ?|\bet |\bqui |\bils |\belles )(?:tou(?:s|tes)|la totalite|l'integralite|l'ensemble|(?:ils|elles|qui|et)? ?(?:ont|sont) (?:bien )?(?:ete )?tou(?:s|tes))(?: (?:de |d'entre )?(?:ces|les|nos|eux|elles)(?: (?:pass|cheques|carnets)(?: (?:numeriques|achetes))?)?| des (?:pass|cheques)(?: achetes)?)?(?: (?:ont|sont|ayant|a|est|avaient|etaient))?(?: bien)?(?: tous)?(?: ete)? ((?:scann|utilis|consomm|flash)[a-z]+)/
const notQuite =
  /\b(?:presque|quasi(?:ment)?|pas|non|sauf|except[a-z]+|hormis|a l'exception|a part|moins|ou presque|autres|reste|restants?)\b/

/**
 * Numbers of persons are sure where their sentence, or one without numbers after it, says that each is counted once, or where they are told
 * together with the pass, as the answer to the same request: « 640 pass achetés, 501 utilisés, 112 personnes ».
 */
export function once(
  told: { sentence: string; found: Statement[] }[],
  vocabulary: Vocabulary,
): Statement[] {
  const doubtful = told.flatMap(({ found }) => found.filter(isOfPersons))
  const alone = new Set(doubtful.map(({ digits }) => digits)).size === 1
  return told.flatMap(({ sentence, found }, at) => {
    const next = told[at + 1]?.sentence ?? ''
    const near = /\d/.test(next) ? [sentence] : [sentence, next]
    const terms = near.flatMap((one) => vocabulary.terms(one))
    const said = (...wanted: Sense[]) => terms.some(({ sense }) => sense && wanted.includes(sense))
    const beside = [...found, ...(told[at - 1]?.found ?? [])].some(
      ({ notion }) => isSure(notion) && indicatorIn(notion)?.startsWith('pass_'),
    )
    return found.map((statement) => {
      const { notion } = statement
      if (!isOfPersons(statement) || notion.kind !== 'indicator' || said('reserve'))
        return statement
      const plain = statement.label.terms.some(({ expression }) => bare.test(expression))
      const whole = alone && plain && beside && !said('acte', 'distribution', 'objectif')
      const users = alone && areUsers(sentence, statement.digits ?? '') && !said('acte', 'objectif')
      if (!said('distinct') && !whole && !users) return statement
      return { ...statement, notion: { ...notion, doubt: null } }
    })
  })
}

/**
 * Statements with the only number of persons sure where the text goes on from a paragraph that ends on pass that were used, and neither speaks of handing
 * out or of workshops: « Cela représente 188 personnes. »
 * @param earlier what the paragraph before states
 */
export function referring(
  found: readonly Statement[],
  text: string,
  earlier: readonly Statement[],
  vocabulary: Vocabulary,
): readonly Statement[] {
  const last = earlier.at(-1)
  const doubtful = found.filter(isOfPersons)
  const [only] = doubtful
  if (only?.notion.kind !== 'indicator' || doubtful.length > 1 || last === undefined) return found
  if (!refersBack.test(fold(text)) || indicatorIn(last.notion) !== 'pass_scannes') return found
  const other: Sense[] = ['distribution', 'emission', 'acte', 'objectif', 'reserve']
  const terms = [last.label.text, text].flatMap((one) => vocabulary.terms(one))
  const plain = only.label.terms.some(({ expression }) => bare.test(expression))
  if (!plain || !isSure(last.notion)) return found
  if (terms.some(({ sense }) => sense !== null && other.includes(sense))) return found
  const sure: Statement = { ...only, notion: { ...only.notion, doubt: null } }
  return found.map((one) => (one === only ? sure : one))
}

/** « Cela représente 188 personnes »: those of the paragraph before. */
const refersBack =
  /^\W*(?:cela|ca|ceci|ce qui|soit|au total, cela|en tout, cela|ce sont|ils|ces pass)\b/

/** Persons, and neither the inhabitants of a place nor those who take part in something. */
export const bare = /^(?:personne|pers|persone|gen|nombre de personne)$/

/** « 6 540 avaient été utilisés, par 1 308 habitants »: who used them, and not how often. */
function areUsers(sentence: string, digits: string): boolean {
  const at = digitsOf(digits).source
  return new RegExp(
    `\\b(?:utilis|consomm|scann|depens|flash)e?e?s?\\b[^.;:\\d]{0,30}(?:aupres de \\d+ [a-z]+ )?\\bpar (?:quelque )?${at} (?:personnes|habitants|usagers|administres|concitoyens|beneficiaires)\\b`,
  ).test(fold(sentence))
}

function isOfPersons({ notion, figure }: Statement): boolean {
  return (
    notion.kind === 'indicator' &&
    notion.doubt === personDoubt &&
    notion.unknown.length === 0 &&
    figure !== 'absence' &&
    figure.kind === 'number'
  )
}
