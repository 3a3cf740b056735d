import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { dialogueOn } from '../../pipeline/review/dialogue.ts'
import { type ReviewOptions, review } from '../../pipeline/review/review.ts'
import {
  bilan,
  bilanScript,
  correctionHeader,
  execute,
  expectOneLine,
  form,
  inWarehouse,
  register,
  runQuietly,
  writeAll,
} from '../run/job.ts'

/** Questions of every kind: nobody's report, two that contradict each other, a label nobody knows, a range. */
const reports = {
  'inconnu.csv': form('', '10', '5', '3'),
  'ormeline a.csv': form('909000200', '4000', '2000', '55'),
  'ormeline b.csv': form('909000200', '4100', '2000', '55'),
  'port.csv':
    'SIREN;909000408\nNombre de pass achetés;300\nPass paraphés;120\nBénéficiaires uniques;9\n',
  'vaubrelle.csv': form('909000101', '1200', 'entre 700 et 800', '310'),
}
const fourth =
  '2019-103,2019,909000309,Pays de Sourlonde,Communes et EPCI,98,4000,44000.00,22000.00\n'

let root: string
let base: string
let raw: string
let warehouse: string
let taken = 0

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-review-'))
  base = join(root, 'base')
  await publish(base, reports)
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** Each test has its own copy of what was published. */
beforeEach(async () => {
  const folder = join(root, String(taken++))
  await cp(base, folder, { recursive: true })
  raw = join(folder, 'raw')
  warehouse = join(folder, 'warehouse')
})

async function publish(folder: string, files: Record<string, string>): Promise<void> {
  const paths = Object.entries(files).map(([name, content]) => [`rapports/${name}`, content])
  await writeAll(join(folder, 'raw'), {
    'laureats.csv': register + fourth,
    ...Object.fromEntries(paths),
  })
  await runQuietly(join(folder, 'raw'), join(folder, 'warehouse'))
}

/** Other reports than those that all tests have. */
async function published(files: Record<string, string>): Promise<void> {
  const folder = join(root, String(taken++))
  raw = join(folder, 'raw')
  warehouse = join(folder, 'warehouse')
  await publish(folder, files)
}

/** Holds a review with these answers, and gives all that was said. */
async function answer(answers: string[], options: Partial<ReviewOptions> = {}) {
  const output = new PassThrough()
  const dialogue = dialogueOn({ input: Readable.from(answers.map((line) => `${line}\n`)), output })
  const written = await review(
    {
      raw,
      warehouse,
      auteur: 'Léa',
      all: false,
      today: () => '2026-01-31',
      bold: (line) => line,
      ...options,
    },
    dialogue,
  )
  dialogue.close()
  output.end()
  return { ...written, said: await text(output) }
}

const corrections = () => readFile(join(raw, 'corrections.csv'), 'utf8')
const labels = () => readFile(join(raw, 'vocabulaire.csv'), 'utf8')

async function figure(convention: string, indicateur: string) {
  const [row] = await inWarehouse(warehouse, (connection) =>
    connection.query<{ valeur: number | null; statut: string }>(
      'SELECT valeur, statut FROM intermediate.int_valeurs WHERE convention = $1 AND indicateur = $2',
      [convention, indicateur],
    ),
  )
  return row
}

async function openQuestions(): Promise<string[]> {
  const rows = await inWarehouse(warehouse, (connection) =>
    connection.query<{ fichier: string }>('SELECT fichier FROM bilan.a_verifier'),
  )
  return rows.map((row) => row.fichier)
}

