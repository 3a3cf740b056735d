import type { Box } from './pdf-rules.ts'

/** What the filled boxes of a drawn table cover of the page, and how many columns they reach over. */
interface Extent {
  table: number
  left: number
  right: number
  top: number
  bottom: number
  columns: number
}

/** Points by which drawn tables may overlap and still stand side by side. */
const near = 3

/**
 * How many columns stand left of each drawn table in others beside it, by table: three frames side by side are three columns, and no text
 * takes the place of another. No entry where nothing is left of it.
 * @param columnsUpTo how many columns of its table end at the right side of a box
 */
export function columnsBeside(
  boxes: readonly Box[],
  columnsUpTo: (box: Box) => number,
): Map<number, number> {
  const extents = [...Map.groupBy(boxes, ({ table }) => table)]
    .map(([table, own]): Extent => {
      return {
        table,
        left: Math.min(...own.map(({ left }) => left)),
        right: Math.max(...own.map(({ right }) => right)),
        top: Math.min(...own.map(({ top }) => top)),
        bottom: Math.max(...own.map(({ bottom }) => bottom)),
        columns: Math.max(...own.map(columnsUpTo)),
      }
    })
    .toSorted((a, b) => a.left - b.left)
  const offsets = new Map<number, number>()
  for (const [at, own] of extents.entries()) {
    const taken = extents
      .slice(0, at)
      .filter((other) => isBeside(other, own))
      .map(({ table, columns }) => (offsets.get(table) ?? 0) + columns)
    if (taken.length > 0) offsets.set(own.table, Math.max(...taken))
  }
  return offsets
}

/** Whether one table stands left of another at some height. */
function isBeside(left: Extent, right: Extent): boolean {
  const shared = Math.min(left.bottom, right.bottom) - Math.max(left.top, right.top)
  return left.right <= right.left + near && shared > near
}
