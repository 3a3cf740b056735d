// The models that decide and publish keep to the SQL that DuckDB, PostgreSQL and Trino understand alike.
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadModels } from '../../pipeline/models/model.ts'
import { unportable } from '../../pipeline/models/portability.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { createRaw, loadSeeds } from '../../pipeline/warehouse/load.ts'

const sql = fileURLToPath(new URL('../../sql', import.meta.url))

test('every model outside staging is in the portable subset', async () => {
  const connection = await openWarehouse(':memory:')
  try {
    await createRaw(connection, `${sql}/raw.yaml`)
    await loadSeeds(connection, `${sql}/seeds`)
    const models = await loadModels(connection, sql)
    expect(models.filter((model) => model.schema !== 'staging').length).toBeGreaterThan(20)
    const faults = [...(await unportable(models))].flatMap(([model, found]) =>
      found.map(({ offset, what, instead }) => `${model.name} at ${offset}: ${what}: ${instead}`),
    )
    expect(faults).toEqual([])
  } finally {
    await connection.close()
  }
})
