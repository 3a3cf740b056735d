import type { Label } from './label.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What holds for the whole document. */
export interface Context {
  /** Whether it speaks of pass at all: « Achetés » alone then means pass. */
  mentionsPass: boolean
  /** Pass in a booklet, stated somewhere in the document; null when nothing or two sizes are stated. */
  carnet: number | null
  /** Whether a title or note of the sheet speaks of cumulated figures. */
  cumulative: boolean
  /** What is doubtful about all figures of the sheet, in French; null when nothing is. */
  sheetDoubt: string | null
  /** The paragraph right above the table that the sheet is, in a text; null elsewhere. */
  caption: Label | null
  /** Whether its lines were broken to fit a page, so that a sentence may run over several. */
  wrapped: boolean
  vocabulary: Vocabulary
}
