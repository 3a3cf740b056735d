// A small publication for the kill tests: makes a warehouse whose table, exports and marker all carry the number
// given, and swaps it in. Run as a program it goes on with the next number, unless told `once`.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Connection, openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { withBuild } from '../../pipeline/warehouse/swap.ts'

/** Earlier generations that the history keeps here: few, so that pruning happens at every publication. */
export const kept = 3
/** Rows of a whole generation. */
export const rows = 20_000

/** Publishes generation `generation` into `folder`; `ready` is called when all is made and only the swap is left. */
export async function publishGeneration(
  folder: string,
  generation: number,
  ready: () => void = () => undefined,
): Promise<void> {
  await withBuild(
    folder,
    async (build) => {
      const connection = await openWarehouse(build.database)
      await connection.run(
        `CREATE TABLE t AS SELECT ${generation} AS generation, i FROM range(${rows}) AS r(i)`,
      )
      await connection.close()
      for (const name of ['a', 'b', 'c']) {
        await writeFile(join(build.exports, `${name}.csv`), String(generation))
      }
      ready()
      await build.publish()
    },
    { keep: kept },
  )
}

/** The generation that every row of a file carries; throws unless it is whole. */
export async function generationOf(path: string): Promise<number> {
  return await openReadOnly(path, async (connection) => {
    const found = await connection.query<{ generation: number; n: number }>(
      'SELECT generation, count(*) AS n FROM t GROUP BY generation',
    )
    if (found.length !== 1 || found[0]!.n !== rows)
      throw new Error(`${path} is not whole: ${JSON.stringify(found)}`)
    return found[0]!.generation
  })
}

/** Opens a file to read, for as long as `work` takes. */
export async function openReadOnly<T>(
  path: string,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await openWarehouse(path, { readOnly: true })
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}

if (import.meta.main) {
  const [folder, first, once] = process.argv.slice(2)
  process.stdout.write('done\n')
  for (let generation = Number(first); ; generation++) {
    await publishGeneration(folder!, generation, () => process.stdout.write('swap\n'))
    process.stdout.write('done\n')
    if (once === 'once') break
  }
}
