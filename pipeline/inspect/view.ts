import type { Cell, Document, Sheet } from '../read/cell.ts'
import type { Recognition } from '../recognise/recognise.ts'

/** One sheet as a person looks at it: the rows that matter, cells cut short. */
export interface SheetView {
  name: string
  hidden: boolean
  /** Whether lines of a list of vouchers or persons were taken out of it. */
  list: boolean
  /** Extent of the sheet, from A1 to its last cell. */
  rows: number
  columns: number
  /** Zero-based rows that are shown, in order. */
  shown: number[]
  /** For each shown row, how many rows that hold something are left out just above it; then those below the last. */
  leftOut: number[]
  cells: CellView[]
}

export interface CellView {
  row: number
  col: number
  text: string
  hidden: boolean
  struck: boolean
  uncomputed: boolean
  comment: string | null
  /** Whether a figure, its label, a doubtful label or a hint of whose report it is stands here. */
  relevant: boolean
}

/** Rows up to which a sheet is shown whole; beyond, only what is near its readings, up to `most`. */
const whole = 60
const most = 120
/** Rows shown above and below one that matters, and at the top of the sheet. */
const around = 2
const top = 5
/** Characters of a cell or comment that are kept. */
const longest = 300

/**
 * What to show of a document: all of small sheets, the region around readings of large ones. Made where the file is read, so that a
 * sheet of a million rows never leaves the worker.
 * @param lists names of the sheets that lists were taken out of
 */
export function viewsOf(
  document: Document,
  recognition: Recognition,
  lists: ReadonlySet<string> = new Set(),
): SheetView[] {
  return document.sheets.map((sheet) => ({
    ...viewOf(sheet, relevantPlaces(sheet.name, recognition)),
    list: lists.has(sheet.name),
  }))
}

function viewOf(sheet: Sheet, relevant: Set<string>): Omit<SheetView, 'list'> {
  const filled = new Set<number>()
  let columns = 0
  for (const cell of sheet.cells) {
    filled.add(cell.row)
    columns = Math.max(columns, cell.col + 1)
  }
  const rows = [...filled].sort((a, b) => a - b)
  const shown = new Set(chosenRows(rows, relevant))
  return {
    name: sheet.name,
    hidden: sheet.hidden,
    rows: (rows.at(-1) ?? -1) + 1,
    columns,
    shown: rows.filter((row) => shown.has(row)),
    leftOut: gaps(rows, shown),
    cells: sheet.cells
      .filter((cell) => shown.has(cell.row))
      .map((cell) => cellView(cell, relevant)),
  }
}

function gaps(rows: number[], shown: Set<number>): number[] {
  const counts = [0]
  for (const row of rows) {
    if (shown.has(row)) counts.push(0)
    else counts[counts.length - 1]! += 1
  }
  return counts
}

function chosenRows(rows: number[], relevant: Set<string>): number[] {
  if (rows.length <= whole) return rows
  const core = new Set([...relevant].map((place) => Number(place.split(',')[0])))
  if (core.size === 0) return rows.slice(0, top * 2)
  const near = (row: number) => {
    for (let other = row - around; other <= row + around; other++) if (core.has(other)) return true
    return false
  }
  const first = rows.slice(0, top)
  const others = rows.slice(top)
  const matter = [...first, ...others.filter((row) => core.has(row))].slice(0, most)
  const room = most - matter.length
  return [...matter, ...others.filter((row) => !core.has(row) && near(row)).slice(0, room)]
}

function cellView(cell: Cell, relevant: Set<string>): CellView {
  const { row, col, text, hidden, struck, uncomputed, comment } = cell
  return {
    row,
    col,
    text: text.slice(0, longest),
    hidden,
    struck,
    uncomputed,
    comment: comment?.slice(0, longest) ?? null,
    relevant: relevant.has(`${row},${col}`),
  }
}

/** `row,col` of each place of a sheet that recognition speaks of. */
function relevantPlaces(sheet: string, { readings, nearMisses, cues }: Recognition): Set<string> {
  const places = new Set<string>()
  const addAddress = (address: string | null) => {
    const place = address === null ? null : placeOf(address)
    if (place) places.add(`${place.row},${place.col}`)
  }
  for (const reading of readings.filter((one) => one.sheet === sheet)) {
    places.add(`${reading.row},${reading.col}`)
    addAddress(reading.labelAddress)
  }
  for (const miss of nearMisses.filter((one) => one.sheet === sheet)) addAddress(miss.address)
  const hints = [...cues.sirens, ...cues.names.filter((name) => name.labelled), ...cues.aaps]
  for (const cue of hints.filter((one) => one.sheet === sheet)) addAddress(cue.address)
  return places
}

/** Zero-based row and column of an address (`D14`); null when it is none. */
export function placeOf(address: string): { row: number; col: number } | null {
  const match = /^([A-Z]{1,4})([1-9]\d{0,8})$/.exec(address)
  if (!match) return null
  const col = [...match[1]!].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1
  return { row: Number(match[2]) - 1, col }
}
