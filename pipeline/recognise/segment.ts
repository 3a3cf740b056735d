import { aims } from './aim.ts'
import { type Count, countsOf } from './count.ts'
import { isUnit } from './item.ts'
import { parseLabel, says } from './label.ts'
import { indicatorIn, isSure, notionOf } from './notion.ts'
import { elsewhere } from './noun.ts'
import { answerMark, type Figure, parseFigure } from './number.ts'
import { backDoubt } from './settled.ts'
import { misspeltNotion } from './spelling.ts'
import { indicatorOf, type Statement } from './statement.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What a sentence states, and whether one of its numbers doesn't say what it counts. */
interface Said {
  found: Statement[]
  open: boolean
}

/** What a sentence states, clause by clause: each line, `label : value` or count of it. */
export function segments(sentence: string, vocabulary: Vocabulary): Said {
  const said: Said = { found: [], open: false }
  let last: Count | null = null
  const tell = (text: string, besides: Statement | null = null) => {
    const counts = countsOf(text, vocabulary, last)
    last = counts.at(-1) ?? last
    for (const { role, notion, label, figure, digits, implied } of counts) {
      said.open ||= role === 'open'
      const statement: Statement = { label, notion, figure, digits, implied, rule: 'phrase' }
      const twice = besides !== null && indicatorOf(besides) === indicatorOf(statement)
      if (role === 'own' && !twice) said.found.push(statement)
    }
  }
  for (const segment of sentence.split(/[\r\n;•|]+|\s[–—-]\s(?=\p{L})/u)) {
    if (aims(segment, vocabulary)) continue
    // Dots that lead the eye from a label to its figure are a colon.
    const plain = segment
      .trim()
      .replace(/\s*(?:\.{4,}|…{2,}|_{4,})\s*/, ' : ')
      // Three of them with spaces on both sides lead as well, up to a number that ends the line.
      .replace(/(?<=\p{L}\)?)\s+(?:\.{2,3}|…)\s+(?=\d[\d\s]*$)/u, ' : ')
      // « scannés, 1 533 pass »: a comma behind a label is its colon.
      .replace(/^([^\d,:=]{3,60}),\s*(?=\d[\d ]*(?:\s\p{L}+)?\s*\.?$)/u, '$1 : ')
    const colon = /^(.*?)\s*[:=]\s*(\S.*)$/s.exec(plain)
    // « Le taux d'utilisation est resté modeste : 9 876 pass ont été scannés »: behind the colon stands a sentence of its own.
    if (colon && says(parseLabel(colon[1]!, vocabulary), 'taux') && predicated.test(colon[2]!)) {
      tell(colon[2]!)
      continue
    }
    // « J’ai repris toutes les factures : 2 200 pass achetés »: what was done to count them is no label.
    if (colon && ownWork.test(colon[1]!) && tellsSurely(colon[2]!, vocabulary)) {
      tell(colon[2]!)
      continue
    }
    const one = colon ? labelled(colon[1]!, colon[2]!, vocabulary) : null
    if (one && !explained(one, plain, vocabulary)) {
      said.found.push(one)
      continue
    }
    // « Pass achetés : 820 (dont 500 scannés) »: the bracket is a clause of its own.
    const part = /^(.*\d[^()]*?)\s*\((dont\s[^()]*)\)\.?$/is.exec(colon?.[2] ?? '')
    const all = colon && part ? labelled(colon[1]!, part[1]!, vocabulary) : null
    if (all) {
      said.found.push(all)
      tell(`${colon![1]} ${part![1]}, ${part![2]}`, all)
    } else tell(plain)
  }
  return said
}

