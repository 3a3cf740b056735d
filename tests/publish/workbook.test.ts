import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import * as XLSX from 'xlsx'
import { bilanHere, committedRaw, inWarehouse, runQuietly, smallRaw, writeAll } from '../run/job.ts'
import { findOffice, recalculated } from './office.ts'

// Other people's programs take their time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const office = await findOffice()
let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-workbook-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

let made: Promise<string> | null = null
/** The demonstration, published once for all tests that look at it. */
function demonstration(): Promise<string> {
  const warehouse = join(root, 'demo')
  made ??= runQuietly(committedRaw, warehouse).then(() => warehouse)
  return made
}

type Sheets = Record<string, XLSX.WorkSheet>

async function sheets(path: string): Promise<Sheets> {
  return XLSX.read(await readFile(path), { cellFormula: true }).Sheets
}

/** Rows of a sheet as values, an empty cell and an empty text alike being null. */
function values(sheet: XLSX.WorkSheet): unknown[][] {
  const rows = XLSX.utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: true, defval: null })
  return rows.map((row) => row.map((value) => (value === '' ? null : value)))
}

interface Figure {
  lecture: string
  tableau: string
  aap: string
  ligne: string
  colonne: string
  valeur: number | null
  unite: string
}

function chiffres(warehouse: string): Promise<Figure[]> {
  const columns = 'lecture, tableau, aap, ligne, colonne, valeur, unite'
  return inWarehouse(warehouse, (c) => c.query<Figure>(`SELECT ${columns} FROM bilan.chiffres`))
}

/** What the control sheet says that the workbook makes of each figure, in the figure's unit. */
function inWorkbook(all: Sheets, figures: readonly Figure[]): (readonly [string, unknown])[] {
  const rows = values(all.Contrôle!).slice(5)
  return rows.map(([tableau, aap, ligne, colonne, lecture, value]) => {
    const key = [lecture, tableau, aap, ligne, colonne].join(' | ')
    const figure = figures.find((one) => keyOf(one) === key)
    const inUnit = typeof value === 'number' && figure?.unite === 'pourcent' ? value * 100 : value
    return [key, typeof inUnit === 'number' ? Number(inUnit.toFixed(6)) : inUnit] as const
  })
}

function keyOf({ lecture, tableau, aap, ligne, colonne }: Figure): string {
  return [lecture, tableau, aap, ligne, colonne].join(' | ')
}

/** Every figure as printed must be there, and every one that is there must be the warehouse's. */
function expectSame(all: Sheets, figures: readonly Figure[]): void {
  const found = inWorkbook(all, figures)
  const expected = new Map(figures.map((one) => [keyOf(one), one.valeur]))
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(found.map(([key]) => [key, expected.get(key)])),
  )
  const keys = new Set(found.map(([key]) => key))
  const missing = figures.filter((one) => one.lecture === 'publie' && !keys.has(keyOf(one)))
  expect(missing).toEqual([])
}

const corpora = [
  ['the demonstration', null],
  ['few laureates', ['--seed', '12', '--conventions', '9']],
] as const

