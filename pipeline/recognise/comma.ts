import type { Item } from './item.ts'
import { says } from './label.ts'

/** « 5,000 », which is five or five thousand. */
const either = /^\D*\d{1,3},\d{3}\D*$/
/** « 14,999.00 », « 1,250,000 »: here a comma parts thousands. */
const thousands = /(?<!\d)\d{1,3}(?:,\d{3})+\.\d{1,2}(?!\d)|(?<!\d)\d{1,3}(?:,\d{3}){2,}(?!\d)/
/** « 12,5 », « 0,9375 »: here it begins the decimals. */
const decimals = /\d,(?:\d{1,2}|\d{4,})(?!\d)/

/** How many figures with three digits behind their comma are no chance. */
const enough = 3

/**
 * Makes numbers of the figures of a sheet of which nobody could say alone whether a comma parts their thousands: another figure of the sheet
 * shows that it does, or three figures or more have just three digits behind it; unless one has other decimals, or the sheet counts in thousands.
 */
export function settleCommas(items: readonly Item[]): void {
  const open = items.filter(
    ({ figure, cell }) =>
      figure.kind === 'doubtful' && figure.reason === 'separateur' && either.test(cell.text),
  )
  if (open.length === 0) return
  const shown = items.some(({ cell }) => thousands.test(cell.text))
  if (!shown && open.length < enough) return
  const otherwise = items.some(
    ({ cell, label }) =>
      decimals.test(cell.text) || (label !== null && says(label, 'millier', 'monnaie_milliers')),
  )
  if (otherwise) return
  for (const item of open) {
    if (item.figure.kind !== 'doubtful' || item.figure.proposal === null) continue
    const { proposal, rest } = item.figure
    item.kind = 'number'
    item.figure = { kind: 'number', number: proposal, approximate: false, rest, percent: false }
  }
}
