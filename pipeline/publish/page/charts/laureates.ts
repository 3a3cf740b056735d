import * as Plot from '@observablehq/plot'
import type { Laureate } from '../evidence.ts'
import { type Html, html } from '../markup.ts'
import { number, percentShare, thin } from '../numbers.ts'
import { scrolled, typographic, type View } from '../view.ts'
import { callName, word } from '../words.ts'
import { chart, draw, ink, legend, type Width, widths } from './canvas.ts'

interface Dot {
  x: number
  y: number
  type: string
  /** What people are told of the dot. */
  title: string
}

const symbols: Plot.SymbolType[] = [
  'circle',
  'square',
  'triangle',
  'diamond',
  'star',
  'cross',
  'wye',
]

/** Every laureate whose figures are known as a dot with its name: what it bought of its potential, and scanned of what it bought. */
export function laureatesChart(view: View): Html {
  const { shown, total } = view.facts.laureates
  const drawn = shown.filter(placed)
  const left = shown.length - drawn.length
  const title = 'Chaque lauréat\u00a0: ce qu’il a acheté, ce qui a été scanné'
  if (drawn.length === 0) {
    return html`<div class="chart"><h3>${title}</h3><p>Aucun lauréat n’a à la fois un chiffre de pass achetés et un chiffre de pass scannés : il n’y a rien à dessiner.</p></div>`
  }
  return chart(
    'laureats',
    title,
    (width) => scatter(view, title, drawn, width),
    table(view, title, shown),
    html`<p>Un point par lauréat, une forme par type de structure. Au-delà de 100${thin}%, le lauréat a acheté plus que son potentiel. ${left === 0 ? '' : html`${number(String(left))} lauréats ne sont pas dessinés, faute de chiffre : ils sont dans <a href="#manquants">les données manquantes</a>. `}${total > shown.length ? html`Des ${number(String(total))} lauréats, seuls les ${number(String(shown.length))} plus grands potentiels sont ici ; tous sont dans <code>exports/csv/laureats.csv</code>. ` : ''}<span class="scripted">Au clavier : Tab pour entrer dans le graphique, flèches pour aller d’un point à l’autre, Entrée pour voir ses sources.</span></p>`,
  )
}

function placed(laureate: Laureate): boolean {
  return laureate.achetes_sur_potentiel !== null && laureate.scannes_sur_achetes !== null
}

function scatter(view: View, label: string, laureates: readonly Laureate[], width: Width): Html {
  const types = [...new Set(view.facts.laureates.shown.map((one) => one.type_structure))].sort()
  const dots: Dot[] = laureates.map((one) => ({
    x: one.achetes_sur_potentiel! * 100,
    y: one.scannes_sur_achetes! * 100,
    type: one.type_structure,
    title: `${one.nom} (${callName(one.aap)})\u00a0: ${percentShare(one.achetes_sur_potentiel!)} du potentiel acheté, ${percentShare(one.scannes_sur_achetes!)} des achetés scannés`,
  }))
  const right = Math.max(100, ...dots.map((dot) => dot.x))
  const top = Math.max(100, ...dots.map((dot) => dot.y))
  const percent = (value: number): string => `${number(String(value))}${thin}%`
  const step = right > 400 ? Math.ceil(right / 400) * 100 : right > 250 ? 100 : 50
  const drawing = draw(
    `${label}. ${laureates.length} points\u00a0; les chiffres sont dans le tableau qui suit.`,
    {
      width: widths[width],
      height: width === 'wide' ? 460 : 400,
      marginLeft: 52,
      marginBottom: 44,
      marginTop: 34,
      marginRight: 20,
      x: {
        domain: [0, right * 1.02],
        label: 'Pass achetés sur potentiel',
        labelArrow: 'none',
        labelAnchor: 'center',
        ticks: Array.from({ length: Math.floor(right / step) + 1 }, (_, i) => i * step),
        tickFormat: percent,
        tickSize: 0,
      },
      y: {
        domain: [0, top * 1.02],
        label: 'Pass scannés sur pass achetés',
        labelArrow: 'none',
        labelAnchor: 'top',
        ticks: [0, 25, 50, 75, 100],
        tickFormat: percent,
        tickSize: 0,
      },
      symbol: { domain: types, range: symbols },
      marks: [
        Plot.ruleY([0, 25, 50, 75, 100], { stroke: ink.line }),
        Plot.ruleX([0], { stroke: ink.soft }),
        Plot.ruleX([100], { stroke: ink.soft, strokeDasharray: '3 3' }),
        Plot.dot(dots, {
          x: 'x',
          y: 'y',
          symbol: 'type',
          r: 5,
          fill: ink.dot,
          fillOpacity: 0.55,
          stroke: ink.dot,
          strokeWidth: 1.25,
          title: 'title',
        }),
      ],
    },
    {
      kind: 'dots',
      laureates: laureates.map((one) => view.laureateNumber(one.convention)!),
    },
  )
  const keys = types.map((type, i) => ({
    name: typographic(type),
    symbol: symbols[i % symbols.length]!,
    colour: ink.dot,
    opacity: 0.55,
  }))
  return html`${legend(keys)}${drawing}`
}

function table(view: View, title: string, laureates: readonly Laureate[]): Html {
  const names = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques']
  const share = (value: number | null): Html =>
    html`<td class="n">${value === null ? '—' : percentShare(value)}</td>`
  return scrolled(
    'laureats-table',
    title,
    html`<tr><th scope="col">Lauréat</th><th scope="col">Appel</th><th scope="col">Type</th><th scope="col" class="n">Potentiel</th>${names.map((name) => html`<th scope="col" class="n">${view.label(name)}</th>`)}<th scope="col" class="n">${view.label('achetes_sur_potentiel')}</th><th scope="col" class="n">${view.label('scannes_sur_achetes')}</th></tr>`,
    laureates.map(
      (one) =>
        html`<tr data-convention="${one.convention}"><th scope="row"><bdi class="laureate" data-laureate="${view.laureateNumber(one.convention)}">${one.nom}</bdi></th><td>${one.aap}</td><td>${typographic(one.type_structure)}</td><td class="n">${number(one.potentiel_achat)}</td>${names.map(
          (name) => {
            const { valeur, statut } = one.held[name]!
            return html`<td class="n">${valeur === null ? html`<span class="absent">${word('statut', statut)}</span>` : number(valeur)}</td>`
          },
        )}${share(one.achetes_sur_potentiel)}${share(one.scannes_sur_achetes)}</tr>`,
    ),
  )
}
