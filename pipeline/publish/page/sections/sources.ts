import type { File } from '../facts.ts'
import { type Html, html } from '../markup.ts'
import { counted, number } from '../numbers.ts'
import { scrolled, typographic, type View } from '../view.ts'
import { word } from '../words.ts'

/** Where everything comes from, how it is computed, and where the rest is. */
export function sources(view: View): Html {
  const { files } = view.facts
  const left = files.total - files.shown.length
  return html`<section id="sources" aria-labelledby="sources-titre">
<h2 id="sources-titre">Les sources et la méthode</h2>
<h3>Les fichiers reçus</h3>
${
  files.total === 0
    ? html`<p>Aucun fichier n’a été reçu.</p>`
    : html`<p>${counted(files.total, 'fichier')} — ${files.counts.map((one, i) => `${i === 0 ? '' : ', '}${word('fichier', one.statut)}\u00a0: ${number(String(one.nombre))}`)}. Aucun n’est passé sous silence.</p>
<details><summary>La liste des fichiers</summary>
${scrolled(
  'fichiers-table',
  'Fichiers reçus, et ce qu’il en a été fait',
  html`<tr><th scope="col">Fichier</th><th scope="col">Statut</th><th scope="col">Remarque</th><th scope="col">Lauréats</th></tr>`,
  files.shown.map((file) => line(view, file)),
  'wordy',
)}
${left === 0 ? '' : html`<p>${number(String(left))} autres sont dans <code>exports/csv/fichiers.csv</code>.</p>`}
</details>`
}
<h3>La méthode</h3>
<ul class="plain">
<li>Chaque part est une somme divisée par une somme, jamais une moyenne de parts, arrondie au pour cent, la moitié vers le haut.</li>
<li><strong>Lecture du document</strong> : les règles de chaque tableau publié. <strong>Lecture cohérente</strong> : une seule règle pour tous les appels, le potentiel de chaque lauréat compte toujours au total.</li>
<li>Une case vide, « NC » ou « en attente » n’est pas un zéro : le chiffre manque, et le bilan le dit. « Néant », « aucun » et « 0 » sont des zéros.</li>
<li>Un doute est une question, jamais une supposition : ce qui n’est pas sûr ne compte pas tant que personne n’a décidé.</li>
<li>Les bénéficiaires uniques s’additionnent d’un lauréat à l’autre alors que les territoires se recouvrent : leur somme est un majorant.</li>
</ul>
<h3>Pour aller plus loin</h3>
<p>Cette page ne contient rien d’autre que ce que disent les tables de l’entrepôt (<code>warehouse.duckdb</code>, schéma <code>bilan</code>), exportées dans <code>exports/csv</code> et <code>exports/parquet</code>.</p>
<dl class="tables">${view.facts.tables.map((table) => html`<div><dt><code>${table.nom}</code></dt><dd>${table.commentaire === null ? '' : typographic(table.commentaire)}</dd></div>`)}</dl>
</section>`
}

function line(view: View, file: File): Html {
  const conventions = file.conventions?.split(' | ') ?? []
  const shown = conventions.slice(0, 12)
  return html`<tr data-file="${file.fichier}"><th scope="row"><bdi>${file.fichier}</bdi></th><td>${word('fichier', file.statut)}</td><td><bdi>${file.motif}</bdi></td><td>${shown.map((one) => html`<span class="item"><bdi class="laureate" data-laureate="${view.laureateNumber(one)}">${view.laureate(one)?.nom ?? one}</bdi></span>`)}${conventions.length > shown.length ? ` et ${conventions.length - shown.length} autres` : ''}</td></tr>`
}
