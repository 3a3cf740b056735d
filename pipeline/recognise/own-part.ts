import { tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'

/** « dont convention 2020-102 », « dont au titre de l’AAP », folded: the part that is asked for of what is counted beside it. */
const ours =
  /^(?:[-–•] ?)?dont(?: (?:les )?pass(?: numeriques?)?)?(?: (?:au titre|dans le cadre|relevant|financee?s? (?:par|au titre)))?(?: (?:de|du|sur|pour))? ?(?:la |l'|notre |cette )?(?:presente )?(?:convention|aap|appel a projets)\b(?! (?:avec|regionale|departementale|de la region|du departement))/

const partDoubt = 'seule une part en est de la convention'

/**
 * Figures with those doubted of which the column or the line beside them gives the convention's part: « Total | dont convention 2020-102 ». The part
 * itself is read as one of the whole, and as none of ours.
 */
export function withOwnPart(grid: Grid, readings: readonly Reading[]): Reading[] {
  const isOurs = (item: Item | undefined) => item?.label != null && ours.test(fold(item.cell.text))
  const isNumber = (row: number, col: number) => grid.at(row, col)?.kind === 'number'
  const { heads } = tablesOf(grid)
  return readings.map((r) => {
    if (r.kind !== 'figure' || r.rule !== 'tableau') return r
    const head = heads.get(r.row)
    const parts = head === undefined ? [] : grid.row(head).filter(isOurs)
    const beside = parts.some(({ cell }) => cell.col !== r.col && isNumber(r.row, cell.col))
    const under = isOurs(grid.row(r.row + 1)[0]) && isNumber(r.row + 1, r.col)
    return beside || under ? { ...r, doubts: [...r.doubts, partDoubt] } : r
  })
}
