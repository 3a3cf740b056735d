import { spaced } from '../../french.ts'
import type { Note } from '../xlsx/note.ts'
import type { Sheet, SheetRow } from '../xlsx/sheet.ts'
import { quoteSheet } from '../xlsx/xml.ts'
import { type Figure, figureKey } from './figures.ts'
import { figureLook, header } from './looks.ts'
import type { FigureCell } from './printed.ts'

const names: Record<Figure['lecture'], string> = { publie: 'publiée', coherent: 'cohérente' }

/** The cells of figures that stand in a list, by key. */
export function listedCells(sheet: string, figures: readonly Figure[]): Map<string, string> {
  return new Map(figures.map((figure, i) => [figureKey(figure), `${quoteSheet(sheet)}!F${i + 2}`]))
}

/** The figures of the notes and of the prose: one a row. */
export function listSheet(
  name: string,
  figures: readonly Figure[],
  cell: FigureCell,
  note: (figure: Figure) => string | null,
  pageHead: string,
): Sheet {
  const notes: Note[] = []
  const rows: SheetRow[] = [
    {
      cells: ['Tableau', 'Appel à projets', 'Chiffre', 'Colonne', 'Lecture', 'Valeur', 'Unité'].map(
        (value) => ({ value, look: header }),
      ),
    },
    ...figures.map((figure, i) => {
      const said = note(figure)
      if (said !== null) notes.push({ column: 6, row: i + 2, text: said })
      const text = (value: string) => ({ value, look: { text: true } })
      return {
        cells: [
          text(figure.tableau),
          text(figure.aap),
          text(spaced(figure.libelle)),
          text(figure.colonne),
          text(names[figure.lecture]),
          { value: cell(figure), look: figureLook(figure) },
          text(figure.unite),
        ],
      }
    }),
  ]
  return {
    name,
    rows,
    widths: [18, 16, 46, 44, 12, 14, 12],
    frozen: { rows: 1, columns: 0 },
    titleRows: [1, 1],
    filter: () => `A1:G${rows.length}`,
    printArea: () => `A1:G${rows.length}`,
    notes,
    links: [],
    pageHead,
  }
}
