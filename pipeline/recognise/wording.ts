import { withDigits } from './numeral.ts'

/**
 * A text with spelled numbers in digits, arrows as colons, and what is answered on the line of its question as labelled by it: « Combien ont été
 * utilisés ? → 1 011 pass ».
 */
export function answered(text: string): string {
  return (
    withDigits(neither(text))
      // « (il n’y a pas eu d’autre achat) »: it is all there is.
      .replaceAll(
        /\s*\((?=[^()]*(?<!\p{L})(?:(?:pas|plus)(?!\p{L})[^()]*d['’]autres?|aucune? autre)(?!\p{L}))[^()\d]*\)/giu,
        '',
      )
      .replaceAll(/(?<!\p{L})z[ée]ro(?=\s+\p{L})/giu, '0')
      .replaceAll(/\s*\?\s*(?:[→➜➔⇒]|[-=]+>|:)?\s*(?=(?:environ\s|oui,?\s)?\d)/g, ' : ')
      .replaceAll(/\s*(?:[→➜➔⇒]|[-=]+>)\s*/g, ' : ')
      .replaceAll(/ : oui,?\s(?=\d)/gi, ' : ')
  )
}

/** « Aucun pass n’a été acheté ni utilisé », with what was done told twice: none was bought, and none used. */
function neither(text: string): string {
  const done = String.raw`(\p{L}+(?:é|i|u|is)(?:e|s|es)?)`
  return text
    .replaceAll(
      new RegExp(
        String.raw`(?<!\p{L})(aucune? (\p{L}+)(?: numériques?)? (?:n['’](?:a|ont) )?(?:été )?\p{L}+(?:é|i|u|is)(?:e|s|es)?),? ni (?:été )?${done}(?!\p{L})`,
        'giu',
      ),
      '$1 et aucun $2 $3',
    )
    .replaceAll(
      new RegExp(
        String.raw`(?<!\p{L})(?:nous )?n['’](?:avons|a|ont) (?:ni )?${done},? ni ${done} (?:aucun|le moindre|de|un seul) (pass|chèques?)(?!\p{L})`,
        'giu',
      ),
      'aucun $3 n’a été $1 et aucun $3 $2',
    )
}
