import { spaced } from '../../french.ts'

/** A piece of HTML that is safe as it stands. Only `html` and `raw` make one. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What may stand in a hole of `html`: texts and numbers are escaped, nothing (null, false) leaves nothing. */
export type Hole = Html | string | number | null | undefined | false | readonly Hole[]

/** HTML from a template: `html\`<td>${text}</td>\``. Whatever is put in as text comes out as text. */
export function html(strings: TemplateStringsArray, ...holes: Hole[]): Html {
  const parts = french(strings)
  let text = parts[0]!
  holes.forEach((hole, i) => {
    text += written(hole) + parts[i + 1]!
  })
  return new Html(text)
}

const spacings = new WeakMap<TemplateStringsArray, string[]>()

/** What we wrote ourselves, with French spacing; what is put in comes as it is. */
function french(strings: TemplateStringsArray): string[] {
  const known = spacings.get(strings)
  if (known !== undefined) return known
  const parts = strings.map(spaced)
  spacings.set(strings, parts)
  return parts
}

/** HTML that was made elsewhere and is known to be safe: drawings, our own style and script. */
export function raw(text: string): Html {
  return new Html(text)
}

function written(hole: Hole): string {
  if (hole === null || hole === undefined || hole === false) return ''
  if (hole instanceof Html) return hole.text
  if (typeof hole === 'object') return hole.map(written).join('')
  return escaped(String(hole))
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign]!)
}

/** Characters that no document may hold (or that would make it unreadable) become a visible sign; pairs are kept whole. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.toWellFormed().replace(/[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\uFFFE\uFFFF]/g, '\uFFFD')
}

/** A value as inert JSON for a data block of the page: nothing in it can end the block. */
export function inertJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}
