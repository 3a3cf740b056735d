import { isInvisible, rgbOf } from './colour.ts'

/** How the text of an element looks, as far as it matters whether one sees it. */
export interface Style {
  /** It, or what it stands in, isn't shown. */
  hidden: boolean
  struck: boolean
  /** 0xRRGGBB; null where nothing is said. */
  colour: number | null
  ground: number | null
}

const unsaid: Style = { hidden: false, struck: false, colour: null, ground: null }

const pattern = (key: string) => new RegExp(`(?:^|[;\\s])${key}\\s*:\\s*([^;]+)`, 'gi')
const patterns = {
  display: pattern('display'),
  visibility: pattern('visibility'),
  color: pattern('color'),
  'background-color': pattern('background-color'),
  background: pattern('background'),
}

const names: Record<string, number> = {
  white: 0xffffff,
  black: 0x000000,
  silver: 0xc0c0c0,
  gray: 0x808080,
  grey: 0x808080,
  red: 0xff0000,
  blue: 0x0000ff,
  navy: 0x000080,
  green: 0x008000,
  yellow: 0xffff00,
}

/**
 * The style of an element from its attributes, the rules of its classes and what it stands in.
 * @param struck whether the element strikes its text through by itself
 */
export function styleOf(
  a: Record<string, string>,
  rules: ReadonlyMap<string, string>,
  above: Style | null,
  struck: boolean,
): Style {
  const plain = a.class === undefined && a.style === undefined && a.hidden === undefined
  if (plain && a.color === undefined && a.bgcolor === undefined) {
    if (above === null) return { ...unsaid, struck }
    return struck && !above.struck ? { ...above, struck } : above
  }
  const own = (a.class ?? '').split(/\s+/).map((name) => rules.get(name) ?? '')
  const said = [...own, a.style ?? ''].join(';')
  const value = (key: keyof typeof patterns) =>
    [...said.matchAll(patterns[key])].at(-1)?.[1]?.trim()
  const unseen =
    /^none/i.test(value('display') ?? '') ||
    /^(?:hidden|collapse)/i.test(value('visibility') ?? '') ||
    a.hidden !== undefined
  return {
    hidden: unseen || above?.hidden === true,
    struck: struck || /line-through/i.test(said) || above?.struck === true,
    colour: colourOf(value('color') ?? a.color) ?? above?.colour ?? null,
    ground:
      colourOf(value('background-color') ?? value('background') ?? a.bgcolor) ??
      above?.ground ??
      null,
  }
}

/** Whether a text in this style is unseen. */
export function withinStyle({ hidden, colour, ground }: Style): boolean {
  return hidden || isInvisible(colour, ground)
}

function colourOf(text: string | undefined): number | null {
  if (text === undefined) return null
  const plain = text
    .toLowerCase()
    .replace(/!important/, '')
    .trim()
  const short = /^#([\da-f])([\da-f])([\da-f])$/.exec(plain)
  if (short !== null)
    return rgbOf(
      short
        .slice(1)
        .map((digit) => digit + digit)
        .join(''),
    )
  const parts = /^rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})/.exec(plain)
  if (parts !== null) {
    const [red, green, blue] = parts.slice(1).map((part) => Math.min(Number(part), 255))
    return (red! << 16) | (green! << 8) | blue!
  }
  return names[plain] ?? (/^#/.test(plain) ? rgbOf(plain) : null)
}
