import type { Column, Figure, Grid, Line, Span } from '../figures.ts'
import { grid, keyOf } from '../figures.ts'
import { limits } from '../limits.ts'
import { type Html, html } from '../markup.ts'
import { number, percentShare, thin } from '../numbers.ts'
import { bound, spanText } from '../span.ts'
import { printed, scrolled, typographic, type View } from '../view.ts'
import { callName, word } from '../words.ts'

/** The tables of the document, as it lays them out, each figure with its span and who is missing. */
export function tables(view: View): Html {
  return html`<section id="tableaux" aria-labelledby="tableaux-titre">
<h2 id="tableaux-titre">Les tableaux du bilan</h2>
<p class="choice"><label><input type="checkbox" id="manque" checked> Montrer, sous chaque chiffre, ses bornes et ce qui manque</label></p>
${view.each((lecture, place) => quantities(view, lecture, place))}
${view.each((lecture, place) => bands(view, lecture, place))}
${view.each((lecture, place) => prose(view, lecture, place))}
</section>`
}

function quantities(view: View, lecture: string, place: number): Html {
  const whole = grid(view.facts.figures, lecture, 'quantitatif')
  if (whole.lines.length === 0) {
    return html`<h3>Achats, usages et bénéficiaires</h3><p>Le registre ne contient aucun lauréat : il n’y a pas de tableau.</p>`
  }
  const { lines, left } = bounded(whole.lines)
  const calls = [...new Set(lines.map((line) => line.aap))]
  return html`<h3>Achats, usages et bénéficiaires</h3>
<p class="reading-name">${word('lecture', lecture)}</p>
${calls.map((aap, i) => {
  const own = lines.filter((line) => line.aap === aap)
  const title = own.some((line) => line.nature === 'grand_total' && own.length === 1)
    ? `Total général, ${callName(aap)}`
    : callName(aap)
  return scrolled(
    `quantitatif-${place}-${i}`,
    title,
    heads(view, whole.columns),
    own.map((line) => quantityRow(view, line, whole.columns)),
    'bilan',
  )
})}
${left === 0 ? '' : html`<p>${number(String(left))} autres lignes sont dans <code>exports/csv/chiffres.csv</code>.</p>`}
${notes(view)}`
}

function heads(view: View, columns: readonly Column[]): Html {
  return html`<tr><th scope="col">Structures lauréates</th>${columns.map((column) => html`<th scope="col" class="n">${view.label(column.colonne)}</th>`)}</tr>`
}

function quantityRow(view: View, line: Line, columns: readonly Column[]): Html {
  return html`<tr class="${line.nature}"><th scope="row">${typographic(line.ligne)}</th>${columns.map((column) => cell(view, line.cells.get(column.colonne), line.nature === 'absence'))}</tr>`
}

/** A cell with its figure; `counts` where the figure is one of laureates in a column of something else. */
function cell(view: View, figure: Figure | undefined, counts = false): Html {
  if (figure === undefined)
    return html`<td class="n none"><span class="unseen">sans objet</span></td>`
  const span = view.span(figure)
  const unit =
    counts && figure.unite === 'laureats'
      ? html`<small class="unit">${Number(figure.valeur) < 2 ? 'lauréat' : 'lauréats'}</small>`
      : ''
  return html`<td class="n" data-key="${keyOf(figure)}"><span class="figure" data-figure="${view.numberOf(figure)}">${printed(figure)}</span>${unit}${span === undefined ? '' : small(span)}</td>`
}

/** What stands under a figure: where it lies, who is missing, how much is covered. */
function small(span: Span): Html | string {
  const between = spanText(span)
  if (between === null) return ''
  if (span.borne_basse === span.borne_haute) return spoken(span, between)
  const crossing = span.traverse_tranche ? html`<small class="more">tranche incertaine</small>` : ''
  return html`${spoken(span, between)}${lacking(span)}${crossing}`
}

/** A span in the least room; ears get it in words. */
function spoken(span: Span, between: string): Html {
  const { borne_basse: low, borne_haute: high } = span
  if (low === null || high === null || low === high) {
    return html`<small class="more">${between}</small>`
  }
  const sign = span.unite === 'fraction' ? `${thin}%` : ''
  return html`<small class="more"><span aria-hidden="true">${bound(span, low, 'basse')}\u00a0–\u00a0${bound(span, high, 'haute')}${sign}</span><span class="unseen">${between}</span></small>`
}

function lacking(span: Span): Html {
  const cover =
    span.couverture === null
      ? ''
      : html`<small class="more">${percentShare(span.couverture)} couvert</small>`
  return html`<small class="more">${number(String(span.nb_laureats_manquants))} sans donnée</small>${cover}`
}

