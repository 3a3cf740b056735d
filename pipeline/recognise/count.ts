import {
  type After,
  acts,
  article,
  type Before,
  clausesOf,
  is,
  isAuxiliary,
  isCircumstance,
  isTurn,
  persons,
  spanAfter,
  spanBefore,
  type Word,
  wordsIn,
} from './clause.ts'
import type { Label } from './label.ts'
import { type Notion, notionOf } from './notion.ts'
import { type Figure, parseFigure } from './number.ts'
import { type Token, tokensOf } from './prose.ts'
import { settle } from './settled.ts'
import type { Sense, Vocabulary } from './vocabulary.ts'

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
  /** It is aimed at, and what is joined to it may be too. */
  aimed: boolean
}

/** What becomes of pass that were bought, without their being fewer. */
const handed: Sense[] = ['distribution', 'emission', 'commande', 'achat_possible']
const passes: Sense[] = ['objet', 'carnet']
const direct: Sense[] = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques', 'pass_commandes']
const elsewhere: Sense[] = ['acte', 'acteur', 'lieu', 'mois', 'annee', 'categorie']
/** What makes another figure of a number, on whichever side of it they stand. */
const modifiers: Sense[] = [
  'objectif',
  'realise',
  'potentiel',
  'anterieur',
  'moyenne',
  'taux',
  'negation',
  'partiel',
  'distinct',
  'nouveau',
  'cumul',
  'environ',
  'finance',
  'ignorer',
  'total',
  'neutre_total',
]
/** What would make an aim, a denial or an earlier figure of it. */
const turning: Sense[] = [
  'objectif',
  'negation',
  'anterieur',
  'potentiel',
  'partiel',
  'restriction',
]
const totals: Sense[] = ['total', 'neutre_total']
/** What makes a figure doubtful wherever it is said of it. */
const hedges: Sense[] = ['reserve', 'rectification']

/** « La totalité des 2 000 pass achetés ». */
const all = /^(?:totalite|integralite|tou|toute)$/

const noneDoubt = 'une phrase qui dit qu’il n’y en a aucun'
const shareDoubt = 'un taux et non un nombre'
const aimed = 'la phrase parle d’un objectif juste avant'
const conflict = 'la phrase dit deux choses du même nombre'

/**
 * What each number of a sentence counts, by the words among which it stands: its noun right behind it (« 1 250 pass »), or before it
 * (« le nombre de pass est de 1 250 »), or that of the number before it (« dont 830 scannés »); and what was done, by the participle
 * behind the noun, the verb before the number, or the predicate behind it.
 */
export function countsOf(sentence: string, vocabulary: Vocabulary): Count[] {
  const tokens = clausesOf(tokensOf(sentence, vocabulary))
  const found: Count[] = []
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'number') found.push(...reckon(tokens, at, found, sentence, vocabulary))
  }
  return settle(found)
}

interface Noun {
  word: Word | null
  from: 'near' | 'before' | 'previous' | 'implied' | 'elsewhere'
  carnet: number | null
}

const passWord: Word = { kind: 'word', text: 'pass', sense: 'objet', proper: false }
const personWord: Word = { kind: 'word', text: 'personne', sense: 'personne', proper: false }
const carnetWord: Word = { kind: 'word', text: 'carnet', sense: 'carnet', proper: false }

