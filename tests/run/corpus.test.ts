import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateCorpus } from '../../pipeline/corpus/generate.ts'
import { indicateurs } from '../../pipeline/corpus/margins.ts'
import type { Truth } from '../../pipeline/corpus/truth.ts'
import { landFolder } from '../../pipeline/land/folder.ts'
import { address } from '../../pipeline/read/cell.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { committedRaw, hashes, inWarehouse, runQuietly } from './job.ts'

const committedTruth = fileURLToPath(new URL('../corpus/truth.json', import.meta.url))
const missing = ['non_communique', 'sans_rapport', 'illisible', 'contradictoire']

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-job-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

interface Published {
  raw: string
  warehouse: string
  truth: Truth
  /** The text of every cell, read anew from the bytes of the reports. */
  texts: Map<string, string>
}

async function publish(seed: number | null): Promise<Published> {
  const raw = seed === null ? committedRaw : join(root, `seed-${seed}`)
  if (seed !== null) await generateCorpus({ seed, out: raw })
  const warehouse = join(root, `warehouse-${seed}`)
  await runQuietly(raw, warehouse)
  const path = seed === null ? committedTruth : `${raw}.truth.json`
  const truth: Truth = JSON.parse(await readFile(path, 'utf8'))
  return { raw, warehouse, truth, texts: await cellTexts(join(raw, 'rapports')) }
}

function query<T>({ warehouse }: Published, sql: string): Promise<T[]> {
  return inWarehouse(warehouse, (connection) => connection.query<T>(sql))
}

