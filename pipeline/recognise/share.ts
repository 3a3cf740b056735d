import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { fold } from './text.ts'

/** « % », « en % des pass achetés », « taux », « sur 100 », « pour 1 000 habitants »: a cell that says of the number beside it that it is a share. */
const share =
  /^\(?(?:en |soit )?(?:%|‰|pour ?cent|pour ?mille|pourcentages?|pct|points?(?: de pourcentage)?|taux|(?:sur|\/) ?(?:100|cent)|pour (?:100|1 ?000|10 ?000|mille))\)?(?: (?:des?|du|d'|sur|par rapport|habitants?|personnes?|pass)\b.*)?$/

/** A row or column by whose name its cells are units. */
const unitsName = /^(?:unites?|unites? de (?:mesure|compte)|mesures?)$/

/**
 * Makes rates of the numbers of a sheet whose unit, in a cell of its own, says that they are shares: `68 | %` is « 68 % ». The unit stands right of
 * its number, under it alone on its line, or in a row or a column of units.
 */
export function markShares(grid: Grid): void {
  const units = unitsOf(grid)
  for (const item of grid.items) {
    const { figure } = item
    if (item.kind !== 'number' || figure.kind !== 'number' || figure.percent) continue
    if (!isShareOf(grid, item, units)) continue
    item.kind = 'percent'
    item.figure = { ...figure, percent: true }
  }
}

/** Whether a text is nothing but the unit of a share. */
export function isShare(item: Item | undefined): boolean {
  return item !== undefined && share.test(fold(item.cell.text))
}

interface Units {
  /** The rows of units, in their order. */
  rows: number[]
  /** The columns of units, with the row of their heading. */
  columns: { row: number; col: number }[]
}

function unitsOf(grid: Grid): Units {
  const named = grid.items.filter(
    ({ label, cell }) => label !== null && unitsName.test(fold(cell.text)),
  )
  const leads = (item: Item) => grid.row(item.cell.row)[0] === item
  const beside = (item: Item) => isUnitRow(grid, item.cell.row)
  return {
    rows: named.filter((item) => leads(item) && beside(item)).map(({ cell }) => cell.row),
    columns: named
      .filter((item) => !(leads(item) && beside(item)))
      .map(({ cell: { row, col } }) => ({ row, col })),
  }
}

/** Whether a row holds its name and the units of shares, no number among them. */
function isUnitRow(grid: Grid, row: number): boolean {
  const [, ...units] = grid.row(row)
  return units.some(isShare) && units.every(({ label }) => label !== null)
}

function isShareOf(grid: Grid, item: Item, { rows, columns }: Units): boolean {
  const { row, col } = item.cell
  const right = grid.at(row, col + 1)
  if (isShare(right) && fits(item, right!) && !namesNext(grid, row, col + 1)) return true
  const under = grid.row(row + 1)
  const [below, ...others] = under
  if (others.length === 0 && below?.cell.col === col && isShare(below)) return fits(item, below)
  const said = [
    ...rows.map((units) => grid.spread(units, col)),
    ...columns.map((unit) => (unit.row < row ? grid.at(row, unit.col) : undefined)),
  ]
  return said.some((unit) => isShare(unit) && fits(item, unit!))
}

/** Whether a number may be such a share: more than a hundred is none of a hundred, and what stands beside it names a cell that is empty. */
function fits({ figure }: Item, { cell }: Item): boolean {
  const most = /‰|mille|000/.test(fold(cell.text)) ? 1000 : 100
  return figure.kind === 'number' && Math.abs(figure.number) <= most
}

/** Whether a text names the number behind it rather than the one before it: « 1 360 | taux | 68 », where the line doesn't end with a unit. */
function namesNext(grid: Grid, row: number, col: number): boolean {
  const next = grid.at(row, col + 1)
  if (next === undefined || next.label !== null) return false
  const last = grid.row(row).at(-1)!
  return !isShare(last)
}
