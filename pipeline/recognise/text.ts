import { Memo } from '../memo.ts'

/** Superscript digits: notes, never part of a word or figure. */
const footnoteMark = /[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]/g

const plainAscii = /^[ -_a-~]*$/

/** Lower case, no accents, ligatures spelled out, every kind of space and apostrophe made plain. */
export function fold(text: string): string {
  // Most texts of a large table are plain: nothing to take apart.
  if (plainAscii.test(text)) return text.replaceAll(/\s+/g, ' ').trim().toLowerCase()
  return folded.of(text, takeApart)
}

const folded = new Memo<string>()

function takeApart(text: string): string {
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
export function words(text: string): string[] {
  const found = fold(text)
    .replaceAll(/(?<=\w)\.(?=\w\.)|(?<=\.\w)\./g, '')
    .match(/[a-z0-9]+|[%€/]/g)
  return (found ?? []).map(stem)
}

/** Takes plural and feminine endings off one folded word. */
export function stem(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word
  const singular =
    word.endsWith('ss') || !/[sx]$/.test(word) || word === 'pass' ? word : word.slice(0, -1)
  return singular.endsWith('ee') && singular.length > 4 ? singular.slice(0, -1) : singular
}

/** Insertions, deletions, replacements and swaps of neighbours between two words; stops counting past `limit`. */
export function editDistance(a: string, b: string, limit = 3): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, before[j - 2]! + 1)
      }
      current.push(best)
    }
    before = previous
    previous = current
  }
  return Math.min(previous[b.length]!, limit + 1)
}
