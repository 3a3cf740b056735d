import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import { generateCorpus } from '../../pipeline/corpus/generate.ts'
import { indicateurs, readPublished } from '../../pipeline/corpus/margins.ts'
import { luhn } from '../../pipeline/corpus/siren.ts'
import type { Truth } from '../../pipeline/corpus/truth.ts'
import { computed, type Row } from './cells.ts'

const repository = new URL('../../', import.meta.url)
let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-corpus-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

interface Corpus {
  truth: Truth
  register: Record<string, string>[]
  read(file: string): Promise<Buffer>
}

async function make(name: string, seed: number, conventions?: number): Promise<Corpus> {
  const out = join(root, name)
  await generateCorpus({ seed, out, ...(conventions === undefined ? {} : { conventions }) })
  return load(out, `${out}.truth.json`)
}

async function load(out: string, truthPath: string): Promise<Corpus> {
  const truth: Truth = JSON.parse(await readFile(truthPath, 'utf8'))
  const [head, ...lines] = (await readFile(join(out, 'laureats.csv'), 'utf8')).trimEnd().split('\n')
  const columns = head!.split(',')
  const register = lines.map((line) =>
    Object.fromEntries(line.split(',').map((value, i) => [columns[i], value])),
  )
  return { truth, register, read: (file) => readFile(join(out, 'rapports', file)) }
}

/** Every file under a folder with its bytes, by path. */
async function tree(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name))
  const pairs = files.map(async (f) => [
    f.slice(folder.length + 1).replaceAll('\\', '/'),
    (await readFile(f)).toString('base64'),
  ])
  return Object.fromEntries(await Promise.all(pairs))
}

/** The cells of a report as a person would copy them out, sheet by sheet. */
async function grids(corpus: Corpus, file: string): Promise<(string | number | null)[][][]> {
  const { format, encodage } = corpus.truth.fichiers[file]!
  const bytes = await corpus.read(file)
  if (format === 'csv') {
    const text = new TextDecoder(encodage!.replace('-bom', '')).decode(bytes)
    const delimiter = encodage === 'utf-16le' ? '\t' : ';'
    return [text.split('\r\n').map((line) => line.split(delimiter))]
  }
  const book = XLSX.read(bytes)
  return book.SheetNames.map((name) =>
    XLSX.utils.sheet_to_json<(string | number | null)[]>(book.Sheets[name]!, {
      header: 1,
      defval: null,
    }),
  )
}

/** A count as written: a number, or digits with spaces between thousands, maybe within words. */
function counts(cell: string | number | null): number[] {
  if (typeof cell === 'number') return [cell]
  const found = (cell ?? '').match(/\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+/g) ?? []
  return found.map((digits) => Number(digits.replace(/\D/g, '')))
}

