import { sentencesOf, unbroken } from './aim.ts'
import { countsInBooklets } from './booklets.ts'
import { isDrawnEarly } from './drawn.ts'
import { instructs } from './instruction.ts'
import { monthWords, parseLabel, says } from './label.ts'
import type { Indicator } from './notion.ts'
import { joinsOtherScheme, namesOtherScheme } from './other-scheme.ts'
import { withOutcome } from './outcome.ts'
import type { Found } from './phrases.ts'
import { withoutPraise } from './praise.ts'
import { remembered } from './remembered.ts'
import { fold, words } from './text.ts'
import { persons, type Sense, type Vocabulary, type WarningSense } from './vocabulary.ts'

/** What a sentence warns of. */
export type Family =
  | 'etape'
  | 'provisoire'
  | 'doute'
  | 'partiel'
  /** Of a part of the territory, or one of several years: see `scope.ts`. */
  | 'portee'
  /** That figures come on top of those of another report: see `added-to.ts`. */
  | 'ajout'
  | 'surplus'
  /** That something has still to be taken off. */
  | 'retrait'
  | 'double'
  | 'retour'
  | 'annule'
  | 'dispositif'
  /** That pass are counted in booklets, of a size that nobody says. */
  | 'unite'
  /** A remark on figures that nobody has understood. */
  | 'inconnu'

/** What a title on the first sheet says of the whole document. */
export const ofWhole: readonly Family[] = ['etape', 'provisoire', 'annule']

/** A sentence that warns of figures. */
export interface Warning {
  family: Family
  sentence: string
  /** The indicators that it names; empty when it names none, and is about all of them. */
  indicators: readonly Indicator[]
}

/**
 * Where a text stands: over the figures of a document (`title`), among its paragraphs and notes (`text`), or where it can speak of nothing but
 * certain figures: in a note with their mark or their label (`bound`), in a comment on them (`comment`).
 */
export type Standing = 'title' | 'text' | 'bound' | 'comment'

const families: [WarningSense, Family][] = [
  ['avis_annule', 'annule'],
  ['avis_etape', 'etape'],
  ['avis_provisoire', 'provisoire'],
  ['avis_instant', 'provisoire'],
  ['avis_double', 'double'],
  ['avis_retour', 'retour'],
  ['avis_surplus', 'surplus'],
  ['avis_retrait', 'retrait'],
  ['avis_doute', 'doute'],
  ['avis_etonne', 'doute'],
  ['avis_partiel', 'partiel'],
  ['avis_exclut', 'partiel'],
]

