import { formatOf } from '../../pipeline/land/format.ts'
import { address, type Cell } from '../../pipeline/read/cell.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import type { RawObservation } from '../../pipeline/warehouse/raw.ts'
import type { Effect, Hit } from './damage.ts'
import type { Outcome } from './outcome.ts'
import type { Source } from './source.ts'
import type { Judged } from './verdict.ts'

/** A damaged file and what was done to it. */
export interface Mutation {
  id: string
  source: Source
  /** Which of the damages of this source it is. */
  turn: number
  damage: string
  effect: Effect
  hit: Hit
  bytes: Buffer
}

/** Why another figure than the true one is no fault of the reader. */
export type Excuse =
  /** Two cells changed places, and the figure rests on nothing but them and what was read before: the report in good order says so. */
  | 'undetectable'
  /** Part of a sum is gone with its whole row, and no total stands beside it. */
  | 'detail gone'
  /** What said the unit (a carnet of ten, euros, thousands) is gone. */
  | 'unit gone'
  /** The case is about a figure that must be doubted, and the words that say so may be what is gone. */
  | 'warning gone'
  /** The case is about figures that contradict each other, and one side is gone or hidden: the other was read before as it is now. */
  | 'contradiction gone'
  /** The exact figure is gone and an « environ » stands, published as approximate and less than a tenth away. */
  | 'approximate instead'
  /** The case is about headings out of place, and the damage put them where they belong; or about a file that breaks off, and it goes on. */
  | 'put right'
  /** Nothing is said of bought any more, so that ordered stands for it, as the glossary has it. */
  | 'ordered instead'
  /** Damaged bytes changed a number itself, or brought a label and another line's number together. */
  | 'digits changed'
  | 'lines joined'

/** What was kept for a value, ordered pass standing for bought ones. */
export function keptFor(outcome: Outcome, one: Judged): RawObservation[] {
  return outcome.kept.filter(
    (o) =>
      o.convention === one.convention &&
      o.portee !== 'absence' &&
      (o.indicateur === one.indicator ||
        (one.indicator === 'pass_achetes' && o.indicateur === 'pass_commandes')),
  )
}

/**
 * Whether a wrong or invented value is excused by what the damage did to the truth; null when it is a fault.
 * @param intact the same report read without damage
 */
export async function excuse(
  mutation: Mutation,
  one: Judged,
  outcome: Outcome,
  intact: Outcome,
): Promise<Excuse | null> {
  const { effect, source, hit } = mutation
  if (effect === 'changed' && restsOn(mutation, one, outcome, intact)) return 'undetectable'
  if (effect === 'changed' && approximates(one, keptFor(outcome, one))) return 'approximate instead'
  const doubtful = typeof one.wanted !== 'number'
  if (effect === 'changed') {
    if (!source.isCase || !doubtful) return null
    if (await numbersInOrder(mutation, one, outcome)) return 'put right'
    return knownBefore(keptFor(outcome, one), intact, one) ? 'contradiction gone' : null
  }
  if (source.isCase && doubtful && hit.putRight) return 'put right'
  if (
    source.isCase &&
    doubtful &&
    (effect === 'added' || effect === 'kept') &&
    (await endMended(mutation, keptFor(outcome, one)))
  )
    return 'put right'
  if (effect === 'kept' || effect === 'added') return null
  if (approximates(one, keptFor(outcome, one))) return 'approximate instead'
  if (effect === 'misspelt') return null
  if (source.isCase && doubtful && wordsLost.has(mutation.damage)) {
    // What is read now was read before, and doubted; words that say a unit or a scope change the figure itself.
    const known =
      knownBefore(keptFor(outcome, one), intact, one) || unknownSender(outcome, intact, one)
    if (source.about.has(one.convention) && (known || scopesLost.has(mutation.damage))) {
      return 'warning gone'
    }
  }
  if (source.isCase && doubtful && sidesLost.has(mutation.damage)) {
    if (knownBefore(keptFor(outcome, one), intact, one)) return 'contradiction gone'
    if (unknownSender(outcome, intact, one) && (await sirenGone(mutation))) {
      return 'contradiction gone'
    }
  }
  if (source.isCase && doubtful && effect === 'bytes') {
    const kept = keptFor(outcome, one)
    const known = knownBefore(kept, intact, one)
    if (known && (await warningLost(mutation, kept))) return 'warning gone'
    if (known && (await figureLost(mutation))) return 'contradiction gone'
  }
  if (source.isCase && wordsLost.has(mutation.damage)) {
    if (await correctionGone(mutation, one, outcome, intact)) return 'warning gone'
  }
  const bought = (o: RawObservation) => o.indicateur === 'pass_achetes'
  const before = keptFor(intact, one)
  const after = keptFor(outcome, one)
  const orderedNow = after.length > 0 && !after.some(bought)
  if (orderedNow && before.some(bought)) return 'ordered instead'
  const total = before.length > 0 && before.every((o) => o.portee === 'total')
  if (before.some((o) => o.facteur !== 1)) return 'unit gone'
  if (mutation.damage === 'units removed' && before.length === 0) return 'unit gone'
  if (mutation.damage === 'row removed' && hit.gone.length > 0 && !total) return 'detail gone'
  if (mutation.damage === 'row removed' && lastOfRun(hit, before, one, intact)) return 'detail gone'
  return effect === 'bytes' ? await byteExcuse(mutation, one, outcome, total ? before : []) : null
}

