import type { Cell, Merge, Sheet } from './cell.ts'
import { textCell } from './csv.ts'
import { columnsBeside } from './pdf-beside.ts'
import { columnEdges } from './pdf-columns.ts'
import { type FilledBox, takeCombs } from './pdf-combs.ts'
import {
  joinedWords,
  type Line,
  linesOf,
  type MarkedPiece,
  type Piece,
  type Segment,
  type Words,
} from './pdf-lines.ts'
import { readingOrder } from './pdf-paragraphs.ts'
import { type Box, boxAt, type Rules } from './pdf-rules.ts'
import { joinLabels, joinWrapped } from './pdf-wrap.ts'
import { isConcealed } from './text.ts'

/** A single text wider than this part of the page is a paragraph, which ends a table. */
const paragraphWidth = 0.5
/** Points within which rules are at one place. */
const levelGap = 3

/** Lines of free text, or the cells that start at one level of a drawn table. */
type Row = { y: number } & ({ line: Line } | { boxes: FilledBox[] })

/**
 * The cells of a page: inside drawn tables a row and a column as the rules say; elsewhere a row a line of text,
 * a column where white runs down between texts. `width` is that of the page.
 */
export function layOut(
  drawn: readonly Piece[],
  width: number,
  rules: Rules,
): Pick<Sheet, 'cells' | 'merges'> {
  const pieces = drawn.map((piece) => ({ ...piece, struck: isStruck(piece, rules) }))
  const { boxes, free } = sortOut(pieces, rules)
  const beside = columnsBeside(boxes, (box) => columnOf(box.right, box, rules))
  const lines = placed(readingOrder(linesOf(free), width))
  const rows = [...lines, ...levelsOf(boxes)].toSorted((a, b) => a.y - b.y)
  const cells: Cell[] = []
  const merges: Merge[] = []
  let block: [row: number, line: Line][] = []
  const place = () => {
    const table = joinLabels(block)
    const edges = columnEdges(table.map(([, line]) => line))
    for (const [row, { segments }] of table) cells.push(...cellsOf(segments, row, edges))
    block = []
  }
  for (const [row, content] of rows.entries()) {
    if ('line' in content && !isParagraph(content.line, width)) {
      block.push([row, content.line])
      continue
    }
    place()
    if ('line' in content) cells.push(...cellsOf(content.line.segments, row, []))
    else {
      for (const box of content.boxes) {
        const offset = beside.get(box.table) ?? 0
        const col = offset + columnOf(box.left, box, rules)
        const last = rows.findLastIndex(({ y }) => y < box.bottom - levelGap)
        const merge: Merge = {
          top: row,
          left: col,
          bottom: Math.max(row, last),
          right: offset + columnOf(box.right, box, rules) - 1,
        }
        if (merge.bottom > merge.top || merge.right > merge.left) merges.push(merge)
        cells.push(cellOf(row, col, textOf(box.pieces)))
      }
    }
  }
  place()
  const ordered = cells.toSorted((a, b) => a.row - b.row || a.col - b.col)
  return { cells: boxes.length === 0 ? joinWrapped(ordered) : ordered, merges }
}

function isParagraph({ segments }: Line, width: number): boolean {
  const [only] = segments
  return segments.length === 1 && only!.right - only!.left > width * paragraphWidth
}

/** Lines in the order in which they are read: a column of text goes on below what stood beside it. */
function placed(lines: Line[]): Row[] {
  let y = Number.NEGATIVE_INFINITY
  return lines.map((line) => {
    y = Math.max(y, line.y)
    return { y, line }
  })
}

