import type { Reading } from './reading.ts'
import { fold } from './text.ts'

/** « Bénéficiaires uniques (au moins un pass scanné) »: each of them has used a pass, so that there are no more of them than pass used. */
const eachUsed =
  /\b(?:au moins (?:un|1) (?:pass|scan|cheque)\b(?! (?:distribue|remis|donne|recu|offert))|ayant (?:effectivement )?(?:utilise|consomme|scanne|fait scanner|valide))|\b(?:scanne|utilise|consomme|flashe|valide)e?s? par (?:nos |les |des )?\d/

const moreDoubt = 'plus de personnes ayant utilisé un pass que de pass utilisés'

/** Figures with those of persons doubted who have used a pass each, as they say, and are more than the pass used. */
export function overScans(readings: readonly Reading[]): readonly Reading[] {
  const scans = readings.filter(
    (r) => r.indicator === 'pass_scannes' && r.kind === 'figure' && r.number !== null,
  )
  if (scans.length === 0) return readings
  const used = scans.reduce((sum, r) => sum + r.number! * r.factor, 0)
  return readings.map((r) => {
    const more = r.indicator === 'beneficiaires_uniques' && (r.number ?? 0) > used
    if (!more || !eachUsed.test(fold(`${r.label} ${r.text}`))) return r
    return { ...r, doubts: [...r.doubts, moreDoubt] }
  })
}
