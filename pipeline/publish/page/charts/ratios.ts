import * as Plot from '@observablehq/plot'
import { type Figure, grid, type Line } from '../figures.ts'
import { limits } from '../limits.ts'
import { type Html, html } from '../markup.ts'
import { number, percentBound, percentShare, thin, figure as written } from '../numbers.ts'
import { coverText, spanText } from '../span.ts'
import { printed, scrolled, typographic, type View } from '../view.ts'
import { callName } from '../words.ts'
import { chart, draw, ink, type Width, widths } from './canvas.ts'

/** One bar: a ratio of a row, in percent, with where it lies. */
interface Bar {
  ligne: string
  ratio: string
  valeur: number | null
  basse: number | null
  haute: number | null
  text: string
  title: string
}

/** Each ratio by type of body and call, with the span that what is missing leaves open. */
export function ratioCharts(view: View): Html {
  return html`${view.each((lecture, place) => {
    const whole = grid(view.facts.figures, lecture, 'quantitatif')
    const lines = whole.lines.filter((line) => line.nature !== 'absence').slice(0, limits.lignes)
    const calls = [...new Set(lines.map((line) => line.aap))]
    const shown = calls.slice(0, limits.appels)
    const highest = top(view, lines)
    return html`${shown.map((aap, i) => {
      const own = lines.filter((line) => line.aap === aap)
      const only = own.length === 1 && own[0]!.nature === 'grand_total'
      if (only && shown.length > 1) return ''
      const title = `Parts achetées et scannées, ${callName(aap)}`
      return chart(
        `parts-${place}-${i}`,
        title,
        (width) => panels(view, title, own, width, highest),
        table(view, `parts-table-${place}-${i}`, title, own),
        i === 0
          ? html`<p>Barre : le chiffre imprimé. Trait à deux butées : entre quelles valeurs se trouve celui de tous les lauréats, selon ce qui manque.</p>`
          : html``,
      )
    })}${calls.length > shown.length ? html`<p>${number(String(calls.length - shown.length))} autres appels ne sont pas dessinés ; leurs chiffres sont dans les tableaux.</p>` : ''}`
  })}`
}

function ratiosOf(line: Line): Figure[] {
  return [...line.cells.values()].filter((cell) => cell.unite === 'pourcent')
}

/** The end of the scale: the same for every call, so that they compare. */
function top(view: View, lines: readonly Line[]): number {
  const ends = lines.flatMap(ratiosOf).flatMap((cell) => {
    const span = view.span(cell)
    return [Number(cell.valeur ?? 0), (span?.borne_haute ?? 0) * 100]
  })
  return Math.max(100, ...ends)
}

function bars(view: View, lines: readonly Line[]): Bar[] {
  return lines.flatMap((line) =>
    ratiosOf(line).map((cell) => {
      const span = view.span(cell)
      const open = span !== undefined && span.nb_laureats_manquants > 0
      const text = cell.valeur === null ? 'n. c.' : written(cell.valeur, cell.unite)
      const between =
        span === undefined
          ? ''
          : `\u00a0; ${[spanText(span), coverText(span)].filter(Boolean).join(', ')}`
      return {
        ligne: typographic(line.ligne),
        ratio: view.label(cell.colonne),
        valeur: cell.valeur === null ? null : Number(cell.valeur),
        basse: open && span.borne_basse !== null ? span.borne_basse * 100 : null,
        haute: open && span.borne_haute !== null ? span.borne_haute * 100 : null,
        text,
        title: `${typographic(line.ligne)}, ${view.label(cell.colonne)}\u00a0: ${text}${between}`,
      }
    }),
  )
}

function panels(
  view: View,
  title: string,
  lines: readonly Line[],
  width: Width,
  highest: number,
): Html {
  const all = bars(view, lines)
  const ratios = [...new Set(all.map((bar) => bar.ratio))]
  if (width === 'wide') return panel(title, all, ratios, width, highest)
  return html`${ratios.map((ratio) =>
    panel(
      `${title}\u00a0: ${ratio}`,
      all.filter((bar) => bar.ratio === ratio),
      [ratio],
      width,
      highest,
    ),
  )}`
}

