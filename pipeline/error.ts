/**
 * The one error that users are meant to see: one line that states the fact, quotes the value with its
 * address, and gives the remedy. Anything else that is thrown is a bug of ours.
 */
export class BilanError extends Error {
  readonly remedy: string
  /** Exit status of the command: 1 not published, 2 wrong usage. */
  readonly exitCode: 1 | 2

  constructor(fact: string, remedy: string, exitCode: 1 | 2 = 1, cause?: unknown) {
    super(fact, cause === undefined ? undefined : { cause })
    this.name = 'BilanError'
    this.remedy = remedy
    this.exitCode = exitCode
  }

  /** The whole message on one line: `fact — remedy`. */
  get line(): string {
    return `${this.message} — ${this.remedy}`.replaceAll(/\s*[\r\n]+\s*/g, ' ')
  }
}
