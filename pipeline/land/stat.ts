import { type BigIntStats, lstatSync, readdirSync, statSync } from 'node:fs'

/**
 * What the file system says of a file. While all of it stays the same, so do the bytes, provided that the file was at rest when they
 * were read (`atRest`). Any other answer proves nothing: the bytes are then looked at, so that no outcome follows from a time stamp.
 */
export function stateOf({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string {
  return `${size} ${mtimeNs} ${ctimeNs} ${ino}`
}

/** Nanoseconds within which a file system may stamp two writes alike (FAT counts in twos of seconds). */
const tick = 2_500_000_000n

/**
 * Whether a file had been left alone for long enough at an instant: a write after that instant then gets another time stamp. It is
 * what git asks of its index, too. A date to come, of a machine whose clock was wrong, is none that a write would get now.
 * @param at milliseconds since 1970
 */
export function atRest({ mtimeNs, ctimeNs }: BigIntStats, at: number): boolean {
  const now = BigInt(Math.floor(at)) * 1_000_000n
  return ctimeNs < now - tick && (mtimeNs < now - tick || mtimeNs > now + tick)
}

/**
 * Calls `visit` for every file under a folder, in the order of the names' bytes, whatever the disk's. A name's bytes are the signs of
 * the text (latin1). Folders and files whose name `skip` refuses are left out.
 * @param follow whether links are followed: never where strangers put files
 * @throws what the file system throws for a folder that can't be read, or a file that goes away meanwhile
 */
export function visitFiles(
  folder: string,
  visit: (path: string, stat: BigIntStats) => void,
  { follow = false, skip = (_name: string): boolean => false } = {},
  prefix = '',
): void {
  const entries = readdirSync(Buffer.from(folder, 'latin1'), {
    withFileTypes: true,
    encoding: 'latin1',
  })
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    if (skip(entry.name)) continue
    const path = `${folder}/${entry.name}`
    const name = prefix + entry.name
    if (entry.isDirectory()) {
      visitFiles(path, visit, { follow, skip }, `${name}/`)
      continue
    }
    const bytes = Buffer.from(path, 'latin1')
    const stat = (follow ? statSync : lstatSync)(bytes, { bigint: true })
    if (stat.isDirectory()) visitFiles(path, visit, { follow, skip }, `${name}/`)
    else visit(name, stat)
  }
}

/** A path as `visitFiles` takes it: the signs are the bytes of its UTF-8. */
export function asBytes(path: string): string {
  return Buffer.from(path, 'utf8').toString('latin1')
}
