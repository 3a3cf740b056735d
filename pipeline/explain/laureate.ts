import { type Connection, quoteText } from '../warehouse/connection.ts'
import { type Asked, valueQueries, valuesOfLaureate, where } from './queries.ts'
import { type ExplainedValue, explainValues } from './values.ts'

/** A ratio of one laureate, or its band: how it follows from its values. */
export interface Derived {
  colonne: string
  /** Null when one of the two is missing, or the denominator is zero. */
  valeur: number | string | null
  numerateur: { indicateur: string; valeur: number | null }
  denominateur: { indicateur: string; valeur: number | null }
}

/** A row of `bilan.laureats`, or one column of it, down to the cells. */
export interface LaureateExplanation {
  genre: 'laureat'
  cle: { convention: string }
  nom: string
  aap: string
  type_structure: string
  /** The column that was asked about; null for all. */
  colonne: string | null
  valeurs: ExplainedValue[]
  derives: Derived[]
  requetes: Asked[]
}

interface Laureate {
  nom: string
  aap: string
  type_structure: string
  ratios: Record<string, number | string | null>
}

/** The ratios of a laureate and what they divide; the band is one's own ratio, sorted. */
const ratiosSql = `SELECT ratio, numerateur, denominateur FROM staging.stg_regles__ratios ORDER BY ordre NULLS LAST`

/** The values that a laureate has, in the order in which they are shown, and the columns that derive from them. */
export const reported = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques'] as const
const ofRegister = ['potentiel_achat', 'montant_projet', 'subvention_etat'] as const
export const derived = [
  'achetes_sur_potentiel',
  'scannes_sur_potentiel',
  'scannes_sur_achetes',
  'tranche_conversion',
] as const
/** The columns of `bilan.laureats` that can be asked about. */
export const laureateColumns: readonly string[] = [...reported, ...ofRegister, ...derived]

/** Explains a convention that exists; `column` is one of `laureateColumns`, or null for all of them. */
export async function explainLaureate(
  connection: Connection,
  convention: string,
  column: string | null,
): Promise<LaureateExplanation> {
  const row: Asked = {
    titre: 'Le lauréat',
    sql: `SELECT *\nFROM bilan.laureats\nWHERE ${where({ convention })}`,
  }
  const ratios: Asked = { titre: 'Les ratios, et ce qu’ils divisent', sql: ratiosSql }
  const [found] = await connection.query<Record<string, number | string | null>>(row.sql)
  const laureate: Laureate = {
    nom: String(found!.nom),
    aap: String(found!.aap),
    type_structure: String(found!.type_structure),
    ratios: found!,
  }
  const rules = await connection.query<Record<'ratio' | 'numerateur' | 'denominateur', string>>(
    ratios.sql,
  )
  const wanted = derivedFrom(laureate, rules).filter(
    ({ colonne }) => column === null || colonne === column,
  )
  const needed = [
    ...new Set(
      column === null
        ? [...reported, 'potentiel_achat']
        : wanted.length === 0
          ? [column]
          : wanted.flatMap((one) => [one.numerateur.indicateur, one.denominateur.indicateur]),
    ),
  ]
  const selection = valuesOfLaureate(convention, needed)
  const values = [...(await explainValues(connection, selection)).values()]
  return {
    genre: 'laureat',
    cle: { convention },
    nom: laureate.nom,
    aap: laureate.aap,
    type_structure: laureate.type_structure,
    colonne: column,
    valeurs: values.sort((a, b) => needed.indexOf(a.indicateur) - needed.indexOf(b.indicateur)),
    derives: wanted,
    requetes: [
      row,
      ...(wanted.length > 0 ? [ratios] : []),
      ...Object.values(valueQueries(selection)),
    ],
  }
}

function derivedFrom(
  { ratios }: Laureate,
  rules: Record<'ratio' | 'numerateur' | 'denominateur', string>[],
): Derived[] {
  const of = (indicateur: string) => ({
    indicateur,
    valeur: (ratios[indicateur] ?? null) as number | null,
  })
  const known = rules.filter(({ ratio }) => Object.hasOwn(ratios, ratio))
  const list = known.map(({ ratio, numerateur, denominateur }) => ({
    colonne: ratio,
    valeur: ratios[ratio] ?? null,
    numerateur: of(numerateur),
    denominateur: of(denominateur),
  }))
  const band = known.find(({ ratio }) => ratio === 'scannes_sur_achetes')
  if (band === undefined) return list
  return [
    ...list,
    {
      colonne: 'tranche_conversion',
      valeur: ratios.tranche_conversion ?? null,
      numerateur: of(band.numerateur),
      denominateur: of(band.denominateur),
    },
  ]
}

/** The figures that a value enters (reading `publie`), for what depends on a cell. */
export function figuresWith(convention: string, indicateur: string): Asked {
  return {
    titre: 'Les chiffres du bilan où la valeur entre (lecture publie)',
    sql: `SELECT DISTINCT composition.tableau, composition.aap, composition.ligne, composition.colonne
FROM bilan.composition AS composition
WHERE composition.lecture = 'publie' AND composition.compte AND composition.convention = ${quoteText(convention)}
  AND composition.indicateur = ${quoteText(indicateur)}
ORDER BY ALL NULLS LAST`,
  }
}
