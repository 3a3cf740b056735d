import type { Sheet } from '../read/cell.ts'
import { fold } from './text.ts'

/** « Exemple (fictif) : », « Exemple de saisie », alone on its line. */
const begins =
  /^\W*exemples?\b(?! (?:de|d')? ?(?:actions?|ateliers?|parcours|usages?))[^.\d]{0,40}$/
/** « Fin de l’exemple » */
const ends = /^\W*fin (?:de l'|de cet |des |de |d')exemples?\W*$/

/**
 * A sheet without the lines that it gives as an example and says where they begin and end: whoever fills in a form leaves them there. One that doesn't
 * say where they end stays as it is.
 */
export function withoutExamples(sheet: Sheet): Sheet {
  const texts = sheet.cells.filter(({ text }) => text.length <= 60)
  const last = texts.filter(({ text }) => ends.test(fold(text))).map(({ row }) => row)
  if (last.length === 0) return sheet
  const first = texts.filter(({ text }) => begins.test(fold(text))).map(({ row }) => row)
  const spans = last.flatMap((end) => {
    const start = first.filter((row) => row < end).at(-1)
    const between = last.some((other) => start !== undefined && other > start && other < end)
    return start === undefined || between ? [] : [{ start, end }]
  })
  const isShown = (row: number) => spans.some(({ start, end }) => row >= start && row <= end)
  return { ...sheet, cells: sheet.cells.filter(({ row }) => !isShown(row)) }
}
