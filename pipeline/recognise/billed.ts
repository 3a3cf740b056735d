import type { Context } from './context.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { parseLabel, says } from './label.ts'
import type { Notion } from './notion.ts'
import { bookletSizes } from './number.ts'
import type { Reading } from './reading.ts'
import { toReading } from './statement.ts'
import { fold } from './text.ts'

const invoice = /\bfactures?\b/
/** What looks like an invoice and bills nothing. */
const none = /\bdevis\b|\bpro ?-?forma\b|\bbon de commande\b|\bprevisionnel/
/** « Avoir n° 12 », and not « après avoir reçu la facture »: what it gives back has to stand among the lines. */
const credit = /^(?:\W*|.*\d\W+)avoirs?\b(?! (?:ete|eu|recu|pu|fait))/
const quantity = /^(?:quantite|qte|nombre|nb)\b/
const unitPrice = /^(?:p\.? ?u\.?|prix unitaire|prix unit\.?|tarif unitaire)\b/
/** « Net à payer », « Total TTC », « Montant dû » */
const dueText =
  /^(?:net a payer|(?:sous-)?total|montant (?:total|du|a payer|ttc)|a payer|reste a payer)\b/
const amount = /^(?:montant|total|prix total)\b/
/** Euros that a pass may cost, its fees included. */
const [cheapest, dearest] = [8, 12]

/**
 * Readings of what an invoice bills: its lines of pass or booklets whose quantity times unit price is their amount, at what pass cost. « Carnet de 10 pass
 * numériques | 80 | 100 € | 8 000 € » bills 800. Several lines are details, and their sum is their total where one is stated; lines that give back stand in that
 * total alone. All are doubted beside a total that is another sum, where they come to more than what is due, and beside a credit note that no total takes in.
 * Empty where the sheet is no invoice or any of that isn't so, and where such a line was read already, and surely.
 */
export function billed(grid: Grid, readings: readonly Reading[], context: Context): Reading[] {
  const texts = grid.items.filter(({ kind }) => kind === 'label').map(({ cell }) => fold(cell.text))
  if (!texts.some((text) => invoice.test(text)) || texts.some((text) => none.test(text))) return []
  const head = grid.items.find(({ cell }) => quantity.test(fold(cell.text)))?.cell
  if (head === undefined) return []
  const column = (pattern: RegExp) =>
    grid.row(head.row).find(({ cell }) => pattern.test(fold(cell.text)))?.cell.col
  const [priced, paid] = [column(unitPrice), column(amount)]
  if (priced === undefined || paid === undefined) return []
  const sure = readings.filter(({ doubts }) => doubts.length === 0)
  const read = new Set(sure.map(({ address }) => address))
  const found: Reading[] = []
  const amounts: number[] = []
  let whole: Reading | null = null
  for (let row = head.row + 1; row <= grid.lastRow; row++) {
    const counted = grid.at(row, head.col)
    const name = grid.row(row).find(({ label }) => label !== null && says(label, 'objet', 'carnet'))
    const count = numberOf(counted)
    if (counted === undefined || name === undefined || count === null) continue
    if (read.has(counted.address)) continue
    const [each, sum] = [grid.at(row, priced), grid.at(row, paid)].map(numberOf)
    const isTotal = says(name.label!, 'total')
    const size = isTotal ? 1 : each == null ? null : sizeOf(name, each)
    if (size === null) continue
    if (!isTotal && (sum == null || Math.abs(count * each! - sum) > 0.01)) continue
    const line = readingOf(grid, name, counted, count * size, context)
    if (line !== null && isTotal) whole = line
    else if (line !== null) {
      found.push(line)
      amounts.push(sum!)
    }
  }
  const due = dueOf(grid, head.row, paid)
  const billedFor = amounts.reduce((all, each) => all + each, 0)
  if (due !== null && billedFor > due + 0.01)
    return found.map((r) => ({ ...r, doubts: [dueDoubt] }))
  const added = found.reduce((all, r) => all + r.number!, 0)
  const credits =
    found.some((r) => r.number! < 0) ||
    texts.some((text) => credit.test(text)) ||
    givesBack(grid, head.row, paid)
  const doubt = whole !== null && whole.number !== added ? sumDoubt : creditDoubt
  if (doubt === sumDoubt || (credits && whole === null))
    return found.map((r) => ({ ...r, doubts: [doubt] }))
  if (credits) return whole === null ? [] : [whole]
  if (found.length < 2) return found
  const group = `${grid.sheet.name}!factures`
  const lines = found.map((r): Reading => {
    return { ...r, group, line: { role: 'detail', key: fold(`${r.label} ${r.row}`), known: true } }
  })
  return whole === null
    ? lines
    : [...lines, { ...whole, group, line: { role: 'total', key: 'total', known: true } }]
}

/** Whether a line under the head of an invoice takes money off that is no rebate, whatever it is called. */
function givesBack(grid: Grid, head: number, paid: number): boolean {
  return grid.items.some((item) => {
    const { row, col } = item.cell
    if (row <= head || col !== paid || (numberOf(item) ?? 0) >= 0) return false
    return !grid.row(row).some(({ cell }) => rebate.test(fold(cell.text)))
  })
}

const rebate = /\b(?:remise|rabais|ristourne|escompte|reduction|acompte)s?\b/

/** The largest amount that an invoice states under its lines as due, in euros; null where it states none. */
function dueOf(grid: Grid, head: number, paid: number): number | null {
  const stated = grid.items.flatMap((item) => {
    const isUnder = item.cell.row > head && item.cell.col === paid
    const isDue = grid.row(item.cell.row).some(({ cell }) => dueText.test(fold(cell.text)))
    return isUnder && isDue ? (numberOf(item) ?? []) : []
  })
  return stated.length === 0 ? null : Math.max(...stated)
}

/** The reading of a line of an invoice, at the cell of its quantity. */
function readingOf(
  grid: Grid,
  name: Item,
  counted: Item,
  number: number,
  context: Context,
): Reading | null {
  const label = { ...parseLabel(name.cell.text, context.vocabulary), carnet: null }
  const figure = {
    kind: 'number',
    number,
    approximate: false,
    rest: 'pass',
    percent: false,
  } as const
  const statement = { label, notion: bought, figure, rule: 'phrase', priced: true } as const
  const reading = toReading(grid, name, statement, 0, context)
  const { address, cell } = counted
  const standing = { address, row: cell.row, col: cell.col, text: cell.text.trim() }
  return reading && { ...reading, ...standing, doubts: [], unknown: [] }
}

/** Why lines of an invoice are asked about beside a total that is another sum, in French. */
const creditDoubt = 'un avoir reprend une partie de ce qui est facturé'
const dueDoubt = 'les lignes de la facture font plus que ce qu’elle demande'
const sumDoubt = 'le total de la facture n’est pas la somme de ses lignes'

const bought: Notion = {
  kind: 'indicator',
  indicator: 'pass_achetes',
  doubt: null,
  unknown: [],
  rank: 1,
  part: false,
}

/** How many pass one piece on a line of an invoice is, by its name and what it costs; null where that is no price of pass. */
function sizeOf({ label, cell }: Item, each: number): number | null {
  const booklets = says(label!, 'carnet')
  const said = /\bde (\d{1,2})\b/.exec(fold(cell.text))?.[1]
  const sizes = !booklets ? [1] : said === undefined ? bookletSizes : [Number(said)]
  return sizes.find((size) => each >= cheapest * size && each <= dearest * size) ?? null
}

function numberOf(item: Item | undefined): number | null {
  return item?.figure.kind === 'number' ? item.figure.number : null
}
