import * as Plot from '@observablehq/plot'
import type { PublishedCell } from '../facts.ts'
import { type Html, html } from '../markup.ts'
import { figure as written } from '../numbers.ts'
import { typographic, type View } from '../view.ts'
import { callName, word } from '../words.ts'
import { draw, ink, legend, short, type Width, widths } from './canvas.ts'

const shapes: Record<string, string> = {
  conforme: 'square',
  ecart_explique: 'diamond',
  ecart: 'times',
  non_calculable: 'circle',
}
const statuses = Object.keys(shapes)

/** The published document as a grid of its own cells, each with the shape of how it agrees with what is computed. */
export function agreementPicture(view: View, width: Width): Html {
  const cells = view.facts.published.shown
  const tables = [...new Set(cells.map((cell) => cell.tableau))].sort(
    (a, b) => Number(b === 'quantitatif') - Number(a === 'quantitatif') || (a < b ? -1 : 1),
  )
  const keys = statuses
    .filter((status) => cells.some((cell) => cell.statut === status))
    .map((status) => ({
      name: word('reconciliation', status),
      symbol: shapes[status]!,
      ...tone(status),
    }))
  return html`${legend(keys)}${tables.map((tableau) => {
    const own = cells.filter((cell) => cell.tableau === tableau)
    return html`<h4>${word('tableau', tableau)}</h4>${picture(view, tableau, own, width)}`
  })}`
}

function picture(view: View, tableau: string, cells: PublishedCell[], width: Width): Html {
  const ranks = new Map(
    view.facts.figures
      .filter((one) => one.tableau === tableau)
      .map((one) => [`${one.aap}|${one.ligne}|${one.colonne}`, one]),
  )
  const rank = (cell: PublishedCell) => ranks.get(`${cell.aap}|${cell.ligne}|${cell.colonne}`)
  const lines = distinct(
    cells,
    (cell) => `${cell.aap}|${cell.ligne}`,
    (cell) => rank(cell)?.rang_ligne,
  )
  const columns = distinct(
    cells,
    (cell) => cell.colonne,
    (cell) => rank(cell)?.rang_colonne,
  )
  const names = new Map(cells.map((cell) => [`${cell.aap}|${cell.ligne}`, lineName(cell, width)]))
  const heads = new Map(columns.map((column, i) => [column, columnName(view, cells, column, i)]))
  const wide = width === 'wide'
  const drawing = draw(
    `${word('tableau', tableau)}\u00a0: accord de chaque case publiée avec le calcul. Le détail est dans la liste qui suit.`,
    {
      width: widths[width],
      height: (wide ? 74 : 34) + lines.length * (wide ? 24 : 22),
      marginLeft: wide ? 260 : 150,
      marginTop: wide ? 66 : 22,
      marginBottom: 4,
      marginRight: wide ? 20 : 6,
      x: { domain: columns, axis: null },
      y: {
        domain: lines,
        label: null,
        tickSize: 0,
        tickFormat: (line: string) => names.get(line)!,
      },
      symbol: { domain: statuses, range: Object.values(shapes) as Plot.SymbolType[] },
      marks: [
        Plot.axisX({
          anchor: 'top',
          label: null,
          tickSize: 0,
          lineWidth: wide ? Math.min(12, 52 / columns.length) : 2,
          tickFormat: (column: string, i: number) => (wide ? heads.get(column)! : String(i + 1)),
        }),
        Plot.ruleY(lines, { stroke: ink.line }),
        Plot.dot(cells, {
          x: 'colonne',
          y: (cell: PublishedCell) => `${cell.aap}|${cell.ligne}`,
          symbol: 'statut',
          r: (cell: PublishedCell) => (cell.statut === 'conforme' ? 4 : 7),
          fill: (cell: PublishedCell) => tone(cell.statut).colour,
          fillOpacity: (cell: PublishedCell) => tone(cell.statut).opacity,
          stroke: (cell: PublishedCell) => tone(cell.statut).colour,
          strokeWidth: 1.8,
          title: (cell: PublishedCell) => told(view, cell),
        }),
      ],
      r: { type: 'identity' },
      color: { type: 'identity' },
      opacity: { type: 'identity' },
    },
  )
  // A telephone has no room for the names of columns: they are numbered, and named below.
  if (wide) return drawing
  return html`${drawing}<ol class="columns">${columns.map((column) => html`<li>${heads.get(column)}</li>`)}</ol>`
}

function tone(status: string): { colour: string; opacity: number } {
  return status === 'conforme'
    ? { colour: ink.bar, opacity: 0.9 }
    : { colour: ink.alert, opacity: 0.3 }
}

function told(view: View, cell: PublishedCell): string {
  const value = (text: string | null): string =>
    text === null ? 'rien' : written(text, cell.unite)
  return `${lineName(cell, 'wide')}, ${view.label(cell.colonne)}\u00a0: publié ${value(cell.valeur_publiee)}, calculé ${value(cell.valeur_calculee)}, ${word('reconciliation', cell.statut)}`
}

function lineName(cell: PublishedCell, width: Width): string {
  const call = width === 'wide' ? callName(cell.aap) : cell.aap
  const line = typographic(cell.ligne)
  if (cell.tableau === 'texte' || cell.tableau === 'conversion.note') return call
  return short(`${call} · ${line}`, width === 'wide' ? 40 : 24)
}

function columnName(view: View, cells: PublishedCell[], column: string, i: number): string {
  const band = view.facts.figures.find(
    (one) => one.colonne === column && one.tableau === cells[0]!.tableau,
  )?.tranche
  const label = view.label(column)
  return short(band ? `${band}, ${label.toLowerCase()}` : label || String(i + 1), 44)
}

/** Distinct keys, in the order of their ranks; those without one last. */
function distinct(
  cells: PublishedCell[],
  key: (cell: PublishedCell) => string,
  rank: (cell: PublishedCell) => number | undefined,
): string[] {
  const ranks = new Map<string, number>()
  for (const cell of cells) {
    const own = rank(cell) ?? Number.MAX_SAFE_INTEGER
    ranks.set(key(cell), Math.min(own, ranks.get(key(cell)) ?? Number.MAX_SAFE_INTEGER))
  }
  return [...ranks].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([name]) => name)
}
