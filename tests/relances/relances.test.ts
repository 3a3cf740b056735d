import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import {
  bilanHere,
  expectOneLine,
  form,
  inWarehouse,
  runQuietly,
  smallRaw,
  writeAll,
} from '../run/job.ts'

let folder: string
let raw: string
let warehouse: string
let out: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relances-'))
  raw = join(folder, 'raw')
  warehouse = join(folder, 'warehouse')
  out = join(folder, 'lettres')
  await writeAll(raw, smallRaw)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const relances = (...args: string[]) =>
  bilanHere(['relances', '--raw', raw, '--warehouse', warehouse, '--out', out, ...args])

/** Follow-up rows as `convention indicateur` → status. */
async function followUp(): Promise<Record<string, string>> {
  const rows = await inWarehouse(warehouse, (connection) =>
    connection.query<Record<'convention' | 'indicateur' | 'statut', string>>(
      'SELECT convention, indicateur, statut FROM bilan.relances',
    ),
  )
  return Object.fromEntries(
    rows.map(({ convention, indicateur, statut }) => [`${convention} ${indicateur}`, statut]),
  )
}

/** Total span of scanned over potential of call 2019, both ends. */
async function span(): Promise<number> {
  const [row] = await inWarehouse(warehouse, (connection) =>
    connection.query<{ width: number }>(
      `SELECT max(CAST(borne_haute - borne_basse AS DOUBLE)) AS width FROM bilan.bornes
       WHERE aap = '2019' AND ligne = 'TOTAL' AND ratio = 'scannes_sur_potentiel'`,
    ),
  )
  return row!.width
}

/** Fills in the workbook of a convention as a person would, by the words at the start of each line. */
async function fill(
  convention: string,
  answers: Record<string, [string | number, string?]>,
): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(join(out, convention, `reponse-${convention}.xlsx`))
  const sheet = book.getWorksheet('Réponse')!
  const left = new Set(Object.keys(answers))
  sheet.eachRow((row) => {
    const label = String(row.getCell(1).value)
    const answer = answers[label]
    if (answer === undefined) return
    left.delete(label)
    expect(row.getCell(2).protection?.locked).toBe(false)
    row.getCell(2).value = answer[0]
    if (answer[1] !== undefined) row.getCell(3).value = answer[1]
  })
  expect([...left]).toEqual([])
  return book
}

describe('from a missing figure to its answer', () => {
  test('the figure arrives without a question, the row closes, the span shrinks', async () => {
    await runQuietly(raw, warehouse)
    expect(await followUp()).toEqual({
      '2019-102 pass_scannes': 'a_ecrire',
      '2020-102 pass_achetes': 'a_ecrire',
      '2020-102 pass_scannes': 'a_ecrire',
      '2020-102 beneficiaires_uniques': 'a_ecrire',
    })
    const before = await span()
    expect(before).toBeGreaterThan(0)
    const ended = await relances()
    expect(ended.stderr).toBe('')
    expect(ended.stdout).toMatch(/^2 lettres, 4 chiffres demandés/)
    expect(await readdir(join(out, '2019-102'))).toEqual([
      'lettre.docx',
      'lettre.html',
      'reponse-2019-102.xlsx',
    ])
    await runQuietly(raw, warehouse)
    expect((await followUp())['2019-102 pass_scannes']).toBe('ecrite')

    expect((await relances('--envoyees', '2019-102', '--le', '2026-01-31')).status).toBe(0)
    await runQuietly(raw, warehouse)
    expect(await followUp()).toMatchObject({
      '2019-102 pass_scannes': 'envoyee',
      '2020-102 pass_scannes': 'ecrite',
    })

    const book = await fill('2019-102', { 'Pass scannés': [3100, 'exact'] })
    await book.xlsx.writeFile(join(raw, 'rapports', 'reponse-2019-102.xlsx'))
    await runQuietly(raw, warehouse)
    const found = await inWarehouse(warehouse, async (connection) => ({
      laureat: await connection.query(
        "SELECT pass_achetes, pass_scannes, pass_scannes_statut FROM bilan.laureats WHERE convention = '2019-102'",
      ),
      questions: await connection.query('SELECT * FROM bilan.a_verifier'),
      fichiers: await connection.query(
        'SELECT fichier, statut FROM bilan.fichiers ORDER BY fichier',
      ),
    }))
    expect(found).toEqual({
      laureat: [{ pass_achetes: 4000, pass_scannes: 3100, pass_scannes_statut: 'communique' }],
      questions: [],
      fichiers: [
        { fichier: 'ormeline.csv', statut: 'lu' },
        { fichier: 'reponse-2019-102.xlsx', statut: 'lu' },
        { fichier: 'vaubrelle.csv', statut: 'lu' },
      ],
    })
    expect((await followUp())['2019-102 pass_scannes']).toBe('close')
    expect(await span()).toBeLessThan(before)
  })

  test('« NC » and « environ » are answers too, in another format and under another name', async () => {
    await runQuietly(raw, warehouse)
    await relances()
    const book = await fill('2020-102', {
      'Pass achetés': ['NC'],
      'Pass scannés': [0],
      'Bénéficiaires uniques': [250, 'environ'],
    })
    const bytes = Buffer.from(await book.xlsx.writeBuffer())
    const ods = XLSX.write(XLSX.read(bytes), { type: 'buffer', bookType: 'ods' }) as Buffer
    await writeFile(join(raw, 'rapports', 'retour mirandol.ods'), ods)
    await runQuietly(raw, warehouse)
    const rows = await inWarehouse(warehouse, (connection) =>
      connection.query(
        `SELECT pass_achetes, pass_achetes_statut AS a, pass_scannes, pass_scannes_statut AS s,
           beneficiaires_uniques AS n, beneficiaires_uniques_statut AS b
         FROM bilan.laureats WHERE convention = '2020-102'`,
      ),
    )
    expect(rows).toEqual([
      {
        pass_achetes: null,
        a: 'non_communique',
        pass_scannes: 0,
        s: 'communique',
        n: 250,
        b: 'approximatif',
      },
    ])
    expect(await followUp()).toMatchObject({
      '2020-102 pass_achetes': 'repondue',
      '2020-102 pass_scannes': 'close',
    })
  })

  test('an answer settles a contradiction and the doubts of the report before it', async () => {
    const doubtful = form('909000101', '1200', '900 à 1 000', '310')
    await writeAll(raw, {
      'rapports/vaubrelle.csv': doubtful,
      'rapports/ormeline bis.csv': form('909000200', '4100', 'NC', '55'),
    })
    await runQuietly(raw, warehouse)
    await relances()
    for (const [convention, answers] of [
      ['2019-101', { 'Pass scannés': [950] }],
      ['2019-102', { 'Pass achetés': [4100] }],
    ] as [string, Record<string, [number]>][]) {
      const book = await fill(convention, answers)
      await book.xlsx.writeFile(join(raw, 'rapports', `reponse-${convention}.xlsx`))
    }
    await runQuietly(raw, warehouse)
    const rows = await inWarehouse(warehouse, (connection) =>
      connection.query(
        `SELECT convention, pass_achetes, pass_scannes FROM bilan.laureats
         WHERE convention < '2020' ORDER BY convention`,
      ),
    )
    expect(rows).toEqual([
      { convention: '2019-101', pass_achetes: 1200, pass_scannes: 950 },
      { convention: '2019-102', pass_achetes: 4100, pass_scannes: null },
    ])
    expect(await followUp()).toMatchObject({
      '2019-101 pass_scannes': 'close',
      '2019-102 pass_achetes': 'close',
    })
  })
})

