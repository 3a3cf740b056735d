// `npm run generate`: writes pipeline/warehouse/database.ts from the models, by way of an empty warehouse in memory.
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openWarehouse } from '../warehouse/connection.ts'
import { databaseTypes } from '../warehouse/database-types.ts'
import { createRaw, loadSeeds } from '../warehouse/load.ts'
import { buildModels } from './build.ts'
import { keepResults } from './checks.ts'
import { loadModels } from './model.ts'
import { refuseUnportable } from './portability.ts'

/** The text that `database.ts` should have for the models of a folder (`sql/`). Errors are those of the models. */
export async function generateTypes(folder: string): Promise<string> {
  const connection = await openWarehouse(':memory:')
  try {
    await createRaw(connection, `${folder}/raw.yaml`)
    await loadSeeds(connection, `${folder}/seeds`)
    const models = await loadModels(connection, folder)
    await refuseUnportable(connection, models)
    await buildModels(connection, models)
    await keepResults(connection, [])
    return await databaseTypes(connection)
  } finally {
    await connection.close()
  }
}

if (import.meta.main) {
  const sql = fileURLToPath(new URL('../../sql', import.meta.url))
  const file = fileURLToPath(new URL('../warehouse/database.ts', import.meta.url))
  await writeFile(file, await generateTypes(sql))
}
