import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { BilanError } from '../error.ts'
import { type Connection, openWarehouse } from '../warehouse/connection.ts'
import { rejectedFile, warehouseFile } from '../warehouse/swap.ts'

/** What a person can decide, in `raw/corrections.csv`. */
export const decidable = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques'] as const
export type Decidable = (typeof decidable)[number]

/** One convention as people know it. */
export interface Party {
  convention: string
  aap: string
  nom: string
}

/** A question of `bilan.a_verifier`, with whom an answer would be for. */
export interface Question {
  question: string
  fichier: string
  feuille: string | null
  cellule: string | null
  texte_brut: string | null
  libelle: string | null
  motif: string
  proposition: string | null
  confiance: number | null
  indicateur: string | null
  /** The figure that an answer decides; null where the question is about the whole file. */
  decides: Decidable | null
  /** Whether it asks what a label means, and not for a figure. */
  unknownLabel: boolean
  /** Whether figures of its file are nobody's: then the question is whose report it is. */
  ofNobody: boolean
  /** The question's own convention, else those that its file is about; several when nothing says which. */
  parties: Party[]
}

/** What the published warehouse holds for a convention and an indicator. */
export interface Standing {
  /** Read without any correction: what `attendu` guards. */
  valeur_lue: number | null
  statut: string
  motif: string
}

export interface Published {
  questions: Question[]
  /** By `figureKey`. */
  figures: Map<string, Standing>
  /** Whether a later run was refused: then these are the questions of the one before. */
  refused: boolean
}

/** Names one figure of one convention. */
export function figureKey(convention: string, indicateur: string): string {
  return `${convention}\n${indicateur}`
}

type Asked = Omit<Question, 'decides' | 'unknownLabel' | 'ofNobody' | 'parties'> & {
  convention: string | null
}

/**
 * Reads the open questions of a published warehouse, by file, sheet and cell; writes nothing.
 * @throws BilanError when there is none, or it was made by another version
 */
export async function publishedQuestions(warehouse: string): Promise<Published> {
  const path = join(warehouse, warehouseFile)
  await access(path).catch((error: unknown) => {
    throw new BilanError(
      `${path}: no warehouse there`,
      'publish one with « bilan run », or name another folder with --warehouse',
      1,
      error,
    )
  })
  const connection = await openWarehouse(path, { readOnly: true, threads: 1 })
  try {
    return { ...(await load(connection)), refused: await there(join(warehouse, rejectedFile)) }
  } catch (error) {
    throw new BilanError(
      `${path}: not a warehouse of this version (${String((error as Error).message).split('\n')[0]})`,
      'publish it again with « bilan run »',
      1,
      error,
    )
  } finally {
    await connection.close()
  }
}

async function load(connection: Connection): Promise<Omit<Published, 'refused'>> {
  const asked = await connection.query<Asked>(
    `SELECT question, fichier, feuille, cellule, texte_brut, libelle, motif, proposition, confiance, convention, indicateur
    FROM (
      SELECT * FROM bilan.a_verifier
      UNION ALL BY NAME
      SELECT * EXCLUDE (repondue) FROM intermediate.int_questions WHERE repondue
    ) ORDER BY fichier, feuille NULLS FIRST, cellule NULLS FIRST, question`,
  )
  const parties = new Map(
    (await connection.query<Party>('SELECT convention, aap, nom FROM bilan.laureats')).map(
      (party) => [party.convention, party],
    ),
  )
  const attached = await connection.query<{ fichier: string; convention: string }>(
    'SELECT fichier, convention FROM staging.stg_rapports__rattachements ORDER BY fichier, convention',
  )
  const ofFile = Map.groupBy(attached, ({ fichier }) => fichier)
  const nobodys = await connection.query<{ fichier: string }>(
    "SELECT DISTINCT fichier FROM staging.stg_rapports__observations WHERE convention IS NULL AND portee <> 'absence'",
  )
  const ofNobody = new Set(nobodys.map(({ fichier }) => fichier))
  const figures = await connection.query<Standing & { convention: string; indicateur: string }>(
    'SELECT convention, indicateur, valeur_lue, statut, motif FROM intermediate.int_valeurs',
  )
  return {
    questions: asked.map(({ convention, ...question }) => {
      const names = convention
        ? [convention]
        : (ofFile.get(question.fichier) ?? []).map((row) => row.convention)
      return {
        ...question,
        decides: decides(question.indicateur),
        // A doubt about a figure has the convention of the figure; a label that isn't understood has none.
        ofNobody: ofNobody.has(question.fichier),
        unknownLabel: convention === null && question.indicateur !== null,
        parties: names.flatMap((name) => parties.get(name) ?? []),
      }
    }),
    figures: new Map(
      figures.map(({ convention, indicateur, ...standing }) => [
        figureKey(convention, indicateur),
        standing,
      ]),
    ),
  }
}

/** Ordered pass stand for bought ones, and are no figure of their own. */
function decides(indicateur: string | null): Decidable | null {
  if (indicateur === 'pass_commandes') return 'pass_achetes'
  return decidable.find((one) => one === indicateur) ?? null
}

async function there(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}
