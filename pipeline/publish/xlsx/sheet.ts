import type { Note } from './note.ts'
import type { Look, Styles } from './style.ts'
import { cellText, columnName, escapeXml } from './xml.ts'

/** A formula, without `=`, in the English names that the file uses, with the value that it has. */
export interface Formula {
  formula: string
  result: string | number
}

export type CellValue = string | number | boolean | Formula | null

/** One cell: what is in it and how it looks. */
export interface SheetCell {
  value: CellValue
  look?: Look
}

/** A row from its first column on; null is a cell that isn't there. */
export interface SheetRow {
  cells: readonly (SheetCell | null)[]
  /** Points; the program's own unless said. */
  height?: number
}

/** A link from a cell to a place in the workbook, `'laureats'!A1`. */
export interface Link {
  cell: string
  to: string
}

/** A sheet: rows are asked for once, in order; notes and links may be added until the last row is given. */
export interface Sheet {
  name: string
  rows: Iterable<SheetRow> | AsyncIterable<SheetRow>
  /** Width of each column in characters. */
  widths: readonly number[]
  /** Rows and columns that stay in sight. */
  frozen: { rows: number; columns: number }
  /** Rows that are printed on every page, first and last. */
  titleRows?: readonly [number, number]
  /** Cells to filter, asked when the last row has been given: `A1:D9`. */
  filter?: () => string | null
  /** What is printed, the same way; everything unless said. */
  printArea?: () => string | null
  /** Merged cells, `A1:B1`. */
  merged?: readonly string[]
  notes: Note[]
  links: Link[]
  /** Printed on top of every page. */
  pageHead: string
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
/** Characters gathered before they are handed on. */
const chunkLength = 65_536

/** `xl/worksheets/sheet<n>.xml`, piece by piece: A4 across, as wide as the page. */
export async function* sheetXml(sheet: Sheet, styles: Styles): AsyncGenerator<string> {
  let text = `${declaration}${head(sheet)}<sheetData>`
  let number = 0
  const letters: string[] = []
  for await (const row of sheet.rows) {
    number++
    text += rowXml(row, number, styles, letters)
    if (text.length < chunkLength) continue
    yield text
    text = ''
  }
  yield `${text}</sheetData>${tail(sheet)}`
}

function head({ frozen, widths }: Sheet): string {
  const { rows, columns } = frozen
  const corner = `${columnName(columns + 1)}${rows + 1}`
  const pane =
    rows > 0 && columns > 0
      ? 'bottomRight'
      : rows > 0
        ? 'bottomLeft'
        : columns > 0
          ? 'topRight'
          : ''
  const split = `${columns > 0 ? ` xSplit="${columns}"` : ''}${rows > 0 ? ` ySplit="${rows}"` : ''}`
  const view =
    pane === ''
      ? '<sheetView workbookViewId="0"/>'
      : `<sheetView workbookViewId="0"><pane${split} topLeftCell="${corner}" activePane="${pane}" state="frozen"/>` +
        `<selection pane="${pane}" activeCell="${corner}" sqref="${corner}"/></sheetView>`
  const cols = widths.map(
    (width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`,
  )
  return (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">' +
    `<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>${view}</sheetViews><sheetFormatPr defaultRowHeight="15"/>` +
    (cols.length === 0 ? '' : `<cols>${cols.join('')}</cols>`)
  )
}

/** The parts after the rows, in the order that the format wants. */
function tail({ filter, printArea, merged = [], links, notes, pageHead }: Sheet): string {
  const filtered = filter?.() ?? null
  // Codes made of digits are meant to be texts: no warning on each of them.
  const area = printArea?.() ?? null
  const merges = merged.map((cells) => `<mergeCell ref="${cells}"/>`)
  const hyperlinks = links.map(
    ({ cell, to }) =>
      `<hyperlink ref="${cell}" location="${escapeXml(to)}" display="${escapeXml(to)}"/>`,
  )
  // In heads and feet & begins a code.
  const printed = (line: string) => escapeXml(line.replaceAll('&', '&&').slice(0, 200))
  return [
    filtered === null ? '' : `<autoFilter ref="${filtered}"/>`,
    merges.length === 0
      ? ''
      : `<mergeCells count="${merges.length}">${merges.join('')}</mergeCells>`,
    hyperlinks.length === 0 ? '' : `<hyperlinks>${hyperlinks.join('')}</hyperlinks>`,
    '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>',
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
    `<headerFooter><oddHeader>&amp;C${printed(pageHead)}</oddHeader><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>`,
    area === null
      ? ''
      : `<ignoredErrors><ignoredError sqref="${area}" numberStoredAsText="1"/></ignoredErrors>`,
    notes.length === 0 ? '' : '<legacyDrawing r:id="rId1"/>',
    '</worksheet>',
  ].join('')
}

/** `letters` are those of the columns met so far: every cell begins with its own. */
function rowXml(
  { cells, height }: SheetRow,
  row: number,
  styles: Styles,
  letters: string[],
): string {
  const tall = height === undefined ? '' : ` ht="${height}" customHeight="1"`
  let text = `<row r="${row}"${tall}>`
  cells.forEach((cell, i) => {
    if (cell === null) return
    letters[i] ??= columnName(i + 1)
    text += cellXml(cell, `${letters[i]}${row}`, styles)
  })
  return `${text}</row>`
}

const plain: Look = {}

function cellXml({ value, look = plain }: SheetCell, at: string, styles: Styles): string {
  const start = `<c r="${at}" s="${styles.id(look)}"`
  switch (typeof value) {
    case 'string':
      return `${start} t="inlineStr"><is><t xml:space="preserve">${cellText(value)}</t></is></c>`
    case 'number':
      return `${start}><v>${finite(value, at)}</v></c>`
    case 'boolean':
      return `${start} t="b"><v>${value ? 1 : 0}</v></c>`
    default:
      return value === null ? `${start}/>` : `${start}${formulaXml(value, at)}</c>`
  }
}

function formulaXml({ formula, result }: Formula, at: string): string {
  const written = `<f>${escapeXml(formula)}</f>`
  return typeof result === 'string'
    ? ` t="str">${written}<v>${cellText(result)}</v>`
    : `>${written}<v>${finite(result, at)}</v>`
}

function finite(value: number, at: string): number {
  if (Number.isFinite(value)) return value
  throw new RangeError(`${at}: ${value} is no number that a cell can hold`)
}
