import {
  type After,
  article,
  is,
  isAdverbial,
  isAuxiliary,
  isCircumstance,
  isTurn,
  type Word,
  wordsIn,
} from './clause.ts'
import { type Noun, passes } from './noun.ts'
import type { Token } from './prose.ts'
import { editDistance } from './text.ts'
import { acts, persons, type Sense, type Vocabulary } from './vocabulary.ts'

/** What becomes of pass that were bought, without their being fewer. */
const handed: Sense[] = ['distribution', 'emission', 'commande', 'achat_possible']
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
/** What persons may have had of it, on whichever side of them it is said. */
const helped: Sense[] = ['accompagne', 'accompagne_possible']
/** What persons did or had, behind which it is told where and by whom; who is « présent » may have had nothing. */
const had: Sense[] = [...helped, ...acts.filter((act) => act !== 'scan_possible')]
/** What would make an aim, a denial or an earlier figure of it. */
const turning: Sense[] = [
  'objectif',
  'negation',
  'anterieur',
  'potentiel',
  'partiel',
  'restriction',
]
export const totals: Sense[] = ['total', 'neutre_total']
/** What makes a figure doubtful wherever it is said of it. */
export const hedges: Sense[] = ['reserve', 'rectification']

/** « La totalité des 2 000 pass achetés ». */
const all = /^(?:totalite|integralite|tou|toute)$/

/** Why a number of which two things are said is asked about. */
export const conflict = 'la phrase dit deux choses du même nombre'

/** The words that say what a number counts, and what is doubtful about them. */
export interface Governing {
  words: Word[]
  unknown: string[]
  /** What was done. */
  act: Word | null
  doubt: string | null
  /** Something else that the predicate says of the same number, which may be meant too. */
  also: Word | null
}

/** What a clause says of a number that counts `noun`. */
export function governing(noun: Noun, before: Token[], after: After): Governing {
  const said = is(noun.word, persons) ? ofPersons(noun, before, after) : ofPasses(before, after)
  // « Le chiffre de 1 430 pass scannés est à confirmer »
  const hedged = wordsIn([...before, ...after.near, ...after.far]).filter((w) => is(w, hedges))
  return { ...said, unknown: [...said.unknown, ...hedged.map((w) => w.text)] }
}

function ofPersons(noun: Noun, before: Token[], { near, far }: After): Governing {
  const behind = welcomed([...wordsIn(near), ...wordsIn(far)]).filter((w) => !is(w, passes))
  const ahead = welcomed(wordsIn(before))
  const said =
    noun.from === 'before' ? ahead : ahead.filter((w) => is(w, modifiers) || is(w, helped))
  const unknown = unknownIn([...near, ...far], had).filter((word) => word !== noun.people)
  return { words: [...said, ...behind], unknown, act: null, doubt: null, also: null }
}

/** « 175 bénéficiaires ont été reçus » had help; those who « ont reçu un carnet » may not have. */
function welcomed(words: Word[]): Word[] {
  return words.map((word, at) => {
    const passive = word.text === 'recu' && /(?:^| )ete$/.test(words[at - 1]?.text ?? '')
    return passive ? { ...word, sense: 'accompagne_possible' } : word
  })
}

/** « validés par nos médiateurs », « présentés en atelier et scannés » were scanned; what is only validated may not be. */
function byPlaces(act: Word | null, words: Word[]): Word | null {
  if (act?.sense !== 'scan_possible') return act
  const at = words.indexOf(act)
  const scanned = words.slice(at + 1).find((w) => is(w, ['scan']))
  if (scanned) return scanned
  const mediated =
    /^(?:mediateur|mediatrice|lieu|lieu de mediation|structure|atelier|aidant|conseiller|espace)/
  const there = words.slice(at + 1).some((w) => mediated.test(w.text))
  return there && /^(?:valid|present|depens|encaiss|debit)/.test(act.text)
    ? { ...act, sense: 'scan' }
    : act
}

/** « repris et remboursés »: given back, and not paid to those who had scanned them. */
function takenBack(act: Word | null, words: readonly Word[]): Word | null {
  const back = act !== null && /^rembours/.test(act.text) && words.some((w) => w.text === 'repri')
  return back ? { ...act, sense: 'perte' } : act
}

/** « acheter », as against « acheté ». */
const infinitive = /^(?:r?acheter|acquerir|scanner|utiliser|consommer|flasher|depenser|commander)$/
/** « nous avons pu acheter », « a permis de scanner », « fait scanner »: with these an infinitive tells what was done. */
const managed = /^(?:a pu|avon pu|ont pu|avaient pu|pu|permi|fait|fini|reussi|su|procede)$/

/** Whether an infinitive only says what might be done: « votre convention vous permettait d’acheter 1 800 pass ». */
function isOpen(words: Word[], verb: Word): boolean {
  if (!infinitive.test(verb.text)) return false
  const ahead = words.slice(0, words.indexOf(verb))
  // « on a acheter » is a slip of the pen.
  const slip = /^(?:on|nou|avon|ont|avion|avait)$/.test(ahead.at(-1)?.text ?? '')
  const spoken = ahead.at(-1)?.text === 'a' && /^(?:on|il|elle)$/.test(ahead.at(-2)?.text ?? '')
  return !slip && !spoken && !ahead.some((w) => managed.test(w.text))
}

/** Why a number after an infinitive is asked about. */
const openDoubt = 'la phrase dit ce qui pouvait être fait, et non ce qui l’a été'

