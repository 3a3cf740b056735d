import { appendFile, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateCorpus } from '../pipeline/corpus/generate.ts'
import { landedBytes } from '../pipeline/land/bytes.ts'
import { landFolder } from '../pipeline/land/folder.ts'
import { readDocument } from '../pipeline/read/document.ts'
import { type Measured, measure } from './measure.ts'

/** One run of the whole job. */
export interface Run {
  seconds: number
  cpu: number
  peak: number
  /** Files that were opened. */
  read: number
  /** Seconds of each step, in order. */
  steps: Record<string, number>
}

/** What was measured for one size of corpus. */
export interface SizeResult {
  conventions: number
  files: number
  /** Cells of a file, by the mean of a sample. */
  cellsPerFile: number
  /** MiB: reports, warehouse, what was learned of files, exports. */
  disk: { reports: number; warehouse: number; landing: number; exports: number }
  /** Seconds that the corpus took to be written, and MiB at most meanwhile. */
  generation: { seconds: number; peak: number }
  /** A process that walks the folder and looks at each file. */
  walk: { seconds: number; cpu: number }
  cold: Run
  unchanged: Run
  oneChanged: Run
}

const project = fileURLToPath(new URL('..', import.meta.url))
const bilan = join(project, 'bin', 'bilan.js')
const node = process.execPath
/** Files of the sample in which cells are counted. */
const sample = 300

/** Steps as the command tells them on standard error, and what they are called here. */
const steps: [said: string, name: string][] = [
  ['Fichiers', 'land'],
  ['Lecture', 'read'],
  ['Modèles', 'models'],
  ['Exports', 'exports'],
]

/**
 * Makes a corpus of a size in a folder of its own, runs the whole job on it from nothing, with nothing changed and with one file
 * changed, and removes it.
 */
export async function measureSize(conventions: number, folder: string): Promise<SizeResult> {
  const raw = join(folder, `raw-${conventions}`)
  const warehouse = join(folder, `warehouse-${conventions}`)
  await mkdir(folder, { recursive: true })
  try {
    const corpus = ['corpus', '--seed', '1', '--conventions', String(conventions), '--out', raw]
    const made =
      conventions === 79
        ? await generateCorpus({ seed: 1, out: raw }).then(() => ({ seconds: 0, peak: 0 }))
        : await measure(node, [bilan, ...corpus], project)
    // A file that was written a moment ago is looked at more closely; nobody waits for that but a benchmark.
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    const run = async () =>
      runOf(await measure(node, [bilan, 'run', '--raw', raw, '--warehouse', warehouse], project))
    const cold = await run()
    const disk = {
      reports: await mebibytes(join(raw, 'rapports')),
      warehouse: await mebibytes(join(warehouse, 'warehouse.duckdb')),
      landing: await mebibytes(join(warehouse, '.landing')),
      exports: await mebibytes(join(warehouse, 'exports')),
    }
    const walker = fileURLToPath(new URL('./walk.ts', import.meta.url))
    const walks = await several(() => measure(node, [walker, raw], project))
    const unchanged = await several(run)
    await change(join(raw, 'rapports'))
    const oneChanged = await run()
    const { files, cellsPerFile } = await countCells(join(raw, 'rapports'))
    const generation = { seconds: made.seconds, peak: made.peak }
    const walk = { seconds: walks.seconds, cpu: walks.cpu }
    return { conventions, files, cellsPerFile, disk, generation, walk, cold, unchanged, oneChanged }
  } finally {
    await rm(raw, { recursive: true, force: true })
    await rm(`${raw}.truth.json`, { force: true })
    await rm(warehouse, { recursive: true, force: true })
  }
}

/** The middle of five, by time: one short run says little. */
async function several<T extends { seconds: number }>(once: () => Promise<T>): Promise<T> {
  const all: T[] = []
  for (let i = 0; i < 5; i++) all.push(await once())
  return all.toSorted((a, b) => a.seconds - b.seconds)[2]!
}

function runOf(measured: Measured): Run {
  const { seconds, cpu, peak, lines, stdout } = measured
  const starts = steps.flatMap(([said, name]) => {
    const line = lines.find(({ text }) => text.startsWith(said))
    return line === undefined ? [] : [{ name, at: line.at }]
  })
  const spent: Record<string, number> = { start: starts[0]?.at ?? seconds }
  for (const [i, { name, at }] of starts.entries()) {
    spent[name] = (starts[i + 1]?.at ?? seconds) - at
  }
  const read = Number(/: (\d+) fichiers? lus?/.exec(stdout)?.[1] ?? 0)
  return { seconds, cpu, peak, read, steps: spent }
}

/** Changes one report by a line that says nothing. */
async function change(reports: string): Promise<void> {
  const names = await readdir(reports, { recursive: true })
  const csv = names.filter((name) => name.endsWith('.csv')).sort()
  await appendFile(join(reports, csv[Math.floor(csv.length / 2)]!), '\r\n')
}

async function countCells(reports: string): Promise<{ files: number; cellsPerFile: number }> {
  const files = await landFolder(reports)
  const readable = files.filter((file) => file.format !== null)
  const step = Math.max(1, Math.floor(readable.length / sample))
  const chosen = readable.filter((_, i) => i % step === 0)
  let [cells, read] = [0, 0]
  for (const file of chosen) {
    try {
      const document = await readDocument(await landedBytes(file), file.format!)
      cells += document.sheets.reduce((sum, sheet) => sum + sheet.cells.length, 0)
      read++
    } catch {
      // A corpus holds files that can't be read.
    }
  }
  return { files: files.length, cellsPerFile: cells / Math.max(read, 1) }
}

async function mebibytes(path: string): Promise<number> {
  const one = await stat(path)
  if (one.isFile()) return one.size / 2 ** 20
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  let bytes = 0
  for (const entry of entries) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size
  }
  return bytes / 2 ** 20
}
