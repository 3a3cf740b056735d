import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import { withBuild } from '../../pipeline/warehouse/swap.ts'
import {
  bilan,
  bilanHere,
  bilanScript,
  correctionHeader,
  type Ended,
  execute,
  expectOneLine,
  form,
  inWarehouse,
  register,
  runQuietly,
  smallRaw,
  standing,
  writeAll,
} from './job.ts'

let root: string
let raw: string
let warehouse: string
let before: Record<string, string>
let taken = 0

/** One warehouse stands from the start; no test of this file may change it. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-failures-'))
  warehouse = join(root, 'warehouse')
  raw = join(root, 'raw')
  await writeAll(raw, smallRaw)
  await runQuietly(raw, warehouse)
  before = await standing(warehouse)
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** A copy of the inputs with other files in it; null takes one away. */
async function altered(files: Record<string, string | Uint8Array | null>): Promise<string> {
  const folder = join(root, `raw-${taken++}`)
  await cp(raw, folder, { recursive: true })
  for (const [path, content] of Object.entries(files)) {
    if (content === null) await rm(join(folder, path), { recursive: true })
    else await writeAll(folder, { [path]: content })
  }
  return folder
}

async function expectRefused(ended: Ended, ...said: (string | RegExp)[]): Promise<void> {
  expectOneLine(ended, 1)
  const line = ended.stderr.replaceAll('\u00a0', ' ')
  for (const part of said) {
    if (typeof part === 'string') expect(line).toContain(part)
    else expect(line).toMatch(part)
  }
  expect(await standing(warehouse)).toEqual(before)
}

function runOn(folder: string, ...more: string[]): Promise<Ended> {
  return bilanHere(['run', '--quiet', '--raw', folder, '--warehouse', warehouse, ...more])
}

const lines = register.split('\n')
const withLine = (index: number, from: string, to: string) =>
  lines.map((line, i) => (i === index ? line.replace(from, to) : line)).join('\n')
const decision = (line: string) => `${correctionHeader}\n${line}\n`
const published = (line: string) => `tableau,aap,ligne,colonne,valeur,unite\n${line}\n`

