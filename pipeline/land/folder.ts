import { createHash } from 'node:crypto'
import { type BigIntStats, constants, type Dirent, lstatSync, type Stats } from 'node:fs'
import { lstat, open, readdir, realpath } from 'node:fs/promises'
import { sep } from 'node:path'
import { BilanError } from '../error.ts'
import type { Format } from '../read/cell.ts'
import { Rejection, type RejectionCode, unopened } from '../read/rejection.ts'
import { formatOf, formatOfLarge } from './format.ts'
import type { Hashed, Hashes } from './hashes.ts'
import { atRest, stateOf } from './stat.ts'

/** One file found under `raw/rapports/`; exactly one of `format` and `rejection` is null. */
export interface LandedFile {
  /** Path under `raw/rapports/`, in Unicode NFC, with `/`: the file's name in every table. */
  fichier: string
  /** What to open; bytes where the name is no UTF-8. */
  location: string | Buffer
  /** SHA-256 of the content in hexadecimal; empty when the file was not opened. */
  sha256: string
  /** Size in bytes. */
  taille: number
  /** The true format, by content. */
  format: Format | null
  rejection: { code: RejectionCode; motif: string } | null
}

/** Bytes above which a file is not held in memory: lists in text are streamed, nothing else is read. */
export const largestFile = 64 * 2 ** 20

/** Files that are hashed at the same time: enough to keep a disk busy, few enough to bound memory. */
const atOnce = 4

/** A path found while walking, with the rejection that its kind alone gives. */
interface Found {
  location: Buffer
  name: string
  rejection: Rejection | null
}

/** Hashes of earlier runs, and when this one began (milliseconds since 1970). */
export interface Memory {
  hashes: Hashes
  now: number
}

/**
 * All files under `root` (`raw/rapports/`), in the order of their NFC paths by code unit. Links are never followed,
 * and pipes, sockets and devices never opened: they are listed as rejected, like what can't be opened.
 * Throws a `BilanError` when `root` is no folder; an empty one gives an empty list.
 * @param memory with it, files that are as they were when they were hashed are not opened
 */
export async function landFolder(root: string, memory?: Memory): Promise<LandedFile[]> {
  const folder = await realFolder(root)
  const found: Found[] = []
  await walk(Buffer.from(folder), '', found)
  const named = distinctNames(found)
  const inside = Buffer.byteLength(folder) + 1
  const landed: LandedFile[] = new Array(named.length)
  const unknown: ((room: Buffer) => Promise<void>)[] = []
  for (const [i, one] of named.entries()) {
    const path = one.location.toString('latin1', inside)
    const stat = memory === undefined ? null : lookAt(one)
    const known = stat === null ? null : memory!.hashes.find(path, stateOf(stat))
    if (known !== null) landed[i] = { ...namesOf(one), ...known }
    else {
      unknown.push(async (room) => {
        landed[i] = await land(one, room, (hashed, after) => {
          if (stat === null || stateOf(after) !== stateOf(stat)) return
          if (atRest(after, memory!.now)) memory!.hashes.keep(path, stateOf(stat), hashed)
        })
      })
    }
  }
  // Each lane has room for one file and uses it again: what is let go with every file would grow far beyond what is held.
  const queue = unknown.values()
  const lane = async () => {
    const room = Buffer.allocUnsafe(roomLength)
    for (const work of queue) await work(room)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, unknown.length) }, lane))
  return landed
}

/** The state of an ordinary file; null for what is none or can't be looked at. */
function lookAt({ location }: Found): BigIntStats | null {
  try {
    const stat = lstatSync(location, { bigint: true })
    return stat.isFile() ? stat : null
  } catch {
    return null
  }
}

/**
 * One file wherever it lies, landed as `landFolder` would land it under the name `fichier`.
 * Throws a `BilanError` when nothing is there, or a folder.
 */
export async function landFile(path: string, fichier: string): Promise<LandedFile> {
  let kind: Stats
  try {
    kind = await lstat(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new BilanError(
      `${JSON.stringify(path)}: no file that can be read (${code ?? 'error'})`,
      'check the path',
      1,
      error,
    )
  }
  if (kind.isDirectory()) {
    throw new BilanError(`${JSON.stringify(path)} is a folder`, 'name one file in it', 2)
  }
  const found = {
    location: Buffer.from(path),
    name: fichier,
    rejection: rejectionOf(kind, fichier),
  }
  return await land(found, Buffer.allocUnsafe(roomLength))
}

async function realFolder(root: string): Promise<string> {
  try {
    const folder = await realpath(root)
    await readdir(folder)
    return folder
  } catch (error) {
    throw new BilanError(
      `no readable folder of reports at "${root}"`,
      'create it and put the reports there, or name another folder with --raw',
      1,
      error,
    )
  }
}

async function walk(folder: Buffer, prefix: string, found: Found[]): Promise<void> {
  let entries: Dirent<Buffer>[]
  try {
    entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' })
  } catch (error) {
    const name = prefix.slice(0, -1)
    found.push({ location: folder, name, rejection: unopened(error) })
    return
  }
  for (const entry of entries) {
    const location = Buffer.concat([folder, Buffer.from(sep), entry.name])
    const name = prefix + nameOf(entry.name)
    if (entry.isDirectory()) await walk(location, `${name}/`, found)
    else found.push({ location, name, rejection: rejectionOf(entry, name) })
  }
}

/** Names of archives made on old Windows are no UTF-8: read as windows-1252. */
function nameOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).normalize('NFC')
  } catch {
    return new TextDecoder('windows-1252').decode(bytes).normalize('NFC')
  }
}

