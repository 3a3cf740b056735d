import type { Cause, ChangedValue, Differences } from './changes.ts'
import { lacking, type Pair } from './pair.ts'

/** The values of laureates that reports give; the columns of `bilan.laureats`, each with its `…_statut`. */
const indicators = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques']

type Inputs = Pick<Differences, 'fichiers' | 'corrections' | 'registre' | 'regles'> & {
  cellules: Omit<Extract<Cause, { genre: 'cellule' }>, 'genre' | 'fichier_change'>[]
}

/** The values of laureates that differ, each with what did it; and what couldn't be compared. */
export async function changedValues(
  pair: Pair,
  inputs: Inputs,
): Promise<{ valeurs: ChangedValue[]; incomparable: string[] }> {
  const columns = indicators.flatMap((one) => [one, `${one}_statut`])
  const incomparable = lacking(pair, { 'bilan.laureats': ['convention', 'nom', ...columns] })
  if (incomparable.length > 0) return { valeurs: [], incomparable }
  const of = (side: string) =>
    indicators
      .map(
        (one) =>
          `SELECT convention, nom, '${one}' AS indicateur, ${one} AS valeur, ${one}_statut AS statut FROM ${side}.bilan.laureats`,
      )
      .join(' UNION ALL ')
  const rows = await pair.connection.query<Omit<ChangedValue, 'causes'>>(
    `SELECT coalesce(b.convention, a.convention) AS convention, coalesce(b.nom, a.nom) AS nom,
       coalesce(b.indicateur, a.indicateur) AS indicateur, a.valeur AS avant, b.valeur AS apres,
       a.statut AS statut_avant, b.statut AS statut_apres
     FROM (${of('avant')}) AS a
     FULL JOIN (${of('apres')}) AS b ON a.convention = b.convention AND a.indicateur = b.indicateur
     WHERE a.valeur IS DISTINCT FROM b.valeur OR a.statut IS DISTINCT FROM b.statut
     ORDER BY convention, indicateur`,
  )
  const whose = rows.length === 0 ? new Map() : await filesOfLaureates(pair)
  return {
    valeurs: rows.map((row) => ({
      ...row,
      causes: causesOf(row, inputs, whose.get(row.convention) ?? new Set()),
    })),
    incomparable,
  }
}

/** By convention, the files that either warehouse attaches to it. */
async function filesOfLaureates(pair: Pair): Promise<Map<string, Set<string>>> {
  const { avant, apres } = pair.columns('staging.stg_rapports__rattachements')
  if (avant.length === 0 || apres.length === 0) return new Map()
  const rows = await pair.connection.query<{ convention: string; fichier: string }>(
    `SELECT convention, fichier FROM avant.staging.stg_rapports__rattachements
     UNION SELECT convention, fichier FROM apres.staging.stg_rapports__rattachements`,
  )
  const groups = Map.groupBy(rows, (row) => row.convention)
  return new Map([...groups].map(([one, own]) => [one, new Set(own.map((row) => row.fichier))]))
}

/**
 * What made a value change: a decision, the register's row, the cells that count, and the files of the laureate. The rules did it
 * where none of these changed, and where cells changed in a file that didn't.
 */
function causesOf(
  { convention, indicateur }: Pick<ChangedValue, 'convention' | 'indicateur'>,
  inputs: Inputs,
  files: ReadonlySet<string>,
): Cause[] {
  const of = <T extends { convention: string; indicateur: string }>(rows: T[]) =>
    rows.filter((row) => row.convention === convention && row.indicateur === indicateur)
  const changed = new Map(inputs.fichiers.map((file) => [file.fichier, file]))
  const cells = of(inputs.cellules).map((cell) => ({
    genre: 'cellule' as const,
    fichier_change: changed.get(cell.fichier)?.changement ?? null,
    ...cell,
  }))
  const cited = new Set(cells.map((cell) => cell.fichier))
  const causes: Cause[] = [
    ...of(inputs.corrections).map((one) => ({ genre: 'correction' as const, ...one })),
    ...inputs.registre
      .filter((row) => row.convention === convention && row.presence !== 'modifie')
      .map((row) => ({ genre: 'registre' as const, ...row })),
    ...cells,
    ...inputs.fichiers
      .filter(
        ({ fichier, changement }) =>
          files.has(fichier) && !cited.has(fichier) && changement !== 'renomme',
      )
      .map((file) => ({ genre: 'fichier' as const, ...file })),
  ]
  const unexplained =
    causes.length === 0 ||
    (cells.length > 0 &&
      cells.every((cell) => cell.fichier_change === null) &&
      cells.length === causes.length)
  if (!unexplained) return causes
  return [...causes, { genre: 'regles', noms: inputs.regles.map(({ nom }) => nom) }]
}