test.each<[string, Record<string, string | Uint8Array | null>, (string | RegExp)[]]>([
  ['no register', { 'laureats.csv': null }, ['laureats.csv', 'there is no such file', '--raw']],
  [
    'a register in windows-1252',
    { 'laureats.csv': Buffer.from(register, 'latin1') },
    ['laureats.csv: not UTF-8', 'CSV UTF-8'],
  ],
  [
    'a register with semicolons',
    { 'laureats.csv': register.replaceAll(',', ';') },
    ['"convention;aap;siren', 'separated by semicolons'],
  ],
  [
    'a register without a column',
    { 'laureats.csv': register.replace('potentiel_achat', 'potentiel') },
    ['has no column potentiel_achat'],
  ],
  ['a register without rows', { 'laureats.csv': `${lines[0]}\n` }, ['no convention']],
  [
    'a bad number',
    { 'laureats.csv': withLine(2, '5000,', '5 000,') },
    ['line 3, column potentiel_achat: "5 000"'],
  ],
  [
    'a number beyond all measure',
    { 'laureats.csv': withLine(2, '5000,', '99999999999999999999,') },
    ['line 3, column potentiel_achat: "99999999999999999999"'],
  ],
  [
    'an unknown type',
    { 'laureats.csv': withLine(1, 'Conseil départemental', 'Département') },
    ['line 2, column type_structure: "Département"', 'Conseil départemental'],
  ],
  [
    'a bad SIREN',
    { 'laureats.csv': withLine(1, '909000101', '909000102') },
    ['line 2, column siren: "909000102"', 'leading zero'],
  ],
  [
    'a convention twice',
    { 'laureats.csv': withLine(3, '2020-102', '2019-101') },
    ['line 4: convention "2019-101" stands on line 2 already'],
  ],
  ['no folder of reports', { rapports: null }, [/rapports.*no folder of reports/]],
  [
    'corrections without a column',
    { 'corrections.csv': 'convention,indicateur,valeur\n2019-101,pass_achetes,1\n' },
    ['corrections.csv', 'has no column attendu, motif, auteur, date'],
  ],
  [
    'corrections in another order of columns',
    {
      'corrections.csv':
        'valeur,convention,indicateur,attendu,motif,auteur,date\n1,2019-101,pass_achetes,1200,Lettre,AB,2026-01-31\n',
    },
    ['in another order'],
  ],
  [
    'a correction of no indicator',
    { 'corrections.csv': decision('2019-101,pass_vendus,1,1200,Lettre,AB,2026-01-31') },
    ['corrections.csv, line 2, column indicateur: "pass_vendus"'],
  ],
  [
    'a correction without a reason',
    { 'corrections.csv': decision('2019-101,pass_achetes,1,1200,,AB,2026-01-31') },
    ['corrections.csv, line 2, column motif: ""'],
  ],
  [
    'a correction cut short',
    { 'corrections.csv': decision('2019-101,pass_achetes,1') },
    ['corrections.csv, line 2: 3 cells where the header has 7'],
  ],
  [
    'a correction of what is not read',
    { 'corrections.csv': decision('\n2019-101,pass_achetes,1,999,Lettre,AB,2026-01-31') },
    [/ligne 3 .*2019-101, pass_achetes.*attend 999, la lecture donne 1200/, 'refuse.duckdb'],
  ],
  [
    'a correction of nobody',
    { 'corrections.csv': decision('2018-001,pass_achetes,1,,Lettre,AB,2026-01-31') },
    ["« 2018-001 » n'est pas dans le registre"],
  ],
  [
    'two corrections of one value',
    {
      'corrections.csv': decision(
        '2019-101,pass_achetes,1,1200,Lettre,AB,2026-01-31\n2019-101,pass_achetes,2,1200,Lettre,AB,2026-01-31',
      ),
    },
    ['plusieurs décisions', 'et 1 autre'],
  ],
  [
    'a published figure that is none',
    { 'publie/a.csv': published('t,2019,l,c,"12,5",pass') },
    ['a.csv, line 2, column valeur: "12,5"', 'decimal point'],
  ],
  [
    'published figures without a column',
    { 'publie/a.csv': 'tableau,aap,ligne,valeur,unite\n' },
    ['has no column colonne'],
  ],
  [
    'a published figure twice',
    { 'publie/a.csv': published('t,2019,l,c,1,pass\nt,2019,l,c,2,pass') },
    ['a.csv, ligne 2', 'est donnée 2 fois'],
  ],
  ['published figures in a file', { publie: 'x' }, [/publie: no folder that can be read/]],
  [
    'a word of no known sense',
    { 'vocabulaire.csv': 'expression,sens\nsésames acquis,achats\n' },
    ['vocabulaire.csv, line 2, column sens: "achats"'],
  ],
  [
    'words without a column',
    { 'vocabulaire.csv': 'expression;sens\nsésames acquis;achat\n' },
    ['"expression;sens"', 'separated by semicolons'],
  ],
  ['a note that is no JSON', { 'corpus.json': '{synthetique' }, ['corpus.json: not of the form']],
  [
    'a note with another key',
    { 'corpus.json': '{"synthetique": true, "source": "x"}' },
    ['corpus.json: not of the form'],
  ],
])('%s is one clear line, and the old warehouse stands', async (_, files, said) => {
  await expectRefused(await runOn(await altered(files)), ...said)
})

/** A workbook that looks whole until its bytes are inflated: reading refuses it, landing doesn't. */
function damagedWorkbook(): Buffer {
  const sheet = XLSX.utils.aoa_to_sheet([['Nombre de pass achetés', 12]])
  const book = { SheetNames: ['Bilan'], Sheets: { Bilan: sheet } }
  const bytes: Buffer = XLSX.write(book, { type: 'buffer', bookType: 'xlsx', compression: false })
  const at = bytes.indexOf('Nombre de pass')
  bytes.write('Pas', at)
  return bytes
}

test('a report that can not be read is listed, and the run goes on; --strict makes it an error', async () => {
  const folder = await altered({ 'rapports/abîmé.xlsx': damagedWorkbook() })
  await expectRefused(
    await runOn(folder, '--strict'),
    '--strict: "abîmé.xlsx" can\'t be read: Le fichier',
  )
  const [args, fresh] = [['run', '--quiet', '--raw', folder], join(root, 'with-bad')]
  expect(await bilanHere([...args, '--warehouse', fresh])).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  })
  const sql = "SELECT fichier, statut FROM bilan.fichiers WHERE statut = 'rejete' AND motif <> ''"
  expect(await inWarehouse(fresh, (c) => c.query(sql))).toEqual([
    { fichier: 'abîmé.xlsx', statut: 'rejete' },
  ])
  // Also when nothing changed since the run that listed it.
  expectOneLine(await bilanHere([...args, '--warehouse', fresh, '--strict']), 1)
})

test('an empty folder of reports in the place of a full one is one clear line, and the old warehouse stands', async () => {
  const folder = await altered({ rapports: null })
  await mkdir(join(folder, 'rapports'))
  await expectRefused(await runOn(folder), 'rapports is empty', 'put the reports back')
})

