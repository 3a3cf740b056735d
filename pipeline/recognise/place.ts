import { once } from '../memo.ts'
import { namesPlace, tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { type Label, says } from './label.ts'
import { notionOf } from './notion.ts'
import type { Place } from './reading.ts'
import { fold } from './text.ts'
import type { Sense } from './vocabulary.ts'

/** « Jeunes », « Seniors »: some of the public, in words that say nothing of a count elsewhere. */
const someOf =
  /^(?:dont )?(?:les )?(?:jeunes?|seniors?|adultes?|actifs?|aines?|retraites?|etudiants?|lyceens?|familles?|parents?)\b/

/** What no place is called after, under whatever heading it stands: « Pass remis aux usagers », « Objectif », « Total ». */
const noNames: Sense[] = [
  ...['total', 'sous_total', 'neutre_total', 'taux', 'moyenne'],
  ...['objet', 'carnet', 'achat', 'commande', 'scan', 'distribution', 'emission', 'perte'],
  ...['beneficiaire', 'personne', 'distinct', 'accompagne', 'acte'],
  ...['objectif', 'potentiel', 'realise', 'anterieur'],
] as Sense[]

/** « DÉPARTEMENT » under the names of its parts is all of it. */
const level =
  /^(?:(?:le|la|les|l'|tout le|toute la|ensemble du|ensemble de la) ?)?(?:departement|region|metropole|communaute(?: de communes| d'agglomeration| urbaine)?|agglomeration|territoire|collectivite|syndicat|epci)$/

/** « Fin de convention », « À la clôture du projet »: a heading that says when everything was over, and nothing else. */
const atTheEnd =
  /^(?:(?:chiffres?|situation|etat|bilan|total) )?(?:(?:a|en|au) (?:la )?)?(?:(?:fin|terme|issue) (?:de|du) (?:la |l')?|cloture(?:$| (?:de|du) (?:la |l')?))(?:convention|projet|programme|operation|action|dispositif|$)$/

/**
 * Where the labels put the figure on one axis; null when they make it a figure of another kind.
 * @param headers the labels above the figure, whose rows also head the column of its line's name
 */
export function place(
  grid: Grid,
  labels: Item[],
  axis: 'ligne' | 'colonne',
  item: Item,
  headers: readonly Item[],
): Place | null {
  const call = axis === 'ligne' ? grid.callOf(item.cell.row) : null
  if (call !== null) labels = labels.filter((label) => label !== call)
  if (labels.length === 0) return { role: 'seul', key: '', known: false }
  const parsed = labels.map((l) => l.label!)
  const notion = notionOf(parsed)
  // « dont personnes différentes » under the total of a table is its total of persons.
  const persons = parsed.some((l) => says(l, 'distinct') && says(l, 'personne', 'beneficiaire'))
  if (persons && axis === 'ligne' && parsed.some((label) => says(label, 'dont')))
    return { role: 'total', key: '', known: true }
  // « Moyenne nationale » is of others.
  if (parsed.some((label) => says(label, 'dont', 'ailleurs'))) return null
  // « Saint-Prix » under « Commune » is no price.
  const placed = axis === 'ligne' && labels.length > 0 && labels.every((l) => namesPlace(grid, l))
  const plain = parsed.every((label) => !says(label, ...noNames))
  if (notion.kind === 'other' && !notion.place && !(placed && plain)) {
    // « Hors territoire » may be a detail like its neighbours; a rate, a mean or an objective never is.
    const never = parsed.some((label) => says(label, 'taux', 'moyenne', 'objectif', 'ignorer'))
    return axis === 'colonne' || never ? null : { role: 'ecarte', key: '', known: false }
  }
  const period = parsed.map((l) => l.period).find((p) => p !== null) ?? null
  const key = period ?? labels.map((l) => fold(l.cell.text)).join(' | ')
  const has = (...senses: Sense[]) => parsed.some((l) => says(l, ...senses))
  const unknown = parsed.flatMap((l) => l.unknown)
  if (labels.length === 1 && axis === 'ligne' && isLevel(grid, labels[0]!))
    return { role: 'total', key, known: true }
  if (period === null && isWholeYear(grid, labels[0]!, axis))
    return { role: 'total', key, known: true }
  const span = period === null ? spanOf(grid, labels, axis) : null
  if (span === 'whole') return { role: 'total', key, known: true }
  if (has('sous_total')) return { role: 'sous_total', key, known: true }
  // « 1ère tranche | 2ème tranche | Fin de convention »: what stood at the end is all of it.
  if (period === null && labels.some(({ cell }) => atTheEnd.test(fold(cell.text).trim())))
    return { role: 'total', key, known: true }
  const day = axis === 'colonne' ? dayOfSeveral(grid, labels[0]!) : dayOfLines(grid, labels[0]!)
  if (day !== null && !has('total', 'neutre_total'))
    return { role: 'periode', key: day, known: true }
  if (has('total', 'neutre_total') || (has('cumul') && period === null)) {
    const named = period !== null || unknown.length > 0 || has('lieu')
    return { role: named ? 'total_partiel' : 'total', key, known: true }
  }
  // « Facture acquittée » over « janvier 2021 », « mai 2021 »: purchases, between which no month is missing.
  if (period !== null && axis === 'ligne' && listsPurchases(grid, labels[0]!, headers))
    return { role: 'detail', key, known: true }
  if (period !== null) return { role: 'periode', key, known: true }
  if (span !== null) return { role: 'periode', key: span, known: true }
  const split: Sense[] = ['lieu', 'categorie', 'acteur', 'mois', 'annee', 'porteur', 'nouveau']
  const ofSome = labels.some(({ cell }) => {
    const name = fold(cell.text)
    // Alone in its cell « Est » is a place, and no verb.
    return someOf.test(name) || name === 'est'
  })
  // « Côte » under « Territoire » is a place, whatever the word says elsewhere.
  if (unknown.length === 0 && !has(...split) && !ofSome && !(placed && plain))
    return { role: 'seul', key: '', known: false }
  const nearest = labels[0]!
  const headed = headers.some((header) => {
    const corner = grid.spread(header.cell.row, nearest.cell.col)
    return corner?.label ? says(corner.label, ...split, 'periode') : false
  })
  const group = axis === 'colonne' && headerSays(grid, nearest, item)
  return { role: 'detail', key, known: headed || group || has(...split) }
}

