import { address } from '../read/cell.ts'
import type { Grid, Item, Kind } from './grid.ts'
import { type Label, says } from './label.ts'
import { type Notion, notionOf } from './notion.ts'
import type { Place, Reading } from './reading.ts'
import { fold } from './text.ts'
import { type Measure, measure } from './unit.ts'
import type { Sense, Vocabulary } from './vocabulary.ts'

/** What holds for the whole document. */
export interface Context {
  /** Whether it speaks of pass at all: « Achetés » alone then means pass. */
  mentionsPass: boolean
  /** Pass in a booklet, stated somewhere in the document; null when nothing or two different sizes are stated. */
  carnet: number | null
  /** Whether a title or note of the sheet speaks of cumulated figures. */
  cumulative: boolean
  vocabulary: Vocabulary
}

const valueKinds: Kind[] = ['number', 'doubtful', 'percent', 'absence', 'uncomputed', 'error']
const modifiers: Sense[] = [
  'objectif',
  'realise',
  'dont',
  'anterieur',
  'taux',
  'moyenne',
  'negation',
]

/** The labels that a figure stands under or beside, nearest first. */
interface Path {
  labels: Item[]
  /** Figures between it and the nearest label. */
  crossed: number
  /** Whether an empty row lies between other figures and this one: the table above may have ended. */
  apart: boolean
  /** Whether a title of its own stands under that empty row. */
  sectioned: boolean
}

/** A notion with the labels that bear it and those that are left to say where the figure stands. */
interface Borne {
  notion: Notion
  bearers: Item[]
  rest: Item[]
}

/**
 * Reads a grid as tables of any orientation: each figure takes its meaning from the labels to its left and above it. One of the two
 * bears the indicator; the other says which line, period or call it is. Forms, wide rows, label above value, months in rows and
 * years in columns are all this.
 */
export function readTables(grid: Grid, context: Context): Reading[] {
  const readings: Reading[] = []
  const bearing = new Set<Item>()
  for (const item of grid.items) {
    if (!valueKinds.includes(item.kind)) continue
    const reading = readValue(grid, item, context, bearing)
    if (reading) readings.push(reading)
  }
  return [...readings, ...emptyPlaces(grid, readings), ...emptyLabels(grid, bearing, context)]
}

