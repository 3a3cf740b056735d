import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { projectFolder } from '../../pipeline/project.ts'
import { fuzz } from './fuzz.ts'
import { type Measured, measure } from './measure.ts'
import { openReader } from './outcome.ts'
import { caseSources, corpusSources } from './source.ts'
import { classesOf, ofEachShape, sweep } from './sweep.ts'
import { markdown, percent, tally, tallyBy, tallyTable } from './tally.ts'
import type { Fuzzed } from './trial.ts'

const floorFile = z.strictObject({
  corpus: z.number().min(0).max(100),
  cas: z.number().min(0).max(100),
})

const { values: args } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    mutations: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    damages: { type: 'string', default: '1' },
    sweep: { type: 'boolean', default: false },
    part: { type: 'string', default: '1/1' },
    workers: { type: 'string', default: String(Math.min(cpus().length, 4)) },
    keep: { type: 'string' },
    replay: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

const whole = (name: 'seeds' | 'mutations' | 'seed' | 'workers') =>
  z.coerce.number().int().min(0).parse(args[name])

const damages = z
  .union([z.literal('1'), z.literal('2')])
  .transform((n): 1 | 2 => (n === '1' ? 1 : 2))
  .parse(args.damages)

const part = z
  .string()
  .regex(/^[1-9]\d*\/[1-9]\d*$/)
  .transform((text) => text.split('/').map(Number))
  .transform(([number, of]) => ({ number: number!, of: of! }))
  .refine(({ number, of }) => number <= of)
  .parse(args.part)

/** What an earlier run with `--json` found; the same damages are tried again. */
const earlier = z.object({
  fuzzed: z.object({
    findings: z.array(z.object({ source: z.string(), turn: z.number() })),
  }),
})
const only =
  args.replay === undefined
    ? null
    : earlier.parse(JSON.parse(await readFile(args.replay, 'utf8'))).fuzzed.findings

