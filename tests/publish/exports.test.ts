import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Papa from 'papaparse'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { original } from '../../pipeline/publish/formula.ts'
import { exportFixture, readBack, sheetTexts } from './export-fixture.ts'

const runner = fileURLToPath(new URL('export-fixture.ts', import.meta.url))
let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bilan-exports-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const read = (path: string) => readFile(join(dir, path), 'utf8')

test('csv: UTF-8, commas, points, LF, in the order of the key, NULL empty and empty text quoted', async () => {
  const exported = await exportFixture(dir)
  expect(exported.map(({ table, rows }) => ({ table, rows }))).toEqual([
    { table: 'chiffres', rows: 3 },
    { table: 'textes', rows: sheetTexts.length },
    { table: 'vide', rows: 0 },
  ])
  expect(await read('csv/chiffres.csv')).toBe(
    'k,n,taux,eur,jour,vrai,texte\n' +
      'a,-12,0.1,1250.50,2023-12-31,true,""\n' +
      'b,,,,,,l’Épernay\n' +
      'é,3,0.333333,-0.05,2020-02-29,false,"un, ""deux""\n=trois"\n'.replace(
        '\n=trois',
        "\n'=trois",
      ),
  )
  expect(await read('csv/vide.csv')).toBe('k\n')
})

test('no text of the csv is a formula, and the exact text can be had again', async () => {
  await exportFixture(dir)
  const { data } = Papa.parse<{ i: string; t: string }>(await read('csv/textes.csv'), {
    header: true,
    skipEmptyLines: true,
  })
  const cells = data.map((row) => row.t)
  expect(cells.map(original)).toEqual(sheetTexts)
  for (const cell of cells) {
    // What a spreadsheet would make of it, whether it splits at our commas or, as a French one, at semicolons.
    for (const part of cell.split(/[;\t\r\n]/)) {
      expect(part, cell).not.toMatch(/^\s*[=@＝＠]/)
      if (/^\s*[+＋－-]/.test(part)) expect(cell).toMatch(/^[+-]?[0-9., ]*$/)
    }
  }
  expect(cells).toContain('-')
  expect(cells).toContain("'=1+1")
  expect(cells).toContain("''=1+1")
})

test('parquet holds the same rows, text untouched', async () => {
  await exportFixture(dir)
  expect(await readBack(join(dir, 'parquet', 'textes.parquet'))).toEqual(
    sheetTexts.map((t, i) => ({ i, t })),
  )
})

test('the datapackage tells size, hash, types, meanings, units, keys, and that data is synthetic', async () => {
  await exportFixture(dir, { synthetique: true, note: 'Corps inventés.' })
  const datapackage = JSON.parse(await read('datapackage.json'))
  expect(datapackage.title).toMatch(/^\[Données synthétiques\] /)
  expect(datapackage.description).toMatch(/^Corps inventés\. /)
  expect(datapackage.resources.map((one: { name: string }) => one.name)).toEqual([
    'chiffres',
    'chiffres-parquet',
    'textes',
    'textes-parquet',
    'vide',
    'vide-parquet',
  ])
  for (const { path, bytes, hash } of datapackage.resources) {
    const content = await readFile(join(dir, path))
    expect(bytes).toBe((await stat(join(dir, path))).size)
    expect(hash).toBe(`sha256:${createHash('sha256').update(content).digest('hex')}`)
  }
  const [chiffres] = datapackage.resources
  expect(chiffres.description).toBe('Des chiffres. Une ligne : un chiffre.')
  expect(chiffres.schema.primaryKey).toEqual(['k'])
  expect(chiffres.schema.fields[1]).toEqual({
    name: 'n',
    type: 'integer',
    description: 'Un nombre.',
    unit: 'pass',
  })
  expect(chiffres.schema.fields[0].constraints).toEqual({ required: true, enum: ['a', 'b', 'é'] })
  expect(datapackage.resources[4].schema.foreignKeys).toEqual([
    { fields: ['k'], reference: { resource: 'chiffres', fields: ['k'] } },
  ])
})

test('real reports: no synthetic note', async () => {
  await exportFixture(dir)
  const datapackage = JSON.parse(await read('datapackage.json'))
  expect(datapackage.synthetique).toBe(false)
  expect(datapackage.title + datapackage.description).not.toMatch(/synthétique/i)
})

test('the same bytes whatever the threads, the time zone and the locale', async () => {
  const settings = [
    { TZ: 'UTC', LC_ALL: 'C', threads: '1' },
    { TZ: 'Pacific/Kiritimati', LC_ALL: 'fr_FR.UTF-8', threads: '4' },
  ]
  const hashes: Record<string, string>[] = []
  for (const [i, { threads, ...env }] of settings.entries()) {
    const out = join(dir, String(i))
    execFileSync(process.execPath, [runner, out, threads], { env: { ...process.env, ...env } })
    const files = await readdir(out, { recursive: true, withFileTypes: true })
    const found: Record<string, string> = {}
    for (const file of files.filter((one) => one.isFile())) {
      const content = await readFile(join(file.parentPath, file.name))
      found[file.name] = createHash('sha256').update(content).digest('hex')
    }
    hashes.push(found)
  }
  expect(Object.keys(hashes[0]!)).toHaveLength(7)
  expect(hashes[1]).toEqual(hashes[0])
})