function readValue(grid: Grid, item: Item, context: Context, bearing: Set<Item>): Reading | null {
  const left = leftPath(grid, item)
  const line = bear(left.labels)
  let above = abovePath(grid, item, left)
  // « Bénéficiaires sur toute la période » under an empty row is no line of the table above it.
  if (
    above.apart &&
    line.notion.kind === 'indicator' &&
    bear(above.labels).notion.kind !== 'none'
  ) {
    above = { labels: [], crossed: 0, apart: true, sectioned: true }
  }
  const column = bear(above.labels)
  for (const bearer of [...line.bearers, ...column.bearers]) bearing.add(bearer)

  if (line.notion.kind === 'other' || column.notion.kind === 'other') return null
  for (const side of [line, column]) {
    if (side.notion.kind === 'indicator' && side.notion.part && !partOfAnother(grid, side))
      return null
  }
  if (line.notion.kind === 'indicator' && column.notion.kind === 'indicator') {
    if (isSure(line.notion) && !isSure(column.notion)) {
      return make(line, [...column.bearers, ...column.rest], 'ligne', 'tableau')
    }
    if (isSure(column.notion) && !isSure(line.notion)) {
      return make(column, [...line.bearers, ...line.rest], 'colonne', 'tableau')
    }
    if (line.notion.indicator !== column.notion.indicator) {
      const clash = {
        ...column.notion,
        doubt: 'la ligne et la colonne disent deux choses différentes',
      }
      return make({ ...column, notion: clash }, line.bearers, 'colonne', 'tableau')
    }
    return make(column, line.rest, 'colonne', 'tableau')
  }
  if (line.notion.kind === 'indicator') {
    return make(line, [...column.bearers, ...column.rest], 'ligne', 'tableau')
  }
  if (column.notion.kind === 'indicator') {
    return make(column, [...line.bearers, ...line.rest], 'colonne', 'tableau')
  }
  const both = [...column.bearers, ...line.bearers]
  if (line.notion.kind === 'object' || column.notion.kind === 'object') {
    const together = notionOf([...above.labels, ...left.labels].reverse().map((l) => l.label!))
    if (together.kind === 'other') return null
    if (together.kind === 'indicator') {
      return make({ notion: together, bearers: both, rest: [] }, [], 'colonne', 'tableau')
    }
  }
  return fromTitle() ?? fromAfter()

  /** « 2 980 | pass achetés », or a big number with its label underneath: only where nothing else says what it is. */
  function fromAfter(): Reading | null {
    // Line and column say at most « pass ».
    if (item.kind === 'absence') return null
    const { row, col } = item.cell
    const right = grid.at(row, col + 1)
    const under = grid.spread(row + 1, col)
    for (const label of [right, under]) {
      if (label?.kind !== 'label' || bearing.has(label)) continue
      const notion = notionOf([label.label!])
      if (notion.kind === 'other') return null
      if (notion.kind !== 'indicator') continue
      if (heads(grid, label)) return null
      left.labels = []
      above.labels = []
      bearing.add(label)
      return make({ notion, bearers: [label], rest: [] }, [], 'colonne', 'libelle_apres')
    }
    return null
  }

  function fromTitle(): Reading | null {
    const top = [item, ...above.labels].reduce((a, b) => (a.cell.row < b.cell.row ? a : b))
    const title = titleAbove(grid, top.cell.row)
    const places = [...left.labels, ...above.labels]
    if (places.length === 0 || places.some((label) => !isPlace(label.label!))) return null
    const headed = above.labels.length > 0
    if (title) {
      const borne = bear([title])
      if (borne.notion.kind === 'indicator') {
        const notion = headed
          ? borne.notion
          : { ...borne.notion, doubt: 'le chiffre ne tient son sens que d’un titre' }
        const reading = make({ notion, bearers: [title], rest: [] }, places, 'titre', 'titre')
        bearing.add(title)
        return reading
      }
      if (borne.notion.kind === 'other') return null
    }
    return null
  }

  function make(
    borne: Borne,
    others: Item[],
    axis: 'ligne' | 'colonne' | 'titre',
    rule: Reading['rule'],
  ): Reading | null {
    const { notion } = borne
    if (notion.kind !== 'indicator') return null
    const beside = [...borne.rest, ...others]
    const size = measure(grid, item, borne.bearers, beside, notion.indicator, context)
    const lineLabels = axis === 'ligne' ? borne.rest : left.labels
    const columnLabels = axis === 'colonne' ? borne.rest : above.labels
    const linePlace = place(grid, lineLabels, 'ligne', item)
    const columnPlace = place(grid, columnLabels, 'colonne', item)
    if (linePlace === null || columnPlace === null) return null
    const siblings = axis === 'ligne' && left.crossed > 0
    const doubts = [...(notion.doubt ? [notion.doubt] : []), ...size.doubts]
    if (siblings && columnLabels.length === 0) {
      doubts.push('un deuxième chiffre suit le libellé sans en-tête qui le dise')
    }
    if (axis === 'ligne' && !siblings && columnLabels.length === 0 && followed(grid, item)) {
      doubts.push('un autre chiffre suit sur la ligne, sans en-tête qui dise lequel compte')
    }
    if (shifted(grid, item, above.labels))
      doubts.push('la ligne a plus de cellules que son en-tête')
    if (item.kind === 'uncomputed') doubts.push('une formule dont le résultat n’est pas enregistré')
    if (item.kind === 'error' && !/^#N\/[DA]/.test(item.cell.text.trim())) {
      doubts.push('une formule en erreur')
    }
    if (item.cell.comment && rectifies(item.cell.comment, context)) {
      doubts.push(`un commentaire dit : « ${item.cell.comment.trim().slice(0, 200)} »`)
    }
    const own = [...borne.bearers.map((b) => b.label!)]
    const period = own.map((l) => l.period).find((p) => p !== null) ?? null
    const all = [...left.labels, ...above.labels]
    const cumulative = all.some((l) => says(l.label!, 'cumul'))
    return {
      ...figure(item, size),
      sheet: grid.sheet.name,
      address: item.address,
      row: item.cell.row,
      col: item.cell.col,
      text: item.cell.text.trim(),
      label: [...new Set([...all, ...borne.bearers].map((l) => l.cell.text.trim()))].join(' | '),
      labelAddress: borne.bearers[0]?.address ?? null,
      indicator: notion.indicator,
      factor: size.factor,
      unit: size.unit,
      doubts,
      unknown: notion.unknown,
      rank: notion.rank * 2 + (size.unit === 'EUR' ? 0 : 1),
      aap:
        all.map((l) => l.label!.aap).find((a) => a !== null) ?? own[0]?.aap ?? lineCall(grid, item),
      period,
      periodFrom: period === null ? null : axis === 'titre' ? 'titre' : 'label',
      line: linePlace,
      column: columnPlace,
      group: `${grid.sheet.name}!${groupOf(borne.bearers, axis)}`,
      cumulative,
      cumulativeNearby: context.cumulative,
      rectifies: false,
      fresh: all.some((l) => says(l.label!, 'nouveau')),
      names: names(grid, item, axis, above.labels),
      hidden: item.cell.hidden || item.cell.struck || grid.sheet.hidden,
      rule,
    }
  }
}

