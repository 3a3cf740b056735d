import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
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

interface Described {
  name: string
  title: string
  description: string
  synthetique: boolean
  resources: {
    name: string
    path: string
    description: string
    schema: { fields: object[]; primaryKey: string[]; foreignKeys?: object[] }
    [key: string]: unknown
  }[]
}

const package_ = async (folder: string): Promise<Described> =>
  JSON.parse(await read(join(folder, 'datapackage.json')))

test.each(['.', 'csv-excel', 'parquet'])(
  'the datapackage in %s tells size, hash, types, meanings, units, keys, and that data is synthetic',
  async (folder) => {
    await exportFixture(dir, { synthetique: true, note: 'Corps inventés.' })
    const datapackage = await package_(folder)
    expect(datapackage.title).toMatch(/^\[Données synthétiques\] /)
    expect(datapackage.description).toMatch(/^Corps inventés\./)
    expect(datapackage.resources.map((one) => one.name)).toEqual(['chiffres', 'textes', 'vide'])
    for (const resource of datapackage.resources) {
      const content = await readFile(join(dir, folder, resource.path))
      const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`
      const { bytes, hash, taille, empreinte } = resource
      // Validators count no bytes of Parquet files.
      const own = folder === 'parquet'
      expect(own ? [taille, empreinte] : [bytes, hash]).toEqual([content.length, digest])
      expect(own ? [bytes, hash] : [taille, empreinte]).toEqual([undefined, undefined])
    }
    const [chiffres, , vide] = datapackage.resources
    expect(chiffres!.description).toBe('Des chiffres. Une ligne\u00a0: un chiffre.')
    expect(chiffres!.schema.primaryKey).toEqual(['k'])
    expect(chiffres!.schema.fields[1]).toEqual({
      name: 'n',
      type: folder === 'parquet' ? 'number' : 'integer',
      description: 'Un nombre.',
      unit: 'pass',
    })
    expect(chiffres!.schema.fields[0]).toMatchObject({
      constraints: { required: true, enum: ['a', 'b', 'é'] },
    })
    expect(vide!.schema.foreignKeys).toEqual([
      { fields: ['k'], reference: { resource: 'chiffres', fields: ['k'] } },
    ])
  },
)

test('a file for each Table Schema, the same as in the datapackage', async () => {
  await exportFixture(dir)
  for (const { name, schema } of (await package_('.')).resources) {
    expect(JSON.parse(await read(`schemas/${name}.json`))).toMatchObject({ ...schema, name })
  }
})

test('csv for Excel in French: mark, semicolons, decimal commas, VRAI and FAUX, nothing that runs', async () => {
  await exportFixture(dir)
  expect(await read('csv-excel/chiffres.csv')).toBe(
    '\ufeffk;n;taux;eur;jour;vrai;texte\n' +
      'a;-12;0,1;1250,50;2023-12-31;VRAI;""\n' +
      'b;;;;;;l’Épernay\n' +
      'é;3;0,333333;-0,05;2020-02-29;FAUX;"un, ""deux""\n\'=trois"\n',
  )
  const { data } = Papa.parse<string[]>((await read('csv-excel/textes.csv')).slice(1), {
    delimiter: ';',
    skipEmptyLines: true,
  })
  expect(data.slice(1).map((row) => original(row[1]!))).toEqual(sheetTexts)
  for (const [, text] of data.slice(1)) expect(text).not.toMatch(/^\s*[=@]|[;\t\n]\s*[=@]/)
  const [, , , eur, , vrai] = (await package_('csv-excel')).resources[0]!.schema.fields
  expect(eur).toMatchObject({ decimalChar: ',' })
  expect(vrai).toMatchObject({ trueValues: ['VRAI'] })
})

test('real reports: no synthetic note', async () => {
  await exportFixture(dir)
  const datapackage = await package_('.')
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
      found[join(file.parentPath.slice(out.length), file.name)] = createHash('sha256')
        .update(content)
        .digest('hex')
    }
    hashes.push(found)
  }
  expect(Object.keys(hashes[0]!)).toHaveLength(15)
  expect(hashes[1]).toEqual(hashes[0])
})
