import { firstWord, joinedWords, type Line, type Segment, type Words } from './pdf-lines.ts'

/** A single text wider than this part of what its lines may fill is a paragraph. */
const paragraphWidth = 0.5
/** Letter heights between the lines of a paragraph, at most. */
const lineGap = 1.7
/** Points by which lines that start at one place may miss it. */
const near = 2
/** Lines from which two columns of text are taken for such, and words of each. */
const fewestLines = 6
const fewestWords = 4

/**
 * Lines of text as they are to be read: two columns of running text one after the other, and lines that were broken only because
 * the page ends made one. `width` is that of the page.
 */
export function readingOrder(lines: readonly Line[], width: number): Line[] {
  const left = Math.min(...lines.flatMap(({ segments }) => segments.map((one) => one.left)))
  const gutter = gutterOf(lines)
  // Margins are taken to be equal: the longest line of a list says nothing of how long it might be.
  if (gutter === null) return joinParagraphs(lines, left, width - left)
  const { from, to, at } = gutter
  const sides = lines.slice(from, to)
  const side = (keep: (one: Segment) => boolean) => {
    const own = sides.flatMap((line) => {
      const segments = line.segments.filter(keep)
      return segments.length === 0 ? [] : [{ ...line, segments }]
    })
    const ends = own.map(({ segments }) => segments.at(-1)!.right)
    return joinParagraphs(own, Math.min(...own.map(edge)), Math.max(...ends))
  }
  const above = joinParagraphs(lines.slice(0, from), left, width - left)
  const below = readingOrder(lines.slice(to), width)
  return [...above, ...side((one) => one.left < at), ...side((one) => one.left >= at), ...below]
}

/** Where running text in two columns starts and ends, and where its second column starts; null where there is none. */
function gutterOf(lines: readonly Line[]): { from: number; to: number; at: number } | null {
  const pairs = lines.filter(({ segments }) => segments.length === 2 && segments.every(isProse))
  if (pairs.length < fewestLines) return null
  const at = Math.min(...pairs.map(({ segments }) => segments[1]!.left)) - near
  const [first, last] = [pairs[0]!, pairs.at(-1)!]
  let [from, to] = [lines.indexOf(first), lines.indexOf(last) + 1]
  const apart = ({ segments }: Line) =>
    segments.length <= 2 && segments.every((one) => one.left >= at || one.right < at)
  while (from > 0 && apart(lines[from - 1]!)) from--
  while (to < lines.length && apart(lines[to]!)) to++
  const own = lines.slice(from, to)
  return own.every(apart) && [0, 1].every((side) => isFilled(pairs, side)) ? { from, to, at } : null
}

function isProse({ whole }: Segment): boolean {
  return whole.split(/\s+/).length >= fewestWords
}

/** Whether most lines of a column end where it ends: running text does, answers to questions don't. */
function isFilled(lines: readonly Line[], side: number): boolean {
  const own = lines.map(({ segments }) => segments[side]!)
  const [left, right] = [
    Math.min(...own.map((one) => one.left)),
    Math.max(...own.map((one) => one.right)),
  ]
  const full = own.filter((one) => one.right > right - (right - left) * 0.2)
  return full.length > own.length * 0.6
}

function edge({ segments }: Line): number {
  return segments[0]!.left
}

function joinParagraphs(lines: readonly Line[], left: number, right: number): Line[] {
  const joined: Line[] = []
  let last: Line | null = null
  for (const line of lines) {
    const whole = joined.at(-1)
    if (last !== null && whole !== undefined && continues(last, line, left, right)) {
      const [before, own] = [whole.segments[0]!, line.segments[0]!]
      whole.segments = [
        {
          ...joinedLines(before, own),
          left: Math.min(before.left, own.left),
          right: Math.max(before.right, own.right),
        },
      ]
    } else joined.push({ ...line })
    last = line
  }
  return joined
}

/** « Hautes-/Sylvanes » keeps its hyphen, « média-/tion » was divided. */
function joinedLines(before: Segment, own: Segment): Words {
  if (!/\p{L}-$/u.test(before.whole)) return joinedWords([before, own], ' ')
  const divided = /\p{Ll}-$/u.test(before.whole) && /^\p{Ll}/u.test(own.whole)
  const whole = (text: string) => (divided ? text.replace(/-$/, '') : text)
  const { whole: all, seen, unseen, struck } = before
  const start = { whole: whole(all), seen: whole(seen), unseen: whole(unseen), struck }
  return joinedWords([start, own], '')
}

/** Whether a line goes on in the next one: its next word had no more place, and no sentence ends there. */
function continues(line: Line, next: Line, left: number, right: number): boolean {
  const [own, other] = [line.segments[0]!, next.segments[0]!]
  if (line.segments.length > 1 || next.segments.length > 1) return false
  if (own.right - own.left < (right - left) * paragraphWidth) return false
  if (Math.abs(line.height - next.height) > line.height * 0.1) return false
  if (next.y - line.y > line.height * lineGap || /[.:;!?]$/.test(own.whole)) return false
  const centre = Math.abs(own.left + own.right - other.left - other.right) < near * 2
  const indented = own.left - other.left
  const flush = indented > -near && indented < line.height * 4
  const place = flush ? right - own.right : right - left - (own.right - own.left)
  return (flush || centre) && place < firstWord(other)
}
