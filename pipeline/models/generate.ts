// `npm run generate`: writes what follows from the models (the types of the warehouse, the page of the catalogue), by way of
// an empty warehouse in memory.
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openWarehouse } from '../warehouse/connection.ts'
import { databaseTypes } from '../warehouse/database-types.ts'
import { createRaw, loadSeeds } from '../warehouse/load.ts'
import { buildModels } from './build.ts'
import { cataloguePage } from './catalogue-page.ts'
import { keepResults } from './checks.ts'
import { loadModels } from './model.ts'
import { refuseUnportable } from './portability.ts'

/** The texts that follow from the models of a folder (`sql/`), by their path in the project. Errors are those of the models. */
export async function generated(folder: string): Promise<Record<string, string>> {
  const connection = await openWarehouse(':memory:')
  try {
    await createRaw(connection, `${folder}/raw.yaml`)
    await loadSeeds(connection, `${folder}/seeds`)
    const models = await loadModels(connection, folder)
    await refuseUnportable(connection, models)
    await buildModels(connection, models)
    await keepResults(connection, [])
    return {
      'pipeline/warehouse/database.ts': await databaseTypes(connection),
      'docs/catalogue.md': cataloguePage(models),
    }
  } finally {
    await connection.close()
  }
}

if (import.meta.main) {
  const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))
  for (const [file, text] of Object.entries(await generated(path('sql'))))
    await writeFile(path(file), text)
}