const ownWork =
  /^\W*(?:j['’]ai|nous avons|on a|après avoir|en) (?:\p{L}+ )?(?:repris|dépouillé|compté|recompté|additionné|vérifié|pointé|relu|ressorti|épluché|croisé|rassemblé|consulté|reprenant|dépouillant|comptant|additionnant|pointant|épluchant|croisant)(?!\p{L})[^\d]*$/iu

/** Whether a text counts something of ours with no doubt. */
function tellsSurely(text: string, vocabulary: Vocabulary): boolean {
  return countsOf(text, vocabulary).some(({ role, notion }) => role === 'own' && isSure(notion))
}

const predicated =
  /^(?:environ )?\d[\d\s.]*\s(?:pass|chèques?|personnes?|bénéficiaires?|usagers?|habitants?)\s(?:[^\d,;:]+\s)?(?:ont|a|sont|avaient|étaient)\s/iu

/** « Pass scannés : 9 120 au 31/12/2022 », « 9 120 sur 15 000 »: whether an answer of several numbers says by its words which one counts. */
function explained(one: Statement, text: string, vocabulary: Vocabulary): boolean {
  const { figure, notion: own } = one
  if (figure === 'absence') return false
  // « public : 247 bénéficiaires uniques » says more behind its colon than before it.
  const vague = own.kind === 'indicator' && own.doubt !== null && figure.kind === 'number'
  if (!vague && (figure.kind !== 'doubtful' || figure.proposal !== null)) return false
  return countsOf(text, vocabulary).some(
    ({ role, notion, figure: said }) =>
      role === 'own' &&
      isSure(notion) &&
      indicatorOf(one) === indicatorIn(notion) &&
      said.kind === 'number',
  )
}

/** « 125 boîtes », « 125 douzaines »: the unknown word of what a number counts, right behind it; null where there is none. */
function nounBehind(text: string, vocabulary: Vocabulary): string | null {
  const word = /^[^\p{L}\d]*\d[\d .\u00a0\u202f]*\s(\p{Ll}{3,}s)(?!\p{L})/u.exec(text)?.[1]
  if (word === undefined || isUnit(word)) return null
  const [term] = vocabulary.terms(word)
  return term?.sense === null && !vocabulary.isOrdinary(term.expression) ? word : null
}

const goneBack = /\b(?:rembourse|restitue|retourne|annule|rendu)e?s?\b/

/** `label : value`, where the value is one figure with at most its unit, or a word for none. */
function labelled(left: string, right: string, vocabulary: Vocabulary): Statement | null {
  // « Sur 1 500 pass achetés : 600 utilisés »: what has a count of its own is no label.
  if (countsOf(left, vocabulary).some(({ role }) => role !== 'other')) return null
  // « Pass scannés (unité = 1 pass) »: what stands in brackets states nothing.
  if (left.split('(').length > left.split(')').length) return null
  const label = parseLabel(left, vocabulary)
  const plain = notionOf([label])
  const notion = plain.kind === 'indicator' ? plain : misspeltNotion(label, vocabulary)
  if (notion?.kind !== 'indicator') return null
  const absence = vocabulary.absence(right)
  if (absence === 'absence') return { label, notion, figure: 'absence', rule: 'deux_points' }
  const figure: Figure =
    absence === 'zero'
      ? { kind: 'number', number: 0, approximate: false, rest: '', percent: false }
      : parseFigure(right.replace(/\.$/, '').replace(answerMark, ''))
  if (figure.kind === 'none' || figure.rest.split(' ').length > 3) return null
  // « Bénéficiaires : 120 foyers » counts something else than its label says.
  const unit = vocabulary.terms(figure.rest.replaceAll(/[^a-z ]/g, ' '))
  const other = unit.find(({ sense }) => sense !== null && [...elsewhere, 'lieu'].includes(sense))
  if (other && figure.kind === 'number') {
    const doubtful = {
      ...notion,
      doubt: notion.doubt ?? `le nombre est donné en « ${other.expression} »`,
    }
    return { label, notion: doubtful, figure, rule: 'deux_points' }
  }
  // « Second achat : 2 000 pass annulés »
  const bought = notion.indicator === 'pass_achetes' || notion.indicator === 'pass_commandes'
  if (bought && figure.kind === 'number' && goneBack.test(figure.rest)) {
    const doubtful = { ...notion, doubt: notion.doubt ?? backDoubt }
    return { label, notion: doubtful, figure, rule: 'deux_points' }
  }
  const noun = figure.kind === 'number' ? nounBehind(right, vocabulary) : null
  if (noun !== null) {
    const doubtful = { ...notion, doubt: notion.doubt ?? `le nombre est donné en « ${noun} »` }
    return { label, notion: doubtful, figure, rule: 'deux_points' }
  }
  if (figure.kind === 'doubtful' && /\(dont\s/i.test(right)) return null
  if (figure.kind === 'number' && figure.percent) return null
  return { label, notion, figure, rule: 'deux_points' }
}
