import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { type Measured, measure } from '../measure.ts'
import { writeBooks } from './books.ts'
import { differences } from './compare.ts'
import { writeDbtProject } from './dbt.ts'

/**
 * Measures the pipeline and its peers in one session, in turn, on the same inputs, checks that their outputs are equal, and writes what
 * it measured to `docs/benchmarks.md`.
 */
const { values } = parseArgs({
  options: {
    /** Folder of Python with `requirements.txt` in it. */
    python: { type: 'string' },
    books: { type: 'string', default: '300' },
    conventions: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    folder: { type: 'string', default: join(tmpdir(), `bilan-peers-${process.pid}`) },
  },
})
if (values.python === undefined) throw new Error('--python: name the folder of Python')
const rounds = Number(values.rounds)
const project = fileURLToPath(new URL('../..', import.meta.url))
const here = fileURLToPath(new URL('.', import.meta.url))
const python = join(values.python, 'bin', 'python')
const dbt = join(values.python, 'bin', 'dbt')
const node = process.execPath

/** What a program says of its own work, without its start. */
interface Said {
  seconds: number
  files: number
  cells: number
  digest: string
  failed: string[]
}

/** Whole processes, and what they said of themselves; the middle of the rounds, by time. */
interface Timed {
  seconds: number
  cpu: number
  peak: number
  inside: number
}

const lines: string[] = []
await rm(values.folder, { recursive: true, force: true })
await mkdir(values.folder, { recursive: true })
try {
  const books = join(values.folder, 'books')
  await writeBooks(books, Number(values.books))
  await compareReaders(`${values.books} workbooks of about 2 000 cells`, books)
  const raw = join(values.folder, 'raw')
  const size = values.conventions
  const corpus = ['bin/bilan.js', 'corpus', '--seed', '1', '--conventions', size, '--out', raw]
  await measure(node, corpus, project)
  const read = await compareReaders(
    `the xlsx of a corpus of ${size} conventions`,
    join(raw, 'rapports'),
  )
  const transformed = await compareModels(raw)
  const { whole } = transformed
  lines.push(
    `### The whole job, ${size} conventions\n`,
    'Peers read the xlsx of the corpus alone, recognise nothing, attach nothing, check nothing, and export nothing; bilan does all of it, for all formats.\n',
    '| | seconds | processor | processor, times bilan |\n| --- | --- | --- | --- |',
    wholeRow('bilan run, from nothing', whole.seconds, whole.cpu),
    wholeRow(
      'openpyxl + pandas, then dbt-duckdb',
      read.pandas.seconds + transformed.dbt.seconds,
      read.pandas.cpu + transformed.dbt.cpu,
    ),
    wholeRow(
      'python-calamine + polars, then dbt-duckdb',
      read.polars.seconds + transformed.dbt.seconds,
      read.polars.cpu + transformed.dbt.cpu,
    ),
    '',
  )
  function wholeRow(name: string, seconds: number, cpu: number): string {
    return `| ${name} | ${seconds.toFixed(1)} | ${cpu.toFixed(1)} | ${(cpu / whole.cpu).toFixed(1)} |`
  }
} finally {
  await rm(values.folder, { recursive: true, force: true })
}
const page = join(project, 'docs', 'benchmarks.md')
const marks = /(<!-- peers -->\n)[\s\S]*(<!-- \/peers -->)/
const text = await readFile(page, 'utf8')
const versions = (await readFile(join(here, 'requirements.txt'), 'utf8'))
  .trim()
  .replaceAll('\n', ', ')
  .replaceAll('==', ' ')
lines.push(
  `Measured ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version.slice(1)}; ${versions}.`,
)
await writeFile(
  page,
  text.replace(marks, (_, start, end) => `${start}\n${lines.join('\n')}\n\n${end}`),
)