const purchases =
  /^(?:(?:dates? (?:de |d'|des? )?(?:la |l')?)|(?:n(?:°|o|umeros?) ?(?:de |d'|du )?))?(?:factures?|bons? de commande|commandes?|livraisons?|achats?|acquisitions?)(?: (?:acquittee?s?|payee?s?|reglee?s?|passee?s?|recue?s?))?$/

/** Whether lines stand under the heading of a list of invoices, orders or deliveries. */
function listsPurchases(grid: Grid, { cell }: Item, headers: readonly Item[]): boolean {
  return headers.some((header) => {
    const corner = grid.spread(header.cell.row, cell.col)
    return corner !== undefined && corner !== header && purchases.test(fold(corner.cell.text))
  })
}

/** Whether a line is called after all of a body, and no other line of its table is the total: « Département » beside « CARSAT » has paid a part. */
function isLevel(grid: Grid, { cell }: Item): boolean {
  if (!level.test(fold(cell.text))) return false
  const total = totalLines(grid).get(`${tablesOf(grid).heads.get(cell.row)} ${cell.col}`)
  return total === undefined || total < cell.row
}

/** The row of the last « Total » among the names of each table, by its headings and column. */
const totalLines = once((grid: Grid) => {
  const found = new Map<string, number>()
  for (const { cell, label } of grid.items)
    if (label !== null && says(label, 'total', 'neutre_total'))
      found.set(`${tablesOf(grid).heads.get(cell.row)} ${cell.col}`, cell.row)
  return found
})

/** « Année » beside « 1er semestre » and « 2nd semestre » is all of it. */
function isWholeYear(grid: Grid, { cell, label }: Item, axis: 'ligne' | 'colonne'): boolean {
  if (label!.unknown.length > 0 || !says(label!, 'annee', 'annuel')) return false
  const beside =
    axis === 'colonne' ? grid.row(cell.row) : grid.items.filter((i) => i.cell.col === cell.col)
  return (
    beside.filter((i) => /^(?:20\d\d-)?(?:[TS]\d|m?\d\d)$/.test(i.label?.period ?? '')).length > 1
  )
}

/**
 * What years from one to another are beside other periods: all of them (« 2022 | 2023 | 2022-2023 »), or one period of several (« 2020-2022 |
 * 2023 »). Null where no other period stands beside them.
 */
function spanOf(grid: Grid, labels: readonly Item[], axis: 'ligne' | 'colonne'): string | null {
  const spanning = labels.find(({ label }) => label!.years !== null)
  if (spanning === undefined) return null
  const { row, col } = spanning.cell
  const beside =
    axis === 'colonne' ? grid.row(row) : grid.items.filter((item) => item.cell.col === col)
  const timed = beside.flatMap((item) => (item === spanning ? [] : (item.label?.period ?? [])))
  const others = timed.map((period) => period.slice(0, 4)).filter((year) => /^20\d\d$/.test(year))
  if (others.length === 0) return null
  const years = spanning.label!.years!
  const [from, to] = years.split('-') as [string, string]
  return others.length > 1 && others.every((year) => from <= year && year <= to) ? 'whole' : years
}

/** The day that a heading gives the state of, beside headings of other days: « au 31/12/2021 | au 31/12/2022 »; null when it stands alone. */
export function dayOfSeveral(grid: Grid, header: Item): string | null {
  const day = header.label!.asOf
  if (day === null || header.label!.period !== null) return null
  const others = grid.row(header.cell.row).filter((i) => i.label && !says(i.label, 'objectif'))
  const days = new Set(others.map((item) => item.label!.asOf ?? day))
  return days.size > 1 ? day : null
}

/** The day that a line is of, among lines of other days; null when it is the only one. */
function dayOfLines(grid: Grid, { cell, kind, label }: Item): string | null {
  const day = label!.asOf
  if (kind !== 'date' || day === null) return null
  const others = grid.items.filter((i) => i.cell.col === cell.col && i.kind === 'date')
  return others.some((i) => i.label!.asOf !== day) ? day : null
}

/** Whether the corner of a table says that its columns are sites or periods. */
function headerSays(grid: Grid, header: Item, item: Item): boolean {
  const corner = grid.row(header.cell.row).find((i) => i.cell.col < item.cell.col)
  return corner?.label ? says(corner.label, 'lieu', 'categorie', 'mois', 'annee', 'periode') : false
}

/** Whether a label can only say where a figure stands, so that its meaning may come from a title. */
export function isPlace(label: Label): boolean {
  if (label.period !== null) return true
  const allowed: Sense[] = [
    'total',
    'neutre_total',
    'cumul',
    'entete',
    'realise',
    'mois',
    'annee',
    'periode',
    'objet',
    'lieu',
  ]
  return label.unknown.length === 0
    ? label.terms.every((term) => allowed.includes(term.sense))
    : label.terms.every((term) => term.sense === 'lieu')
}
