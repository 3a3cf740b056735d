import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Prepared } from './models/prepared.ts'

/** The project's own folder, wherever the command is run from. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url))
/** Where the models, checks and seeds are. */
export const sqlFolder = join(projectFolder, 'sql')
export const seedsFolder = join(sqlFolder, 'seeds')

/** A fingerprint of some of the project's own files and folders: code and SQL that decide what comes out. */
export async function codeFingerprint(...paths: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths) {
    for (const file of await filesUnder(join(projectFolder, path))) {
      const name = relative(projectFolder, file).split(sep).join('/')
      hash.update(`\0${name}\0`).update(await readFile(file))
    }
  }
  return hash.digest('hex')
}

/** What earlier processes found out of the queries in `sql/`, kept where `npm ci` clears it away. */
export async function preparedQueries(): Promise<Prepared> {
  const path = join(projectFolder, 'node_modules', '.cache', 'bilan-queries.json')
  return Prepared.load(path, await codeFingerprint('pipeline/models', 'package-lock.json'))
}

/** A fingerprint of one file anywhere. */
export async function fileFingerprint(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
}

async function filesUnder(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
