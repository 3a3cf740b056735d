import { address, type Cell } from '../read/cell.ts'
import { bookletEquation, type Label, parseLabel, says } from './label.ts'
import { answerMark, bareAnswer, type Figure, parseFigure } from './number.ts'
import { spelledNumber, spelledTwice } from './numeral.ts'
import { withoutProvenance } from './provenance.ts'
import { fold, words } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'

/**
 * What a cell can be for a table: `number` (a figure), `doubtful` (a figure that can't be taken as it stands), `percent`,
 * `absence` (« NC »), `uncomputed` (a formula without result), `error` (`#N/D`), `date`, `identifier` (SIREN, telephone),
 * `label`.
 */
export type Kind =
  | 'number'
  | 'doubtful'
  | 'percent'
  | 'absence'
  | 'uncomputed'
  | 'error'
  | 'date'
  | 'identifier'
  | 'label'

/** Kinds of cells that answer a label, with a figure or without. */
export const valueKinds: Kind[] = [
  'number',
  'doubtful',
  'percent',
  'absence',
  'uncomputed',
  'error',
]

/** A cell with what it can be. */
export interface Item {
  cell: Cell
  kind: Kind
  address: string
  figure: Figure
  /** The parsed text of a label, date or heading of years; null for figures. */
  label: Label | null
}

/** « 1. Pass », « 3.1 Bénéficiaires uniques »: the number is that of the line; « 12.50 euros » is a sum. */
const numbersLine = /^\d{1,2}(?:\s?[.)]\s+\p{L}|(?:\.\d{1,2})+\.?\s+(?!eur|ttc|milli)\p{L}{3})/iu

/** Words that may stand beside a number in its own cell. */
const unitWords =
  /^(?:(?:de |d')?(?:pass|passes|pass numeriques?|cheques?|carnets?(?: de)?|euros?|eur|€|personnes?|beneficiaires?(?: uniques?)?|benef|pers|usagers?|habitants?|unites?|u|%|k€|milliers?(?: d'euros)?|ttc|soit|a ce jour|a date|a fin|au total|en tout|cumules?)\s*)*$/

/** Whether a word may stand beside a number without saying that it counts something else. */
export function isUnit(word: string): boolean {
  return unitWords.test(fold(word))
}

/** What one cell can be; null for one that says nothing. */
export function itemOf(cell: Cell, vocabulary: Vocabulary): Item | null {
  const none: Figure = { kind: 'none' }
  const base = { cell, address: address(cell.row, cell.col), figure: none, label: null }
  if (cell.uncomputed) return { ...base, kind: 'uncomputed' }
  if (cell.type === 'error') return { ...base, kind: 'error' }
  const text = cell.text.trim()
  if (cell.type === 'date') return { ...base, kind: 'date', label: dateLabel(cell, vocabulary) }
  if (cell.type === 'number' && typeof cell.value === 'number') return typedNumber(base, cell.value)
  if (text === '') return null
  if (cell.type === 'boolean') return null
  return textItem(base, text, vocabulary)
}

