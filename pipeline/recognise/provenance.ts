import { fold } from './text.ts'

/** Words that name where a figure was counted, and say nothing of what it counts. */
const papers =
  'factures?|fichiers?|releves?|registres?|listes?|feuilles?|fiches?|extraits?|extractions?|exports?|bons?|livraisons?|comptabilite|compta|emargements?|base|logiciel|tableau|tableur|plateforme|extranet|mandats?|justificatifs?|bordereaux?|cahiers?'
const others =
  'donnees|bord|suivi|presence|inscriptions?|accueil|services?|financiers?|finances|joint(?:e|s|es)?|ci-jointe?s?|nominati(?:f|ve)s?|papier|regiona(?:l|le|ux)|departementa(?:l|le|ux)|communa(?:l|le|ux)|intercommuna(?:l|le|ux)|municipa(?:l|le|ux)|operateurs?|emetteurs?|editeurs?|prestataires?|aptic|mediateurs?|structures|lieux|usagers|beneficiaires|de|des|du|d|l|la|le|les|nos|notre|et|en|a'
/** Who counts: only behind « source » or the like. */
const bodies =
  'operateurs?|emetteurs?|editeurs?|prestataires?|aptic|mediateurs?|structures|lieux|services?'
const lone = 'uniques?|seules?|seuls?'
const day = '\\d{1,2}/\\d{1,2}/\\d{2,4}|\\d{1,2}/\\d{4}'
const said = "(?:source|d'apres|selon|suivant|voir|cf\\.?)(?: ?:)?"

const words = (...kinds: string[]) => `(?:(?:${kinds.join('|')})(?=[\\s,')]|$)[\\s,']*)`
const bracket = new RegExp(
  `^\\((?:${said} (?=(?:l[ae']s? ?)?(?:${bodies})\\b)|(?:${said} )?(?=(?:l[ae']s? ?)?(?:${papers})\\b))(?:l[ae']s? ?)?${words(papers, others)}+\\)$`,
)
const onlyBill = new RegExp(
  `^\\((?=[^()]*\\b(?:${lone})\\b)(?:une )?(?:seule )?(?=factures?|commandes?|livraisons?|bons?|marches?|achats?)${words('commandes?', 'marches?', 'achats?', papers, others, lone, day)}+\\)$`,
)
/** « (un carnet par personne) »: how many booklets each was given makes no mean of a count of persons. */
const each =
  /^\((?:a raison d')?(?:un|1) (?:seul )?(?:carnet|chequier|pochette)(?: nominati(?:f|ve)| de (?:\d{1,2}|cinq|dix|vingt)(?: pass)?)? (?:par|pour chaque|a chaque) (?:personne|beneficiaire|usager|participant|habitant|adherent)\)$/
const monthName =
  'janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre'
const update = new RegExp(
  `^\\((?:(?:chiffres?|donnees?|nombres?|total|valeurs?) )?(?:(?:mise?s?|remise?s?) a jour|m\\.?a\\.?j\\.?|actualisee?s?|rectifiee?s?|corrigee?s?|revue?s?|a jour)(?: (?:du|le|au|a la date du|en|depuis le))? (?:${day}|(?:(?:\\d{1,2}(?:er)? )?(?:${monthName}) )?20\\d\\d)\\)$`,
)
const keepers = 'animat(?:eur|rice)s?|mediat(?:eur|rice)s?|agents?|site|compteur'
const keptBy = new RegExp(
  `^,? ?(?:selon|d'apres|suivant) (?:l[ae']s? ?)?${words(papers, others, keepers)}+$`,
)
/** « 790 selon l’opérateur »: what ends a sentence behind its number. */
const behindNumber =
  /(?<=\d(?:\s(?:pass|personnes?|bénéficiaires?|usagers?|habitants?))?(?:\s(?:uniques?|différentes?))?),?\s(?:selon|d['’]après|suivant)\s[^.;:,()\d]+(?=\s*(?:[.;]|$))/giu
const sources = /(?<!\p{L})(?:selon|d['’]après|suivant)(?!\p{L})/giu
const tail = new RegExp(`[,;–-] ?source ?: ?(?:l[ae']s? ?)?${words(papers, others)}+$`)

/**
 * A text without what says where its figure was counted, or that each person was given one booklet: « Pass scannés (extraction plateforme) », « Pass achetés (facture unique, 02/2020) ». A
 * bracket with any other word stays: « (fichier incomplet) », « (factures 2021) ».
 */
export function withoutProvenance(text: string): string {
  return text
    .replaceAll(/\([^()]*\)/g, (own) => {
      const plain = fold(own)
      return bracket.test(plain) || onlyBill.test(plain) || each.test(plain) ? ' ' : own
    })
    .replace(tail, ' ')
    .replaceAll(behindNumber, (own) => {
      // Of two that are named each may count its own.
      const alone = text.match(sources)?.length === 1
      return alone && keptBy.test(fold(own).replaceAll(/\s+/g, ' ')) ? '' : own
    })
}

/** « Source », « Provenance », « Pièce justificative » over a column */
const sourceHeading =
  /^(?:les? |nos |la )?(?:sources?|provenances?|origines? (?=des? |du )|(?:pieces? )?justificati(?:f|ve)s?|pieces?)(?: ?(?:de la |de l'|des? |du )?(?:donnees?|chiffres?|informations?|information|nombres?))?(?: utilisee?s?)? ?:?$/
/** « Extrait le », « Date de mise à jour », « Relevé au » over a column */
const dayHeading =
  /^(?:date (?:de |d'|du |de la |de l')?)?(?:extraite?s?|extraction|export|exportee?s?|mise?s? a jour|maj|actualisee?s?|actualisation|saisie?s?|editee?s?|edition|verifiee?s?|verification|consultee?s?|consultation|controlee?s?|controle)(?: (?:le|du|au|en date du))? ?:?$/
const onlySource = new RegExp(
  `^(?:${said} )?(?:l[ae']s? ?)?${words('commandes?', 'marches?', 'achats?', papers, others, day)}+$`,
)

/** Whether a heading is that of a column which says where the figures of its lines were taken. */
export function headsSources(heading: string): boolean {
  return sourceHeading.test(fold(heading))
}

/** Whether a heading is that of a column which says when the figures of its lines were taken, or written down. */
export function headsExtractions(heading: string): boolean {
  return dayHeading.test(fold(heading))
}

/** Whether a text names nothing but papers, files and those who keep them: « plateforme Aptic »; « estimation » is another word. */
export function namesSource(text: string): boolean {
  return onlySource.test(fold(text))
}

/** A text without the brackets that say when its figure was put up to date: « 861 (mise à jour du 15 mars 2023) ». */
export function withoutUpdates(text: string): string {
  return text.replaceAll(/\([^()]*\)/g, (own) => (update.test(fold(own)) ? ' ' : own))
}
