import type { Grid } from './grid.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'

/** What says that pass were bought more than once, or that a number is one purchase of several. */
const again =
  /\b(?:(?:premiere?|1ere?|seconde?|2nde?|deuxieme|2e(?:me)?|troisieme|3e(?:me)?|nouvel(?:le)?|nouveau|autre|complementaire|supplementaire|derniere?)s? (?:\w+ ){0,2}?(?:achats?|acquisitions?|commandes?|marches?|livraisons?|lots?|tranches?|vagues?|pass|carnets?)|(?:achats?|acquisitions?|commandes?|livraisons?|lots?|tranches?|pass|carnets?) (?:\w+ ){0,2}?(?:complementaires?|supplementaires?|additionnel(?:le)?s?|de complement)|(?:deux|trois|quatre|plusieurs|\d) (?:achats|acquisitions|commandes|livraisons|tranches|fois|temps)|(?:rachet|recommand|reapprovisionn)\w*|complet\w* (?:par|en|avec)|a nouveau|de nouveau|puis|ensuite|initialement|dans un premier temps|le reste|le solde|au cours d|courant 20\d\d|chaque mois)\b/

/** « pas de seconde commande », « aucun autre achat » */
const never =
  /\b(?:pas|jamais|aucune?|sans|ni) (?:eu )?(?:de |d')?(?:seconde?|deuxieme|nouvel(?:le)?|autre|commande|achat)s? ?(?:commande|achat|livraison|tranche|marche|complementaire|supplementaire)?s?\b/g

/** « (une seule commande, février 2021) »: says itself that it is all there was. */
const single =
  /\b(?:(?:une?|en une?) (?:seule?|unique) (?:commande|achat|livraison|fois|marche|bon de commande)|(?:commande|achat|livraison|marche) unique)\b/

/** « dans le cadre de la convention citée en objet »: what was bought for all of it. */
const forAll =
  /\b(?:dans le cadre|au titre|en application|en execution) de (?:la|cette|notre|votre|ladite) (?:presente )?convention\b/

/**
 * The purchase of a month as what a report of that year tells: where the whole document tells of one purchase, the month says when it was made, and not what was
 * bought within that month of several (« l'acquisition de 3 500 pass en mars 2021 »). So does the year of what was bought for the convention.
 */
export function datedPurchase(readings: readonly Reading[], grids: readonly Grid[]): Reading[] {
  const bought = readings.filter(
    ({ indicator, kind, doubts }) =>
      kind === 'figure' &&
      doubts.length === 0 &&
      (indicator === 'pass_achetes' || indicator === 'pass_commandes'),
  )
  const [only, ...others] = bought
  const lone =
    only !== undefined &&
    others.length === 0 &&
    only.indicator === 'pass_achetes' &&
    (only.rule === 'phrase' || single.test(fold(only.label))) &&
    (/^(?:20\d\d-|m)\d\d$/.test(only.period ?? '') ||
      (/^20\d\d$/.test(only.period ?? '') && forAll.test(fold(only.label))))
  if (!lone) return [...readings]
  const told = grids.some((grid) =>
    grid.items.some(({ cell }) => again.test(fold(cell.text).replaceAll(never, ' '))),
  )
  // « un unique achat » says it of itself, whatever the text does « ensuite ».
  if (told && !single.test(fold(only.label))) return [...readings]
  // As of a report of that year: another year's report doesn't replace it.
  return readings.map((r) => {
    if (r !== only) return r
    const year = /^20\d\d/.exec(r.period!)?.[0] ?? null
    return { ...r, period: year, periodFrom: year === null ? null : 'titre' }
  })
}
