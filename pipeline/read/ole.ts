import { Rejection } from './rejection.ts'

const signature = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
/** Numbers of sectors from which on none is meant, but the end of a chain or its kind. */
const endOfChain = 0xfffffffa
const none = 0xffffffff
const headerTables = 109
const entryBytes = 128
const miniBytes = 64
/** Streams that are shorter lie together in one that is made of small sectors. */
const leastBytes = 4_096

/** What stands under a name in a container. */
export interface Stream {
  first: number
  size: number
}

/** A folder of a container. The names of its streams are in small letters, as no two differ by these alone. */
export interface Storage {
  name: string
  streams: ReadonlyMap<string, Stream>
  storages: readonly Storage[]
}

/** Why a chain of sectors can't be followed to its end; null for one that can. */
type Fault = 'tronque' | 'corrompu' | null

/** True for bytes that start like an OLE container. */
export function isOle(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(signature)
}

/**
 * Names at the root of an OLE container (`Workbook`, `EncryptedPackage`): what tells an Excel file from a Word one,
 * also when one is embedded in the other. As many as can be found when the container is damaged.
 */
export function oleNames(bytes: Buffer): string[] {
  const sectors = Sectors.of(bytes)
  if (sectors === null) return []
  const directory = sectors.directory().bytes
  const { members } = membersOf(directory, childOf(directory, 0), new Set())
  return members.map((entry) => nameOf(entry))
}

/**
 * An OLE container whose streams are read ([MS-CFB]). Whoever made it, what is read of it is never more than twice what it has: chains that lead back
 * into themselves, entries that stand in two folders and sizes beyond its end are `Rejection`s.
 */
export class Ole {
  readonly root: Storage
  readonly #sectors: Sectors
  readonly #small: { bytes: Buffer; table: Buffer }
  #left: number

  /** Throws a `Rejection`: `tronque` where its end is missing, `corrompu` where it contradicts itself. */
  constructor(bytes: Buffer) {
    const sectors = Sectors.of(bytes)
    if (sectors === null) throw new Rejection('tronque')
    this.#sectors = sectors
    this.#left = bytes.length * 2
    if (sectors.isCutOff()) throw new Rejection('tronque')
    const directory = whole(sectors.directory())
    const root = directory.subarray(0, entryBytes)
    if (root.length < entryBytes) throw new Rejection('tronque')
    const table = whole(sectors.chain(bytes.readUInt32LE(0x3c)))
    this.#small = { bytes: this.#large(streamOf(root)), table }
    this.root = treeOf(directory)
  }

  /** The bytes of a stream. Throws a `Rejection` where they aren't all there, or where more is read than the container has. */
  read(stream: Stream): Buffer {
    return stream.size < leastBytes ? this.#short(stream) : this.#large(stream)
  }

  #large({ first, size }: Stream): Buffer {
    if (size > this.#sectors.size) throw new Rejection('tronque')
    this.#spend(size)
    const { bytes, fault } = this.#sectors.chain(first, size)
    if (bytes.length < size) throw new Rejection(fault ?? 'tronque')
    return bytes.subarray(0, size)
  }

  #short({ first, size }: Stream): Buffer {
    this.#spend(size)
    const { bytes, table } = this.#small
    const pieces: Buffer[] = []
    for (let at = first; pieces.length * miniBytes < size; ) {
      const piece = bytes.subarray(at * miniBytes, (at + 1) * miniBytes)
      if (at >= endOfChain || piece.length === 0) throw new Rejection('tronque')
      pieces.push(piece)
      at = at * 4 + 4 > table.length ? none : table.readUInt32LE(at * 4)
    }
    const found = Buffer.concat(pieces)
    if (found.length < size) throw new Rejection('tronque')
    return found.subarray(0, size)
  }

  #spend(size: number): void {
    this.#left -= size
    if (this.#left < 0) throw new Rejection('bombe')
  }
}

/** The sectors of a container and the table that chains them. */
class Sectors {
  readonly size: number
  readonly #bytes: Buffer
  readonly #sectorBytes: number
  readonly #tables: number[]

  /** Null for bytes that are no more than the beginning of a header, or one that no program writes. */
  static of(bytes: Buffer): Sectors | null {
    if (bytes.length < 512) return null
    const shift = bytes.readUInt16LE(0x1e)
    return shift < 7 || shift > 16 ? null : new Sectors(bytes, 2 ** shift)
  }

  private constructor(bytes: Buffer, sectorBytes: number) {
    this.size = bytes.length
    this.#bytes = bytes
    this.#sectorBytes = sectorBytes
    this.#tables = this.#listTables()
  }

