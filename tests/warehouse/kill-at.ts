// Preloaded into a process (`--import`): kills it (SIGKILL) just before the change to the file system whose number is in
// KILL_AT. What only looks is not counted: a kill before it leaves the same as one before the next change.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const names = [
  'copyFile',
  'link',
  'mkdir',
  'mkdtemp',
  'rename',
  'rm',
  'utimes',
  'writeFile',
] as const
const at = Number(process.env.KILL_AT)
let count = 0

for (const name of names) {
  const real = fs.promises[name] as (...args: unknown[]) => unknown
  const counted = (...args: unknown[]) => {
    count++
    if (count === at) process.kill(process.pid, 'SIGKILL')
    return real.apply(fs.promises, args)
  }
  Object.assign(fs.promises, { [name]: counted })
}
syncBuiltinESMExports()
