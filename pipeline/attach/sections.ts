import { bodyWords, type Cue } from '../recognise/cues.ts'
import type { Reading } from '../recognise/reading.ts'
import type { Recognition } from '../recognise/recognise.ts'
import { fold } from '../recognise/text.ts'
import type { Found } from './identity.ts'
import type { Body } from './names.ts'
import type { Registry } from './registry.ts'

/** Whose each reading is by the part of the document that it stands in; null where that part is of a body that the register doesn't have. */
export type Owners = Map<Reading, Found | null>

const nobody: Owners = new Map()

/**
 * Documents about several laureates that nobody of them sends: sections under the name of each, lines that begin with it (« – Ville de Larmor : 3 000
 * pass achetés »), cards side by side under the SIREN of each. What stands before the first of them is of all. Empty for any other document.
 */
export function sectionsOf(recognition: Recognition, registry: Registry): Owners {
  const told = new Set(recognition.readings.map((r) => `${r.sheet}!${r.address}`))
  const titles = recognition.cues.names.filter((cue) => !told.has(`${cue.sheet}!${cue.address}`))
  if (titles.some((cue) => isTitle(cue, registry))) return nobody
  const ways = [cards, headed, begun]
  for (const way of ways) {
    const owners = way(recognition, registry)
    if (bodiesIn(owners).size > 1) return owners
  }
  return nobody
}

/** Whether a name is that of a laureate in a title: « Département de la Nervoise – bilan », or the first line of all. */
function isTitle({ row, text }: Cue, registry: Registry): boolean {
  const goesOn = row < 3 && /\s[-–—]\s|[:;,(]/.test(text)
  return row >= 0 && (row === 0 || goesOn) && registry.names.find(text).length > 0
}

function bodiesIn(owners: Owners): Set<Body> {
  return new Set([...owners.values()].flatMap((found) => found?.body ?? []))
}

function foundBy(
  cue: Pick<Cue, 'text' | 'sheet' | 'address'>,
  body: Body,
  rule: Found['rule'],
): Found {
  const motif = `« ${cue.text} » en ${cue.sheet}!${cue.address}, au-dessus des chiffres`
  return { body, conventions: [], rule, motif, cue: null, calls: new Set() }
}

/** The one body that a text is the name of, and of nothing else; null where it names none or several. */
function named(text: string, registry: Registry): Body | null {
  const matches = registry.names.find(text).filter(({ strength }) => strength === 'whole')
  return matches.length === 1 ? matches[0]!.body : null
}

/** Paragraphs and tables under headings that are the name of a laureate each. */
function headed({ readings, cues }: Recognition, registry: Registry): Owners {
  const told = new Set(readings.map((r) => `${r.sheet}!${r.labelAddress ?? r.address}`))
  const headings = (cues.headings ?? []).filter((h) => !told.has(`${h.sheet}!${h.address}`))
  const known = headings.filter(({ text }) => named(text, registry) !== null)
  const texts = new Set(known.map(({ sheet }) => sheet))
  // Names on two sheets or more are of sheets, which are told apart by themselves.
  if (texts.size !== 1) return nobody
  const [text] = [...texts] as [string]
  const own = headings
    .filter(({ sheet, isBody }) => sheet === text && isBody)
    .sort((a, b) => a.row - b.row)
  const sectionAt = (row: number) => own.findLast((heading) => heading.row < row)
  const filled = new Set<Cue>()
  const owners: Owners = new Map()
  for (const reading of readings) {
    const after = cues.places?.[reading.sheet]
    if (reading.sheet !== text && after === undefined) return nobody
    const heading = sectionAt(reading.sheet === text ? reading.row : after!)
    const body = heading === undefined ? null : named(heading.text, registry)
    if (heading !== undefined) filled.add(heading)
    owners.set(reading, body === null ? null : foundBy(heading!, body, 'nom'))
  }
  // A name without a figure under it may be one of an address or a list of partners.
  return known.every((heading) => filled.has(heading)) ? owners : nobody
}

/** Lines of text that begin with the name of a laureate each. */
function begun({ readings }: Recognition, registry: Registry): Owners {
  const owners: Owners = new Map()
  for (const reading of readings) {
    const head = /^[\s\-–•*]*([^:\d]{4,80}?)\s?:\s/u.exec(reading.text)?.[1]
    const body = head === undefined ? null : named(head, registry)
    const at = { text: head ?? '', sheet: reading.sheet, address: reading.address }
    owners.set(reading, body === null ? null : foundBy(at, body, 'nom'))
  }
  return owners
}

/** Cards side by side: two SIREN or more on one row, a card in its columns and down to the next name. */
function cards({ readings, cues }: Recognition, registry: Registry): Owners {
  const numbers = cues.sirens.filter(({ row, asked }) => row >= 0 && asked)
  const rows = Map.groupBy(numbers, ({ sheet, row }) => `${sheet}\n${row}`)
  const beside = [...rows.values()].filter(
    (own) => new Set(own.map(({ address }) => column(address))).size > 1,
  )
  if (beside.length === 0) return nobody
  const sheet = beside[0]![0]!.sheet
  const left = [...new Set(beside.flat().map(({ address }) => column(address) - 1))].sort(
    (a, b) => a - b,
  )
  const zone = (col: number) => left.findLastIndex((start) => start <= col)
  const starts = [
    ...numbers.map((cue) => ({ cue, body: registry.bySiren(cue.text) ?? null })),
    ...(cues.headings ?? [])
      .filter(({ isBody }) => isBody)
      .map((cue) => ({ cue, body: named(cue.text, registry) })),
    ...cues.names
      .filter(({ row, text }) => row > beside[0]![0]!.row && bodyWords.test(fold(text)))
      .map((cue) => ({ cue, body: named(cue.text, registry) })),
  ]
    .filter(({ cue }) => cue.sheet === sheet)
    .sort((a, b) => a.cue.row - b.cue.row)
  const owners: Owners = new Map()
  for (const reading of readings) {
    if (reading.sheet !== sheet) return nobody
    const over = starts.findLast(
      ({ cue }) => cue.row < reading.row && zone(column(cue.address)) === zone(reading.col),
    )
    const body = over?.body ?? null
    owners.set(reading, body === null ? null : foundBy(over!.cue, body, 'siren'))
  }
  return owners
}

/** The zero-based column of an address. */
function column(address: string): number {
  const letters = /^[A-Z]+/.exec(address)?.[0] ?? 'A'
  return [...letters].reduce((all, letter) => all * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
