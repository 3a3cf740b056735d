import { Rejection } from './rejection.ts'
import { xmlText } from './xml.ts'
import { inflateEntry, zipEntries } from './zip.ts'

/** The parts of an office container that matter for its content, inflated and checked, by name. */
export type Parts = Map<string, Buffer>

/** Pictures, fonts, printer settings and scripts can't hold a figure that a reader would look at. */
const useful = /\.(?:xml|rels|bin|vml)$/i
const useless = /(?:^|\/)(?:vbaProject|printerSettings\d*|vbaData)\.(?:bin|xml)$/i

/** Inflates what matters of an OOXML or ODF container. Throws the `Rejection`s of `zip.ts`. */
export function containerParts(bytes: Buffer): Parts {
  const parts: Parts = new Map()
  for (const [name, entry] of zipEntries(bytes)) {
    if (entry.encrypted) throw new Rejection('protege')
    if (useful.test(name) && !useless.test(name)) parts.set(name, inflateEntry(bytes, entry))
  }
  return parts
}

/** The text of a part; null when there is none. Throws a `Rejection` (`corrompu`). */
export function partText(parts: Parts, name: string): string | null {
  const bytes = parts.get(name)
  return bytes === undefined ? null : xmlText(bytes, name)
}
