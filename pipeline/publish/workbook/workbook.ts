import { spaced } from '../../french.ts'
import { publicTables } from '../../models/meta.ts'
import type { Connection } from '../../warehouse/connection.ts'
import { noticeOf, type Origin, titleOf } from '../origin.ts'
import { type DefinedName, writeBook } from '../xlsx/book.ts'
import type { CellValue, Sheet } from '../xlsx/sheet.ts'
import { quoteSheet, sheetNames } from '../xlsx/xml.ts'
import { controlLine, controlSheet } from './control.ts'
import { type Figure, type Figures, figureKey, readFigures, shown } from './figures.ts'
import { figureFormula, rangeName, type Sheets } from './formula.ts'
import { type Entry, guideSheet, readSources, tableEntry } from './guide.ts'
import { laureateFormulas, laureateNames, type Ratio } from './laureates.ts'
import { figureCells, type Layout, layOut } from './layout.ts'
import { readRemarks, remark } from './notes.ts'
import { listedCells, listSheet } from './others.ts'
import { headRows, printedSheet } from './printed.ts'
import { mostRows, shownRows, type TableLimits, tableSheet } from './table.ts'

/** Its name among the exports. */
export const workbookFile = 'bilan.xlsx'

/** The tables that the document prints as tables; its other figures stand in a list. */
const printedTables = [
  {
    tableau: 'quantitatif',
    sheet: 'Quantitatif',
    title: 'Bilan quantitatif',
    about:
      'Par appel à projets et type de structure : potentiel, pass achetés et scannés, bénéficiaires.',
  },
  {
    tableau: 'conversion',
    sheet: 'Conversion',
    title: 'Pass scannés par tranche de conversion',
    about: 'Les lauréats rangés selon la part de leurs pass achetés qui a été scannée.',
  },
] as const
const guide = 'Lisez-moi'
const others = 'Autres chiffres'
const control = 'Contrôle'
const laureates = 'bilan.laureats'

/**
 * Writes `bilan.xlsx`: the printed tables as formulas over the laureates, with the values of the warehouse, and a sheet for each public
 * table. The same warehouse gives the same bytes.
 */
export async function writeWorkbook(
  connection: Connection,
  path: string,
  origin: Origin,
  limits: TableLimits = { rows: shownRows },
): Promise<void> {
  const contracts = await publicTables(connection)
  const rules = await readFigures(connection)
  const ratios = await connection.query<Ratio>(
    'SELECT ratio, numerateur, denominateur FROM staging.stg_regles__ratios ORDER BY ratio',
  )
  const [count] = await connection.query<{ n: number }>('SELECT count(*) AS n FROM bilan.laureats')
  const lines = count!.n
  const ordered = contracts.toSorted(
    (a, b) => Number(b.model === laureates) - Number(a.model === laureates),
  )
  const fixed = [guide, ...printedTables.map((one) => one.sheet), others, control]
  const named = sheetNames([...fixed, ...ordered.map(({ model }) => model.replace(/^[^.]*\./, ''))])
  const tableNames = named.slice(fixed.length)
  const laureate = ordered.find(({ model }) => model === laureates)
  const layouts = printedTables.map(({ tableau, sheet }) =>
    layOut(sheet, tableau, rules.figures, headRows + 1),
  )
  const rest = listed(
    rules.figures.filter((one) => !printedTables.some(({ tableau }) => tableau === one.tableau)),
  )
  const cells = new Map([...figureCells(layouts), ...listedCells(others, rest)])
  const title = titleOf(origin)
  const said = noticeOf(origin)
  const notice = said === null ? null : spaced(said)
  const pageHead = origin.synthetique ? `DONNÉES SYNTHÉTIQUES – ${title}` : title
  const names =
    laureate === undefined || lines > mostRows
      ? new Map<string, string>()
      : laureateNames(laureate, quoteSheet(tableNames[0]!), lines)
  const value = figureValues(rules, layouts, cells, new Set(names.keys()))
  const remarks = await readRemarks(connection)
  const note = (figure: Figure) => remark(figure, remarks)
  const entries = ordered.map((contract, i) => tableEntry(contract, tableNames[i]!))
  const sheets: Sheet[] = [
    guideSheet(
      guide,
      title,
      notice,
      [
        ...printedTables,
        { sheet: others, about: 'Les chiffres de la note et du texte du document.' },
        { sheet: control, about: 'Les chiffres de ce classeur en face de ceux de l’entrepôt.' },
      ] satisfies Entry[],
      entries,
      await readSources(connection),
      pageHead,
    ),
    ...layouts.map((layout, i) =>
      printedSheet(
        layout,
        {
          title: printedTables[i]!.title,
          banner: notice,
          control: controlLine(control),
          explanation:
            'Lecture publiée : les règles du document. Cases colorées : la lecture cohérente, qui compte toujours tout le potentiel, n’y donne pas le même chiffre.',
        },
        rules.bands,
        value,
        note,
        pageHead,
      ),
    ),
    listSheet(others, rest, value, note, pageHead),
    controlSheet(control, rules.figures, cells, pageHead),
    ...ordered.map((contract, i) =>
      tableSheet(connection, contract, tableNames[i]!, {
        limits: contract === laureate ? { rows: mostRows } : limits,
        pageHead,
        ...(contract === laureate && names.size > 0
          ? { calculated: laureateFormulas(contract, ratios, rules.bands) }
          : {}),
      }),
    ),
  ]
  const defined: DefinedName[] = [...names].map(([column, range]) => ({
    name: rangeName(column),
    cells: range,
  }))
  await writeBook(path, { title, sheets, names: defined })
}

