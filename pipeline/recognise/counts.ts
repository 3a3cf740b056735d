import { remembered } from '../memo.ts'
import { fold } from './text.ts'

const numeral = /(?<![\d.,/-])(?:\d{1,3}(?:[ .']\d{3})+(?!\d)|\d+(?![\d/-]|[.,]\d))/g

/** The counts in a text, years left out. */
export const numbersIn = remembered((text): readonly number[] =>
  [...fold(text).matchAll(numeral)]
    .map(([digits]) => Number(digits.replaceAll(/\D/g, '')))
    .filter((number) => number < 2000 || number > 2040),
)

/** Whether two numbers may be two of the same thing: not equal, and neither twice the other. */
export function areRivals(one: number, other: number | null): boolean {
  return other !== null && one !== other && one * 2 > other && one < other * 2
}
