import type { Grid } from './grid.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'
import { budgetDoubt, moneyDoubt } from './unit.ts'

const number = String.raw`\d{1,3}(?:[ .']\d{3})+(?!\d)|\d+(?!\d|[.,]\d)`
const counted = new RegExp(String.raw`(?<![\d.,])(${number}) (?:pass|cheques)\b`, 'g')
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
  const planned = new Set(grids.filter(isPlan).map(({ sheet }) => sheet.name))
  const counting = new Set(
    readings.filter((r) => isCount(r) && r.unit !== 'EUR').map(({ sheet }) => sheet),
  )
  const isDone = ({ sheet }: Reading) => counting.has(sheet) && !planned.has(sheet)
  return readings.map((r) => {
    const own = r.unit === 'EUR' && r.number !== null && isDone(r) ? countIn(r, grids) : null
    if (own !== null && own === Math.round(r.number! * r.factor) && isExplained(r))
      return { ...r, doubts: [], unknown: [] }
    const count = r.unit === 'EUR' && r.number !== null ? told.get(r.number) : undefined
    if (count === undefined || r.indicator !== 'pass_achetes') return r
    if (count !== Math.round(r.number! * r.factor))
      return { ...r, doubts: [...r.doubts, otherDoubt] }
    return isExplained(r) ? { ...r, doubts: [] } : r
  })
}

/** Whether a reading tells what came of the pass: a sheet without one may say what was only planned. */
const isCount = ({ indicator, kind, doubts }: Reading) =>
  kind === 'figure' &&
  doubts.length === 0 &&
  (indicator === 'pass_scannes' || indicator === 'beneficiaires_uniques')

/** Whether a sheet is one of what was to be spent. */
const isPlan = (grid: Grid) =>
  plan.test(fold(grid.sheet.name)) ||
  grid.items.some((i) => i.kind === 'label' && plan.test(fold(i.cell.text)))

const plan = /previsionnel|\bplan (?:de |fin)|\bbudget (?:primitif|vote|initial)|\bdevis\b|\bprev\b/

const isExplained = (r: Reading) =>
  r.doubts.every((doubt) => doubt === budgetDoubt || doubt === moneyDoubt)

/** « Achat de 2 150 pass | 21 500 € »: the pass that the label of a sum bought says itself; null where it says none, or anything else. */
function countIn(r: Reading, grids: readonly Grid[]): number | null {
  if (r.indicator !== 'pass_achetes' || !r.unknown.every((word) => /^\d+$/.test(word))) return null
  const grid = grids.find(({ sheet }) => sheet.name === r.sheet)
  const label = grid?.byAddress(r.labelAddress ?? '')?.cell.text ?? ''
  const told = [...fold(label).matchAll(counted)]
  return told.length === 1 ? amountOf(told[0]![1]!) : null
}

const otherDoubt = 'le texte dit un autre nombre de pass pour ce montant'
const amountOf = (digits: string) => Number(digits.replaceAll(/\D/g, ''))
