import Papa from 'papaparse'
import { alignedRecords } from './aligned.ts'
import type { Cell, Document, Sheet } from './cell.ts'
import { decodeText } from './encoding.ts'
import { Rejection } from './rejection.ts'
import { cleanText } from './text.ts'

const delimiters = [';', '\t', ',', '|']

/**
 * Text in columns. Every record is a row, blank ones included, so that row numbers are record numbers; every
 * value is text, since what is a number is for recognition to say. Throws a `Rejection` for bytes that are no text.
 */
export function readCsv(bytes: Uint8Array): Document {
  const text = decodeText(bytes)
  if (text === null) throw new Rejection('format_inconnu')
  const cells: Cell[] = []
  const rows = records(text)
  for (const [row, record] of rows.entries()) {
    for (const [col, field] of record.entries()) {
      const shown = cleanText(asShown(field))
      if (shown.trim() !== '') cells.push(textCell(row, col, shown))
    }
  }
  return {
    format: 'csv',
    sheets: [{ name: 'csv', hidden: false, cells, merges: [], ...brokenOff(rows) }],
    properties: { title: null, modified: null },
  }
}

/**
 * Where a file breaks off: its last row has no end of line, and fewer fields than the two before it, or most of the others, have alike. A program that
 * ends its files without an end of line writes as many fields in the last row as in the others.
 */
function brokenOff(rows: readonly string[][]): Pick<Sheet, 'brokenRow'> {
  const filled = rows.filter((row, at) => at === rows.length - 1 || row.some((one) => one !== ''))
  const widths = filled.map((row) => row.length)
  const [before, above, last] = widths.slice(-3)
  if (last === undefined || last < 2) return {}
  const alike = Map.groupBy(widths.slice(0, -1), (width) => width)
  const usual = [...alike].find(([, rows]) => rows.length > 2 && rows.length * 2 > widths.length)
  const cut = (last < above! && above === before) || (usual !== undefined && last < usual[0])
  return cut ? { brokenRow: rows.length - 1 } : {}
}

/** What a spreadsheet shows of a field: exports write `="0123"` so that it takes away no zero. */
function asShown(field: string): string {
  return /^="([^"]*)"$/.exec(field)?.[1] ?? field
}

/** A visible cell that holds text and nothing else. */
export function textCell(row: number, col: number, text: string): Cell {
  return {
    row,
    col,
    text,
    value: null,
    type: 'text',
    format: null,
    uncomputed: false,
    hidden: false,
    struck: false,
    comment: null,
  }
}

/** Records of three fields and more that another delimiter must make before commas are taken for decimal signs. */
const convincing = 3

/**
 * In French files a comma is most often a decimal sign: another delimiter that makes several records of three fields or more goes
 * before it (a title or a preamble with commas would otherwise decide for the table).
 */
function insteadOfCommas(text: string): string {
  const better = [';', '\t', '|'].find((delimiter) => {
    const { data } = Papa.parse<string[]>(text, { newline: '\n', preview: 200, delimiter })
    return data.filter((record) => record.length >= 3).length >= convincing
  })
  return better ?? ','
}

/**
 * How the lines of a text (`\n` at their ends) are written: the delimiter, and where they start, past an announcement of it. The first
 * few hundred lines decide.
 */
export function dialectOf(lines: string): { delimiter: string; start: number } {
  // Excel's own way to announce a delimiter, on a line that is no data.
  const announced = /^sep=(.)(?=\n)/i.exec(lines)
  const start = announced ? announced[0].length : 0
  if (announced) return { delimiter: announced[1]!, start }
  const found = delimiterOf(lines)
  return { delimiter: isProse(lines, found) ? noDelimiter : found, start }
}

/** A character that stands in no text: every line is one field. */
const noDelimiter = '\u001f'

/**
 * Whether the lines that a delimiter would cut are sentences: « Sur la seule commune des Essarts, 640 pass ont été scannés. » Of a table, most
 * lines have the delimiter, or several in a row the same number of them.
 */
function isProse(lines: string, delimiter: string): boolean {
  if (delimiter !== ',' && delimiter !== ';') return false
  // A field of several lines in its quotes is one of a table.
  if (new RegExp(`(?:^|\\n)"[^"]*\\n[^"]*"${delimiter}`).test(lines.slice(0, 50_000))) return false
  const all = lines.split('\n', 200).filter((line) => line.trim() !== '')
  const cut = all.filter((line) => line.includes(delimiter))
  const counts = all.map((line) => line.split(delimiter).length)
  const regular = counts.some(
    (n, i) => n > 1 && n === counts[i + 1] && (n > 2 || n === counts[i + 2]),
  )
  // In a sentence a space follows, or the digits of a fraction: « 0,4 ETP ».
  const fraction = delimiter === ',' ? /(?<=\d),(?=\d{1,2}(?!\d))/g : /(?!)/g
  const spaced = cut.filter((line) =>
    line
      .replaceAll(fraction, '')
      .split(delimiter)
      .slice(1)
      .every((field) => field.trim() === '' || field.startsWith(' ')),
  )
  const typed = spaced.length === cut.length
  if (cut.length * 2 < all.length && (!regular || typed)) return true
  // « Bonjour, », « La commune a acheté 1 500 pass, dont 500 en 2022. »: as many lines with commas as without, each of its own shape.
  const figures = cut.filter((line) =>
    line.split(delimiter).some((field) => /^\s*\d[\d\s]*$/.test(field)),
  )
  if (typed && (figures.length === 0 || (!regular && cut.some((line) => words(line) > 8)))) {
    return true
  }
  const sentence = (line: string) =>
    /[.!?]"?\s*$/.test(line) && !/[,;](?![\s\d])/.test(line) && words(line) > 5
  return cut.length > 0 && cut.filter(sentence).length * 2 >= cut.length
}

function words(line: string): number {
  return line.match(/\p{L}{2,}/gu)?.length ?? 0
}

function records(text: string): string[][] {
  const lines = text.replaceAll(/\r\n?/g, '\n')
  const { delimiter, start } = dialectOf(lines)
  const body = lines.slice(start)
  const aligned = body.includes(delimiter) ? null : alignedRecords(body.split('\n'))
  if (aligned !== null) return aligned
  const options = { newline: '\n', skipEmptyLines: false } as const
  const parsed = Papa.parse<string[]>(body, { ...options, delimiter })
  // A quote that is never closed would swallow the rest of the file into one cell.
  if (!parsed.errors.some((error) => error.code === 'MissingQuotes')) return parsed.data
  return Papa.parse<string[]>(body, { ...options, delimiter, quoteChar: '\u0000' }).data
}

/**
 * The delimiter that PapaParse finds; where records are too ragged for it (a title, notes), the one that splits
 * most of them, the earlier in the list when two split as many: a comma is also a decimal sign.
 */
function delimiterOf(text: string): string {
  const guess = { newline: '\n', preview: 200 } as const
  const found = Papa.parse<string[]>(text, { ...guess, delimitersToGuess: delimiters })
  if (!found.errors.some((error) => error.code === 'UndetectableDelimiter')) {
    return found.meta.delimiter === ',' ? insteadOfCommas(text) : found.meta.delimiter
  }
  const split = delimiters.map((delimiter) => {
    const { data } = Papa.parse<string[]>(text, { ...guess, delimiter })
    return { delimiter, records: data.filter((record) => record.length > 1).length }
  })
  return split.reduce((a, b) => (b.records > a.records ? b : a)).delimiter
}
