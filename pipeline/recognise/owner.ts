import { noLabel } from './label.ts'
import type { Notion } from './notion.ts'
import type { Figure } from './number.ts'
import { namesOtherScheme } from './other-scheme.ts'
import type { Statement } from './statement.ts'
import { fold } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Whether a sentence names a pass or a voucher of another scheme before its first number, « Chèques culture : 1 300 achetés », or counts nothing else. */
export function isOfOtherPass(sentence: string): boolean {
  const lead = sentence.slice(0, /\d/.exec(sentence)?.index)
  if (/\b(?:pass|cheques?)\b/.test(fold(lead)) && namesOtherScheme(lead)) return true
  // « 1 300 chèques culture »: whatever is counted is of the other one.
  const counted = fold(sentence).match(countedPass) ?? []
  return counted.length > 0 && counted.every(namesOtherScheme)
}

const countedPass = /\d (?:pass|cheques?)\b(?: [a-z]+)?/g

/** « À titre de comparaison, la commune de … en a acheté 900 »: whether a sentence says before its first number that it is of another territory. */
export function isOfElsewhere(sentence: string, vocabulary: Vocabulary): boolean {
  const lead = sentence.slice(0, /\d/.exec(sentence)?.index)
  return vocabulary.terms(lead).some(({ sense }) => sense === 'ailleurs')
}

/**
 * « Pour mémoire, la convention 2019, déjà soldée, avait donné 3 000 pass achetés »: whether a sentence says before its first count that it is of an
 * earlier convention.
 */
export function isOfEarlier(sentence: string): boolean {
  const plain = fold(sentence)
  const lead = plain.slice(0, /(?<![\d/])(?!20[0-4]\d\b)\d/.exec(plain)?.index)
  return earlierConvention.test(lead) || (recalled.test(lead) && ended.test(lead))
}

const recalled = /^\W*(?:pour memoire|pour rappel|rappel|a titre de rappel)\b/
const ended =
  /\b(?:convention|appel|aap|marche)\b.*\b(?:soldee?|close?|cloturee?|terminee?|achevee?|precedente?|anterieure?|avait|avaient)\b/
const earlierConvention =
  /\b(?:convention (?:precedente|anterieure|d'avant)|(?:precedente|ancienne) convention|appel a projets precedent|precedent appel)\b[^.;]*\b(?:avait|avaient|etait|etaient|nous avait)\b/

/**
 * « Le conseil régional en a acquis 25 000 », behind a sentence on another territory: whether a sentence goes on with what somebody that it names did of
 * it. Whose report it is nobody knows here.
 */
export function goesOnElsewhere(sentence: string): boolean {
  return /(?:^|, )(?:le|la|l'|les|cette|cet|ce) ?[a-z][a-z' -]{3,60} en (?:a|ont|avait|avaient) (?:[a-z]+ ){0,2}?(?:acquis|achete|commande|utilise|scanne|finance)/.test(
    fold(sentence),
  )
}

/** « Fatou, 34 ans, a utilisé 20 pass », « J’ai scanné 35 pass en une matinée ! » in quotation marks: what one person did is no total. */
export function isOfOnePerson(sentence: string): boolean {
  const portrait = /^(?:M\.\s)?[^.;:\d]{2,60}[,(]\s*\d{1,3}\s+ans\s*[,)]/u.test(sentence.trim())
  const quoted = /^\s*[«"“]\s*[^»"”]*(?<!\p{L})(?:j['’](?:ai|en|avais)|je|moi)(?!\p{L})/iu.test(
    sentence,
  )
  return portrait || quoted
}

/** « Une usagère a utilisé 20 pass », « Mme Roux a scanné 412 pass à elle seule »: someone’s own, whether it is of one visit or of a whole job. */
export function isOfSomeone(sentence: string): boolean {
  return /^\s*(?:(?:un|une|cette|cet|ce)\s+(?:\p{L}+\s+){0,2}?(?:usag(?:er|ère)|bénéficiaire|habitante?|personne|dame|monsieur|retraitée?|jeune|senior|participante?|mère|père|couple|famille|médiateur|médiatrice|aidante?)(?!\p{L})|(?:M\.|Mme|Mlle|Monsieur|Madame)\s+\p{Lu}[\p{L}'’-]+)(?:(?!(?<!\p{L})qu[e'’])[^.;:\d]){0,60}?\s(?:a|avait)\s+(?:déjà\s+|ainsi\s+)?(?:utilisé|scanné|dépensé|consommé|présenté)(?!\p{L})/u.test(
    sentence.replace(/^\s*\p{Lu}(?=n|e|ette|et)/u, (one) => one.toLowerCase()),
  )
}

/** « …, pas mal, non ? » asks nothing. */
const tag = /,\s*(?:pas mal,?\s*)?(?:non|hein|n['’]est-ce pas)\s?\?\s*$/i

/** « Pouvez-vous confirmer les 1 000 pass achetés ? » states nothing. */
export function isQuestion(sentence: string): boolean {
  return (/\?["»)]?\s*$/.test(sentence) && !tag.test(sentence)) || asksWhy.test(fold(sentence))
}

/** « M. Petit demande pourquoi 2 000 pass n’ont pas été achetés »: a question told by somebody else. */
const asksWhy =
  /\b(?:demand(?:e|ent|ait|aient|a|ons)|interroge(?:nt|ait)?|s'etonne(?:nt)?|souhaite(?:nt)? savoir|voudrai(?:t|ent) savoir)\b[^.;]{0,40}?\b(?:pourquoi|si|combien|comment)\b/

/** « personne n’a été accompagné », in folded text. */
export const nobody =
  /(?<!\b(?:une|la|cette|chaque|meme|nouvelle|toute|quelle|autre|seule|de|par) )\bpersonne n'(?:en |y )?(?:a|avait|est|ait)(?: (?:donc|pu|ete|jamais|encore))* (?:benefici|profit|accompagn|aid|form|venu|utilis|particip)/

/** « personne n’en a bénéficié » */
export function nobodyHelped(sentence: string): Statement {
  const label = { ...noLabel, text: sentence.trim() }
  const notion: Notion = {
    kind: 'indicator',
    indicator: 'beneficiaires_uniques',
    doubt: null,
    unknown: [],
    rank: 2,
    part: false,
  }
  const figure: Figure = { kind: 'number', number: 0, approximate: false, rest: '', percent: false }
  return { label, notion, figure, rule: 'phrase' }
}
