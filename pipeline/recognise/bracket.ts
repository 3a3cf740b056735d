import { fold } from './text.ts'

/**
 * What a bracket in a label says besides, where it changes nothing of what is counted: under which contract, in how many
 * purchases or years, or to which places the bought ones went. All folded.
 */

const several = '(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|[2-9]|1\\d)'
const settledUp = '(?:(?:deja )?(?:paye|regle|rembourse|facture|mandate)e?s?)'
const owed = `(?:(?:encore )?en attente(?: de (?:paiement|reglement|remboursement|facturation))?|non ${settledUp}|(?:restant )?a (?:payer|regler|rembourser|facturer))`
const explanations = [
  // « deux tranches », « en trois commandes », « sur 2 ans »
  new RegExp(
    `^(?:(?:en|soit|cumul des|somme des|total des|les) )?${several} (?:tranches|commandes|achats|acquisitions|marches|livraisons|bons de commandes?|vagues)(?: (?:cumulees?|confondues?|reunies?))?$`,
  ),
  new RegExp(`^(?:(?:en|sur) (?:les )?|les )?${several} (?:ans|annees|exercices)$`),
  // « marché 2021-18, solde de tout compte », « bon de commande n° 2021-044 »
  /^(?:marche|accord-cadre|contrat|bon de commande|bc|commande|facture)(?: public)? (?:n[°o]? ?)?(?:[a-z]{1,4}[-_/. ]?)?\d{2,}(?:[-_/.]\w+)+(?:, (?:solde de tout compte|solde(?:e)?))?$/,
  /^solde de tout compte$/,
  // « payés et en attente », « facturés et non facturés »: whether the places have their money yet.
  new RegExp(`^(?:${settledUp} (?:et|[+]|comme) ${owed}|${owed} (?:et|[+]|comme) ${settledUp})$`),
]

/** « affectés au lieu », « répartis entre les structures » */
const allotted =
  /^(?:affecte|attribue|alloue|reparti|ventile|destine|dote)e?s? (?:au|aux|a la|a l'|a chaque|entre|par|vers|dans) ?(?:le |la |les |l'|chaque |nos |ses |ces )?(?:lieux?|structures?|sites?|partenaires?|communes?|epci|territoires?|mediatheques?|services?|centres?(?: sociaux| social)?|antennes?|poles?|points?)(?: (?:de mediation|d'accueil|habilite\w*|partenaires?|concerne\w*|membres))?$/

/** A label that says bought by itself. */
const bought = /\b(?:achete|acquis|achat|acquisition)/

/** « activés par les médiateurs (scannés) »: the bracket says what the weaker word means. */
const activated =
  /\bactive(?:e|s|es)?\b([^()]*\((?:scanne|utilise|consomme|flashe|depense)e?s?(?: en mediation)?\))/

/** « (carnets nominatifs, doublons retirés) »: how it is known who the persons are. */
const byName =
  /(?<=\b(?:beneficiaire|personne|usager|habitant|participant|public|utilisateur)[^()]*\((?:[^()]*, )?)(?:suivi par |d'apres |selon |sur )?(?:l[ae']s? ?|nos )?(?:carnets?|pass|cheques?|listes?|fichiers?|registres?|inscriptions?|suivi|comptage|releve) nominati(?:f|ve)s?(?:, ?|(?=\)))/g

const such = String.raw`(?:par exemple|exemples?|par ex|p\. ?ex|ex)`
const fill =
  '(?:(?:merci de|veuillez|a) )?(?:(?:reponse|valeur|saisie)s? attendue?s? ?:?|format ?:|en chiffres|repondre|repondez|saisir|saisissez|indiquer|indiquez|inscrire|inscrivez|ecrire|ecrivez|renseigner|renseignez|reporter|reportez|noter|notez)'
const form =
  "(?:[ ,;]|(?:en|un|une|le|la|de|des|d'|l'|ni|et|pas|sans|avec|chiffres?|nombres?|valeurs?|entiers?|espaces?|virgules?|points?|decimales?|separateurs?|lettres?|seuls?|uniquement|seulement|ici|reponse)(?![a-z]))*"
/** « (répondre en chiffres, exemple : 1 500) », « (saisir un nombre entier) »: how to answer, and no word of what is counted. */
const howTo = new RegExp(
  String.raw`[([](?:(?:${fill})?${form}(?:[,;:-] ?)?)?(?:${such}|si (?:vous|votre|vos))\b[^()[\]]*\d[^()[\]]*[)\]]|[([]${fill}${form}[)\]]`,
  'g',
)
/** « – indiquez un nombre entier, par exemple 1 500 » at the end of a label. */
const howToBehind = new RegExp(
  String.raw`(?: -|[,;:]) (?:${fill}${form}|${fill}?${form}${such}\b[. :]*\d[\d .]*)\.?$`,
)

/** A folded label without what it says of how to answer, of which the numbers are examples. */
export function withoutInstructions(label: string): string {
  return label.replaceAll(howTo, ' ').replace(howToBehind, ' ')
}

/** « Exemple : 1 500 », « (ex. 900 pass) »: an answer that nobody gave. */
export function isExampleOnly(text: string): boolean {
  return text.length < 60 && exampleOnly.test(fold(text))
}

const exampleOnly =
  /^\(?(?:par exemple|exemple(?: d(?:e |')(?:reponse|saisie)(?: attendue)?)?|par ex\.?|p\. ?ex\.?|ex\.|ex(?= ?:)) ?[:=-]? ?[«"“]? ?\d[\d .]*(?: (?:pass|personnes?|beneficiaires?(?: uniques?)?|usagers?))? ?[»"”]?\)?\.?$/

/** A folded label without brackets that only explain, and with the one word that a bracket explains left out. */
export function withoutExplanations(label: string): string {
  if (!label.includes('(')) return label
  return label
    .replace(activated, '$1')
    .replaceAll(byName, '')
    .replaceAll(/\(([^()]*)\)/g, (bracket, inner: string, at: number) => {
      const said = inner.trim()
      const known = explanations.some((one) => one.test(said))
      return known || (allotted.test(said) && bought.test(label.slice(0, at))) ? ' ' : bracket
    })
}
