import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { z } from 'zod'
import type { Summary } from './publish/summary.ts'
import { type Connection, openWarehouse } from './warehouse/connection.ts'
import { exportsFolder, pageFile, warehouseFile } from './warehouse/swap.ts'

/** What a warehouse says of its own making, in `meta.publication`. */
export interface Publication {
  /** Of everything that went in: inputs, reports, code. */
  fingerprint: string
  /** Of the code alone, without `sql/`: tells a change of the reader from one of the reports. */
  code: string
  models: number
  summary: Summary
  warnings: { check: string; title: string; rows: number; remedy: string }[]
}

/** Size of each exported file and of the page, by its path from the folder of exports. */
const sizes = z.record(z.string(), z.number())

/** Writes the publication into the warehouse that is being made, with the sizes of its exports and of the page beside them. */
export async function recordPublication(
  connection: Connection,
  publication: Publication,
  exports: string,
): Promise<void> {
  await connection.run(
    'CREATE OR REPLACE TABLE meta.publication (empreinte varchar NOT NULL, contenu varchar NOT NULL, exports varchar NOT NULL)',
  )
  await connection.run(
    "COMMENT ON TABLE meta.publication IS 'De quoi cet entrepôt a été fait : empreinte des entrées et du code.'",
  )
  await connection.run('INSERT INTO meta.publication VALUES ($1, $2, $3)', [
    publication.fingerprint,
    JSON.stringify(publication),
    JSON.stringify({
      ...(await sizesIn(exports)),
      [`../${pageFile}`]: (await stat(join(exports, '..', pageFile))).size,
    }),
  ])
}

/** The publication that stands in a folder, whole with its exports; null when there is none or something is missing. */
export async function standingPublication(warehouse: string): Promise<Publication | null> {
  const path = join(warehouse, warehouseFile)
  let connection: Connection
  try {
    await stat(path)
    connection = await openWarehouse(path, { readOnly: true, threads: 1 })
  } catch {
    return null
  }
  try {
    const [row] = await connection.query<{ contenu: string; exports: string }>(
      'SELECT contenu, exports FROM meta.publication',
    )
    if (!row || !(await exportsStand(join(warehouse, exportsFolder), row.exports))) return null
    return JSON.parse(row.contenu) as Publication
  } catch {
    // Not ours, or of an older form: it is made anew.
    return null
  } finally {
    await connection.close()
  }
}

async function sizesIn(folder: string): Promise<Record<string, number>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const pairs = files.map(async (path): Promise<[string, number]> => {
    return [relative(folder, path).replaceAll(sep, '/'), (await stat(path)).size]
  })
  return Object.fromEntries((await Promise.all(pairs)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Whether every exported file is there with the size that was written down. */
async function exportsStand(folder: string, recorded: string): Promise<boolean> {
  try {
    for (const [path, size] of Object.entries(sizes.parse(JSON.parse(recorded)))) {
      if ((await stat(join(folder, path))).size !== size) return false
    }
    return true
  } catch {
    return false
  }
}
