import { monthNumber, monthWords } from './label.ts'
import { fold } from './text.ts'

const month = String.raw`(?:${monthWords.join('|')})\b\.?`
const day = String.raw`(\d{1,2}[/.-]\d{1,2}[/.-]20\d\d|\d{1,2}(?:er)? ${month} 20\d\d)`
/** « État tiré de la plateforme le 15/01/2021 », « chiffres arrêtés au 31 mars 2021 » */
const drawnOn = new RegExp(
  String.raw`\b(?:tire|extrait|export|exporte|extraction|edite|edition|arrete|releve|etat|situation|chiffre|donnee)e?s?\b[^.;\d]{0,60}?\b(?:le|au|du|date du) ${day}`,
)
/** « valables jusqu’au 30/09/2022 », « validité : 31 décembre 2022 » */
const validUntil = new RegExp(
  String.raw`\b(?:valables?|valides?|validite|utilisables?|scannables?|expir\w+|perim\w+|echeance)\b[^.;\d]{0,40}?\b(?:au|le|:) ?${day}`,
)

/**
 * Whether a sentence says of figures that they were drawn before the day until which pass hold: « état tiré le 15/01/2021, les pass étant valables
 * jusqu’au 30/09/2022 ». What was scanned in between is not in them.
 */
export function isDrawnEarly(sentence: string): boolean {
  if (!/20\d\d\D.*20\d\d/s.test(sentence)) return false
  const plain = fold(sentence)
  const drawn = drawnOn.exec(plain)?.[1]
  const last = validUntil.exec(plain)?.[1]
  return drawn !== undefined && last !== undefined && dateOf(drawn) < dateOf(last)
}

/** A day as it sorts: « 15/01/2021 », « 1er mars 2021 » is `2021-03-01`. */
function dateOf(written: string): string {
  const [first, middle, year] = written.replace(/er\b/, '').split(/[/. -]+/)
  const at = /^\d/.test(middle!) ? middle!.padStart(2, '0') : monthNumber(middle!)
  return `${year}-${at}-${first!.padStart(2, '0')}`
}
