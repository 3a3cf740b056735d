import { basename } from 'node:path'
import { sentence } from '../french.ts'
import { isMail } from '../read/cell.ts'
import { filesAround } from '../read/mail.ts'
import { partOnly } from '../recognise/caution.ts'
import type { NearMiss } from '../recognise/near-miss.ts'
import { boughtUnsaid } from '../recognise/notion.ts'
import type { Reading } from '../recognise/reading.ts'
import type { Recognition, Remark } from '../recognise/recognise.ts'
import { areasIn, isOfPart, yearOf } from '../recognise/scope.ts'
import { eurosDoubt } from '../recognise/unit.ts'
import type { RawFichier, RawObservation, RawQuestion, RawRattachement } from '../warehouse/raw.ts'
import { attach } from './attach.ts'
import { amount } from './candidate.ts'
import { attachPath } from './identity.ts'
import type { Attached } from './lines.ts'
import { nameWords } from './names.ts'
import { type Decision, decide } from './referee.ts'
import type { Registry } from './registry.ts'
import {
  fileRow,
  identified,
  nearMissRow,
  observationRow,
  questionRow,
  type ReportFile,
  remarkRow,
} from './rows.ts'

/** The rows that one file gives to the warehouse. */
export interface ReportRows {
  fichier: RawFichier
  rattachements: RawRattachement[]
  observations: RawObservation[]
  questions: RawQuestion[]
}

const openCorrection = 'une correction ne dit pas de laquelle des conventions il s’agit'

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
    const part = attachment.conventions.length === 1 ? partNamed(file, group, registry) : null
    const readings = group.map(({ reading }) => {
      const doubt = part ?? boughtByAnother(reading, convention, registry)
      return doubt === null || reading.kind !== 'figure'
        ? reading
        : { ...reading, doubts: [...reading.doubts, doubt], likely: false }
    })
    const decision =
      convention === null
        ? unattached(readings)
        : decide(readings, harmlessWords(convention, registry), recognition.cues.asOf)
    for (const verdict of decision.verdicts) {
      observations.push(observationRow(fichier, convention, verdict))
      if (verdict.kept && verdict.scope !== 'absence') answered.add(verdict.reading.indicator)
    }
    if (readings[0]!.indicator === 'potentiel_achat') continue
    questions.push(...decision.doubts.map((doubt) => questionRow(fichier, convention, doubt)))
  }
  // A figure that a mail corrects without saying of which call is sure in none of them.
  for (const { reading, candidates } of attachment.readings) {
    for (const candidate of candidates ?? []) {
      const proposal = reading.number === null ? null : String(reading.number * reading.factor)
      questions.push(
        questionRow(fichier, candidate, {
          reading,
          motif: openCorrection,
          proposal,
          confidence: 0.5,
        }),
      )
    }
  }
  questions.push(...withholdOrders(observations, attachment.readings, recognition.nearMisses))
  const bought = [
    ...takeDelivered(observations, attachment.readings),
    ...takePaid(observations, attachment.readings),
  ]
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
    questions: questions.filter((one) => !bought.some((row) => isAbout(one, row))),
  }
}

/** Takes « Pass livrés | 1 600 » for what was bought where as many were ordered, and nothing else is said of it; returns the rows that it took. */
function takeDelivered(rows: RawObservation[], readings: Attached[]): RawObservation[] {
  return rows.flatMap((order) => {
    if (order.indicateur !== 'pass_commandes' || !order.retenue || order.portee === 'absence')
      return []
    const told = readings.filter(
      ({ reading, convention }) =>
        reading.indicator === 'pass_achetes' &&
        (convention === null || convention === order.convention),
    )
    if (!isDelivered(order, told) || told.some(({ reading }) => reading.doubts.length > 1))
      return []
    const same = rows.find(
      (row) =>
        row.indicateur === 'pass_achetes' &&
        row.convention === order.convention &&
        row.nombre === order.nombre &&
        row.facteur === order.facteur,
    )
    if (same === undefined) return []
    Object.assign(same, { retenue: true, portee: 'total', motif: deliveredMotif })
    return [same]
  })
}

const deliveredMotif = 'Autant de pass livrés que de pass commandés'

