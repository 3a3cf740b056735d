import type { Random } from '../../pipeline/corpus/random.ts'
import { type Book, textOf } from './book.ts'
import {
  type Damage,
  type Hit,
  isLabel,
  isNumber,
  isPlainCount,
  named,
  put,
  type Spot,
  spots,
} from './damage.ts'

/** Puts another text into a cell; `gone` where a number went with it. */
export function changed(spot: Spot, text: string | undefined, gone = false): Hit {
  const { page, row, col } = spot
  const what = `${named(spot)}: ${JSON.stringify(textOf(spot.cell))} is now ${JSON.stringify(text ?? '')}`
  put(spot, text)
  return { what, gone: gone ? [{ sheet: page.name, row, col }] : [] }
}

/** Writes a whole number with a separator between thousands. */
function grouped(spot: Spot, separator: string): string {
  return textOf(spot.cell).replace(/\B(?=(\d{3})+$)/g, separator)
}

const separators = [' ', '\u00a0', '\u202f', '.', ',', '’', '  ']

function numberToText(book: Book, rng: Random): Hit | null {
  const counts = spots(book).filter(isPlainCount)
  if (counts.length === 0) return null
  const spot = rng.pick(counts)
  return changed(spot, grouped(spot, rng.pick(separators)))
}

function changeSeparators(book: Book, rng: Random): Hit | null {
  const counts = spots(book).filter(isPlainCount)
  if (counts.length === 0) return null
  const separator = rng.pick(separators)
  for (const spot of counts) put(spot, grouped(spot, separator))
  return { what: `all whole numbers written with ${JSON.stringify(separator)}`, gone: [] }
}

function numberInSentence(book: Book, rng: Random): Hit | null {
  const large = /(?<![\d.,/-])(?!20[12]\d(?!\d))\d{1,3}(?:[ \u00a0\u202f]?\d{3})+(?![\d.,/-])/
  const sentences = spots(book).filter((spot) => isLabel(spot) && large.test(textOf(spot.cell)))
  if (sentences.length === 0) return null
  const spot = rng.pick(sentences)
  const separator = rng.pick(separators)
  const rewrite = (n: string) => n.replaceAll(/\D/g, '').replace(/\B(?=(\d{3})+$)/g, separator)
  return changed(spot, textOf(spot.cell).replace(large, rewrite))
}

function numberToWord(book: Book, rng: Random): Hit | null {
  const numbers = spots(book).filter(isNumber)
  if (numbers.length === 0) return null
  const words = ['NC', 'ND', 'n.c.', '-', '?', 'en attente', 'NR', '#N/D', 'voir annexe', 'x']
  return changed(rng.pick(numbers), rng.pick(words))
}

function numberBlanked(book: Book, rng: Random): Hit | null {
  const numbers = spots(book).filter(isNumber)
  return numbers.length === 0 ? null : changed(rng.pick(numbers), undefined)
}

function numberStained(book: Book, rng: Random): Hit | null {
  const numbers = spots(book).filter(isPlainCount)
  if (numbers.length === 0) return null
  const spot = rng.pick(numbers)
  const stains = [(t: string) => `${t}?`, (t: string) => `~${t}`, (t: string) => `${t} à confirmer`]
  return changed(spot, rng.pick(stains)(textOf(spot.cell)))
}

function labelBlanked(book: Book, rng: Random): Hit | null {
  const labels = spots(book).filter(isLabel)
  return labels.length === 0 ? null : changed(rng.pick(labels), undefined)
}

const letters = 'abcdefghijlmnopqrstuv'

/** One slip of the keyboard inside a word: two letters exchanged, one doubled, left out or replaced. */
export function slip(text: string, rng: Random): string {
  const chars = [...text]
  const inside = chars.flatMap((char, i) =>
    /\p{L}/u.test(char) && /\p{L}/u.test(chars[i + 1] ?? '') ? [i] : [],
  )
  if (inside.length === 0) return text
  const i = rng.pick(inside)
  switch (rng.int(0, 3)) {
    case 0:
      chars.splice(i, 2, chars[i + 1]!, chars[i]!)
      break
    case 1:
      chars.splice(i, 0, chars[i]!)
      break
    case 2:
      chars.splice(i, 1)
      break
    default:
      chars[i] = rng.pick([...letters])
  }
  return chars.join('')
}

