/** What the page calls the closed lists of the warehouse; a value that isn't here is shown as it is. */
const lists = {
  lecture: {
    publie: 'Lecture du document',
    coherent: 'Lecture cohérente',
  },
  statut: {
    communique: 'communiqué',
    calcule: 'calculé (somme de détails)',
    approximatif: 'approximatif',
    corrige: 'corrigé par une personne',
    non_communique: 'non communiqué',
    sans_rapport: 'sans rapport',
    illisible: 'rapport illisible',
    contradictoire: 'sources contradictoires',
  },
  fichier: {
    lu: 'lu',
    remplace: 'remplacé par une version plus récente',
    doublon: 'en double',
    sans_donnee: 'sans donnée',
    non_rattache: 'non rattaché à un lauréat',
    rejete: 'illisible',
  },
  reconciliation: {
    conforme: 'conforme',
    ecart_explique: 'écart expliqué',
    ecart: 'écart inexpliqué',
    non_calculable: 'non calculable',
  },
  tableau: {
    quantitatif: 'Tableaux quantitatifs',
    conversion: 'Tranches de conversion',
    'conversion.note': 'Note du tableau de conversion',
    texte: 'Chiffres du texte',
  },
} as const satisfies Record<string, Record<string, string>>

/** The French name of a value of a closed list. */
export function word(list: keyof typeof lists, value: string): string {
  const names: Record<string, string> = lists[list]
  return names[value] ?? value.replaceAll('_', ' ')
}

/** « AAP 2019 » ; the whole of several calls by its calls: « AAP 2019 et 2020 ». */
export function callName(aap: string): string {
  const calls = aap.split('+')
  if (calls.length > 6) return `Les ${calls.length} appels à projets`
  return `AAP ${listed(calls)}`
}

/** « a, b et c » ; empty for an empty list. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} et ${items.at(-1)}`
}

/** The ratios of the scheme as the answer says them; another ratio is said by its label. */
const ratios: Record<string, string> = {
  achetes_sur_potentiel: 'du potentiel d’achat a été acheté',
  scannes_sur_potentiel: 'du potentiel d’achat a été scanné',
  scannes_sur_achetes: 'des pass achetés ont été scannés',
}

/** The words after a percentage: « du potentiel d’achat a été acheté ». */
export function ratioPhrase(ratio: string, label: string): string {
  return ratios[ratio] ?? label
}
