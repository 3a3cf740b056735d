/** The formats that the pipeline reads, by content, never by extension. */
export const formats = [
  'xlsx',
  'xlsm',
  'xls',
  'xlsb',
  'ods',
  'csv',
  'docx',
  'odt',
  'pdf',
  'html',
  'xml',
  'eml',
  'msg',
] as const
export type Format = (typeof formats)[number]

/** Those of mails, which enclose other documents. */
export type MailFormat = 'eml' | 'msg'

export function isMail(format: string | null): format is MailFormat {
  return format === 'eml' || format === 'msg'
}

export type CellType = 'number' | 'text' | 'boolean' | 'date' | 'error' | 'empty'

/**
 * One cell as every reader gives it, whatever the format. Cells without text, value, formula or comment
 * are not given at all.
 */
export interface Cell {
  /** Zero-based row and column in the sheet. */
  row: number
  col: number
  /** What a French user saw in the cell: `1 250`, `45,2 %`, `31/12/2023`. Outer spaces kept. */
  text: string
  /**
   * `number`: the number as stored (a percentage is 0.452). `date`: the day as `2023-12-31`, by arithmetic
   * on the serial, never through the local time zone. `boolean`: true or false. `error` (`#N/D`),
   * `text` and `empty`: null; the text says it all.
   */
  value: number | string | boolean | null
  type: CellType
  /** Number format code as stored (`#,##0 "€"`); null when general or unknown to the format. */
  format: string | null
  /** A formula whose result was never stored: neither zero nor empty. `type` is then `empty`. */
  uncomputed: boolean
  /**
   * Nobody who looks at the sheet sees it: in a hidden row or column, in letters of the colour of their ground, or under a format that
   * shows nothing (a hidden sheet is said on the sheet).
   */
  hidden: boolean
  struck: boolean
  comment: string | null
  /** The numbers struck through that others in the same text stand for: « ~~2 400~~ 2 000 ». Absent where there are none. */
  replaced?: string[]
  /** Where the file has it, where it was put to a table that begins on another page; absent for any other cell. */
  origin?: { sheet: string; row: number; col: number }
}

/** A merged area, zero-based and inclusive; only its top left cell carries a value. */
export interface Merge {
  top: number
  left: number
  bottom: number
  right: number
}

/**
 * One sheet. csv: one sheet named `csv`. docx, odt and html: one sheet a table (`Tableau 1`), and a sheet `Texte` whose column A
 * holds the paragraphs. pdf: one sheet a page (`Page 1`). eml, msg: `Message` for the mail's own text, and the sheets of what is attached,
 * with the name of the file before their own (`bilan.xlsx › Feuil1`).
 */
export interface Sheet {
  name: string
  hidden: boolean
  /** Row by row, left to right. */
  cells: Cell[]
  merges: Merge[]
  /** Of a table within a text: how many rows of the sheet `Texte` stand before it. Absent of other sheets. */
  after?: number
  /** csv: the row in which the file breaks off, with fewer fields than the rows before it and no end of line. Absent where it doesn't. */
  brokenRow?: number
}

/** A report as read: nothing here knows what an indicator or a laureate is. */
export interface Document {
  format: Format
  sheets: Sheet[]
  properties: {
    title: string | null
    /** Last modification as the document itself says it, ISO 8601; never the file system's. */
    modified: string | null
  }
  /**
   * What of it couldn't be read though the rest could: questions to a person, in French; `sheet` null for the whole of it. `unlessFigures`:
   * only asked where nothing that was read gives a figure.
   */
  remarks?: { sheet: string | null; motif: string; unlessFigures?: true }[]
  /** Of a mail: its own text, then what is attached to it; absent of any other document. `sheets` are those of its parts (`mailOf`). */
  parts?: Part[]
}

/** A document inside of another one, as it would be read by itself. */
export interface Part {
  /** The name of the attached file; null for the mail's own text. */
  name: string | null
  document: Document
}

/** `D14`, from zero-based row and column. */
export function address(row: number, col: number): string {
  let letters = ''
  for (let n = col + 1; n > 0; n = Math.floor((n - 1) / 26)) {
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters
  }
  return `${letters}${row + 1}`
}
