import type { Grid } from './grid.ts'
import type { Reading } from './reading.ts'
import { sentencesShown } from './shown.ts'
import { fold } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'

/** « Légende : 0 = donnée non suivie », « (*) 9999 : inconnu » of a folded sentence: the number and what it stands for. */
const explained =
  /^(?:(?:\(\d\)|\*+|\(\*+\)|nb|n\.b\.|note|precision|attention|remarque|rappel|lexique|legende|codes?) ?:? ?)?(?:par convention,? )?(?:un |le |la |les )?(?:(?:valeur|chiffre|code|nombre) )?["«“]?\s?(0|9{2,5}|-1)\s?["»”]?\s?(?:=|:|signifie|veut dire|indique|correspond a|pour) ?(.{3,80})$/

const missing =
  /\b(?:(?:non|pas) (?:ete )?(?:suivi|connu|renseigne|communique|disponible|collecte|mesure|compte|recense|saisi|releve)e?s?|inconnue?s?|donnees? (?:manquante|absente|indisponible)s?|indisponibles?|sans donnees?|pas de donnees?|absence de donnees?)\b/

/**
 * Figures with those as missing that their document says are a sign for « no figure »: « 0 » beside « Légende : 0 = donnée non suivie ».
 */
export function withoutSigns(
  grids: readonly Grid[],
  readings: readonly Reading[],
  vocabulary: Vocabulary,
): readonly Reading[] {
  const signs = new Set(
    sentencesShown(grids).flatMap((sentence) => {
      const [, sign, meaning] = explained.exec(fold(sentence).replace(/[.;]$/, '')) ?? []
      if (sign === undefined || meaning === undefined) return []
      const none = missing.test(meaning) || vocabulary.absence(meaning) === 'absence'
      return none ? [Number(sign)] : []
    }),
  )
  if (signs.size === 0) return readings
  return readings.map((r) =>
    r.kind === 'figure' && r.number !== null && signs.has(r.number)
      ? { ...r, kind: 'absence', number: null, quality: 'exact' }
      : r,
  )
}
