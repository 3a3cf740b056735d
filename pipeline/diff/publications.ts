import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BilanError } from '../error.ts'
import { type HistoryEntry, historyOf } from '../warehouse/history.ts'
import { publishedFile } from '../warehouse/published.ts'
import { warehouseFile } from '../warehouse/swap.ts'

/** One of two warehouses that are compared. */
export interface Publication {
  /** The file. */
  fichier: string
  /** When it was published (ISO 8601, UTC); null for a file that is of no history. */
  publie: string | null
}

/**
 * The two warehouses to compare: those named, or what stands and the publication before it. A name is a folder, a file, or a
 * publication of the history by its moment or the beginning of it (`2026-11-23T15`).
 * @param folder the warehouse folder whose history is meant
 * @throws BilanError when there is no such warehouse, or none before the one that stands
 */
export async function publicationsToCompare(
  folder: string,
  before: string | undefined,
  after: string | undefined,
): Promise<[Publication, Publication]> {
  const entries = await historyOf(folder, join(folder, warehouseFile))
  const right = after === undefined ? await standing(folder, entries) : await named(after, entries)
  if (before !== undefined) return [await named(before, entries), right]
  const earlier = entries.filter((entry) => !entry.standing).at(-1)
  if (earlier === undefined) {
    throw new BilanError(
      `${folder} keeps no publication before the one that stands`,
      'name two warehouses to compare',
    )
  }
  return [publication(earlier), right]
}

function publication({ path, published }: HistoryEntry): Publication {
  return { fichier: path, publie: published }
}

async function standing(folder: string, entries: readonly HistoryEntry[]): Promise<Publication> {
  const fichier = await publishedFile(folder)
  return { fichier, publie: entries.find((entry) => entry.standing)?.published ?? null }
}

async function named(name: string, entries: readonly HistoryEntry[]): Promise<Publication> {
  const there = await stat(name).catch(() => null)
  if (there !== null) {
    if (there.isDirectory())
      return await standing(name, await historyOf(name, join(name, warehouseFile)))
    const known = entries.find(({ path }) => path === name)
    return known === undefined ? { fichier: name, publie: null } : publication(known)
  }
  const found = entries.filter(
    (entry) => entry.name.startsWith(name) || entry.published.startsWith(name),
  )
  if (found.length === 1) return publication(found[0]!)
  const known = entries.map((entry) => entry.name).join(', ')
  throw new BilanError(
    `${JSON.stringify(name)}: ${found.length === 0 ? 'no such warehouse' : `${found.length} publications begin so`}`,
    known === ''
      ? 'name a folder or a file of a warehouse'
      : `name a folder, a file, or one publication of the history: ${known}`,
    2,
  )
}
