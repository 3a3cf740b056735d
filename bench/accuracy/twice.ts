import { type Excuse, excuse, type Mutation } from './oracle.ts'
import type { Outcome } from './outcome.ts'
import type { Judged } from './verdict.ts'

/**
 * What excuses a wrong value after one damage, or two: what either of them excuses. Where the file was read so after the first one alone, that one has to
 * excuse it; else the second may, held against the file as the first one left it, or the first by what it did.
 */
export async function excuseOf(
  steps: Mutation[],
  outcomes: Outcome[],
  one: Judged,
  intact: Outcome,
): Promise<Excuse | null> {
  const [first, second] = steps as [Mutation, Mutation?]
  const [before, after] = outcomes as [Outcome, Outcome?]
  if (second === undefined || after === undefined) {
    return await excuse(first, one, before, intact)
  }
  if (before.value(one.convention, one.indicator) === one.read) {
    return await excuse(first, one, before, intact)
  }
  return (
    (await excuse(second, one, after, before)) ??
    (await excuse({ ...first, bytes: second.bytes }, one, after, intact))
  )
}
