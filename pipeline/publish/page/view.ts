import type { Laureate } from './evidence.ts'
import type { Facts } from './facts.ts'
import { type Figure, keyOf, readings, type Span } from './figures.ts'
import { type Hole, type Html, html } from './markup.ts'
import { figure as written } from './numbers.ts'
import { word } from './words.ts'

/** The facts with what every section looks up in them. */
export class View {
  readonly facts: Facts
  /** The readings, the document's first. */
  readonly readings: string[]
  readonly #labels = new Map<string, string>()
  readonly #numbers = new Map<string, number>()
  readonly #spans = new Map<string, Span[]>()
  readonly #laureates = new Map<string, number>()

  constructor(facts: Facts) {
    this.facts = facts
    this.readings = readings(facts.figures)
    facts.figures.forEach((figure, i) => {
      this.#numbers.set(keyOf(figure), i)
      const plain = figure.nature !== 'absence' && figure.nature !== 'pourcent'
      if (plain && !this.#labels.has(figure.colonne)) {
        this.#labels.set(figure.colonne, typographic(figure.libelle))
      }
    })
    for (const span of facts.spans) {
      const key = [span.tableau, span.aap, span.ligne, span.ratio].join('|')
      this.#spans.set(key, [...(this.#spans.get(key) ?? []), span])
    }
    facts.laureates.shown.forEach((laureate, i) => {
      this.#laureates.set(laureate.convention, i)
    })
  }

  /** The name of a column, an indicator or a ratio for people. */
  label(name: string): string {
    return this.#labels.get(name) ?? word('lecture', name)
  }

  /** Where a column stands in the tables; one that isn't in them comes last. */
  rank(column: string): number {
    const found = this.facts.figures.find((figure) => figure.colonne === column)
    return found?.rang_colonne ?? Number.MAX_SAFE_INTEGER
  }

  /** The place of a figure in the data of the page. */
  numberOf(figure: Figure): number {
    return this.#numbers.get(keyOf(figure))!
  }

  /** The place of a laureate in the data of the page; null when the page doesn't hold it. */
  laureateNumber(convention: string): number | null {
    return this.#laureates.get(convention) ?? null
  }

  laureate(convention: string): Laureate | null {
    const place = this.laureateNumber(convention)
    return place === null ? null : this.facts.laureates.shown[place]!
  }

  /** What is known of where a figure lies, one for each assumption; empty where the question makes no sense. */
  spans(figure: Figure): Span[] {
    const { tableau, aap, ligne, colonne } = figure
    return this.#spans.get([tableau, aap, ligne, colonne].join('|')) ?? []
  }

  /** Where a figure lies under the assumption of the bilan. */
  span(figure: Figure): Span | undefined {
    return this.spans(figure).find((span) => span.appliquee)
  }

  /** The figure of a cell, or undefined. */
  find(lecture: string, tableau: string, aap: string, ligne: string, colonne: string) {
    const place = this.#numbers.get([lecture, tableau, aap, ligne, colonne].join('|'))
    return place === undefined ? undefined : this.facts.figures[place]
  }

  /** A part of the page for each reading, of which one is shown at a time; once only where the readings agree. */
  each(render: (lecture: string, place: number) => Html): Html {
    const parts = this.readings.map((lecture, place) => render(lecture, place))
    if (parts.every((part) => part.text === parts[0]!.text)) return parts[0] ?? html``
    return html`${parts.map((part, i) => html`<div class="reading" data-reading="${i}">${part}</div>`)}`
  }
}

/** A figure as it is printed, with its unit; a dash with its reason when there is none. */
export function printed(figure: Figure): Html {
  if (figure.valeur !== null) return html`${written(figure.valeur, figure.unite)}`
  return html`<span aria-hidden="true">—</span><span class="unseen">non calculable</span>`
}

/** A table that scrolls in a region of its own, which keyboards reach; `id` must be unique in the page. */
export function scrolled(id: string, caption: Hole, head: Hole, body: Hole, kind = ''): Html {
  return html`<div class="scrolled" role="region" aria-labelledby="${id}" tabindex="0">
<table class="${kind}"><caption id="${id}">${caption}</caption><thead>${head}</thead><tbody>${body}</tbody></table>
</div>`
}

/** Straight apostrophes of the vocabulary as people print them. */
export function typographic(text: string): string {
  return text.replaceAll("'", '’')
}
