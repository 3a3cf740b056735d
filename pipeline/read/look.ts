import { type Colour, isInvisible, type Palette, resolve } from './colour.ts'

/** How a font shows a text. */
export interface Font {
  struck: boolean
  colour: Colour
}

/** What stands behind a text: nothing (paper), one colour, or a pattern of several. */
export type Fill = { kind: 'none' } | { kind: 'solid'; colour: Colour } | { kind: 'pattern' }

/** What the look of a cell says about its text. */
export interface Look {
  struck: boolean
  /** In the colour of its ground: nobody who looks at the sheet sees it. */
  invisible: boolean
}

export const plainLook: Look = { struck: false, invisible: false }

/** The colour behind a text as `isInvisible` takes it. */
export function groundOf(fill: Fill, palette: Palette): number | null | undefined {
  if (fill.kind === 'none') return null
  // A solid fill in the system's colour, or in one that the file doesn't define: what it looks like can't be said.
  return fill.kind === 'solid' ? (resolve(fill.colour, palette) ?? undefined) : undefined
}

/** The look of a font on a fill. */
export function lookOf(font: Font | undefined, fill: Fill | undefined, palette: Palette): Look {
  if (font === undefined) return plainLook
  const ground = groundOf(fill ?? { kind: 'none' }, palette)
  return { struck: font.struck, invisible: isInvisible(resolve(font.colour, palette), ground) }
}