function isAbout(question: RawQuestion, row: RawObservation): boolean {
  return (
    question.indicateur === row.indicateur &&
    question.convention === row.convention &&
    question.feuille === row.feuille &&
    question.cellule === row.cellule
  )
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
  const purchases = Map.groupBy(
    readings.filter((r) => r.reading.indicator === 'pass_achetes'),
    (r) => r.convention,
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
    const told = [null, row.convention].flatMap((one) => purchases.get(one) ?? [])
    const unpaid = told.filter(({ reading }) => !isPriceOf(row, reading))
    if ((unpaid.length === 0 || isDelivered(row, unpaid)) && !unknown) continue
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

/** Takes « Achat chèques | 45 000 € » for what was bought where 4 500 were ordered, and nothing else is said of it; returns the rows that it took. */
function takePaid(rows: RawObservation[], readings: readonly Attached[]): RawObservation[] {
  return rows.flatMap((order) => {
    if (order.indicateur !== 'pass_commandes' || !order.retenue || order.portee === 'absence')
      return []
    const told = readings.filter(
      ({ reading, convention }) =>
        reading.indicator === 'pass_achetes' && convention === order.convention,
    )
    const [only] = told
    if (only === undefined || told.length > 1 || !isPriceOf(order, only.reading)) return []
    const { sheet, address } = only.reading
    const paid = rows.find(
      (row) =>
        row.indicateur === 'pass_achetes' &&
        row.convention === order.convention &&
        row.feuille === sheet &&
        row.cellule === address,
    )
    if (paid === undefined) return []
    const facteur = 1 / faceValue
    Object.assign(paid, { retenue: true, portee: 'total', unite: 'EUR', facteur, motif: paidMotif })
    return [paid]
  })
}

const paidMotif = 'Une somme qui paie les pass commandés, à 10 € chacun'

/** « Achat chèques | 45 000 » in a budget, where 4 500 were ordered: a sum that pays for the order at ten euros a pass, and no other purchase. */
function isPriceOf(order: RawObservation, { number, doubts }: Reading): boolean {
  if (order.nombre === null || number === null || !doubts.includes(eurosDoubt)) return false
  return number === order.nombre * order.facteur * faceValue
}

/** Euros that a pass is worth. */
const faceValue = 10

/**
 * Whether what a report says besides is that as many came as were ordered: « Pass commandés 3 600 | Pass livrés 3 600 ». A word that says
 * bought, however doubtful its figure, is no delivery.
 */
function isDelivered(order: RawObservation, told: readonly Attached[]): boolean {
  if (order.nombre === null) return false
  if (!told.every(({ reading }) => reading.doubts.includes(boughtUnsaid))) return false
  const most = Math.max(...told.map(({ reading }) => amount(reading) ?? Number.POSITIVE_INFINITY))
  return most === order.nombre * order.facteur
}

/** Why what was bought may not be the laureate's, in French: « achetés par la Région » in the report of a town; null when nothing says so. */
function boughtByAnother(
  { buyer }: Reading,
  convention: string | null,
  registry: Registry,
): string | null {
  const body = registry.byConvention(convention ?? '')?.body
  if (buyer === undefined || body === undefined) return null
  return registry.names.mayMean(buyer, body.nom)
    ? null
    : `le texte dit « par ${buyer} » : est-ce le lauréat qui a acheté ?`
}

function harmlessWords(convention: string, registry: Registry): Set<string> {
  const body = registry.byConvention(convention)?.body
  return body ? nameWords(body.nom) : new Set()
}

/**
 * Why figures are of a part only, by the name of their file (« extrait_arrdt_nord.csv ») or of one that a mail encloses, in French; null when none says such a
 * thing.
 */
function partNamed(
  { fichier, format }: ReportFile,
  group: readonly Attached[],
  registry: Registry,
): string | null {
  const sheets = isMail(format) ? [...new Set(group.map(({ reading }) => reading.sheet))] : []
  const name = [basename(fichier), ...sheets.flatMap(filesAround)].find((one) =>
    namesPart(one, group, registry),
  )
  return name === undefined ? null : `${partOnly} : le fichier s’appelle « ${name} »`
}

function namesPart(name: string, group: readonly Attached[], registry: Registry): boolean {
  const said = name.replace(/\.\w{2,5}$/, '').replaceAll(/[_.-]+/g, ' ')
  if (isOfPart(said, 'name') || yearOf(said) !== null) return true
  const areas = areasIn(said, 'name')
  if (areas.length === 0) return false
  const conventions = new Set(group.map(({ convention }) => convention ?? ''))
  const own = new Set([...conventions].flatMap((one) => [...harmlessWords(one, registry)]))
  const others = new Set(
    group.flatMap(({ reading }) => areasIn(reading.label, 'title').map(({ noun }) => noun)),
  )
  return areas.some(({ noun }) => !own.has(noun) && !others.has(noun))
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
