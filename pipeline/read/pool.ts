import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import pLimit from 'p-limit'

/** How a job ended. A failure says which limit was met; the run goes on either way. */
export type Outcome<Result> =
  | { ok: true; result: Result }
  | {
      ok: false
      /** `error`: the job itself threw, and its worker lives on. */
      failure: 'timeout' | 'memory' | 'crash' | 'error'
      /** What is known of it, for developers. */
      message: string
    }

export interface PoolOptions {
  /** The module that a worker runs: it calls `serve` of `worker.ts`. */
  entry: URL
  /** Processes at most; none is started before there is a job for it. */
  workers?: number
  /**
   * Milliseconds of processor time that one job may take, unless it is given its own time: what else the machine does is not the file's fault,
   * and the same file is read everywhere. By the clock it may take several times that, for a disk that doesn't answer; where processor
   * time of another process can't be seen (elsewhere than on Linux) the clock alone counts.
   */
  timeoutMs?: number
  /** MiB that one worker may hold, its heap and what is outside of it. */
  memoryMb?: number
}

export interface Pool<Job, Result> {
  /**
   * Runs one job; never rejects for what the job does. Jobs start in the order of the calls: largest first. One whose worker ends
   * without an answer is tried once more, in a new worker.
   * @param extraMs milliseconds that it may take beyond those of any job
   */
  run(job: Job, extraMs?: number): Promise<Outcome<Result>>
  /** Stops the workers. Jobs that run or wait end as `crash`. */
  close(): Promise<void>
}

/** What a worker answers to a job. */
export type Answer<Result> = { ok: true; result: Result } | { ok: false; message: string }

const defaults = { workers: Math.min(availableParallelism(), 4), timeoutMs: 10_000, memoryMb: 512 }
/**
 * MiB of each half of V8's room for what is young, from the start: to grow to it takes V8 a tenth of a short run. Left to itself it grows to twice that,
 * and holds garbage for no gain in time.
 */
const youngMb = 8
/** How long an idle worker may take to end. */
const graceMs = 1_000
/** How many times its processor time a job may take by the clock. */
const waiting = 6
/** How often memory and processor time of a busy worker are looked at. */
const pollMs = 50