/** Whether a label has a figure of its own to its right or under it. */
function heads(grid: Grid, label: Item): boolean {
  const { row, col } = label.cell
  const right = grid.at(row, col + 1)
  const under = grid.at(row + 1, col)
  return [right, under].some((other) => other !== undefined && valueKinds.includes(other.kind))
}

function isSure(notion: Notion): boolean {
  return notion.kind === 'indicator' && notion.doubt === null && notion.unknown.length === 0
}

/**
 * What figures of one indicator in one table have in common: the label that bears it. In a list that repeats its labels line by line
 * (`indicateur | periode | valeur`), the column and the words of the label.
 */
function groupOf(bearers: Item[], axis: string): string {
  if (axis !== 'ligne') return bearers.map((b) => b.address).join('+')
  return bearers.map((b) => `${b.cell.col}:${fold(b.cell.text)}`).join('+')
}

/** Whether « dont scannés » follows a line about something else, so that it is the whole of its own indicator. */
function partOfAnother(grid: Grid, borne: Borne): boolean {
  const bearer = borne.bearers[0]!
  if (borne.notion.kind !== 'indicator' || borne.notion.unknown.length > 0) return false
  if (says(bearer.label!, 'lieu')) return false
  for (let row = bearer.cell.row - 1; row >= 0; row--) {
    const above = grid.at(row, bearer.cell.col)
    if (above?.kind !== 'label') return false
    const notion = notionOf([above.label!])
    if (notion.kind === 'indicator' && notion.part) continue
    if (notion.kind === 'indicator') return notion.indicator !== borne.notion.indicator
    return notion.kind === 'other' && says(above.label!, 'distribution', 'emission')
  }
  return false
}

/** Whether a line of a csv runs past its header: a separator inside a number has cut it in two. */
function shifted(grid: Grid, item: Item, headers: Item[]): boolean {
  const header = headers[0]
  if (grid.sheet.name !== 'csv' || !header) return false
  const last = grid.row(header.cell.row).at(-1)!.cell.col
  const beyond = grid.row(item.cell.row).filter((other) => other.cell.col > last)
  return beyond.some((other) => other.kind === 'number')
}

/** Whether another plain number follows on the line, without a header of its own. */
function followed(grid: Grid, item: Item): boolean {
  const next = grid.at(item.cell.row, item.cell.col + 1)
  if (next?.kind !== 'number' || next.cell.hidden || next.cell.struck) return false
  if (next.figure.kind === 'number' && /€|eur/.test(`${next.figure.rest}${next.cell.format ?? ''}`))
    return false
  for (let row = next.cell.row - 1; row >= 0; row--) {
    const above = grid.spread(row, next.cell.col)
    if (above?.kind === 'label') return false
  }
  return true
}

