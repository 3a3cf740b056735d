import type { Cell, Sheet } from './cell.ts'
import { textCell } from './csv.ts'
import { cleanText, isConcealed } from './text.ts'

/** Text with what is known of it: a paragraph, or the paragraphs of a cell. */
export interface Paragraph {
  text: string
  /** Some of it is struck through. */
  struck: boolean
  /** All of it, or all its figures, can't be seen. */
  hidden: boolean
  comment: string | null
  /** The numbers struck through that others in it stand for. */
  replaced: string[]
}

/** A paragraph of a text document while it is read: what is seen and what isn't apart, and both in their order. */
export class OpenParagraph {
  readonly comments: string[] = []
  private visible = ''
  private concealed = ''
  private whole = ''
  /** What is seen and not struck through, and what is. */
  private standing = ''
  private deleted: string[] = []

  append(text: string, look: { unseen: boolean; struck: boolean }): void {
    if (look.unseen) this.concealed += text
    else this.visible += text
    this.whole += text
    if (look.struck && text.trim() !== '') this.deleted.push(text.trim())
    else if (!look.unseen) this.standing += text
  }

  end(): Paragraph {
    const hidden = isConcealed(this.visible, this.concealed)
    const corrected = !hidden && isCorrected(this.deleted, this.standing)
    return {
      text: cleanText(hidden ? this.whole : corrected ? this.standing : this.visible),
      struck: this.deleted.length > 0 && !corrected,
      hidden,
      comment: this.comments.join('\n') || null,
      replaced: corrected ? this.deleted : [],
    }
  }
}

/**
 * Whether nothing but numbers is struck through in a text, and others stand beside them: « Pass achetés : ~~2 400~~ 2 000 ».
 * @param deleted the pieces struck through, without spaces around them
 * @param standing the text without them
 */
export function isCorrected(deleted: readonly string[], standing: string): boolean {
  const numbers = deleted.every((text) => /^\d[\d\s.\u00a0\u202f]*$/u.test(text))
  return deleted.length > 0 && numbers && /\d/.test(standing)
}

/** The numbers struck through for a cell, where there are any. */
export function replacedIn(replaced: string[]): Pick<Cell, 'replaced'> {
  return replaced.length > 0 ? { replaced } : {}
}

/** The cell that paragraphs make; null when there is nothing in it. */
export function paragraphsCell(
  row: number,
  col: number,
  paragraphs: readonly Paragraph[],
): Cell | null {
  const seen = paragraphs.filter(({ hidden }) => !hidden)
  const unseen = paragraphs.filter(({ hidden }) => hidden)
  const hidden = isConcealed(joined(seen), joined(unseen))
  const shown = hidden ? paragraphs : seen
  const text = joined(shown)
  if (text.trim() === '') return null
  return {
    ...textCell(row, col, text.replace(/\n+$/, '')),
    struck: shown.some(({ struck }) => struck),
    hidden,
    comment: paragraphs.flatMap(({ comment }) => comment ?? []).join('\n') || null,
    ...replacedIn(shown.flatMap(({ replaced }) => replaced)),
  }
}

/** A sheet with a paragraph a row. */
export function textSheet(name: string, paragraphs: readonly Paragraph[]): Sheet {
  const cells = paragraphs.flatMap(({ text, struck, hidden, comment, replaced }, row) =>
    text.trim() === ''
      ? []
      : [{ ...textCell(row, 0, text), struck, hidden, comment, ...replacedIn(replaced) }],
  )
  return { name, hidden: false, cells, merges: [] }
}

function joined(paragraphs: readonly Paragraph[]): string {
  return paragraphs.map(({ text }) => text).join('\n')
}
