import type { Connection } from '../warehouse/connection.ts'
import type { Database } from '../warehouse/database.ts'
import { queries } from '../warehouse/dialect.ts'

/** What the last screen of a run says, all of it read from the published tables. */
export interface Summary {
  laureats: number
  /** Files by status. */
  fichiers: Record<string, number>
  /** Missing values by call, indicator and status. */
  manquants: { aap: string; indicateur: string; statut: string; nombre: number }[]
  /** Published figures by status of their reconciliation. */
  reconciliation: Record<string, number>
  /** Unexplained differences: the cells that a person must look at. */
  ecarts: string[]
  /** Open questions, the files they are about. */
  a_verifier: { questions: number; fichiers: number }
}

/** Reads the summary of an open warehouse. */
export async function summarise(connection: Connection): Promise<Summary> {
  const db = queries<Database>(connection)
  const files = await db
    .selectFrom('bilan.fichiers')
    .select(['statut', (e) => e.fn.countAll<number>().as('nombre')])
    .groupBy('statut')
    .orderBy('statut')
    .execute()
  const missing = await db
    .selectFrom('bilan.donnees_manquantes as m')
    .innerJoin('bilan.laureats as l', 'l.convention', 'm.convention')
    .select(['l.aap', 'm.indicateur', 'm.statut', (e) => e.fn.countAll<number>().as('nombre')])
    .groupBy(['l.aap', 'm.indicateur', 'm.statut'])
    .orderBy('l.aap')
    .orderBy('m.indicateur')
    .orderBy('m.statut')
    .execute()
  const cells = await db
    .selectFrom('bilan.reconciliation')
    .select(['statut', (e) => e.fn.countAll<number>().as('nombre')])
    .groupBy('statut')
    .orderBy('statut')
    .execute()
  const gaps = await db
    .selectFrom('bilan.reconciliation')
    .select(['tableau', 'aap', 'ligne', 'colonne', 'valeur_publiee', 'valeur_calculee'])
    .where('statut', '=', 'ecart')
    .orderBy('tableau')
    .orderBy('aap')
    .orderBy('ligne')
    .orderBy('colonne')
    .execute()
  const laureats = await db
    .selectFrom('bilan.laureats')
    .select((e) => e.fn.countAll<number>().as('nombre'))
    .executeTakeFirstOrThrow()
  const questions = await db
    .selectFrom('bilan.a_verifier')
    .select([
      (e) => e.fn.countAll<number>().as('questions'),
      (e) => e.fn.count<number>('fichier').distinct().as('fichiers'),
    ])
    .executeTakeFirstOrThrow()
  return {
    laureats: laureats.nombre,
    fichiers: Object.fromEntries(files.map((row) => [row.statut, row.nombre])),
    manquants: missing,
    reconciliation: Object.fromEntries(cells.map((row) => [row.statut, row.nombre])),
    ecarts: gaps.map(
      (row) =>
        `${row.tableau} / ${row.aap} / ${row.ligne} / ${row.colonne} : publié ${row.valeur_publiee}, calculé ${row.valeur_calculee ?? '—'}`,
    ),
    a_verifier: questions,
  }
}
