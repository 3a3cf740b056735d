import type { PageViewport, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { OPS, Util } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** A path that a page draws: its points in the numbers of pdf.js, the matrix that places them, and what paints it. */
export interface Path {
  points: ArrayLike<number>
  matrix: readonly number[]
  paint: number
}

/** What a page draws besides its text. */
export interface Drawing {
  paths: Path[]
  /** Share of the page that pictures cover, 0 to 1; pictures over each other count twice. */
  pictures: number
  /** Whether some text is drawn so that it leaves no mark: what a scanner's software believes to have read. */
  unseenText: boolean
}

/** The rendering mode of a text that neither fills nor strokes its letters. */
const unseen = 3

const shows: ReadonlySet<number> = new Set([
  OPS.showText,
  OPS.showSpacedText,
  OPS.nextLineShowText,
  OPS.nextLineSetSpacingShowText,
])

/**
 * Walks through what a page draws. The page must come from a document that was opened so that pictures are left out (decoding them takes
 * a second each and all memory): where one would stand, only its matrix is left, which makes the unit square as large as the picture.
 */
export async function drawingOf(page: PDFPageProxy, view: PageViewport): Promise<Drawing> {
  const { fnArray, argsArray } = await page.getOperatorList()
  const { transform, width, height } = view
  const drawing: Drawing = { paths: [], pictures: 0, unseenText: false }
  let matrix: readonly number[] = transform
  let mode = 0
  // A matrix that was set and under which nothing has been painted yet.
  let waiting = false
  const saved: { matrix: readonly number[]; mode: number }[] = []
  const leave = () => {
    if (waiting) drawing.pictures += unitSquare(matrix) / (width * height)
    waiting = false
  }
  const save = () => {
    leave()
    saved.push({ matrix, mode })
  }
  const restore = () => {
    leave()
    ;({ matrix, mode } = saved.pop() ?? { matrix, mode })
  }
  const move = (by: number[]) => {
    leave()
    matrix = Util.transform(matrix as number[], by)
    waiting = true
  }
  for (const [n, operator] of fnArray.entries()) {
    const args: unknown = argsArray[n]
    if (operator === OPS.save) save()
    else if (operator === OPS.restore) restore()
    else if (operator === OPS.transform) move(args as number[])
    else if (operator === OPS.paintFormXObjectBegin) {
      save()
      const [own] = args as [number[] | null]
      if (own) move(Array.from(own))
      waiting = false
    } else if (operator === OPS.paintFormXObjectEnd) restore()
    else if (operator === OPS.setTextRenderingMode) [mode] = args as [number]
    else if (shows.has(operator)) {
      waiting = false
      drawing.unseenText ||= mode === unseen
    } else if (operator === OPS.shadingFill) waiting = false
    else if (operator === OPS.constructPath) {
      const [paint, [points]] = args as [number, [ArrayLike<number> | null]]
      if (!points || paint === OPS.endPath) continue
      waiting = false
      drawing.paths.push({ points, matrix, paint })
    }
  }
  leave()
  return drawing
}

/** How many square points the unit square covers once it is placed, a page at most. */
function unitSquare([a, b, c, d]: readonly number[]): number {
  return Math.abs(a! * d! - b! * c!)
}
