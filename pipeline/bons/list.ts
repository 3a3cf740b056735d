import { fold } from '../recognise/text.ts'
import { type ListWords, type Role, stateKey } from './words.ts'

/** Rows of a table as texts, blank ones included, from the row that `start` says; a hole is an empty text. */
export type Rows = readonly (readonly string[])[]

/**
 * What a table is when its rows are vouchers or persons. `bons`: one line a pass, countable. `personnes`: one line a person, never
 * counted. `contacts`: an ordinary table in which some columns hold addresses of persons.
 */
export interface ListShape {
  kind: 'bons' | 'personnes' | 'contacts'
  /** Index of the header among the rows; -1 when there is none. */
  header: number
  /** How many columns the header has. */
  width: number
  /** The column of each role; the first one where a role stands twice. */
  columns: ReadonlyMap<Role, number>
  /** The text of the header, by column. */
  titles: readonly string[]
  /** Columns whose cells tell of persons. */
  personal: readonly number[]
}

/** How many rows may stand above a header. */
const preamble = 30
/** How many rows below the header are looked at. */
const sampled = 500
/** Fewer lines are no list. */
const fewest = 3

const personRoles: readonly Role[] = [
  'beneficiaire',
  'nom',
  'prenom',
  'courriel',
  'telephone',
  'naissance',
  'civilite',
  'adresse',
]

/**
 * Says whether a table is a list of vouchers or of persons, from its header and its first lines; null when it is neither, or when that
 * isn't sure.
 * @param rows from the top of the table; more than a few hundred are not looked at
 */
export function listShape(rows: Rows, words: ListWords): ListShape | null {
  for (let at = 0; at < Math.min(rows.length, preamble); at++) {
    const shape = shapeAt(rows, at, words)
    if (shape !== null) return shape
  }
  return headless(rows)
}

function shapeAt(rows: Rows, at: number, words: ListWords): ListShape | null {
  const titles = rows[at]!.map((title) => title.trim())
  if (titles.filter(filled).length < 2) return null
  // « Bénéficiaires uniques | 531 | 187 » is a line of figures, and no header.
  if (titles.some((title) => figure.test(title))) return null
  const named = titles.map((title) => (title === '' ? null : words.role(title)))
  const known = named.filter((role) => role !== null)
  if (known.length < 2 && !(known[0] === 'nom' && titles.filter(filled).length > 2)) return null
  const data = firstLines(rows, at + 1)
  if (data.length < fewest) return null
  const several = data.filter((row) => row.filter(filled).length > 1).length
  if (several * 2 < data.length) return null
  const columns = new Map<Role, number>()
  for (const [col, role] of named.entries()) {
    if (role !== null && !columns.has(role)) columns.set(role, col)
  }
  // « Bénéficiaire » over codes tells persons apart as « Code bénéficiaire » does.
  const coded = columns.get('nom') ?? columns.get('nom_possible')
  if (coded !== undefined && !columns.has('beneficiaire') && holdsCodes(data, coded)) {
    columns.set('beneficiaire', coded)
    for (const role of ['nom', 'nom_possible'] as const)
      if (columns.get(role) === coded) columns.delete(role)
  }
  const told = telling(data)
  for (const role of ['nom', 'nom_possible', 'prenom', 'adresse'] as const) {
    // « Bénéficiaires » over numbers counts them.
    const col = columns.get(role)
    if (col !== undefined && counting(data, col)) columns.delete(role)
  }
  const personal = named.flatMap((role, col) =>
    (role !== null && personRoles.includes(role) && columns.has(role)) || told.includes(col)
      ? [col]
      : [],
  )
  const possible = columns.get('nom_possible')
  const beside = ['prenom', 'naissance', 'civilite', 'beneficiaire'] as const
  if (possible !== undefined && beside.some((role) => columns.has(role))) personal.push(possible)
  const base = { header: at, width: titles.findLastIndex(filled) + 1, columns, titles, personal }
  if (vouchers(data, columns, words)) return { ...base, kind: 'bons' }
  const persons =
    (['prenom', 'naissance', 'beneficiaire'] as const).some((role) => columns.has(role)) ||
    (columns.has('nom') && (personal.length > 1 || !hasFigures(data, personal)))
  if (persons && !columns.has('quantite')) return { ...base, kind: 'personnes' }
  // A name alone in an ordinary table is that of a site or a group.
  const byName = columns.has('prenom') || columns.has('naissance')
  const kept = byName ? personal : personal.filter((col) => col !== columns.get('nom'))
  return kept.length === 0 ? null : { ...base, kind: 'contacts', personal: kept }
}

/** The lines up to the first blank row; blank rows right under the header are none. */
function firstLines(rows: Rows, from: number): Rows {
  const start = rows.findIndex((row, at) => at >= from && row.some(filled))
  if (start < 0) return []
  const end = rows.findIndex((row, at) => at > start && !row.some(filled))
  return rows.slice(start, Math.min(end < 0 ? rows.length : end, start + sampled))
}

/** « BRI-001 », « U 0412 »: letters that all lines share, then digits of one length. */
const personCode = /^(\p{Lu}{1,5})([-_ ]?)(\d{2,8})$/u

/** Whether all cells of a column that are filled in are codes of one shape. */
function holdsCodes(data: Rows, col: number): boolean {
  const cells = data.map((row) => (row[col] ?? '').trim()).filter(filled)
  const shapes = cells.map((cell) => {
    const found = personCode.exec(cell)
    return found === null ? '' : `${found[1]}${found[2]}${found[3]!.length}`
  })
  return cells.length >= fewest && !shapes.includes('') && new Set(shapes).size === 1
}

const figure = /^[\d\s.,]+(?:[ \u00a0]?[%€])?$/

