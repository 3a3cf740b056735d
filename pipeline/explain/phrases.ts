import { counted, fr, inert, numeral } from '../inspect/phrase.ts'
import type { Branch } from './tree.ts'
import type { CitedCell, ExplainedValue, ReportedValue, SaidMissing } from './values.ts'

/** How much of long lists is shown. */
export interface Limits {
  /** Cells of one file that add up to one value. */
  cells: number
  /** Cells that are quoted of those left out for one reason. */
  refused: number
}

/** What is shown unless all is asked for. */
export const usual: Limits = { cells: 12, refused: 3 }
export const everything: Limits = {
  cells: Number.POSITIVE_INFINITY,
  refused: Number.POSITIVE_INFINITY,
}

/** Names of quantities for people; one that isn't here is shown as it is named. */
const quantities: Record<string, string> = {
  nb_laureats: 'lauréats',
  potentiel_achat: 'potentiel d’achat',
  pass_achetes: 'pass achetés',
  pass_commandes: 'pass commandés',
  pass_scannes: 'pass scannés',
  beneficiaires_uniques: 'bénéficiaires uniques',
  montant_projet: 'montant du projet',
  subvention_etat: 'subvention de l’État',
  achetes_sur_potentiel: 'pass achetés sur potentiel d’achat',
  scannes_sur_potentiel: 'pass scannés sur potentiel d’achat',
  scannes_sur_achetes: 'pass scannés sur pass achetés',
  tranche_conversion: 'tranche de conversion',
}
const units: Record<string, string> = {
  pass: 'pass',
  laureats: 'lauréats',
  personnes: 'personnes',
  pourcent: '%',
  MEUR: 'M€',
  EUR: '€',
}
const valueStatuses: Record<string, string> = {
  communique: 'communiqué',
  calcule: 'calculé à partir de détails',
  approximatif: 'approximatif (« environ »)',
  corrige: 'corrigé par une personne',
  non_communique: 'non communiqué',
  sans_rapport: 'sans rapport',
  illisible: 'rapport illisible',
  contradictoire: 'sources contradictoires',
}
const fileStatuses: Record<string, string> = {
  lu: 'lu',
  remplace: 'remplacé',
  doublon: 'en double',
  sans_donnee: 'sans donnée',
  non_rattache: 'non rattaché',
  rejete: 'illisible',
}

/** `pass scannés`, for `pass_scannes`. */
export function quantityName(name: string): string {
  return quantities[name] ?? inert(name)
}

/** `1 250 pass`; a dash when it is missing. */
export function amount(value: number | null, unit: string | null = null): string {
  if (value === null) return '—'
  const name = unit === null ? '' : (units[unit] ?? unit)
  return name === '' ? numeral(value) : `${numeral(value)}\u00a0${name}`
}

/** `lu`, for a status of `bilan.fichiers`. */
export function fileStatus(statut: string): string {
  return fileStatuses[statut] ?? inert(statut)
}

/** `communiqué`, for a status of a value. */
export function valueStatus(statut: string): string {
  return fr`${valueStatuses[statut] ?? statut}`
}

/** `« 1 250 » Bilan!C12`, with what the number stands for where that isn't plain: another unit, or another notion than the indicator that it serves. */
export function cellBranch(cell: CitedCell, indicateur: string): Branch {
  const { facteur, nombre } = cell
  const sum =
    facteur === null || facteur === 1
      ? ''
      : fr` = ${amount(nombre, cell.unite_lue)} × ${facteur} = ${amount(cell.valeur)}`
  const stands =
    cell.indicateur_lu === indicateur ? '' : fr` (lu : ${quantityName(cell.indicateur_lu)})`
  return {
    text: `${quoted(cell.texte_brut)} ${inert(`${cell.feuille}!${cell.cellule}`)}${sum}${stands}${fr` : ${shortened(cell.libelle, 120)}`}`,
    style: cell.retenue ? 'kept' : 'refused',
  }
}

