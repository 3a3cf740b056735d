import { Memo } from '../memo.ts'
import type { Vocabulary } from '../recognise/vocabulary.ts'
import type { PersonWords } from './person-words.ts'

/** What stands in the place of a person's name, address or number. */
export const mask = '▮▮▮'

/** Masks persons in texts. */
export interface PersonMasker {
  /** The text with everything masked that names a person or tells how to reach one; the same text when there is nothing. */
  text(text: string): string
  /** The same for the answer to a label that asks for a person: a name needs no word before it. */
  answer(text: string): string
}

const space = '[ \\t\\u00a0\\u202f]'
const mail =
  /[\p{L}\p{N}._%+'-]+(?:@|\s?\[at\]\s?|\s?\(at\)\s?)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu
/** Pairs of digits held apart by one and the same sign, or by none. */
const telephone =
  /(?<![\d.,])(?:(?:\+|00)\s?\d{2,3}[\s.-]?(?:\(0\)[\s.-]?)?[1-9]|0[1-9])([\s.\u00a0\u202f-]?)\d{2}(?:\1\d{2}){3}(?!\d)/g
/** Number of social security: sex, year, month, place, rank and key. */
const nir =
  /(?<!\d)([12])[\s.]?(\d{2})[\s.]?(\d{2})[\s.]?(\d{2}|2[AB])[\s.]?(\d{3})[\s.]?(\d{3})(?:[\s.]?(\d{2}))?(?!\d)/gi
const particle = /^(?:de|du|des|van|von|der|el|ben|da|dos|di|le|la)$/
const within = /^(?:De|Du|Des|Le|La|Les|El|Ben|Van|Von)$/
const article = /^(?:le|la|les)$/
const capitalised = /^(?:\p{Lu}|(?:[dlnm]|mc|o)['’]\p{Lu})/u
const longestName = 4
/** « D. », but a title is none. */
const initial = /^(?!M\.)\p{Lu}\.$/u
/** A surname, where a first name is asked for too: else it may be the name of a body. */
const surname = /(?<!\p{L})nom\s*:/giu
/** Two words with capitals after each other: what a first name and a name need at least. */
const pair = /\p{Lu}[\p{L}\p{M}'’-]+\s+(?:\p{Ll}{1,3}\s+)*(?:[dl]['’])?\p{Lu}/u
const nobody = (_word: string): boolean => false
const adjective = /\p{Ll}(?:ale?|aire|ique|elle?|ive|eur)$/u
/** Before what is named after somebody: « Espace Simone Veil », « lycée de la Ville de Pierre Bénite ». */
const connected = /^(?:de|du|des|la|le|les|l|d)$/
const months =
  /^(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre)$/i

/**
 * Makes a masker from words that are data. A name is what follows a title (« Mme »), « rédigé par », « référent : » and the like, as far
 * as words begin with capitals and are none of a public body, a function or the scheme; and what begins with a first name, unless a
 * place bears it.
 * @param body whether a text has a word for a public body
 */
export function personMasker(
  words: PersonWords,
  vocabulary: Vocabulary,
  body: (text: string) => boolean,
): PersonMasker {
  const start = '(?<![\\p{L}\\p{N}])'
  const civility = new RegExp(`${start}(?:${words.pattern('civilite')})\\.?(?=${space})`, 'gu')
  // « M DUPONT », but neither « 10 M Euros » nor « M 14 ».
  const bareCivility = new RegExp(`(?<![\\p{L}\\p{N}]|\\d${space})M(?=${space}+\\p{Lu}{2})`, 'gu')
  const written = new RegExp(
    `${start}(?:${words.pattern('redaction')})${space}*:?(?=${space})`,
    'gu',
  )
  const handed = new RegExp(`${start}(?:${words.pattern('remise')})(?=${space})`, 'gu')
  const asked = new RegExp(
    `${start}(?:${words.pattern('contact')})(?:${space}+[\\p{Ll}'’]+){0,4}${space}*(?:\\([^)\\n]{0,30}\\))?${space}*[:–](?=${space}?)`,
    'gu',
  )
  const destined = new RegExp(
    `${start}(?:${words.pattern('destinataire')})(?:${space}+[\\p{Ll}'’]+){0,3}${space}*:`,
    'gu',
  )
  const wayWord = `${space}+(?:(?:de|du|des|la|le|les|et|janvier|mars|mai|juin|juillet|septembre|novembre|d[ée]cembre)(?!\\p{L})|\\d{1,4}(?!\\d)|(?:[dl]['’])?\\p{Lu}[\\p{L}\\p{N}'’.-]*|[dl]['’])`
  const address = new RegExp(
    `(?<![\\p{L}\\d.,]|\\d[ \\u00a0\\u202f])\\d{1,4}(?:${space}?(?:bis|ter|quater|[A-D]))?,?${space}+(?:${words.pattern('voie')})(?=${space}[^,;\\n]{0,12}?[\\p{Lu}\\d])(?:${wayWord}){1,7}(?:,?${space}*\\d{5}${space}+\\p{Lu}[\\p{L}'’ -]{1,40})?`,
    'gu',
  )
  const hints = new RegExp(
    `@|[[(]at[\\])]|\\d[\\s.\\u00a0\\u202f/-]?\\d{2}[\\s.\\u00a0\\u202f/-]?\\d|${start}M${space}|${start}(?:${(
      ['civilite', 'redaction', 'remise', 'contact', 'destinataire', 'voie'] as const
    )
      .map((sense) => words.pattern(sense))
      .join('|')})`,
    'u',
  )

  /** Whether a word is no part of a person's name: of « Anne-Lise », no half; of « Port-Mirandol », one. */
  const known = (word: string): boolean =>
    !initial.test(word) &&
    (words.is('corps', word.split('-')[0]!) || word.split('-').every(knownWord))
  const knownWord = (word: string): boolean =>
    !words.is('prenom', word) &&
    (months.test(word) ||
      words.is('corps', word) ||
      words.is('fonction', word) ||
      words.is('civilite', word) ||
      body(word) ||
      vocabulary.terms(word).some(({ sense }) => sense !== null))

  const nextWord = new RegExp(`${space}*([\\p{L}][\\p{L}\\p{M}.'’-]*)`, 'uy')
  /**
   * Where a name stands that begins at a place of a text, functions before it left out; null when none does. `sure`: a title stands before
   * it, so that its first word may mean something else (« Mme Port »).
   */
  const nameAt = (
    text: string,
    from: number,
    fewest: number,
    { sure = false, lone = nobody } = {},
  ): [number, number] | null => {
    let first = -1
    let end = from
    let count = 0
    let ofFunction = false
    let alone = false
    for (nextWord.lastIndex = from; count <= longestName; ) {
      const found = nextWord.exec(text)
      if (found === null) break
      const one = found[1]!
      const at = nextWord.lastIndex - one.length
      if (count === 0 && article.test(one)) continue
      if (count === 0 && words.is('fonction', one)) {
        ofFunction = true
        continue
      }
      if (particle.test(one) || within.test(one)) {
        // « le Maire de Dijon » names a place.
        if (ofFunction && count === 0) return null
        // « Les Passerelles » is no family.
        if (count === 0 && one === 'Les') return null
        if (first < 0) first = at
        continue
      }
      const plain = one.replace(/^(?:[dl]|[NM](?=['’]\p{Lu}))['’]/u, '')
      const stranger = sure && count === 0 && words.is('corps', plain)
      if (!capitalised.test(one) || (!stranger && known(plain))) break
      if (first < 0) first = at
      count++
      alone = count === 1 && lone(plain)
      end = at + (one.length > 2 ? one.replace(/\.+$/, '') : one).length
    }
    return count < fewest && !alone ? null : [first, end]
  }

  const isFirstName = (word: string): boolean =>
    capitalised.test(word) &&
    (words.is('prenom', word) || word.split('-').every((half) => words.is('prenom', half)))
  const isName = (word: string): boolean => isFirstName(word) || words.is('nom', word)

  /** Whether what stands before a name is a place or a body that bears it: « centre social Simone Veil ». */
  const bearsName = (before: string): boolean => {
    const said = before.match(/[\p{L}\p{M}]+/gu) ?? []
    while (connected.test(said.at(-1) ?? '')) said.pop()
    const [other, last] = [said.at(-2) ?? '', said.at(-1) ?? '']
    const isBody = (word: string) => words.is('corps', word) || body(word)
    return isBody(last) || (adjective.test(last) && isBody(other))
  }

  /** Masks names that a first name gives away: « Jeanne Dupont », « DUPONT Jeanne ». */
  const maskFirstNames = (text: string): string => {
    if (!pair.test(text)) return text
    let done = ''
    let from = 0
    for (const { 0: word, index } of text.matchAll(/[\p{L}][\p{L}\p{M}'’-]*/gu)) {
      if (index < from || !isFirstName(word)) continue
      const before = text.slice(from, index)
      const line = before.slice(before.search(/[^\n.;:,()]*$/))
      const last = /(?<![\p{L}'’-])(\p{Lu}[\p{Lu}'’-]+)\s+$/u.exec(line)
      const start = last && !known(last[1]!) ? index - last[0].length : index
      if (bearsName(line.slice(0, line.length - (index - start)))) continue
      const name = nameAt(text, start, 2)
      if (name === null) continue
      done += text.slice(from, name[0]) + mask
      from = name[1]
    }
    return done + text.slice(from)
  }

  const maskNames = (
    text: string,
    before: RegExp,
    fewest: number,
    kind: { sure?: boolean; lone?: (word: string) => boolean } = {},
  ): string => {
    let done = ''
    let from = 0
    for (const { 0: lead, index } of text.matchAll(before)) {
      if (index < from) continue
      const several = /^(?:mm|mmes|mlles|messieurs|mesdames)\b/i.test(lead)
      let name = nameAt(text, index + lead.length, fewest, kind)
      while (name !== null) {
        done += text.slice(from, name[0]) + mask
        from = name[1]
        // « Mme Dupont et M. Martin » has a title of its own; « Claire Dupont et Jean Martin », « MM. Roux et Le Goff » haven't.
        const next = /^(?:\s*\([^()\n]{0,40}\))?\s*(?:,|et|&|\/|;)\s*/.exec(text.slice(from))?.[0]
        name = next === undefined ? null : nameAt(text, from + next.length, several ? 1 : 2)
      }
    }
    return done + text.slice(from)
  }

  const numbers = (text: string): string =>
    text
      .replaceAll(mail, mask)
      .replaceAll(telephone, (whole) => (isCount(whole) ? whole : mask))
      .replaceAll(nir, (whole, ...parts) => (isNir(whole, parts.slice(0, 7)) ? mask : whole))
      .replaceAll(address, (whole) => mask + (/\s+$/.exec(whole)?.[0] ?? ''))

  const all = (text: string): string => {
    let masked = numbers(text)
    masked = maskNames(masked, civility, 1, { sure: true })
    masked = maskNames(masked, bareCivility, 1, { sure: true })
    masked = maskNames(masked, written, 1)
    masked = maskNames(masked, handed, 2, { lone: isName })
    masked = maskNames(masked, destined, 2, { lone: isName })
    if (/pr[ée]nom/i.test(masked)) masked = maskNames(masked, surname, 1)
    masked = maskNames(masked, asked, 1)
    return maskFirstNames(masked)
  }

  // Reports of one scheme use the same texts again and again.
  const masked = new Memo<string>()
  return {
    text: (text) => masked.of(text, (one) => (hints.test(one) ? all(one) : maskFirstNames(one))),
    answer(text) {
      const masked = all(text)
      const name = nameAt(masked, 0, 1)
      if (name !== null) return maskNames(masked, /^/g, 1)
      // Written in small letters, a name is nothing but words that nobody knows.
      const plain = masked.trim().split(/\s+/)
      const strange =
        plain.length <= longestName && plain.every((one) => /^[\p{L}'’.-]{2,}$/u.test(one))
      return strange && plain.length > 1 && !plain.some(known) && !body(masked) ? mask : masked
    },
  }
}

/** `01 02 03 04 05` numbers months or columns. */
function isCount(pairs: string): boolean {
  const numbers = pairs.match(/\d{2}/g)!.map(Number)
  return numbers.every((number, n) => n === 0 || number === numbers[n - 1]! + 1)
}

/** Written in its usual groups, or with a key that fits it: other numbers may have as many digits. */
function isNir(whole: string, parts: (string | undefined)[]): boolean {
  const key = parts[6]
  const grouped = /^[12][\s.]\d{2}[\s.]\d{2}[\s.]/.test(whole)
  if (grouped || key === undefined) return grouped
  const place = parts[3]!.toUpperCase()
  const digits = parts.slice(0, 6).join('').toUpperCase().replace('2A', '19').replace('2B', '18')
  return place.length === 2 && 97 - (Number(digits) % 97) === Number(key)
}
