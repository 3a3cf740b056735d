import type { Span } from './figures.ts'
import { number, percentBound, percentShare, type Side, thin } from './numbers.ts'

/**
 * Between which values a figure lies for all laureates, in words: « de 62,0 à 64,2 % », « au moins 40 241 », « 1 740 232 en tout » ;
 * null when nothing is missing, or when what is missing changes nothing.
 */
export function spanText(span: Span): string | null {
  const { borne_basse: low, borne_haute: high } = span
  if (span.nb_laureats_manquants === 0 || (low === null && high === null)) return null
  const sign = span.unite === 'fraction' ? `${thin}%` : ''
  if (low === high)
    return low === span.valeur ? null : `${bound(span, low!, 'basse')}${sign} en tout`
  if (high === null) return `au moins ${bound(span, low!, 'basse')}${sign}`
  if (low === null) return `au plus ${bound(span, high, 'haute')}${sign}`
  return `de ${bound(span, low, 'basse')} à ${bound(span, high, 'haute')}${sign}`
}

/** One bound in the unit of the page, without its sign. */
export function bound(span: Span, value: number, side: Side): string {
  if (span.unite === 'fraction') return percentBound(value, side)
  return number(String(side === 'basse' ? Math.floor(value) : Math.ceil(value)))
}

/** « 7 lauréats sur 79 sans donnée, 98 % du potentiel couvert » */
export function coverText(span: Span): string {
  const { nb_laureats_manquants: missing, nb_laureats: all, couverture } = span
  if (missing === 0) return 'aucun lauréat sans donnée'
  const cover = couverture === null ? '' : `, ${percentShare(couverture)} du potentiel couvert`
  const noun = missing === 1 ? 'lauréat' : 'lauréats'
  return `${number(String(missing))}\u00a0${noun} sur ${number(String(all))} sans donnée${cover}`
}
