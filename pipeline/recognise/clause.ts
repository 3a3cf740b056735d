import type { Token } from './prose.ts'
import { acts, persons, type Sense } from './vocabulary.ts'

/** A word of a sentence, or an expression of several that the vocabulary knows. */
export type Word = Extract<Token, { kind: 'word' }>

/** What a predicate begins with. */
const auxiliary =
  /^(?:n )?(?:a|ai|ont|avon|avait|avaient|est|sont|etait|etaient|fut|furent|aura|auront|ete|ayant)\b/

const turns = /^(?:pour|sur|par|parmi|chez|aupre|au profit)$/

/** « 800 des 1 200 pass ». */
const partitive = /^(?:sur|du|des|parmi)$/

/** Behind these a sentence tells when or why, and no longer what: « avant la fermeture de la plateforme ». */
const circumstance =
  /^(?:avant|apre|lor|grace|suite|malgre|afin|durant|pendant|car|compte|raison|fait|faute|depui|jusqu|cour|selon|depit|cause|lorsque?|quand|autour|ravi|ravie|content|contente|heureux|heureuse|satisfait|satisfaite)(?: |$)/

/** Words, stemmed, that make what follows them definite. */
export const article = /^(?:le|la|l|les|un|une)$/

export const is = (word: Word | null | undefined, senses: readonly Sense[]): boolean =>
  word?.sense != null && senses.includes(word.sense)
const isMark = (token: Token | undefined, ...marks: string[]): boolean =>
  token?.kind === 'mark' && marks.includes(token.mark)
export const wordsIn = (tokens: readonly Token[]): Word[] => tokens.filter((t) => t.kind === 'word')
export const isAuxiliary = (token: Token): boolean =>
  // « à confirmer » begins like « a ».
  token.kind === 'word' &&
  (token.sense === null || token.sense === 'neutre' || token.sense === 'negation') &&
  auxiliary.test(token.text)

/** The elements of a sentence with what only joins or explains taken out: coordinations of what was done, brackets without a number. */
export function clausesOf(tokens: Token[]): Token[] {
  return inlined(coordinated(relatives(ofPlaces(throughout(withoutPrice(tokens))))))
}

/** « 2 500 pass acquis pour un montant de 25 000 euros TTC »: what they cost makes no sum of money of them. */
function withoutPrice(tokens: Token[]): Token[] {
  const dropped = new Set<number>()
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'aside') continue
    let from = at - 1
    while (tokens[from]?.kind === 'word' && is(tokens[from] as Word, price)) from--
    const lead = tokens.slice(from + 1, at)
    // « pour », « au prix de », « moyennant »: only what something was bought for.
    if (!lead.some((t) => t.kind === 'word' && is(t, ['montant', 'finance']))) continue
    const start = lead.findIndex((t) => t.kind === 'word' && bought.test(t.text))
    if (start < 0) continue
    for (let i = from + 1 + start; i < at; i++) dropped.add(i)
    for (let i = at + 1; tokens[i]?.kind === 'word' && is(tokens[i] as Word, ['finance']); i++)
      dropped.add(i)
  }
  return tokens.filter((_, at) => !dropped.has(at))
}

const price: Sense[] = ['montant', 'finance', 'neutre', 'total', 'neutre_total', 'monnaie']
const bought = /^(?:pour|moyennant|au|a|d)(?: |$)/

const wholes: Sense[] = ['neutre_total', 'total']

/** « , toutes communes confondues, »: no clause of its own, and said of the number. */
function throughout(tokens: Token[]): Token[] {
  const dropped = new Set<number>()
  for (const [at, token] of tokens.entries()) {
    if (!isMark(token, ',')) continue
    const end = tokens.findIndex((t, i) => i > at && t.kind !== 'word')
    const inside = end < 0 ? [] : wordsIn(tokens.slice(at + 1, end))
    const whole = inside.some((w) => is(w, wholes))
    if (!isMark(tokens[end], ',') || !whole) continue
    if (inside.every((w) => is(w, [...wholes, 'neutre'])))
      for (const comma of [at, end]) dropped.add(comma)
  }
  return tokens.filter((_, at) => !dropped.has(at))
}

