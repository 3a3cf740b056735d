import { createInterface } from 'node:readline'
import { inert } from '../inspect/phrase.ts'

/** A talk with a person, or with a file of answers. */
export interface Dialogue {
  say(text: string): void
  /** One line, without its end; null when no more will come. */
  ask(prompt: string): Promise<string | null>
  close(): void
}

/** What a dialogue speaks through. */
export interface Streams {
  input: NodeJS.ReadableStream & { isTTY?: boolean }
  output: NodeJS.WritableStream & { isTTY?: boolean }
}

/**
 * A dialogue over streams, line by line. Lines that come before they are asked for wait, so that answers may be piped in; there, each
 * answer is repeated, for the record to read as a talk does. Ctrl-C and the end of the input end it.
 */
export function dialogueOn({ input, output }: Streams): Dialogue {
  const terminal = input.isTTY === true && output.isTTY === true
  const lines = createInterface({ input, output: terminal ? output : undefined, terminal })
  const answers = lines[Symbol.asyncIterator]()
  return {
    say: (text) => {
      output.write(`${text}\n`)
    },
    ask: async (prompt) => {
      if (terminal) {
        lines.setPrompt(prompt)
        lines.prompt()
      } else {
        output.write(prompt)
      }
      const { value, done } = await answers.next()
      const answer = done ? null : String(value)
      if (!terminal || answer === null) output.write(`${inert(answer ?? '')}\n`)
      return answer
    },
    close: () => lines.close(),
  }
}

/** Whether an answer to a question of yes or no is a yes; anything else is a no. */
export function isYes(answer: string): boolean {
  return /^(?:o|oui|y|yes)$/i.test(answer.trim())
}
