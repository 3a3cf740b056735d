import { bandCharts } from '../charts/bands.ts'
import { laureatesChart } from '../charts/laureates.ts'
import { ratioCharts } from '../charts/ratios.ts'
import { type Html, html } from '../markup.ts'
import type { View } from '../view.ts'

/** The drawings, each with the table behind it. */
export function charts(view: View): Html {
  return html`<section id="graphiques" aria-labelledby="graphiques-titre">
<h2 id="graphiques-titre">Les graphiques</h2>
${
  view.facts.figures.length === 0
    ? html`<p>Le registre ne contient aucun lauréat : il n’y a rien à dessiner.</p>`
    : html`${ratioCharts(view)}${bandCharts(view)}${laureatesChart(view)}`
}
</section>`
}
