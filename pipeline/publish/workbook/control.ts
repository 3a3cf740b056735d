import { spaced } from '../../french.ts'
import type { CellValue, Sheet, SheetRow } from '../xlsx/sheet.ts'
import { quoteSheet } from '../xlsx/xml.ts'
import { type Figure, figureKey, shown } from './figures.ts'
import { quoted } from './formula.ts'
import { figureLook, header, heading, remark } from './looks.ts'

/** Rows above the first figure: title, explanation, count, a blank, headers. */
const headLines = 5
/** Where the count stands. */
const counted = '$C$3'

/** The sheet that compares every figure of the workbook with the one that the warehouse holds. */
export function controlSheet(
  name: string,
  figures: readonly Figure[],
  cells: ReadonlyMap<string, string>,
  pageHead: string,
): Sheet {
  const compared = figures.filter((figure) => cells.has(figureKey(figure)))
  const last = headLines + compared.length
  const rows: SheetRow[] = [
    { cells: [{ value: 'Contrôle', look: heading }] },
    {
      cells: [
        {
          value: spaced(
            'Chaque chiffre de ce classeur en face de celui de l’entrepôt. Ils ne diffèrent que si les données de la feuille laureats ont été modifiées ici.',
          ),
          look: remark,
        },
      ],
    },
    {
      cells: [
        { value: 'Chiffres qui diffèrent', look: { bold: true } },
        null,
        {
          value: { formula: `SUM(H${headLines + 1}:H${Math.max(last, headLines + 1)})`, result: 0 },
          look: { bold: true },
        },
      ],
    },
    { cells: [] },
    {
      cells: [
        'Tableau',
        'Appel à projets',
        'Ligne',
        'Colonne',
        'Lecture',
        'Classeur',
        'Entrepôt',
        'Diffère',
      ].map((value) => ({ value, look: header })),
    },
    ...compared.map((figure, i) => {
      const line = headLines + 1 + i
      const value = shown(figure)
      const cell = cells.get(figureKey(figure))!
      const text = (said: string) => ({ value: said, look: { text: true } })
      return {
        cells: [
          text(figure.tableau),
          text(figure.aap),
          text(figure.ligne),
          text(figure.colonne),
          text(figure.lecture),
          // An empty cell must not come back as a zero.
          {
            value: { formula: `IF(${cell}="","",${cell})`, result: value ?? '' },
            look: figureLook(figure),
          },
          value === null ? null : { value, look: figureLook(figure) },
          { value: { formula: `IF(F${line}=G${line},0,1)`, result: 0 } },
        ],
      }
    }),
  ]
  return {
    name,
    rows,
    widths: [18, 16, 28, 44, 12, 16, 16, 10],
    frozen: { rows: headLines, columns: 0 },
    titleRows: [headLines, headLines],
    filter: () => `A${headLines}:H${last}`,
    printArea: () => `A1:H${last}`,
    notes: [],
    links: [],
    pageHead,
  }
}

/** The line of a printed table that says whether the figures are those of the warehouse. */
export function controlLine(sheet: string): CellValue {
  const cell = `${quoteSheet(sheet)}!${counted}`
  const same = spaced('Calculé dans ce classeur ; identique à l’entrepôt.')
  const other = spaced(
    'Les données ont été modifiées ici : nombre de chiffres qui diffèrent de l’entrepôt = ',
  )
  return { formula: `IF(${cell}=0,${quoted(same)},${quoted(other)}&${cell})`, result: same }
}
