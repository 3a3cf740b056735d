import { spaced } from '../french.ts'

/** Controls, line ends, zero-width and direction marks: whatever a terminal acts on instead of showing it. */
const active = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * A text of unknown origin as a terminal can only show it: line ends and tabs become spaces, escapes and other controls their
 * pictures (`␛`), invisible marks their code (`<U+202E>`). Always one line.
 */
export function inert(text: string): string {
  return text
    .replaceAll(/[\t\r\n\u2028\u2029]+/g, ' ')
    .replaceAll(active, picture)
    .toWellFormed()
}

/**
 * A text fit to be written into a file that people open in a spreadsheet: one line, no invisible marks, nothing at its start or
 * after a semicolon that would run as a formula.
 */
export function plain(text: string): string {
  return text
    .replaceAll(active, ' ')
    .replaceAll(/(^|;)[\s'"]*[=+@＝＋－＠-]+/g, '$1 ')
    .replaceAll(/\s+/g, ' ')
    .toWellFormed()
    .trim()
}

function picture(character: string): string {
  const code = character.codePointAt(0)!
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
}

/**
 * A French sentence around texts of unknown origin: what is written in the code gets its no-break spaces, what is put in is made
 * inert. Numbers are put in as they are read in French.
 */
export function fr(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return parts
    .map((part, i) => {
      const value = values[i]
      if (value === undefined) return spaced(part)
      return spaced(part) + (typeof value === 'number' ? numeral(value) : inert(value))
    })
    .join('')
}

const french = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 6 })

/** `1 250,5`, with the spaces of French typography. */
export function numeral(number: number): string {
  return french.format(number)
}

/** `1 question`, `2 questions`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${numeral(count)} ${count > 1 ? several : one}`
}

/** JSON whose strings hold nothing that a terminal acts on; it parses to the same values. */
export function inertJson(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => line.replaceAll(active, escaped))
    .join('\n')
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, i) => {
    const unit = character.charCodeAt(i)
    return `\\u${unit.toString(16).padStart(4, '0')}`
  }).join('')
}
