/**
 * « objectif 2 500, réalisé 2 000 », « ancien : 850 ; nouveau : 904 »: an answer of two numbers, each with a word that says which of them holds.
 */
const number = String.raw`\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?!\d)|\d+(?![\d.,]\d)`
const thing =
  '(?:\\s(?:pass|chèques?|personnes?|bénéficiaires?)(?: (?:uniques|différentes|numériques))?)?'
const said = String.raw`(?:\s*[:=]|\s+(?:de|à|était de|était|est de))?\s*`
const aim = '(?:objectif|cible|prévu|prévision(?:nel)?|attendu|visé|initialement prévu)'
const done = '(?:réalisé|résultat|obtenu|atteint|réel|constaté|effectif|réalisation)e?s?'
const old =
  '(?:ancien(?:ne)?(?: valeur| chiffre| nombre)?|avant (?:correction|rectification)|précédemment|valeur précédente|valeur initiale)'
const now =
  '(?:nouveau|nouvelle(?: valeur)?|nouveau (?:chiffre|nombre)|après (?:correction|rectification)|corrigée?|rectifiée?|désormais|maintenant|valeur corrigée|valeur définitive)'
const between = String.raw`\s*(?:[,;/|]|[–—-]\s|\s)\s*`

const one = (word: string) => `${word}${said}(?:${number})${thing}`
const kept = (word: string) => `${word}${said}(?<kept>${number})${thing}`

/** Both orders of a word for what holds and one for what doesn't. */
const pairs = [
  [aim, done],
  [old, now],
].flatMap(([passed, holds]) =>
  [`${one(passed!)}${between}${kept(holds!)}`, `${kept(holds!)}${between}${one(passed!)}`].map(
    (pair) => new RegExp(String.raw`(?<=^|[:–—-]\s)\s*\(?${pair}\)?\s*\.?\s*$`, 'iu'),
  ),
)

const aimed = '(?:prévus?|visés?|attendus?|espérés?|envisagés?|programmés?|budgétés?)'
const acted =
  '(?:achet|command|acquis|pay|scann|utilis|consomm|réalis|obtenu|atteint|constat|accompagn|aid)'
const counts = String.raw`(?:${number})${thing}\s`
const early = '(?:\\s(?:initialement|au départ))?'
const act = String.raw`${acted}\p{L}*(?:(?:,|\set|\spuis)\s${acted}\p{L}*)*(?:\s(?:au total|en tout|au final|finalement|effectivement|réellement))?`
/** « 6 000 prévus, 5 400 commandés et payés », « 5 400 achetés ; 6 000 prévus »: what was done stays with its own word, and nothing is said besides. */
const behind = [
  String.raw`${counts}${aimed}${early}${between}(?:mais\s)?(?<kept>${counts}${act})`,
  `(?<kept>${counts}${act})${between}${counts}${aimed}${early}`,
].map((pair) => new RegExp(String.raw`(?<=^|[:–—-]\s)\s*${pair}\s*\.?\s*$`, 'iu'))

/** A text whose answer is such a pair with the number that holds alone; unchanged where it is another. */
export function withOutcome(text: string): string {
  if (!/\d\D+\d/.test(text)) return text
  for (const pair of [...pairs, ...behind]) {
    const held = pair.exec(text)?.groups?.kept
    if (held !== undefined) return text.replace(pair, held)
  }
  return text
}