/** « validés dans l’un de nos neuf lieux de médiation »: how many places there are divides no clause. */
function ofPlaces(tokens: Token[]): Token[] {
  return tokens.filter((token, at) => {
    const [before, behind] = [tokens[at - 1], tokens[at + 1]]
    if (token.kind !== 'number' || before?.kind !== 'word' || behind?.kind !== 'word') return true
    return !(/^(?:les|nos|ces|leur|vos|ses)$/.test(before.text) && is(behind, ['acteur', 'lieu']))
  })
}

/** Whether a word begins what is said of the noun before it: « les 400 pass que nous avons achetés ». */
export function isRelative(token: Token | undefined): boolean {
  return token?.kind === 'word' && /^qu[ei]?$/.test(token.text)
}

/** « les 4 800 pass dont nous nous sommes portés acquéreurs »: no part of them, but all. */
function relatives(tokens: Token[]): Token[] {
  return tokens.map((token, at) => {
    const next = tokens[at + 1]
    const subject = next?.kind === 'word' && /^(?:nou|nous|on|il|elle|notre)$/.test(next.text)
    if (!isMark(token, 'dont') || !subject || tokens[at - 1]?.kind === 'mark') return token
    return { kind: 'word', text: 'que', sense: 'neutre', proper: false }
  })
}

/** Whether a word begins what is said of the next number: « 2 310 bénéficiaires ont utilisé en moyenne 4 pass ». */
export function isTurn(token: Token): boolean {
  return token.kind === 'word' && (turns.test(token.text) || is(token, ['moyenne']))
}

/** « achetés et distribués », « acheté et fait scanner »: one conjunction that joins what was done, and no clauses. */
function coordinated(tokens: Token[]): Token[] {
  return tokens.filter((token, at) => {
    if (!isMark(token, 'et')) return true
    const [before, after] = [tokens[at - 1], tokens[at + 1]]
    const joins = before?.kind === 'word' && after?.kind === 'word'
    return !(joins && is(before, acts) && is(after, acts))
  })
}

/** Brackets without a number are read as if they weren't there: « le nombre de pass scannés (source : Aptic) est de 830 ». */
function inlined(tokens: Token[]): Token[] {
  const kept: Token[] = []
  for (let at = 0; at < tokens.length; at++) {
    const end = isMark(tokens[at], '(') ? tokens.findIndex((t, i) => i > at && isMark(t, ')')) : -1
    const inside = end < 0 ? [] : tokens.slice(at + 1, end)
    if (end < 0 || inside.some((t) => t.kind === 'number')) kept.push(tokens[at]!)
    else {
      // « (budget : 150 000 €) » is of the money.
      const counted = inside.some((t) => t.kind === 'aside')
      // « (un seul bon de commande) » is of something else too, « (source : extraction de l’opérateur) » and « (facture jointe) » say where it was found.
      const words = wordsIn(inside)
      const source =
        /^(?:source|extraction|extrait|cf|voir|selon|apre|d apre|facture|piece|justificatif|devi|annexe|attestation|courrier|deliberation|document)$/
      const other =
        source.test(words[0]?.text ?? '') || words.some((w) => is(w, ['emission', 'commande']))
      const aside = counted || other || isSentence(inside)
      kept.push(...inside.filter((t) => t.kind !== 'mark' && !aside))
      at = end
    }
  }
  return kept
}

/** « (les pass sont périmés, donc ça ne bougera plus) »: a sentence of its own, that says nothing of what was done with those that are counted. */
function isSentence(inside: readonly Token[]): boolean {
  const words = wordsIn(inside)
  const led = subject.test(words[0]?.text ?? '')
  const verb = words.some((w) => isAuxiliary(w) || /^n?e? ?(?:ne|n)$/.test(w.text))
  const telling = [...acts.filter((act) => act !== 'perte'), ...persons, ...unsure]
  return led && verb && !words.some((w) => is(w, telling))
}

const subject = /^(?:le|la|l|les|no|nos|ce|ces|c|ca|cela|tou|tous|on|nou|nous|il|elle|je|j)(?: |$)/
/** What a sentence in brackets may take back of what stands before it. */
const unsure: Sense[] = [
  'reserve',
  'restriction',
  'partiel',
  'rectification',
  'objectif',
  'anterieur',
]

