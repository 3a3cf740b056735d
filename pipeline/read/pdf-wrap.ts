import type { Cell } from './cell.ts'
import { firstWord, joinedWords, type Line, type Segment } from './pdf-lines.ts'

/** Letter heights between the lines of one label, at most. */
const labelGap = 1.4
/** Points by which labels of one column may miss each other. */
const near = 3

/**
 * Joins labels that go on in the next line of their column (in small letters, where no more place was left), when one line of figures
 * stands beside them, wherever. `block` is a table without rules, each line with its row.
 */
export function joinLabels(block: readonly [row: number, line: Line][]): [number, Line][] {
  const lines = block.map(([, line]) => line)
  const beside = lines.filter(({ segments }) => segments.length > 1)
  const left = Math.min(...beside.map(({ segments }) => segments[0]!.left))
  const isLabel = (one: Segment | undefined) =>
    one !== undefined && Math.abs(one.left - left) < near && /\p{L}/u.test(one.whole)
  const labelled = block.filter(([, { segments }]) => isLabel(segments[0]))
  // Where labels end; titles in larger letters go further.
  const endOf = ({ height }: Line) =>
    Math.max(
      ...labelled
        .filter(([, other]) => Math.abs(other.height - height) < height * 0.1)
        .map(([, { segments }]) => segments[0]!.right),
    )
  const goesOn = ([, line]: [number, Line], [, next]: [number, Line]) => {
    const [own, other] = [line.segments[0]!, next.segments[0]!]
    return (
      next.y - line.y <= line.height * labelGap &&
      /^\(?\p{Ll}/u.test(other.whole) &&
      // « dont scannés » is a label of its own.
      !/^dont\b/.test(other.whole) &&
      own.right + firstWord(other) > endOf(line)
    )
  }
  const gone = new Set<Line>()
  const joined = new Map<Line, Line>()
  for (let n = 0; n < labelled.length; ) {
    let last = n
    while (last + 1 < labelled.length && goesOn(labelled[last]!, labelled[last + 1]!)) last++
    const own = labelled.slice(n, last + 1).map(([, line]) => line)
    n = last + 1
    if (own.length < 2) continue
    const around = own[0]!.height * 0.3
    const within = lines.filter(({ y }) => y >= own[0]!.y - around && y <= own.at(-1)!.y + around)
    const answered = within.filter((line) => answersOf(line, own.includes(line)).length > 0)
    const [answer] = answered
    if (answer === undefined || answered.length > 1) continue
    const labels = own.map(({ segments }) => segments[0]!)
    const label = {
      ...joinedWords(labels, '\n'),
      left: Math.min(...labels.map((one) => one.left)),
      right: Math.max(...labels.map((one) => one.right)),
    }
    for (const line of within) if (line !== answer) gone.add(line)
    const segments = [label, ...answersOf(answer, own.includes(answer))]
    joined.set(answer, { ...answer, segments })
  }
  return block.flatMap(([row, line]) =>
    gone.has(line) ? [] : [[row, joined.get(line) ?? line] as [number, Line]],
  )
}

/** What of a line stands beside the labels. */
function answersOf({ segments }: Line, labelled: boolean): Segment[] {
  return labelled ? segments.slice(1) : segments
}

/**
 * Joins texts that a table without rules wraps around their own line: a line of figures whose label stands half above and half
 * below it, a header of two lines beside headers of one. Rows that this leaves empty are closed up.
 */
export function joinWrapped(cells: Cell[]): Cell[] {
  const rows = Map.groupBy(cells, (cell) => cell.row)
  const gone = new Set<Cell>()
  const joined: Cell[] = []
  for (const [row, own] of rows) {
    const above = (rows.get(row - 1) ?? []).filter((cell) => !gone.has(cell))
    const below = rows.get(row + 1) ?? []
    if (above.length === 0 || below.length !== above.length) continue
    if (own.some((cell) => gone.has(cell))) continue
    // A header of three lines: over figures or in the first column, three lines are three texts.
    const heads = own.length > 1 && own.every((cell) => !isFigure(cell))
    const triples = above.map((top) => ({
      top,
      middle: own.find((cell) => cell.col === top.col),
      bottom: below.find((cell) => cell.col === top.col),
    }))
    const wraps = triples.every(
      ({ top, middle, bottom }) =>
        bottom !== undefined &&
        isText(top) &&
        !isFigure(bottom) &&
        (middle === undefined || (heads && middle !== own[0])),
    )
    if (!wraps) continue
    for (const { top, middle, bottom } of triples) {
      const lines = [top, ...(middle ? [middle] : []), bottom!]
      for (const line of lines) gone.add(line)
      const hidden = lines.some((line) => line.hidden)
      const struck = lines.some((line) => line.struck)
      const text = lines.map((line) => line.text).join('\n')
      joined.push({ ...top, row, text, hidden, struck })
    }
  }
  return closedUp([...cells.filter((cell) => !gone.has(cell)), ...joined])
}

/** Numbers the rows that are left without gaps. */
function closedUp(cells: Cell[]): Cell[] {
  const rows = [...new Set(cells.map((cell) => cell.row))].sort((a, b) => a - b)
  const places = new Map(rows.map((row, place) => [row, place]))
  return cells
    .map((cell) => ({ ...cell, row: places.get(cell.row)! }))
    .sort((a, b) => a.row - b.row || a.col - b.col)
}

function isText(cell: Cell): boolean {
  return /\p{L}/u.test(cell.text)
}

function isFigure(cell: Cell): boolean {
  return /^[\d\s.,%€-]+$/.test(cell.text)
}
