import { join } from 'node:path'
import type { Connection } from '../warehouse/connection.ts'
import { dcat } from './dcat.ts'
import { describeFile, writeExports, writeJson } from './exports.ts'
import type { Origin } from './origin.ts'
import { workbookFile, writeWorkbook } from './workbook/workbook.ts'

/**
 * Writes all exports of a built warehouse into `dir`: the tables with their descriptions, the workbook, the record for
 * catalogues. The same warehouse gives the same bytes.
 */
export async function publishExports(
  connection: Connection,
  dir: string,
  origin: Origin,
): Promise<void> {
  const tables = await writeExports(connection, dir, origin)
  await writeWorkbook(connection, join(dir, workbookFile), origin)
  const workbook = await describeFile(dir, workbookFile)
  await writeJson(join(dir, 'dcat.jsonld'), dcat(tables, workbook, origin))
}
