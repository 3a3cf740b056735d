import { words } from './text.ts'

/** Words that an ellipsis in an expression may stand for. */
const widestGap = 6

/** Where an expression stands among the words of a text; `end` is behind its last word. */
export interface Found<Sense> {
  sense: Sense
  start: number
  end: number
}

interface Phrase<Sense> {
  /** Stemmed words, null for an ellipsis. */
  parts: (string | null)[]
  sense: Sense
}

/** Expressions with a sense each, some of them with a gap: « définitifs … seront », « seules … ont répondu ». */
export class Phrases<Sense extends string> {
  readonly #byFirst = new Map<string, Phrase<Sense>[]>()

  add(expression: string, sense: Sense): void {
    const parts = expression
      .split('…')
      .flatMap((part, at) => [...(at ? [null] : []), ...words(part)])
    const first = parts[0]
    if (first == null) return
    const known = this.#byFirst.get(first)
    if (known === undefined) this.#byFirst.set(first, [{ parts, sense }])
    else known.push({ parts, sense })
  }

  /** All expressions in a text, by its words; where several begin at one word, the longest of each sense. */
  in(found: readonly string[]): Found<Sense>[] {
    return found.flatMap((word, start) => {
      const phrases = this.#byFirst.get(word)
      if (phrases === undefined) return []
      const longest = new Map<Sense, Found<Sense>>()
      // One's own rows come last and go before those that ship.
      for (let at = phrases.length - 1; at >= 0; at--) {
        const { parts, sense } = phrases[at]!
        const end = endOf(found, start, parts)
        if (end > (longest.get(sense)?.end ?? start)) longest.set(sense, { sense, start, end })
      }
      return [...longest.values()]
    })
  }
}

/** Where an expression that begins at a word ends; -1 when it doesn't stand there. */
function endOf(found: readonly string[], start: number, parts: readonly (string | null)[]): number {
  let at = start
  for (const [i, part] of parts.entries()) {
    if (part === null) {
      const next = found.indexOf(parts[i + 1]!, at)
      if (next < 0 || next - at > widestGap) return -1
      at = next
    } else if (found[at] === part) at++
    else return -1
  }
  return at
}
