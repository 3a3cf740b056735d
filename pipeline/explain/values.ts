import type { Connection } from '../warehouse/connection.ts'
import { valueQueries } from './queries.ts'

/** A cell that was read as a figure, and what became of it. */
export interface CitedCell {
  observation: string
  /** Path under `raw/rapports/`; `../corrections.csv` for a decision. */
  fichier: string
  feuille: string
  cellule: string
  texte_brut: string
  libelle: string
  cellule_libelle: string | null
  /** The notion that was read (`pass_commandes` where orders stand for purchases). */
  indicateur_lu: string
  /** The number in the report's own unit; null for a decision. */
  nombre: number | null
  /** Towards the unit of the indicator: 10 for a booklet of ten pass; null for a decision. */
  facteur: number | null
  unite_lue: string | null
  /** `nombre × facteur`. */
  valeur: number | null
  qualite: string
  portee: 'total' | 'detail'
  /** Details of one group are added up. */
  groupe: string | null
  regle: string
  /** Whether it counts in the published value. */
  retenue: boolean
  motif: string
}

/** A cell where a report says that it doesn't have the figure. */
export interface SaidMissing {
  fichier: string
  feuille: string
  cellule: string
  texte_brut: string
  libelle: string
  cellule_libelle: string | null
}

/** A question that is open about the value, or about a file of the laureate. */
export interface OpenQuestion {
  question: string
  fichier: string
  feuille: string | null
  cellule: string | null
  texte_brut: string | null
  libelle: string | null
  motif: string
  proposition: string | null
}

/** A decision of a person that applies. */
export interface AppliedCorrection {
  /** Null for « non communiqué ». */
  valeur: number | null
  /** What is read without it; null when nothing is. */
  attendu: number | null
  motif: string
  auteur: string
  date: string
  /** Line of `raw/corrections.csv`. */
  ligne: number
}

/** A file that was received of a laureate. */
export interface ReceivedFile {
  fichier: string
  sha256: string
  format: string | null
  statut: string
  motif: string | null
}

interface OfLaureate {
  convention: string
  indicateur: string
  nom: string
  aap: string
  type_structure: string
}

/** A value of a laureate that reports give: where it comes from, or why it is missing. */
export interface ReportedValue extends OfLaureate {
  origine: 'rapports'
  /** Null when it is missing. */
  valeur: number | null
  statut: string
  motif: string
  /** Without the decision of a person; the same where there is none. */
  valeur_lue: number | null
  correction: AppliedCorrection | null
  retenues: CitedCell[]
  ecartees: CitedCell[]
  absences: SaidMissing[]
  questions: OpenQuestion[]
  fichiers: ReceivedFile[]
}

/** A value of a laureate that the register gives. */
export interface RegisterValue extends OfLaureate {
  origine: 'registre'
  /** Null where the register doesn't say. */
  valeur: number | null
  /** Line of `raw/laureats.csv`. */
  ligne: number
}

/** One value of one laureate, explained. */
export type ExplainedValue = ReportedValue | RegisterValue

/** Names one value of one laureate. */
export function valueKey(one: { convention: string; indicateur: string }): string {
  return `${one.convention}\n${one.indicateur}`
}

/** Explains the values that `selection` (a query with `convention, indicateur`) names, by `valueKey`. */
export async function explainValues(
  connection: Connection,
  selection: string,
): Promise<Map<string, ExplainedValue>> {
  // Chosen once for the seven queries: the selection is most of the work of each.
  await connection.run(`CREATE OR REPLACE TEMP TABLE choix AS ${selection}`)
  const queries = valueQueries('SELECT convention, indicateur FROM temp.choix')
  type Named = { convention: string; indicateur: string }
  const values = await connection.query<
    OfLaureate & {
      valeur: number | null
      statut: string
      motif: string
      valeur_lue: number | null
      corrigee: boolean
    }
  >(queries.values.sql)
  const register = await connection.query<Omit<RegisterValue, 'origine'>>(queries.register.sql)
  const rowsOf = async <T extends object>(asked: { sql: string }) =>
    Map.groupBy(await connection.query<T & Named>(asked.sql), valueKey)
  const cells = await rowsOf<CitedCell>(queries.cells)
  const absences = await rowsOf<SaidMissing>(queries.absences)
  const questions = await rowsOf<OpenQuestion>(queries.questions)
  const corrections = await rowsOf<AppliedCorrection>(queries.corrections)
  const files = Map.groupBy(
    await connection.query<ReceivedFile & { convention: string }>(queries.files.sql),
    (row) => row.convention,
  )
  const explained = new Map<string, ExplainedValue>()
  for (const { corrigee: _, ...value } of values) {
    const key = valueKey(value)
    const read = (cells.get(key) ?? []).map(unnamed)
    explained.set(key, {
      origine: 'rapports',
      ...value,
      correction: (corrections.get(key) ?? []).map(unnamed)[0] ?? null,
      retenues: read.filter((cell) => cell.retenue),
      ecartees: read.filter((cell) => !cell.retenue),
      absences: (absences.get(key) ?? []).map(unnamed),
      questions: (questions.get(key) ?? []).map(unnamed),
      fichiers: (files.get(value.convention) ?? []).map(({ convention: _, ...file }) => file),
    })
  }
  for (const value of register) explained.set(valueKey(value), { origine: 'registre', ...value })
  return explained
}

/** A row without the names of the value that it belongs to. */
function unnamed<T extends { convention: string; indicateur: string }>({
  convention: _convention,
  indicateur: _indicateur,
  ...rest
}: T): Omit<T, 'convention' | 'indicateur'> {
  return rest
}