function panel(label: string, all: Bar[], ratios: string[], width: Width, highest: number): Html {
  const lines = [...new Set(all.map((bar) => bar.ligne))]
  const spans = all.filter((bar) => bar.basse !== null && bar.haute !== null)
  const end = (bar: Bar): number => Math.max(bar.valeur ?? 0, bar.haute ?? 0)
  return draw(`${label}. Les chiffres sont dans le tableau qui suit.`, {
    width: widths[width],
    height: 54 + lines.length * (width === 'wide' ? 34 : 32),
    marginLeft: width === 'wide' ? 165 : 142,
    marginTop: 30,
    marginBottom: 24,
    marginRight: width === 'wide' ? 42 : 44,
    fx: { domain: ratios, label: null, padding: 0.12 },
    x: {
      domain: [0, highest * (width === 'wide' ? 1.18 : 1)],
      label: null,
      ticks: ticks(highest),
      tickFormat: (x: number) => `${number(String(x))}${thin}%`,
      tickSize: 0,
    },
    y: { domain: lines, label: null, tickSize: 0, padding: 0.3 },
    marks: [
      Plot.ruleX(ticks(highest), { stroke: ink.line }),
      Plot.ruleX([100], { stroke: ink.soft, strokeDasharray: '3 3' }),
      Plot.barX(
        all.filter((bar) => bar.valeur !== null),
        {
          x: 'valeur',
          y: 'ligne',
          fx: 'ratio',
          fill: ink.bar,
          title: 'title',
        },
      ),
      Plot.ruleY(spans, {
        x1: 'basse',
        x2: 'haute',
        y: 'ligne',
        fx: 'ratio',
        stroke: ink.ground,
        strokeWidth: 5,
      }),
      Plot.ruleY(spans, {
        x1: 'basse',
        x2: 'haute',
        y: 'ligne',
        fx: 'ratio',
        stroke: ink.span,
        strokeWidth: 2,
        title: 'title',
      }),
      ...(['basse', 'haute'] as const).map((x) =>
        Plot.tickX(spans, {
          x,
          y: 'ligne',
          fx: 'ratio',
          stroke: ink.span,
          strokeWidth: 2,
          inset: 3,
        }),
      ),
      Plot.text(all, {
        x: end,
        y: 'ligne',
        fx: 'ratio',
        text: 'text',
        textAnchor: 'start',
        dx: 6,
        fill: ink.text,
        fontWeight: 600,
        fontSize: 12,
        stroke: ink.ground,
        strokeWidth: 4,
      }),
    ],
  })
}

function ticks(highest: number): number[] {
  const step = highest > 400 ? Math.ceil(highest / 400) * 100 : highest > 200 ? 100 : 50
  return Array.from({ length: Math.floor(highest / step) + 1 }, (_, i) => i * step)
}

function table(view: View, id: string, title: string, lines: readonly Line[]): Html {
  const cells = lines.flatMap((line) => ratiosOf(line).map((cell) => ({ line, cell })))
  return scrolled(
    id,
    title,
    html`<tr><th scope="col">Ligne</th><th scope="col">Part</th><th scope="col" class="n">Chiffre imprimé</th><th scope="col" class="n">Au moins</th><th scope="col" class="n">Au plus</th><th scope="col" class="n">Lauréats sans donnée</th><th scope="col" class="n">Potentiel couvert</th></tr>`,
    cells.map(({ line, cell }) => {
      const span = view.span(cell)
      const bound = (value: number | null | undefined, side: 'basse' | 'haute') =>
        value === null || value === undefined
          ? html`<td class="n">—</td>`
          : html`<td class="n">${percentBound(value, side)}${thin}%</td>`
      return html`<tr><th scope="row">${typographic(line.ligne)}</th><td>${view.label(cell.colonne)}</td><td class="n">${printed(cell)}</td>${bound(span?.borne_basse, 'basse')}${bound(span?.borne_haute, 'haute')}<td class="n">${span === undefined ? '—' : number(String(span.nb_laureats_manquants))}</td><td class="n">${span?.couverture === null || span === undefined ? '—' : percentShare(span.couverture)}</td></tr>`
    }),
  )
}
