import { constants } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BilanError } from '../error.ts'
import { exists, sync } from './disk.ts'
import { defaultKeep, keepInHistory, prune } from './history.ts'
import { takeLock } from './lock.ts'

/** Names inside a warehouse folder. */
export const warehouseFile = 'warehouse.duckdb'
export const exportsFolder = 'exports'
/** The page that people open. */
export const pageFile = 'bilan.html'
/** What a blocking check leaves for people to look into; gone with the next publication. */
export const rejectedFile = 'refuse.duckdb'
const buildPrefix = '.build-'
/** In a build that is whole and on disk: from then on it is finished, not undone. */
const readyMark = 'ready'

/** A warehouse in the making, aside from the one that stands. */
export interface Build {
  /** Where to make the new file. */
  database: string
  /** Where to make the new exports; the folder is there, empty. */
  exports: string
  /** Where to write the page. */
  page: string
  /** Puts the file and, when there are any, the exports and the page in place of those that stand. Close the file before. */
  publish(): Promise<void>
  /** Keeps the file as `refuse.duckdb` instead and gives its path; what stands is untouched. Close it before. */
  reject(): Promise<string>
}

/** How a build begins. */
export interface BuildOptions {
  /** Begin with a copy of the file that stands, so that what hasn't changed need not be made again. */
  continued?: boolean
  /** How many earlier publications the history keeps (10 unless said). */
  keep?: number
}

/**
 * Runs `work` with a build in `folder` (made when missing), which no other run may write meanwhile. Whatever
 * `work` neither publishes nor rejects is removed. A run killed at any instant leaves the old warehouse or the new one, and
 * the next one clears up after it. A folder that can't be written or is full, and another run in it, are one
 * `BilanError`; what stands is untouched.
 */
export async function withBuild<T>(
  folder: string,
  work: (build: Build) => Promise<T>,
  options: BuildOptions = {},
): Promise<T> {
  try {
    await mkdir(folder, { recursive: true })
    const lock = await takeLock(folder)
    const keep = options.keep ?? defaultKeep
    try {
      await clearUp(folder, keep)
      const dir = await mkdtemp(join(folder, `${buildPrefix}${process.pid}-`))
      try {
        return await work(await begin(folder, dir, options))
      } finally {
        await rm(dir, { recursive: true, force: true })
      }
    } finally {
      await lock.release()
    }
  } catch (error) {
    throw unwritable(folder, error)
  }
}

/**
 * Finishes or clears up what a killed run left in `folder`, when it left something; with another run at work, or in a folder that
 * can't be written, nothing is done: what stands can be read as it is.
 */
export async function tidy(folder: string, keep = defaultKeep): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  if (!names.some((name) => name.startsWith(buildPrefix) || name.startsWith('.lock'))) return
  try {
    const lock = await takeLock(folder)
    try {
      await clearUp(folder, keep)
    } finally {
      await lock.release()
    }
  } catch (error) {
    if (unwritable(folder, error) instanceof BilanError) return
    throw error
  }
}

async function begin(folder: string, dir: string, options: BuildOptions): Promise<Build> {
  const database = join(dir, warehouseFile)
  const exports = join(dir, exportsFolder)
  await mkdir(exports)
  const standing = join(folder, warehouseFile)
  if (options.continued === true && (await exists(standing))) {
    await copyFile(standing, database, constants.COPYFILE_FICLONE)
  }
  return {
    database,
    exports,
    page: join(dir, pageFile),
    publish: async () => {
      await refuseUnclosed(database)
      if ((await readdir(exports)).length === 0) await rm(exports, { recursive: true })
      await syncAll(dir)
      await writeFile(join(dir, readyMark), '', { flush: true })
      await sync(dir)
      await finish(folder, dir, options.keep ?? defaultKeep)
    },
    reject: async () => {
      await refuseUnclosed(database)
      const kept = join(folder, rejectedFile)
      await rm(`${kept}.wal`, { force: true })
      await rename(database, kept)
      return kept
    },
  }
}

/** Removes what dead runs left, and finishes the one that died while it published. Only under the lock. */
async function clearUp(folder: string, keep: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (name.startsWith('.lock-')) await rm(path, { force: true })
    if (!name.startsWith(buildPrefix)) continue
    if (await exists(join(path, readyMark))) await finish(folder, path, keep)
    else await rm(path, { recursive: true, force: true })
  }
}

/**
 * Moves a ready build into place. Each step may be the last before a kill, and the whole may be run again: the
 * file is swapped in one rename; the exports are missing between two, which the next run mends. What is replaced has
 * its name in the history before, what replaces it gets one after: nothing is ever in it that was not published.
 */
async function finish(folder: string, dir: string, keep: number): Promise<void> {
  const standing = join(folder, warehouseFile)
  if (await exists(join(dir, warehouseFile))) {
    await keepInHistory(folder, standing)
    // An old file's log would be replayed into the new file.
    await rm(`${standing}.wal`, { force: true })
    await rename(join(dir, warehouseFile), standing)
  }
  const exports = join(folder, exportsFolder)
  if (await exists(join(dir, exportsFolder))) {
    if (await exists(exports)) await rename(exports, join(dir, 'replaced'))
    await rename(join(dir, exportsFolder), exports)
  }
  if (await exists(join(dir, pageFile))) await rename(join(dir, pageFile), join(folder, pageFile))
  await rm(join(folder, rejectedFile), { force: true })
  // It is published by now: what the history refuses here, it refuses again before the next swap, as an error.
  await keepInHistory(folder, standing)
    .then(() => prune(folder, standing, keep))
    .catch(() => undefined)
  await sync(folder)
  await rm(dir, { recursive: true, force: true })
}

/** A log beside the file means that rows are not in it yet. */
async function refuseUnclosed(database: string): Promise<void> {
  if (await exists(`${database}.wal`)) throw new Error(`${database} was not closed before the swap`)
}

async function syncAll(dir: string): Promise<void> {
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    await (entry.isDirectory() ? syncAll(path) : sync(path))
  }
  await sync(dir)
}

const untouched = '; the warehouse that stood there is untouched'
const faults: [pattern: RegExp, fact: string, remedy: string, tail: string][] = [
  [
    /ENOSPC|EDQUOT|EFBIG|No space left|Disk quota|File too large/,
    'is on a full disk',
    'make room, or choose another folder with --warehouse',
    untouched,
  ],
  [
    /EACCES|EPERM|EROFS|Permission denied|Operation not permitted|Read-only file system/,
    'can’t be written',
    'give yourself the right to write in it, or choose another folder with --warehouse',
    untouched,
  ],
  [/ENOTDIR|EEXIST/, 'is not a folder', 'choose another folder with --warehouse', ''],
  // Below a link that leads nowhere, or taken away under our feet.
  [/ENOENT/, 'can’t be found', 'check the path, or choose another folder with --warehouse', ''],
]

/** What the system or the engine says of the folder, in one line for people; anything else as it came. */
function unwritable(folder: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof BilanError) return error
  const { code, path } = error as NodeJS.ErrnoException
  // A file of another folder that can't be read is another error, for others to tell.
  if (path !== undefined && !path.startsWith(folder) && !folder.startsWith(path)) return error
  // The engine has no codes, only words, after the kind of error.
  const said =
    code ?? (/^(IO|FATAL|TransactionContext) Error/i.test(error.message) ? error.message : '')
  const fault = faults.find(([pattern]) => pattern.test(said))
  if (fault === undefined) return error
  const [, fact, remedy, tail] = fault
  const reason = error.message.split('\n')[0]
  return new BilanError(`${folder} ${fact} (${reason})${tail}`, remedy, 1, error)
}
