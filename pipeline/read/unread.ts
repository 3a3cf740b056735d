import type { Document, Sheet } from './cell.ts'

/** Share of a page from which a picture may show a table, and from which it may be a page that was scanned. */
const ofTable = 0.12
const ofPage = 0.5
/** Letters and digits up to which a document is a letter that may leave its figures to a picture. */
const ofLetter = 1_500

/**
 * Questions about what a text document shows and the reader doesn't read: an embedded workbook, and pictures that are likely to show
 * figures.
 * @param pictures the share of a page that each picture in the text covers
 * @param sheets what was read of it
 */
export function unreadOf(
  embedsWorkbook: boolean,
  pictures: readonly number[],
  sheets: readonly Sheet[],
): NonNullable<Document['remarks']> {
  const motifs: string[] = []
  if (embedsWorkbook) {
    motifs.push(
      'le document contient un classeur incorporé, qui n’est pas lu : l’ouvrir et y regarder s’il s’y trouve des chiffres',
    )
  }
  const largest = Math.max(0, ...pictures)
  if (largest >= ofPage || (largest >= ofTable && isLetter(sheets))) {
    motifs.push(
      'le document montre des images, dont rien n’est lu : y regarder s’il s’y trouve des chiffres',
    )
  }
  return motifs.map((motif) => ({ sheet: null, motif }))
}

/** A text of few words without a table of figures. */
function isLetter(sheets: readonly Sheet[]): boolean {
  const cells = sheets.flatMap((sheet) => sheet.cells)
  const letters = cells.map(({ text }) => text.replaceAll(/[^\p{L}\p{N}]/gu, '').length)
  const tables = sheets.filter(({ name }) => name.startsWith('Tableau'))
  return (
    letters.reduce((sum, count) => sum + count, 0) < ofLetter &&
    !tables.some((table) => table.cells.some(({ text }) => /\d/.test(text)))
  )
}
