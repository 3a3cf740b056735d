import { type Expression, readExpressions, readWords } from '../expressions.ts'
import { Memo } from '../memo.ts'
import type { Label } from './label.ts'
import { Phrases } from './phrases.ts'
import { editDistance, fold, lettersOf, mayBeNear, stem, words } from './text.ts'

/** The parts that a word can play in a label; `sql/seeds/vocabulaire.csv` says which word plays which. */
export const senses = [
  'objet',
  'carnet',
  'achat',
  'achat_possible',
  'commande',
  'scan',
  'scan_possible',
  'distribution',
  'emission',
  'perte',
  'potentiel',
  'beneficiaire',
  'personne',
  'distinct',
  'nouveau',
  'accompagne',
  'accompagne_possible',
  'acte',
  'acteur',
  'objectif',
  'realise',
  'environ',
  'taux',
  'barre',
  'moyenne',
  'repartition',
  'total',
  'neutre_total',
  'sous_total',
  'cumul',
  'dont',
  'negation',
  'monnaie',
  'monnaie_milliers',
  'monnaie_millions',
  'montant',
  'finance',
  'millier',
  'centaine',
  'anterieur',
  'annee',
  'annuel',
  'mois',
  'periode',
  'lieu',
  'categorie',
  'porteur',
  'identifiant',
  'contact',
  'date',
  'commentaire',
  'entete',
  'valeur',
  'nombre',
  'rectification',
  // Beside a figure or over it, not in its label: that it isn't sure, or not of the whole.
  'reserve',
  'restriction',
  // In a sentence: that its figures are of one place of several.
  'partiel',
  // In a sentence: that its figures are of a greater territory than the laureate's.
  'ailleurs',
  // Another scheme, of which a text speaks until it names pass again.
  'autre_dispositif',
  'consigne',
  'neutre',
  // What changes nothing of a count that its label or sentence names; alone, it is unknown as any other name of a line.
  'anodin',
  // An ordinary word that is nearly written like one with a meaning: unknown as any other, but no slip of that one.
  'courant',
  // A whole label that says its indicator by itself, whatever words it is made of.
  'pass_achetes',
  'pass_scannes',
  'beneficiaires_uniques',
  'pass_commandes',
  'ignorer',
] as const
export type Sense = (typeof senses)[number]

/**
 * What an expression warns of in a text that is no label (`recognise/warning.ts`): that the report is one of several stages, not final, not
 * sure, of a part, of others too, counts persons twice or at each visit, or is not to be used; or what makes a warning of it, or none.
 */
export const warningSenses = [
  'avis_etape',
  'avis_provisoire',
  'avis_doute',
  'avis_partiel',
  'avis_surplus',
  // Something that has still to be taken off.
  'avis_retrait',
  // « pour l’instant »: only behind a number.
  'avis_instant',
  // « étonne », « laisse perplexe »: only where a number or count is pointed at.
  'avis_etonne',
  'avis_double',
  'avis_retour',
  'avis_annule',
  // A part only, unless what is left out is of others anyway.
  'avis_exclut',
  // More than one's own, where the sentence goes on with somebody else (`avis_autrui`).
  'avis_inclut',
  'avis_autrui',
  // What figures are about: a warning before the name of another scheme.
  'avis_objet',
  // Figures, tables, reports: a warning that speaks of none of them is about something else.
  'avis_sujet',
  // Money, rooms, dates: what else may be provisional or missing.
  'avis_hors',
  // Things and rooms: a short note that names one is on it, unless it speaks of figures too.
  'avis_chose',
  // That what was wrong or missing has been put right.
  'avis_leve',
  // Figures, tables, counts: what denies, excepts or minds something of them (`avis_attention`) asks, unless it is harmless (`avis_anodin`).
  'avis_chiffres',
  'avis_attention',
  'avis_anodin',
  // A word of rules that are written as patterns (`scope.ts`, `outside.ts`): only for its spelling.
  'avis_mot',
] as const
export type WarningSense = (typeof warningSenses)[number]

/** What may be done with pass. */
export const acts: Sense[] = [
  'achat',
  'achat_possible',
  'commande',
  'scan',
  'scan_possible',
  'distribution',
  'emission',
  'perte',
]

/** Who is counted. */
export const persons: Sense[] = ['beneficiaire', 'personne']

/** One expression found in a label, or a word that the vocabulary doesn't know (`sense` null). */
export interface Term {
  expression: string
  sense: Sense | null
}

const warns = new Set<string>(warningSenses)
const isWarning = (sense: Sense | WarningSense): sense is WarningSense => warns.has(sense)

