import { remembered } from '../memo.ts'
import { actionDone } from './action.ts'
import { withoutExplanations, withoutInstructions } from './bracket.ts'
import { reference, surveyCode } from './code.ts'
import { withPublic } from './named-public.ts'
import { withoutOthers } from './other-scheme.ts'
import { withoutProvenance } from './provenance.ts'
import { fold } from './text.ts'
import { acts, persons, type Sense, type Term, type Vocabulary } from './vocabulary.ts'

/** A label taken apart: what each word means, and what it says of time, call and size. */
export interface Label {
  text: string
  /** Terms with a meaning, in order; neutral words (« nombre de ») are left out. */
  terms: readonly { readonly expression: string; readonly sense: Sense }[]
  /** Words that the vocabulary doesn't know. */
  unknown: readonly string[]
  /** `2021`, `2021-03`, `m03`, `2021-T1`, `T1`; null when the label names no single period. */
  period: string | null
  /** The years from the first to the last that it names, « 2020-2022 »; null when it names no more than one. */
  years: string | null
  /** The day up to which the figures count (« au 31/12/2022 »), ISO; null when not said. */
  asOf: string | null
  /** The call that the label names (« AAP 2019 »); a bare year is a period, not a call. */
  aap: string | null
  /** Pass in one booklet, when the label says it (« carnets de 10 pass »). */
  carnet: number | null
}

const months = [
  ['janvier', 'janv', 'jan'],
  ['fevrier', 'fevr', 'fev'],
  ['mars'],
  ['avril', 'avr'],
  ['mai'],
  ['juin'],
  ['juillet', 'juil'],
  ['aout'],
  ['septembre', 'sept', 'sep'],
  ['octobre', 'oct'],
  ['novembre', 'nov'],
  ['decembre', 'dec'],
]
/** The months and what they are shortened to, folded. */
export const monthWords = months.flat()
const monthNumbers = new Map(months.flatMap((names, i) => names.map((name) => [name, i + 1])))
/** The number of a month, two digits, by one of those words. */
export const monthNumber = (word: string): string =>
  String(monthNumbers.get(word)!).padStart(2, '0')
const monthName = [...monthNumbers.keys()].sort((a, b) => b.length - a.length).join('|')
const nth: Record<string, number> = {
  premier: 1,
  deuxieme: 2,
  second: 2,
  troisieme: 3,
  quatrieme: 4,
}
const lastPart = { trim: 4, sem: 2 }
const numberWords: Record<string, number> = { cinq: 5, dix: 10, vingt: 20 }

const once =
  /(?<![a-z])(?:chacune?|chaque [a-z]+|une (?:meme )?personne|tous|toutes|les|l[ae]s?)(?:,? (?:n'(?:est|a ete|etant)|est|etant|ayant ete|sont))? ?compt(?:e|ee|es|ees|ant)(?: qu')? ?(?:une|1) (?:seule )?fois(?![a-z])|(?<![a-z])(?:ne )?compte[rz] (?:chaque [a-z]+|chacune?|une meme personne|les memes personnes) (?:qu')?(?:une|1) (?:seule )?fois(?![a-z])|(?<![a-z])(?:une|1) (?:meme )?personne ?(?:=|vaut|egale?|est egale a) ?(?:(?:une|1) (?:seule )?(?:fois|fiche|ligne|unite|categorie|rubrique)(?![a-z])|(?:1|un)(?:,? (?:quel(?:le)?s? que soi(?:t|ent)|peu importe) (?:le|la|les|son|sa|ses|leurs?) nombre (?:de |d'|total de )(?:pass|cheques?|scans?|venues?|visites?|ateliers?|seances?|passages?|rendez-vous|participations?)(?: (?:utilises?|suivis?|scannes?|recus?))?)?(?=\s*\)))/g
/** « base dédoublonnée », at the end of what is said: « liste dédoublonnée de la médiathèque » is of one place. */
const cleanList =
  /(?<![a-z])(?:(?:la|les|nos|notre|une) )?(?:bases?|listes?|fichiers?|registres?) (?:de donnees )?dedoublonne(?:e?s?)(?=\s*(?:[),;.]|$))/g