describe('a corpus of seed 1', () => {
  let corpus: Corpus
  beforeAll(async () => {
    corpus = await make('one', 1)
  })

  test('meets the published cells from its register and its truth', () => {
    const rows = corpus.register.map((r): Row => {
      const truth = corpus.truth.conventions[r.convention!]!
      return {
        aap: r.aap!,
        type: r.type_structure!,
        potentiel: Number(r.potentiel_achat),
        montant: Math.round(Number(r.montant_projet) * 100),
        subvention: Math.round(Number(r.subvention_etat) * 100),
        valeurs: {
          pass_achetes: truth.pass_achetes.valeur,
          pass_scannes: truth.pass_scannes.valeur,
          beneficiaires_uniques: truth.beneficiaires_uniques.valeur,
        },
      }
    })
    const checked = readPublished(new URL('raw/publie/bilan-2025.csv', repository)).filter(
      (cell) => {
        const value = computed(cell, rows)
        if (value !== null) expect(value, JSON.stringify(cell)).toBe(cell.valeur)
        return value !== null
      },
    )
    expect(checked).toHaveLength(152)
  })

  test('numbers its bodies so that they can be nobody, some with leading zeros', () => {
    for (const r of corpus.register) {
      expect(luhn(r.siren!)).toBe(true)
      expect(r.siren).toMatch(/^(2[0-9]99|0000)\d{5}$/)
      expect(r.departement === '').toBe(r.type_structure === 'Conseil régional')
    }
    const sirens = corpus.register.map((r) => r.siren!)
    const twice = sirens.length - new Set(sirens).size
    expect(twice).toBeGreaterThanOrEqual(3)
    expect(twice).toBeLessThanOrEqual(6)
    expect(sirens.some((s) => s.startsWith('0'))).toBe(true)
    const codes = corpus.register.map((r) => r.departement)
    expect(codes).toEqual(expect.arrayContaining(['2A', '01', '974']))
    const names = new Map(corpus.register.map((r) => [r.siren, r.nom]))
    expect(new Set(names.values()).size).toBe(names.size)
  })

  test('uses many shapes, formats and encodings, and stays small', async () => {
    const files = Object.values(corpus.truth.fichiers)
    const noShape = ['corrompu', 'hors_sujet', 'formulaire_vide']
    const shapes = new Set(files.map((f) => f.forme).filter((f) => !noShape.includes(f)))
    expect(shapes.size).toBeGreaterThanOrEqual(18)
    const formats = new Set(files.map((f) => f.format))
    expect([...formats]).toEqual(expect.arrayContaining(['xlsx', 'xls', 'ods', 'csv']))
    expect(new Set(files.map((f) => f.statut)).size).toBe(5)
    const bytes = Object.values(await tree(join(root, 'one'))).map((b) => (b.length * 3) / 4)
    expect(bytes.reduce((a, b) => a + b, 0)).toBeLessThan(3_000_000)
  })

  test('lists every file, and only those', async () => {
    const there = Object.keys(await tree(join(root, 'one', 'rapports')))
    expect(there.sort()).toEqual(Object.keys(corpus.truth.fichiers).sort())
  })

  test('names no real address or telephone', async () => {
    for (const [file, { forme }] of Object.entries(corpus.truth.fichiers)) {
      if (forme === 'corrompu' || forme === 'hors_sujet') continue
      const text = JSON.stringify(await grids(corpus, file))
      for (const [mail] of text.matchAll(/\S+@[\w.-]+/g))
        expect(mail).toMatch(/\.example\.invalid$/)
      expect(text).not.toMatch(/\b0[1-9](?:[ .-]?\d{2}){4}\b/)
    }
  })
})

describe.each([1, 2, 3, 2019])('the reports of seed %i', (seed) => {
  let corpus: Corpus
  beforeAll(async () => {
    corpus = await make(`seed-${seed}`, seed)
  })

  test('hold every true value where the truth says', async () => {
    for (const [convention, values] of Object.entries(corpus.truth.conventions)) {
      for (const indicateur of indicateurs) {
        const { valeur, statut, sources } = values[indicateur]
        const where = `${convention} ${indicateur}`
        if (valeur === null) {
          expect(['non_communique', 'sans_rapport', 'illisible'], where).toContain(statut)
          continue
        }
        expect(['communique', 'calcule'], where).toContain(statut)
        const kept = sources.filter((s) => corpus.truth.fichiers[s.fichier]!.statut !== 'doublon')
        expect(kept, where).toHaveLength(1)
        const sheets = await grids(corpus, kept[0]!.fichier)
        const written =
          statut === 'calcule'
            ? columnSums(sheets)
            : new Set(sheets.flatMap((rows) => rows.flatMap((row) => row.flatMap(counts))))
        const forme = kept[0]!.forme
        // A zero may be a word; booklets and euros carry another unit than pass.
        const wanted =
          indicateur !== 'pass_achetes' || !['carnets', 'euros'].includes(forme)
            ? [valeur]
            : forme === 'euros'
              ? [valeur * 10]
              : [valeur / 10, valeur / 5]
        const word = valeur === 0 && /n[ée]ant|aucun/i.test(JSON.stringify(sheets))
        expect(word || wanted.some((n) => written.has(n)), `${where}: ${valeur} in ${forme}`).toBe(
          true,
        )
      }
    }
  })

  test('say whose they are: number, convention or name, inside or in the name of the file', async () => {
    const bare = (text: string): string =>
      text
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .replace(/[^\p{L}\p{N}]/gu, '')
        .toLowerCase()
    const bodies = new Map(corpus.register.map((r) => [r.convention!, r]))
    for (const [file, { conventions, forme }] of Object.entries(corpus.truth.fichiers)) {
      const text = bare(
        file + (forme === 'corrompu' ? '' : JSON.stringify(await grids(corpus, file))),
      )
      for (const convention of conventions) {
        const { siren, nom } = bodies.get(convention)!
        const cues = [siren!, String(Number(siren)), convention, nom!]
        expect(
          cues.some((cue) => text.includes(bare(cue))),
          `${file}: ${nom}`,
        ).toBe(true)
        // A body that holds both calls says which one it reports on.
        const sisters = corpus.register.filter((r) => r.siren === siren)
        const calls = [convention, `AAP ${convention.slice(0, 4)}`]
        const said = sisters.length === 1 || calls.some((cue) => text.includes(bare(cue)))
        expect(said, `${file}: which call`).toBe(true)
      }
    }
  })
})

