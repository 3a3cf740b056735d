import { sentencesOf, unbroken } from './aim.ts'
import { fold } from './text.ts'
import type { Standing } from './warning.ts'

/** « Les chiffres ci-dessous s’ajoutent à ceux que nous vous avons transmis pour 2020-2021 » */
const adds =
  /\b(?:s'ajout(?:e|ent|era|eront)|(?:vien|ven)\w* s'ajouter|s'additionn(?:e|ent)|se cumul(?:e|ent)|a (?:ajouter|additionner|cumuler)|en (?:sus|complement)) (?=a |au |aux |avec |de |des |du )/
const sent =
  /\b(?:deja|vous|avons|ai|avions|avais|ete) (?:deja |ete )*(?:transmis|envoye|adresse|communique|declare)e?s?\b|\b(?:premiere?|precedente?|dernier|1er)s? (?:envoi|bilan|rapport|tableau|releve|etat|fichier|message|mail|courrier|transmission|declaration|remontee)s?\b|^(?:aux? |a |avec )(?:ceux|celles|celui|chiffres|donnees|resultats|bilan|rapport|envoi)\b[^.;]{0,30}\b20\d\d\b/
/** What goes with figures and counts none: « Un bilan qualitatif s’ajoute aux chiffres déjà transmis ». */
const noCount =
  /\b(?:qualitati\w*|temoignages?|photos?|factures?|justificatifs?|annexes?|courriers?|lettres?)\b/

/** A title over figures that says so: « Bilan complémentaire 2022-2023 ». */
const furtherReport =
  /\b(?:bilan|rapport|etat|releve|compte rendu|envoi|declaration|remontee)s? complementaires?\b|\bcomplements? (?:au|aux|du|de) (?:notre |premier )?(?:bilan|rapport|envoi|releve)s?\b/

/**
 * The sentences of a text by which its figures come on top of those of another report, so that neither of the two gives the whole; empty where none
 * says so.
 */
export function additionsIn(text: string, standing: Standing): string[] {
  return sentencesOf(unbroken(text))
    .map((sentence) => sentence.trim())
    .filter((sentence) => comesOnTop(fold(sentence), standing))
}

function comesOnTop(plain: string, standing: Standing): boolean {
  if (plain.includes('?')) return false
  const found = adds.exec(plain)
  if (found === null)
    return standing === 'title' && furtherReport.test(plain) && !noCount.test(plain)
  const before = plain.slice(0, found.index)
  return !noCount.test(before) && sent.test(plain.slice(found.index + found[0].length))
}