/** « (l’année de leur 1er pass) » */
const inFirstYear =
  /(?<![a-z])(?:dans |pour |a |en |sur )?l'annee (?:de (?:leur|sa|son|la|le) |du )(?:1er|1re|1ere|premier|premiere) (?:pass|cheque|venue|visite|atelier|passage|scan|utilisation|participation|inscription)(?![a-z])/g
const doubles = '(?:doublons?|doubles? (?:comptes?|comptages?))'
/** « sans double compte entre les vagues », « doublons entre lieux supprimés », « revenue trois fois, compte pour une ». */
const undoubled = new RegExp(
  [
    String.raw`(?<![a-z])(?:sans|hors|pas de|aucune?s?) (?:les |des )?${doubles}(?: (?:entre|inter|dans|sur)[- ](?:(?!\b(?:mais|sauf|avec|et non)\b)[a-z' ]){2,30})?(?=\s*(?:[),;.]|$))`,
    String.raw`(?<![a-z])(?:une fois |apres que )?(?:les |des |tous les )?${doubles}(?: (?:entre|inter|dans|sur)[- ](?:(?!\b(?:non|pas|ni|sauf)\b)[a-z' ]){2,30})? (?:supprime|enleve|retire|ote|elimine|exclu|deduit|ecarte|neutralise|corrige|traite)e?s?(?![a-z])`,
    String.raw`(?<![a-z])(?:une (?:meme )?personne |qui )?(?:(?:est |soit )?(?:re)?venue? (?:plusieurs|deux|trois|dix|\d+) fois|qui revient)(?: plusieurs fois)?,? (?:ne )?(?:est |n'est )?compt(?:e|ee|ant)(?: que)? (?:pour|comme|qu') ?(?:une|1)(?: seule?)?(?: (?:fois|personne))?(?![a-z])`,
  ].join('|'),
  'g',
)
/** « doublons entre les lieux possibles » */
const doubled = new RegExp(
  `(?<![a-z])${doubles}[^()]{0,40}? (?:possibles?|eventuels?|probables?|inclus|compris|(?:non|pas) [a-z]+)(?![a-z])`,
  'g',
)
const spoilt =
  /\(\s*dont (?:environ )?\d[\d ]* (?:pass |scans? |cheques? )?[^()\d]*\b(?:essais?|tests?|doublons?|erreurs?|annul[a-z]*|rejet[a-z]*|rendus?|retourn[a-z]*|rembours[a-z]*|factices?|fictifs?|demonstrations?|hors (?:de la )?convention)\b[^()]*\)/g
