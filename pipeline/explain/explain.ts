import { BilanError } from '../error.ts'
import type { Connection } from '../warehouse/connection.ts'
import { type BoundsExplanation, type BoundsKey, explainBounds } from './bounds.ts'
import { explainFigure, type FigureExplanation } from './figure.ts'
import { type CellExplanation, explainCell, explainFile, type FileExplanation } from './file.ts'
import { type Candidate, nearest, resolve, type Separator } from './key.ts'
import { explainLaureate, type LaureateExplanation, laureateColumns } from './laureate.ts'
import { explainPublished, type PublishedExplanation } from './published.ts'
import type { FigureKey } from './queries.ts'

/** One thing of the warehouse, down to the cells; `genre` tells which. */
export type Explanation =
  | FigureExplanation
  | LaureateExplanation
  | BoundsExplanation
  | PublishedExplanation
  | FileExplanation
  | CellExplanation

type Explain = () => Promise<Explanation>
type Candidates = (connection: Connection, reading: string) => Promise<Candidate<Explain>[]>

/** A column is named after a dot. */
const dotted = /[./]/

/** What can be explained, and how its keys are written. */
export const explainable: Record<
  string,
  { example: string; candidates: Candidates; separator?: Separator }
> = {
  chiffres: { example: '2020/TOTAL/pass_achetes', candidates: figures() },
  tableau_quantitatif: {
    example: '2019/TOTAL/potentiel_achat',
    candidates: figures('quantitatif'),
  },
  tableau_conversion: {
    example: 'TOTAL/plus_de_75.pass_scannes',
    candidates: figures('conversion'),
  },
  reconciliation: { example: 'GRAND TOTAL/nb_laureats', candidates: published },
  bornes: { example: '2020/TOTAL/scannes_sur_achetes', candidates: bounds },
  laureats: {
    example: '2019-017 or 2019-017.pass_scannes',
    candidates: laureates,
    separator: dotted,
  },
  donnees_manquantes: { example: '2019-017.pass_scannes', candidates: missing, separator: dotted },
  observations: { example: 'dossier/bilan.xlsx!Feuille!C12', candidates: cells, separator: null },
  fichiers: { example: 'dossier/bilan.xlsx', candidates: files, separator: null },
  a_verifier: { example: 'dossier/bilan.xlsx', candidates: questioned, separator: null },
}

/**
 * Explains everything of `table` that `key` names: one thing, or the few that a partial key fits.
 * @param reading `publie` or `coherent`, for figures
 * @throws BilanError on one line with the nearest names when there is no such table or key, or when the key fits too many
 */
export async function explain(
  connection: Connection,
  table: string,
  key: string,
  reading: string,
): Promise<Explanation[]> {
  const name = table.replace(/^bilan\./, '')
  const entry = Object.hasOwn(explainable, name) ? explainable[name] : undefined
  if (entry === undefined) {
    const names = Object.keys(explainable).map((one) => ({ key: one, parts: [[one]], thing: one }))
    const known = nearest(name, names).map((one) => one.key)
    throw new BilanError(
      `${JSON.stringify(table)}: nothing there can be explained`,
      `choose among ${known.join(', ')}`,
      2,
    )
  }
  await expectExplainable(connection)
  await expectReading(connection, reading)
  const found = resolve(
    name,
    key,
    await entry.candidates(connection, reading),
    entry.separator === undefined ? /\// : entry.separator,
  )
  const explanations: Explanation[] = []
  for (const { thing } of found) explanations.push(await thing())
  return explanations
}

/** An older warehouse lacks what an explanation goes by. */
async function expectExplainable(connection: Connection): Promise<void> {
  const [row] = await connection.query<{ n: number }>(
    `SELECT count(*) AS n FROM information_schema.tables
     WHERE table_schema || '.' || table_name IN
       ('bilan.composition', 'bilan.chiffres', 'bilan.hypotheses', 'intermediate.int_valeurs', 'raw.observations')`,
  )
  if (row!.n === 5) return
  throw new BilanError(
    `${connection.path} was published by another version of bilan, which kept less of its making`,
    'publish it anew with « bilan run »',
  )
}

async function expectReading(connection: Connection, reading: string): Promise<void> {
  const rows = await connection.query<{ lecture: string }>(
    'SELECT DISTINCT lecture FROM bilan.chiffres ORDER BY lecture NULLS LAST',
  )
  const known = rows.map((row) => row.lecture)
  if (known.length === 0 || known.includes(reading)) return
  throw new BilanError(
    `--lecture ${JSON.stringify(reading)}: no such reading`,
    `choose among ${known.join(', ')}`,
    2,
  )
}

/** Figures under `tableau/aap/ligne/colonne`; a column also goes by its label, and as the printed tables name it. */
function figures(tableau?: string): Candidates {
  return async (connection, reading) => {
    const rows = await connection.query<FigureKey & { libelle: string; tranche: string | null }>(
      `SELECT lecture, tableau, aap, ligne, colonne, libelle, libelle_tranche AS tranche
       FROM bilan.chiffres ORDER BY tableau, ordre_ligne NULLS LAST, ordre_colonne NULLS LAST`,
    )
    return rows
      .filter((row) => row.lecture === reading)
      .filter((row) => tableau === undefined || row.tableau === tableau)
      .map(({ libelle, tranche, ...key }) => ({
        key: [key.tableau, key.aap, key.ligne, key.colonne].join('/'),
        parts: [
          [key.tableau],
          [key.aap],
          [key.ligne],
          [key.colonne, `de_${key.colonne}`, tranche === null ? libelle : `${tranche} ${libelle}`],
        ],
        thing: () => explainFigure(connection, key),
      }))
  }
}

