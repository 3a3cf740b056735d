/** What parts of a code are never: words of everyday joined by hyphens, and dates written with a month. */
const everyday =
  'ans?|mois|jours?|mi|pass|cheques?|carnets?|pers|janv\\w*|fevr?\\w*|mars|avr\\w*|mai|juin|juil\\w*|aout|sept\\w*|octo?b?r?e?|nov\\w*|dec\\w*'
const part = String.raw`(?:[a-z]{1,6}\d{0,4}|\d{1,5})`

/** « K03 », « 2 bis », « A.1 »: what numbers the lines of a form. */
export function isLineCode(text: string): boolean {
  return /^\s*(?:\d{1,2}\s?(?:bis|ter|quater)|[A-Za-z]{1,3}[.-]?\d{1,3}(?:\.\d{1,2})?|\d{1,2}(?:\.\d{1,2})+|[A-Z]\.?)\s*[.)]?\s*$/.test(
    text,
  )
}

/**
 * A reference number, of a folded text: letters and digits in parts that a sign joins (« 19-PN-020 », « 2021-PN-44 », « AAP1-014 », « MP/2021/007 »).
 * Its digits count nothing, whichever way a body numbers its conventions, contracts and orders. A year alone behind letters (« sept-2021 ») is none,
 * nor are ages (« 18-25-ans »).
 */
export const reference = [
  String.raw`(?<![a-z\d/_-])(?=[\d/_-]*[a-z])(?=[a-z/_-]*\d)(?=[a-z\d/_-]*\d{2})(?!(?:[a-z\d]+[/_-])*(?:${everyday})(?![a-z\d]))${part}(?:[-_/]${part}){2,}(?![a-z\d]|[-_/][a-z\d])`,
  String.raw`(?<![a-z\d/_-])(?!${everyday})[a-z]{2,6}\d{2,4}[-_/]\d{1,4}(?![a-z\d]|[-_/][a-z\d])`,
  String.raw`(?<![a-z\d/_-])(?!${everyday})[a-z]{2,6}\d?[-_](?!20[0-4]\d(?!\d))\d{3,4}(?![a-z\d]|[-_/][a-z\d])`,
].join('|')

/**
 * « Q04[SQ001]. », « [BEN] » before a question, as surveys name the columns of their exports: letters in brackets that a word behind them begins with, or
 * with a number behind them. « [prévu] » and « [T1] » say something.
 */
export const surveyCode =
  /^\s*(?:[a-z]\w{0,11}(?:\[(?=\w*\d)\w{1,12}\])+|\[(?:([a-z]{2,5})\](?=.*[^a-z]\1[a-z])|(?![tsmn]\d)[a-z]{1,8}_?\d{1,4}\]))\s*[.:-]?\s+/i
