import type { Cell, Sheet } from '../read/cell.ts'

/** A box of a letter with at most one digit in it: « _1_ », « [1] », « ___ »; what can’t be read in one stays `?`. */
const box = /^(?:_+ ?([\d?])? ?_*|_* ?([\d?])? ?_+|\[ ?([\d?])? ?\])$/
/** « |_1_|_8_|_0_| », « |1|8|0|0| », in one cell */
const ruled = /(?<![^\s:?])\|(?:[_ ]*[\d?]?[_ ]*\|){2,}(?=\s|$)/g
/** « [1][8][0][0] », « [1] [8] [0] », as all that a cell says behind its label */
const bracketed =
  /(?<=^|[:?=]\s*)(?:\[ ?[\d?]? ?\] ?){2,}(?=$|(?:pass|personnes?|bénéficiaires?)\s*$)/g
/** « _1_ _8_ _0_ _0_ » */
const lined = /(?<![^\s:?])_+[\d?]?_+(?: _+[\d?]?_+)+(?=\s|$)/g

/**
 * A sheet as it is where digits stand in the boxes of a printed form, one each, whether the boxes are cells in a row or drawn in the text of one: each
 * comb becomes the number that is written in it. Boxes left empty before the number or behind it are no digits; one between two digits, or one that
 * holds no digit, is a digit that nobody knows, `1?3`.
 */
export function withoutCombs(sheet: Sheet): Sheet {
  const cells = sheet.cells.map(joinedInside)
  const byRow = Map.groupBy(
    cells.filter(({ text }) => box.test(text.trim())),
    ({ row }) => row,
  )
  const joined = new Map<Cell, Cell | null>()
  for (const boxes of byRow.values()) {
    for (const comb of combsOf(boxes.toSorted((a, b) => a.col - b.col))) {
      const number = numberIn(comb.map(({ text }) => digitIn(text.trim())))
      for (const cell of comb) joined.set(cell, null)
      if (number !== '') joined.set(comb[0]!, { ...comb[0]!, text: number })
    }
  }
  if (joined.size === 0 && cells.every((cell, at) => cell === sheet.cells[at])) return sheet
  return {
    ...sheet,
    cells: cells.flatMap((cell) => (joined.has(cell) ? (joined.get(cell) ?? []) : cell)),
  }
}

/** Boxes side by side, two or more, one of them with a digit. */
function combsOf(boxes: readonly Cell[]): Cell[][] {
  const combs: Cell[][] = []
  for (const cell of boxes) {
    const last = combs.at(-1)
    if (last?.at(-1)?.col === cell.col - 1) last.push(cell)
    else combs.push([cell])
  }
  return combs.filter((comb) => comb.length > 1 && comb.some(({ text }) => /\d/.test(text)))
}

function joinedInside(cell: Cell): Cell {
  if (!/[_[|]/.test(cell.text)) return cell
  let { text } = cell
  for (const comb of [ruled, bracketed, lined])
    text = text.replaceAll(comb, (drawn) =>
      /\d/.test(drawn) ? `${numberIn(boxesIn(drawn))} ` : drawn,
    )
  return text === cell.text ? cell : { ...cell, text: text.trimEnd() }
}

/** What stands in each box of a drawn comb, in order; an empty text for an empty box. */
function boxesIn(drawn: string): string[] {
  const places = drawn.includes('|')
    ? drawn.trim().split('|').slice(1, -1)
    : drawn.match(/\[[^\]]*\]|[_\d?]+/g)!
  return places.map(digitIn)
}

const digitIn = (text: string) => /[\d?]/.exec(text)?.[0] ?? ''

function numberIn(digits: readonly string[]): string {
  const last = digits.findLastIndex((digit) => digit !== '')
  const written = digits.slice(
    digits.findIndex((digit) => digit !== ''),
    last + 1,
  )
  return written.map((digit) => digit || '?').join('')
}
