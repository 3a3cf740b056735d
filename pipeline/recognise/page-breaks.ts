import type { Cell, Document, Sheet } from '../read/cell.ts'
import { fold } from './text.ts'

/**
 * A document of pages with each table in one piece that the end of a page cuts, its headings on the first page alone: the lines at the top of a page that have
 * the columns of those at the foot of the page before stand under these, each cell with where the file has it (`origin`). A page that begins with headings,
 * or follows a total, begins a table of its own. Other documents as they are.
 */
export function withoutPageBreaks(document: Document): Document {
  if (document.format !== 'pdf' || document.sheets.length < 2) return document
  const sheets = [...document.sheets]
  for (let at = 1; at < sheets.length; at++) {
    const [before, page] = [sheets[at - 1]!, sheets[at]!]
    const columns = columnsAtFoot(before)
    const rest = columns === null ? [] : linesAtTop(page, columns.length)
    if (columns === null || rest.length === 0) continue
    const last = Math.max(...before.cells.map(({ row }) => row))
    const moved = rest.flatMap((line, step) =>
      line.map(
        (cell, place): Cell => ({
          ...cell,
          row: last + 1 + step,
          col: columns[place]!,
          origin: { sheet: page.name, row: cell.row, col: cell.col },
        }),
      ),
    )
    const gone = new Set(rest.flat())
    sheets[at - 1] = { ...before, cells: [...before.cells, ...moved] }
    sheets[at] = { ...page, cells: page.cells.filter((cell) => !gone.has(cell)) }
  }
  const isSame = sheets.every((sheet, at) => sheet === document.sheets[at])
  return isSame ? document : { ...document, sheets }
}

/** The columns of the line at the foot of a page, where it is one of a table with headings there, and no total; null where it isn't. */
function columnsAtFoot(sheet: Sheet): number[] | null {
  const lines = linesOf(sheet)
  const foot = lines.at(-1)
  if (foot === undefined || !isLine(foot) || ends.test(fold(foot[0]!.text))) return null
  const start = lines.findLastIndex((line) => !isLine(line))
  const head = lines[start]
  const columns = foot.map(({ col }) => col)
  const heads = head?.every((cell) => columns.includes(cell.col) && !isCount(cell)) === true
  return heads && head!.length >= foot.length - 1 && head!.length > 1 ? columns : null
}

/** The lines at the top of a page that are lines of a table with so many columns and no headings of their own. */
function linesAtTop(sheet: Sheet, columns: number): Cell[][] {
  const lines = linesOf(sheet)
  const end = lines.findIndex((line) => !isLine(line) || line.length !== columns)
  return end < 0 ? [] : lines.slice(0, end)
}

/** The cells of a page by line, from left to right. */
function linesOf({ cells }: Sheet): Cell[][] {
  return [...Map.groupBy(cells, ({ row }) => row)]
    .sort(([a], [b]) => a - b)
    .map(([, line]) => line.toSorted((a, b) => a.col - b.col))
}

/** A name with its counts: « Bénéficiaires uniques | 1 500 | 1 540 ». */
function isLine([name, ...counts]: readonly Cell[]): boolean {
  return (
    name !== undefined && /\p{L}/u.test(name.text) && counts.length > 0 && counts.every(isCount)
  )
}

const isCount = ({ text }: Cell) =>
  /^\s*[-+]?\d[\d\s.,]*(?:%|€|\*+|\(\d\))?\s*$|^\s*(?:n\.?\s?[cd]\.?|[-–—])\s*$/iu.test(text)

const ends = /^(?:total|ensemble|sous-total|cumul|somme)\b/
