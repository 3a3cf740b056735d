import { spaced } from '../../french.ts'
import type { Note } from '../xlsx/note.ts'
import type { CellValue, Sheet, SheetCell, SheetRow } from '../xlsx/sheet.ts'
import { columnName } from '../xlsx/xml.ts'
import { type Band, type Figure, shown } from './figures.ts'
import { columnKey, type Layout, labelColumns, type PrintedColumn, readings } from './layout.ts'
import { banner, differs, figureLook, header, remark, rowLook, title } from './looks.ts'

/** A figure as its cell: the formula with the value that it has. */
export type FigureCell = (figure: Figure) => CellValue

/** What stands above the rows of a printed table. */
export interface PrintedHead {
  title: string
  /** Words of a synthetic corpus; null for real reports. */
  banner: string | null
  /** Says whether the sheet's figures are those of the warehouse. */
  control: CellValue
  explanation: string
}

/** Rows above the first row of figures: title, banner, control, explanation, a blank, two of headers. */
export const headRows = 7

/** The sheet of a table as the document prints it. */
export function printedSheet(
  layout: Layout,
  head: PrintedHead,
  bands: readonly Band[],
  cell: FigureCell,
  note: (figure: Figure) => string | null,
  pageHead: string,
): Sheet {
  const width = labelColumns + layout.columns.length
  const notes: Note[] = []
  const rows: SheetRow[] = [
    { cells: [{ value: head.title, look: title }], height: 24 },
    { cells: [head.banner === null ? null : { value: head.banner, look: banner }] },
    { cells: [{ value: head.control, look: remark }] },
    { cells: [{ value: spaced(head.explanation), look: remark }] },
    { cells: [] },
    ...headers(layout, bands),
    ...layout.rows.map((row, i) => {
      const line = layout.firstRow + i
      const look = rowLook(row.nature)
      const labels: SheetCell[] = [
        { value: row.aap, look: { ...look, text: true } },
        { value: row.ligne, look: { ...look, text: true } },
      ]
      const figures = layout.columns.map((column, j): SheetCell | null => {
        const figure = row.figures.get(columnKey(column))
        if (figure === undefined) return { value: null, look }
        const said = [other(figure, row, column), note(figure)].filter((one) => one !== null)
        if (said.length > 0) {
          notes.push({ column: labelColumns + j + 1, row: line, text: said.join('\n') })
        }
        const fill = other(figure, row, column) === null ? {} : { fill: differs }
        return { value: cell(figure), look: { ...figureLook(figure), ...fill } }
      })
      return { cells: [...labels, ...figures] }
    }),
  ]
  const area = `A1:${columnName(width)}${rows.length}`
  return {
    name: layout.sheet,
    rows,
    widths: [12, 26, ...layout.columns.map(() => 14)],
    frozen: { rows: headRows, columns: labelColumns },
    titleRows: [headRows - 1, headRows],
    filter: () => `A${headRows}:${columnName(width)}${rows.length}`,
    printArea: () => area,
    merged: [...(head.banner === null ? [] : [`A2:${columnName(width)}2`]), ...mergedBands(layout)],
    notes,
    links: [],
    pageHead,
  }
}

/** What the other reading gives where it isn't the same. */
function other(
  figure: Figure,
  row: Layout['rows'][number],
  { colonne, lecture }: PrintedColumn,
): string | null {
  const [printed, coherent] = readings(row, colonne)
  if (printed === undefined || coherent === undefined) return null
  if (shown(printed) === shown(coherent)) return null
  const elsewhere = lecture === 'publie' ? coherent : printed
  const name = lecture === 'publie' ? 'cohérente' : 'publiée'
  const value = elsewhere.valeur?.toLocaleString('fr-FR') ?? 'rien'
  return spaced(`Lecture ${name} : ${value}${figure.unite === 'pourcent' ? ' %' : ''}.`)
}

function headers({ columns }: Layout, bands: readonly Band[]): SheetRow[] {
  const blank: SheetCell = { value: null, look: header }
  const group = ({ tranche, lecture }: PrintedColumn): string | null => {
    if (lecture === 'coherent') return 'Lecture cohérente'
    return bands.find((band) => band.tranche === tranche)?.libelle ?? null
  }
  const groups = columns.map((column, i): SheetCell => {
    const name = group(column)
    const first = i === 0 || group(columns[i - 1]!) !== name
    return {
      value: first && name !== null ? spaced(name) : null,
      look: { ...header, align: 'center' },
    }
  })
  const labels = columns.map(
    ({ libelle }): SheetCell => ({ value: spaced(libelle), look: { ...header, align: 'right' } }),
  )
  return [
    { cells: [blank, blank, ...groups] },
    {
      cells: [
        { value: 'Appel à projets', look: header },
        { value: 'Ligne', look: header },
        ...labels,
      ],
      height: 32,
    },
  ]
}

/** The cells over which the name of a band, or of the other reading, stands. */
function mergedBands({ columns }: Layout): string[] {
  const merged: string[] = []
  const key = ({ lecture, tranche }: PrintedColumn) =>
    `${lecture}\0${lecture === 'publie' ? tranche : ''}`
  const plain = 'publie\0toutes'
  for (let first = 0, next = 0; first < columns.length; first = next) {
    const name = key(columns[first]!)
    while (next < columns.length && key(columns[next]!) === name) next++
    if (name === plain || next - first < 2) continue
    const row = headRows - 1
    merged.push(
      `${columnName(labelColumns + first + 1)}${row}:${columnName(labelColumns + next)}${row}`,
    )
  }
  return merged
}