/** Damages that take words away, and with them what a figure means. */
const wordsLost = new Set([
  'row removed',
  'label blanked',
  'sheet renamed',
  'cells unmerged',
  'units removed',
])

const scopesLost = new Set(['sheet renamed', 'cells unmerged', 'units removed'])

/** Damages that may take one of two contradicting figures away. */
const sidesLost = new Set([
  'number blanked',
  'number replaced by a word',
  'row removed',
  'row hidden',
  'sheet hidden',
])

/** Whether the last line of a running count is gone, so that what is read is what the line above it had been read to say. */
function lastOfRun(
  { gone }: Mutation['hit'],
  before: RawObservation[],
  one: Judged,
  intact: Outcome,
): boolean {
  const [was, ...more] = before
  if (was === undefined || more.length > 0) return false
  const [, column, row] = /^([A-Z]+)(\d+)$/.exec(was.cellule)!
  const above = `${column}${Number(row) - 1}`
  const taken = gone.some((g) => `${g.sheet}!${address(g.row, g.col)}` === at(was))
  const said = intact.read.some(
    (o) =>
      at(o) === `${was.feuille}!${above}` &&
      o.indicateur === was.indicateur &&
      (o.nombre ?? Number.NaN) * o.facteur === one.read,
  )
  return taken && said
}

/** Whether all that was kept had been read from the intact report too, as the same figure of the same laureate. */
function knownBefore(kept: RawObservation[], intact: Outcome, one: Judged): boolean {
  const same = (a: RawObservation, b: RawObservation) =>
    a.convention === b.convention &&
    a.indicateur === b.indicateur &&
    a.texte_brut === b.texte_brut &&
    (within(a.libelle, b.libelle) || within(b.libelle, a.libelle))
  // A line that is gone may bring another heading over the same label.
  const parts = (label: string) => label.toLowerCase().split(' | ')
  const within = (some: string, all: string) =>
    parts(some).every((part) => parts(all).includes(part))
  const before = intact.read.filter((o) => o.convention === one.convention)
  return kept.length > 0 && kept.every((o) => before.some((b) => same(b, o)))
}

/** Whether all that was kept had been read from the intact report too, where nobody could say whose figures they are. */
function unknownSender(outcome: Outcome, intact: Outcome, one: Judged): boolean {
  const kept = keptFor(outcome, one)
  const before = intact.read.filter((o) => o.convention === null)
  return kept.length > 0 && kept.every((o) => before.some((b) => at(b) === at(o)))
}

/** Whether two exchanged numbers of bodies now stand each on the lines of its own body, and what was kept stands on one of them. */
async function numbersInOrder(
  { hit, bytes, source }: Mutation,
  one: Judged,
  outcome: Outcome,
): Promise<boolean> {
  const { swapped } = hit
  const body = source.world.register.find((row) => row.convention === one.convention)?.siren
  if (swapped === undefined || body === undefined) return false
  const cells = await cellsOf(bytes)
  const numbers = swapped.map((place) => ({
    ...place,
    text: cells.get(`${place.sheet}!${address(place.row, place.col)}`)?.text ?? '',
  }))
  const siren = (text: string) => text.replaceAll(/[\s.]/g, '')
  if (!numbers.every(({ text }) => /^\d{9}$/.test(siren(text)))) return false
  return keptFor(outcome, one).every(({ feuille, cellule }) =>
    numbers.some(
      ({ sheet, row, text }) =>
        sheet === feuille && /\d+$/.exec(cellule)?.[0] === String(row + 1) && siren(text) === body,
    ),
  )
}

