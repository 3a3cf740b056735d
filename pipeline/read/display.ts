import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type * as Numfmt from 'numfmt'
import { Memo } from '../memo.ts'
import type { Cell } from './cell.ts'

/** What French Excel and LibreOffice show for the errors that files store in English. */
const errors: Record<string, string> = {
  '#NULL!': '#NUL!',
  '#VALUE!': '#VALEUR!',
  '#NAME?': '#NOM?',
  '#NUM!': '#NOMBRE!',
  '#N/A': '#N/D',
}

/** Errors as binary workbooks, and SheetJS, number them. */
const errorsByCode: Record<number, string> = {
  0: '#NUL!',
  7: '#DIV/0!',
  15: '#VALEUR!',
  23: '#REF!',
  29: '#NOM?',
  36: '#NOMBRE!',
  42: '#N/D',
  43: '#CHARGEMENT_DONNEES',
}

/** `#N/D` for `#N/A` or its code 42; what has no French form stays (`#DIV/0!`, `#REF!`). */
export function displayError(stored: string | number): string {
  if (typeof stored === 'number') return errorsByCode[stored] ?? '#ERREUR!'
  return errors[stored] ?? stored
}

/** `VRAI` or `FAUX`. */
export function displayBoolean(value: boolean): string {
  return value ? 'VRAI' : 'FAUX'
}

/** Formats whose look follows the user's country rather than their code. */
const localFormats: Record<string, string> = {
  'm/d/yy': 'dd/mm/yyyy',
  'm/d/yy h:mm': 'dd/mm/yyyy hh:mm',
}

/**
 * A stored number as a French user saw it: `1 250`, `45,2%`, `31/12/2023`. `format` is the stored code, null
 * for general; a code that can't be understood shows as general. `serial` counts from 1900.
 */
export function displayNumber(value: number, format: string | null): string {
  const code = format === null ? 'General' : (localFormats[format] ?? format)
  const usual = displayUsual(value, code)
  return usual ?? shown.of(`${value} ${code}`, () => formatted(value, code))
}

/** A document writes the same numbers in the same formats again and again. */
const shown = new Memo<string>()

let library: typeof Numfmt | null = null

/**
 * The library, loaded when a format is met that it alone knows: its table of languages takes as long to make as fifty small workbooks
 * take to be read. By its path, since its entry for `require` names a file that it doesn't have.
 */
function numfmt(): typeof Numfmt {
  library ??= createRequire(import.meta.url)(fileURLToPath(import.meta.resolve('numfmt')))
  return library!
}

/** As the library shows a number; a code that can't be understood shows as general. */
export function formatted(value: number, code: string): string {
  try {
    return numfmt().format(code, value, { locale: 'fr' })
  } catch {
    return numfmt().format('General', value, { locale: 'fr' })
  }
}

/** What `formatted` gives for most numbers of a report, at a twentieth of its cost; null for all others. */
export function displayUsual(value: number, code: string): string | null {
  if (code === 'General') {
    if (isWhole(value)) return `${value}`
    const text = `${value}`
    // What General shows has eleven signs at most, and never an exponent where there are fewer.
    const signs = value < 0 ? text.length - 1 : text.length
    return signs <= 11 && Math.abs(value) >= 1e-4 ? text.replace('.', ',') : null
  }
  if (code === dayFirst) return isWhole(value) && value > 60 ? dayTextOf(value) : null
  const shape = shapes.get(code)
  return shape === undefined ? null : fixed(value, shape)
}

const dayFirst = 'dd/mm/yyyy'

/** How a format shows a number that needs no more than a comma, spaces or a sign at the end. */
interface Shape {
  /** Digits after the comma. */
  places: number
  grouped: boolean
  /** A number that ends in `%` is shown times a hundred. */
  end: string
}

/** Ends of formats, and what they show. */
const ends: Record<string, string> = { '': '', '%': '%', ' "€"': ' €', '\\ "€"': ' €' }

const shapes = new Map<string, Shape>(
  ['', '.0', '.00'].flatMap((decimals) =>
    Object.entries(ends).flatMap(([code, end]): [string, Shape][] => {
      const places = Math.max(decimals.length - 1, 0)
      return [
        [`0${decimals}${code}`, { places, grouped: false, end }],
        [`#,##0${decimals}${code}`, { places, grouped: true, end }],
      ]
    }),
  ),
)

