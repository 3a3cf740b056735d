import { Memo } from '../memo.ts'
import { editDistance, fold, words as stemmed } from '../recognise/text.ts'

/** A body of the register with its conventions. */
export interface Body {
  siren: string
  nom: string
  conventions: { convention: string; aap: string; potential?: number }[]
}

/**
 * How surely a text names a body. `whole`: its kind and its name, or its name and nothing else. `part`: its name among other words,
 * or without its kind.
 */
export interface NameMatch {
  body: Body
  strength: 'whole' | 'part'
  /** Whether the text says its kind too: « CC de Saint-Aubert » is no commune. */
  kind: boolean
}

interface Token {
  word: string
  /** Joined to the word before by a hyphen: `Martin` in `Saint-Martin`. */
  joined: boolean
  /** A sign, or the end of the text, stands behind it. */
  last: boolean
}

interface Named {
  body: Body
  /** Words of the name, without its kind. */
  length: number
  type: string | null
  /** All kinds that its name has words for: « communauté de communes du Pays d’Ormelle » is called « Pays d’Ormelle » too. */
  kinds: readonly string[]
}

/** What words say of a body: « conseil départemental » is a `departement`. */
interface Kind {
  words: readonly string[]
  type: string
}

/** Names that begin with the same words, and those that end there. Most end in a branch of their own, which has nothing next. */
interface Branch {
  next: Map<string, Branch> | null
  named: Named[]
}

const byPart =
  /\bpar (?:chaque )?(?:communes?|villes|epci|departements?|cantons?|territoires?)\b(?! d(?:e|es|u)?\b| l')/g

const articles = new Set(['de', 'du', 'des', 'la', 'le', 'les', 'l', 'd', 'et', 'the'])
const wide: Record<string, string[]> = {
  epci: ['cc', 'ca', 'cu', 'metropole', 'ept', 'epci'],
  metropole: ['cu', 'ca', 'epci'],
  collectivite: [
    'departement',
    'region',
    'commune',
    'cc',
    'ca',
    'cu',
    'metropole',
    'epci',
    'collectivite',
  ],
}

/** Names of bodies without their kinds, in the order of the bodies, and places in that list, sorted by the names and by the names read backwards. */
interface Keys {
  keys: readonly string[]
  begins: Uint32Array
  ends: Uint32Array
}

const noKeys: Keys = { keys: [], begins: new Uint32Array(), ends: new Uint32Array() }
const mirror = (key: string) => [...key].reverse().join('')

/** The places of names that begin or end as one does: of a name with a slip one of the two is left, as a rule. */
function likely(own: string, { keys, begins, ends }: Keys): number[] {
  const forwards = beginningWith(own.slice(0, endLength), begins, (place) => keys[place]!)
  const backwards = mirror(own).slice(0, endLength)
  return [...forwards, ...beginningWith(backwards, ends, (place) => mirror(keys[place]!))]
}

/** The places, among sorted ones, of texts that begin with a text. */
function beginningWith(text: string, sorted: Uint32Array, at: (place: number) => string): number[] {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(sorted[middle]!) < text) low = middle + 1
    else high = middle
  }
  const found: number[] = []
  for (let next = low; next < sorted.length && at(sorted[next]!).startsWith(text); next++)
    found.push(sorted[next]!)
  return found
}

const endLength = 6
const wordEnd = 4
const endsOf = (word: string) => [`^${word.slice(0, wordEnd)}`, `${word.slice(-wordEnd)}$`]

/** Letters of a word by which a name is known though it has a slip. */
const fewestLetters = 6
/** Letters that a name with slips may differ in. */
const mostSlips = 2

/** Words for who is never a laureate. */
const outsiders = new Set(['etat', 'operateur', 'prefecture', 'anct', 'emetteur', 'fournisseur'])
/** Kinds under which several do something together: « par un groupement de commandes ». */
const shared = new Set(['groupement', 'agence', 'hub', 'pays', 'consortium', 'federation'])

/**
 * Finds bodies of the register in free text: `CONSEIL DEPARTEMENTAL DE LA VALSERRE`, `rapport_valserre_2022`. Kinds of bodies
 * (département, CC, ville) are data; articles, case and accents don't matter; a name inside a longer hyphenated one is another name.
 */
export class NameIndex {
  readonly #root: Branch = { next: null, named: [] }
  /** Kinds of bodies by the first word for them, longest expression first. */
  readonly #types: ReadonlyMap<string, readonly Kind[]>
  readonly #generic: (word: string) => boolean
  /** Bodies by the first word of their compound name, where no other body has that word in its own. */
  readonly #firsts: ReadonlyMap<string, Named>
  readonly #bodies: readonly Body[]
  /** The places of bodies in that list by how the longer words of their names begin and end: of a word with a slip one of the two is left, as a rule. */
  #ends: ReadonlyMap<string, readonly number[]> | null = null
  #byKey: Keys | null = null
  readonly #slips = new Memo<{ body: Body | null }>()

