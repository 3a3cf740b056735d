import { fold } from './text.ts'

const booklets = '(?:carnets?|chequiers?|liasses?)'
/** « nous raisonnons en carnets », « la ligne des achats compte des chéquiers », « il s’agit de carnets » */
const counting = new RegExp(
  String.raw`\b(?:raisonn|compt|decompt|denombr|exprim|indiqu|saisi|renseign|not|chiffr|parl)[a-z]* (?:[a-z']+ ){0,3}?(?:en |des |les |de |le nombre de |par )${booklets}\b|\b(?:chiffres?|nombres?|lignes?|valeurs?|quantites?|totaux|total|unite)\b[^.;:]{0,50} (?:est|sont|etait|etaient|c'est|=|:) ?(?:en |des |celui des |ceux des |de |le |les )?${booklets}\b|\b(?:il s'agit|s'agissait|ce sont|c'est|c'etait|c'etaient) (?:de |des |d'un nombre de |le nombre de )?${booklets}\b`,
)
/** « en pass et non en carnets », « plutôt qu’en carnets » */
const denied = new RegExp(
  String.raw`\b(?:non(?: pas)?|pas|plutot qu'?e?|au lieu|ni|jamais)(?: (?:en|des|de|les|par|d'un nombre de))*[ ']${booklets}\b`,
)

/** Whether a sentence says that what is counted are booklets: a number of them was meant where one of pass was asked for. */
export function countsInBooklets(sentence: string): boolean {
  const plain = fold(sentence)
  return (
    counting.test(plain) && !denied.test(plain) && !/\d ?(?:carnet|chequier|liasse)/.test(plain)
  )
}
