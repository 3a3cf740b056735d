import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Model } from '../../pipeline/models/model.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { measure } from '../measure.ts'
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
    /** Corpora that models alone are made of. */
    models: { type: 'string', default: '79 1000 10000' },
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
// As `bin/bilan.js` does it: Python keeps its compiled modules, too.
process.env.NODE_COMPILE_CACHE ??= join(project, 'node_modules', '.cache', 'bilan')

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
  const raw = await corpusOf(values.conventions)
  const read = await compareReaders(
    `the xlsx of a corpus of ${values.conventions} conventions`,
    join(raw, 'rapports'),
  )
  await compareModels(values.models.split(' '))
  await compareJobs(raw, read)
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
  `Measured ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${rounds === 1 ? 'one round' : `the middle of ${rounds} rounds`}, Node ${process.version.slice(1)}; ${versions}.`,
)
await writeFile(
  page,
  text.replace(marks, (_, start, end) => `${start}\n${lines.join('\n')}\n\n${end}`),
)

async function compareReaders(
  title: string,
  folder: string,
): Promise<{ pandas: Timed; polars: Timed }> {
  const programs: Program[] = [
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
    `${readable} files, ${cells} cells, the same from all three. « In the process » is processor time without its start; « times bilan » is of that of whole processes, in brackets without their start.\n`,
    '| one core each | whole process, s | processor, s | in the process, ms a file | times bilan | MiB |\n| --- | --- | --- | --- | --- | --- |',
    ...times.map(
      (one, i) =>
        `| ${programs[i]![0]} | ${one.seconds.toFixed(2)} | ${one.cpu.toFixed(2)} | ${((one.inside / readable) * 1000).toFixed(2)} | ${(one.cpu / own.cpu).toFixed(2)} (${(one.inside / own.inside).toFixed(2)}) | ${one.peak.toFixed(0)} |`,
    ),
    '',
  )
  return { pandas, polars }
}

/** The tables that models are made from, published once, and dbt projects over them. */
interface Base {
  file: string
  models: Model[]
  /** A project that only makes the models, and one that holds them to their contracts. */
  plain: Peer
  contracts: Peer
}

/** A dbt project and the file that it builds in. */
interface Peer {
  folder: string
  database: string
}

