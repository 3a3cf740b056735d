import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { parseLabel } from './label.ts'
import { remembered } from './remembered.ts'
import { fold } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'

/** « Aide : si vous avez acheté 1 000 pass, saisir 1000 » tells how to fill in, not what happened. */
export const instructs = remembered((sentence, vocabulary): boolean => {
  if (/(?<!\bpar )\bexemple\b/i.test(sentence) || dictates.test(fold(sentence))) return true
  const terms = parseLabel(sentence, vocabulary).terms.filter(({ sense }) => sense === 'consigne')
  const addressed = /(?<!\p{L})si (?:vous|votre|vos|la structure|l['’]organisme)(?!\p{L})/iu.test(
    sentence,
  )
  return terms.some(({ expression }) => expression !== 'si' || addressed)
})

/** « indiquez 1000 et 650 »: whoever tells others which number to write reports none. */
const dictates =
  /(?<!vous )\b(?:indiqu|saisiss|inscriv|report|renseign|ecriv|mett|entr|tap|not|port)ez (?:le chiffre |le nombre |la valeur )?\d/

/** Why figures are asked about that the instructions of the form give too, in French. */
export const exampleDoubt = 'l’aide du formulaire donne les mêmes chiffres en exemple'

/**
 * Whether a figure stands in a column of examples: an instruction on the sheet names two numbers or more, and each of them is a figure of
 * that column.
 */
export function isExample(grid: Grid, { cell }: Item, vocabulary: Vocabulary): boolean {
  const told = numbersTold(grid, vocabulary)
  if (told.length === 0) return false
  const column = new Set(
    grid.items.flatMap((other) => {
      const { figure } = other
      return other.cell.col === cell.col && figure.kind === 'number' ? [figure.number] : []
    }),
  )
  return told.some((numbers) => [...numbers].every((number) => column.has(number)))
}

/** The numbers of each instruction of a sheet that names two or more. */
function numbersTold(grid: Grid, vocabulary: Vocabulary): Set<number>[] {
  let known = instructions.get(grid)
  if (known === undefined) {
    known = grid.items.flatMap(({ label, cell }) => {
      if (label === null || !/\d/.test(cell.text) || !instructs(cell.text, vocabulary)) return []
      const numbers = new Set(
        [...fold(cell.text).matchAll(/(?<!\d)\d{1,3}(?:[ .]\d{3})+(?!\d)|\d+/g)].map(([digits]) =>
          Number(digits.replaceAll(/\D/g, '')),
        ),
      )
      return numbers.size > 1 ? [numbers] : []
    })
    instructions.set(grid, known)
  }
  return known
}

const instructions = new WeakMap<Grid, Set<number>[]>()
