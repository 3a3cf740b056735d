import { join } from 'node:path'
import type { Connection } from '../warehouse/connection.ts'
import { openWarehouse } from '../warehouse/connection.ts'
import { historyOf } from '../warehouse/history.ts'
import { warehouseFile } from '../warehouse/swap.ts'
import type { Differences } from './changes.ts'
import { diff } from './diff.ts'

/** One publication of the history. */
export interface Past {
  nom: string
  /** When (ISO 8601, UTC). */
  publie: string
  fichier: string
  /** Whether it is the warehouse that stands. */
  en_place: boolean
  /** Of all that it was made of; null when it doesn't say. */
  empreinte: string | null
  laureats: number | null
  fichiers: number | null
  /** Values of laureates that are missing. */
  manquants: number | null
  /** Printed figures that were found again, of how many. */
  conformes: number | null
  publies: number | null
  /** What changed since the one before; null for the first, or where the two can't be compared. */
  changements: Changes | null
}

/** How much differs from the publication before. */
export type Changes = Record<keyof Omit<Differences, 'incomparable'>, number>

/** The publications that a warehouse folder keeps, the last one first. */
export async function pastPublications(folder: string): Promise<Past[]> {
  const entries = await historyOf(folder, join(folder, warehouseFile))
  const past: Past[] = []
  for (const [i, { name, published, path, standing }] of entries.entries()) {
    const before = entries[i - 1]
    const own = { nom: name, publie: published, fichier: path, en_place: standing }
    const changements = before === undefined ? null : counts(await diff(before.path, path))
    past.push({ ...own, ...(await saidBy(path)), changements })
  }
  return past.reverse()
}

function counts(differences: Differences): Changes {
  const { incomparable: _, ...lists } = differences
  return Object.fromEntries(
    Object.entries(lists).map(([name, rows]) => [name, rows.length]),
  ) as Changes
}

type Said = Pick<
  Past,
  'empreinte' | 'laureats' | 'fichiers' | 'manquants' | 'conformes' | 'publies'
>

async function saidBy(path: string): Promise<Said> {
  const connection = await openWarehouse(path, { readOnly: true, threads: 1 })
  try {
    return {
      empreinte: await one<string>(connection, 'SELECT empreinte FROM meta.publication'),
      laureats: await one(connection, 'SELECT count(*) FROM bilan.laureats'),
      fichiers: await one(connection, 'SELECT count(*) FROM bilan.fichiers'),
      manquants: await one(connection, 'SELECT count(*) FROM bilan.donnees_manquantes'),
      conformes: await one(
        connection,
        "SELECT count(*) FROM bilan.reconciliation WHERE statut = 'conforme'",
      ),
      publies: await one(connection, 'SELECT count(*) FROM bilan.reconciliation'),
    }
  } finally {
    await connection.close()
  }
}

/** The one value of a query; null where an older warehouse hasn't the table. */
async function one<T = number>(connection: Connection, sql: string): Promise<T | null> {
  const rows = await connection.query<Record<string, T>>(sql).catch(() => [])
  return Object.values(rows[0] ?? {})[0] ?? null
}