/** Whether a comment or note says that a figure is wrong. */
function rectifies(text: string, context: Context): boolean {
  return context.vocabulary.terms(text).some((term) => term.sense === 'rectification')
}

/** What the value cell itself says: a number, a doubt about it, or that there is none. */
function figure(item: Item, size: Measure): Pick<Reading, 'kind' | 'number' | 'quality'> {
  if (item.kind === 'number' && item.figure.kind === 'number') {
    const quality = item.figure.approximate || size.approximate ? 'approximatif' : 'exact'
    return { kind: 'figure', number: item.figure.number, quality }
  }
  if (item.kind === 'uncomputed') return { kind: 'figure', number: null, quality: 'exact' }
  if (item.kind === 'error' && !/^#N\/[DA]/.test(item.cell.text.trim())) {
    return { kind: 'figure', number: null, quality: 'exact' }
  }
  if (item.kind === 'percent') return { kind: 'figure', number: null, quality: 'exact' }
  if (item.figure.kind === 'doubtful') {
    return { kind: 'figure', number: item.figure.proposal, quality: 'approximatif' }
  }
  return { kind: 'absence', number: null, quality: 'exact' }
}

/** The run of labels to the left, nearest first; figures before the first label are counted and skipped. */
function leftPath(grid: Grid, item: Item): Path {
  const labels: Item[] = []
  let crossed = 0
  for (let col = item.cell.col - 1; col >= 0; col--) {
    const other = grid.spread(item.cell.row, col)
    if (!other || labels.includes(other) || other === item) continue
    if (other.kind === 'label' || other.kind === 'date') labels.push(other)
    else if (other.kind !== 'identifier') {
      if (labels.length > 0) break
      if (other.kind !== 'percent' && !other.cell.struck && !other.cell.hidden) crossed++
    }
  }
  return { labels, crossed, apart: false, sectioned: false }
}

/** The run of header labels above, nearest first; figures of the same column are skipped. */
function abovePath(grid: Grid, item: Item, left: Path): Path {
  const labels: Item[] = []
  const { col } = item.cell
  let crossed = 0
  let blanks = 0
  let apart = false
  let sectioned = false
  let row = item.cell.row - 1
  for (; row >= 0; row--) {
    const other = grid.spread(row, col)
    if (other === item) continue
    if (other && (other.kind === 'label' || other.kind === 'date')) {
      if (!isHeader(grid, other, row, col, left, labels.length > 0)) {
        if (labels.length > 0) break
        // A text answer in a column of answers (« Ville de … » above the figures of a form) heads nothing.
        crossed++
        continue
      }
      if (!labels.includes(other)) labels.push(other)
      continue
    }
    if (other) {
      if (labels.length > 0) break
      crossed++
      blanks = 0
      continue
    }
    if (labels.length > 0) {
      const group = groupHeader(grid, row, col, labels.at(-1)!)
      if (!group) break
      labels.push(group)
      continue
    }
    if (!grid.blank(row)) continue
    if (crossed === 0) {
      apart = true
      const first = grid.row(row + 1)
      if (first.length === 1 && first[0]!.kind === 'label') sectioned = true
    }
    if (++blanks > 1) break
  }
  return { labels, crossed, apart, sectioned }
}

/**
 * Whether a label above a figure heads its column. In a form, the cells above are answers to other questions: they head nothing
 * where the line has a label of its own and the row of the text is itself a question with its answer.
 */
