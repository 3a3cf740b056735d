import type { Cell, Sheet } from '../read/cell.ts'

const separators = [';', '\t', '|', ','] as const
const digits = /^\d+$/

/**
 * A sheet with the lines of a csv file that stand in one cell each, « commune;pass_achetes;pass_scannes » over « Brou;1300;871 », in cells of their own. A
 * sentence has a space behind its semicolons, and is none.
 */
export function splitLines(sheet: Sheet): Sheet {
  const byRow = Map.groupBy(sheet.cells, ({ row }) => row)
  const alone = [...byRow.values()].flatMap((cells) => (cells.length === 1 ? cells : []))
  const parts = new Map<Cell, Cell[]>()
  for (const separator of separators) {
    for (const run of runsOf(
      alone.filter((cell) => !parts.has(cell)),
      separator,
    ))
      for (const { cell, fields } of run) parts.set(cell, cellsOf(cell, fields))
  }
  if (parts.size === 0) return sheet
  return { ...sheet, cells: sheet.cells.flatMap((cell) => parts.get(cell) ?? cell) }
}

interface Line {
  cell: Cell
  fields: string[]
}

/** Lines under each other that have as many fields: the first one of names, the others with a number at least. */
function runsOf(cells: readonly Cell[], separator: string): Line[][] {
  const runs: Line[][] = []
  for (const cell of cells) {
    const fields = cell.text.split(separator).map((field) => field.replace(/^"(.*)"$/, '$1'))
    const fits = fields.length > 2 && cell.type === 'text' && !fields.some((f) => /^\s|\s$/.test(f))
    const last = runs.at(-1)?.at(-1)
    const goesOn = last?.cell.row === cell.row - 1 && last.cell.col === cell.col
    if (fits && goesOn && last.fields.length === fields.length) runs.at(-1)!.push({ cell, fields })
    else if (fits) runs.push([{ cell, fields }])
  }
  return runs.filter(
    ([names, ...lines]) =>
      lines.length > 0 &&
      !names!.fields.some((field) => digits.test(field)) &&
      lines.every(({ fields }) => fields.some((field) => digits.test(field))),
  )
}

function cellsOf(cell: Cell, fields: readonly string[]): Cell[] {
  return fields.flatMap((text, at) =>
    text === '' ? [] : { ...cell, text, value: null, col: cell.col + at },
  )
}