/** Whether a number of a body that the intact report has stands nowhere any more. */
async function sirenGone({ source, bytes }: Mutation): Promise<boolean> {
  const sirens = async (content: Buffer) =>
    [...(await cellsOf(content)).values()]
      .map(({ text }) => text.replaceAll(/[\s.]/g, ''))
      .filter((text) => /^(?:\d{9}|\d{14})$/.test(text))
  const after = new Set(await sirens(bytes))
  return (await sirens(source.bytes)).some((siren) => !after.has(siren))
}

/**
 * Whether the true figure was one that a sentence put in place of another (« lire 1 240 au lieu de 1 420 »), that sentence stands nowhere any
 * more, and what was kept is the figure that it corrected, as the intact report has it too.
 */
async function correctionGone(
  { bytes }: Mutation,
  one: Judged,
  outcome: Outcome,
  intact: Outcome,
): Promise<boolean> {
  const kept = keptFor(outcome, one)
  const correcting = keptFor(intact, one)
  if (kept.length === 0 || correcting.length === 0 || !knownBefore(kept, intact, one)) return false
  const plain = (text: string) => text.replaceAll(/[\s.\u00a0\u202f]/g, '')
  const texts = new Set([...(await cellsOf(bytes)).values()].map(({ text }) => text.trim()))
  return correcting.every(
    (by) =>
      !texts.has(by.texte_brut.trim()) &&
      kept.every((o) => !same(by, o) && plain(by.texte_brut).includes(`lieude${o.nombre}`)),
  )
}

const same = (a: RawObservation, b: RawObservation) => at(a) === at(b)

/** Whether damaged bytes took a sentence without figures or the better half of a line away, or made a hidden figure a visible one. */
async function warningLost({ source, bytes }: Mutation, kept: RawObservation[]): Promise<boolean> {
  const before = await cellsOf(source.bytes)
  const after = await cellsOf(bytes)
  const sheetOf = (place: string) => place.slice(0, place.lastIndexOf('!'))
  const sheets = new Set([...before.keys()].map(sheetOf))
  // What the name of a sheet, or of an enclosed file, says of scope is gone with it.
  if (kept.every(({ feuille }) => !sheets.has(feuille))) return true
  const shown = kept.every((o) => before.get(at(o))?.hidden && after.get(at(o))?.hidden === false)
  const wordsOf = ({ text }: Cell) => text.trim().split(/\s+/)
  const left = [...after.values()].map((cell) => new Set(wordsOf(cell)))
  // One that keeps three quarters of its words still says what it said.
  const gone = (words: string[]) =>
    left.every((those) => words.filter((word) => those.has(word)).length < words.length * 0.75)
  const sentences = [...before.values()].filter(({ text }) => !/\d/.test(text)).map(wordsOf)
  if (shown || sentences.some((words) => words.length > 2 && gone(words))) return true
  const lines = async (content: Buffer) =>
    [...(await rowsOf(content)).values()].map((texts) => texts.join(' ').split(/\s+/))
  const rows = (await lines(bytes)).map((words) => new Set(words))
  return (await lines(source.bytes)).some((words) =>
    rows.every((those) => words.filter((word) => those.has(word)).length * 2 < words.length),
  )
}

/** Whether a text with digits of the intact report stands nowhere any more, as it is or longer: what a figure contradicted may be that one. */
async function figureLost({ source, bytes }: Mutation): Promise<boolean> {
  const figures = async (content: Buffer) =>
    [...(await cellsOf(content)).values()].flatMap(
      ({ text }) => text.match(/\d[\d\s]*\d|\d/g) ?? [],
    )
  const after = new Set(await figures(bytes))
  return (await figures(source.bytes)).some((figure) => !after.has(figure))
}

/** Whether the file broke off in its last line, where all that was kept stood, and that line is not its last one, as it was, any more. */
async function endMended({ source, bytes }: Mutation, kept: RawObservation[]): Promise<boolean> {
  if (source.format !== 'csv' || kept.length === 0 || source.bytes.at(-1) === 0x0a) return false
  const lastLine = (content: Buffer) => content.subarray(content.lastIndexOf(0x0a) + 1)
  const before = [...(await cellsOf(source.bytes)).values()]
  const after = [...(await cellsOf(bytes)).values()]
  const ending = Math.max(...before.map(({ row }) => row))
  const said = before.filter(({ row }) => row === ending)
  const now = `${Math.max(...after.map(({ row }) => row)) + 1}`
  const inEnd = kept.some(({ cellule }) => /\d+$/.exec(cellule)?.[0] === now)
  if (inEnd && lastLine(bytes).equals(lastLine(source.bytes))) return false
  return kept.every(({ texte_brut }) => said.some(({ text }) => text.trim() === texte_brut.trim()))
}

