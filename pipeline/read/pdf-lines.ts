import { cleanText, raised } from './text.ts'

/** A run of text on a page, in points from the top left corner; `y` is its baseline. */
export interface Piece {
  text: string
  left: number
  right: number
  y: number
  /** Height of its letters. */
  height: number
  /** Nobody sees it. */
  hidden: boolean
}

export interface MarkedPiece extends Piece {
  /** A line is drawn through some of it. */
  struck: boolean
}

/** A text, and what of it is seen and what isn't. */
export interface Words {
  whole: string
  seen: string
  unseen: string
  struck: boolean
}

/** Pieces that stand so close that they read as one text. */
export interface Segment extends Words {
  left: number
  right: number
}

/** A line of text; `y` is its baseline, `height` that of its first letters. */
export interface Line {
  y: number
  height: number
  segments: Segment[]
}

/** Gaps in letter heights: under the first no space is meant, from the second on a new column starts. */
const spaceGap = 0.15
const columnGap = 0.9

/** The lines that pieces stand on, from the top; pieces without letters are left out. */
export function linesOf(pieces: readonly MarkedPiece[]): Line[] {
  const lines: { y: number; height: number; pieces: MarkedPiece[] }[] = []
  const shown = pieces.filter(({ text }) => text.trim() !== '')
  for (const piece of shown.toSorted((a, b) => a.y - b.y || a.left - b.left)) {
    const last = lines.at(-1)
    if (last !== undefined && piece.y - last.y < Math.max(last.height, piece.height) * 0.5) {
      last.pieces.push(piece)
    } else lines.push({ y: piece.y, height: piece.height, pieces: [piece] })
  }
  return lines.map(({ pieces: own }) => {
    const ordered = own.toSorted((a, b) => a.left - b.left)
    return { y: ordered[0]!.y, height: ordered[0]!.height, segments: segmentsOf(ordered) }
  })
}

function segmentsOf(pieces: MarkedPiece[]): Segment[] {
  const line: Segment[] = []
  let end: MarkedPiece | null = null
  for (const piece of pieces) {
    const text = cleanText(piece.text).trim()
    const gap = end === null ? Number.POSITIVE_INFINITY : piece.left - end.right
    const last = line.at(-1)
    const [seen, unseen] = piece.hidden ? ['', text] : [text, '']
    if (last === undefined || gap > columnGap * piece.height) {
      const { left, right, struck } = piece
      line.push({ whole: text, seen, unseen, struck, left, right })
    } else {
      const spaced =
        gap > spaceGap * piece.height || /\s$/.test(end!.text) || /^\s/.test(piece.text)
      const mark = isRaised(piece, end!) ? raised : (same: string) => same
      const words = { whole: mark(text), seen: mark(seen), unseen: mark(unseen) }
      Object.assign(
        last,
        joinedWords([last, { ...words, struck: piece.struck }], spaced ? ' ' : ''),
      )
      last.right = Math.max(last.right, piece.right)
    }
    end = piece
  }
  return line
}

/** Texts made one, `by` between them. */
export function joinedWords(texts: readonly Words[], by: string): Words {
  const joined = (of: 'whole' | 'seen' | 'unseen') => texts.map((words) => words[of]).join(by)
  return {
    whole: joined('whole'),
    seen: joined('seen'),
    unseen: joined('unseen'),
    struck: texts.some(({ struck }) => struck),
  }
}

/** Smaller and above the line, as the number of a note. */
function isRaised(piece: MarkedPiece, before: MarkedPiece): boolean {
  return piece.height < before.height * 0.85 && before.y - piece.y > before.height * 0.15
}

/** How far the first word of a text reaches, with the space before it. */
export function firstWord({ whole, left, right }: Segment): number {
  const word = /^\S+/.exec(whole)?.[0] ?? ''
  return ((right - left) / Math.max(whole.length, 1)) * (word.length + 1)
}
