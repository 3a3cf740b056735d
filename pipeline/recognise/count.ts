import {
  type Before,
  clausesOf,
  is,
  isAuxiliary,
  isCircumstance,
  isCleft,
  isRelative,
  isTimes,
  spanAfter,
  spanBefore,
  type Word,
  wordsIn,
} from './clause.ts'
import { conflict, governing, hedges, slips, totals } from './governing.ts'
import type { Label } from './label.ts'
import { momentOf } from './moment.ts'
import { type Notion, notionOf } from './notion.ts'
import { direct, elsewhere, nounOf, passWord } from './noun.ts'
import { type Figure, parseFigure } from './number.ts'
import { type Token, tokensOf } from './prose.ts'
import { settle } from './settled.ts'
import { fold } from './text.ts'
import { acts, persons, type Vocabulary } from './vocabulary.ts'

/** One number of a sentence with what it counts. */
export interface Count {
  figure: Figure
  /** The number as the sentence has it. */
  digits: string
  label: Label
  notion: Notion
  /** What was done with what it counts, where the sentence says it. */
  act: Word | null
  noun: Word | null
  /** The mark or conjunction behind which it stands: `soit`, `et`, `,`… */
  after: string
  /**
   * `own`: it counts something. `part`: a part of the number before it, or the whole of which that is a part. `other`: it counts nothing of
   * ours, or compares. `open`: the sentence doesn't say what it counts.
   */
  role: 'own' | 'part' | 'other' | 'open'
  isTotal: boolean
  /** It is said to be what all of them come to now, earlier ones included: « ce qui porte le total à 1 800 ». */
  isReached: boolean
  /** Nothing in the sentence says that it counts pass rather than booklets. */
  implied: boolean
  /** It is aimed at, and what is joined to it may be too. */
  aimed: boolean
}

const noneDoubt = 'une phrase qui dit qu’il n’y en a aucun'
const shareDoubt = 'un taux et non un nombre'
const aimed = 'la phrase parle d’un objectif juste avant'

/**
 * What each number of a sentence counts, by the words among which it stands: its noun right behind it (« 1 250 pass »), or before it
 * (« le nombre de pass est de 1 250 »), or that of the number before it (« dont 830 scannés »); and what was done, by the participle
 * behind the noun, the verb before the number, or the predicate behind it.
 * @param earlier the last number of what stands before a semicolon, whose verb may hold here too
 */
export function countsOf(
  sentence: string,
  vocabulary: Vocabulary,
  earlier: Count | null = null,
): Count[] {
  const tokens = clausesOf(tokensOf(sentence, vocabulary))
  const found: Count[] = []
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'number')
      found.push(...reckon(tokens, at, found, earlier, sentence, vocabulary))
  }
  return settle(found)
}

