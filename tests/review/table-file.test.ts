import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import Papa from 'papaparse'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TableFile } from '../../pipeline/review/table-file.ts'

let folder: string
let path: string
const columns = ['cle', 'valeur']
const same = (key: string) => (cells: Record<string, string>) => cells.cle === key

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bilan-table-'))
  path = join(folder, 'table.csv')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function put(before: string | Buffer | null, cells: Record<string, string>) {
  if (before !== null) await writeFile(path, before)
  await new TableFile(path, columns).put(cells, same(cells.cle!))
  return await readFile(path, 'utf8')
}

test.each<[string, string | null, string]>([
  ['no file', null, 'cle,valeur\nb,2\n'],
  ['an empty file', '', 'cle,valeur\nb,2\n'],
  ['a header only', 'cle,valeur', 'cle,valeur\nb,2\n'],
  ['rows', 'cle,valeur\na,1\n', 'cle,valeur\na,1\nb,2\n'],
  ['no end of the last line', 'cle,valeur\na,1', 'cle,valeur\na,1\nb,2\n'],
  ['Windows line ends', 'cle,valeur\r\na,1\r\n', 'cle,valeur\r\na,1\r\nb,2\r\n'],
  ['a mark of UTF-8', '\uFEFFcle,valeur\na,1\n', '\uFEFFcle,valeur\na,1\nb,2\n'],
  [
    'odd quotes and blank lines',
    '\n"cle", valeur\n\n"a","x\ny ""z"""\n\n',
    '\n"cle", valeur\n\n"a","x\ny ""z"""\n\nb,2\n',
  ],
  ['more columns, in another order', 'note,valeur,cle\nn,1,a\n', 'note,valeur,cle\nn,1,a\n,2,b\n'],
  ['a row to replace', 'cle,valeur\na,1\n"b", old\nc,3\n', 'cle,valeur\na,1\nb,2\nc,3\n'],
  ['a last row to replace', 'cle,valeur\r\na,1\r\nb,old', 'cle,valeur\r\na,1\r\nb,2'],
  ['the same twice', 'cle,valeur\nb,1\na,1\nb,3\n', 'cle,valeur\nb,2\na,1\n'],
  ['a header that looks like the row', 'cle,valeur\nvaleur,1\n', 'cle,valeur\nvaleur,1\nb,2\n'],
])('%s', async (_, before, after) => {
  expect(await put(before, { cle: 'b', valeur: '2' })).toBe(after)
})

test('cells with commas, quotes and line breaks come back as they were', async () => {
  await put('cle,valeur\na,1\n', { cle: 'b', valeur: ' x, "y"\nz ' })
  const rows = await new TableFile(path, columns).rows()
  expect(rows.map(({ cells }) => cells)).toEqual([
    { cle: 'a', valeur: '1' },
    { cle: 'b', valeur: ' x, "y"\nz ' },
  ])
})

test('whatever stands there stays, byte for byte', async () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'é', ',', '"', '\n', '\r\n', ' ', ';', '\u00a0'),
  })
  const rows = fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom('\n', '\r\n'), async (cells, newline) => {
      const before = Papa.unparse([columns, ...cells.map(([a, b]) => [`k${a}`, b])], { newline })
      expect(await put(before, { cle: 'new', valeur: '2' })).toBe(
        `${before}${newline}new,2${newline}`,
      )
    }),
    { numRuns: 60 },
  )
})

test('what is no such table is refused and left alone', async () => {
  for (const before of ['cle;valeur\na;1\n', 'cle,valeur\na\n', 'cle,valeur\n"a,1\n']) {
    await expect(put(before, { cle: 'b', valeur: '2' })).rejects.toThrow('table.csv')
    expect(await readFile(path, 'utf8')).toBe(before)
  }
  const latin = Buffer.from('cle,valeur\né,1\n', 'latin1')
  await expect(put(latin, { cle: 'b', valeur: '2' })).rejects.toThrow('not UTF-8')
  expect(await readFile(path)).toEqual(latin)
})

test('a folder that can’t be written is one error', async () => {
  const table = new TableFile(join(folder, 'none', 'table.csv'), columns)
  await expect(table.put({ cle: 'b', valeur: '2' }, same('b'))).rejects.toThrow(
    "can't be written (ENOENT)",
  )
})
