import { address } from '../read/cell.ts'
import type { Context } from './context.ts'
import { headingOf, isValue, namesAfter, tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import { type Item, valueKinds } from './item.ts'
import { says } from './label.ts'
import { countsOther, headingDoubt } from './misplaced.ts'
import { type Indicator, notionOf } from './notion.ts'
import { parseFigure } from './number.ts'
import type { Reading } from './reading.ts'
import { stackDoubt, stacksOf } from './stack.ts'
import { fold } from './text.ts'

/**
 * Empty cells inside a table: a line that has figures in other columns but none here. They count as absences, so that
 * details with a hole are not added up as if they were whole.
 */
export function emptyPlaces(grid: Grid, readings: Reading[]): Reading[] {
  const empty: Reading[] = []
  const groups = Map.groupBy(readings, (r) => r.group)
  const tables = new Map(
    [true, false].map((vertical) => [vertical, Map.groupBy(readings, (r) => tableOf(r, vertical))]),
  )
  for (const group of groups.values()) {
    const sample = group[0]!
    // A single figure of a list stands on the axis that says which line it is.
    const lone = group.length === 1
    const vertical = lone ? sample.line.role !== 'seul' : group.every((r) => r.col === sample.col)
    const horizontal = lone
      ? sample.column.role !== 'seul'
      : group.every((r) => r.row === sample.row)
    if (vertical === horizontal) continue
    const at = (r: Reading) => (vertical ? r.row : r.col)
    const taken = new Set(group.map(at))
    const table = tableOf(sample, vertical)
    const head = tablesOf(grid).heads.get(sample.row)
    const seen = new Set<number>()
    for (const other of table === null ? [] : tables.get(vertical)!.get(table)!) {
      if (other.group === sample.group) continue
      // The headings of a table above have no place in one that has its own.
      const others = tablesOf(grid).heads.get(other.row)
      if (!vertical && head !== others && head !== undefined && others !== undefined) continue
      const position = at(other)
      const own = vertical ? other.line : other.column
      if (taken.has(position) || seen.has(position) || own.role === 'seul') continue
      seen.add(position)
      if (vertical && isCountedAbove(grid, position, sample)) continue
      const row = vertical ? position : sample.row
      const col = vertical ? sample.col : position
      const there = grid.spread(row, col)
      // A text where a figure is expected (« cf. mairie ») is a figure that is missing.
      if (there && there.kind !== 'label') continue
      const told = there !== undefined && numbered(there)
      empty.push({
        ...sample,
        row,
        col,
        address: address(row, col),
        text: there?.cell.text.trim() ?? '',
        kind: told ? 'figure' : 'absence',
        number: null,
        doubts: told ? [textDoubt] : [],
        likely: !told && sample.likely,
        line: vertical ? other.line : sample.line,
        column: vertical ? sample.column : other.column,
        // Under another heading it is whose column that is: « CC Rives d’Aubrance », beside « CC Vallée ».
        names: other.names,
        label: vertical ? sample.label : underHeading(grid, sample, other),
        hidden: other.hidden,
      })
    }
  }
  return [...empty, ...openTotals(grid, groups), ...openEnds(grid, groups)]
}

/** « Non ventilé | | usagers déjà comptés dans leur commune »: whether a remark on a line says that whom it leaves out is counted on the others. */
function isCountedAbove(grid: Grid, row: number, { indicator, col }: Reading): boolean {
  const already = indicator === 'beneficiaires_uniques' ? personsAlready : passAlready
  return grid.row(row).some(({ label, cell }) => {
    return label !== null && cell.col > col && already.test(fold(cell.text))
  })
}

const personsAlready =
  /\b(?:personnes|usagers|beneficiaires|habitants|publics?)\b[^;.,]{0,20}\bdeja (?:compt|comptabilis|inclus|compris)[a-z]*\b/
const passAlready =
  /\b(?:pass|scans|cheques|achats)\b[^;.,]{0,20}\bdeja (?:compt|comptabilis|inclus|compris)[a-z]*\b/

/** The label of a line with the headings of another column than its own. */
function underHeading(grid: Grid, { label, labelAddress }: Reading, { names }: Reading): string {
  const line = grid.byAddress(labelAddress ?? '')?.cell.text.trim()
  return line === undefined || names.length === 0 ? label : [line, ...names].join(' | ')
}

const textDoubt = 'la réponse est un texte et non un nombre'
const bodyDoubt = 'la réponse est le numéro d’un organisme et non un nombre'

/** The place under « Total » or « Cumul » on the line of the only period that is given, where no figure stands: that period is not the whole. */
function openTotals(grid: Grid, groups: Map<string, Reading[]>): Reading[] {
  return [...groups.values()].flatMap((group): Reading[] => {
    const [only, ...others] = group as [Reading, ...Reading[]]
    const { row } = only
    const heading = headingOf(grid, only)
    if (others.length > 0 || only.column.role !== 'periode' || heading === undefined) return []
    const totals = grid.row(heading.cell.row).filter(({ label, cell }) => {
      if (label === null || label.period !== null || !says(label, 'total', 'cumul')) return false
      const there = grid.spread(row, cell.col)
      return notionOf([label]).kind === 'none' && !(there && valueKinds.includes(there.kind))
    })
    return totals.map(({ cell: { col } }) => ({
      ...only,
      col,
      address: address(row, col),
      text: grid.spread(row, col)?.cell.text.trim() ?? '',
      kind: 'absence',
      number: null,
      doubts: [],
      column: { role: 'total', key: '', known: true },
    }))
  })
}

/**
 * Lines at the end of a list that have a name and no figure, and a figure above the heading: a list that is longer than what was read of
 * it is not added up.
 */
function openEnds(grid: Grid, groups: Map<string, Reading[]>): Reading[] {
  const open: Reading[] = []
  for (const group of groups.values()) {
    const last = group.at(-1)!
    if (last.line.role !== 'detail' && last.line.role !== 'periode') continue
    if (group.some((r) => r.col !== last.col)) continue
    const key =
      grid.row(last.row).find((item) => item.cell.col < last.col && item.label !== null) ??
      namesAfter(grid, last)[0]
    // An empty line before the last name of a list doesn't end it.
    const lone = grid.blank(last.row + 1) && grid.row(last.row + 2).length === 1
    let next = last.row + (lone ? 2 : 1)
    // « Objectif de pass achetés | 4999 » among places is none of them, and doesn't end their list.
    while (countsOther(grid, next)) next++
    const name = grid.at(next, key?.cell.col ?? -1)
    const beside = grid.spread(next, last.col)
    const named =
      name?.kind === 'label' &&
      (lone
        ? /^\p{L}+(?: \p{L}+)?$/u.test(name.cell.text.trim())
        : name.cell.text.length <= 40 && !name.cell.text.includes(':'))
    const listed = named && (beside?.kind === 'label' || (beside === undefined && sameLine(name)))
    const heading = Number(/\d+$/.exec(last.labelAddress ?? '')?.[0] ?? 0) - 1
    const first = nameless(grid, heading, group[0]!, key)
    if (first !== null) open.push(absent(last, first))
    const over = heading > 0 && heading < group[0]!.row ? grid.at(heading - 1, last.col) : undefined
    const dated = grid.at(heading - 1, key?.cell.col ?? -1)?.label?.period != null
    const row = listed ? next : over?.kind === 'number' && dated ? heading - 1 : null
    if (row === null) continue
    open.push(absent(last, row, grid.spread(row, last.col)?.cell.text.trim()))
  }
  return open
}

/** The same figure on another line, where it is missing. */
function absent(like: Reading, row: number, text = ''): Reading {
  const place = { row, address: address(row, like.col) }
  return { ...like, ...place, text, kind: 'absence', number: null, doubts: [] }
}

/** The line of a name right above the first figure and under the heading, where a text stands or nothing; null when there is none. */
function nameless(
  grid: Grid,
  heading: number,
  first: Reading,
  key: Item | undefined,
): number | null {
  const row = first.row - 1
  const name = grid.at(row, key?.cell.col ?? -1)
  const there = grid.spread(row, first.col)
  const worded = there?.kind === 'label' && there.label!.unknown.length > 0
  if (row <= heading || heading < 0 || (there !== undefined && !worded)) return null
  return name?.kind === 'label' && name.cell.text.length <= 40 && sameLine(name) ? row : null
}

/** Whether a label without a figure names one more line of a list: it says nothing of totals, and no indicator. */
function sameLine(name: Item): boolean {
  const notion = notionOf([name.label!])
  if (name.label!.asOf !== null) return false
  return (
    notion.kind === 'none' &&
    !says(name.label!, 'total', 'neutre_total', 'commentaire', 'contact', 'date')
  )
}

/** What figures of one table have in common: their headings on one line, or, where lines carry the indicator, in one column. */
function tableOf({ labelAddress }: Reading, vertical: boolean): string | null {
  const part = vertical ? /\d+$/ : /^[A-Z]+/
  return labelAddress === null ? null : (part.exec(labelAddress)?.[0] ?? '')
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

/** A lone figure right above a label that has none beside or under it: a heading at the foot of its column. */
function figureAbove(grid: Grid, label: Item): Item | null {
  const above = grid.at(label.cell.row - 1, label.cell.col)
  const left = grid.at(label.cell.row - 1, label.cell.col - 1)
  return above?.kind === 'number' &&
    grid.at(label.cell.row, label.cell.col + 1)?.kind !== 'number' &&
    left !== undefined
    ? above
    : null
}

/** A text beside a label that asks for a figure: « voir annexe », « 1 011 sur 1 930 »; not another heading. */
function textAnswer(grid: Grid, label: Item): Item | null {
  const right = grid.at(label.cell.row, label.cell.col + 1)
  if (right?.kind !== 'label') return null
  const under = grid.at(label.cell.row + 1, label.cell.col)
  // « 2 000 ou 2 200 ? » under its heading, beside the answers to the others.
  if (under?.kind === 'label' && headingOf(grid, under.cell) === label && numbered(under))
    return under
  // « 215 sur 300 visés » answers whatever else it speaks of; « 2022 objectif » heads a column.
  const counted = /^\d/.test(right.cell.text.trim()) && right.label!.period === null
  if (!counted && notionOf([right.label!]).kind !== 'none') return null
  const answers = right.label!.unknown.length > 0 || /\d/.test(right.cell.text)
  const headed = grid.row(label.cell.row).length > 3
  return answers && !headed ? right : null
}

/** What a text answers of which it tells a part, « 538, dont 112 déjà comptés au premier envoi », to be proposed; null for another text. */
function wholeOf(text: string | undefined): number | null {
  const [whole] = /^\d[\d\s.]*(?=,? ?\(?dont )/.exec(fold(text ?? '')) ?? []
  const figure = parseFigure(whole?.trim() ?? '')
  return figure.kind === 'number' ? figure.number : null
}

/** The number of a body or a telephone where a count of pass is asked for: « Pass scannés | 229 988 977 ». */
function bodyNumber(grid: Grid, { cell }: Item, indicator: Indicator): Item | null {
  const right = grid.at(cell.row, cell.col + 1)
  // « Bénéficiaire | 200 069 193 » says who was given the money.
  return right?.kind === 'identifier' && indicator !== 'beneficiaires_uniques' ? right : null
}

/** Whether a text speaks of a number that is no year or day alone: an answer, though none that can be read. */
function numbered({ cell, label }: Item): boolean {
  const times = [label!.period, label!.asOf, label!.years].some((time) => time !== null)
  return /\d{2}/.test(cell.text) && !(times && label!.unknown.length === 0)
}

/**
 * Whether a label only says what the measures beside or under it are about: « Achats | Pass achetés | 1 200 », « A. Achats » over
 * « Pass achetés | 1 200 ».
 */
function isTheme(grid: Grid, { cell }: Item, indicator: Indicator): boolean {
  const names = (item: Item | undefined) => {
    const notion = item?.label == null ? null : notionOf([item.label])
    return notion?.kind === 'indicator' && notion.indicator === indicator
  }
  const answered = (item: Item | undefined) =>
    item !== undefined &&
    grid.row(item.cell.row).some((i) => i.cell.col > item.cell.col && isValue(i))
  const beside = grid.at(cell.row, cell.col + 1)
  const measures = (row: number): boolean => {
    const measure = grid.at(row, cell.col + 1)
    const notion = measure?.label == null ? null : notionOf([measure.label])
    return notion?.kind === 'indicator' && answered(measure)
  }
  const inList = beside?.kind === 'label' && answered(beside)
  if (inList && [-2, -1, 0, 1, 2].some((step) => measures(cell.row + step))) return true
  // « 1. Acquisition » over « Potentiel inscrit | 14 000 » over « Pass achetés | 11 500 »
  const below = [1, 2, 3].map((step) => grid.at(cell.row + step, cell.col))
  const end = below.indexOf(undefined)
  const under = end < 0 ? below : below.slice(0, end)
  return beside === undefined && under.some((item) => names(item) && answered(item))
}

/**
 * Whether a text stands right of a figure under a heading for remarks, « 3 commandes entièrement livrées », or is a sentence: « une personne vue deux
 * fois n’est comptée qu’une fois ».
 */
function isComment(grid: Grid, { cell }: Item): boolean {
  const heading = headingOf(grid, cell)?.label
  const remarks =
    sentence.test(fold(cell.text)) || (heading != null && says(heading, 'commentaire'))
  return remarks && grid.row(cell.row).some((other) => other.cell.col < cell.col && isValue(other))
}

/** Words in front of a verb: a label that asks for a figure has none. */
const sentence =
  /^(?!combien)[a-z][^?]* (?:n'est|ne sont|n'ont|n'a|est|sont|a ete|ont ete|sera|seront) [a-z]/

/**
 * Why a label without an answer is asked about where numbers that nothing has read stand on the line below, which has no name of its own: « Bénéficiaires |
 * femmes | hommes | total » over « | 160 | 150 | 310 ». Null where none stands there.
 */
function strayDoubt(grid: Grid, { cell }: Item, readings: readonly Reading[]): string | null {
  const below = grid.row(cell.row + 1)
  const named = below.some(({ kind }) => kind === 'label' || kind === 'date')
  // « Combien de pass achetés ? » over a lone number that stands one column aside.
  const aside = below.length === 1 && /\?\s*$/.test(cell.text)
  if (named || (grid.row(cell.row).length < 2 && !aside)) return null
  const read = new Set(readings.map((reading) => reading.address))
  const stray = below.find((item) => item.kind === 'number' && !read.has(item.address))
  return stray === undefined ? null : 'un chiffre qui n’est pas lu est sur la ligne suivante'
}

/** Labels that ask for an indicator and got no answer at all. */
export function emptyLabels(
  grid: Grid,
  bearing: Set<Item>,
  readings: readonly Reading[],
  context: Context,
): Reading[] {
  const empty: Reading[] = []
  for (const item of grid.items) {
    if (item.kind !== 'label' || bearing.has(item) || isComment(grid, item)) continue
    const notion = notionOf([item.label!])
    if (notion.kind !== 'indicator' || notion.doubt !== null || notion.unknown.length > 0) continue
    // Where nothing speaks of pass, a label asks for persons only beside another one that was answered.
    const asked = context.mentionsPass || readings.some((r) => r.indicator === notion.indicator)
    if (item.cell.text.length > 80 || !asked || isTheme(grid, item, notion.indicator)) continue
    const wrapped = wrappedAnswer(grid, item) ?? figureAbove(grid, item)
    // The end of a sentence whose number stands on another line.
    const broken = /^\p{Ll}.*\.$/u.test(item.cell.text.trim())
    const answer = wrapped ?? textAnswer(grid, item) ?? bodyNumber(grid, item, notion.indicator)
    const astray =
      headingDoubt(grid, item) ??
      (stacksOf(grid).open.has(item.cell.row) ? stackDoubt : null) ??
      (answer === null ? strayDoubt(grid, item, readings) : null)
    // The answer was expected beside the label, or under it where something stands beside it.
    const under = grid.at(item.cell.row, item.cell.col + 1) !== undefined
    const row = answer?.cell.row ?? item.cell.row + (under ? 1 : 0)
    const col = answer?.cell.col ?? item.cell.col + (under ? 0 : 1)
    empty.push({
      sheet: grid.sheet.name,
      address: address(row, col),
      row,
      col,
      text: answer?.cell.text.trim() ?? '',
      label: item.cell.text.trim(),
      labelAddress: item.address,
      indicator: notion.indicator,
      kind: answer || broken || astray ? 'figure' : 'absence',
      number:
        wrapped?.figure.kind === 'number' ? wrapped.figure.number : wholeOf(answer?.cell.text),
      factor: 1,
      unit: notion.indicator === 'beneficiaires_uniques' ? 'personnes' : 'pass',
      quality: 'exact',
      doubts: broken
        ? ['une phrase sans le nombre qu’elle annonce']
        : astray
          ? [astray]
          : wrapped
            ? ['le chiffre n’est pas sur la ligne de son libellé']
            : answer
              ? [answer.kind === 'identifier' ? bodyDoubt : textDoubt]
              : [],
      likely: astray !== null || wrapped !== null,
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
