import { createHash } from 'node:crypto'
import { sentence, spaced } from '../french.ts'
import { versionOf } from '../recognise/cues.ts'
import type { Reading } from '../recognise/reading.ts'
import type { NearMiss, Recognition, Remark } from '../recognise/recognise.ts'
import type { RawFichier, RawObservation, RawQuestion, RawRattachement } from '../warehouse/raw.ts'
import { attach } from './attach.ts'
import { attachPath } from './identity.ts'
import type { Attached } from './lines.ts'
import { nameWords } from './names.ts'
import { type Decision, type Doubt, decide } from './referee.ts'
import type { Registry } from './registry.ts'

/** A file as landing knows it. */
export interface ReportFile {
  fichier: string
  sha256: string
  taille: number
  format: string | null
}

/** The rows that one file gives to the warehouse. */
export interface ReportRows {
  fichier: RawFichier
  rattachements: RawRattachement[]
  observations: RawObservation[]
  questions: RawQuestion[]
}

/** Rows for a file that can't be read: its name may still say whose report is lost. */
export function rejectedRows(file: ReportFile, motif: string, registry: Registry): ReportRows {
  const named = attachPath(file.fichier, registry)
  return {
    fichier: fileRow(file, 'rejete', motif, null),
    rattachements: named
      ? [
          {
            fichier: file.fichier,
            convention: named.convention,
            regle: 'nom_fichier',
            motif: named.motif,
          },
        ]
      : [],
    observations: [],
    questions: [],
  }
}

/** Row for a file with the same bytes as another one. */
export function duplicateRows(file: ReportFile, of: string): ReportRows {
  return {
    fichier: fileRow(file, 'doublon', `Mêmes octets que « ${of} ».`, null),
    rattachements: [],
    observations: [],
    questions: [],
  }
}

/** Brings what was recognised in one file together with the register: who it is about, which figures count, what is asked. */
export function reportRows(
  file: ReportFile,
  recognition: Recognition,
  registry: Registry,
): ReportRows {
  const { fichier } = file
  const attachment = attach(fichier, recognition, registry)
  const observations: RawObservation[] = []
  const questions: RawQuestion[] = attachment.questions.map((question) => ({
    fichier,
    feuille: question.cue?.sheet || null,
    cellule: question.cue?.address || null,
    convention: null,
    indicateur: null,
    texte_brut: question.cue?.text ?? null,
    libelle: null,
    motif: sentence(question.motif),
    proposition: question.proposal,
    confiance: question.confidence,
  }))
  const groups = Map.groupBy(
    attachment.readings,
    ({ reading, convention }) => `${convention ?? ''}\n${reading.indicator}`,
  )
  const answered = new Set<string>()
  for (const group of groups.values()) {
    const { convention } = group[0]!
    const readings = group.map(({ reading }) => reading)
    const decision =
      convention === null
        ? unattached(readings)
        : decide(readings, harmlessWords(convention, registry))
    for (const verdict of decision.verdicts) {
      observations.push(observationRow(fichier, convention, verdict))
      if (verdict.kept && verdict.scope !== 'absence') answered.add(verdict.reading.indicator)
    }
    if (readings[0]!.indicator === 'potentiel_achat') continue
    questions.push(...decision.doubts.map((doubt) => questionRow(fichier, convention, doubt)))
  }
  questions.push(...withholdOrders(observations, attachment.readings, recognition.nearMisses))
  for (const miss of recognition.nearMisses) {
    const open = miss.indicators.filter((indicator) => !answered.has(indicator))
    if (open.length > 0) questions.push(nearMissRow(fichier, miss, open[0]!))
  }
  const remarks = recognition.remarks ?? []
  questions.push(...remarks.map((remark) => remarkRow(fichier, remark)))
  return {
    fichier: fileRow(file, ...statusOf(attachment.readings, remarks), recognition),
    rattachements: attachment.conventions.map(({ convention, rule, motif }) => ({
      fichier,
      convention,
      regle: rule,
      motif,
    })),
    observations: identified(observations),
    questions,
  }
}

/**
 * Ordered stands for bought only where nothing is said of bought: no figure that had to be refused, no label without its figure, no
 * unknown words about pass. Where something is, a person decides.
 */
function withholdOrders(
  rows: RawObservation[],
  readings: Attached[],
  misses: NearMiss[],
): RawQuestion[] {
  const spoken = new Set(
    readings.filter((r) => r.reading.indicator === 'pass_achetes').map((r) => r.convention),
  )
  const unknown = misses.some((miss) => miss.indicators.includes('pass_achetes'))
  const bought = new Set(
    rows
      .filter((r) => r.indicateur === 'pass_achetes' && r.retenue && r.portee !== 'absence')
      .map((r) => r.convention),
  )
  const questions: RawQuestion[] = []
  for (const row of rows) {
    if (row.indicateur !== 'pass_commandes' || !row.retenue || row.portee === 'absence') continue
    if (!spoken.has(row.convention) && !spoken.has(null) && !unknown) continue
    row.retenue = false
    row.motif = 'Le rapport parle aussi d’achats'
    if (bought.has(row.convention)) continue
    questions.push({
      fichier: row.fichier,
      feuille: row.feuille,
      cellule: row.cellule,
      convention: row.convention,
      indicateur: 'pass_achetes',
      texte_brut: row.texte_brut,
      libelle: row.libelle,
      motif: 'Des pass commandés sont donnés, et le rapport parle aussi d’achats sans chiffre sûr',
      proposition: row.nombre === null ? null : String(row.nombre * row.facteur),
      confiance: 0.3,
    })
  }
  return questions
}

