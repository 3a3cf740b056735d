import { type Html, html } from '../markup.ts'
import { number } from '../numbers.ts'
import type { View } from '../view.ts'

/** The search over laureates and files; its script fills in what is found. */
export function search(view: View): Html {
  const { laureates, files } = view.facts
  const some = laureates.total > laureates.shown.length || files.total > files.shown.length
  return html`<section id="recherche" aria-labelledby="recherche-titre">
<h2 id="recherche-titre">Chercher un lauréat ou un fichier</h2>
<form class="scripted search" role="search" aria-labelledby="recherche-titre">
<label for="cherche">Nom, numéro de convention, SIREN, département ou nom de fichier</label>
<input id="cherche" type="search" autocomplete="off" spellcheck="false" aria-describedby="cherche-aide">
<p id="cherche-aide" class="help">Sans s’occuper des accents ni des majuscules ; plusieurs mots : tous doivent y être.${some ? html` La recherche porte sur les ${number(String(laureates.shown.length))} plus grands potentiels parmi ${number(String(laureates.total))} lauréats, et sur ${number(String(files.shown.length))} fichiers parmi ${number(String(files.total))} ; le reste est dans <code>exports/csv/laureats.csv</code> et <code>exports/csv/fichiers.csv</code>.` : ''}</p>
<p id="trouves" role="status" class="found"></p>
<div id="resultats"></div>
</form>
<noscript><p>La recherche a besoin de JavaScript. Les lauréats sont dans le tableau du <a href="#laureats">graphique des lauréats</a>, les fichiers à la fin de cette page.</p></noscript>
</section>`
}
