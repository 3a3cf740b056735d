import { fileURLToPath } from 'node:url'
import { type BuiltModel, buildModels } from '../../pipeline/models/build.ts'
import { type CheckResult, runChecks } from '../../pipeline/models/checks.ts'
import { loadModels, type Model } from '../../pipeline/models/model.ts'
import { type Connection, openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { appendRows, createRaw, loadSeeds } from '../../pipeline/warehouse/load.ts'
import type { RawTables } from '../../pipeline/warehouse/raw.ts'

const projectSql = fileURLToPath(new URL('../../sql', import.meta.url))

/** A warehouse in memory with everything built: query it, then close it. */
export interface Fixture {
  connection: Connection
  models: Model[]
  built: BuiltModel[]
  checks: CheckResult[]
}

/**
 * Makes a warehouse in memory from the raw rows given (tables not given are empty), loads `sqlDir/seeds`, builds all
 * models of `sqlDir` and runs its checks. `sqlDir` is the project's `sql/` unless said; it needs `raw.yaml`.
 * Errors are those of the parts.
 */
export async function buildFixture(
  given: { raw?: Partial<RawTables>; sqlDir?: string } = {},
): Promise<Fixture> {
  const { raw = {}, sqlDir = projectSql } = given
  const connection = await openWarehouse(':memory:')
  try {
    await createRaw(connection, `${sqlDir}/raw.yaml`)
    for (const table of Object.keys(raw) as (keyof RawTables)[]) {
      await appendRows(connection, table, raw[table] ?? [])
    }
    await loadSeeds(connection, `${sqlDir}/seeds`)
    const models = await loadModels(connection, sqlDir)
    const built = await buildModels(connection, models)
    const checks = await runChecks(connection, `${sqlDir}/checks`)
    return { connection, models, built, checks }
  } catch (error) {
    await connection.close()
    throw error
  }
}
