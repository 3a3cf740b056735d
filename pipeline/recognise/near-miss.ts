import { once } from '../memo.ts'
import { besideFigure } from './beside.ts'
import { headingOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { type Label, parseLabel, says } from './label.ts'
import { type Indicator, type Notion, notionOf } from './notion.ts'
import type { Reading } from './reading.ts'
import type { Spoken } from './sentence.ts'
import { isShare } from './share.ts'
import { repaired } from './spelling.ts'
import { fold } from './text.ts'
import { persons, type Sense, type Vocabulary } from './vocabulary.ts'

/** A label that is not understood, with the cell it stands in. */
export interface NearMiss {
  sheet: string
  address: string
  text: string
  /** The indicators that it may mean; the first is the likeliest. */
  indicators: Indicator[]
  /**
   * `orthographe`: a word of it is nearly a known one. `inconnu`: it speaks of pass or persons in unknown words. `indirect`: it gives a
   * rate or a remainder, from which the figure could only be guessed. `illisible`: the cell goes on after its label with a figure that
   * can't be told from the words around it.
   */
  kind: 'orthographe' | 'inconnu' | 'indirect' | 'illisible'
}

/**
 * Labels beside a figure that are not understood: with a word that is a letter or two away from a known one (« Pass scanés »), or that
 * speak of pass or persons in unknown words (« Chèques honorés »).
 */
export function nearMissesOf(grid: Grid, vocabulary: Vocabulary): NearMiss[] {
  const misses: NearMiss[] = []
  for (const item of grid.items) {
    const label = item.label
    if (item.kind !== 'label' || !label) continue
    const base = { sheet: grid.sheet.name, address: item.address, text: label.text }
    if (indirect(grid, item, label)) {
      misses.push({ ...base, indicators: ['pass_scannes'], kind: 'indirect' })
    }
    // « Montant des achats de pass, frais inclus », « Valeur des pass scannés »: the number could only be guessed from it.
    if (says(label, 'objet') && says(label, 'finance') && besideFigure(grid, item)) {
      const paid: [Sense, Indicator][] = [
        ['achat', 'pass_achetes'],
        ['scan', 'pass_scannes'],
      ]
      for (const [act, indicator] of paid)
        if (says(label, act)) misses.push({ ...base, indicators: [indicator], kind: 'indirect' })
    }
    // « dont format carnet papier » is a part of what stands over it.
    if (label.unknown.length === 0 || /^\W*dont\b/i.test(label.text)) continue
    if (label.text.length > 80 || !besideFigure(grid, item)) continue
    const notion = notionOf([label])
    if (notion.kind !== 'none' && notion.kind !== 'object') continue
    const meant = repaired(label, vocabulary)
    if (meant?.kind === 'indicator') {
      misses.push({ ...base, indicators: [meant.indicator], kind: 'orthographe' })
    } else if (notion.kind === 'object') {
      misses.push({ ...base, indicators: ['pass_scannes', 'pass_achetes'], kind: 'inconnu' })
    } else if (says(label, 'distinct')) {
      misses.push({ ...base, indicators: ['beneficiaires_uniques'], kind: 'inconnu' })
    }
  }
  return misses
}

/** Whether a title or a heading says that a sheet lists invoices. */
const listsInvoices = once((grid: Grid) =>
  grid.items.some(({ kind, cell }) => kind === 'label' && invoices.test(fold(cell.text))),
)

const invoices = /\bfactures?\b|\bfacturation\b|\bbons? de commandes?\b/

/** Whether a text speaks of what is counted, though not of pass: « Pour les personnes, 359. » */
export function speaks(grid: Grid): boolean {
  return grid.items.some(({ label }) => label !== null && says(label, 'achat', 'scan', ...persons))
}

/**
 * Labels beside a number that may stand for an indicator of which the whole document says nothing else: « Pass activés », « Pour mémoire :
 * personnes uniques ».
 */
export function unsaid(
  names: ReadonlyMap<Grid, Label>,
  readings: readonly Reading[],
  asked: readonly NearMiss[],
  vocabulary: Vocabulary,
): NearMiss[] {
  const open = (indicator: Indicator) =>
    !readings.some(
      (r) => r.indicator === indicator || (indicator === 'pass_achetes' && isOrder(r)),
    ) && !asked.some((miss) => miss.indicators.includes(indicator))
  const read = new Set(readings.map(({ sheet, labelAddress }) => `${sheet}!${labelAddress}`))
  const may: [Indicator, Test][] = [
    // « Pass à acheter | 2 400 » under « Réalisé »
    ...toBeDone.map(([indicator, action]): [Indicator, Test] => [
      indicator,
      (label, _, item, grid) => action.test(fold(label.text)) && isDoneBeside(grid, item),
    ]),
    // « Nombre de pass | 800 » under « Usages »
    [
      'pass_scannes',
      (label, _, item, grid) =>
        notionOf([label]).kind === 'object' &&
        !read.has(`${grid.sheet.name}!${item.address}`) &&
        isUnderUsages(grid, item),
    ],
    [
      'pass_scannes',
      (label) =>
        says(label, 'objet') && label.terms.some(({ expression }) => /^activ/.test(expression)),
    ],
    [
      'beneficiaires_uniques',
      // « Jeunes | ayant utilisé au moins un pass »
      (label) =>
        says(label, 'distinct') && (says(label, ...persons) || notionOf([label]).kind === 'none'),
    ],
    // « Carnets de 10 pass | 145 » among invoices
    [
      'pass_achetes',
      (label, _, item, grid) =>
        notionOf([label]).kind === 'object' &&
        says(label, 'carnet') &&
        !read.has(`${grid.sheet.name}!${item.address}`) &&
        listsInvoices(grid),
    ],
    // « Carnets émis | 250 »: what was bought is at least as much.
    ['pass_achetes', (label) => says(label, 'objet', 'carnet') && says(label, 'emission')],
    // « dont pass scannés en quartier | 500 » of a whole that nobody tells
    ...(['pass_achetes', 'pass_scannes', 'beneficiaires_uniques'] as const).map(
      (indicator): [Indicator, (label: Label) => boolean] => [
        indicator,
        (label) => isPartOf(label, indicator),
      ],
    ),
    // « Bénéficiaires uniques hors mineurs »: of all of them but some.
    ['pass_achetes', (label) => excepts(label, 'pass_achetes', vocabulary)],
    ['pass_scannes', (label) => excepts(label, 'pass_scannes', vocabulary)],
    ['beneficiaires_uniques', (label) => excepts(label, 'beneficiaires_uniques', vocabulary)],
    // « Nb pass » on a sheet « Achats »
    ['pass_achetes', (label, sheet) => says(sheet, 'achat') && notionOf([label]).kind === 'object'],
  ]
  return may.flatMap(([indicator, test]): NearMiss[] => {
    if (!open(indicator)) return []
    for (const [grid, name] of names) {
      const item = grid.items.find(
        (i) => i.kind === 'label' && test(i.label!, name, i, grid) && besideFigure(grid, i),
      )
      if (item === undefined || item.cell.text.length > 80) continue
      const { text } = item.cell
      return [
        {
          sheet: grid.sheet.name,
          address: item.address,
          text,
          indicators: [indicator],
          kind: 'inconnu',
        },
      ]
    }
    return []
  })
}

/** Whether a label, on a sheet of some name, may stand for an indicator. */
type Test = (label: Label, sheet: Label, item: Item, grid: Grid) => boolean

const toBeDone: [Indicator, RegExp][] = [
  [
    'pass_achetes',
    /^(?:nombre de )?(?:pass|cheques) (?:numeriques? )?a (?:acheter|acquerir|commander)$/,
  ],
  [
    'pass_scannes',
    /^(?:nombre de )?(?:pass|cheques) (?:numeriques? )?a (?:scanner|utiliser|consommer)$/,
  ],
]

/** Whether a number stands on the line of a label under a heading of what was done. */
function isDoneBeside(grid: Grid, { cell }: Item): boolean {
  return grid.row(cell.row).some((other) => {
    const heading = other.kind === 'number' ? headingOf(grid, other.cell)?.label : null
    return heading != null && says(heading, 'realise')
  })
}

/** Whether the next text alone on its line above a label is a title of what was used: « Usages », « Utilisation des pass ». */
function isUnderUsages(grid: Grid, { cell }: Item): boolean {
  for (let row = cell.row - 1; row >= Math.max(0, cell.row - titleReach); row--) {
    const [only, ...others] = grid.row(row)
    if (only?.kind === 'label' && others.length === 0) return usages.test(fold(only.cell.text))
  }
  return false
}

const titleReach = 6
const usages =
  /^(?:\d\W+)?(?:les |l')?(?:utilisations?|usages?|consommations?)(?: (?:des|du|de) (?:pass|cheques?)(?: numeriques?)?)?\W*$/

/** Whether a label counts some of an indicator: « dont pass scannés en quartier ». */
function isPartOf(label: Label, indicator: Indicator): boolean {
  const notion = notionOf([label])
  return notion.kind === 'indicator' && notion.indicator === indicator && notion.part
}

/** Whether a label names an indicator and leaves something out of it, or denies something in brackets: « Pass commandés (bon non signé) ». */
function excepts(label: Label, indicator: Indicator, vocabulary: Vocabulary): boolean {
  const names = (notion: Notion) =>
    notion.kind === 'indicator' &&
    (notion.indicator === indicator ||
      (indicator === 'pass_achetes' && notion.indicator === 'pass_commandes'))
  const open = label.text.replaceAll(/\([^()]*\)/g, ' ')
  if (
    open !== label.text &&
    says(label, 'negation') &&
    names(notionOf([parseLabel(open, vocabulary)]))
  )
    return true
  const kept = label.terms.filter(
    ({ expression }) => !/^(?:hor|sauf|excepte|hormi)$/.test(expression),
  )
  if (kept.length === label.terms.length) return false
  return names(notionOf([{ ...label, terms: kept }]))
}

/** Ordered stands for bought where nothing is said to be bought. */
function isOrder({ indicator, number, doubts, unknown }: Reading): boolean {
  return indicator === 'pass_commandes' && number !== null && doubts.length + unknown.length === 0
}

/** Sentences with numbers from which an indicator that nothing else gives might be read. */
export function unreadSentences(
  grid: Grid,
  missed: Spoken['missed'],
  readings: Reading[],
): NearMiss[] {
  const said = readings.filter(({ kind, text: shown }) => kind === 'figure' || shown !== '')
  const read = new Set(said.map((reading) => reading.indicator))
  const asked = new Set<Indicator>()
  const ordered = new Set(said.filter(isOrder).map((reading) => reading.address))
  return missed.flatMap(({ address, text, indicators }) =>
    indicators.flatMap((indicator): NearMiss[] => {
      if (read.has(indicator) || asked.has(indicator)) return []
      // « Qu’avez-vous commandé ? – 3 050 pass, livrés et réglés »: what was ordered has been read, and stands for it.
      if (indicator === 'pass_achetes' && ordered.has(address)) return []
      asked.add(indicator)
      return [{ sheet: grid.sheet.name, address, text, indicators: [indicator], kind: 'illisible' }]
    }),
  )
}

/**
 * Labels that no reading has understood, though they name an indicator: cells that go on with their answer in words (« Pass achetés : 820
 * (dont 3 remis à la mairie) »), and those beside a figure that nothing else has taken.
 */
export function unheard(grid: Grid, heard: ReadonlySet<string | null>): NearMiss[] {
  return grid.items.flatMap((item): NearMiss[] => {
    const { text, hidden, struck } = item.cell
    if (item.kind !== 'label' || hidden || struck || text.length > 120) return []
    const notion = notionOf([item.label!])
    if (notion.kind !== 'indicator' || notion.part || says(item.label!, 'consigne')) return []
    const answers = /^[^:]{3,60}:\s*\d/.test(text)
    const known = notion.unknown.every((word) => /^\d+$/.test(word))
    if (!(answers && known) && !besideUnread(grid, item, heard)) return []
    const base = { sheet: grid.sheet.name, address: item.address, text: text.trim() }
    return [{ ...base, indicators: [notion.indicator], kind: 'illisible' }]
  })
}

/** Whether a number that no reading has taken stands right of a label, under it, or over it. */
function besideUnread(grid: Grid, item: Item, heard: ReadonlySet<string | null>): boolean {
  const { row, col } = item.cell
  return [grid.at(row, col + 1), grid.below(item), grid.above(item)].some(
    (other) =>
      (other?.kind === 'number' || other?.kind === 'doubtful') && !heard.has(other.address),
  )
}

/** « Part des pass scannés | 62 % », « Pass non scannés | 420 »: not the scanned ones, yet something is known of them. */
function indirect(grid: Grid, item: Item, label: Label): boolean {
  const share = /\(\s*\d[\d.,]*\s?%/.test(item.cell.text)
  const { row, col } = item.cell
  // « Pass scannés | % | 68 », « Pass scannés » over « taux » over « 68 »
  const unit = isShare(grid.at(row, col + 1))
  const below = isShare(grid.at(row + 1, col))
  const taken = share || unit || below || says(label, 'taux', 'negation', 'barre')
  if (!says(label, 'scan') || !taken) return false
  if (/\d/.test(item.cell.text)) return true
  const beside = below
    ? grid.at(row + 2, col)
    : grid.row(row).find((other) => other.cell.col > (unit ? col + 1 : col))
  return beside !== undefined && ['percent', 'number', 'doubtful'].includes(beside.kind)
}
