import type { Cell, Document, Sheet } from '../read/cell.ts'

/**
 * A document of pages without the feet that run on under all of them, « CA du Val d’Ormes – bilan | 3 »: a last line with the number of its page, and for the
 * rest the same as on the page before or behind. Its number counts nothing, and under a table it would be one more line. Other documents as they are.
 */
export function withoutRunningFeet(document: Document): Document {
  if (document.format !== 'pdf' || document.sheets.length < 2) return document
  const feet = document.sheets.map((sheet, at) => footOf(sheet, at + 1))
  const runs = feet.map((foot, at) => {
    const beside = [feet[at - 1], feet[at + 1]]
    return foot !== null && beside.some((other) => other?.text === foot.text)
  })
  if (!runs.includes(true)) return document
  const sheets = document.sheets.map((sheet, at) => {
    if (!runs[at]) return sheet
    const foot = new Set(feet[at]!.cells)
    return { ...sheet, cells: sheet.cells.filter((cell) => !foot.has(cell)) }
  })
  return { ...document, sheets }
}

/** The last line of a page and its text without the number of the page; null where it has no such number. */
function footOf(sheet: Sheet, page: number): { cells: Cell[]; text: string } | null {
  const last = Math.max(...sheet.cells.map(({ row }) => row))
  const cells = sheet.cells.filter(({ row }) => row === last)
  const numbered = cells.findLast(({ text }) => pageOf(text) === page)
  if (numbered === undefined) return null
  const rest = cells.map((cell) => (cell === numbered ? '' : cell.text.trim()))
  return { cells, text: rest.join('\n') }
}

/** The page that « 3 », « Page 3 », « 3/12 », « – 3 – » is the number of; null for any other text. */
function pageOf(text: string): number | null {
  const found =
    /^\s*[-–]?\s*(?:p(?:age|\.)?\s*)?(\d{1,3})(?:\s*(?:\/|sur)\s*\d{1,3})?\s*[-–]?\s*$/i.exec(text)
  return found === null ? null : Number(found[1])
}
