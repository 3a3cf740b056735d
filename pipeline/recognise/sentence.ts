import type { Grid, Item } from './grid.ts'
import { type Label, parseLabel, says } from './label.ts'
import { type Notion, notionOf } from './notion.ts'
import { type Figure, parseFigure } from './number.ts'
import type { Reading } from './reading.ts'
import type { Context } from './table.ts'
import { measure } from './unit.ts'
import type { Vocabulary } from './vocabulary.ts'

interface Statement {
  label: Label
  notion: Notion
  figure: Figure | 'absence'
  rule: 'deux_points' | 'phrase'
}

/**
 * Figures that stand in the same cell as their label: « Pass achetés : 1 250 », « 1 250 pass ont été achetés, dont 830 scannés ». The cell
 * is their address. Cells that are the label of a figure beside or under them (`labels`) are left out.
 */
export function readSentences(
  grid: Grid,
  vocabulary: Vocabulary,
  context: Context,
  labels: Set<string>,
): Reading[] {
  const readings: Reading[] = []
  for (const item of grid.items) {
    if (item.kind !== 'label' || labels.has(item.address)) continue
    // The mark of a note is no figure: « (1) Achats cumulés ».
    const text = item.cell.text.replace(/^\s*(?:\(\d{1,2}\)|\d{1,2}[.)]|[¹²³*]+)\s*/, '')
    if (!/\d/.test(text) && !/[:=]/.test(text)) continue
    for (const [index, statement] of statements(text, vocabulary).entries()) {
      const reading = toReading(grid, item, statement, index, context)
      if (reading) readings.push(reading)
    }
  }
  return readings
}

function statements(text: string, vocabulary: Vocabulary): Statement[] {
  const found: Statement[] = []
  for (const segment of text.split(/[\r\n;•]+|\s[–—-]\s(?=\p{L})/u)) {
    const colon = /^(.*?)\s*[:=]\s*(\S.*)$/s.exec(segment.trim())
    const stated = colon ? labelled(colon[1]!, colon[2]!, vocabulary) : null
    if (stated) {
      found.push(stated)
      continue
    }
    found.push(...clauses(segment, vocabulary))
  }
  return found
}

/** `label : value`, where the value is one figure with at most its unit, or a word for none. */
function labelled(left: string, right: string, vocabulary: Vocabulary): Statement | null {
  const label = parseLabel(left, vocabulary)
  const notion = notionOf([label])
  if (notion.kind !== 'indicator') return null
  const absence = vocabulary.absence(right)
  if (absence === 'absence') return { label, notion, figure: 'absence', rule: 'deux_points' }
  const figure: Figure =
    absence === 'zero'
      ? { kind: 'number', number: 0, approximate: false, rest: '', percent: false }
      : parseFigure(right.replace(/\.$/, ''))
  if (figure.kind === 'none' || figure.rest.split(' ').length > 3) return null
  if (figure.kind === 'number' && figure.percent) return null
  return { label, notion, figure, rule: 'deux_points' }
}

/** The clauses of a sentence that hold one number each; its words are the label. */
function clauses(segment: string, vocabulary: Vocabulary): Statement[] {
  const found: Statement[] = []
  let before: Notion | null = null
  for (const clause of segment.split(/,(?!\d)\s*|\.\s+|\s+(?=dont\s)|\s+et\s+(?=[^,]*\d)/i)) {
    const figure = parseFigure(clause)
    if (figure.kind !== 'number' || figure.percent) {
      before = null
      continue
    }
    const spoken = clause.replace(/[-+]?\d[\d\s.,']*/, ' ')
    // « carnets de 10 pass » tells a size, not a count.
    if (parseLabel(clause, vocabulary).carnet !== null) continue
    const whole = parseLabel(spoken, vocabulary)
    // « dont 830 scannés » is no part of the bought ones: it is another count.
    const part = says(whole, 'dont')
    const label: Label = part
      ? { ...whole, terms: whole.terms.filter((t) => t.sense !== 'dont') }
      : whole
    const notion = notionOf([label])
    const same =
      before?.kind === 'indicator' &&
      notion.kind === 'indicator' &&
      before.indicator === notion.indicator
    if (notion.kind === 'indicator' && !(part && (before === null || same))) {
      found.push({ label, notion, figure, rule: 'phrase' })
    }
    before = notion
  }
  return found
}

function toReading(
  grid: Grid,
  item: Item,
  statement: Statement,
  index: number,
  context: Context,
): Reading | null {
  const { notion, figure, label, rule } = statement
  if (notion.kind !== 'indicator') return null
  const kind = figure === 'absence' || figure.kind === 'none' ? 'absence' : 'figure'
  const valued: Item =
    figure === 'absence'
      ? { ...item, kind: 'absence' }
      : { ...item, kind: figure.kind === 'doubtful' ? 'doubtful' : 'number', figure }
  const size = measure(grid, valued, [{ ...item, label }], notion.indicator, context)
  const number =
    figure === 'absence' || figure.kind === 'none'
      ? null
      : figure.kind === 'doubtful'
        ? figure.proposal
        : figure.number
  const approximate = figure !== 'absence' && figure.kind === 'number' && figure.approximate
  const alone = { role: 'seul' as const, key: '', known: false }
  return {
    sheet: grid.sheet.name,
    address: item.address,
    row: item.cell.row,
    col: item.cell.col,
    text: item.cell.text.trim(),
    label: label.text,
    labelAddress: item.address,
    indicator: notion.indicator,
    kind,
    number,
    factor: size.factor,
    unit: size.unit,
    quality: approximate || size.approximate ? 'approximatif' : 'exact',
    doubts: [...(notion.doubt ? [notion.doubt] : []), ...size.doubts],
    unknown: notion.unknown,
    rank: notion.rank * 2 + (size.unit === 'EUR' ? 0 : 1),
    aap: label.aap,
    period: label.period,
    periodFrom: label.period === null ? null : 'label',
    line: alone,
    column: alone,
    group: `${grid.sheet.name}!${item.address}#${index}`,
    cumulative: says(label, 'cumul'),
    names: [],
    hidden: item.cell.hidden || item.cell.struck || grid.sheet.hidden,
    rule,
  }
}
