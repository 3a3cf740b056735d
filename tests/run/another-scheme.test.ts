import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import { inWarehouse, register, runQuietly, writeAll } from './job.ts'

// What docs/guides/new-call.md says of another scheme: other calls, other words, another title.
const titre = 'Bilan des jetons du numérique'
let root: string
let warehouse: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-scheme-'))
  warehouse = join(root, 'warehouse')
  await writeAll(join(root, 'raw'), {
    'laureats.csv': register
      .replaceAll('2019-101,2019', 'JN-01,2022')
      .replaceAll('2019-102,2019', 'JN-02,2022')
      .replaceAll('2020-102,2020', 'JN-03,2024'),
    'corpus.json': JSON.stringify({ synthetique: true, metadonnees: { titre } }),
    'vocabulaire.csv': 'expression,sens\njeton,objet\nhonoré,scan\n',
    'rapports/vaubrelle.csv':
      'SIREN;909000101\nNombre de jetons achetés;1200\nNombre de jetons honorés;800\nNombre de bénéficiaires uniques;310\n',
    'rapports/mirandol.csv':
      'Ville de Port-Mirandol\n\nIndicateur;Valeur\nJetons achetés;300\nJetons honorés;120\nPersonnes distinctes accompagnées;77\n',
  })
  await runQuietly(join(root, 'raw'), warehouse)
})
afterAll(() => rm(root, { recursive: true, force: true }))

test('its reports are read by its own words', async () => {
  const rows = await inWarehouse(warehouse, (c) =>
    c.query(
      'SELECT convention, aap, pass_achetes AS a, pass_scannes AS s, beneficiaires_uniques AS b FROM bilan.laureats ORDER BY convention',
    ),
  )
  expect(rows).toEqual([
    { convention: 'JN-01', aap: '2022', a: 1200, s: 800, b: 310 },
    { convention: 'JN-02', aap: '2022', a: null, s: null, b: null },
    { convention: 'JN-03', aap: '2024', a: 300, s: 120, b: 77 },
  ])
})

test('its calls make the rows, and the whole of them', async () => {
  const rows = await inWarehouse(warehouse, (c) =>
    c.query(
      `SELECT aap, ligne, potentiel_achat AS p, pass_achetes AS a FROM bilan.tableau_quantitatif
       WHERE lecture = 'publie' AND ligne LIKE '%TOTAL' ORDER BY ordre`,
    ),
  )
  expect(rows).toEqual([
    { aap: '2022', ligne: 'TOTAL', p: 25000, a: 1200 },
    { aap: '2024', ligne: 'TOTAL', p: 3000, a: 300 },
    { aap: '2022+2024', ligne: 'GRAND TOTAL', p: 28000, a: 1500 },
  ])
})

test('page, workbook and records have its title, and not that of the first', async () => {
  const read = (path: string) => readFile(join(warehouse, path), 'utf8')
  expect(await read('bilan.html')).toContain(`<h1>${titre}</h1>`)
  for (const path of ['datapackage.json', 'dcat.jsonld']) {
    expect(await read(join('exports', path)), path).toContain(titre)
  }
  const book = XLSX.read(await readFile(join(warehouse, 'exports', 'bilan.xlsx')))
  expect(book.Sheets['Lisez-moi']!.A1!.v).toBe(titre)
  const rows = XLSX.utils.sheet_to_json<unknown[]>(book.Sheets.Quantitatif!, { header: 1 })
  expect(rows.find((row) => row[1] === 'GRAND TOTAL')?.slice(0, 5)).toEqual([
    '2022+2024',
    'GRAND TOTAL',
    3,
    28000,
    1500,
  ])
})
