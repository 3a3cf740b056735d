import { takenUnsaid } from './notion.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'

/** What places do with pass that they take: each of these words may mean another thing elsewhere. */
const taken =
  /\b(?:valid|encaiss|present|depens|debit|honor|accept|compost|tamponn)(?:ee?s?|es|e)\b/
/** Who takes money or papers, and no pass of those who come: « la régie a encaissé », « validés par l’agence ». */
const elsewhere =
  /\b(?:regie|tresor|comptab\w*|factur\w*|mandat\w*|devis|agence|anct|prefecture|instruct\w*|paierie)\b/

/**
 * Readings of « titres encaissés », « pass validés » without the doubt whether these were scanned, where the document says how many were bought or
 * ordered, however sure, no fewer, and nothing else in it counts scans: of what was bought that is what has been used.
 */
export function takenAsScanned(readings: readonly Reading[]): Reading[] {
  const figures = readings.filter((r) => r.kind === 'figure' && r.number !== null)
  const amount = (r: Reading) => r.number! * r.factor
  const had = figures
    .filter((r) => r.indicator === 'pass_achetes' || r.indicator === 'pass_commandes')
    .map(amount)
  const scans = figures.filter((r) => r.indicator === 'pass_scannes')
  const open = scans.filter((r) => r.doubts.includes(takenUnsaid))
  const isTaken = (r: Reading) => {
    const said = [...r.label.split(' | '), r.text].map(fold).find((one) => taken.test(one))
    return said !== undefined && !elsewhere.test(said)
  }
  const most = Math.max(...open.map(amount))
  if (had.length === 0 || scans.length > open.length || !open.every(isTaken)) return [...readings]
  if (most > Math.max(...had)) return [...readings]
  return readings.map((r) =>
    open.includes(r) ? { ...r, doubts: r.doubts.filter((doubt) => doubt !== takenUnsaid) } : r,
  )
}
