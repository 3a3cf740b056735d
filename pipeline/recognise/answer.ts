import { sentencesOf } from './aim.ts'
import { type Count, countsOf } from './count.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { noLabel, parseLabel } from './label.ts'
import { isSure, type Notion, notionOf, personDoubt } from './notion.ts'
import { elsewhere } from './noun.ts'
import { bareAnswer, misaddsUp, parseFigure } from './number.ts'
import { spelledTwice, withDigits } from './numeral.ts'
import type { Passage } from './passage.ts'
import { lastState, onlyPass, plainer } from './plainer.ts'
import { stacksOf } from './stack.ts'
import type { Statement } from './statement.ts'
import { fold } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A question of a mail with the paragraph below that answers it. */
export interface Answer {
  question: Passage
  answer: Passage
  /** What the answer states; null where it doesn't begin with a number. */
  statement: Statement | null
}

/** The answer at the head of a paragraph: « 1 132 d’après la plateforme ». */
const leading =
  /^\s*(?:oui\s*[,:]?\s*|environ\s+|r(?:[ée]p(?:onse|\.)?)?\s?\d?\s?[:.]\s*|(?:[–—→•*]|-+>?|=?>)\s+)?(\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d+)(?!\d|[,/-]\d|\s*(?:%|€|euros?\b))/iu

/** What may follow a number that answers a heading: the end, a sign, its unit or a day. */
const alone =
  /^\s*(?:$|[,.;(–—]|(?:pass|personnes?)\s*(?:$|[,.;(])|au\s+\d{1,2}\s|en\s+20\d\d\b|à\s+(?:ce\s+jour|la\s+clôture)|(?:au\s+total|en\s+tout)\s*(?:$|[.,;(]))/u

/** « 1) », « Q2 – », « Question 3 : » */
const numbered =
  /^[\s>]*(?:q(?:uestion)?\s?(?:n°\s?)?\d{1,2}\s?[).:/–—-]\s*|\d{1,2}\s?[).:/–—-]\s*|[-•*]\s*)?/i

/** Whether two texts are numbered one after the other: « 2) … » over « 3) … ». */
function isNextNumbered(question: string, next: string): boolean {
  const [own, other] = [question, next].map((text) => lineNumber.exec(text)?.[1])
  return own !== undefined && other !== undefined && Number(other) === Number(own) + 1
}

const lineNumber = /^[\s>]*(?:q(?:uestion)?\s?(?:n°\s?)?)?(\d{1,2})\s?[).:/–—-]\s*(?=\p{L})/iu

/** « Indiquez le nombre de pass achetés. » */
const requests =
  /^(?:(?:merci de|veuillez|priere de) (?:nous )?(?:indiquer|preciser|renseigner|donner|mentionner|communiquer)|(?:indiqu|precis|renseign|donn|mentionn|communiqu)ez(?:-nous)?)\b[^\d:]*$/

/** Letters of a heading, and of a line that the mail quotes from a questionnaire. */
const longestHeading = 60
const longestQuoted = 90

