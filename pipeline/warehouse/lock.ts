import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { BilanError } from '../error.ts'

const ownerSchema = z.strictObject({
  pid: z.int().positive(),
  host: z.string(),
  /** When the process started, as its system says it: a pid alone is given again to others. */
  started: z.string(),
})

/** The process that holds a lock. */
export type Owner = z.infer<typeof ownerSchema>

/** A folder held by this process until `release`. */
export interface Lock {
  release(): Promise<void>
}

/**
 * Takes the lock of a warehouse folder (file `.lock`, which names its owner). The lock of a process that is no
 * more is taken over; that of one that lives is a `BilanError` with its pid. The folder must exist.
 */
export async function takeLock(folder: string): Promise<Lock> {
  const path = join(folder, '.lock')
  const own: Owner = {
    pid: process.pid,
    host: hostname(),
    started: processStart(process.pid) ?? '',
  }
  // Each turn either takes the lock, finds a living owner, or clears a dead one's; others may do the same meanwhile.
  for (let unreadable = 0; ; ) {
    if (await create(path, own)) return { release: () => rm(path, { force: true }) }
    const text = await readFile(path, 'utf8').catch(() => null)
    if (text === null) continue
    const owner = parseOwner(text)
    if (owner === null && unreadable < 20) {
      // Made a moment ago and not written yet, or its writer died right there: one second tells.
      unreadable++
      await sleep(50)
      continue
    }
    if (owner !== null && alive(owner)) throw held(folder, path, owner)
    await clear(path, text, own.pid)
  }
}

async function create(path: string, owner: Owner): Promise<boolean> {
  try {
    await writeFile(path, `${JSON.stringify(owner)}\n`, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Removes a dead lock; moves it away first, so that two that do it at once can't remove a new one. */
async function clear(path: string, dead: string, pid: number): Promise<void> {
  const aside = `${path}-${pid}`
  try {
    await rename(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if ((await readFile(aside, 'utf8')) === dead) await rm(aside)
  else await rename(aside, path)
}

function parseOwner(text: string): Owner | null {
  try {
    return ownerSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Of another machine nothing can be known: its lock counts as living. */
function alive(owner: Owner): boolean {
  if (owner.host !== hostname()) return true
  const started = processStart(owner.pid)
  return started !== null && (started === owner.started || started === '')
}

/**
 * When a process started, in the words of its system (clock ticks since boot where there is /proc, else a date of
 * `ps`); '' when it lives but nothing tells; null when there is no such process.
 */
export function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? null : fields[19]!
  } catch {
    // No /proc here, or no such process.
  }
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null
  }
  try {
    const options = {
      encoding: 'utf8',
      env: { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH },
    } as const
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], options).trim()
  } catch {
    return ''
  }
}

function held(folder: string, path: string, owner: Owner): BilanError {
  const where = owner.host === hostname() ? '' : ` on ${owner.host}`
  return new BilanError(
    `${folder} is being written by another run (process ${owner.pid}${where})`,
    where === ''
      ? 'wait until it ends, then run again'
      : `wait until it ends; if that machine no longer runs it, delete ${path}`,
  )
}
