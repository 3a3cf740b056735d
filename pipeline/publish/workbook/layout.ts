import { columnName, quoteSheet } from '../xlsx/xml.ts'
import { type Figure, figureKey, type Lecture, shown } from './figures.ts'

/** A column of a table as printed: one figure a row. */
export interface PrintedColumn {
  colonne: string
  lecture: Lecture
  libelle: string
  tranche: string
}

/** A row of a table as printed, with its figures by reading and column. */
export interface PrintedRow {
  nature: string
  aap: string
  ligne: string
  figures: Map<string, Figure>
}

/** A table laid out: its columns from the third on (the first two say the call and the row), its rows from `firstRow` on. */
export interface Layout {
  sheet: string
  tableau: string
  columns: PrintedColumn[]
  rows: PrintedRow[]
  firstRow: number
}

/** Columns that come before the figures. */
export const labelColumns = 2

/**
 * Lays a table out as the document prints it, in the reading `publie`; a column whose figures are not the same in the reading
 * `coherent` is there a second time, at the end.
 */
export function layOut(
  sheet: string,
  tableau: string,
  figures: readonly Figure[],
  firstRow: number,
): Layout {
  const own = figures.filter((figure) => figure.tableau === tableau)
  const rows = new Map<string, PrintedRow>()
  for (const figure of own) {
    const { aap, ligne, nature } = figure
    const key = `${aap}\0${nature}\0${ligne}`
    const row = rows.get(key) ?? { aap, ligne, nature, figures: new Map() }
    row.figures.set(columnKey(figure), figure)
    rows.set(key, row)
  }
  const printed = [...rows.values()]
  const columns = columnsOf(own, 'publie')
  const twice = columnsOf(own, 'coherent').filter(({ colonne }) =>
    printed.some((row) => differ(row, colonne)),
  )
  return { sheet, tableau, columns: [...columns, ...twice], rows: printed, firstRow }
}

function columnsOf(figures: readonly Figure[], lecture: Lecture): PrintedColumn[] {
  const columns = new Map<string, PrintedColumn & { rang: number }>()
  for (const figure of figures.filter((one) => one.lecture === lecture)) {
    const { colonne, libelle, tranche, rang_colonne: rang } = figure
    // The words of a type's row are those of the column; other rows may count something else in it.
    if (!columns.has(colonne) || figure.nature === 'structure') {
      columns.set(colonne, { colonne, lecture, libelle, tranche, rang })
    }
  }
  return [...columns.values()]
    .toSorted((a, b) => a.rang - b.rang)
    .map(({ rang: _, ...column }) => column)
}

function differ(row: PrintedRow, colonne: string): boolean {
  const [printed, coherent] = readings(row, colonne)
  return printed !== undefined && coherent !== undefined && shown(printed) !== shown(coherent)
}

/** A figure of a row in both readings. */
export function readings(row: PrintedRow, colonne: string): (Figure | undefined)[] {
  return (['publie', 'coherent'] as const).map((lecture) =>
    row.figures.get(columnKey({ lecture, colonne })),
  )
}

/** Names a column of a layout. */
export function columnKey({
  lecture,
  colonne,
}: Pick<PrintedColumn, 'lecture' | 'colonne'>): string {
  return `${lecture}\0${colonne}`
}

/** The cell of every figure that the layouts show, by key; `'Quantitatif'!D7`. */
export function figureCells(layouts: readonly Layout[]): Map<string, string> {
  const cells = new Map<string, string>()
  for (const layout of layouts) {
    layout.rows.forEach((row, i) => {
      layout.columns.forEach((column, j) => {
        const figure = row.figures.get(columnKey(column))
        if (figure === undefined) return
        const cell = `${columnName(labelColumns + j + 1)}${layout.firstRow + i}`
        cells.set(figureKey(figure), `${quoteSheet(layout.sheet)}!${cell}`)
      })
    })
  }
  return cells
}
