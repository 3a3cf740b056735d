import { join } from 'node:path'
import { readExpressions, readWords } from '../expressions.ts'
import { Memo } from '../memo.ts'
import { fold, words } from '../recognise/text.ts'

/** What a column of a list holds, as `sql/seeds/bons_colonnes.csv` names it. */
export const roles = [
  'pass',
  'pass_possible',
  'carnet',
  'statut',
  'scan',
  'achat',
  'beneficiaire',
  'nom',
  'nom_possible',
  'prenom',
  'courriel',
  'telephone',
  'naissance',
  'civilite',
  'adresse',
  'siren',
  'convention',
  'collectivite',
  'quantite',
] as const
export type Role = (typeof roles)[number]

/** What a status says of a voucher, as `sql/seeds/bons_statuts.csv` names it. */
export const states = ['scanne', 'non_scanne', 'commande', 'annule', 'ambigu'] as const
export type State = (typeof states)[number]

/** The words that tell what columns and statuses of a list mean: data, loaded from the seeds. */
export interface ListWords {
  /** The role that a header gives to its column; null when it is none that matters. */
  role(header: string): Role | null
  /** Statuses by `stateKey`. */
  states: ReadonlyMap<string, State>
  /** Texts that say that there is nothing (`NC`, `-`), lower case, without accents. */
  nothing: ReadonlySet<string>
  /** Whether a text has a word for a kind of public body (`sql/seeds/types_organismes.csv`). */
  body(text: string): boolean
}

const longestHeader = 80
const small = new Set(
  ['de', 'du', 'des', 'd', 'l', 'le', 'la', 'les', 'un', 'une', 'et', 'en', 'a', 'au', 'par'].map(
    (word) => words(word)[0]!,
  ),
)
const numbers = new Set(['n', 'no', 'num', 'numero', 'nr'])
const alike: Record<string, string> = { id: 'identifiant', ident: 'identifiant', ref: 'reference' }

/**
 * Loads the words from the seeds folder.
 * @throws BilanError naming the file and row of the first wrong row
 */
export async function loadListWords(seeds: string): Promise<ListWords> {
  const columns = await readExpressions(join(seeds, 'bons_colonnes.csv'), 'role', [
    ...roles,
    'neutre',
  ] as const)
  const statuses = await readExpressions(join(seeds, 'bons_statuts.csv'), 'etat', states)
  const absences = await readExpressions(join(seeds, 'mots_absence.csv'), 'sens', [
    'absence',
    'zero',
  ] as const)
  const bodies = await readWords(join(seeds, 'types_organismes.csv'), 'expression')
  // Two letters may be anybody's initials.
  const kinds = bodies.map((body) => ` ${words(body).join(' ')} `).filter((k) => k.length > 5)
  const neutral = new Set<string>()
  const known: { words: string[]; role: Role }[] = []
  for (const { expression, sense } of columns) {
    if (sense === 'neutre') for (const word of headerWords(expression)) neutral.add(word)
    else known.push({ words: headerWords(expression), role: sense })
  }
  // The longest expression says most: « code bénéficiaire » is no code of a pass.
  known.sort((a, b) => b.words.length - a.words.length)
  const meaningful = new Set([...neutral, ...known.flatMap((one) => one.words)])
  const asked = new Memo<{ role: Role | null }>()
  const roleOf = (header: string): Role | null => {
    if (header.length > longestHeader) return null
    const found = headerWords(header)
    // Most texts that may be a header hold a word that none has.
    if (!found.every((word) => meaningful.has(word))) return null
    const match = known.find(
      (one) =>
        one.words.every((word) => found.includes(word)) &&
        found.every((word) => one.words.includes(word) || neutral.has(word)),
    )
    return match?.role ?? null
  }
  return {
    role: (header) => asked.of(header, (text) => ({ role: roleOf(text) })).role,
    states: new Map(
      statuses.flatMap(({ expression, sense }) =>
        inflected(stateKey(expression)).map((key) => [key, sense]),
      ),
    ),
    nothing: new Set([
      ...absences
        .filter(({ sense }) => sense === 'absence')
        .map(({ expression }) => fold(expression)),
      'anonyme',
      'non renseigne',
    ]),
    body(text) {
      const plain = ` ${words(text).join(' ')} `
      return kinds.some((kind) => plain.includes(kind))
    },
  }
}

/** A status without accents, case, digits and signs: « Utilisé le 12/03/2022 » is `utilise le`. SQL makes the same of it. */
export function stateKey(status: string): string {
  return fold(status)
    .replaceAll(/[^a-z]+/g, ' ')
    .replace(/ le *$/, '')
    .trim()
}

function headerWords(header: string): string[] {
  const found = words(header.replaceAll(/[()_]|(?<=\p{Ll})(?=\p{Lu})/gu, ' '))
    .map((word) => (numbers.has(word) ? 'numero' : (alike[word] ?? word)))
    .filter((word) => !small.has(word) && /\w/.test(word))
  return [...new Set(found)]
}

/** « scanné », « scannés », « scannée », « scannées », « scanné e ». */
function inflected(key: string): string[] {
  return ['', 's', 'e', 'es', ' e', ' s'].map((ending) => `${key}${ending}`)
}