/** What a number counts; `elsewhere` when it counts something that is none of ours. */
function nounOf(
  { near, far }: After,
  before: Token[],
  previous: Count | undefined,
  vocabulary: Vocabulary,
): Noun {
  let unknown: Word | null = null
  for (const token of near) {
    if (token.kind === 'when' && token.label.carnet !== null) {
      return { word: carnetWord, from: 'near', carnet: token.label.carnet }
    }
    if (token.kind !== 'word') continue
    if (is(token, acts)) break
    if (is(token, [...passes, ...persons, ...direct])) {
      return { word: token, from: 'near', carnet: null }
    }
    if (is(token, elsewhere)) return { word: null, from: 'elsewhere', carnet: null }
    if (isCircumstance(token)) break
    if (token.sense === null) unknown ??= token
  }
  const done = wordsIn(near).some((w) => is(w, acts))
  if (unknown !== null && !done) {
    // « 2 310 seniors ont été accompagnés »: persons of some kind.
    const helped = [...wordsIn(near), ...wordsIn(far)].some((w) =>
      is(w, ['accompagne', 'distinct']),
    )
    if (helped) return { word: personWord, from: 'near', carnet: null }
    // « 830 psas ont été scannés »
    const slip = vocabulary.slipOf(unknown.text, ['objet']) !== null
    return { word: slip ? passWord : null, from: slip ? 'near' : 'elsewhere', carnet: null }
  }
  if (done) {
    const same = previous?.noun && is(previous.noun, passes)
    return { word: passWord, from: same ? 'previous' : 'implied', carnet: null }
  }
  const words = wordsIn(before)
  const active = words.some((w) => is(w, acts)) && words.some(isAuxiliary)
  const counted = words.some((w) => is(w, ['nombre', 'total', 'neutre_total']))
  const nouns = [...passes, ...direct, ...persons, ...elsewhere]
  // « le nombre de bénéficiaires uniques du syndicat »: what « nombre » counts stands behind it.
  const number = words.findLastIndex((w) => is(w, ['nombre']))
  const named =
    (number < 0 ? undefined : words.slice(number).find((w) => is(w, nouns))) ??
    words.findLast((w) => is(w, nouns))
  if (is(named, elsewhere) && counted) return { word: null, from: 'elsewhere', carnet: null }
  if (is(named, [...passes, ...direct])) return { word: named!, from: 'before', carnet: null }
  if (is(named, persons) && !(active && !counted)) {
    return { word: named!, from: 'before', carnet: null }
  }
  if (previous?.noun && is(previous.noun, passes)) {
    return { word: passWord, from: 'previous', carnet: null }
  }
  if (previous?.noun && !active) return { word: previous.noun, from: 'previous', carnet: null }
  return { word: passWord, from: 'implied', carnet: null }
}

/** The words that say what a number counts, and what is doubtful about them. */
interface Governing {
  words: Word[]
  unknown: string[]
  act: Word | null
  doubt: string | null
  /** Something else that the predicate says of the same number, which may be meant too. */
  also: Word | null
}

function ofPersons(noun: Noun, before: Token[], { near, far }: After): Governing {
  const behind = [...wordsIn(near), ...wordsIn(far)].filter((w) => !is(w, passes))
  const ahead = wordsIn(before)
  const said = noun.from === 'before' ? ahead : ahead.filter((w) => is(w, modifiers))
  const unknown = unknownIn([...near, ...far])
  return { words: [...said, ...behind], unknown, act: null, doubt: null, also: null }
}

function ofPasses(before: Token[], { near, far }: After): Governing {
  const [ahead, behind, predicate] = [wordsIn(before), wordsIn(near), wordsIn(far)]
  const actOf = (words: Word[]) => {
    const end = words.findIndex(isCircumstance)
    return words.slice(0, end < 0 ? undefined : end).find((w) => is(w, acts)) ?? null
  }
  const [described, told] = [actOf(behind), actOf(predicate)]
  const verb = ahead.findLast((w) => is(w, acts)) ?? null
  // « Les lieux de médiation ont validé 3 412 pass »: validated where it is done by scanning.
  const inPlace = verb?.sense === 'scan_possible' && ahead.some((w) => is(w, ['acteur']))
  const done: Word | null = inPlace ? { ...verb!, sense: 'scan' } : verb
  const around = ahead.filter((w) => is(w, modifiers))
  const denied = predicate.some((w) => is(w, ['negation']))
  const base = { doubt: null, also: null }
  if (described !== null && (!done || done.sense === described.sense)) {
    const words = [...around, ...withoutHanding(behind)]
    const unknown = unknownIn(near)
    // « 1 420 pass achetés n’ont pas été scannés » counts neither.
    if (denied) return { ...base, words: [...words, ...predicate], unknown, act: described }
    const definite =
      article.test(ahead.at(-1)?.text ?? '') || ahead.some((w) => is(w, totals) || all.test(w.text))
    const other = told !== null && told.sense !== described.sense
    if (other && !definite) return { ...base, words, unknown, act: described, doubt: conflict }
    return { ...base, words, unknown, act: described, also: other ? told : null }
  }
  if (described !== null && done) {
    const bought = done.sense === 'achat' && is(described, handed)
    const words = [...ahead, ...behind.filter((w) => !is(w, acts))]
    const doubt = bought ? null : conflict
    return { ...base, words, unknown: unknownIn(near), act: done, doubt }
  }
  if (done && verb) {
    const close = strong(before, verb)
    if (told !== null && told.sense !== done.sense && !close) {
      const words = [...around, ...behind, ...predicate]
      return { ...base, words, unknown: unknownIn([...near, ...far]), act: told, doubt: conflict }
    }
    const other = told !== null && told.sense !== done.sense && !denied
    const unknown = [...unknownIn(fromVerb(before, verb)), ...unknownIn(near)]
    return {
      ...base,
      words: [...withoutHanding(ahead.map((w) => (w === verb ? done : w))), ...behind],
      unknown,
      act: done,
      also: other ? told : null,
    }
  }
  const words = [...around, ...behind, ...withoutHanding(predicate)]
  return { ...base, words, unknown: unknownIn([...near, ...far]), act: told }
}

