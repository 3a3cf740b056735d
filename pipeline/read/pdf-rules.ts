import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Path } from './pdf-drawing.ts'

/** A drawn line of a table, in points from the top left: across at height `at`, or down at distance `at`. */
export interface Rule {
  at: number
  from: number
  to: number
  /** Rules that touch each other belong to one table. */
  table: number
}

export interface Rules {
  across: Rule[]
  down: Rule[]
}

/** What stands between four rules. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
  table: number
}

/** Points by which lines may miss each other, and thickness up to which a filled bar is a line. */
const near = 2
const thin = 3
/** A higher box is a frame around text rather than a cell. */
const highest = 150
/** Drawings with more lines than this are pictures. */
const mostRules = 5_000
/** So are paths with more numbers than this. */
const longestPath = 5_000

type Segment = [x1: number, y1: number, x2: number, y2: number]

/** The rules among the paths that a page draws, joined where they continue each other. */
export function rulesOf(paths: readonly Path[]): Rules {
  const across: Rule[] = []
  const down: Rule[] = []
  const sides = paths.flatMap(({ points, matrix, paint }) =>
    points.length > longestPath ? [] : pathSegments(points, matrix, isStroke(paint)),
  )
  for (const [x1, y1, x2, y2] of sides) {
    const width = Math.abs(x2 - x1)
    const height = Math.abs(y2 - y1)
    if (height < near && width > thin) {
      across.push({ at: (y1 + y2) / 2, from: Math.min(x1, x2), to: Math.max(x1, x2), table: 0 })
    } else if (width < near && height > thin) {
      down.push({ at: (x1 + x2) / 2, from: Math.min(y1, y2), to: Math.max(y1, y2), table: 0 })
    }
  }
  if (across.length + down.length > mostRules) return { across: [], down: [] }
  const rules = { across: joined(across), down: joined(down) }
  nameTables(rules)
  return rules
}

/** The box around a point; null where rules don't close one. */
export function boxAt({ across, down }: Rules, x: number, y: number): Box | null {
  const crossing = (rules: Rule[], at: number) =>
    rules.filter(({ from, to }) => from - near <= at && at <= to + near)
  const before = (rules: Rule[], at: number) => rules.findLast((rule) => rule.at <= at)
  const after = (rules: Rule[], at: number) => rules.find((rule) => rule.at > at)
  const sides = crossing(down, y)
  const levels = crossing(across, x)
  const [left, right] = [before(sides, x), after(sides, x)]
  const [top, bottom] = [before(levels, y), after(levels, y)]
  if (!left || !right || !top || !bottom || bottom.at - top.at > highest) return null
  return { left: left.at, top: top.at, right: right.at, bottom: bottom.at, table: left.table }
}

function isStroke(paint: number): boolean {
  return paint !== OPS.fill && paint !== OPS.eoFill
}

/** Codes in a path of pdf.js, and how many numbers follow each. */
const lengths = [2, 2, 6, 4, 0]
const [move, line] = [0, 1]

/** Straight sides of a path; of what is only filled, thin bars alone: the rest is background. */
export function pathSegments(
  path: ArrayLike<number>,
  matrix: readonly number[],
  stroke: boolean,
): Segment[] {
  const sides: Segment[] = []
  const [a, b, c, d, e, f] = matrix as readonly [number, number, number, number, number, number]
  let start: [number, number] | null = null
  let last: [number, number] | null = null
  for (let n = 0; n < path.length; ) {
    const code = path[n]!
    const count = lengths[code]
    if (count === undefined) return []
    if (count === 0) {
      if (start !== null && last !== null) sides.push([...last, ...start])
      last = start
    } else {
      const [x, y] = [path[n + count - 1]!, path[n + count]!]
      const point: [number, number] = [a * x + c * y + e, b * x + d * y + f]
      if (code === line && last !== null) sides.push([...last, ...point])
      if (code === move) start = point
      last = point
    }
    n += count + 1
  }
  if (stroke) return sides
  const xs = sides.flatMap(([x1, , x2]) => [x1, x2])
  const ys = sides.flatMap(([, y1, , y2]) => [y1, y2])
  const isBar = span(xs) < thin || span(ys) < thin
  return isBar ? sides : []
}

function span(values: number[]): number {
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values)
}

/** Lines in order, those that continue or cover each other made one. */
function joined(rules: Rule[]): Rule[] {
  const found: Rule[] = []
  for (const rule of rules.toSorted((a, b) => a.at - b.at || a.from - b.from)) {
    const same = found.findLast(
      (one) => rule.at - one.at < near && rule.from <= one.to + near && rule.to >= one.from - near,
    )
    if (same === undefined) found.push({ ...rule })
    else {
      same.from = Math.min(same.from, rule.from)
      same.to = Math.max(same.to, rule.to)
    }
  }
  return found
}

function nameTables({ across, down }: Rules): void {
  const all = [...across, ...down]
  for (const [n, rule] of all.entries()) rule.table = n
  for (const flat of across) {
    for (const tall of down) {
      const meet =
        tall.at >= flat.from - near &&
        tall.at <= flat.to + near &&
        flat.at >= tall.from - near &&
        flat.at <= tall.to + near
      if (!meet || flat.table === tall.table) continue
      const [kept, gone] = [flat.table, tall.table]
      for (const rule of all) if (rule.table === gone) rule.table = kept
    }
  }
}
