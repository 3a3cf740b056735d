import { type Connection, quoteText } from '../warehouse/connection.ts'
import { figuresWith } from './laureate.ts'
import { type Asked, valueQueries, valuesOfLaureate, where } from './queries.ts'
import {
  type CitedCell,
  type ExplainedValue,
  explainValues,
  type OpenQuestion,
  type SaidMissing,
} from './values.ts'

interface Whose {
  convention: string | null
  indicateur: string
}

/** A file of `bilan.fichiers`: what became of it, and of each figure in it. */
export interface FileExplanation {
  genre: 'fichier'
  cle: { fichier: string }
  sha256: string
  format: string | null
  taille: number
  statut: string
  motif: string | null
  /** Whom it is about, and by what that was recognised. */
  rattachements: { convention: string; nom: string | null; regle: string; motif: string }[]
  cellules: (CitedCell & Whose)[]
  absences: (SaidMissing & Whose)[]
  questions: OpenQuestion[]
  requetes: Asked[]
}

/** A cell of `bilan.observations`: what was read, the value it serves, and the figures that this value enters. */
export interface CellExplanation {
  genre: 'cellule'
  cle: { observation: string }
  cellule: CitedCell & Whose
  /** Null where it serves no laureate, or no indicator of the bilan. */
  valeur: ExplainedValue | null
  chiffres: { tableau: string; aap: string; ligne: string; colonne: string }[]
  requetes: Asked[]
}

const cellColumns = `lues.convention, lues.indicateur, lues.observation, lues.fichier, lues.feuille, lues.cellule,
  lues.texte_brut, lues.libelle, lues.cellule_libelle, lues.indicateur_lu, brutes.nombre, brutes.facteur,
  lues.unite_lue, lues.valeur, lues.qualite, lues.portee, lues.groupe, lues.regle, lues.retenue, lues.motif`

/** Explains a file that exists. */
export async function explainFile(
  connection: Connection,
  fichier: string,
): Promise<FileExplanation> {
  const key = { fichier }
  const queries = {
    file: {
      titre: 'Le fichier',
      sql: `SELECT fichier, sha256, format, taille, statut, motif\nFROM bilan.fichiers\nWHERE ${where(key)}`,
    },
    whose: {
      titre: 'De qui il parle, et à quoi on l’a reconnu',
      sql: `SELECT rattachements.convention, laureats.nom, rattachements.regle, rattachements.motif
FROM raw.rattachements AS rattachements
LEFT JOIN bilan.laureats AS laureats USING (convention)
WHERE ${where(key, 'rattachements.')}
ORDER BY rattachements.convention NULLS LAST`,
    },
    cells: {
      titre: 'Les cellules lues, retenues ou écartées, et pourquoi',
      sql: `SELECT ${cellColumns}
FROM bilan.observations AS lues
LEFT JOIN raw.observations AS brutes USING (observation)
WHERE ${where(key, 'lues.')}
ORDER BY lues.retenue DESC NULLS LAST, lues.feuille NULLS LAST, length(lues.cellule) NULLS LAST,
  lues.cellule NULLS LAST, lues.observation NULLS LAST`,
    },
    absences: {
      titre: 'Là où il dit qu’il n’a pas le chiffre',
      sql: `SELECT convention, indicateur, fichier, feuille, cellule, texte_brut, libelle, cellule_libelle
FROM staging.stg_rapports__observations
WHERE ${where(key)} AND portee = 'absence'
ORDER BY feuille NULLS LAST, length(cellule) NULLS LAST, cellule NULLS LAST, observation NULLS LAST`,
    },
    questions: {
      titre: 'Les questions ouvertes',
      sql: `SELECT question, fichier, feuille, cellule, texte_brut, libelle, motif, proposition
FROM bilan.a_verifier
WHERE ${where(key)}
ORDER BY question NULLS LAST`,
    },
  } satisfies Record<string, Asked>
  const [file] = await connection.query<
    Pick<FileExplanation, 'sha256' | 'format' | 'taille' | 'statut' | 'motif'>
  >(queries.file.sql)
  return {
    genre: 'fichier',
    cle: key,
    sha256: file!.sha256,
    format: file!.format,
    taille: file!.taille,
    statut: file!.statut,
    motif: file!.motif,
    rattachements: await connection.query(queries.whose.sql),
    cellules: await connection.query(queries.cells.sql),
    absences: await connection.query(queries.absences.sql),
    questions: await connection.query(queries.questions.sql),
    requetes: Object.values(queries),
  }
}

/** Explains a cell that was read: an observation that exists. */
export async function explainCell(
  connection: Connection,
  observation: string,
): Promise<CellExplanation> {
  const cell: Asked = {
    titre: 'La cellule lue',
    sql: `SELECT ${cellColumns}
FROM bilan.observations AS lues
LEFT JOIN raw.observations AS brutes USING (observation)
WHERE lues.observation = ${quoteText(observation)}`,
  }
  const [row] = await connection.query<CellExplanation['cellule']>(cell.sql)
  const { convention, indicateur } = row!
  const requetes = [cell]
  let valeur: ExplainedValue | null = null
  let chiffres: CellExplanation['chiffres'] = []
  if (convention !== null) {
    const selection = valuesOfLaureate(convention, [indicateur])
    const figures = figuresWith(convention, indicateur)
    valeur = [...(await explainValues(connection, selection)).values()][0] ?? null
    if (row!.retenue) {
      chiffres = await connection.query(figures.sql)
      requetes.push(figures)
    }
    requetes.push(...Object.values(valueQueries(selection)))
  }
  return { genre: 'cellule', cle: { observation }, cellule: row!, valeur, chiffres, requetes }
}
