import { createHash } from 'node:crypto'
import { sentence, spaced } from '../french.ts'
import { versionOf } from '../recognise/cues.ts'
import { monthNumber, monthWords } from '../recognise/label.ts'
import type { NearMiss } from '../recognise/near-miss.ts'
import type { Reading } from '../recognise/reading.ts'
import type { Recognition, Remark } from '../recognise/recognise.ts'
import { fold } from '../recognise/text.ts'
import type { RawFichier, RawObservation, RawQuestion } from '../warehouse/raw.ts'
import type { Decision, Doubt } from './referee.ts'

/** A file as landing knows it. */
export interface ReportFile {
  fichier: string
  sha256: string
  taille: number
  format: string | null
}

/** The row of a file: what became of it and why, and how recent it says that it is. */
export function fileRow(
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
    rang_version: isVoucher(file.fichier)
      ? voucherRank
      : (versionOf(file.fichier) ?? cues?.version ?? null),
    date_version: cues?.asOf ?? dateIn(file.fichier) ?? cues?.dated ?? null,
    date_proprietes: cues?.modified ?? null,
    accompagne: cues?.encloses ?? false,
  }
}

/** An invoice tells of one purchase: any report goes before it, even a provisional one. */
const voucherRank = -2

/** Whether a file name says that it holds an invoice, an order or a delivery note, and no report of them. */
function isVoucher(path: string): boolean {
  const name = fold(path.split('/').at(-1)!).replaceAll(/[_-]/g, ' ')
  return (
    /(?<![a-z])(?:facture|devis|bon de (?:commande|livraison)|avoir)(?![a-z])/.test(name) &&
    !/(?<![a-z])(?:bilan|rapport|synthese|suivi|recap|recapitulatif|tableau|liste|etat|indicateurs)(?![a-z])/.test(
      name,
    )
  )
}

/** The day that a file name states (`2023-03-15`, `20230315`, `15-03-2023`), ISO; null when none. */
function dateIn(path: string): string | null {
  const iso = /(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)/.exec(path)
  if (iso) return `${iso[1]}-${iso[2]}-${iso[3]}`
  const french = /(?<!\d)(0[1-9]|[12]\d|3[01])[-_.]?(0[1-9]|1[0-2])[-_.]?(20\d\d)(?!\d)/.exec(path)
  if (french) return `${french[3]}-${french[2]}-${french[1]}`
  return monthEnd(parseMonth(path))
}

/** The month that a file name states (`décembre 2023`, `06-2022`), `2023-12`; null when none. */
function parseMonth(path: string): string | null {
  const name = fold(path.split('/').at(-1)!).replaceAll('_', ' ')
  const written = new RegExp(`(?<![a-z])(${monthWords.join('|')})[ .-]*(20\\d\\d)(?!\\d)`).exec(
    name,
  )
  if (written) return `${written[2]}-${monthNumber(written[1]!)}`
  const digits = /(?<![\d-])(0[1-9]|1[0-2])[-. ](20\d\d)(?![\d-])/.exec(name)
  return digits ? `${digits[2]}-${digits[1]}` : null
}

/** The last day of a month. */
function monthEnd(month: string | null): string | null {
  if (month === null) return null
  const [year, number] = month.split('-').map(Number)
  return `${month}-${String(new Date(Date.UTC(year!, number!, 0)).getUTCDate()).padStart(2, '0')}`
}

/** The row of one reading with the word of the referee; its identifier comes with `identified`. */
export function observationRow(
  fichier: string,
  convention: string | null,
  { reading, scope, group, kept, motif, onlyPeriod }: Decision['verdicts'][number],
): RawObservation {
  return {
    observation: '',
    fichier,
    feuille: reading.standing?.sheet ?? reading.sheet,
    cellule: reading.standing?.address ?? reading.address,
    convention,
    indicateur: reading.indicator,
    nombre: reading.number,
    facteur: reading.factor,
    unite: reading.unit,
    qualite: reading.factor === 1 ? reading.quality : derived(reading),
    portee: scope,
    groupe: group,
    periode: onlyPeriod ?? null,
    texte_brut: reading.standing?.text ?? reading.text,
    libelle: reading.label,
    cellule_libelle: reading.standing?.labelAddress ?? reading.labelAddress,
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
export function identified(rows: RawObservation[]): RawObservation[] {
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

/** The row of a question about one reading. */
export function questionRow(fichier: string, convention: string | null, doubt: Doubt): RawQuestion {
  const { reading } = doubt
  return {
    fichier,
    feuille: reading.standing?.sheet ?? reading.sheet,
    cellule: reading.standing?.address ?? reading.address,
    convention,
    indicateur: reading.indicator,
    texte_brut: reading.standing?.text ?? reading.text,
    libelle: reading.label,
    motif: sentence(doubt.motif),
    proposition: doubt.proposal,
    confiance: doubt.confidence,
  }
}

/** The row of a question that no figure carries. */
export function remarkRow(fichier: string, remark: Remark): RawQuestion {
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
  illisible: (text) => `« ${text} » ne dit pas sûrement quel chiffre compte`,
}

/** The row of a question about a label that isn't understood, and that may be one of an indicator. */
export function nearMissRow(fichier: string, miss: NearMiss, indicator: string): RawQuestion {
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
