import type { Connection } from '../../warehouse/connection.ts'
import type { Origin } from '../origin.ts'
import {
  type Laureates,
  type Membership,
  type Observation,
  type Quantity,
  readComposition,
  readLaureates,
  readObservations,
} from './evidence.ts'
import { type Figure, readFigures, readSpans, type Span } from './figures.ts'
import { limits } from './limits.ts'
import {
  type Alert,
  type Contradiction,
  readAlerts,
  readContradictions,
  type Some,
} from './oddities.ts'
import { cut, row, rows } from './rows.ts'

/** All that the page says, read from schema `bilan`. */
export interface Facts {
  origin: Origin
  figures: Figure[]
  spans: Span[]
  laureates: Laureates
  observations: Observation[]
  quantities: Quantity[]
  memberships: Membership[]
  missing: Missing
  published: Published
  contradictions: Some<Contradiction>
  questions: Some<Question>
  alerts: Some<Alert>
  files: Files
  tables: Table[]
}

export interface Missing {
  /** Values that are missing, and laureates who miss at least one. */
  valeurs: number
  laureats: number
  /** How many by indicator and status, and by indicator alone (status null). */
  counts: { indicateur: string; statut: string | null; nombre: number }[]
  /** The largest potentials first. */
  shown: MissingValue[]
}

export interface MissingValue {
  convention: string
  indicateur: string
  aap: string
  nom: string
  type_structure: string
  statut: string
  motif: string
  fichiers: string | null
  potentiel_achat: string
  ratios_touches: string | null
}

export interface Published {
  total: number
  counts: { statut: string; nombre: number }[]
  /** What doesn't agree first, then in the order of the document. */
  shown: PublishedCell[]
}

export interface PublishedCell {
  tableau: string
  aap: string
  ligne: string
  colonne: string
  unite: string
  valeur_publiee: string | null
  valeur_calculee: string | null
  valeur_coherente: string | null
  ecart: string | null
  statut: string
  explication: string | null
  source: string
}

export interface Question {
  fichier: string
  feuille: string | null
  cellule: string | null
  texte: string | null
  libelle: string | null
  motif: string
  proposition: string | null
  convention: string | null
  indicateur: string | null
}

export interface Files {
  total: number
  counts: { statut: string; nombre: number }[]
  shown: File[]
}

export interface File {
  fichier: string
  format: string | null
  statut: string
  motif: string | null
  conventions: string | null
}

/** A table of the warehouse, with what it says of itself. */
export interface Table {
  nom: string
  commentaire: string | null
}

/** Reads everything; the connection must hold a built schema `bilan`. */
export async function readFacts(connection: Connection, origin: Origin): Promise<Facts> {
  return {
    origin,
    figures: await readFigures(connection),
    spans: await readSpans(connection),
    laureates: await readLaureates(connection),
    observations: await readObservations(connection),
    ...(await readComposition(connection)),
    missing: await readMissing(connection),
    published: await readPublished(connection),
    contradictions: await readContradictions(connection),
    questions: await readQuestions(connection),
    alerts: await readAlerts(connection),
    files: await readFiles(connection),
    tables: await rows<Table>(
      connection,
      `SELECT table_name AS nom, comment AS commentaire FROM duckdb_tables() WHERE schema_name = 'bilan'
       UNION ALL
       SELECT view_name, comment FROM duckdb_views() WHERE schema_name = 'bilan'
       ORDER BY nom`,
    ),
  }
}

async function readMissing(connection: Connection): Promise<Missing> {
  const whole = await row<{ valeurs: number; laureats: number }>(
    connection,
    `SELECT count(*) AS valeurs, count(DISTINCT convention) AS laureats FROM bilan.donnees_manquantes`,
  )
  return {
    ...whole,
    counts: await rows(
      connection,
      `SELECT indicateur, statut, count(*) AS nombre FROM bilan.donnees_manquantes
       GROUP BY GROUPING SETS ((indicateur), (indicateur, statut)) ORDER BY indicateur, statut`,
    ),
    shown: await rows<MissingValue>(
      connection,
      `SELECT convention, indicateur, aap, nom, type_structure, statut, motif, fichiers,
         cast(potentiel_achat AS varchar) AS potentiel_achat, ratios_touches
       FROM bilan.donnees_manquantes
       ORDER BY donnees_manquantes.potentiel_achat DESC, convention, indicateur
       LIMIT ${limits.manquants}`,
    ),
  }
}

async function readPublished(connection: Connection): Promise<Published> {
  const { total } = await row<{ total: number }>(
    connection,
    'SELECT count(*) AS total FROM bilan.reconciliation',
  )
  return {
    total,
    counts: await rows(
      connection,
      'SELECT statut, count(*) AS nombre FROM bilan.reconciliation GROUP BY statut ORDER BY statut',
    ),
    shown: await rows<PublishedCell>(
      connection,
      `WITH rangs AS (
         SELECT tableau, aap, ligne, colonne, ordre_ligne, ordre_colonne FROM bilan.chiffres WHERE lecture = 'publie'
       )
       SELECT r.tableau, r.aap, r.ligne, r.colonne, r.unite, cast(r.valeur_publiee AS varchar) AS valeur_publiee,
         cast(r.valeur_calculee AS varchar) AS valeur_calculee, cast(r.valeur_coherente AS varchar) AS valeur_coherente,
         cast(r.ecart AS varchar) AS ecart, r.statut, r.explication, r.source
       FROM bilan.reconciliation AS r
       LEFT JOIN rangs USING (tableau, aap, ligne, colonne)
       ORDER BY r.statut = 'conforme', r.statut <> 'ecart', r.tableau = 'texte', r.tableau <> 'quantitatif', r.tableau,
         ordre_ligne NULLS LAST, ordre_colonne NULLS LAST, r.aap, r.ligne, r.colonne
       LIMIT ${limits.rapprochements}`,
    ),
  }
}

async function readQuestions(connection: Connection): Promise<Some<Question>> {
  const { total } = await row<{ total: number }>(
    connection,
    'SELECT count(*) AS total FROM bilan.a_verifier',
  )
  const shown = await rows<Question>(
    connection,
    `SELECT fichier, feuille, cellule, texte_brut AS texte, libelle, motif, proposition, convention, indicateur
     FROM bilan.a_verifier ORDER BY fichier, feuille, cellule, question LIMIT ${limits.questions}`,
  )
  return {
    total,
    shown: shown.map((one) => ({
      ...one,
      texte: one.texte === null ? null : cut(one.texte, limits.texte),
      libelle: one.libelle === null ? null : cut(one.libelle, limits.texte),
    })),
  }
}

async function readFiles(connection: Connection): Promise<Files> {
  const { total } = await row<{ total: number }>(
    connection,
    'SELECT count(*) AS total FROM bilan.fichiers',
  )
  return {
    total,
    counts: await rows(
      connection,
      'SELECT statut, count(*) AS nombre FROM bilan.fichiers GROUP BY statut ORDER BY nombre DESC, statut',
    ),
    shown: await rows<File>(
      connection,
      `SELECT fichier, format, statut, motif, conventions FROM bilan.fichiers
       ORDER BY fichier LIMIT ${limits.fichiers}`,
    ),
  }
}
