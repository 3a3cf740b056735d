import { asksCall, besideHeaded } from './astray.ts'
import {
  bear,
  type Carried,
  clearerThanWhole,
  groupOf,
  partOfAnother,
  refinedUnder,
  refinesLine,
} from './bearing.ts'
import type { Context } from './context.ts'
import { emptyLabels, emptyPlaces } from './empty.ts'
import { answersAnother, isCaption, namesAfter, namesPlace, tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import { exampleDoubt, isExample } from './instruction.ts'
import { type Item, valueKinds } from './item.ts'
import { type Label, says } from './label.ts'
import { afterDoubt, cutDoubt, isLikely, secondDoubt } from './likely.ts'
import { frameDoubt, frameDoubts } from './misplaced.ts'
import { names } from './naming.ts'
import { type Indicator, isSure, type Notion, notionOf } from './notion.ts'
import { insideOnly } from './outside.ts'
import { partsTold } from './parts.ts'
import { abovePath, answered, captionsUnder, cards, leftPath, numbering } from './path.ts'
import { dayOfSeveral, isPlace, place } from './place.ts'
import type { Reading } from './reading.ts'
import { rectified } from './rectified.ts'
import { partDoubt, remarkDoubt, takenOff } from './remark.ts'
import { ofPass } from './schemes.ts'
import { bySource } from './sources.ts'
import { misspelt, misspeltNotion, misspeltNotions, qualifierNear, slipDoubt } from './spelling.ts'
import {
  answerBelow,
  besideAnswer,
  besideLonger,
  captioned,
  crossed,
  followed,
  headedElse,
  holdsFigure,
  namedBehind,
  otherSection,
  otherVoucher,
  overfull,
  preceded,
  rectifies,
  sectionOf,
  shifted,
  staggered,
  strayNumber,
  uncaptioned,
  underUnknown,
} from './suspicion.ts'
import { fold } from './text.ts'
import { twinLines } from './twins.ts'
import { unbought } from './unbought.ts'
import { overTotals, withoutAims } from './undertotal.ts'
import { type Measure, measure } from './unit.ts'
import { acts, persons, type Sense } from './vocabulary.ts'

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
    const reading = readValue(grid, item, context, bearing, readings)
    if (reading) readings.push(reading)
  }
  const placed = misplacedTogether(
    besideTotals(told(grid, besideCumulative(grid, readings), context)),
  )
  const settled = summedElsewhere(twinLines(grid, overTotals(grid, withoutAims(grid, placed))))
  return [
    ...unbought(grid, [...settled, ...emptyPlaces(grid, settled)]),
    ...emptyLabels(grid, bearing, settled, context),
  ]
}

/** « (année) » beside « (cumul) »: a title that speaks of cumulated figures speaks of the second column only. */
function besideCumulative(grid: Grid, readings: Reading[]): Reading[] {
  const { heads } = tablesOf(grid)
  const key = (r: Reading) => `${heads.get(r.row)} ${r.indicator}`
  const cumulated = new Set(readings.filter((r) => r.cumulative).map(key))
  return readings.map((r) =>
    r.cumulativeNearby && !r.cumulative && cumulated.has(key(r))
      ? { ...r, cumulativeNearby: false }
      : r,
  )
}

/**
 * What lines and columns say of each other: which replaces which, which is of another scheme or source or outside of the convention, which is a
 * part of which.
 */
function told(grid: Grid, readings: readonly Reading[], { vocabulary }: Context): Reading[] {
  const own = insideOnly(grid, rectified(grid, takenOff(readings)), vocabulary)
  return partsTold(grid, bySource(grid, ofPass(grid, own)))
}

/** « Pass achetés | 6 000 | 4 000 | 10 000 » with « Cumul » over the last: the figures before a total have no heading and contradict nothing. */
function besideTotals(readings: Reading[]): Reading[] {
  const line = (r: Reading) => `${r.row} ${r.indicator}`
  const totals = new Set(readings.filter((r) => r.column.role === 'total').map(line))
  return readings.map((r) => {
    const open = r.doubts.includes(secondDoubt) && totals.has(line(r))
    return open ? { ...r, likely: false } : r
  })
}

/**
 * Figures of a line that is the sum of the others in two columns of its table, whatever its name says: it is their total in every column, and
 * where it is not their sum, nobody can say what it is.
 */
