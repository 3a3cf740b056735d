import { remembered } from '../memo.ts'
import { editDistance, fold } from './text.ts'

const units = new Map([
  ...['un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix'].map(
    (word, i) => [word, i + 1] as const,
  ),
  ...['onze', 'douze', 'treize', 'quatorze', 'quinze', 'seize'].map(
    (word, i) => [word, i + 11] as const,
  ),
  ['une', 1],
  ['vingt', 20],
  ['vingts', 20],
  ['trente', 30],
  ['quarante', 40],
  ['cinquante', 50],
  ['soixante', 60],
  ['septante', 70],
  ['huitante', 80],
  ['octante', 80],
  ['nonante', 90],
])
const scales = new Map([
  ['mille', 1_000],
  ['million', 1_000_000],
  ['millions', 1_000_000],
])
const hundreds = new Set(['cent', 'cents'])

/**
 * The number that French words spell (« deux mille quatre cents », « quatre-vingt-dix-sept », « mille trois cent douze »); null for words that
 * spell none, or none that French counts with.
 */
export function spelledNumber(text: string): number | null {
  const words = fold(text)
    .split(/[\s-]+/)
    .filter((word) => word !== 'et' && word !== 'de')
  let total = 0
  let group = 0
  let least = Number.POSITIVE_INFINITY
  for (const word of words) {
    const scale = scales.get(word)
    const unit = units.get(word)
    if (scale !== undefined) {
      if (scale >= least) return null
      total += Math.max(group, 1) * scale
      group = 0
      least = scale
    } else if (hundreds.has(word)) {
      // « quinze cents » is said as « mille cinq cents » is; « dix cents » never.
      if (group > 9 && !(group > 10 && group < 20 && total === 0)) return null
      group = Math.max(group, 1) * 100
    } else if (unit !== undefined) {
      const four = group % 100 === 4 && (word === 'vingt' || word === 'vingts')
      if (four) group += 76
      else if (!adds(group % 100, unit)) return null
      else group += unit
    } else return null
  }
  return words.length === 0 ? null : total + group
}

/** Whether French says a number behind another: « soixante » and « douze », « vingt » and « trois », never « trois » and « vingt ». */
function adds(before: number, unit: number): boolean {
  if (before === 0) return true
  if (before === 10) return unit >= 7 && unit <= 9
  if (before === 60 || before === 80) return unit < 20
  return before >= 20 && before % 10 === 0 && unit < 10
}

const word = [...units.keys(), ...scales.keys(), ...hundreds].sort((a, b) => b.length - a.length)
const run = new RegExp(
  String.raw`(?<![\p{L}\d])(?:${word.join('|')})(?:(?:[\s-]+(?:et[\s-]+)?)(?:${word.join('|')}))*(?![\p{L}])`,
  'giu',
)

/** A scale behind digits. */
const scaled = new RegExp(
  String.raw`(?<![\d.,]\s?)(\d{1,3}(?:[.,]\d{1,2})?)[\s\u00a0]+(${[...scales.keys()].join('|')})(?![\p{L}-])(?!\s*(?:d['’]\s?)?(?:euros?|€))`,
  'giu',
)

const spelled = [...word, 'et']

/** Whether a word right beside a spelled number is nearly one of its words: « hubt cents » is no hundred, nor « Ct soixante » sixty. */
function isSlip(text: string): boolean {
  const near = fold(text)
  if (/^[^aeiouy]{2}$/.test(near)) return true
  if (near.length < 3 || spelled.includes(near)) return false
  const limit = near.length > 6 ? 2 : 1
  return word.some(
    (known) =>
      known.length > 3 && editDistance(near, known, limit) <= limit && !known.startsWith(near),
  )
}

/** What may stand before « cent » and « mille » and is no part of them. */
const leading =
  /^(?:les|des|ces|nos|vos|ses|mes|leurs|aux|de|du|plus|moins|soit|dont|ont|sont|pour|sur|par|avec|avons|reste|eu|est|fait|a|et|ou|que|en)$/

/** Whether a number begins with « cents », which has a number of hundreds before it, or with « cent » behind what is nearly one: « iut cent ». */
function lacksCount(words: string, before: string | undefined): boolean {
  if (before === undefined) return false
  if (/^cents\b/i.test(words)) return true
  const near = fold(before)
  if (!/^(?:cent|mille)\b/i.test(words) || near.length > 5 || leading.test(near)) return false
  return [...units.keys()].some((known) => known.length > 3 && editDistance(near, known, 2) <= 2)
}