test('a warehouse among the reports is wrong usage', async () => {
  const folder = await altered({})
  for (const inside of [folder, join(folder, 'rapports', 'sortie')]) {
    const args = ['run', '--quiet', '--raw', folder, '--warehouse', inside]
    expectOneLine(await bilanHere(args), 2)
  }
})

test('a refusal is a result for machines too', async () => {
  const folder = await altered({ 'laureats.csv': null })
  const args = ['run', '--json', '--raw', folder, '--warehouse', warehouse]
  const { stdout, status } = await bilanHere(args)
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({
    published: false,
    error: { message: expect.any(String) },
  })
})

test('an empty folder of reports is published with everything missing, over what is no warehouse', async () => {
  const folder = await altered({ rapports: null })
  await mkdir(join(folder, 'rapports'))
  const fresh = join(root, 'with-none')
  await writeAll(fresh, { 'warehouse.duckdb': 'no database' })
  const report = await runQuietly(folder, fresh)
  expect(report).toMatchObject({ published: true, files: 0, read: 0 })
  const sql =
    'SELECT indicateur, statut, count(*) AS n FROM bilan.donnees_manquantes GROUP BY ALL ORDER BY ALL'
  expect(await inWarehouse(fresh, (c) => c.query(sql))).toEqual([
    { indicateur: 'beneficiaires_uniques', statut: 'sans_rapport', n: 3 },
    { indicateur: 'pass_achetes', statut: 'sans_rapport', n: 3 },
    { indicateur: 'pass_scannes', statut: 'sans_rapport', n: 3 },
  ])
})

test('reports that contradict each other give no value, and a question', async () => {
  const folder = await altered({
    'rapports/autre.csv': form('909000101', '1250', '800', '310'),
  })
  const fresh = join(root, 'with-two')
  await runQuietly(folder, fresh)
  const [value] = await inWarehouse(fresh, (c) =>
    c.query(
      "SELECT pass_achetes, pass_achetes_statut FROM bilan.laureats WHERE convention = '2019-101'",
    ),
  )
  expect(value).toEqual({ pass_achetes: null, pass_achetes_statut: 'contradictoire' })
  const questions = await inWarehouse(fresh, (c) =>
    c.query<{ texte_brut: string }>(
      "SELECT texte_brut FROM bilan.a_verifier WHERE convention = '2019-101' AND indicateur = 'pass_achetes' ORDER BY ALL",
    ),
  )
  expect(questions.map((q) => q.texte_brut)).toEqual(expect.arrayContaining(['1200', '1250']))
})

test('another run in the folder is one clear line', async () => {
  const folder = await altered({ 'rapports/m.csv': form('909000408', '3', '2', '1') })
  await withBuild(warehouse, async () => {
    const ended = await bilan(['run', '--quiet', '--raw', folder, '--warehouse', warehouse])
    await expectRefused(ended, `is being written by another run (process ${process.pid})`, 'wait')
  })
})

test.each([64, 2000])('a disk that is full after %i blocks is one clear line', async (blocks) => {
  const folder = await altered({ 'rapports/m.csv': form('909000408', '3', '2', '1') })
  // No file may grow past this: to the program the same as a disk with no room left.
  const script = `ulimit -f ${blocks}; exec "$0" "$@"`
  const args = ['run', '--quiet', '--raw', folder, '--warehouse', warehouse]
  const ended = await execute('sh', ['-c', script, process.execPath, bilanScript, ...args])
  await expectRefused(ended, 'is on a full disk', 'make room')
})

test('a folder that can not be written is one clear line', async (context) => {
  // Root writes everywhere: the command then runs as somebody else, where the checkout is open to them.
  const other = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const probe = await bilan(['--help'], other).catch(() => null)
  if (probe?.status !== 0) return context.skip('nobody else can run the command here')
  const folder = await altered({ 'rapports/m.csv': form('909000408', '3', '2', '1') })
  await chmod(root, 0o755)
  await chmod(warehouse, 0o555)
  try {
    const args = ['run', '--quiet', '--raw', folder, '--warehouse', warehouse]
    await expectRefused(await bilan(args, other), 'can’t be written', 'right to write')
  } finally {
    await chmod(warehouse, 0o755)
  }
})

test('a warehouse that is a file, and one below a file, are one clear line each', async () => {
  const file = join(root, 'file')
  await writeFile(file, '')
  for (const target of [file, join(file, 'below')]) {
    const ended = await bilanHere(['run', '--quiet', '--raw', raw, '--warehouse', target])
    await expectRefused(ended, 'is not a folder', '--warehouse')
  }
})
