import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Times `bilan run` on the demonstration corpus as a whole process: with nothing there, with nothing changed, and what
 * Node alone takes to start. Prints a table in Markdown; machines differ, so quote ratios.
 */
const runs = 7
const project = fileURLToPath(new URL('..', import.meta.url))
const bilan = join(project, 'bin', 'bilan.js')

function time(args: string[]): number {
  const started = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${args.join(' ')}: exit ${status}\n${stderr}`)
  return (performance.now() - started) / 1000
}

function row(name: string, seconds: number[]): string {
  const sorted = seconds.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)]!
  return `| ${name} | ${[sorted[0]!, median, sorted.at(-1)!].map((s) => s.toFixed(2)).join(' | ')} |`
}

const cold: number[] = []
const unchanged: number[] = []
const start: number[] = []
for (let i = 0; i < runs; i++) {
  const warehouse = await mkdtemp(join(tmpdir(), 'bilan-bench-'))
  try {
    const run = [bilan, 'run', '--warehouse', warehouse, '--quiet']
    cold.push(time(run))
    unchanged.push(time(run))
    start.push(time(['--eval', '']))
  } finally {
    await rm(warehouse, { recursive: true, force: true })
  }
}
console.log(
  `${cpus().length} cores (${cpus()[0]?.model}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${runs} runs\n`,
)
console.log('| seconds | min | median | max |\n| --- | --- | --- | --- |')
console.log(row('79 laureates, nothing there', cold))
console.log(row('79 laureates, nothing changed', unchanged))
console.log(row('an empty Node process', start))