function harmlessWords(convention: string, registry: Registry): Set<string> {
  const body = registry.byConvention(convention)?.body
  return body ? nameWords(body.nom) : new Set()
}

function unattached(readings: Reading[]): Decision {
  const verdicts = readings.map((reading) => ({
    reading,
    scope: reading.kind === 'absence' ? ('absence' as const) : ('total' as const),
    group: null,
    kept: false,
    motif: 'aucun lauréat reconnu pour ce chiffre',
  }))
  return { verdicts, doubts: [] }
}

function statusOf(
  readings: { reading: Reading; convention: string | null }[],
  remarks: Remark[],
): [RawFichier['statut'], string | null] {
  if (readings.length === 0 && remarks.length > 0) return ['sans_donnee', remarks[0]!.motif]
  if (readings.length === 0) return ['sans_donnee', 'Rien ne parle des indicateurs.']
  if (readings.some(({ convention }) => convention !== null)) return ['lu', null]
  if (readings.every(({ reading }) => reading.kind === 'absence')) {
    return ['sans_donnee', 'Des libellés d’indicateurs sans chiffre, et aucun lauréat reconnu.']
  }
  return ['non_rattache', 'Des chiffres, mais aucun lauréat du registre n’est reconnu.']
}

function fileRow(
  file: ReportFile,
  statut: RawFichier['statut'],
  motif: string | null,
  recognition: Recognition | null,
): RawFichier {
  const cues = recognition?.cues
  return {
    fichier: file.fichier,
    sha256: file.sha256,
    format: file.format,
    taille: file.taille,
    statut,
    motif: motif && spaced(motif),
    rang_version: versionOf(file.fichier) ?? cues?.version ?? null,
    date_version: cues?.asOf ?? dateIn(file.fichier) ?? cues?.modified ?? null,
  }
}

/** The day that a file name states (`2023-03-15`, `20230315`, `15-03-2023`), ISO; null when none. */
function dateIn(path: string): string | null {
  const iso = /(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)/.exec(path)
  if (iso) return `${iso[1]}-${iso[2]}-${iso[3]}`
  const french = /(?<!\d)(0[1-9]|[12]\d|3[01])[-_.]?(0[1-9]|1[0-2])[-_.]?(20\d\d)(?!\d)/.exec(path)
  return french ? `${french[3]}-${french[2]}-${french[1]}` : null
}

function observationRow(
  fichier: string,
  convention: string | null,
  { reading, scope, group, kept, motif, onlyPeriod }: Decision['verdicts'][number],
): RawObservation {
  return {
    observation: '',
    fichier,
    feuille: reading.sheet,
    cellule: reading.address,
    convention,
    indicateur: reading.indicator,
    nombre: reading.number,
    facteur: reading.factor,
    unite: reading.unit,
    qualite: reading.factor === 1 ? reading.quality : derived(reading),
    portee: scope,
    groupe: group,
    periode: onlyPeriod ?? null,
    texte_brut: reading.text,
    libelle: reading.label,
    cellule_libelle: reading.labelAddress,
    regle: reading.rule,
    retenue: kept && reading.indicator !== 'potentiel_achat',
    motif:
      reading.indicator === 'potentiel_achat'
        ? 'Le registre fait foi pour le potentiel'
        : motif && sentence(motif),
  }
}

function derived(reading: Reading): RawObservation['qualite'] {
  return reading.quality === 'approximatif' ? 'approximatif' : 'derive'
}

/** Gives each row an identifier made of its place and meaning, the same in every run. */
function identified(rows: RawObservation[]): RawObservation[] {
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const key = [row.fichier, row.feuille, row.cellule, row.indicateur, row.convention ?? ''].join(
      '\n',
    )
    const rank = seen.get(key) ?? 0
    seen.set(key, rank + 1)
    const hash = createHash('sha256').update(`${key}\n${rank}`).digest('hex')
    return { ...row, observation: hash.slice(0, 20) }
  })
}

function questionRow(fichier: string, convention: string | null, doubt: Doubt): RawQuestion {
  const { reading } = doubt
  return {
    fichier,
    feuille: reading.sheet,
    cellule: reading.address,
    convention,
    indicateur: reading.indicator,
    texte_brut: reading.text,
    libelle: reading.label,
    motif: sentence(doubt.motif),
    proposition: doubt.proposal,
    confiance: doubt.confidence,
  }
}

function remarkRow(fichier: string, remark: Remark): RawQuestion {
  return {
    fichier,
    feuille: remark.sheet,
    cellule: remark.address,
    convention: null,
    indicateur: null,
    texte_brut: null,
    libelle: null,
    motif: sentence(remark.motif),
    proposition: remark.proposal,
    confiance: 0.5,
  }
}

const nearMissMotifs: Record<NearMiss['kind'], (text: string) => string> = {
  orthographe: (text) =>
    `le libellé « ${text} » n’est pas connu, mais ressemble à un libellé connu`,
  inconnu: (text) =>
    `le libellé « ${text} » n’est pas connu, et pourrait désigner un chiffre qui manque`,
  indirect: (text) =>
    `« ${text} » donne un taux ou un reste, mais le nombre lui-même n’est écrit nulle part`,
}

function nearMissRow(fichier: string, miss: NearMiss, indicator: string): RawQuestion {
  const text = miss.text.slice(0, 120)
  return {
    fichier,
    feuille: miss.sheet,
    cellule: miss.address,
    convention: null,
    indicateur: indicator,
    texte_brut: miss.text,
    libelle: miss.text,
    motif: sentence(nearMissMotifs[miss.kind](text)),
    proposition: miss.kind === 'orthographe' ? indicator : null,
    confiance: miss.kind === 'orthographe' ? 0.5 : 0.2,
  }
}
