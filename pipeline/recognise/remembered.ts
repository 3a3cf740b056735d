import type { Memo } from '../memo.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Answers kept of what makes more than a few words of each text. */
const most = 2_000

/**
 * A pure function of a text and a vocabulary, with a memory for each vocabulary, which forgets when a word is added to it. Rules that ask the same
 * text of one sheet again and again, and forms that many send, are answered once. Nobody changes an answer.
 */
export function remembered<Answer>(
  compute: (text: string, vocabulary: Vocabulary) => Answer,
): (text: string, vocabulary: Vocabulary) => Answer {
  const memos = new WeakMap<Vocabulary, Memo<{ answer: Answer }>>()
  return (text, vocabulary) => {
    let memo = memos.get(vocabulary)
    if (memo === undefined) {
      memo = vocabulary.memory<{ answer: Answer }>(most)
      memos.set(vocabulary, memo)
    }
    return (memo.get(text) ?? memo.keep(text, { answer: compute(text, vocabulary) })).answer
  }
}
