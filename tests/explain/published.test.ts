import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { explain } from '../../pipeline/explain/explain.ts'
import type { FigureExplanation, Part, Quantity } from '../../pipeline/explain/figure.ts'
import type { CitedCell, ExplainedValue } from '../../pipeline/explain/values.ts'
import { readPublished } from '../../pipeline/warehouse/published.ts'
import { committedRaw, runQuietly } from '../run/job.ts'
import { numbersIn, type Reread, reread } from './reread.ts'

// No test is about time, and other work may have the machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let root: string
let files: Reread
const explained = new Map<string, FigureExplanation>()
const cited = new Set<string>()
let retained = 0

/** Every printed figure is explained from a file that stands alone, without the corpus that it was made of. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-explain-'))
  await runQuietly(committedRaw, join(root, 'made'))
  await mkdir(join(root, 'alone'))
  await copyFile(join(root, 'made', 'warehouse.duckdb'), join(root, 'alone', 'warehouse.duckdb'))
  await rm(join(root, 'made'), { recursive: true })
  files = await reread(committedRaw, 'bilan-2025.csv')
  await readPublished(join(root, 'alone'), async (connection) => {
    for (const { tableau, aap, ligne, colonne } of files.published) {
      const key = [tableau, aap, ligne, colonne].join('/')
      const found = await explain(connection, 'reconciliation', key, 'publie')
      expect(found, key).toHaveLength(1)
      const [one] = found
      if (one?.genre !== 'chiffre') throw new Error(`${key} is explained as ${one?.genre}`)
      explained.set(key, one)
    }
    const [row] = await connection.query<{ n: number }>(
      'SELECT count(*) AS n FROM bilan.observations WHERE retenue',
    )
    retained = row!.n
  })
}, 300_000)
afterAll(() => rm(root, { recursive: true, force: true }))

/** The number that a cited cell holds, from its text as the file has it now, in the unit of the indicator. */
function again(cell: CitedCell): number {
  const at = `${cell.fichier} ${cell.feuille}!${cell.cellule}`
  const text = files.text(cell.fichier, cell.feuille, cell.cellule)
  expect(text, at).toBe(cell.texte_brut)
  const number = numbersIn(text!).find((one) => one === cell.nombre)
  expect(number, `${at}: ${text} is no ${cell.nombre}`).toBeDefined()
  cited.add(cell.observation)
  return number! * cell.facteur!
}

/** A value of a laureate from the files: the totals of a file, or the sums of its groups of details, agree on it. */
function valueAgain(value: ExplainedValue): number | null {
  if (value.origine === 'registre') {
    if (value.indicateur === 'nb_laureats') return 1
    return files.register(value.ligne, value.indicateur)
  }
  if (value.valeur === null) {
    expect(value.retenues).toEqual([])
    expect(value.motif).not.toBe('')
    for (const said of value.absences)
      expect(files.text(said.fichier, said.feuille, said.cellule) ?? '').toBe(said.texte_brut)
    return null
  }
  const claims = Map.groupBy(value.retenues, (cell) =>
    cell.portee === 'total' ? cell.observation : `${cell.fichier}\0${cell.groupe}`,
  )
  const sums = [...claims.values()].map((cells) => cells.reduce((sum, one) => sum + again(one), 0))
  expect(sums.length, `${value.convention} ${value.indicateur}`).toBeGreaterThan(0)
  for (const sum of sums) expect(sum).toBeCloseTo(sums[0]!, 6)
  return sums[0]!
}

/** What a laureate brings to a quantity, from the files. */
function partAgain(part: Part, counts: boolean): number | null {
  const value = valueAgain(part.source)
  // Where missing values are counted, each of them is one.
  return counts ? (value === null ? 1 : null) : value
}

function quantityAgain(quantity: Quantity, counts: boolean): number {
  const entering = quantity.parts.filter((part) => part.compte)
  expect(entering).toHaveLength(quantity.comptes)
  for (const part of quantity.parts) {
    const own = partAgain(part, counts)
    expect(part.valeur, part.convention).toBe(own)
    if (!part.compte) expect(part.motif, part.convention).not.toBeNull()
  }
  return entering.reduce((sum, part) => sum + part.valeur!, 0)
}

/** Half up, as the document prints. */
function rounded(value: number, decimals: number): number {
  return Math.floor(value * 10 ** decimals + 0.5 + 1e-9) / 10 ** decimals
}

test('each of the 157 printed figures is explained', () => {
  expect(explained.size).toBe(157)
})

test('the texts of the cited cells, read again from the files, add up to each figure', () => {
  let calculable = 0
  for (const [key, figure] of explained) {
    const { formule, publie, quantites } = figure
    if (publie!.statut === 'non_calculable') continue
    calculable++
    const [numerator, denominator] = quantites
    // A row that counts laureates without a figure, or the note: a missing value is what it counts.
    const counts = (quantity: Quantity) =>
      ['Données non disponibles', 'note'].includes(figure.cle.ligne) &&
      ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques'].includes(quantity.indicateur)
    const above = quantityAgain(numerator!, counts(numerator!))
    expect(above, key).toBeCloseTo(numerator!.somme!, 6)
    let value = above * formule.facteur
    if (formule.denominateur !== null) {
      const below = quantityAgain(denominator!, counts(denominator!))
      expect(below, key).toBeCloseTo(denominator!.somme!, 6)
      value /= below
    }
    expect(rounded(value, formule.decimales), key).toBeCloseTo(figure.valeur!, 6)
    expect(figure.valeur, key).toBe(publie!.valeur_calculee)
    if (publie!.statut === 'conforme') expect(figure.valeur, key).toBe(publie!.valeur_publiee)
    else expect(publie!.explication, key).not.toBeNull()
  }
  expect(calculable).toBe(155)
  // Every cell that counts is cited by some figure: the test would say nothing if the explanations cited little.
  expect(cited.size).toBe(retained)
  expect(retained).toBeGreaterThan(300)
})

test('the two that can not be calculated say why', () => {
  const open = [...explained.values()].filter((one) => one.publie!.statut === 'non_calculable')
  expect(open.map(({ cle }) => `${cle.aap} ${cle.colonne}`)).toEqual([
    '2019 enveloppe_etat',
    '2020 enveloppe_etat',
  ])
  for (const { explication, publie, quantites } of open) {
    expect(explication).toMatch(/ne peut pas être recalculée/)
    expect(publie!.explication).toBe(explication)
    expect(quantites).toEqual([])
  }
})

test('each laureate that a figure leaves out is named with its reason, and with what was received of it', () => {
  const total = explained.get('quantitatif/2020/TOTAL/scannes_sur_achetes')!
  const out = total.quantites[0]!.parts.filter((part) => !part.compte)
  expect(out.map(({ convention }) => convention)).toHaveLength(4)
  for (const { motif, source } of out) {
    if (source.origine === 'registre') throw new Error('scans come from reports')
    expect(motif).toBe(source.motif)
    const received = source.fichiers.length + source.absences.length
    expect(received === 0).toBe(source.statut === 'sans_rapport')
  }
})
