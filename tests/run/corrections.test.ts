import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { landFolder } from '../../pipeline/land/folder.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import {
  correctionHeader,
  form,
  hashes,
  inWarehouse,
  runQuietly,
  smallRaw,
  writeAll,
} from './job.ts'

const corrections = [
  correctionHeader,
  '2019-101,pass_achetes,1210,1200,"Lettre du 3 mai, page 2",A. B.,2026-01-31',
  '2019-101,pass_scannes,,800,Chiffre d’une autre convention,A. B.,2026-01-31',
  '2020-102,pass_achetes,90,,Dit au téléphone,A. B.,2026-02-01',
  '',
].join('\n')

let root: string
let raw: string
let warehouse: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-corrections-'))
  raw = join(root, 'raw')
  warehouse = join(root, 'warehouse')
  await writeAll(raw, { ...smallRaw, 'corrections.csv': corrections })
  await runQuietly(raw, warehouse)
})
afterAll(() => rm(root, { recursive: true, force: true }))

function values(folder: string): Promise<unknown[]> {
  return inWarehouse(folder, (c) =>
    c.query(
      'SELECT convention, pass_achetes, pass_achetes_statut, pass_scannes, pass_scannes_statut FROM bilan.laureats ORDER BY convention',
    ),
  )
}

test('a decision gives the value and the status; an empty one takes the value away', async () => {
  expect(await values(warehouse)).toEqual([
    {
      convention: '2019-101',
      pass_achetes: 1210,
      pass_achetes_statut: 'corrige',
      pass_scannes: null,
      pass_scannes_statut: 'non_communique',
    },
    {
      convention: '2019-102',
      pass_achetes: 4000,
      pass_achetes_statut: 'communique',
      pass_scannes: null,
      pass_scannes_statut: 'non_communique',
    },
    {
      convention: '2020-102',
      pass_achetes: 90,
      pass_achetes_statut: 'corrige',
      pass_scannes: null,
      pass_scannes_statut: 'sans_rapport',
    },
  ])
})

test('a corrected value leads to the line of the decision, which says who and why; what was read stays and counts no more', async () => {
  const rows = await inWarehouse(warehouse, (c) =>
    c.query<{
      fichier: string
      cellule: string
      texte_brut: string
      retenue: boolean
      motif: string
    }>(
      "SELECT fichier, cellule, texte_brut, retenue, motif FROM bilan.observations WHERE convention = '2019-101' AND indicateur = 'pass_achetes' ORDER BY retenue",
    ),
  )
  expect(rows.map(({ fichier, texte_brut, retenue }) => [fichier, texte_brut, retenue])).toEqual([
    ['vaubrelle.csv', '1200', false],
    ['../corrections.csv', '1210', true],
  ])
  const [, decision] = rows
  expect(decision!.motif).toMatch(/A\. B\..*2026-01-31.*Lettre du 3 mai, page 2/)
  const [file] = (await landFolder(raw).then((files) =>
    files.filter((one) => one.fichier === 'corrections.csv'),
  ))!
  const document = await readDocument(Buffer.from(corrections), file!.format!)
  const cell = document.sheets[0]!.cells.find(
    ({ row, col }) => `${String.fromCharCode(65 + col)}${row + 1}` === decision!.cellule,
  )
  expect(cell?.text).toBe('1210')
})

test('replaying the decisions gives the same, from the start or after the one that read', async () => {
  const again = join(root, 'again')
  const { 'corrections.csv': _, ...before } = { ...smallRaw, 'corrections.csv': corrections }
  await writeAll(join(root, 'raw-again'), before)
  await runQuietly(join(root, 'raw-again'), again)
  await writeAll(join(root, 'raw-again'), { 'corrections.csv': corrections })
  expect(await runQuietly(join(root, 'raw-again'), again)).toMatchObject({
    published: true,
    read: 0,
  })
  expect(await hashes(join(again, 'exports'))).toEqual(await hashes(join(warehouse, 'exports')))
})

test('a word of one’s own makes an unknown label read, and everything is read again', async () => {
  const [folder, target] = [join(root, 'raw-words'), join(root, 'words')]
  const report = form('909000408', '70', '60', '50').replace('pass achetés', 'sésames glanés')
  await writeAll(folder, { ...smallRaw, 'rapports/mirandol.csv': report })
  await runQuietly(folder, target)
  const found = async () =>
    ((await values(target)) as { pass_achetes: number | null }[]).map((row) => row.pass_achetes)
  expect(await found()).toEqual([1200, 4000, null])
  await writeAll(folder, {
    'vocabulaire.csv': 'expression,sens\nnombre de sésames glanés,pass_achetes\n',
  })
  expect(await runQuietly(folder, target)).toMatchObject({ published: true, read: 3 })
  expect(await found()).toEqual([1200, 4000, 70])
})