/** The cells of a report by address. */
async function cellsOf(bytes: Buffer): Promise<Map<string, Cell>> {
  const { sheets } = await readDocument(bytes, formatOf(bytes))
  return new Map(
    sheets.flatMap(({ name, cells }) =>
      cells.map((cell) => [`${name}!${address(cell.row, cell.col)}`, cell] as const),
    ),
  )
}

/** Whether each figure that was kept is one of the two that changed places, bears one of two exchanged labels, or was kept before. */
function restsOn(
  { hit, damage }: Mutation,
  one: Judged,
  outcome: Outcome,
  intact: Outcome,
): boolean {
  const { swapped } = hit
  if (swapped === undefined) return false
  const before = new Set(keptFor(intact, one).map(at))
  const exchanged = new Set(swapped.map(({ sheet, row, col }) => `${sheet}!${address(row, col)}`))
  const labels = damage === 'label cells swapped'
  const kept = keptFor(outcome, one)
  return kept.every((o) => {
    if (before.has(at(o)) || exchanged.has(at(o))) return true
    if (!labels) return false
    const beside = swapped.some(({ sheet, row, col, lastCol }) => {
      const place = /^([A-Z]+)(\d+)$/.exec(o.cellule)
      const own = column(place?.[1] ?? '')
      // A heading over several columns is that of each.
      const header = own >= col && own <= (lastCol ?? col)
      return sheet === o.feuille && (header || Number(place?.[2]) === row + 1)
    })
    return beside || exchanged.has(`${o.feuille}!${o.cellule_libelle}`)
  })
}

/** `AB` as the number of a column, from 0. */
const column = (letters: string) =>
  [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1

const at = (o: RawObservation) => `${o.feuille}!${o.cellule}`

function approximates({ wanted, read }: Judged, kept: RawObservation[]): boolean {
  const exact = typeof wanted === 'object' ? wanted?.value_or_ask : wanted
  if (typeof exact !== 'number' || read === null || kept.length === 0) return false
  const near = Math.abs(read - exact) < exact / 10
  return near && kept.every(({ qualite }) => qualite === 'approximatif')
}

async function byteExcuse(
  mutation: Mutation,
  one: Judged,
  outcome: Outcome,
  totals: RawObservation[],
): Promise<Excuse | null> {
  const before = await rowsOf(mutation.source.bytes)
  const after = await rowsOf(mutation.bytes)
  const digits = (rows: Map<string, string[]>) =>
    Map.groupBy(
      [...rows.values()].flat().filter((text) => /\d/.test(text)),
      (text) => text,
    )
  const intact = digits(before)
  const damaged = digits(after)
  if ([...damaged.keys()].some((text) => !intact.has(text))) return 'digits changed'
  const total = totals.some(({ texte_brut }) => damaged.has(texte_brut.trim()))
  const fewer = ([text, all]: [string, string[]]) => (damaged.get(text)?.length ?? 0) < all.length
  if (!total && [...intact].some(fewer)) return 'detail gone'
  const known = new Set([...before.values()].map((row) => row.join('\n')))
  const joined = keptFor(outcome, one).some(({ feuille, cellule, cellule_libelle: label }) =>
    [cellule, label ?? cellule].some((address) => {
      const row = after.get(`${feuille}\n${address.replace(/^[A-Z]+/, '')}`)
      return row !== undefined && !known.has(row.join('\n'))
    }),
  )
  const cutting = ['bytes removed', 'block repeated', 'bytes inserted']
  return joined && cutting.includes(mutation.damage) ? 'lines joined' : null
}

/** Texts of each row, by sheet and number of the row. */
async function rowsOf(bytes: Buffer): Promise<Map<string, string[]>> {
  const document = await readDocument(bytes, formatOf(bytes))
  const rows = new Map<string, string[]>()
  for (const { name, cells } of document.sheets) {
    for (const { row, text } of cells) {
      const key = `${name}\n${row + 1}`
      rows.set(key, [...(rows.get(key) ?? []), text.trim()])
    }
  }
  return rows
}
