import { agreementPicture } from '../charts/agreement.ts'
import type { PublishedCell } from '../facts.ts'
import { type Html, html } from '../markup.ts'
import { counted, number, figure as written } from '../numbers.ts'
import { scrolled, typographic, type View } from '../view.ts'
import { callName, listed, word } from '../words.ts'

/** The published figures in front of those computed, disagreements first. */
export function agreement(view: View): Html {
  const { published } = view.facts
  return html`<section id="rapprochement" aria-labelledby="rapprochement-titre">
<h2 id="rapprochement-titre">Le rapprochement avec le document publié</h2>
${published.total === 0 ? html`<p>Aucun chiffre publié n’a été fourni (<code>raw/publie/</code>) : il n’y a rien à rapprocher.</p>` : found(view)}
</section>`
}

function found(view: View): Html {
  const { total, counts, shown } = view.facts.published
  const apart = shown.filter((cell) => cell.statut !== 'conforme')
  const parts = counts.map(
    (one) =>
      `${number(String(one.nombre))}\u00a0${word('reconciliation', one.statut)}${one.nombre > 1 ? 's' : ''}`,
  )
  const left = total - shown.length
  return html`<p>${counted(total, 'chiffre publié', 'chiffres publiés')}, comparés à la précision imprimée : ${listed(parts.map(plural))}.</p>
${
  apart.length === 0
    ? html`<p>Tous les chiffres publiés sont retrouvés.</p>`
    : scrolled(
        'ecarts-table',
        'Ce qui diffère, ou ne se calcule pas, et pourquoi',
        html`<tr><th scope="col">Chiffre</th><th scope="col" class="n">Publié</th><th scope="col" class="n">Calculé</th><th scope="col">Statut</th><th scope="col">Explication</th></tr>`,
        apart.map(
          (cell) =>
            html`<tr><th scope="row">${cellName(view, cell)}</th>${value(cell.valeur_publiee, cell.unite)}${value(cell.valeur_calculee, cell.unite)}<td>${word('reconciliation', cell.statut)}</td><td>${cell.explication === null ? 'Aucune raison connue.' : typographic(cell.explication)}</td></tr>`,
        ),
        'wordy',
      )
}
${contradictions(view)}
<figure class="chart">
<figcaption><h3>Case par case</h3><p>Le document publié, dans sa disposition : une forme par case.</p></figcaption>
<div class="wide">${agreementPicture(view, 'wide')}</div><div class="narrow">${agreementPicture(view, 'narrow')}</div>
<details class="behind"><summary>Les ${number(String(shown.length))} chiffres publiés, un par un</summary>
${scrolled(
  'rapprochement-table',
  'Chiffres publiés et calculés (lecture du document)',
  html`<tr><th scope="col">Chiffre</th><th scope="col" class="n">Publié</th><th scope="col" class="n">Calculé</th><th scope="col" class="n">Lecture cohérente</th><th scope="col">Statut</th></tr>`,
  shown.map(
    (cell) =>
      html`<tr data-published="${[cell.tableau, cell.aap, cell.ligne, cell.colonne].join('|')}"><th scope="row">${cellName(view, cell)}</th>${value(cell.valeur_publiee, cell.unite)}${value(cell.valeur_calculee, cell.unite)}${value(cell.valeur_coherente, cell.unite)}<td>${word('reconciliation', cell.statut)}</td></tr>`,
  ),
)}
${left === 0 ? '' : html`<p>${number(String(left))} autres sont dans <code>exports/csv/reconciliation.csv</code>.</p>`}
</details>
</figure>`
}

/** Where the document disagrees with itself, whatever the reports say. */
function contradictions(view: View): Html {
  const { total, shown } = view.facts.contradictions
  if (total === 0) return html``
  const left = total - shown.length
  return html`<h3>Où le document se contredit lui-même</h3>
<p>Rien ici ne vient des rapports : ce sont les chiffres imprimés, recomposés les uns des autres.</p>
${scrolled(
  'contradictions-table',
  'Chiffres imprimés que d’autres chiffres imprimés contredisent',
  html`<tr><th scope="col">Chiffre</th><th scope="col" class="n">Imprimé</th><th scope="col" class="n">Recomposé</th><th scope="col">Explication</th></tr>`,
  shown.map(
    (one) =>
      html`<tr data-contradiction="${[one.tableau, one.aap, one.ligne, one.colonne].join('|')}"><th scope="row">${cellName(view, one)}</th>${value(one.valeur_imprimee, one.unite)}${value(one.valeur_recomposee, one.unite)}<td>${typographic(one.explication ?? one.raison)}</td></tr>`,
  ),
  'wordy',
)}
${left === 0 ? '' : html`<p>${number(String(left))} autres sont dans <code>exports/csv/controles_publies.csv</code>.</p>`}`
}

function value(text: string | null, unit: string): Html {
  return html`<td class="n">${text === null ? html`<span aria-hidden="true">—</span><span class="unseen">aucun</span>` : written(text, unit)}</td>`
}

/** « AAP 2019, Conseil régional, Pass achetés » */
function cellName(
  view: View,
  cell: Pick<PublishedCell, 'tableau' | 'aap' | 'ligne' | 'colonne'>,
): string {
  const known = view.facts.figures.find(
    (one) =>
      one.tableau === cell.tableau &&
      one.aap === cell.aap &&
      one.ligne === cell.ligne &&
      one.colonne === cell.colonne,
  )
  const column = typographic(known?.libelle ?? view.label(cell.colonne))
  const band = known?.tranche ? [known.tranche.toLowerCase()] : []
  const line = ['texte', 'note'].includes(cell.ligne) ? [] : [typographic(cell.ligne)]
  return [callName(cell.aap), ...line, ...band, column].join(', ')
}

/** « 2 écart expliqués » → « 2 écarts expliqués » */
function plural(text: string): string {
  return text.endsWith('s')
    ? text.replace(/(\s)écart /, '$1écarts ').replace('non calculables', 'non calculables')
    : text
}
