import { once } from '../memo.ts'
import { isText, isValue, tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { parseLabel, says } from './label.ts'
import { notionOf } from './notion.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'

const scope = `(?:perimetre|cadre|champ|duree|periode)`
const named = `(?:conventions?|conventionnements?|aap|appels? a projets?|dispositifs?|programmes?|pass numeriques?)`
/** « Hors convention », « après la fin de l'AAP », « autre dispositif »: no part of what the convention is about. */
const outside = new RegExp(
  String.raw`\b(?:(?:hors|en dehors d[eu]s?|en dehors de l'|au-dela d[eu]s?|exterieure?s? (?:a|aux?)|en sus d[eu]|en plus d[eu]) ?(?:la |le |l'|cette |notre |ce )?(?:${scope} (?:de la |du |de l'|d'|de )?)?${named}\b|hors perimetre\b|(?:apres|posterieure?s? (?:a|au)|depuis) (?:la |le |l')?(?:(?:fin|terme|cloture|expiration|echeance) (?:de la |du |de l'|de ))?(?:convention|aap|appel a projets|programme)\b|post-?convention\w*|non[ -]conventionne\w*|autres? (?:conventions?|dispositifs?|programmes?|appels? a projets?|aap)\b)`,
)
/** « Fonds propres », « non subventionnés »: bought besides the convention, or the laureate's own share of it. */
const ownFunds =
  /\b(?:fonds propres|auto-?financ\w+|budget propre|propres (?:fonds|moyens|deniers|credits)|(?:credits|moyens|ressources|deniers) propres|financements? propres?|(?:hors|sans|non) ?-?(?:l'|d')?(?:aides?|subvention\w*|cofinance\w*|finance\w*)|autres? (?:financements?|subventions?))\b/
const inside =
  /\b(?:convention\w*|aap|appels? a projets?|dispositif|programme|subvention\w*|cofinance\w*)\b/
/** « Bénéficiaires (hors autres dispositifs) » are those of this one. */
const withoutOthers =
  /\b(?:hors|sans|sauf|non compris|excepte|a l'exclusion d\w+) (?:les |des |d'|de )?(?:autres? \w+|fonds propres|auto-?financ\w+)/g
const partly = /^\W*(?:dont|y compris|inclus|parmi lesquels)\b/

const countedDoubt = 'le total compte aussi ce qui est hors de la convention'
const fundsDoubt = 'ce qui est sur fonds propres est peut-être hors de la convention'
const outsideDoubt = 'le libellé dit que c’est hors de la convention'
const besideDoubt = 'un autre chiffre, à côté, est hors de la convention'

type Axis = 'line' | 'column'

/** A line or a column that is outside of the convention, or may be. */
interface Apart {
  axis: Axis
  /** Row or column. */
  at: number
  /** The rows of its table. */
  rows: ReadonlySet<number>
  text: string
  sure: boolean
}

/**
 * Readings without those outside of the convention, which a line or a column says of itself (« Hors convention (2023) », « Autre dispositif »). A
 * total that counts these is none: what stands beside them is the convention's. Where that can't be told, each is doubted.
 */
export function insideOnly(
  grid: Grid,
  readings: readonly Reading[],
  vocabulary: Vocabulary,
): Reading[] {
  const found = apartIn(grid)
  if (found.length === 0) return [...readings]
  const kept = found.reduce((all, one) => without(grid, all, one, found, vocabulary), [...readings])
  // What is all that a report says is asked about, and not passed over.
  const left = new Set(kept.map((r) => r.indicator))
  const alone = readings
    .filter((r) => !left.has(r.indicator) && r.number !== null)
    .map((r) => ({ ...r, doubts: [...r.doubts, outsideDoubt] }))
  return [...kept, ...alone]
}

/** The lines and columns that say so, with figures in them. */
function apartIn(grid: Grid): Apart[] {
  const found: Apart[] = []
  const keep = (axis: Axis, at: number, rows: Iterable<number>, text: string) => {
    const plain = fold(text).replaceAll(withoutOthers, ' ')
    const sure = outside.test(plain)
    if (sure || ownFunds.test(plain)) found.push({ axis, at, rows: new Set(rows), text, sure })
  }
  const { full, heads } = tablesOf(grid)
  for (const { head, upper, rows } of full) {
    const figures = rows.flatMap((row) => grid.row(row).filter(isValue))
    for (const col of new Set(figures.map((item) => item.cell.col)))
      keep('column', col, rows, headingsOf(grid, [...upper, head], col))
    for (const row of rows)
      if (grid.row(row).some(isValue)) keep('line', row, rows, nameOf(grid, row))
  }
  for (let row = 0; row <= grid.lastRow; row++) {
    if (!grid.row(row).some(isValue)) continue
    const title = titleOver(grid, row)
    if (title !== null)
      keep('line', row, block(grid, row), `${title.cell.text} | ${nameOf(grid, row)}`)
    else if (!heads.has(row)) keep('line', row, block(grid, row), nameOf(grid, row))
  }
  return found
}

/** The text that stands alone over the lines of a block, « Pour mémoire, hors convention : », where it says that they are outside; null for any other. */
function titleOver(grid: Grid, row: number): Item | null {
  const above = block(grid, row).filter((at) => at < row)
  const title = above.findLast((at) => grid.row(at).length === 1 && isText(grid.row(at)[0]!))
  const item = title === undefined ? undefined : grid.row(title)[0]
  return item !== undefined && saysOutside(item) ? item : null
}

/** Whether a text heads lines that are outside of the convention: what it says of these is said of no other. */
export function headsOutside(grid: Grid, item: Item): boolean {
  const { row } = item.cell
  const next = grid.row(row + 1)
  return grid.row(row).length === 1 && saysOutside(item) && next.length > 1 && next.some(isValue)
}

function saysOutside({ cell }: Item): boolean {
  return cell.text.length <= 80 && outside.test(fold(cell.text).replaceAll(withoutOthers, ' '))
}

const headingsOf = (grid: Grid, rows: readonly number[], col: number) =>
  [...new Set(rows.flatMap((row) => grid.spread(row, col)?.cell.text ?? []))].join(' | ')

/** The texts before the first figure of a line. */
function nameOf(grid: Grid, row: number): string {
  const line = grid.row(row)
  const first = line.findIndex(isValue)
  return line
    .slice(0, first)
    .filter(isText)
    .map(({ cell }) => cell.text)
    .join(' | ')
}

/** The rows around one that has something, up to the next empty ones. */
function block(grid: Grid, row: number): readonly number[] {
  return blocksOf(grid).get(row)!
}

const blocksOf = once((grid: Grid) => {
  const blocks = new Map<number, number[]>()
  for (let row = 0; row <= grid.lastRow; row++) {
    if (grid.blank(row)) continue
    const own = blocks.get(row - 1) ?? []
    own.push(row)
    blocks.set(row, own)
  }
  return blocks
})

/** Readings without those of one line or column, and what that makes of the others in each group that it belongs to. */
function without(
  grid: Grid,
  readings: readonly Reading[],
  one: Apart,
  all: readonly Apart[],
  vocabulary: Vocabulary,
): Reading[] {
  const { axis, at, rows } = one
  const place = (r: Reading) => (axis === 'line' ? r.row : r.col)
  const across = (r: Reading) => (axis === 'line' ? r.col : r.row)
  const near = readings.filter((r) => rows.has(r.row))
  const own = near.filter((r) => place(r) === at)
  const others = near.filter((r) => place(r) !== at && r.kind === 'figure' && r.number !== null)
  const changed = new Map<Reading, Reading | null>()
  if (one.sure) for (const r of own) changed.set(r, null)
  const groups = Map.groupBy(others, (r) => `${r.indicator} ${across(r)} ${isLineBorne(r)}`)
  for (const group of groups.values()) {
    const [first] = group
    const item = axis === 'line' ? grid.at(at, across(first!)) : grid.at(across(first!), at)
    // A line that nobody shows counts in no total.
    if (item === undefined || !isValue(item) || item.cell.hidden || item.cell.struck) continue
    if (axis === 'line' && isLineBorne(first!) && !isOf(first!)) continue
    const figure = item.figure.kind === 'number' ? item.figure.number : null
    for (const [before, after] of settled(group, figure)) changed.set(before, after)
    if (!one.sure && changed.has(first!))
      for (const r of own.filter(
        (r) => r.indicator === first!.indicator && across(r) === across(first!),
      ))
        changed.set(r, doubted(r, fundsDoubt))
  }
  return readings.flatMap((r) => (changed.has(r) ? (changed.get(r) ?? []) : r))

  /** Whether the line counts what a reading with its label on its own line counts: « dont hors convention » under it, or by its own words. */
  function isOf({ indicator, row }: Reading): boolean {
    const plain = fold(one.text)
    const said = notionOf([
      parseLabel(plain.replace(outside, ' ').replace(ownFunds, ' '), vocabulary),
    ])
    if (said.kind === 'indicator') return said.indicator === indicator
    const above = others.filter((r) => r.row < at).at(-1)
    return partly.test(plain) && above?.row === row
  }

  /** What becomes of the readings beside a figure that is outside of the convention. */
  function settled(group: readonly Reading[], figure: number | null): [Reading, Reading | null][] {
    const labelOf = (r: Reading) =>
      axis === 'line' ? nameOf(grid, r.row) : headingsOf(grid, headRows(grid, r.row), r.col)
    const isOurs = (r: Reading) => inside.test(fold(labelOf(r)))
    const doubt = (doubts: string): [Reading, Reading][] =>
      group.map((r) => [r, doubted(r, doubts)])
    if (!one.sure) return group.some(isOurs) ? doubt(fundsDoubt) : []
    const isTotal = (r: Reading) => {
      const role = r[axis].role
      const said = parseLabel(labelOf(r), vocabulary)
      return (
        role === 'total' || role === 'total_partiel' || says(said, 'total', 'neutre_total', 'cumul')
      )
    }
    const ours = group.filter((r) => isTotal(r) && isOurs(r))
    const totals = group.filter((r) => isTotal(r) && !isOurs(r))
    const parts = group.filter((r) => !isTotal(r))
    if (figure === 0) return []
    // « Total convention » says what it counts.
    if (ours.length > 0) return totals.map((r) => [r, null])
    const rest = apartBeside(group[0]!)
    // « Convention | Partenaires (hors convention) | Tous pass en circulation »: a column that counts the others is their total, whatever its name.
    const everything = totals.length > 0 ? undefined : countingAll(parts, rest)
    if (everything !== undefined && parts.some((r) => r !== everything && isOurs(r)))
      return [[everything, null], ...promoted(parts.filter((r) => r !== everything))]
    if (totals.length === 0) {
      const whole = parts.length === 1 && !isOurs(parts[0]!)
      return whole || partly.test(fold(one.text)) ? doubt(besideDoubt) : []
    }
    if (parts.length === 0) return doubt(countedDoubt)
    const sum = parts.reduce((whole, r) => whole + r.number!, 0)
    return totals.every((t) => t.number === sum)
      ? []
      : tells(totals, parts, sum, rest)
        ? [...totals.map((r): [Reading, null] => [r, null]), ...promoted(parts)]
        : doubt(countedDoubt)
  }

  /** What all lines or columns of the table that are outside count together beside a reading; NaN where one says none. */
  function apartBeside(r: Reading): number {
    return all
      .filter((other) => other.sure && other.axis === axis && other.rows.has(r.row))
      .map((other) => (axis === 'line' ? grid.at(other.at, r.col) : grid.at(r.row, other.at)))
      .reduce(
        (sum, item) => sum + (item?.figure.kind === 'number' ? item.figure.number : Number.NaN),
        0,
      )
  }

  /** Whether totals are what is inside and outside together; of persons, who may be both, a little less. */
  function tells(totals: Reading[], parts: Reading[], sum: number, rest: number): boolean {
    const once = totals[0]!.indicator === 'beneficiaires_uniques'
    return totals.every(
      ({ number }) =>
        number === sum + rest ||
        (once && number! > Math.max(rest, ...parts.map((r) => r.number!)) && number! < sum + rest),
    )
  }

  /** The one of several figures that counts the others and what is outside; undefined where none does. */
  function countingAll(parts: Reading[], rest: number): Reading | undefined {
    if (parts.length < 2) return undefined
    const most = parts.reduce((a, b) => (b.number! > a.number! ? b : a))
    const others = parts.filter((r) => r !== most)
    const sum = others.reduce((whole, r) => whole + r.number!, 0)
    return tells([most], others, sum, rest) ? most : undefined
  }

  function promoted(parts: Reading[]): [Reading, Reading][] {
    const [only, ...more] = parts
    if (only !== undefined && more.length === 0)
      return [[only, { ...only, [axis]: { role: 'seul', key: '', known: false } }]]
    return parts.map((r) => [r, { ...r, [axis]: { ...r[axis], known: true } }])
  }
}

function headRows(grid: Grid, row: number): number[] {
  const { heads, owners } = tablesOf(grid)
  const head = heads.get(row)
  return head === undefined ? [] : [...(owners.get(row)?.upper ?? []), head]
}

/** Whether a reading has the label that says what it counts on its own line. */
function isLineBorne({ labelAddress, row }: Reading): boolean {
  return Number(/\d+$/.exec(labelAddress ?? '')?.[0]) === row + 1
}

function doubted(r: Reading, doubt: string): Reading {
  return { ...r, doubts: [...r.doubts, doubt] }
}
