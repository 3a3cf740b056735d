import type { Reading } from './reading.ts'
import { fold } from './text.ts'

/** « 83 (idem) », « 83 (même remarque) » */
const repeats =
  /\((?:idem|id\.?|ibid\.?|de meme|meme (?:remarque|observation|reserve|lieu|perimetre|chose)s?|(?:cf\.?|voir) (?:ci-?)?dessus)\)/

/** Why a figure is asked about that repeats what is said of an unsure one, in French. */
const dittoDoubt = '« idem » répète ce qui est dit du chiffre précédent, qui est douteux'

/** Readings with those doubted behind which stands « (idem) », where the figure before it on the sheet is doubted for what stands behind it. */
export function dittoed(readings: readonly Reading[]): Reading[] {
  const doubted = new Set<Reading>()
  for (const own of Map.groupBy(readings, (r) => r.sheet).values()) {
    const rows = [...Map.groupBy(own, (r) => r.row)].sort(([one], [other]) => one - other)
    let before: Reading[] = []
    for (const [, line] of rows) {
      for (const r of line)
        if (repeats.test(fold(r.text)) && before.some((one) => isUnsure(one) || doubted.has(one)))
          doubted.add(r)
      before = line
    }
  }
  return readings.map((r) =>
    doubted.has(r) ? { ...r, doubts: [...r.doubts, dittoDoubt], likely: false } : r,
  )
}

const isUnsure = ({ kind, doubts, unknown }: Reading) =>
  kind === 'figure' && doubts.length + unknown.length > 0
