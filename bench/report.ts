import type { Results } from './run.ts'
import type { Run, SizeResult } from './size.ts'

/** What was measured as Markdown: one line a size, growth, steps, disk, vouchers. */
export function report(results: Results): string {
  const { sizes, vouchers } = results
  const parts: string[] = []
  if (sizes.length > 0) {
    parts.push(
      '### Time and memory\n',
      'Seconds of wall clock, with seconds of processor of all processes in brackets; memory is the most that all processes held together (MiB of PSS).\n',
      table(
        [
          'conventions',
          'files',
          'cold',
          'files a s of processor',
          'cells',
          'memory',
          'unchanged',
          'walk alone',
          'ratio',
          'one changed',
          'files read',
        ],
        sizes.map((one) => [
          whole(one.conventions),
          whole(one.files),
          time(one.cold),
          whole(one.files / one.cold.cpu),
          whole((one.files * one.cellsPerFile) / one.cold.cpu),
          whole(one.cold.peak),
          time(one.unchanged),
          time(one.walk),
          (one.unchanged.seconds / one.walk.seconds).toFixed(2),
          time(one.oneChanged),
          whole(one.oneChanged.read),
        ]),
      ),
      growth(sizes),
      '### Steps of a cold run\n',
      'Seconds of each step, and files a second in it.\n',
      table(
        ['conventions', 'start', 'land', 'read and attach', 'models and checks', 'exports'],
        sizes.map((one) => [
          whole(one.conventions),
          ...['start', 'land', 'read', 'models', 'exports'].map((step) => stepOf(one, step)),
        ]),
      ),
      '### On disk\n',
      table(
        [
          'conventions',
          'reports',
          'warehouse',
          'what was learned of files',
          'exports',
          'generating them',
        ],
        sizes.map((one) => [
          whole(one.conventions),
          ...[one.disk.reports, one.disk.warehouse, one.disk.landing, one.disk.exports].map(
            (mib) => `${mib.toFixed(1)} MiB`,
          ),
          one.generation.seconds === 0
            ? ''
            : `${one.generation.seconds.toFixed(1)} s, ${whole(one.generation.peak)} MiB`,
        ]),
      ),
    )
  }
  if (vouchers.length > 0) {
    parts.push(
      '### A list of vouchers\n',
      table(
        ['lines', 'MiB', 'whole run', 'lines/s', 'memory'],
        vouchers.map((one) => [
          whole(one.lines),
          whole(one.size),
          time(one),
          whole(one.lines / one.seconds),
          whole(one.peak),
        ]),
      ),
    )
  }
  parts.push(settings(results))
  return parts.join('\n')
}

/** Between sizes that were measured in one session: what others had to do with the machine at another time is no growth. */
function growth(sizes: Results['sizes']): string {
  const session = JSON.stringify(sizes.at(-1)?.on)
  const large = sizes.filter(
    (one) => one.conventions >= 1_000 && JSON.stringify(one.on) === session,
  )
  if (large.length < 2) return ''
  const of = (value: (one: SizeResult) => number) =>
    exponent(large.map((one) => [one.conventions, value(one)])).toFixed(2)
  const [first, last] = [large[0]!.conventions, large.at(-1)!.conventions]
  return `Growth from ${whole(first)} to ${whole(last)} conventions, as the exponent of size: ${of((one) => one.cold.seconds)} in time, ${of((one) => one.cold.cpu)} in processor time, ${of((one) => one.cold.peak)} in memory.\n`
}

/** The slope of a straight line through the points on logarithmic axes. */
export function exponent(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const)
  const mean = (pick: 0 | 1) => logs.reduce((sum, one) => sum + one[pick], 0) / logs.length
  const [mx, my] = [mean(0), mean(1)]
  const above = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0)
  return above / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
}

function stepOf({ cold, files }: SizeResult, step: string): string {
  const seconds = cold.steps[step]
  if (seconds === undefined) return ''
  return `${seconds.toFixed(1)} (${whole(files / seconds)}/s)`
}

function time({ seconds, cpu }: Pick<Run, 'seconds' | 'cpu'>): string {
  const digits = seconds < 10 ? 2 : 0
  return `${seconds.toFixed(digits)} (${cpu.toFixed(digits)})`
}

function whole(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ')
}

function table(header: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return `${[line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')}\n`
}

function settings({ sizes, vouchers }: Results): string {
  const all = [...sizes, ...vouchers].map(
    ({ on }) => `${on.date}: ${on.machine}, Node ${on.node}, DuckDB ${on.duckdb}.`,
  )
  return `Measured ${[...new Set(all)].join(' ')}\n`
}
