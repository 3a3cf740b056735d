import { counted, fr, inert, numeral } from '../inspect/phrase.ts'
import type { BoundsExplanation } from './bounds.ts'
import type { Explanation } from './explain.ts'
import type { FigureExplanation, Part, Published, Quantity } from './figure.ts'
import type { CellExplanation, FileExplanation } from './file.ts'
import type { LaureateExplanation } from './laureate.ts'
import {
  amount,
  cellBranch,
  everything,
  fileStatus,
  type Limits,
  quantityName,
  quoted,
  usual,
  valueBranches,
  valueStatus,
} from './phrases.ts'
import type { PublishedExplanation } from './published.ts'
import { type Branch, type Paint, treeLines, wrap } from './tree.ts'
import type { ExplainedValue } from './values.ts'

/** How to show an explanation. */
export interface ScreenOptions {
  width: number
  /** Show every cell, however many. */
  full: boolean
  paint: Paint
}

/** A title, what is said below it, and trees with a heading each. */
interface Page {
  title: string
  said: string[]
  trees: { heading: string; branches: Branch[] }[]
}

/** An explanation as lines in French; no text of a report can do anything to the terminal. */
export function explanationScreen(explanation: Explanation, options: ScreenOptions): string {
  const { width, paint } = options
  const { title, said, trees } = pageOf(explanation, options.full ? everything : usual)
  const lines = wrap(title, width).map((line) => paint('bold', line))
  lines.push(...said.flatMap((text) => wrap(text, width)))
  for (const { heading, branches } of trees) {
    lines.push('', ...wrap(heading, width).map((line) => paint('bold', line)))
    lines.push(...treeLines(branches, width, paint))
  }
  return lines.join('\n')
}

function pageOf(explanation: Explanation, limits: Limits): Page {
  switch (explanation.genre) {
    case 'chiffre':
      return figurePage(explanation, limits)
    case 'laureat':
      return laureatePage(explanation, limits)
    case 'bornes':
      return boundsPage(explanation, limits)
    case 'publie':
      return publishedPage(explanation)
    case 'fichier':
      return filePage(explanation, limits)
    case 'cellule':
      return cellPage(explanation, limits)
  }
}

function figurePage(figure: FigureExplanation, limits: Limits): Page {
  const { cle, libelle, libelle_tranche, valeur, unite } = figure
  const column = libelle_tranche === null ? libelle : `${libelle_tranche}, ${libelle}`
  const said = [
    fr`${cle.tableau}/${cle.aap}/${cle.ligne}/${cle.colonne}, lecture ${cle.lecture}`,
    ...(figure.publie === null ? [] : [publishedLine(figure.publie)]),
    // The published line says the same where there is one.
    ...(figure.explication === null || figure.publie?.explication === figure.explication
      ? []
      : [fr`Ne se calcule pas : ${figure.explication}`]),
    ...formulaLines(figure),
    ...figure.regles.map(({ aap, motif }) => fr`Règle de la lecture pour ${aap} : ${motif}.`),
  ]
  return {
    title: fr`${column}, ${cle.ligne}, ${cle.aap} : ${amount(valeur, unite)}`,
    said,
    trees: figure.quantites.map((quantity) => ({
      heading: quantityHeading(quantity, figure.formule.denominateur !== null),
      branches: quantity.parts.map((part) => partBranch(part, limits)),
    })),
  }
}

function publishedLine({ valeur_publiee, statut, explication, source }: Published): string {
  const words = {
    conforme: 'conforme',
    ecart_explique: 'écart expliqué',
    ecart: 'écart sans explication',
    non_calculable: 'non calculable',
  }[statut]
  const why = explication === null ? '.' : fr` : ${explication}`
  return fr`Publié : ${amount(valeur_publiee)} (${source}), ${words}${why}`
}

