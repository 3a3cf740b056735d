/** A source of numbers that depends on nothing but its keys: the same keys give the same numbers on any machine. */
export interface Random {
  /** A real in [0, 1). */
  real(): number
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number
  /** True with probability `p`. */
  chance(p: number): boolean
  /** One of the items; throws on an empty list. */
  pick<T>(items: readonly T[]): T
  /** A shuffled copy. */
  shuffle<T>(items: readonly T[]): T[]
  /** A positive weight around 1; the larger `spread`, the more uneven (log-uniform). */
  weight(spread: number): number
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  }
  return h >>> 0
}

/**
 * A generator (mulberry32) started from the keys. Separate keys give separate streams, so that drawing once
 * more in one place leaves the others as they were.
 */
export function random(...keys: (string | number)[]): Random {
  let state = hash(keys.join('\u0000'))
  const real = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (low: number, high: number): number => low + Math.floor(real() * (high - low + 1))
  return {
    real,
    int,
    chance: (p) => real() < p,
    pick: (items) => {
      if (items.length === 0) throw new Error('pick: empty list')
      return items[int(0, items.length - 1)]!
    },
    shuffle: (items) => {
      const copy = [...items]
      for (let i = copy.length - 1; i > 0; i -= 1) {
        const j = int(0, i)
        const held = copy[i]!
        copy[i] = copy[j]!
        copy[j] = held
      }
      return copy
    },
    // Powers of two of a uniform, spelled with + and * only: Math.exp may differ in the last bit between machines.
    weight: (spread) => {
      const steps = Math.round((real() * 2 - 1) * spread * 128)
      let w = 1
      for (let i = 0; i < Math.abs(steps); i += 1) w *= 1.0078125
      return steps < 0 ? 1 / w : w
    },
  }
}
