import type { Cell, Document, Sheet } from '../read/cell.ts'
import { mask, type PersonMasker } from './person-text.ts'
import type { PersonWords } from './person-words.ts'

/** How far below a heading its answers are looked at. */
const furthest = 2_000
/** Digits from which a number beside « Téléphone » is one. */
const longNumber = /^\D*(?:\d\D*){9,}$/

/**
 * A document in which no text names a person or tells how to reach one: what is masked keeps its cell, figures stay. Done before
 * anything is recognised, so that nothing of it reaches a label, a hint, a question or a cache.
 */
export function maskPersons(
  document: Document,
  words: PersonWords,
  masker: PersonMasker,
): Document {
  const { title, modified } = document.properties
  return {
    ...document,
    sheets: document.sheets.map((sheet) => maskSheet(sheet, words, masker)),
    properties: { title: title === null ? null : masker.text(title), modified },
  }
}

function maskSheet(sheet: Sheet, words: PersonWords, masker: PersonMasker): Sheet {
  const asked = answersOf(sheet.cells, words, masker)
  let changed = false
  const cells = sheet.cells.map((cell) => {
    const own = maskCell(cell, asked.get(cell) ?? null, masker)
    changed ||= own !== cell
    return own
  })
  return changed ? { ...sheet, cells } : sheet
}

type Asked = 'contact' | 'coordonnee' | null

function maskCell(cell: Cell, asked: Asked, masker: PersonMasker): Cell {
  const comment = cell.comment === null ? null : masker.text(cell.comment)
  if (asked === 'coordonnee' && longNumber.test(cell.text)) {
    return { ...cell, text: mask, value: null, type: 'text', format: null, comment }
  }
  if (cell.type !== 'text') return comment === cell.comment ? cell : { ...cell, comment }
  const text = asked === null ? masker.text(cell.text) : masker.answer(cell.text)
  return text === cell.text && comment === cell.comment ? cell : { ...cell, text, comment }
}

/** The cells that answer a label which asks for a person: beside it; where no person is there, below it as far as texts follow. */
function answersOf(
  cells: readonly Cell[],
  words: PersonWords,
  masker: PersonMasker,
): Map<Cell, Asked> {
  const answers = new Map<Cell, Asked>(
    listed(cells, words, masker).map((cell) => [cell, 'contact'] as const),
  )
  const first = cells.some(({ text }) => /^pr[ée]noms?\s*:?$/i.test(text.trim()))
  const labelOf = ({ type, text }: Cell): Asked => {
    if (type !== 'text') return null
    // « Nom » asks for a body as well, unless a first name is asked for too.
    return first && /^nom\s*:?$/i.test(text.trim()) ? 'contact' : words.label(text.trim())
  }
  const labels = cells.flatMap((cell) => {
    const asked = labelOf(cell)
    return asked === null ? [] : [{ cell, asked }]
  })
  if (labels.length === 0) return answers
  const rows = Map.groupBy(cells, ({ row }) => row)
  const columns = Map.groupBy(cells, ({ col }) => col)
  for (const { cell, asked } of labels) {
    const row = rows.get(cell.row)!
    const right = row.find(({ col, text }) => col > cell.col && text.trim() !== '')
    if (right !== undefined && labelOf(right) === null) {
      answers.set(right, asked)
      if (maskCell(right, asked, masker) !== right) continue
    }
    let last = cell.row
    for (const below of columns.get(cell.col)!) {
      if (below.row <= cell.row || below.text.trim() === '') continue
      if (below.row > last + 1 || below.row > cell.row + furthest) break
      if (labelOf(below) !== null) break
      answers.set(below, asked)
      last = below.row
    }
  }
  return answers
}

/** Pass that one person may have been given, at most. */
const mostPass = 100

/**
 * The names in a column of persons (« Bénéficiaire | Pass utilisés »), two lines or more: beside them stand what one person has been given, not what a
 * commune has. A column of which some texts name no person is one of places or kinds, and is left as it stands.
 */
function listed(cells: readonly Cell[], words: PersonWords, masker: PersonMasker): Cell[] {
  const headings = cells.filter(({ type, text }) => type === 'text' && words.heads(text.trim()))
  if (headings.length === 0) return []
  const rows = Map.groupBy(cells, ({ row }) => row)
  const columns = Map.groupBy(cells, ({ col }) => col)
  return headings.flatMap((heading) => {
    const names: Cell[] = []
    let last = heading.row
    for (const below of columns.get(heading.col)!) {
      if (below.row <= heading.row || below.text.trim() === '') continue
      if (below.row > last + 1 || below.row > heading.row + furthest) break
      last = below.row
      if (below.type === 'text' && !isSum(below)) names.push(below)
    }
    const few = names.every(({ row }) =>
      rows.get(row)!.every((cell) => !(countIn(cell) > mostPass)),
    )
    const persons = names.filter((cell) => masker.answer(cell.text) !== cell.text)
    return few && names.length > 1 && persons.length * 2 > names.length ? persons : []
  })
}

/** The count that a cell holds, as a number or in digits; NaN for anything else. */
function countIn({ type, value, text }: Cell): number {
  if (type === 'number') return Number(value)
  return /^\s*\d[\d\s\u00a0\u202f]*$/.test(text) ? Number(text.replaceAll(/\s/g, '')) : Number.NaN
}

function isSum({ text }: Cell): boolean {
  return /^\s*(?:sous-?\s?)?(?:total|totaux|somme|ensemble|cumul)/i.test(text)
}
