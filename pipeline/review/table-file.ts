import { readFile } from 'node:fs/promises'
import Papa from 'papaparse'
import writeFileAtomic from 'write-file-atomic'
import { BilanError } from '../error.ts'
import { parseTable, type TableRow } from '../table.ts'

const mark = '\uFEFF'

/**
 * A CSV that people keep beside the reports, to put single rows into: whatever else it holds stays as it is, byte for byte. A file
 * that isn't there begins with a header of `columns`.
 */
export class TableFile {
  readonly path: string
  readonly #columns: readonly string[]

  constructor(path: string, columns: readonly string[]) {
    this.path = path
    this.#columns = columns
  }

  /**
   * The rows as they stand now; none where there is no file.
   * @throws BilanError for what is no such table
   */
  async rows(): Promise<TableRow[]> {
    const bytes = await this.#bytes()
    return bytes.length === 0 ? [] : parseTable(this.path, bytes, this.#columns)
  }

  /**
   * Puts one row in: in the place of those that `replaces` names by their cells, else at the end. The file is read anew before, and
   * exchanged in one step.
   * @param cells by column; columns that the file doesn't have are left out, those that it has besides stay empty
   * @throws BilanError when the file is no such table or can't be written
   */
  async put(
    cells: Record<string, string>,
    replaces: (cells: Record<string, string>) => boolean,
  ): Promise<void> {
    const bytes = await this.#bytes()
    if (bytes.length > 0) parseTable(this.path, bytes, this.#columns)
    const text = withRow(bytes.toString('utf8'), this.#columns, cells, replaces)
    try {
      await writeFileAtomic(this.path, text)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      throw new BilanError(
        `${this.path}: can't be written (${code ?? 'error'})`,
        'give yourself the right to write there, and review again: what was decided before is kept',
        1,
        error,
      )
    }
  }

  async #bytes(): Promise<Buffer> {
    try {
      return await readFile(this.path)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT') return Buffer.alloc(0)
      throw new BilanError(
        `${this.path}: can't be read (${code ?? 'error'})`,
        'mend its rights',
        1,
        error,
      )
    }
  }
}

function withRow(
  text: string,
  columns: readonly string[],
  cells: Record<string, string>,
  replaces: (cells: Record<string, string>) => boolean,
): string {
  const start = text.startsWith(mark) ? mark : ''
  const records = recordsOf(text.slice(start.length))
  const at = records.findIndex(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const newline = records.some(({ source }) => source.endsWith('\r\n')) ? '\r\n' : '\n'
  if (at < 0) return `${start}${line(columns)}${newline}${line(ordered(columns))}${newline}`

  const header = records[at]!.cells.map((name) => name.trim())
  const row = line(ordered(header))
  let placed = false
  const kept = records.map(({ cells, source }, index) => {
    const own = Object.fromEntries(header.map((name, i) => [name, cells[i] ?? '']))
    if (index <= at || cells.every((cell) => cell.trim() === '') || !replaces(own)) return source
    if (placed) return ''
    placed = true
    return row + (/\r?\n$/.exec(source)?.[0] ?? '')
  })
  if (placed) return start + kept.join('')
  const whole = kept.join('')
  return `${start}${whole}${/[\r\n]$/.test(whole) ? '' : newline}${row}${newline}`

  function ordered(names: readonly string[]): string[] {
    return names.map((name) => cells[name] ?? '')
  }
}

/** The records of a text, each with its cells and its own characters, line end included. */
function recordsOf(text: string): { cells: string[]; source: string }[] {
  const records: { cells: string[]; source: string }[] = []
  let from = 0
  Papa.parse<string[]>(text, {
    delimiter: ',',
    fastMode: false,
    step: ({ data, meta }) => {
      records.push({ cells: data, source: text.slice(from, meta.cursor) })
      from = meta.cursor
    },
  })
  return records
}

function line(cells: readonly string[]): string {
  return Papa.unparse([[...cells]], { header: false, newline: '\n' })
}
