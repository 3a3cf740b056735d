import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  bilan,
  bilanHere,
  bilanScript,
  committedRaw,
  execute,
  expectOneLine,
  hashes,
} from '../run/job.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-cli-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('help', () => {
  /** The modules that a command loads, by URL. */
  async function loadedBy(...args: string[]): Promise<string[]> {
    const list = join(root, `loaded-${args.length}`)
    const hook = join(root, 'hook.mjs')
    await writeFile(
      hook,
      `import { appendFileSync } from 'node:fs'
       import { registerHooks } from 'node:module'
       registerHooks({
         load(url, context, next) {
           appendFileSync(${JSON.stringify(list)}, url + '\\n')
           return next(url, context)
         },
       })`,
    )
    const ended = await execute(process.execPath, ['--import', hook, bilanScript, ...args])
    expect(ended.status, ended.stderr).toBe(args.includes('--help') ? 0 : 1)
    return (await readFile(list, 'utf8')).split('\n')
  }

  test('is instant: nothing heavy is loaded for it', async () => {
    const heavy = /duckdb|xlsx|kysely|zod|pdfjs|papaparse/
    const loaded = await loadedBy('--help')
    expect(loaded.some((url) => url.endsWith('/pipeline/commands/program.ts'))).toBe(true)
    expect(loaded.filter((url) => heavy.test(url))).toEqual([])
    // The same look sees what a run loads.
    const run = await loadedBy('run', '--quiet', '--raw', join(root, 'no'))
    expect(run.filter((url) => heavy.test(url)).length).toBeGreaterThan(0)
  })

  test.each([
    [['--help'], ['run', 'corpus']],
    [
      ['run', '--help'],
      ['--raw', '--warehouse', '--strict', '--keep', '--json', '--quiet', '--debug'],
    ],
    [
      ['corpus', '--help'],
      ['--seed', '--out', '--conventions', '--truth', '--debug'],
    ],
  ])('%j names what there is', async (args, names) => {
    const ended = await bilan(args)
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    for (const name of names) expect(ended.stdout).toContain(name)
  })

  test('stands in for no command at all, which is wrong usage', async () => {
    const ended = await bilan([])
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    expect(ended.stderr).toContain('Usage: bilan')
  })
})

describe('wrong usage is one line with a suggestion, status 2', () => {
  test.each([
    ['an unknown command', ['rnu'], "unknown command 'rnu' (Did you mean run?)"],
    ['an unknown option', ['run', '--strct'], "'--strct' (Did you mean --strict?)"],
    ['an option without its value', ['run', '--raw'], "'--raw <dir>' argument missing"],
    ['a word too many', ['run', 'raw'], 'too many arguments'],
    ['two that exclude each other', ['run', '--json', '--quiet'], "'--json' cannot be used with"],
    ['a missing option', ['corpus', '--out', 'x'], "'--seed <n>' not specified"],
    ['no number', ['corpus', '--seed', '1e3', '--out', 'x'], "'1e3' is invalid"],
    [
      'a count that can not be made',
      ['corpus', '--seed', '1', '--out', 'x', '--conventions', '0'],
      "conventions: 0 can't be made",
    ],
  ])('%s', async (_, args, said) => {
    const ended = await bilan(args, { cwd: root })
    expectOneLine(ended, 2)
    expect(ended.stderr).toContain(said)
    expect(ended.stderr).toMatch(/ — (bilan --help|give a whole number)/)
  })
})

test('--debug shows the stack, without it there is none', async () => {
  const args = ['run', '--quiet', '--raw', join(root, 'nowhere')]
  expectOneLine(await bilan(args), 1)
  const ended = await bilan([...args, '--debug'])
  expect(ended.status).toBe(1)
  expect(ended.stderr).toMatch(/BilanError: .*laureats\.csv[\s\S]*\n\s+at /)
})

describe('bilan corpus', () => {
  test('writes what it says', async () => {
    const out = join(root, 'corpus')
    const ended = await bilan(['corpus', '--seed', '11', '--conventions', '5', '--out', out])
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    const said = /^(\d+) conventions, (\d+) reports \(([\d.]+) MB\) in (.+); truth in (.+)\n$/.exec(
      ended.stdout,
    )
    const truth = JSON.parse(await readFile(said![5]!, 'utf8'))
    expect(Number(said![1])).toBe(5)
    expect(Object.keys(truth.conventions)).toHaveLength(5)
    expect(Number(said![2])).toBe(Object.keys(await hashes(join(out, 'rapports'))).length)
    expect(said![4]).toBe(out)
    expect((await readdir(out)).sort()).toEqual([
      'corpus.json',
      'laureats.csv',
      'publie',
      'rapports',
    ])
  })

  test('never writes over reports that are no demonstration', async () => {
    const out = join(root, 'real')
    await mkdir(join(out, 'rapports'), { recursive: true })
    const ended = await bilanHere(['corpus', '--seed', '1', '--out', out])
    expectOneLine(ended, 2)
    expect(ended.stderr).toContain('choose another folder')
  })

  test('a place that can not be written is one line', async () => {
    await writeFile(join(root, 'a-file'), '')
    const ended = await bilanHere(['corpus', '--seed', '1', '--out', join(root, 'a-file', 'x')])
    expectOneLine(ended, 1)
    expect(ended.stderr).toContain('--out')
  })
})

/** A Node of this machine that is older than the project's, or null. */
async function oldNode(): Promise<string | null> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const node = join(folder, 'node')
    const ended = await execute(node, ['--version']).catch(() => null)
    const major = Number(/^v(\d+)/.exec(ended?.stdout ?? '')?.[1])
    if (major >= 20 && major < 24) return node
  }
  return null
}

test('an older Node hands over to the project’s own, with arguments and exit status', async (context) => {
  const node = await oldNode()
  if (node === null) return context.skip('no older Node on PATH')
  expect(await execute(node, [bilanScript, '--help'])).toEqual(await bilan(['--help']))
  const wrong = await execute(node, [bilanScript, 'rnu'])
  expectOneLine(wrong, 2)
  const none = await execute(node, [bilanScript, 'run', '--quiet', '--raw', join(root, 'no')])
  expectOneLine(none, 1)
})

test('an older Node without the project’s own says what to do', async (context) => {
  const node = await oldNode()
  if (node === null) return context.skip('no older Node on PATH')
  const alone = join(root, 'alone', 'bin')
  await mkdir(alone, { recursive: true })
  await copyFile(bilanScript, join(alone, 'bilan.mjs'))
  const ended = await execute(node, [join(alone, 'bilan.mjs'), 'run', '--raw', committedRaw])
  expect(ended).toMatchObject({ status: 1, stdout: '' })
  expect(ended.stderr).toMatch(/^bilan: Node v?\d+.* too old .*`npm ci`[^\n]*\n$/)
})