/** Pass tell no story: « les 1 240 pass scannés témoignent d’un réel intérêt » is a manner of speaking. */
const spoken = (words: Word[]) => words.filter((w) => !/^temoign/.test(w.text))

function ofPasses(before: Token[], { near, far }: After): Governing {
  const [ahead, behind, predicate] = [before, near, far].map((span) => spoken(wordsIn(span))) as [
    Word[],
    Word[],
    Word[],
  ]
  const actOf = (words: Word[]) => {
    const end = words.findIndex(isCircumstance)
    return words.slice(0, end < 0 ? undefined : end).find((w) => is(w, acts)) ?? null
  }
  const [described, told] = [behind, predicate].map((words) =>
    takenBack(byPlaces(actOf(words), words), words),
  ) as [Word | null, Word | null]
  const verb = ahead.findLast((w) => is(w, acts)) ?? null
  // « Les lieux de médiation ont validé 3 412 pass »: validated where it is done by scanning.
  // So have habitants « dépensé » theirs.
  const spenders =
    ahead.some((w) => is(w, persons) || w.text === 'en') && /^depens/.test(verb?.text ?? '')
  const inPlace =
    verb?.sense === 'scan_possible' && (ahead.some((w) => is(w, ['acteur'])) || spenders)
  const done: Word | null = inPlace ? { ...verb!, sense: 'scan' } : verb
  const around = ahead.filter((w) => is(w, modifiers))
  const denied = predicate.some((w) => is(w, ['negation']))
  const base = { doubt: null, also: null }
  // « L’opérateur nous a livré 200 pass à titre gracieux »
  if (described !== null && isGift(described) && !is(done, ['achat', 'scan']))
    return { ...base, words: [...around, described], unknown: unknownIn(near), act: described }
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
  if (done && verb && isOpen(ahead, verb)) {
    const words = [...ahead, ...behind]
    return { ...base, words, unknown: unknownIn(near), act: done, doubt: openDoubt }
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
  const original = actOf(predicate)
  const words = [
    ...around,
    ...behind,
    ...withoutHanding(predicate.map((w) => (told !== null && w === original ? told : w))),
  ]
  return { ...base, words, unknown: unknownIn([...near, ...far]), act: told }
}

const isGift = ({ text }: Word) => /^(?:offert|a titre gra|gratuit)/.test(text)

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
function unknownIn(tokens: Token[], deeds: readonly Sense[] = acts): string[] {
  const all = wordsIn(tokens)
  const did = all.findIndex((w) => is(w, deeds))
  // Behind what was done « a » is « à »: « utilisés à la Maison des services ».
  const to = (w: Word, i: number) => w.text === 'a' && did >= 0 && i > did
  const words = all.filter((w, i) => (!isAuxiliary(w) || to(w, i)) && !/^\d{1,2}$/.test(w.text))
  const end = words.findIndex(isAdverbial)
  const done = words.findIndex((w) => is(w, deeds))
  const who = (w: Word) => /^par(?: |$)/.test(w.text) || is(w, ['acteur'])
  const agent = words.findIndex((w, i) => done >= 0 && i > done && who(w))
  // « scannés à notre comptoir », « chez M. Delteil »: where, and no longer what.
  const where = words.findIndex((w, i) => done >= 0 && i > done && place.test(w.text))
  const shop = where >= 0 && /^(?:chez|aupre)$/.test(words[where]!.text)
  const told = (w: Word, i: number) =>
    w.sense === null &&
    (end < 0 || i < end) &&
    (agent < 0 || i < agent || w.proper) &&
    (where < 0 || i < where || (w.proper && !shop))
  const hedged = (w: Word, i: number) =>
    is(w, hedges) ||
    (is(w, ['restriction']) && ((i > 1 && i < words.length - 1) || keepsToATime(tokens, w)))
  return words.filter((w, i) => hedged(w, i) || told(w, i)).map((w) => w.text)
}

/** « en 2021 seulement », « uniquement en 2021 » */
function keepsToATime(tokens: Token[], word: Word): boolean {
  const at = tokens.indexOf(word)
  const next = tokens.slice(at + 1).find((t) => !(t.kind === 'word' && place.test(t.text)))
  return tokens[at - 1]?.kind === 'when' || next?.kind === 'when'
}

/** What leads to a place, a day or a manner. */
const place = /^(?:a|au|aux|dan|chez|sur|en|lor|via|aupre|sou|entre|ver|avec|pour|san)$/

/** « Nous osuhaitons 3 500 pass scannés »: words of a clause, who did it included, that are nearly one that would turn its sense. */
export function slips(before: Token[], { near, far }: After, vocabulary: Vocabulary): string[] {
  const turned = wordsIn([...before, ...near, ...far]).filter(
    (w) => w.sense === null && !w.proper && vocabulary.slipOf(w.text, turning) !== null,
  )
  // « pèrs de 4 000 pass » may be nearly as many.
  const [word, of] = wordsIn(before).slice(-2)
  const bounded =
    word?.sense === null &&
    of?.text === 'de' &&
    !vocabulary.isOrdinary(word.text) &&
    bounds.some((known) => editDistance(word.text, known, 1) <= 1)
  return [...(bounded ? [word] : []), ...turned].map((w) => w.text)
}

/** What stands before « de 4 000 » where that is no exact number, as folded words are written. */
const bounds = ['pre', 'pres', 'plu', 'plus', 'moin', 'moins']
