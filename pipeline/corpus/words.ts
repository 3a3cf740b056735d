import type { Indicateur } from './margins.ts'

/** How bodies name the three figures; every one is unmistakable to a person. */
export const labels: Record<Indicateur, readonly string[]> = {
  pass_achetes: [
    'Pass numériques achetés',
    'Pass achetés',
    'Nb de pass acquis',
    'Achats de pass',
    'PASS ACHETES',
    'Nombre de pass achetés',
    'Nombre total de pass achetés',
    'Nbre de pass numériques achetés',
    'Nombre de Pass achetés par la collectivité',
    'Volume de pass achetés',
    'Pass numériques acquis',
    "Nombre d'achats de pass",
    'Quantité de pass achetés',
    'Pass achetés auprès de l’opérateur',
    'Total des pass achetés',
  ],
  pass_scannes: [
    'Pass scannés',
    'Nombre de pass utilisés (scannés par les lieux de médiation)',
    'pass consommés',
    'Pass numériques utilisés',
    'Nb de pass scannés',
    'PASS SCANNES',
    'Nombre de pass consommés',
    'Pass utilisés par les bénéficiaires',
    'Pass scannés dans les lieux de médiation',
    'Nombre de Pass effectivement utilisés',
    'Pass utilisés (scannés)',
    'Consommation de pass',
    'Total des pass scannés',
    'Pass numériques consommés par les usagers',
    'Nbre de pass utilisés',
  ],
  beneficiaires_uniques: [
    'Bénéficiaires uniques',
    'Nombre de personnes différentes accompagnées',
    'usagers distincts',
    'Nombre de bénéficiaires uniques',
    'BENEFICIAIRES UNIQUES',
    'Personnes accompagnées (sans double compte)',
    'Nb de bénéficiaires distincts',
    "Nombre d'usagers uniques",
    'Personnes différentes accompagnées',
    'Nombre de bénéficiaires (personnes uniques)',
    'Bénéficiaires différents',
    'Nbre de personnes distinctes accompagnées',
    'Nombre d’usagers différents',
  ],
}

/** What stands in a cell for which there is no figure. */
export const missingWords = [
  'NC',
  'ND',
  'n.c.',
  'NR',
  '-',
  'en attente',
  'plateforme fermée',
  'non disponible',
  'Non communiqué',
  'n.d.',
  '',
] as const

/** What stands for a zero, when it isn't a 0. */
export const zeroWords: Record<Indicateur, readonly string[]> = {
  pass_achetes: ['néant', 'aucun'],
  pass_scannes: ['néant', 'aucun', 'Néant'],
  beneficiaires_uniques: ['aucun', 'néant', 'Aucun'],
}

export const titles = [
  'Bilan du déploiement du Pass numérique',
  'PASS NUMERIQUE - BILAN FINAL',
  'Pass numérique : bilan quantitatif de la convention',
  'Indicateurs de suivi – Pass numérique',
  'Bilan d’exécution du dispositif Pass numérique',
  'Tableau de suivi du dispositif « Pass numérique »',
  'Restitution des indicateurs Pass numérique',
] as const

export const asOf = [
  'Chiffres arrêtés au 31/12/2023',
  'Situation au 31 décembre 2023',
  'Données au 31/12/2023',
  'Extraction du 15 janvier 2024',
  'Date d’arrêt des données : 30/11/2023',
] as const

export const notes = [
  'Rappel : un pass numérique vaut 10 €.',
  'Les pass ont été remis par les agents d’accueil des maisons de services.',
  'La crise sanitaire a retardé le déploiement de plusieurs mois.',
  'Merci de renvoyer ce tableau complété au service instructeur.',
  'Source : plateforme de l’opérateur, retraitement par nos services.',
  'Certains lieux labellisés ont cessé leur activité en cours de convention.',
  'Document transmis pour solde de la subvention.',
] as const

export const services = [
  "Direction de l'inclusion numérique",
  'Service cohésion sociale',
  'Mission numérique et usages',
  'Direction des solidarités',
  'Pôle transition numérique',
] as const

export const places = [
  'Espace public numérique',
  'Médiathèque',
  'Centre social',
  'Maison France services',
  'Point information jeunesse',
  'Association Clic et Compagnie',
  'CCAS',
  'Mission locale',
] as const

export const months = [
  'Janvier',
  'Février',
  'Mars',
  'Avril',
  'Mai',
  'Juin',
  'Juillet',
  'Août',
  'Septembre',
  'Octobre',
  'Novembre',
  'Décembre',
] as const
