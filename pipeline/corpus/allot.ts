/** One share of a total: whole, between `low` and `high` (both included, `high` may be Infinity). */
export interface Share {
  low: number
  high: number
  weight: number
}

/** Whether some whole shares within their bounds add up to the total. */
export function feasible(total: number, shares: readonly Share[]): boolean {
  if (shares.some((s) => s.low > s.high)) return false
  const low = shares.reduce((sum, s) => sum + s.low, 0)
  const high = shares.reduce((sum, s) => sum + s.high, 0)
  return low <= total && total <= high && (shares.length > 0 || total === 0)
}

/**
 * Whole shares that add up to `total` exactly, each within its bounds: every share gets its `low`, the rest
 * follows the weights, and what a bound refuses goes to the others. Throws when no shares can add up.
 */
export function allot(total: number, shares: readonly Share[]): number[] {
  if (!feasible(total, shares)) {
    throw new Error(`allot: ${total} does not fit ${JSON.stringify(shares)}`)
  }
  const result = shares.map((s) => s.low)
  let rest = total - result.reduce((sum, x) => sum + x, 0)
  const room = (i: number): number => shares[i]!.high - result[i]!
  while (rest > 0) {
    const open = shares.map((_, i) => i).filter((i) => room(i) > 0)
    const weight = open.reduce((sum, i) => sum + shares[i]!.weight, 0)
    const pot = rest
    let given = 0
    for (const i of open) {
      const part = Math.min(room(i), Math.floor((pot * shares[i]!.weight) / weight))
      result[i]! += part
      given += part
    }
    rest -= given
    // Too little is left for the weights to see: one each, the heaviest first.
    if (given === 0) {
      open.sort((a, b) => shares[b]!.weight - shares[a]!.weight || a - b)
      for (const i of open) {
        if (rest === 0) break
        result[i]! += 1
        rest -= 1
      }
    }
  }
  return result
}

/**
 * The same in coarse steps, as people plan: all but one share are multiples of `step`, the one with most room
 * takes the odds and ends. Falls back on exact shares when the bounds leave no room for steps.
 */
export function allotRound(total: number, shares: readonly Share[], step: number): number[] {
  const exact = allot(total, shares)
  if (exact.length === 0) return exact
  const rounded = exact.map((x, i) =>
    Math.floor(x / step) * step >= shares[i]!.low ? Math.floor(x / step) * step : x,
  )
  const rest = total - rounded.reduce((sum, x) => sum + x, 0)
  const taker = shares.reduce(
    (best, s, i) => (s.high - rounded[i]! > shares[best]!.high - rounded[best]! ? i : best),
    0,
  )
  if (shares[taker]!.high - rounded[taker]! < rest) return exact
  rounded[taker]! += rest
  return rounded
}
