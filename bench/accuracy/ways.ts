import { type Random, random } from '../../pipeline/corpus/random.ts'

/** What one way has chosen so far: which one of how many. */
interface Choice {
  at: number
  of: number
}

/** Draws from more things than this go through so many of them, evenly spread. */
const most = 60

/** Pairs of neighbours that are tried of one list, at most. */
const pairs = 24

/** Larger ranges are no places. */
const widest = 2000

/**
 * Goes through all the ways in which a damage may strike: draws of places (cells, lines, pages, columns) are made one by one, in order, as the
 * digits of a counter; what is written there (a text, a large number) is drawn, the same for the same keys and way. Pairs are of neighbours.
 */
export class Ways implements Random {
  readonly #keys: readonly (string | number)[]
  readonly #path: Choice[] = []
  #depth = 0
  #count = 0
  #drawn: Random

  constructor(...keys: (string | number)[]) {
    this.#keys = keys
    this.#drawn = random(...keys, 0)
  }

  /** Goes on to the next way; false when all have been gone. Call it after each use. */
  next(): boolean {
    this.#path.length = this.#depth
    this.#depth = 0
    this.#count += 1
    this.#drawn = random(...this.#keys, this.#count)
    for (;;) {
      const last = this.#path.at(-1)
      if (last === undefined) return false
      last.at += 1
      if (last.at < last.of) return true
      this.#path.pop()
    }
  }

  #choose(of: number): number {
    if (this.#depth === this.#path.length) this.#path.push({ at: 0, of: Math.min(of, most) })
    const { at, of: tried } = this.#path[this.#depth]!
    this.#depth += 1
    return of > most ? Math.floor((at * of) / tried) : at
  }

  real(): number {
    return this.#drawn.real()
  }

  int(low: number, high: number): number {
    const of = high - low + 1
    return of > widest ? this.#drawn.int(low, high) : low + this.#choose(of)
  }

  chance(p: number): boolean {
    return this.#drawn.chance(p)
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error('pick: empty list')
    const places = typeof items[0] === 'object' || typeof items[0] === 'number'
    return places ? items[this.#choose(items.length)]! : this.#drawn.pick(items)
  }

  /** Two neighbours first; the others in their order. */
  shuffle<T>(items: readonly T[]): T[] {
    if (items.length < 2) return [...items]
    const reach = Math.max(1, Math.floor(pairs / items.length))
    const near = items.flatMap((_, i) =>
      Array.from({ length: Math.min(reach, items.length - 1 - i) }, (_, n) => [i, i + n + 1]),
    )
    const [a, b] = near[this.#choose(near.length)] as [number, number]
    return [items[a]!, items[b]!, ...items.filter((_, i) => i !== a && i !== b)]
  }

  weight(spread: number): number {
    return this.#drawn.weight(spread)
  }
}
