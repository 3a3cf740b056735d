import { missingPicture } from '../charts/missing.ts'
import type { MissingValue } from '../facts.ts'
import { limits } from '../limits.ts'
import { type Html, html, raw } from '../markup.ts'
import { counted, number } from '../numbers.ts'
import { scrolled, type View } from '../view.ts'
import { callName, listed, word } from '../words.ts'

/** What is missing, to whom, why, and which ratios it hurts. */
export function missing(view: View): Html {
  const { missing } = view.facts
  return html`<section id="manquants" aria-labelledby="manquants-titre">
<h2 id="manquants-titre">Les données manquantes</h2>
${missing.valeurs === 0 ? html`<p>${view.facts.laureates.total === 0 ? 'Le registre ne contient aucun lauréat.' : 'Aucune donnée ne manque : chaque lauréat a ses chiffres.'}</p>` : found(view)}
</section>`
}

function found(view: View): Html {
  const { valeurs, laureats, shown } = view.facts.missing
  const conventions = [...new Set(shown.map((one) => one.convention))]
  const drawn = Math.min(conventions.length, limits.manquantsDessines)
  const left = valeurs - shown.length
  return html`<p>Il manque ${counted(valeurs, 'chiffre')} à ${counted(laureats, 'lauréat')} : ${listed(byIndicator(view))}. Rien n’est estimé à leur place : ce qui manque élargit les bornes.</p>
<figure class="chart">
<figcaption><h3>Qui, quoi, pourquoi</h3><p>Une ligne par lauréat, ${drawn < laureats ? html`les ${number(String(drawn))} plus grands potentiels d’achat d’abord` : 'les plus grands potentiels d’achat d’abord'} ; la forme dit pourquoi le chiffre manque.</p></figcaption>
<div class="wide">${missingPicture(view, 'wide')}</div><div class="narrow">${missingPicture(view, 'narrow')}</div>
<details class="behind" open><summary>Un par un, avec la raison</summary>
${scrolled(
  'manquants-table',
  'Chiffres manquants, par potentiel d’achat décroissant',
  html`<tr><th scope="col">Lauréat</th><th scope="col">Chiffre</th><th scope="col">Statut</th><th scope="col">Raison</th><th scope="col">Parts touchées</th></tr>`,
  conventions.map((convention) =>
    lines(
      view,
      shown.filter((one) => one.convention === convention),
    ),
  ),
  'wordy',
)}
${left === 0 ? '' : html`<p>${number(String(left))} autres chiffres manquants, de moindre potentiel, sont dans <code>exports/csv/donnees_manquantes.csv</code>.</p>`}
</details>
</figure>`
}

/** « pass scannés : 11 (non communiqué 8, sans rapport 2) », in the order of the tables. */
function byIndicator(view: View): string[] {
  const { counts } = view.facts.missing
  const names = [...new Set(counts.map((one) => one.indicateur))].sort(
    (a, b) => view.rank(a) - view.rank(b),
  )
  return names.map((name) => {
    const own = counts.filter((one) => one.indicateur === name)
    const total = own.find((one) => one.statut === null)?.nombre ?? 0
    const reasons = own.flatMap((one) =>
      one.statut === null
        ? []
        : [`${word('statut', one.statut)}\u00a0: ${number(String(one.nombre))}`],
    )
    return `${number(String(total))} en ${view.label(name).toLowerCase()} (${reasons.join(', ')})`
  })
}

/** The rows of one laureate, its name over all of them. */
function lines(view: View, own: readonly MissingValue[]): Html {
  return html`${own.map((one, i) => {
    const ratios = one.ratios_touches?.split(' | ').map((ratio) => view.label(ratio)) ?? []
    const same = i > 0 && one.motif === own[i - 1]!.motif
    return html`<tr data-missing="${one.convention}|${one.indicateur}"${i === 0 ? raw(' class="first"') : ''}>${i === 0 ? head(view, one, own.length) : ''}<td>${view.label(one.indicateur)}</td><td>${word('statut', one.statut)}</td><td>${same ? html`<span class="soft">même raison</span>` : html`<bdi>${one.motif}</bdi>`}</td><td>${ratios.length === 0 ? 'aucune' : ratios.map((ratio) => html`<span class="item">${ratio}</span>`)}</td></tr>`
  })}`
}

function head(view: View, one: MissingValue, rows: number): Html {
  return html`<th scope="row" rowspan="${rows}"><bdi class="laureate" data-laureate="${view.laureateNumber(one.convention)}">${one.nom}</bdi><small>${callName(one.aap)} · ${number(one.potentiel_achat)} pass</small></th>`
}
