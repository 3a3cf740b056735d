import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { BilanError } from '../error.ts'
import { publishToPostgres } from '../publish/postgres/publish.ts'
import { warehouseFile } from '../warehouse/swap.ts'

/** `bilan publish`: the published warehouse to another place too. */
export async function publishCommand(options: {
  warehouse: string
  postgres: string | true
  role: string
  wait: number
  quiet: boolean
}): Promise<number> {
  const database = join(options.warehouse, warehouseFile)
  await access(database).catch((cause: unknown) => {
    throw new BilanError(
      `${database}: no warehouse`,
      'run `bilan run` first, or name another folder with --warehouse',
      1,
      cause,
    )
  })
  const { tables, server } = await publishToPostgres({
    database,
    target: { url: options.postgres === true ? null : options.postgres, env: process.env },
    role: options.role,
    wait: options.wait,
  })
  if (options.quiet) return 0
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  console.log(
    `${tables.length} tables, ${rows} rows in schema bilan of ${server}; role ${options.role} may read them`,
  )
  return 0
}