function summedElsewhere(readings: Reading[]): Reading[] {
  const details = readings.filter(
    (r) =>
      r.kind === 'figure' &&
      r.number !== null &&
      r.line.role === 'detail' &&
      r.column.role === 'seul',
  )
  const sums = new Map<string, number>()
  const totals = new Set<Reading>()
  for (const group of Map.groupBy(details, (r) => r.group).values()) {
    const whole = group.reduce((sum, r) => sum + r.number!, 0)
    const total = group.filter((r) => r.number! > 0 && r.number! * 2 === whole)
    if (group.length < 3 || total.length !== 1) continue
    totals.add(total[0]!)
    const line = `${total[0]!.sheet} ${total[0]!.row}`
    sums.set(line, (sums.get(line) ?? 0) + 1)
  }
  return readings.map((r) => {
    const summed =
      details.includes(r) && !totals.has(r) && (sums.get(`${r.sheet} ${r.row}`) ?? 0) > 1
    return summed ? { ...r, doubts: [...r.doubts, summedDoubt] } : r
  })
}

const summedDoubt = 'la ligne est la somme des autres dans d’autres colonnes'

/** What makes the place of one figure under its label doubtful makes that of each figure under it. */
function misplacedTogether(readings: Reading[]): Reading[] {
  const doubted = new Map<string, string>()
  for (const { group, doubts } of readings) {
    const doubt = doubts.find((one) => frameDoubts.has(one))
    if (doubt !== undefined) doubted.set(group, doubt)
  }
  return readings.map((r) => {
    const doubt = doubted.get(r.group)
    if (doubt === undefined || r.doubts.includes(doubt)) return r
    return { ...r, doubts: [...r.doubts, doubt] }
  })
}

