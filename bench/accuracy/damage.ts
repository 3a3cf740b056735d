import type { Random } from '../../pipeline/corpus/random.ts'
import { type Book, type Entry, type Page, textOf } from './book.ts'

/**
 * What a damage does to the meaning of a report, which decides what may be read afterwards (docs/accuracy.md):
 * `kept`, a careful person reads the same; `added`, something is there that must not be taken for a figure; `misspelt`, some letters are
 * wrong; `lost`, something is gone or out of place, so that a figure is the true one or missing; `changed`, two cells are exchanged, so that
 * the report says something else and nobody could tell by these two; `bytes`, the file itself is damaged.
 */
export type Effect = 'kept' | 'added' | 'misspelt' | 'lost' | 'changed' | 'bytes'

/** What one damage did. */
export interface Hit {
  /** For people: `row 4 of "Bilan" removed`. */
  what: string
  /** Cells with numbers that are no longer there, as they were addressed. */
  gone: Place[]
  /** The two cells that changed places, where the damage is that. */
  swapped?: [Place, Place]
  /** Whether headings stood under figures before, and stand right over them now. */
  putRight?: boolean
}

export interface Place {
  sheet: string
  row: number
  col: number
  /** The last column that a heading at this place is for; its own where that is not said. */
  lastCol?: number
}

/** One way to damage a grid; null when there is nothing in it that could be damaged so. */
export interface Damage {
  name: string
  effect: Effect
  apply(book: Book, rng: Random): Hit | null
}

/** A cell with its page and place. */
export interface Spot {
  page: Page
  row: number
  col: number
  cell: NonNullable<Entry>
}

/** All cells that hold something. */
export function spots(book: Book): Spot[] {
  return book.pages.flatMap((page) =>
    page.rows.flatMap((cells, row) =>
      cells.flatMap((cell, col) => (textOf(cell) === '' ? [] : [{ page, row, col, cell: cell! }])),
    ),
  )
}

const unit = '(?:pass|carnets?|€|euros?|EUR|personnes?|bénéficiaires?|habitants?)'
const numberText = new RegExp(`^\\s*\\d[\\d\\s\\u00a0\\u202f.,'’]*${unit}?\\s*$`, 'i')
const plainFormats = new Set(['General', 'general', '0', '#,##0', '# ##0'])

/** A number, typed as one or as text with at most a unit behind it; years are labels. */
export function isNumber({ cell }: Spot): boolean {
  if (cell.t === 's') return numberText.test(String(cell.v)) && !isYear(Number(cell.v))
  return cell.t === 'n' && !isYear(Number(cell.v))
}

/** A whole number whose cell shows nothing but the number. */
export function isPlainCount(spot: Spot): boolean {
  const { cell } = spot
  if (cell.t === 's') return /^\d+$/.test(String(cell.v)) && isNumber(spot)
  const format = cell.z === undefined ? 'General' : String(cell.z)
  return isNumber(spot) && Number.isInteger(cell.v) && plainFormats.has(format)
}

function isYear(n: number): boolean {
  return Number.isInteger(n) && n >= 2015 && n <= 2030
}

/** Words, four letters at least, and no number. */
export function isLabel(spot: Spot): boolean {
  return spot.cell.t === 's' && /\p{L}{4}/u.test(String(spot.cell.v)) && !isNumber(spot)
}

/** `B4 of "Bilan"`-like address for people. */
export function named({ page, row, col }: Pick<Spot, 'page' | 'row' | 'col'>): string {
  return `row ${row + 1} column ${col + 1} of ${JSON.stringify(page.name)}`
}

/** Where numbers of a row stand. */
export function numbersOf(page: Page, row: number): Place[] {
  return (page.rows[row] ?? []).flatMap((cell, col) => {
    if (textOf(cell) === '' || !isNumber({ page, row, col, cell: cell! })) return []
    return [{ sheet: page.name, row, col }]
  })
}

/** Rows that hold something. */
export function filledRows(page: Page): number[] {
  return page.rows.flatMap((cells, row) => (cells.some((cell) => textOf(cell) !== '') ? [row] : []))
}

/** Puts a text in place of what a cell holds; a comment on it stays. */
export function put(spot: Spot, text: string | undefined): void {
  const { page, row, col, cell } = spot
  const comment = cell.c === undefined ? {} : { c: cell.c }
  page.rows[row]![col] = text === undefined ? undefined : { t: 's', v: text, ...comment }
}
