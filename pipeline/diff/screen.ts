import { amount, fileStatus, quantityName, quoted, valueStatus } from '../explain/phrases.ts'
import { type Branch, type Paint, treeLines, wrap } from '../explain/tree.ts'
import { counted, fr, inert, numeral } from '../inspect/phrase.ts'
import type {
  Cause,
  ChangedCorrection,
  ChangedFigure,
  ChangedFile,
  ChangedRegister,
  ChangedRule,
  ChangedValue,
  Differences,
} from './changes.ts'
import type { Publication } from './publications.ts'

/** How to show differences. */
export interface ScreenOptions {
  width: number
  /** Rows shown of each list. */
  limit: number
  paint: Paint
}

/** The differences as lines in French; no text of a report can do anything to the terminal. */
export function differencesScreen(
  [before, after]: readonly [Publication, Publication],
  differences: Differences,
  { width, limit, paint }: ScreenOptions,
): string {
  const lines = [fr`Avant : ${place(before)}`, fr`Après : ${place(after)}`].flatMap((line) =>
    wrap(line, width),
  )
  const list = (heading: string, branches: Branch[]) => {
    if (branches.length === 0) return
    const more = branches.length - limit
    const rest = more > 0 ? [{ text: fr`… et ${counted(more, 'autre')} (--full les montre)` }] : []
    lines.push('', paint('bold', heading))
    lines.push(...treeLines([...branches.slice(0, limit), ...rest], width, paint))
  }
  const { chiffres, valeurs, fichiers, corrections, registre, regles, incomparable } = differences
  if (chiffres.length + valeurs.length === 0) {
    const said =
      incomparable.length === 0
        ? 'Aucun chiffre ne diffère.'
        : 'Aucun chiffre ne diffère parmi ceux qui se comparent.'
    lines.push('', paint('bold', said))
  }
  list(
    fr`${counted(chiffres.length, 'chiffre')} du bilan ${many(chiffres, 'diffère', 'diffèrent')}`,
    chiffres.map(figure),
  )
  list(
    fr`${counted(valeurs.length, 'valeur de lauréat', 'valeurs de lauréats')} ${many(valeurs, 'diffère', 'diffèrent')}, et ce qui l’a fait`,
    valeurs.map(value),
  )
  list(
    fr`${counted(fichiers.length, 'fichier')}`,
    fichiers.map((one) => ({ text: file(one) })),
  )
  list(
    fr`${counted(corrections.length, 'décision')}`,
    corrections.map((one) => ({ text: correction(one) })),
  )
  list(
    fr`${counted(registre.length, 'changement')} au registre`,
    registre.map((one) => ({ text: register(one) })),
  )
  list(
    fr`${counted(regles.length, 'règle')}`,
    regles.map((one) => ({ text: rule(one) })),
  )
  list(
    'Ce qui ne se compare pas',
    incomparable.map((text) => ({ text: fr`${text}` })),
  )
  return lines.join('\n')
}

function many(rows: readonly unknown[], one: string, several: string): string {
  return rows.length > 1 ? several : one
}

function place({ fichier, publie }: Publication): string {
  return publie === null ? fichier : `${publie} (${fichier})`
}

function figure({
  lecture,
  tableau,
  aap,
  ligne,
  colonne,
  avant,
  apres,
  ecart,
  unite,
  presence,
  parts,
}: ChangedFigure): Branch {
  const reading = lecture === 'publie' ? '' : ` (${lecture})`
  const gap = ecart === null ? '' : `  ${ecart > 0 ? '+' : '−'}${numeral(Math.abs(ecart))}`
  const state = { modifie: '', ajoute: ', nouveau', retire: ', n’y est plus' }[presence]
  return {
    text: fr`${tableau}/${aap}/${ligne}/${colonne}${reading}${state}`,
    value: `${amount(avant)} → ${amount(apres, unite)}${gap}`,
    below: partsOf(parts),
  }
}

/** One line for the laureates that made a figure change. */
function partsOf(parts: ChangedFigure['parts']): Branch[] {
  const shown = 5
  const names = [...new Set(parts.map(({ convention }) => convention))]
  if (names.length === 0) return []
  const more = names.length > shown ? fr` et ${counted(names.length - shown, 'autre')}` : ''
  return [{ text: fr`par ${names.slice(0, shown).join(', ')}${more}`, style: 'dim' }]
}

function value({
  convention,
  nom,
  indicateur,
  avant,
  apres,
  statut_avant,
  statut_apres,
  causes,
}: ChangedValue): Branch {
  const status = (statut: string | null) => (statut === null ? 'absent' : valueStatus(statut))
  const moved =
    statut_avant === statut_apres ? '' : fr` (${status(statut_avant)} → ${status(statut_apres)})`
  return {
    text: `${fr`${convention} ${nom}, ${quantityName(indicateur)}`}${moved}`,
    value: `${amount(avant)} → ${amount(apres)}`,
    below: causes.map(cause),
  }
}

