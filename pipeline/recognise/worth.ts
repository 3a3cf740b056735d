import type { Grid } from './grid.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'
import { budgetDoubt, moneyDoubt } from './unit.ts'

const number = String.raw`\d{1,3}(?:[ .']\d{3})+(?!\d)|\d+(?!\d|[.,]\d)`
/** « Les 185 000 € de la première ligne correspondent à 18 500 pass », « 16 000 € TTC, soit 1 600 pass » */
const worth = new RegExp(
  String.raw`(?<![\d.,])(${number})(?:,00)? ?(?:€|euros?\b|eur\b)[^.;:\d]{0,60}?\b(?:correspond(?:ent|ant)? a|represente(?:nt)?|representant|equivalent a|equivaut a|soit|pour)\b[^.;:\d]{0,20}(${number}) (?:pass|cheques)\b`,
  'g',
)

/**
 * Readings with sums of money that were spent on pass sure where a text says how many pass they are, and that is what the sum comes to: a line of a
 * budget may otherwise pay for more than pass. Where the text says another number, they are doubted.
 */
export function withWorth(grids: readonly Grid[], readings: readonly Reading[]): Reading[] {
  if (!readings.some((r) => r.unit === 'EUR')) return [...readings]
  const told = new Map<number, number>()
  for (const { cell, kind } of grids.flatMap(({ items }) => items)) {
    if (kind !== 'label' || cell.hidden || cell.struck) continue
    for (const [, sum, count] of fold(cell.text).matchAll(worth))
      told.set(amountOf(sum!), amountOf(count!))
  }
  return readings.map((r) => {
    const count = r.unit === 'EUR' && r.number !== null ? told.get(r.number) : undefined
    if (count === undefined || r.indicator !== 'pass_achetes') return r
    if (count !== Math.round(r.number! * r.factor))
      return { ...r, doubts: [...r.doubts, otherDoubt] }
    const explained = r.doubts.every((doubt) => doubt === budgetDoubt || doubt === moneyDoubt)
    return explained ? { ...r, doubts: [] } : r
  })
}

const otherDoubt = 'le texte dit un autre nombre de pass pour ce montant'
const amountOf = (digits: string) => Number(digits.replaceAll(/\D/g, ''))
