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
}

/**
 * Figures of sentences with the call that the heading over them names: « 1. Convention issue de l’appel à projets 2019 », « Sur la convention
 * 2020 : ». Only in a text that names several calls; a figure whose own sentence names one keeps it.
 */
export function withCalls(grid: Grid, readings: readonly Reading[]): Reading[] {
  const labels = grid.items.filter((item) => item.kind === 'label')
  const named = new Set(labels.flatMap(({ cell }) => [...callsIn(cell.text)]))
  if (named.size < 2) return [...readings]
  const told = new Set(readings.map((reading) => reading.address))
  const sections = sectionsOf(grid, labels, told)
  return readings.map((reading) => {
    if (reading.aap !== null || !['phrase', 'deux_points'].includes(reading.rule)) return reading
    const section = sections.findLast(({ row }) => row < reading.row)
    return section?.call == null ? reading : { ...reading, aap: section.call }
  })
}

function sectionsOf(grid: Grid, labels: readonly Item[], told: ReadonlySet<string>): Section[] {
  const sections: Section[] = []
  let open: string | null = null
  for (const item of labels) {
    const { row, text } = item.cell
    if (grid.row(row).length > 1 || told.has(item.address)) continue
    const calls = [...callsIn(text)]
    const heading = headingIn({ text, items: [item], label: item.label! }, grid)
    if (calls.length === 1 && (heading !== null || announces.test(fold(text)))) {
      sections.push({ row, call: calls[0]! })
      open = heading?.style ?? ''
    } else if (open !== null && heading !== null && calls.length !== 1) {
      // « 3. Perspectives » behind « 2. Convention 2020 »
      const same = open !== '' && heading.style === open
      if (!same && !closing.test(fold(heading.rest))) continue
      sections.push({ row, call: null })
    }
  }
  return sections
}

/** « Voici le bilan de notre deuxième convention (AAP 2020). », « Objet : bilan – convention 2020 » */
const announces =
  /^(?:(?:objet|sujet|concerne) ?:|(?:[^.:;]{0,60}, ?)?(?:voici|vous trouverez|ci-dessous|ci-apres|je vous (?:adresse|transmets|envoie))|[^.;]{0,80}:$|[^.;]{0,80}\b(?:voici|vous trouverez)\b)/
