import type { Connection } from '../warehouse/connection.ts'
import {
  type Asked,
  type FigureKey,
  figureQueries,
  valueQueries,
  valuesOfFigure,
} from './queries.ts'
import { type ExplainedValue, explainValues, valueKey } from './values.ts'

/** One laureate in one quantity of a figure. */
export interface Part {
  convention: string
  nom: string
  /** What it brings; null when its value is missing. */
  valeur: number | null
  /** Whether it enters. */
  compte: boolean
  /** Why it doesn't; null when it does. */
  motif: string | null
  /** Where its value comes from, or why it is missing. */
  source: ExplainedValue
}

/** The numerator (or the figure itself) or the denominator of a figure. */
export interface Quantity {
  role: 'numerateur' | 'denominateur'
  indicateur: string
  libelle: string | null
  unite: string | null
  /** Sum of what enters; null when nothing does. */
  somme: number | null
  /** How many laureates enter, and how many are left out. */
  comptes: number
  laisses: number
  parts: Part[]
}

/** How a figure is calculated: numerator × factor / denominator, rounded half up. */
export interface Formula {
  /** Null where nothing is added up: the figure can't be calculated. */
  numerateur: string | null
  denominateur: string | null
  facteur: number
  decimales: number
  tranche: string
}

/** The printed figure beside it. */
export interface Published {
  valeur_publiee: number | null
  valeur_calculee: number | null
  ecart: number | null
  statut: 'conforme' | 'ecart_explique' | 'ecart' | 'non_calculable'
  explication: string | null
  source: string
}

/** A figure of `bilan.chiffres`, down to the cells. */
export interface FigureExplanation {
  genre: 'chiffre'
  cle: FigureKey
  libelle: string
  libelle_tranche: string | null
  /** As printed; null when it can't be calculated (`explication` says why). */
  valeur: number | null
  unite: string
  valeur_exacte: number | null
  explication: string | null
  formule: Formula
  /** Null where the document prints no such figure. */
  publie: Published | null
  /** What its reading does with the potential of laureates without purchases, by call; empty where it doesn't matter. */
  regles: { aap: string; potentiel_sans_achats_au_total: boolean; motif: string }[]
  quantites: Quantity[]
  requetes: Asked[]
}

/** Explains a figure that exists. */
export async function explainFigure(
  connection: Connection,
  key: FigureKey,
): Promise<FigureExplanation> {
  const queries = figureQueries(key)
  const selection = valuesOfFigure(key)
  const [figure] = await connection.query<{
    libelle: string
    libelle_tranche: string | null
    valeur: number | null
    unite: string
    valeur_exacte: number | null
    explication: string | null
  }>(queries.figure.sql)
  const [formula] = await connection.query<Formula>(queries.formula.sql)
  const [published] = await connection.query<Published>(queries.published.sql)
  const sums = await connection.query<Omit<Quantity, 'parts'>>(queries.sums.sql)
  const parts = await connection.query<Omit<Part, 'source'> & { role: string; indicateur: string }>(
    queries.parts.sql,
  )
  const values = await explainValues(connection, selection)
  return {
    genre: 'chiffre',
    cle: key,
    libelle: figure!.libelle,
    libelle_tranche: figure!.libelle_tranche,
    valeur: figure!.valeur,
    unite: figure!.unite,
    valeur_exacte: figure!.valeur_exacte,
    explication: figure!.explication,
    formule: formula!,
    publie: published ?? null,
    regles: await connection.query(queries.rules.sql),
    quantites: sums.map((sum) => ({
      ...sum,
      parts: parts
        .filter((part) => part.role === sum.role)
        .map(({ role: _, indicateur, ...part }) => ({
          ...part,
          source: values.get(valueKey({ convention: part.convention, indicateur }))!,
        })),
    })),
    requetes: [...Object.values(queries), ...Object.values(valueQueries(selection))],
  }
}
