import type { Cell, Document, Sheet } from '../read/cell.ts'
import type { Reading } from './reading.ts'
import { editDistance, fold, words } from './text.ts'
import { isStutter, type Vocabulary } from './vocabulary.ts'

/** A document with its slips mended, and what was mended. */
export interface Respelt {
  document: Document
  /** Each word that was mended, as it was written, with what it is taken for. */
  slips: ReadonlyMap<string, string>
}

/** A word as it is written; pieces between signs of format, « Bénéfi\u00adciaires », are none. */
const written = /(?<![\p{L}\d\p{Cf}])\p{L}{3,}(?![\p{L}\d\p{Cf}])/gu

/** « n'ont gas répondu »: what stands behind « n'ont » and is nearly written like it is « pas ». */
const denial =
  /(?<!\p{L})(n(?:e\s+|['’])(?:a|ai|ont|avons|est|sont|sommes|était|étaient|avait|avaient|sera|seront)\s+)(\p{L}{2,4})(?!\p{L})/giu

/** « pass on scannés »: a short word between pass and what was done with them is « non ». */
const exclusion =
  /(?<!\p{L})(pass\s+)(\p{L}{2,4})(?=\s+(?:achet|scann|utilis|consomm|valid|honor|dépens)\p{L}*)/giu

/** « RSA », « ASS » */
const isAcronym = (word: string) => /^\p{Lu}{3,4}$/u.test(word)

/** « 1 500 at 700 bénéficiaires »: two letters between two numbers that are nearly « et »; « en », « ou » and « au » are words of their own. */
const joining = /((?<=\d)\s+)(?!en|ou|au|eu|es|de)(\p{L}{2})(?=\s+\d)/gu

/** Whether a word with a capital stands behind another one of its sentence that is not all in capitals: it is a name then. */
function isName(word: string, text: string, at: number): boolean {
  if (!/^\p{Lu}/u.test(word) || !/\p{Ll}/u.test(text)) return false
  const before = text.slice(0, at)
  // « Pass Clture » names a scheme.
  if (/(?<!\p{L})(?:pass|chèques?)\s+$/iu.test(before)) return false
  return initial.test(before) || /\p{L}[^.!?:;|\n]*$/u.test(before)
}

/** « B. Sorin », « J.-P. Hourcade », « M. Clotrure »: no sentence ends behind one letter. */
const initial = /(?<![\p{L}\d])(?:\p{Lu}\.[- ]?)+\s?$/u

/**
 * A document with each word that nobody knows as the known one that it is a slip of: « doccument provisoire », « hros convention ». What doubts a
 * figure is heard though a letter of it is wrong. Null when there is nothing to mend.
 */
export function respelt(document: Document, vocabulary: Vocabulary): Respelt | null {
  const slips = new Map<string, string>()
  const mend = (text: string): string => {
    const mended = text.replaceAll(written, (word, at: number) => {
      const [stem, ...more] = words(word)
      const meant = stem === undefined || more.length > 0 ? null : vocabulary.meantBy(stem)
      if (meant === null || isAcronym(word)) return word
      if (isName(word, text, at) && !isStutter(stem!, meant)) return word
      const whole = inNumberOf(word, vocabulary.written(meant))
      slips.set(word, whole)
      return whole
    })
    return [
      ['pas', denial],
      ['non', exclusion],
      ['et', joining],
    ].reduce(
      (all, [meant, pattern]) =>
        all.replaceAll(pattern!, (whole, before: string, word: string) => {
          if (editDistance(fold(word), meant as string, 1) !== 1) return whole
          slips.set(word, meant as string)
          return `${before}${meant}`
        }),
      mended,
    )
  }
  const sheetOf = (sheet: Sheet): Sheet => {
    const names = listedNames(sheet, vocabulary)
    const cells = sheet.cells.map((cell): Cell => {
      const text = cell.type === 'text' && !names.has(cell) ? mend(cell.text) : cell.text
      const comment = cell.comment === null ? null : mend(cell.comment)
      return text === cell.text && comment === cell.comment ? cell : { ...cell, text, comment }
    })
    return { ...sheet, cells }
  }
  const sheets = document.sheets.map(sheetOf)
  return slips.size === 0 ? null : { document: { ...document, sheets }, slips }
}

/** A word in the singular or plural that another one is written in: patterns tell them apart. */
function inNumberOf(like: string, word: string): string {
  const plural = /s$/i.test(like)
  if (plural) return word.endsWith('s') ? word : `${word}s`
  return word.replace(/(?<!s)s$/, '')
}

/** So many names under each other are a list of them. */
const fewestNames = 2

/** The cells of a column that holds a list of names: words with a capital, of which nobody knows one (« Herré », « Lesperon », « Ousse »). */
function listedNames({ cells }: Sheet, vocabulary: Vocabulary): Set<Cell> {
  const named = cells.filter(
    ({ type, text }) =>
      type === 'text' &&
      /^\s*\p{Lu}/u.test(text) &&
      text.length <= longestName &&
      !/\d/.test(text) &&
      words(text).every((word) => !vocabulary.knows(word)),
  )
  const columns = Map.groupBy(named, ({ col }) => col)
  return new Set([...columns.values()].filter((own) => own.length >= fewestNames).flat())
}

const longestName = 40

/**
 * Readings with those doubted that aren't taken as they stand once the slips around them are mended: a word that nearly says « provisoire » or
 * « hors convention » may be that one. What is only found then (« 200 à confiremr », a month that has no figure) is there with its doubt.
 * @param meant what is read of the same document, mended
 */
export function heldAgainst(
  readings: readonly Reading[],
  meant: readonly Reading[],
  slips: Respelt['slips'],
): Reading[] {
  const doubt = slipsDoubt(slips)
  const shown = meant.filter((r) => !r.hidden)
  const byPlace = new Map(shown.map((r) => [placeOf(r), r]))
  // What reads well once it is mended is only badly written.
  const mended = (r: Reading): Reading => {
    if (r.kind === 'absence' || r.doubts.length > 0) return r
    return { ...r, doubts: [doubt], likely: true }
  }
  const held = readings.map((written): Reading => {
    const other = byPlace.get(placeOf(written))
    if (written.hidden) return written
    const r = asMeant(written, other)
    if (r.kind === 'absence') return other?.kind === 'absence' ? other : r
    if (r.doubts.length > 0) return r
    if (other === undefined || other.kind === 'absence' || other.doubts.length > 0)
      return { ...r, doubts: [doubt], likely: false }
    const same = senseOf(r) === senseOf(other) && r.unknown.length <= other.unknown.length
    return same ? r : mended(other)
  })
  const places = new Set(readings.map(placeOf))
  return [...held, ...shown.filter((r) => !places.has(placeOf(r))).map(mended)]
}

/** A reading among those that its mended label belongs to, with who bought what by the mended words. */
function asMeant(r: Reading, other: Reading | undefined): Reading {
  if (other === undefined) return r
  const { group, buyer } = other
  return { ...r, group, ...(buyer !== undefined && { buyer }) }
}

const placeOf = (r: Reading) => `${r.indicator} ${r.sheet}!${r.address}`

/** What a reading says but for its words: mended, they are others. */
const senseOf = (r: Reading) =>
  [
    placeOf(r),
    r.number,
    r.factor,
    r.quality,
    r.period,
    r.aap,
    r.line.role,
    r.column.role,
    r.cumulative,
    r.cumulativeNearby,
    r.rectifies,
  ].join(' ')

/** Words that a doubt names. */
const named = 3

function slipsDoubt(slips: Respelt['slips']): string {
  const words = [...slips]
    .slice(0, named)
    .map(([word, near]) => `« ${word} » ressemble à « ${near} »`)
  return `un mot mal écrit peut en changer le sens : ${words.join(', ')}`
}
