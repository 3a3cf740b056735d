// As `bin/bilan.js` does it.
import '../../pipeline/tiers.ts'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { duckdbEngine } from '../../pipeline/engine/duckdb.ts'
import { readInputs } from '../../pipeline/inputs.ts'
import { landFolder } from '../../pipeline/land/folder.ts'
import { defaultMemory, shareMemory } from '../../pipeline/memory.ts'
import { preparedQueries } from '../../pipeline/project.ts'
import { buildAll } from '../../pipeline/publication.ts'
import { collectReports } from '../../pipeline/reports.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { withBuild } from '../../pipeline/warehouse/swap.ts'

/**
 * The part of a run that peers do too: reads the reports of a folder and makes the models, each held to its contract; no further checks, no
 * exports. What peers leave out (recognising, attaching, loading) is in it.
 */
const [raw, warehouse] = process.argv.slice(2) as [string, string]
const started = performance.now()
const options = { raw, warehouse, strict: false, progress: () => undefined, clock: Date.now }
const inputs = await readInputs(raw)
const files = await landFolder(join(raw, 'rapports'))
const shares = shareMemory(defaultMemory, availableParallelism())
const built = await withBuild(warehouse, async (build) => {
  await collectReports(build, options, inputs, files, shares)
  const { memoryMb, threads } = shares.building
  const connection = await openWarehouse(build.database, {
    memory: `${memoryMb}MiB`,
    mostThreads: threads,
  })
  const answers = await preparedQueries()
  const models = await buildAll(connection, options, duckdbEngine, inputs, '', answers)
  await answers.save()
  await connection.close()
  await build.publish()
  return models
})
const seconds = (performance.now() - started) / 1000
console.log(JSON.stringify({ files: files.length, models: built.length, seconds }))
