import { tellV8 } from './v8.ts'

/**
 * Tells V8 what a short run is made of: many rules that are called a few hundred to a few thousand times each. Compiling them with its two slower
 * compilers took a quarter of a reader's processor time, on threads beside it, and what came out of it hardly ran. An expression is used on many
 * texts or on none, so it is compiled at once, and not first for V8's own interpreter. Imported before all else.
 */
tellV8('--invocation-count-for-turbofan=60000')
tellV8('--invocation-count-for-osr=20000')
tellV8('--invocation-count-for-maglev=6000')
tellV8('--no-regexp-tier-up')

/** Documents after which a run is a long one. */
const longFrom = 250
let seen = 0

/** Counts a document. Where there are many, what its rules compile to is worth its making: V8's own measure of what is called often holds again. */
export function documentSeen(): void {
  if (++seen === longFrom) tellV8('--invocation-count-for-maglev=400')
}