interface Node {
  /** Null where no expression goes on, as for most. */
  next: Map<string, Node> | null
  sense: Sense | null
}

/** The words that the project knows, from its seeds and from `raw/vocabulaire.csv`. */
export class Vocabulary {
  readonly #root: Node = { next: null, sense: null }
  /** The letters of each known word. */
  readonly #known = new Map<string, number>()
  /** The known words, by their letters without any that is doubled. */
  readonly #sounding = new Map<string, string>()
  readonly #ordinary = new Set<string>()
  /** Words of French that are nearly written like a known one. */
  readonly #real = new Set<string>()
  readonly #single = new Map<string, { sense: Sense; letters: number }>()
  readonly #absences = new Map<string, 'absence' | 'zero'>()
  /** Words of each, with a space around them. */
  readonly #longAbsences: string[] = []
  readonly #absent = new Memo<{ sense: 'absence' | 'zero' | null }>()
  readonly #near = new Memo<{ word: string | null }>()
  readonly #slips = new Memo<{ word: string | null }>()
  readonly #meant = new Memo<{ word: string | null }>()
  /** The words of expressions as they are written, folded: most stand in many of them. */
  readonly #written = new Set<string>()
  /** How stems are first written in an expression, folded. */
  readonly #forms = new Map<string, string>()
  /** The letters of each word of what warns. */
  readonly #cues = new Map<string, number>()
  readonly #around = new Memo<string[]>()
  readonly #terms = new Memo<readonly Term[]>()
  /** What warns in a text, whatever the same words mean in a label. */
  readonly warnings = new Phrases<WarningSense>()
  /** What `parseLabel` made of texts, as long as the vocabulary is as it was. */
  readonly labels = new Memo<Label>()
  readonly #memories: { clear(): void }[] = []

  /** A memory for answers that rest on this vocabulary: it forgets when a word is added. */
  memory<Answer>(limit: number): Memo<Answer> {
    const memo = new Memo<Answer>(limit)
    this.#memories.push(memo)
    return memo
  }

  /** A later row with the same words overrides an earlier one: one's own rows come last. */
  add(expression: string, sense: Sense | WarningSense): void {
    this.addAll([{ expression, sense }])
  }

