import { sentencesOf, unbroken } from './aim.ts'
import type { Context } from './context.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { type Label, monthWords, parseLabel, says } from './label.ts'
import type { Indicator, Notion } from './notion.ts'
import { type Figure, parseFigure } from './number.ts'
import type { Reading } from './reading.ts'
import { remembered } from './remembered.ts'
import { mended, mendedText } from './spelling.ts'
import { type Statement, toReading } from './statement.ts'
import { fold } from './text.ts'
import type { Sense, Vocabulary } from './vocabulary.ts'
import { isPutRight } from './warning.ts'

/** What a sentence says of a figure that stands elsewhere: « lire 1 240 au lieu de 1 420 ». */
export interface Correction {
  /** The indicators that it names; empty when it names none. */
  indicators: readonly Indicator[]
  /** What is to be read; null when the sentence doesn't say it, or says more than one number. */
  right: number | null
  /** What is said to be wrong. */
  wrong: readonly number[]
  /** Whether it says that figures are wrong without saying which. */
  whole: boolean
  label: Label
}

const numeral = /(?<![\w.,/-])(?:\d{1,3}(?:[ .']\d{3})+(?!\d)|\d+(?![\w/-]|[.,]\d))/g
const contrast =
  /(?:au lieu d(?:e |')|a la place d(?:e |')|en remplacement d(?:e |')|remplace(?!e?s? par\b)|plutot que|(?:et|,) (?:non|pas)(?: pas)?(?: d(?:e |'))?|n'(?:est|etait|sont|etaient|ont|a) pas (?:ete )?(?:d(?:e |'))?)[^\d.;]{0,30}$/
/** « le nombre de pass scannés passe de 26 418 à 26 530 » */
const change =
  /\b(?:pass(?:e|ent|ait|era)|(?:est|sont|a ete|ont ete|doi(?:t|vent) etre) (?:porte|ramene|modifie|corrige|rectifie)e?s?) de ((?<!\d)\d[\d .]*\d)(?= (?:(?:pass|personnes|beneficiaires) )?a \d)/
/** « le chiffre de 1 433 pass communiqué en avril est remplacé par 1 343 » */
const replacedBy =
  /^[^.;\d]{0,80}\b(?:est|sont|a ete|ont ete|doi(?:t|vent) etre|soi(?:t|ent)) (?:a )?(?:remplac|rectifi|corrig)\w* par (?:le chiffre de |celui de )?\d/