async function baseOf(raw: string, name: string): Promise<Base> {
  const warehouse = join(values.folder, `warehouse-${name}`)
  await measure(node, ['bin/bilan.js', 'run', '--raw', raw, '--warehouse', warehouse], project)
  const file = join(warehouse, 'warehouse.duckdb')
  const connection = await openWarehouse(file)
  const peer = (kind: string): Peer => {
    const folder = join(values.folder, `${name}-${kind}`)
    return { folder, database: `${folder}.duckdb` }
  }
  const [plain, contracts] = [peer('plain'), peer('contracts')]
  const threads = cpus().length
  const models = await writeDbtProject(connection, { ...plain, threads, contracts: false })
  await writeDbtProject(connection, { ...contracts, threads, contracts: true })
  for (const schema of ['bilan', 'intermediate', 'staging', 'meta']) {
    await connection.run(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
  }
  await connection.close()
  return { file, models, plain, contracts }
}

function dbtRun(name: string, { folder, database }: Peer, base: string): Program {
  const where = ['--project-dir', folder, '--profiles-dir', folder]
  const args = ['run', ...where, '--quiet', '--no-send-anonymous-usage-stats']
  return [name, dbt, args, () => copyFile(base, database)]
}

/** A corpus of so many conventions, made once. */
async function corpusOf(size: string): Promise<string> {
  const raw = join(values.folder, `raw-${size}`)
  if (!(await readdir(values.folder)).includes(`raw-${size}`)) {
    const corpus = ['bin/bilan.js', 'corpus', '--seed', '1', '--conventions', size, '--out', raw]
    await measure(node, corpus, project)
  }
  return raw
}

async function compareModels(sizes: readonly string[]): Promise<void> {
  const rows: string[] = []
  let count = 0
  for (const size of sizes) {
    const { file, models, plain, contracts } = await baseOf(await corpusOf(size), `dbt-${size}`)
    const ours = join(values.folder, `ours-${size}.duckdb`)
    const programs: Program[] = [
      ['bilan', node, [join(here, 'build.ts'), ours], () => copyFile(file, ours)],
      dbtRun('dbt-duckdb, contracts and comments', contracts, file),
      dbtRun('dbt-duckdb, models only', plain, file),
    ]
    const { times } = await inTurn(programs)
    for (const { database } of [plain, contracts]) {
      const different = await differences(ours, database, models)
      if (different.length > 0) throw new Error(`models differ: ${different.join(', ')}`)
    }
    count = models.length
    rows.push(
      ...times.map(
        (one, i) =>
          `| ${i === 0 ? size : ''} | ${programs[i]![0]} | ${one.seconds.toFixed(2)} | ${(one.seconds / times[0]!.seconds).toFixed(1)} | ${one.cpu.toFixed(2)} | ${(one.cpu / times[0]!.cpu).toFixed(1)} | ${one.peak.toFixed(0)} |`,
      ),
    )
  }
  lines.push(
    `### Transforming: ${count} models\n`,
    'Equal row by row, made from nothing. « Contracts and comments »: dbt enforces the same contracts by constraints of the tables (types, not null, closed lists, keys) and writes the same comments. bilan also looks references up and fingerprints each table; dbt with « models only » checks nothing.\n',
    '| conventions | | whole process, s | times bilan | processor, s | times bilan | MiB |\n| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  )
}

/** The whole job, beside peers that only read and make the models: bilan with all that it does, and with no more than their scope. */
async function compareJobs(raw: string, read: { pandas: Timed; polars: Timed }): Promise<void> {
  const workbooks = join(values.folder, 'raw-xlsx')
  await onlyWorkbooks(raw, workbooks)
  const { file, plain, contracts } = await baseOf(workbooks, 'xlsx')
  const [all, scope] = [join(values.folder, 'all'), join(values.folder, 'scope')]
  const anew = (folder: string) => () => rm(folder, { recursive: true, force: true })
  const whole = ['bin/bilan.js', 'run', '--raw', raw, '--warehouse', all]
  const { times } = await inTurn([
    ['', node, [join(here, 'job.ts'), workbooks, scope], anew(scope)],
    ['', node, whole, anew(all)],
    dbtRun('', contracts, file),
    dbtRun('', plain, file),
  ])
  const [own, everything, checked, unchecked] = times as [Timed, Timed, Timed, Timed]
  const row = (name: string, ...parts: Timed[]) => {
    const sum = (of: (one: Timed) => number) => parts.reduce((total, one) => total + of(one), 0)
    const [seconds, cpu] = [sum((one) => one.seconds), sum((one) => one.cpu)]
    return `| ${name} | ${seconds.toFixed(1)} | ${cpu.toFixed(1)} | ${(cpu / own.cpu).toFixed(1)} |`
  }
  lines.push(
    `### The whole job, ${values.conventions} conventions\n`,
    'Peers read the xlsx of the corpus and make the models over the tables that bilan made of these xlsx; they recognise, attach and load nothing. « The same scope »: bilan reads, recognises, attaches and loads the same xlsx and makes the models, each held to its contract, without checks and exports. « All of it »: every format, checks, and all exports.\n',
    '| | seconds | processor | processor, times bilan in the same scope |\n| --- | --- | --- | --- |',
    row('bilan, the same scope', own),
    row('openpyxl + pandas, then dbt-duckdb with contracts', read.pandas, checked),
    row('python-calamine + polars, then dbt-duckdb with contracts', read.polars, checked),
    row('openpyxl + pandas, then dbt-duckdb, models only', read.pandas, unchecked),
    row('python-calamine + polars, then dbt-duckdb, models only', read.polars, unchecked),
    row('bilan, all of it', everything),
    '',
  )
}

/** A copy of a corpus with its xlsx alone. */
async function onlyWorkbooks(raw: string, into: string): Promise<void> {
  await mkdir(into, { recursive: true })
  for (const entry of await readdir(raw)) {
    if (entry !== 'rapports') await cp(join(raw, entry), join(into, entry), { recursive: true })
  }
  const names = await readdir(join(raw, 'rapports'), { recursive: true })
  for (const name of names.filter((one) => one.endsWith('.xlsx'))) {
    await cp(join(raw, 'rapports', name), join(into, 'rapports', name))
  }
}

/** What to run, and what to do before each time. */
type Program = [name: string, command: string, args: string[], prepare?: () => Promise<void>]

/** Runs programs one after the other, round by round, so that what disturbs the machine disturbs all. */
async function inTurn(programs: readonly Program[]): Promise<{ times: Timed[]; said: unknown[] }> {
  const all: Timed[][] = programs.map(() => [])
  const said: unknown[] = programs.map(() => null)
  for (let round = 0; round < rounds; round++) {
    for (const [i, [, command, args, prepare]] of programs.entries()) {
      await prepare?.()
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
