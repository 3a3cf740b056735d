import type { Reading } from './reading.ts'
import { fold } from './text.ts'

/** « Bénéficiaires uniques (au moins un pass scanné) »: each of them has used a pass, so that there are no more of them than pass used. */
const eachUsed =
  /\b(?:au moins (?:un|1) (?:pass|scan|cheque)\b(?! (?:distribue|remis|donne|recu|offert))|ayant (?:effectivement )?(?:utilise|consomme|scanne|fait scanner|valide))|\b(?:scanne|utilise|consomme|flashe|valide)e?s? par (?:nos |les |des )?\d/

const moreDoubt = 'plus de personnes ayant utilisé un pass que de pass utilisés'

/**
 * Figures with those of persons doubted who have used a pass each, as they say, and are more than the pass used, and with the pass used: which of
 * the two is wrong, nobody can say.
 */
export function overScans(readings: readonly Reading[]): readonly Reading[] {
  const scans = readings.filter(
    (r) => r.indicator === 'pass_scannes' && r.kind === 'figure' && r.number !== null,
  )
  if (scans.length === 0) return readings
  const used = scans.reduce((sum, r) => sum + r.number! * r.factor, 0)
  const isMore = (r: Reading) =>
    r.indicator === 'beneficiaires_uniques' &&
    (r.number ?? 0) > used &&
    eachUsed.test(fold(`${r.label} ${r.text}`))
  const more = new Set(readings.filter(isMore))
  if (more.size === 0) return readings
  const contradicted = new Set([...more, ...scans])
  return readings.map((r) => (contradicted.has(r) ? { ...r, doubts: [...r.doubts, moreDoubt] } : r))
}
