import {
  detailSansTotal,
  detailSousTotaux,
  mensuel,
  territoiresEnColonnes,
  totalEnTete,
} from './details.ts'
import {
  appelsDeNote,
  carnets,
  euros,
  formulaire,
  libelleAuDessus,
  nombresTexte,
  phrase,
  questionnaire,
} from './forms.ts'
import type { Shape } from './shape.ts'
import {
  deuxTableaux,
  enteteDeuxLignes,
  exportLong,
  ligneLarge,
  objectifRealise,
  pourcentages,
  tableauDeBord,
} from './tables.ts'
import { anneesEnColonnes, cumulAnnuel, ongletCache, ongletParAnnee } from './years.ts'

/** Every shape of a report about one convention; their order is part of what a seed gives. */
export const shapes: readonly Shape[] = [
  formulaire,
  libelleAuDessus,
  phrase,
  questionnaire,
  nombresTexte,
  appelsDeNote,
  carnets,
  euros,
  ligneLarge,
  enteteDeuxLignes,
  objectifRealise,
  tableauDeBord,
  pourcentages,
  deuxTableaux,
  exportLong,
  detailSousTotaux,
  detailSansTotal,
  totalEnTete,
  mensuel,
  territoiresEnColonnes,
  ongletParAnnee,
  anneesEnColonnes,
  cumulAnnuel,
  ongletCache,
]
