import { areRivals, numbersIn } from './counts.ts'
import type { Grid } from './grid.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'

const number = String.raw`(\d{1,3}(?:[ .']\d{3})+(?!\d)|\d+(?![\d/-]|[.,]\d))`
const blamed = /\b(?:erreur|faux|fausse|errone|coquille|mal saisi|mal tape|inexact|trompe)/
/** « Erreur de saisie de ma part, c’est 1 660 »: what a text that blames a figure says is the right one. */
const instead = new RegExp(
  String.raw`(?:\blire|c'est|ce sont|c'etait|\b(?:bon|bonne|vrai|vraie) (?:chiffre|nombre|valeur)(?: est)?|\b(?:corriger|remplacer|rectifier) (?:en|par)|=>|->|→) ?:? ?(?:bien |en fait |plutot |donc )?${number}`,
)
/** « => 384 à retenir », « retenir plutôt 384 » */
const kept = new RegExp(
  String.raw`${number} (?:(?:pass|personnes|beneficiaires|usagers|scans) )?(?:est |sont )?(?:a retenir|a prendre en compte|a garder)\b|\b(?:retenir|garder|prendre en compte) (?:plutot |donc |bien )?:? ?${number}`,
)
const unsure =
  /\?|\b(?:environ|peut-etre|possible|probable|sans doute|a verifier|a confirmer|a valider|a voir|semble|sauf erreur|sous reserve|provisoire|estim)/

/**
 * What comments on figures give in their place: « 402 | 402 comprend 18 doublons => 384 à retenir ». Each takes the place of the figure that it corrects; a
 * comment that isn't sure, or that names another number without saying that it is the right one, gives none.
 */
export function fromComments(grid: Grid, readings: readonly Reading[]): Reading[] {
  return readings.flatMap((reading) => {
    const comment = grid.byAddress(reading.address)?.cell.comment?.trim() ?? ''
    if (reading.kind !== 'figure' || reading.rule !== 'tableau' || reading.factor !== 1) return []
    const right = rightIn(fold(comment), reading.number)
    if (right === null) return []
    const doubts = reading.doubts.filter((doubt) => !doubt.startsWith('un commentaire'))
    return [
      {
        ...reading,
        text: comment,
        number: right,
        corrects: reading.number!,
        doubts,
        likely: doubts.length > 0 && reading.likely,
      },
    ]
  })
}

function rightIn(comment: string, wrong: number | null): number | null {
  if (unsure.test(comment)) return null
  const [, before, behind] = kept.exec(comment) ?? []
  const said = before ?? behind ?? (blamed.test(comment) ? instead.exec(comment)?.[1] : undefined)
  const [right, ...more] = said === undefined ? [] : numbersIn(said)
  return right !== undefined && more.length === 0 && areRivals(right, wrong) ? right : null
}
