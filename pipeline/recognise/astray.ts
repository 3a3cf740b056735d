import { isSiren } from '../siren.ts'
import { type Frame, isHeading, isPlaceHeading, isText, isValue, keys, tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { ordinal, says } from './label.ts'
import { isSure, notionOf } from './notion.ts'
import { namesOtherScheme } from './other-scheme.ts'
import { editDistance, fold } from './text.ts'

/**
 * Whether the headings stand one or more columns beside what they head: one of them heads nothing, or an indicator heads names; and figures
 * have no heading, or a heading stands over what can't be its own.
 */
export function misaligned(grid: Grid, { head, rows, upper }: Frame): boolean {
  const headers = grid.row(head)
  const columns = new Map<number, Item[]>()
  for (const row of rows) {
    for (const item of grid.row(row)) {
      columns.set(item.cell.col, [...(columns.get(item.cell.col) ?? []), item])
    }
  }
  const last = Math.max(...columns.keys())
  const idle = headers.some(({ cell }) => cell.col > last)
  const overNames = headers.some((header) => {
    const under = columns.get(header.cell.col) ?? []
    return isSure(notionOf([header.label!])) && under.length > 1 && under.every(isName)
  })
  // « Objectif » over the names of the lines, « Réalisé » over the first of two columns: each has lost a place.
  const split = headers.some(({ cell, label }) => {
    const under = columns.get(cell.col) ?? []
    return says(label!, 'objectif', 'realise') && under.length > 1 && under.every(isName)
  })
  const unsaid = [...columns].some(
    ([col, items]) => grid.at(head, col) === undefined && items.length > 1 && items.every(isValue),
  )
  if (split && unsaid) return true
  const all = [...upper, head].flatMap((row) => grid.row(row)).filter(isText)
  if (all.some((header) => overFigures(grid, header, columns))) return true
  if (headers.some((header) => overCounts(grid, header, columns.get(header.cell.col) ?? [])))
    return true
  if (headers.some((header) => underAnother(grid, header, upper))) return true
  const bare = [...columns].some(([col, items]) => isBare(grid, head, col, items))
  if (halved(grid, [...upper, head], columns)) return true
  // A heading that is written again further down answers nothing.
  const empty = (header: Item) =>
    (columns.get(header.cell.col) ?? []).every(
      (i) => i.kind === 'identifier' || i.cell.text === header.cell.text,
    )
  if (bare && headers.some((header) => empty(header) && asks(header))) return true
  // Under two rows of headings each column has its own in one of them.
  if (bare && upper.some((row) => grid.row(row).some(isCounted))) return true
  // « Lieu » over nothing but figures, while the names of the lines stand under no heading.
  const nameless = [...columns].some(
    ([col, items]) =>
      !headed(grid, head, col) &&
      items.length > 1 &&
      items.every((i) => isName(i) && notionOf([i.label!]).kind !== 'indicator'),
  )
  const strange = (header: Item) => {
    const under = columns.get(header.cell.col) ?? []
    return isPlaceHeading(header.label!) && under.length > 1 && foreign(grid, header, under)
  }
  if (nameless && headers.some(strange)) return true
  if (!idle && !overNames) return false
  for (const [col, items] of columns) {
    if (isBare(grid, head, col, items)) return true
    const header = grid.at(head, col)
    if (header !== undefined && foreign(grid, header, items)) return true
  }
  // A corner that its rows of headings share by a merge is where it should be.
  return idle && !headed(grid, head, Math.min(...columns.keys())) && cornerMoved(headers, columns)
}

/**
 * Whether « Pass achetés » stands over nothing and « Réalisé », in either order of the two rows of headings: which of the two is told of the
 * first column, nobody can say.
 */
function halved(grid: Grid, heads: readonly number[], columns: Map<number, Item[]>): boolean {
  const split = (row: number, col: number) => {
    const item = grid.at(row, col)
    return item?.label != null && says(grid.heard(item), 'realise', 'objectif')
  }
  // « Pass scannés » over « Prévu | Réalisé | Réalisé » has one that was another's.
  const twice = (row: number, own: readonly [number, Item[]][]) => {
    const texts = own.flatMap(([col]) => grid.at(row, col)?.cell.text ?? [])
    return new Set(texts).size < texts.length
  }
  const last = Math.max(...columns.keys())
  const counts = (row: number, col: number) => {
    const item = grid.at(row, col)
    return item !== undefined && isCounted(item)
  }
  // « Pass achetés » over nothing beside « Réalisé » under nothing: one column has changed places with the other.
  const valued = [...columns].filter(([, items]) => items.some(isValue)).map(([col]) => col)
  const parted = heads.some((over) =>
    heads.some((row) => {
      if (row === over || grid.row(over).filter(isCounted).length === 0) return false
      const first = Math.min(
        ...grid
          .row(over)
          .filter(isCounted)
          .map(({ cell }) => cell.col),
      )
      const whole = valued.some((col) => counts(over, col) && grid.spread(row, col) === undefined)
      return whole && valued.some((col) => col < first && split(row, col))
    }),
  )
  if (parted) return true
  return heads.some((over) =>
    grid.row(over).some(({ cell: { col: from } }, at, all) => {
      const to = all[at + 1]?.cell.col ?? last + 1
      const own = [...columns].filter(
        ([col, items]) => col >= from && col < to && items.some(isValue),
      )
      return heads.some(
        (row) =>
          row !== over &&
          own.some(([col]) => split(row, col)) &&
          (own.some(([col]) => grid.spread(row, col) === undefined) || twice(row, own)),
      )
    }),
  )
}

/** « Utilisés » under « Bénéficiaires »: whether the heading right over one surely says another indicator. */
function underAnother(grid: Grid, { cell, label }: Item, upper: readonly number[]): boolean {
  const own = notionOf([label!])
  if (!isSure(own) || own.kind !== 'indicator') return false
  return upper.some((row) => {
    const over = grid.spread(row, cell.col)?.label
    // « Nouvelles personnes » under « Utilisation » names who used them.
    if (over != null && own.indicator === 'beneficiaires_uniques' && usage.test(fold(over.text)))
      return false
    const notion = over == null ? null : notionOf([over])
    return notion?.kind === 'indicator' && isSure(notion) && notion.indicator !== own.indicator
  })
}

/** Themes under which both pass and persons are counted. */
const usage = /^(?:les )?(?:utilisations?|usages?|consommations?|frequentations?)$/

/** Whether « SIREN » heads nothing but counts, of five digits at most: headings have changed places. */
function overCounts(grid: Grid, header: Item, items: readonly Item[]): boolean {
  // « - » under it is no number of a body either.
  const rest = items.filter((item) => item.kind !== 'absence')
  const counts = rest.filter(isValue)
  // « 29470 » may be 000 029 470, of which a spreadsheet has eaten the zeros.
  const small = ({ figure }: Item) =>
    figure.kind === 'number' &&
    figure.number < 100_000 &&
    !isSiren(String(figure.number).padStart(9, '0'))
  const lines = says(header.label!, 'identifiant') && ordinal.test(fold(header.cell.text))
  const astray = counts.length > 0 && counts.length === rest.length && counts.every(small)
  return astray && !lines && !areCodes(header, counts) && asksNumber(grid, header)
}

/** Whether figures are the codes of communes that their heading asks for: five digits, or of one département, whose first zero may be lost. */
function areCodes(header: Item, counts: readonly Item[]): boolean {
  const asked = fold(header.cell.text).replaceAll('_', ' ')
  if (!/\b(?:insee|postal|code (?:commune|geo\w*)|cp)\b/.test(asked)) return false
  const numbers = counts.map(({ figure }) => (figure.kind === 'number' ? figure.number : 0))
  const parts = new Set(numbers.map((number) => Math.floor(number / 1000)))
  return numbers.every((n) => n >= 10_000) || (parts.size === 1 && !parts.has(0))
}

/** Whether figures stand in a column without a heading. */
function isBare(grid: Grid, head: number, col: number, items: Item[]): boolean {
  const own = items[0] !== undefined && headsAlone(grid, items[0])
  return !headed(grid, head, col) && !own && items.some(isValue) && !numbered(items)
}

/** « Nombre » alone on its line over figures: their heading, whatever title of two texts stands above it. */
function headsAlone(grid: Grid, { label, cell }: Item): boolean {
  if (label === null || cell.col === 0 || grid.row(cell.row).length > 1) return false
  return label.unknown.length === 0 && says(label, 'nombre', 'valeur')
}

/** Whether a heading asks for figures: an empty column of remarks says nothing of the others. */
function asks({ label }: Item): boolean {
  const { unknown } = label!
  if (says(label!, 'commentaire', 'contact', 'date', 'porteur', 'identifiant')) return false
  return unknown.length === 0 || isHeading(label!)
}

/** Whether a heading of names or numbers of bodies stands over figures or nothing, and what it should head is right beside it without a heading. */
function overFigures(grid: Grid, header: Item, columns: Map<number, Item[]>): boolean {
  const { row, col } = header.cell
  const own = columns.get(col) ?? []
  const before = columns.get(col - 1) ?? []
  const astray = [...columns].some(
    ([at, items]) => !headed(grid, row, at) && items.every((i) => i.kind === 'identifier'),
  )
  if (asksNumber(grid, header) && astray) {
    if (own.length === 0 || (own.some(isValue) && foreign(grid, header, own))) return true
  }
  const named = before.length > 0 && before.every((i) => isText(i) || i.kind === 'identifier')
  if (!named || headed(grid, row, col - 1)) return false
  // « Communes | Associations | Total » over lines that say their indicator parts the figures, and names no line.
  if (before.every((i) => isText(i) && notionOf([i.label!]).kind === 'indicator')) return false
  const { label } = header
  // « IREEN » over figures, right of a SIREN under no heading
  const unheard = label!.unknown.length > 0 && notionOf([label!]).kind === 'none'
  if (unheard && own.some(isValue) && before.every((i) => i.kind === 'identifier')) return true
  if (own.length === 0) return label!.unknown.length === 0 && says(label!, ...keys)
  return own.some(isValue) && !numbered(own) && foreign(grid, header, own)
}

/** Whether a column only counts its lines. */
function numbered(items: readonly Item[]): boolean {
  const counts = items.map((i) => (i.figure.kind === 'number' ? i.figure.number : Number.NaN))
  return counts.every((n, i) => (n <= 1 ? i === 0 : n === counts[i - 1]! + 1))
}

/** Whether a figure stands under no heading of its table, and another one of its line under one that only says which of several it
 * is, or that names an indicator.
 */
export function besideHeaded(grid: Grid, { cell }: Item): boolean {
  const head = tablesOf(grid).heads.get(cell.row)
  if (head === undefined || headed(grid, head, cell.col)) return false
  return grid.row(cell.row).some((other) => {
    const heading = grid.spread(head, other.cell.col)
    if (other.kind !== 'number' || heading?.label == null) return false
    return says(heading.label, 'realise', 'objectif', 'cumul') || isSure(notionOf([heading.label]))
  })
}

/** Whether a column has a heading, in the lowest line of headings or above it; one that spans columns with headings of their own gives none. */
function headed(grid: Grid, head: number, col: number): boolean {
  if (grid.spread(head, col) !== undefined) return true
  for (const row of [head - 1, head - 2]) {
    // A title alone on its line, or what stands over an empty line, is no heading.
    if (row < 0 || grid.blank(row)) return false
    const over = grid.spread(row, col)
    if (over === undefined || !grid.row(row).every(isText)) continue
    const wide = grid.spread(row, over.cell.col + 1) === over
    if (grid.row(row).length < 2 && !wide) continue
    if (!isText(over)) return false
    const next = grid.row(row).find((item) => item.cell.col > over.cell.col)?.cell.col
    const end = next ?? Number.POSITIVE_INFINITY
    const below = grid.row(head).some(({ cell }) => cell.col > col && cell.col < end)
    return !below
  }
  return false
}

/** Whether the name of the first column has moved over the second one, which holds figures or numbers of bodies. */
function cornerMoved(headers: readonly Item[], columns: Map<number, Item[]>): boolean {
  const first = headers[0]!
  if (first.cell.col <= Math.min(...columns.keys())) return false
  const label = first.label!
  const notion = notionOf([label])
  const named = notion.kind === 'none' || (notion.kind === 'other' && notion.place)
  if (label.period !== null || says(label, 'total', 'realise', 'objectif', 'cumul')) return false
  const under = columns.get(first.cell.col) ?? []
  if (under.length === 0) return says(label, ...keys)
  if (!named || !under.some((item) => isValue(item) || item.kind === 'identifier')) return false
  if (headers.some((h) => notionOf([h.label!]).kind === 'indicator')) return true
  // « Poste | Nombre | Montant »: the only heading that isn't one of figures stands over figures.
  const others = headers.slice(1)
  const figures = others.every(
    (h) => h.label!.unknown.length === 0 && !says(h.label!, 'commentaire'),
  )
  return others.length >= 2 && label.unknown.length > 0 && figures
}

const isCount = (item: Item) =>
  isValue(item) && !/^\d{8,}$/.test(item.cell.text.replaceAll(/\s/g, ''))

const isCounted = (item: Item) => {
  const kind = item.label === null ? 'none' : notionOf([item.label]).kind
  return kind === 'indicator' || kind === 'object'
}

const isName = (item: Item) => item.kind === 'label' && !/\d/.test(item.cell.text)

/** Words that ask for the call that a report is about. */
export const asksCall = /\b(?:aap|appels? a projets?)\b/

const isCallYear = (item: Item) => /^20[12]\d$/.test(item.cell.text.trim())

/** « SIREN », « SIEN » */
function asksNumber(grid: Grid, header: Item): boolean {
  const label = grid.heard(header)
  if (label.unknown.length === 0 && label.period === null && says(label, 'identifiant')) return true
  return ['siren', 'siret'].some((known) => editDistance(fold(header.cell.text), known, 1) <= 1)
}

/** « Lieux labellisés », « Structures mobilisées » are counted as well as named; « Lieu » and « Lieux » head names. */
const countsPlaces =
  /^(?:lieux|sites|structures|communes|espaces|points|partenaires|prescripteurs|relais)\b[^:;]*\b(?:labellis|qualifi|habilit|mobilis|engag|impliqu|actif|active|ouvert|concern|participant|conventionn|equip|couvert)\w*/

/** Whether what stands under a heading can't be what it announces: figures under « Lieu », names under « SIREN ». */
function foreign(grid: Grid, header: Item, items: Item[]): boolean {
  const label = grid.heard(header)
  const notion = notionOf([label])
  if (notion.kind === 'indicator') return false
  // « Conseillers numériques | Pass numérique »: a scheme beside ours, and no column of their names.
  if (namesOtherScheme(header.cell.text)) return false
  // « AAP 2019 » says which call its figures are of; « AAP » asks for it.
  if (label.aap === null && asksCall.test(fold(header.cell.text)))
    return items.every(isCount) && !items.some(isCallYear)
  const figures = items.filter((item) => !isName(item))
  if (asksNumber(grid, header)) return figures.every(isCount)
  if (label.unknown.length > 0 || label.period !== null) return false
  if (says(label, 'date')) return items.every(isName)
  if (!isPlaceHeading(label) && !says(label, ...keys)) return false
  if (countsPlaces.test(fold(header.cell.text))) return false
  return items.some(isValue) && !items.some(isText)
}