test('what is answered is read by the next run, and asked no more', async () => {
  expect(new Set(await openQuestions())).toEqual(new Set(Object.keys(reports)))
  const { said, ...written } = await answer([
    'p',
    ...['o', ''],
    ...['l', '', 'rien', '?', '2'],
    ...['v', '7,5', 'x', 'v', '1 750', 'lu au téléphone'],
  ])
  expect(written).toEqual({ decisions: 2, labels: 1 })
  expect(said).toContain('5 questions à voir.')
  expect(said).toContain('lu aujourd’hui\u00a0: rien (contradictoire)')
  expect(said).toMatch(/Mot inconnu.: «.paraphe.»/)
  expect(said).toMatch(/«.rien.» n’est pas un sens/)
  expect(said).toContain('beneficiaire, personne')
  expect(said).toMatch(/«.7,5.» n’est pas un nombre entier/)
  expect(said).toMatch(/«.x.» n’est pas l’un des choix/)
  expect(said).toContain('1 question sur les mêmes chiffres ou libellés')
  expect(said).toMatch(/npx bilan run --raw \S+raw --warehouse \S+warehouse\n$/)
  expect(await corrections()).toBe(
    [
      correctionHeader,
      '2019-102,pass_achetes,4000,,"Proposition de la lecture acceptée (ormeline a.csv, csv!B2)",Léa,2026-01-31',
      '2019-101,pass_scannes,1750,,lu au téléphone,Léa,2026-01-31',
      '',
    ].join('\n'),
  )
  expect(await labels()).toBe('expression,sens\nPass paraphés,pass_scannes\n')
  // What waits for the next run is not asked again either.
  expect((await answer([])).said).toMatch(/1 question à voir \(et 4 déjà répondues/)

  // The advice for a report of nobody: its name says whose it is.
  await rename(join(raw, 'rapports/inconnu.csv'), join(raw, 'rapports/2019-103 inconnu.csv'))
  await runQuietly(raw, warehouse)
  expect(await figure('2019-102', 'pass_achetes')).toEqual({ valeur: 4000, statut: 'corrige' })
  expect(await figure('2019-101', 'pass_scannes')).toEqual({ valeur: 1750, statut: 'corrige' })
  expect(await figure('2020-102', 'pass_scannes')).toEqual({ valeur: 120, statut: 'communique' })
  expect(await figure('2019-103', 'pass_achetes')).toEqual({ valeur: 10, statut: 'communique' })
  const open = (await openQuestions()).join()
  for (const file of ['inconnu', 'ormeline', 'port']) expect(open).not.toContain(file)
  expect((await answer([])).said).not.toContain('Question 1')
})

test('non communiqué is a decision too', async () => {
  await answer(['p', 'p', 'p', 'p', 'n', ''])
  expect(await corrections()).toContain('2019-101,pass_scannes,,,')
  await runQuietly(raw, warehouse)
  expect((await answer([])).said).not.toContain('entre 700 et 800')
  const [row] = await inWarehouse(warehouse, (connection) =>
    connection.query<{ motif: string }>(
      "SELECT motif FROM bilan.donnees_manquantes WHERE convention = '2019-101' AND indicateur = 'pass_scannes'",
    ),
  )
  expect(row?.motif).toMatch(/^Décision de Léa/)
})

test('a misspelled label comes with its figure, and can be taught', async () => {
  await published({
    'port.csv': 'SIREN;909000408\nPass achetés;300\nPass scanbés par les lieux;120\n',
  })
  const { said } = await answer(['l', '', '2'])
  expect(said).toContain('[o] oui, retenir 120')
  expect(said).toMatch(/le plus proche connu.: «.scann/)
  await runQuietly(raw, warehouse)
  expect(await figure('2020-102', 'pass_scannes')).toEqual({ valeur: 120, statut: 'communique' })
})

test('a label that would not be read so is not written; known words change their sense only after a yes', async () => {
  await published({ 'port.csv': 'SIREN;909000408\nPass achetés;300\nPass paraphés 2023;120\n' })
  const { said } = await answer(['l', '', '2', 'l', 'achetés', '2', 'n', 'l', 'paraphés', 'scan'])
  expect(said).toContain('Ces mots ne suffiraient pas')
  expect(said).toMatch(/«.achetés.» a déjà un sens.: achat/)
  expect(await labels()).toBe('expression,sens\nparaphés,scan\n')
})

test('a decision that stands is replaced only after a yes, the others stay byte for byte', async () => {
  const old = '2019-101,pass_scannes,700,,"vu, ""relu""",Max,2025-12-01'
  const before = `${correctionHeader}\r\n${old}\r\n2020-102,pass_achetes,1,,"à\nla main",Max,2025-12-01`
  await writeFile(join(raw, 'corrections.csv'), before)
  const skip = ['p', 'p', 'p', 'p']
  expect((await answer(skip)).said).not.toContain('entre 700 et 800')
  const refused = await answer([...skip, 'v', '800', 'n', 'p'], { all: true })
  expect(refused.said).toMatch(/Une décision existe.: 700, par Max le 2025-12-01/)
  expect(await corrections()).toBe(before)
  await answer([...skip, 'v', '800', 'o', 'rappel'], { all: true })
  expect(await corrections()).toBe(
    before.replace(old, '2019-101,pass_scannes,800,,rappel,Léa,2026-01-31'),
  )
})

test('attendu is what is read without the correction; when that changes, the next run stops with one line', async () => {
  await published({
    'vaubrelle 2023-01-15.csv': form('909000101', '1200', '800', '310'),
    'vaubrelle 2023-06-15.csv': form('909000101', '1200', 'entre 700 et 800', '310'),
  })
  const { valeur: read } = (await figure('2019-101', 'pass_scannes'))!
  const { said } = await answer(['v', '750', ''])
  expect(said).toContain('entre 700 et 800')
  expect(await corrections()).toContain(`2019-101,pass_scannes,750,${read ?? ''},`)
  await runQuietly(raw, warehouse)
  expect(await figure('2019-101', 'pass_scannes')).toEqual({ valeur: 750, statut: 'corrige' })

  // Decided anew, it guards what is read and not what was decided.
  await answer(['v', '760', 'o', ''], { all: true })
  expect(await corrections()).toContain(`2019-101,pass_scannes,760,${read ?? ''},`)
  await writeAll(raw, {
    'rapports/vaubrelle 2023-06-15.csv': form('909000101', '1200', '790', '310'),
  })
  const ended = await bilan(['run', '--quiet', '--raw', raw, '--warehouse', warehouse])
  expectOneLine(ended, 1)
  expect(ended.stderr).toMatch(
    /corrections\.csv, ligne 2.: convention 2019-101, pass_scannes.: la décision attend .*, la lecture donne 790/,
  )
  expect(await figure('2019-101', 'pass_scannes')).toEqual({ valeur: 750, statut: 'corrige' })
  expect((await answer([])).said).toContain('Le dernier lancement n’a pas été publié')
})

test('whose report it is can’t be decided here: the advice says what to do', async () => {
  const { said } = await answer(['v', 'q'])
  expect(said).toContain('mettre le numéro de la convention dans le nom du fichier')
  expect(said).toMatch(/npx bilan inspect \S+raw\/rapports\/inconnu.csv --raw/)
  expect(said).toMatch(/«.v.» n’est pas l’un des choix/)
})

test('a question on a whole file that has a laureate is answered figure by figure', async () => {
  await published({
    'mixte.csv':
      'SIREN;909000101\nIndicateur;AAP 2019;AAP 2020\nPass achetés;100;50\nPass scannés;80;40\n',
  })
  const { said } = await answer(['v', '', 'v', '1', '150', '', 'n', '3', '', 'p'])
  expect(said).toContain('3. beneficiaires_uniques')
  const [, first, second] = (await corrections()).split('\n')
  expect(first).toMatch(/^2019-101,pass_achetes,150,100,/)
  expect(second).toMatch(/^2019-101,beneficiaires_uniques,,,/)
})

test('passing over, quitting and the end of the input write nothing', async () => {
  for (const answers of [['', '', '', '', ''], ['q'], [], ['', 'v'], ['', 'v', '12'], ['', 'o']]) {
    const { said, decisions } = await answer(answers)
    expect(decisions).toBe(0)
    expect(said).toContain('Rien n’a été écrit.')
  }
  await expect(corrections()).rejects.toThrow('ENOENT')
})

test('the author is asked once, and again where the name is empty', async () => {
  const { said } = await answer(['', 'Zoé', 'p', 'o', '', 'q'], { auteur: null })
  expect(said.match(/Qui décide/g)).toHaveLength(2)
  expect(await corrections()).toContain(',Zoé,2026-01-31')
  expect((await answer([], { auteur: null })).decisions).toBe(0)
})

test('hostile text is inert on the screen and in the files', async () => {
  await published({
    'port.csv':
      'SIREN;909000408\nPass achetés;300\n"=HYPERLINK(""x"") Pass\u202e paraphés\u00ad ;+1";120\n',
  })
  const { said } = await answer(['l', '', '2'])
  expect(said.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  expect(said).toContain('<U+202E>')
  const [, row] = (await labels()).split('\n')
  expect(row).toMatch(/^"?HYPERLINK/)
  expect(row).not.toMatch(/;\s*[=+@-]|[\p{Cc}\p{Cf}]/u)
})

test('the command: through a pipe, and its errors on one line', async () => {
  const answers = join(raw, '..', 'answers.txt')
  await writeFile(answers, 'p\np\np\np\nv\n750\n\n')
  const piped = await execute('/bin/sh', [
    '-c',
    'exec "$0" "$1" review --raw "$2" --warehouse "$3" --auteur Léa < "$4"',
    process.execPath,
    bilanScript,
    raw,
    warehouse,
    answers,
  ])
  expect(piped.stderr).toBe('')
  expect(piped.status).toBe(0)
  expect(piped.stdout).toContain('> v\n')
  expect(piped.stdout).not.toContain('\u001b')
  expect(await corrections()).toMatch(/^2019-101,pass_scannes,750,,.*,Léa,\d{4}-\d\d-\d\d$/m)
  const none = await bilan(['review', '--raw', raw, '--warehouse', join(raw, 'none')])
  expectOneLine(none, 1)
  expect(none.stderr).toContain('no warehouse there')
  await writeFile(join(raw, 'corrections.csv'), 'convention;indicateur\n')
  expectOneLine(await bilan(['review', '--raw', raw, '--warehouse', warehouse]), 1)
})
