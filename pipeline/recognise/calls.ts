import type { Document } from '../read/cell.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { callsIn } from './label.ts'
import type { Reading } from './reading.ts'
import { closing, headingIn } from './section.ts'
import { fold } from './text.ts'

/** A heading that names one call, or one that ends the section of such a heading (`call` null). */
interface Section {
  row: number
  call: string | null
  /** How the headings of its rank are numbered. */
  style: string
}

/**
 * Figures of sentences with the call that the heading over them names: « 1. Convention issue de l’appel à projets 2019 », « Sur la convention
 * 2020 : ». Only in a text that names several calls; a figure whose own sentence names one keeps it.
 */
export function withCalls(grid: Grid, readings: readonly Reading[]): Reading[] {
  const labels = grid.items.filter((item) => item.kind === 'label')
  if (namedIn(grid).size < 2) return [...readings]
  const told = new Set(readings.map((reading) => reading.address))
  const sections = sectionsOf(grid, labels, told, null)
  return readings.map((reading) => {
    if (reading.aap !== null || !['phrase', 'deux_points'].includes(reading.rule)) return reading
    const section = sections.findLast(({ row }) => row < reading.row)
    return section?.call == null ? reading : { ...reading, aap: section.call }
  })
}

/**
 * Figures of a text with the call of the section that their table or page stands in: tables between the paragraphs of a text, and pages of a
 * pdf on which the section of an earlier one goes on.
 */
export function inSections(
  { format }: Document,
  grids: readonly Grid[],
  readings: readonly Reading[],
): readonly Reading[] {
  const named = new Set(grids.flatMap((grid) => [...namedIn(grid)]))
  if (named.size < 2) return readings
  const pages = format === 'pdf' ? grids.map((grid) => grid.sheet.name) : []
  const sections = new Map<string, Section[]>()
  let style: string | null = null
  for (const grid of grids) {
    const own = readings.filter((r) => r.sheet === grid.sheet.name)
    const labels = grid.items.filter((item) => item.kind === 'label')
    const found = sectionsOf(grid, labels, new Set(own.map((r) => r.address)), style)
    sections.set(grid.sheet.name, found)
    if (pages.length > 0) style = found.at(-1)?.style ?? style
  }
  const places = new Map(grids.map(({ sheet }) => [sheet.name, sheet.after]))
  const divided = new Set(readings.flatMap((r) => (r.aap === null ? [] : r.group)))
  return readings.map((reading) => {
    if (reading.aap !== null || divided.has(reading.group)) return reading
    const call = callAt(reading)
    return call == null ? reading : { ...reading, aap: call }
  })

  function callAt({ sheet, row }: Reading): string | null | undefined {
    const after = places.get(sheet)
    if (after !== undefined) return sections.get('Texte')?.findLast((s) => s.row < after)?.call
    const page = pages.indexOf(sheet)
    if (page < 0) return null
    const own = sections.get(sheet)!.filter((section) => section.row < row)
    const before = pages.slice(0, page).flatMap((name) => sections.get(name)!)
    return [...before, ...own].at(-1)?.call
  }
}

function namedIn(grid: Grid): Set<string> {
  const labels = grid.items.filter((item) => item.kind === 'label')
  return new Set(labels.flatMap(({ cell }) => [...callsIn(cell.text)]))
}

/** @param style how the heading of the section is numbered that goes on from the page before; null where none does */
function sectionsOf(
  grid: Grid,
  labels: readonly Item[],
  told: ReadonlySet<string>,
  style: string | null,
): Section[] {
  const sections: Section[] = []
  let open = style
  for (const item of labels) {
    const { row, text } = item.cell
    if (grid.row(row).length > 1 || told.has(item.address)) continue
    const calls = [...callsIn(text)]
    const heading = headingIn({ text, items: [item], label: item.label! }, grid)
    if (calls.length === 1 && (heading !== null || announces.test(fold(text)))) {
      open = heading?.style ?? ''
      sections.push({ row, call: calls[0]!, style: open })
    } else if (open !== null && heading !== null && calls.length !== 1) {
      // « 3. Perspectives » behind « 2. Convention 2020 »
      const same = open !== '' && heading.style === open
      if (!same && !closing.test(fold(heading.rest))) continue
      sections.push({ row, call: null, style: open })
    }
  }
  return sections
}

/** « Voici le bilan de notre deuxième convention (AAP 2020). », « Objet : bilan – convention 2020 » */
const announces =
  /^(?:(?:objet|sujet|concerne) ?:|(?:[^.:;]{0,60}, ?)?(?:voici|vous trouverez|ci-dessous|ci-apres|je vous (?:adresse|transmets|envoie))|[^.;]{0,80}:$|[^.;]{0,80}\b(?:voici|vous trouverez)\b)/
