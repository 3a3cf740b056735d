import { expect, test } from 'vitest'
import type { Document } from '../../pipeline/read/cell.ts'
import { textCell } from '../../pipeline/read/csv.ts'
import { withoutPageBreaks } from '../../pipeline/recognise/page-breaks.ts'
import { withoutRunningFeet } from '../../pipeline/recognise/running-feet.ts'

/** Pages as lines of texts, one column each; an empty text is no cell. */
function pages(...all: string[][][]): Document {
  return {
    format: 'pdf',
    properties: { title: null, modified: null },
    sheets: all.map((lines, at) => ({
      name: `Page ${at + 1}`,
      hidden: false,
      merges: [],
      cells: lines.flatMap((line, row) =>
        line.flatMap((text, col) => (text === '' ? [] : [textCell(row, col, text)])),
      ),
    })),
  } as unknown as Document
}

const shown = (document: Document) =>
  document.sheets.map(({ cells }) =>
    [...Map.groupBy(cells, ({ row }) => row).values()].map((line) =>
      line.map(({ text }) => text).join(' | '),
    ),
  )

test('lines at the top of a page go under the table that the page before ends with', () => {
  const cut = pages(
    [
      ['', 'Cible', 'Atteint'],
      ['Pass achetés', '5 000', '2 600'],
    ],
    [['Personnes', '600', '455'], ['Conclusion']],
  )
  const joined = withoutPageBreaks(cut)
  expect(shown(joined)).toEqual([
    ['Cible | Atteint', 'Pass achetés | 5 000 | 2 600', 'Personnes | 600 | 455'],
    ['Conclusion'],
  ])
  expect(joined.sheets[0]!.cells.at(-1)!.origin).toEqual({ sheet: 'Page 2', row: 0, col: 2 })
})

test.each([
  [
    'a page that begins with headings',
    [
      ['', 'Cible', 'Atteint'],
      ['Personnes', '600', '455'],
    ],
    'Pass achetés',
  ],
  ['a total at the foot', [['Personnes', '600', '455'], ['Suite']], 'Total'],
  ['another number of columns', [['Personnes', '455'], ['Suite']], 'Pass achetés'],
])('near miss: %s', (_, second, name) => {
  const document = pages(
    [
      ['', 'Cible', 'Atteint'],
      [name, '5 000', '2 600'],
    ],
    second,
  )
  expect(withoutPageBreaks(document)).toBe(document)
})

test('the foot that runs on under the pages goes, and a last line with a figure of its own stays', () => {
  const foot = withoutRunningFeet(
    pages([['A'], ['Ville – bilan', '1']], [['B'], ['Ville – bilan', '2']]),
  )
  expect(shown(foot)).toEqual([['A'], ['B']])
  const figures = pages([['A'], ['Ateliers', '1']], [['B'], ['Personnes', '2']])
  expect(withoutRunningFeet(figures)).toBe(figures)
})