function isHeader(
  grid: Grid,
  label: Item,
  row: number,
  col: number,
  left: Path,
  stacked: boolean,
): boolean {
  const nearest = left.labels[0]
  if (!nearest) return true
  const labelColumn = nearest.cell.col
  // A title that spans the labels as well heads the table, not the column.
  const corner = grid.spread(row, labelColumn)
  if (corner === label) return false
  if (stacked) return true
  const ownNotion = left.labels.some((l) => notionOf([l.label!]).kind === 'indicator')
  if (!ownNotion && isSure(notionOf([label.label!]))) return true
  const others = grid.row(row).filter((i) => i !== label && i.cell.col > labelColumn)
  if (others.some((i) => i.kind === 'label' || i.kind === 'date')) return true
  if (!corner) return label.cell.col === col || says(label.label!, 'realise', 'total', 'objectif')
  if (corner.kind !== 'label') return true
  const parts = corner.label!
  const neutral = parts.unknown.length === 0 && notionOf([parts]).kind !== 'indicator'
  return neutral && !says(parts, 'porteur', 'contact', 'identifiant', 'commentaire', 'date')
}

/**
 * A header that spans several columns without being merged: `Pass achetés | | | Pass scannés` over `2021 | 2022 | Total | 2021 …`. Only
 * for a lower header that doesn't say its indicator itself.
 */
function groupHeader(grid: Grid, row: number, col: number, lower: Item): Item | null {
  if (notionOf([lower.label!]).kind === 'indicator') return null
  const items = grid.row(row)
  if (items.length === 0 || items.some((i) => i.kind !== 'label')) return null
  const before = items.filter((i) => i.cell.col < col).at(-1)
  if (!before || notionOf([before.label!]).kind !== 'indicator') return null
  for (let c = before.cell.col; c <= col; c++) {
    if (grid.spread(lower.cell.row, c) === undefined) return null
  }
  return before
}

/** Finds which of the labels, nearest first, bear the notion; the rest says where the figure stands. */
function bear(labels: Item[]): Borne {
  for (let n = 1; n <= labels.length; n++) {
    const bearers = labels.slice(0, n)
    const last = labels[n - 1]!
    const alone = notionOf([last.label!])
    if (alone.kind === 'indicator' || alone.kind === 'other') {
      return modified(alone, [last], [...labels.slice(0, n - 1), ...labels.slice(n)])
    }
    if (alone.kind !== 'object' && !bearers.some((b) => notionOf([b.label!]).kind === 'object')) {
      continue
    }
    const together = notionOf(bearers.toReversed().map((b) => b.label!))
    if (together.kind === 'indicator') return modified(together, bearers, labels.slice(n))
  }
  const objects = labels.filter((l) => notionOf([l.label!]).kind === 'object')
  if (objects.length > 0) {
    return { notion: { kind: 'object' }, bearers: objects, rest: [] }
  }
  const excluded = labels.find((l) => says(l.label!, 'objectif') && !says(l.label!, 'realise'))
  if (excluded) return { notion: { kind: 'other', what: 'objectif' }, bearers: [], rest: labels }
  return { notion: { kind: 'none' }, bearers: [], rest: labels }
}

/** Lets « Objectif », « dont » or « Taux » beside the bearing label turn the figure into something else. */
function modified(notion: Notion, bearers: Item[], rest: Item[]): Borne {
  const words = rest.filter((l) => l.label!.unknown.length === 0 && says(l.label!, ...modifiers))
  if (notion.kind === 'indicator' && words.length > 0) {
    const together = notionOf([...words, ...bearers].map((l) => l.label!))
    if (together.kind === 'other') return { notion: together, bearers, rest }
  }
  return { notion, bearers, rest }
}

