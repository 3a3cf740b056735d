import { once } from '../memo.ts'
import { headingOf, isValue } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { type Label, says } from './label.ts'
import { notionOf } from './notion.ts'
import { editDistance, fold, words } from './text.ts'
import type { Sense } from './vocabulary.ts'

/**
 * What the table around a figure of purchases says of its unit, where neither its cell nor its labels do: `EUR` where a caption, a corner
 * or a note gives its figures in euros, `peut-être` where it is one of spending and income, null where nothing speaks of money.
 */
export type Spending = 'EUR' | 'peut-être' | null

/**
 * Whether a figure of purchases stands among sums of money: « Tableau 1 – Financement (€) » over « Achats de pass | 35 000 » and
 * « Subvention | 14 000 ».
 * @param bearers the labels that say what is counted
 * @param outer the paragraph above the table, where a text holds it; null elsewhere
 */
export function spendingAround(
  grid: Grid,
  item: Item,
  bearers: readonly Item[],
  others: readonly Item[],
  outer: Label | null,
): Spending {
  const [bearer] = bearers
  if (bearer === undefined || bearer.cell === item.cell) return null
  const line = bearer.cell.row === item.cell.row
  const block = blockAround(grid, line ? bearer.cell.row : item.cell.row)
  const headings = [...others, ...bearers].map((label) => headingOf(grid, label.cell))
  const corners = [...others, ...headings.filter((one) => one !== undefined)]
  const labels = [...corners, ...block.titles].flatMap(({ label }) => label ?? [])
  const captions = outer === null ? labels : [...labels, outer]
  // « Pass numérique - budget et volumes » over a column of pass, and « Nombre de pass achetés » under « Bilan financier »
  if ([...bearers, ...others].some(({ label }) => says(label!, 'nombre'))) return null
  if (others.some(({ label }) => says(label!, 'objet') && !ofMoney(label!))) return null
  const { counted } = block
  // « Financeur | Pass achetés » names its lines after who paid for them.
  const payers = captions.every((label) => !ofMoney(label) || funder.test(fold(label.text)))
  if (
    payers &&
    !line &&
    captions.some((label) => funder.test(fold(label.text))) &&
    bearer.label!.terms[0]?.sense === 'objet'
  )
    return null
  const inEuros = (label: Label) => inCurrency(label) && !says(label, 'nombre')
  if (captions.some(inEuros)) return counted ? 'peut-être' : 'EUR'
  if (counted) return null
  if (block.notes.some(({ label }) => inEuros(label!))) return 'EUR'
  if (captions.some(ofMoney)) return 'peut-être'
  // « Acquisition de pass » among « Subvention » and « Reste à charge »; « Pass achetés » are pass whatever stands beside them.
  const counting = bearer.label!.terms[0]?.sense === 'objet'
  if (counting) return null
  if (!line) return amongSpending(grid, bearer) ? 'peut-être' : null
  const elsewhere = (rows: ReadonlySet<number>) => rows.size > Number(rows.has(item.cell.row))
  return elsewhere(block.spent) && !elsewhere(block.marked) ? 'peut-être' : null
}

