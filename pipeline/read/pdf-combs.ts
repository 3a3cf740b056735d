import type { MarkedPiece } from './pdf-lines.ts'
import type { Box, Rule, Rules } from './pdf-rules.ts'

/** Points by which boxes of one comb may differ in width, and rules of one place may miss each other. */
const near = 2
/** Letter heights up to which a box is one of a letter. */
const narrow = 2.5

/** A box of a drawn table with what stands in it. */
export interface FilledBox extends Box {
  pieces: MarkedPiece[]
}

/**
 * Boxes in a row that hold a letter or digit each, as printed forms have them, told from those of tables: each such row becomes one text that
 * stands where its boxes do. A box left empty between two digits is a digit that nobody knows, `1?3`.
 */
export function takeCombs(
  boxes: readonly FilledBox[],
  rules: Rules,
): { boxes: FilledBox[]; texts: MarkedPiece[] } {
  const tables = Map.groupBy(boxes, (box) => box.table)
  const texts: MarkedPiece[] = []
  const others: FilledBox[] = []
  for (const [table, own] of tables) {
    const text = combText(
      own.toSorted((a, b) => a.left - b.left),
      placesOf(rules.down, table),
      placesOf(rules.across, table),
    )
    if (text === null) others.push(...own)
    else texts.push(text)
  }
  return { boxes: others, texts }
}

/** Where the rules of one table stand, each place once. */
function placesOf(rules: readonly Rule[], table: number): number[] {
  const places: number[] = []
  for (const rule of rules) {
    if (rule.table === table && rule.at - (places.at(-1) ?? Number.NEGATIVE_INFINITY) > near)
      places.push(rule.at)
  }
  return places
}

/** The text in the boxes of one table, from the left; null when they are no comb. */
function combText(
  boxes: readonly FilledBox[],
  down: readonly number[],
  across: readonly number[],
): MarkedPiece | null {
  const first = boxes[0]?.pieces[0]
  if (first === undefined || across.length !== 2 || down.length < 3) return null
  const widths = down.slice(1).map((at, n) => at - down[n]!)
  const [least, most] = [Math.min(...widths), Math.max(...widths)]
  if (most - least > near || most > first.height * narrow) return null
  const letters = boxes.map(({ pieces }) => pieces.map(({ text }) => text.trim()).join(''))
  if (letters.some((letter) => letter.length !== 1)) return null
  const places = boxes.map(({ left }) => down.filter((at) => at <= left + near).length - 1)
  const written = places.flatMap((place, n) => {
    const skipped = n === 0 ? 0 : place - places[n - 1]! - 1
    return [...Array<string>(skipped).fill(skippedAs(letters)), letters[n]!]
  })
  const pieces = boxes.flatMap((box) => box.pieces)
  return {
    ...first,
    text: written.join(''),
    left: down[0]!,
    right: down.at(-1)!,
    hidden: pieces.some(({ hidden }) => hidden),
    struck: pieces.some(({ struck }) => struck),
  }
}

/** What stands for an empty box between others: the space between two words, or a digit that is missing. */
function skippedAs(letters: readonly string[]): string {
  return letters.every((letter) => /\d/.test(letter)) ? '?' : ' '
}
