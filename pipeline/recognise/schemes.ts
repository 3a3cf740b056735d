import { headingOf, isPlaceHeading, isText, isValue, tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { says } from './label.ts'
import { notionOf } from './notion.ts'
import { namesOtherScheme, ours } from './other-scheme.ts'
import type { Reading } from './reading.ts'
import { editDistance, fold } from './text.ts'
import { acts, type Sense } from './vocabulary.ts'

const alone = { role: 'seul', key: '', known: false } as const

/**
 * Readings without those of other schemes: where one line of a table is named after pass, and its other lines after something else (« Aidants
 * Connect », « Ordinateurs »), that line alone counts; likewise for groups of columns.
 */
export function ofPass(grid: Grid, all: readonly Reading[]): Reading[] {
  const { heads } = tablesOf(grid)
  const readings = ofOwnColumn(grid, ofOwnLines(grid, all))
  // A line that says itself what it counts names no scheme.
  const spoken = new Set(
    readings
      .filter((r) => Number(/\d+$/.exec(r.labelAddress ?? '')?.[0]) === r.row + 1)
      .map((r) => heads.get(r.row)),
  )
  const headOf = (r: Reading) => {
    const head = heads.get(r.row)
    return spoken.has(head) ? undefined : head
  }
  return [...Map.groupBy(readings, headOf).values()].flatMap((table) =>
    headOf(table[0]!) === undefined ? table : ofColumns(grid, ofLines(grid, table)),
  )
}

/** Heads a column that says of which scheme each line is. */
const schemeColumn =
  /^(?:nom d[ue]s? )?(?:dispositif|action|programme|projet|operation|mesure|volet|mission|service)s?(?: (?:concernee?|numerique|mis en place|d'inclusion numerique))?s?$/

/**
 * Readings without those on lines of another scheme, in a table with a column for the scheme of each line (« Dispositif ») that names ours on
 * some of them: whatever « Prêt d’ordinateurs » is, its persons are none of ours.
 */
function ofOwnLines(grid: Grid, readings: readonly Reading[]): Reading[] {
  const { heads } = tablesOf(grid)
  const columns = new Map<number, number | null>()
  const columnOf = (head: number) => {
    if (!columns.has(head)) {
      const heading = grid.row(head).find(({ cell }) => schemeColumn.test(fold(cell.text)))
      columns.set(head, heading?.cell.col ?? null)
    }
    return columns.get(head)!
  }
  const named = (r: Reading) => {
    const head = heads.get(r.row)
    const column = head === undefined ? null : columnOf(head)
    return column === null || column >= r.col ? undefined : grid.spread(r.row, column)
  }
  const own = new Set(
    readings.filter((r) => named(r)?.label && namesPass(named(r)!)).map((r) => heads.get(r.row)),
  )
  // « Pass loisirs jeunes » beside « Pass numérique » is another pass.
  const isOtherPass = (item: Item) =>
    isOther(item) ||
    (says(item.label!, 'objet') &&
      item.label!.unknown.length > 0 &&
      !item.label!.unknown.some((word) => editDistance(word, 'numerique', 2) <= 2) &&
      !ours.test(fold(item.cell.text)))
  const isForeign = (r: Reading) => {
    const item = named(r)
    if (item?.label == null || !own.has(heads.get(r.row))) return false
    if (says(item.label, 'total', 'neutre_total', ...acts)) return false
    return isOtherPass(item) || !says(item.label, 'objet', 'carnet')
  }
  const mixed = new Set(readings.filter(isForeign).map((r) => heads.get(r.row)))
  return readings.filter((r) => {
    const label = named(r)?.label
    // A total of all schemes is that of none.
    const total = label != null && says(label, 'total', 'neutre_total')
    return !isForeign(r) && !(total && mixed.has(heads.get(r.row)))
  })
}

/** What only keeps to the words of a total or a place names no scheme. */
const noScheme: Sense[] = [
  'total',
  'neutre_total',
  'sous_total',
  'cumul',
  'lieu',
  'realise',
  'objectif',
  'anterieur',
  'categorie',
]

function ofLines(grid: Grid, table: readonly Reading[]): Reading[] {
  const { heads, owners } = tablesOf(grid)
  const rows = [...new Set(table.map((r) => r.row))]
  const lines = rows.filter((row) => {
    const names = namesOf(grid, row)
    return names.length > 0 && !names.some(({ label }) => says(label!, 'total', 'neutre_total'))
  })
  const own = lines.filter((row) => namesOf(grid, row).some(namesPass))
  const others = lines.filter((row) => !own.includes(row))
  const foreign = others.filter((row) => namesOf(grid, row).some(isScheme))
  const [line] = own
  if (line === undefined || own.length > 1 || others.length === 0) return [...table]
  const { col } = namesOf(grid, line)[0]!.cell
  const corners = [heads.get(line)!, ...(owners.get(line)?.upper ?? [])]
  const places = corners.some((row) => {
    const corner = grid.spread(row, col)?.label
    return corner != null && (isPlaceHeading(corner) || says(corner, 'lieu', 'porteur'))
  })
  if (places || foreign.length < others.length) return [...table]
  return table.flatMap((r) => (r.row === line ? { ...r, line: alone } : []))
}

/**
 * Readings without those in columns that name another scheme, or a total, beside the one that names ours: « Conseillers numériques | Pass numérique |
 * Ensemble » over lines that say their indicator.
 */
function ofOwnColumn(grid: Grid, readings: readonly Reading[]): Reading[] {
  const { heads } = tablesOf(grid)
  return [...Map.groupBy(readings, (r) => heads.get(r.row)).values()].flatMap((table) => {
    const headings = new Map(table.map((r) => [r.col, headingOf(grid, r)]))
    const named = [...headings.values()].flatMap((item) => (item?.label == null ? [] : [item]))
    const [own, ...more] = named.filter(namesPass)
    const others = named.filter((item) => item !== own)
    const foreign = others.filter((item) => isOther(item))
    const whole = others.filter(({ label }) => says(label!, 'total', 'neutre_total', 'cumul'))
    const known = named.length === headings.size && foreign.length + whole.length === others.length
    if (own === undefined || more.length > 0 || foreign.length === 0 || !known) return table
    const inside = table.filter((r) => headings.get(r.col) === own)
    return inside.map((r) => ({ ...r, column: alone }))
  })
}

/** Whether a text names another scheme by a name that is known. */
function isOther({ cell, label }: Item): boolean {
  return namesOtherScheme(cell.text) || says(label!, 'autre_dispositif')
}

function ofColumns(grid: Grid, table: readonly Reading[]): Reading[] {
  const groupOf = (r: Reading) => {
    const { owners } = tablesOf(grid)
    return (owners.get(r.row)?.upper ?? []).flatMap((row) => spanning(grid, row, r.col) ?? [])
  }
  const own = table.filter((r) => groupOf(r).some(namesPass))
  const others = table.filter((r) => !own.includes(r))
  if (own.length === 0 || others.length === 0) return [...table]
  const foreign = others.filter((r) => groupOf(r).some(isScheme))
  return table.filter((r) => !foreign.includes(r))
}

/** The heading of a group of columns: what stands over the column, or the last text before it on that line. */
function spanning(grid: Grid, row: number, col: number): Item | undefined {
  const own = grid.spread(row, col)
  if (own !== undefined) return isText(own) ? own : undefined
  return grid.row(row).findLast((item) => item.cell.col < col && isText(item))
}

/** The texts before the first figure of a line. */
function namesOf(grid: Grid, row: number): Item[] {
  const line = grid.row(row)
  const first = line.findIndex(isValue)
  return line.slice(0, first < 0 ? undefined : first).filter((item) => item.kind === 'label')
}

/**
 * Whether a text names the scheme and nothing done with it: « Pass numérique (pass de 10 €) », « Chèque APTIC ». Pass that are called by a word that nobody
 * knows, « Pass Clture », may be those of another one.
 */
function namesPass({ label }: Item): boolean {
  const named = label!.unknown.length === 0 ? scheme : ownName
  return (
    notionOf([label!]).kind === 'object' &&
    !says(label!, 'ignorer', 'acteur', 'lieu') &&
    label!.terms.some(({ expression, sense }) => sense === 'objet' && named.test(expression))
  )
}

const scheme = /^(?:pass|pn$)|numerique|aptic/
const ownName = /^pn$|numerique|aptic/

/** Whether a text names something else: its words aren't known, and it is no place, total or period. */
function isScheme(item: Item): boolean {
  const label = item.label!
  const foreign = label.unknown.length > 0 || says(label, 'ignorer', 'acteur', 'acte')
  return foreign && label.period === null && !namesPass(item) && !says(label, ...noScheme)
}