/** What leads from a value to its cells, or says why it is missing; what was left out, and why. */
export function valueBranches(value: ExplainedValue, limits: Limits): Branch[] {
  if (value.origine === 'registre')
    return [{ text: fr`registre : raw/laureats.csv, ligne ${value.ligne}`, style: 'kept' }]
  return [
    ...correction(value),
    ...kept(value, limits),
    ...(value.valeur === null && value.correction === null
      ? [{ text: fr`${value.motif}`, style: 'refused' as const }]
      : []),
    ...(value.valeur === null ? [] : value.absences.map(absence)),
    ...value.questions.map(
      ({ fichier, feuille, cellule, motif }): Branch => ({
        text: fr`à vérifier : ${motif} — ${place(feuille, cellule)}${fichier}`,
        style: 'asked',
      }),
    ),
    ...refused(value.ecartees, limits),
    ...otherFiles(value),
  ]
}

function correction({ correction, valeur_lue }: ReportedValue): Branch[] {
  if (correction === null) return []
  const { auteur, date, ligne, motif } = correction
  return [
    {
      text: fr`décision de ${auteur} du ${date} (raw/corrections.csv, ligne ${ligne}) : ${motif} ; sans elle : ${amount(valeur_lue)}`,
      style: 'kept',
    },
  ]
}

/** Cells that count, under their file. */
function kept({ retenues, indicateur }: ReportedValue, { cells: limit }: Limits): Branch[] {
  const decided = '../corrections.csv'
  const byFile = Map.groupBy(
    retenues.filter(({ fichier }) => fichier !== decided),
    ({ fichier }) => fichier,
  )
  return [...byFile].map(([fichier, own]) => {
    const details = own.length > 1 && own.every(({ portee }) => portee === 'detail')
    const added = details ? fr` : somme de ${counted(own.length, 'cellule')}` : ''
    return {
      text: `${inert(fichier)}${added}`,
      below: [
        ...own.slice(0, limit).map((cell) => cellBranch(cell, indicateur)),
        ...andMore(own.length, limit),
      ],
    }
  })
}

/** Cells that don't count, by file and reason, the first of them quoted. */
function refused(cells: readonly CitedCell[], { refused: limit }: Limits): Branch[] {
  const groups = Map.groupBy(cells, ({ fichier, motif }) => `${fichier}\n${motif}`)
  return [...groups.values()].map((own) => {
    const { fichier, motif } = own[0]!
    const quotes = own
      .slice(0, limit)
      .map(
        ({ texte_brut, feuille, cellule }) =>
          `${quoted(texte_brut)} ${inert(`${feuille}!${cellule}`)}`,
      )
    const more = own.length > limit ? [fr`et ${counted(own.length - limit, 'autre')}`] : []
    return {
      text: fr`${counted(own.length, 'cellule écartée', 'cellules écartées')} de ${fichier} : ${motif}`,
      style: 'refused',
      below: [{ text: [...quotes, ...more].join(', '), style: 'dim' }],
    }
  })
}

function absence({ fichier, feuille, cellule, texte_brut }: SaidMissing): Branch {
  return {
    text: `${quoted(texte_brut)} ${inert(`${feuille}!${cellule}`)} ${fr`de ${fichier} : dit ne pas avoir le chiffre`}`,
    style: 'refused',
  }
}

/** Files of the laureate that no cell above is of: replaced, twice, unreadable, or silent. */
function otherFiles({ fichiers, retenues, ecartees, absences }: ReportedValue): Branch[] {
  const cited = new Set([...retenues, ...ecartees, ...absences].map(({ fichier }) => fichier))
  return fichiers
    .filter(({ fichier, statut }) => !cited.has(fichier) && statut !== 'lu')
    .map(({ fichier, statut, motif }) => ({
      text: fr`${fichier} : ${fileStatus(statut)}${motif === null ? '' : ` — ${motif}`}`,
      style: 'dim',
    }))
}

function andMore(count: number, limit: number): Branch[] {
  if (count <= limit) return []
  return [{ text: fr`… et ${counted(count - limit, 'autre')} (--full les montre)`, style: 'dim' }]
}

/** `Bilan!C12 de `, or nothing where a question is about the whole file. */
function place(feuille: string | null, cellule: string | null): string {
  if (feuille === null || cellule === null) return ''
  return `${feuille}!${cellule} de `
}

/** `« 1 250 »`, with no-break spaces; an empty cell says that it is one. */
export function quoted(text: string): string {
  const shown = shortened(inert(text).trim(), 60)
  return shown === '' ? 'case vide' : fr`« ${shown} »`
}

function shortened(text: string, length: number): string {
  const one = inert(text)
  return one.length > length ? `${one.slice(0, length - 1)}…` : one
}
