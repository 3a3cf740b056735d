import { Rejection } from './rejection.ts'
import { attributeOf, xmlText } from './xml.ts'
import { inflateEntry, type ZipEntry, zipEntries, zipLimits } from './zip.ts'

/** The parts of an office container that matter for its content, inflated and checked, by name. */
export type Parts = Map<string, Buffer>

/** Pictures, fonts, printer settings and scripts can't hold a figure that a reader would look at. */
const useful = /\.(?:xml|rels|bin|vml)$/i
const useless = /(?:^|\/)(?:vbaProject|printerSettings\d*|vbaData)\.(?:bin|xml)$/i

/**
 * Inflates what matters of an OOXML or ODF container, all but the entries that are left out. `entries` where they are known.
 * Throws the `Rejection`s of `zip.ts`, and `trop_volumineux` when it is too much to be held.
 */
export function containerParts(
  bytes: Buffer,
  leftOut: ReadonlySet<string> = new Set(),
  entries: ReadonlyMap<string, ZipEntry> = zipEntries(bytes),
): Parts {
  const parts: Parts = new Map()
  let size = 0
  for (const [name, entry] of entries) {
    if (entry.encrypted) throw new Rejection('protege')
    if (leftOut.has(name) || !useful.test(name) || useless.test(name)) continue
    size += entry.size
    if (size > zipLimits.size) {
      throw new Rejection('trop_volumineux', 'plus de 256 Mio une fois décompressé')
    }
    parts.set(name, inflateEntry(bytes, entry))
  }
  return parts
}

/** The text of a part; null when there is none. Throws a `Rejection` (`corrompu`). */
export function partText(parts: Parts, name: string): string | null {
  const found = partNamed(parts, name)
  return found === null ? null : xmlText(parts.get(found)!, found)
}

/** The name under which the container has a part, since names of parts don't tell cases apart; null when it hasn't. */
export function partNamed(parts: ReadonlyMap<string, unknown>, name: string): string | null {
  if (parts.has(name)) return name
  const low = name.toLowerCase()
  for (const one of parts.keys()) {
    if (one.length === low.length && one.toLowerCase() === low) return one
  }
  return null
}

/** The part that holds the document itself (`xl/workbook.xml`), as the container says; null when it doesn't. */
export function mainPart(parts: Parts): string | null {
  return rootPart(parts, 'officeDocument')
}

/** The part that the container as a whole points to for a purpose (`officeDocument`, `core-properties`); null for none. */
export function rootPart(parts: Parts, purpose: string): string | null {
  const root = [...relations(parts, '_rels/.rels', '').values()]
  return root.find(({ type }) => type.endsWith(`/${purpose}`))?.target ?? null
}

/** Where the relations of a part stand: `xl/_rels/workbook.xml.rels` for `xl/workbook.xml`. */
export function relationsOf(part: string): string {
  const slash = part.lastIndexOf('/') + 1
  return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`
}

/** What a part points to. */
export interface Relation {
  type: string
  /** Full path of a part; what it is for a target outside of the container doesn't matter. */
  target: string
}

/** The relations that a part declares, by identifier; targets are full paths, `folder` being the part's own. */
export function relations(
  parts: Parts,
  name: string,
  folder: string,
): ReadonlyMap<string, Relation> {
  const part = partNamed(parts, name)
  if (part === null) return none
  const bytes = parts.get(part)!
  const known = lately.get(bytes)
  if (known?.folder === folder) return known.found
  const found = new Map<string, Relation>()
  for (const [tag] of partText(parts, part)!.matchAll(relationTag)) {
    const target = pathFrom(folder, attributeOf(tag, 'Target') ?? '')
    found.set(attributeOf(tag, 'Id') ?? '', { type: attributeOf(tag, 'Type') ?? '', target })
  }
  lately.set(bytes, { folder, found })
  return found
}

const none: ReadonlyMap<string, Relation> = new Map()
const relationTag = /<(?:\w+:)?Relationship\s(?:[^>"']|"[^"]*"|'[^']*')*>/g
/** Containers of one program have the same bytes here, which `inflateEntry` gives as one object. */
const lately = new WeakMap<Buffer, { folder: string; found: ReadonlyMap<string, Relation> }>()

/** `xl/comments1.xml` for `../comments1.xml` in `xl/worksheets/`. */
function pathFrom(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  if (!target.includes('./')) return folder + target
  const path: string[] = []
  for (const step of (folder + target).split('/')) {
    if (step === '..') path.pop()
    else if (step !== '.') path.push(step)
  }
  return path.join('/')
}
