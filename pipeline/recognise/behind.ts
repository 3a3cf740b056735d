import { once } from '../memo.ts'
import { tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import { type Item, valueKinds } from './item.ts'
import { says } from './label.ts'
import { notionOf } from './notion.ts'

/** A value of a row with the labels between it and the next one. */
interface Pair {
  value: Item
  labels: Item[]
}

/**
 * Which labels the values of a row are named by, where they may stand right of them: « 1 230 | pass achetés | 645 | pass scannés ». In a row that
 * begins with a value and ends with a label each is named by what follows it, though the next one has the same label on its left.
 */
export interface Behind {
  /** Of each value the labels behind it, nearest first, and the name of the line last; empty where the row is read from the left. */
  labels: ReadonlyMap<Item, Item[]>
  /** Whether the row could be read either way. */
  unclear: boolean
}

const fromTheLeft: Behind = { labels: new Map(), unclear: false }

/** Why figures are asked about whose label may be the one before or the one behind, in French. */
export const behindDoubt =
  'des chiffres et des libellés alternent sur la ligne, sans dire si le libellé précède ou suit'

/** How the values of a row are named. */
export function behindOf(grid: Grid, row: number): Behind {
  const known = rows(grid)
  let found = known.get(row)
  if (found === undefined) {
    found = behindIn(grid, row)
    known.set(row, found)
  }
  return found
}

const rows = once((_: Grid) => new Map<number, Behind>())

function behindIn(grid: Grid, row: number): Behind {
  const { lead, pairs } = pairsOf(grid.row(row))
  const [first, second] = pairs
  const last = pairs.at(-1)
  if (first === undefined || second === undefined || last === undefined) return fromTheLeft
  const named = pairs.filter(({ labels }) => kindOf(labels) === 'indicator')
  const known = pairs.filter(({ labels }) => kindOf(labels) === 'other')
  if (
    named.length === 0 ||
    named.length + known.length < 2 ||
    last.labels.length === 0 ||
    headed(grid, row)
  )
    return fromTheLeft
  const regular = pairs.every(isAdjacent)
  // « Pass achetés | 1 230 | 645 | Pass scannés | 137 | Bénéficiaires uniques » has a label for each, wherever it stands.
  const even = kindOf(lead) === 'indicator' && named.length + 1 === pairs.length
  if (!regular) return even && last === named.at(-1) ? unclear(pairs) : fromTheLeft
  if (kindOf(lead) === 'indicator' || kindOf(lead) === 'other') return fromTheLeft
  const closed = ['indicator', 'other'].includes(kindOf(last.labels))
  if (!closed || numbersLine(first, second)) return unclear(pairs)
  // « Nord | 730 | pass achetés | 345 | pass scannés »: a number and its noun make a phrase, while a title may be of the number behind it.
  const phrases = pairs.every(({ labels }) => /^\p{Ll}/u.test(labels[0]!.cell.text.trim()))
  if (lead.length > 0 && !phrases) return unclear(pairs)
  return { labels: labelsIn(pairs, lead), unclear: false }
}

function pairsOf(items: readonly Item[]): { lead: Item[]; pairs: Pair[] } {
  const lead: Item[] = []
  const pairs: Pair[] = []
  for (const item of items) {
    if (item.cell.hidden || item.cell.struck) continue
    if (valueKinds.includes(item.kind)) pairs.push({ value: item, labels: [] })
    else if (item.label !== null) (pairs.at(-1)?.labels ?? lead).push(item)
  }
  return { lead, pairs }
}

const unclear = (pairs: readonly Pair[]): Behind => ({
  labels: labelsIn(pairs, []),
  unclear: true,
})

function labelsIn(pairs: readonly Pair[], lead: readonly Item[]): ReadonlyMap<Item, Item[]> {
  return new Map(
    pairs.map(({ value, labels }) => [value, [...labels.toReversed(), ...lead.toReversed()]]),
  )
}

/** Whether the first label of a value stands right beside it. */
function isAdjacent({ value, labels: [first] }: Pair): boolean {
  return first !== undefined && first.cell.col === value.cell.col + 1
}

/** What labels say together: of a place or a time it is none. */
function kindOf(labels: readonly Item[]): string {
  const notion = notionOf(labels.map(({ label }) => label!))
  return notion.kind === 'other' && notion.place === true ? 'none' : notion.kind
}

/** Whether headings stand over the row that say what its columns count, or number its lines. */
function headed(grid: Grid, row: number): boolean {
  const head = tablesOf(grid).heads.get(row)
  if (head === undefined) return false
  return grid
    .row(head)
    .some(({ label }) => notionOf([label!]).kind === 'indicator' || says(label!, 'identifiant'))
}

/** Whether the first number of a row is small beside the second: it may number the line. */
function numbersLine({ value: first, labels }: Pair, { value: second }: Pair): boolean {
  // « 14 | lieux d’accueil | 1 850 | pass achetés »
  if (kindOf(labels) !== 'indicator') return false
  if (first.figure.kind !== 'number' || second.figure.kind !== 'number') return false
  return first.figure.number < 100 && first.figure.number < second.figure.number
}
