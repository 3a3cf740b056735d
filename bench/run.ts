import { readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { drawCharts } from './chart.ts'
import { report } from './report.ts'
import { measureSize, type SizeResult } from './size.ts'
import { measureVouchers, type VoucherResult } from './vouchers.ts'

/**
 * Measures the whole job on corpora of several sizes and on a list of vouchers, keeps what was measured in `bench/results.json`, and
 * writes table and charts of all that is kept there to `docs/benchmarks.md`. Sizes that aren't measured anew stay as they were.
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '79 1000 10000 100000' },
    vouchers: { type: 'string', default: '10000000' },
    /** Where corpora are made; removed at the end. */
    folder: { type: 'string', default: join(tmpdir(), `bilan-bench-${process.pid}`) },
  },
})

/** On what, and when, something was measured. */
export interface Setting {
  date: string
  machine: string
  node: string
  duckdb: string
}

/** All that has been measured. */
export interface Results {
  sizes: (SizeResult & { on: Setting })[]
  vouchers: (VoucherResult & { on: Setting })[]
}

const resultsFile = new URL('./results.json', import.meta.url)
const page = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url))
const counts = (text: string) =>
  z.array(z.coerce.number().int().min(0)).parse(text.split(/\s+/).filter((part) => part !== ''))

const on = await setting()
const results = await known()
try {
  for (const size of counts(values.sizes)) {
    console.error(`${size} conventions`)
    const measured = { ...(await measureSize(size, values.folder)), on }
    results.sizes = [...results.sizes.filter((one) => one.conventions !== size), measured]
    await keep(results)
  }
  for (const lines of counts(values.vouchers)) {
    if (lines === 0) continue
    console.error(`${lines} vouchers`)
    const measured = { ...(await measureVouchers(lines, values.folder)), on }
    results.vouchers = [...results.vouchers.filter((one) => one.lines !== lines), measured]
    await keep(results)
  }
} finally {
  await rm(values.folder, { recursive: true, force: true })
}

async function keep(all: Results): Promise<void> {
  all.sizes.sort((a, b) => a.conventions - b.conventions)
  all.vouchers.sort((a, b) => a.lines - b.lines)
  await writeFile(resultsFile, `${JSON.stringify(all, null, 2)}\n`)
  await drawCharts(all)
  const text = await readFile(page, 'utf8')
  const marks = /(<!-- measured -->\n)[\s\S]*(<!-- \/measured -->)/
  await writeFile(
    page,
    text.replace(marks, (_, start, end) => `${start}\n${report(all)}\n${end}`),
  )
}

async function known(): Promise<Results> {
  try {
    return JSON.parse(await readFile(resultsFile, 'utf8')) as Results
  } catch {
    return { sizes: [], vouchers: [] }
  }
}

async function setting(): Promise<Setting> {
  const { default: duckdb } = await import('@duckdb/node-api')
  const gib = Math.round(totalmem() / 2 ** 30)
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${gib} GiB`,
    node: process.version.slice(1),
    duckdb: duckdb.version().slice(1),
  }
}
