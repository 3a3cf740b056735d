import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom/worker'
import { type Html, html, raw } from '../markup.ts'

/** A drawing is made twice: as wide as a page, and as wide as a telephone. */
export type Width = 'wide' | 'narrow'
export const widths: Record<Width, number> = { wide: 1040, narrow: 340 }

/** Colours and shapes are those of the style sheet, so that they follow its scheme and paper. */
export const ink = {
  text: 'var(--text)',
  soft: 'var(--text-soft)',
  line: 'var(--line)',
  bar: 'var(--chart-bar)',
  span: 'var(--chart-span)',
  dot: 'var(--chart-dot)',
  alert: 'var(--chart-alert)',
  ground: 'var(--ground)',
} as const

export type Options = Plot.PlotOptions

/**
 * Draws with Plot outside of any browser and gives inline SVG that needs neither script nor style of its own. `label` says in a
 * sentence what is seen, and is empty for a drawing that says nothing by itself; the figures are in the table behind the drawing.
 */
export function draw(label: string, options: Options, more: Manner = {}): Html {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const drawn = Plot.plot({
    className: 'plot',
    style: undefined,
    document,
    ...options,
  } as Options) as unknown as Drawn
  if (more.laureates) {
    const dots = [...drawn.querySelectorAll('[aria-label="dot"] > *')]
    more.laureates.forEach((place, i) => {
      dots[i]!.setAttribute('data-laureate', String(place))
    })
  }
  for (const style of drawn.querySelectorAll('style')) style.remove()
  // The library's labels are English and name axes, not figures.
  for (const part of drawn.querySelectorAll('[aria-label], [aria-hidden]')) {
    part.removeAttribute('aria-label')
    part.removeAttribute('aria-hidden')
  }
  drawn.setAttribute('class', more.kind === undefined ? 'plot' : `plot ${more.kind}`)
  if (label === '') drawn.setAttribute('aria-hidden', 'true')
  else {
    drawn.setAttribute('role', 'img')
    drawn.setAttribute('aria-label', label)
  }
  return raw(drawn.outerHTML)
}

/** What a drawing is besides its options. */
export interface Manner {
  /** A class for the style sheet and the script. */
  kind?: string
  /** Which laureate each dot is, in the order of the data. */
  laureates?: number[]
}

interface Drawn {
  outerHTML: string
  querySelectorAll(selector: string): Iterable<Drawn>
  setAttribute(name: string, value: string): void
  removeAttribute(name: string): void
  remove(): void
}

/** A drawing at both widths, its title, what to know of it, and the table behind it. */
export function chart(
  id: string,
  title: string,
  render: (width: Width) => Html,
  table: Html,
  about: Html = html``,
): Html {
  return html`<figure class="chart" id="${id}">
<figcaption><h3>${title}</h3>${about}</figcaption>
<div class="wide">${render('wide')}</div><div class="narrow">${render('narrow')}</div>
<details class="behind"><summary>Les chiffres de ce graphique<span class="unseen"> : ${title}</span></summary>${table}</details>
</figure>`
}

/** A label no longer than a drawing can hold. */
export function short(text: string, longest: number): string {
  const signs = [...text]
  return signs.length <= longest ? text : `${signs.slice(0, longest - 1).join('')}…`
}

/** A shape of a legend: what it stands for, and how it is drawn. */
export interface Shape {
  name: string
  symbol: string
  colour: string
  opacity: number
}

/** Which shape is what, in words beside the shape: no colour says anything alone. */
export function legend(shapes: readonly Shape[]): Html {
  return html`<ul class="legend">${shapes.map((shape) => html`<li>${key(shape)} ${shape.name}</li>`)}</ul>`
}

function key({ symbol, colour, opacity }: Shape): Html {
  const mark = Plot.dot([0], {
    x: [0],
    y: [0],
    symbol: symbol as Plot.SymbolType,
    r: 5,
    fill: colour,
    fillOpacity: opacity,
    stroke: colour,
    strokeWidth: 1.6,
  })
  const axis = { axis: null, domain: [-1, 1] }
  return draw(
    '',
    { width: 18, height: 18, margin: 0, x: axis, y: axis, marks: [mark] },
    { kind: 'key' },
  )
}
