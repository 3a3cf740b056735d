import { constants } from 'node:fs'
import { copyFile, link, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { sync } from './disk.ts'

/** Inside a warehouse folder: every publication under its date, the one that stands included. */
export const historyFolder = '.history'
/** How many earlier publications are kept unless said otherwise. */
export const defaultKeep = 10
const extension = '.duckdb'
const partial = '.partial'

/** One publication that is kept. */
export interface HistoryEntry {
  /** `2026-11-23T15-16-48-123Z`: when it was published (UTC), in words that every file system takes; its order is that of time. */
  name: string
  path: string
  /** The same moment as ISO 8601. */
  published: string
  /** Whether it is the warehouse that stands. */
  standing: boolean
}

/** Makes a second name for a file; refuses (`EPERM`, `ENOTSUP`…) where the file system has none. */
export type Link = (from: string, to: string) => Promise<void>

/** What is kept of a warehouse folder, oldest first; nothing when it keeps none. `standing` is the path of the file that stands. */
export async function historyOf(folder: string, standing: string): Promise<HistoryEntry[]> {
  const names = await readdir(join(folder, historyFolder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const current = await identity(standing)
  const entries: HistoryEntry[] = []
  for (const file of names.sort()) {
    const name = file.slice(0, -extension.length)
    const published = file.endsWith(extension) ? momentOf(name) : null
    if (published === null) continue
    const path = join(folder, historyFolder, file)
    const own = await identity(path)
    // Gone meanwhile: pruned by a run.
    if (own !== null) entries.push({ name, path, published, standing: same(own, current) })
  }
  return entries
}

/**
 * Gives the file that stands a name of its own in the history, unless it has one. The second name is a hard link: it costs no
 * room and its bytes stay when the first name goes to the next publication. Only where the file system has no links is it a copy.
 */
export async function keepInHistory(
  folder: string,
  standing: string,
  makeLink: Link = link,
): Promise<void> {
  const file = await identity(standing)
  if (file === null) return
  const entries = await historyOf(folder, standing)
  if (entries.some((entry) => entry.standing)) return
  await mkdir(join(folder, historyFolder), { recursive: true })
  // A clock that was set back must not put a publication before an earlier one.
  const last = entries.at(-1)
  const after = last === undefined ? 0 : Date.parse(last.published) + 1
  const name = nameOf(Math.max(Math.trunc(file.mtimeMs), after))
  const path = join(folder, historyFolder, `${name}${extension}`)
  try {
    await makeLink(standing, path)
  } catch (error) {
    if (!linkless.has((error as NodeJS.ErrnoException).code ?? '')) throw error
    await copyFile(standing, `${path}${partial}`, constants.COPYFILE_FICLONE)
    // Its date is how a copy is known for what stands.
    const date = new Date(Math.trunc(file.mtimeMs))
    await utimes(`${path}${partial}`, date, date)
    await rename(`${path}${partial}`, path)
  }
  await sync(join(folder, historyFolder))
}

/** Removes all but the last `keep` earlier publications, and what a dead run left half copied; never the one that stands. */
export async function prune(folder: string, standing: string, keep: number): Promise<void> {
  const entries = await historyOf(folder, standing)
  const earlier = entries.filter((entry) => !entry.standing)
  for (const { path } of earlier.slice(0, Math.max(earlier.length - keep, 0))) {
    await rm(path, { force: true })
    await rm(`${path}.wal`, { force: true })
  }
  for (const file of await readdir(join(folder, historyFolder)).catch(() => [])) {
    if (file.endsWith(partial)) await rm(join(folder, historyFolder, file), { force: true })
  }
}

const linkless = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'])

function nameOf(time: number): string {
  return new Date(time).toISOString().replaceAll(/[:.]/g, '-')
}

/** The moment that a name says, as ISO 8601; null when it says none. */
function momentOf(name: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z$/.exec(name)
  if (match === null) return null
  const [, day, hours, minutes, seconds, milliseconds] = match
  const moment = `${day}T${hours}:${minutes}:${seconds}.${milliseconds}Z`
  return Number.isNaN(Date.parse(moment)) ? null : moment
}

interface Identity {
  dev: number
  ino: number
  size: number
  mtimeMs: number
}

async function identity(path: string): Promise<Identity | null> {
  return await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}

/** The same file, or a faithful copy of it: a folder that was copied elsewhere has lost its links. */
function same(one: Identity, other: Identity | null): boolean {
  if (other === null) return false
  if (one.dev === other.dev && one.ino === other.ino) return true
  return one.size === other.size && Math.trunc(one.mtimeMs) === Math.trunc(other.mtimeMs)
}
