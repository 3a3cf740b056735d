import type { PageViewport, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { OPS, Util } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { rgbOf } from './colour.ts'
import {
  type Area,
  around,
  type Ink,
  isRectangle,
  PaintedPage,
  type Run,
  shared,
} from './pdf-ink.ts'
import { PdfText } from './pdf-text.ts'

/** A path that a page draws: its points in the numbers of pdf.js, the matrix that places them, and what paints it. */
export interface Path {
  points: ArrayLike<number>
  matrix: readonly number[]
  paint: number
}

/** What a page draws besides its text, and which text leaves no mark. */
export interface Drawing {
  paths: Path[]
  /** Share of the page that pictures cover, 0 to 1; pictures over each other count twice. */
  pictures: number
  /** Whether some text is drawn by its mode without a mark: what a scanner's software believes to have read. */
  unseenText: boolean
  /** Texts that nobody sees: in the colour of their ground, transparent, behind something else, or cut off. */
  unseen: Run[]
}

/** Rendering modes of a text: its letters are filled; they leave no mark. */
const filled = 0
const unseen = 3
/** Opacity under which nothing is seen, and from which nothing shines through. */
const transparent = 0.05
const opaque = 0.95

type Corners = readonly [x1: number, y1: number, x2: number, y2: number]

interface State {
  matrix: readonly number[]
  mode: number
  ink: Ink
  opacity: number
  /** Painted through a mask, or mixed with what stands behind. */
  mixed: boolean
  lineWidth: number
  clip: Area
}

/**
 * Walks through what a page draws. The page must come from a document that was opened so that pictures are left out (decoding them takes
 * a second each and all memory): where one would stand, only its matrix is left, which makes the unit square as large as the picture.
 * @param shown whether what stands in a layer (the arguments of its mark) is shown
 */
export async function drawingOf(
  page: PDFPageProxy,
  view: PageViewport,
  shown: (layer: unknown) => boolean,
): Promise<Drawing> {
  const { fnArray, argsArray } = await page.getOperatorList()
  const walk = new Walk(view, shown)
  for (const [n, operator] of fnArray.entries()) {
    if (operator === OPS.setFont) {
      const [name] = argsArray[n] as [string]
      walk.text.font(page.commonObjs.has(name) ? page.commonObjs.get(name) : null)
    }
    walk.step(operator, argsArray[n])
  }
  return walk.end()
}

/** The state of a page while it is drawn. */
class Walk {
  readonly text = new PdfText()
  private readonly view: PageViewport
  private readonly shown: (layer: unknown) => boolean
  private readonly painted = new PaintedPage()
  private readonly drawing: Drawing = { paths: [], pictures: 0, unseenText: false, unseen: [] }
  private state: State
  private readonly saved: State[] = []
  /** A matrix that was set and under which nothing has been painted yet. */
  private waiting = false
  /** The next path cuts off what is drawn after it. */
  private clips = false
  /** What is laid over the page, as the fields of a form are, is placed by other means. */
  private annotation = false
  /** Marks that are open: whether each shows what stands in it. */
  private readonly layers: boolean[] = []

  constructor(view: PageViewport, shown: (layer: unknown) => boolean) {
    this.view = view
    this.shown = shown
    const { transform: matrix, width, height } = view
    const clip = { left: 0, top: 0, right: width, bottom: height }
    this.state = { matrix, mode: filled, ink: 0, opacity: 1, mixed: false, lineWidth: 1, clip }
  }

  end(): Drawing {
    this.leave()
    return { ...this.drawing, unseen: this.painted.unseen() }
  }

  step(operator: number, args: unknown): void {
    const { state } = this
    if (operator === OPS.beginAnnotation || operator === OPS.endAnnotation) {
      this.annotation = operator === OPS.beginAnnotation
    }
    if (this.annotation) return
    if (operator === OPS.save || operator === OPS.beginGroup) this.save()
    else if (operator === OPS.restore || operator === OPS.endGroup) this.restore()
    else if (operator === OPS.transform) this.move(args as number[])
    else if (operator === OPS.paintFormXObjectBegin) {
      this.save()
      const [own, box] = args as [number[] | null, ArrayLike<number> | null]
      if (own) this.move(Array.from(own))
      if (box) this.cut([box[0]!, box[1]!, box[2]!, box[3]!])
      this.waiting = false
    } else if (operator === OPS.paintFormXObjectEnd) this.restore()
    else if (operator === OPS.setTextRenderingMode) [state.mode] = args as [number]
    else if (operator === OPS.setLineWidth) [state.lineWidth] = args as [number]
    else if (operator === OPS.setFillRGBColor)
      state.ink = rgbOf(String((args as [string])[0])) ?? undefined
    else if (operator === OPS.setFillColorN || operator === OPS.setFillTransparent) {
      state.ink = undefined
    } else if (operator === OPS.setGState) this.setState((args as [[string, unknown][]])[0])
    else if (operator === OPS.clip || operator === OPS.eoClip) this.clips = true
    else if (operator === OPS.showText) this.write((args as [Parameters<PdfText['show']>[0]])[0])
    else if (operator === OPS.shadingFill) {
      this.waiting = false
      this.painted.paint(state.clip, undefined)
    } else if (operator === OPS.constructPath)
      this.draw(args as [number, [ArrayLike<number> | null]])
    else if (operator === OPS.beginMarkedContent) this.layers.push(true)
    else if (operator === OPS.beginMarkedContentProps) {
      const [tag, layer] = args as [string, unknown]
      this.layers.push(tag !== 'OC' || this.shown(layer))
    } else if (operator === OPS.endMarkedContent) this.layers.pop()
    else this.text.step(operator, args)
  }

  private leave(): void {
    const { state } = this
    if (this.waiting) {
      const { width, height } = this.view
      this.drawing.pictures += unitSquare(state.matrix) / (width * height)
      this.painted.paint(shared(this.placed([0, 0, 1, 1]), state.clip), undefined)
    }
    this.waiting = false
  }

  private save(): void {
    this.leave()
    this.saved.push({ ...this.state })
    this.text.save()
  }

  private restore(): void {
    this.leave()
    this.state = this.saved.pop() ?? this.state
    this.text.restore()
  }

  private move(by: number[]): void {
    this.leave()
    this.state.matrix = Util.transform(this.state.matrix as number[], by)
    this.waiting = true
  }

  private setState(entries: [string, unknown][]): void {
    for (const [key, value] of entries) {
      if (key === 'ca') this.state.opacity = Number(value)
      else if (key === 'LW') this.state.lineWidth = Number(value)
      else if (key === 'SMask') this.state.mixed = Boolean(value)
      else if (key === 'BM') this.state.mixed = value !== 'source-over'
    }
  }

  private write(glyphs: Parameters<PdfText['show']>[0]): void {
    this.waiting = false
    const { matrix, mode, clip } = this.state
    this.drawing.unseenText ||= mode === unseen
    const { text, start, width, height } = this.text.show(glyphs)
    if (text.trim() === '') return
    const [a, b, c, d, x, y] = Util.transform(matrix as number[], start) as number[]
    const [wide, high] = [width * Math.hypot(a!, b!), height * Math.hypot(c!, d!)]
    const outside =
      x! + wide < clip.left || x! > clip.right || y! < clip.top || y! - high > clip.bottom
    // What doesn't stand upright goes elsewhere than to the right.
    const upright = a! > 0 && Math.abs(b!) < a! / 100
    const ink = this.layers.includes(false) || outside ? null : upright ? this.ink() : undefined
    this.painted.write({ text, x: x!, y: y! }, [wide, high], mode === unseen ? null : ink)
  }

  /** What letters are filled with; null where they leave no mark. */
  private ink(): Ink | null {
    const { mode, opacity, mixed, ink } = this.state
    if (mode !== filled) return undefined
    if (opacity <= transparent && !mixed) return null
    return opacity >= opaque && !mixed ? ink : undefined
  }

  private draw([paint, [points]]: [number, [ArrayLike<number> | null]]): void {
    const { state, clips } = this
    this.clips = false
    if (!points) return
    const bounds = boundsOf(points)
    if (clips) this.cut(bounds)
    if (paint === OPS.endPath) return
    this.waiting = false
    this.drawing.paths.push({ points, matrix: state.matrix, paint })
    const strokes = paint === OPS.stroke || paint === OPS.closeStroke
    const area = shared(this.placed(bounds), state.clip)
    if (!strokes) {
      const even = isRectangle(points) && state.opacity >= opaque && !state.mixed
      if (state.opacity > transparent || state.mixed)
        this.painted.paint(area, even ? state.ink : undefined)
      return
    }
    const half = (state.lineWidth * Math.sqrt(unitSquare(state.matrix))) / 2
    // A line as thick as a band is a ground; where it bends isn't known.
    if (half <= thickest / 2) return
    this.painted.paint(
      {
        left: area.left - half,
        top: area.top - half,
        right: area.right + half,
        bottom: area.bottom + half,
      },
      undefined,
    )
  }

  private cut(to: Corners): void {
    this.state.clip = shared(this.state.clip, this.placed(to))
  }

  private placed([x1, y1, x2, y2]: Corners): Area {
    const [a, b, c, d, e, f] = this.state.matrix as [number, number, number, number, number, number]
    const corners = [
      [x1, y1],
      [x2, y1],
      [x1, y2],
      [x2, y2],
    ] as const
    return around(corners.map(([x, y]) => [a * x + c * y + e, b * x + d * y + f] as const))
  }
}

/** Points from which a drawn line is a band of colour. */
const thickest = 4

/** Numbers that follow each code in a path of pdf.js. */
const lengths = [2, 2, 6, 4, 0]

/** The corners of the smallest upright rectangle around a path, before it is placed. */
function boundsOf(points: ArrayLike<number>): Corners {
  let [x1, y1] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  let [x2, y2] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let n = 0; n < points.length; ) {
    const count = lengths[points[n]!] ?? points.length
    for (let at = n + 1; at + 1 <= n + count; at += 2) {
      x1 = Math.min(x1, points[at]!)
      x2 = Math.max(x2, points[at]!)
      y1 = Math.min(y1, points[at + 1]!)
      y2 = Math.max(y2, points[at + 1]!)
    }
    n += count + 1
  }
  return [x1, y1, x2, y2]
}

/** How many square points the unit square covers once it is placed, a page at most. */
function unitSquare([a, b, c, d]: readonly number[]): number {
  return Math.abs(a! * d! - b! * c!)
}
