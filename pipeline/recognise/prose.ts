import { reference } from './code.ts'
import { type Label, otherSize, parseLabel, seasonYear } from './label.ts'
import { masked, rounded } from './number.ts'
import { fold, words as wordsOf } from './text.ts'
import type { Sense, Vocabulary } from './vocabulary.ts'

/** One element of a sentence, in the order in which it stands there. */
export type Token =
  /** An expression that the vocabulary knows, or a word that it doesn't (`sense` null). */
  | { kind: 'word'; text: string; sense: Sense | null; proper: boolean }
  /**
   * A number that may count something, as its digits stand; `about` is what hedges it (« environ », « plus de »), or empty. `none`: it is
   * a word for none (« aucun pass »).
   */
  | { kind: 'number'; digits: string; about: string; none: boolean }
  /** A number that counts neither pass nor persons: a sum of money, a share, a duration, the number of an article. */
  | { kind: 'aside' }
  /** A date or a period, a call, the size of a booklet: what `parseLabel` makes of it. */
  | { kind: 'when'; label: Label }
  /** A sign, or a word between two clauses, that ends what was said before. */
  | { kind: 'mark'; mark: string }

/** « 1 250 », « 1.250 », « 1250 »: digits in groups of three, or plain ones. */
const numeral = String.raw`\d{1,3}(?:[ .']\d{3})+(?!\d)|\d+(?![.,]\d)`
const months =
  'janvier|janv|fevrier|fevr|mars|avril|mai|juin|juillet|juil|aout|septembre|sept|octobre|oct|novembre|nov|decembre|dec'

const moment = String.raw`(?:\d{1,2}[/.]\d{1,2}[/.](?:20)?\d\d\b|(?:\d{1,2}(?:er)? )?(?:${months})\b\.?(?: 20\d\d\b)?|20\d\d\b)`
/** « plusieurs centaines de pass », « un millier »: an amount that no digits tell. */
const vague =
  "(?:(?:un|une|plusieurs|quelques|d'un|d'une) )?(?:(?:bonne?|bon|petite?|grosse?|gros|belle) )?(?:dizaine|vingtaine|trentaine|quarantaine|cinquantaine|soixantaine|centaine|millier)s?(?= d(?:e |'))"

