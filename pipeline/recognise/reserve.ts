import { sentencesOf, unbroken } from './aim.ts'
import { correctionOf } from './correction.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { parseLabel, says } from './label.ts'
import { isOfElsewhere } from './owner.ts'
import { cellHas, type Passage } from './passage.ts'
import { comparesOthers } from './section.ts'
import { mended } from './spelling.ts'
import { indicatorOf, type Statement } from './statement.ts'
import { fold } from './text.ts'
import { acts, persons, type Vocabulary } from './vocabulary.ts'

/** « Le nombre de pass achetés n’est pas de 22 000 mais de 21 400 »: what is wrong is one figure, and is put right. */
export function corrects(sentence: string, vocabulary: Vocabulary): boolean {
  const said = correctionOf(sentence, vocabulary)
  return said?.right != null && said.wrong.length === 1 && said.indicators.length === 1
}

/** Whether a sentence says that something written is wrong. */
export function blames(sentence: string, vocabulary: Vocabulary): boolean {
  // « le chiffre exact est chez le trésorier » says that there is none here, and corrects nothing.
  const plain = sentence.replaceAll(
    /(?:chiffre|nombre|valeur) exacte? est(?!\s*(?:de|:)?\s*\d)/gi,
    ' ',
  )
  return says(parseLabel(plain, vocabulary), 'rectification')
}

/** Whether a sentence that says that something is wrong is the one that states a figure, names that figure, or names none and nothing counted. */
export function isAbout(blamed: string, statement: Statement, vocabulary: Vocabulary): boolean {
  if (blamed.includes(statement.label.text) || mentions(blamed, statement)) return true
  const label = parseLabel(blamed, vocabulary)
  return !/\d/.test(blamed) && !says(label, ...acts, ...persons)
}

function mentions(sentence: string, { digits }: Statement): boolean {
  return digits !== undefined && cellHas(sentence, digits)
}

export const reserveDoubt = 'le texte dit lui-même que ce chiffre n’est pas sûr'

/** « Achats du semestre », « scannés dans l’année »: of a time that only the rest of the text names, if anything does. */
const ofAWhile =
  /\b(?:du|sur le|dans le|au cours du|pendant le|durant le|ce|de l'|dans l'|sur l'|au cours de l'|pendant l'|durant l'|cette) ?(?:semestre|trimestre|mois|annee|exercice)\b(?! (?:20\d\d|de la convention|de cloture))/
export const whileDoubt = 'le chiffre est d’une partie du temps'

/** « 412 pass ont été scannés lors de l’inauguration »: of one event, which is said behind the number. */
function isOfAnEvent(plain: string, digits: string | undefined): boolean {
  const at = digits === undefined ? -1 : plain.indexOf(digits)
  return at >= 0 && ofAnEvent.test(plain.slice(at + digits!.length).split(/[;.]/)[0]!)
}

const ofAnEvent =
  /\b(?:le jour|lors|a l'occasion|pendant|durant) (?:d(?:u|e la|e l'|es) ?|l(?:e|a|es) |l')(?:forum|salon|lancement|marche|inauguration|fete|evenement|portes ouvertes|festival)\b/

/** « la 1ère tranche était à 520 scans lors du COPIL d’octobre »: whether a statement is of how far it had come at some meeting, which is past. */
export function isOfAMeeting({ label, digits }: Statement): boolean {
  const plain = fold(label.text)
  const at = digits === undefined ? -1 : plain.indexOf(digits)
  if (at < 0 || !wasAt.test(plain.slice(0, at))) return false
  return atAMeeting.test(plain.slice(at + digits!.length).split(/[;.]/)[0]!)
}

const wasAt =
  /\b(?:etai(?:t|ent|s)|etions) (?:alors |deja |encore |seulement |rendus? )*a (?:peine )?$/
const atAMeeting =
  /\b(?:lors|au moment|a l'occasion|a la date|au jour) (?:d(?:u|e la|e l'|e notre|u dernier|es) ?)(?:precedente?|derniere?|premiere?)? ?(?:copil|comite|reunion|conseil|seance|commission|point|bilan|rapport|visite|rencontre|revue)\b(?! (?:finale?|definiti(?:f|ve)|de cloture|de fin))/

