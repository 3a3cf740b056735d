import type { Question } from '../facts.ts'
import { type Html, html } from '../markup.ts'
import { counted, number } from '../numbers.ts'
import { scrolled, typographic, type View } from '../view.ts'

/** What a person has to decide: each doubt with its address. */
export function questions(view: View): Html {
  const { total, shown } = view.facts.questions
  const left = total - shown.length
  return html`<section id="questions" aria-labelledby="questions-titre">
<h2 id="questions-titre">Les questions ouvertes</h2>
${
  total === 0
    ? html`<p>Aucune question n’est ouverte : tout ce qui a été lu l’a été sans doute possible, ou a été décidé par une personne.</p>`
    : html`<p>${counted(total, 'question attend', 'questions attendent')} la décision d’une personne. D’ici là, ce qui est douteux ne compte dans aucun chiffre. <code>npx bilan review</code> les pose une à une.</p>
${scrolled(
  'questions-table',
  'Questions ouvertes',
  html`<tr><th scope="col">Fichier</th><th scope="col">Où</th><th scope="col">Texte</th><th scope="col">Ce qui est douteux</th><th scope="col">Proposition</th></tr>`,
  shown.map((one) => line(view, one)),
  'wordy',
)}
${left === 0 ? '' : html`<p>${number(String(left))} autres sont dans <code>exports/csv/a_verifier.csv</code>.</p>`}`
}
${odd(view)}
</section>`
}

/** Figures that are worth a second look. */
function odd(view: View): Html {
  const { total, shown } = view.facts.alerts
  if (total === 0) return html``
  const titles = [...new Set(shown.map((one) => one.titre))]
  const left = total - shown.length
  return html`<h3>Les chiffres qui étonnent</h3>
<p>${counted(total, 'chiffre mérite', 'chiffres méritent')} d’être relus. Une alerte ne change aucun chiffre.</p>
${titles.map((title, i) => {
  const own = shown.filter((one) => one.titre === title)
  return html`<details><summary>${typographic(title)} : ${number(String(own[0]!.nombre))}</summary>
<p>${typographic(own[0]!.raison)}</p>
${scrolled(
  `alertes-${i}`,
  typographic(title),
  html`<tr><th scope="col">Lauréat</th><th scope="col">Ce qui étonne, et où</th></tr>`,
  own.map(
    (one) =>
      html`<tr data-alert="${one.convention}"><th scope="row"><bdi class="laureate" data-laureate="${view.laureateNumber(one.convention)}">${view.laureate(one.convention)?.nom ?? one.convention}</bdi></th><td><bdi>${one.message}</bdi></td></tr>`,
  ),
  'wordy',
)}
</details>`
})}
${left === 0 ? '' : html`<p>${number(String(left))} autres sont dans <code>exports/csv/alertes.csv</code>.</p>`}`
}

function line(view: View, one: Question): Html {
  const place = [one.feuille, one.cellule].filter((part) => part !== null).join('!')
  const nom =
    one.convention === null ? null : (view.laureate(one.convention)?.nom ?? one.convention)
  return html`<tr><th scope="row"><bdi>${one.fichier}</bdi></th><td><bdi>${place === '' ? 'le fichier entier' : place}</bdi></td><td>${one.texte === null ? '' : html`<q><bdi>${one.texte}</bdi></q>`}${one.libelle === null ? '' : html`<small><bdi>${one.libelle}</bdi></small>`}</td><td><bdi>${one.motif}</bdi>${nom === null ? '' : html`<small><bdi>${nom}</bdi>${one.indicateur === null ? '' : `, ${view.label(one.indicateur).toLowerCase()}`}</small>`}</td><td>${one.proposition === null ? 'aucune' : html`<bdi>${one.proposition}</bdi>`}</td></tr>`
}