// The seeds were drawn for this test; nobody tuned the reader on them.
describe.each([
  ['the committed corpus', null],
  ['a corpus of seed 40817', 40817],
  ['a corpus of seed 990302', 990302],
])('%s', (_, seed) => {
  let published: Published
  beforeAll(async () => {
    published = await publish(seed)
  })

  test('every value is the true one, none is invented, each status is right', async () => {
    const rows = await query<Record<string, string | number | null>>(
      published,
      'SELECT * FROM bilan.laureats',
    )
    const found = Object.fromEntries(
      rows.map((row) => [
        row.convention,
        Object.fromEntries(indicateurs.map((name) => [name, [row[name], row[`${name}_statut`]]])),
      ]),
    )
    const wanted = Object.fromEntries(
      Object.entries(published.truth.conventions).map(([convention, values]) => [
        convention,
        Object.fromEntries(
          indicateurs.map((name) => [name, [values[name].valeur, values[name].statut]]),
        ),
      ]),
    )
    expect(found).toEqual(wanted)
    expect(rows).toHaveLength(79)
  })

  test('every file has one status, and it is right', async () => {
    const rows = await query<{ fichier: string; statut: string }>(
      published,
      'SELECT fichier, statut FROM bilan.fichiers',
    )
    const there = Object.keys(await hashes(join(published.raw, 'rapports')))
    expect(rows.map((row) => row.fichier).sort()).toEqual(
      there.map((path) => path.normalize('NFC').replaceAll('\\', '/')).sort(),
    )
    const wrong = rows.filter(({ fichier, statut }) => {
      const expected = published.truth.fichiers[fichier]!
      return ![expected.statut, ...expected.statuts_admis].includes(statut)
    })
    expect(wrong).toEqual([])
  })

  test('all 157 published figures are accounted for', async () => {
    const rows = await query<{ statut: string; explication: string | null }>(
      published,
      'SELECT statut, explication FROM bilan.reconciliation',
    )
    const count = (statut: string) => rows.filter((row) => row.statut === statut).length
    expect({
      conforme: count('conforme'),
      ecart_explique: count('ecart_explique'),
      non_calculable: count('non_calculable'),
    }).toEqual({ conforme: 153, ecart_explique: 2, non_calculable: 2 })
    expect(rows).toHaveLength(157)
    const sentences = rows.filter((row) => row.statut !== 'conforme')
    for (const { explication } of sentences) expect(explication).toMatch(/^[A-ZÀÉ].{20,}\.$/s)
  })

  test('law 1: each value leads to cells, which still say what was read there', async () => {
    const values = await query<{ convention: string; indicateur: string; valeur: number }>(
      published,
      indicateurs
        .map(
          (name) =>
            `SELECT convention, '${name}' AS indicateur, ${name} AS valeur FROM bilan.laureats WHERE ${name} IS NOT NULL`,
        )
        .join(' UNION ALL '),
    )
    const retained = await query<Retained>(
      published,
      'SELECT convention, indicateur, valeur, portee, fichier, feuille, cellule, texte_brut FROM bilan.observations WHERE retenue',
    )
    expect(values.length).toBeGreaterThan(200)
    for (const { convention, indicateur, valeur } of values) {
      const own = retained.filter(
        (row) => row.convention === convention && row.indicateur === indicateur,
      )
      const details = own.filter((row) => row.portee === 'detail')
      const totals = own.filter((row) => row.portee === 'total')
      const where = `${convention} ${indicateur}`
      expect(own.length, where).toBeGreaterThan(0)
      for (const total of totals) expect(Number(total.valeur), where).toBe(valeur)
      if (details.length > 0) {
        const sum = details.reduce((all, row) => all + Number(row.valeur), 0)
        expect(sum, where).toBe(valeur)
      }
    }
    const lost = retained.filter(
      ({ fichier, feuille, cellule, texte_brut }) =>
        published.texts.get(`${fichier}\0${feuille}\0${cellule}`) !== texte_brut,
    )
    expect(lost).toEqual([])
  })

  test('law 2: a value or a reason for each laureate and indicator; a reason for each file', async () => {
    const laureats = await query<Record<string, string | number | null>>(
      published,
      'SELECT * FROM bilan.laureats',
    )
    const gaps = await query<{
      convention: string
      indicateur: string
      statut: string
      motif: string
    }>(published, 'SELECT convention, indicateur, statut, motif FROM bilan.donnees_manquantes')
    const listed = gaps.map((gap) => `${gap.convention} ${gap.indicateur} ${gap.statut}`).sort()
    const absent = laureats.flatMap((row) =>
      indicateurs
        .filter((name) => row[name] === null)
        .map((name) => `${row.convention} ${name} ${row[`${name}_statut`]}`),
    )
    expect(listed).toEqual(absent.sort())
    for (const gap of gaps) {
      expect(missing).toContain(gap.statut)
      expect(gap.motif).toMatch(/\S{3}/)
    }
    const files = await query<{ fichier: string; statut: string; motif: string | null }>(
      published,
      "SELECT fichier, statut, motif FROM bilan.fichiers WHERE statut <> 'lu'",
    )
    expect(files.filter((file) => !file.motif)).toEqual([])
    expect(files.length).toBeGreaterThan(0)
  })

  test('law 3: what is missing has no figure that counts', async () => {
    const counted = await query(
      published,
      `SELECT m.convention, m.indicateur FROM bilan.donnees_manquantes AS m
       INNER JOIN bilan.observations AS o ON o.convention = m.convention AND o.indicateur = m.indicateur
       WHERE o.retenue AND o.valeur IS NOT NULL`,
    )
    expect(counted).toEqual([])
  })

  test('law 7: no address of a person in what is exported', async () => {
    const mails = [...published.texts.values()].flatMap(
      (text) => text.match(/[\w.-]+@[\w.-]+/g) ?? [],
    )
    expect(mails.length).toBeGreaterThan(0)
    const folder = join(published.warehouse, 'exports', 'csv')
    for (const name of await readdir(folder)) {
      const text = await readFile(join(folder, name), 'utf8')
      expect(
        mails.filter((mail) => text.includes(mail)),
        name,
      ).toEqual([])
    }
  })
})

interface Retained {
  convention: string
  indicateur: string
  valeur: string | number
  portee: string
  fichier: string
  feuille: string
  cellule: string
  texte_brut: string
}

/** By file, sheet and address; a report that doesn't open has none. */
async function cellTexts(folder: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const { fichier, location, format } of await landFolder(folder)) {
    if (format === null) continue
    const document = await readDocument(await readFile(location), format).catch(() => null)
    for (const sheet of document?.sheets ?? []) {
      for (const cell of sheet.cells) {
        texts.set(`${fichier}\0${sheet.name}\0${address(cell.row, cell.col)}`, cell.text)
      }
    }
  }
  return texts
}
