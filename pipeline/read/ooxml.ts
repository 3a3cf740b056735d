import { Rejection } from './rejection.ts'
import { xmlText } from './xml.ts'
import { inflateEntry, zipEntries, zipLimits } from './zip.ts'

/** The parts of an office container that matter for its content, inflated and checked, by name. */
export type Parts = Map<string, Buffer>

/** Pictures, fonts, printer settings and scripts can't hold a figure that a reader would look at. */
const useful = /\.(?:xml|rels|bin|vml)$/i
const useless = /(?:^|\/)(?:vbaProject|printerSettings\d*|vbaData)\.(?:bin|xml)$/i

/**
 * Inflates what matters of an OOXML or ODF container, all but the entries that are left out.
 * Throws the `Rejection`s of `zip.ts`, and `trop_volumineux` when it is too much to be held.
 */
export function containerParts(bytes: Buffer, leftOut: ReadonlySet<string> = new Set()): Parts {
  const parts: Parts = new Map()
  let size = 0
  for (const [name, entry] of zipEntries(bytes)) {
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
  const bytes = parts.get(name)
  return bytes === undefined ? null : xmlText(bytes, name)
}

/** The part that holds the document itself (`xl/workbook.xml`), as the container says; null when it doesn't. */
export function mainPart(parts: Parts): string | null {
  const root = [...relations(parts, '_rels/.rels', '').values()]
  return root.find(({ type }) => type.endsWith('/officeDocument'))?.target ?? null
}

/** Where the relations of a part stand: `xl/_rels/workbook.xml.rels` for `xl/workbook.xml`. */
export function relationsOf(part: string): string {
  const slash = part.lastIndexOf('/') + 1
  return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`
}

/** The relations that a part declares, by identifier; targets are full paths, `folder` being the part's own. */
export function relations(
  parts: Parts,
  name: string,
  folder: string,
): Map<string, { type: string; target: string }> {
  const found = new Map<string, { type: string; target: string }>()
  for (const [tag] of (partText(parts, name) ?? '').matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)) {
    const get = (key: string) =>
      new RegExp(`\\s${key}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1] ?? ''
    const target = get('Target')
    const path = target.startsWith('/') ? target.slice(1) : folder + target
    found.set(get('Id'), { type: get('Type'), target: path })
  }
  return found
}