/** The formula with its numbers: `100 × 40 318 / 109 212 = 36,917…, arrondi à l'unité`. */
function formulaLines({ formule, quantites, valeur, valeur_exacte }: FigureExplanation): string[] {
  const { numerateur, denominateur, facteur, decimales } = formule
  if (numerateur === null) return []
  const of = (role: Quantity['role']) => quantites.find((one) => one.role === role)
  const sum = (role: Quantity['role']) => amount(of(role)?.somme ?? null)
  if (denominateur === null && facteur === 1) {
    const members = counted(of('numerateur')?.comptes ?? 0, 'lauréat')
    return [fr`Formule : somme sur ${members} = ${amount(valeur)}.`]
  }
  const factor = facteur === 1 ? '' : `${numeral(facteur)} × `
  const below = denominateur === null ? '' : ` / ${sum('denominateur')}`
  const names = `${quantityName(numerateur)}${denominateur === null ? '' : ` / ${quantityName(denominateur)}`}`
  const rounded = decimales === 0 ? 'à l’unité' : `à ${counted(decimales, 'décimale')}`
  const exact =
    valeur_exacte === valeur
      ? ''
      : fr` = ${amount(valeur_exacte)}, arrondi ${rounded}, la moitié vers le haut`
  return [
    `${fr`Formule : ${factor}${names}`} = ${inert(`${factor}${sum('numerateur')}${below}`)}${exact} = ${amount(valeur)}.`,
  ]
}

function quantityHeading(
  { role, indicateur, somme, unite, comptes, laisses }: Quantity,
  ratio: boolean,
): string {
  const name = quantityName(indicateur)
  const which = ratio ? (role === 'numerateur' ? 'Numérateur, ' : 'Dénominateur, ') : ''
  const left = laisses === 0 ? '' : `, ${counted(laisses, 'laissé')} de côté`
  return fr`${which}${name} : ${amount(somme, comptes === somme ? null : unite)} (${counted(comptes, 'lauréat')}${left})`
}

function partBranch(
  { convention, nom, valeur, compte, motif, source }: Part,
  limits: Limits,
): Branch {
  const status = statusOf(source)
  const below = valueBranches(source, limits)
  if (compte && source.origine === 'registre') {
    return {
      text: fr`${convention} ${nom} (registre, ligne ${source.ligne})`,
      value: numeral(valeur ?? 0),
    }
  }
  if (compte) return { text: fr`${convention} ${nom}${status}`, value: numeral(valeur ?? 0), below }
  // A missing value says why by itself.
  const why =
    source.valeur === null ? [] : [{ text: fr`${motif ?? ''}`, style: 'refused' as const }]
  return {
    text: fr`laissé de côté : ${convention} ${nom}${status}`,
    style: 'refused',
    below: [...why, ...below],
    ...(valeur === null ? {} : { value: `(${numeral(valeur)})` }),
  }
}

/** A status that says more than that the figure was read; nothing otherwise. */
function statusOf(value: ExplainedValue): string {
  if (value.origine === 'registre' || value.statut === 'communique') return ''
  return `, ${valueStatus(value.statut)}`
}

function laureatePage(laureate: LaureateExplanation, limits: Limits): Page {
  return {
    title: fr`${laureate.cle.convention} ${laureate.nom}`,
    said: [
      fr`${laureate.type_structure}, AAP ${laureate.aap}${laureate.colonne === null ? '' : `, ${quantityName(laureate.colonne)}`}`,
      ...laureate.derives.map(
        ({ colonne, valeur, numerateur, denominateur }) =>
          fr`${quantityName(colonne)} : ${fraction(valeur)} (${amount(numerateur.valeur)} ${quantityName(numerateur.indicateur)} / ${amount(denominateur.valeur)} ${quantityName(denominateur.indicateur)})`,
      ),
    ],
    trees: laureate.valeurs.map((value) => ({
      heading: valueHeading(value),
      branches: valueBranches(value, limits),
    })),
  }
}

function valueHeading(value: ExplainedValue): string {
  const name = quantityName(value.indicateur)
  if (value.origine === 'registre') return fr`${name} : ${amount(value.valeur)}`
  return fr`${name} : ${amount(value.valeur)} (${valueStatus(value.statut)})`
}

/** A fraction as a percentage; a band as it is named. */
function fraction(value: number | string | null): string {
  if (typeof value !== 'number') return value ?? '—'
  return `${numeral(Math.round(value * 10_000) / 100)}\u00a0%`
}