/** Where the labels put the figure on one axis; null when they make it a figure of another kind. */
function place(grid: Grid, labels: Item[], axis: 'ligne' | 'colonne', item: Item): Place | null {
  if (axis === 'ligne' && lineCall(grid, item) !== null) {
    labels = labels.filter((label) => label.cell.text.trim() !== lineCall(grid, item))
  }
  if (labels.length === 0) return { role: 'seul', key: '', known: false }
  const parsed = labels.map((l) => l.label!)
  const notion = notionOf(parsed)
  if (notion.kind === 'other' && !says(parsed[0]!, 'acteur', 'acte')) return null
  if (parsed.some((label) => says(label, 'dont'))) return null
  const period = parsed.map((l) => l.period).find((p) => p !== null) ?? null
  const key = period ?? labels.map((l) => fold(l.cell.text)).join(' | ')
  const has = (...senses: Sense[]) => parsed.some((l) => says(l, ...senses))
  const unknown = parsed.flatMap((l) => l.unknown)
  if (has('sous_total')) return { role: 'sous_total', key, known: true }
  if (has('total', 'neutre_total') || (has('cumul') && period === null)) {
    const named = period !== null || unknown.length > 0 || has('lieu')
    return { role: named ? 'total_partiel' : 'total', key, known: true }
  }
  if (period !== null) return { role: 'periode', key, known: true }
  const split: Sense[] = ['lieu', 'categorie', 'acteur', 'mois', 'annee', 'porteur']
  if (unknown.length === 0 && !has(...split)) return { role: 'seul', key: '', known: false }
  const nearest = labels[0]!
  const header =
    axis === 'ligne'
      ? abovePath(grid, nearest, { labels: [], crossed: 0, apart: false, sectioned: false })
      : null
  const headed = header?.labels.some((l) => says(l.label!, ...split, 'periode')) ?? false
  const group = axis === 'colonne' && headerSays(grid, nearest, item)
  return { role: 'detail', key, known: headed || group || has(...split) }
}

/** Whether the corner of a table says that its columns are sites or periods. */
function headerSays(grid: Grid, header: Item, item: Item): boolean {
  const corner = grid.row(header.cell.row).find((i) => i.cell.col < item.cell.col)
  return corner?.label ? says(corner.label, 'lieu', 'categorie', 'mois', 'annee', 'periode') : false
}

