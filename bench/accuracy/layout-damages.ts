import type { Random } from '../../pipeline/corpus/random.ts'
import {
  type Book,
  type Entry,
  insertColumn,
  insertRow,
  type Page,
  removeRow,
  textOf,
} from './book.ts'
import {
  type Damage,
  filledRows,
  type Hit,
  isLabel,
  isNumber,
  numbersOf,
  type Spot,
  spots,
} from './damage.ts'

/** Notions beside the indicators that must never be taken for one of them. */
export const decoys = [
  'Pass distribués',
  'Pass remis aux usagers',
  'Pass émis',
  'Pass périmés',
  'Pass entamés',
  'Objectif de pass achetés',
  'Objectif',
  'Pass scannés (N-1)',
  'Rappel N-1',
  'Prévision 2025',
  'Accompagnements réalisés',
  'Ateliers',
]

function pageOf(book: Book, rng: Random): Page | null {
  const filled = book.pages.filter((page) => filledRows(page).length > 0)
  return filled.length === 0 ? null : rng.pick(filled)
}

const hit = (what: string, gone: Hit['gone'] = []): Hit => ({ what, gone })

const at = (page: Page, row: number) => `row ${row + 1} of ${JSON.stringify(page.name)}`

const copy = (cells: readonly Entry[]): Entry[] => cells.map((cell) => cell && { ...cell })

/** The row with the most labels, no number and another row below; null when there is none with two. */
function headerRow(page: Page): number | null {
  const labels = (row: number) =>
    page.rows[row]!.filter((cell, col) => textOf(cell) && isLabel({ page, row, col, cell: cell! }))
      .length
  const rows = filledRows(page).filter((row) => numbersOf(page, row).length === 0)
  const best = rows.reduce<number | null>(
    (a, b) => (a === null || labels(b) > labels(a) ? b : a),
    null,
  )
  return best !== null && labels(best) >= 2 ? best : null
}

function swapColumns(book: Book, rng: Random): Hit | null {
  const page = pageOf(book, rng)
  if (page === null) return null
  const width = Math.max(...page.rows.map((row) => row.length))
  const filled = Array.from({ length: width }, (_, col) => col).filter((col) =>
    page.rows.some((row) => textOf(row[col]) !== ''),
  )
  if (filled.length < 2) return null
  const [a, b] = rng.shuffle(filled) as [number, number]
  const wide = page.merges.filter(({ s, e }) => e.c > s.c)
  const covers = ({ s, e }: Page['merges'][number], col: number) => col >= s.c && col <= e.c
  if (answersSwapped(page, Math.min(a, b), Math.max(a, b))) return null
  // A title over both stays; what is merged over one of them only would be torn.
  if (wide.some((merge) => covers(merge, a) !== covers(merge, b))) return null
  const before = isOrdered(page)
  const stays = (row: number) =>
    wide.some((merge) => covers(merge, a) && row >= merge.s.r && row <= merge.e.r)
  for (const [r, row] of page.rows.entries()) {
    if (stays(r)) continue
    while (row.length <= Math.max(a, b)) row.push(undefined)
    ;[row[a], row[b]] = [row[b], row[a]]
  }
  ;[page.colInfo[a], page.colInfo[b]] = [page.colInfo[b], page.colInfo[a]]
  page.merges = page.merges.map(({ s, e }) => {
    const col = s.c === a ? b : s.c === b ? a : s.c
    return s.c === e.c ? { s: { ...s, c: col }, e: { ...e, c: col } } : { s, e }
  })
  const what = `columns ${a + 1} and ${b + 1} of ${JSON.stringify(page.name)} swapped`
  return { ...hit(what), putRight: !before && isOrdered(page) }
}

/** Whether each line with numbers begins with a label, and a label stands over each of its numbers in the last line without any above it. */
function isOrdered(page: Page): boolean {
  const rows = filledRows(page)
  return rows.every((row) => {
    const numbers = numbersOf(page, row).map(({ col }) => col)
    if (numbers.length < 2) return true
    const head = rows.findLast((above) => above < row && numbersOf(page, above).length === 0)
    const first = page.rows[row]!.findIndex((cell) => textOf(cell) !== '')
    const headed = numbers.every(
      (col) => head !== undefined && textOf(page.rows[head]![col]) !== '',
    )
    return !numbers.includes(first) && headed
  })
}

/**
 * Whether two columns are both answers, or both labels, of two forms side by side: a label and its number, then another label and its number
 * on one line, and no heading right over the numbers. To exchange them is to exchange what the two forms say.
 */
