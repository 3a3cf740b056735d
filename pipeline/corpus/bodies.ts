import { BilanError } from '../error.ts'
import type { Draft, Figures } from './figures.ts'
import { type Aap, aaps, type TypeStructure, types } from './margins.ts'
import type { Random } from './random.ts'
import { type Prefix, sirenOf } from './siren.ts'
import { nthName, of, regions, rivers, towns, withArticle } from './toponyms.ts'

/** An invented body that won one call, or both. */
export interface Body {
  siren: string
  nom: string
  /** The place in its name: `Castelbrune`. */
  lieu: string
  type: TypeStructure
  /** Empty for a region. */
  departement: string
}

/** One row of the register, with the figures that the register doesn't hold. */
export interface Convention {
  convention: string
  aap: Aap
  body: Body
  /** Whether the body holds the other call too. */
  deuxAppels: boolean
  potentiel: number
  /** EUR cents. */
  montant: number
  subvention: number
  figures: Figures
}

/** Codes as the register writes them: text, with leading zeros, letters and three digits overseas. */
const departements = [
  ...Array.from({ length: 95 }, (_, i) => String(i + 1).padStart(2, '0')).filter((c) => c !== '20'),
  '2B',
  '971',
  '972',
  '973',
  '976',
]
/** The awkward ones come first, so that every corpus holds them. */
const awkward = ['2A', '01', '974']

const ownPrefix: Record<TypeStructure, Prefix> = {
  'Conseil régional': '2399',
  'Conseil départemental': '2299',
  'Communes et EPCI': '2499',
  Autres: '2599',
}
/** Where numbers come from once a type's own prefix is used up. */
const overflow: readonly Prefix[] = [
  '2099',
  '2199',
  '2699',
  '2799',
  '2899',
  '2999',
  '2100',
  '2200',
  '2300',
  '2400',
  '2500',
  '2600',
  '2700',
  '2800',
  '2900',
]
const block = 9_999

/** The most conventions that a corpus can hold: one body each, and no number twice. */
export const mostConventions = block * (overflow.length + 1)

function siren(type: TypeStructure, n: number, zeros: boolean): string {
  const lap = Math.floor(n / block)
  const prefix = lap === 0 ? (zeros ? '0000' : ownPrefix[type]) : overflow[lap - 1]
  if (prefix === undefined) {
    throw new BilanError(
      `no more than ${mostConventions} invented bodies can be numbered`,
      'ask for fewer conventions',
      2,
    )
  }
  return sirenOf(prefix, n % block)
}

function nameOf(type: TypeStructure, n: number, aap: Aap, rng: Random): [string, string] {
  if (type === 'Conseil régional') {
    const lieu = nthName(regions, n)
    return [rng.pick([`Région ${lieu}`, `Conseil régional ${of(lieu)}`]), lieu]
  }
  if (type === 'Conseil départemental') {
    const lieu = nthName(rivers, n)
    const de = `de ${withArticle(lieu)}`
    return [rng.pick([`Conseil départemental ${de}`, `Département ${de}`]), lieu]
  }
  const lieu = nthName(towns, n)
  if (type === 'Communes et EPCI') {
    const forms = [
      `Communauté de communes ${of(lieu)}`,
      `Communauté de communes du Pays ${of(lieu)}`,
      `Communauté d'agglomération ${of(lieu)}`,
      `${lieu} Agglomération`,
      `${lieu} Métropole`,
      // Single communes could only win the second call.
      ...(aap === '2020' ? [`Commune ${of(lieu)}`, `Ville ${of(lieu)}`] : []),
    ]
    return [rng.pick(forms), lieu]
  }
  return [
    rng.pick([
      `Syndicat mixte ${lieu} Numérique`,
      `GIP ${lieu} Inclusion`,
      `Association Le Relais numérique ${of(lieu)}`,
      `PETR du Pays ${of(lieu)}`,
      `Syndicat mixte ouvert ${of(lieu)}`,
    ]),
    lieu,
  ]
}

/** Pairs of drafts, one a call, that belong to one body: 3 to 6 of them where the numbers allow. */
function pairs(drafts: readonly Draft[], rng: Random): Map<Draft, Draft> {
  const wanted = rng.int(3, 6)
  const found = new Map<Draft, Draft>()
  const left = new Set(rng.shuffle(drafts.filter((d) => d.aap === '2020')))
  for (const first of rng.shuffle(drafts.filter((d) => d.aap === '2019'))) {
    if (found.size === wanted) break
    // A body that sends nothing at all for one call tells too little to be worth the second.
    if (first.figures.pass_achetes === null) continue
    const second = [...left].find((d) => d.type === first.type && d.figures.pass_achetes !== null)
    if (second === undefined) continue
    found.set(first, second)
    left.delete(second)
  }
  return found
}

/**
 * Names the drafts: bodies with their SIREN, conventions with their number. `batch` tells apart the parts of a
 * large corpus; `before` counts the conventions of each call in earlier parts. Sorted by convention.
 */
export function nameConventions(
  drafts: readonly Draft[],
  batch: number,
  before: Record<Aap, number>,
  rng: Random,
): Convention[] {
  const paired = pairs(drafts, rng)
  const followers = new Set(paired.values())
  const codes = [...awkward, ...rng.shuffle(departements)]
  const places = { regions: 0, rivers: 0, towns: 0 }
  const bodies = new Map<Draft, Body>()
  const startOf = (type: TypeStructure): number => {
    const list =
      type === 'Conseil régional'
        ? 'regions'
        : type === 'Conseil départemental'
          ? 'rivers'
          : 'towns'
    // Every part starts behind the names that earlier parts may have used.
    const most = drafts.filter((d) =>
      list === 'towns' ? types.indexOf(d.type) > 1 : d.type === type,
    )
    const n = batch * most.length + places[list]
    places[list] += 1
    return n
  }
  let rank = 0
  let small = 0
  for (const draft of rng.shuffle(drafts)) {
    if (followers.has(draft)) continue
    const [nom, lieu] = nameOf(draft.type, startOf(draft.type), draft.aap, rng)
    const minor = draft.type === 'Autres' || draft.type === 'Communes et EPCI'
    if (minor) small += 1
    const body: Body = {
      siren: siren(draft.type, batch * drafts.length + rank, minor && small % 8 === 0),
      nom,
      lieu,
      type: draft.type,
      departement: draft.type === 'Conseil régional' ? '' : codes[rank % codes.length]!,
    }
    rank += 1
    bodies.set(draft, body)
    const second = paired.get(draft)
    if (second !== undefined) bodies.set(second, body)
  }
  const twice = new Set([...paired.keys(), ...followers])
  return aaps.flatMap((aap) =>
    rng.shuffle(drafts.filter((d) => d.aap === aap)).map((d, i) => ({
      convention: `${aap}-${String(before[aap] + i + 1).padStart(3, '0')}`,
      aap,
      body: bodies.get(d)!,
      deuxAppels: twice.has(d),
      potentiel: d.potentiel,
      montant: d.montant,
      subvention: d.subvention,
      figures: d.figures,
    })),
  )
}