/** Whether a cell says itself that it is money: « 12 500 € », a currency format. */
export function isMoney({ cell, figure }: Item): boolean {
  const format = fold(cell.format ?? '')
  const rest = figure.kind === 'none' ? '' : figure.rest
  return /€|(?<![a-z])[km]?eur(?:os?)?(?![a-z])/.test(rest) || /€|\beur\b|\[\$€/.test(format)
}

const currency: Sense[] = ['monnaie', 'monnaie_milliers', 'monnaie_millions']

const funder = /^(?:nom du |les )?(?:co-?)?financeurs?(?: publics?)?$/

/** « (€) », « en k€ », « montants TTC » */
function inCurrency(label: Label): boolean {
  if (says(label, ...currency)) return true
  return says(label, 'montant', 'finance') && /(?<![a-z])(?:ttc|ht)(?![a-z])/.test(fold(label.text))
}

const money =
  /(?<![a-z])(?:depenses?|budgets?|(?:auto|co|plan de )?financ\w*|frais|subventions?|recettes?|charges?|couts?|reste a charge|fonds propres|participations? (?:de l')?(?:etat|anct|financiere)|comptes? de resultat)(?![a-z])/

/** What a line of spending is named after beside « Achat de pass »: « Communication ». */
const spentOn =
  /^(?:communication|personnel|salaires?|fournitures?|deplacements?|impressions?|prestations?|materiels?)(?![a-z])/

/** « Plan de financement », « Subvention de l’État », « Reste à charge »; « Bénéficiaire de la subvention » asks who it is. */
function ofMoney(label: Label): boolean {
  if (label.terms.length === 1 && says(label, 'porteur')) return false
  return inCurrency(label) || says(label, 'montant') || money.test(fold(label.text))
}

/** Whether a line counts pass or persons, or what was done with them: a table that has it isn't one of money. */
function counts({ name, marked }: Line): boolean {
  if (marked || ofMoney(name)) return false
  const notion = notionOf([name])
  const other = notion.kind === 'indicator' && notion.indicator !== 'pass_achetes'
  return other || says(name, 'scan', 'distribution', 'distinct', 'beneficiaire')
}

/**
 * Whether a table is one of spending by the name of its sheet or the heading over its labels: « Poste », « Dépenses ». A sheet
 * « Bilan financier » whose labels say euros where they mean them counts pass on its other lines.
 */
export function inBudgetTable(
  grid: Grid,
  bearers: readonly Item[],
  others: readonly Item[],
): boolean {
  if (!givesSums(grid) && /budget|depense|financ|compta/.test(fold(grid.sheet.name))) return true
  const headings = [...bearers, ...others].map((label) => headingOf(grid, label.cell))
  return [...others, ...headings].some(
    (heading) => heading?.label != null && ofBudget(heading.cell.text),
  )
}

/** Whether a label of the sheet gives sums of money. */
const givesSums = once((grid: Grid) =>
  grid.items.some((item) => item.kind === 'label' && ofSum(item)),
)

/** Whether a label gives sums of money: « Montant (€) ». */
export function ofSum({ label }: Item): boolean {
  return says(label!, 'montant', ...currency) && !eitherWay.test(fold(label!.text))
}

/** « Montant ou nombre » is either, as each of its cells says. */
const eitherWay =
  /\bmontants? ?(?:ou|\/) ?(?:nombre|nb|nbre|quantite|volume)|\b(?:nombre|nb|nbre|quantite|volume) ?(?:ou|\/) ?montants?\b/

/** Whether a heading leaves it to each cell whether it is a sum or a count. */
export function isEitherWay({ cell }: Item): boolean {
  return eitherWay.test(fold(cell.text))
}

/** « Poste », « Dépenses », a letter wrong or not. */
function ofBudget(text: string): boolean {
  const [first] = words(text)
  const heads = ['poste', 'depense', 'budget', 'recette']
  if (/^charges?\b/.test(fold(text))) return true
  return first !== undefined && heads.some((head) => editDistance(first, head, 1) <= 1)
}

const budget = /depense|budget|financ|\bfrais\b|subvention|recette|charges|communication|\bposte\b/

/** Whether a label stands in a budget: beside, above or under lines of spending and income. */
export function inBudget(grid: Grid, label: Item): boolean {
  const { row, col } = label.cell
  const column = [-2, -1, 1, 2].map((step) => grid.at(row + step, col))
  return [...grid.row(row), ...column].some(
    (other) => other?.label != null && budget.test(fold(other.cell.text)),
  )
}

/** A line of a block: what its first label says, and whether its figure says itself that it is money. */
interface Line {
  name: Label
  marked: boolean
}

/** Whether the other headings of a column's table are of spending, and none counts or says its currency: « Année | Achats de pass | Subvention ». */
function amongSpending(grid: Grid, { cell }: Item): boolean {
  const beside = grid.row(cell.row).flatMap((one) => {
    if (one.cell.col === cell.col || one.label === null) return []
    const marked = inCurrency(one.label) || says(one.label, 'montant')
    return [{ row: cell.row, name: one.label, marked }]
  })
  if (beside.some((one) => one.marked || counts(one))) return false
  return beside.some(({ name }) => ofMoney(name))
}

interface Block {
  /** Texts alone on their rows, right above the lines. */
  titles: Item[]
  /** Texts alone on their rows, right below the lines, an empty row between at most. */
  notes: Item[]
  /** Whether a line counts pass or persons. */
  counted: boolean
  /** Rows whose labels speak of money, and those that say themselves that they give it. */
  spent: Set<number>
  marked: Set<number>
}

const blocks = once((_: Grid) => new Map<number, Block>())

/** The lines around a row, down and up to an empty row or to a text that stands alone; found once for all of them. */
function blockAround(grid: Grid, row: number): Block {
  const known = blocks(grid).get(row)
  if (known !== undefined) return known
  const alone = (at: number): Item | null => {
    const [only, ...more] = grid.row(at)
    return only?.label != null && more.length === 0 ? only : null
  }
  // « Budget : 480 k€ » gives a figure of its own, and no title to others.
  const isTitle = (at: number) => alone(at) !== null && !/:\s*\d/.test(alone(at)!.cell.text)
  let first = row
  while (first > 0 && !grid.blank(first - 1) && alone(first - 1) === null) first--
  const titles: Item[] = []
  for (let at = first - 1; isTitle(at); at--) titles.push(alone(at)!)
  let last = row
  while (!grid.blank(last + 1) && alone(last + 1) === null) last++
  const below = grid.blank(last + 1) ? last + 2 : last + 1
  const note = alone(below)
  // « Montant des achats : 480 000 € » gives a sum of its own, and no unit to the figures above.
  const notes = note === null || /\d\s*(?:k?€|euros?\b)/i.test(note.cell.text) ? [] : [note]
  const block: Block = { titles, notes, counted: false, spent: new Set(), marked: new Set() }
  for (let at = first; at <= last; at++) {
    if (at === row || alone(row) === null) blocks(grid).set(at, block)
    const line = lineOf(grid, at)
    if (line === null) continue
    block.counted ||= counts(line)
    if (ofMoney(line.name) || spentOn.test(fold(line.name.text))) block.spent.add(at)
    if (line.marked) block.marked.add(at)
  }
  return block
}

/** What a row says that has a name and a value; null for another. */
function lineOf(grid: Grid, row: number): Line | null {
  const name = grid.row(row).find(({ label }) => label !== null)?.label
  const values = grid.row(row).filter(isValue)
  if (name == null || values.length === 0) return null
  return { name, marked: inCurrency(name) || values.some(isMoney) }
}
