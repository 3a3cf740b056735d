import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseSupposition } from '../../pipeline/simulate/scenario.ts'
import type { Simulation } from '../../pipeline/simulate/simulate.ts'
import {
  bilanHere,
  correctionHeader,
  expectOneLine,
  hashes,
  inWarehouse,
  runQuietly,
  smallRaw,
  writeAll,
} from '../run/job.ts'

let folder: string
let raw: string
let warehouse: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulate-'))
  raw = join(folder, 'raw')
  warehouse = join(folder, 'warehouse')
  await writeAll(raw, smallRaw)
  await runQuietly(raw, warehouse)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const simulate = (...args: string[]) => bilanHere(['simulate', '--warehouse', warehouse, ...args])

async function simulation(...args: string[]): Promise<Simulation> {
  const ended = await simulate('--json', ...args)
  expect(ended.stderr).toBe('')
  return JSON.parse(ended.stdout) as Simulation
}

describe('a simulation', () => {
  test('gives what a run with the same decision would publish, and writes nothing', async () => {
    const before = await hashes(folder)
    const { suppositions, changes } = await simulation('--set', '2019-102.pass_scannes=1 000')
    expect(await hashes(folder)).toEqual(before)
    expect(suppositions).toEqual([
      { convention: '2019-102', indicateur: 'pass_scannes', valeur: 1000, present: null },
    ])

    const decided = join(folder, 'decided')
    await writeAll(decided, {
      ...smallRaw,
      'corrections.csv': `${correctionHeader}\n2019-102,pass_scannes,1000,,essai,moi,2026-01-31\n`,
    })
    await runQuietly(decided, join(folder, 'decided-warehouse'))
    const figures = (place: string) =>
      inWarehouse(place, (connection) =>
        connection.query<Record<string, string | number | null>>(
          "SELECT tableau, aap, ligne, colonne, valeur FROM bilan.chiffres WHERE lecture = 'publie'",
        ),
      )
    const keyOf = (row: object) => {
      const { tableau, aap, ligne, colonne } = row as Record<string, string>
      return `${tableau}/${aap}/${ligne}/${colonne}`
    }
    const present = new Map((await figures(warehouse)).map((row) => [keyOf(row), row.valeur]))
    const real = (await figures(join(folder, 'decided-warehouse')))
      .filter((row) => present.get(keyOf(row)) !== row.valeur)
      .map((row) => [keyOf(row), row.valeur])
    const simulated = changes
      .filter(({ table, key }) => table === 'chiffres' && key.lecture === 'publie')
      .filter(({ before, after }) => before?.valeur !== after?.valeur)
      .map(({ key, after }) => [keyOf(key), after?.valeur])
    expect(simulated.length).toBeGreaterThan(3)
    expect(simulated.sort()).toEqual(real.sort())
    expect(changes.some(({ table }) => table === 'bornes')).toBe(true)
  })

  test('supposes a figure away, a potential, and what a file of decisions says', async () => {
    const file = join(folder, 'decisions.csv')
    await writeFile(
      file,
      `${correctionHeader}\n2019-101,pass_scannes,1300,7,essai,moi,2026-01-31\n`,
    )
    const { changes, alerts } = await simulation(
      '--corrections',
      file,
      '--set',
      '2019-101.beneficiaires_uniques=NC',
      '2019-102.potentiel_achat=3000',
    )
    const laureats = changes.filter(({ table }) => table === 'laureats')
    expect(laureats.map(({ key, after }) => [key.convention, after])).toMatchObject([
      ['2019-101', { pass_scannes: 1300, beneficiaires_uniques: null }],
      ['2019-102', { potentiel_achat: 3000 }],
    ])
    expect(alerts.map(({ controle }) => controle)).toEqual(
      expect.arrayContaining(['achetes_superieurs_au_potentiel', 'scannes_superieurs_aux_achetes']),
    )
  })

  test('shows people both figures and both spans', async () => {
    const { stdout } = await simulate('--set', '2019-102.pass_scannes=1000')
    expect(stdout).toContain('2019-102 pass_scannes\u00a0: NC → 1\u202f000')
    expect(stdout).toMatch(
      /quantitatif\/2019\/TOTAL\/pass_scannes +800 → +1\u202f800 +\(\+1\u202f000\) +pass\n/,
    )
    expect(stdout).toMatch(
      /quantitatif\/2019\/TOTAL\/scannes_sur_potentiel +\[0,032 ; 0,192\] → +\[0,072 ; 0,072\]/,
    )
    expect(stdout).toMatch(/Rien n’a été écrit\.\n$/)
  })

  test.each([
    [['--set', '2019-999.pass_scannes=1'], /2019-999/],
    [['--set', '2019-101.pass_imprimes=1'], /pass_imprimes/],
    [['--set', '2019-101.pass_scannes=12,5'], /12,5/],
    [['--set', '2019-101.potentiel_achat='], /potential/],
    [['--set', 'pass_scannes=1'], /pass_scannes=1/],
    [[], /nothing is supposed/],
  ] as [string[], RegExp][])('%j is wrong usage, in one line', async (args, message) => {
    const ended = await simulate(...args)
    expectOneLine(ended, 2)
    expect(ended.stderr).toMatch(message)
  })
})

test('a convention may hold points and spaces', () => {
  expect(parseSupposition('AAP 1.b.pass_achetes= 1 200')).toEqual({
    convention: 'AAP 1.b',
    indicateur: 'pass_achetes',
    valeur: 1200,
  })
})
