import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { completion } from '../../pipeline/commands/completion.ts'
import { commands } from '../../pipeline/commands/program.ts'
import { bilan, execute, expectOneLine } from '../run/job.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-completion-'))
  await mkdir(join(root, 'dossier un'))
  await writeFile(join(root, 'rapport.xlsx'), '')
})
afterAll(() => rm(root, { recursive: true, force: true }))

const program = () => commands(() => undefined)

async function found(name: string): Promise<boolean> {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const there = folders.map((folder) =>
    access(join(folder, name)).then(
      () => true,
      () => false,
    ),
  )
  return (await Promise.all(there)).includes(true)
}

/** What bash offers after these words. */
async function offered(...words: string[]): Promise<string[]> {
  const { stdout } = await bilan(['completion', 'bash'])
  const script = join(root, 'completion.bash')
  await writeFile(script, stdout)
  const asked = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _bilan; printf '%s\\n' "\${COMPREPLY[@]}"`
  const ended = await execute(
    'bash',
    ['--norc', '-euc', asked, 'bash', script, 'bilan', ...words],
    { cwd: root },
  )
  expect(ended.stderr).toBe('')
  return ended.stdout.split('\n').filter((line) => line !== '')
}

test('bash: commands, options, folders, files and choices', async () => {
  const names = program().commands.map((command) => command.name())
  expect(await offered('')).toEqual([...names, '--help', '--version'])
  expect(await offered('re')).toEqual(names.filter((name) => name.startsWith('re')))
  const run = program().commands.find((command) => command.name() === 'run')!
  expect(await offered('run', '--')).toEqual([
    ...run.options.map((option) => option.long),
    '--help',
  ])
  expect(await offered('run', '--ra')).toEqual(['--raw'])
  expect(await offered('run', '--raw', '')).toEqual(['dossier un'])
  expect((await offered('inspect', '')).sort()).toEqual([
    'completion.bash',
    'dossier un',
    'rapport.xlsx',
  ])
  expect(await offered('inspect', 'rap')).toEqual(['rapport.xlsx'])
  expect(await offered('completion', '')).toEqual(['bash', 'zsh', 'fish'])
  expect(await offered('simulate', '--lecture', 'p')).toEqual(['publie'])
  expect(await offered('nothing', '')).toEqual([])
})

test.each(['zsh', 'fish'] as const)(
  '%s: every command and option, in a script that it takes',
  async (shell) => {
    const script = completion(program(), shell)
    for (const command of program().commands) {
      expect(script).toContain(command.name())
      for (const { long } of command.options)
        expect(script).toContain(shell === 'fish' ? `-l ${long!.slice(2)} ` : `'${long}[`)
    }
    if (!(await found(shell))) return
    const path = join(root, shell)
    await writeFile(path, script)
    expect(await execute(shell, ['-n', path])).toMatchObject({ status: 0, stderr: '' })
  },
)

test('another shell is wrong usage, with the ones there are', async () => {
  const ended = await bilan(['completion', 'tcsh'])
  expectOneLine(ended, 2)
  expect(ended.stderr).toContain('bash, zsh, fish')
})
