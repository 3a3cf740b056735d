/** Texts longer than this are hardly ever met twice. */
const longest = 200
/**
 * Answers kept; then all are forgotten, which costs less than to choose. With 10 000 a reader of 20 000 reports held 270 MiB, with half of
 * that 30 less, in the same processor time.
 */
const most = 3_000

/** Remembers what a pure function says of a text: reports of one scheme use the same words again and again. */
export class Memo<Answer> {
  readonly #kept = new Map<string, Answer>()
  readonly #most: number

  /** @param limit answers kept at most; fewer where each holds more than a few words */
  constructor(limit = most) {
    this.#most = limit
  }

  /** The answer for a text, computed when it isn't remembered. */
  of(text: string, compute: (text: string) => Answer): Answer {
    return this.get(text) ?? this.keep(text, compute(text))
  }

  /** The answer for a text; undefined when it isn't remembered. */
  get(text: string): Answer | undefined {
    return this.#kept.get(text)
  }

  /** Remembers an answer, and gives it back. */
  keep(text: string, answer: Answer): Answer {
    if (text.length > longest) return answer
    if (this.#kept.size >= this.#most) this.#kept.clear()
    this.#kept.set(text, answer)
    return answer
  }

  /** Forgets everything: what the function rests on has changed. */
  clear(): void {
    this.#kept.clear()
  }
}

/**
 * A pure function of a text, with a memory. Whoever asks is given what was answered before: nobody changes an answer.
 * @param limit answers kept at most
 */
export function remembered<Answer>(
  compute: (text: string) => Answer,
  limit = most,
): (text: string) => Answer {
  const memo = new Memo<{ answer: Answer }>(limit)
  return (text) => (memo.get(text) ?? memo.keep(text, { answer: compute(text) })).answer
}

/** Remembers what a function says of an object, as long as the object lives: what holds for a whole sheet is not asked for each figure. */
export function once<Key extends object, Answer>(
  compute: (key: Key) => Answer,
): (key: Key) => Answer {
  const kept = new WeakMap<Key, { answer: Answer }>()
  return (key) => {
    let known = kept.get(key)
    if (known === undefined) {
      known = { answer: compute(key) }
      kept.set(key, known)
    }
    return known.answer
  }
}