/** A number with its clause, while it is told what it counts. */
function reckon(
  tokens: Token[],
  at: number,
  found: Count[],
  earlier: Count | null,
  sentence: string,
  vocabulary: Vocabulary,
): Count[] {
  const { digits, about, none } = tokens[at] as Extract<Token, { kind: 'number' }>
  const before = spanBefore(tokens, at)
  const { near, far: predicate } = spanAfter(tokens, at, before.mark)
  // « 1 430 pass sur 2 000 ont été utilisés »: the predicate is that of the part.
  // So it is where « ce sont … qui » puts the part first, whatever stands before the verb.
  const part = tokens.findLastIndex((t, i) => i < at && t.kind === 'number')
  const ofPart = before.partitive && (!near.some(isRelative) || isCleft(tokens, part))
  const after = { near, far: ofPart ? [] : predicate }
  const previous = found.at(-1) ?? earlier ?? undefined
  const figure = parseFigure(`${about} ${digits}`.trim())
  const noun = nounOf(after, before.tokens, previous?.noun ?? null, isFew(figure), vocabulary)
  const ahead = wordsIn(before.tokens)
  const count: Count = {
    figure: figure.kind === 'none' ? unsaid : figure,
    digits,
    label: { ...momentOf(tokens, at, before, after), text: sentence.trim(), carnet: noun.carnet },
    notion: { kind: 'none' },
    act: null,
    noun: noun.word,
    after: before.mark,
    role: 'other',
    isTotal: [...ahead, ...wordsIn(near)].some((w) => is(w, totals)),
    isReached: reaches(ahead),
    implied: noun.from === 'implied',
    aimed: false,
  }
  if (before.mark === 'contre') return [count]
  // « Achats : 25 ordinateurs et 500 pass »: what was done with the one was done with the other.
  if (noun.from === 'elsewhere') {
    const thing = near.some((t) => t.kind === 'word' && t.sense === null)
    const told = thing ? governing(noun, before.tokens, after).act : null
    const joins = thing && linked.includes(before.mark)
    return [{ ...count, act: told ?? (joins ? (previous?.act ?? null) : null) }]
  }
  if (is(noun.word, persons) && isOfEvent(ahead)) return [count]
  if (isAside(before, near) && isLess(count, found)) return [{ ...count, role: 'part' }]

  const person = is(noun.word, persons)
  const said = governing(noun, before.tokens, after)
  // What is said of it and isn't understood is none of the number before.
  const mute = !person && said.act === null && after.far.length === 0 && said.unknown.length === 0
  // « pas 3 000, mais 2 600 »: what was denied of the one is said of the other.
  const instead = before.mark === 'mais' && isDenied(previous)
  const goesBack = linked.includes(before.mark) || found.length === 0 || instead
  // « 64 % ont été scannés, soit 320 »: what was done with the share.
  const rated = before.mark === 'soit' ? actOfShare(tokens, at) : null
  const times = count.isTotal ? timesBefore(tokens, at) : null
  // « 410 pass ont été scannés au CCAS et 278 à la médiathèque, soit 688 »
  const summed =
    before.mark === 'soit' ? (found.findLast((one) => one.act !== null)?.act ?? null) : null
  const inherited =
    mute && (goesBack || times) ? (rated ?? times ?? summed ?? previous?.act ?? null) : null
  count.act = said.act ?? inherited
  const once = person ? countedOnce(tokens, at) : null
  const all = [noun.word, ...said.words, inherited, once].filter((w) => w !== null)
  // « L’enveloppe de 5 000 pass a été intégralement commandée »: what could be bought was.
  const carriedOut = is(said.act, ['achat', 'commande']) && after.far.some(isAuxiliary)
  // « Les 2 000 pass prévus ont bien été achetés »: what was to be done was.
  const meant = near.filter((t) => t.kind === 'word')
  const words = carriedOut
    ? all.filter((w) => !is(w, ['potentiel']) && !(is(w, ['objectif']) && meant.includes(w)))
    : all
  const monthly = /^(?:\d{4}-|m)\d\d$/.test(count.label.period ?? '')
  // « En juin 2022, 1 005 pass avaient été scannés »: by then, and not within that month.
  if (monthly && [...before.tokens, ...after.far].some(isPast))
    count.label = { ...count.label, period: null }
  // « Novembre 2022 : dernier scan, 2 222 pass scannés » says when they were counted.
  if (monthly && closes.test(fold(sentence))) count.label = { ...count.label, period: null }
  // « achetés pour ses habitants »: whoever they were for, pass were counted.
  const beside = person ? [] : [...persons, ...elsewhere]
  const terms = [...count.label.terms, ...termsOf(words.filter((w) => !is(w, beside)))]
  const unknown = [...new Set([...said.unknown, ...slips(before.tokens, after, vocabulary)])]
  count.label = { ...count.label, terms, unknown }
  const verb = [...before.tokens, ...after.far].some(isAuxiliary)
  const goesOn = previous?.aimed === true && !verb && ['et', ','].includes(before.mark)
  count.aimed = goesOn || words.some((w) => is(w, ['objectif']))

  // « Les 80 personnes ont chacune utilisé 5 pass », « leurs 5 pass »: what one of them had.
  const each = ahead.some((w) => /^(?:chacune?|chaque|leur|toute|tou)$/.test(w.text))
  if (each && !person && isFew(figure)) return [{ ...count, role: 'other' }]
  // « Parmi les 388 bénéficiaires, 210 sont des femmes »
  const kind =
    person && [...near, ...after.far].some((t) => t.kind === 'word' && is(t, ['categorie']))
  if (kind && noun.from === 'previous') return [{ ...count, role: 'part' }]
  // « 772, dont 436 demandeurs d’emploi et 198 personnes de plus de 65 ans »
  const last = found.at(-1)
  const ofWhole = last?.role === 'part' || dependent.includes(last?.after ?? '')
  const joined = ['et', ','].includes(before.mark) && ofWhole
  const whole = found.findLast(({ role }) => role === 'own')
  if (person && joined && is(whole?.noun, persons) && said.act === null && isLess(count, found))
    return [{ ...count, role: 'part' }]
  // « 1 204 pass scannés, dont 700 par des femmes et 640 par des seniors »
  if (!person && joined && said.act === null && noun.from === 'previous' && isLess(count, found))
    return [{ ...count, role: 'part' }]
  // « 171 (7 personnes ont fréquenté deux associations) »: what explains it counts some of them.
  const explains = before.mark === '(' && before.tokens.length === 0 && is(whole?.noun, persons)
  const counted = [...near, ...after.far].some(
    (t) => t.kind === 'word' && is(t, ['distinct', 'nouveau']),
  )
  if (person && explains && said.act === null && !counted && isLess(count, found))
    return [{ ...count, role: 'part' }]
  const silent = noun.from !== 'near' && said.act === null && !is(noun.word, direct)
  const depends = dependent.includes(before.mark) || before.partitive
  // « Sur 15 000 pass, 9 120 ont été utilisés »: the whole, without what was done with it.
  const based = before.partitive || ahead.some((w) => /^(?:sur|parmi)$/.test(w.text))
  if ((depends && silent) || (based && count.act === null && !person)) {
    return [{ ...count, role: 'part' }]
  }
  // « la commune n’a acheté aucun pass »: who did it is no part of it.
  const verbAt = before.tokens.findIndex(isAuxiliary)
  const told = [...before.tokens.slice(Math.max(verbAt, 0)), ...near, ...after.far]
  const partly = none && !wholly(count, told)
  const doubt = said.doubt ?? (goesOn ? aimed : partly ? noneDoubt : null)
  const notion = doubted(notionOf([count.label]), doubt)
  if (isDenied(count) && tokens.some((t, i) => i > at && t.kind === 'mark' && t.mark === 'mais')) {
    return [{ ...count, role: 'other' }]
  }
  // Nobody is nobody, unique or not.
  const nobody = none && person && !partly && notion.kind === 'indicator'
  count.notion = nobody ? { ...notion, doubt: null } : notion
  count.role = notion.kind === 'indicator' ? 'own' : 'open'
  // « en deux marchés »: so small a number says how often, if nothing else.
  if (notion.kind === 'other' || (notion.kind !== 'indicator' && isFew(figure)))
    count.role = 'other'
  const shared = before.share ? (wordsIn(predicate).find((w) => is(w, acts)) ?? null) : null
  return [
    count,
    ...alsoOf(count, said.also, ofAll(predicate) ? null : conflict),
    ...alsoOf({ ...count, figure: unsaid }, shared, shareDoubt),
  ]
}

