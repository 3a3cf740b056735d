import { address } from '../read/cell.ts'
import type { Indicator } from '../recognise/notion.ts'
import type { Place, Reading } from '../recognise/reading.ts'
import type { Remark } from '../recognise/recognise.ts'
import type { Counts, ListCounts } from './count.ts'
import type { ListShape } from './list.ts'
import { identityOf } from './plan.ts'
import type { ListWords } from './words.ts'

/** A list that has been counted, with what is known of it besides. */
export interface CountedList {
  sheet: string
  shape: ListShape
  /** Zero-based rows of the first and the last line. */
  first: number
  last: number
  counts: ListCounts
  /** The column that names laureates; null when there is none. */
  laureate: number | null
  /** Whether a title, a column or the sheet's name says that these vouchers were bought. */
  bought: boolean
  /** Doubts about the list as a whole, in French. */
  doubts: readonly string[]
  hidden: boolean
}

/** Vouchers of one person past which its identifier looks like one for many. */
const manyForOne = 100

const seul: Place = { role: 'seul', key: '', known: false }

/** The figures of a list, each with its doubts and the range of cells that it was counted from. */
export function listReadings(list: CountedList, words: ListWords): Reading[] {
  return list.counts.byLaureate.flatMap((counts) => {
    const context = {
      list,
      counts,
      names: namesOf(list, counts, words),
      common: common(list, counts),
    }
    return [scanned(context), bought(context), persons(context)].filter((one) => one !== null)
  })
}

/** Questions about a list as a whole. */
export function listRemarks(list: CountedList, words: ListWords): Remark[] {
  const { byLaureate } = list.counts
  const unnamed = byLaureate.filter((counts) => namesOf(list, counts, words).length === 0)
  if (list.laureate === null || byLaureate.length < 2 || unnamed.length === 0) return []
  const lines = unnamed.reduce((total, counts) => total + counts.lignes, 0)
  return [
    {
      sheet: list.sheet,
      address: range(list, list.laureate),
      motif: `${number(lines)} ligne(s) de la liste ne nomment aucune collectivité que la lecture reconnaisse`,
      proposal: null,
    },
  ]
}

/** Texts that may name the laureate of a group of lines: never what may be a person's. */
export function namesOf(list: CountedList, { laureat }: Counts, words: ListWords): string[] {
  if (list.laureate === null || laureat === '') return []
  const { columns } = list.shape
  const digits = laureat.replaceAll(/[\s.]/g, '')
  if (columns.get('siren') === list.laureate) {
    return /^\d{8,9}$|^\d{13,14}$/.test(digits) ? [siren(digits)] : []
  }
  if (columns.get('convention') === list.laureate) {
    return /^(?=.*\d)[\w./ -]{3,30}$/.test(laureat) ? [laureat] : []
  }
  if (laureat.length > 120 || /@|\d{6}/.test(laureat)) return []
  // Beside persons, a name is taken for a body's only if it says so.
  return list.shape.personal.length === 0 || words.body(laureat) ? [laureat] : []
}

function siren(digits: string): string {
  return digits.length > 9 ? digits.padStart(14, '0').slice(0, 9) : digits.padStart(9, '0')
}

interface Context {
  list: CountedList
  counts: Counts
  names: string[]
  common: string[]
}

function common({ counts: { partages, broken }, doubts }: CountedList, counts: Counts): string[] {
  const said = [...doubts]
  if (counts.sans_code > 0)
    said.push(`${number(counts.sans_code)} ligne(s) n’ont pas de numéro de pass`)
  if (counts.decalees > 0) {
    said.push(
      `${number(counts.decalees)} ligne(s) ont plus de cellules que l’en-tête n’a de colonnes`,
    )
  }
  if (partages > 0)
    said.push(`${number(partages)} numéro(s) de pass sont à plusieurs collectivités`)
  if (broken) {
    said.push(
      'des cellules ont plusieurs lignes, ou des guillemets ne sont pas fermés : des lignes peuvent être mal découpées',
    )
  }
  return said
}

function scanDoubts({ list, counts, common: all }: Context): string[] {
  const said = [...all]
  if (counts.desaccords > 0) {
    said.push(
      `pour ${number(counts.desaccords)} ligne(s), le statut et la date de scan se contredisent`,
    )
  }
  if (counts.inconnus > 0) {
    said.push(
      `${number(counts.inconnus)} ligne(s) ont un statut ou une date de scan qui ne se comprend pas`,
    )
  }
  if (counts.scannes_en_partie > 0) {
    said.push(
      `${number(counts.scannes_en_partie)} numéro(s) de pass sont répétés, scannés sur une ligne et pas sur une autre`,
    )
  }
  if (counts.scannes === 0) {
    const { columns } = list.shape
    said.push(
      columns.has('scan') && counts.scans_remplis === 0
        ? 'la colonne des scans est vide : aucun pass scanné, ou une colonne qui n’a pas été remplie'
        : 'aucune ligne n’est scannée : aucun pass scanné, ou une liste faite avant les scans',
    )
  }
  return said
}

