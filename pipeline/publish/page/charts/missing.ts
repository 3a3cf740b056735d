import * as Plot from '@observablehq/plot'
import type { MissingValue } from '../facts.ts'
import { limits } from '../limits.ts'
import { type Html, html } from '../markup.ts'
import { number } from '../numbers.ts'
import type { View } from '../view.ts'
import { word } from '../words.ts'
import { draw, ink, legend, short, type Width, widths } from './canvas.ts'

/** Each reason has a shape of its own; colour says nothing alone. */
const shapes: Record<string, string> = {
  non_communique: 'circle',
  sans_rapport: 'times',
  illisible: 'triangle',
  contradictoire: 'diamond',
}
const statuses = Object.keys(shapes)

/** Who misses what, and why: a row a laureate (the largest potentials), a column an indicator, a shape a reason. */
export function missingPicture(view: View, width: Width): Html {
  const values = view.facts.missing.shown
  const conventions = [...new Set(values.map((one) => one.convention))].slice(
    0,
    limits.manquantsDessines,
  )
  const all = values.filter((one) => conventions.includes(one.convention))
  const names = new Map(all.map((one) => [one.convention, rowName(one, width)]))
  const indicators = [...new Set(values.map((one) => one.indicateur))].sort(
    (a, b) => view.rank(a) - view.rank(b),
  )
  const present = statuses.filter((status) => all.some((one) => one.statut === status))
  const label = `Ce qui manque aux ${conventions.length} lauréats de plus grand potentiel, et pourquoi. Le détail est dans la liste qui suit.`
  const drawing = draw(label, {
    width: widths[width],
    height: 46 + conventions.length * 26,
    marginLeft: width === 'wide' ? 400 : 178,
    marginTop: 40,
    marginBottom: 6,
    marginRight: 10,
    x: {
      domain: indicators.map((name) => view.label(name)),
      label: null,
      axis: 'top',
      tickSize: 0,
      tickFormat: (name: string) => (width === 'wide' ? name : name.replaceAll(' ', '\n')),
    },
    y: {
      domain: conventions,
      tickFormat: (convention: string) => names.get(convention) ?? convention,
      label: null,
      tickSize: 0,
    },
    symbol: { domain: statuses, range: Object.values(shapes) as Plot.SymbolType[] },
    marks: [
      Plot.ruleY(conventions, { stroke: ink.line }),
      Plot.dot(all, {
        x: (one: MissingValue) => view.label(one.indicateur),
        y: 'convention',
        symbol: 'statut',
        r: 6,
        fill: ink.alert,
        fillOpacity: 0.25,
        stroke: ink.alert,
        strokeWidth: 2,
        title: (one: MissingValue) =>
          `${one.nom}\u00a0: ${view.label(one.indicateur)}, ${word('statut', one.statut)}`,
      }),
    ],
  })
  const keys = present.map((status) => ({
    name: word('statut', status),
    symbol: shapes[status]!,
    colour: ink.alert,
    opacity: 0.25,
  }))
  return html`${legend(keys)}${drawing}`
}

function rowName(one: MissingValue, width: Width): string {
  const weight = `${number(one.potentiel_achat)} pass`
  return width === 'wide'
    ? `${short(one.nom, 44)} · ${one.aap} · ${weight}`
    : `${short(one.nom, 24)} · ${one.aap}`
}