/** « j’avais écrit 1 830 pass scannés, c’est une faute de frappe, il y en a 1 803 »: what was written, and that it was a mistake. */
const written =
  /\b(?:(?:j'|nous |on )(?:ai|avais|avions|avons|avait|a)|(?:il )?(?:a|avait|etait)(?: ete)?) (?:[a-z]+ )?(?:ecrit|indique|annonce|note|mis|donne|communique|declare|saisi|inscrit|mentionne|tape|transmis)e?s? (?:le (?:chiffre|nombre) de )?$/
const asMistake =
  /^[^.;\d]{0,60}\b(?:faute de frappe|erreur|coquille|faux|errone|a tort|inversion)\b[^.;\d]*\d/
const dayOf = new RegExp(String.raw`^\d{1,2}(?:er)? (?:${monthWords.join('|')})\b`)
const dayOfReport =
  /((?<!\p{L})(?:bilan|rapport|tableau|mail|courriel|message|courrier|lettre|fichier|document|envoi|formulaire|réponse|questionnaire|compte rendu)s?)(?!\p{L})[^,;:.\d]{0,40}?(?:\d{1,2}(?:er)?\s+)?(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|\d{1,2}\/\d{1,2})(?:[\s/]*20\d\d)?(?!\p{L})/giu
/** « 2 chiffres ont été inversés » */
const ofFigures =
  /^\d+ (?:chiffres?|nombres?|erreurs?|lignes?|colonnes?|valeurs?|donnees?|cellules?|cases?)\b/
/** « page 1 », « ligne 3 », « tableau n° 2 » */
const spot =
  /\b(?:pages?|p\.|lignes?|colonnes?|tableaux?|annexes?|points?|articles?|paragraphes?|rubriques?|feuilles?|cases?|§) ?(?:n[°o] ?)?$/
/** « il faut lire 890 », « le bon nombre est 890 »: what is to be read, whatever is wrong. */
const toRead =
  /\b(?:(?:il faut|il fallait|(?:bien )?vouloir|veuillez|merci de|a) lire|lire|lisez|(?:le|la) (?:bon|bonne|vrai|vraie) (?:nombre|chiffre|valeur)(?: est| etait| :)?)\b/
/** What says of a change that it is one of what was told before, and not of time. */
const earlier =
  /\b(?:envoye|transmis|adresse|communique|depose|corrig|correction|rectifi|erreur|oubli|precedent|premier envoi)/
const mistaken = /\b(?:erreurs?|errone|faux|fausses?|inexact|incorrect|ne pas (?:en )?tenir compte)/
const excused = /\b(?:sauf|sans|aucune|marge d'|eviter|risques? d')\s*erreurs?\b/
const pointing =
  /\b(?:chiffres?|nombres?|valeurs?|donnees?|tableaux?|totaux|total|lignes?|colonnes?)\b/

const named: [Sense[], Indicator][] = [
  [['achat', 'pass_achetes'], 'pass_achetes'],
  [['scan', 'scan_possible', 'pass_scannes'], 'pass_scannes'],
  [['beneficiaire', 'distinct', 'beneficiaires_uniques'], 'beneficiaires_uniques'],
]

/** What a sentence corrects, also where a word of it is misspelt; null for a sentence that corrects nothing. */
export const correctionOf = remembered((sentence, vocabulary): Correction | null => {
  const said = correctionIn(sentence, vocabulary)
  if (said !== null) return said
  const mended = mendedText(sentence, parseLabel(sentence, vocabulary), vocabulary)
  const meant = mended === sentence ? null : correctionIn(mended, vocabulary)
  return meant && { ...meant, label: { ...meant.label, text: sentence } }
})

/**
 * The last text of a sheet, where it names an indicator, points at what stands above and breaks off before it says what of it: « Le nombre de
 * pass scannés ci-dessus ». Null for any other.
 */
function brokenOff(grid: Grid, item: Item, vocabulary: Vocabulary): Correction | null {
  const { text, row } = item.cell
  const plain = fold(text)
  if (/\d/.test(plain) || /[.!?:;»)]$/.test(plain) || !backwards.test(plain)) return null
  if (row < grid.lastRow || grid.row(row).length > 1) return null
  const label = parseLabel(text, vocabulary)
  const indicators = namedIn(label)
  return indicators.length === 0
    ? null
    : { indicators, right: null, wrong: [], whole: true, label: { ...label, text } }
}

const backwards = /\b(?:ci-?dessus|ci-?avant|plus haut|precedents?|precedentes?)\b/

/** The indicators that a label names; « pour les habitants, il faut lire 321 » names persons, « pour les habitants de Brélans » a part of them. */
function namedIn(label: Label): Indicator[] {
  const all = named.filter(([senses]) => says(label, ...senses)).map(([, one]) => one)
  const isOfPersons =
    all.length === 0 && says(label, 'personne') && personsAlone.test(fold(label.text))
  return isOfPersons ? ['beneficiaires_uniques'] : all
}

const personsAlone =
  /\b(?:pour|concernant|quant aux?|s'agissant des?|nombre (?:total )?(?:de |d')) ?(?:les |des )?(?:personnes|habitants|usagers|publics?)(?: (?:uniques|differente?s|distincte?s|accompagnee?s|aidee?s))? ?[,:]/

/** « 420 pass, jamais scannés, relèvent d’un autre programme »: what was not done with them is not what is wrong. */
const neverDone =
  /,?\s(?:jamais|non|pas encore)\s(?:été )?(?:scann|utilis|consomm|distribu|achet)\p{L}+\s?,?(?!\p{L})/giu

