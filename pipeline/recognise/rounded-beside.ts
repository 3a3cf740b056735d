import type { Reading } from './reading.ts'
import { scaleDoubt } from './unit.ts'

/**
 * Readings without those in thousands beside which the same figure stands in full, « 3,7 | 3 721 » under « milliers | chiffre exact »: the one rounds
 * the other, which is of no thousands then. Where it rounds another number, both stay, and contradict each other.
 */
export function withoutRounded(readings: readonly Reading[]): Reading[] {
  const inThousands = readings.filter(isInThousands)
  if (inThousands.length === 0) return [...readings]
  const rounded = new Set<Reading>()
  const full = new Set<Reading>()
  for (const short of inThousands) {
    const exact = readings.filter((r) => standsBeside(r, short) && rounds(short, r))
    if (exact.length !== 1) continue
    rounded.add(short)
    full.add(exact[0]!)
  }
  return readings.flatMap((r) => {
    if (rounded.has(r)) return []
    return full.has(r) ? { ...r, doubts: r.doubts.filter((doubt) => doubt !== scaleDoubt) } : r
  })
}

function isInThousands({ kind, number, factor }: Reading): boolean {
  return kind === 'figure' && number !== null && factor === 1000
}

function standsBeside(r: Reading, short: Reading): boolean {
  return (
    r.kind === 'figure' &&
    r.factor === 1 &&
    r.row === short.row &&
    r.indicator === short.indicator &&
    // Under years or months each counts for itself.
    r.column.role === 'seul' &&
    short.column.role === 'seul' &&
    r.unit === short.unit
  )
}

/** Whether a number of thousands is the other one, rounded to the decimals that it is shown with. */
function rounds(short: Reading, { number }: Reading): boolean {
  const decimals = /[.,](\d+)\D*$/.exec(short.text)?.[1]?.length ?? 0
  return number !== null && Math.abs(short.number! * 1000 - number) <= 500 / 10 ** decimals
}
