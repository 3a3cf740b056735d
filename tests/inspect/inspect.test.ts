import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import { inspect } from '../../pipeline/inspect/inspect.ts'
import { inspectionScreen } from '../../pipeline/inspect/screen.ts'
import { bilan, expectOneLine, form, register, writeAll } from '../run/job.ts'

const cases = fileURLToPath(new URL('../cases', import.meta.url))
let root: string
let raw: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-inspect-'))
  raw = join(root, 'raw')
  await writeAll(raw, { 'laureats.csv': register })
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function report(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(root, name)
  await writeAll(root, { [name]: content })
  return path
}

/** The screen without a process around it. */
async function shown(path: string, raw: string): Promise<string> {
  const options = { width: 100, sheet: null, paint: (_: unknown, text: string) => text }
  return inspectionScreen(await inspect(path, raw), options)
}

function workbook(sheets: Record<string, unknown[][]>, change?: (book: XLSX.WorkBook) => void) {
  const book = XLSX.utils.book_new()
  for (const [name, rows] of Object.entries(sheets)) {
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), name)
  }
  change?.(book)
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer
}

const bought = ['Nombre de pass achetés', 1200]

test('says whose report it is, what is read where, and what is asked', async () => {
  const path = await report(
    'vaubrelle 2023-03-15 v2.csv',
    form('909000101', '1200', 'entre 700 et 800', '310'),
  )
  const { status, stdout, stderr } = await bilan(['inspect', path, '--raw', raw])
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(stdout).toMatch(/2019-101 Département de la Vaubrelle, AAP 2019 \(par le SIREN.*csv!B1/)
  expect(stdout).toMatch(/Version.: v2/)
  expect(stdout).toMatch(/Date qui compte.: 2023-03-15/)
  expect(stdout).toMatch(/✓ csv!B2 {2}pass_achetes.: 1.200 pass \(exact\)/)
  expect(stdout).toMatch(/libellé «.Nombre de pass achetés.» \(A2\), texte «.1200.», règle tableau/)
  expect(stdout).toMatch(
    /× csv!B3 {2}pass_scannes.*\n.*\n {6}écarté pour 2019-101.: une fourchette/i,
  )
  expect(stdout).toMatch(/\? csv!B3 {2}pass_scannes\n {6}une fourchette et non un nombre/i)
  expect(stdout).toMatch(/│ \? entre 700 et 800/)
  // No terminal, no colours.
  expect(stdout).not.toContain('\u001b')
})

test('colours where they are asked for, none where they are refused', async () => {
  const path = await report('colours.csv', form('909000101', '1200', '800', '310'))
  const forced = await bilan(['inspect', path, '--raw', raw], { env: { FORCE_COLOR: '1' } })
  expect(forced.stdout).toContain('\u001b[32m')
  const refused = await bilan(['inspect', path, '--raw', raw], { env: { NO_COLOR: '1' } })
  expect(refused.stdout).not.toContain('\u001b')
})

test('without a register it reads all the same, and says that nobody can be recognised', async () => {
  const path = await report('nobody.csv', form('909000101', '1200', '800', '310'))
  const { status, stdout } = await bilan(['inspect', path, '--raw', join(root, 'none')])
  expect(status).toBe(0)
  expect(stdout).toMatch(/Aucun registre .* personne ne peut être reconnu/)
  expect(stdout).toMatch(/SIREN trouvés.: «.909000101.» \(csv!B1\)/)
  expect(stdout).toMatch(/csv!B2 {2}pass_achetes.: 1.200/)
})

test('a report of nobody in the register shows what might have told', async () => {
  const path = await report('stranger.csv', form('909009995', '1200', '800', '310'))
  const stdout = await shown(path, raw)
  expect(stdout).toMatch(/^Non rattaché à un lauréat/m)
  expect(stdout).toMatch(/Aucun lauréat du registre n’est reconnu/)
})

test('the folder of the reports says whose they are, other folders don’t', async () => {
  const plain = 'Nombre de pass achetés;12\n'
  await writeAll(raw, { 'rapports/2020-102/suivi.csv': plain })
  await writeAll(root, { '2020-102/suivi.csv': plain })
  const inside = await shown(join(raw, 'rapports/2020-102/suivi.csv'), raw)
  expect(inside).toMatch(/2020-102 Ville de Port-Mirandol.*nom du fichier/)
  const outside = await shown(join(root, '2020-102/suivi.csv'), raw)
  expect(outside).toMatch(/^Non rattaché/m)
})

test('what is taught in raw/vocabulaire.csv is understood', async () => {
  const other = join(root, 'taught')
  await writeAll(other, {
    'laureats.csv': register,
    'vocabulaire.csv': 'expression,sens\nPass rédimés,pass_scannes\n',
  })
  const path = await report('redimes.csv', 'SIREN;909000101\nPass achetés;300\nPass rédimés;120\n')
  expect(await shown(path, raw)).toMatch(/\? csv!B3 {2}pass_scannes/)
  expect(await shown(path, other)).toMatch(/✓ csv!B3 {2}pass_scannes/)
})

test('hidden, struck and commented cells are said to be', async () => {
  const path = await report(
    'marks.xlsx',
    workbook(
      {
        Bilan: [['SIREN', '909000101'], bought, ['Nombre de pass scannés', 800]],
        Ancien: [bought],
      },
      (book) => {
        const sheet = book.Sheets.Bilan!
        sheet['!rows'] = [{}, { hidden: true }]
        sheet.B3.c = [{ a: 'x', t: 'à \u202erelire' }]
        book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] }
      },
    ),
  )
  const stdout = await shown(path, raw)
  expect(stdout).toContain('1200 [m]')
  expect(stdout).toMatch(/\[c\] B3.: «.à <U\+202E>relire.»/)
  expect(stdout).toMatch(/«.Ancien.».*feuille masquée/)
  const struck = await shown(
    join(cases, 'ord-barre-et-remplace/rapports/chiffres passerelles.xlsx'),
    cases,
  )
  expect(struck).toContain('× 1300 [b]')
})

