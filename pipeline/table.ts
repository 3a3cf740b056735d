import { readFile } from 'node:fs/promises'
import Papa from 'papaparse'
import type { z } from 'zod'
import { BilanError } from './error.ts'

/** One row of a table that people keep beside the reports: its cells by column. */
export interface TableRow {
  /** As a spreadsheet counts, the header being line 1 and blank lines counting. */
  ligne: number
  cells: Record<string, string>
}

/** Reads a file that a person keeps; a missing or locked one is a `BilanError` with this remedy. */
export async function readInput(path: string, remedy: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const fact =
      code === 'ENOENT' ? 'there is no such file' : `it can't be read (${code ?? 'error'})`
    throw new BilanError(`${path}: ${fact}`, remedy, 1, cause)
  }
}

/**
 * The rows of a CSV as `contract.md` has them: UTF-8 with or without a mark, commas, one header line. Blank lines are no rows; more
 * columns than those named are fine.
 * @throws BilanError for another encoding, a missing column, or the first line whose cells aren't those of the header
 */
export function parseTable(
  path: string,
  bytes: Uint8Array,
  columns: readonly string[],
): TableRow[] {
  const { data, errors } = Papa.parse<string[]>(decode(path, bytes), { delimiter: ',' })
  const [broken] = errors
  if (broken) {
    throw new BilanError(
      `${path}, line ${(broken.row ?? 0) + 1}: ${broken.message}`,
      'put quotes at both ends of a cell, and two where one stands inside it',
    )
  }
  const lines = data
    .map((cells, index) => ({ cells, ligne: index + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const header = (lines[0]?.cells ?? []).map((name) => name.trim())
  const missing = columns.filter((name) => !header.includes(name))
  if (lines.length === 0) {
    throw new BilanError(
      `${path}: the file is empty`,
      `write the columns ${columns.join(', ')}, separated by commas`,
    )
  }
  const other = [';', '\t'].find(
    (mark) => missing.length > 0 && header.length === 1 && header[0]!.includes(mark),
  )
  if (other) {
    throw new BilanError(
      `${path}: cells are separated by ${other === ';' ? 'semicolons' : 'tabs'} (${JSON.stringify(header[0]!.slice(0, 60))})`,
      'save it as CSV UTF-8 with commas',
    )
  }
  if (missing.length > 0) {
    throw new BilanError(
      `${path}: the header ${JSON.stringify(header.join(','))} has no column ${missing.join(', ')}`,
      `write the columns ${columns.join(', ')}, separated by commas`,
    )
  }
  const twice = columns.find((name) => header.indexOf(name) !== header.lastIndexOf(name))
  if (twice !== undefined) {
    throw new BilanError(`${path}: the header has ${twice} twice`, 'keep one of the two columns')
  }
  return lines.slice(1).map(({ cells, ligne }) => {
    const over =
      cells.length > header.length && cells.slice(header.length).some((cell) => cell.trim() !== '')
    if (cells.length < header.length || over) {
      throw new BilanError(
        `${path}, line ${ligne}: ${cells.length} cells where the header has ${header.length}`,
        'give every line as many cells as the header, in quotes where a cell holds a comma',
      )
    }
    return { ligne, cells: Object.fromEntries(header.map((name, i) => [name, cells[i]!])) }
  })
}

/**
 * One row as its schema makes it.
 * @throws BilanError with file, line, column and value of the first cell that is wrong
 */
export function parseRow<T>(path: string, row: TableRow, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(row.cells)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  const column = String(issue.path[0])
  throw new BilanError(
    `${path}, line ${row.ligne}, column ${column}: ${JSON.stringify(row.cells[column] ?? '')} — ${issue.message}`,
    'mend the cell and run again',
  )
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new BilanError(`${path}: not UTF-8`, 'save it as CSV UTF-8 (comma)', 1, cause)
  }
}
