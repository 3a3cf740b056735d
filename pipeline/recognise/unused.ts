/** A count as texts write it. */
const number = String.raw`\d{1,3}(?:[  .]\d{3})+(?!\d)|\d+(?![\d.,]\d)`
const bought = String.raw`(?<count>${number})\s(?<what>pass|chèques)(?<kind>\snumériques)?\s(?:qui (?:ont|avaient) été\s)?(?:achetés|acquis)(?:\sen\s20[12]\d)?(?:\s(?:par|auprès)\s[^,.;:\d]{1,50}?)?`
const used = '(?:utilisés?|scannés?|consommés?|activés?|dépensés?)'
/** What may stand behind it: why, which says nothing of how many, and nothing that takes some of it back. */
const why = String.raw`(?:(?=\s*(?:[.;]|$))|,?\s(?:faute|en raison|à cause|suite|du fait|car|puisque|parce que|l['’]|le |la |notre )(?![^.;]*(?:\d|(?<!\p{L})(?:sauf|mais|excepté|hormis|cependant|toutefois)(?!\p{L})))[^.;]*(?=[.;]|$))`

const never = [
  // « les 4 000 pass achetés n’ont jamais pu être utilisés, l’opérateur ayant cessé son activité »
  String.raw`(?<!\p{L})(?:les|nos|ces)\s${bought}\sn['’](?:ont|avaient)\s(?:malheureusement\s|finalement\s|donc\s)*(?:pas|jamais)\s(?:pu être|été)\s${used}${why}`,
  // « Aucun des 4 000 pass achetés n’a été utilisé »
  String.raw`(?<!\p{L})aucun (?:des|de nos|de ces)\s${bought}\sn['’](?:a|avait)\s(?:malheureusement\s|finalement\s|donc\s)*(?:jamais\s)?(?:pu être|été)\s${used}${why}`,
  // « Nos 4 000 pass achetés sont restés inutilisés »
  String.raw`(?<!\p{L})(?:les|nos|ces)\s${bought}\s(?:sont|étaient)\s(?:malheureusement\s|finalement\s|donc\s)*(?:tous\s)?(?:restés|demeurés)\s(?:inutilisés|non utilisés|sans usage|inemployés)${why}`,
  // « Nous avons acheté 4 000 pass qui n’ont jamais pu être utilisés »
  String.raw`(?<!\p{L})(?:nous avons|a|avons|ont) (?:achetée?s?|acquis)\s(?<count>${number})\s(?<what>pass|chèques)(?<kind>\snumériques)?,?\squi\sn['’](?:ont|avaient)\s(?:malheureusement\s|finalement\s|donc\s)*(?:pas|jamais)\s(?:pu être|été)\s${used}${why}`,
].map((way) => new RegExp(way, 'giu'))

/**
 * A text with sentences apart for what was bought and for what of it was used, where one says that nothing was: « les 4 000 pass achetés n’ont jamais pu être
 * utilisés ». What says so of some of them only, or until now, stays as it is.
 */
export function withNoneUsed(text: string): string {
  return never.reduce(
    (plain, way) =>
      plain.replaceAll(way, (...found) => {
        const { count, what, kind } = found.at(-1) as Record<string, string | undefined>
        return `${count} ${what}${kind ?? ''} ont été achetés. Aucun ${what === 'pass' ? 'pass' : 'chèque'} n’a été utilisé`
      }),
    text,
  )
}