describe.each(corpora)('%s', (name, generated) => {
  let warehouse: string
  let written: Sheets
  beforeAll(async () => {
    warehouse = generated === null ? await demonstration() : join(root, name, 'warehouse')
    if (generated !== null) {
      await bilanHere(['corpus', ...generated, '--out', join(root, name, 'raw')])
      await runQuietly(join(root, name, 'raw'), warehouse)
    }
    written = await sheets(join(warehouse, 'exports', 'bilan.xlsx'))
  })

  test('the values that formulas bring along are the warehouse’s', async () => {
    expectSame(written, await chiffres(warehouse))
  })

  test('every figure that can be calculated is a formula', async () => {
    const computed = (await chiffres(warehouse)).filter((one) => one.valeur !== null)
    const plain = ['Quantitatif', 'Conversion', 'Autres chiffres'].flatMap((sheet) =>
      Object.entries(written[sheet]!).filter(([, cell]) => cell.t === 'n' && cell.f === undefined),
    )
    expect(plain).toEqual([])
    expect(computed.length).toBeGreaterThan(100)
  })

  test.skipIf(office === null)('LibreOffice calculates the same figures anew', async () => {
    const folder = join(root, name, 'office')
    const path = await recalculated(office!, join(warehouse, 'exports', 'bilan.xlsx'), folder)
    const anew = await sheets(path)
    expectSame(anew, await chiffres(warehouse))
    expect(anew.Contrôle!.C3!.v).toBe(0)
    expect(anew.Quantitatif!.A3!.v).toMatch(/identique/)
    // The laureates' own ratios and bands too.
    // LibreOffice writes fifteen digits.
    const derived = (all: Sheets) =>
      values(all.laureats!).map((row) =>
        row.map((value) => (typeof value === 'number' ? value.toPrecision(12) : value)),
      )
    expect(derived(anew)).toEqual(derived(written))
    expect(Object.keys(anew)).toEqual(Object.keys(written))
  })
})

