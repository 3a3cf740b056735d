import { isInvisible } from './colour.ts'
import { pathSegments } from './pdf-rules.ts'

/** A part of a page, in points from its top left corner. */
export interface Area {
  left: number
  top: number
  right: number
  bottom: number
}

/** A text that is drawn at once; `x` and `y` are where its baseline starts. */
export interface Run {
  text: string
  x: number
  y: number
}

/** What text or a filled shape is painted with: 0xRRGGBB, or undefined where that can't be said (a pattern, half transparent). */
export type Ink = number | undefined

interface Drawn extends Run {
  /** The middle of its letters: what stands behind and before it there decides. */
  middle: Area
  unseen: boolean
}

/** Shapes beyond which a page is a picture, whose ground nobody can tell. */
const mostShapes = 3_000
/** Points up to which a shape is a rule, which hides nothing. */
const thin = 3

/** What has been painted on a page so far, and which of its texts can't be seen. */
export class PaintedPage {
  private readonly shapes: (Area & { ink: Ink })[] = []
  private readonly drawn: Drawn[] = []

  /** Paints an area; `ink` is undefined for a picture and for what isn't painted evenly. */
  paint(area: Area, ink: Ink): void {
    if (area.right - area.left <= thin || area.bottom - area.top <= thin) return
    if (this.shapes.length > mostShapes) return
    this.shapes.push({ ...area, ink })
    if (ink === undefined) return
    for (const run of this.drawn) run.unseen ||= contains(area, run.middle)
  }

  /**
   * Draws a text of this width and height of letters, in square points.
   * @param ink null where it leaves no mark whatever its colour
   */
  write(run: Run, [width, height]: [number, number], ink: Ink | null): void {
    const middle = {
      left: run.x,
      right: run.x + width,
      top: run.y - height * 0.5,
      bottom: run.y - height * 0.2,
    }
    const unseen = ink === null || (ink !== undefined && isInvisible(ink, this.ground(middle)))
    this.drawn.push({ ...run, middle, unseen })
  }

  /** Texts that nobody sees, but for those of which another copy is seen. */
  unseen(): Run[] {
    const place = ({ x, y, text }: Run) => `${x.toFixed(1)} ${y.toFixed(1)} ${text}`
    const seen = new Set(this.drawn.filter(({ unseen }) => !unseen).map(place))
    return this.drawn.filter((run) => run.unseen && !seen.has(place(run)))
  }

  /** What stands behind an area, as `isInvisible` takes it. */
  private ground(area: Area): number | null | undefined {
    if (this.shapes.length > mostShapes) return undefined
    const last = this.shapes.findLast((shape) => overlaps(shape, area))
    if (last === undefined) return null
    return contains(last, area) ? last.ink : undefined
  }
}

/** The part that two areas share; without extent where they share none. */
export function shared(one: Area, other: Area): Area {
  const [left, top] = [Math.max(one.left, other.left), Math.max(one.top, other.top)]
  return {
    left,
    top,
    right: Math.max(left, Math.min(one.right, other.right)),
    bottom: Math.max(top, Math.min(one.bottom, other.bottom)),
  }
}

/** The area around points. */
export function around(points: readonly (readonly [number, number])[]): Area {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs),
    bottom: Math.max(...ys),
  }
}

/** Whether a path is one rectangle that stands upright, so that its area is what it paints. */
export function isRectangle(points: ArrayLike<number>): boolean {
  const sides = pathSegments(points, [1, 0, 0, 1, 0, 0], true)
  const upright = sides.every(([x1, y1, x2, y2]) => x1 === x2 || y1 === y2)
  return points.length <= longestRectangle && upright && sides.length >= 3
}
/** Numbers of a path that goes to five points and is closed. */
const longestRectangle = 16

function contains(outer: Area, inner: Area): boolean {
  return (
    outer.left <= inner.left + 1 &&
    outer.right >= inner.right - 1 &&
    outer.top <= inner.top &&
    outer.bottom >= inner.bottom
  )
}

function overlaps(one: Area, other: Area): boolean {
  return (
    one.left < other.right &&
    one.right > other.left &&
    one.top < other.bottom &&
    one.bottom > other.top
  )
}