/** Whether a column of the lines holds counts: « Bénéficiaires » beside them names groups, not persons. */
function hasFigures(data: Rows, personal: readonly number[]): boolean {
  const width = Math.max(...data.map((row) => row.length))
  return Array.from({ length: width }, (_, col) => col).some((col) => {
    if (personal.includes(col)) return false
    const cells = data.map((row) => (row[col] ?? '').trim()).filter(filled)
    const figures = cells.filter((cell) => /^[\d\s.,]{1,9}(?:[ \u00a0]?[%€])?$/.test(cell)).length
    return figures > 0 && figures * 2 > cells.length
  })
}

/** Lines of persons without a header: two columns at least whose cells can only be addresses. */
function headless(rows: Rows): ListShape | null {
  const data = rows.filter((row) => row.some(filled)).slice(0, sampled)
  if (data.length < fewest) return null
  const personal = telling(data)
  if (personal.length === 0) return null
  const kind = personal.length > 1 ? 'personnes' : 'contacts'
  return { kind, header: -1, width: 0, columns: new Map(), titles: [], personal }
}

const mail = /^\S+@\S+\.\S+$/
const telephone = /^(?:\+33|0033|0)\s*[1-9](?:[\s.-]*\d{2}){4}$/

/** Columns most of whose cells are addresses, whatever their header says. */
function telling(data: Rows): number[] {
  const columns: { cells: number; hits: number }[] = []
  for (const row of data) {
    for (const [col, text] of row.entries()) {
      const cell = text?.trim() ?? ''
      if (!filled(cell)) continue
      columns[col] ??= { cells: 0, hits: 0 }
      columns[col].cells++
      if (isAddress(cell)) columns[col].hits++
    }
  }
  return columns.flatMap(({ cells, hits }, col) =>
    hits >= fewest && hits * 2 > cells ? [col] : [],
  )
}

/** No telephone has fewer signs than ten, and most cells have. */
function isAddress(cell: string): boolean {
  return cell.includes('@') ? mail.test(cell) : cell.length >= 10 && telephone.test(cell)
}

/** Whether a column holds numbers (`12`, `~12 pers.`), or nothing. */
function counting(data: Rows, col: number): boolean {
  const cells = data.map((row) => (row[col] ?? '').trim()).filter(filled)
  const figures = cells.filter((cell) => /^\D?\d/.test(cell) || !/\p{L}/u.test(cell))
  return figures.length * 2 >= cells.length
}

/** Whether the lines are vouchers: codes that differ, and a status or a date of scan that is understood. */
function vouchers(data: Rows, columns: ReadonlyMap<Role, number>, words: ListWords): boolean {
  if (columns.has('quantite')) return false
  const code = columns.get('pass') ?? columns.get('pass_possible')
  if (code === undefined) return false
  const codes = data.map((row) => (row[code] ?? '').trim()).filter(filled)
  const shaped = codes.filter((text) => /\d/.test(text) && text.length <= 64)
  const distinct = new Set(shaped).size
  if (shaped.length < fewest || shaped.length < data.length * 0.9) return false
  // The same number again and again numbers something else: a booklet, a site, a year.
  if (distinct < shaped.length * 0.6) return false
  if (!columns.has('pass') && shaped.some((text) => text.length < 6)) return false
  const status = understood(data, columns.get('statut'), (text) => words.states.has(stateKey(text)))
  const scan = understood(data, columns.get('scan'), (text) => scanState(text, words) !== null)
  return (
    status === 'yes' ||
    (scan === 'yes' && status !== 'no') ||
    (scan === 'empty' && code !== undefined && columns.has('pass') && status !== 'no')
  )
}

/** Whether the cells of a column are understood: most of them, not, all empty, or no such column. */
function understood(
  data: Rows,
  col: number | undefined,
  test: (text: string) => boolean,
): 'yes' | 'no' | 'empty' | 'none' {
  if (col === undefined) return 'none'
  const cells = data.map((row) => (row[col] ?? '').trim()).filter(filled)
  if (cells.length === 0) return 'empty'
  return cells.filter(test).length >= cells.length * 0.8 ? 'yes' : 'no'
}

const yes = ['oui', 'o', 'vrai', 'true', 'yes', 'x', '1']
const no = ['non', 'n', 'faux', 'false', 'no', '0']

/** Texts for yes and no in a column of scans, folded. */
export const answers = { yes, no }

const [dd, mm, yy] = ['(0?[1-9]|[12]\\d|3[01])', '(0?[1-9]|1[0-2])', '(19|2\\d)']

/**
 * A day of the scheme's years (2019 to 2029) in any usual writing, at the start of a text: what has another year, or is no day, is not
 * understood. The same pattern in SQL: no look-ahead.
 */
export const dayPattern = `^(${dd}[/.-]${mm}[/.-](20)?${yy}([^0-9]|$)|${mm}[/.-]${dd}[/.-]20${yy}([^0-9]|$)|20${yy}[-/.]?(0[1-9]|1[0-2])[-/.]?(0[1-9]|[12]\\d|3[01])([^0-9]|$)|${dd}(er)?[ -][a-z]{3,9}[.]?[ -](20)?${yy}([^0-9]|$))`

const day = new RegExp(dayPattern)

/** What one cell of a column of scans says; null when it can't be told. Blank cells are not asked about. */
function scanState(text: string, words: ListWords): boolean | null {
  const plain = fold(text)
  if (yes.includes(plain) || day.test(plain)) return true
  if (no.includes(plain) || words.nothing.has(plain)) return false
  const state = words.states.get(stateKey(text))
  return state === 'scanne' ? true : state === 'non_scanne' ? false : null
}

function filled(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== ''
}
