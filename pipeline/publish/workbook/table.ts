import { spaced } from '../../french.ts'
import type { ModelColumn } from '../../models/header.ts'
import type { Contract } from '../../models/meta.ts'
import { describe, tableComment } from '../../warehouse/comments.ts'
import { type Connection, quoteName } from '../../warehouse/connection.ts'
import type { Note } from '../xlsx/note.ts'
import type { CellValue, Sheet, SheetCell, SheetRow } from '../xlsx/sheet.ts'
import { columnName, mostLines } from '../xlsx/xml.ts'
import { columnLook, columnWidth, header, remark, unitLook } from './looks.ts'

/** What a column's cells hold when they are calculated in the workbook; undefined for a column that only holds what the table does. */
export type Calculated = (
  column: string,
) => ((value: TableValue, line: number) => CellValue) | undefined

/** A value of a row as `selection` gives it. */
export type TableValue = string | number | boolean | null

/** How many rows of a table a sheet gets; the rest is in the csv. */
export interface TableLimits {
  rows: number
}

/**
 * Rows of a table that a sheet shows. A longer one is no work for a spreadsheet, and would make the workbook slow for everybody: it
 * is cut there, which the sheet says. The laureates are shown to the last line of Excel, because the formulas add them up.
 */
export const shownRows = 100_000
/** A header above and a line about the rest below. */
export const mostRows = mostLines - 2

/** The sheet of a public table: a header that explains itself, then its rows in the order of the key, as they come from the warehouse. */
export function tableSheet(
  connection: Connection,
  contract: Contract,
  name: string,
  options: { limits: TableLimits; pageHead: string; calculated?: Calculated },
): Sheet {
  const columns = Object.entries(contract.columns)
  const table = contract.model.slice(contract.model.indexOf('.') + 1)
  const limit = Math.min(options.limits.rows, mostRows)
  let written = 0
  const notes: Note[] = columns.map(([, { description, unit }], i) => ({
    column: i + 1,
    row: 1,
    text: spaced(
      (i === 0 ? `${tableComment(contract.purpose, contract.grain)}\n\n` : '') +
        describe(description, unit),
    ),
  }))
  const last = () => `${columnName(columns.length)}${written + 1}`
  return {
    name,
    rows: rows(),
    widths: columns.map(([column, contract]) => columnWidth(column, contract)),
    frozen: { rows: 1, columns: Math.min(contract.key.length, 1) },
    titleRows: [1, 1],
    filter: () => `A1:${last()}`,
    printArea: () => `A1:${last()}`,
    notes,
    links: [],
    pageHead: options.pageHead,
  }

  async function* rows(): AsyncGenerator<SheetRow> {
    yield { cells: columns.map(([column]) => ({ value: column, look: header })) }
    const cells = columns.map((_, i) => cellOf(i))
    for await (const piece of connection.stream<{ cells: string }>(
      selection(contract, limit + 1),
    )) {
      for (const { cells: text } of piece) {
        if (written === limit) {
          const rest = `Feuille limitée à ${limit} lignes : la table entière est dans csv/${table}.csv et parquet/${table}.parquet`
          yield { cells: [{ value: spaced(rest), look: remark }] }
          return
        }
        written++
        // What `selection` puts into it.
        const values = JSON.parse(text) as TableValue[]
        yield { cells: cells.map((cell) => cell(values)) }
      }
    }
  }

  function cellOf(i: number): (values: TableValue[]) => SheetCell | null {
    const [column, contract] = columns[i]!
    const { type } = contract
    const calculated = options.calculated?.(column)
    const plain = columnLook(contract)
    const unit =
      type === 'double' && !/fraction/i.test(contract.description)
        ? columns.findIndex(([name]) => name === 'unite')
        : -1
    return (values) => {
      const held = values[i]!
      const value = calculated?.(held, written + 1) ?? plainCell(held, type)
      if (value === null) return null
      const unite = unit < 0 ? null : values[unit]
      return { value, look: typeof unite === 'string' ? unitLook(unite) : plain }
    }
  }
}

/**
 * Rows in the order of the key, each as one JSON array: the driver takes texts out of a row one by one, which takes three times as
 * long. Numbers are the doubles that a cell holds, days and instants texts.
 */
function selection({ model, columns, key }: Contract, limit: number): string {
  const source = model.split('.').map(quoteName).join('.')
  const list = Object.entries(columns).map(([name, { type }]) => {
    const column = quoteName(name)
    if (/^(decimal|bigint)/.test(type)) return `CAST(${column} AS DOUBLE)`
    return /^(date|timestamp)/.test(type) ? `CAST(${column} AS VARCHAR)` : column
  })
  const order = key.map((name) => `${source}.${quoteName(name)} ASC NULLS FIRST`).join(', ')
  return `SELECT CAST(json_array(${list.join(', ')}) AS VARCHAR) AS cells FROM ${source} ORDER BY ${order} LIMIT ${limit}`
}

/** A value of the warehouse as a cell holds it; days and instants are counted from the end of 1899. */
function plainCell(value: TableValue, type: ModelColumn['type']): CellValue {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
  if (type === 'date' || type === 'timestamp') {
    const time = Date.parse(`${value.slice(0, 10)}T${value.slice(11, 19) || '00:00:00'}Z`)
    const days = time / 86_400_000 + 25_569
    // Before 1 March 1900 spreadsheets disagree on the day; the text is right for all.
    return Number.isFinite(days) && days >= 61 ? days : value
  }
  // An empty text that is a value must not be taken for a missing one.
  return value
}