/** « achetés et distribués » were bought. */
function withoutHanding(words: Word[]): Word[] {
  const bought = words.some((w) => is(w, ['achat']))
  return bought ? words.filter((w) => !is(w, ['distribution', 'emission', 'commande'])) : words
}

/** Whether what was done is said of the number itself: « a acheté 1 200 pass », « l’achat de 1 200 pass ». */
function strong(before: Token[], done: Word): boolean {
  const words = wordsIn(before)
  const at = words.indexOf(done)
  const verb = words.slice(0, at).some(isAuxiliary)
  return verb || words.slice(at + 1).every((w) => w.sense === 'neutre')
}

/** A clause from the verb on that says what was done, and the names before it: who did it is said elsewhere. */
function fromVerb(before: Token[], done: Word): Token[] {
  const at = before.indexOf(done)
  const starts = (t: Token) => isAuxiliary(t) || t.kind === 'aside' || isTurn(t)
  const verb = before.findLastIndex((t, i) => i < at && starts(t))
  const from = verb < 0 ? at : verb
  return before.filter((t, i) => i >= from || (t.kind === 'word' && t.proper))
}

/**
 * Words that may change what is said: unknown ones up to where only circumstances are told, and those that hedge. Who did it changes
 * nothing, unless it is a name (« par les deux espaces publics »), and « 733 pass seulement » are 733.
 */
function unknownIn(tokens: Token[]): string[] {
  const words = wordsIn(tokens).filter((w) => !isAuxiliary(w) && !/^\d{1,2}$/.test(w.text))
  const end = words.findIndex(isCircumstance)
  const done = words.findIndex((w) => is(w, acts))
  const who = (w: Word) => w.text === 'par' || is(w, ['acteur'])
  const agent = words.findIndex((w, i) => done >= 0 && i > done && who(w))
  const told = (w: Word, i: number) =>
    w.sense === null && (end < 0 || i < end) && (agent < 0 || i < agent || w.proper)
  const hedged = (w: Word, i: number) =>
    is(w, hedges) || (is(w, ['restriction']) && i < words.length - 1)
  return words.filter((w, i) => hedged(w, i) || told(w, i)).map((w) => w.text)
}

/** « Nous osuhaitons 3 500 pass scannés »: words of a clause, who did it included, that are nearly one that would turn its sense. */
function slips(before: Token[], { near, far }: After, vocabulary: Vocabulary): string[] {
  return wordsIn([...before, ...near, ...far])
    .filter((w) => w.sense === null && !w.proper && vocabulary.slipOf(w.text, turning) !== null)
    .map((w) => w.text)
}

