import type { Connection } from '../../warehouse/connection.ts'
import { limits } from './limits.ts'
import { row, rows } from './rows.ts'

/** Where the published document disagrees with itself (`bilan.controles_publies`). */
export interface Contradiction {
  titre: string
  tableau: string
  aap: string
  ligne: string
  colonne: string
  unite: string
  valeur_imprimee: string
  valeur_recomposee: string
  explication: string | null
  raison: string
}

/** A figure that looks odd (`bilan.alertes`). */
export interface Alert {
  titre: string
  convention: string
  message: string
  raison: string
  /** How many the check found, shown or not. */
  nombre: number
}

/** Some of a list, and how many there are in all. */
export interface Some<T> {
  total: number
  shown: T[]
}

/** The disagreements of the document with itself, in the order of its cells' names. */
export async function readContradictions(connection: Connection): Promise<Some<Contradiction>> {
  const wrong = "FROM bilan.controles_publies WHERE statut = 'desaccord'"
  const { total } = await row<{ total: number }>(connection, `SELECT count(*) AS total ${wrong}`)
  const shown = await rows<Contradiction>(
    connection,
    `SELECT titre, tableau, aap, ligne, colonne, unite, cast(valeur_imprimee AS varchar) AS valeur_imprimee,
       cast(valeur_recomposee AS varchar) AS valeur_recomposee, explication, raison
     ${wrong}
     ORDER BY controle, tableau, aap, ligne, colonne
     LIMIT ${limits.questions}`,
  )
  return { total, shown }
}

/** What to read again, by check. */
export async function readAlerts(connection: Connection): Promise<Some<Alert>> {
  const { total } = await row<{ total: number }>(
    connection,
    'SELECT count(*) AS total FROM bilan.alertes',
  )
  const shown = await rows<Alert>(
    connection,
    `SELECT titre, convention, message, raison, count(*) OVER (PARTITION BY controle) AS nombre FROM bilan.alertes
     ORDER BY controle, convention, indicateur
     LIMIT ${limits.questions}`,
  )
  return { total, shown }
}
