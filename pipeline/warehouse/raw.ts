/**
 * The rows that reading hands to SQL: the seam between the two halves of the project. Columns, order, types and
 * meanings are those of `sql/raw.yaml`; null is an empty cell of the table.
 */
export interface RawLaureat {
  convention: string
  aap: string
  siren: string
  nom: string
  type_structure: string
  departement: string | null
  potentiel_achat: number
  /** EUR with at most two decimals, as text so that no binary fraction creeps in. */
  montant_projet: string | null
  subvention_etat: string | null
  ligne: number
}

export interface RawFichier {
  fichier: string
  sha256: string
  format: string | null
  taille: number
  statut: 'lu' | 'doublon' | 'sans_donnee' | 'non_rattache' | 'rejete'
  motif: string | null
  rang_version: number | null
  date_version: string | null
  date_proprietes: string | null
  accompagne: boolean
}

export interface RawRattachement {
  fichier: string
  convention: string
  regle: 'siren' | 'convention' | 'nom' | 'nom_fichier'
  motif: string
}

export interface RawObservation {
  observation: string
  fichier: string
  feuille: string
  cellule: string
  convention: string | null
  indicateur: string
  nombre: number | null
  facteur: number
  unite: string | null
  qualite: 'exact' | 'approximatif' | 'derive'
  portee: 'total' | 'detail' | 'absence'
  groupe: string | null
  periode: string | null
  texte_brut: string
  libelle: string
  cellule_libelle: string | null
  regle: string
  retenue: boolean
  motif: string | null
}

export interface RawQuestion {
  fichier: string
  feuille: string | null
  cellule: string | null
  convention: string | null
  indicateur: string | null
  texte_brut: string | null
  libelle: string | null
  motif: string
  proposition: string | null
  confiance: number
}

export interface RawPublie {
  tableau: string
  aap: string
  ligne: string
  colonne: string
  valeur: string
  unite: string
  source: string
}

export interface RawCorrection {
  convention: string
  indicateur: string
  valeur: number | null
  attendu: number | null
  motif: string
  auteur: string
  date: string
  ligne: number
}

export interface RawRelance {
  convention: string
  indicateur: string
  objet: 'manque' | 'question' | 'precision'
  ecrite_le: string
  envoyee_le: string | null
  recus: string | null
  ligne: number
}

/** Everything that one run loads before the models start. */
export interface RawTables {
  laureats: RawLaureat[]
  fichiers: RawFichier[]
  rattachements: RawRattachement[]
  observations: RawObservation[]
  questions: RawQuestion[]
  publie: RawPublie[]
  corrections: RawCorrection[]
  relances: RawRelance[]
}