  /**
   * @param bodies the register's bodies
   * @param types words for kinds of bodies with the kind that they mean (`sql/seeds/types_organismes.csv`)
   * @param generic whether a word says nothing of who the body is (« bilan », « pass », « final »)
   */
  constructor(
    bodies: Body[],
    types: { expression: string; type: string }[],
    generic: (word: string) => boolean,
  ) {
    this.#types = Map.groupBy(
      types
        .map(({ expression, type }) => ({ words: tokens(expression).map((t) => t.word), type }))
        .sort((a, b) => b.words.length - a.words.length),
      ({ words }) => words[0] ?? '',
    )
    this.#generic = generic
    this.#bodies = bodies
    const firsts: { first: string; named: Named }[] = []
    const uses = new Map<string, number>()
    for (const body of bodies) {
      const [full, short] = withoutShort(body.nom)
      const { rest, kinds } = this.#kinds(tokens(full))
      const words = rest.map(({ word }) => word)
      const named: Named = { body, length: words.length, type: kinds[0] ?? null, kinds }
      this.#add(words, named)
      const first = compound.exec(fold(full).split(/\s+/).at(-1)!)?.[1]
      if (first !== undefined && !isCommonPart.test(first)) firsts.push({ first, named })
      for (const word of new Set(words)) uses.set(word, (uses.get(word) ?? 0) + 1)
      if (short !== null) this.#add([fold(short)], { body, length: 1, type: null, kinds: [] })
    }
    this.#firsts = new Map(
      firsts.flatMap(({ first, named }) => (uses.get(first) === 1 ? [[first, named]] : [])),
    )
  }

  /** The bodies that a text names, surest first; a body whose name is part of another found name is left out. */
  find(text: string): NameMatch[] {
    // « pass par commune » says how a table is laid out, and not whose it is.
    const plain = fold(text.replaceAll('_', ' ')).replaceAll(byPart, ' ')
    const { rest, kinds } = this.#kinds(tokens(plain))
    const found: ({ named: Named; at: number } & Omit<NameMatch, 'body'>)[] = []
    for (const at of rest.keys()) {
      for (const named of this.#startingAt(rest, at)) {
        const stated = kinds.filter((kind) => kind !== 'collectivite')
        const agreed = named.type !== null && stated.some((kind) => agrees(kind, named.type))
        const own = stated.length > 0 && stated.every((kind) => named.kinds.includes(kind))
        const disagrees = named.type !== null && stated.length > 0 && !agreed && !own
        if (disagrees) continue
        const others = [...rest.slice(0, at), ...rest.slice(at + named.length)]
        const bare = others.every((t) => this.#generic(t.word) || /^\d+$/.test(t.word))
        // « Foyer rural des Aulnes – cahier du pass, recopié »
        const heads = at === 0 && named.length > 1 && rest[named.length - 1]!.last
        found.push({
          named,
          at,
          strength: agreed || bare || heads ? 'whole' : 'part',
          kind: agreed,
        })
      }
    }
    const longest = found.filter(
      (a) =>
        !found.some(
          (b) =>
            b !== a &&
            b.named.length > a.named.length &&
            b.at <= a.at &&
            b.at + b.named.length >= a.at + a.named.length,
        ),
    )
    return longest
      .map(({ named, strength, kind }) => ({ body: named.body, strength, kind }))
      .sort((a, b) => (a.strength === b.strength ? 0 : a.strength === 'whole' ? -1 : 1))
  }

  /** The bodies of which a text has a word, be it with a slip: « Val d’Ormelne » is nearly « Ormeline ». Only for what stands beside a body's number. */
  nearly(text: string): Set<Body> {
    const own = this.#longWords(text)
    const isNear = (one: string, word: string) => {
      const limit = word.length < 8 ? 1 : mostSlips
      return editDistance(one, word, limit) <= limit
    }
    const near = this.#sharing(own).filter(({ nom }) =>
      this.#longWords(nom).some((word) => own.some((one) => isNear(one, word))),
    )
    return new Set(near)
  }

  /**
   * The body whose name a text is but for a slip or two, its kind said: « CC du Val d’Oremline », « Ville de Port-MMirandol ». Null for a text that
   * names a body rightly, or none.
   */
  slipOf(text: string): Body | null {
    return this.#slips.of(text, (one) => ({ body: this.#slipOf(one) })).body
  }

  #slipOf(text: string): Body | null {
    const { key: own, kinds } = this.#keyOf(text)
    const asks = kinds.length > 0 && own.length >= fewestLetters
    this.#byKey ??= asks ? this.#keysOfAll() : null
    const { keys } = this.#byKey ?? noKeys
    const near = asks ? likely(own, this.#byKey!) : []
    const isNear = (place: number) => {
      const key = keys[place]!
      if (Math.abs(key.length - own.length) > mostSlips || key === own) return false
      return editDistance(key, own, mostSlips) <= mostSlips
    }
    const isRight = near.some((place) => keys[place] === own)
    const meant = isRight
      ? undefined
      : near.filter(isNear).find((place) => {
          const type = this.#keyOf(withoutShort(this.#bodies[place]!.nom)[0]).kinds[0]
          return type === undefined || kinds.some((kind) => agrees(kind, type))
        })
    return meant === undefined ? null : this.#bodies[meant]!
  }

  /** The words of a name in one text, but for its kind, and its kinds. */
  #keyOf(text: string): { key: string; kinds: string[] } {
    const { rest, kinds } = this.#kinds(tokens(text))
    return { key: rest.map(({ word }) => word).join(' '), kinds }
  }

  /** The words of a text that are long enough to be known with a slip, and say who is meant. */
  #longWords(text: string): string[] {
    return tokens(text)
      .map(({ word }) => word)
      .filter((word) => word.length >= fewestLetters && !this.#generic(word))
  }

  /** The bodies of whose names a word begins or ends as one of some words does. */
  #sharing(words: readonly string[]): Body[] {
    this.#ends ??= this.#endsOfAll()
    const ends = this.#ends
    const places = new Set(words.flatMap(endsOf).flatMap((end) => ends.get(end) ?? []))
    return [...places].map((place) => this.#bodies[place]!)
  }

  /** The names of all bodies without their kinds, and the places of these in the order of how they begin and of how they end. */
  #keysOfAll(): Keys {
    const keys = this.#bodies.map(({ nom }) => this.#keyOf(withoutShort(nom)[0]).key)
    const mirrored = keys.map(mirror)
    const places = (of: readonly string[]) =>
      Uint32Array.from(of.keys()).sort((a, b) => (of[a]! < of[b]! ? -1 : of[a]! > of[b]! ? 1 : 0))
    return { keys, begins: places(keys), ends: places(mirrored) }
  }

  #endsOfAll(): ReadonlyMap<string, readonly number[]> {
    const ends = new Map<string, number[]>()
    for (const [place, { nom }] of this.#bodies.entries()) {
      for (const end of new Set(this.#longWords(nom).flatMap(endsOf))) {
        const own = ends.get(end)
        if (own === undefined) ends.set(end, [place])
        else own.push(place)
      }
    }
    return ends
  }

  /**
   * The body that a text names by the first word of its compound name, « extraction_pass_brissac » for « Ville de Brissac-la-Forge »; null where the
   * text has another word of its own, or another body's name has that word too. Only for the names of files: there names are cut.
   */
  findShort(text: string): Body | null {
    const { rest, kinds } = this.#kinds(tokens(text.replaceAll('_', ' ')))
    const telling = rest.filter(({ word }) => !this.#generic(word) && !/^\d+$/.test(word))
    const [only] = telling
    if (only === undefined || telling.length > 1 || only.joined) return null
    const named = this.#firsts.get(only.word)
    // « CC Brissac » is no commune.
    return named !== undefined && kinds.every((kind) => agrees(kind, named.type))
      ? named.body
      : null
  }

  /**
   * Whether words may mean a body of a name: « la région » one of the same kind, or whose name doesn't say its kind. « L’État » and « l’opérateur » are
   * nobody's; other words, « lots », name no body, and may.
   * @param said folded words
   */
  mayMean(said: string, nom: string): boolean {
    const kinds = this.#kinds(tokens(said)).kinds
    const own = this.#kinds(tokens(nom)).kinds
    if (kinds.length === 0) return !outsiders.has(said)
    if (own.length === 0 || kinds.some((kind) => shared.has(kind))) return true
    return kinds.some((kind) =>
      own.some((one) => one === kind || wide[kind]?.includes(one) || wide[one]?.includes(kind)),
    )
  }

  /** Whether two texts begin with kinds of bodies of the same rank, as a CC and a CA do: neither is a part of the other. */
  peers(one: string, other: string): boolean {
    const [a, b] = [this.#rank(one), this.#rank(other)]
    return a !== null && a === b
  }

  /** The kind that a text begins with before a name, those of intercommunalities as one; null for a text that begins otherwise. */
  #rank(text: string): string | null {
    const all = tokens(text)
    const kind = this.#kindAt(all, 0)
    if (kind === undefined || all.length === kind.words.length) return null
    return wide.epci!.includes(kind.type) ? 'epci' : kind.type
  }

  #add(words: readonly string[], named: Named): void {
    if (words.length === 0) return
    let branch = this.#root
    for (const word of words) {
      branch.next ??= new Map()
      let next = branch.next.get(word)
      if (next === undefined) {
        next = { next: null, named: [] }
        branch.next.set(word, next)
      }
      branch = next
    }
    branch.named.push(named)
  }

  /** The names that stand at a place as whole words, not inside a longer hyphenated name. */
  #startingAt(rest: readonly Token[], at: number): Named[] {
    const found: Named[] = []
    if (rest[at]!.joined) return found
    let branch: Branch | undefined = this.#root
    for (let i = at; i < rest.length; i++) {
      branch = branch.next?.get(rest[i]!.word)
      if (branch === undefined) break
      if (!rest[i + 1]?.joined) found.push(...branch.named)
    }
    return found
  }

  /** The kind of body whose words stand at a place, by the longest expression; undefined where none does. */
  #kindAt(all: readonly Token[], at: number): Kind | undefined {
    const kinds = this.#types.get(all[at]?.word ?? '')
    return kinds?.find(({ words }) => words.every((word, j) => all[at + j]?.word === word))
  }

  /** Takes the kinds of bodies out of a text, longest expression first. */
  #kinds(all: Token[]): { rest: Token[]; kinds: string[] } {
    const rest: Token[] = []
    const kinds: string[] = []
    for (let i = 0; i < all.length; ) {
      const kind = this.#kindAt(all, i)
      if (kind && !all[i]!.joined && !all[i + kind.words.length]?.joined) {
        kinds.push(kind.type)
        i += kind.words.length
      } else {
        // « Tréval-le-Haut » is written « treval le haut » too.
        if (!articles.has(all[i]!.word)) rest.push(all[i]!)
        i++
      }
    }
    return { rest, kinds }
  }
}

