import { setFlagsFromString } from 'node:v8'

/** The V8 that knows the flags that are set here; another one would write to standard error that it doesn't. */
const known = /^13\./.test(process.versions.v8)

/** Tells V8 something of how to run this program, also while it runs; one that wasn't tried is left as it is. */
export function tellV8(flag: string): void {
  if (known) setFlagsFromString(flag)
}