describe('in the demonstration', () => {
  let path: string
  beforeAll(async () => {
    path = join(await demonstration(), 'exports', 'bilan.xlsx')
  })

  test('tables are laid out as the warehouse lays them out', async () => {
    const written = await sheets(path)
    const rows = await inWarehouse(join(root, 'demo'), (c) =>
      c.query(
        "SELECT * EXCLUDE (lecture, ordre) FROM bilan.tableau_quantitatif WHERE lecture = 'publie' ORDER BY ordre",
      ),
    )
    const shown = values(written.Quantitatif!)
      .slice(7)
      .map((row) => row.slice(0, 10))
    const percent = [5, 7, 8]
    const scaled = shown.map((row) =>
      row.map((value, i) =>
        percent.includes(i) && typeof value === 'number' ? Math.round(value * 100) : value,
      ),
    )
    expect(scaled).toEqual(rows.map((row) => Object.values(row)))
  })

  test('a figure that is not the same in both readings is there in both, and says so', async () => {
    const sheet = (await sheets(path)).Quantitatif!
    const rows = values(sheet)
    const heads = rows[6]!
    expect(heads.filter((one) => one === "Potentiel d'achat")).toHaveLength(2)
    const total = rows.find((row) => row[0] === '2020' && row[1] === 'TOTAL')!
    expect([total[3], total[10]]).toEqual([749_060, 752_060])
    const line = rows.indexOf(total) + 1
    expect(sheet[`D${line}`]!.c![0]!.t).toMatch(/Lecture cohérente\s:\s752\s060/)
  })

  test('missing laureates, spans and disagreement stand in notes', async () => {
    const { Quantitatif: sheet } = await sheets(path)
    const notes = Object.values(sheet!)
      .flatMap((cell) => (Array.isArray(cell.c) ? cell.c : []))
      .map((note) => String(note.t))
    const rows = await inWarehouse(join(root, 'demo'), (c) =>
      c.query<{ nom: string }>(
        "SELECT nom FROM bilan.donnees_manquantes WHERE aap = '2019' AND indicateur = 'pass_achetes'",
      ),
    )
    expect(rows.length).toBeGreaterThan(0)
    for (const { nom } of rows) expect(notes.some((note) => note.includes(nom))).toBe(true)
    expect(notes.some((note) => /entre [\d,]+.% et [\d,]+.%/.test(note))).toBe(true)
    expect(notes.some((note) => note.includes('publie 74'))).toBe(true)
  })

  test('a table on each sheet, to the last row, and a synthetic corpus says so first', async () => {
    const written = await sheets(path)
    expect(String(written['Lisez-moi']!.A2!.v)).toMatch(/^Corpus de démonstration/)
    expect(written.Quantitatif!.A2!.v).toBe(written['Lisez-moi']!.A2!.v)
    const tables = await inWarehouse(join(root, 'demo'), (c) =>
      c.query<{ nom: string; lignes: number }>(
        `SELECT replace(model, 'bilan.', '') AS nom, "rows" AS lignes FROM meta.models
         WHERE starts_with(model, 'bilan.') AND materialized = 'table'`,
      ),
    )
    expect(tables.length).toBeGreaterThan(9)
    for (const { nom, lignes } of tables) expect(values(written[nom]!)).toHaveLength(lignes + 1)
  })

  test.skipIf(office === null)(
    'changed and missing data move every figure that they touch',
    async () => {
      const book = XLSX.read(await readFile(path), { cellFormula: true })
      const sheet = book.Sheets.laureats!
      const rows = values(sheet)
      const column = (name: string) => XLSX.utils.encode_col(rows[0]!.indexOf(name))
      const line = (test: (row: unknown[]) => boolean) => rows.findIndex(test) + 1
      const at = (name: string) => rows[0]!.indexOf(name)
      const departments = (row: unknown[]) =>
        row[at('aap')] === '2019' &&
        row[at('type_structure')] === 'Conseil départemental' &&
        Number(row[at('pass_achetes')]) > 0
      const gone = line(departments)
      delete sheet[`${column('pass_achetes')}${gone}`]
      await mkdir(join(root, 'changed'), { recursive: true })
      const changed = join(root, 'changed', 'bilan.xlsx')
      await writeFile(changed, XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }))
      const anew = await sheets(await recalculated(office!, changed, join(root, 'changed')))
      const row = rows[gone - 1]!
      const [before, after] = [values((await sheets(path)).Quantitatif!), values(anew.Quantitatif!)]
      const cell = (all: unknown[][], aap: string, ligne: string, i: number) =>
        Number(all.find((one) => one[0] === aap && one[1] === ligne)![i])
      const moved = (aap: string, ligne: string, i: number) =>
        cell(after, aap, ligne, i) - cell(before, aap, ligne, i)
      const bought = Number(row[at('pass_achetes')])
      const potential = Number(row[at('potentiel_achat')])
      expect(moved('2019', 'Conseil départemental', 4)).toBe(-bought)
      expect(moved('2019+2020', 'GRAND TOTAL', 4)).toBe(-bought)
      expect(moved('2019', 'Conseil départemental', 3)).toBe(-potential)
      expect(moved('2019', 'Données non disponibles', 3)).toBe(potential)
      expect(moved('2019', 'Données non disponibles', 4)).toBe(1)
      expect(moved('2019', 'TOTAL', 3)).toBe(0)
      // Without purchases there is no ratio, and no band: the laureate leaves the other table.
      const band = String(row[at('tranche_conversion')])
      expect(band).not.toBe('null')
      expect(anew.laureats![`${column('tranche_conversion')}${gone}`]!.v).toBe('')
      expect(Number(anew.Contrôle!.C3!.v)).toBeGreaterThan(5)
      expect(anew.Quantitatif!.A3!.v).toMatch(/modifiées/)
    },
  )
})

test('no laureate with a value, and no report at all: nothing is calculated, nothing fails', async () => {
  await writeAll(join(root, 'none', 'raw'), { 'laureats.csv': smallRaw['laureats.csv'] })
  await mkdir(join(root, 'none', 'raw', 'rapports'))
  const warehouse = join(root, 'none', 'warehouse')
  await runQuietly(join(root, 'none', 'raw'), warehouse)
  const path = join(warehouse, 'exports', 'bilan.xlsx')
  expectSame(await sheets(path), await chiffres(warehouse))
  expect((await sheets(path))['Lisez-moi']!.A2).toBeUndefined()
  if (office === null) return
  const anew = await sheets(await recalculated(office, path, join(root, 'none', 'office')))
  expectSame(anew, await chiffres(warehouse))
})
