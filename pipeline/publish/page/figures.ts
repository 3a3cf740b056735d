import type { Connection } from '../../warehouse/connection.ts'
import { rows } from './rows.ts'

/** One cell of the bilan in one reading (`bilan.chiffres`); decimals are text, so that none is rounded. */
export interface Figure {
  lecture: string
  tableau: string
  aap: string
  ligne: string
  colonne: string
  /** As printed; null when it can't be computed. */
  valeur: string | null
  unite: string
  exacte: string | null
  explication: string | null
  nature: string
  rang_ligne: number
  rang_colonne: number
  libelle: string
  tranche: string | null
}

/** Between which values a figure lies, under one assumption (`bilan.bornes`); ratios and shares are fractions. */
export interface Span {
  tableau: string
  aap: string
  ligne: string
  ratio: string
  unite: string
  /** Whether the bilan itself assumes it. */
  appliquee: boolean
  valeur: number | null
  borne_basse: number | null
  borne_haute: number | null
  /** Why a bound is missing, or why there is no span. */
  motif: string | null
  nb_laureats: number
  nb_laureats_manquants: number
  couverture: number | null
  /** Whether the span goes from one band of conversion to another. */
  traverse_tranche: boolean | null
  /** The assumption in a sentence. */
  hypothese: string
}

/** A printed row. */
export interface Line {
  aap: string
  ligne: string
  nature: string
  /** By column. */
  cells: Map<string, Figure>
}

/** A printed table in one reading: its rows and columns in their order. */
export interface Grid {
  lines: Line[]
  columns: Column[]
}

export interface Column {
  colonne: string
  libelle: string
  unite: string
  tranche: string | null
}

/** Every figure, in the order of the document. */
export function readFigures(connection: Connection): Promise<Figure[]> {
  return rows<Figure>(
    connection,
    `SELECT lecture, tableau, aap, ligne, colonne, cast(valeur AS varchar) AS valeur, unite,
       cast(valeur_exacte AS varchar) AS exacte, explication, nature, ordre_ligne AS rang_ligne,
       ordre_colonne AS rang_colonne, libelle, libelle_tranche AS tranche
     FROM bilan.chiffres
     ORDER BY lecture DESC, tableau, ordre_ligne, ordre_colonne, aap, ligne, colonne`,
  )
}

/** Every span, that of the assumption of the bilan first. */
export function readSpans(connection: Connection): Promise<Span[]> {
  return rows<Span>(
    connection,
    `SELECT b.tableau, b.aap, b.ligne, b.ratio, b.unite, b.appliquee, b.valeur, b.borne_basse, b.borne_haute, b.motif,
       b.nb_laureats, b.nb_laureats_manquants, b.couverture, b.traverse_tranche, h.libelle AS hypothese
     FROM bilan.bornes AS b
     JOIN bilan.hypotheses AS h USING (hypothese)
     ORDER BY b.tableau, b.aap, b.ligne, b.ratio, NOT b.appliquee, b.hypothese`,
  )
}

/** The key of a figure in one reading, as the page writes it on its cell. */
export function keyOf(figure: Pick<Figure, 'lecture' | 'tableau' | 'aap' | 'ligne' | 'colonne'>) {
  return [figure.lecture, figure.tableau, figure.aap, figure.ligne, figure.colonne].join('|')
}

/** One table of the document in one reading. The names of columns are those of the first row that isn't about the missing. */
export function grid(figures: readonly Figure[], lecture: string, tableau: string): Grid {
  const cells = figures.filter((one) => one.lecture === lecture && one.tableau === tableau)
  const lines = new Map<string, Line>()
  const columns = new Map<string, Column & { rang: number; sure: boolean }>()
  for (const cell of cells) {
    const key = `${cell.aap}|${cell.ligne}`
    const line = lines.get(key) ?? {
      aap: cell.aap,
      ligne: cell.ligne,
      nature: cell.nature,
      cells: new Map<string, Figure>(),
    }
    line.cells.set(cell.colonne, cell)
    lines.set(key, line)
    const sure = cell.nature !== 'absence' && cell.nature !== 'pourcent'
    const known = columns.get(cell.colonne)
    if (known === undefined || (sure && !known.sure)) {
      const { colonne, libelle, unite, tranche, rang_colonne: rang } = cell
      columns.set(colonne, { colonne, libelle, unite, tranche, rang, sure })
    }
  }
  return {
    lines: [...lines.values()],
    columns: [...columns.values()].sort((a, b) => a.rang - b.rang),
  }
}

/** The readings that there are, the document's first. */
export function readings(figures: readonly Figure[]): string[] {
  return [...new Set(figures.map((one) => one.lecture))]
}
