import type { Sheet } from './cell.ts'
import { repetition } from './ods-styles.ts'
import { type Paragraph, paragraphsCell } from './paragraph.ts'
import { Rejection } from './rejection.ts'

type Attributes = Record<string, string>

/** Cells that one table of a text may have once its repetitions are written out, and columns. */
const mostCells = 100_000
const mostCols = 1_000

/** A table of an OpenDocument text while its rows go by; cells land in its sheet. */
export class OdtTable {
  readonly sheet: Sheet
  /** Styles of what is open: of the table, of its row, of its cell. */
  readonly styles: { table: string | undefined; row: string | undefined; cell: string | undefined }
  paragraphs: Paragraph[] = []
  private row = 0
  private col = 0
  private repeat = 1
  private cell: Attributes = {}

  constructor(name: string, style: string | undefined) {
    this.sheet = { name, hidden: false, cells: [], merges: [] }
    this.styles = { table: style, row: undefined, cell: undefined }
  }

  startRow(a: Attributes): void {
    this.col = 0
    this.repeat = repetition(a['table:number-rows-repeated'])
    this.styles.row = a['table:style-name']
  }

  endRow(): void {
    const { row, repeat, sheet } = this
    const own = sheet.cells.filter((cell) => cell.row === row)
    if (own.length * repeat > mostCells)
      throw new Rejection('bombe', `ligne répétée ${repeat} fois`)
    for (let n = 1; own.length > 0 && n < repeat; n++) {
      sheet.cells.push(...own.map((cell) => ({ ...cell, row: row + n })))
    }
    this.row += repeat
    if (sheet.cells.length > mostCells)
      throw new Rejection('bombe', `${sheet.cells.length} cellules`)
  }

  startCell(a: Attributes): void {
    this.cell = a
    this.paragraphs = []
    this.styles.cell = a['table:style-name']
  }

  endCell(): void {
    const { row, col, sheet, cell: a } = this
    const repeat = repetition(a['table:number-columns-repeated'])
    this.col += repeat
    const right = col + repetition(a['table:number-columns-spanned']) - 1
    const bottom = row + repetition(a['table:number-rows-spanned']) - 1
    if (right > col || bottom > row) sheet.merges.push({ top: row, left: col, bottom, right })
    const cell = paragraphsCell(row, col, this.paragraphs)
    if (cell === null) return
    if (col + repeat > mostCols) throw new Rejection('bombe', `cellule répétée ${repeat} fois`)
    for (let n = 0; n < repeat; n++) sheet.cells.push({ ...cell, col: col + n })
  }
}