const forWhom =
  /\b((?:achete|acquis|utilise|scanne|consomme|depense|flashe|valide)e?s?) (?:par|pour) (?:(?:les|nos|ses|leurs|vos|ces|des|tous les|tous nos) (?:administre|habitant|usager|citoyen|concitoyen|utilisateur|adherent|beneficiaire|particulier|villageois|personne|gens|public)e?s?|le public|la population)(?=\s*(?:[),;.]|au \d|depuis (?:20|le |l')|$))/g
const onlyConvention =
  /(?<=\bconvention(?: (?:n[°o]? ?)?(?:[a-z]{1,6}-?)?\d{2,4}[-_/]\d{1,4})?),? (?:seule|seulement|uniquement|exclusivement)(?![a-z])/g
const price =
  /\(?(?:\b(?:d'une |a la |de )?valeur (?:faciale|nominale|unitaire) ?(?:de |:|=)? ?)?\b\d+(?:[.,]\d+)? ?(?:€|euros?\b|eur\b)(?: (?:l'unite|piece|chacun|par pass))?\)?/g
/** « (convention PN20-05) » */
const numberedConvention = /\bconventions? (?:n[°o]? ?)?[a-z]{1,6}-?\d{2,4}[-_/]\d{1,4}\b/g
const codes = new RegExp(reference, 'g')
const conventionCode = /\b20\d\d[-_/](?!20[1-3]\d\b)\d{2,4}\b(?![/-]\d)/g
const call =
  /\b(?:aap|appels?(?: a projets?)?|vague|edition|convention)\s*(?:pass numeriques?\s*)?(?:(?:(?:avec|de|d') ?)?(?:l')?etat\s*)?(?:n[°o]?\s*\d?\s*|(?<=(?:aap|projets?)\s*)\d(?!\d)\s*)?(?:de\s+|d'|:|-|\()?\s*(20\d\d)\b(?![-_/]\d)\)?/
/** « AAP 2019 et AAP 2020 », with a slip in the second too */
const nextCall =
  /^\s*(?:et|&|,|\+|-|\/)\s*(?:de |d'|celui de )?(?:a[a-z]{1,3}p\s*|(?!(?:en|au|de|fin|du|mai|le|la|sur|pour|mi) )[a-z]{3} )?(20\d\d)\b(?![-_/]\d)/
const dayAlone = /\bau \d{1,2}[/.]\d{1,2}\b(?![/.]\d)/g
const earlierCall = /(?<![-_/\d])(20\d\d)\s*(?:et|&|\+)\s*(?:de )?(?:l')?$/
const dayFirst = /\b(\d{1,2})(?:er)?[/.-](\d{1,2})[/.-](20\d\d|\d\d)\b/g
const dayIso = /\b(20\d\d)-(\d{2})-(\d{2})\b/g
const dayLong = new RegExp(`\\b(\\d{1,2})(?:er)? (${monthName})\\.? (20\\d\\d)\\b`, 'g')
const monthYear = new RegExp(`\\b(${monthName})\\.?[ /-]*(20\\d\\d|\\d\\d(?!\\d))\\b`)
const monthNumberYear = /\b(0?[1-9]|1[0-2])[/-](20\d\d)\b/
const monthAlone = new RegExp(`(?<![a-z])(${monthName})(?![a-z])\\.?`)
const quarter =
  /\b(?:([ts])\s?([1-4])|([1-4])(?:er|e|eme|nd|ere)? (trim(?:estre)?|sem(?:estre)?)\.?|(trim(?:estre)?|sem(?:estre)?)\.? ([1-4]))(?![a-z\d])(?:[ /-]*(20\d\d))?|\b(20\d\d)[ /-]*([ts])([1-4])\b/
/** « T1-T2 », « T3 et T4 »: a half-year by its quarters. */
const halves = /\bt\s?(1|3)\s?(?:-|\/|\+|et|&|a)\s?t\s?(?:2|4)\b/g
const year = /(?<![\d,.])(20[0-4]\d)(?![\d,.]\d)\b/g
const aSize = String.raw`(?:de |a )?(?:\d{1,3}|cinq|dix|vingt)\b(?! ?(?:€|eur))`
const another = ` ?(?:pass |cheques? )?(?:ou ?${aSize}|(?:et|/|a) ?${aSize} ?(?:pass|cheques?|unites?|[).,;]|$))`
/** No other size behind one: « de 5 ou de 10 », « de 5 et 10 pass » say neither. */
export const otherSize = `(?!${another})`
/** « carnets de 5 ou de 10 » */
const eitherSize = new RegExp(
  String.raw`\b(?:carnet|chequier|liasse)s?(?: [a-z]+){0,3}? ?\(?${aSize}${another}`,
)
const booklet = new RegExp(
  String.raw`\b((?:carnet|chequier|liasse)s?(?: [a-z]+){0,3}?)\s*(?:(?:de|a|contenant|comprenant|contient|contiennent|comprend|comprennent|compte|comptent|comporte|comportent|vaut|valent|regroupe|regroupent)\s*|\(\s*(?:de\s+)?)(\d{1,3}|cinq|dix|vingt)\b(?! ?(?:€|eur)|[ .']\d{3})${otherSize}`,
)
/** « carnet : 10 », « carnets = 10 pass »; « Carnets achetés : 640 » counts booklets. */
const bookletIs =
  /\b(carnet|chequier|liasse)(?:\s*[:=]\s*(?=\d+\b)|s\s*[:=]\s*(?=\d+ (?:pass|cheques?|unites?)\b))(\d{1,3})\b(?! ?(?:€|eur)|[ .']\d{3})/

/** « Lots de 5 pass »: booklets by another name, where pass are what they hold. */
const lotOfPass =
  /\b(?:lot|pack|paquet|pochette|bloc|planche)s?\s+(?:de|a|contenant|comprenant)\s+(\d{1,3}|cinq|dix|vingt)\s+(?:pass|cheques?)\b(?! ?(?:€|eur))/

/** A season with its year, « été » only where it can't be a participle; and the month that stands for it. */
export const seasonYear = String.raw`(?:\b(?:au|a l'|en|l'|d'|du|cet?|le|debut|fin|mi) ?-?(?:debut |fin )?)(printemps|ete|automne|hiver) (20\d\d)\b`
const season = new RegExp(seasonYear, 'g')
const seasons: Record<string, string> = {
  printemps: 'avril',
  ete: 'juillet',
  automne: 'octobre',
  hiver: 'janvier',
}

/** All calls that a text names: « AAP 2019 et 2020 » names two. A bare year is none. */
export const callsIn = remembered((text): ReadonlySet<string> => {
  const found = new Set<string>()
  let rest = fold(text).replaceAll('_', ' ')
  for (let match = call.exec(rest); match; match = call.exec(rest)) {
    found.add(match[1]!)
    // « AP 2019 et AAP 2020 »
    const joined = earlierCall.exec(rest.slice(0, match.index))
    if (joined) found.add(joined[1]!)
    rest = rest.slice(match.index + match[0].length)
    for (let next = nextCall.exec(rest); next; next = nextCall.exec(rest)) {
      found.add(next[1]!)
      rest = rest.slice(next[0].length)
    }
  }
  return found
})

/**
 * Whether a text names the form that a report is written on: « Modèle de bilan – appel à projets 2019 ». The call that it names is that of
 * the form, which people use again for the next one.
 */
export function namesForm(text: string): boolean {
  return /^\W*(?:modele|trame|gabarit|maquette|canevas|imprime|matrice|fichier type|fiche type|document type|formulaire type)s?\b(?! retenu)/.test(
    fold(text),
  )
}

/** « 1 carnet = 10 pass », in a label or a note. */
export const bookletEquation =
  /\b1\s+(?:carnet|chequier|liasse)\s*(?:=|:|contient|comprend|vaut|de)\s*(\d{1,3}|cinq|dix|vingt)\b(?! ?(?:€|eur)|[ .']\d{3}|[^.;]* ou (?:de )?\d{1,2} pass)/

/** Whether a label gives two sizes of booklets, so that nothing says which of them is meant: « carnets de 5 ou de 10 pass ». */
export function leavesSizeOpen({ text, terms }: Label): boolean {
  return terms.some(({ sense }) => sense === 'carnet') && eitherSize.test(fold(text))
}

/**
 * Takes a label apart; never fails, an empty text gives an empty label. Reports use the same labels again and again: one that
 * was taken apart before is the same object.
 */
export function parseLabel(text: string, vocabulary: Vocabulary): Readonly<Label> {
  return vocabulary.labels.of(text, (one) => takeApart(one, vocabulary))
}

function takeApart(text: string, vocabulary: Vocabulary): Label {
  // `PassAchetes` heads a column of an export.
  const spaced = /\s/.test(text.trim()) ? text : text.replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
  let rest =
    ` ${withoutOthers(actionDone(withoutExplanations(withoutInstructions(fold(spaced)))))} `
      // « Σ » over the sums of lines
      .replaceAll(/[σ∑]/g, ' total ')
      // « S/total », « ss-tot. »
      .replaceAll(/(?<![a-z])(?:s ?\/ ?|s-|ss[ -]?)tot(?:al|aux)?(?![a-z])\.?/g, 'sous-total')
      .replace(
        /^\s*(?:\((?:[a-z]|\d{1,2})\)|\d{1,2}(?:\.\d{1,2})+[.)]?|(?:\d{1,2}|[a-z])\s?[.)](?!\d)|(?:[ivx]{1,4}|\d{1,2}|[a-z])\s?[-/:.)](?=\s+[a-z(«"])|[qi]\d{1,2}\s?[.:)]?|(?!(?:[tsmn])\d)[a-z]{1,2}[.-]?\d{1,2}(?:\.\d{1,2})*\s?[.:)-]|(?:[a-z]\d{1,2}){2}\s?[.:)])\s+/,
        ' ',
      )
      .replaceAll(/\(\d\)|\*/g, ' ')
      // « Q04[SQ001]. Indiquez : [Nombre de pass achetés] » heads a column of a survey's export.
      .replace(surveyCode, ' ')
      // « Combien avez-vous acheté de pass (et non pas prévu) ? » says what is not asked for.
      .replaceAll(/\(et (?:non|pas)(?: pas)? [^()\d]*\)/g, ' ')
      // « Nouveaux bénéficiaires (jamais venus les années précédentes) » says who is new.
      .replaceAll(
        /\((?:jamais|pas encore|non) (?:venue?s?|vue?s?|connue?s?|rencontree?s?|accueillie?s?|accompagnee?s?)[^()\d]*\)/g,
        ' ',
      )
      // « Bénéficiaires différents (E) » is line E of a form, « (C/E) » is worked out from two.
      .replace(/\([a-z](?: ?[/+=x×-] ?[a-z])*\) *$/, ' ')
      // « sans double compte sur les 3 ans », « sur trois années »
      .replaceAll(
        /\bsur (?:les |ces |nos )?(?:[2-6]|deux|trois|quatre|cinq|six) (?:ans|annees)\b/g,
        ' cumul ',
      )
      // « (marché n° 2020-17) » says under which contract, and not which part.
      .replaceAll(
        /\(?\b(?:marche|accord-cadre|contrat|engagement)s? (?:public )?(?:n[°º] ?|numero )[\w/.-]*\d[/_.-]\d[\w/.-]*\)?/g,
        ' ',
      )
      // « (commande initiale + complément de 300) » says in how many times.
      .replaceAll(
        /\((?:les? |deux |1 )?(?:achats?|commandes?|dotations?|livraisons?) initiale?s?[^()]{0,60}\)/g,
        ' ',
      )
      // « convention 2019-101 seule »: nothing of another one is in it.
      .replaceAll(onlyConvention, ' ')
      // « Dernier trimestre 2022 »
      .replaceAll(
        /\b(premier|deuxieme|second|troisieme|quatrieme|dernier) (trim|sem)(?=(?:estre)?\b)/g,
        (_, which: string, part: 'trim' | 'sem') => `${nth[which] ?? lastPart[part]}e ${part}`,
      )
      // « (chaque jeune compté une seule fois) », « une même personne compte une fois »
      .replaceAll(once, ' unique ')
      .replaceAll(undoubled, ' unique ')
      .replaceAll(cleanList, ' unique ')
      .replaceAll(doubled, ' doublon ')
      // « un pass ou plus » is at least one.
      .replaceAll(
        /\b(?:un|1) (pass|cheque)s?(?: numeriques?)? ou (?:plus|davantage)\b/g,
        'au moins un $1',
      )
      .replaceAll(/\bau moins 1 (?=(?:pass|cheque|scan)\b)/g, 'au moins un ')
      // « Comptes avec au moins un pass scanné » are those of persons who signed up, and no scans.
      .replaceAll(
        /\bcomptes? (?:(?:usager|utilisateur|client|beneficiaire|adherent)s? )?(?=(?:avec|ayant)\b[^()]*\b(?:pass|cheque|scan))/g,
        ' individus inscrits ',
      )
      // « dont AAP 2020 » heads the column of that call, whatever column stands before it.
      .replace(/^\s*dont (?:l')?(?=(?:aap|appel a projets?) 20\d\d\b)/, ' ')
      // « leur 1er pass » is their first.
      .replaceAll(/\b(leur|son|le|un|du|au) 1er (?=pass\b|cheque\b)/g, '$1 premier ')
      // « p.m. » before what is told for the record only
      .replaceAll(/(?<![a-z.])p\. ?m\.(?=[ :])/g, ' pour memoire ')
      // « Pass achetés (après avoir) »: after what was given back; « après avoir acheté » is a verb.
      .replaceAll(
        /\(? ?\b(?:apres|deduction faite des?) (?:l'|d'un |les )?avoirs?(?=\s*(?:[):]|$))\)?/g,
        ' ',
      )
      // « Bénéficiaires (l’année de leur premier pass) » are counted when they come for the first time.
      .replaceAll(inFirstYear, ' nouveau ')
      // « Pass scannés parmi les sorties » counts every scan: whatever they are among came before it.
      .replaceAll(amongEarlier, ' ')
      // « dont certains rendus depuis » minds some of what is counted, and counts none itself.
      .replaceAll(
        /\bdont (?=(?:certaine?s|quelques|une partie|plusieurs|la moitie|beaucoup|la plupart)\b[^()\d]*(?:\)|$))/g,
        ' ',
      )
      // « sur les 2 phases » is « sur les deux phases ».
      .replaceAll(
        /\bles ([2-4]) (?=[a-z]{4})/g,
        (_, n: string) => `les ${inLetters[Number(n) - 2]} `,
      )
      // « entre les deux vagues » is a part of the time, unlike « les deux vagues ».
      .replaceAll(/(?<=\bentre )les (?=(?:deux|trois|quatre)\b)/g, 'ces ')
      // « utilisés par les administrés », « achetés pour nos habitants »: whoever they are for, pass are counted.
      .replaceAll(forWhom, '$1 ')
      // « Pass scannés (dont 40 essais) »: some of what is counted should not be.
      .replaceAll(spoilt, ' a verifier ')
      // « Pass achetés (objectif : 5 000) » asks for the bought ones; the objective is a remark.
      .replaceAll(
        /\((?:objectif|cible|potentiel|prevu|rappel|soit|dont|(?:par )?exemple|p\. ?ex|ex\b)[^()]*\d[^()]*\)/g,
        ' ',
      )
      // « Pass scannés (71 %) » gives their share besides.
      .replaceAll(/\(\s*\d[\d.,]* ?%[^()]*\)/g, ' ')
  rest = withoutProvenance(rest)
  // « Pass à acheter », « personnes à accompagner » are still to be.
  if (toBeDone.test(rest)) rest += ' objectif '
  const meant = rest.match(inOtherWords)
  const other = meant && takeApart(meant[1]!, vocabulary)
  if (meant && other && says(other, 'achat', 'scan', 'distinct')) {
    const plain = takeApart(text.replace(/\([^()]*\)/, ' '), vocabulary)
    const terms = plain.terms.filter(({ sense }) => !acts.includes(sense))
    return { ...plain, text: text.trim(), terms: [...terms, ...other.terms] }
  }
  const take = (pattern: RegExp): RegExpMatchArray | null => {
    const match = rest.match(pattern)
    if (match) rest = rest.replace(pattern, ' ')
    return match
  }
  // What is bought in a season is bought on a day of it: « au printemps 2021 ».
  rest = rest.replaceAll(season, (_, name: string, of: string) => ` ${seasons[name]} ${of} `)
  // Most labels have no digit, and then nothing of what is looked for by one.
  const numbered = /\d/.test(rest)
  const takeNumbered = (pattern: RegExp) => (numbered ? take(pattern) : null)

  const equation = takeNumbered(bookletEquation)
  const size = take(booklet) ?? takeNumbered(bookletIs)
  const lot = size ? null : take(lotOfPass)
  if (lot) rest += ' carnet pass '
  if (equation) rest += ' carnet '
  if (size) rest += ` ${size[1]} `
  const stated = equation?.[1] ?? size?.[2] ?? lot?.[1]
  const carnet = stated === undefined ? null : (numberWords[stated] ?? Number(stated))
  // A price is no unit: « Pass achetés (10 €) ».
  if (numbered) rest = rest.replaceAll(price, ' ')
  const aap = takeNumbered(call)?.[1] ?? null
  // « Marché n°1 » is not that of the year before (« N-1 »).
  if (numbered) rest = rest.replaceAll(/\bn[°º] ?(?=\d)/g, ' ')
  // « cumul depuis 2020 » says when the count began, not the year that it is of.
  if (takeNumbered(/\bdepuis (?:le |la |l'|fin |debut |janvier )*20\d\d\b/)) rest += ' cumul '
  // « jusqu'en 2022 », « jusqu'au 31/12/2022 » count from the beginning.
  if (takeNumbered(/\bjusqu'(?:en|au|a la|a)(?: fin)?(?= (?:[a-z]+ )?\d)/)) rest += ' cumul '
  const days: string[] = []
  const day = (y: string, m: string | number, d: string) => {
    days.push(
      `${y.length === 2 ? `20${y}` : y}-${String(m).padStart(2, '0')}-${d.padStart(2, '0')}`,
    )
    return ' '
  }
  if (numbered) {
    rest = rest
      .replaceAll(numberedConvention, ' ')
      .replaceAll(codes, ' ')
      .replaceAll(conventionCode, ' ')
      .replaceAll(dayAlone, ' ')
      .replaceAll(dayIso, (_, y, m, d) => day(y, m, d))
      .replaceAll(dayFirst, (_, d, m, y) => day(y, m, d))
      .replaceAll(dayLong, (_, d, m, y) => day(y, monthNumbers.get(m)!, d))
      .replaceAll(halves, (_, first: string) => ` s${first === '1' ? 1 : 2} `)
  }

  let period: string | null = null
  const q = takeNumbered(quarter)
  if (q) {
    const kind = (q[1] ?? q[4] ?? q[5] ?? q[9])!.startsWith('t') ? 'T' : 'S'
    const number = q[2] ?? q[3] ?? q[6] ?? q[10]
    const of = q[7] ?? q[8]
    period = of ? `${of}-${kind}${number}` : `${kind}${number}`
  }
  const named = q ? null : takeNumbered(monthYear)
  if (named) {
    const y = named[2]!.length === 2 ? `20${named[2]}` : named[2]!
    period = `${y}-${String(monthNumbers.get(named[1]!)).padStart(2, '0')}`
  } else if (!q) {
    const figures = takeNumbered(monthNumberYear)
    const alone = figures ? null : take(monthAlone)
    if (figures) period = `${figures[2]}-${figures[1]!.padStart(2, '0')}`
    if (alone) period = `m${String(monthNumbers.get(alone[1]!)).padStart(2, '0')}`
  }
  // « Avril 2023 (final) » is what stood at the end, and not what that month brought.
  if (period !== null && /^20\d\d-\d\d$/.test(period) && atTheEnd.test(rest)) period = null
  const years = numbered ? [...new Set([...rest.matchAll(year)].map((m) => m[1]!))] : []
  if (years.length > 0) rest = rest.replaceAll(year, ' ')
  if (years.length === 1) {
    if (period === null) period = years[0]!
    else if (!period.startsWith('20')) period = `${years[0]}-${period.replace('m', '')}`
  }
  const inOrder = [...years].sort()

  // « N° » over a column numbers its lines.
  if (ordinal.test(fold(text)))
    return { ...noLabel, text: text.trim(), terms: [{ expression: 'n°', sense: 'identifiant' }] }
  const terms: Label['terms'][number][] = []
  const unknown: string[] = []
  const found = vocabulary.terms(rest)
  for (const [at, term] of found.entries())
    if (term.sense !== 'anodin' && !countsPlaces(rest, found, at)) keep(term, terms, unknown)
  if (!terms.some(({ sense }) => counted.includes(sense)))
    for (const { sense, expression } of found) if (sense === 'anodin') unknown.push(expression)
  // « Pas sacnnés » may as well be « Pass » as a negation: with a word that isn't known, neither is taken.
  if (unknown.length > 0 && terms[0]?.expression === 'pas') unknown.push(terms.shift()!.expression)
  // So it may at the head of what is bought or scanned, where no pass are named: « Nbre de pas scanés », « Pas achetés ».
  const slip = terms.findIndex((term) => term.expression === 'pas')
  const acted = unknown.length > 0 || terms.some((t) => t.sense === 'achat' || t.sense === 'scan')
  if (slip >= 0 && acted && pasForPass.test(fold(text)) && !terms.some((t) => t.sense === 'objet'))
    unknown.push(...terms.splice(slip, 1).map((term) => term.expression))
  // « Pass bon scannés » may be those that weren't: after what is counted, right before what was done with it.
  const bon = terms.findIndex(
    (term, at) =>
      term.expression === 'bon' &&
      terms[at - 1]?.sense === 'objet' &&
      acts.includes(terms[at + 1]?.sense ?? 'neutre'),
  )
  if (bon >= 0) unknown.push(...terms.splice(bon, 1).map((term) => term.expression))
  return withPublic(text, {
    text: text.trim(),
    terms,
    unknown,
    period,
    years: years.length > 1 ? `${inOrder[0]}-${inOrder.at(-1)}` : null,
    asOf: days.sort().at(-1) ?? null,
    aap,
    carnet,
  })
}

const inLetters = ['deux', 'trois', 'quatre']
/** What is scanned among what was bought or handed out is all that was scanned. */
const amongEarlier =
  /(?<=\b(?:scanne|utilise|consomme|flashe)e?s?\b[^()\d]*) parmi (?:(?:les|ceux|celles|tous les|l'ensemble des) )?(?:pass )?(?:(?:achete|acquis|commande|livre|recu|distribue|diffuse|remis|emis|donne|attribue|sorti|active)e?s?|sorties|entrees|achats)(?=\s*(?:[(),;:]|$))/g
const few = ['deu', 'troi', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix', 'onze', 'douze']

/** « pour les quatre cantons », « deux communes confondues »: all of them are meant, and how many there are changes nothing. */
function countsPlaces(rest: string, found: readonly Term[], at: number): boolean {
  const { expression } = found[at]!
  const place = found[at + 1]
  if (!few.includes(expression) || (place?.sense !== 'lieu' && place?.sense !== 'acteur'))
    return false
  const all = new RegExp(
    String.raw`\b(?:les|nos|leurs|aux|des) ${expression}[sx]? [a-z]|\b${expression}[sx]? [^,;()]*\bconfond`,
  )
  return all.test(rest) && !onlySome.test(rest)
}

/** « les trois communes ayant répondu », « les deux premiers lieux », « les trois lieux sur cinq » */
const onlySome =
  /\b(?:repondu\w*|repondant\w*|premiers?|premieres?|derniers?|dernieres?|autres?|memes?|principa\w*|compt\w*|venu\w*|inscrit\w*|frequent\w*|vue?s?|sur (?:les )?(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|\d+))\b/

const atTheEnd =
  /\b(?:finale?|definiti(?:f|ve)|cloture|(?:fin|terme) (?:de|du) (?:la |l')?(?:convention|projet|programme|operation|action|dispositif))\b/
/** What says what is counted: beside it, everyday words change nothing. */
const counted: Sense[] = [
  'objet',
  'carnet',
  'distinct',
  'nouveau',
  'pass_achetes',
  'pass_scannes',
  'pass_commandes',
  'beneficiaires_uniques',
  ...acts,
  ...persons,
]
const toBeDone =
  /\b(?:pass(?:es)?|cheques?|coupons?|titres?|tickets?|bons?|carnets?|numeriques?|personnes?|beneficiaires?|usagers?|habitants?|publics?|participants?) a (?:faire )?(?:acheter|acquerir|commander|utiliser|consommer|scanner|depenser|distribuer|diffuser|remettre|toucher|accompagner|aider|former|sensibiliser|atteindre)\b/
/** « Pass activés (= scannés) »: what the bracket says is meant. */
const inOtherWords =
  /\((?:=|c'est[- ]a[- ]dire|c\.?-?a\.?-?d\.?|i\.?e\.?|autrement dit|au sens de)[:,]? ?([^()]+)\)/
const pasForPass =
  /^(?:(?:nb|nbre|nombre|total)\.? (?:total )?(?:de |des )?)?pas (?!d['eu]|encore|tout)/
/** « N° » over a column that numbers its lines. */
export const ordinal =
  /^(?:n[°o]?\.?|#|num\.?|numero|ordre|n[°o] d'ordre|(?:factures?|bons?(?: de commande)?|commandes?|mandats?|pieces?|lots?|series?) n[°o]\.?|n[°o] (?:de |du |des |d')?(?:factures?|bons?(?: de commande)?|commandes?|mandats?|pieces?|lots?|series?|carnets?|pass))$/
/** A label that says nothing. */
export const noLabel: Label = {
  text: '',
  terms: [],
  unknown: [],
  period: null,
  years: null,
  asOf: null,
  aap: null,
  carnet: null,
}

function keep(term: Term, terms: Label['terms'][number][], unknown: string[]): void {
  // A label that speaks of a reserve or of a part is asked about as one of unknown words is.
  if (term.sense === null || term.sense === 'reserve' || term.sense === 'restriction') {
    if (term.expression === '/') terms.push({ expression: '/', sense: 'barre' })
    // « (1 personne = 1) », « phase 2 »: a small number alone says nothing that the words beside it don't.
    else if (!/^\d{1,2}$/.test(term.expression)) unknown.push(term.expression)
  } else if (term.sense !== 'neutre') {
    terms.push({ expression: term.expression, sense: term.sense })
  }
}

/** Whether one of the terms has one of the senses. */
export function says(label: Label, ...wanted: Sense[]): boolean {
  for (const term of label.terms) if (wanted.includes(term.sense)) return true
  return false
}
