import type { Grid } from './grid.ts'
import { says } from './label.ts'
import { personDoubt } from './notion.ts'
import { isSpoken, type Reading } from './reading.ts'
import { fold } from './text.ts'

/** « Public », « Nombre de personnes », « 151 personnes »: persons, and nothing of where they were met. */
const bare = /^(?:\d[\d ]* |(?:nb|nbre|nombre) (?:total )?de )?(?:personnes?|publics?|pers|gens)$/

/** How many lines a reply of a line for each figure may have. */
const longest = 8

/**
 * Readings with the persons taken as they stand where a short text gives each figure a line of its own: « Achat : 7 000 pass », « Utilisation : 3 310
 * pass », « Public : 905 personnes » answer one request, as they do in one sentence.
 */
export function toldTogether(grid: Grid, readings: readonly Reading[]): Reading[] {
  const told = readings.filter((r) => isSpoken(r) && r.kind === 'figure')
  const persons = readings.filter((r) => r.indicator === 'beneficiaires_uniques')
  const [only, ...others] = persons
  if (only === undefined || others.length > 0 || !told.includes(only)) return [...readings]
  const plain =
    only.doubts.length === 1 && only.doubts[0] === personDoubt && only.unknown.length === 0
  if (!plain || !bare.test(fold(only.label).trim()) || only.period !== null) return [...readings]
  // What was handed out may stand between what was bought and what was used.
  const beside = (indicator: Reading['indicator'], lines: number) => {
    const own = told.filter((r) => r.indicator === indicator)
    const near = own.some((r) => Math.abs(r.row - only.row) <= lines)
    return own.length === 1 && near && own[0]!.doubts.length === 0 && own[0]!.unknown.length === 0
  }
  // « 31 ateliers » in between: the persons may be those who came to them.
  const acts = grid.items.some(
    ({ cell, label }) =>
      label !== null && only.row - cell.row > 0 && only.row - cell.row <= 2 && says(label, 'acte'),
  )
  const lines = new Set(grid.items.map(({ cell }) => cell.row))
  const answers =
    beside('pass_achetes', 3) && beside('pass_scannes', 2) && !acts && lines.size <= longest
  return readings.map((r) => (r === only && answers ? { ...r, doubts: [] } : r))
}