function answersSwapped(page: Page, a: number, b: number): boolean {
  const numbers = (row: number) => new Set(numbersOf(page, row).map(({ col }) => col))
  const forms = (row: number): boolean => {
    const filled = page.rows[row]!.flatMap((cell, col) => (textOf(cell) ? [col] : []))
    const kinds = filled.map((col) => (numbers(row).has(col) ? 'n' : 'l')).join('')
    const same = numbers(row).has(a) === numbers(row).has(b)
    return /^(?:ln){2,}$/.test(kinds) && filled.includes(a) && filled.includes(b) && same
  }
  const first = filledRows(page).find(forms)
  if (first === undefined) return false
  const above = filledRows(page).findLast((row) => row < first && numbers(row).size === 0)
  return above === undefined || [...numbers(first)].every((col) => !textOf(page.rows[above]![col]))
}

function insertBlankRow(book: Book, rng: Random): Hit | null {
  const page = pageOf(book, rng)
  if (page === null) return null
  const row = rng.int(0, page.rows.length)
  insertRow(page, row, [])
  return hit(`blank row before ${at(page, row)}`)
}

function insertBlankColumn(book: Book, rng: Random): Hit | null {
  const page = pageOf(book, rng)
  if (page === null) return null
  const col = rng.int(0, Math.max(...page.rows.map((row) => row.length)))
  insertColumn(page, col, () => undefined)
  return hit(`blank column before column ${col + 1} of ${JSON.stringify(page.name)}`)
}

function removeAnyRow(book: Book, rng: Random): Hit | null {
  const page = pageOf(book, rng)
  if (page === null) return null
  const row = rng.pick(filledRows(page))
  const gone = numbersOf(page, row)
  const text = page.rows[row]!.map(textOf).filter(Boolean).join(' | ')
  removeRow(page, row)
  return hit(`${at(page, row)} removed (${text})`, gone)
}

function doubleRow(book: Book, rng: Random): Hit | null {
  const page = pageOf(book, rng)
  if (page === null) return null
  const row = rng.pick(filledRows(page))
  insertRow(page, row + 1, copy(page.rows[row]!))
  return hit(`${at(page, row)} doubled`)
}

/** A row like a neighbour's, with another notion for its label and other numbers. */
function addDecoyRow(book: Book, rng: Random): Hit | null {
  const page = pageOf(book, rng)
  if (page === null) return null
  const rows = filledRows(page).filter((row) => numbersOf(page, row).length > 0)
  if (rows.length === 0) return null
  const like = rng.pick(rows)
  const numbers = new Set(numbersOf(page, like).map(({ col }) => col))
  const label = rng.pick(decoys)
  const labelCol = page.rows[like]!.findIndex((cell, col) => textOf(cell) && !numbers.has(col))
  if (labelCol < 0) return null
  const row = Array.from(page.rows[like]!, (_, col): Entry => {
    if (col === labelCol) return { t: 's', v: label }
    return numbers.has(col) ? { t: 'n', v: rng.int(3, 9000) } : undefined
  })
  const where = like + rng.int(0, 1)
  insertRow(page, where, row)
  return hit(`decoy ${at(page, where)}: ${row.map(textOf).filter(Boolean).join(' | ')}`)
}

function addDecoyColumn(book: Book, rng: Random): Hit | null {
  const page = pageOf(book, rng)
  const header = page && headerRow(page)
  if (page === null || header === null) return null
  const cols = page.rows[header]!.flatMap((cell, col) => (textOf(cell) ? [col] : []))
  const col = rng.pick(cols) + 1
  if (page.merges.some(({ s, e }) => s.c < col && e.c >= col)) return null
  const label = rng.pick(decoys)
  insertColumn(page, col, (row): Entry => {
    if (row === header) return { t: 's', v: label }
    if (row < header || numbersOf(page, row).length === 0) return undefined
    return { t: 'n', v: rng.int(3, 9000) }
  })
  return hit(`decoy column ${col + 1} of ${JSON.stringify(page.name)}: ${label}`)
}

function moveHeader(book: Book, rng: Random): Hit | null {
  const page = pageOf(book, rng)
  const header = page && headerRow(page)
  if (page === null || header === null) return null
  const cells = page.rows[header]!
  removeRow(page, header)
  const target = rng.pick([page.rows.length, Math.max(header - 2, 0), header + 1, header + 2])
  const where = Math.min(target, page.rows.length)
  insertRow(page, where, cells)
  const numbered = (row: number) =>
    row >= 0 && row < page.rows.length && numbersOf(page, row).length > 0
  // Above its old place stand figures, where it went an empty line or a title, and figures under it or under the empty line that follows.
  const empty = filledRows(page).includes(where + 1) ? 0 : 1
  const under = numbered(where + 1 + empty)
  const above = where < header && numbered(header) && !numbered(where - 1) && under
  // Captions that stood over other figures stand right under their own, each under one.
  const labels = cells.flatMap((cell, col) => (textOf(cell) ? [col] : []))
  const figures = where > 0 ? numbersOf(page, where - 1).map(({ col }) => col) : []
  const captions = labels.join() === figures.join() && !numbered(where + 1)
  const putRight = above || (captions && where < header && numbered(header + 1))
  return { ...hit(`header ${at(page, header)} moved to row ${where + 1}`), putRight }
}

