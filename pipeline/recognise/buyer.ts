import type { Reading } from './reading.ts'
import { fold } from './text.ts'

/** « achetés par la Région », « commandés et payés directement par l’État »: who bought, as far as a body's kind goes. */
const bought =
  /\b(?:achete|acquis|acquise|commande|finance|paye|offert)e?s?(?: et (?:achete|acquis|commande|finance|paye)e?s?)?(?: (?:directement|entierement|principalement|en propre))? par (?:(?!une?|[dls]es|nos)[a-z]{1,3} |l'|notre |votre )((?:conseils? )?[a-z]+)/

/** « La Région a acheté 7 200 pass », « le Département nous a commandé » */
const buys =
  /(?:^|[.;:,(] ?|\b(?:que|car|puis) )(?:la |le |l'|notre )(region|departement|conseil (?:regional|departemental)|metropole|agglomeration|communaute(?: de communes| d'agglomeration| urbaine)?|intercommunalite|epci|etat|anct|agence|commune|ville|mairie|ccas|syndicat|prefecture|caf|pays|petr)(?: (?:nous|leur|vous|en|lui))? (?:a|avait) (?:(?:bien|directement|elle-meme|lui-meme|ensuite|aussi|deja|donc) )?(?:achete|acquis|commande|finance|paye|offert)\b/

/**
 * Readings of what was bought, with the words for who bought it where the label or the answer says so; whose report it is nobody knows here. The lines of
 * a list are of who stands on them, whatever a heading over them says.
 */
export function withBuyers(readings: readonly Reading[]): Reading[] {
  return readings.map((reading) => {
    const { indicator, line } = reading
    if (indicator !== 'pass_achetes' && indicator !== 'pass_commandes') return reading
    if (line.role !== 'seul') return reading
    const buyer = buyerIn(reading.label) ?? buyerIn(reading.text)
    return buyer === null ? reading : { ...reading, buyer }
  })
}

/** The words for who bought, folded, « region », « conseil departemental »; null where a text names nobody. */
export function buyerIn(text: string): string | null {
  const plain = fold(text)
  return bought.exec(plain)?.[1] ?? buys.exec(plain)?.[1] ?? null
}