/** A short word between two spelled numbers. */
const between = new RegExp(
  String.raw`(?<![\p{L}\d])(?:${word.join('|')})[\s-]+(\p{L}{1,3})[\s-]+(?:${word.join('|')})(?![\p{L}])`,
  'giu',
)
const apart = /^(?:le|la|ni|car)$/

/** Whether two spelled numbers may be one whose « et » is misspelt: « soixante te onze »; « vingt ou trente » are two. */
function isBroken(text: string, words: string, at: number): boolean {
  return [...text.matchAll(between)].some((found) => {
    const near = fold(found[1]!)
    const touches = found.index < at + words.length && at < found.index + found[0].length
    return touches && !word.includes(near) && !leading.test(near) && !apart.test(near)
  })
}

/** Whether a spelled number goes on in a word that is misspelt. */
function isUnclear(text: string, words: string, at: number): boolean {
  if (isBroken(text, words, at)) return true
  const before = /(\p{L}+)[\s-]+(?:et[\s-]+)?$/u.exec(text.slice(0, at))?.[1]
  const behind = /^[\s-]+(\p{L}+)/u.exec(text.slice(at + words.length))?.[1]
  if (lacksCount(words, before)) return true
  return [before, behind].some((other) => other !== undefined && isSlip(other))
}

/** Whether a text spells a number that can't be read, a word of it being misspelt: « hubt cents pass ». */
export const spellsUnclearly = remembered((text): boolean =>
  [...text.matchAll(run)].some((found) => isUnclear(text, found[0], found.index)),
)

/** A text with its spelled numbers in digits; « un » and « une » alone are articles and stay, as does « un sur deux ». */
export function withDigits(text: string): string {
  return text
    .replaceAll(scaled, (_, digits: string, scale: string) =>
      // « 4 millions », « 1,5 million », « 12 mille »
      String(Math.round(Number(digits.replace(',', '.')) * scales.get(fold(scale))!)),
    )
    .replaceAll(run, (words, at: number) => {
      // « la Métropole des Deux-Baies », « les Trois Vallons »: a name, unless a sentence begins with it.
      const named = /^\p{Lu}/u.test(words) && !/(?:^|[.!?:;•–-]\s*)$/u.test(text.slice(0, at))
      if (named || /^-\p{L}/u.test(text.slice(at + words.length))) return words
      if (isUnclear(text, words, at)) return words
      const share = units.has(fold(words)) && /(?<!\p{L})sur\s+$/iu.test(text.slice(0, at))
      const number = share || /^une?$/i.test(words) ? null : spelledNumber(words)
      return number === null ? words : String(number)
    })
    .replaceAll(twice, (whole, spelled: string, unit: string, digits: string) => {
      // « deux mille (2 000) », « deux mille pass (2 000) » is one number.
      if (digits.replaceAll(/\D/g, '') === spelled) return `${spelled}${unit}`
      // « deux mille pass (2 100) » is one or the other.
      const said = text.includes(spelled)
      return said ? whole : `${grouped(spelled)} ou ${digits.trim()}${unit}`
    })
}

/** « mille deux cents (1 200) », « Seize mille pass (16 000). » */
const spelledFirst = /^\s*(?:[–—•-]\s+)?\p{L}[^()\d]*\(\s*\d[\d .\u00a0\u202f]*\)\s*\.?\s*$/u

/** A text that is a number in words with the same one in digits behind it, as the digits; null for another text. */
export function spelledTwice(text: string): string | null {
  if (!spelledFirst.test(text)) return null
  const said = withDigits(text)
    .replace(/^\s*(?:[–—•-]\s+)?/u, '')
    .replace(/\s*\.?\s*$/, '')
  return /^\d+(?: \p{L}+)*$/u.test(said) && !/ ou /.test(said) ? said : null
}

/** « 2000 » as « 2 000 », which is no year. */
const grouped = (digits: string): string => digits.replaceAll(/\B(?=(?:\d{3})+$)/g, ' ')

/** A number with what it counts, and one in brackets behind it. */
const twice =
  /(\d+)((?: (?:pass(?: numériques?)?|chèques?(?: culture)?|personnes|bénéficiaires|usagers|habitants|carnets))?) \(\s*(\d[\d .\u00a0\u202f]*)\)/giu
