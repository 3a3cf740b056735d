import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate as immediately, setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { historyOf } from '../../pipeline/warehouse/history.ts'
import { generationOf, kept, publishGeneration } from './publisher.ts'

const publisher = fileURLToPath(new URL('publisher.ts', import.meta.url))
const killAt = new URL('kill-at.ts', import.meta.url).href
const readerScript = fileURLToPath(new URL('reader.ts', import.meta.url))

/** Where in a publication a kill fell, by what it left in the folder. */
export type Moment =
  | 'between publications'
  | 'while building'
  | 'ready, before the swap'
  | 'between the file and its exports'
  | 'after the swap'

/** What a series of kills did: how many fell where. Anything that was not whole has thrown. */
export interface Killed {
  rounds: number
  moments: Map<Moment, number>
  /** Generations published over the whole series. */
  generations: number
  /** Queries that a reader answered which held generation 0 open all along. */
  readings: number
}

/** A reader that holds a file open until `close`. */
export interface HeldReader {
  /** What its query gives now; throws when the process is gone. */
  read(): Promise<unknown>
  close(): Promise<void>
}

/** Starts a process that opens `path` read-only and keeps it open. */
export async function holdOpen(path: string, sql: string): Promise<HeldReader> {
  const child = spawn(process.execPath, [readerScript, path, sql], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const line = async () => {
    const { value, done } = await lines.next()
    if (done === true) throw new Error('the reader is gone')
    return String(value)
  }
  await line()
  return {
    read: async () => {
      child.stdin.write('?\n')
      return JSON.parse(await line())
    },
    close: async () => {
      const ended = child.exitCode === null ? once(child, 'exit') : null
      child.stdin.end()
      await ended
    },
  }
}

/**
 * Publishes into `folder` over and over in other processes, each killed (SIGKILL) at a random moment, and looks at what stands
 * after each kill: the published file and every file of the history open and are whole, the history has no more than it may,
 * and nothing in it was never published. Meanwhile a reader holds the first publication. At the end one more publication
 * finishes and nothing is left lying. Throws at the first thing that is not so.
 * @param random numbers from 0 to 1: what decides on the moments
 */
export async function killPublications(
  folder: string,
  rounds: number,
  random: () => number,
): Promise<Killed> {
  await publishGeneration(folder, 0)
  const time = await measure(folder)
  const killed: Killed = { rounds, moments: new Map(), generations: 0, readings: 0 }
  const warehouse = join(folder, 'warehouse.duckdb')
  const reader = await holdOpen(warehouse, 'SELECT DISTINCT generation FROM t')
  const seen = JSON.stringify(await reader.read())
  let generation = await generationOf(warehouse)
  try {
    for (let round = 0; round < rounds; round++) {
      // A third of the kills fall all over a publication and into the next, a third from the moment when all is made,
      // a third from the moment when it is forced to disk and the renames begin, which take a few milliseconds.
      const { child, said } = startPublisher(folder, generation + 1)
      await said(round % 3 === 0 ? 'done' : 'swap')
      if (round % 3 === 2) await readyIn(folder, child)
      await sleep(random() * [1.5 * time.whole, 1.5 * time.swap, 12][round % 3]!)
      child.kill('SIGKILL')
      await once(child, 'exit')
      const moment = await momentOf(folder)
      killed.moments.set(moment, (killed.moments.get(moment) ?? 0) + 1)
      const before = generation
      generation = await generationOf(warehouse)
      if (generation < before) throw new Error(`generation ${before} was there, now ${generation}`)
      await expectHistory(folder, generation, kept + 2)
      if (JSON.stringify(await reader.read()) !== seen)
        throw new Error('the reader no longer sees what it opened')
      killed.readings++
    }
    await publishGeneration(folder, generation + 1)
    killed.generations = generation + 1
    if ((await generationOf(warehouse)) !== generation + 1) throw new Error('the last run failed')
    await expectHistory(folder, generation + 1, kept + 1)
    await expectNothingLeft(folder)
    return killed
  } finally {
    await reader.close()
  }
}

/**
 * Publishes into `folder` again and again, each time in a process that is killed before its next change to the file system: the first one
 * before its first, and so on until one gets through. What stands is whole after each; the next publication finishes and leaves nothing lying.
 * Throws at the first thing that is not so; gives the number of kills.
 */
export async function killEachChange(folder: string): Promise<number> {
  const warehouse = join(folder, 'warehouse.duckdb')
  await publishGeneration(folder, 0)
  let generation = 0
  for (let at = 1; ; at++) {
    const args = ['--import', killAt, publisher, folder, String(generation + 1), 'once']
    const child = spawn(process.execPath, args, {
      env: { ...process.env, KILL_AT: String(at) },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const [status] = await once(child, 'exit')
    const found = await generationOf(warehouse)
    if (found !== generation && found !== generation + 1)
      throw new Error(`killed before change ${at}: ${found} stands after ${generation}`)
    await expectHistory(folder, found, kept + 2)
    generation += 2
    await publishGeneration(folder, generation)
    await expectHistory(folder, generation, kept + 1)
    await expectNothingLeft(folder)
    if (status === 0) return at - 1
  }
}

/** A process that publishes over and over, and a way to wait for the next time that it says a word (`swap`, `done`). */
function startPublisher(folder: string, generation: number) {
  const child = spawn(process.execPath, [publisher, folder, String(generation)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const said = async (word: string) => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done === true) throw new Error(`the publisher is gone before it said ${word}`)
      if (value === word) return
    }
  }
  return { child, said }
}

/** Waits until a build in `folder` bears its mark. */
async function readyIn(folder: string, { pid }: ChildProcess): Promise<void> {
  const ours = `.build-${pid}-`
  const until = performance.now() + 10_000
  while (performance.now() < until) {
    const build = (await readdir(folder)).find((name) => name.startsWith(ours))
    if (build !== undefined && existsSync(join(folder, build, 'ready'))) return
    await immediately()
  }
}

/** How long a publication takes on this machine, and the swap in it, in milliseconds. */
async function measure(folder: string): Promise<{ whole: number; swap: number }> {
  const { child, said } = startPublisher(folder, 1)
  await said('done')
  const started = performance.now()
  await said('swap')
  const ready = performance.now()
  await said('done')
  const ended = performance.now()
  child.kill('SIGKILL')
  await once(child, 'exit')
  return { whole: ended - started, swap: ended - ready }
}

/** Every file of the history is whole, older than the next one and not newer than what stands; no more than `most`. */
async function expectHistory(folder: string, newest: number, most: number): Promise<void> {
  const entries = await historyOf(folder, join(folder, 'warehouse.duckdb'))
  const generations: number[] = []
  for (const { path } of entries) generations.push(await generationOf(path))
  const said = generations.join(' ')
  if (generations.length > most) throw new Error(`too many in the history: ${said}`)
  // A build that was ready is finished by the next run, which may then make the same generation once more.
  if (generations.some((one, i) => i > 0 && one < generations[i - 1]!))
    throw new Error(`out of order in the history: ${said}`)
  if ((generations.at(-1) ?? 0) > newest) throw new Error(`never published: ${said}`)
}

async function expectNothingLeft(folder: string): Promise<void> {
  const left = (await readdir(folder)).sort().join(' ')
  if (left !== '.history exports warehouse.duckdb') throw new Error(`left lying: ${left}`)
  const names = await readdir(join(folder, '.history'))
  if (names.some((name) => !name.endsWith('.duckdb')))
    throw new Error(`left lying in the history: ${names.join(' ')}`)
}

async function momentOf(folder: string): Promise<Moment> {
  const build = (await readdir(folder)).find((name) => name.startsWith('.build-'))
  if (build === undefined) return 'between publications'
  const has = (...path: string[]) =>
    access(join(folder, ...path)).then(
      () => true,
      () => false,
    )
  if (!(await has(build, 'ready'))) return (await has(build)) ? 'while building' : 'after the swap'
  if (await has(build, 'warehouse.duckdb')) return 'ready, before the swap'
  return (await has(build, 'exports')) ? 'between the file and its exports' : 'after the swap'
}
