import { remembered } from '../memo.ts'
import { sentencesOf, unbroken } from './aim.ts'
import { correctionOf } from './correction.ts'
import { areRivals, numbersIn } from './counts.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { parseLabel, says } from './label.ts'
import type { Indicator } from './notion.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'
import { persons, type Vocabulary } from './vocabulary.ts'

/** That a number was put right: « chiffre rectifié : 5 310 », « après recomptage », « lire 5 310 ». */
const amending =
  /\b(?:rectifi\w+|corrige\w*|correcti(?:f|on)|corrigendum|errat(?:um|a)|revise\w*|revue?s? a\b|reevalue\w*|ramene\w* a\b|porte\w* a\b|recomp\w+|recalcul\w+|actualise\w*|mis(?:e|es)? a jour|inver(?:sion|sees?|se)|apres (?:pointage|verification|controle|comptage|relecture|recoupement)|(?:chiffre|nombre|valeur|total)s? (?:exact|correct|juste|reel|bon|definitif)e?s?|(?:bon|vrai|juste) (?:chiffre|nombre|total)|(?:a|doit etre|doivent etre|faut|convient de) (?:retenir|retenue?s?)\b|(?:il (?:faut|fallait|convient de) |^|: ?|a )lire\b)/
/** A number that is one with a decimal or a thousand: nobody can say. */
const unreadable = /(?<![\d.,])\d{1,3},\d{3}(?![\d.,])/
/** What an earlier state of it is called: that number is the one which was wrong. */
const former =
  /\b(?:initial\w*|precedent\w*|ancien\w*|auparavant|au lieu|premier|etait|etaient|avait|avions|avons (?:indique|ecrit)|et non|jusqu'|d'abord|anterieur\w*)\b/
/** What else a number in a note may be of. */
const besides =
  /\b(?:dont|sur|parmi|soit|objectifs?|prev(?:us?|oyait|isionnel\w*)|cibles?|lieux|structures?|communes?|sites?|ateliers?|seances?|heures?|euros?|perimes?|distribu\w*|remis|restant\w*|non utilises?)\b|€|%/
const mark = /^\s*(\(\d\)|\*+|\d\)|\[\d\])\s*(?=[\p{L}\d:])/u

/** What a note says of figures elsewhere: the numbers that hold instead, and the figures that it is about. */
interface Amendment {
  sentence: string
  numbers: number[]
  scope: readonly Reading[]
  /** Whether it says that it puts something right, rather than only giving another number. */
  isSaid: boolean
  item: Item
}

/**
 * Figures beside which a note, a remark on their line or a sentence further down gives another number that was put right, each with what
 * says so. The figure that was read from the note itself stands, where it says that it was put right.
 */
export function amended(
  grids: readonly Grid[],
  figures: readonly Reading[],
  vocabulary: Vocabulary,
): [Reading, string][] {
  return grids
    .filter(({ sheet }) => !sheet.hidden)
    .flatMap((grid) =>
      grid.items.flatMap((item) => amendmentsIn(grid, grids, item, figures, vocabulary)),
    )
    .flatMap(({ sentence, numbers, scope, isSaid, item }) => {
      const holding = (r: Reading) => r.number !== null && numbers.includes(r.number)
      const rivals = scope.filter(
        (r) => !holding(r) && numbers.some((number) => areRivals(number, r.number)),
      )
      const own = scope.filter((r) => holding(r) && r.address === item.address)
      // « lire 1,240 ua lieu de 1 420 »: what is to be read can't be.
      if (isSaid && unreadable.test(sentence))
        return scope.filter(holding).map((r): [Reading, string] => [r, sentence])
      // It says once more what stands there already.
      if (rivals.length === 0 || scope.some((r) => holding(r) && !own.includes(r))) return []
      return [...rivals, ...(isSaid ? [] : own)].map((r): [Reading, string] => [r, sentence])
    })
}

function amendmentsIn(
  grid: Grid,
  grids: readonly Grid[],
  item: Item,
  figures: readonly Reading[],
  vocabulary: Vocabulary,
): Amendment[] {
  const { text, hidden, struck, row } = item.cell
  if (item.kind === 'number' || hidden || struck) return []
  const { sign, sentences } = noteIn(text)
  const marked = sign === undefined ? [] : bearing(grids, sign, figures)
  if (marked.length === 0 && !sentences.some(({ isSaid }) => isSaid)) return []
  const line = figures.filter(
    (r) => r.sheet === grid.sheet.name && r.row === row && r.address !== item.address,
  )
  return sentences.flatMap(({ sentence, plain, isSaid }): Amendment[] => {
    if (!isSaid && marked.length === 0) return []
    // « lire 2 187 et non 2 817 » says itself which figure it puts right.
    if (correctionOf(sentence, vocabulary) !== null) return []
    const named = indicatorsIn(sentence, vocabulary)
    const among = marked.length > 0 ? marked : line.length > 0 ? line : figures
    // In a text a number without its indicator may be of anything, unless it is to be read.
    if (
      named.length === 0 &&
      among === figures &&
      !/\blire\b|^(?:chiffre|nombre|total)\b/.test(plain)
    )
      return []
    const scope = among.filter((r) => named.length === 0 || named.includes(r.indicator))
    const counts = nowIn(plain)
    const said = figures.filter((r) => r.address === item.address && named.includes(r.indicator))
    return [
      {
        sentence: sentence.trim(),
        numbers: counts,
        scope: [...new Set([...scope, ...said])],
        isSaid,
        item,
      },
    ]
  })
}

/** The counts in a folded text without those that are said to be of an earlier state, an aim or something else: « il y en avait 4 610 ». */
export function nowIn(plain: string): number[] {
  return plain
    .split(/[(),;]|\.(?=\s|$)/)
    .flatMap((clause) => (former.test(clause) || besides.test(clause) ? [] : numbersIn(clause)))
}

/** What a text is as a note: the mark that it begins with, and its sentences; none where it gives no number. */
interface Note {
  sign: string | undefined
  sentences: readonly { sentence: string; plain: string; isSaid: boolean }[]
}

const noteIn = remembered((text): Note => {
  if (!/\d/.test(text) || !/\p{L}{3}/u.test(text)) return { sign: undefined, sentences: [] }
  const sentences = sentencesOf(unbroken(text.replace(mark, ''))).map((sentence) => {
    const plain = fold(sentence)
    return { sentence, plain, isSaid: amending.test(plain) }
  })
  return { sign: mark.exec(text)?.[1], sentences }
})

/** The figures whose cell or label ends in the mark of a note. */
function bearing(grids: readonly Grid[], sign: string, figures: readonly Reading[]): Reading[] {
  return figures.filter((r) => {
    const grid = grids.find(({ sheet }) => sheet.name === r.sheet)
    return [r.address, r.labelAddress ?? ''].some((at) =>
      grid?.byAddress(at)?.cell.text.trim().endsWith(sign),
    )
  })
}

function indicatorsIn(text: string, vocabulary: Vocabulary): Indicator[] {
  const label = parseLabel(text, vocabulary)
  if (says(label, 'objectif')) return []
  const found: Indicator[] = []
  if (says(label, 'achat', 'pass_achetes', 'commande')) found.push('pass_achetes')
  if (says(label, 'scan', 'scan_possible', 'pass_scannes')) found.push('pass_scannes')
  if (says(label, ...persons, 'distinct', 'beneficiaires_uniques'))
    found.push('beneficiaires_uniques')
  return found
}