/** Whether words for a kind of body may mean one of a type. */
function agrees(kind: string, type: string | null): boolean {
  return type !== null && (kind === type || (wide[kind]?.includes(type) ?? false))
}

/** « brissac-la-forge » */
const compound = /^([a-z]{5,})-[a-z]/
/** What many names begin with, and says of none which one is meant. */
const isCommonPart =
  /^(?:saint|sainte|notre|grande?s?|petite?s?|haute?s?|basse?s?|vieux|vieille|belle|monts?|ponts?|ports?|vallee|vaux|villers?|villiers|villes?|villeneuve|neuville|villages?|chateau|chateauneuf|chatel|castel|roches?|champs?|fontaines?|bourgs?|marche|marches|plateau|coteaux|rives?|bords?|plaines?|terres?|portes?|coeur|sources?|bois|foret|lacs?|cotes?|moulins?|croix|eglise|chapelle|abbaye|centre|entre|trois|quatre|union|espace|avenir)$/

/** « Syndicat de Cornouaille (SICO) » without what it is called for short, and that. */
function withoutShort(nom: string): [full: string, short: string | null] {
  const short = /\s*\((\p{Lu}[\p{Lu}\d]{2,})\)/u.exec(nom)
  return short ? [nom.replace(short[0], ''), short[1]!] : [nom, null]
}

