import { type Random, random } from '../../pipeline/corpus/random.ts'
import { byteDamages } from './byte-damages.ts'
import type { Damage } from './damage.ts'
import { layoutDamages } from './layout-damages.ts'
import type { Mutation } from './oracle.ts'
import { bookOf, type Source } from './source.ts'
import { textDamages } from './text-damages.ts'

const gridDamages: Damage[] = [...layoutDamages, ...textDamages]

/** Damages that leave each cell at its address: what they did is still where they say it after nothing but them. */
const inPlace = new Set([
  ...textDamages.map(({ name }) => name),
  'cells unmerged',
  'sheet hidden',
  'row hidden',
  'number cells swapped',
  'label cells swapped',
])

/** A source and which of its damages. */
export interface Drawn {
  source: Source
  turn: number
}

/**
 * The damages of one file, one after the other, each with the bytes that it left; the last one's are the file. Draws hang on the name of the
 * source and its turn, so that a new case leaves the damages of the others as they are.
 * @param hasGrid whether the source can be damaged as a grid
 * @param damages how many, 1 or 2; two are different ones, those that move cells first
 */
export function mutate(
  id: string,
  { source, turn }: Drawn,
  { seed, hasGrid, damages }: { seed: number; hasGrid: boolean; damages: 1 | 2 },
): Mutation[] {
  const rng = random(seed, source.name, turn)
  const base = { id, source, turn }
  // One in six is damaged by bytes; what has no grid always.
  if (hasGrid && rng.chance(5 / 6)) {
    for (let tries = 0; tries < 12; tries++) {
      const drawn = Array.from({ length: damages }, () => rng.pick(gridDamages))
      const steps = inGrid(base, inOrder(drawn), rng)
      if (steps === null) continue
      // So is the second damage.
      return damages === 2 && rng.chance(1 / 6) ? [steps[0]!, inBytes(steps[0]!, rng)] : steps
    }
  }
  const first = inBytes({ ...base, bytes: source.bytes }, rng)
  return damages === 2 ? [first, inBytes(first, rng)] : [first]
}

function inOrder(damages: Damage[]): Damage[] {
  return damages.toSorted((a, b) => Number(inPlace.has(a.name)) - Number(inPlace.has(b.name)))
}

type Base = Pick<Mutation, 'id' | 'source' | 'turn'>

/** The damages of a grid; null where one of them finds nothing to damage, or they are the same. */
function inGrid(base: Base, damages: Damage[], rng: Random): Mutation[] | null {
  if (new Set(damages).size < damages.length) return null
  const book = bookOf(base.source)!
  const steps: Mutation[] = []
  for (const { name, effect, apply } of damages) {
    const hit = apply(book, rng)
    if (hit === null) return null
    const source = after(base.source, steps.at(-1))
    const bytes = Buffer.from(book.write())
    steps.push({ ...base, source, damage: name, effect, hit, bytes })
  }
  return steps
}

/** One more damage, of the bytes that the last one left. */
function inBytes(last: Base & { bytes: Buffer; damage?: string }, rng: Random): Mutation {
  const { name, apply } = rng.pick(byteDamages.filter((one) => one.name !== last.damage))
  const { id, turn, bytes } = last
  const source = { ...last.source, bytes }
  const hit = { what: name, gone: [] }
  return { id, source, turn, damage: name, effect: 'bytes', hit, bytes: apply(bytes, rng) }
}

/** The source as a damage left it. */
function after(source: Source, last: Mutation | undefined): Source {
  return last === undefined ? source : { ...source, bytes: last.bytes }
}