/** What is taken out of a sentence before its numbers are, the first that fits where it stands. */
const patterns: [
  kind: 'when' | 'span' | 'aside' | 'range' | 'number' | 'mark' | 'years',
  pattern: RegExp,
][] = [
  ['number', new RegExp(`${masked}|${rounded}`, 'y')],
  // « entre janvier 2020 et décembre 2022 », « de 2020 à 2022 »: the whole time, which is no period of several.
  [
    'span',
    new RegExp(
      String.raw`\b(?:entre|de|du) (?:le |l')?${moment} (?:et|a|au) (?:le |l')?${moment}`,
      'y',
    ),
  ],
  ['when', /\b\d{1,2}[/.-]\d{1,2}[/.-](?:20)?\d\d\b|\b20\d\d-\d\d-\d\d\b/y],
  ['aside', /\b(?:au|le|du) \d{1,2}[/.]\d{1,2}\b(?![/.]?\d)/y],
  // « 95 foyers, d’une à quatre personnes »: how many are in each.
  ['aside', /\bd'une? (?:a|ou) \d{1,2}(?= (?:personnes?|membres?|adultes?)\b)/y],
  // « 1 carnet = 10 pass »
  [
    'aside',
    /\b1 (?:carnet|chequier|liasse) ?(?:=|:|contient|comprend|vaut) ?\d{1,3}(?: (?:pass|cheques?))?\b/y,
  ],
  // « bilan_2020_complet.xlsx », « SIREN 225 246 651 »
  [
    'aside',
    /[a-z\d][\w()-]*(?:\.[\w()-]+)*\.(?:xls[xmb]?|docx?|od[ts]|pdf|csv|eml|msg|zip|pptx?)\b/y,
  ],
  ['aside', /\b(?:siren|siret)(?: ?(?:n°|:|-))* ?\d[\d .]{7,18}\d\b/y],
  // « 16:20 », the time of a message
  ['aside', /\b(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d)/y],
  // « au 31 octobre » says up to when, of a year that is not said.
  [
    'span',
    new RegExp(String.raw`\b(?:au|jusqu'au) \d{1,2}(?:er)? (?:${months})\b\.?(?! 20\d\d)`, 'y'),
  ],
  // « depuis juin les choses ont avancé » says since when.
  ['span', new RegExp(String.raw`\bdepuis (?:le mois de )?(?:${months})\b\.?(?: 20\d\d\b)?`, 'y')],
  // « fin mars » says up to when, and not when.
  ['span', new RegExp(String.raw`\b(?:a )?fin (?:(?:${months})\b\.?(?: 20\d\d\b)?|20\d\d\b)`, 'y')],
  ['when', new RegExp(String.raw`\b\d{1,2}(?:er)? (?:${months})\b\.?(?: 20\d\d\b)?`, 'y')],
  ['when', new RegExp(String.raw`\b(?:${months})\b\.?(?: 20\d\d\b)?`, 'y')],
  ['when', new RegExp(seasonYear, 'y')],
  [
    'when',
    /\b(?:1er|premier|second|deuxieme|troisieme|quatrieme|\d(?:e|eme|nd)) (?:trimestre|semestre)(?: (?:de )?20\d\d)?\b|\b[ts][1-4](?: 20\d\d)?\b/y,
  ],
  [
    'when',
    /\b(?:aap|appels?(?: a projets?)?|convention|vague|edition)\s*(?:pass numeriques?\s*)?(?:(?:(?:avec|de|d') ?)?(?:l')?etat\s*)?(?:n[°o]?\s*)?(?:de\s+|d'|:|-|\()?\s*20\d\d\b(?:[-_/]\d{2,4}\b)?/y,
  ],
  ['when', /\b20\d\d[-_/]\d{2,4}\b/y],
  [
    'aside',
    new RegExp(String.raw`${reference}|\b[a-z]{2,6}-?\d{2,4}[-_/]\d{2,4}\b|\b\d{2}-\d{3}\b`, 'y'),
  ],
  ['when', /\bdepuis (?:le |la |l'|fin |debut |janvier )*20\d\d\b/y],
  [
    'when',
    new RegExp(
      String.raw`\b(?:carnet|chequier|liasse|lot|pack|paquet|pochette|bloc|planche)s?(?: [a-z]+){0,2}? (?:de|a|contenant|comprenant) (?:\d{1,2}(?![ .']?\d)|cinq|dix|vingt)\b${otherSize}(?: (?:pass|cheques?|unites?))?\b(?! ?(?:€|eur))`,
      'y',
    ),
  ],
  [
    'aside',
    new RegExp(
      String.raw`(?:(?:${numeral})(?:,\d+)?|\d+,\d+)\s*(?:[km]?€|[km]?eur(?:os?)?\b|(?:milliers?|millions?) d'euros\b|%|pour ?cents?\b|points?\b)`,
      'y',
    ),
  ],
  [
    'aside',
    new RegExp(
      String.raw`(?:${numeral}|\d+,\d+)\s*(?:h\d*\b|heures?\b|minutes?\b|mn\b|min\b|jours?\b|semaines?\b|mois\b|ans?\b|annees?\b|trimestres?\b|semestres?\b|km\b|pages?\b|fois\b)`,
      'y',
    ),
  ],
  [
    'aside',
    /\b(?:n(?:°|o(?=[ \d]))\s?|numero )(?:[a-z]{1,4}[-/])?\d+(?:[-/]\w*\d\w*)*\b(?:(?:,| et| ou| &) (?:n° ?)?\d{2,}(?:[-/]\d+)*\b(?! ?(?:pass|cheques?|carnets?|personnes?|beneficiaires?|usagers?|habitants?|€|euros?)\b))*|\b(?:article |annexe |phase |lot |page |tableau |figure |axe |tranche |etape |action )\d+\b|\b\d+(?:e|er|ere|eme|nd|nde)\b/y,
  ],
  // « (mandat 1187) », « bordereau 214 »: the number of a piece of the accounts.
  [
    'aside',
    /\b(?:mandats?|bordereaux?|releves?|references?|factures?|titres? de recette|devis|ordres? de paiement|engagements? juridiques?) \d+(?:(?:, ?| et )\d{2,})*\b(?![ .']\d{3}| ?(?:pass|cheques?|carnets?|scans?|personnes?|beneficiaires?|usagers?|habitants?)\b)/y,
  ],
  // « 12 000 en pass » is money.
  ['aside', new RegExp(String.raw`(?:${numeral})(?= en (?:pass|cheques?|carnets?)\b)`, 'y')],
  ['aside', /\d+,\d+|\d+(?:\.\d{1,2})(?!\d)/y],
  [
    'years',
    /20[0-4]\d(?:, 20[0-4]\d)*\s?(?:-|a|et|\/|\+|&)\s?20[0-4]\d(?:\s?[+&]\s?20[0-4]\d)*\b|20[0-4]\d\b/y,
  ],
  [
    'range',
    new RegExp(
      String.raw`(?:entre (?:${numeral}) et|(?<=\bde )(?:${numeral}) a|(?:${numeral})\s?(?:a|ou|-)) ?(?:${numeral})`,
      'y',
    ),
  ],
  [
    'number',
    new RegExp(
      String.raw`(?:${numeral})|(?<!\bplus )aucune?\b(?= (?!(?:autres?|des?|chiffres?|nombres?|donnees?|informations?|elements?|suivis?|statistiques?|comptages?|releves?|retours?|remontees?|traces?|indicateurs?)\b))|${vague}`,
      'y',
    ),
  ],
  ['mark', /[,;:()[\]«».!?=•–—]|(?<= )[-/](?= )|(?<=\d)\/(?=\d)|\|/y],
]

/** Words between two clauses. */
const conjunction =
  /\b(et|mais|puis|dont|soit|contre|alors que|tandis que|ainsi que|or|y compris|parmi lesquels|parmi eux|parmi ceux-ci)\b/
const hedges =
  /(?:environ|pres de|quelque|autour de|plus de|moins de|presque|au moins|au plus|jusqu'a|approximativement|a peu pres|de l'ordre de|estime[es]? a|plus d'|pas moins de)\s*$/
/** « Nous dépassons les 3 000 bénéficiaires », « la barre des 3 000 »: more than that. */
const exceeded =
  /\b(?:(?:depass|exced)[a-z]*(?: (?:meme|largement|desormais|ainsi))?(?: (?:la barre|le cap|le seuil))?(?: (?:les|des|de))?|(?:la barre|le cap|le seuil)(?: symbolique)? (?:des|de))\s*$/
/** What a number of four digits that looks like a year counts, right after it. */
const counted =
  /^\s*(?:pass|cheques?|carnets?|chequiers?|personnes?|beneficiaires?|usagers?|habitants?)\b/
const datePreposition =
  /(?:en|annees?|fin|debut|courant|depuis|des|de|et|a|ou|entre|ete|hiver|automne|printemps|exercices?|mi|projets?|l'an|\(|,|-|\/)[ -]?$/

/**
 * Takes a sentence apart. Dates, sums of money, shares and durations go first, so that what is left of its numbers counts something.
 * Years are dates unless what they count stands right behind them (« 2 020 pass » has a space, « 2020 pass » none).
 */
export function tokensOf(sentence: string, vocabulary: Vocabulary): Token[] {
  const plain = fold(sentence)
  const proper = properNouns(sentence)
  const tokens: Token[] = []
  let words = ''
  const flush = () => {
    for (const part of splitAtConjunctions(words)) {
      if (conjunction.exec(part)?.[0] === part) {
        tokens.push({ kind: 'mark', mark: part })
        continue
      }
      for (const { expression, sense: said } of vocabulary.terms(part)) {
        const sense = said === 'anodin' ? 'neutre' : said
        tokens.push({ kind: 'word', text: expression, sense, proper: proper.has(expression) })
      }
    }
    words = ''
  }
  for (let at = 0; at < plain.length; ) {
    const found = match(plain, at)
    if (found === null) {
      words += plain[at]
      at++
      continue
    }
    const { kind, text } = found
    at += text.length
    if (kind === 'number' || kind === 'range') {
      const more = exceeded.exec(words)
      const about = more ? 'plus de' : (hedges.exec(words)?.[0].trim() ?? '')
      words = words.slice(0, words.length - ((more ?? hedges.exec(words))?.[0].length ?? 0))
      flush()
      const none = text.startsWith('aucun')
      tokens.push({ kind: 'number', digits: none ? '0' : text, about, none })
      continue
    }
    flush()
    if (kind === 'mark') tokens.push({ kind: 'mark', mark: text })
    else if (kind === 'aside') tokens.push({ kind: 'aside' })
    else tokens.push({ kind: 'when', label: parseLabel(whenOf(kind, text), vocabulary) })
  }
  flush()
  return tokens
}

/** What a date says of when: a span nothing, but « à fin 2021 » the last day of that year. « Fin 2021 » may be when it was bought. */
function whenOf(kind: 'when' | 'span', text: string): string {
  if (kind === 'when') return text
  const year = /^a fin (20\d\d)$/.exec(text)?.[1]
  return year === undefined ? '' : `31/12/${year}`
}

function match(
  plain: string,
  at: number,
): { kind: 'when' | 'span' | 'aside' | 'range' | 'number' | 'mark'; text: string } | null {
  // In the middle of a word nothing starts.
  const inside = at > 0 && /[a-z0-9]/.test(plain[at]!) && /[a-z0-9]/.test(plain[at - 1]!)
  if (inside) return null
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const text = pattern.exec(plain)?.[0]
    if (text === undefined) continue
    if (kind !== 'years') return { kind, text }
    const before = plain.slice(0, at)
    const after = plain.slice(at + text.length)
    const lone = /^20\d\d$/.test(text)
    // « Achats 2020 : 1 000 pass »
    const heads = lone && /^\s*:/.test(after) && /[a-z] $/.test(before)
    if (!lone || heads || (datePreposition.test(before) && !counted.test(after)))
      return { kind: 'when', text }
  }
  return null
}

/** `et`, `mais`, `dont`… apart from the words around them. */
function splitAtConjunctions(text: string): string[] {
  return text
    .split(conjunction)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** Folded words that stand with a capital inside a sentence: names. */
function properNouns(sentence: string): Set<string> {
  const names = [...sentence.matchAll(/(?<=[\p{L}\d,;:)»’'-]\s?)\p{Lu}[\p{L}]+/gu)]
  return new Set(names.flatMap(([name]) => wordsOf(name)))
}