function textItem(base: Omit<Item, 'kind'>, text: string, vocabulary: Vocabulary): Item | null {
  const absence = vocabulary.absence(text)
  if (absence === 'zero' || noneDone.test(fold(text)))
    return { ...base, kind: 'number', figure: zero }
  if (/^#[A-ZÉ][A-ZÉ/0]+[!?]?$/.test(text)) return { ...base, kind: 'error' }
  const label = parseLabel(text, vocabulary)
  // « Le nombre de pass utilisés n'est pas connu » names what is missing: it answers no other question.
  if (absence === 'absence' && says(label, 'achat', 'scan', 'beneficiaire'))
    return { ...base, kind: 'label', label }
  if (absence === 'absence') return { ...base, kind: 'absence' }
  if (/\d/.test(text) && !numbersLine.test(text)) {
    const compact = text.replaceAll(/[\s.]/g, '')
    if (/^\d{9}$|^\d{14}$|^0\d{9}$|^\+33\d{9}$/.test(compact)) {
      return { ...base, kind: 'identifier' }
    }
    if (/^(?:19|20)\d\d[-_/]\d{2,3}$/.test(text)) return { ...base, kind: 'identifier' }
    const bare = label.terms.length === 0 && label.unknown.length === 0
    if (bare && (label.asOf !== null || (label.period?.length ?? 0) > 4)) {
      return { ...base, kind: 'date', label }
    }
    // « (1 carnet = 10 pass de 10 €) » says how many pass a booklet holds, and counts none.
    if (bookletEquation.test(fold(text))) return { ...base, kind: 'label', label }
    if (bare && label.years !== null) return { ...base, kind: 'label', label }
    // « 2023 (au 31/03) » heads a column.
    if (bare && label.period !== null && !/^\d{4}$/.test(text))
      return { ...base, kind: 'label', label }
    // « 1.000 (mille) »
    const twice = /^([\d .,]+) \(([^()\d]+)\)$/.exec(fold(text))
    if (twice && spelledNumber(twice[2]!) === Number(twice[1]!.replaceAll(/\D/g, ''))) {
      return textItem(base, twice[1]!.trim(), vocabulary)
    }
    const spelled = spelledTwice(text)
    if (spelled !== null) return textItem(base, spelled, vocabulary)
    // « Au 31 décembre 2022 : 3 218 »
    const dated = /^(?:situation |arrete )?(?:au|a la date du) [^:]*\d{4}\s*[:=]\s*(?=\d)/.exec(
      fold(text),
    )
    const answer =
      dated && label.asOf !== null
        ? fold(text).slice(dated[0].length)
        : bareAnswer(withoutProvenance(base.cell.col > 0 ? text.replace(answerMark, '') : text))
    // « (1) » in the place of a figure is the mark of a note that says why there is none.
    if (/^\([1-9]\)$/.test(text)) return { ...base, kind: 'label', label }
    const figure = parseFigure(answer)
    if (figure.kind === 'number' && startsWithNumber.test(answer) && unitWords.test(figure.rest)) {
      if (Math.abs(figure.number) >= 1e8) return { ...base, kind: 'identifier' }
      return { ...base, kind: figure.percent ? 'percent' : 'number', figure }
    }
    if (figure.kind === 'doubtful' && doubtfulRest.test(figure.rest)) {
      return { ...base, kind: 'doubtful', figure }
    }
  }
  // « Σ » over sums has a meaning, and no word.
  return words(text).length === 0 && label.terms.length === 0
    ? null
    : { ...base, kind: 'label', label }
}

function dateLabel(cell: Cell, vocabulary: Vocabulary): Label {
  const label = parseLabel(cell.text, vocabulary)
  const iso = typeof cell.value === 'string' ? cell.value : null
  // A day in a column of days is that day's line, whatever the format shows of it.
  if (iso === null) return label
  return { ...label, period: label.period ?? iso, asOf: iso }
}

/** `1 250 pass`, `environ 900`, `€ 12 500`; in « Bénéficiaires : 50 » the number comes after a label. */
const startsWithNumber =
  /^(?:environ|env\.?|approximativement|approx\.?|a peu pres|autour de|pres de|de l'ordre de|estime[es]* a|soit|[~≈±€]|\s)*[-+(]?\s*\d/

/** « aucun achat », « pas de commande »: nothing was done, and that is a number. */
const noneDone =
  /^(?:aucun|aucune|pas d'|pas de |zero )\s*(?:nouvel(?:le)? |autre )?(?:achats?|acquisitions?|commandes?|scans?|utilisations?|usages?)(?: (?:cette annee|en 20\d\d|sur (?:l'annee|la periode)))?$/
const zero: Figure = { kind: 'number', number: 0, approximate: false, rest: '', percent: false }
const doubtfulRest =
  /^(?:entre|et|de|a|plus|moins|que|au|minimum|maximum|min|max|superieure?|inferieure?|jusqu'a|pass|€|euros?|personnes?|carnets?|beneficiaires?|ou|soit|x|dont|\/|'|\s)*$/

function typedNumber(base: Omit<Item, 'kind'>, value: number): Item {
  const { cell } = base
  const shown = fold(cell.text)
  const percent = cell.format?.includes('%') === true || shown.endsWith('%')
  const approximate = /env|~|≈/.test(shown)
  const rest = shown.replaceAll(/[\d.,\s-]+/g, ' ').trim()
  const figure: Figure = { kind: 'number', number: value, approximate, rest, percent }
  if (Math.abs(value) >= 1e8) return { ...base, kind: 'identifier', figure }
  return { ...base, kind: percent ? 'percent' : 'number', figure }
}
