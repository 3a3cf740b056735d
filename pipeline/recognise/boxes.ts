/** « [ ] intermédiaire », « [_] non »: an empty box before what could be chosen. Before a number it is a place to fill in. */
const empty = /\[\s?_?\s?\](?=\s?\p{L})/gu
/** « [X] final », « (x) oui » */
const ticked = /(?:\[\s?[xX✓✔]\s?\]|(?<=^|\s)\([xX]\))(?=\s?\p{L})/gu

/** A text whose boxes are drawn with brackets, with the signs of boxes in their place. */
export function withDrawnBoxes(text: string): string {
  if (!/[[(]/.test(text)) return text
  return text.replaceAll(empty, '☐').replaceAll(ticked, '☒')
}
