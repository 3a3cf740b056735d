import type { Convention } from './bodies.ts'
import type { Indicateur } from './margins.ts'
import type { Random } from './random.ts'
import { siretOf } from './siren.ts'
import { asOf, labels, missingWords, notes, services, titles, zeroWords } from './words.ts'
import { type Entry, grouped } from './workbook.ts'

/** How a report says whose it is. */
export const identities = [
  'siren',
  'siren_nombre',
  'siret',
  'convention',
  'nom',
  'nom_fichier',
] as const
export type Identity = (typeof identities)[number]

/** The habits of the person who filled in one report: words, numbers, what they say of themselves. */
export interface Hand {
  rng: Random
  identity: Identity
  /** The body's name as this person writes it. */
  nom: string
  /** The label of a figure, the same all over the report. */
  label(indicateur: Indicateur): string
  /** A figure as this person writes it: a missing one is a word or nothing, a zero may be a word. */
  figure(value: number | null, indicateur: Indicateur): Entry
  /** Any other count. */
  count(n: number): Entry
  title: string
  /** Rows that say whose report it is, label beside value; none when only the file's name tells. */
  whose(convention: Convention): Entry[][]
  /** Rows above a table: title, whose it is, date. */
  head(convention: Convention): Entry[][]
  /** Rows below: contact, remarks. */
  foot(convention: Convention): Entry[][]
}

const withoutAccents = (text: string): string =>
  text.normalize('NFD').replace(/[\u0300-\u036f]/g, '')

/** A name as people type it: capitals, accents left out, another apostrophe. */
export function variedName(nom: string, rng: Random): string {
  return rng.pick([
    (n: string) => n,
    (n: string) => n,
    (n: string) => n.toUpperCase(),
    (n: string) => withoutAccents(n.toUpperCase()),
    (n: string) => withoutAccents(n),
    (n: string) => n.replaceAll("'", '’'),
    (n: string) => n.toLowerCase(),
  ])(nom)
}

/** `castelbrune`: for addresses of mail. */
function slug(text: string): string {
  return withoutAccents(text)
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
}

function whoseRows(c: Convention, identity: Identity, nom: string, rng: Random): Entry[][] {
  const { siren } = c.body
  const spaced = siren.replace(/(\d{3})(?=\d)/g, '$1 ')
  const name: Entry[] = [
    rng.pick(['Structure', 'Collectivité', 'Porteur du projet', 'Lauréat']),
    nom,
  ]
  const rows: Record<Identity, Entry[][]> = {
    siren: [...(rng.chance(0.7) ? [name] : []), [rng.pick(['SIREN', 'N° SIREN']), spaced]],
    // Typed as a number: a spreadsheet eats the leading zeros.
    siren_nombre: [name, ['SIREN', Number(siren)]],
    siret: [
      ...(rng.chance(0.7) ? [name] : []),
      ['SIRET', rng.chance(0.5) ? siretOf(siren, 1) : `${spaced} ${siretOf(siren, 1).slice(9)}`],
    ],
    convention: [
      ...(rng.chance(0.5) ? [name] : []),
      [rng.pick(['Convention', 'N° de convention', 'Convention n°']), c.convention],
    ],
    nom: [name],
    nom_fichier: [],
  }
  const call: Entry[] = [rng.pick(['Appel à projets', 'AAP']), `AAP ${c.aap}`]
  // A body that holds both calls says which of them it reports on.
  const said = c.deuxAppels && identity !== 'convention' ? [call] : []
  return [...rows[identity], ...said]
}

/** Habits that a report imposes. */
export interface Imposed {
  identity?: Identity
  /** The word for a missing figure; an empty one leaves the cell empty. */
  missing?: string
  /** What the report says of the date of its figures. */
  date?: string
}

/** The hand of the person who reports on a convention. */
export function handOf(c: Convention, rng: Random, imposed: Imposed = {}): Hand {
  const kept = new Map<Indicateur, string>()
  const possible = c.body.siren.startsWith('0')
    ? (['siren_nombre', 'siren', 'siret'] as const)
    : c.deuxAppels
      ? identities.filter((i) => i !== 'nom_fichier')
      : identities
  const identity = imposed.identity ?? rng.pick(possible)
  const nom = variedName(c.body.nom, rng)
  const numbers = rng.pick(['plain', 'plain', 'format', 'format', 'text'] as const)
  const separator = rng.pick(['\u00a0', '\u202f', ' '])
  const missing = imposed.missing ?? rng.pick(missingWords)
  const zero = rng.chance(0.4)
  const shouts = rng.chance(0.1)
  const title = rng.pick(titles)
  const count = (n: number): Entry => {
    if (numbers === 'plain') return n
    return numbers === 'format' ? { v: n, z: '#,##0' } : grouped(n, separator)
  }
  const whose = whoseRows(c, identity, nom, rng)
  const date = imposed.date ?? rng.pick(asOf)
  return {
    rng,
    identity,
    nom,
    title,
    label: (indicateur) => {
      const drawn = kept.get(indicateur) ?? rng.pick(labels[indicateur])
      const label = shouts ? drawn.toUpperCase() : drawn
      kept.set(indicateur, label)
      return label
    },
    figure: (value, indicateur) => {
      if (value === null) return missing
      if (value === 0 && zero) return rng.pick(zeroWords[indicateur])
      return count(value)
    },
    count,
    whose: () => whose,
    head: () => [
      ...(rng.chance(0.8) ? [[title]] : []),
      ...whose,
      ...(imposed.date !== undefined || rng.chance(0.7) ? [[date]] : []),
      [],
    ],
    foot: (of) => [
      [],
      ...(rng.chance(0.7) ? [[`Contact : ${rng.pick(services)}`]] : []),
      ...(rng.chance(0.5) ? [[`pass-numerique@${slug(of.body.lieu)}.example.invalid`]] : []),
      ...(rng.chance(0.6) ? [[rng.pick(notes)]] : []),
    ],
  }
}
