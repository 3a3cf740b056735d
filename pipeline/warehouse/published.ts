import { access, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BilanError } from '../error.ts'
import { type Connection, openWarehouse } from './connection.ts'
import { warehouseFile } from './swap.ts'

/**
 * The file of a published warehouse: `path` itself, or the one that stands in the folder `path`.
 * @throws BilanError when there is none
 */
export async function publishedFile(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
  const file = isFolder ? join(path, warehouseFile) : path
  await access(file).catch((error: unknown) => {
    throw new BilanError(
      `${file}: no warehouse there`,
      'publish one with « bilan run », or name another',
      1,
      error,
    )
  })
  return file
}

/** Opens a published warehouse (a folder or a file) to read, for as long as `work` takes; nobody is locked out meanwhile. */
export async function readPublished<T>(
  path: string,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await openWarehouse(await publishedFile(path), { readOnly: true })
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}