function isWhole(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 1e11
}

/** In the shape of a format; null for a number so near to the middle of two that it may be rounded either way, or too large. */
function fixed(value: number, { places, grouped, end }: Shape): string | null {
  const scaled = Math.abs(value) * 10 ** (end === '%' ? places + 2 : places)
  const nearest = Math.round(scaled)
  if (!(nearest < 1e11) || Math.abs(Math.abs(scaled - nearest) - 0.5) < 1e-4) return null
  // What becomes of the sign of nothing is the library's affair.
  if (nearest === 0 && value < 0) return null
  const digits = `${nearest}`.padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const sign = value < 0 ? '-' : ''
  const rest = places === 0 ? '' : `,${digits.slice(-places)}`
  return sign + (grouped && whole.length > 3 ? groups(whole) : whole) + rest + end
}

/** `1 250` for `1250`. */
function groups(whole: string): string {
  let text = whole
  for (let at = whole.length - 3; at > 0; at -= 3) {
    text = `${text.slice(0, at)}\u202f${text.slice(at)}`
  }
  return text
}

/**
 * The text of a number, and whether its format hides it (`;;;`, or `0;-0;;@` for a zero): the text is then that of the number
 * itself, which nobody saw.
 */
export function shownNumber(
  value: number,
  format: string | null,
): { text: string; concealed: boolean } {
  const text = displayNumber(value, format)
  if (format === null || text.trim() !== '') return { text, concealed: false }
  return { text: displayNumber(value, null), concealed: true }
}

/** True for a format that shows no text at all: its fourth section is there, and empty. */
export function concealsText(format: string | null): boolean {
  if (format === null || !format.includes(';')) return false
  const bare = format.replaceAll(/"[^"]*"|\\./g, 'x')
  const sections = bare.split(';')
  return sections.length >= 4 && sections[3]!.replaceAll(/\[[^\]]*\]/g, '').trim() === ''
}

const serialOf1904 = 1462

/** A stored number is a day when its format shows one; a day outside the calendar stays a number. `hidden`: its format shows nothing. */
export function numeric(
  stored: number,
  format: string | null,
  date1904: boolean,
): Pick<Cell, 'text' | 'value' | 'type' | 'hidden'> {
  if (format !== null && showsDay(format)) {
    const serial = date1904 ? stored + serialOf1904 : stored
    const day = dayOf(serial)
    if (day !== null) {
      return { text: displayNumber(serial, format), value: day, type: 'date', hidden: false }
    }
    return { text: displayNumber(stored, null), value: stored, type: 'number', hidden: false }
  }
  const text = displayNumber(stored, format)
  if (format === null || text.trim() !== '') {
    return { text, value: stored, type: 'number', hidden: false }
  }
  return { text: displayNumber(stored, null), value: stored, type: 'number', hidden: true }
}

const days = new Map<string, boolean>()

/** True when a format code shows a day, a month or a year; a time of day or a duration is a number. */
export function showsDay(format: string): boolean {
  let known = days.get(format)
  if (known === undefined) {
    known = describesDay(format)
    days.set(format, known)
  }
  return known
}

function describesDay(format: string): boolean {
  if (format === dayFirst) return true
  // Each part of a day is a letter.
  if (!/\p{L}/u.test(format)) return false
  try {
    const { year, month, day } = numfmt().getFormatDateInfo(format)
    return year || month || day
  } catch {
    return false
  }
}

/** `2023-12-31` for serial 45291 (counted from 1900); null outside the calendar of spreadsheets. */
export function dayOf(serial: number): string | null {
  const day = Math.floor(serial)
  // Serial 60 is 29 February 1900, a day that never was; before it, serials are one off.
  if (day < 1 || day === 60 || day > 2_958_465) return null
  const epoch = Date.UTC(1899, 11, day < 60 ? 31 : 30)
  return new Date(epoch + day * 86_400_000).toISOString().slice(0, 10)
}

/** `31/12/2023` for serial 45291; null outside the calendar of spreadsheets. */
function dayTextOf(serial: number): string | null {
  const day = dayOf(serial)
  return day === null ? null : dayText(day)
}

/** `31/12/2023` for `2023-12-31`. */
export function dayText(day: string): string {
  return day.split('-').reverse().join('/')
}
