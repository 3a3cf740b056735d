const signature = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
const endOfChain = 0xfffffffa
const none = 0xffffffff

/** True for bytes that start like an OLE container. */
export function isOle(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(signature)
}

/**
 * Names at the root of an OLE container (`Workbook`, `EncryptedPackage`): what tells an Excel file from a Word one,
 * also when one is embedded in the other. As many as can be found when the container is damaged.
 */
export function oleNames(bytes: Buffer): string[] {
  if (bytes.length < 512) return []
  const shift = bytes.readUInt16LE(0x1e)
  if (shift < 7 || shift > 16) return []
  const sectorSize = 2 ** shift
  const directory = chain(bytes, sectorSize, bytes.readUInt32LE(0x30))
  const names: string[] = []
  const seen = new Set<number>()
  const visit = [childOf(directory, 0)]
  while (visit.length > 0) {
    const at = visit.pop()!
    const entry = directory.subarray(at * 128, at * 128 + 128)
    if (at === none || entry.length < 128 || seen.has(at)) continue
    seen.add(at)
    const length = Math.min(entry.readUInt16LE(64), 64)
    names.push(entry.toString('utf16le', 0, Math.max(length - 2, 0)))
    visit.push(entry.readUInt32LE(68), entry.readUInt32LE(72))
  }
  return names
}

function childOf(directory: Buffer, at: number): number {
  return directory.length < at * 128 + 128 ? none : directory.readUInt32LE(at * 128 + 76)
}

/** The bytes of a chain of sectors, through the allocation table that the header points to. */
function chain(bytes: Buffer, sectorSize: number, first: number): Buffer {
  const sectors: Buffer[] = []
  const seen = new Set<number>()
  const perTable = sectorSize / 4
  for (let at = first; at < endOfChain && !seen.has(at); ) {
    seen.add(at)
    const sector = bytes.subarray((at + 1) * sectorSize, (at + 2) * sectorSize)
    if (sector.length === 0) break
    sectors.push(sector)
    // The header holds the first 109 tables, enough for the directory of any file that is accepted.
    const table = Math.floor(at / perTable)
    if (table >= 109) break
    const cell = (bytes.readUInt32LE(0x4c + table * 4) + 1) * sectorSize + (at % perTable) * 4
    if (cell + 4 > bytes.length) break
    at = bytes.readUInt32LE(cell)
  }
  return Buffer.concat(sectors)
}
