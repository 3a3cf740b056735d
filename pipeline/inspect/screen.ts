import type { Cue } from '../recognise/cues.ts'
import type { RawObservation, RawQuestion } from '../warehouse/raw.ts'
import { gridLines, legend, type Mark, type Paint } from './grid.ts'
import type { Inspection } from './inspect.ts'
import { counted, fr, inert, numeral } from './phrase.ts'
import { placeOf, type SheetView } from './view.ts'

const statuses: Record<Inspection['fichier']['statut'], string> = {
  lu: 'Lu',
  doublon: 'En double',
  sans_donnee: 'Sans donnée sur les indicateurs',
  non_rattache: 'Non rattaché à un lauréat',
  rejete: 'Illisible',
}
/** Figures and questions that are listed; `--json` has them all. */
const listed = 200

/** How to show it: the screen's width, one sheet only, colours. */
export interface ScreenOptions {
  width: number
  /** Name of the one sheet to show; null for all. */
  sheet: string | null
  paint: Paint
}

const aList = fr`  Une liste de pass ou de personnes : ses lignes ne sont pas montrées.`

/** An inspection as lines in French; no text of the report can do anything to the terminal. */
export function inspectionScreen(inspection: Inspection, options: ScreenOptions): string {
  const { paint, sheet } = options
  const of = <T extends { feuille: string | null }>(rows: T[]) =>
    rows.filter((row) => sheet === null || row.feuille === null || row.feuille === sheet)
  const observations = of(inspection.observations)
  const questions = of(inspection.questions)
  const sheets = inspection.sheets.filter(({ name }) => sheet === null || name === sheet)
  const lines = [...head(inspection, paint)]
  if (inspection.fichier.statut === 'rejete') return lines.join('\n')
  for (const view of sheets) {
    const marks = marksOf(view, observations, questions)
    lines.push('', sheetTitle(view, paint))
    if (view.cells.length > 0 || !view.list)
      lines.push(...gridLines(view, marks, options.width, paint))
    if (view.list) lines.push(paint('dim', aList))
  }
  if (sheets.length > 0) lines.push('', paint('dim', legend))
  else lines.push('', fr`Une liste trop longue pour être montrée : ses lignes ont été comptées.`)
  lines.push('', paint('bold', 'Ce qui a été lu'), ...read(observations, paint))
  lines.push('', paint('bold', fr`À vérifier`), ...asked(questions, paint))
  return lines.join('\n')
}

function head(inspection: Inspection, paint: Paint): string[] {
  const { fichier } = inspection
  const size = fr`${Math.ceil(fichier.taille / 1024)} Kio`
  const lines = [
    `${paint('bold', inert(fichier.fichier))} (${fichier.format ?? 'format inconnu'}, ${size})`,
    statuses[fichier.statut] + (fichier.motif === null ? '.' : fr` : ${fichier.motif}`),
    '',
    paint('bold', fr`De qui est ce rapport`),
    ...whose(inspection),
  ]
  return [...lines, ...versions(inspection)]
}

function whose({ rattachements, laureats, register, cues, questions }: Inspection): string[] {
  if (!register) {
    return [
      fr`  Aucun registre (laureats.csv) dans le dossier d’entrée : personne ne peut être reconnu.`,
      fr`  Indiquer le dossier du registre avec --raw.`,
      ...hints(cues),
    ]
  }
  const lines = rattachements.map(({ convention, regle, motif }) => {
    const body = laureats.find((one) => one.convention === convention)
    const name = body ? fr` ${body.nom}, AAP ${body.aap}` : ''
    return fr`  ${convention}` + name + fr` (${rules[regle]} : ${motif})`
  })
  if (lines.length > 0) return lines
  const about = questions.filter(
    ({ indicateur, libelle }) => indicateur === null && libelle === null,
  )
  return [
    fr`  Aucun lauréat du registre n’est reconnu.`,
    ...about.map(({ motif }) => fr`  ${motif}`),
    ...hints(cues),
  ]
}

const rules: Record<Inspection['rattachements'][number]['regle'], string> = {
  siren: 'par le SIREN',
  convention: 'par le numéro de convention',
  nom: 'par le nom',
  nom_fichier: 'par le nom du fichier',
}

/** What might have said whose report it is, for a person to judge. */
function hints(cues: Inspection['cues']): string[] {
  if (!cues) return []
  const list = (title: string, found: Cue[]) => {
    const texts = [...new Map(found.map((cue) => [cue.text, cue])).values()].slice(0, 5)
    if (texts.length === 0) return []
    return [
      fr`  ${title} : ${texts.map((cue) => `« ${cue.text.slice(0, 80)} »${at(cue)}`).join(', ')}`,
    ]
  }
  return [
    ...list('SIREN trouvés', cues.sirens),
    ...list('Numéros trouvés', cues.codes),
    ...list('Noms trouvés', cues.names),
    ...list('AAP trouvés', cues.aaps),
  ]
}

function at({ sheet, address }: Cue): string {
  return address === '' ? '' : ` (${sheet}!${address})`
}

