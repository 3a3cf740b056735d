import { isStringOneByteRepresentation } from 'node:v8'
import { Memo } from '../memo.ts'

/** Superscript digits: notes, never part of a word or figure. */
const footnoteMark = /[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]/g

const plainAscii = /^[ -_a-~]*$/

/** Lower case, no accents, ligatures spelled out, every kind of space and apostrophe made plain. */
export function fold(text: string): string {
  return folded.of(text, foldOnce)
}

const folded = new Memo<string>()

function foldOnce(text: string): string {
  // Most texts of a large table are plain: nothing to take apart.
  if (!plainAscii.test(text)) return takeApart(text)
  const single = text.includes('  ') ? text.replaceAll(/ +/g, ' ') : text
  return single.trim().toLowerCase()
}

function takeApart(text: string): string {
  return inOneByte(withoutMarks(text))
}

/**
 * The same text in one byte a sign where its signs allow it. An apostrophe of Word makes V8 keep a text in two bytes a sign, also once it is
 * gone, and V8 compiles each expression anew for texts of that kind.
 */
function inOneByte(text: string): string {
  if (isStringOneByteRepresentation(text) || beyondLatin.test(text)) return text
  return Buffer.from(text, 'latin1').toString('latin1')
}

const beyondLatin = /[^\0-\xff]/

function withoutMarks(text: string): string {
  return text
    .replaceAll(footnoteMark, '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('œ', 'oe')
    .replaceAll('Œ', 'OE')
    .replaceAll('æ', 'ae')
    .replaceAll(/[’‘ʼ`´]/g, "'")
    .replaceAll(/[‐‑‒–—−]/g, '-')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}

/**
 * The words of a label, so that spellings that mean the same give the same words: accents, case, plural and feminine
 * are taken off (`Achetées` is `achete`). `%`, `€` and `/` are words of their own. Digits stay together with
 * their letters (`n1`, `v2`), numbers keep no separators.
 */
export function words(text: string): readonly string[] {
  return apart.of(text, wordsOnce)
}

const apart = new Memo<readonly string[]>()

function wordsOnce(text: string): string[] {
  const plain = fold(text).replaceAll(strayInside, '')
  const joined = plain.includes('.') ? plain.replaceAll(initials, '') : plain
  return (joined.match(wordOrSign) ?? []).map(stem)
}

/** What no word has inside, and what a damaged file or a program has put there: « béné\u00adficiaires », « b˩néficiaires ». */
const strayInside = /(?<=[a-z])[\p{C}\p{Sk}\p{Lm}\ufffd]+(?=[a-z])/gu

/** The stops of « n.c. » and « A.P.N. » */
const initials = /(?<=\w)\.(?=\w\.)|(?<=\.\w)\./g
const wordOrSign = /[a-z0-9]+|[%€/]/g
const digit = /\d/

/** Takes plural and feminine endings off one folded word. */
export function stem(word: string): string {
  if (word.length <= 3 || digit.test(word)) return word
  const plural = (word.endsWith('s') && !word.endsWith('ss')) || word.endsWith('x')
  const singular = plural ? word.slice(0, -1) : word
  return singular.endsWith('ee') && singular.length > 4 ? singular.slice(0, -1) : singular
}

/** The letters of a word, a bit each; signs that share one are taken for the same. */
export function lettersOf(word: string): number {
  let letters = 0
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31)
  return letters
}

/**
 * Whether words of these letters may be so near: an insertion or deletion changes one letter of them at most, a replacement two, a swap
 * none. Nearly all words are told apart by it, in a small part of the time that their distance takes.
 */
export function mayBeNear(one: number, other: number, limit: number): boolean {
  let apart = one ^ other
  for (let left = 2 * limit; apart !== 0; left--) {
    if (left === 0) return false
    apart &= apart - 1
  }
  return true
}

/** Rows of distances between two words, used again and again. */
const distances = [new Uint16Array(64), new Uint16Array(64), new Uint16Array(64)] as const

/** Insertions, deletions, replacements and swaps of neighbours between two words; stops counting past `limit`. */
export function editDistance(a: string, b: string, limit = 3): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  const [n, m] = [a.length, b.length]
  let [before, previous, current] = distances
  if (m >= previous.length) {
    const room = () => new Uint16Array(m + 1)
    ;[before, previous, current] = [room(), room(), room()]
  }
  for (let j = 0; j <= m; j++) previous[j] = j
  let above = 0
  for (let i = 1; i <= n; i++) {
    current[0] = i
    let least = i
    for (let j = 1; j <= m; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1)
      let best = previous[j - 1]! + (same ? 0 : 1)
      if (previous[j]! + 1 < best) best = previous[j]! + 1
      if (current[j - 1]! + 1 < best) best = current[j - 1]! + 1
      const swapped =
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      if (swapped && before[j - 2]! + 1 < best) best = before[j - 2]! + 1
      current[j] = best
      if (best < least) least = best
    }
    // What follows counts on from this row or the one before.
    if (least > limit && above > limit) return limit + 1
    above = least
    ;[before, previous, current] = [previous, current, before]
  }
  return Math.min(previous[m]!, limit + 1)
}
