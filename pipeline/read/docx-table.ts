import type { Merge, Sheet } from './cell.ts'
import { type Attributes, fillOf, isOn } from './docx-styles.ts'
import type { Fill } from './look.ts'
import { type Paragraph, paragraphsCell } from './paragraph.ts'

const widest = 1_000

/** A table of a Word document while its rows go by; cells land in its sheet. */
export class DocxTable {
  readonly sheet: Sheet
  paragraphs: Paragraph[] = []
  private row = 0
  private col = 0
  private span = 1
  private merge: 'none' | 'restart' | 'continue' = 'none'
  private dropped = false
  private hiddenRow = false
  private fill: Fill | undefined = undefined
  /** Some cells have a ground that their style or their table gives them: which ones isn't known. */
  private shaded: boolean
  private readonly shades: (style: string | undefined) => boolean
  /** Vertical merges that may go on, by left column. */
  private readonly merging = new Map<number, Merge>()

  /** @param shades whether a table style, or that of tables without one, colours some cells */
  constructor(name: string, shades: (style: string | undefined) => boolean) {
    this.sheet = { name, hidden: false, cells: [], merges: [] }
    this.shades = shades
    this.shaded = shades(undefined)
  }

  /** What stands behind the cell that is open, as far as its table says. */
  get ground(): Fill {
    if (this.fill !== undefined && this.fill.kind !== 'none') return this.fill
    return { kind: this.shaded ? 'pattern' : 'none' }
  }

  /** Notes a row, a cell, or a property of one; `inside` is the element that it stands in. */
  open(name: string, inside: string | undefined, a: Attributes): void {
    if (name === 'w:tr') {
      this.col = 0
      this.dropped = false
      this.hiddenRow = false
    } else if (name === 'w:tc') {
      this.span = 1
      this.merge = 'none'
      this.fill = undefined
      this.paragraphs = []
    } else if (name === 'w:tblStyle') this.shaded = this.shades(a['w:val'])
    else if (name === 'w:gridBefore') this.col += spanOf(a)
    else if (name === 'w:gridSpan') this.span = spanOf(a)
    else if (name === 'w:hidden') this.hiddenRow = isOn(a)
    else if (name === 'w:shd' && inside === 'w:tcPr') this.fill = fillOf(a)
    else if (name === 'w:shd') this.shaded ||= fillOf(a).kind !== 'none'
    else if (name === 'w:vMerge') this.merge = a['w:val'] === 'restart' ? 'restart' : 'continue'
  }

  /** The row that is open was deleted as a whole. */
  dropRow(): void {
    this.dropped = true
  }

  endRow(): void {
    this.row++
  }

  endCell(): void {
    const { row, col, span, sheet } = this
    this.col += span
    if (this.dropped) return
    const right = col + span - 1
    const above = this.merging.get(col)
    if (this.merge === 'continue' && above !== undefined) {
      if (above.bottom === above.top && above.left === above.right) sheet.merges.push(above)
      above.bottom = row
      return
    }
    this.merging.delete(col)
    const merge: Merge = { top: row, left: col, bottom: row, right }
    if (this.merge === 'restart') this.merging.set(col, merge)
    if (span > 1) sheet.merges.push(merge)
    const cell = paragraphsCell(row, col, this.paragraphs)
    if (cell === null) return
    sheet.cells.push({ ...cell, hidden: this.hiddenRow || cell.hidden })
  }
}

function spanOf(a: Attributes): number {
  const n = Number.parseInt(a['w:val'] ?? '1', 10)
  return n >= 1 && n <= widest ? n : 1
}
