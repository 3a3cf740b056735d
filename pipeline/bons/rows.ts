import type { LargeRow } from '../read/large-workbook.ts'
import type { TextSource } from './count.ts'

/** Holds the cells of a line apart: a sign that no cell has. */
export const separator = '\u001f'
// biome-ignore lint/suspicious/noControlCharactersInRegex: the separator, wherever it may come from
const breaks = /[\u001f\r\n]/
const allBreaks = new RegExp(`${breaks.source}+`, 'g')

/** A row as a line of text. */
export function lineOf(cells: readonly string[]): string {
  const line = cells.map((cell) => (breaks.test(cell) ? cell.replaceAll(allBreaks, ' ') : cell))
  return `${line.join(separator)}\n`
}

/** The rows of a sheet that is too large to be held, from one of them on. */
export interface RowStream {
  /** `last` and `someHidden` are known once the source has been read. */
  from(first: number): { source: TextSource; last(): number; someHidden(): boolean }
}

/** Lines of text of rows that can be read again from their start. */
export function rowStream(rows: () => AsyncIterable<LargeRow[]>): RowStream {
  return {
    from(first) {
      let last = first
      let someHidden = false
      return {
        source: async function* () {
          for await (const batch of rows()) {
            let text = ''
            for (const { row, texts, hidden } of batch) {
              if (row < first) continue
              text += lineOf(texts)
              last = row
              someHidden ||= hidden
            }
            if (text !== '') yield text
          }
        },
        last: () => last,
        someHidden: () => someHidden,
      }
    },
  }
}
