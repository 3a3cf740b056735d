// A small publication for the kill test: makes a warehouse whose table, exports and marker all carry the number
// given, and swaps it in.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { withBuild } from '../../pipeline/warehouse/swap.ts'

/** Publishes generation `generation` into `folder`. */
export async function publishGeneration(folder: string, generation: number): Promise<void> {
  await withBuild(folder, async (build) => {
    const connection = await openWarehouse(build.database)
    await connection.run(
      `CREATE TABLE t AS SELECT ${generation} AS generation, i FROM range(20000) AS r(i)`,
    )
    await connection.close()
    for (const name of ['a', 'b', 'c']) {
      await writeFile(join(build.exports, `${name}.csv`), String(generation))
    }
    await build.publish()
  })
}

if (import.meta.main) {
  const [folder, first] = process.argv.slice(2)
  process.stdout.write('ready\n')
  for (let generation = Number(first); ; generation++) {
    await publishGeneration(folder!, generation)
    process.stdout.write(`${generation}\n`)
  }
}
