import { styleText } from 'node:util'
import type { RunReport } from '../run.ts'

const nbsp = '\u00a0'
const fileStatuses: [string, string][] = [
  ['lu', 'lus'],
  ['remplace', 'remplacés par une version plus récente'],
  ['doublon', 'en double'],
  ['sans_donnee', 'sans donnée sur les indicateurs'],
  ['non_rattache', 'non rattachés à un lauréat'],
  ['rejete', 'illisibles'],
]
const indicators: [string, string][] = [
  ['pass_achetes', 'pass achetés'],
  ['pass_scannes', 'pass scannés'],
  ['beneficiaires_uniques', 'bénéficiaires uniques'],
]
const missingStatuses: [string, string][] = [
  ['non_communique', 'non communiqués'],
  ['sans_rapport', 'sans rapport'],
  ['illisible', 'illisibles'],
  ['contradictoire', 'contradictoires'],
]

/** The last screen of a run, in French, for the people who ran it. Colours only where standard output is a terminal. */
export function screen(report: RunReport): string {
  const { summary } = report
  const lines: string[] = []
  if (report.synthetic)
    lines.push(bold('Corpus de démonstration : organismes et chiffres inventés.'), '')
  lines.push(bold(`${summary.laureats} lauréats, ${report.files} fichiers`))
  for (const [status, label] of fileStatuses) {
    const count = summary.fichiers[status] ?? 0
    if (count > 0) lines.push(`  ${pad(count)} ${label}`)
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
      : `  ${questions} ${plural(questions, 'question')} sur ${fichiers} ${plural(fichiers, 'fichier')}${nbsp}: table a_verifier`,
  )
  for (const warning of report.warnings) {
    lines.push(`  ${warning.rows} × ${warning.check.replaceAll('_', ' ')}`)
  }
  lines.push('', ending(report))
  return lines.join('\n').replaceAll(/ (?=[:;?!])/g, nbsp)
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
        .map(([statut, name]) => [count(aap, indicateur, statut), name] as const)
        .filter(([n]) => n > 0)
        .map(([n, name]) => `${n} ${name}`)
      const detail = parts.length > 0 ? `  (${parts.join(', ')})` : ''
      return `  ${pad(count(aap, indicateur))} ${label}${detail}`
    }),
  ])
}

function published({ summary }: RunReport): string[] {
  const { reconciliation } = summary
  const total = Object.values(reconciliation).reduce((a, b) => a + b, 0)
  if (total === 0) return ['  Aucun chiffre publié à rapprocher (raw/publie/).']
  const lines = [`  ${reconciliation.conforme ?? 0} sur ${total} retrouvés`]
  const explained = reconciliation.ecart_explique ?? 0
  const open = reconciliation.non_calculable ?? 0
  const gaps = reconciliation.ecart ?? 0
  if (explained > 0)
    lines.push(`  ${pad(explained)} ${plural(explained, 'écart')} ${plural(explained, 'expliqué')}`)
  if (open > 0) lines.push(`  ${pad(open)} non ${plural(open, 'calculable')}`)
  if (gaps > 0) {
    lines.push(`  ${pad(gaps)} ${plural(gaps, 'écart')} sans explication :`)
    lines.push(...summary.ecarts.slice(0, 5).map((gap) => `       ${gap}`))
    if (gaps > 5) lines.push(`       … et ${gaps - 5} autres : table reconciliation`)
  }
  return lines
}

function ending(report: RunReport): string {
  const seconds = report.seconds.toFixed(1).replace('.', ',')
  const { built, total } = report.models
  return report.published
    ? `Publié dans ${report.warehouse} en ${seconds} s : ${report.read} ${plural(report.read, 'fichier')} ${plural(report.read, 'lu')}, ${built} modèles sur ${total} refaits.`
    : `Rien n’a changé : ${report.warehouse} est à jour (${seconds} s).`
}

function plural(count: number, word: string): string {
  return count > 1 ? `${word}s` : word
}

function pad(count: number): string {
  return String(count).padStart(4)
}

function bold(text: string): string {
  return styleText('bold', text, { stream: process.stdout })
}