function boundsPage(bounds: BoundsExplanation, limits: Limits): Page {
  const { cle, unite } = bounds
  const shown = (value: number | null) =>
    unite === 'fraction' ? fraction(value) : amount(value, unite)
  return {
    title: fr`${quantityName(cle.ratio)}, ${cle.ligne}, ${cle.aap} : de ${shown(bounds.borne_basse)} à ${shown(bounds.borne_haute)}`,
    said: [
      fr`${cle.tableau}/${cle.aap}/${cle.ligne}/${cle.ratio}, hypothèse ${cle.hypothese}`,
      fr`Sur ce qui est connu : ${shown(bounds.valeur)} (lecture cohérente : ${shown(bounds.valeur_coherente)})`,
      ...(bounds.motif === null ? [] : [fr`${bounds.motif}`]),
      fr`Hypothèse : ${bounds.hypothese.libelle}`,
      fr`Une donnée manque à ${counted(bounds.nb_laureats_manquants, 'lauréat')} sur ${bounds.nb_laureats}, de ${amount(bounds.potentiel_manquant, 'pass')} de potentiel.`,
    ],
    trees: [
      {
        heading: fr`Ce qui manque`,
        branches: bounds.manquants.map((one) => ({
          text: fr`${one.convention} ${one.nom}, ${quantityName(one.indicateur)}${statusOf(one.source)}`,
          value: fr`de ${amount(one.minimum)} à ${amount(one.maximum)}`,
          below: valueBranches(one.source, limits),
        })),
      },
    ].filter(({ branches }) => branches.length > 0),
  }
}

function publishedPage({ cle, publie }: PublishedExplanation): Page {
  return {
    title: fr`${cle.tableau}/${cle.aap}/${cle.ligne}/${cle.colonne}`,
    said: [publishedLine(publie)],
    trees: [],
  }
}

function filePage(file: FileExplanation, limits: Limits): Page {
  const whom = file.rattachements.map(({ convention, nom, motif }) => ({
    text: fr`${convention} ${nom ?? ''} : ${motif}`,
  }))
  const cells = file.cellules.map((cell): Branch => {
    const branch = cellBranch(cell, cell.indicateur)
    const fate = cell.retenue ? 'retenue' : 'écartée'
    return {
      ...branch,
      below: [
        {
          text: fr`${quantityName(cell.indicateur)} de ${cell.convention ?? 'personne'}, ${fate} : ${cell.motif}`,
        },
      ],
    }
  })
  const absences = file.absences.map(
    ({ convention, indicateur, feuille, cellule, texte_brut }) => ({
      text: fr`${quoted(texte_brut)} ${feuille}!${cellule} : ${convention ?? 'personne'} n’a pas le chiffre de ${quantityName(indicateur)}`,
    }),
  )
  const limit = limits.cells === usual.cells ? 40 : limits.cells
  const shown = [...cells, ...absences]
  const more =
    shown.length > limit
      ? [{ text: fr`… et ${counted(shown.length - limit, 'autre')} (--full les montre)` }]
      : []
  return {
    title: inert(file.cle.fichier),
    said: [
      fr`${fileStatus(file.statut)}${file.motif === null ? '' : ` : ${file.motif}`}`,
      fr`${file.format ?? 'format inconnu'}, ${counted(file.taille, 'octet')}, sha256 ${file.sha256}`,
    ],
    trees: [
      { heading: 'De qui il parle', branches: whom },
      { heading: 'Ce qui a été lu', branches: [...shown.slice(0, limit), ...more] },
      {
        heading: 'À vérifier',
        branches: file.questions.map(({ feuille, cellule, motif }) => ({
          text: feuille === null ? fr`${motif}` : fr`${feuille}!${cellule ?? ''} : ${motif}`,
          style: 'asked' as const,
        })),
      },
    ].filter(({ branches }) => branches.length > 0),
  }
}

function cellPage({ cellule, valeur, chiffres }: CellExplanation, limits: Limits): Page {
  const fate = cellule.retenue ? 'retenue' : 'écartée'
  const trees = [
    { heading: inert(cellule.fichier), branches: [cellBranch(cellule, cellule.indicateur)] },
  ]
  if (valeur !== null) {
    trees.push({
      heading: fr`La valeur de ${valeur.convention} ${valeur.nom} : ${valueHeading(valeur)}`,
      branches: valueBranches(valeur, limits),
    })
  }
  if (chiffres.length > 0) {
    trees.push({
      heading: fr`Elle entre dans ${counted(chiffres.length, 'chiffre')} du bilan`,
      branches: chiffres.map(({ tableau, aap, ligne, colonne }) => ({
        text: inert(`${tableau}/${aap}/${ligne}/${colonne}`),
      })),
    })
  }
  return {
    title: fr`${quoted(cellule.texte_brut)} ${cellule.feuille}!${cellule.cellule} : ${quantityName(cellule.indicateur)}, ${fate}`,
    said: [
      fr`${cellule.motif}`,
      fr`règle de lecture ${cellule.regle}, ${cellule.qualite}, libellé en ${cellule.cellule_libelle ?? 'aucune cellule'}`,
    ],
    trees,
  }
}