  directory(): { bytes: Buffer; fault: Fault } {
    return this.chain(this.#bytes.readUInt32LE(0x30))
  }

  /** The bytes of a chain of sectors, as far as it can be followed, and no more of them than are asked for. */
  chain(first: number, most = Number.POSITIVE_INFINITY): { bytes: Buffer; fault: Fault } {
    const sectors: Buffer[] = []
    let read = 0
    let at = first
    let fault: Fault = null
    while (fault === null && at < endOfChain && read < most) {
      const sector = this.#sector(at)
      const after = this.#next(at)
      // One that is longer than the file leads back into itself.
      if (read > this.size) fault = 'corrompu'
      else if (sector.length === 0 || after === null) fault = 'tronque'
      sectors.push(sector)
      read += sector.length
      at = after ?? none
    }
    return { bytes: Buffer.concat(sectors), fault }
  }

  /** Whether a chain goes on behind the end of the file, or the table that tells so does. What programs note there of sectors alone means nothing. */
  isCutOff(): boolean {
    const held = Math.ceil(this.size / this.#sectorBytes) - 1
    return this.#tables.some((table) => {
      const cells = this.#sector(table)
      if (cells.length < this.#sectorBytes) return true
      for (let at = 0; at < cells.length; at += 4) {
        const next = cells.readUInt32LE(at)
        if (next >= held && next < endOfChain) return true
      }
      return false
    })
  }

  #sector(at: number): Buffer {
    return this.#bytes.subarray((at + 1) * this.#sectorBytes, (at + 2) * this.#sectorBytes)
  }

  /** What follows a sector; null where the table lacks it. */
  #next(at: number): number | null {
    const perTable = this.#sectorBytes / 4
    const table = this.#tables[Math.floor(at / perTable)]
    if (table === undefined) return null
    const cells = this.#sector(table)
    const place = (at % perTable) * 4
    return place + 4 > cells.length ? null : cells.readUInt32LE(place)
  }

  /** Where the pieces of the table are: the first in the header, more of them in sectors of their own, each of which names the next one. */
  #listTables(): number[] {
    const most = Math.min(this.#bytes.readUInt32LE(0x2c), this.size / this.#sectorBytes)
    const tables: number[] = []
    for (let n = 0; n < Math.min(headerTables, most); n++)
      tables.push(this.#bytes.readUInt32LE(0x4c + n * 4))
    let more = this.#bytes.readUInt32LE(0x44)
    while (tables.length < most && more < endOfChain) {
      const sector = this.#sector(more)
      if (sector.length < this.#sectorBytes) break
      for (let at = 0; at < this.#sectorBytes - 4; at += 4) tables.push(sector.readUInt32LE(at))
      more = sector.readUInt32LE(this.#sectorBytes - 4)
    }
    return tables.slice(0, most).filter((table) => table < endOfChain)
  }
}

function whole({ bytes, fault }: { bytes: Buffer; fault: Fault }): Buffer {
  if (fault !== null) throw new Rejection(fault)
  return bytes
}

/** All folders of a container with what is in them. */
function treeOf(directory: Buffer): Storage {
  const seen = new Set([0])
  const root = { name: '', streams: new Map<string, Stream>(), storages: [] as Storage[] }
  const open = [{ storage: root, child: childOf(directory, 0) }]
  while (open.length > 0) {
    const { storage, child } = open.pop()!
    const { members, isWhole } = membersOf(directory, child, seen)
    if (!isWhole) throw new Rejection('corrompu')
    for (const entry of members) {
      const name = nameOf(entry)
      if (entry[66] === 2) storage.streams.set(name.toLowerCase(), streamOf(entry))
      if (entry[66] !== 1) continue
      const inner = { name, streams: new Map<string, Stream>(), storages: [] as Storage[] }
      storage.storages.push(inner)
      open.push({ storage: inner, child: entry.readUInt32LE(76) })
    }
  }
  return root
}

/** The entries of a folder, a tree of which each knows two others; not whole where one is missing or was met before. */
function membersOf(
  directory: Buffer,
  first: number,
  seen: Set<number>,
): { members: Buffer[]; isWhole: boolean } {
  const members: Buffer[] = []
  const visit = [first]
  let isWhole = true
  while (visit.length > 0) {
    const at = visit.pop()!
    if (at === none) continue
    const entry = directory.subarray(at * entryBytes, (at + 1) * entryBytes)
    if (entry.length < entryBytes || seen.has(at)) {
      isWhole = false
      continue
    }
    seen.add(at)
    members.push(entry)
    visit.push(entry.readUInt32LE(68), entry.readUInt32LE(72))
  }
  return { members, isWhole }
}

function nameOf(entry: Buffer): string {
  const length = Math.min(entry.readUInt16LE(64), 64)
  return entry.toString('utf16le', 0, Math.max(length - 2, 0))
}

/** Sizes have eight bytes, of which the upper ones are none in containers with small sectors; no file that is read needs them. */
function streamOf(entry: Buffer): Stream {
  return { first: entry.readUInt32LE(116), size: entry.readUInt32LE(120) }
}

function childOf(directory: Buffer, at: number): number {
  return directory.length < (at + 1) * entryBytes
    ? none
    : directory.readUInt32LE(at * entryBytes + 76)
}
