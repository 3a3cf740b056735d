import type { Cell } from './cell.ts'

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
      joined.push({ ...top, row, text: lines.map((line) => line.text).join('\n') })
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