/** Workers that may be killed, for files that nothing is known of. */
export function createPool<Job, Result>(options: PoolOptions): Pool<Job, Result> {
  const { entry, workers, timeoutMs, memoryMb } = { ...defaults, ...options }
  const limit = pLimit(Math.max(workers, 1))
  const idle: ChildProcess[] = []
  const all = new Set<ChildProcess>()
  let closed = false

  const start = (): ChildProcess => {
    const child = fork(entry, {
      // Structured clone, so that numbers that JSON has no form for and bytes arrive as they are.
      serialization: 'advanced',
      execArgv: [
        `--max-old-space-size=${memoryMb}`,
        `--min-semi-space-size=${youngMb}`,
        `--max-semi-space-size=${youngMb}`,
      ],
      // The C library keeps room for each of Node's threads, eight to a core: with two such rooms a reader holds a tenth less, in the same time.
      env: { MALLOC_ARENA_MAX: '2', ...process.env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    all.add(child)
    child.once('exit', () => {
      all.delete(child)
      const at = idle.indexOf(child)
      if (at >= 0) idle.splice(at, 1)
    })
    return child
  }

  const runOne = async (job: Job, extraMs: number): Promise<Outcome<Result>> => {
    if (closed) return { ok: false, failure: 'crash', message: 'the pool is closed' }
    const outcome = await runWith(idle.pop() ?? start(), job, extraMs)
    // What a job left behind may end its worker while the next one runs, which has done nothing: alone in a new worker it shows.
    if (outcome.ok || outcome.failure !== 'crash' || closed) return outcome
    return await runWith(start(), job, extraMs)
  }

  const runWith = async (child: ChildProcess, job: Job, extraMs: number) => {
    const outcome = await attempt<Job, Result>(child, job, timeoutMs + extraMs, memoryMb)
    if (outcome.ok || outcome.failure === 'error') idle.push(child)
    else child.kill('SIGKILL')
    return outcome
  }

  return {
    run: (job, extraMs = 0) => limit(() => runOne(job, extraMs)),
    close: async () => {
      closed = true
      const ended = [...all].map((child) => new Promise((resolve) => child.once('exit', resolve)))
      // One that does nothing may end by itself, which keeps its compiled code for the next run.
      for (const child of all) {
        if (idle.includes(child)) child.disconnect()
        else child.kill('SIGKILL')
      }
      const last = setTimeout(() => {
        for (const child of all) child.kill('SIGKILL')
      }, graceMs)
      await Promise.all(ended)
      clearTimeout(last)
    },
  }
}

function attempt<Job, Result>(
  child: ChildProcess,
  job: Job,
  timeoutMs: number,
  memoryMb: number,
): Promise<Outcome<Result>> {
  return new Promise((resolve) => {
    let said = ''
    const listen = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000)
    }
    const end = (outcome: Outcome<Result>) => {
      clearTimeout(timer)
      clearInterval(poll)
      child.off('message', answered)
      child.off('close', exited)
      child.off('error', failed)
      child.stderr?.off('data', listen)
      resolve(outcome)
    }
    const fail = (failure: 'timeout' | 'memory' | 'crash', message: string) =>
      end({ ok: false, failure, message })
    const answered = (message: unknown) => {
      const answer = message as Answer<Result>
      end(answer.ok ? answer : { ok: false, failure: 'error', message: answer.message })
    }
    const exited = (code: number | null, signal: string | null) => {
      // V8 aborts when its heap is full, and says so before.
      const full =
        signal === 'SIGABRT' || /heap out of memory|Zone|Array buffer allocation failed/i.test(said)
      const error = /^\w*Error\b.*$/m.exec(said)?.[0] ?? ''
      const ended = [`${signal ?? code}`, error].filter((part) => part !== '').join(': ')
      fail(full ? 'memory' : 'crash', full ? `more than ${memoryMb} MiB` : ended)
    }
    const failed = (error: Error) => fail('crash', error.message)
    const before = processorMs(child.pid)
    const patience = before === null ? timeoutMs : timeoutMs * waiting
    const timer = setTimeout(() => fail('timeout', `more than ${patience} ms`), patience)
    // Buffers live outside of the heap, which V8's limit does not see. Only Linux tells another process's memory and time
    // through files; elsewhere the limit of the heap is the only one.
    const poll = setInterval(() => {
      const used = residentMb(child.pid)
      if (used !== null && used > memoryMb + overheadMb) fail('memory', `more than ${memoryMb} MiB`)
      const spent = processorMs(child.pid)
      if (before !== null && spent !== null && spent - before > timeoutMs)
        fail('timeout', `more than ${timeoutMs} ms of processor time`)
    }, pollMs)
    child.on('message', answered)
    child.on('close', exited)
    child.on('error', failed)
    child.stderr?.on('data', listen)
    try {
      child.send(job as object, (error) => {
        if (error !== null) failed(error)
      })
    } catch (error) {
      failed(error instanceof Error ? error : new Error(String(error)))
    }
  })
}

/** MiB of a process that hold no data of a job: the engine and its code. */
const overheadMb = 128

function residentMb(pid: number | undefined): number | null {
  try {
    // The kernel answers from memory: waiting for it elsewhere costs more than it does.
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const kib = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]
    return kib === undefined ? null : Number(kib) / 1024
  } catch {
    return null
  }
}

/** What a process has taken of the processors since it began, all threads together; null where nobody says. */
function processorMs(pid: number | undefined): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold spaces; user and system time are the 14th and 15th field, in hundredths of a second.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return null
  }
}
