/** Texts longer than this are hardly ever met twice. */
const longest = 200
/** Answers kept; then all are forgotten, which costs less than to choose. */
const most = 10_000

/** Remembers what a pure function says of a text: reports of one scheme use the same words again and again. */
export class Memo<Answer> {
  readonly #kept = new Map<string, Answer>()

  /** The answer for a text, computed when it isn't remembered. */
  of(text: string, compute: (text: string) => Answer): Answer {
    const kept = this.#kept.get(text)
    if (kept !== undefined) return kept
    const answer = compute(text)
    if (text.length > longest) return answer
    if (this.#kept.size >= most) this.#kept.clear()
    this.#kept.set(text, answer)
    return answer
  }

  /** Forgets everything: what the function rests on has changed. */
  clear(): void {
    this.#kept.clear()
  }
}
