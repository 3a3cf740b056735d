import { sentencesOf, unbroken } from './aim.ts'
import type { Indicator } from './notion.ts'
import { fold } from './text.ts'

const bodies =
  'departement|region|metropole|communes?|communaute|agglomeration|agglo|syndicat|villes?|collectivites?|territoires?|intercommunalites?|epci|pays|laureats?|convention|programme|dispositif'
/** « y compris ceux du département voisin », « avec les pass de la région ». */
const ofOthers = new RegExp(
  String.raw`\b(?:y compris|dont|avec|ainsi que|inclua?nt|comprenant|comprend|inclut|melanges? (?:a|avec)|confondus? avec|cumules? avec|additionnes? a|distinguer (?:de|d'avec))\b[^.;]*?\b(?:ceux|celles?|(?:des|les|de|d'autres) (?:pass|cheques|titres))\b[^.;\d]{0,30}?(?:(?:du|de la|de l'|des|d'une?|de|d')(?: autres?)? ?(?:${bodies})|voisine?s?|d'autres (?:${bodies}))\b`,
)
const apart = String.raw`(?:distingu|separ|isol|demel|differenci|ventil|dissoci)\w*`
/** « sans que nous puissions les distinguer » */
const inseparable = new RegExp(
  String.raw`\b(?:sans (?:que [^.;,]{0,30}(?:puissi?(?:ons|ez|ent)|puisse|pu)|pouvoir|qu'(?:on|il)[^.;,]{0,20}puisse)[^.;]{0,20}${apart}|(?:impossible|pas possible) de (?:les |la |le )?${apart}|(?:ne|n')[^.;]{0,20}(?:peut|pouvons|peuvent|permet|sait|savons)[^.;]{0,20} ?${apart}|(?:ne |n')(?:les |en )?${apart} (?:pas|point|rien)\b|sans distinction (?:de|d'|entre|avec)|indistinct\w*|confondus? avec)`,
)
/** « toutes origines confondues », « quel que soit leur financeur »: pass of this convention and of others. */
const ofAnyOrigin =
  /\b(?:tou(?:te)?s (?:les )?(?:origines?|provenances?|sources?|emetteurs?|payeurs?|conventions?|financ(?:eurs?|ements?))(?: de (?:pass|financement))? confondue?s|quel(?:le)?s? que soi(?:t|ent) (?:son |leurs? |l[ea]s? |l')?(?:origines?|provenances?|emetteurs?|payeurs?|conventions?|financ(?:eurs?|ements?)))\b/
/** « ce sont les habitants qui ont reçu un carnet » */
const handed =
  /\b(?:(?:qui|a qui|auxquel(?:le)?s|ayant|personnes?|habitants?|usagers?)\b[^.;]{0,40}?\b(?:recu|retire|obtenu|remis|remise?s?|distribue|donne|beneficie d'un (?:carnet|chequier))e?s?\b[^.;]{0,30}?\b(?:pass|carnets?|chequiers?|cheques?)|(?:pass|carnets?|chequiers?|cheques?)\b[^.;]{0,25}?\b(?:remis|distribues?|donnes?)\b)/
const helped =
  /\b(?:accompagn|form(?:e|ation)|aide|suivi|utilis|atelier|scann|venus?|rendus?|particip)\w*/
const definition =
  /(?::|\(|,|\bc'est-a-dire\b|\ba savoir\b|\bsoit\b|\bce sont\b|\bil s'agit\b|\bau sens\b|\bcomptes? (?:comme|ceux|celles)\b)\s*(.*)$/s
/** « bénéficiaires du RSA »: they benefit from something else, and are some of those who were helped, or all. */
const allowance = String.raw`(?:beneficiaires?|allocataires?|titulaires?) (?:du|de la|de l'|des|d'une?|de) ?(?:rsa|aah|apa|aspa|apl|ada|pch|caf|minima\b|minimas?\b|revenu|allocation|aide|pension|prestation|prime|contrat|garantie|protection|obligation|oeth)`

/** « nous ne savons pas combien d’entre eux sont venus » */
const unknownHowMany =
  /\b(?:(?:ne (?:savons|sait|sais|connaissons)|n'(?:avons pas|a pas) su)\b[^.;]{0,15}\b(?:combien|si (?:tous|toutes|ils|elles|ces))|(?:ignor(?:ons|e)|sans savoir)\b[^.;]{0,12}\b(?:combien|si (?:tous|toutes|ils|elles|ces)))/

/** « 1 500 pass achetés, dont 400 rendus à l’opérateur contre remboursement »: not all of them were bought in the end. */
const givenBack =
  /\b(?:dont|parmi lesquels|sur lesquels)\b[^.;]*\d[^.;\d]*\b(?:rendus?|retournes?|restitues?|rembourses?|annules?|repris|jamais livres?|non livres?|pas (?:ete )?livres?)\b/
const givenBackDoubt = 'une partie des pass achetés a été rendue ou annulée'

const othersDoubt = 'le chiffre compte aussi ceux d’autres'
const handedDoubt =
  'des personnes qui ont reçu des pass, sans qu’on sache si elles les ont utilisés'
const contestedDoubt = 'une autre source donne un autre chiffre'
/** Why a number of those who receive an allowance is asked about: it contradicts none of all who were helped. */
export const publicDoubt =
  'des bénéficiaires d’autre chose, qui ne sont peut-être qu’une partie du public'
const outsideDoubt = 'la phrase parle aussi de ce qui est hors de la convention'
const howManyDoubt = 'le texte dit qu’on ne sait pas combien'

/** Where else a number may come from: « d’après les factures », « notre tableau en compte 1 250 ». */
const source =
  /\b(?:d'apres|selon|au vu d|sur la base d|si l'on en croit|a en croire|en (?:comp\w+|indiqu\w+|recens\w+|donn\w+|annonc\w+|affich\w+|retien\w+|montr\w+|denombr\w+|trouv\w+)|fait etat|font etat|cote)\b/
const counted =
  /\b(?:pass|cheques?|carnets?|personnes?|beneficiaires?|usagers?|habitants?|lieux|ateliers?|accompagnements?|achet\w*|distribu\w*|remis|commande\w*|emis|scann\w*|utilis\w*|valid\w*|consomm\w*|honor\w*|activ\w*|perime\w*|expire\w*|restant\w*)\b/
const numeral =
  /(?<![\w.,/-])(?:\d{1,3}(?:[ .']\d{3})+(?!\d)|\d+(?![\w/-]|[.,]\d))(?! ?(?:€|euros?|%))/g

/** « 12 personnes figurent deux fois », « 16 habitants ont été suivis dans deux communes »: those who stand in more than one count. */
const twice =
  /^[^.;:\d]*\b(?:(?:deux|trois|plusieurs) fois|dans (?:les )?(?:deux|trois|plusieurs) (?:communes?|lieux|listes?|structures?|sites?|territoires?|antennes?|centres?|fichiers?|registres?|departements?)|en double|doublons?|a la fois (?:a|au|aux|dans|chez|par|des|les|du|de la))\b/

/** « 17 personnes ont été aidées par les deux structures »: who went to both, unless the sentence says that it is all of them. */
const byBoth =
  /^[^.;:\d]*\b(?:par|chez|avec|aupres de) (?:les |nos |vos |ces |chacune? des )?(?:deux|trois) (?:communes?|lieux|structures?|sites?|associations?|antennes?|centres?|porteurs?|laureats?|organismes?|espaces?|partenaires?|mediatheques?|collectivites?)\b/
/** « 160 personnes venues les deux années »: who came in both. */
const inBoth =
  /^[^.;:,\d]*\b(?:venu|revenu|inscrit|present|particip|compt|accompagn|form|aid|accueilli|recu|suivi|vu)(?:e|es|s|ee|ees)? (?:a la fois )?(?:les|l'une? et l'autre) (?:deux|trois) (?:annees?|periodes?|semestres?|trimestres?|exercices?|phases?|sessions?|campagnes?)\b/

const allOfThem =
  /\b(?:differente?s|uniques?|distincte?s|dedoublonn\w*|total|en tout|ensemble|soit|cumul\w*)\b/

/** Whether a sentence says of a number of persons that it counts those who come twice, and not all of them. */
export function isOfRepeated(sentence: string, digits: string): boolean {
  const plain = fold(sentence)
  const at = digits === '' ? -1 : plain.indexOf(digits)
  if (at < 0 || /\b(?:total|en tout|nombre)\b[^.;:]*$/.test(plain.slice(0, at))) return false
  const behind = plain
    .slice(at + digits.length)
    .replaceAll(/\b([23])(?= (?:fois|[a-z]))/g, (one) => (one === '2' ? 'deux' : 'trois'))
  if (byBoth.test(behind) && !allOfThem.test(plain)) return true
  const came = inBoth.exec(behind)
  if (came !== null && !allOfThem.test(`${plain.slice(0, at)} ${came[0]}`)) return true
  const said = twice.exec(behind)
  return said !== null && !/\b(?:sans|pas|ni|jamais|aucun)\b/.test(said[0])
}

/** Another number of about that size, with a source of its own and no noun: « 33 048 d’après la plateforme, mais 33 291 d’après les factures ». */
function isContested(said: string, digits: string): boolean {
  const amount = (text: string) => Number(text.replaceAll(/\D/g, ''))
  const own = amount(digits)
  const numbers = [...said.matchAll(numeral)]
  return numbers.some((found, at) => {
    const other = amount(found[0])
    if (other === own || other < own / 2 || other > own * 2 || /^20[0-4]\d$/.test(found[0]))
      return false
    const before = said
      .slice(0, found.index)
      .split(/[,;.:(]|\d|\b(?:mais|et|alors que|tandis que|contre|quand)\b/)
      .at(-1)!
    const behind = said
      .slice(found.index + found[0].length, numbers[at + 1]?.index)
      .split(/[,;.:)]|\b(?:mais|et|alors que|tandis que|contre|quand)\b/)[0]!
    const clause = `${before} # ${behind}`
    return source.test(clause) && !counted.test(clause)
  })
}

/** « hors convention », « en dehors de l'AAP »; of purchases also « après la fin de la convention », which scans may well be. */
const outside =
  /\b(?:hors|en dehors d[eu]|au-dela d[eu]|exterieure?s? (?:a|au)) ?(?:la |le |l'|cette |notre )?(?:(?:cadre|perimetre|champ) (?:de la |du |de l'|de )?)?(?:convention|conventionnement|aap|appel a projets|programme)\b/
const afterwards =
  /\bapres (?:la |le |l')?(?:(?:fin|terme|cloture|expiration|echeance) (?:de la |du |de l'))?(?:convention|aap|appel a projets)\b/

function isOutside(sentence: string, indicator: Indicator): boolean {
  const bought = indicator === 'pass_achetes' || indicator === 'pass_commandes'
  return outside.test(sentence) || (bought && afterwards.test(sentence))
}

/** Whether a number counts those who receive an allowance: « 31 bénéficiaires du RSA », « bénéficiaires du RSA (31) ». */
function isOfAllowance(sentence: string, digits: string): boolean {
  if (digits === '') return false
  const number = fold(digits).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(
    String.raw`(?:(?<![\d.,])${number} ${allowance}|\b${allowance}\w*[^\d.;]{0,20}(?<![\d.,])${number}(?!\d))`,
  ).test(sentence)
}

/**
 * Why a figure that a sentence states counts more or something else than it seems, in French, by what the sentence says of it besides, or the
 * next one that goes on with it; null when it says no such thing.
 * @param text the paragraph that the sentence stands in
 * @param digits the number as the sentence has it; empty when it has none
 */
export function caveatOn(
  sentence: string,
  digits: string,
  text: string,
  indicator: Indicator,
): string | null {
  const all = sentencesOf(unbroken(text)).map(fold)
  const own = fold(sentence)
  const at = all.findIndex((one) => one.includes(own))
  const next = all[at + 1] ?? ''
  const whole = all[at] ?? own
  if (digits !== '' && isContested(whole, digits)) return contestedDoubt
  if (digits !== '' && at >= 0 && source.test(next) && isContested(`${whole} ${next}`, digits))
    return contestedDoubt
  const goesOn =
    at >= 0 &&
    !/\d/.test(next) &&
    /^(?:ce|ceci|cela|c'est|il s'agit|mais|nous|on|par contre|toutefois|cependant)\b/.test(next)
  const said = goesOn ? `${whole} . ${next}` : whole
  if (isOutside(own, indicator)) return outsideDoubt
  if (indicator === 'pass_achetes' && givenBack.test(whole)) return givenBackDoubt
  const mixed = [ofOthers, inseparable, ofAnyOrigin].some((one) => one.test(said))
  if (indicator === 'pass_scannes' && mixed) return othersDoubt
  if (indicator !== 'beneficiaires_uniques') return null
  if (inseparable.test(said)) return othersDoubt
  if (isOfAllowance(own, digits)) return publicDoubt
  if (unknownHowMany.test(said)) return howManyDoubt
  const meant = definition.exec(said)?.[1]
  return meant !== undefined && handed.test(meant) && !helped.test(meant) ? handedDoubt : null
}
