/** A figure of `bilan.chiffres` that changed, appeared (`avant` null) or is gone (`apres` null). */
export interface ChangedFigure {
  lecture: string
  tableau: string
  aap: string
  ligne: string
  colonne: string
  unite: string
  /** As printed; null when it couldn't be calculated, or wasn't there. */
  avant: number | null
  apres: number | null
  /** `apres - avant`; null when one of them is. */
  ecart: number | null
  presence: 'modifie' | 'ajoute' | 'retire'
  /** The laureates whose part in it changed. */
  parts: ChangedPart[]
}

/** The part of a laureate in a quantity of a figure, before and after; null where it had none. */
export interface ChangedPart {
  role: 'numerateur' | 'denominateur'
  convention: string
  indicateur: string
  avant: number | null
  apres: number | null
  compte_avant: boolean | null
  compte_apres: boolean | null
}

/** A value of a laureate that changed: the figure itself, or why it is missing. */
export interface ChangedValue {
  convention: string
  nom: string
  indicateur: string
  avant: number | null
  apres: number | null
  /** Null where the convention wasn't there. */
  statut_avant: string | null
  statut_apres: string | null
  /** What did it; never empty: where nothing else did, the rules. */
  causes: Cause[]
}

/** A cell that counts in one of the two, or whose number or text changed. */
export interface ChangedCell {
  convention: string
  indicateur: string
  fichier: string
  feuille: string
  cellule: string
  texte_avant: string | null
  texte_apres: string | null
  valeur_avant: number | null
  valeur_apres: number | null
  /** Null where it wasn't read at all. */
  retenue_avant: boolean | null
  retenue_apres: boolean | null
  /** Why it counts no more, or didn't before; the reason that is new. */
  motif: string | null
}

/** A decision of a person that is new, changed or gone. */
export interface ChangedCorrection {
  convention: string
  indicateur: string
  /** Null where there was none; `valeur` null for « non communiqué ». */
  avant: { valeur: number | null; motif: string } | null
  apres: { valeur: number | null; motif: string } | null
}

/** A report that came, went, changed or is judged otherwise. */
export interface ChangedFile {
  fichier: string
  changement: 'ajoute' | 'retire' | 'modifie' | 'renomme' | 'statut'
  /** Its name before; null unless it was renamed. */
  ancien_nom: string | null
  statut_avant: string | null
  statut_apres: string | null
  motif: string | null
}

/** A row or a cell of the register that changed. */
export interface ChangedRegister {
  convention: string
  nom: string
  /** Null for a whole row that is new or gone. */
  colonne: string | null
  avant: string | null
  apres: string | null
  presence: 'modifie' | 'ajoute' | 'retire'
}

/** A rule that changed: rows of a seed, the SQL of a model, the code. */
export interface ChangedRule {
  genre: 'regle' | 'modele' | 'code'
  /** Table of schema `seeds`, model, or `code`. */
  nom: string
  presence: 'modifie' | 'ajoute' | 'retire'
  /** Rows of a seed that are new, and those that are gone; null for models and code. */
  lignes_ajoutees: number | null
  lignes_retirees: number | null
}

/** Why a value changed. */
export type Cause =
  | ({ genre: 'cellule'; fichier_change: ChangedFile['changement'] | null } & ChangedCell)
  | ({ genre: 'correction' } & ChangedCorrection)
  | ({ genre: 'registre' } & ChangedRegister)
  | ({ genre: 'fichier' } & ChangedFile)
  | { genre: 'regles'; noms: string[] }

/** Everything that differs between two warehouses. */
export interface Differences {
  chiffres: ChangedFigure[]
  valeurs: ChangedValue[]
  fichiers: ChangedFile[]
  corrections: ChangedCorrection[]
  registre: ChangedRegister[]
  regles: ChangedRule[]
  /** What couldn't be compared, because one of the two hasn't it; a line each, in French. */
  incomparable: string[]
}