function correctionIn(sentence: string, vocabulary: Vocabulary): Correction | null {
  const said = parseLabel(sentence.replaceAll(neverDone, ' '), vocabulary)
  const label = { ...said, text: sentence.trim() }
  const plain = fold(sentence)
  const changed = change.exec(plain)
  const replaced = changed ?? /\d[^.;\d]*\bpar (?:le chiffre de )?\d/.exec(plain)
  if (!says(label, 'rectification') && !(replaced && earlier.test(plain))) return null
  const numbers = [...plain.matchAll(numeral)].filter((n) => {
    // « au rapport du 3 avril »
    if (dayOf.test(plain.slice(n.index)) || ofFigures.test(plain.slice(n.index))) return false
    if (spot.test(plain.slice(0, n.index))) return false
    return !/^20[12]\d$/.test(n[0]) || contrast.test(plain.slice(0, n.index))
  })
  const from = changed ? changed.index + changed[0].lastIndexOf(changed[1]!) : -1
  const isWrong = (n: RegExpExecArray) =>
    contrast.test(plain.slice(0, n.index)) ||
    n.index === from ||
    (written.test(plain.slice(0, n.index)) && asMistake.test(plain.slice(n.index + n[0].length))) ||
    replacedBy.test(plain.slice(n.index + n[0].length))
  const wrong = numbers.filter(isWrong).flatMap((n) => numberIn(n[0]) ?? [])
  const right = numbers.filter((n) => !isWrong(n)).flatMap((n) => numberIn(n[0]) ?? [])
  const righted = numbers.length === 0 && isPutRight(sentence, vocabulary)
  const blames = mistaken.test(plain) && !excused.test(plain) && !righted
  const indicators = namedIn(label)
  const whole = blames && (pointing.test(plain) || indicators.length > 0)
  // « Erratum : lire 1 240 ua lieu de 1 420 »: one of its numbers is wrong, and it isn't heard which.
  const unclear = wrong.length === 0 && !whole && !blames && indicators.length <= 1
  if (unclear && right.length > 1) return { indicators, right: null, wrong: right, whole, label }
  const instead = toRead.test(plain) && right.length === 1 && indicators.length === 1
  if (wrong.length === 0 && !whole && !(blames && right.length > 0) && !instead) return null
  const only = right.length === 1 ? right[0]! : null
  return {
    indicators,
    right: only,
    wrong,
    whole,
    label: { ...label, ...timeOf(plain, only, vocabulary) },
  }
}

/** The time of what is to be read: « la médiathèque avait oublié le mois de juin, il faut lire 1 312 » is of no June. */
function timeOf(plain: string, right: number | null, vocabulary: Vocabulary): Partial<Label> {
  const clauses = plain.split(/[,;]\s/)
  const own = clauses.find((clause) =>
    [...clause.matchAll(numeral)].some((n) => right !== null && numberIn(n[0]) === right),
  )
  return own === undefined || clauses.length < 2
    ? {}
    : { period: parseLabel(own, vocabulary).period }
}

/** What sentences that correct a figure elsewhere give: the figure to be read, or a question about all of its indicator. */
export function corrections(grid: Grid, item: Item, text: string, context: Context): Reading[] {
  return sentencesOf(unbroken(text)).flatMap((sentence, at) => {
    const correction =
      correctionOf(sentence, context.vocabulary) ?? brokenOff(grid, item, context.vocabulary)
    if (correction === null) return []
    const { right, wrong } = correction
    // « le bilan envoyé le 5 juin » dates the bilan.
    const told = parseLabel(sentence.replaceAll(dayOfReport, '$1'), context.vocabulary)
    const label = { ...told, text: correction.label.text }
    return correction.indicators.flatMap((indicator, index): Reading[] => {
      const only = correction.indicators.length === 1 && right !== null
      const figure: Figure = only
        ? { kind: 'number', number: right, approximate: false, rest: '', percent: false }
        : { kind: 'doubtful', reason: 'plusieurs_nombres', proposal: null, rest: '' }
      const notion: Notion = {
        kind: 'indicator',
        indicator,
        doubt: null,
        unknown: [],
        rank: 3,
        part: false,
      }
      const statement: Statement = { label, notion, figure, rule: 'phrase' }
      const reading = toReading(grid, item, statement, 200 + 10 * at + index, context)
      if (reading === null) return []
      return only && wrong.length === 1
        ? [{ ...reading, corrects: wrong[0]! }]
        : [{ ...reading, rectifies: true }]
    })
  })
}