function rejectionOf(entry: Dirent<Buffer> | Stats, path: string): Rejection | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (entry.isSymbolicLink()) return new Rejection('lien')
  if (!entry.isFile()) return new Rejection('special')
  if (/^(?:~\$|\.~lock\.)/.test(name)) return new Rejection('verrou')
  if (/^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|\.gitkeep|\.gitignore)$/i.test(name)) {
    return new Rejection('systeme')
  }
  return null
}

/** Two names may be one in NFC: the later one is told apart, since paths are keys. */
function distinctNames(found: Found[]): Found[] {
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  const sorted = found.toSorted(
    (a, b) => order(a.name, b.name) || Buffer.compare(a.location, b.location),
  )
  const taken = new Set(sorted.map(({ name }) => name))
  const seen = new Set<string>()
  const distinct = sorted.map((one) => {
    let name = one.name
    for (let n = 2; seen.has(name) || (name !== one.name && taken.has(name)); n++) {
      name = numbered(one.name, n)
    }
    seen.add(name)
    return { ...one, name }
  })
  return distinct.toSorted((a, b) => order(a.name, b.name))
}

/** `été (2).csv` for `été.csv`. */
function numbered(name: string, n: number): string {
  const dot = name.lastIndexOf('.')
  const at = dot > name.lastIndexOf('/') + 1 ? dot : name.length
  return `${name.slice(0, at)} (${n})${name.slice(at)}`
}

/** @param room where its bytes are put meanwhile, if they fit */
async function land(
  one: Found,
  room: Buffer,
  hashed?: (found: Hashed, stat: BigIntStats) => void,
): Promise<LandedFile> {
  const { location, rejection } = one
  const file: LandedFile = {
    ...namesOf(one),
    sha256: '',
    taille: 0,
    format: null,
    rejection: null,
  }
  let after: BigIntStats | null = null
  try {
    if (rejection !== null && rejection.code !== 'verrou' && rejection.code !== 'systeme') {
      throw rejection
    }
    const { sha256, taille, bytes, stat } = await hash(location, room)
    after = stat
    Object.assign(file, { sha256, taille })
    if (rejection !== null) throw rejection
    file.format = taille > largestFile ? formatOfLarge(bytes, taille) : formatOf(bytes)
  } catch (error) {
    const reason = error instanceof Rejection ? error : unopened(error)
    file.rejection = { code: reason.code, motif: reason.message }
  }
  if (after !== null) {
    const { sha256, taille, format, rejection } = file
    hashed?.({ sha256, taille, format, rejection }, after)
  }
  return file
}

function namesOf({ location, name }: Found): Pick<LandedFile, 'fichier' | 'location'> {
  const utf8 = location.toString('utf8')
  return { fichier: name, location: Buffer.from(utf8).equals(location) ? utf8 : location }
}

/** Bytes that are read before they must be moved; of a file that is too large to be held the first of them are all that is kept. */
const roomLength = 2 ** 20

/** Hashes a file as it streams by, keeping its bytes while they are few enough to be held, else the first of them. */
async function hash(
  location: Buffer,
  room: Buffer,
): Promise<{ sha256: string; taille: number; bytes: Buffer; stat: BigIntStats }> {
  // The kind may have changed since the folder was listed: a link then fails, a pipe doesn't block.
  const handle = await open(
    location,
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  )
  try {
    if (!(await handle.stat()).isFile()) throw new Rejection('special')
    const digest = createHash('sha256')
    const moved: Buffer[] = []
    let [taille, filled] = [0, 0]
    for (;;) {
      const { bytesRead } = await handle.read(room, filled, room.length - filled)
      if (bytesRead === 0) break
      digest.update(room.subarray(filled, filled + bytesRead))
      taille += bytesRead
      filled += bytesRead
      if (filled < room.length) continue
      if (taille > largestFile) moved.splice(1)
      else moved.push(Buffer.from(room))
      filled = 0
    }
    const stat = await handle.stat({ bigint: true })
    const rest = room.subarray(0, filled)
    const held = taille > largestFile ? moved.slice(0, 1) : [...moved, rest]
    const bytes = held.length === 1 ? held[0]! : Buffer.concat(held)
    return { sha256: digest.digest('hex'), taille, bytes, stat }
  } finally {
    await handle.close()
  }
}