function tokens(text: string): Token[] {
  const plain = fold(text.replaceAll(/[_.]/g, ' '))
  return [...plain.matchAll(/[a-z0-9]+/g)].map((match) => {
    signBehind.lastIndex = match.index + match[0].length
    return {
      word: match[0],
      joined: plain[match.index - 1] === '-',
      last: signBehind.test(plain),
    }
  })
}

/** Sticky: it is tried where a word ends. */
const signBehind = /(?:\s*(?:[,;:|(]|$)|\s+-\s)/y

/** The words of a body's name and kind, and its initials, folded: unknown words of a label that are among them are harmless. */
export function nameWords(nom: string): Set<string> {
  // As labels have them too: « vallée » loses its last letter there.
  const found = tokens(nom).flatMap(({ word }) => [word, ...stemmed(word)])
  return new Set([...found, ...initials(nom)])
}

/** What people of a place are called by: « ois », « aise », as labels have them, without their last letter. */
const ofPlace = /^([a-z]{4,}?)(?:oi|ois|oise|ai|ais|aise|ien|ienne|ain|aine|in|ine|een|eenne)s?$/

/**
 * Whether an unknown word of a label names the people of a body: « Tourzacois formés » in the report of Tourzac.
 * @param names the words of its name, folded
 */
export function isDemonym(word: string, names: ReadonlySet<string>): boolean {
  const root = ofPlace.exec(word)?.[1]
  return (
    root !== undefined &&
    [...names].some((name) => name.replace(/[es]+$/, '') === root || name === root)
  )
}

/** « Syndicat mixte Der Numérique » is « SMDN », where that is three letters or more. */
function initials(nom: string): string[] {
  const said = fold(nom)
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '' && !/^(?:de|du|des|la|le|les|l|d|et|en|a|au|aux)$/.test(word))
  const letters = said.map((word) => word[0]).join('')
  return letters.length >= 3 ? [letters] : []
}