/** Sums of the runs of numbers down each column, sheet by sheet. */
function columnSums(sheets: readonly (string | number | null)[][][]): Set<number> {
  const sums = new Set<number>()
  for (const rows of sheets) {
    const width = Math.max(...rows.map((row) => row.length))
    for (let col = 0; col < width; col += 1) {
      let run = 0
      for (const row of rows) {
        const cell = row[col] ?? null
        run = /^\d[\d \u00a0\u202f]*$/.test(String(cell)) ? run + counts(cell)[0]! : 0
        sums.add(run)
      }
    }
  }
  return sums
}

describe('generateCorpus', () => {
  test('writes the same bytes for the same seed, others for another', async () => {
    await make('a', 7)
    await make('b', 7)
    await make('c', 8)
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((n) => tree(join(root, n))))
    expect(Object.keys(a!)).toEqual(Object.keys(b!))
    expect(Object.keys(a!).filter((path) => a![path] !== b![path])).toEqual([])
    expect(a!['laureats.csv']).not.toBe(c!['laureats.csv'])
    const truths = ['a', 'b'].map((n) => readFile(join(root, `${n}.truth.json`), 'utf8'))
    const [first, second] = await Promise.all(truths)
    expect(first).toBe(second)
  })

  test('is what stands in the repository', async () => {
    const out = join(root, 'committed')
    await generateCorpus({ seed: 2019, out })
    const made = await tree(out)
    const committed = await tree(fileURLToPath(new URL('raw', repository)))
    // Corrections or words of one's own may stand beside what the seed gives, but no other report.
    const ours = Object.keys(committed).filter(
      (path) => path.startsWith('rapports/') || path in made,
    )
    expect(ours.sort()).toEqual(Object.keys(made).sort())
    expect(ours.filter((path) => committed[path] !== made[path])).toEqual([])
    const truth: unknown[] = []
    for (const path of [new URL('tests/corpus/truth.json', repository), `${out}.truth.json`]) {
      truth.push(JSON.parse(await readFile(path, 'utf8')))
    }
    expect(truth[0]).toEqual(truth[1])
  })

  test.each([1, 5, 80, 200])('makes %i conventions, each told once', async (n) => {
    const corpus = await make(`n-${n}`, 3, n)
    expect(corpus.register).toHaveLength(n)
    expect(Object.keys(corpus.truth.conventions)).toEqual(corpus.register.map((r) => r.convention))
    expect(new Set(corpus.register.map((r) => r.convention)).size).toBe(n)
    const bodies = new Map<string, Set<string>>()
    for (const r of corpus.register) {
      bodies.set(r.nom!, (bodies.get(r.nom!) ?? new Set()).add(r.siren!))
    }
    expect([...bodies.values()].every((sirens) => sirens.size === 1)).toBe(true)
  })

  test('refuses a count that it can not make', async () => {
    await expect(
      generateCorpus({ seed: 1, out: join(root, 'no'), conventions: 0 }),
    ).rejects.toThrow("conventions: 0 can't be made")
  })

  test('leaves real reports alone', async () => {
    const out = join(root, 'real')
    await mkdir(join(out, 'rapports'), { recursive: true })
    await writeFile(join(out, 'rapports', 'bilan.csv'), 'a;b')
    await expect(generateCorpus({ seed: 1, out })).rejects.toThrow('is there and no corpus.json')
    expect(await readFile(join(out, 'rapports', 'bilan.csv'), 'utf8')).toBe('a;b')
  })
})