async function published(connection: Connection): Promise<Candidate<Explain>[]> {
  const rows = await connection.query<Omit<FigureKey, 'lecture'> & { figure: boolean }>(
    `SELECT tableau, aap, ligne, colonne, chiffres.lecture IS NOT NULL AS figure
     FROM bilan.reconciliation
     LEFT JOIN bilan.chiffres AS chiffres USING (tableau, aap, ligne, colonne)
     WHERE chiffres.lecture = 'publie' OR chiffres.lecture IS NULL
     ORDER BY tableau, aap, ligne, colonne`,
  )
  return rows.map(({ figure, ...key }) => ({
    key: [key.tableau, key.aap, key.ligne, key.colonne].join('/'),
    parts: [[key.tableau], [key.aap], [key.ligne], [key.colonne]],
    thing: () =>
      figure
        ? explainFigure(connection, { lecture: 'publie', ...key })
        : explainPublished(connection, key),
  }))
}

async function bounds(connection: Connection): Promise<Candidate<Explain>[]> {
  const rows = await connection.query<BoundsKey & { appliquee: boolean }>(
    'SELECT tableau, aap, ligne, ratio, hypothese, appliquee FROM bilan.bornes ORDER BY ALL',
  )
  // The assumption is only named to ask for another one than the one that the bilan applies.
  return rows.map(({ appliquee, ...key }) => {
    const parts = [[key.tableau], [key.aap], [key.ligne], [key.ratio]]
    const name = [key.tableau, key.aap, key.ligne, key.ratio]
    return {
      key: (appliquee ? name : [...name, key.hypothese]).join('/'),
      parts: [...parts, [key.hypothese]],
      needed: appliquee ? [] : [key.hypothese],
      thing: () => explainBounds(connection, key),
    }
  })
}

/** A convention goes by its number, by its body's name and by its SIREN; after a dot or a slash, one of its columns. */
async function laureates(connection: Connection): Promise<Candidate<Explain>[]> {
  const rows = await connection.query<Record<'convention' | 'nom' | 'siren', string>>(
    'SELECT convention, nom, siren FROM bilan.laureats ORDER BY convention NULLS LAST',
  )
  return rows.flatMap(({ convention, nom, siren }) => {
    const names = [convention, nom, siren]
    const one = (column: string | null): Candidate<Explain> => ({
      key: column === null ? convention : `${convention}.${column}`,
      parts: column === null ? [names] : [names, [column]],
      needed: column === null ? [] : [column],
      thing: () => explainLaureate(connection, convention, column),
    })
    return [one(null), ...laureateColumns.map(one)]
  })
}

async function missing(connection: Connection): Promise<Candidate<Explain>[]> {
  const rows = await connection.query<Record<'convention' | 'nom' | 'indicateur', string>>(
    'SELECT convention, nom, indicateur FROM bilan.donnees_manquantes ORDER BY convention, indicateur',
  )
  return rows.map(({ convention, nom, indicateur }) => ({
    key: `${convention}.${indicateur}`,
    parts: [[convention, nom], [indicateur]],
    thing: () => explainLaureate(connection, convention, indicateur),
  }))
}

async function cells(connection: Connection): Promise<Candidate<Explain>[]> {
  const rows = await connection.query<
    Record<'observation' | 'fichier' | 'feuille' | 'cellule', string>
  >(
    'SELECT observation, fichier, feuille, cellule FROM bilan.observations ORDER BY fichier, feuille, length(cellule), cellule, observation',
  )
  return rows.map(({ observation, fichier, feuille, cellule }) => ({
    key: `${fichier}!${feuille}!${cellule}`,
    parts: [[observation, `${fichier}!${feuille}!${cellule}`, `${fichier}!${cellule}`]],
    thing: () => explainCell(connection, observation),
  }))
}

async function files(connection: Connection): Promise<Candidate<Explain>[]> {
  const rows = await connection.query<{ fichier: string }>(
    'SELECT fichier FROM bilan.fichiers ORDER BY fichier NULLS LAST',
  )
  return rows.map(({ fichier }) => fileCandidate(connection, fichier))
}

/** The files that questions are about. */
async function questioned(connection: Connection): Promise<Candidate<Explain>[]> {
  const rows = await connection.query<{ fichier: string; questions: string[] }>(
    'SELECT fichier, list(question ORDER BY question) AS questions FROM bilan.a_verifier GROUP BY fichier ORDER BY fichier NULLS LAST',
  )
  return rows.map(({ fichier, questions }) => fileCandidate(connection, fichier, questions))
}

function fileCandidate(
  connection: Connection,
  fichier: string,
  others: readonly string[] = [],
): Candidate<Explain> {
  return {
    key: fichier,
    parts: [[fichier, fichier.split('/').at(-1)!, `raw/rapports/${fichier}`, ...others]],
    thing: () => explainFile(connection, fichier),
  }
}