  /** As `add`, one row after the other. */
  addAll(rows: readonly Expression<Sense | WarningSense>[]): void {
    for (const memory of this.#memories) memory.clear()
    this.#meant.clear()
    this.#near.clear()
    this.#slips.clear()
    this.#around.clear()
    this.#terms.clear()
    this.labels.clear()
    for (const { expression, sense } of rows) this.#put(expression, sense)
  }

  #put(expression: string, sense: Sense | WarningSense): void {
    for (const word of fold(expression).match(/[a-z]+/g) ?? []) {
      if (this.#written.has(word)) continue
      this.#written.add(word)
      const own = stem(word)
      if (!this.#forms.has(own)) this.#forms.set(own, word)
    }
    const found = words(expression)
    if (isWarning(sense)) {
      for (const word of found) if (!this.#cues.has(word)) this.#cues.set(word, lettersOf(word))
      if (sense !== 'avis_mot') this.warnings.add(expression, sense)
      return
    }
    if (sense === 'courant') {
      for (const word of found) this.#ordinary.add(word)
      return
    }
    let node = this.#root
    for (const word of found) {
      node.next ??= new Map()
      let next = node.next.get(word)
      if (!next) {
        next = { next: null, sense: null }
        node.next.set(word, next)
      }
      node = next
      if (word.length < 4 || this.#known.has(word)) continue
      this.#known.set(word, lettersOf(word))
      if (word.length > 4) this.#sounding.set(undoubled(word), word)
    }
    node.sense = sense
    const [only, ...others] = found
    if (only !== undefined && others.length === 0)
      this.#single.set(only, { sense, letters: lettersOf(only) })
  }

  addAbsence(expression: string, sense: 'absence' | 'zero'): void {
    this.#absent.clear()
    for (const memory of this.#memories) memory.clear()
    const plain = fold(expression)
    this.#absences.set(plain, sense)
    if (sense === 'absence' && plain.length >= 7) {
      this.#longAbsences.push(` ${words(plain).join(' ')} `)
    }
  }

  /** A word of French, by its stem, that is no slip of what warns, however near it is: « phrase » is no « phase ». */
  addReal(word: string): void {
    this.#meant.clear()
    this.#real.add(word)
  }

  /** Whether a word, by its stem, stands in any expression: of a label, of what warns, or of every day. */
  knows(word: string): boolean {
    return this.#known.has(word) || this.#cues.has(word) || this.#ordinary.has(word)
  }

  /** Whether a word is one of every day: no slip of another, however near. */
  isOrdinary(word: string): boolean {
    return this.#ordinary.has(word)
  }

  /** Splits a label into known expressions, longest first, and unknown words. */
  terms(label: string): readonly Term[] {
    return this.#terms.of(label, (text) => this.#split(text))
  }

  #split(label: string): Term[] {
    const found = words(label).map((word) => this.#wellSpelt(word))
    const terms: Term[] = []
    for (let start = 0; start < found.length; ) {
      let node: Node | undefined = this.#root
      let end = start
      let sense: Sense | null = null
      for (let i = start; node && i < found.length; i++) {
        node = node.next?.get(found[i]!)
        if (node?.sense) {
          end = i + 1
          sense = node.sense
        }
      }
      if (sense === null) end = start + 1
      terms.push({ expression: found.slice(start, end).join(' '), sense })
      start = end
    }
    return terms
  }

  /** The known word that an unknown one of five letters or more is heard as, a consonant doubled or single in it: « scanés », « achettés ». Itself where there is none. */
  #wellSpelt(word: string): string {
    if (word.length < 5 || this.knows(word) || this.#real.has(word)) return word
    return this.#sounding.get(undoubled(word)) ?? word
  }

  /**
   * Whether a text says that there is no figure (`NC`, « plateforme fermée », « NC (opérateur en liquidation) ») or that the
   * figure is zero (« néant »); null when it says neither.
   */
  absence(text: string): 'absence' | 'zero' | null {
    return this.#absent.of(text, (one) => ({ sense: this.#absence(one) })).sense
  }

  #absence(text: string): 'absence' | 'zero' | null {
    const plain = fold(text)
      .replace(/^["'«(\s]+|["'»)\s]+$/g, '')
      .replace(/(?<=[a-z])\s*[.!;]$/, '')
    const whole = this.#absences.get(plain) ?? this.#absences.get(`${plain}.`)
    if (whole) return whole
    const start = /^([a-z](?:\.?[a-z]){1,2}\.?|n\/[acd]|neant|aucune?)\s*[-(:,;*]/.exec(plain)?.[1]
    if (start && this.#absences.has(start)) return this.#absences.get(start)!
    if (/\d/.test(plain)) return null
    const stemmed = ` ${words(plain).join(' ')} `
    return this.#longAbsences.some((absence) => stemmed.includes(absence)) ? 'absence' : null
  }

  /** The known word nearest to an unknown one: the one that it abbreviates, or at most two letters away; null when none is near. */
  nearest(word: string): string | null {
    return this.#near.of(word, (one) => ({ word: this.#nearest(one) })).word
  }

  #nearest(word: string): string | null {
    if (word.length < 5 || this.#ordinary.has(word)) return null
    const limit = word.length < 7 ? 1 : 2
    let best: string | null = null
    let distance = limit + 1
    const own = lettersOf(word)
    for (const [known, letters] of this.#known) {
      if (known.startsWith(word)) return known
      if (!mayBeNear(own, letters, limit)) continue
      const d = editDistance(word, known, limit)
      if (d < distance) {
        best = known
        distance = d
      }
    }
    return best
  }

  /**
   * The word that an unknown one is a slip of, one letter added, left out, replaced or exchanged with its neighbour: one of those that warn before
   * any other. Of four letters only what no word of every day looks like, two letters exchanged or one doubled. Null for a known word.
   * @param word by its stem, as the answer is
   */
  meantBy(word: string): string | null {
    return this.#meant.of(word, (one) => ({ word: this.#meantBy(one) })).word
  }

  #meantBy(word: string): string | null {
    if (word === 'ass' || word === 'pss') return 'pass'
    if (word.length < 3 || /\d/.test(word) || this.#ordinary.has(word)) return null
    if (this.#cues.has(word) || this.#known.has(word) || this.#real.has(word)) return null
    const own = lettersOf(word)
    for (const those of [this.#cues, this.#known]) {
      for (const [known, letters] of those) {
        if (known.length < 3 || !mayBeNear(own, letters, 1)) continue
        if (editDistance(word, known, 1) > 1) continue
        const long = word.length > 3 && Math.max(word.length, known.length) > 4
        if (long || isStutter(word, known)) return known
      }
    }
    return null
  }

  /** How a known stem is written: « donnees » for `donne`. */
  written(stem: string): string {
    return this.#forms.get(stem) ?? stem
  }

  /** The known words that an unknown one may be a slip of, the nearest first: a letter away, two from seven letters on. */
  nearWords(word: string): readonly string[] {
    return this.#around.of(word, (one) => this.#nearWords(one))
  }

  #nearWords(word: string): string[] {
    if (this.#ordinary.has(word)) return []
    const found = new Map<string, number>()
    for (const written of spellings(word)) {
      if (written.length < 5) continue
      const limit = written.length < 7 ? 1 : 2
      const own = lettersOf(written)
      for (const [known, letters] of this.#known) {
        if (!mayBeNear(own, letters, limit)) continue
        const d = editDistance(written, known, limit)
        if (d <= limit && d < (found.get(known) ?? limit + 1)) found.set(known, d)
      }
    }
    return [...found].sort((a, b) => a[1] - b[1]).map(([known]) => known)
  }

  /**
   * The words for buying or scanning that an unknown one of five letters or more is two letters away from, or three where it begins like it. Of four
   * letters it has to begin and end like one two letters away: « sanés » for « scannés ».
   */
  actsNear(word: string): string[] {
    if (word.length < 4 || this.#ordinary.has(word)) return []
    return [...this.#single].flatMap(([known, { sense }]) => {
      if ((sense !== 'achat' && sense !== 'scan') || known.length < 5) return []
      const begins = word[0] === known[0]
      if (word.length === 4 && !(begins && word.at(-1) === known.at(-1))) return []
      const limit = begins && word.length > 4 ? 3 : 2
      return editDistance(word, known, limit) <= limit ? [known] : []
    })
  }

  /** The known word (of one of some senses) that an unknown one is a slip of: a letter away, two in long words; null when none is. */
  slipOf(word: string, wanted: readonly Sense[] | null): string | null {
    const asked = `${word} ${wanted === null ? '' : wanted.join(' ')}`
    return this.#slips.of(asked, () => ({ word: this.#slipOf(word, wanted) })).word
  }

  #slipOf(word: string, wanted: readonly Sense[] | null): string | null {
    if (word.length < 3 || /\d/.test(word) || this.#ordinary.has(word)) return null
    const limit = word.length < 10 ? 1 : 2
    // The last letter of « psas » was taken for a plural.
    const written = word.length === 3 ? `${word}s` : word
    const own = lettersOf(written)
    for (const [known, { sense, letters }] of this.#single) {
      if (!mayBeNear(own, letters, limit)) continue
      // Of the short words only « pass » is worth a guess.
      if ((word.length < 5 || known.length < 5) && sense !== 'objet') continue
      if (known.length < 4 || (wanted !== null && !wanted.includes(sense))) continue
      if (editDistance(written, known, limit) <= limit) return known
    }
    return null
  }
}

/** A word with each doubled consonant inside it single: French has both, and nobody hears which. « aachetés » is a slip. */
const undoubled = (word: string) => word.replaceAll(/(?<=.)([bcdfglmnprst])\1/g, '$1')

/** Whether a word is another one with two neighbours exchanged or a letter doubled: « hros », « hhors ». */
export function isStutter(word: string, known: string): boolean {
  const sorted = (text: string) => [...text].sort().join('')
  const single = (text: string) => text.replaceAll(/(.)\1/g, '$1')
  return (
    (word.length === known.length && sorted(word) === sorted(known)) ||
    (word.length > known.length && single(word) === single(known))
  )
}

/** A word and what it may have been before its ending was taken off: « acheés » has lost the `e` of « achetées ». */
function spellings(word: string): string[] {
  return word.endsWith('e') ? [word, `${word}e`] : [word]
}

/**
 * Loads the vocabulary from the seeds, then from the user's own rows where there are any.
 * @param seeds folder with `vocabulaire.csv`, `mots_absence.csv` and `mots_reels.csv`
 * @param own path of `raw/vocabulaire.csv`, or null
 * @throws BilanError naming file and line of the first row that is wrong
 */
export async function loadVocabulary(seeds: string, own: string | null): Promise<Vocabulary> {
  const vocabulary = new Vocabulary()
  const files = [`${seeds}/vocabulaire.csv`, ...(own === null ? [] : [own])]
  for (const file of files) vocabulary.addAll(await readExpressions(file, 'sens', meanings))
  for (const row of await readExpressions(`${seeds}/mots_absence.csv`, 'sens', absences)) {
    vocabulary.addAbsence(row.expression, row.sense)
  }
  for (const word of await readWords(`${seeds}/mots_reels.csv`, 'mot')) vocabulary.addReal(word)
  return vocabulary
}

const meanings = [...new Set<Sense | WarningSense>([...senses, ...warningSenses])]
const absences = ['absence', 'zero'] as const
