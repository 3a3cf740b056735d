import { DuckDBInstance } from '@duckdb/node-api'
import type { Model } from '../../pipeline/models/model.ts'

/** Names of the models whose rows differ between two warehouses, rows that come several times counted. */
export async function differences(
  ours: string,
  theirs: string,
  models: readonly Model[],
): Promise<string[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run(`ATTACH '${ours}' AS ours (READ_ONLY)`)
    await connection.run(`ATTACH '${theirs}' AS theirs (READ_ONLY)`)
    const different: string[] = []
    for (const { name, header } of models) {
      if (header.materialized === 'view') continue
      const result = await connection.runAndReadAll(
        `SELECT count(*) FROM (
           (SELECT * FROM ours.${name} EXCEPT ALL SELECT * FROM theirs.${name})
           UNION ALL (SELECT * FROM theirs.${name} EXCEPT ALL SELECT * FROM ours.${name}))`,
      )
      if (result.getRows()[0]![0] !== 0n) different.push(name)
    }
    return different
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
