import type { Document } from '../read/cell.ts'
import { namesPlace } from './frame.ts'
import type { Grid } from './grid.ts'
import { begins, isHeading } from './heading.ts'
import type { Item } from './item.ts'
import { parseLabel, says } from './label.ts'
import { namesOtherScheme } from './other-scheme.ts'
import type { Reading } from './reading.ts'
import { namesPass } from './section.ts'
import { fold } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What stands under a heading: rows of its sheet, from the one behind it to the one before `end`. */
export interface Section {
  heading: Item
  end: number
}

/** The sections of a sheet whose headings name another scheme and not ours: each ends at the next heading that begins something, or names pass. */
export function foreignSections(
  grid: Grid,
  own: readonly Reading[],
  vocabulary: Vocabulary,
): Section[] {
  return grid.items.flatMap((item) => {
    const { text, row } = item.cell
    if (!isHeading(grid, item, own) || !namesOtherScheme(text)) return []
    if (listedCount.test(text)) return []
    // « Maison France services » under « Lieu » is one of them, though it has no figures.
    if (namesPlace(grid, item)) return []
    // « Bilan AAP 2019 – rédigé par le pôle France Services » is of ours.
    if (namesPass(text, vocabulary) || item.label!.aap !== null) return []
    const next = grid.items.find((other) => {
      if (other.cell.row <= row || namesOtherScheme(other.cell.text)) return false
      // « Pass Culture : 3 120 offres » over « Pass numérique : 1 400 pass achetés »: each line is of its own scheme.
      if (ownLine.test(fold(other.cell.text))) return true
      if (!isHeading(grid, other, own)) return false
      return begins(grid, other) || namesPass(other.cell.text, vocabulary)
    })
    return [{ heading: item, end: next?.cell.row ?? grid.lastRow + 1 }]
  })
}

/** The figures of a section that don't say themselves that they count pass of ours; of a text those of its tables too. */
export function inSection(
  document: Document,
  grid: Grid,
  { heading, end }: Section,
  figures: readonly Reading[],
  vocabulary: Vocabulary,
): Reading[] {
  const { row, text } = heading.cell
  const places = new Map(document.sheets.map(({ name, after }) => [name, after]))
  const isOurs = (r: Reading) =>
    !vouchers.test(fold(text)) && says(parseLabel(r.label, vocabulary), 'objet')
  return figures.filter((r) => {
    if (isOurs(r)) return false
    if (r.sheet === grid.sheet.name) return r.row > row && r.row < end
    const after = grid.sheet.name === 'Texte' ? places.get(r.sheet) : undefined
    return after !== undefined && after > row && after <= end
  })
}

/** « - 610 remis par les France services »: a line of a list that counts something, and heads nothing. */
const listedCount = /^\s*[-–—•*▪]\s*(?:dont\s+)?\d[\d\s.]*\d\s+\p{L}/u
const ownLine = /^\W*(?:le |les )?pass[- ]numeriques? ?:/

/** What other schemes hand out that is called like ours. */
const vouchers = /\b(?:pass|cheques?|visa)\b/