function shiftHeader(book: Book, rng: Random): Hit | null {
  const page = pageOf(book, rng)
  const header = page && headerRow(page)
  if (page === null || header === null) return null
  const before = isHeaded(page, header)
  page.rows[header] = [undefined, ...page.rows[header]!]
  const what = `header ${at(page, header)} one column to the right`
  return { ...hit(what), putRight: !before && isHeaded(page, header) }
}

/** Whether each number under a row of headings, down to the next empty row, stands right under one of them. */
function isHeaded(page: Page, header: number): boolean {
  const filled = new Set(filledRows(page))
  let row = header + 1
  while (filled.has(row)) {
    if (numbersOf(page, row).some(({ col }) => !textOf(page.rows[header]![col]))) return false
    row++
  }
  return row > header + 1
}

function unmerge(book: Book, rng: Random): Hit | null {
  const merged = book.pages.filter((page) => page.merges.length > 0)
  if (merged.length === 0) return null
  const page = rng.pick(merged)
  page.merges = []
  return hit(`merges of ${JSON.stringify(page.name)} undone`)
}

function renameSheet(book: Book, rng: Random): Hit | null {
  const page = pageOf(book, rng)
  if (page === null || page.bare) return null
  const free = ['Feuil1', 'Données', 'Export', 'tmp 2'].find((name) =>
    book.pages.every((other) => other.name !== name),
  )!
  const what = `sheet ${JSON.stringify(page.name)} renamed`
  page.name = free
  return hit(what)
}

function hideSheet(book: Book, rng: Random): Hit | null {
  const visible = book.pages.filter((page) => page.hidden === 0 && !page.bare)
  if (visible.length < 2) return null
  const page = rng.pick(visible)
  page.hidden = 1
  return hit(`sheet ${JSON.stringify(page.name)} hidden`)
}

function hideRow(book: Book, rng: Random): Hit | null {
  const page = pageOf(book, rng)
  if (page === null || page.bare) return null
  const row = rng.pick(filledRows(page))
  page.rowInfo[row] = { ...page.rowInfo[row], hidden: true }
  return hit(`${at(page, row)} hidden`)
}

function swapCells(book: Book, rng: Random): Hit | null {
  const numbers = spots(book).filter(isNumber)
  if (numbers.length < 2) return null
  const [a, b] = rng.shuffle(numbers) as [Spot, Spot]
  a.page.rows[a.row]![a.col] = b.cell
  b.page.rows[b.row]![b.col] = a.cell
  const what = `${textOf(a.cell)} and ${textOf(b.cell)} swapped`
  return { ...hit(what), swapped: [placeOf(a), placeOf(b)] }
}

function swapLabels(book: Book, rng: Random): Hit | null {
  const labels = spots(book).filter(isLabel)
  if (labels.length < 2) return null
  const [a, b] = rng.shuffle(labels) as [Spot, Spot]
  a.page.rows[a.row]![a.col] = b.cell
  b.page.rows[b.row]![b.col] = a.cell
  const what = `labels ${JSON.stringify(textOf(a.cell))} and ${JSON.stringify(textOf(b.cell))} swapped`
  return { ...hit(what), swapped: [placeOf(a), placeOf(b)] }
}

/** A place with the last column that a heading there may be for: that of its merge, or the one before the next text of its line. */
const placeOf = ({ page, row, col }: Spot) => {
  const merge = page.merges.find(({ s }) => s.r === row && s.c === col)
  const next = page.rows[row]!.findIndex((cell, at) => at > col && textOf(cell) !== '')
  const width = Math.max(...page.rows.map((cells) => cells.length))
  return { sheet: page.name, row, col, lastCol: merge?.e.c ?? (next < 0 ? width : next) - 1 }
}

/** Damages to rows, columns and sheets. */
export const layoutDamages: Damage[] = [
  { name: 'columns swapped', effect: 'kept', apply: swapColumns },
  { name: 'blank row inserted', effect: 'kept', apply: insertBlankRow },
  { name: 'blank column inserted', effect: 'kept', apply: insertBlankColumn },
  { name: 'row doubled', effect: 'added', apply: doubleRow },
  { name: 'decoy row', effect: 'added', apply: addDecoyRow },
  { name: 'decoy column', effect: 'added', apply: addDecoyColumn },
  { name: 'row removed', effect: 'lost', apply: removeAnyRow },
  { name: 'header moved up or down', effect: 'lost', apply: moveHeader },
  { name: 'cells unmerged', effect: 'lost', apply: unmerge },
  { name: 'sheet renamed', effect: 'lost', apply: renameSheet },
  { name: 'sheet hidden', effect: 'lost', apply: hideSheet },
  { name: 'row hidden', effect: 'lost', apply: hideRow },
  { name: 'header shifted sideways', effect: 'lost', apply: shiftHeader },
  { name: 'number cells swapped', effect: 'changed', apply: swapCells },
  { name: 'label cells swapped', effect: 'changed', apply: swapLabels },
]