test('a workbook sent back unfilled takes nothing away', async () => {
  await writeAll(raw, { 'rapports/vaubrelle.csv': form('909000101', 'environ 1200', '800', '310') })
  await runQuietly(raw, warehouse)
  expect((await relances('2019-101', '--approximatifs')).status).toBe(0)
  const empty = await readFile(join(out, '2019-101', 'reponse-2019-101.xlsx'))
  await writeFile(join(raw, 'rapports', 'retour.xlsx'), empty)
  await runQuietly(raw, warehouse)
  const rows = await inWarehouse(warehouse, (connection) =>
    connection.query(
      "SELECT pass_achetes, pass_achetes_statut AS statut FROM bilan.laureats WHERE convention = '2019-101'",
    ),
  )
  expect(rows).toEqual([{ pass_achetes: 1200, statut: 'approximatif' }])
  expect((await followUp())['2019-101 pass_achetes']).toBe('repondue')
})

describe('the letters', () => {
  test('say what is missing and why, in Word and in HTML, and run nothing', async () => {
    await writeAll(raw, {
      'rapports/ormeline.csv': form('909000200', '4000', 'à <b>venir</b>', '55'),
    })
    await runQuietly(raw, warehouse)
    await relances('2019-102', '--expediteur', 'Bureau <i>des bilans</i>', '--avant', '2026-03-01')
    const html = await readFile(join(out, '2019-102', 'lettre.html'), 'utf8')
    expect(html).toContain('Bureau &lt;i&gt;des bilans&lt;/i&gt;')
    expect(html).toContain('avant le 1er\u00a0mars 2026')
    expect(html).toContain('Pass scannés')
    expect(html).toContain('Pass achetés\u00a0: 4\u202f000 pass')
    expect(html).not.toMatch(/<(b|i|script)>/)
    const word = await readFile(join(out, '2019-102', 'lettre.docx'))
    expect(word.subarray(0, 2).toString()).toBe('PK')
    const again = await relances('2019-102', '--json')
    expect(JSON.parse(again.stdout)).toMatchObject([{ convention: '2019-102', demandes: 1 }])
    const asked = await readFile(join(raw, 'relances.csv'), 'utf8')
    expect(asked.trim().split('\n')).toHaveLength(2)
  })

  test.each([
    [['2019-999'], 2],
    [['2019-102', '--avant', '2026-02-30'], 2],
    [['--envoyees', '2019-102'], 1],
  ] as [string[], 1 | 2][])('%j is refused in one line', async (args, status) => {
    await runQuietly(raw, warehouse)
    expectOneLine(await relances(...args), status)
  })

  test('without a warehouse there is nothing to ask', async () => {
    expectOneLine(await relances(), 1)
  })
})