/** « Donc 415 à la clôture. », « Soit 415 au total »: the last sentence of an answer, where it says what it all comes to. */
const conclusion =
  /^\s*(?:donc|soit|ce qui fait|cela fait|ça fait|on arrive donc à|au total|en tout)\s?[,:]?\s(?=(?:donc\s|soit\s)?\d[\d\s]*(?:pass|personnes?|carnets?)?\s*(?:à (?:la clôture|la fin|l['’]arrivée|ce jour)|au total|en tout|(?:au|en) final)?\s*[.!]?\s*$)(?:donc\s|soit\s)?/iu

/** An answer of several sentences as the last one, where that concludes; as it stands elsewhere. */
function concluded(text: string): string {
  const last = sentencesOf(text).at(-1)?.trim() ?? ''
  const told = conclusion.exec(last)
  return told === null || last === text.trim() ? text : last.slice(told[0].length)
}

/** Whether a paragraph is a short line alone that says no more than what is counted: « Pass utilisés ». */
function isHeading(text: string, { items }: Passage, grid: Grid): boolean {
  const [first] = items
  return (
    items.length === 1 &&
    text.length <= (isQuoted(items[0]!.cell.text) ? longestQuoted : longestHeading) &&
    !/[.;,:]\s*$/.test(text) &&
    !/\d/.test(text) &&
    grid.row(first!.cell.row).length === 1
  )
}

/** Whether a line of a mail is quoted from an earlier one. */
export function isQuoted(text: string): boolean {
  return /^\s*>/.test(text)
}

/** « Objet : RE: bilan »: the mail answers another one, and passes none on. */
const replies = /^\s*(?:objet|sujet|subject)\s*:\s*(?:re|r[ée]p)\s*(?:\[\d+\])?\s*:/i
/** « Il remplace les chiffres provisoires ci-dessous. » */
const replaces =
  /\b(?:remplac\w*|annul\w* et remplac\w*|se substitu\w*|rectifi\w*|corrig\w*) (?:les |le |la |l'|aux? |ceux |celui |ma |mon |mes |notre |nos )[^.;:\d]{0,60}\b(?:ci-dessous|plus bas|qui (?:suit|suivent)|en bas de (?:page|ce message|ce mail))\b/
/** « Annule et remplace mon message de la semaine dernière »: what it says holds. */
const replacesMessage =
  /\b(?:annule et remplace|remplace) (?:mon|ma|notre|le|la) (?:(?:precedente?|derniere?|premiere?) )?(?:message|mail|courriel|envoi|lettre|courrier)\b/
/** « Merci de ne tenir compte que de ce mail », « Objet : Erreur dans mon bilan ! » */
const correctsMessage =
  /\b(?:ne )?(?:tenir|tenez) compte (?:que|uniquement|seulement|exclusivement) (?:de|du) (?:ce|present) (?:mail|message|courriel|envoi)\b|^\W*(?:objet|sujet|subject)\s*:\s*(?:erreur|erratum|coquille|rectificatif|correction|correctif)\b(?! d'adresse)/
/** Whether a sentence says that the message which it stands in goes before an earlier one. */
export function replacesEarlier(sentence: string): boolean {
  const plain = fold(sentence)
  return replacesMessage.test(plain) || correctsMessage.test(plain)
}
/** « Le 2 mars, le service numérique a écrit : » */
const wrote = /^\s*le\s[^:]{3,90}\sa\sécrit\s*:\s*$/i
/** What programs write above the mail that is answered, where no sign stands before its lines. */
const origin =
  /^\s*[-_]{2,}\s*(?:message (?:d['’]origine|original|initial)|original message)\s*[-_]{2,}\s*$/i
const sender = /^\s*\*?(?:de|from|expéditeur)\s*:/i
const sent = /^\s*\*?(?:envoyée?(?: le)?|date|sent)\s*:/im
const subject = /^\s*\*?(?:objet|sujet|subject)\s*:/im
/** Lines of the head of a mail, from its sender to its subject. */
const headLines = 6

/** The row from which a reply repeats the mail that it answers, or a mail one that it replaces, without any sign at its lines; infinite where it doesn't. */
export function earlierFrom({ items }: Grid): number {
  const reply = items.findIndex(
    ({ cell }) =>
      replies.test(cell.text) || replaces.test(fold(cell.text)) || replacesEarlier(cell.text),
  )
  if (reply < 0) return Number.POSITIVE_INFINITY
  const heads = items.slice(reply + 1).find((item, at) => {
    if (origin.test(item.cell.text) || wrote.test(item.cell.text)) return true
    if (!sender.test(item.cell.text)) return false
    const head = items.slice(reply + 1 + at, reply + 1 + at + headLines)
    const text = head.map(({ cell }) => cell.text).join('\n')
    return sent.test(text) && subject.test(text)
  })
  return heads?.cell.row ?? Number.POSITIVE_INFINITY
}

/**
 * Questions and headings that are answered by the paragraph below: « > 1) Combien de pass avez-vous achetés ? » over « 1500, une seule
 * commande », « Pass utilisés » over « 8 212, au 30 novembre 2021 ». Only those that say by themselves what is counted.
 */
export function answersIn(
  passages: readonly Passage[],
  grid: Grid,
  vocabulary: Vocabulary,
): Answer[] {
  const flat = isFlat(passages, grid, vocabulary)
  const { captions, open } = stacksOf(grid)
  return passages.flatMap((question, at): Answer[] => {
    const text = question.text.replace(numbered, '').trim()
    const { row } = question.items.at(-1)!.cell
    if (captions.has(row)) return []
    const asks = /\?\s*$/.test(text) || requests.test(fold(text))
    if (!asks && !isHeading(text, question, grid)) return []
    if (/\d/.test(text.replaceAll(/\b(?:20\d\d|1)\b/g, ''))) return []
    const label = parseLabel(text, vocabulary)
    const notion = notionOf([label])
    // « > Ex. : 1 000 » under a question is no answer to it.
    const further = isQuoted(question.text) ? passages.slice(at + 1).findIndex(answers) : 0
    const number = numberUnder(question, grid)
    const answer = number ?? passages[at + 1 + Math.max(further, 0)]
    if (notion.kind !== 'indicator' || !answer || !follows(grid, question, answer)) return []
    if (number !== null && (flat || open.has(row))) return [{ question, answer, statement: null }]
    // « 2. Pass scannés » over « 3. Bénéficiaires uniques : 155 » has no answer.
    if (number === null && isNextNumbered(question.text, answer.text)) return []
    const reply = spelledTwice(answer.text) ?? onlyPass(concluded(lastState(answer.text)))
    const said = leading.exec(reply)
    const told = asks && said === null ? countIn(plainer(reply), notion, vocabulary) : null
    if (told !== null && isSure(notion)) {
      const { figure, digits } = told
      return [
        { question, answer, statement: { label, notion, figure, digits, rule: 'deux_points' } },
      ]
    }
    // Under a heading, a paragraph answers with its first number alone: « 8 212, au 30 novembre 2021 ».
    const whole = isWhole(reply)
    const short = said !== null && (whole || alone.test(reply.slice(said[0].length)))
    if (!asks && !(short && isSure(notion))) return []
    if (
      said === null ||
      !isSure(notion) ||
      misaddsUp(reply) ||
      (!whole && isMore(reply, said, vocabulary))
    )
      return [{ question, answer, statement: null }]
    const digits = fold(said[1]!)
    // « 120 carnets de 10 »
    const booklets =
      /^\s*(?:carnets?|chéquiers?)(?:\s+(?:de|à)\s+\d{1,2}(?:\s+(?:pass|chèques?))?)?(?!\p{L})/iu.exec(
        reply.slice(said[0].length),
      )
    const unit = booklets ? parseLabel(`${text} (${booklets[0].trim()})`, vocabulary) : label
    const figure = parseFigure(
      bareAnswer(said[0].replace(/^\s*(?:oui|r[ée]ponse)\s*[,:]?\s*/iu, '')),
    )
    const statement: Statement = { label: unit, notion, figure, digits, rule: 'deux_points' }
    return [{ question, answer, statement }]
  })
}

/** Whether a text is a table that became a cell a line, two numbers under a label: which of them is of which column, nothing says any more. */
function isFlat(passages: readonly Passage[], grid: Grid, vocabulary: Vocabulary): boolean {
  return passages.some((question) => {
    const number = numberUnder(question, grid)
    if (number === null || numberUnder(number, grid) === null) return false
    return (
      notionOf([parseLabel(question.text.replace(numbered, '').trim(), vocabulary)]).kind ===
      'indicator'
    )
  })
}

/** Whether a line under a quoted question may answer it: one that isn't quoted, or the next question. */
function answers({ text }: Passage): boolean {
  return !isQuoted(text) || /\?\s*$/.test(text)
}

/** « 3 700 pass en deux commandes. »: whether an answer is one number of pass or persons, and what explains it. */
function isWhole(text: string): boolean {
  const figure = parseFigure(bareAnswer(text.replace(/\.\s*$/, '')))
  return (
    figure.kind === 'number' &&
    /^(?:pass|personnes?|beneficiaires?(?: uniques)?)?$/.test(figure.rest)
  )
}

/** « 1 200 en 2021 puis 300 en 2022 », « 140 foyers »: whether an answer goes on with more, or counts something else. */
function isMore(text: string, [lead, digits]: RegExpExecArray, vocabulary: Vocabulary): boolean {
  const unit = text.slice(lead.length).split(/[,;.:(–—]/u)[0]!
  const [first] = vocabulary.terms(unit).filter(({ sense }) => sense !== 'neutre')
  if (first?.sense != null && elsewhere.includes(first.sense)) return true
  // « 301, dont 120 femmes et 40 jeunes »: parts of it.
  const sentence = sentencesOf(withDigits(text))[0]!.split(
    /\(|(?<!\p{L})(?:dont|soit)(?!\p{L})/iu,
  )[0]!
  const counts = countsOf(sentence, vocabulary)
  const own = counts.find((one) => one.digits === fold(digits!))
  return counts.some(
    (one) => one !== own && one.role !== 'part' && one.role !== 'other' && sameThing(one, own),
  )
}

function sameThing(one: Count, own: Count | undefined): boolean {
  return one.act === null || one.act.sense === own?.act?.sense
}

/** A number that stands alone under a question, an empty line between them at most. */
function numberUnder({ items }: Passage, grid: Grid): Passage | null {
  const last = items.at(-1)!.cell
  let row = last.row + 1
  while (row < last.row + 4 && (grid.blank(row) || isAside(row))) row++
  const [item, ...others] = grid.row(row)
  if (item === undefined || others.length > 0 || item.cell.col !== last.col) return null
  if (item.kind !== 'number' && item.kind !== 'doubtful') return null
  return { text: item.cell.text, label: noLabel, items: [{ ...item, label: noLabel }] }

  function isAside(row: number): boolean {
    return (
      isQuoted(last.text) &&
      grid.row(row).every(({ cell }) => isQuoted(cell.text) && !/\?\s*$/.test(cell.text))
    )
  }
}

const passAtEnd = /\d\s+(?:pass|chèques)(?:\s+numériques?)?\s*[.!]?\s*$/iu

/** « Nous avons 301 personnes », « On en a scanné 412 »: the one number of a short answer, of what was asked and no other thing. */
function countIn(text: string, asked: Notion, vocabulary: Vocabulary): Count | null {
  if (text.length > 120 || asked.kind !== 'indicator') return null
  const counts = countsOf(withDigits(text), vocabulary)
  const [only, ...others] = counts.filter(({ role }) => role !== 'other')
  if (only === undefined || others.length > 0 || only.figure.kind !== 'number') return null
  const { label, notion, role } = only
  if (label.period !== null || label.unknown.length > 0 || only.figure.approximate) return null
  // « Nous en avons 301. »
  const bare = /^\s*(?:$|[.,;!(])/.test(text.slice(text.lastIndexOf(only.digits.at(-1)!) + 1))
  // « Une seule commande, de 3 500 pass. »
  const ofPass =
    asked.indicator.startsWith('pass_') &&
    only.noun?.sense === 'objet' &&
    label.terms.every(({ sense }) => sense === 'objet') &&
    passAtEnd.test(text)
  if (role === 'open') return only.act === null && ((only.implied && bare) || ofPass) ? only : null
  // « Il y a eu une seule commande, de 3 500 pass » answers what was bought.
  const told = notion.kind === 'indicator' ? notion.indicator : null
  const same =
    notion.kind === 'indicator' &&
    (told === asked.indicator || (told === 'pass_commandes' && asked.indicator === 'pass_achetes'))
  return same && (notion.doubt === null || notion.doubt === personDoubt) ? only : null
}

function follows(grid: Grid, question: Passage, { items, text }: Passage): boolean {
  if (isQuoted(text) || /\?\s*$/.test(text)) return false
  const [last, next]: (Item | undefined)[] = [question.items.at(-1), items[0]]
  if (!last || !next || next.cell.col !== last.cell.col) return false
  for (let row = last.cell.row + 1; row < next.cell.row; row++) {
    const asks = isQuoted(last.cell.text) && grid.row(row).every(({ cell }) => isQuoted(cell.text))
    if (!grid.blank(row) && !asks) return false
  }
  return next.cell.row - last.cell.row <= 4
}