/**
 * Figures of a sheet with those marked that a sentence of it says are wrong without naming their indicator: « Erratum : lire 1 240 au lieu de
 * 1 420 », « Les chiffres du tableau sont erronés ».
 */
export function disputed(grid: Grid, all: Reading[], vocabulary: Vocabulary): Reading[] {
  const readings = replacing(grid, all, vocabulary)
  const nameless = grid.items
    .filter(
      (item) => item.kind === 'label' && says(mended(item.label!, vocabulary), 'rectification'),
    )
    .filter((item) => grid.row(item.cell.row).length === 1)
    .flatMap((item) =>
      sentencesOf(unbroken(item.cell.text)).flatMap((sentence) => {
        const correction = correctionOf(sentence, vocabulary)
        return correction?.indicators.length === 0 ? [{ ...correction, item }] : []
      }),
    )
  if (nameless.length === 0) return readings
  const [only, ...others] = nameless
  const put = others.length === 0 ? putRight(only!, readings) : null
  if (put !== null) return [...readings, put]
  const wrong = new Set(nameless.flatMap((correction) => correction.wrong))
  const whole = nameless.some((correction) => correction.whole && correction.wrong.length === 0)
  return readings.map((reading) => {
    const doubted = whole || (reading.number !== null && wrong.has(reading.number))
    return doubted && reading.kind === 'figure' ? { ...reading, rectifies: true } : reading
  })
}

/**
 * Readings with what a sentence says is to be read in place of the only other figure of its indicator on the sheet, « Erratum : pour les pass scannés,
 * il faut lire 890 », as that figure's correction.
 */
function replacing(grid: Grid, readings: Reading[], vocabulary: Vocabulary): Reading[] {
  return readings.map((reading) => {
    if (!reading.rectifies || reading.rule !== 'phrase' || reading.number === null) return reading
    const text = grid.byAddress(reading.address)?.cell.text ?? ''
    const said = sentencesOf(unbroken(text)).some((sentence) => {
      const correction = correctionOf(sentence, vocabulary)
      return (
        correction !== null &&
        correction.right === reading.number &&
        correction.wrong.length === 0 &&
        toRead.test(fold(sentence))
      )
    })
    const others = readings.filter(
      (r) => r !== reading && r.indicator === reading.indicator && r.kind === 'figure',
    )
    const [only] = others
    if (!said || others.length !== 1 || only!.number === null || only!.rectifies) return reading
    return { ...reading, rectifies: false, corrects: only!.number * only!.factor }
  })
}

/** « (1) », « * » at the head of a note. */
const noteMark = /^\s*(\(\d\)|\*+)\s*\p{L}/u

/**
 * The figure that a note gives in place of the one with its mark, without naming its indicator: « 1 817 * » over « * lire 1 187 et non 1 817 ».
 * Null where no figure has it, or several are that number.
 */
function putRight(
  { right, wrong, whole, label, item }: Correction & { item: Item },
  readings: readonly Reading[],
): Reading | null {
  const [number, ...more] = wrong
  if (right === null || number === undefined || more.length > 0 || whole) return null
  const mark = noteMark.exec(item.cell.text)?.[1]
  const meant = readings.filter((r) => r.number === number && !r.hidden)
  const [one] = meant
  if (one === undefined || meant.length > 1 || one.kind !== 'figure') return null
  if (mark === undefined || !one.text.endsWith(mark)) return null
  const alone = { role: 'seul' as const, key: '', known: false }
  return {
    ...one,
    address: item.address,
    row: item.cell.row,
    col: item.cell.col,
    text: item.cell.text.trim(),
    label: label.text,
    labelAddress: item.address,
    number: right,
    unknown: [],
    rank: one.rank + 2,
    line: alone,
    column: alone,
    group: `${one.sheet}!${item.address}#erratum`,
    corrects: number,
    rule: 'phrase',
  }
}

function numberIn(digits: string): number | null {
  const figure = parseFigure(digits)
  return figure.kind === 'number' ? figure.number : null
}
