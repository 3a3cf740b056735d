import type { Reading } from './reading.ts'
import { misspelt, misspeltDoubt } from './spelling.ts'
import type { Vocabulary } from './vocabulary.ts'

const scrawlDoubt = 'la plupart des libellés du rapport sont mal écrits'

/**
 * The figures of a report, all doubted where two of their labels or more, and most of them, have a slip: a label that reads well there may
 * have been another one (« Pass bon scannés » beside « Pass achets »).
 */
export function scrawled(readings: readonly Reading[], vocabulary: Vocabulary): Reading[] {
  const slips = new Map<string, boolean>()
  for (const r of readings) {
    if (r.kind !== 'figure' || r.labelAddress === null) continue
    // A short word may be one of every day: only where it is nearly another one it is badly written.
    const nearly = r.unknown.some((word) => vocabulary.slipOf(word, null) !== null)
    const bad = r.doubts.includes(misspeltDoubt) || (nearly && misspelt(r.unknown, vocabulary))
    const label = `${r.sheet}!${r.labelAddress}`
    slips.set(label, bad || slips.get(label) === true)
  }
  const bad = [...slips.values()].filter(Boolean).length
  if (bad < 2 || bad * 2 <= slips.size) return [...readings]
  return readings.map((r) =>
    r.kind === 'figure' ? { ...r, doubts: [...r.doubts, scrawlDoubt] } : r,
  )
}
