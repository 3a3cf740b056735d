import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** What one run of a program took, all its processes together. */
export interface Measured {
  seconds: number
  /** Seconds of processor, user and system, of the program and all that it waited for: other programs on the machine hardly count. */
  cpu: number
  /** MiB at most, all processes together: what each has for itself and its part of what they share (PSS). */
  peak: number
  /** Each line on standard error, with the seconds since the start at which it came. */
  lines: { at: number; text: string }[]
  stdout: string
}

/** Milliseconds between two looks at memory. */
const everyMs = 100

/**
 * Runs a program to its end, alone as far as the caller is concerned. Linux and bash only: memory is read from /proc, processor time is
 * what bash's `time` says.
 * @throws when it ends with another status than 0
 */
export function measure(command: string, args: readonly string[], cwd: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const since = () => (performance.now() - started) / 1000
    const timed = 'TIMEFORMAT="cpu %U %S"; time "$0" "$@"'
    const child = spawn('bash', ['-c', timed, command, ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    })
    const lines: Measured['lines'] = []
    let [stdout, rest, peak] = ['', '', 0]
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n')
      rest = parts.pop()!
      lines.push(...parts.map((part) => ({ at: since(), text: part })))
    })
    const look = setInterval(() => {
      peak = Math.max(peak, memoryOf(child.pid!))
    }, everyMs)
    child.on('error', reject)
    child.on('close', (status) => {
      clearInterval(look)
      const said = lines.map((line) => line.text).join('\n')
      const times = /^cpu ([\d.]+) ([\d.]+)$/m.exec(said)
      if (status !== 0 || times === null) {
        reject(new Error(`${command} ${args.join(' ')}: exit ${status}\n${said}`))
        return
      }
      const cpu = Number(times[1]) + Number(times[2])
      resolve({ seconds: since(), cpu, peak, lines, stdout })
    })
  })
}

/** MiB of a process and all its descendants (PSS). */
function memoryOf(root: number): number {
  let kib = 0
  const visit = (pid: number) => {
    try {
      const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
      kib += Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0)
      for (const task of readdirSync(`/proc/${pid}/task`)) {
        const children = readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
        for (const child of children.split(' ')) if (child !== '') visit(Number(child))
      }
    } catch {
      // It has ended meanwhile.
    }
  }
  visit(root)
  return kib / 1024
}
