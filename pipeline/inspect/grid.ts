import cliTruncate from 'cli-truncate'
import stringWidth from 'string-width'
import { address } from '../read/cell.ts'
import { counted, fr, inert } from './phrase.ts'
import type { CellView, SheetView } from './view.ts'

/** What became of a cell: its figure counts, doesn't count, or is asked about; or it is the label of one. */
export type Mark = 'kept' | 'refused' | 'asked' | 'label'
/** Gives a text a colour, or leaves it as it is. */
export type Paint = (style: Mark | 'dim' | 'bold', text: string) => string

const signs: Record<Mark, string> = { kept: '✓', refused: '×', asked: '?', label: '' }

/** What the signs in a grid mean. */
export const legend = fr`✓ chiffre retenu   × écarté   ? à vérifier   [m] masqué   [b] barré   [c] commentaire   [f] formule sans valeur`

/** Widths below which a column says nothing, and the space between two columns. */
const narrowest = 8
const gap = ' │ '

/**
 * A sheet as lines of at most `width` characters: row numbers, letters of columns, cells cut to fit. Columns that don't fit are named
 * below, those that matter being kept first; so are the rows that are left out.
 * @param marks what became of each cell, by address
 */
export function gridLines(
  view: SheetView,
  marks: Map<string, Mark>,
  width: number,
  paint: Paint,
): string[] {
  if (view.cells.length === 0) return [fr`  (rien)`]
  const texts = new Map(
    view.cells.map((cell) => [`${cell.row},${cell.col}`, shownText(cell, marks)]),
  )
  const numbers = String((view.shown.at(-1) ?? 0) + 1).length
  const columns = fitted(view, texts, marks, width - numbers - 2)
  const line = (number: string, cells: string[]) =>
    ` ${number.padStart(numbers)}${gap}${cells.join(gap)}`.trimEnd()
  const head = columns.map(({ col, size }) => pad(letters(col), size))
  const lines = [paint('dim', line('', head))]
  const byPlace = new Map(view.cells.map((cell) => [`${cell.row},${cell.col}`, cell]))
  for (const [index, row] of view.shown.entries()) {
    const between = view.leftOut[index]!
    if (between > 0) lines.push(paint('dim', leftOut(between)))
    const cells = columns.map(({ col, size }) => {
      const cell = byPlace.get(`${row},${col}`)
      if (!cell) return ' '.repeat(size)
      const text = pad(texts.get(`${row},${col}`)!, size)
      const mark = marks.get(address(row, col))
      if (mark) return paint(mark, text)
      return cell.hidden || cell.struck ? paint('dim', text) : text
    })
    lines.push(line(String(row + 1), cells))
  }
  const after = view.leftOut.at(-1)!
  if (after > 0) lines.push(paint('dim', leftOut(after)))
  return [...lines, ...columnsLeftOut(view, columns), ...comments(view)]
}

function leftOut(rows: number): string {
  return fr` ⋮ ${counted(rows, 'ligne laissée de côté', 'lignes laissées de côté')}`
}

/** A cell's text with the signs of what it is and what became of it. */
function shownText(cell: CellView, marks: Map<string, Mark>): string {
  const mark = marks.get(address(cell.row, cell.col))
  const flags = [
    cell.hidden ? '[m]' : '',
    cell.struck ? '[b]' : '',
    cell.comment === null ? '' : '[c]',
    cell.uncomputed ? '[f]' : '',
  ].join('')
  const parts = [mark ? signs[mark] : '', inert(cell.text).trim(), flags]
  return parts.filter((part) => part !== '').join(' ')
}

interface Column {
  col: number
  size: number
}

/** The columns that fit, each with its size: all as narrow as need be, and if that's not enough those that matter first. */
function fitted(
  view: SheetView,
  texts: Map<string, string>,
  marks: Map<string, Mark>,
  width: number,
): Column[] {
  const natural = new Map<number, number>()
  const matters = new Set<number>()
  for (const { row, col, relevant } of view.cells) {
    const size = Math.max(stringWidth(texts.get(`${row},${col}`)!), letters(col).length)
    natural.set(col, Math.max(natural.get(col) ?? 1, size))
    if (relevant || marks.has(address(row, col))) matters.add(col)
  }
  const all = [...natural.keys()].sort((a, b) => a - b)
  const first = [...all.filter((c) => matters.has(c)), ...all.filter((c) => !matters.has(c))]
  const room = Math.max(1, Math.floor(width / (narrowest + gap.length)))
  const chosen = all.length <= room ? all : first.slice(0, room).sort((a, b) => a - b)
  const total = (cap: number) =>
    chosen.reduce((sum, col) => sum + Math.min(natural.get(col)!, cap) + gap.length, 0)
  let cap = Math.max(narrowest, ...chosen.map((col) => natural.get(col)!))
  while (cap > narrowest && total(cap) > width) cap--
  return chosen.map((col) => ({ col, size: Math.min(natural.get(col)!, cap) }))
}

function pad(text: string, size: number): string {
  const cut = cliTruncate(text, size)
  return cut + ' '.repeat(Math.max(0, size - stringWidth(cut)))
}

function columnsLeftOut(view: SheetView, columns: Column[]): string[] {
  const shown = new Set(columns.map(({ col }) => col))
  const missing = [...new Set(view.cells.map(({ col }) => col))]
    .filter((col) => !shown.has(col))
    .sort((a, b) => a - b)
  if (missing.length === 0) return []
  const names = missing.slice(0, 12).map(letters).join(', ')
  const more = missing.length > 12 ? ', …' : ''
  return [
    fr` ${counted(missing.length, 'colonne laissée de côté', 'colonnes laissées de côté')} : ${names}${more} (--width pour en voir plus)`,
  ]
}

function comments(view: SheetView): string[] {
  return view.cells
    .filter((cell) => cell.comment !== null)
    .slice(0, 20)
    .map((cell) => fr` [c] ${address(cell.row, cell.col)} : « ${cell.comment!} »`)
}

function letters(col: number): string {
  return address(0, col).slice(0, -1)
}
