import { remembered } from '../memo.ts'
import { fold } from './text.ts'

/**
 * What a report says of its own scope: that it is of a part of the territory, or of one of several years. Its title, its sheet or its file may
 * say so (« Périmètre : arrondissement Nord »), a sentence on its figures, or a note on what will be sent besides.
 */

const area =
  '(?:arrondissements?|arrdts?|arrts?|cantons?|secteurs?|quartiers?|(?:villes?|communes?|bourgs?)[- ]centres?|centres?[- ]villes?|bassins?(?: de vie)?|zones?|antennes?|sous-prefectures?|circonscriptions?|unites? territoriales?|districts?|communes? deleguees?|qpv|littoral|rives? (?:droite|gauche)|poles? territoria(?:l|ux))'
const unit =
  '(?:communes?|lieux|sites?|structures?|territoires?|agences?|centres sociaux|maisons?|mediatheques?|epci|intercommunalites?)'
const year = '(?:exercices?|annees?|millesimes?|tranches?|phases?|lots?|volets?|ans?)'
const count = String.raw`(?:\d{1,3}|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze)`
const side = '(?:nord|sud|est|ouest|centre|littoral|rural|urbain|[a-e]|[ivx]+|\\d{1,2})'

/** An area by its name: « arrondissement de Malvy », « secteur Nord ». The one behind « les » or « par » is all of them, the 13th one of a town. */
const namedArea =
  /(?<!\b(?:par|chaque|tous les|toutes les|les|des|aux|chef-lieu (?:de |d')|\d ?(?:er?|e|eme|nd)) ?)\b(arrondissement|arrdt|arrt|canton|secteur|quartier|antenne|bassin(?: de vie)?|zone|sous-prefecture|circonscription|unite territoriale|district|commune deleguee|pole territorial|rive(?= (?:droite|gauche)\b)|partie(?= (?:nord|sud|est|ouest|centrale|rurale|urbaine)\b))s?(?:-| de la | de l'| du | des | de | d'| )+(?:\b|')([\w'-]+(?: [\w'-]+)?)/g
/** What a service or a trade is called: « secteur jeunesse ». */
const trade =
  /^(?:activite|jeunesse|enfance|social|sociale|associati|public|prive|educati|medico|sante|famille|culturel|marchand|scolaire|artisan|habitat|insertion|geographique|couvert|concerne|rural|urbain|et|ou|du territoire|de vie|d'intervention|intervention|prioritaire|blanche|numerique|tendue|tertiaire|franche)/
/** What the area belongs to is a body: « communauté de communes du canton de Rubercy », « CA du Bassin de Cardelle », « régie de quartier ». */
const ofBody =
  /\b(?:communaute|cc|ccas|cias|syndicat|sivom|pays|petr|association|foyer|centre|mission|espace|maison|regie|comite|conseil|communes|place|rue|avenue|boulevard|chemin|route|quai|allee|impasse|cours|square|responsable|referente?|animat\w+|chef|cheffe|service|situe\w*|dans)\b[^,;:.()-]{0,25}$|\b(?:ca|cu|agglo(?:meration)?|urbaine|metropole|epci|smo?|sivu|pnr|union|hub|ville) (?:(?:du|de la|de l'|des|de|d') ?)?$/
const address =
  /\b\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av|place|pl|boulevard|bd|chemin|route|quai|allee|impasse|cours|square|passage)\b|\b(?:hotel d[eu]|siege|adresse|cedex|mairie d[eu]|bp \d)|(?<!\d)\d{5} [a-z]/
const legalForm = /\b(?:loi (?:du 1er juillet |de )?1901|association (?:loi|declaree|d'interet))\b/
const whole =
  /\b(?:ensemble|totalite|integralite|tout le|toute la|tous les|toutes les|total (?:general|du|de la|departement|territoire)|consolide\w*|cumul\w*)\b/

/** Words that say a sentence speaks of the figures or the report, and not of what was done. */
const subject =
  /\b(?:(?:ces|les|nos|mes|ce|le|cet|present|cette|presente|la|ci-dessus|ci-joints?) (?:presente?s? )?(?:chiffres|donnees|resultats|bilan|rapport|tableau|document|etat|extrait|export|fichier|comptage|statistiques|total|totaux|nombres|releve|compte rendu|restitution|perimetre|saisie|envoi)|^(?:chiffres|donnees|resultats|bilan|rapport|tableau|document|etat|extrait|export|comptage|statistiques|perimetre|nb|attention|nota)\b|il s'agit)/
/** What else a sentence may be of: its years and places are not those of the figures. */
const besides =
  /\b(?:factur\w*|depens\w*|budget\w*|credits?|paye\w*|mandat\w*|imput\w*|subvention\w*|ateliers?|formations?|formes?|photos?|annexes?|recrut\w*|reunions?|chapitre|article|versement|acompte|solde|commandes? de|permanences?)\b/

const perimeter =
  /^(?:perimetre|portee|couverture geographique|champ geographique|(?:zone|secteur) (?:couverte?|concernee?)|territoires? couverts?)(?: (?:geographique|territorial|couvert|concerne|du bilan|du rapport|des donnees|de ce \w+))?\s*[:|-]\s*(.+)$/
const wholeBody =
  /\b(?:ensemble|tou[st]\b|toutes|total|totalite|complet|entier|entiere|integral|convention|conventionne|departement|region|communaute|agglomeration|agglo|metropole|cc|ca|cu|syndicat|pays|petr|epci|intercommunal|territoire|commune|ville|communes|communal|departemental|regional|aap|appel|pass|programme|projet|france|national)/

const restricted = [
  // « du seul arrondissement de Malvy », « la seule année 2022 »
  new RegExp(
    String.raw`(?<!\bune? )\b(?:seule?s?|uniquement|seulement|exclusivement|rien que) (?:(?:pour|sur|de|en|dans|a|au|aux|du|des|les?|la|l'|d'|${count}) ?)*(?:${area}|${unit}|annees?|exercices?|20[12]\d)\b`,
  ),
  new RegExp(
    String.raw`\b(?:${area}|annees?|exercices?|20[12]\d)\b[^.;:]{0,25}\b(?:uniquement|seulement|exclusivement|seule?s?)\b(?! (?:fois|la|le|personne))`,
  ),
  new RegExp(
    String.raw`\b(?:limite|restreint|circonscrit|cantonne|reduit)e?s? (?:a|aux?)\b[^.;]{0,20}\b(?:${area}|${unit}|annees?|exercices?|20[12]\d)\b`,
  ),
  /\bne (?:couvr\w+|concern\w+|port\w+|trait\w+|reprend|reprennent|recens\w+|compt\w+)[^.;]{0,12} que\b(?! (?:sur |de )?(?:la |cette |notre |nos |l'|le |les |des )?(?:(?:premiere?|seconde?|deuxieme|nouvelle|seule?|presente?|deux|trois) )?(?:convention|appel|aap|pass|cheque|dispositif|achat|personnes|adulte))/,
  /\b(?:moitie|un (?:tiers|quart)|deux tiers|trois quarts|une partie) (?:nord |sud |est |ouest )?(?:du|de la|des|de l') ?(?:territoire|departement|region|communes|lieux|agglomeration|communaute|pays)\b/,
]
const excepted = new RegExp(
  String.raw`(?<!\b(?:et|ou|,|/) ?)(?:\b(?:hors|sauf|hormis|excepte)|a l'ex(?:ception|clusion)|non compris|sans) (?:(?:de|du|des|les?|la|l'|d') ?)*(?:${area}|annees?|exercices?|20[12]\d)\b`,
)
const thing = `(?:${area}|${unit}|${year})`
/** « 4 communes sur 11 », « 2 des 5 maisons », « année 2 sur 3 », « exercice 2/3 », « (sur 3 arrondissements) » */
const outOf = new RegExp(
  [
    String.raw`\b(${count}) (?:(?:des|de nos|de ses) )?${thing} ?(?:sur|/|parmi) ?(?:les |nos |ses )?(${count})\b`,
    String.raw`\b(${count}) ?(?:sur|/|parmi|des|de nos|de ses) ?(?:les |nos |ses )?(${count}) (?:[a-z]+ )?${thing}\b`,
    String.raw`\b${thing}[^.;:]{0,20}[ :(](${count}) ?(?:sur|/|parmi) ?(?:les |nos |ses )?(${count})\b`,
    String.raw`\b(?:${year}|${area}) (?:n° ?)?(${count}) ?\(?(?:sur|/|de) ?(${count})\b`,
  ].join('|'),
)
const among = new RegExp(
  String.raw`\((?:sur|parmi) (?:les )?${count} (?:${area}|${unit}|${year})\)`,
)
/** « 2e année » */
const ordinal =
  /\b(?:(?:premiere|deuxieme|seconde|troisieme|quatrieme|1re|1ere|2e|2eme|2nde|3e|3eme|4e|4eme) (?:annee|tranche|phase)|(?:premier|deuxieme|second|troisieme|1er|2e|2eme|2nd|3e|3eme) (?:exercice|volet))\b/
const elsewhere = String.raw`(?:fer(?:a|ont) l'objet|f(?:ai|on)t l'objet|(?:ont|a) fait l'objet|(?:sont|ser(?:a|ont)|(?:ont|a) (?:deja )?ete) (?:deja )?(?:transmis|envoye|adresse|communique|traite|presente)e?s?|vous (?:parvien|ser)\w+|suiv(?:ra|ront|ent)\b|parvien\w+|adresse(?:e|es|s)? (?:a part|separe)|a part\b|separement|ulterieurement)`
const others = new RegExp(
  String.raw`\b(?:autres? (?:${area}|${unit}|annees?|exercices?)|(?:les|le|l') ?${area}\b[^.;:]{0,40}|(?:annees?|exercices?)[^.;:]{0,8} 20[12]\d[^.;:]{0,30}|(?:^|[(:;,] ?)20[12]\d(?:,? (?:et )?20[12]\d)*)[^.;:]{0,30}?\b${elsewhere}`,
)

/** Where a text says it: over figures, in the name of a sheet or file, or among other sentences. */
export type Place = 'title' | 'name' | 'text'

/** Areas that a text names, each as the word for it and its name: « secteur nord ». */
export function areasIn(text: string, place: Place): readonly Area[] {
  return (place === 'name' ? areasInName : areasInText)(text)
}

interface Area {
  noun: string
  name: string
}

const areasInName = remembered((text) => areasOf(text, true))
const areasInText = remembered((text) => areasOf(text, false))

function areasOf(text: string, named: boolean): Area[] {
  const plain = fold(text)
  // « Relais Numérique du Bassin de Thorée (association loi 1901) » is the name of a body.
  if (address.test(plain) || legalForm.test(plain)) return []
  return [...plain.matchAll(namedArea)].flatMap(({ index, 1: noun, 2: name }) => {
    if (trade.test(name!) || ofBody.test(plain.slice(0, index))) return []
    // In a title the name is one: it has a capital, or says a side.
    const at = originalOf(text, plain, name!)
    const proper = named || /^\p{Lu}/u.test(at) || new RegExp(`^${side}\\b`).test(name!)
    return proper ? [{ noun: /^arr/.test(noun!) ? 'arrondissement' : noun!, name: name! }] : []
  })
}

/** How a folded word was written. */
function originalOf(text: string, plain: string, name: string): string {
  const word = name.replace(/^.*'/, '').split(' ')[0]!
  return plain === ''
    ? ''
    : (text.split(/[\s'’(),:;]+/).find((one) => fold(one).startsWith(word)) ?? '')
}

/**
 * Whether a text says of the report that it is of a part only.
 * @param known other texts of the document, by which the value of « Périmètre » may be told for the laureate's own name
 */
export function isOfPart(text: string, place: Place, known: readonly string[] = []): boolean {
  if (text.includes('?')) return false
  const plain = fold(text).replaceAll(call, 'convention')
  if (whole.test(plain.replaceAll(/\(.*?\)/g, ' ')) && !excepted.test(plain)) return false
  if (ofMember.test(plain)) return true
  const titled = place !== 'text'
  const speaks = titled ? !besides.test(plain) : subject.test(plain) && !besides.test(plain)
  if (others.test(plain) && !besides.test(plain)) return true
  if (!titled && excepted.test(plain.slice(0, 60)) && !besides.test(plain)) {
    if (speaks || /^(?:hors|sauf|hormis|a l'ex)/.test(plain)) return true
  }
  const short = plain.length <= 60 && !besides.test(plain)
  if ((speaks || short) && restricted.some((one) => one.test(plain))) return true
  if (speaks && isOutOf(plain, titled)) return true
  if (!titled) return false
  if (!besides.test(plain) && (excepted.test(plain) || among.test(plain))) return true
  const value = perimeter.exec(plain)?.[1]
  if (value === undefined) return false
  if (wholeBody.test(value) || !/[a-z]{3}/.test(value)) return false
  const named = value.match(/[a-z]{4,}/g) ?? []
  const texts = known.map(fold).filter((one) => one !== plain)
  const isOwn = texts.some((one) => named.length > 0 && named.every((word) => one.includes(word)))
  return !isOwn && texts.some((one) => bodyNamed.test(one))
}

/** « Pour compléter votre tableau du groupement », « retour commune de Kerlouan pour le groupement »: one member’s share of what is counted elsewhere. */
const ofMember =
  /\b(?:completer|alimenter|renseigner) (?:votre|le|notre) (?:tableau|bilan|etat|recapitulatif|recensement|fichier)(?: (?:commun|consolide|global))? (?:du|de notre|de votre) groupement\b|\b(?:retour|reponse|contribution|chiffres|donnees) (?:de (?:la |notre )?)?(?:commune|ville|mairie|epci|membre)\b[^.;:]{0,50} (?:pour|au|dans) (?:le |notre )?groupement\b/

/** The year of a call is none of the figures. */
const call =
  /\b(?:conventions?|appels? a projets?|aap|ami|appel|candidature)(?: pn[\w-]*)?(?: n° ?[\w/-]+)?(?: (?:de|du|pour|d'))? ?(?:l'annee )?20(?:19|20)\b/g

const bodyNamed =
  /\b(?:departement|region|metropole|communaute|agglomeration|syndicat|cc|ca|cu|petr|pays|commune|ville|collectivite|laureat|porteur)\b/

/** The year of a convention that a title says the report is of, as it says it: « deuxieme annee ». */
export const yearOf = remembered((text): string | null => {
  const plain = fold(text)
  return besides.test(plain) ? null : (ordinal.exec(plain)?.[0] ?? null)
})

/** « 18 communes sur 24 ont distribué » says who took part in the scheme, and not of whom the figures are. */
const handling =
  /^(?: (?:communes?|lieux|structures?))? (?:(?:ont|avaient) (?:bien |deja |effectivement )?(?:distribue|remis|donne|achete|acquis|commande|scanne|utilise|accueilli|propose|adhere|organise|prescrit)|distribu(?:ent|aient)|prescriv(?:ent|aient)|adherent|adheraient)\b/

/** Whether a text counts some of all: « 4 communes sur 11 », and not « 11 communes sur 11 ». */
function isOutOf(plain: string, titled: boolean): boolean {
  const found = outOf.exec(plain)
  if (found === null || handling.test(plain.slice(found.index + found[0].length))) return false
  const [one, all] = found.slice(1).filter((group) => group !== undefined) as [string, string]
  const sure =
    titled ||
    /\b(?:couvr|concern|port|trait|figur|regroup|rassembl|reprend|reprennent)\w*/.test(plain)
  return sure && amountOf(one) < amountOf(all)
}

const numerals = 'un deux trois quatre cinq six sept huit neuf dix onze douze'.split(' ')

function amountOf(written: string): number {
  const at = numerals.indexOf(written === 'une' ? 'un' : written)
  return at >= 0 ? at + 1 : Number(written)
}