function reckon(
  tokens: Token[],
  at: number,
  found: Count[],
  sentence: string,
  vocabulary: Vocabulary,
): Count[] {
  const { digits, about, none } = tokens[at] as Extract<Token, { kind: 'number' }>
  const before = spanBefore(tokens, at)
  const { near, far: predicate } = spanAfter(tokens, at, before.mark)
  // « 1 430 pass sur 2 000 ont été utilisés »: the predicate is that of the part.
  const after = { near, far: before.partitive ? [] : predicate }
  const previous = found.at(-1)
  const noun = nounOf(after, before.tokens, previous, vocabulary)
  const ahead = wordsIn(before.tokens)
  const count: Count = {
    figure: parseFigure(`${about} ${digits}`.trim()),
    digits,
    label: { ...dated(tokens, at, before, after), text: sentence.trim(), carnet: noun.carnet },
    notion: { kind: 'none' },
    act: null,
    noun: noun.word,
    after: before.mark,
    role: 'other',
    isTotal: [...ahead, ...wordsIn(after.near)].some((w) => is(w, totals)),
    aimed: false,
  }
  if (before.mark === 'contre' || noun.from === 'elsewhere') return [count]
  // « à la médiathèque (402) »: a part, where it could be one.
  const bare = before.mark === '(' && before.tokens.length === 0 && after.near.length === 0
  const whole = found.findLast(({ role }) => role === 'own')
  if (bare && whole && isLess(count, whole)) return [{ ...count, role: 'part' }]
  const person = is(noun.word, persons)
  const said = person ? ofPersons(noun, before.tokens, after) : ofPasses(before.tokens, after)
  const follows = ['et', 'puis', ',', 'soit', 'ainsi que', ':'].includes(before.mark)
  // What is said of it and isn't understood is none of the number before.
  const mute = !person && said.act === null && after.far.length === 0 && said.unknown.length === 0
  const inherited = mute && follows ? (previous?.act ?? null) : null
  count.act = said.act ?? inherited
  const governing = [noun.word, ...said.words, inherited].filter((w) => w !== null)
  // « achetés pour ses habitants »: whoever they were for, pass were counted.
  const aside = person ? [] : [...persons, ...elsewhere]
  count.label.terms.push(...termsOf(governing.filter((w) => !is(w, aside))))
  count.label.unknown = [...new Set([...said.unknown, ...slips(before.tokens, after, vocabulary)])]
  const verb = [...before.tokens, ...after.far].some(isAuxiliary)
  const goesOn = previous?.aimed === true && !verb && ['et', ','].includes(before.mark)
  count.aimed = goesOn || governing.some((w) => is(w, ['objectif']))
  const silent = noun.from !== 'near' && said.act === null && !is(noun.word, direct)
  const dependent = ['dont', 'y compris', 'parmi lesquels', 'parmi eux', 'parmi ceux-ci']
  if ((dependent.includes(before.mark) || before.partitive) && silent)
    return [{ ...count, role: 'part' }]
  // « Sur 15 000 pass, 9 120 ont été utilisés »: the whole, without what was done with it.
  const based = ahead.some((w) => /^(?:sur|parmi)$/.test(w.text))
  if ((before.partitive || based) && count.act === null && !person)
    return [{ ...count, role: 'part' }]
  const notion = notionOf([count.label])
  const partly = none && !wholly(count, [...before.tokens, ...after.near, ...after.far])
  const doubt = said.doubt ?? (goesOn ? aimed : partly ? noneDoubt : null)
  count.notion =
    notion.kind === 'indicator' && doubt !== null
      ? { ...notion, doubt: notion.doubt ?? doubt }
      : notion
  count.role = notion.kind === 'other' ? 'other' : notion.kind === 'indicator' ? 'own' : 'open'
  const nobody = none && person && !partly && notion.kind === 'indicator'
  if (nobody) count.notion = { ...notion, doubt: null }
  const rated = before.share ? (wordsIn(predicate).find((w) => is(w, acts)) ?? null) : null
  const unsaid: Figure = { kind: 'doubtful', reason: 'plusieurs_nombres', proposal: null, rest: '' }
  return [
    count,
    ...alsoOf(count, said.also, conflict),
    ...alsoOf({ ...count, figure: unsaid }, rated, shareDoubt),
  ]
}

function isLess(count: Count, than: Count): boolean {
  if (count.figure.kind !== 'number' || than.figure.kind !== 'number') return false
  return count.figure.number < than.figure.number
}

/** Whether a word for none denies the whole, and not one year, place or circumstance: « aucun pass n’a été scanné ». */
function wholly({ label }: Count, tokens: Token[]): boolean {
  const placed = wordsIn(tokens).some((w) => is(w, ['lieu', 'acteur', 'mois', 'partiel']))
  return (
    label.period === null && label.unknown.length === 0 && !placed && !tokens.some(isCircumstance)
  )
}

/** The doubtful count of what a predicate says besides: « les 2 000 pass achetés ont été scannés ». */
function alsoOf(count: Count, also: Word | null, doubt: string): Count[] {
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

/** Time and call of a number: what its own clause says, or what leads the sentence (« En 2023, 450 pass ont été achetés »). */
function dated(tokens: Token[], at: number, before: Before, after: After): Label {
  const whens = (among: Token[]) => among.flatMap((t) => (t.kind === 'when' ? [t.label] : []))
  const own = whens([...before.tokens, ...after.near, ...after.far])
  const leading = tokens.findLast((t, i) => i < at && t.kind === 'when' && leads(tokens, i))
  const all = [
    ...own,
    ...(own.some((l) => l.period ?? l.asOf) ? [] : whens(leading ? [leading] : [])),
  ]
  const calls = new Set(whens(tokens).flatMap((l) => l.aap ?? []))
  return {
    text: '',
    terms: all.flatMap((l) => l.terms.filter((t) => t.sense === 'cumul')),
    unknown: [],
    period: all.find((l) => l.period !== null)?.period ?? null,
    asOf: all.findLast((l) => l.asOf !== null)?.asOf ?? null,
    aap: all.find((l) => l.aap !== null)?.aap ?? (calls.size === 1 ? [...calls][0]! : null),
    carnet: null,
  }
}

/** Whether a date opens its clause: nothing stands before it but words without a meaning of their own. */
function leads(tokens: Token[], at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const token = tokens[i]!
    if (token.kind === 'mark') return true
    if (token.kind === 'number' || (token.kind === 'word' && is(token, acts))) return false
  }
  return true
}