const say = (what: string) => (done: number, total: number) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${what} ${done}/${total} `)
}

const floor = floorFile.parse(
  JSON.parse(await readFile(new URL('./floor.json', import.meta.url), 'utf8')),
)
const started = performance.now()
const reader = await openReader(whole('workers'))
let measured: Measured
let fuzzed: Fuzzed | null = null
try {
  measured = await measure(whole('seeds'), reader, say('corpus'))
  const mutations = whole('mutations')
  if (mutations > 0 || args.sweep) {
    const corpora = measured.groups.filter((group) => group.name.startsWith('graine-'))
    const cases = measured.groups.filter((group) => !group.name.startsWith('graine-'))
    const fromCorpora = await Promise.all(corpora.map(corpusSources))
    const fromCases = await caseSources(cases)
    const options = { only, reader, keep: args.keep ?? null, progress: say('damaged') }
    if (args.sweep) {
      const sources = [...fromCases, ...ofEachShape(fromCorpora.flat())]
      fuzzed = await sweep({ ...options, sources, part })
    } else {
      const sources = [...fromCases, ...fromCorpora.flat()]
      fuzzed = await fuzz({ ...options, sources, mutations, seed: whole('seed'), damages })
    }
  }
} finally {
  await reader.close()
}
if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')

const ofCases = measured.judged.filter((one) => one.forme.startsWith('cas '))
const ofCorpora = measured.judged.filter((one) => !one.forme.startsWith('cas '))
const faults = [
  ...measured.judged
    .filter((one) => one.verdict === 'wrong' || one.verdict === 'invented')
    .map((one) => `${one.verdict}: ${said(one)}`),
  ...measured.failures.map((what) => `failure: ${what}`),
  ...measured.statusFaults.map((what) => `status: ${what}`),
  ...below('corpus', tally(ofCorpora).share, floor.corpus),
  ...below('cases', tally(ofCases).share, floor.cas),
  ...(fuzzed?.findings ?? []).map(
    (f) => `damaged: ${f.id} ${f.source}, ${f.what}: ${said(f)}; ${f.from.join(', ')}`,
  ),
  ...(fuzzed?.failures ?? []).map((what) => `damaged: ${what}`),
  ...(fuzzed?.statusFaults ?? []).map((what) => `damaged: ${what}`),
]
const seconds = Math.round((performance.now() - started) / 1000)

if (args.json) {
  const { judged, groups: _groups, ...rest } = measured
  const asked = judged.filter((one) => !['right', 'missing'].includes(one.verdict))
  console.log(
    JSON.stringify(
      {
        commit: commit(),
        seconds,
        floor,
        formats: tallyBy(judged, (one) => one.format),
        formes: tallyBy(judged, (one) => one.forme),
        corpus: tally(ofCorpora),
        cases: tally(ofCases),
        notRight: asked,
        ...rest,
        fuzzed,
        classes: classesOf(fuzzed?.findings ?? []),
        faults,
      },
      null,
      2,
    ),
  )
} else {
  print(measured, fuzzed)
}
process.exitCode = faults.length > 0 ? 1 : 0

function print({ judged, files }: Measured, damaged: Fuzzed | null): void {
  const all = tally(judged)
  console.log(`${args.seeds} seeds and all directory cases: ${files} files, commit ${commit()}`)
  console.log(
    'Where a figure stands: right, asked, silent, wrong. Where none does: missing, unasked, invented.\n',
  )
  console.log(
    `${tallyTable(
      'format',
      tallyBy(judged, (one) => one.format),
      all,
    )}\n`,
  )
  console.log(
    `${tallyTable(
      'forme',
      tallyBy(judged, (one) => one.forme),
      all,
    )}\n`,
  )
  if (damaged !== null) console.log(`${damageTable(damaged)}\n`)
  if (damaged !== null && damaged.findings.length > 0) console.log(`${classTable(damaged)}\n`)
  console.log(`${seconds} s`)
  if (faults.length > 0) console.log(`\n${faults.length} faults:\n${faults.join('\n')}`)
}

function damageTable({ byDamage, files, sources, unwritable, limits }: Fuzzed): string {
  const names = Object.keys(byDamage).sort((a, b) => (a < b ? -1 : 1))
  const columns = ['files', 'rejected', 'right', 'asked', 'silent', 'excused', 'accepted'] as const
  const rows = names.map((name) => {
    const one = byDamage[name]!
    return [name, one.effect, ...columns.map((column) => String(one[column]))]
  })
  const sum = (column: (typeof columns)[number]) =>
    String(names.reduce((total, name) => total + byDamage[name]![column], 0))
  rows.push(['all', '', ...columns.map(sum)])
  const note = `${files} damaged files from ${sources} (${unwritable.length} by bytes only, their grid can't be written again as it was); ${limits.length} given up for time or memory`
  return `${note}\n\n${markdown(['damage', 'effect', ...columns], rows)}`
}

function classTable({ findings }: Fuzzed): string {
  const rows = classesOf(findings).map(({ damage, rules, files, sources, example }) => [
    damage,
    rules,
    String(files),
    String(sources.length),
    example,
  ])
  return markdown(['damage', 'what failed', 'files', 'sources', 'example'], rows)
}

function said(one: {
  convention: string
  indicator: string
  wanted: unknown
  read: number | null
  group?: string
  forme?: string
}): string {
  const where = one.group === undefined ? '' : ` in ${one.group} (${one.forme})`
  return `${one.convention} ${one.indicator}${where}: read ${one.read}, true ${JSON.stringify(one.wanted)}`
}

function below(what: string, share: number | null, least: number): string[] {
  if (share === null || share >= least) return []
  return [`${what}: ${percent(share)} % right, below ${least} % of floor.json`]
}

function commit(): string {
  try {
    const options = { cwd: projectFolder, encoding: 'utf8' } as const
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], options).trim()
  } catch {
    return 'unknown'
  }
}
