import { cellText, columnName } from './xml.ts'

/** A note on a cell; column and row start at 1. */
export interface Note {
  column: number
  row: number
  text: string
}

/** Notes in the order that the format wants, row by row. */
export function inOrder(notes: readonly Note[]): Note[] {
  return notes.toSorted((a, b) => a.row - b.row || a.column - b.column)
}

/** `xl/comments<n>.xml`: the texts. */
export function commentsXml(notes: readonly Note[]): string {
  const comments = notes.map(
    ({ column, row, text }) =>
      `<comment ref="${columnName(column)}${row}" authorId="0"><text><r><rPr><sz val="9"/><rFont val="Tahoma"/><family val="2"/></rPr>` +
      `<t xml:space="preserve">${cellText(text)}</t></r></text></comment>`,
  )
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>bilan</author></authors>' +
    `<commentList>${comments.join('')}</commentList></comments>`
  )
}

/** Characters of a line in a box, and columns that the box spans. */
const lineLength = 55
const boxColumns = 4

/** `xl/drawings/vmlDrawing<n>.vml`: the boxes, large enough for their texts, hidden until asked for. `sheet` keeps their names apart. */
export function boxesXml(notes: readonly Note[], sheet: number): string {
  const shapes = notes.map(({ column, row, text }, i) => {
    const lines = text
      .split('\n')
      .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / lineLength)), 1)
    const first = Math.max(row - 2, 0)
    // Left column, offset, top row, offset, right column, offset, bottom row, offset; zero-based.
    const anchor = [column, 12, first, 4, column + boxColumns, 0, first + Math.min(lines, 40), 4]
    return (
      `<v:shape id="_x0000_s${sheet * 1024 + i + 1}" type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">` +
      '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>' +
      '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>' +
      `<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor.join(', ')}</x:Anchor>` +
      `<x:AutoFill>False</x:AutoFill><x:Row>${row - 1}</x:Row><x:Column>${column - 1}</x:Column></x:ClientData></v:shape>`
    )
  })
  return (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">' +
    `<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="${sheet}"/></o:shapelayout>` +
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>' +
    `<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>${shapes.join('')}</xml>`
  )
}