/** What ends or counts all of it, and has a day of its own. */
const closes =
  /\b(?:dernier|derniere) (?:scan|scannage|passage|atelier|pointage|releve|export|extraction|utilisation|comptage|decompte)\b|\b(?:dedoublonnage|cloture|(?:comptage|decompte|pointage|releve|inventaire) (?:final|definitif|general)|compteur)\b/

/** « porte le total à », « portant à » */
function reaches(ahead: readonly Word[]): boolean {
  const at = ahead.findLastIndex((w) =>
    /^(?:porte|portent|portant|porta|amene|amenant)$/.test(w.text),
  )
  return at >= 0 && ahead.slice(at + 1).some((w) => is(w, totals))
}

/** What says behind a number of persons, before the next number, that each of them counts once: « sont venues, sans double compte entre les lieux ». */
function countedOnce(tokens: readonly Token[], at: number): Word | null {
  const next = tokens.findIndex((t, i) => i > at && t.kind === 'number')
  const behind = wordsIn(tokens.slice(at + 1, next < 0 ? undefined : next))
  return behind.find((w) => is(w, ['distinct'])) ?? null
}

/** « un café-débat à 75 participants », « une fête qui a réuni 200 personnes »: who came to one of them. */
function isOfEvent(ahead: Word[]): boolean {
  const at = ahead.findLastIndex((w) => is(w, ['acte']))
  const one = /^(?:un|une)$/.test(ahead[at - 1]?.text ?? '')
  const led =
    /^(?:a|avec|de|pour|devant|reunissant|rassemblant|(?:qui )?(?:a )?(?:reuni|rassemble|attire))$/
  return (
    at > 0 &&
    one &&
    ahead.slice(at + 1).every((w) => led.test(w.text) || /^(?:qui|a)$/.test(w.text))
  )
}

