import type { Line, Segment } from './pdf-lines.ts'

/** Points by which texts that are set to one edge may miss it. */
const near = 3

/** Where the columns of a table start that no rules draw, from the second one on. */
export function columnEdges(lines: readonly Line[]): number[] {
  const rows = lines.map(({ segments }) => segments).filter((segments) => segments.length > 1)
  return orderedEdges(rows) ?? whiteStrips(rows)
}

/**
 * Lines that fill all columns say which these are, text by text: a heading at the left edge of its column belongs to the figures at the
 * right edge. Null where lines with as many texts don't stand under each other.
 */
function orderedEdges(rows: readonly Segment[][]): number[] | null {
  const most = Math.max(0, ...rows.map((row) => row.length))
  const full = rows.filter((row) => row.length === most)
  if (full.length < 2 || full.length * 2 < rows.length) return null
  const columns = Array.from({ length: most }, (_, n) => full.map((row) => row[n]!))
  const figures = columns.slice(1).map((column) => column.filter(isFigure))
  // Years over the columns are figures too, set as the words beside them are.
  const aligned = (column: Segment[]) =>
    areAligned(column) || (full.length > 2 && areAligned(column.slice(1)))
  if (!figures.every(aligned)) return null
  const ends = columns.map((column) => Math.max(...column.map(({ right }) => right)))
  const starts = columns.map((column) => Math.min(...column.map(({ left }) => left)))
  const edges = starts.slice(1).map((start, n) => ({ start, end: ends[n]! }))
  if (edges.some(({ start, end }) => start < end)) return null
  return edges.map(({ start, end }) => (start + end) / 2)
}

function isFigure({ whole }: Segment): boolean {
  return /^[\d\s.,%€-]+$/.test(whole) && /\d/.test(whole)
}

/** Whether texts share an edge or their middle. */
function areAligned(texts: readonly Segment[]): boolean {
  const places = [
    ({ left }: Segment) => left,
    ({ right }: Segment) => right,
    ({ left, right }: Segment) => (left + right) / 2,
  ]
  return places.some((place) => {
    const at = texts.map(place)
    return texts.length === 0 || Math.max(...at) - Math.min(...at) < near
  })
}

/** The middles of the white strips that run down between the texts of a table. */
function whiteStrips(rows: readonly Segment[][]): number[] {
  const all = rows.flat()
  if (all.length === 0) return []
  const covered = new Uint32Array(Math.ceil(Math.max(...all.map(({ right }) => right))) + 1)
  for (const { left, right } of all) {
    for (let x = Math.max(0, Math.floor(left)); x < right; x++) covered[x]!++
  }
  // A title over two columns covers the strip between them: a few such lines don't count.
  const few = Math.floor(rows.length / 5)
  const edges: number[] = []
  let from: number | null = null
  let entered = false
  for (const [x, count] of covered.entries()) {
    if (count > few) {
      if (from !== null && entered) edges.push((from + x) / 2)
      from = null
      entered = true
    } else from ??= x
  }
  return edges
}
