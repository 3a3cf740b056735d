import * as Plot from '@observablehq/plot'
import { type Column, type Grid, grid, type Line } from '../figures.ts'
import { limits } from '../limits.ts'
import { type Html, html } from '../markup.ts'
import { figure as written } from '../numbers.ts'
import { printed, scrolled, typographic, type View } from '../view.ts'
import { chart, draw, ink, type Width, widths } from './canvas.ts'

interface Bar {
  ligne: string
  tranche: string
  valeur: number
  text: string
  title: string
}

/** For each quantity of the bands (laureates, pass scanned): how much of it lies in each band, by type of body. */
export function bandCharts(view: View): Html {
  return view.each((lecture, place) => {
    const whole = grid(view.facts.figures, lecture, 'conversion')
    const kinds = [...new Set(whole.columns.map(kindOf))]
    const lines = whole.lines.filter((line) => line.nature === 'structure').slice(0, limits.lignes)
    if (lines.length === 0) return html``
    return html`${kinds.map((kind, i) => {
      const columns = whole.columns.filter((column) => kindOf(column) === kind)
      const name = view.label(columns[0]!.colonne)
      const title = `${name} par tranche de conversion`
      return chart(
        `tranches-${place}-${i}`,
        title,
        (width) => panels(whole, title, lines, columns, width),
        table(`tranches-table-${place}-${i}`, title, whole, columns),
        html`<p>Tranche : part des pass achetés qui ont été scannés. Seuls y sont les lauréats dont les deux chiffres sont connus.</p>`,
      )
    })}`
  })
}

/** What a column counts: the name behind its band. */
function kindOf(column: Column): string {
  return column.colonne.slice(column.colonne.lastIndexOf('.') + 1)
}

function panels(
  whole: Grid,
  label: string,
  lines: readonly Line[],
  columns: readonly Column[],
  width: Width,
): Html {
  const share = whole.lines.find((line) => line.nature === 'pourcent')
  const names = new Map(
    columns.map((column) => {
      const part = share?.cells.get(column.colonne)
      const said = part?.valeur ? `\u00a0: ${written(part.valeur, part.unite)}` : ''
      return [column.colonne, `${column.tranche ?? ''}${said}`]
    }),
  )
  const all: Bar[] = lines.flatMap((line) =>
    columns.flatMap((column) => {
      const cell = line.cells.get(column.colonne)
      if (cell?.valeur == null) return []
      const text = written(cell.valeur, cell.unite)
      const ligne = typographic(line.ligne)
      const tranche = names.get(column.colonne)!
      return [
        {
          ligne,
          tranche,
          valeur: Number(cell.valeur),
          text,
          title: `${ligne}, ${column.tranche ?? ''}\u00a0: ${text}`,
        },
      ]
    }),
  )
  const highest = Math.max(1, ...all.map((bar) => bar.valeur))
  const bands = [...names.values()]
  if (width === 'wide') return panel(label, all, bands, lines, width, highest)
  return html`${bands.map((band) =>
    panel(
      `${label}, ${band}`,
      all.filter((bar) => bar.tranche === band),
      [band],
      lines,
      width,
      highest,
    ),
  )}`
}

function panel(
  label: string,
  all: Bar[],
  bands: string[],
  lines: readonly Line[],
  width: Width,
  highest: number,
): Html {
  return draw(`${label}. Les chiffres sont dans le tableau qui suit.`, {
    width: widths[width],
    height: 44 + lines.length * 32,
    marginLeft: width === 'wide' ? 165 : 142,
    marginTop: 30,
    marginBottom: 8,
    marginRight: width === 'wide' ? 46 : 56,
    fx: { domain: bands, label: null, padding: 0.1, axis: 'top' },
    x: { domain: [0, highest * (width === 'wide' ? 1.35 : 1)], axis: null },
    y: {
      domain: lines.map((line) => typographic(line.ligne)),
      label: null,
      tickSize: 0,
      padding: 0.35,
    },
    marks: [
      Plot.ruleX([0], { stroke: ink.soft }),
      Plot.barX(all, {
        x: 'valeur',
        y: 'ligne',
        fx: 'tranche',
        fill: ink.bar,
        title: 'title',
      }),
      Plot.text(all, {
        x: 'valeur',
        y: 'ligne',
        fx: 'tranche',
        text: 'text',
        textAnchor: 'start',
        dx: 5,
        fill: ink.text,
        fontWeight: 600,
        fontSize: 12,
      }),
    ],
  })
}

function table(id: string, title: string, whole: Grid, columns: readonly Column[]): Html {
  return scrolled(
    id,
    title,
    html`<tr><th scope="col">Structures lauréates</th>${columns.map((column) => html`<th scope="col" class="n">${column.tranche}</th>`)}</tr>`,
    whole.lines.slice(0, limits.lignes).map(
      (line) =>
        html`<tr><th scope="row">${line.nature === 'pourcent' ? '% du total' : typographic(line.ligne)}</th>${columns.map(
          (column) => {
            const cell = line.cells.get(column.colonne)
            return html`<td class="n">${cell === undefined ? '' : printed(cell)}</td>`
          },
        )}</tr>`,
    ),
  )
}
