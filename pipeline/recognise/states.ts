import { headingOf, tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import { monthNumber, monthWords, says } from './label.ts'
import { notionOf } from './notion.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'

const month =
  '(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)'
/** « Fin 2022 », « à fin juin 2022 », « Atteint fin 2022 (final) » */
const atTheEnd = new RegExp(
  String.raw`^(?:(?:atteint|realise|obtenu|constate|effectif|reel|execute|resultat|chiffre|valeur|niveau|etat|situation|bilan|point|total|cumul)e?s? ?:? ?)?(?:a |en |au )?(?:la )?fin (?:de |d')?(?:l'annee )?(?:${month} )?20\d\d(?: ?[(-] ?(?:finale?|definiti(?:f|ve)|cloture|solde|bilan final|chiffres? definitifs?)\)?)?$`,
)
const mixedDoubt = 'la fin d’une année dit un état, et d’autres colonnes ou lignes des années'
const endDoubt = 'la fin d’une année dit un état, et le suivant est plus petit'

/**
 * Readings under two headings or more of the end of a year or month, which are states and no counts of it; with a doubt where one gives less than
 * the one before.
 */
export function endsOfYears(readings: readonly Reading[]): Reading[] {
  const isEnd = (r: Reading) =>
    r.kind === 'figure' && r.label.split(' | ').some((part) => atTheEnd.test(fold(part)))
  const told = new Map<Reading, Reading>()
  for (const group of Map.groupBy(readings, (r) => r.group).values()) {
    const list = group.filter(isEnd)
    const [only] = list
    // « Fin 2020 | 2021 » may be a state and what was added to it, or two years.
    const among = group.some((r) => r !== only && r.kind === 'figure' && periodOf(r) !== '')
    if (only !== undefined && list.length === 1 && among)
      told.set(only, { ...only, doubts: [...only.doubts, mixedDoubt] })
    if (list.length < 2) continue
    const grows = rises(list)
    for (const r of list)
      told.set(r, grows ? { ...r, cumulative: true } : { ...r, doubts: [...r.doubts, endDoubt] })
  }
  return readings.map((r) => told.get(r) ?? r)
}

/**
 * Readings with those told to be states of a day, and no counts of a month, whose lines or columns are months with others between them, the
 * last one that of the day which a title gives the whole report: « bilan actualisé au 30/06/2023 » over « Déc. 2022 | Juin 2023 ». None gives
 * less than the one before.
 */
export function monthsApart(grid: Grid, readings: readonly Reading[]): Reading[] {
  const days = grid.items.flatMap(({ label, cell }) => {
    const alone = label?.asOf != null && grid.row(cell.row).length === 1
    return alone ? [{ row: cell.row, month: label!.asOf!.slice(0, 7) }] : []
  })
  if (days.length === 0) return [...readings]
  const { heads } = tablesOf(grid)
  const states = new Set<Reading>()
  for (const table of Map.groupBy(readings, (r) => heads.get(r.row)).values()) {
    const counted = table.filter((r) => r.kind === 'figure' && monthOf(r) !== null)
    const months = [...new Set(counted.map((r) => monthOf(r)!))].sort()
    const first = Math.min(...counted.map((r) => r.row))
    const dated = days.some(({ row, month }) => row < first && month === months.at(-1))
    if (!dated || months.length < 2 || !areApart(months)) continue
    const lists = [...Map.groupBy(counted, (r) => r.group).values()]
    if (lists.every(rises)) for (const r of counted) states.add(r)
  }
  return readings.map((r) => (states.has(r) ? { ...r, cumulative: true } : r))
}

/** « juin 22 (clôture) », « Avril 2023 – final »: the month that a count stopped in, with what says so. */
const closingMonth = new RegExp(
  String.raw`^(?:fin )?(${monthWords.join('|')})\.?[ /-]*((?:20)?\d\d) ?[(,:–-] ?(?:a la |la )?(?:cloture|finale?|definiti(?:f|ve)|(?:fin|terme) (?:de|du) (?:la |l')?(?:convention|projet|programme|operation|action|dispositif))\)?$`,
)

/**
 * Readings with the last column or line, « juin 22 (clôture) », told to be of its month where a title says that the figures of the months before it run:
 * it is where they end. None gives less than the one before.
 */
export function closingMonths(readings: readonly Reading[]): Reading[] {
  const told = new Map<Reading, Reading>()
  for (const group of Map.groupBy(readings, (r) => r.group).values()) {
    const months = group.filter((r) => r.kind === 'figure' && monthOf(r) !== null)
    const closing = group.flatMap((r) => closedIn(r) ?? [])
    const [last] = closing
    if (last === undefined || closing.length > 1 || months.length < 2) continue
    const running = group.every((r) => r.cumulativeNearby) && rises([...months, last.dated])
    if (running && months.every((r) => monthOf(r)! < last.month)) told.set(last.reading, last.dated)
  }
  return readings.map((r) => told.get(r) ?? r)
}

/** A reading whose heading is the month that everything closed in, and the same dated by it; null for any other. */
function closedIn(reading: Reading): { reading: Reading; dated: Reading; month: string } | null {
  const said = reading.label
    .split(' | ')
    .map((part) => closingMonth.exec(fold(part).trim()))
    .find((found) => found !== null)
  const axis = reading.column.role === 'seul' ? 'column' : 'line'
  if (said == null || reading.kind !== 'figure' || reading[axis].role !== 'seul') return null
  const year = said[2]!.length === 2 ? `20${said[2]}` : said[2]!
  const month = `${year}-${monthNumber(said[1]!)}`
  const dated: Reading = { ...reading, [axis]: { role: 'periode', key: month, known: true } }
  return { reading, dated, month }
}

/** « Cumul à fin de trimestre », « Situation à fin d’année » over the names of lines */
const runningCorner =
  /\bcumul|^(?:(?:situation|etat|stock|releve|point|chiffre|donnee|valeur|compteur)s? )?(?:a|en|au) (?:la )?fin (?:de|d'|du)\b/
const notRunning = /\b(?:non|hors|sans|pas|jamais)[ -](?:de )?cumul/
/** « Cumul annuel », « Cumul par trimestre » may begin again with each of them. */
const beginsAgain =
  /\bcumul\w* (?:annuel|mensuel|trimestriel|semestriel|(?:par|de l'|du|de chaque|dans l'|sur l') ?(?:an|annee|exercice|mois|trimestre|semestre)\b)/
const againDoubt = 'un cumul depuis le début, ou de chaque période : rien ne le dit'

/**
 * Readings of periods told to be states of their ends where the corner of their table says so (« Cumul à fin de trimestre » over the names of the
 * lines); doubted where one gives less than the one before, or the count may begin again with each period. A total that is the sum of figures
 * which don't grow says that they are none.
 */
export function runningPeriods(grid: Grid, readings: readonly Reading[]): Reading[] {
  const { heads } = tablesOf(grid)
  const timed = readings.filter(
    (r) => r.kind === 'figure' && heads.has(r.row) && periodOf(r) !== '' && !isDay(periodOf(r)),
  )
  const told = new Map<Reading, Reading>()
  for (const [head, table] of Map.groupBy(timed, (r) => heads.get(r.row)!)) {
    const corner = cornerOf(grid, head, table[0]!)
    if (corner === null || new Set(table.map(periodOf)).size < 2) continue
    const lists = [...Map.groupBy(table, (r) => r.group).values()]
    const grows = lists.every(rises)
    const totals = readings.filter((r) => heads.get(r.row) === head && isTotal(r))
    if (!grows && lists.some((list) => addsUp(list, totals))) continue
    const doubt = grows ? (beginsAgain.test(corner) ? againDoubt : null) : endDoubt
    for (const r of table)
      told.set(
        r,
        doubt === null ? { ...r, cumulative: true } : { ...r, doubts: [...r.doubts, doubt] },
      )
  }
  return readings.map((r) => told.get(r) ?? r)
}

/** What the corner of a table says, folded, where it says that counts run; null where it doesn't, or adds up places or bodies. */
function cornerOf(grid: Grid, head: number, { row }: Reading): string | null {
  const name = grid.row(row)[0]
  const corner = name === undefined ? undefined : grid.spread(head, name.cell.col)
  if (corner?.label == null || says(corner.label, 'lieu', 'acteur', 'porteur', 'categorie'))
    return null
  // « Pass achetés cumulés » over figures of its own: the line's name stands behind them.
  if (notionOf([corner.label]).kind === 'indicator') return null
  const plain = fold(corner.cell.text)
  return runningCorner.test(plain) && !notRunning.test(plain) ? plain : null
}

const isTotal = ({ line, column }: Reading) => line.role === 'total' || column.role === 'total'

function addsUp(list: readonly Reading[], totals: readonly Reading[]): boolean {
  const sum = list.reduce((all, { number }) => all + (number ?? 0), 0)
  return totals.some(({ group, number }) => group === list[0]!.group && number === sum)
}

const stated = /\b(?:cumul\w*|arretee?s?|releve[es]*|situation|etat|stock|a date)\b/
/** « Extrait le », « Date de mise à jour » over a column of days; what was « saisi le » may be of that day alone. */
const extractedOn =
  /^(?:extraite?s?|exportee?s?|mise?s? a jour|maj|actualisee?s?) (?:le|du|au)$|^date (?:d'|de )(?:l'|la )?(?:extraction|export|mise a jour|maj|actualisation)$/
/** « Pass scannés (cumul) », « Achats cumulés » over a column */
const running = /\bcumul/
const dayDoubt = 'des états à plusieurs dates, ou ce qui a été fait entre elles : rien ne le dit'

/**
 * Readings on lines that are days, two or more, told to be states of those days where the corner or a heading says so (« Cumul arrêté au », « Extrait
 * le ») and none gives less than the one before; doubted where every day ends a month, nothing says what they are, and each figure grows.
 */
export function statesOfDays(grid: Grid, readings: readonly Reading[]): Reading[] {
  const { heads } = tablesOf(grid)
  const ofDays = readings.filter((r) => r.kind === 'figure' && isDay(r.line.key))
  const told = new Map<Reading, Reading>()
  for (const table of Map.groupBy(ofDays, (r) => heads.get(r.row)).values()) {
    const lists = [...Map.groupBy(table, (r) => r.group).values()]
    const days = new Set(table.map((r) => r.line.key))
    if (days.size < 2) continue
    const day = grid.row(table[0]!.row).find(({ kind }) => kind === 'date')
    const over = [grid.row(table[0]!.row)[0], day].flatMap((item) =>
      item === undefined ? [] : (headingOf(grid, item.cell) ?? []),
    )
    const cornered = over.some(
      ({ label, cell: { text } }) =>
        label !== null && (stated.test(fold(text)) || extractedOn.test(fold(text))),
    )
    const named = cornered || table.every((r) => running.test(fold(r.label)))
    const grows = lists.every(rises)
    const open = grows && days.size > 2 && [...days].every(endsMonth)
    for (const r of table) {
      if (named && grows) told.set(r, { ...r, cumulative: true })
      else if (named) told.set(r, { ...r, doubts: [...r.doubts, endDoubt] })
      else if (open && !r.cumulative && !r.cumulativeNearby)
        told.set(r, { ...r, doubts: [...r.doubts, dayDoubt] })
    }
  }
  return readings.map((r) => told.get(r) ?? r)
}

function isDay(key: string): boolean {
  return /^20\d\d-\d\d-\d\d$/.test(key)
}

function endsMonth(day: string): boolean {
  const next = new Date(`${day}T12:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.getUTCDate() === 1
}

/** The period that the line or column of a figure is. */
const periodOf = ({ line, column }: Reading) =>
  [line, column].find(({ role }) => role === 'periode')?.key ?? ''

/** `2022-12`, where the line or column of a figure is that month. */
function monthOf(r: Reading): string | null {
  const period = periodOf(r)
  return /^20\d\d-\d\d$/.test(period) ? period : null
}

function areApart(months: readonly string[]): boolean {
  const numbers = months.map((month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)))
  return numbers.every((number, i) => i === 0 || number - numbers[i - 1]! > 1)
}

function rises(list: readonly Reading[]): boolean {
  const sorted = list.toSorted((a, b) => (periodOf(a) < periodOf(b) ? -1 : 1))
  return sorted.every((r, i) => i === 0 || (r.number ?? -1) >= (sorted[i - 1]!.number ?? 0))
}
