import { access, chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bilanScript, committedRaw, execute, runQuietly } from '../run/job.ts'
import { blocks, commandsOf, page, pages, projectRoot } from './blocks.ts'

// Other people's programs take their time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const all = await blocks()
const commands = all
  .filter((block) => block.language === 'sh')
  .flatMap((block) => commandsOf(block).map((line) => ({ page: block.page, line })))

/** A folder with the demonstration, published; what a reader of the guides has before them. */
let root: string
let connection: Awaited<ReturnType<DuckDBInstance['connect']>>
let instance: DuckDBInstance
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-guides-'))
  await cp(committedRaw, join(root, 'raw'), { recursive: true })
  // Published twice, so that there are two to compare.
  for (const note of ['Une première fois.', 'Une seconde fois.']) {
    await writeFile(join(root, 'raw', 'corpus.json'), JSON.stringify({ synthetique: true, note }))
    await runQuietly(join(root, 'raw'), join(root, 'warehouse'))
  }
  // Nothing is shown on the screen of whoever runs the tests.
  await mkdir(join(root, 'bin'))
  await writeFile(join(root, 'bin', 'xdg-open'), '#!/bin/sh\n')
  await chmod(join(root, 'bin', 'xdg-open'), 0o755)
  instance = await DuckDBInstance.create(join(root, 'warehouse', 'warehouse.duckdb'), {
    access_mode: 'READ_ONLY',
  })
  connection = await instance.connect()
  await connection.run("SET search_path = 'bilan'")
})
afterAll(async () => {
  connection?.closeSync()
  instance?.closeSync()
  await rm(root, { recursive: true, force: true })
})

async function ask(sql: string): Promise<number> {
  const here = sql.replaceAll("'warehouse/", `'${join(root, 'warehouse')}/`)
  return (await connection.runAndReadAll(here)).getRowObjectsJson().length
}

const statements = all
  .filter((block) => block.language === 'sql')
  .flatMap(({ page: path, text }) =>
    text
      .split(/;\s*$/m)
      .filter((one) => one.trim() !== '')
      .map((sql) => ({ path, sql })),
  )

describe('SQL', () => {
  test.each(statements)('$path: $sql', async ({ sql }) => {
    expect(await ask(sql)).toBeGreaterThan(0)
  })
})

describe('commands of the project', () => {
  const own = commands.filter(
    ({ line }, i) =>
      line.startsWith('npx bilan') && commands.findIndex((one) => one.line === line) === i,
  )

  test('there are some', () => {
    expect(own.length).toBeGreaterThan(8)
  })

  test.each(own)('$page: $line', async ({ line }) => {
    const program = `'${process.execPath}' '${bilanScript}'`
    const path = [join(root, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter)
    const ended = await execute('bash', ['-c', line.replaceAll('npx bilan', program)], {
      cwd: root,
      env: { PATH: path },
    })
    // No server of the guides is there: the line is right when only that is missing.
    if (line.includes('bilan publish')) {
      expect(ended.status, ended.stderr).toBe(1)
      expect(ended.stderr).toMatch(/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|timeout/)
      return
    }
    expect(ended.status, ended.stderr).toBe(0)
  })

  test.each(commands.filter(({ line }) => line.startsWith('make ')))(
    '$page: $line',
    async ({ line }) => {
      const ended = await execute('bash', ['-c', line.replace('make', 'make --dry-run')], {
        cwd: projectRoot,
      })
      expect(ended.status, ended.stderr).toBe(0)
    },
  )
})

describe('commands of DuckDB’s own program (make check-guides runs them as they are)', () => {
  const queries = commands.flatMap(({ page: path, line }) => {
    const sql = /^duckdb .*-c "([^"]+)"$/.exec(line)?.[1]
    return sql === undefined ? [] : [{ path, sql }]
  })

  test.each(queries)('$path: $sql', async ({ sql }) => {
    expect(await ask(sql)).toBeGreaterThan(0)
  })
})

test('no command is passed over', () => {
  const known = /^(npx bilan |make |duckdb |PGPASSWORD=\S+ npx bilan publish )/
  expect(commands.filter(({ line }) => !known.test(line))).toEqual([])
})

test('programs for Node run', async () => {
  const programs = all.filter((block) => block.language === 'js')
  expect(programs.length).toBeGreaterThan(0)
  for (const { text } of programs) {
    const ended = await execute(process.execPath, ['--input-type=module', '-e', text], {
      cwd: projectRoot,
      env: { BILAN: join(root, 'warehouse', 'warehouse.duckdb') },
    })
    expect(ended.stderr).toBe('')
    expect(JSON.parse(ended.stdout).length).toBeGreaterThan(50)
  }
})

test('every table and column that a page names is there, whatever the language', async () => {
  const reader = await connection.runAndReadAll(
    "SELECT table_name AS t, column_name AS c FROM duckdb_columns() WHERE schema_name = 'bilan'",
  )
  const columns = new Map<string, Set<string>>()
  for (const { t, c } of reader.getRowObjectsJson()) {
    const set = columns.get(String(t)) ?? new Set()
    columns.set(String(t), set.add(String(c)))
  }
  for (const path of await pages()) {
    const text = await page(path)
    for (const [, table] of text.matchAll(/(?<![/\w])bilan\.([a-z_]+)\b(?!\.(js|test))/g)) {
      if (['xlsx', 'html'].includes(table!)) continue
      expect(columns.has(table!), `${path}: bilan.${table}`).toBe(true)
    }
    const files = /(?:csv|parquet|csv-excel)[/\\]([a-z_]+)\.(?:csv|parquet)/g
    for (const [, table] of text.matchAll(files)) {
      expect(columns.has(table!), `${path}: ${table}`).toBe(true)
    }
    const named = [
      ...text.matchAll(/`([a-z_]+)\.([a-z_]+)`/g),
      ...text.matchAll(/\b([a-z_]+)\[([a-z_]+)\]/g),
    ]
    for (const [, table, column] of named) {
      if (!columns.has(table!) || ['csv', 'parquet'].includes(column!)) continue
      expect(columns.get(table!)!.has(column!), `${path}: ${table}.${column}`).toBe(true)
    }
  }
})

test('every link leads somewhere', async () => {
  for (const path of await pages()) {
    for (const [, target] of (await page(path)).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)) {
      const there = join(projectRoot, dirname(path), target!)
      expect(
        await access(there).then(
          () => true,
          () => false,
        ),
        `${path}: ${target}`,
      ).toBe(true)
    }
  }
})
