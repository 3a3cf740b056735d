// As `bin/bilan.js` does it.
import '../../pipeline/tiers.ts'
import { buildModels } from '../../pipeline/models/build.ts'
import { loadModels } from '../../pipeline/models/model.ts'
import { preparedQueries, sqlFolder } from '../../pipeline/project.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'

/** Builds all models in a warehouse that holds `raw` and `seeds` only, and says how long it took: the counterpart of `dbt run`. */
const connection = await openWarehouse(process.argv[2]!, { making: true })
const started = performance.now()
const answers = await preparedQueries()
const models = await loadModels(connection, sqlFolder, answers)
const built = await buildModels(connection, models, { answers })
await answers.save()
await connection.close()
const seconds = (performance.now() - started) / 1000
console.log(JSON.stringify({ models: built.length, seconds }))
