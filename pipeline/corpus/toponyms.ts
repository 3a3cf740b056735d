/**
 * Invented places. None of them is, or is one letter away from, the name of a French commune (delegated and
 * associated ones too), EPCI, département or region, or a word in it: compared without accents and hyphens against
 * the official list of divisions.
 */
export const regions = [
  'Valmarine',
  'Haute-Cernoise',
  'Marvelonde',
  'Vaucresonde',
  'Belvandre',
  'Solverne',
  'Grisolonde',
  'Roncevaine',
] as const

/** Rivers, all feminine, after which invented départements are called. */
export const rivers = [
  'Escoline',
  'Tarvelle',
  'Clairsonne',
  'Brévonde',
  'Tessonge',
  'Oriselle',
  'Sarvoise',
  'Gandrelle',
  'Mireuve',
  'Tramonde',
  'Varduise',
  'Aigrelonde',
  'Fermonge',
  'Corneluse',
  'Drévaine',
  'Ellonde',
  'Galvenne',
  'Hersonne',
  'Isarlonde',
  'Jarvenne',
  'Luzonde',
  'Morvaluse',
  'Nervoise',
  'Ondraine',
  'Quersonne',
  'Salvandre',
  'Urvenne',
  'Zélonde',
  'Talvanne',
  'Gravelonne',
  'Serrevaine',
  'Gorvenne',
  'Malvandière',
  'Combrelouse',
  'Rouvrelonde',
  'Oisvandre',
] as const

export const towns = [
  'Castelbrune',
  'Saint-Vervaulon',
  'Pontarelle',
  'Chantelonge',
  'Boisvrelle',
  'Fontarvelle',
  'Grandvreuil',
  'Haultmont-Serre',
  'Lavaubrune',
  'Marcheval-Tressin',
  'Noirvallon',
  'Puyvardin',
  'Roquebarde',
  'Sourcelonde',
  'Tressangeon',
  'Valbrunelle',
  'Vieuxcastre',
  'Champlorin',
  'Larzonnet',
  'Cormelonges',
  'Escandreuil',
  'Brassevigne',
  'Thévrigny',
  'Saint-Aurvel',
  'Plouvernac',
  'Kerlozennec',
  'Guermolan',
  'Ostrelheim',
  'Windersbruck',
  'Hartmolsheim',
  'Urrutzague',
  'Ibarlucette',
  'Canterbrune',
  'Mas-Verdouze',
  'Peyrelongue-Haute',
  'Fauvillonges',
  'Dampvreux',
  'Cressonvaux',
  'Aubermesnuit',
  'Heurtevoie',
  'Tancrevaux',
  'Boscherolle',
  'Quincerot-Basse',
  'Arzembelle',
  'Chavroncourt',
  'Vendrelieu',
  'Sarmontel',
  'Folgarelle',
  'Montfrévin',
  'Courvandel',
  'Vernolac',
  'Pradelouze',
  'Cazarelle',
  'Lestrignac',
  'Bélvezine',
  'Trévandel',
  'Lugarde-Neuve',
  'Mirvallon',
  'Chaudrevent',
  'Fresnoyelle',
] as const

/** Villages in which mediation places stand; never the seat of a body. */
export const villages = [
  'Hautecombrelle',
  'Sauvrelles',
  'Pierrevandre',
  'Épinolles',
  'Merlonges',
  'Brindevaux',
  'Touvrelle',
  'Villandreau',
  'Damvrigny',
  'Houdrelle',
  'Jonvrelles',
  'Lanvrezan',
  'Bremonceaux',
  'Coudrevelle',
  'Fauquerelle',
  'Limonvaux',
  'Mortrevaux',
  'Nanvrelles',
  'Pelvrecourt',
  'Saint-Brévard',
] as const

/** `l'Escoline`, `la Tarvelle`. */
export function withArticle(river: string): string {
  return /^[AEIOUYÉ]/.test(river) ? `l'${river}` : `la ${river}`
}

/** `de Castelbrune`, `d'Arzembelle`. */
export function of(place: string): string {
  return /^[AEIOUYÉ]/.test(place) ? `d'${place}` : `de ${place}`
}

/** The n-th name of a list; past its end, names joined with a river's, then numbered: never the same one twice. */
export function nthName(list: readonly string[], n: number): string {
  const base = list[n % list.length]!
  const round = Math.floor(n / list.length)
  if (round === 0) return base
  const second = rivers[(round - 1) % rivers.length]!
  const lap = Math.floor((round - 1) / rivers.length)
  return `${base}-et-${second}${lap === 0 ? '' : `-${lap + 1}`}`
}
