import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { bilan, expectOneLine } from '../run/job.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-open-'))
  await mkdir(join(root, 'warehouse'))
  await writeFile(join(root, 'warehouse', 'bilan.html'), '<!doctype html>')
})
afterAll(() => rm(root, { recursive: true, force: true }))

const page = () => join(root, 'warehouse', 'bilan.html')

test.skipIf(process.platform !== 'linux')('the page is handed to the system’s opener', async () => {
  const bin = join(root, 'bin')
  await mkdir(bin)
  await writeFile(
    join(bin, 'xdg-open'),
    `#!/bin/sh\nprintf '%s' "$1" > '${join(root, 'opened')}'\n`,
  )
  await chmod(join(bin, 'xdg-open'), 0o755)
  const env = { PATH: [bin, process.env.PATH].join(delimiter) }
  const ended = await bilan(['open'], { cwd: root, env })
  expect(ended).toEqual({ status: 0, stdout: `${page()}\n`, stderr: '' })
  await vi.waitFor(
    async () => expect(await readFile(join(root, 'opened'), 'utf8')).toBe(page()),
    10_000,
  )
})

test('without one its path is there to be opened by hand', async () => {
  const ended = await bilan(['open', '--warehouse', join(root, 'warehouse')], {
    env: { PATH: root },
  })
  expect(ended).toEqual({ status: 0, stdout: `${page()}\n`, stderr: '' })
})

test('no page yet is one line', async () => {
  const ended = await bilan(['open', '--warehouse', join(root, 'none')])
  expectOneLine(ended, 1)
  expect(ended.stderr).toContain('bilan run')
})
