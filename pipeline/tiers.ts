import { setFlagsFromString } from 'node:v8'

/** The V8 that knows the flag; another one would write to standard error that it doesn't. */
const known = /^13\./

/**
 * Lets V8 compile a function with its slowest compiler once it has been called sixty thousand times and not three thousand. Most of a run's code
 * is many rules called a few thousand times each: compiling them so took a sixth of a reader's processor time, on threads beside it, and what
 * came out of it ran in 1 % of that time. What is hot for a long run (10 000 reports) is compiled all the same. Imported before all else.
 */
if (known.test(process.versions.v8)) setFlagsFromString('--invocation-count-for-turbofan=60000')
