import { readValue } from './axes.ts'
import type { Context } from './context.ts'
import { emptyLabels, emptyPlaces } from './empty.ts'
import { titleDoubt } from './fallback.ts'
import { tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import { type Item, valueKinds } from './item.ts'
import { secondDoubt } from './likely.ts'
import { frameDoubts } from './misplaced.ts'
import { nearlyHeaded } from './nearly-headed.ts'
import { bookletSizes } from './number.ts'
import { withoutOrdinals } from './ordinals.ts'
import { insideOnly } from './outside.ts'
import { overParts } from './overparts.ts'
import { withOwnPart } from './own-part.ts'
import { partsTold } from './parts.ts'
import { withoutPlans } from './planned.ts'
import type { Reading } from './reading.ts'
import { rectified } from './rectified.ts'
import { takenOff } from './remark.ts'
import { withoutRounded } from './rounded-beside.ts'
import { ofPass } from './schemes.ts'
import { atSites } from './sites.ts'
import { slid } from './slid.ts'
import { bySource } from './sources.ts'
import { closingMonths, endsOfYears, monthsApart, runningPeriods, statesOfDays } from './states.ts'
import { twinLines } from './twins.ts'
import { unbought } from './unbought.ts'
import { overTotals, withoutAims } from './undertotal.ts'
import { sizeDoubt } from './unit.ts'

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
  const counted = withoutOrdinals(grid, readings)
  const placed = misplacedTogether(
    besideTotals(
      told(
        grid,
        besideCumulative(
          grid,
          statesOfDays(
            grid,
            runningPeriods(
              grid,
              monthsApart(
                grid,
                closingMonths(
                  endsOfYears(withoutRounded(besideBooklets(underTitles(grid, counted)))),
                ),
              ),
            ),
          ),
        ),
        context,
      ),
    ),
  )
  const lines = overParts(grid, overTotals(grid, withoutAims(grid, withoutPlans(grid, placed))))
  const settled = nearlyHeaded(
    grid,
    slid(grid, overAllTime(grid, summedElsewhere(twinLines(grid, lines)))),
  )
  return [
    ...unbought(grid, [...settled, ...emptyPlaces(grid, settled)]),
    ...emptyLabels(grid, bearing, settled, context),
  ]
}

/** « Bénéficiaires sur toute la durée | 577 | | » under years: the only figure of a line that says of itself that it is of the whole time. */
function overAllTime(grid: Grid, readings: readonly Reading[]): Reading[] {
  const alone = new Set(
    [...Map.groupBy(readings, (r) => r.group).values()].flatMap((group) =>
      group.length === 1 ? group : [],
    ),
  )
  return readings.map((r) => {
    const label = grid.byAddress(r.labelAddress ?? '')?.label
    if (!alone.has(r) || r.column.role !== 'periode' || label == null) return r
    const whole = label.terms.some(
      ({ sense, expression }) => sense === 'neutre_total' && ofTime.test(expression),
    )
    // A figure of the line that isn't read, « 90 à confirmer », leaves that open.
    const others = grid.row(r.row).filter(({ cell, label }) => label === null && cell.col !== r.col)
    if (!whole || label.period !== null || others.length > 0) return r
    return { ...r, period: null, periodFrom: null, column: { role: 'total', key: '', known: true } }
  })
}

/** Of expressions as they are looked up, without the ending of « durée ». */
const ofTime =
  /dure|periode|projet|convention|action|operation|programme|dispositif|experimentation|anne|\ban/

/** « Carnets 450 | Pass 4 500 »: the same purchase twice, the pass of which say what a booklet holds. */
function besideBooklets(readings: readonly Reading[]): Reading[] {
  const key = (r: Reading) => `${r.row} ${r.indicator}`
  const inPass = Map.groupBy(
    readings.filter((r) => r.unit === 'pass' && r.number !== null && r.doubts.length === 0),
    key,
  )
  return readings.filter((r) => {
    if (r.unit !== 'carnets' || r.number === null || !r.doubts.includes(sizeDoubt)) return true
    const told = inPass.get(key(r)) ?? []
    return !told.some((pass) => bookletSizes.includes(pass.number! / r.number!))
  })
}

/**
 * Readings with those sure that only a title gives their sense, « Bénéficiaires uniques par tranche d’âge » over « 18-29 ans | 41 », where the list
 * right under it ends in the total of its lines: title and list are one then.
 */
function underTitles(grid: Grid, readings: readonly Reading[]): Reading[] {
  const titled = readings.filter((r) => r.rule === 'titre' && r.doubts.join() === titleDoubt)
  const sure = new Set<Reading>()
  for (const group of Map.groupBy(titled, (r) => `${r.group} ${r.col}`).values()) {
    const list = group.toSorted((a, b) => a.row - b.row)
    const title = grid.byAddress(list[0]!.labelAddress ?? '')
    const total = list.at(-1)!
    const parts = list.slice(0, -1)
    const sum = parts.reduce((all, { number }) => all + (number ?? Number.NaN), 0)
    const close = title?.cell.row === list[0]!.row - 1
    const ends =
      /^total/.test(total.line.role) && parts.every(({ line }) => !/^total/.test(line.role))
    const whole = list.every((r, at) => r.row === list[0]!.row + at)
    if (close && ends && whole && parts.length > 1 && sum === total.number)
      for (const r of list) sure.add(r)
  }
  return readings.map((r) => (sure.has(r) ? { ...r, doubts: [] } : r))
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
  const inside = insideOnly(grid, rectified(grid, takenOff(readings)), vocabulary)
  const own = withOwnPart(grid, inside)
  return partsTold(grid, atSites(grid, bySource(grid, ofPass(grid, own)), vocabulary))
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
 * Figures of a line that is the sum of the others in two columns of its table, whatever its name says, or in one where it is the last line and nothing is
 * called a total: it is their total in every column, and where it is not their sum, nobody can say what it is.
 */
function summedElsewhere(readings: Reading[]): Reading[] {
  const isDetail = (r: Reading) =>
    r.kind === 'figure' && r.number !== null && r.line.role === 'detail' && r.column.role === 'seul'
  const details = readings.filter(isDetail)
  const sums = new Map<string, number>()
  const totals = new Set<Reading>()
  const called = new Set(
    readings.filter((r) => /total/.test(r.line.role)).map(({ group }) => group),
  )
  for (const group of Map.groupBy(details, (r) => r.group).values()) {
    const whole = group.reduce((sum, r) => sum + r.number!, 0)
    const total = group.filter((r) => r.number! > 0 && r.number! * 2 === whole)
    if (group.length < 3 || total.length !== 1) continue
    totals.add(total[0]!)
    const line = `${total[0]!.sheet} ${total[0]!.row}`
    const last = group.every((r) => r.row <= total[0]!.row) && !called.has(total[0]!.group)
    sums.set(line, (sums.get(line) ?? 0) + (last ? 2 : 1))
  }
  return readings.map((r) => {
    const summed = isDetail(r) && !totals.has(r) && (sums.get(`${r.sheet} ${r.row}`) ?? 0) > 1
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