/** Pieces by the box of the drawn table in which they stand; what is written in boxes of a letter each is free text. */
function sortOut(
  pieces: readonly MarkedPiece[],
  rules: Rules,
): { boxes: FilledBox[]; free: MarkedPiece[] } {
  const boxes = new Map<string, FilledBox>()
  const free: MarkedPiece[] = []
  for (const piece of pieces.flatMap((one) => cutAtRules(one, rules))) {
    if (piece.text.trim() === '') continue
    // The middle of the letters: a baseline may touch the rule under it, and a long text leave its box.
    const x = Math.min((piece.left + piece.right) / 2, piece.left + piece.height)
    const box = boxAt(rules, x, piece.y - piece.height / 3)
    if (box === null) {
      free.push(piece)
      continue
    }
    const key = [box.left, box.top, box.right, box.bottom].join()
    const filled = boxes.get(key) ?? { ...box, pieces: [] }
    filled.pieces.push(piece)
    boxes.set(key, filled)
  }
  const combed = takeCombs([...boxes.values()], rules)
  return { boxes: combed.boxes, free: [...free, ...combed.texts] }
}

/** Texts of neighbouring cells may come as one: it is cut where a rule runs down through a space of it. */
function cutAtRules(piece: MarkedPiece, { down }: Rules): MarkedPiece[] {
  const y = piece.y - piece.height / 3
  const through = down.filter(
    ({ at, from, to }) =>
      from <= y && y <= to && at > piece.left + levelGap && at < piece.right - levelGap,
  )
  let rest = piece
  const parts: MarkedPiece[] = []
  for (const { at } of through.toSorted((a, b) => a.at - b.at)) {
    const letter = (rest.right - rest.left) / Math.max(rest.text.length, 1)
    const meant = (at - rest.left) / letter
    const spaces = [...rest.text.matchAll(/\s+/g)].map(({ index }) => index)
    const [cut] = spaces.toSorted((a, b) => Math.abs(a - meant) - Math.abs(b - meant))
    // A rule that runs through a word is none of its table.
    if (cut === undefined || cut === 0 || Math.abs(cut - meant) > 3) continue
    parts.push({
      ...rest,
      text: rest.text.slice(0, cut),
      right: Math.min(at, rest.left + cut * letter),
    })
    const text = rest.text.slice(cut).trimStart()
    rest = { ...rest, text, left: Math.max(at, rest.right - text.length * letter) }
  }
  return [...parts, rest]
}

function levelsOf(boxes: FilledBox[]): Row[] {
  const levels: { y: number; boxes: FilledBox[] }[] = []
  for (const box of boxes.toSorted((a, b) => a.top - b.top || a.left - b.left)) {
    const last = levels.at(-1)
    if (last !== undefined && box.top - last.y < levelGap) last.boxes.push(box)
    else levels.push({ y: box.top, boxes: [box] })
  }
  return levels
}

/** How many columns of its table start left of a rule. */
function columnOf(at: number, { table }: Box, { down }: Rules): number {
  let columns = 0
  let last = Number.NEGATIVE_INFINITY
  for (const rule of down) {
    if (rule.table !== table || rule.at >= at - levelGap) continue
    if (rule.at - last > levelGap) columns++
    last = rule.at
  }
  return columns
}

function textOf(pieces: MarkedPiece[]): Words {
  const lines = linesOf(pieces).map(({ segments }) => joinedWords(segments, ' '))
  return joinedWords(lines, '\n')
}

function cellsOf(line: Segment[], row: number, edges: number[]): Cell[] {
  let next = 0
  return line.map((segment) => {
    const col = Math.max(next, edges.filter((edge) => edge <= segment.left).length)
    next = col + 1
    return cellOf(row, col, segment)
  })
}

function cellOf(row: number, col: number, { whole, seen, unseen, struck }: Words): Cell {
  const hidden = isConcealed(seen, unseen)
  return { ...textCell(row, col, hidden ? whole : seen.trim()), hidden, struck }
}

/** Whether a line runs through the middle of some letters; under them, it would stand lower. */
function isStruck({ left, right, y, height }: Piece, { across }: Rules): boolean {
  return across.some(
    ({ at, from, to }) =>
      at > y - height * 0.5 &&
      at < y - height * 0.15 &&
      Math.min(to, right) - Math.max(from, left) > height / 2,
  )
}
