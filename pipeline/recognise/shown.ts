import { sentencesOf, unbroken } from './aim.ts'
import type { Grid } from './grid.ts'

/** The sentences of all texts of a document that its reader sees: none of a hidden sheet or cell, and none that is struck through. */
export function sentencesShown(grids: readonly Grid[]): string[] {
  return grids
    .filter(({ sheet }) => !sheet.hidden)
    .flatMap((grid) => grid.items)
    .filter(({ kind, cell }) => kind === 'label' && !cell.hidden && !cell.struck)
    .flatMap(({ cell }) => sentencesOf(unbroken(cell.text)))
}