/** How many words before an expression may deny it: « aucune donnée ne manque ». */
const reach = 3
/** The same for « aucun » before « n’est ». */
const farReach = 7
const nobodies = new Set(words('aucun aucune'))
const nots = new Set(words("n' ne"))
const between = new Set(words('encore tout à fait totalement entièrement pas plus'))
const denials = new Set(words('sans aucun aucune ni pas plus jamais non hors'))
/** « le rapport intermédiaire », « au point d’étape »: another document than the one that says it. */
const definite = new Set(
  words("le la les l' du de au aux votre vos notre nos précédent dernier premier"),
)
const past = new Set(words('était étaient'))
const here =
  /\b(?:ci-?joint|ci-?dessous|ci-?apres|voici|veuillez|trouver(?:ez)?|presente?|nous vous|je vous|ce(?:ci|tte|t)?|il s'agit)\b/
/** Letters beside a warning that leave it on its own: a note, and no sentence about something else. */
const longestNote = 45

/**
 * The warnings of a text, a sentence each. A warning speaks of figures, tables or reports, or stands alone; it isn't denied, and nothing says that
 * what it warns of has been put right. What stage a report is of, its title says, or a sentence about « ce document »: elsewhere another
 * document is meant (« remplace le rapport intermédiaire »).
 */
export function warningsIn(
  text: string,
  standing: Standing,
  vocabulary: Vocabulary,
): readonly Warning[] {
  return said[standing](text, vocabulary)
}

const heardAs = (standing: Standing) =>
  remembered((text, vocabulary) => warningsOf(text, standing, vocabulary))
const said: Record<Standing, ReturnType<typeof heardAs>> = {
  title: heardAs('title'),
  text: heardAs('text'),
  bound: heardAs('bound'),
  comment: heardAs('comment'),
}

const countsUpTo =
  /s['’]arrêt(?:e|ent|ait|aient) (?:donc |finalement |là, )?à (?=\d[\d\s.]*\s(?:pass|scans?|chèques|personnes|bénéficiaires|usagers)(?!\p{L}))/giu

function warningsOf(text: string, standing: Standing, vocabulary: Vocabulary): Warning[] {
  // What stands behind an empty box is not chosen.
  const said = withoutPraise(withOutcome(unbroken(text)))
    .replaceAll(/☐[^☐☑☒]*/g, ' ')
    // « Le compteur s’arrête à 2 222 pass »: that is how many, and no day after which nothing is known.
    .replaceAll(countsUpTo, 'est de ')
    // « Les autres structures n'ont pas », and there the file breaks off.
    .replace(/(?<=n['’](?:ont|a|avons) pas)\s*$/u, ' répondu')
  const found: Warning[] = []
  for (const sentence of sentencesOf(said)) {
    const warning = warningIn(sentence, standing, vocabulary)
    const before = found.at(-1)
    // « 300 pass annulés sont restés dans les achats. Merci de les ôter. »
    const again = warning?.family === 'retrait' && before?.family === 'retrait'
    if (warning !== null)
      found.push(
        again && warning.indicators.length === 0
          ? { ...warning, indicators: before.indicators }
          : warning,
      )
  }
  return found
}

function warningIn(sentence: string, standing: Standing, vocabulary: Vocabulary): Warning | null {
  // « Si le chiffre est une estimation, choisir « environ » » tells the sender of a form what to do.
  if (/^\s*si\b/i.test(sentence) && instructs(sentence, vocabulary)) return null
  // « NC : non communiqué (les structures ne nous ont rien remonté) » explains a sign that is read for what it is.
  const sign = /^\s*([^:=]{1,6})[:=]/.exec(sentence)?.[1]
  if (sign !== undefined && vocabulary.absence(sign.trim()) !== null) {
    const rest = sentence.split(';').slice(1).join(';')
    return rest.trim() === '' ? null : warningIn(rest, standing, vocabulary)
  }
  // A label that names booklets is read in them.
  if (standing !== 'bound' && countsInBooklets(sentence)) {
    const named = indicatorsIn(sentence, vocabulary).filter(
      (one) => one !== 'beneficiaires_uniques',
    )
    const indicators: Indicator[] = named.length > 0 ? named : ['pass_achetes', 'pass_scannes']
    return { family: 'unite', sentence: sentence.trim(), indicators }
  }
  if (isDrawnEarly(sentence))
    return {
      family: 'provisoire',
      sentence: sentence.trim(),
      indicators: ['pass_scannes', 'beneficiaires_uniques'],
    }
  if (overUsed.test(fold(sentence)))
    return {
      family: 'doute',
      sentence: sentence.trim(),
      indicators: ['pass_achetes', 'pass_scannes'],
    }
  const all = words(sentence)
  const found = vocabulary.warnings.in(all)
  if (joinsOtherScheme(sentence) && (standing === 'bound' || /\d|confond/i.test(sentence))) {
    const indicators = indicatorsIn(sentence, vocabulary)
    if (indicators.length > 0) return { family: 'surplus', sentence: sentence.trim(), indicators }
  }
  if (found.length === 0 && standing !== 'comment') return null
  const those = (sense: WarningSense) => found.filter((one) => one.sense === sense)
  const follows = (sense: WarningSense, { start }: Spot) =>
    those(sense).some((one) => one.start >= start)
  const isBound = standing === 'bound' || standing === 'comment'
  // « Ce 1 530 me laisse songeuse », « le nombre de scans nous interroge »; « l’engouement nous étonne » is of no figure.
  const pointed = isBound || those('avis_chiffres').length > 0 || pointsAt.test(fold(sentence))
  const heard = families.flatMap(([sense, family]) =>
    those(sense)
      .filter((one) => !isDenied(one, all))
      .filter((one) => sense !== 'avis_etape' || isOfThis(one, all, fold(sentence), standing))
      // « Les chiffres de juin étaient provisoires »: these aren't any more.
      .filter(({ start }) => sense !== 'avis_provisoire' || !past.has(all[start - 1] ?? ''))
      // « Oubliez le chiffre de mon mail de décembre »: that mail is another one than this.
      .filter(() => sense !== 'avis_annule' || !(isOfMail(fold(sentence)) || reminds(sentence)))
      .filter(() => sense !== 'avis_instant' || isBound || /\d/.test(sentence))
      .filter(() => sense !== 'avis_etonne' || pointed)
      .filter((one) => sense !== 'avis_exclut' || !isOfFees(one, all))
      // What is of others has no place in one's own figures.
      .filter(
        (one) =>
          sense !== 'avis_exclut' ||
          !(isMissing(one, all) ? those('avis_autrui').length > 0 : follows('avis_autrui', one)),
      )
      .map((one) => ({ family, one })),
  )
  for (const one of those('avis_inclut'))
    if (follows('avis_autrui', one)) heard.push({ family: 'surplus', one })
  if (those('avis_sujet').length > 0 && namesOtherScheme(sentence))
    heard.push(...those('avis_objet').map((one) => ({ family: 'dispositif' as const, one })))
  const [first] = heard
  if (first === undefined) {
    // What is denied, or said of another document, has been understood.
    const known = families.some(([sense]) => those(sense).length > 0)
    return known ? null : remarkIn(sentence, standing, found, vocabulary)
  }
  const inside = ({ start, end }: Spot) =>
    heard.some(({ one }) => one.start <= start && end <= one.end)
  if (those('avis_leve').some((one) => !inside(one) && !isDenied(one, all))) return null
  const { family } = first
  // « avant leur validation » names no scans.
  const used = [...heard.map(({ one }) => one), ...those('avis_sujet')]
  const others = (until: number) =>
    all.filter((_, at) => at < until && !used.some(({ start, end }) => start <= at && at < end))
  const namedUntil = (until: number) => indicatorsIn(others(until).join(' '), vocabulary)
  // « Le nombre de bénéficiaires a été obtenu en divisant les pass scannés »: what stands before is what it is said of.
  // « 300 pass annulés sont restés dans les achats »: what something is taken off stands behind.
  const off =
    family === 'retrait' ? indicatorsIn(all.slice(first.one.start).join(' '), vocabulary) : []
  const before = off.length > 0 ? off : namedUntil(first.one.start)
  const told = before.length > 0 ? before : namedUntil(all.length)
  // « je ne sais plus s’il s’agissait de carnets de 5 ou de 10 »: pass are bought in booklets.
  const ofSize =
    family === 'doute' && told.length === 0 && /\b(?:carnet|chequier)s?\b/.test(fold(sentence))
  const named: Indicator[] = ofSize ? ['pass_achetes'] : told
  const ofPersons = family === 'double' || family === 'retour'
  // Who comes back is a person, whatever else the sentence counts.
  const returns =
    family === 'retour' ||
    ofWhom.test(words(sentence).slice(first.one.start, first.one.end).join(' ')) ||
    (/\banonyme/.test(fold(sentence)) && keptList.test(fold(sentence))) ||
    (ofPersons && (named.length === 0 || whoCounts.test(fold(sentence))))
  const indicators: Indicator[] = returns ? ['beneficiaires_uniques'] : named
  const warning = {
    family,
    sentence: sentence.trim(),
    indicators: withoutSpared(indicators, sentence, vocabulary),
  }
  if (isBound || ofPersons || named.length > 0) return warning
  if (family === 'provisoire' && heard.every(({ one }) => one.sense === 'avis_instant')) return null
  // « Les ateliers ont continué, mais nous n’avons aucun relevé »: what stands before « mais » is another matter.
  const [other, ...rest] = sentence.split(/(?<!\p{L})mais(?!\p{L})/iu)
  const from = rest.length > 0 ? words(other!).length : 0
  const aside = (one: Spot) => one.start < from && from <= first.one.start
  if (those('avis_hors').some((one) => !aside(one) && !inside(one))) return null
  // A title that says what stage the report is of says so at any length.
  const titled = standing === 'title' && family === 'etape'
  // « Le vidéoprojecteur est à remplacer » is a note on that.
  const ofThing = those('avis_chose').some((one) => isSubject(one, first.one, all))
  const alone = titled || (sentence.trim().length <= longestNote && !ofThing)
  const wonders = heard.some(({ one }) => one.sense === 'avis_etonne')
  return alone || wonders || those('avis_sujet').length > 0 ? warning : null
}

/** « Très bon taux de consommation, supérieur à 100 % »: more can't have been used than was bought. What was aimed at may well be exceeded. */
const overUsed =
  /\btaux (?:de |d')(?:consommation|utilisation|usage|scan|emploi)(?! (?:des objectifs|de l'objectif|du budget|de l'enveloppe|des credits|de la subvention))\b[^.;\d]*(?:(?:superieure? a|plus de|au-?dela de|depass\w*|exced\w*) (?:les )?100(?:,0+)? ?(?:%|pour ?cent)|\b1(?:0[1-9]|[1-9]\d)(?:,\d+)? ?(?:%|pour ?cent))/

/** « donnés par foyer »: what persons were counted in, or given; nothing of it is about how many pass there were. */
const ofWhom = /^par (?:foyer|famille|menage|couple)$/
/** « Les pass sont anonymes, nous n’avons pas tenu de liste »: of who came. */
const keptList = /\btenu (?:de |la |une? )?(?:liste|fichier|registre|cahier)/

/** « Une personne qui a utilisé ses pass dans deux communes est comptée dans chacune »: it is the person that is counted, whatever it did. */
const whoCounts =
  /^[^a-z]*(?:(?:une|la|toute|chaque|les|des|certaines?|plusieurs) (?:memes? )?(?:personne|usager|beneficiaire|habitant|participant|adherent)s? |(?:celui|celle|ceux|celles) )?qui [^;:]*\b(?:compt|figur|appara|recens|denombr)/

/** « N’oubliez pas que ces chiffres sont définitifs. » */
const reminds = (sentence: string) => /\boubliez (?:pas|jamais|surtout)\b/.test(fold(sentence))

/** Whether a folded sentence speaks of what an earlier mail gave; « ces chiffres, qui sont de mon mail de décembre » are those of this one. */
const isOfMail = (plain: string): boolean =>
  ofEarlierMail.test(plain) &&
  !/\b(?:ces?|cette|ils|elles|ci-dessus|ci-joint\w*|ci-dessous)\b/.test(plain)

const sent = '(?:mails?|courriels?|messages?|envois?|courriers?|lettres?)'
const ofEarlierMail = new RegExp(
  String.raw`\b(?:de|du|dans|des|par) ?(?:mon|notre|mes|nos|le|la|les|l'|votre)? ?(?:(?:precedent|premier|dernier|ancien)e?s? ${sent}|${sent} (?:precedent|anterieur|initia)\w*|${sent} (?:de |du |d')(?:\d{1,2}|(?:debut |fin |mi-)?(?:${monthWords.join('|')})\b|l'(?:automne|hiver|ete)|lundi|mardi|mercredi|jeudi|vendredi|la semaine|l'annee|\w+ dernier))`,
)

const counted: Indicator[] = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques']

/**
 * The indicators that a warning is of: all but those of which alone its sentence says that they hold, « je n’ai rempli que la ligne des achats », « seule
 * la ligne des achats est à nous », or those that it names.
 */
function withoutSpared(
  named: readonly Indicator[],
  sentence: string,
  vocabulary: Vocabulary,
): readonly Indicator[] {
  const plain = fold(sentence)
  const said = onlyHolds.map((one) => one.exec(plain)?.[1]).find((one) => one !== undefined)
  const spared = said === undefined ? [] : indicatorsIn(said, vocabulary)
  return spared.length === 0 ? named : counted.filter((one) => !spared.includes(one))
}

const holding =
  '(?:rempli|renseigne|complete|saisi|actualise|mis a jour|corrige|verifie|change|modifie)(?:e?s?|r|er|ir)'
const aLine = '(?:lignes?|chiffres?|nombres?|colonnes?|cases?|valeurs?|donnees?|achats|scans|pass)'
const onlyHolds = [
  new RegExp(String.raw`\b${holding} que ((?:la |le |les |celles? |ceux |celui )?[^.;,:]*)`),
  new RegExp(
    String.raw`\bseule?s? ((?:la |le |les )${aLine}\b[^.;,:]*?) (?:est|sont|ont ete|a ete) (?:a nous|a jour|justes?|bonn?e?s?|exacte?s?|la notre|le notre|les notres|definiti(?:f|ve)s?|${holding})\b`,
  ),
]

/** « ce 1 530 », « les 160 », « aux 900 scans »: a count that stands elsewhere; « le 12 mars », « le 12/03 » is a day. */
const pointsAt = new RegExp(
  String.raw`\b(?:ces?|cette|les?|la|nos|aux?|des|du|chiffre de|nombre de|total de) (?!20[0-4]\d\b)(?:\d{1,3}(?:[ .]\d{3})+|\d{2,})(?![\d/.,-]*\d| ?(?:er\b|€|euros?\b|%|${monthWords.join('|')}))`,
)

/**
 * A sentence on figures that denies, excepts or minds something which isn't understood: « Nous n'avons pas eu le temps de vérifier ces chiffres ». In a
 * comment, any text is one.
 */
function remarkIn(
  sentence: string,
  standing: Standing,
  found: readonly Spot[],
  vocabulary: Vocabulary,
): Warning | null {
  const all = words(sentence)
  const said = (...senses: WarningSense[]) => found.filter(({ sense }) => senses.includes(sense))
  const harmless = said('avis_anodin', 'avis_leve', 'avis_hors')
  if (standing === 'bound' || harmless.some((one) => !isDenied(one, all))) return null
  const label = parseLabel(sentence, vocabulary)
  const indicators = indicatorsIn(sentence, vocabulary)
  // « Le nombre de bénéficiaires n'est pas connu » says no more than that.
  const isAbsence = indicators.length > 0 && vocabulary.absence(sentence) !== null
  if (label.asOf !== null || isAbsence) return null
  const warning: Warning = {
    family: 'inconnu',
    sentence: sentence.trim(),
    indicators: withoutSpared(indicators, sentence, vocabulary),
  }
  if (standing === 'comment') return warning
  const minds = said('avis_attention').length > 0 && said('avis_chiffres').length > 0
  if (!minds || !tells(sentence, standing)) return null
  // What is counted may be members of a council.
  const counts = /\b(?:nombre|total)\b/.test(fold(sentence))
  return !counts || indicators.length > 0 ? warning : null
}

/** Whether a text says something of its own: no title, no datum behind a colon, nothing that is asked of the reader or said to them. */
function tells(sentence: string, standing: Standing): boolean {
  const text = sentence.trim()
  if (words(text).length <= 3 || /[?:]$|:\s*\S*\d/.test(text) || /\bvous\b/i.test(text))
    return false
  return standing === 'title' ? /[.!]$/.test(text) : /[.!:,;]/.test(text)
}

/** Whether a sentence says that what was wrong or missing has been put right: « l’erreur a été corrigée dans ce tableau ». */
export function isPutRight(sentence: string, vocabulary: Vocabulary): boolean {
  const all = words(sentence)
  return vocabulary.warnings.in(all).some((one) => one.sense === 'avis_leve' && !isDenied(one, all))
}

type Spot = Found<WarningSense>

/** Whether one of the words right before an expression denies it. */
function isDenied({ start }: Spot, all: readonly string[]): boolean {
  const before = all.slice(Math.max(0, start - reach), start)
  // « Les pass non utilisés sont … »: « non » denies the word behind it.
  const reaches = (at: number) =>
    before[at] !== 'non' || before.slice(at + 1).every((word) => between.has(word))
  if (before.some((word, at) => denials.has(word) && reaches(at))) return true
  // « aucune autre dépense n’étant à venir »: nothing is.
  const [no, verb] = all.slice(Math.max(0, start - 2), start)
  const far = all.slice(Math.max(0, start - farReach), start)
  return nots.has(no ?? '') && being.has(verb ?? '') && far.some((word) => nobodies.has(word))
}

/** Whether a sentence begins with a thing that is what it says behind it: « La salle est à revoir », and not « Salle des fêtes – provisoire ». */
function isSubject({ start, end }: Spot, said: Spot, all: readonly string[]): boolean {
  const verb = all.slice(end, said.start).some((word) => being.has(word))
  return verb && all.slice(0, start).every((word) => determiners.has(word))
}

const being = new Set(
  words('est sont était étaient étant reste restent restant sera seront serait seraient'),
)
const determiners = new Set(
  words('le la les l un une des du ce cet cette ces notre nos votre vos deux trois quatre cinq'),
)

/** « frais de gestion non compris », « hors frais de port »: whether what is left out are costs beside the price, which count no pass. */
function isOfFees({ start, end }: Spot, all: readonly string[]): boolean {
  const around = [...all.slice(Math.max(0, start - 4), start), ...all.slice(end, end + 3)]
  return around.some((word) => fees.has(word))
}

const fees = new Set(words('frais TVA taxes'))

/** « Les pass du Département n’y figurent pas »: whether what is left out stands before or behind what says so. */
function isMissing({ start, end }: Spot, all: readonly string[]): boolean {
  return all.slice(start, end).some((word) => word.startsWith('figur'))
}

/** Whether the document itself is said to be of some stage, and no other one. */
function isOfThis(
  { start }: Spot,
  all: readonly string[],
  plain: string,
  standing: Standing,
): boolean {
  if (here.test(plain)) return true
  return standing !== 'text' && !definite.has(all[start - 1] ?? '')
}

const pass: [Sense[], Indicator][] = [
  [['achat', 'pass_achetes', 'commande'], 'pass_achetes'],
  [['scan', 'scan_possible', 'pass_scannes'], 'pass_scannes'],
]

/** The indicators that a text names. */
function indicatorsIn(text: string, vocabulary: Vocabulary): Indicator[] {
  const label = parseLabel(text, vocabulary)
  const found = pass.filter(([senses]) => says(label, ...senses)).map(([, one]) => one)
  const ofPersons: Sense[] = [...persons, 'distinct', 'beneficiaires_uniques']
  // « hors communes de moins de 500 habitants », « le public est peu sûr de lui » count no persons.
  const counted = label.terms.some(
    ({ sense, expression }) =>
      ofPersons.includes(sense) && !/^(?:habitant|public)/.test(expression),
  )
  return counted ? [...found, 'beneficiaires_uniques'] : found
}