async function compareReaders(
  title: string,
  folder: string,
): Promise<{ pandas: Timed; polars: Timed }> {
  const programs: [string, string, string[]][] = [
    ['bilan', node, [join(here, 'read.ts'), folder]],
    ['openpyxl + pandas', python, [join(here, 'read_pandas.py'), folder]],
    ['python-calamine + polars', python, [join(here, 'read_polars.py'), folder]],
  ]
  const { times, said } = await inTurn(programs)
  const [own, pandas, polars] = times as [Timed, Timed, Timed]
  const equal = said.map((one) => (one as Said).digest)
  if (new Set(equal).size > 1) {
    console.error(said)
    throw new Error(`${title}: the readers don't give the same cells`)
  }
  const { files, cells, failed } = said[0] as Said
  const readable = files - failed.length
  lines.push(
    `### Reading ${title}\n`,
    `${readable} files, ${cells} cells, the same from all three. « In the process » leaves out its start; « times bilan » is of processor time.\n`,
    '| one core each | whole process, s | processor, s | in the process, ms a file | processor, times bilan | MiB |\n| --- | --- | --- | --- | --- | --- |',
    ...times.map(
      (one, i) =>
        `| ${programs[i]![0]} | ${one.seconds.toFixed(2)} | ${one.cpu.toFixed(2)} | ${((one.inside / readable) * 1000).toFixed(2)} | ${(one.cpu / own.cpu).toFixed(2)} | ${one.peak.toFixed(0)} |`,
    ),
    '',
  )
  return { pandas, polars }
}

async function compareModels(raw: string): Promise<{ whole: Measured; dbt: Timed }> {
  const warehouse = join(values.folder, 'warehouse')
  const whole = await measure(
    node,
    ['bin/bilan.js', 'run', '--raw', raw, '--warehouse', warehouse],
    project,
  )
  const base = join(warehouse, 'warehouse.duckdb')
  const connection = await openWarehouse(base)
  const folder = join(values.folder, 'dbt')
  const theirs = join(values.folder, 'dbt.duckdb')
  const ours = join(values.folder, 'ours.duckdb')
  const models = await writeDbtProject(connection, folder, theirs, cpus().length)
  for (const schema of ['bilan', 'intermediate', 'staging', 'meta']) {
    await connection.run(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
  }
  await connection.close()
  const { times, said } = await inTurn(
    [
      ['bilan', node, [join(here, 'build.ts'), ours]],
      [
        'dbt-duckdb',
        dbt,
        [
          'run',
          '--project-dir',
          folder,
          '--profiles-dir',
          folder,
          '--quiet',
          '--no-send-anonymous-usage-stats',
        ],
      ],
    ],
    async () => {
      await copyFile(base, ours)
      await copyFile(base, theirs)
    },
  )
  const [own, other] = times as [Timed, Timed]
  const different = await differences(ours, theirs, models)
  if (different.length > 0) throw new Error(`models differ: ${different.join(', ')}`)
  lines.push(
    `### Transforming: ${(said[0] as { models: number }).models} models of ${values.conventions} conventions\n`,
    'Equal row by row. bilan also checks each contract (keys, values, references) and fingerprints each table, which `dbt run` does not.\n',
    '| | whole process, s | processor, s | processor, times bilan | MiB |\n| --- | --- | --- | --- | --- |',
    ...[['bilan', own] as const, ['dbt-duckdb', other] as const].map(
      ([name, one]) =>
        `| ${name} | ${one.seconds.toFixed(2)} | ${one.cpu.toFixed(2)} | ${(one.cpu / own.cpu).toFixed(1)} | ${one.peak.toFixed(0)} |`,
    ),
    '',
  )
  return { whole, dbt: other }
}

/** Runs programs one after the other, round by round, so that what disturbs the machine disturbs all. */
async function inTurn(
  programs: [name: string, command: string, args: string[]][],
  prepare: () => Promise<void> = async () => undefined,
): Promise<{ times: Timed[]; said: unknown[] }> {
  const all: Timed[][] = programs.map(() => [])
  const said: unknown[] = programs.map(() => null)
  for (let round = 0; round < rounds; round++) {
    await prepare()
    for (const [i, [, command, args]] of programs.entries()) {
      const { seconds, cpu, peak, stdout } = await measure(command, args, project)
      said[i] = /^\{.*\}$/m.test(stdout) ? JSON.parse(stdout) : {}
      const inside = (said[i] as { seconds?: number }).seconds ?? seconds
      all[i]!.push({ seconds, cpu, peak, inside })
    }
  }
  const middle = (list: Timed[]) =>
    list.toSorted((a, b) => a.cpu - b.cpu)[Math.floor(list.length / 2)]!
  return { times: all.map(middle), said }
}