test('hostile text comes out inert everywhere, in JSON too', async () => {
  const evil = '\u202e'
  const path = await report(
    'evil \u001b]0;owned\u0007.xlsx',
    workbook({
      'S\u202e': [
        ['SIREN', '909000101'],
        [`Collectivité ${evil}`, `${evil}Ville`],
        [`${evil}Nombre de pass achetés`, `1200 ${evil}`],
        [`Pass honorés ${evil}`, 12],
      ],
    }),
  )
  const { stdout, status } = await bilan(['inspect', path, '--raw', raw])
  expect(status).toBe(0)
  expect(stdout).toContain('evil ␛]0;owned␇.xlsx')
  expect(stdout).toContain('<U+202E>Ville')
  expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  const json = await bilan(['inspect', path, '--raw', raw, '--json'])
  expect(json.stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  const { fichier, sheets } = JSON.parse(json.stdout) as {
    fichier: { fichier: string }
    sheets: { cells: { text: string }[] }[]
  }
  expect(fichier.fichier).toBe('evil \u001b]0;owned\u0007.xlsx')
  expect(sheets[0]!.cells.some(({ text }) => text.includes('\u202eVille'))).toBe(true)
})

test('one sheet only; a sheet that isn’t there is wrong usage, its name made inert', async () => {
  const path = await report(
    'sheets.xlsx',
    workbook({
      'A\u202e': [['SIREN', '909000101']],
      Bilan: [bought],
      Autre: [['Nombre de pass scannés', 800]],
    }),
  )
  const one = await bilan(['inspect', path, '--raw', raw, '--sheet', 'Bilan'])
  expect(one.stdout).toContain('Bilan!B1')
  expect(one.stdout).not.toContain('Autre')
  const none = await bilan(['inspect', path, '--raw', raw, '--sheet', 'bilan'])
  expectOneLine(none, 2)
  expect(none.stderr).toContain('its sheets are "A<U+202E>", "Bilan", "Autre"')
})

test('a file that can’t be read is shown with its reason, and is no error', async () => {
  const path = await report('2019-101 broken.xlsx', workbook({ Bilan: [bought] }).subarray(0, 900))
  const { status, stdout } = await bilan(['inspect', path, '--raw', raw])
  expect(status).toBe(0)
  expect(stdout).toMatch(/^Illisible.: Le fichier est (?:incomplet|abîmé)/m)
  expect(stdout).toContain('2019-101 Département de la Vaubrelle')
  await writeFile(join(root, 'target.csv'), form('909000101', '1', '1', '1'))
  await symlink(join(root, 'target.csv'), join(root, 'link.csv'))
  const link = await shown(join(root, 'link.csv'), raw)
  expect(link).toMatch(/^Illisible.: C’est un lien symbolique/m)
})

test('no file, a folder, a broken vocabulary are one line', async () => {
  const missing = await bilan(['inspect', join(root, 'nothing.csv'), '--raw', raw])
  expectOneLine(missing, 1)
  expect(missing.stderr).toContain('ENOENT')
  await mkdir(join(root, 'folder'), { recursive: true })
  expectOneLine(await bilan(['inspect', join(root, 'folder'), '--raw', raw]), 2)
  const broken = join(root, 'broken')
  await writeAll(broken, {
    'laureats.csv': register,
    'vocabulaire.csv': 'expression,sens\nPass,rien\n',
  })
  const path = await report('fine.csv', form('909000101', '1', '1', '1'))
  const wrong = await bilan(['inspect', path, '--raw', broken])
  expectOneLine(wrong, 1)
  expect(wrong.stderr).toContain('vocabulaire.csv, line 2, column sens')
  expectOneLine(await bilan(['inspect']), 2)
})

test('a narrow screen is kept to in the grid', async () => {
  const path = await report(
    'wide.xlsx',
    workbook({
      Bilan: [['SIREN', '909000101'], Array.from({ length: 40 }, (_, i) => `colonne ${i}`)],
    }),
  )
  const { stdout } = await bilan(['inspect', path, '--raw', raw, '--width', '60'])
  const grid = stdout.split('\n').filter((line) => line.includes(' │ '))
  expect(grid.length).toBeGreaterThan(2)
  for (const line of grid) expect(line.length).toBeLessThanOrEqual(60)
})

test('a list of vouchers is counted as in a run, and none of its persons is shown', async () => {
  const lines = Array.from(
    { length: 30 },
    (_, i) =>
      `PN-${1000 + i};Dupont-${i};scanné;2022-03-${String(i + 1).padStart(2, '0')};U${i % 9}`,
  )
  const header = 'Numéro de pass;Nom du bénéficiaire;Statut;Date de scan;Identifiant bénéficiaire'
  const path = await report('2019-101 export.csv', [header, ...lines, ''].join('\n'))
  const screen = await shown(path, raw)
  expect(screen).toMatch(/✓ .*pass_scannes.: 30 pass/)
  expect(screen).not.toContain('Dupont')
  expect(screen).toContain('ses lignes ne sont pas montrées')
  expect(screen).not.toMatch(/0 ligne|rien\)/)
  const json = await bilan(['inspect', path, '--raw', raw, '--json'])
  expect(json.stdout).toContain('pass_scannes')
  expect(json.stdout).not.toMatch(/Dupont|PN-10/)
})