/** The part of a clause before a number. */
export interface Before {
  /** What is said of the number before it, in its clause. */
  tokens: Token[]
  /** The mark or conjunction that it begins behind; empty where it is a number, or the sentence begins. */
  mark: string
  /** « 800 des 1 200 pass »: it is the whole of which the number before it is a part. */
  partitive: boolean
  /** « 62 % des 3 000 pass »: only a share of it is told of. */
  share: boolean
}

/** What is said before the number at `at`, back to the number, mark or conjunction that its clause begins behind. */
export function spanBefore(tokens: Token[], at: number): Before {
  let start = at - 1
  while (start >= 0 && tokens[start]!.kind !== 'number' && tokens[start]!.kind !== 'mark') start--
  const stop = tokens[start]
  const span = tokens.slice(start + 1, at)
  const share = span.findLastIndex((t) => t.kind === 'aside')
  const lead = share < 0 ? [] : wordsIn(span.slice(share))
  if (lead.length > 0 && lead.every((w) => partitive.test(w.text) || article.test(w.text))) {
    return { tokens: [], mark: '', partitive: true, share: true }
  }
  if (stop?.kind === 'mark') {
    // « Deux commandes ont été passées : 1 000 pass en mars »: what stands before the colon holds behind it.
    const silent = stop.mark === ':' && wordsIn(span).every((w) => w.sense === 'neutre')
    const announcing = silent ? announcement(tokens, start) : []
    const announced = wordsIn(announcing).some((w) => is(w, [...acts, ...persons]))
    const said = announced && !announcing.some((t) => t.kind === 'aside') ? announcing : []
    // « Les pass achetés (15 000) »: what stands before the bracket is what is counted in it.
    if (stop.mark === '(' && span.length === 0 && isMark(tokens[at + 1], ')')) {
      const counted = spanBefore(tokens, start)
      const told = wordsIn(counted.tokens).some((w) => is(w, [...acts, ...persons]))
      if (counted.mark !== '(' && told) return { ...counted, partitive: false }
    }
    return { tokens: [...said, ...span], mark: stop.mark, partitive: false, share: false }
  }
  if (stop === undefined) return { tokens: span, mark: '', partitive: false, share: false }
  const words = wordsIn(span)
  const last = words.findLast((w) => !article.test(w.text))
  const cut = span.findLastIndex(isTurn)
  const verb = span.findIndex(isAuxiliary)
  const own = cut >= 0 ? span.slice(cut) : verb >= 0 ? span.slice(verb) : []
  const whole = last !== undefined && partitive.test(last.text) && !words.some((w) => is(w, acts))
  return { tokens: own, mark: '', partitive: whole, share: false }
}

/** Whether a number says how often something was done, and not how many: « deux achats ». */
export function isTimes(behind: Token | undefined): boolean {
  return behind?.kind === 'word' && /^(?:achat|commande|acquisition)s?$/.test(behind.text)
}

/** What is said before a colon, of no number, or of how often: « deux achats : 10 000 pass le 12 mars et 5 000 en juin ». */
function announcement(tokens: Token[], colon: number): Token[] {
  let start = colon - 1
  while (start >= 0 && tokens[start]!.kind !== 'number' && tokens[start]!.kind !== 'mark') start--
  const said = tokens.slice(start + 1, colon)
  return tokens[start]?.kind === 'number' && !isTimes(said[0])
    ? spanBefore(tokens, colon).tokens
    : said
}

/** The part of a clause behind a number. */
export interface After {
  /** Behind the number: its noun and what describes it. */
  near: Token[]
  /** From the first auxiliary on: the predicate. */
  far: Token[]
}

/**
 * What is said behind the number at `at`, up to the end of its clause or the next number; asides are stepped over.
 * @param mark what the number's clause begins behind: `soit` makes it an aside itself
 */
