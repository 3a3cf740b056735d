import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Summary } from './publish/summary.ts'
import { type Connection, openWarehouse } from './warehouse/connection.ts'
import { exportsFolder, warehouseFile } from './warehouse/swap.ts'

/** What a warehouse says of its own making, in `meta.publication`. */
export interface Publication {
  /** Of everything that went in: inputs, reports, code. */
  fingerprint: string
  models: number
  summary: Summary
  warnings: { check: string; rows: number; remedy: string }[]
}

const datapackage = z.object({
  resources: z.array(
    z.object({ path: z.union([z.string(), z.array(z.string())]), bytes: z.number() }),
  ),
})

/** Writes the publication into the warehouse that is being made, with the size of its exports. */
export async function recordPublication(
  connection: Connection,
  publication: Publication,
  exports: string,
): Promise<void> {
  const { size } = await stat(join(exports, 'datapackage.json'))
  await connection.run(
    'CREATE OR REPLACE TABLE meta.publication (empreinte varchar NOT NULL, contenu varchar NOT NULL, datapackage bigint NOT NULL)',
  )
  await connection.run(
    "COMMENT ON TABLE meta.publication IS 'De quoi cet entrepôt a été fait : empreinte des entrées et du code.'",
  )
  await connection.run('INSERT INTO meta.publication VALUES ($1, $2, $3)', [
    publication.fingerprint,
    JSON.stringify(publication),
    size,
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
    const [row] = await connection.query<{ contenu: string; datapackage: number }>(
      'SELECT contenu, datapackage FROM meta.publication',
    )
    if (!row || !(await exportsStand(join(warehouse, exportsFolder), row.datapackage))) return null
    return JSON.parse(row.contenu) as Publication
  } catch {
    // Not ours, or of an older form: it is made anew.
    return null
  } finally {
    await connection.close()
  }
}

/** Whether every exported file is there with the size that its datapackage says. */
async function exportsStand(folder: string, size: number): Promise<boolean> {
  try {
    const text = await readFile(join(folder, 'datapackage.json'), 'utf8')
    if (Buffer.byteLength(text) !== size) return false
    const { resources } = datapackage.parse(JSON.parse(text))
    for (const resource of resources) {
      const path = typeof resource.path === 'string' ? resource.path : resource.path[0]!
      if ((await stat(join(folder, path))).size !== resource.bytes) return false
    }
    return true
  } catch {
    return false
  }
}
