import type { Connection } from '../../warehouse/connection.ts'

export type Lecture = 'publie' | 'coherent'

/** One figure of the bilan in one reading, with the rule that makes it. */
export interface Figure {
  lecture: Lecture
  tableau: string
  /** Kind of row: `structure`, `absence`, `total`, `grand_total`, `pourcent`, `note`, `texte`, `texte_ensemble`. */
  nature: string
  aap: string
  ligne: string
  colonne: string
  /** Rank of the column among those of its row. */
  rang_colonne: number
  /** Conversion band of the numerator; `toutes` when bands don't matter. */
  tranche: string
  /** What is counted or summed; NULL when the figure can't be calculated. */
  numerateur: string | null
  /** NULL when the figure is no ratio. */
  denominateur: string | null
  facteur: number
  decimales: number
  unite: string
  libelle: string
  /** Whether the potential of laureates without purchases is in the total of the call, in this reading. */
  potentiel_sans_achats_au_total: boolean
  /** As printed, in `unite`; NULL when it can't be calculated. */
  valeur: number | null
  explication: string | null
}

/** A conversion band: its bounds are shares of the pass bought. */
export interface Band {
  tranche: string
  libelle: string
  borne_basse: number | null
  basse_incluse: boolean
  borne_haute: number | null
  haute_incluse: boolean
}

/** What is summed: where it comes from, and whether a sum is given though some of it is missing. */
export interface Quantity {
  indicateur: string
  libelle: string
  somme_partielle: boolean
}

/** The figures, in the order of the document, and the rules they follow. */
export interface Figures {
  figures: Figure[]
  bands: Band[]
  quantities: Quantity[]
}

/** Reads them from a built warehouse: the values from `bilan.chiffres`, the rules from the tables of rules. */
export async function readFigures(connection: Connection): Promise<Figures> {
  const figures = await connection.query<Figure>(
    `SELECT
       lignes.lecture, lignes.tableau, lignes.nature, lignes.aap, lignes.ligne, colonnes.colonne,
       colonnes.ordre AS rang_colonne, colonnes.tranche, colonnes.numerateur, colonnes.denominateur,
       colonnes.facteur, colonnes.decimales, colonnes.unite, colonnes.libelle,
       lignes.potentiel_sans_achats_au_total, chiffres.valeur, chiffres.explication
     FROM intermediate.int_lignes AS lignes
     INNER JOIN staging.stg_regles__colonnes AS colonnes
       ON colonnes.tableau = lignes.tableau AND colonnes.nature = lignes.nature
     INNER JOIN bilan.chiffres AS chiffres
       ON chiffres.lecture = lignes.lecture AND chiffres.tableau = lignes.tableau AND chiffres.aap = lignes.aap
       AND chiffres.ligne = lignes.ligne AND chiffres.colonne = colonnes.colonne
     ORDER BY lignes.tableau, lignes.rang_aap, lignes.ordre, lignes.ligne, colonnes.ordre, colonnes.colonne, lignes.lecture`,
  )
  const bands = await connection.query<Band>(
    `SELECT tranche, libelle, borne_basse, basse_incluse, borne_haute, haute_incluse
     FROM staging.stg_regles__tranches ORDER BY ordre, tranche`,
  )
  const quantities = await connection.query<Quantity>(
    'SELECT indicateur, libelle, somme_partielle FROM staging.stg_regles__indicateurs ORDER BY ordre, indicateur',
  )
  return { figures, bands, quantities }
}

/** What tells a figure apart from all others. */
export function figureKey(
  figure: Pick<Figure, 'lecture' | 'tableau' | 'aap' | 'ligne' | 'colonne'>,
): string {
  return [figure.lecture, figure.tableau, figure.aap, figure.ligne, figure.colonne].join('\0')
}

/** A figure as a cell holds it: a percentage is a fraction there, shown as a percentage. */
export function shown(figure: Figure): number | null {
  if (figure.valeur === null) return null
  return figure.unite === 'pourcent' ? figure.valeur / 100 : figure.valeur
}