function cause(one: Cause): Branch {
  switch (one.genre) {
    case 'cellule':
      return { text: cell(one) }
    case 'correction':
      return { text: correction(one) }
    case 'registre':
      return { text: register(one) }
    case 'fichier':
      return { text: file(one) }
    case 'regles':
      return { text: rules(one.noms) }
  }
}

function rules(names: readonly string[]): string {
  if (names.length === 0)
    return fr`Les mêmes fichiers, lus ou jugés autrement : les règles, ou une autre lecture.`
  const shown = names.slice(0, 4).map(inert).join(', ')
  const more = names.length > 4 ? fr` et ${counted(names.length - 4, 'autre')}` : ''
  return `${fr`Par des règles qui ont changé : `}${shown}${more}`
}

function cell(one: Extract<Cause, { genre: 'cellule' }>): string {
  const { fichier, feuille, cellule, texte_avant, texte_apres, retenue_avant, retenue_apres } = one
  const where = inert(`${feuille}!${cellule}`)
  const state = one.fichier_change === null ? '' : ` (${changes[one.fichier_change]})`
  const at = `${where} ${fr`de ${fichier}`}${state}`
  if (texte_avant === null || texte_apres === null) {
    const text = quoted(texte_apres ?? texte_avant ?? '')
    return `${text} ${at} ${fr`: ${texte_avant === null ? 'lue à présent' : 'n’est plus lue'}`}`
  }
  if (texte_avant !== texte_apres) return `${quoted(texte_avant)} → ${quoted(texte_apres)} ${at}`
  if (retenue_avant !== retenue_apres)
    return `${quoted(texte_apres)} ${at} ${fr`: ${retenue_apres === true ? 'compte à présent' : 'ne compte plus'}, ${one.motif ?? ''}`}`
  return `${quoted(texte_apres)} ${at} ${fr`: vaut ${amount(one.valeur_apres)}, valait ${amount(one.valeur_avant)}`}`
}

function correction({ convention, indicateur, avant, apres }: ChangedCorrection): string {
  const about = `${convention}, ${quantityName(indicateur)}`
  const said = (one: NonNullable<ChangedCorrection['avant']>) =>
    `${one.valeur === null ? 'non communiqué' : amount(one.valeur)}, ${one.motif}`
  if (apres === null) return fr`Décision levée (${about}) : ${said(avant!)}`
  if (avant === null) return fr`Décision nouvelle (${about}) : ${said(apres)}`
  return fr`Décision changée (${about}) : ${said(apres)}`
}

const changes: Record<ChangedFile['changement'], string> = {
  ajoute: 'fichier nouveau',
  retire: 'fichier retiré',
  modifie: 'fichier modifié',
  renomme: 'fichier renommé',
  statut: 'fichier jugé autrement',
}

function file({
  fichier,
  changement,
  ancien_nom,
  statut_avant,
  statut_apres,
  motif,
}: ChangedFile): string {
  const status = (statut: string | null) => (statut === null ? null : fileStatus(statut))
  const [from, to] = [status(statut_avant), status(statut_apres)]
  const moved =
    changement === 'renomme'
      ? ` (auparavant ${ancien_nom})`
      : from !== null && to !== null && from !== to
        ? `, ${from} → ${to}`
        : `, ${to ?? from}`
  const why = motif === null ? '' : ` : ${motif}`
  return fr`${changes[changement]} : ${fichier}${moved}${why}`
}

function register({ convention, nom, colonne, avant, apres, presence }: ChangedRegister): string {
  if (presence === 'ajoute') return fr`${convention} ${nom} : nouvelle convention`
  if (presence === 'retire') return fr`${convention} ${nom} : convention retirée`
  return fr`${convention} ${nom}, ${quantityName(colonne ?? '')} : ${avant ?? '—'} → ${apres ?? '—'}`
}

function rule({ genre, nom, presence, lignes_ajoutees, lignes_retirees }: ChangedRule): string {
  if (genre === 'code') return 'le code de bilan'
  const kind = genre === 'modele' ? 'modèle' : 'table de règles'
  const state = { modifie: 'changé', ajoute: 'nouveau', retire: 'retiré' }[presence]
  const rows =
    lignes_ajoutees === null
      ? ''
      : fr` (${counted(lignes_ajoutees, 'ligne')} de plus, ${numeral(lignes_retirees ?? 0)} de moins)`
  return `${fr`${kind} ${nom} : ${state}`}${rows}`
}
