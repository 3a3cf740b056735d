import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { says } from './label.ts'
import { isOfPass, notionOf } from './notion.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'

const beginsPart = /^\W*(?:dont|y compris|parmi lesquels)\b/
const listed = /^\s*(?:[-–—•*>]|↳|└)/

/**
 * Figures of a list with those doubted of which the lines right under them tell parts that are more than they are: « Pass scannés | 1 204 » over « dont
 * médiathèque | 1 700 ». The parts of pass are held together too, « dont médiathèque | 700 », « dont CCAS | 540 », but not those by kinds of persons,
 * which overlap.
 */
export function overParts(grid: Grid, readings: readonly Reading[]): Reading[] {
  return readings.map((r) => {
    if (r.rule !== 'tableau' || r.number === null || r.hidden || r.line.role === 'detail') return r
    const label = grid.byAddress(r.labelAddress ?? '')
    if (label?.label == null || label.cell.row !== r.row || isPart(label)) return r
    const parts = partsUnder(grid, r, label)
    const numbers = parts.map(({ number }) => number)
    const most = Math.max(0, ...numbers)
    if (most > r.number) return doubted(r, `une part (${most}) est plus grande que le tout`)
    const apart = parts.every(({ name }) => !says(name.label!, 'categorie', 'personne'))
    const sum = numbers.reduce((all, number) => all + number, 0)
    if (!isOfPass(r.indicator) || parts.length < 2 || !apart || sum <= r.number) return r
    return doubted(r, `ses parts en dessous font plus (${sum})`)
  })
}

function isPart({ cell }: Item): boolean {
  return beginsPart.test(fold(cell.text)) || listed.test(cell.text)
}

/** The numbers of the lines right under a figure that are said to be parts of it, and no other indicator nor what became of the pass. */
function partsUnder(grid: Grid, whole: Reading, label: Item): { number: number; name: Item }[] {
  const found: { number: number; name: Item }[] = []
  const periods = new Set<boolean>()
  for (let row = whole.row + 1; row <= grid.lastRow; row++) {
    const name = grid.row(row)[0]
    const item = grid.at(row, whole.col)
    if (name?.label == null || name.cell.col > label.cell.col + 1 || !isPart(name)) break
    if (item?.figure.kind !== 'number' || item.figure.percent || item.figure.rest !== '') continue
    const notion = notionOf([name.label])
    const other = notion.kind === 'indicator' && notion.indicator !== whole.indicator
    if (other || (notion.kind === 'other' && !notion.place)) continue
    // « - ateliers | 310 » counts something else.
    if (says(name.label, 'acte', 'acteur')) continue
    periods.add(name.label.period === null)
    found.push({ number: item.figure.number, name })
  }
  // « dont en 2021 » and « dont à la médiathèque » part it in two ways.
  return periods.size > 1 ? [] : found
}

function doubted(r: Reading, doubt: string): Reading {
  return { ...r, doubts: [...r.doubts, doubt] }
}
