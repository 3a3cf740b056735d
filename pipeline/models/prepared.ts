import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'

/** Where questions about queries are answered. */
export interface Answers {
  /**
   * The answer to a question, which is all that the answer follows from; `ask` finds it out. Answers are plain JSON; a question that
   * throws has none.
   */
  answer<T>(question: readonly string[], ask: () => Promise<T>): Promise<T>
}

/** Asks every time. */
export const asked: Answers = { answer: (_, ask) => ask() }

/** A file of answers: what made them, then each by the hash of its question. */
interface Stored {
  made: string
  answers: [question: string, answer: unknown][]
}

/**
 * Answers kept between processes, since queries change less often than they run: reading and judging the files of `sql/` takes as
 * long as building them for a thousand conventions. A cache: whatever is not in it is asked.
 */
export class Prepared implements Answers {
  readonly #path: string
  readonly #made: string
  readonly #known: ReadonlyMap<string, unknown>
  readonly #used = new Map<string, unknown>()
  #fresh = false

  private constructor(path: string, made: string, known: ReadonlyMap<string, unknown>) {
    this.#path = path
    this.#made = made
    this.#known = known
  }

  /**
   * Reads the answers of `path`; none when it isn't there, can't be read or was made otherwise.
   * @param made fingerprint of the code that asks and of the engine that answers
   */
  static async load(path: string, made: string): Promise<Prepared> {
    try {
      const stored = JSON.parse(await readFile(path, 'utf8')) as Stored
      if (stored.made === made) return new Prepared(path, made, new Map(stored.answers))
    } catch {
      // A cache that is gone or damaged costs the asking.
    }
    return new Prepared(path, made, new Map())
  }

  async answer<T>(question: readonly string[], ask: () => Promise<T>): Promise<T> {
    const key = createHash('sha256').update(JSON.stringify(question)).digest('hex')
    const known = this.#used.get(key) ?? this.#known.get(key)
    if (known !== undefined) {
      this.#used.set(key, known)
      // What the same code answered to the same question.
      return known as T
    }
    const answer = await ask()
    this.#used.set(key, answer)
    this.#fresh = true
    return answer
  }

  /** Writes the answers that were used, and no others; nothing when there is nothing new. A folder that can't be written is no error. */
  async save(): Promise<void> {
    if (!this.#fresh) return
    try {
      await mkdir(dirname(this.#path), { recursive: true })
      const stored: Stored = { made: this.#made, answers: [...this.#used] }
      await writeFileAtomic(this.#path, JSON.stringify(stored))
    } catch {
      // The next process asks again.
    }
  }
}
