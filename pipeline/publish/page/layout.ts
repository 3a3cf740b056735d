import { createHash } from 'node:crypto'
import { titleOf } from '../origin.ts'
import { pageData } from './data.ts'
import type { Facts } from './facts.ts'
import { type Html, html, inertJson, raw } from './markup.ts'
import { agreement } from './sections/agreement.ts'
import { answer } from './sections/answer.ts'
import { charts } from './sections/charts.ts'
import { missing } from './sections/missing.ts'
import { questions } from './sections/questions.ts'
import { search } from './sections/search.ts'
import { sources } from './sections/sources.ts'
import { tables } from './sections/tables.ts'
import { View } from './view.ts'
import { callName, word } from './words.ts'

/** The style sheet and the script of the page, as they are on disk. */
export interface Assets {
  style: string
  script: string
}

const parts = [
  ['essentiel', 'Essentiel'],
  ['tableaux', 'Tableaux'],
  ['graphiques', 'Graphiques'],
  ['manquants', 'Manquants'],
  ['rapprochement', 'Rapprochement'],
  ['questions', 'Questions'],
  ['recherche', 'Chercher'],
  ['sources', 'Sources'],
] as const

/** The whole page. The same facts give the same text, byte for byte. */
export function pageText(facts: Facts, assets: Assets): string {
  const view = new View(facts)
  const style = assets.style + switching(view)
  const calls = [...new Set(facts.laureates.shown.map((one) => one.aap))].sort()
  const whole = html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style, assets.script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${facts.origin.synthetique ? 'Données synthétiques – ' : ''}${titleOf(facts.origin)}</title>
<link rel="icon" href="data:,">
<style>${raw(style)}</style>
</head>
<body>
<a class="skip" href="#contenu">Aller au contenu</a>
${origin(facts)}
<header class="top">
<p class="kicker">${calls.length === 0 ? 'Registre vide' : calls.length === 1 ? 'Un appel à projets' : `${calls.length} appels à projets`}</p>
<h1>${titleOf(facts.origin)}</h1>
<p class="calls">${calls.length === 0 ? '' : callName(calls.join('+'))}</p>
</header>
<div class="bar">
<nav aria-label="Sommaire"><ul>${parts.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
${readingSwitch(view)}
</div>
<main id="contenu" tabindex="-1">
${answer(view)}
${tables(view)}
${charts(view)}
${missing(view)}
${agreement(view)}
${questions(view)}
${search(view)}
${sources(view)}
</main>
<footer><p>Page produite par <span lang="en">bilan</span> à partir de son entrepôt de données ; elle ne contient aucune donnée personnelle et n’appelle aucun réseau.</p></footer>
<dialog id="detail" aria-labelledby="detail-titre"><div class="dialog-bar"><h2 id="detail-titre" tabindex="-1"></h2><button type="button" id="fermer">Fermer</button></div><div id="detail-corps"></div></dialog>
<script type="application/json" id="donnees">${raw(inertJson(pageData(view)))}</script>
<script>${raw(assets.script)}</script>
</body>
</html>
`
  return whole.text
}

/** Said before anything else, since invented figures look like any others. */
function origin({ origin: { synthetique, note } }: Facts): Html {
  if (!synthetique && note === null) return html``
  const text = note ?? 'Ces données ne décrivent aucune collectivité réelle.'
  return html`<aside class="origin${synthetique ? ' synthetic' : ''}" aria-label="D’où viennent les données"><p>${synthetique ? html`<strong>Données synthétiques.</strong> ` : ''}<bdi>${text}</bdi></p></aside>`
}

/** Two readings of the same data: radios that the style sheet obeys, so that they work without script. */
function readingSwitch(view: View): Html {
  if (view.readings.length < 2) return html``
  return html`<section aria-label="Choix de la lecture"><fieldset class="switch"><legend>Lecture</legend>${view.readings.map(
    (lecture, i) =>
      html`<label><input type="radio" name="lecture" id="lecture-${i}" value="${lecture}"${i === 0 ? raw(' checked') : ''}> ${word('lecture', lecture).replace('Lecture ', '')}</label>`,
  )}</fieldset></section>`
}

/** The rules that leave only the chosen reading to be seen. */
function switching(view: View): string {
  return view.readings
    .map(
      (_, i) =>
        `body:has(#lecture-${i}:checked) .reading:not([data-reading="${i}"]){display:none}\n`,
    )
    .join('')
}

/** Nothing may run or be fetched but what is written here, whatever the text of a report. */
function policy(style: string, script: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashed(script)}`,
    `style-src ${hashed(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function hashed(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
