import type { Document, Sheet } from './cell.ts'

/** Share of a page from which a picture may show a table, and from which it may be a page that was scanned. */
const ofTable = 0.12
const ofPage = 0.5
/** Letters and digits up to which a document is a letter that may leave its figures to a picture. */
const ofLetter = 1_500
/** A4, in the units of drawings; twips in them. */
const paper = 7_560_310 * 10_692_130
const twip = 635

const workbook = /\.(?:xls[xmb]?|ods)$/i

/**
 * What a Word document shows and the reader doesn't read: an embedded workbook, and pictures that are likely to show figures.
 * @param xml the main part
 * @param linked the targets of its relations
 * @param sheets what was read of it
 */
export function unreadOf(
  xml: string,
  linked: readonly string[],
  sheets: readonly Sheet[],
): NonNullable<Document['remarks']> {
  const embeds =
    linked.some((target) => workbook.test(target)) ||
    /\sProgID="[^"]*(?:Excel|Calc)[^"]*"/.test(xml)
  const largest = Math.max(0, ...pictures(xml))
  const shows = largest >= ofPage || (largest >= ofTable && isLetter(sheets))
  return [
    ...(embeds
      ? [
          'le document contient un classeur incorporé, qui n’est pas lu : l’ouvrir et y regarder s’il s’y trouve des chiffres',
        ]
      : []),
    ...(shows
      ? [
          'le document montre des images, dont rien n’est lu : y regarder s’il s’y trouve des chiffres',
        ]
      : []),
  ].map((motif) => ({ sheet: null, motif }))
}

/** The share of a page that each picture in the text covers. */
function pictures(xml: string): number[] {
  const size = /<w:pgSz\s[^>]*>/.exec(xml)?.[0] ?? ''
  const side = (key: string) =>
    Number(new RegExp(`\\sw:${key}="(\\d+)"`).exec(size)?.[1] ?? Number.NaN) * twip
  const page = side('w') * side('h') || paper
  const frames = xml.matchAll(/<wp:(inline|anchor)[\s>][\s\S]*?<\/wp:\1>/g)
  return [...frames].flatMap(([frame]) => {
    const extent = /<wp:extent\s[^>]*>/.exec(frame)?.[0]
    if (extent === undefined || !/<a:blip[\s/>]/.test(frame)) return []
    const [width, height] = ['cx', 'cy'].map((key) =>
      Number(new RegExp(`\\s${key}="(\\d+)"`).exec(extent)?.[1] ?? 0),
    )
    return [(width! * height!) / page]
  })
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