function misspell(book: Book, rng: Random): Hit | null {
  const labels = spots(book).filter(isLabel)
  if (labels.length === 0) return null
  const spot = rng.pick(labels)
  const once = slip(textOf(spot.cell), rng)
  return changed(spot, rng.chance(0.4) ? slip(once, rng) : once)
}

/** One slip in every label; null where there is none. */
export function misspellAll(book: Book, rng: Random): Hit | null {
  const labels = spots(book).filter(isLabel)
  if (labels.length === 0) return null
  for (const spot of labels) put(spot, slip(textOf(spot.cell), rng))
  return { what: 'one slip in every label', gone: [] }
}

function capitals(book: Book): Hit | null {
  const labels = spots(book).filter(isLabel)
  for (const spot of labels) put(spot, textOf(spot.cell).toUpperCase())
  return labels.length === 0 ? null : { what: 'all labels in capitals', gone: [] }
}

function withoutAccents(book: Book): Hit | null {
  const labels = spots(book).filter(isLabel)
  for (const spot of labels) {
    put(spot, textOf(spot.cell).normalize('NFD').replaceAll(/\p{M}/gu, ''))
  }
  return labels.length === 0 ? null : { what: 'all labels without accents', gone: [] }
}

function spaced(book: Book, rng: Random): Hit | null {
  const labels = spots(book).filter(isLabel)
  const space = rng.pick(['  ', '\u00a0', '\u202f', '\n'])
  for (const spot of labels) put(spot, ` ${textOf(spot.cell).replaceAll(' ', space)} `)
  return labels.length === 0 ? null : { what: `spaces are ${JSON.stringify(space)}`, gone: [] }
}

const unitWords =
  /\s*(?:€|\bEUR\b|\beuros?\b|\bcarnets?\b(?:\s+de\s+\d+)?|\bpass\b|\bpersonnes?\b)/gi

function unitsRemoved(book: Book): Hit | null {
  let some = false
  for (const spot of spots(book)) {
    const { cell } = spot
    if (cell.t === 'n' && typeof cell.z === 'string' && /["€]/.test(cell.z)) {
      spot.page.rows[spot.row]![spot.col] = { t: 'n', v: cell.v! }
      some = true
    }
    if (cell.t !== 's') continue
    const text = textOf(cell).replaceAll(unitWords, '')
    if (text === textOf(cell)) continue
    put(spot, text.trim() === '' ? undefined : text)
    some = true
  }
  return some ? { what: 'all words for units taken out', gone: [] } : null
}

/** Damages to what stands in cells. */
export const textDamages: Damage[] = [
  { name: 'labels in capitals', effect: 'kept', apply: capitals },
  { name: 'labels without accents', effect: 'kept', apply: withoutAccents },
  { name: 'other spaces in labels', effect: 'kept', apply: spaced },
  { name: 'number as text', effect: 'kept', apply: numberToText },
  { name: 'number in a sentence rewritten', effect: 'kept', apply: numberInSentence },
  { name: 'other thousands separators', effect: 'kept', apply: changeSeparators },
  { name: 'label misspelt', effect: 'misspelt', apply: misspell },
  { name: 'every label misspelt', effect: 'misspelt', apply: misspellAll },
  { name: 'number replaced by a word', effect: 'lost', apply: numberToWord },
  { name: 'number blanked', effect: 'lost', apply: numberBlanked },
  { name: 'number with a doubt beside it', effect: 'lost', apply: numberStained },
  { name: 'label blanked', effect: 'lost', apply: labelBlanked },
  { name: 'units removed', effect: 'lost', apply: unitsRemoved },
]
