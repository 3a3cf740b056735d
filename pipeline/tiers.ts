import { setFlagsFromString } from 'node:v8'

/** The V8 that knows the flags; another one would write to standard error that it doesn't. */
const known = /^13\./.test(process.versions.v8)

/**
 * Tells V8 what a short run is made of: many rules that are called a few hundred to a few thousand times each. Compiling them with its two slower
 * compilers took a quarter of a reader's processor time, on threads beside it, and what came out of it hardly ran. An expression is used on many
 * texts or on none, so it is compiled at once, and not first for V8's own interpreter. Imported before all else.
 */
if (known) {
  setFlagsFromString('--invocation-count-for-turbofan=60000')
  setFlagsFromString('--invocation-count-for-osr=20000')
  setFlagsFromString('--invocation-count-for-maglev=6000')
  setFlagsFromString('--no-regexp-tier-up')
}

/** Documents after which a run is a long one. */
const longFrom = 250
let seen = 0

/** Counts a document. Where there are many, what its rules compile to is worth its making: V8's own measure of what is called often holds again. */
export function documentSeen(): void {
  if (++seen === longFrom && known) setFlagsFromString('--invocation-count-for-maglev=400')
}
