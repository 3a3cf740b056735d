import { styleText } from 'node:util'
import { spaced } from '../french.ts'
import type { RunReport } from '../run.ts'

/** A status, then its words for one and for several. */
const fileStatuses: [string, string, string][] = [
  ['lu', 'lu', 'lus'],
  ['remplace', 'remplacé par une version plus récente', 'remplacés par une version plus récente'],
  ['doublon', 'en double', 'en double'],
  ['sans_donnee', 'sans donnée sur les indicateurs', 'sans donnée sur les indicateurs'],
  ['non_rattache', 'non rattaché à un lauréat', 'non rattachés à un lauréat'],
  ['rejete', 'illisible', 'illisibles'],
]
const indicators: [string, string][] = [
  ['pass_achetes', 'pass achetés'],
  ['pass_scannes', 'pass scannés'],
  ['beneficiaires_uniques', 'bénéficiaires uniques'],
]
const missingStatuses: [string, string, string][] = [
  ['non_communique', 'non communiqué', 'non communiqués'],
  ['sans_rapport', 'sans rapport', 'sans rapport'],
  ['illisible', 'illisible', 'illisibles'],
  ['contradictoire', 'contradictoire', 'contradictoires'],
]

/** The last screen of a run, in French, for the people who ran it. Colours only where standard output is a terminal. */
export function screen(report: RunReport): string {
  const { summary } = report
  const lines: string[] = []
  if (report.synthetic)
    lines.push(bold('Corpus de démonstration : organismes et chiffres inventés.'), '')
  lines.push(bold(`${counted(summary.laureats, 'lauréat')}, ${counted(report.files, 'fichier')}`))
  for (const [status, one, several] of fileStatuses) {
    const count = summary.fichiers[status] ?? 0
    if (count > 0) lines.push(`  ${pad(count)} ${count > 1 ? several : one}`)
  }
  lines.push(
    '',
    bold('Données manquantes'),
    ...missing(report),
    '',
    bold('Chiffres publiés'),
    ...published(report),
  )
  lines.push('', bold('À vérifier'))
  const { questions, fichiers } = summary.a_verifier
  lines.push(
    questions === 0
      ? '  Aucune question.'
      : `  ${counted(questions, 'question')} sur ${counted(fichiers, 'fichier')} : table a_verifier`,
  )
  for (const { title, rows, remedy } of report.warnings) {
    lines.push(`  ${title} (${counted(rows, 'ligne')}) : ${remedy}`)
  }
  lines.push('', ending(report))
  return spaced(lines.join('\n'))
}

function missing({ summary }: RunReport): string[] {
  const calls = [...new Set(summary.manquants.map((row) => row.aap))].sort()
  if (calls.length === 0) return ['  Aucune.']
  const count = (aap: string, indicateur: string, statut?: string) =>
    summary.manquants
      .filter(
        (m) => m.aap === aap && m.indicateur === indicateur && (!statut || m.statut === statut),
      )
      .reduce((total, m) => total + m.nombre, 0)
  return calls.flatMap((aap) => [
    `  AAP ${aap}`,
    ...indicators.map(([indicateur, label]) => {
      const parts = missingStatuses
        .map(([statut, one, several]) => [count(aap, indicateur, statut), one, several] as const)
        .filter(([n]) => n > 0)
        .map(([n, one, several]) => `${n} ${n > 1 ? several : one}`)
      const detail = parts.length > 0 ? `  (${parts.join(', ')})` : ''
      return `    ${label.padEnd(21)} ${pad(count(aap, indicateur))}${detail}`
    }),
  ])
}

function published({ summary }: RunReport): string[] {
  const { reconciliation } = summary
  const total = Object.values(reconciliation).reduce((a, b) => a + b, 0)
  if (total === 0) return ['  Aucun chiffre publié à rapprocher (raw/publie/).']
  const found = reconciliation.conforme ?? 0
  const lines = [`  ${found} sur ${total} ${plural(found, 'retrouvé')}`]
  const explained = reconciliation.ecart_explique ?? 0
  const open = reconciliation.non_calculable ?? 0
  const gaps = reconciliation.ecart ?? 0
  if (explained > 0)
    lines.push(`  ${pad(explained)} ${plural(explained, 'écart')} ${plural(explained, 'expliqué')}`)
  if (open > 0) lines.push(`  ${pad(open)} non ${plural(open, 'calculable')}`)
  if (gaps > 0) {
    lines.push(`  ${pad(gaps)} ${plural(gaps, 'écart')} sans explication :`)
    lines.push(...summary.ecarts.slice(0, 5).map((gap) => `       ${gap}`))
    if (gaps > 5) lines.push(`       … et ${counted(gaps - 5, 'autre')} : table reconciliation`)
  }
  return lines
}

function ending(report: RunReport): string {
  const seconds = report.seconds.toFixed(1).replace('.', ',')
  if (!report.published)
    return `Rien n’a changé : ${report.warehouse} est à jour (${seconds} s), aucun modèle n’est refait.`
  const { built, total } = report.models
  const done = `Publié dans ${report.warehouse} en ${seconds} s : ${counted(report.read, 'fichier')} ${plural(report.read, 'lu')}, ${counted(built, 'modèle')} sur ${total} ${plural(built, 'refait')}.`
  return [done, ...rebuilt(report)].join('\n')
}

/** How many names a line has before it only counts the rest. */
const named = 6

/** Which models were made anew and why, where some stood; the first run makes all of them, which says nothing. */
function rebuilt({ models }: RunReport): string[] {
  const anew = models.rebuilt
  if (anew.length === 0 || anew.every(({ because }) => because === 'new')) return []
  const names = new Set(anew.map(({ model }) => model))
  // What a model reads that no model makes, or that stands: where the change comes from.
  const sources = new Set(
    anew.flatMap(({ upstreams }) => upstreams.filter((one) => !names.has(one))),
  )
  const queries = anew.filter(({ because }) => because.startsWith('query'))
  const lines = [`  Refaits : ${some([...names])}.`]
  if (sources.size > 0)
    lines.push(`  Parce qu’ont changé les lignes de ${some([...sources].sort())}.`)
  if (queries.length > 0)
    lines.push(`  Parce qu’a changé la requête de ${some(queries.map(({ model }) => model))}.`)
  return lines
}

function some(names: readonly string[]): string {
  const more = names.length - named
  const shown = names.slice(0, more > 1 ? named : names.length).join(', ')
  return more > 1 ? `${shown} et ${counted(more, 'autre')}` : shown
}

function plural(count: number, word: string): string {
  return count > 1 ? `${word}s` : word
}

function counted(count: number, word: string): string {
  return `${count} ${plural(count, word)}`
}

function pad(count: number): string {
  return String(count).padStart(4)
}

function bold(text: string): string {
  return styleText('bold', text, { stream: process.stdout })
}
