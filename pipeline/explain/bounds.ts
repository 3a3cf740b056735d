import type { Connection } from '../warehouse/connection.ts'
import { type Asked, valueQueries, where } from './queries.ts'
import { type ExplainedValue, explainValues, valueKey } from './values.ts'

/** The key of a row of `bilan.bornes`. */
export interface BoundsKey {
  tableau: string
  aap: string
  ligne: string
  ratio: string
  hypothese: string
}

/** A value that is missing, with what it may be under the assumption. */
export interface MissingValue {
  convention: string
  nom: string
  indicateur: string
  potentiel_achat: number
  minimum: number | null
  /** Null where nothing bounds it. */
  maximum: number | null
  source: ExplainedValue
}

/** Bounds of `bilan.bornes`: the assumption, and each missing value that makes them differ. */
export interface BoundsExplanation {
  genre: 'bornes'
  cle: BoundsKey
  unite: string
  /** The figure as it stands, on what is known (reading `publie`). */
  valeur: number | null
  valeur_coherente: number | null
  borne_basse: number | null
  borne_haute: number | null
  /** Why a bound is missing; null when both are there. */
  motif: string | null
  nb_laureats: number
  nb_laureats_manquants: number
  potentiel_manquant: number
  hypothese: { libelle: string; motif: string }
  manquants: MissingValue[]
  requetes: Asked[]
}

/** Explains bounds that exist. */
export async function explainBounds(
  connection: Connection,
  key: BoundsKey,
): Promise<BoundsExplanation> {
  const { hypothese, ratio, ...row } = key
  const selection = `SELECT DISTINCT composition.convention, composition.indicateur
FROM bilan.composition AS composition
JOIN intermediate.int_valeurs AS valeurs USING (convention, indicateur)
WHERE composition.lecture = 'publie' AND ${where({ ...row, colonne: ratio }, 'composition.')}
  AND valeurs.valeur IS NULL`
  const queries = {
    bounds: {
      titre: 'Les bornes',
      sql: `SELECT unite, valeur, valeur_coherente, borne_basse, borne_haute, motif, nb_laureats,
  nb_laureats_manquants, potentiel_manquant
FROM bilan.bornes
WHERE ${where(key)}`,
    },
    assumption: {
      titre: 'L’hypothèse sur ce qui manque',
      sql: `SELECT libelle, motif\nFROM bilan.hypotheses\nWHERE ${where({ hypothese })}`,
    },
    missing: {
      titre: 'Ce qui manque, et ce que l’hypothèse permet',
      sql: `WITH choisies AS (${selection})
SELECT choisies.convention, laureats.nom, choisies.indicateur, laureats.potentiel_achat,
  CASE choisies.indicateur
    WHEN 'pass_achetes' THEN encadrements.achetes_min
    WHEN 'pass_scannes' THEN encadrements.scannes_min
    WHEN 'beneficiaires_uniques' THEN encadrements.beneficiaires_min
  END AS minimum,
  CASE choisies.indicateur
    WHEN 'pass_achetes' THEN encadrements.achetes_max
    WHEN 'pass_scannes' THEN encadrements.scannes_max
    WHEN 'beneficiaires_uniques' THEN encadrements.beneficiaires_max
  END AS maximum
FROM choisies
JOIN bilan.laureats AS laureats USING (convention)
JOIN intermediate.int_encadrements AS encadrements USING (convention)
WHERE ${where({ hypothese }, 'encadrements.')}
ORDER BY choisies.convention NULLS LAST, choisies.indicateur NULLS LAST`,
    },
  } satisfies Record<string, Asked>
  const [bounds] = await connection.query<
    Omit<BoundsExplanation, 'genre' | 'cle' | 'hypothese' | 'manquants' | 'requetes'>
  >(queries.bounds.sql)
  const [assumption] = await connection.query<BoundsExplanation['hypothese']>(
    queries.assumption.sql,
  )
  const missing = await connection.query<Omit<MissingValue, 'source'>>(queries.missing.sql)
  const values = await explainValues(connection, selection)
  return {
    genre: 'bornes',
    cle: key,
    ...bounds!,
    hypothese: assumption!,
    manquants: missing.map((one) => ({ ...one, source: values.get(valueKey(one))! })),
    requetes: [...Object.values(queries), ...Object.values(valueQueries(selection))],
  }
}