export function spanAfter(tokens: Token[], at: number, mark: string): After {
  let found: Token[] = []
  // « , soit 600, ont été consommés »: behind the aside its clause goes on.
  let aside = mark === 'soit'
  let crossed = -1
  for (let next = at + 1; next < tokens.length; next++) {
    const token = tokens[next]!
    if (token.kind === 'number') {
      if (!spanBefore(tokens, next).partitive) return split(beforeTurn(found), crossed)
      while (next + 1 < tokens.length && !isAuxiliary(tokens[next + 1]!)) {
        if (tokens[next + 1]!.kind !== 'word' && tokens[next + 1]!.kind !== 'when') break
        next++
        // « 251 pass sur les 400 qu’on avait achetés »: the verb is that of the whole.
        if (isRelative(tokens[next]) && !isCleft(tokens, at))
          return split(beforeTurn(found), crossed)
      }
      if (!isAuxiliary(tokens[next + 1] ?? token)) return split(beforeTurn(found), crossed)
    } else if (token.kind === 'aside') found = beforeTurn(found)
    else if (token.kind !== 'mark') found.push(token)
    else if (aside && isMark(token, ',', ')')) {
      if (!isAuxiliary(tokens[next + 1] ?? token)) break
      aside = false
      crossed = found.length
    } else {
      const over = skipped(tokens, next)
      if (over !== null) next = over
      else if (!goesOn(tokens, next, found)) break
    }
  }
  return split(found, crossed)
}

/** Whether a number is what « ce sont … qui » puts first: « ce sont 1 044 pass sur les 1 200 achetés qui ont été scannés ». */
export function isCleft(tokens: Token[], at: number): boolean {
  const start = tokens.findLastIndex((t, i) => i < at && t.kind !== 'word' && t.kind !== 'when')
  const lead = wordsIn(tokens.slice(start + 1, at))
  return lead.some(({ text }) => /^(?:ce (?:sont|furent)|c (?:est|etait))$/.test(text))
}

/** The end of an aside that a mark opens, after which its clause goes on: a bracket, or « , soit … , » and « , dont … , ». */
function skipped(tokens: Token[], at: number): number | null {
  const closing = isMark(tokens[at], '(') ? ')' : ','
  const opens =
    isMark(tokens[at], '(') ||
    (isMark(tokens[at], ',') && isMark(tokens[at + 1], 'soit', 'dont', 'contre'))
  if (!opens) return null
  const end = tokens.findIndex((t, i) => i > at + 1 && isMark(t, closing))
  return end < 0 ? null : end
}

/** Whether « et » joins words of one clause: no number or subject of its own stands behind it, and nothing was done yet before it. */
function goesOn(tokens: Token[], at: number, found: Token[]): boolean {
  if (!isMark(tokens[at], 'et') || wordsIn(found).some((w) => is(w, acts))) return false
  const next = tokens[at + 1]
  if (
    next?.kind === 'word' &&
    /^(?:le|la|l|les|un|une|leur|se|son|ce|cette|c|ca|cela|je|j|on|nou|vou|il|elle|y|chacun|chacune|beaucoup|plusieur|certain|certaine)(?: |$)/.test(
      next.text,
    )
  )
    return false
  const end = tokens.findIndex((t, i) => i > at && (t.kind === 'mark' || t.kind === 'number'))
  return end < 0 || tokens[end]!.kind === 'mark'
}

/** What is said before « pour », « sur », « par »… begins what is said of the next number. */
function beforeTurn(found: Token[]): Token[] {
  const cut = found.findLastIndex(isTurn)
  return cut < 0 || wordsIn(found.slice(cut)).some((w) => is(w, acts)) ? found : found.slice(0, cut)
}

/** Whether only when or why is told from a word on. */
export function isCircumstance(token: Token): boolean {
  return token.kind === 'word' && token.sense === null && circumstance.test(token.text)
}

/** The same of an expression that is known to mean nothing of its own: « lors des permanences », « au fil des ans ». */
export function isAdverbial(word: Word): boolean {
  return isCircumstance(word) || (word.sense === 'neutre' && circumstance.test(word.text))
}

function split(found: Token[], crossed: number): After {
  const verb = found.findIndex((t, i) => isAuxiliary(t) || (crossed >= 0 && i >= crossed))
  return verb < 0
    ? { near: found, far: [] }
    : { near: found.slice(0, verb), far: found.slice(verb) }
}