/** Figures of a list: the second reading only where it isn't the same. */
function listed(figures: readonly Figure[]): Figure[] {
  const printed = new Map(
    figures.filter((one) => one.lecture === 'publie').map((one) => [figureKey(one), one]),
  )
  return figures.filter((figure) => {
    const twin = printed.get(figureKey({ ...figure, lecture: 'publie' }))
    return figure.lecture === 'publie' || twin === undefined || shown(twin) !== shown(figure)
  })
}

/** What each figure's cell holds: its formula where the rules can be followed in the workbook, with the value of the warehouse. */
function figureValues(
  { figures, quantities }: Figures,
  layouts: readonly Layout[],
  cells: ReadonlyMap<string, string>,
  columns: ReadonlySet<string>,
): (figure: Figure) => CellValue {
  /** Figures that print a quantity of their row as it is. */
  const plain = new Map<string, Figure>()
  for (const figure of figures) {
    const { numerateur, denominateur, facteur, decimales, tranche } = figure
    const asItIs = denominateur === null && facteur === 1 && decimales === 0 && tranche === 'toutes'
    if (numerateur !== null && asItIs) plain.set(quantityKey(figure, numerateur), figure)
  }
  const rows = new Map<string, string>()
  for (const layout of layouts) {
    layout.rows.forEach((row, i) => {
      rows.set(rowKey({ ...row, tableau: layout.tableau }), String(layout.firstRow + i))
    })
  }
  const sheets = (from: Figure): Sheets => {
    const own = cells.get(figureKey(from))?.split('!')[0]
    // In its own sheet a cell needs no sheet's name.
    const near = (cell: string | undefined) =>
      cell === undefined ? null : cell.startsWith(`${own}!`) ? cell.slice(own!.length + 1) : cell
    return {
      columns,
      quantities: new Map(quantities.map((one) => [one.indicateur, one])),
      printed(row, quantity) {
        const figure = plain.get(quantityKey(row, quantity))
        if (figure === undefined) return null
        const cell = cells.get(figureKey(figure))
        if (cell !== undefined || figure.lecture === 'publie') return near(cell)
        // Only the potential follows the reading: everything else is in the column as printed.
        if (quantity === 'potentiel_achat') return null
        return near(cells.get(figureKey({ ...figure, lecture: 'publie' })))
      },
      labels(row) {
        const line = rows.get(rowKey(row))
        return line === undefined || row.tableau !== from.tableau
          ? null
          : { aap: `$A${line}`, ligne: `$B${line}` }
      },
      totals: (row) =>
        figures.filter(
          (one) =>
            one.lecture === row.lecture &&
            one.tableau === 'quantitatif' &&
            one.nature === 'total' &&
            one.colonne === 'potentiel_achat',
        ),
    }
  }
  return (figure) => {
    const value = shown(figure)
    const formula = columns.size === 0 ? null : figureFormula(figure, sheets(figure))
    return formula === null ? value : { formula, result: value ?? '' }
  }
}

type RowKey = Pick<Figure, 'tableau' | 'nature' | 'aap' | 'ligne'>

function rowKey({ tableau, nature, aap, ligne }: RowKey): string {
  return [tableau, nature, aap, ligne].join('\0')
}

function quantityKey(row: RowKey & Pick<Figure, 'lecture'>, quantity: string): string {
  return `${rowKey(row)}\0${row.lecture}\0${quantity}`
}
