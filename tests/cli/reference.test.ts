import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { commands } from '../../pipeline/commands/program.ts'
import {
  readmeFile,
  reference,
  referenceFile,
  withCommands,
} from '../../pipeline/commands/reference.ts'
import { bilan } from '../run/job.ts'

test('docs/cli.md is the help of the program (npm run generate writes it)', async () => {
  expect(await readFile(referenceFile, 'utf8')).toBe(reference())
})

test('the README lists the commands that there are (npm run generate writes them)', async () => {
  const readme = await readFile(readmeFile, 'utf8')
  expect(readme).toBe(withCommands(readme))
})

test('a README without its marks is told', () => {
  expect(() => withCommands('# bilan')).toThrow('<!-- commands -->')
})

test('every command, option and argument says what it is for, and is in docs/cli.md', async () => {
  const text = await readFile(referenceFile, 'utf8')
  for (const command of commands(() => undefined).commands) {
    expect(text).toContain(`## bilan ${command.name()}\n`)
    expect(command.description(), command.name()).not.toBe('')
    const parts = [...command.options, ...command.registeredArguments]
    for (const part of parts) expect(part.description, command.name()).not.toBe('')
    for (const { long } of command.options) expect(text).toContain(long)
  }
})

test('--version is that of package.json', async () => {
  const { version } = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  )
  expect(await bilan(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
})
