/** A count as texts write it; no year, no decimals. */
const number = String.raw`(?:\d{1,3}(?:[  .]\d{3})+(?!\d)|(?!20[12]\d(?!\d))\d+(?![\d.,]\d))`
const year = String.raw`(?:\s(?:en|pour|de|fin)?\s?20[12]\d)?`

const value = (digits: string) => Number(digits.replaceAll(/\D/g, ''))

/** « 1 500 pass en 2021 + 500 en 2020 = 2 000 »: numbers joined by plus signs, and what they make. */
const written = new RegExp(
  String.raw`${number}[^+=.;:\d]{0,40}${year}[^+=.;:\d]{0,20}(?:\+\s?${number}[^+=.;:\d]{0,40}${year}[^+=.;:\d]{0,20})+=\s?${number}`,
  'giu',
)
/** « (2 000, 1 500 et 1 000), soit 4 500 »: parts in brackets before their sum. */
const bracketed = new RegExp(
  String.raw`(?:(?:\d|deux|trois|quatre|cinq|six) (?<act>achats|acquisitions|commandes) (?:de |d['’])?(?:pass|chèques)(?: numériques)?)?\s?\((?<parts>${number}(?:(?:,| et| puis| \+)\s${number})+)\),?\ssoit\s(?<sum>${number})`,
  'giu',
)
/** « 80 carnets x 10 = 800 », « 80 × 10 pass = 800 » */
const multiplied = new RegExp(
  String.raw`(?<![\d.,]\s?)(?<count>${number})\s?(?:carnets?|chéquiers?|lots?|bons?)?\s?(?:de\s)?[x×*]\s?(?<size>\d{1,3})(?:\s?pass)?\s?(?:=|, soit|soit)\s?(?<product>${number})`,
  'giu',
)
/** « 210 en 2020, 415 en 2021 (625 en tout) » */
const inAll = new RegExp(
  String.raw`(${number}${year}(?:(?:,| et|, puis| puis)\s${number}${year})+)\s\((?:soit )?(${number})(?:\spass)? (?:en tout|au total|en total)\)`,
  'giu',
)
/** « 9 000 tickets, en trois commandes (4 000, puis 3 000, puis 2 000) »: the parts of a number behind it. */
const afterwards = new RegExp(
  String.raw`(?<sum>${number})(?<between>(?:[^().;:\d]|(?<![\d.,])(?:20[12]\d|\d)(?![\d]|[.,]\d))*)\s\((?<parts>${number}${year}(?:(?:,| et|,? puis|,? plus| \+)\s${number}${year})+)\)`,
  'giu',
)
/** « Arnois 1 200, Beslay 940, Cormeuil 610, soit 3 200 pass »: names with a part each before their sum. */
const named = new RegExp(
  String.raw`((?:\p{Lu}[\p{L}'’-]*(?:\s\p{L}[\p{L}'’-]*){0,4}\s?:?\s${number},?\s(?:et\s)?){2,})soit\s(?:un total de\s|au total\s)?(${number})`,
  'gu',
)

/**
 * A text without the parts of a sum or the factors of a product that it states: the result takes their place where it is right. Where it isn't, the
 * text stays as it is, and its numbers contradict each other.
 */
export function withSums(text: string): string {
  return text
    .replaceAll(written, (all) => {
      const numbers = all.replaceAll(/20[12]\d(?!\d)/g, '').match(new RegExp(number, 'g')) ?? []
      if (!addsUp(numbers.slice(0, -1), numbers.at(-1)!)) return all
      const unit = /^[\d .]+(pass|chèques|carnets)?/iu.exec(all.replaceAll(' ', ' '))?.[1] ?? ''
      const done = /(?:achetés?|scannés?|utilisés?|consommés?)/iu.exec(all)?.[0] ?? ''
      return [numbers.at(-1)!, unit, done].filter(Boolean).join(' ')
    })
    .replaceAll(bracketed, (all, ...match) => {
      const { act, parts, sum } = match.at(-1) as Record<'act' | 'parts' | 'sum', string>
      if (!addsUp(partsIn(parts), sum)) return all
      return act === undefined ? ` : ${sum}` : `l’${act.replace(/s$/, '')} de ${sum}`
    })
    .replaceAll(multiplied, (all, ...match) => {
      const { count, size, product } = match.at(-1) as Record<'count' | 'size' | 'product', string>
      return value(count) * value(size) === value(product) ? product : all
    })
    .replaceAll(inAll, (all, parts: string, sum: string) =>
      addsUp(partsIn(parts), sum) ? sum : all,
    )
    .replaceAll(afterwards, (all, ...match) => {
      const { sum, between, parts } = match.at(-1) as Record<'sum' | 'between' | 'parts', string>
      return addsUp(partsIn(parts), sum) ? `${sum}${between}` : all
    })
    .replaceAll(named, (all, parts: string, sum: string) =>
      addsUp(partsIn(parts), sum) ? sum : all,
    )
}

function partsIn(text: string): string[] {
  return (
    text.replaceAll(/(?:en|pour|de|fin)\s?20[12]\d(?!\d)/g, '').match(new RegExp(number, 'g')) ?? []
  )
}

function addsUp(parts: readonly string[], sum: string): boolean {
  return parts.length > 1 && parts.reduce((all, one) => all + value(one), 0) === value(sum)
}