function versions({ fichier, cues }: Inspection): string[] {
  const lines: string[] = []
  if (fichier.rang_version !== null) {
    lines.push(fr`  Version : ${versionName(fichier.rang_version)}`)
  }
  if (cues?.asOf) lines.push(fr`  Chiffres arrêtés au : ${cues.asOf} (d’après le texte)`)
  if (cues?.dated) lines.push(fr`  Date du titre : ${cues.dated}`)
  if (cues?.modified)
    lines.push(fr`  Document modifié le : ${cues.modified} (d’après ses propriétés)`)
  const day = fichier.date_version ?? fichier.date_proprietes
  if (day !== null) lines.push(fr`  Date qui compte : ${day}`)
  if (lines.length === 0) lines.push(fr`  Rien n’annonce de version ni de date.`)
  return ['', 'Version et date', ...lines]
}

function versionName(rank: number): string {
  if (rank < -1) return 'pièce d’achat'
  if (rank < 0) return 'provisoire'
  if (rank < 1000) return `v${rank}`
  return rank === 1000 ? 'définitif' : `définitif, v${rank - 1000}`
}

function sheetTitle(view: SheetView, paint: Paint): string {
  if (view.cells.length === 0 && view.list) return paint('bold', fr`Feuille « ${view.name} »`)
  const extent = `${counted(view.rows, 'ligne')} × ${counted(view.columns, 'colonne')}`
  const hidden = view.hidden ? ', feuille masquée' : ''
  return paint('bold', fr`Feuille « ${view.name} »`) + fr` (${extent}${hidden})`
}

/** What became of each cell of a sheet; a question goes before a figure, a figure that counts before one that doesn't. */
function marksOf(
  { name }: SheetView,
  observations: RawObservation[],
  questions: RawQuestion[],
): Map<string, Mark> {
  const marks = new Map<string, Mark>()
  const here = observations.filter(({ feuille }) => feuille === name)
  for (const row of here) if (row.cellule_libelle) marks.set(row.cellule_libelle, 'label')
  const figures = here.filter(({ portee }) => portee !== 'absence')
  for (const row of figures) if (!row.retenue) marks.set(row.cellule, 'refused')
  for (const row of figures) if (row.retenue) marks.set(row.cellule, 'kept')
  for (const { feuille, cellule } of questions) {
    if (feuille === name && cellule !== null && placeOf(cellule)) marks.set(cellule, 'asked')
  }
  return marks
}

function read(observations: RawObservation[], paint: Paint): string[] {
  if (observations.length === 0) return [fr`  Rien ne parle des indicateurs.`]
  const lines = observations.slice(0, listed).flatMap((row) => {
    const sign = row.portee === 'absence' ? ' ' : row.retenue ? '✓' : '×'
    const place = fr`${row.feuille}!${row.cellule}`
    const title = fr`  ${sign} ${place}  ${row.indicateur} : ${figure(row)}`
    const from = row.cellule_libelle === null ? '' : fr` (${row.cellule_libelle})`
    return [
      paint(row.retenue ? 'kept' : 'refused', title),
      fr`      libellé « ${row.libelle} »` +
        from +
        fr`, texte « ${row.texte_brut.slice(0, 160)} », règle ${row.regle}`,
      `      ${verdict(row)}`,
    ]
  })
  return [...lines, ...more(observations.length)]
}

function figure({ nombre, facteur, unite, qualite, portee, retenue }: RawObservation): string {
  if (portee === 'absence') return 'pas de chiffre'
  if (nombre === null) return 'chiffre indéterminé'
  const unit = unite === null ? '' : ` ${unite}`
  const times = facteur === 1 ? '' : ` × ${numeral(facteur)}`
  const part = portee === 'detail' ? `, détail${retenue ? ' à additionner' : ''}` : ''
  return `${numeral(nombre)}${unit}${times} (${qualite}${part})`
}

function verdict({ retenue, motif, convention, portee }: RawObservation): string {
  const whose = convention === null ? '' : fr` pour ${convention}`
  const why = motif === null ? '' : fr` : ${motif}`
  if (portee === 'absence') return fr`absence notée` + whose + why
  return (retenue ? 'retenu' : 'écarté') + whose + why
}

function asked(questions: RawQuestion[], paint: Paint): string[] {
  if (questions.length === 0) return [fr`  Aucune question.`]
  const lines = questions.slice(0, listed).flatMap((row) => {
    const place = row.feuille && row.cellule ? fr`${row.feuille}!${row.cellule}` : 'Le fichier'
    const what = row.indicateur === null ? '' : fr`  ${row.indicateur}`
    const text = row.texte_brut === null ? '' : fr` (texte « ${row.texte_brut.slice(0, 160)} »)`
    const proposal =
      row.proposition === null
        ? []
        : [fr`      proposé : ${row.proposition} (confiance ${Math.round(row.confiance * 100)} %)`]
    return [paint('asked', `  ? ${place}${what}`), fr`      ${row.motif}` + text, ...proposal]
  })
  return [...lines, ...more(questions.length)]
}

function more(count: number): string[] {
  return count > listed ? [fr`  … et ${count - listed} de plus (--json les donne tous)`] : []
}
