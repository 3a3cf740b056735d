import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** The V8 that knows the flags that are set here; another one would write to standard error that it doesn't. */
const known = /^13\./.test(process.versions.v8)

/** Tells V8 something of how to run this program, also while it runs; one that wasn't tried is left as it is. */
export function tellV8(flag: string): void {
  if (known) setFlagsFromString(flag)
}

/** Bytes of heap below which clearing it up is not worth the time. */
const largeHeap = 128 * 2 ** 20

/**
 * Clears a large heap up now, and gives back what that frees: V8 else keeps garbage until it needs the room itself, and has no idea of what else
 * in the process does.
 */
export function clearHeap(): void {
  if (!known || process.memoryUsage().heapTotal < largeHeap) return
  setFlagsFromString('--expose-gc')
  const clear: unknown = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  if (typeof clear !== 'function') return
  // Any other kind leaves the pages with the process that the garbage was spread over.
  clear({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