/** Whether a label can only say where a figure stands, so that its meaning may come from a title. */
function isPlace(label: Label): boolean {
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

/** The nearest row above that holds nothing but one label: the title of what follows. */
export function titleAbove(grid: Grid, row: number): Item | null {
  for (let r = row - 1; r >= 0; r--) {
    const items = grid.row(r)
    if (items.length === 1 && items[0]!.kind === 'label') return items[0]!
  }
  return null
}

/** Texts that may name whose line or column this is. */
function names(grid: Grid, item: Item, axis: string, headers: Item[]): string[] {
  const source =
    axis === 'ligne'
      ? headers
      : grid
          .row(item.cell.row)
          .filter((i) => i.kind === 'label' || i.kind === 'identifier' || isCode(i))
  return source.slice(0, 8).map((i) => i.cell.text.trim())
}

/** The call of a line, from a column that is headed by it: `AAP` over `2019`. */
function lineCall(grid: Grid, item: Item): string | null {
  for (const other of grid.row(item.cell.row)) {
    const year = /^(20[12]\d)$/.exec(other.cell.text.trim())
    if (!year || other === item) continue
    for (let row = other.cell.row - 1; row >= 0; row--) {
      const above = grid.spread(row, other.cell.col)
      if (above?.kind !== 'label' || above.label!.period !== null) continue
      if (/\b(aap|appel a projets?|appel)\b/.test(fold(above.cell.text).replaceAll('_', ' ')))
        return year[1]!
      break
    }
  }
  return null
}

function isCode(item: Item): boolean {
  return item.kind === 'number' && /^\d{8,9}$/.test(item.cell.text.replaceAll(/\s/g, ''))
}

/**
 * Empty cells inside a table: a line that has figures in other columns but none here. They count as absences, so that
 * details with a hole are not added up as if they were whole.
 */
function emptyPlaces(grid: Grid, readings: Reading[]): Reading[] {
  const empty: Reading[] = []
  const groups = Map.groupBy(readings, (r) => r.group)
  for (const group of groups.values()) {
    const sample = group[0]!
    if (group.length < 2) continue
    const vertical = group.every((r) => r.col === sample.col)
    const horizontal = group.every((r) => r.row === sample.row)
    if (vertical === horizontal) continue
    const at = (r: Reading) => (vertical ? r.row : r.col)
    const taken = new Set(group.map(at))
    const [first, last] = [Math.min(...taken), Math.max(...taken)]
    const neighbours = readings.filter(
      (r) =>
        r.sheet === sample.sheet && r.group !== sample.group && at(r) >= first && at(r) <= last,
    )
    const seen = new Set<number>()
    for (const other of neighbours) {
      const position = at(other)
      const own = vertical ? other.line : other.column
      if (taken.has(position) || seen.has(position) || own.role === 'seul') continue
      seen.add(position)
      const row = vertical ? position : sample.row
      const col = vertical ? sample.col : position
      if (grid.spread(row, col)) continue
      empty.push({
        ...sample,
        row,
        col,
        address: address(row, col),
        text: '',
        kind: 'absence',
        number: null,
        doubts: [],
        line: vertical ? other.line : sample.line,
        column: vertical ? sample.column : other.column,
        names: vertical ? other.names : sample.names,
        hidden: other.hidden,
      })
    }
  }
  return empty
}

/** The figure of a label that goes on in the next line: « Nombre de pass scannés par les / lieux de médiation | 1 571 ». */
function wrappedAnswer(grid: Grid, label: Item): Item | null {
  const { row, col } = label.cell
  if (grid.row(row).length > 1) return null
  const next = grid.at(row + 1, col)
  if (next?.kind !== 'label' || notionOf([next.label!]).kind === 'indicator') return null
  const beside = grid.row(row + 1).filter((other) => other.cell.col > col)
  const isCount = beside.length === 1 && beside[0]!.kind === 'number'
  return isCount && !says(next.label!, 'total', 'mois', 'annee') ? beside[0]! : null
}

/** A text beside a label that asks for a figure: « voir annexe », « 1 011 sur 1 930 »; not another heading. */
function textAnswer(grid: Grid, label: Item): Item | null {
  const right = grid.at(label.cell.row, label.cell.col + 1)
  if (right?.kind !== 'label') return null
  if (notionOf([right.label!]).kind !== 'none') return null
  const answers = right.label!.unknown.length > 0 || /\d/.test(right.cell.text)
  const headed = grid.row(label.cell.row).length > 3
  return answers && !headed ? right : null
}

/** Labels that ask for an indicator and got no answer at all. */
function emptyLabels(grid: Grid, bearing: Set<Item>, context: Context): Reading[] {
  const empty: Reading[] = []
  for (const item of grid.items) {
    if (item.kind !== 'label' || bearing.has(item)) continue
    const notion = notionOf([item.label!])
    if (notion.kind !== 'indicator' || notion.doubt !== null || notion.unknown.length > 0) continue
    if (item.cell.text.length > 80 || !context.mentionsPass) continue
    const wrapped = wrappedAnswer(grid, item)
    const answer = wrapped ?? textAnswer(grid, item)
    // The answer was expected beside the label, or under it where something stands beside it.
    const under = grid.at(item.cell.row, item.cell.col + 1) !== undefined
    const row = item.cell.row + (under ? 1 : 0)
    const col = item.cell.col + (under ? 0 : 1)
    empty.push({
      sheet: grid.sheet.name,
      address: address(row, col),
      row,
      col,
      text: answer?.cell.text.trim() ?? '',
      label: item.cell.text.trim(),
      labelAddress: item.address,
      indicator: notion.indicator,
      kind: answer ? 'figure' : 'absence',
      number: wrapped?.figure.kind === 'number' ? wrapped.figure.number : null,
      factor: 1,
      unit: notion.indicator === 'beneficiaires_uniques' ? 'personnes' : 'pass',
      quality: 'exact',
      doubts: wrapped
        ? ['le libellé semble continuer sur la ligne suivante']
        : answer
          ? ['la réponse est un texte et non un nombre']
          : [],
      unknown: [],
      rank: 0,
      aap: item.label!.aap,
      period: item.label!.period,
      periodFrom: item.label!.period === null ? null : 'label',
      line: { role: 'seul', key: '', known: false },
      column: { role: 'seul', key: '', known: false },
      group: `${grid.sheet.name}!${item.address}`,
      cumulative: false,
      cumulativeNearby: false,
      fresh: false,
      rectifies: false,
      names: [],
      hidden: item.cell.hidden || item.cell.struck || grid.sheet.hidden,
      rule: 'tableau',
    })
  }
  return empty
}