/** Whether a statement is of a half-year, a month or the like that isn’t named. */
export function isOfAWhile({ label, digits }: Statement): boolean {
  // « 16 000 depuis le début, dont 4 000 cette année »: only the part is of this year.
  const [whole, ...parts] = label.text.split(/,?\s(?=dont\s[^,;.]*\d)/u)
  const inPart = digits !== undefined && parts.some((part) => cellHas(part, digits))
  const plain = fold(inPart ? label.text : whole!)
  if (isOfAnEvent(fold(label.text), digits)) return true
  return (
    label.period === null &&
    ofAWhile.test(plain) &&
    !/\b(?:fin|chaque|cumul\w*|total|tout) (?:du|de|de l'|le)?/.test(plain)
  )
}

/** « La dernière commande pourrait avoir été annulée » */
const perhapsCancelled =
  /\b(?:(?:pourrai(?:en)?t|aurai(?:en)?t|semble(?:nt)?|risque(?:nt)?|peu(?:t|vent))\b(?! faire)[^.;]*|peut-etre (?:ete )?)(?:annul|resili|rembours|jamais livre|non livre|pas (?:ete )?livre)/

/** Whether a sentence says of what was bought or ordered that it may not have been in the end: no purchase is sure then. */
export function isPerhapsCancelled(statement: Statement): boolean {
  const indicator = indicatorOf(statement)
  return (
    (indicator === 'pass_commandes' || indicator === 'pass_achetes') &&
    perhapsCancelled.test(fold(statement.label.text))
  )
}

/** « annulée avant paiement », « jamais livrée » */
const cancelled =
  /\b(?:annule|resilie|refuse|rembourse)e?s?\b|\b(?:jamais|non|pas)(?: ete)? (?:livre|recu|honore|paye|execute)e?s?\b/

/** Whether a statement of an order says that it was cancelled or never came: « Seconde commande : 1 000 pass, annulée ». Nothing was bought by it. */
export function isCancelled(statement: Statement): boolean {
  const { text } = statement.label
  const numbers =
    fold(text)
      .replaceAll(/\b20[0-4]\d\b/g, ' ')
      .match(/\d{1,3}(?: \d{3})+|\d{2,}/g) ?? []
  return (
    indicatorOf(statement) === 'pass_commandes' &&
    numbers.length === 1 &&
    cancelled.test(fold(text))
  )
}

/** What says of a text that its figures may not hold, whatever stands between. */
const unsureWords =
  /^(?:a verifier|a valider|a confirmer|reste a confirmer|a reconfirmer|a affiner|a recompter|incertain|incertaine|douteux|douteuse|a prendre avec precaution|sou reserve|sou toute reserve|suppose|supposee|repute|presume|par hypothese|(?:nou parton|on part) du principe|probable|probablement|extrapole|extrapolee|bizarre|etrange|suspect|curieux|parait faux|semble faux|semble trop|parait trop|me semble|il me semble|je croi|je dirai|sauf erreur|sauf erreur de ma part|de memoire|a la louche|grosso modo|peut etre|inversion de chiffre|jsp|je ne sai plu|sai plu|nou conteston|est en cour|sont en cour|en cour d achat|encore en cour|aurion|(?:pension|penson|croyon|pense|croi) avoir|il se peut|aurait ete|auraient ete|ne sai(?:t|s)? plu|ne sait pas?|ne sai pas?|ne savon pas?|ne savon plu|saurai pas?|saurion pas?|conteston|on serait|serion a|serait a|pas? sur|pas? sure|pas? certain|pas? certaine|san garantie|chiffre non definitif|pas? definitif|a vue d(?:e nez| oeil)|au (?:doigt mouille|juge|pifometre|hasard)|a .+ pre|de tete|si .+|sauf oubli|autant que je sache|a ma connaissance|.*(?:on m a dit|nou a dit|m a t on dit|nou a t on dit)|a ce qu il parait|parait il|semble t il|san certitude|au ba mot|a tout le moin|tout au plu|a minima|grand (?:maximum|minimum)|et de poussiere|par oui dire|je suppose|nou supposon|on suppose|j imagine|je presume|normalement)$/

/** « Tous les pass remis sont considérés comme utilisés » */
const supposed =
  /\b(?:considere|consideron|compte|assimile|suppose|repute|presume)[a-z]* (?:comme |tous |toutes |avoir |etre |etant |ayant |ete )*(?:utilis|scann|consomm|depens|valid|benefici|accompagn)/

/** « plus aucun ticket ne peut être présenté » is sure of it. */
const cannot = /(?<!\p{L})ne\s+peu(?:t|vent)\s+(?:plus\s+|pas\s+|donc\s+)*être(?!\p{L})/giu

/** Whether the sentence of a statement, another one that repeats its number, or one about all figures says that it isn't sure. */
export function isQuestioned(statement: Statement, text: string, vocabulary: Vocabulary): boolean {
  const indicator = indicatorOf(statement)
  return sentencesOf(unbroken(text)).some((sentence) => {
    const unsure = vocabulary
      .terms(sentence.replaceAll(cannot, ' '))
      .some(({ sense, expression }) => sense === 'reserve' && unsureWords.test(expression))
    if (!unsure && !supposed.test(fold(sentence))) return false
    const counted = /\d/.test(sentence.replaceAll(/\b20[0-4]\d\b/g, ''))
    const named = namedIn(sentence, vocabulary)
    const ofAnother = indicator !== null && named.size > 0 && !named.has(indicator)
    const general =
      !counted && !ofAnother && /chiffre|nombre|donn[ée]e|tota|ligne|cumul|carnet/i.test(sentence)
    return sentence.includes(statement.label.text) || mentions(sentence, statement) || general
  })
}

/** The indicators that a sentence names: « lequel est juste pour les scans » says nothing of purchases. */
function namedIn(sentence: string, vocabulary: Vocabulary): Set<string> {
  const label = parseLabel(sentence, vocabulary)
  const found = new Set<string>()
  if (says(label, 'achat', 'commande', 'carnet')) found.add('pass_achetes').add('pass_commandes')
  if (says(label, 'scan', 'scan_possible')) found.add('pass_scannes')
  if (says(label, 'distinct', ...persons)) found.add('beneficiaires_uniques')
  return found
}

/** Why a number is asked about that is told of every ten or hundred, in French. */
export const eachDoubt = 'une proportion et non un nombre'

/** « Sur dix pass achetés, sept ont été scannés »: whether a sentence tells a proportion of round ten or a few, and no count. */
export function isOfEach({ label }: Statement): boolean {
  return ofEach.test(fold(label.text))
}

const ofEach =
  /\bsur (?:chaque )?(?:deux|trois|quatre|cinq|six|dix|vingt|cent|mille|10|100) (?:pass|cheques?|personnes|beneficiaires|usagers|habitants|achetee?s?)\b/

/** Whether a sentence says that those whom it is of have the convention alone: « notre seule ville, lauréate à titre propre ». */
export function isOfLaureate(sentence: string): boolean {
  return laureate.test(fold(sentence))
}

const laureate =
  /\b(?:laureate?|titulaire de la convention|signataire de la convention|conventionnee?) (?:a titre propre|en (?:son|notre) nom(?: propre)?|a (?:elle|lui) seule?)\b/

/** Whether the text, or the paragraph before or after it, says that only a part of the territory is told of. */
export function partialNear(grid: Grid, { items, text }: Passage, vocabulary: Vocabulary): boolean {
  // What is said of others, to compare with, says nothing of the rest.
  // « Pour notre seule ville, lauréate à titre propre »: whose convention it is has no other part.
  const own = sentencesOf(text).filter(
    (one) => !isOfElsewhere(one, vocabulary) && !isOfLaureate(one),
  )
  // « dont 2 044 sur le seul bassin de Combe » says so of its part only.
  const label = parseLabel(
    own.join(' ').replaceAll(/(?<!\p{L})dont\s[^,;.]*\d[^,;.]*/giu, ' '),
    vocabulary,
  )
  const near = [besides(items[0]!, -1), besides(items.at(-1)!, 1)].filter(
    (other) =>
      other?.kind === 'label' && !/\d/.test(other.cell.text) && !comparesOthers(other.cell.text),
  )
  return [{ label }, ...near].some(
    (one) => one?.label && says(mended(one.label, vocabulary), 'partiel'),
  )

  /** The paragraph before or after it, where it is not the same text again. */
  function besides({ cell }: Item, step: number): Item | undefined {
    let { row } = cell
    while (grid.at(row + step, cell.col)?.cell.text === cell.text) row += step
    const next = row + step
    return grid.at(grid.blank(next) ? next + step : next, cell.col)
  }
}
