import type { Figure, Span } from '../figures.ts'
import { grid } from '../figures.ts'
import { type Html, html } from '../markup.ts'
import { counted, number, figure as written } from '../numbers.ts'
import { coverText, spanText } from '../span.ts'
import { printed, type View } from '../view.ts'
import { ratioPhrase, word } from '../words.ts'

/** What the page is about in one sentence, then each ratio of all laureates with its span and who is missing. */
export function answer(view: View): Html {
  return html`<section id="essentiel" aria-labelledby="essentiel-titre">
<h2 id="essentiel-titre">L’essentiel</h2>
${view.each((lecture) => forReading(view, lecture))}
${received(view)}
</section>`
}

function forReading(view: View, lecture: string): Html {
  const whole = grid(view.facts.figures, lecture, 'quantitatif').lines.find(
    (line) => line.nature === 'grand_total',
  )
  const ratios = [...(whole?.cells.values() ?? [])].filter((cell) => cell.unite === 'pourcent')
  if (ratios.length === 0) {
    return html`<p class="answer">Il n’y a encore rien à dire : le registre ne contient aucun lauréat.</p>`
  }
  const known = ratios.filter((one) => one.valeur !== null)
  if (known.length === 0) {
    return html`<p class="answer">Aucune part ne peut être calculée : aucun rapport ne donne de chiffre pour les ${number(String(view.facts.laureates.total))} lauréats du registre.</p>`
  }
  const open = known.some((one) => {
    const span = view.span(one)
    return span !== undefined && spanText(span) !== null
  })
  return html`<p class="answer">${sentence(view, known)}</p>
${open ? html`<p>Entre parenthèses : entre quelles valeurs se trouve la part de tous les lauréats, selon ce que valent les chiffres qui manquent.</p>` : ''}
<ul class="cards">${ratios.map((one) => card(view, one))}</ul>`
}

function sentence(view: View, ratios: readonly Figure[]): Html {
  const parts = ratios.map((ratio, i) => {
    const phrase = ratioPhrase(ratio.colonne, view.label(ratio.colonne))
    const span = view.span(ratio)
    const between = span === undefined ? null : spanText(span)
    return html`${i === 0 ? '' : i === ratios.length - 1 ? ' et ' : ', '}<strong>${written(ratio.valeur!, ratio.unite)}</strong> ${phrase}${between === null ? '' : html` (${between})`}`
  })
  return html`${parts}.`
}

function card(view: View, ratio: Figure): Html {
  const span = view.span(ratio)
  return html`<li class="card">
<p class="card-figure"><span class="figure" data-figure="${view.numberOf(ratio)}">${printed(ratio)}</span></p>
<p class="card-label">${view.label(ratio.colonne)}</p>
${span === undefined ? '' : cardSpan(span)}
</li>`
}

function cardSpan(span: Span): Html {
  const between = spanText(span)
  return html`${between === null ? '' : html`<p class="card-span">${between}, selon ce qui manque</p>`}<p class="card-missing">${coverText(span).replace(/^a/, 'A')}</p>`
}

/** What came in and what became of it, in a paragraph. */
function received(view: View): Html {
  const { files, missing, published, questions, laureates } = view.facts
  const agree = published.counts.find((one) => one.statut === 'conforme')?.nombre ?? 0
  const others = published.counts.filter((one) => one.statut !== 'conforme')
  return html`<p>Le registre compte ${counted(laureates.total, 'convention')}${laureates.total === 0 ? '' : ' (une convention est un lauréat d’un appel à projets)'} ; ${files.total === 0 ? 'aucun fichier n’a été reçu' : html`${counted(files.total, 'fichier')} ${files.total < 2 ? 'a été reçu' : 'ont été reçus'}`}.
${missing.laureats === 0 ? 'Aucun chiffre ne manque.' : html`<a href="#manquants">Il manque au moins un chiffre à ${counted(missing.laureats, 'lauréat')}</a>.`}
${published.total === 0 ? '' : html`<a href="#rapprochement">${number(String(agree))} des ${counted(published.total, 'chiffre publié', 'chiffres publiés')} sont retrouvés</a>${others.map((one) => html`, ${number(String(one.nombre))} ${word('reconciliation', one.statut)}${one.nombre > 1 ? 's' : ''}`.text).length === 0 ? '' : html` (${others.map((one, i) => `${i === 0 ? '' : ', '}${word('reconciliation', one.statut)}\u00a0: ${one.nombre}`)})`}.`}
${questions.total === 0 ? 'Aucune question n’est ouverte.' : html`<a href="#questions">${counted(questions.total, 'question reste ouverte', 'questions restent ouvertes')}</a>.`}
Chaque chiffre se suit jusqu’à la cellule du rapport dont il vient : il suffit de cliquer dessus.</p>`
}
