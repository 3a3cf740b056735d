import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { parseLabel } from './label.ts'
import { isSure, notionOf } from './notion.ts'
import { parseFigure } from './number.ts'
import type { Passage } from './passage.ts'
import type { Statement } from './statement.ts'
import { fold } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A question of a mail with the paragraph below that answers it. */
export interface Answer {
  question: Passage
  answer: Passage
  /** What the answer states; null where it doesn't begin with a number. */
  statement: Statement | null
}

/** The answer at the head of a paragraph: « 1 132 d’après la plateforme ». */
const leading =
  /^\s*(?:oui\s*[,:]?\s*|environ\s+|r[ée]ponse\s*:\s*)?(\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d+)(?!\d|[,/-]\d|\s*(?:%|€|euros?\b))/iu

/** What may follow a number that answers a heading: the end, a sign, its unit or a day. */
const alone =
  /^\s*(?:$|[,.;(–—]|(?:pass|personnes?)\s*(?:$|[,.;(])|au\s+\d{1,2}\s|en\s+20\d\d\b|à\s+ce\s+jour)/u

/** Whether a paragraph is a short line alone that says no more than what is counted: « Pass utilisés ». */
function isHeading(text: string, { items }: Passage, grid: Grid): boolean {
  const [first] = items
  return (
    items.length === 1 &&
    text.length <= 60 &&
    !/[.;,:]\s*$/.test(text) &&
    !/\d/.test(text) &&
    grid.row(first!.cell.row).length === 1
  )
}

/** Whether a line of a mail is quoted from an earlier one. */
export function isQuoted(text: string): boolean {
  return /^\s*>/.test(text)
}

/**
 * Questions and headings that are answered by the paragraph below: « > 1) Combien de pass avez-vous achetés ? » over « 1500, une seule
 * commande », « Pass utilisés » over « 8 212, au 30 novembre 2021 ». Only those that say by themselves what is counted.
 */
export function answersIn(
  passages: readonly Passage[],
  grid: Grid,
  vocabulary: Vocabulary,
): Answer[] {
  return passages.flatMap((question, at): Answer[] => {
    const text = question.text.replace(/^[\s>]*(?:\d{1,2}\s?[).:-]\s*|[-•*]\s*)?/, '').trim()
    const asks = /\?\s*$/.test(text)
    if (!asks && !isHeading(text, question, grid)) return []
    if (/\d/.test(text.replaceAll(/\b(?:20\d\d|1)\b/g, ''))) return []
    const label = parseLabel(text, vocabulary)
    const notion = notionOf([label])
    const answer = passages[at + 1]
    if (notion.kind !== 'indicator' || !answer || !follows(grid, question, answer)) return []
    const said = leading.exec(answer.text)
    // Under a heading, a paragraph answers with its first number alone: « 8 212, au 30 novembre 2021 ».
    if (
      !asks &&
      (said === null || !isSure(notion) || !alone.test(answer.text.slice(said[0].length)))
    )
      return []
    if (said === null || !isSure(notion)) return [{ question, answer, statement: null }]
    const digits = fold(said[1]!)
    const figure = parseFigure(said[0].replace(/^\s*(?:oui|r[ée]ponse)\s*[,:]?\s*/iu, ''))
    return [{ question, answer, statement: { label, notion, figure, digits, rule: 'deux_points' } }]
  })
}

function follows(grid: Grid, question: Passage, { items, text }: Passage): boolean {
  if (isQuoted(text) || /\?\s*$/.test(text)) return false
  const [last, next]: (Item | undefined)[] = [question.items.at(-1), items[0]]
  if (!last || !next || next.cell.col !== last.cell.col) return false
  for (let row = last.cell.row + 1; row < next.cell.row; row++) if (!grid.blank(row)) return false
  return next.cell.row - last.cell.row <= 3
}