function notes(view: View): Html {
  const assumption = view.facts.spans.find((span) => span.appliquee)?.hypothese
  return html`<div class="notes">
${assumption === undefined ? '' : html`<p>Sous un chiffre : entre quelles valeurs se trouve forcément celui de <em>tous</em> les lauréats de la ligne, combien d’entre eux n’ont pas de donnée, et quelle part du potentiel d’achat est couverte par des données. Rien n’est estimé. Le chiffre imprimé, qui laisse de côté les lauréats sans donnée, peut sortir de ces bornes. Hypothèse : ${typographic(assumption)}. Ce que donne l’autre hypothèse est dans le détail de chaque chiffre.</p>`}
<p>La ligne d’un type de structure laisse de côté le potentiel des lauréats sans chiffre d’achat, compté à la ligne « Données non disponibles », dont les autres cases comptent des lauréats. Les territoires se recouvrent d’un appel et d’une structure à l’autre : la somme des bénéficiaires uniques est un majorant.</p>
</div>`
}

function bands(view: View, lecture: string, place: number): Html {
  const whole = grid(view.facts.figures, lecture, 'conversion')
  const title = html`<h3>Conversion : part des pass achetés qui ont été scannés</h3>`
  if (whole.lines.length === 0) {
    return html`${title}<p>Le registre ne contient aucun lauréat : il n’y a pas de tableau.</p>`
  }
  const { lines, left } = bounded(whole.lines)
  const note = grid(view.facts.figures, lecture, 'conversion.note').lines[0]
  return html`${title}
<p class="reading-name">${word('lecture', lecture)}</p>
${scrolled(
  `conversion-${place}`,
  `Lauréats rangés selon leur part de pass scannés, ${callName(lines[0]!.aap)}`,
  bandHeads(view, whole),
  lines.map(
    (line) =>
      html`<tr class="${line.nature}"><th scope="row">${line.nature === 'pourcent' ? '% du total' : typographic(line.ligne)}${lineLack(view, line)}</th>${whole.columns.map((column) => bandCell(view, line.cells.get(column.colonne)))}</tr>`,
  ),
  'bilan bands',
)}
${left === 0 ? '' : html`<p>${number(String(left))} autres lignes sont dans <code>exports/csv/chiffres.csv</code>.</p>`}
${note === undefined ? '' : html`<h4>Note du tableau</h4>${list(view, note)}`}`
}

/** What the cells of a row of bands lack, which is the same for all of them. */
function lineLack(view: View, line: Line): Html | string {
  const [first] = line.cells.values()
  const span = first === undefined ? undefined : view.span(first)
  return span === undefined || span.nb_laureats_manquants === 0 ? '' : lacking(span)
}

function bandCell(view: View, figure: Figure | undefined): Html {
  if (figure === undefined) return html`<td class="n none"></td>`
  const span = view.span(figure)
  const between = span === undefined ? null : spanText(span)
  return html`<td class="n" data-key="${keyOf(figure)}"><span class="figure" data-figure="${view.numberOf(figure)}">${printed(figure)}</span>${span === undefined || between === null ? '' : spoken(span, between)}</td>`
}

function bandHeads(view: View, { columns }: Grid): Html {
  const groups: { name: string; columns: Column[] }[] = []
  for (const column of columns) {
    const name = column.tranche ?? ''
    const last = groups.at(-1)
    if (last?.name === name) last.columns.push(column)
    else groups.push({ name, columns: [column] })
  }
  return html`<tr><th scope="col" rowspan="2">Structures lauréates</th>${groups.map((group) => html`<th scope="colgroup" colspan="${group.columns.length}" class="group">${group.name}</th>`)}</tr>
<tr>${columns.map((column) => html`<th scope="col" class="n">${view.label(column.colonne)}</th>`)}</tr>`
}

function prose(view: View, lecture: string, place: number): Html {
  const { lines } = grid(view.facts.figures, lecture, 'texte')
  if (lines.length === 0) return html``
  return html`<h3>Les chiffres du texte</h3>
<p class="reading-name">${word('lecture', lecture)}</p>
<div class="lists">${bounded(lines).lines.map((line, i) => html`<div><h4 id="texte-${place}-${i}">${callName(line.aap)}</h4>${list(view, line)}</div>`)}</div>`
}

/** The figures of a row as a list of name and value: for rows that aren't of a table. */
function list(view: View, line: Line): Html {
  return html`<dl class="facts">${[...line.cells.values()].map(
    (figure) =>
      html`<div><dt>${typographic(figure.libelle)}</dt><dd data-key="${keyOf(figure)}"><span class="figure" data-figure="${view.numberOf(figure)}">${printed(figure)}</span></dd></div>`,
  )}</dl>`
}

function bounded(lines: Line[]): { lines: Line[]; left: number } {
  return { lines: lines.slice(0, limits.lignes), left: Math.max(0, lines.length - limits.lignes) }
}
