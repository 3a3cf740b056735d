import type { Merge } from './cell.ts'
import { attributeOf } from './xml.ts'

/** What the XML of a sheet says around its data. */
export interface SheetFrame {
  merges: Merge[]
  /** Whether a column, zero-based, is hidden or has no width. */
  hidesCol: (col: number) => boolean
}

/** @param before, after what stands around the data; both the whole sheet when it has none */
export function sheetFrame(before: string, after: string): SheetFrame {
  return { merges: mergesOf(after), hidesCol: hiddenCols(before) }
}

function mergesOf(xml: string): Merge[] {
  if (!xml.includes('mergeCell')) return []
  return [...xml.matchAll(mergeTag)].map(([, left, top, right, bottom]) => ({
    top: Number(top) - 1,
    left: columnOf(left!),
    bottom: Number(bottom ?? top) - 1,
    right: columnOf(right ?? left!),
  }))
}

const mergeTag = /<(?:\w+:)?mergeCell\s[^<>]*?\bref\s*=\s*["']([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?["']/g

/** Ranges are asked rather than written out: one may claim billions of columns. */
function hiddenCols(xml: string): SheetFrame['hidesCol'] {
  const ranges = (xml.match(colTag) ?? []).map((tag) => ({
    first: Number(attributeOf(tag, 'min')) - 1,
    last: Number(attributeOf(tag, 'max')) - 1,
    hidden:
      /^(?:1|true)$/.test(attributeOf(tag, 'hidden') ?? '') ||
      Number(attributeOf(tag, 'width') ?? 1) === 0,
  }))
  if (!ranges.some(({ hidden }) => hidden)) return () => false
  const known = new Map<number, boolean>()
  return (col) => {
    let hidden = known.get(col)
    if (hidden === undefined) {
      hidden = ranges.findLast(({ first, last }) => first <= col && col <= last)?.hidden ?? false
      known.set(col, hidden)
    }
    return hidden
  }
}

const colTag = /<(?:\w+:)?col\b[^<>]*>/g

/** Zero-based column of an address: 1 for `B7`. */
export function columnOf(ref: string): number {
  let n = 0
  for (let at = 0; at < ref.length; at++) {
    const code = ref.charCodeAt(at) & ~32
    if (code < 65 || code > 90) break
    n = n * 26 + code - 64
  }
  return n - 1
}
