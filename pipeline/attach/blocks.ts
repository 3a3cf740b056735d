import type { Cue } from '../recognise/cues.ts'
import type { Reading } from '../recognise/reading.ts'
import type { Recognition } from '../recognise/recognise.ts'
import { amount, sum } from './candidate.ts'
import type { Found } from './identity.ts'
import type { Body } from './names.ts'
import type { Registry } from './registry.ts'

/** One laureate's part of a sheet: from the row of its own number to that of the next one's. */
interface Block {
  start: number
  found: Found
}

/**
 * Sheets that hold several laureates one under the other, each under its SIREN or convention number: whose block each reading stands
 * in. A sheet where a figure comes before the first number, or a block has no figure, is no such sheet.
 * @param within whether a hint counts (those inside tables name lines, not blocks)
 */
export function blocksOf(
  { readings, cues }: Recognition,
  registry: Registry,
  within: (cue: Cue) => boolean,
): Map<Reading, Found> {
  const owners = new Map<Reading, Found>()
  const sheets = Map.groupBy(readings, (r) => r.sheet)
  for (const [sheet, own] of sheets) {
    const numbered = [
      ...cues.sirens.map((cue) => ({ cue, body: registry.bySiren(cue.text), convention: null })),
      ...cues.codes.map((cue) => {
        const known = registry.byConvention(cue.text)
        return { cue, body: known?.body, convention: known?.convention ?? null }
      }),
    ].filter(({ cue, body }) => body && cue.sheet === sheet && cue.row >= 0 && within(cue))
    const blocks: Block[] = []
    for (const { cue, body, convention } of numbered.sort((a, b) => a.cue.row - b.cue.row)) {
      const last = blocks.at(-1)
      if (last?.found.body !== body) blocks.push({ start: cue.row, found: foundBy(cue, body!) })
      const { conventions } = blocks.at(-1)!.found
      if (convention !== null && !conventions.includes(convention)) conventions.push(convention)
    }
    if (new Set(blocks.map((block) => block.found.body)).size < 2) continue
    const blockOf = (row: number) => blocks.findLast((block) => block.start <= row)
    const placed = own.map((reading) => [reading, blockOf(reading.row)] as const)
    const filled = new Set(placed.map(([, block]) => block))
    if (filled.has(undefined) || filled.size < blocks.length) continue
    for (const { text, sheet: at, row } of cues.aaps) {
      if (at === sheet && row >= 0) blockOf(row)?.found.calls?.add(text)
    }
    for (const [reading, block] of placed) owners.set(reading, block!.found)
  }
  return owners
}

/**
 * Figures beside the blocks of several laureates, or below them, that are what the blocks give together: « Ensemble des deux structures | 2 700 » after 1 200
 * and 1 500. They are of all of them, and of none.
 */
export function commonTotals(
  readings: readonly Reading[],
  blocks: ReadonlyMap<Reading, Found>,
): Set<Reading> {
  const common = new Set<Reading>()
  const figures = readings.filter((r) => r.kind === 'figure' && !r.hidden && amount(r) !== null)
  for (const own of Map.groupBy(figures, (r) => r.indicator).values()) {
    const parts = new Map<Body, Reading>()
    for (const reading of own) {
      const body = blocks.get(reading)?.body
      if (body !== undefined && !parts.has(body)) parts.set(body, reading)
    }
    if (parts.size < 2) continue
    const first = new Set(parts.values())
    const whole = sum([...first])
    for (const reading of own)
      if (!first.has(reading) && amount(reading) === whole) common.add(reading)
  }
  return common
}

function foundBy(cue: Cue, body: Body): Found {
  const motif = `« ${cue.text} » en ${cue.sheet}!${cue.address}, au-dessus des chiffres`
  return { body, conventions: [], rule: 'siren', motif, cue, calls: new Set() }
}