function scanned(context: Context): Reading | null {
  const { columns, titles } = context.list.shape
  const col = columns.get('scan') ?? columns.get('statut')
  if (col === undefined) return null
  const { scannes, repetes } = context.counts
  const how = columns.has('scan')
    ? `dont la colonne « ${titles[col]} » est remplie`
    : `dont la colonne « ${titles[col]} » dit qu’ils sont scannés`
  const text = `${number(scannes)} pass ${how}${twice(repetes)}`
  return reading(context, 'pass_scannes', col, scannes, text, scanDoubts(context))
}

function bought(context: Context): Reading | null {
  const { list, counts } = context
  const { columns } = list.shape
  const { pass, scannes, annules, commandes, dates_achat, repetes } = counts
  // A list of nothing but scans says nothing of what was bought.
  if (!list.bought && scannes === pass) return null
  const doubts = [...context.common]
  if (!list.bought)
    doubts.push('rien ne dit que les pass de cette liste sont ceux qui ont été achetés')
  if (annules > 0)
    doubts.push(`${number(annules)} pass sont annulés : achetés quand même, ou non ?`)
  if (commandes > 0) doubts.push(`${number(commandes)} pass sont commandés, peut-être pas achetés`)
  if (columns.has('achat') && dates_achat < pass) {
    doubts.push(`${number(pass - dates_achat)} pass n’ont pas de date d’achat`)
  }
  const col = columns.get('pass') ?? columns.get('pass_possible')!
  const text = `${number(pass)} numéros de pass${twice(repetes)}`
  return reading(context, 'pass_achetes', col, pass - annules, text, doubts)
}

function persons(context: Context): Reading | null {
  const { list, counts } = context
  const identity = identityOf(list.shape)
  if (identity === null || counts.personnes === 0) return null
  const doubts = scanDoubts(context)
  if (counts.scannes_sans_personne > 0) {
    doubts.push(
      `${number(counts.scannes_sans_personne)} ligne(s) scannées n’ont pas de bénéficiaire : le nombre est un minimum`,
    )
  }
  if (!identity.certain) {
    doubts.push(
      'la liste n’a pas d’identifiant de bénéficiaire : des noms ou des adresses n’en tiennent lieu qu’à peu près',
    )
  }
  if (counts.pass_max > manyForOne) {
    doubts.push(`un même identifiant a ${number(counts.pass_max)} pass : est-ce une personne ?`)
  }
  const text = `${number(counts.personnes)} bénéficiaires différents parmi les pass scannés`
  const col = identity.columns[0]!
  return reading(context, 'beneficiaires_uniques', col, counts.personnes, text, doubts)
}

function reading(
  { list, counts, names }: Context,
  indicator: Indicator,
  col: number,
  value: number,
  text: string,
  doubts: string[],
): Reading {
  const { shape, sheet, first } = list
  const several = list.counts.byLaureate.length > 1
  return {
    sheet,
    address: range(list, col),
    row: first + counts.premiere - 1,
    col,
    text,
    label: shape.titles[col]!,
    labelAddress: address(first - 1, col),
    indicator,
    kind: 'figure',
    number: value,
    factor: 1,
    unit: indicator === 'beneficiaires_uniques' ? 'personnes' : 'pass',
    quality: 'exact',
    doubts,
    likely: false,
    unknown: [],
    rank: 2,
    aap: null,
    period: null,
    periodFrom: null,
    line: several ? { role: 'detail', key: names[0] ?? '', known: false } : seul,
    column: seul,
    group: `${sheet}!bons${first}:${indicator}`,
    cumulative: false,
    cumulativeNearby: false,
    rectifies: false,
    fresh: false,
    names,
    hidden: list.hidden,
    rule: 'bons',
  }
}

function twice(repeated: number): string {
  return repeated === 0 ? '' : ` (${number(repeated)} répétés, comptés une fois)`
}

function range({ first, last }: CountedList, col: number): string {
  return `${address(first, col)}:${address(last, col)}`
}

/** `12 345`, as French writes it. */
export function number(value: number): string {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, '\u202f')
}
