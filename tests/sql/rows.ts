import type {
  RawCorrection,
  RawFichier,
  RawLaureat,
  RawObservation,
  RawQuestion,
} from '../../pipeline/warehouse/raw.ts'

/** A laureate of the register; what isn't said is ordinary. */
export function laureat(convention: string, more: Partial<RawLaureat> = {}): RawLaureat {
  return {
    convention,
    aap: convention.slice(0, 4),
    siren: '200000008',
    nom: `Structure ${convention}`,
    type_structure: 'Autres',
    departement: null,
    potentiel_achat: 1000,
    montant_projet: '12000.00',
    subvention_etat: '6000.00',
    ligne: Number(convention.slice(-3)) + 1,
    ...more,
  }
}

/** A report that was read. */
export function fichier(name: string, more: Partial<RawFichier> = {}): RawFichier {
  return {
    fichier: name,
    sha256: name,
    format: 'xlsx',
    taille: 1,
    statut: 'lu',
    motif: null,
    rang_version: null,
    date_version: null,
    date_proprietes: null,
    accompagne: false,
    ...more,
  }
}

/** A figure read: `3 chiffres` → its address is the cell given, its text the number. */
export function observation(
  convention: string | null,
  indicateur: string,
  nombre: number | null,
  more: Partial<RawObservation> = {},
): RawObservation {
  const row = {
    fichier: 'a.xlsx',
    feuille: 'Bilan',
    cellule: 'B2',
    facteur: 1,
    unite: 'pass',
    qualite: 'exact',
    portee: nombre === null ? 'absence' : 'total',
    groupe: null,
    periode: null,
    texte_brut: nombre === null ? 'NC' : String(nombre),
    libelle: indicateur,
    cellule_libelle: 'A2',
    regle: 'essai',
    retenue: true,
    motif: null,
    ...more,
  } as const
  const { fichier, feuille, cellule } = row
  return {
    observation: `${fichier}/${feuille}/${cellule}/${convention}/${indicateur}`,
    convention,
    indicateur,
    nombre,
    ...row,
  }
}

/** A question of the reader about one cell. */
export function question(more: Partial<RawQuestion> = {}): RawQuestion {
  return {
    fichier: 'a.xlsx',
    feuille: 'Bilan',
    cellule: 'B2',
    convention: null,
    indicateur: null,
    texte_brut: '12 ou 13',
    libelle: 'Pass',
    motif: 'Deux nombres dans la cellule',
    proposition: null,
    confiance: 0.5,
    ...more,
  }
}

/** A decision of a person. */
export function correction(
  convention: string,
  indicateur: string,
  valeur: number | null,
  attendu: number | null,
  more: Partial<RawCorrection> = {},
): RawCorrection {
  return {
    convention,
    indicateur,
    valeur,
    attendu,
    motif: 'appel téléphonique',
    auteur: 'C. Martin',
    date: '2024-03-01',
    ligne: 2,
    ...more,
  }
}
