import type { Cell } from './cell.ts'
import { textCell } from './csv.ts'
import { cleanText } from './text.ts'

/** A run of text on a page, in points from the top left corner; `y` is its baseline. */
export interface Piece {
  text: string
  left: number
  right: number
  y: number
  /** Height of its letters. */
  height: number
}

/** Pieces that stand so close that they read as one text. */
interface Segment {
  text: string
  left: number
  right: number
}

type Line = Segment[]

/** Gaps in letter heights: under the first no space is meant, from the second on a new column starts. */
const spaceGap = 0.15
const columnGap = 0.9
/** A single text wider than this part of the page is a paragraph, which ends a table. */
const paragraphWidth = 0.5

/**
 * The cells of a page without rules to go by: a row a line of text, a column where white runs down between texts.
 * `width` is that of the page. Lines of text outside of tables stand in column A.
 */
export function layOut(pieces: readonly Piece[], width: number): Cell[] {
  const lines = linesOf(pieces).map(segmentsOf)
  const cells: Cell[] = []
  let block: number[] = []
  const place = () => {
    const edges = columnEdges(block.map((row) => lines[row]!))
    for (const row of block) cells.push(...cellsOf(lines[row]!, row, edges))
    block = []
  }
  for (const [row, line] of lines.entries()) {
    const [only] = line
    const isParagraph = line.length === 1 && only!.right - only!.left > width * paragraphWidth
    if (isParagraph) {
      place()
      cells.push(...cellsOf(line, row, []))
    } else block.push(row)
  }
  place()
  return cells.toSorted((a, b) => a.row - b.row || a.col - b.col)
}

function cellsOf(line: Line, row: number, edges: number[]): Cell[] {
  let next = 0
  return line.map(({ text, left }) => {
    const col = Math.max(next, edges.filter((edge) => edge <= left).length)
    next = col + 1
    return textCell(row, col, text)
  })
}

function linesOf(pieces: readonly Piece[]): Piece[][] {
  const lines: { y: number; height: number; pieces: Piece[] }[] = []
  const shown = pieces.filter(({ text }) => text.trim() !== '')
  for (const piece of shown.toSorted((a, b) => a.y - b.y || a.left - b.left)) {
    const last = lines.at(-1)
    if (last !== undefined && piece.y - last.y < Math.max(last.height, piece.height) * 0.5) {
      last.pieces.push(piece)
    } else lines.push({ y: piece.y, height: piece.height, pieces: [piece] })
  }
  return lines.map((line) => line.pieces.toSorted((a, b) => a.left - b.left))
}

function segmentsOf(pieces: Piece[]): Line {
  const line: Line = []
  let end: Piece | null = null
  for (const piece of pieces) {
    const text = cleanText(piece.text).trim()
    const gap = end === null ? Number.POSITIVE_INFINITY : piece.left - end.right
    const last = line.at(-1)
    if (last === undefined || gap > columnGap * piece.height) {
      line.push({ text, left: piece.left, right: piece.right })
    } else {
      const spaced =
        gap > spaceGap * piece.height || /\s$/.test(end!.text) || /^\s/.test(piece.text)
      last.text += (spaced ? ' ' : '') + text
      last.right = Math.max(last.right, piece.right)
    }
    end = piece
  }
  return line
}

/** Where columns start: the middles of the white strips that run down between the texts of a table. */
function columnEdges(lines: Line[]): number[] {
  const rows = lines.filter((line) => line.length > 1)
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
