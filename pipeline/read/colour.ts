/** A colour as a workbook states it; `auto` is the system's own (black on white), which a reader always sees. */
export type Colour =
  | { kind: 'auto' }
  | { kind: 'rgb'; rgb: number }
  | { kind: 'theme'; index: number; tint: number }
  | { kind: 'indexed'; index: number; tint: number }

/** What colours of a workbook stand for: its theme and its palette, as 0xRRGGBB by index. */
export interface Palette {
  theme: readonly (number | undefined)[]
  indexed: readonly (number | undefined)[]
}

export const automatic: Colour = { kind: 'auto' }
const white = 0xffffff

/** Contrast (as WCAG counts it, from 1 to 21) under which nobody sees a text: white on the lightest grey has 1.1. */
const leastContrast = 1.15

/** The colours 8 to 63 of every workbook that states no others. */
const standard = [
  '000000 ffffff ff0000 00ff00 0000ff ffff00 ff00ff 00ffff 800000 008000 000080 808000 800080 008080 c0c0c0 808080',
  '9999ff 993366 ffffcc ccffff 660066 ff8080 0066cc ccccff 000080 ff00ff ffff00 00ffff 800080 800000 008080 0000ff',
  '00ccff ccffff ccffcc ffff99 99ccff ff99cc cc99ff ffcc99 3366ff 33cccc 99cc00 ffcc00 ff9900 ff6600 666699 969696',
  '003366 339966 003300 333300 993300 993366 333399 333333',
]
  .join(' ')
  .split(' ')
  .map((hex) => Number.parseInt(hex, 16))

/** Colours by index as workbooks number them: 0 to 7 are 8 to 15 again. */
export const standardIndexed: readonly number[] = [...standard.slice(0, 8), ...standard]

/** The theme of Office, for workbooks that don't state theirs: light, dark, light, dark, six accents, two of links. */
export const officeTheme: readonly number[] = [
  0xffffff, 0x000000, 0xeeece1, 0x1f497d, 0x4f81bd, 0xc0504d, 0x9bbb59, 0x8064a2, 0x4bacc6,
  0xf79646, 0x0000ff, 0x800080,
]

/** 0xRRGGBB for `FFD9D9D9`, `D9D9D9` or `#d9d9d9`; null for what is no such colour (`auto`, `transparent`). */
export function rgbOf(hex: string): number | null {
  const digits = /^#?(?:[\da-f]{2})?([\da-f]{6})$/i.exec(hex.trim())?.[1]
  return digits === undefined ? null : Number.parseInt(digits, 16)
}

/** What a colour looks like, 0xRRGGBB; null for the system's own and for what the workbook doesn't define. */
export function resolve(colour: Colour, { theme, indexed }: Palette): number | null {
  switch (colour.kind) {
    case 'auto':
      return null
    case 'rgb':
      return colour.rgb
    case 'theme':
      return tinted(theme[colour.index] ?? null, colour.tint)
    case 'indexed':
      return tinted(indexed[colour.index] ?? null, colour.tint)
  }
}

/**
 * True when a text can't be seen on its ground. `text` null is the system's colour, always seen; `ground` null is none, which is
 * white paper; undefined is a ground of several colours, on which nothing is sure to be lost.
 */
export function isInvisible(text: number | null, ground: number | null | undefined): boolean {
  if (text === null || ground === undefined) return false
  const [a, b] = [luminance(text), luminance(ground ?? white)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < leastContrast && near(text, ground)
}

/** Equally bright isn't equal: red on green is seen. */
function near(text: number, ground: number | null): boolean {
  const other = ground ?? white
  return [16, 8, 0].every(
    (shift) => Math.abs(((text >> shift) & 0xff) - ((other >> shift) & 0xff)) < 48,
  )
}

function luminance(rgb: number): number {
  const [r, g, b] = [16, 8, 0].map((shift) => {
    const part = ((rgb >> shift) & 0xff) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Lighter for a positive tint, darker for a negative one; near enough to tell whether a text is seen. */
function tinted(rgb: number | null, tint: number): number | null {
  if (rgb === null || tint === 0 || !Number.isFinite(tint)) return rgb
  return [16, 8, 0].reduce((whole, shift) => {
    const part = (rgb >> shift) & 0xff
    const changed = tint < 0 ? part * (1 + tint) : part + (255 - part) * tint
    return whole | (Math.round(Math.min(Math.max(changed, 0), 255)) << shift)
  }, 0)
}
