import { bear } from './bearing.ts'
import type { Context } from './context.ts'
import { isCaption, tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import { type Item, valueKinds } from './item.ts'
import { type Label, parseLabel, says } from './label.ts'
import { afterDoubt } from './likely.ts'
import { type Indicator, indicatorIn, isSure, type Notion, notionOf } from './notion.ts'
import {
  abovePath,
  answered,
  captionsUnder,
  cards,
  leftPath,
  numbering,
  statesFigure,
} from './path.ts'
import { isPlace } from './place.ts'
import type { Reading } from './reading.ts'
import { misspeltNotion, misspeltNotions } from './spelling.ts'
import { stacksOf } from './stack.ts'
import { dividesDone, holdsFigure, uncaptioned } from './suspicion.ts'
import { fold } from './text.ts'
import { clashDoubt, readingOf, type Value } from './value.ts'
import { acts, type Sense } from './vocabulary.ts'

/**
 * The reading of a value of which neither line nor column says what it counts: the corner of the table does, its title, a label after it, or
 * one with a slip in it. Null when nothing does.
 */
export function fallback(value: Value): Reading | null {
  return (
    fromCorner(value) ??
    fromTitle(value) ??
    fromSheet(value) ??
    fromSection(value) ??
    fromAfter(value) ??
    fromMisspelt(value)
  )
}

/** « Nombre de pass » on a sheet « Achats »: the name says what was done with them, where no other label does. */
function fromSheet(value: Value): Reading | null {
  const { grid, item, context, left, above } = value
  const [heading, ...rest] = above.labels
  const known = [...left.labels.filter(({ kind }) => kind === 'label'), ...rest]
  if (heading === undefined || notionOf([heading.label!]).kind !== 'object') return null
  if (heading.label!.unknown.length > 0 || numbering(grid, item)) return null
  if (known.some(({ label }) => !['none', 'object'].includes(notionOf([label!]).kind))) return null
  const name = parseLabel(grid.sheet.name.replaceAll('_', ' '), context.vocabulary)
  if (name.unknown.length > 0 || !says(name, 'achat', 'commande')) return null
  const notion = notionOf([name, heading.label!])
  if (!isSure(notion)) return null
  return readingOf(value, { notion, bearers: [heading], rest }, left.labels, 'colonne', 'feuille')
}

/** « Nombre de pass | 1 200 » under « A – Achats »: the heading of a section says what was done with them, where its lines say nothing else of it. */
function fromSection(value: Value): Reading | null {
  const { grid, item, left, above, bearing } = value
  const [name, ...more] = left.labels
  if (name === undefined || more.length > 0 || above.labels.length > 0) return null
  if (!countsObject(name) || numbering(grid, item)) return null
  const title = grid.titleAbove(item.cell.row)
  if (title === null || !onlyActs(title.label!) || holdsFigure(title) || isCaption(grid, title))
    return null
  const notion = notionOf([title.label!, name.label!])
  if (notion.kind !== 'indicator') return null
  const rivals = sectionLines(grid, title).filter((label) => {
    const own = notionOf([label.label!])
    const same = own.kind === 'indicator' && own.indicator === notion.indicator
    return label !== name && (own.kind === 'object' || same)
  })
  if (rivals.length > 0) return null
  bearing.add(title)
  bearing.add(name)
  return readingOf(value, { notion, bearers: [name], rest: [title] }, [], 'ligne', 'tableau')
}

/** « Nombre de pass », and no word besides: « Passes donnés » may be a slip of what is said of data, and is no count of those bought. */
function countsObject({ label }: Item): boolean {
  const plain = label!.terms.every(({ sense }) => sense !== null && counting.includes(sense))
  return plain && label!.unknown.length === 0 && notionOf([label!]).kind === 'object'
}

const counting: Sense[] = ['objet', 'carnet', 'nombre', 'total', 'neutre', 'neutre_total', 'valeur']

/** « A – Achats », « Achats de pass »: an act, and at most what it was done with. */
function onlyActs({ terms, unknown, period, aap }: Label): boolean {
  const acted = new Set(terms.map(({ sense }) => sense).filter((sense) => done.includes(sense)))
  const named = terms.every(({ sense }) => done.includes(sense) || sense === 'objet')
  return acted.size === 1 && named && unknown.length === 0 && period === null && aap === null
}

const done: Sense[] = [...acts, 'scan_possible', 'pass_achetes', 'pass_scannes', 'pass_commandes']

/** The labels of the lines below a heading, up to the next one; of a long list the first lines. */
function sectionLines(grid: Grid, { cell }: Item): Item[] {
  const lines: Item[] = []
  for (let row = cell.row + 1; row <= cell.row + longestSection; row++) {
    const [first, ...others] = grid.row(row)
    if (first !== undefined && others.length === 0) break
    if (first?.kind === 'label') lines.push(first)
  }
  return lines
}

const longestSection = 30

/** « Pass sacnnés | 830 »: read with its doubt, so that it takes its place among the others. */
function fromMisspelt(value: Value): Reading | null {
  const { context, left, above, others } = value
  for (const [labels, axis] of [
    [left.labels, 'ligne'],
    [above.labels, 'colonne'],
  ] as const) {
    const label = labels[0]
    if (label === undefined || misspeltLabel(value, label) === null) continue
    const [first, ...more] = misspeltNotions(label.label!, context.vocabulary).map((notion) =>
      readingOf(value, { notion, bearers: [label], rest: labels.slice(1) }, [], axis, 'tableau'),
    )
    others.push(...more.filter((one) => one !== null))
    return first ?? null
  }
  return null
}

function misspeltLabel({ item, context }: Value, { label }: Item): Notion | null {
  if (item.kind !== 'number' && item.kind !== 'doubtful') return null
  return misspeltNotion(label!, context.vocabulary)
}

/** « 2 980 | pass achetés », or a big number with its label underneath: only where nothing else says what it is. */
function fromAfter(value: Value): Reading | null {
  const { grid, item, left, above, bearing } = value
  // Line and column say at most « pass ».
  if (item.kind === 'absence' || left.labels.length > 0) return null
  const { row, col } = item.cell
  const right = grid.at(row, col + 1)
  const under = grid.below(item) ?? captionBelow(grid, item)
  for (const label of [right, under]) {
    if (label?.kind !== 'label' || bearing.has(label)) continue
    // Under another number it is the last of a column, whose heading is not at its foot.
    const inStack = stacksOf(grid).captions.has(label.cell.row)
    const atFoot = grid.at(row - 1, col)?.kind === 'number' || !cards(grid, label)
    if (label === under && !inStack && atFoot) return null
    if (label === under && stacksOf(grid).questions.has(label.cell.row)) return null
    const notion = misspeltLabel(value, label) ?? notionOf([label.label!])
    if (notion.kind === 'other') return null
    if (notion.kind !== 'indicator') continue
    const between = label === right && dividesDone(grid, item, label)
    if ((answered(grid, label) && !isCaption(grid, label) && !between) || numbering(grid, item))
      return null
    left.labels = []
    above.labels = []
    bearing.add(label)
    const headed = abovePath(grid, item, leftPath(grid, item)).labels.some((l) => speaks(grid, l))
    // Cards stand side by side; before a label to the right, another figure is one too many.
    const before = grid.row(row).some((i) => i.cell.col < col && valueKinds.includes(i.kind))
    const beside = label === right && before
    const stacked = label === under && captionsUnder(grid, col)
    const unsure = uncaptioned(grid, item) || stacksOf(grid).either.has(label.cell.row)
    const open = label === under && !inStack && unsure
    const doubt = (headed && !stacked) || beside || open ? afterDoubt : null
    const after = { ...notion, doubt: notion.doubt ?? doubt }
    return readingOf(
      value,
      { notion: after, bearers: [label], rest: [] },
      [],
      'colonne',
      'libelle_apres',
    )
  }
  return null
}

/** The caption of a figure of a stack, an empty row between them. */
function captionBelow(grid: Grid, { cell }: Item): Item | undefined {
  const text = grid.at(cell.row + 2, cell.col)
  return text !== undefined && stacksOf(grid).captions.has(text.cell.row) ? text : undefined
}

/** « Pass achetés | Nombre » over « Commune de Brou | 200 »: what heads the names of lines says what is counted of them. */
function fromCorner(value: Value): Reading | null {
  const { grid, item, context, left, above, line, bearing } = value
  const [name] = left.labels
  const head = tablesOf(grid).heads.get(item.cell.row)
  if (name === undefined || head === undefined || line.notion.kind !== 'none') return null
  const corner = grid.spread(head, name.cell.col)
  const columns = above.labels.filter((label) => label !== corner)
  if (corner?.label == null || corner === name || columns.length === 0) return null
  const listed = listedBy(corner, columns, context)
  const notion = notionOf([listed ?? corner.label])
  if (
    (listed === null && !isSure(notion)) ||
    columns.some(({ label }) => says(label!, ...notCounted))
  )
    return null
  if (columns.some(({ label }) => label!.unknown.length > 0)) return null
  bearing.add(corner)
  const clash = notion.kind === 'indicator' && namesAnother(grid, corner, notion.indicator)
  const own = clash ? { ...notion, doubt: clashDoubt } : notion
  return readingOf(
    value,
    { notion: own, bearers: [corner], rest: columns },
    left.labels,
    'colonne',
    'tableau',
  )
}

/**
 * What a list of orders or invoices tells of the pass in it, « Bon de commande | Date | Pass »: that they were ordered, or billed, which leaves a doubt.
 * Null for another list.
 */
function listedBy({ cell }: Item, columns: readonly Item[], context: Context): Label | null {
  if (!columns.some(({ label }) => says(label!, 'objet', 'carnet'))) return null
  const text = fold(cell.text)
  if (order.test(text)) return parseLabel('pass commandés', context.vocabulary)
  return invoice.test(text) ? parseLabel('pass facturés', context.vocabulary) : null
}

const numbered = "(?:n(?:°|o|umeros?)? ?(?:de |du |des |d')?)?"
const order = new RegExp(`^${numbered}(?:bons? de commande|b\\.?c\\.?|commandes?)(?: n[°o]?)?$`)
const invoice = new RegExp(`^${numbered}factures?(?: n[°o]?)?$`)

/** Whether a line under a heading says by itself that it counts another indicator: it may be none of what the heading says. */
function namesAnother(grid: Grid, { cell }: Item, indicator: Indicator): boolean {
  return grid.items.some((other) => {
    if (other.label === null || other.cell.col !== cell.col) return false
    if (tablesOf(grid).heads.get(other.cell.row) !== cell.row) return false
    const own = notionOf([other.label])
    return own.kind === 'indicator' && own.indicator !== indicator
  })
}

/** « (1) Une même personne peut fréquenter plusieurs opérateurs. »: a note is no line of a table. */
const isNote = /^\s*(?:\(\d\)|\*+)\s*\p{L}.*[.!]\s*$/su

/** The indicators that lines under a title, less than twenty from a figure, name left of it. */
function namedNear(grid: Grid, { cell }: Item, title: Item): Set<string | null> {
  const named = new Set<string | null>()
  for (let row = Math.max(title.cell.row + 1, cell.row - 19); row < cell.row + 20; row++) {
    for (const { label, cell: at } of grid.row(row)) {
      if (label === null || at.col >= cell.col || isNote.test(at.text)) continue
      const notion = notionOf([label])
      if (notion.kind === 'indicator') named.add(notion.indicator)
    }
  }
  return named
}

/** Why figures are asked about that no label but a title says the sense of, in French. */
export const titleDoubt = 'le chiffre ne tient son sens que d’un titre'

function fromTitle(value: Value): Reading | null {
  const { grid, item, left, above, bearing } = value
  const top = [item, ...above.labels].reduce((a, b) => (a.cell.row < b.cell.row ? a : b))
  const title = grid.titleAbove(top.cell.row)
  const places = [...left.labels, ...above.labels]
  if (places.length === 0 || places.some((label) => !isPlace(label.label!))) return null
  const headed = above.labels.length > 0
  // « bénéficiaires uniques » under the last figure of a stack is no title of the next one.
  if (title !== null && isCaption(grid, title)) return null
  // A title over a table whose lines say their indicators gives the others none, unless they are periods of what no line says.
  if (title !== null) {
    const told = namedNear(grid, item, title)
    const own = indicatorIn(bear([title]).notion)
    const timed = !headed && places.every(({ label }) => label!.period !== null)
    if (told.size > 0 && (told.has(own) || !timed)) return null
  }
  // « Pass scannés : 2 000 » has its own figure, and heads no list below.
  if (title !== null && (holdsFigure(title) || statesFigure(title))) return null
  if (title) {
    const carried = bear([title])
    if (carried.notion.kind === 'indicator') {
      const notion = headed ? carried.notion : { ...carried.notion, doubt: titleDoubt }
      const reading = readingOf(
        value,
        { notion, bearers: [title], rest: [] },
        places,
        'titre',
        'titre',
      )
      bearing.add(title)
      return reading
    }
    if (carried.notion.kind === 'other') return null
  }
  return null
}

/** Whether what stands over figures is no title alone on its line, and no heading that says nothing of them (« Chiffres clés »). */
function speaks(grid: Grid, { cell, label }: Item): boolean {
  const neutral =
    label!.period === null && label!.years === null && notionOf([label!]).kind === 'none'
  return grid.row(cell.row).length > 1 && !neutral
}

/** What columns may hold beside counts. */
const notCounted: Sense[] = [
  'taux',
  'moyenne',
  'montant',
  'monnaie',
  'finance',
  'commentaire',
  'objectif',
]