/** The reading of one figure, or null; where line and column are of two indicators, `others` gets the doubt about the other one. */
function readValue(
  grid: Grid,
  item: Item,
  context: Context,
  bearing: Set<Item>,
  others: Reading[],
): Reading | null {
  const left = leftPath(grid, item)
  // « Appel à projets | 2020 » under a heading that has slipped up says which call it is.
  if (left.labels[0] && asksYear(left.labels[0]) && isYearText(item)) return null
  const line = bear(left.labels)
  let above = abovePath(grid, item, left)
  // « Bénéficiaires sur toute la période » under an empty row is no line of the table above it.
  const far = bear(above.labels).notion
  const another =
    isSure(line.notion) &&
    line.notion.kind === 'indicator' &&
    far.kind === 'indicator' &&
    line.notion.indicator !== far.indicator
  // Headings with nothing but an empty row under them head what follows it.
  const passed = above.crossed > 0 || !another
  const ended =
    above.sectioned ||
    (above.apart && far.kind !== 'none' && passed) ||
    (above.gap && another && passed)
  let leftHeader: string | null = null
  if (line.notion.kind === 'indicator' && ended) {
    if (far.kind === 'other') leftHeader = above.labels.map((l) => l.cell.text.trim()).join(' | ')
    above = { labels: [], crossed: 0, apart: true, gap: true, sectioned: true }
  }
  const column = bear(above.labels)
  for (const bearer of [...line.bearers, ...column.bearers]) bearing.add(bearer)

  const lineOut = line.notion.kind === 'other' && !line.notion.place
  if (column.notion.kind === 'other') {
    // Lines and columns may be named after who acts; a column of workshops counts workshops.
    const acts = column.bearers.some((bearer) => says(bearer.label!, 'acte'))
    if (!column.notion.place || acts || line.notion.kind !== 'indicator') return null
  }
  if (lineOut && column.notion.kind !== 'indicator') return null
  for (const side of [line, column]) {
    if (side.notion.kind !== 'indicator' || !side.notion.part || partOfAnother(grid, side)) continue
    if (side !== line || !refinesLine(grid, line.bearers[0]!)) return null
  }
  if (line.notion.kind === 'indicator' && column.notion.kind === 'indicator') {
    // « Total (bénéficiaires dédoublonnés) » is the total of every column.
    const total = line.bearers.some((b) => sums(b.label!))
    // « Phss achetés » over a line of another indicator contradicts it as « Pass achetés » does.
    const { doubt: uncertain, unknown } = column.notion
    const slips = unknown.every((word) => context.vocabulary.slipOf(word, counted) !== null)
    const meant = uncertain === null && unknown.length > 0 && slips
    const contradicts = meant && column.notion.indicator !== line.notion.indicator
    if (isSure(line.notion) && !isSure(column.notion) && !total && !contradicts) {
      return make(line, [...column.bearers, ...column.rest], 'ligne', 'tableau')
    }
    if (isSure(column.notion) && !isSure(line.notion)) {
      return make(column, [...line.bearers, ...line.rest], 'colonne', 'tableau')
    }
    if (line.notion.indicator !== column.notion.indicator && !total) {
      const doubt = clashDoubt
      const clash = { ...column.notion, doubt }
      const lined = { ...line, notion: { ...line.notion, doubt } }
      const other = make(lined, column.bearers, 'ligne', 'tableau')
      if (other) others.push(other)
      return make({ ...column, notion: clash }, line.bearers, 'colonne', 'tableau')
    }
    return make(column, line.rest, 'colonne', 'tableau')
  }
  if (column.notion.kind === 'indicator' && nearlyAnother(left.labels[0], column.notion)) {
    const notion = { ...column.notion, doubt: clashDoubt }
    return make({ ...column, notion }, line.rest, 'colonne', 'tableau')
  }
  // « Total (bénéficiaires) » under « Pass »; « Total acheté » under « Quantité (pass) » says nothing else.
  const ofPersons =
    line.notion.kind === 'indicator' && line.notion.indicator === 'beneficiaires_uniques'
  const things =
    ofPersons && column.notion.kind === 'object' && line.bearers.some((b) => sums(b.label!))
  if (line.notion.kind === 'indicator' && (things || nearlyAnother(above.labels[0], line.notion))) {
    const notion = { ...line.notion, doubt: clashDoubt }
    return make({ ...line, notion }, above.labels, 'ligne', 'tableau')
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
  return fromCorner() ?? fromTitle() ?? fromAfter() ?? fromMisspelt()

  /** Whether the label on the other axis is a slip away from one of another indicator. */
  function nearlyAnother(item: Item | undefined, { indicator }: { indicator: Indicator }): boolean {
    const label = item?.label
    if (label == null) return false
    if (!says(label, 'objet') && !misspelt(label.unknown, context.vocabulary)) return false
    const meant = misspeltNotion(label, context.vocabulary)
    return meant?.kind === 'indicator' && meant.indicator !== indicator
  }

  /** « Pass sacnnés | 830 »: read with its doubt, so that it takes its place among the others. */
  function fromMisspelt(): Reading | null {
    for (const [labels, axis] of [
      [left.labels, 'ligne'],
      [above.labels, 'colonne'],
    ] as const) {
      const label = labels[0]
      if (label === undefined || misspeltLabel(label) === null) continue
      const [first, ...more] = misspeltNotions(label.label!, context.vocabulary).map((notion) =>
        make({ notion, bearers: [label], rest: labels.slice(1) }, [], axis, 'tableau'),
      )
      others.push(...more.filter((one) => one !== null))
      return first ?? null
    }
    return null
  }

  function misspeltLabel({ label }: Item): Notion | null {
    if (item.kind !== 'number' && item.kind !== 'doubtful') return null
    return misspeltNotion(label!, context.vocabulary)
  }

  /** « 2 980 | pass achetés », or a big number with its label underneath: only where nothing else says what it is. */
  function fromAfter(): Reading | null {
    // Line and column say at most « pass ».
    if (item.kind === 'absence' || left.labels.length > 0) return null
    const { row, col } = item.cell
    const right = grid.at(row, col + 1)
    const under = grid.below(item)
    for (const label of [right, under]) {
      if (label?.kind !== 'label' || bearing.has(label)) continue
      // Under another number it is the last of a column, whose heading is not at its foot.
      if (label === under && (grid.at(row - 1, col)?.kind === 'number' || !cards(grid, label)))
        return null
      const notion = misspeltLabel(label) ?? notionOf([label.label!])
      if (notion.kind === 'other') return null
      if (notion.kind !== 'indicator') continue
      if ((answered(grid, label) && !isCaption(grid, label)) || numbering(grid, item)) return null
      left.labels = []
      above.labels = []
      bearing.add(label)
      const headed = abovePath(grid, item, leftPath(grid, item)).labels.some((l) => speaks(grid, l))
      // Cards stand side by side; before a label to the right, another figure is one too many.
      const before = grid.row(row).some((i) => i.cell.col < col && valueKinds.includes(i.kind))
      const beside = label === right && before
      const stacked = label === under && captionsUnder(grid, col)
      const open = label === under && uncaptioned(grid, item)
      const doubt = (headed && !stacked) || beside || open ? afterDoubt : null
      const after = { ...notion, doubt: notion.doubt ?? doubt }
      return make({ notion: after, bearers: [label], rest: [] }, [], 'colonne', 'libelle_apres')
    }
    return null
  }

  /** « Pass achetés | Nombre » over « Commune de Brou | 200 »: what heads the names of lines says what is counted of them. */
  function fromCorner(): Reading | null {
    const [name] = left.labels
    const head = tablesOf(grid).heads.get(item.cell.row)
    if (name === undefined || head === undefined || line.notion.kind !== 'none') return null
    const corner = grid.spread(head, name.cell.col)
    const columns = above.labels.filter((label) => label !== corner)
    if (corner?.label == null || corner === name || columns.length === 0) return null
    const notion = notionOf([corner.label])
    if (!isSure(notion) || columns.some(({ label }) => says(label!, ...notCounted))) return null
    if (columns.some(({ label }) => label!.unknown.length > 0)) return null
    bearing.add(corner)
    const clash = notion.kind === 'indicator' && namesAnother(corner, notion.indicator)
    const own = clash ? { ...notion, doubt: clashDoubt } : notion
    return make(
      { notion: own, bearers: [corner], rest: columns },
      left.labels,
      'colonne',
      'tableau',
    )
  }

  /** Whether a line under a heading says by itself that it counts another indicator: it may be none of what the heading says. */
  function namesAnother({ cell }: Item, indicator: Indicator): boolean {
    return grid.items.some((other) => {
      if (other.label === null || other.cell.col !== cell.col) return false
      if (tablesOf(grid).heads.get(other.cell.row) !== cell.row) return false
      const own = notionOf([other.label])
      return own.kind === 'indicator' && own.indicator !== indicator
    })
  }

  function fromTitle(): Reading | null {
    const top = [item, ...above.labels].reduce((a, b) => (a.cell.row < b.cell.row ? a : b))
    const title = grid.titleAbove(top.cell.row)
    const places = [...left.labels, ...above.labels]
    if (places.length === 0 || places.some((label) => !isPlace(label.label!))) return null
    const headed = above.labels.length > 0
    // A title over a table whose lines say their indicators gives the others none.
    const named = grid.items.some(
      ({ cell, label }) =>
        label !== null &&
        title !== null &&
        cell.row > title.cell.row &&
        cell.col < item.cell.col &&
        Math.abs(cell.row - item.cell.row) < 20 &&
        notionOf([label]).kind === 'indicator',
    )
    if (named) return null
    if (title) {
      const carried = bear([title])
      if (carried.notion.kind === 'indicator') {
        const notion = headed
          ? carried.notion
          : { ...carried.notion, doubt: 'le chiffre ne tient son sens que d’un titre' }
        const reading = make({ notion, bearers: [title], rest: [] }, places, 'titre', 'titre')
        bearing.add(title)
        return reading
      }
      if (carried.notion.kind === 'other') return null
    }
    return null
  }

  function make(
    carried: Carried,
    others: Item[],
    axis: 'ligne' | 'colonne' | 'titre',
    rule: Reading['rule'],
  ): Reading | null {
    const { notion } = carried
    if (notion.kind !== 'indicator') return null
    const beside = [...carried.rest, ...others]
    const heads = [...carried.bearers, ...beside]
    const size = measure(grid, item, carried.bearers, beside, notion.indicator, context)
    const leftLabels = axis === 'ligne' ? carried.rest : left.labels
    const toTheRight = axis === 'colonne' && left.labels.length === 0
    const lineLabels = toTheRight
      ? namesAfter(grid, item.cell)
      : leftLabels.filter((label) => !answersAnother(grid, label))
    const columnLabels = axis === 'colonne' ? carried.rest : above.labels
    const linePlace = place(grid, lineLabels, 'ligne', item, above.labels)
    const columnPlace = place(grid, columnLabels, 'colonne', item, [])
    if (linePlace === null || columnPlace === null) return null
    const siblings = axis === 'ligne' && left.crossed > 0
    const doubts = [...(notion.doubt ? [notion.doubt] : []), ...size.doubts]
    const saysDistinct =
      notion.indicator === 'beneficiaires_uniques' &&
      /^total/.test(linePlace.role) &&
      lineLabels.some((l) => says(l.label!, 'distinct'))
    const [bearer] = carried.bearers
    if (axis === 'ligne' && bearer) {
      const refined = notion.part
        ? refinesLine(grid, bearer) && !clearerThanWhole(grid, bearer)
        : refinedUnder(grid, bearer)
      if (refined) doubts.push(refinedDoubt)
    }
    if (siblings && columnLabels.length === 0) {
      doubts.push(secondDoubt)
    }
    const open = axis === 'colonne' || (!siblings && columnLabels.length === 0)
    if (open && followed(grid, item)) {
      doubts.push('un autre chiffre suit sur la ligne, sans en-tête qui dise lequel compte')
    }
    const section =
      axis === 'ligne' ? sectionOf(grid, carried.bearers[0]!, context.vocabulary) : null
    if (section !== null) doubts.push(`le titre « ${section.cell.text.trim()} » ${otherSection}`)
    // Whatever a place is called, it is a place.
    const slip = [...lineLabels.filter((l) => !namesPlace(grid, l)), ...columnLabels]
      .map((l) => qualifierNear(l.label!, context.vocabulary))
      .find((found) => found !== null)
    if (slip) doubts.push(slipDoubt(slip))
    if (context.sheetDoubt !== null) doubts.push(context.sheetDoubt)
    if (isExample(grid, item, context.vocabulary)) doubts.push(exampleDoubt)
    if (axis === 'ligne' && preceded(grid, carried.bearers[0]!))
      doubts.push('des chiffres précèdent leur libellé sur la ligne')
    if (axis === 'colonne' && namedBehind(grid, item, notion.indicator, context.vocabulary))
      doubts.push(clashDoubt)
    if (
      axis === 'ligne' &&
      columnLabels.length === 0 &&
      besideAnswer(grid, item, carried.bearers[0]!)
    )
      doubts.push('la réponse est vide, et le chiffre est à côté, sous aucun en-tête')
    if (axis === 'ligne' && underUnknown(grid, item, carried.bearers[0]!))
      doubts.push('la réponse est vide, et le chiffre est sous un en-tête inconnu')
    const text = axis === 'colonne' ? answerBelow(grid, item) : null
    if (text) doubts.push(`un texte suit dans la même colonne : « ${text.cell.text.trim()} »`)
    if (overfull(grid, item))
      doubts.push('la ligne a des chiffres sous aucun en-tête, et les autres n’en ont pas')
    if (
      axis === 'ligne' &&
      columnLabels.length === 0 &&
      besideLonger(grid, item, carried.bearers[0]!)
    )
      doubts.push('la ligne voisine a un chiffre de plus, sans en-tête qui dise lequel manque ici')
    if (axis === 'colonne' && strayNumber(grid, item))
      doubts.push('le numéro d’un organisme est parmi les chiffres de la colonne')
    const frame = frameDoubt(grid, item.cell.row)
    if (frame !== null) doubts.push(frame)
    if (shifted(grid, item, above.labels))
      doubts.push('la ligne a plus de cellules que son en-tête')
    // Under a title of its own the header of an earlier table no longer counts, or it still does.
    if (leftHeader !== null) doubts.push(`${headedElse} « ${leftHeader} »`)
    const blamed = left.labels.find((l) => says(l.label!, 'rectification'))
    if (blamed) doubts.push(`une remarque à côté dit : « ${blamed.cell.text.trim()} »`)
    const foreign = otherVoucher(grid, item, linePlace.role)
    if (foreign) doubts.push(`un total avec la ligne « ${foreign.cell.text.trim()} »`)
    const remark = remarkDoubt(grid, item, notion.indicator, size.unit, heads, context.vocabulary)
    if (remark !== null) doubts.push(remark)
    const part = partDoubt(grid, item.cell.row, context.vocabulary)
    if (part !== null) doubts.push(part)
    if (rule === 'tableau' && axis === 'colonne') {
      const heading = above.labels[0]
      const open = left.labels.length === 0 && heading && uncaptioned(grid, heading)
      if (open || captioned(grid, item, heading)) doubts.push(afterDoubt)
    }
    if (axis === 'ligne') {
      const line = carried.bearers[0]!
      if (columnLabels.length > 0 && crossed(grid, item, line, notion.indicator))
        doubts.push(clashDoubt)
      // « Bénéficiaires uniques | Bénéficiaires uniques | 400 » under two headings answers one of them.
      if (carried.rest.some((label) => fold(label.cell.text) === fold(line.cell.text)))
        doubts.push('le même libellé est deux fois sur la ligne, pour un seul chiffre')
      if (besideHeaded(grid, item)) doubts.push(bareDoubt)
      if (staggered(grid, line)) doubts.push('les libellés des lignes ne sont pas dans une colonne')
    }
    if (carried.bearers.some(holdsFigure)) doubts.push(cutDoubt)
    if (item.kind === 'uncomputed') doubts.push('une formule dont le résultat n’est pas enregistré')
    if (item.kind === 'error' && !/^#N\/[DA]/.test(item.cell.text.trim())) {
      doubts.push('une formule en erreur')
    }
    if (item.cell.comment && rectifies(item.cell.comment, context)) {
      doubts.push(`un commentaire dit : « ${item.cell.comment.trim().slice(0, 200)} »`)
    }
    const own = [...carried.bearers.map((b) => b.label!)]
    const period = own.map((l) => l.period).find((p) => p !== null) ?? null
    const all = [...left.labels, ...above.labels]
    const cumulative =
      all.some((l) => says(l.label!, 'cumul') || dayOfSeveral(grid, l) !== null) ||
      isState(grid, item, left.labels)
    return {
      ...figure(item, size),
      sheet: grid.sheet.name,
      address: item.address,
      row: item.cell.row,
      col: item.cell.col,
      text: item.cell.text.trim(),
      label: [...new Set([...all, ...carried.bearers].map((l) => l.cell.text.trim()))].join(' | '),
      labelAddress: carried.bearers[0]?.address ?? null,
      indicator: notion.indicator,
      factor: size.factor,
      unit: size.unit,
      doubts,
      likely: isLikely(doubts, notion.unknown, context.vocabulary),
      unknown: notion.unknown,
      rank: (notion.rank + (saysDistinct ? 1 : 0)) * 2 + (size.unit === 'EUR' ? 0 : 1),
      aap:
        all.map((l) => l.label!.aap).find((a) => a !== null) ??
        own[0]?.aap ??
        grid.callOf(item.cell.row)?.cell.text.trim() ??
        grid.titleCall(carried.bearers[0] ?? item),
      period,
      periodFrom: period === null ? null : axis === 'titre' ? 'titre' : 'label',
      line: linePlace,
      column: columnPlace,
      group: `${grid.sheet.name}!${groupOf(carried.bearers, axis)}`,
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

/** Senses of words that say what is counted. */
const counted: Sense[] = ['objet', ...acts, ...persons]

/** Whether what stands over figures is no title alone on its line, and no heading that says nothing of them (« Chiffres clés »). */
function speaks(grid: Grid, { cell, label }: Item): boolean {
  const neutral =
    label!.period === null && label!.years === null && notionOf([label!]).kind === 'none'
  return grid.row(cell.row).length > 1 && !neutral
}

/** Whether a line gives the state of a day, and not what was added since the day before: « Situation au | 31/12/2023 ». */
function isState(grid: Grid, { cell }: Item, labels: readonly Item[]): boolean {
  const head = tablesOf(grid).heads.get(cell.row)
  const day = labels.find(({ label }) => label!.asOf !== null)
  if (head === undefined || day === undefined) return false
  const corner = grid.spread(head, day.cell.col)
  return corner !== undefined && stateOf.test(fold(corner.cell.text))
}

const stateOf =
  /^(?:etat|situation|releve|arrete|point|compteur|stock|position|chiffres|donnees)s? (?:au|a la date)/

const asksYear = ({ label, cell }: Item) =>
  label!.period === null &&
  (says(label!, 'annee') || asksCall.test(fold(cell.text).replaceAll('_', ' ')))

const isYearText = ({ cell }: Item) => /^20[12]\d$/.test(cell.text.trim())

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

const sums = (label: Label) => says(label, 'total', 'sous_total')

const bareDoubt = 'le chiffre n’est sous aucun en-tête, et un autre de la ligne en a un'
const clashDoubt = 'la ligne et la colonne disent deux choses différentes'
const refinedDoubt =
  'la ligne « dont » répond de plus près à la question que celle dont elle est une part'

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
