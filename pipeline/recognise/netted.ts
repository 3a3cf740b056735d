import { fold } from './text.ts'

const count = String.raw`(?<![\d.,/-])(\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d+)(?![\d%€/]|[.,]\d)`
/** « 1 040 scans, dont 25 en double, soit 1 015 »: so many, so many taken off, and what is left of them, in one sentence. */
const taken = new RegExp(
  String.raw`${count}([^.;!?\d\n]{0,60}?[^\d\n]?)${count}([^.;!?\d\n]{0,80}?(?:soit|donc|il (?:en )?reste|ce qui (?:fait|donne|laisse)|:|=)[^.;!?\d\n]{0,30}?)${count}([^.;!?\n]*)`,
  'giu',
)

/** What a number that is taken off counts: what was counted twice or wrongly. */
const off =
  /\b(?:doublons?|en double|doubles? comptes?|deux fois|2 fois|par erreur|fictifs?|tests?|essais?|defectueu\w*|invalides?|a tort|a (?:retrancher|deduire|retirer|oter|soustraire))\b/
/** What went back leaves open what was bought, unless the sentence goes on with it: « soit 1 200 pass achetés ». */
const back = /\b(?:rendus?|annule\w*|rembourse\w*|restitue\w*|retourne\w*)\b/
const bought = /^[^,;:(]*\b(?:achet|acqui)/
/** What is left over is another thing than what is left of a count: « soit 880 non utilisés ». */
const leftOver =
  /\b(?:rest\w*|non|pas|perim\w*|expir\w*|invendus?|disponibles?|stock|a (?:scanner|utiliser|distribuer))\b/

/**
 * A text that takes off of a count what was counted twice or wrongly, and says what is left of it, with that in its place: « Pass scannés : 1 040, moins
 * 25 doublons, soit 1 015 » is « Pass scannés : 1 015 ». Only where the three numbers agree.
 */
export function netted(text: string): string {
  if (!/\d\D+\d[\d .]*\D+\d/.test(text)) return text
  return text.replaceAll(
    taken,
    (
      whole,
      gross: string,
      between: string,
      less: string,
      lead: string,
      net: string,
      behind: string,
    ) => {
      const [all, minus, left] = [gross, less, net].map((one) => Number(one.replaceAll(/\D/g, '')))
      if (all! - minus! !== left || minus! === 0) return whole
      const said = fold(`${between} ${lead}`)
      const rest = fold(behind)
      const told = off.test(said) || (back.test(said) && bought.test(rest))
      if (!told || leftOver.test(rest)) return whole
      // « 1 040 scans, dont 25 doublons, soit 1 015. »: what is left is of what was counted first.
      const noun = /\p{L}/u.test(behind) ? '' : between.split(/[,:(]|\b(?:dont|moins|mais)\b/)[0]!
      return `${net}${noun.trimEnd()}${behind}`
    },
  )
}