/** « deux commandes ont été passées, pour un total de 7 200 pass »: what was done so many times; null where the number before is none of times. */
function timesBefore(tokens: readonly Token[], at: number): Word | null {
  const start = tokens.findLastIndex((t, i) => i < at && t.kind === 'number')
  const next = tokens[start + 1]
  if (start < 0 || !isTimes(next)) return null
  return next?.kind === 'word' && is(next, ['achat', 'commande']) ? next : null
}

/** What was done with the share that the number at `at` spells out; null where no share stands before it. */
function actOfShare(tokens: Token[], at: number): Word | null {
  const start = tokens.findLastIndex((t, i) => i < at && t.kind === 'number')
  const between = tokens.slice(start + 1, at)
  const share = between.findIndex((t) => t.kind === 'aside')
  return share < 0 ? null : (wordsIn(between.slice(share)).find((w) => is(w, acts)) ?? null)
}

function isPast(token: Token): boolean {
  return token.kind === 'word' && /^(?:avai(?:en)?t|avion|etai(?:en)?t|etion)$/.test(token.text)
}

/** « Nous n’avons pas acheté 2 000 pass » */
function isDenied(count: Count | undefined): boolean {
  return count?.label.terms.some(({ sense }) => sense === 'negation') ?? false
}

/** « ont tous été scannés »: all of them, and not nearly. */
function ofAll(predicate: Token[]): boolean {
  const words = wordsIn(predicate).map((w) => w.text)
  const at = words.findIndex((word) => /^(?:tou|toute|tous|toutes)$/.test(word))
  return at >= 0 && !words.some((word) => /^(?:pas|presque|quasi|quasiment|sauf)$/.test(word))
}

/** Marks behind which a number without a verb takes that of the number before. */
const linked = ['et', 'puis', ',', 'soit', 'ainsi que', ':']
/** Marks that make a part of the number before it. */
const dependent = ['dont', 'y compris', 'parmi lesquels', 'parmi eux', 'parmi ceux-ci']
const unsaid: Figure = { kind: 'doubtful', reason: 'plusieurs_nombres', proposal: null, rest: '' }

function isFew(figure: Figure): boolean {
  return figure.kind === 'number' && figure.number < 20
}

function doubted(notion: Notion, doubt: string | null): Notion {
  if (notion.kind !== 'indicator' || doubt === null) return notion
  return { ...notion, doubt: notion.doubt ?? doubt }
}

/** « à la médiathèque (402) »: a number alone in brackets. */
function isAside({ mark, tokens }: Before, near: Token[]): boolean {
  return mark === '(' && tokens.length === 0 && near.length === 0
}

/** Whether a number may be a part of the last one that counts something. */
function isLess(count: Count, found: readonly Count[]): boolean {
  const whole = found.findLast(({ role }) => role === 'own')
  if (whole?.figure.kind !== 'number' || count.figure.kind !== 'number') return false
  return count.figure.number < whole.figure.number
}

/** Whether a word for none denies the whole, and not one year, place or circumstance: « aucun pass n’a été scanné ». */
function wholly({ label }: Count, tokens: Token[]): boolean {
  const placed = wordsIn(tokens).some((w) => is(w, ['lieu', 'acteur', 'mois', 'partiel']))
  return (
    label.period === null && label.unknown.length === 0 && !placed && !tokens.some(isCircumstance)
  )
}

/** The doubtful count of what a predicate says besides: « les 2 000 pass achetés ont été scannés ». */
function alsoOf(count: Count, also: Word | null, doubt: string | null): Count[] {
  if (also === null) return []
  const label = { ...count.label, terms: termsOf([passWord, also]), unknown: [] }
  const notion = notionOf([label])
  if (notion.kind !== 'indicator') return []
  return [
    {
      ...count,
      label,
      notion: { ...notion, doubt: notion.doubt ?? doubt },
      act: also,
      role: 'own',
    },
  ]
}

function termsOf(words: Word[]): Label['terms'] {
  return words.flatMap(({ text, sense }) =>
    sense === null || sense === 'neutre' || sense === 'restriction' || hedges.includes(sense)
      ? []
      : [{ expression: text, sense }],
  )
}
