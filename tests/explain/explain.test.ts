import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Explanation, explain, explainable } from '../../pipeline/explain/explain.ts'
import { explanationScreen } from '../../pipeline/explain/screen.ts'
import type { ReportedValue } from '../../pipeline/explain/values.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { readPublished } from '../../pipeline/warehouse/published.ts'
import {
  bilan,
  bilanHere,
  correctionHeader,
  type Ended,
  expectOneLine,
  form,
  inWarehouse,
  register,
  runQuietly,
  smallRaw,
  writeAll,
} from '../run/job.ts'

// No test is about time, and other work may have the machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let root: string
let folder: string

/** One of each: a value corrected, one contradicted, details added up, a report replaced, a copy, a broken file, an answer missing. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-explain-'))
  const raw = join(root, 'raw')
  await writeAll(raw, {
    ...smallRaw,
    'laureats.csv': `${register}2020-103,2020,909000507,Syndicat mixte du Val Perdu,Autres,98,4000,44000.00,22000.00\n2020-104,2020,909000606,Syndicat mixte du Val Clair,Autres,98,100,1100.00,550.00\n`,
    'corrections.csv': `${correctionHeader}\n2019-101,pass_scannes,850,800,Lettre du 3 mars,Jeanne Roy,2026-03-05\n`,
    'rapports/mirandol v1.csv': form('909000408', '20', '10', '5'),
    'rapports/mirandol v2 définitif.csv': form('909000408', '30', '20', '10'),
    'rapports/ormeline bis.csv': form('909000200', '4100', 'NC', '55'),
    'rapports/copie.csv': smallRaw['rapports/vaubrelle.csv'],
    'rapports/autre.csv': 'SIREN;909000606\nNombre de pass commandés;70\n',
    'rapports/vide.xlsx': '',
    'rapports/perdu.csv':
      'SIREN;909000507\n;Nombre de carnets de 10 pass achetés;Nombre de pass scannés\nJanvier 2022;10;30\nFévrier 2022;20;60\n',
    'publie/a.csv':
      'tableau,aap,ligne,colonne,valeur,unite\nquantitatif,2019,TOTAL,pass_scannes,850,pass\nquantitatif,2019,TOTAL,pass_vendus,3,pass\n',
  })
  await runQuietly(raw, join(root, 'made'))
  folder = join(root, 'alone')
  await mkdir(folder)
  await copyFile(join(root, 'made', 'warehouse.duckdb'), join(folder, 'warehouse.duckdb'))
  await rm(raw, { recursive: true })
}, 300_000)
afterAll(() => rm(root, { recursive: true, force: true }))

function all(table: string, key: string, reading = 'publie'): Promise<Explanation[]> {
  return readPublished(folder, (connection) => explain(connection, table, key, reading))
}

async function one<G extends Explanation['genre']>(genre: G, table: string, key: string) {
  const found = await all(table, key)
  expect(found.map((explanation) => explanation.genre)).toEqual([genre])
  return found[0] as Extract<Explanation, { genre: G }>
}

async function value(key: string): Promise<ReportedValue> {
  const { valeurs } = await one('laureat', 'laureats', key)
  expect(valeurs).toHaveLength(1)
  if (valeurs[0]!.origine !== 'rapports') throw new Error('not of a report')
  return valeurs[0]!
}

function shown(explanation: Explanation, full = false): string {
  return explanationScreen(explanation, { width: 80, full, paint: (_, text) => text })
    .replaceAll('\u00a0', ' ')
    .replaceAll('\u202f', ' ')
}

describe('decisions', () => {
  test('a correction: who, when, why, on which line, and what is read without it', async () => {
    const corrected = await value('2019-101.pass_scannes')
    expect(corrected).toMatchObject({
      valeur: 850,
      statut: 'corrige',
      valeur_lue: 800,
      correction: { valeur: 850, attendu: 800, auteur: 'Jeanne Roy', date: '2026-03-05', ligne: 2 },
    })
    expect(corrected.ecartees.map((cell) => cell.texte_brut)).toEqual(['800'])
    const text = shown(await one('laureat', 'laureats', '2019-101.pass_scannes'))
    expect(text).toMatch(/décision de Jeanne Roy du 2026-03-05 \(raw\/corrections\.csv, ligne 2\)/)
    expect(text).toMatch(/sans elle\s+: 800/)
  })

  test('a contradiction: no value, both cells, the question', async () => {
    const contradicted = await value('2019-102.pass_achetes')
    expect(contradicted).toMatchObject({ valeur: null, statut: 'contradictoire', retenues: [] })
    expect(contradicted.ecartees.map((cell) => cell.texte_brut).sort()).toEqual(['4000', '4100'])
    expect(contradicted.questions.length).toBeGreaterThan(0)
  })

  test('a report that a later one replaces', async () => {
    const { retenues, ecartees, fichiers } = await value('2020-102.pass_achetes')
    expect(retenues.map((cell) => cell.fichier)).toEqual(['mirandol v2 définitif.csv'])
    expect(ecartees.map((cell) => cell.motif.replaceAll('\u00a0', ' '))).toEqual([
      'Remplacé par un rapport plus récent : mirandol v2 définitif.csv',
    ])
    expect(fichiers.map((file) => [file.fichier, file.statut])).toEqual([
      ['mirandol v1.csv', 'remplace'],
      ['mirandol v2 définitif.csv', 'lu'],
    ])
  })

  test('details that are added up, in booklets', async () => {
    const { valeur, statut, retenues } = await value('2020-103.pass_achetes')
    expect([valeur, statut]).toEqual([300, 'calcule'])
    expect(retenues.map(({ cellule, nombre, facteur }) => [cellule, nombre, facteur])).toEqual([
      ['B3', 10, 10],
      ['B4', 20, 10],
    ])
    const text = shown(await one('laureat', 'laureats', '2020-103.pass_achetes'))
    expect(text).toContain('perdu.csv : somme de 2 cellules')
    expect(text).toContain('« 10 » csv!B3 = 10 carnets × 10 = 100')
  })

  test('a notion that stands for another says so', async () => {
    const { valeur, retenues } = await value('2020-104.pass_achetes')
    expect([valeur, retenues[0]?.indicateur_lu]).toEqual([70, 'pass_commandes'])
    const text = shown(await one('laureat', 'laureats', '2020-104.pass_achetes'))
    expect(text).toContain('« 70 » csv!B2 (lu : pass commandés)')
  })

  test('an answer that says there is none, and a file in double', async () => {
    const { statut, absences } = await value('2019-102.pass_scannes')
    expect(statut).toBe('non_communique')
    expect(absences.map((said) => [said.cellule, said.texte_brut])).toEqual([
      ['B3', 'NC'],
      ['B3', 'NC'],
    ])
    const { fichiers } = await value('2019-101.pass_achetes')
    expect(fichiers.map((file) => file.statut).sort()).toEqual(['doublon', 'lu'])
  })
})

describe('kinds', () => {
  test('a figure: formula, who enters, who is left out and why', async () => {
    const figure = await one('chiffre', 'chiffres', '2019/TOTAL/scannes_sur_achetes')
    expect(figure.valeur).toBe(71)
    expect(
      figure.quantites.map(({ role, somme, comptes, laisses }) => [role, somme, comptes, laisses]),
    ).toEqual([
      ['numerateur', 850, 1, 1],
      ['denominateur', 1200, 1, 1],
    ])
    const text = shown(figure)
    expect(text).toMatch(
      /Formule : 100 × pass scannés \/ pass achetés = 100 × 850 \/ 1 200 =\s70,833333/,
    )
    expect(text).toMatch(/laissé de côté : 2019-102 .*\n?.*sources\s+contradictoires/)
  })

  test('the two readings of one total, and their rules', async () => {
    const found = await all('chiffres', 'quantitatif/2019/TOTAL/potentiel_achat', 'coherent')
    expect(found).toMatchObject([{ cle: { lecture: 'coherent' }, valeur: 25000 }])
    expect((found[0] as Extract<Explanation, { genre: 'chiffre' }>).regles).toMatchObject([
      { aap: '2019', potentiel_sans_achats_au_total: true },
    ])
  })

  test('a printed cell, and one that the bilan does not have', async () => {
    const figure = await one('chiffre', 'reconciliation', '2019/TOTAL/pass_scannes')
    expect(figure.publie).toMatchObject({ valeur_publiee: 850, statut: 'conforme' })
    const strange = await one('publie', 'reconciliation', '2019/TOTAL/pass_vendus')
    expect(strange.publie).toMatchObject({ statut: 'non_calculable', source: 'a.csv, ligne 3' })
    expect(shown(strange)).toMatch(/n'a pas\s+cette cellule/)
  })

  test('the columns of the printed tables, as these name them', async () => {
    const [left] = await all('tableau_conversion', 'TOTAL/plus_de_75_pass_scannes')
    const [right] = await all('chiffres', 'conversion/TOTAL/plus_de_75.pass_scannes')
    expect(left).toEqual(right)
    expect(left).toMatchObject({ cle: { colonne: 'plus_de_75.pass_scannes' } })
    const between = await one('chiffre', 'tableau_conversion', 'TOTAL/de_50_a_75_pass_scannes')
    expect(between.cle.colonne).toBe('50_a_75.pass_scannes')
    expect(
      between.quantites[0]!.parts.map(({ convention, compte, motif }) => [
        convention,
        compte,
        motif === null,
      ]),
    ).toEqual([
      ['2019-101', true, true],
      ['2020-102', true, true],
      ['2019-102', false, false],
      ['2020-104', false, false],
    ])
  })

  test('a laureate as a whole, also by its name or its SIREN', async () => {
    const whole = await one('laureat', 'laureats', '2019-101')
    expect(whole.valeurs.map(({ indicateur, valeur }) => [indicateur, valeur])).toEqual([
      ['pass_achetes', 1200],
      ['pass_scannes', 850],
      ['beneficiaires_uniques', 310],
      ['potentiel_achat', 20000],
    ])
    expect(whole.derives.map(({ colonne }) => colonne)).toEqual([
      'achetes_sur_potentiel',
      'scannes_sur_potentiel',
      'scannes_sur_achetes',
      'tranche_conversion',
    ])
    expect(await all('laureats', 'departement de la vaubrelle')).toEqual([whole])
    expect(await all('laureats', '909000101')).toEqual([whole])
    const ratio = await one('laureat', 'laureats', '2019-101.tranche_conversion')
    expect(ratio.derives).toMatchObject([{ colonne: 'tranche_conversion', valeur: '50_a_75' }])
    expect(ratio.valeurs.map(({ indicateur }) => indicateur)).toEqual([
      'pass_scannes',
      'pass_achetes',
    ])
  })

  test('bounds: the assumption, and what each missing value may be', async () => {
    const bounds = await one('bornes', 'bornes', '2019/TOTAL/pass_achetes')
    expect(
      bounds.manquants.map(({ convention, minimum, maximum }) => [convention, minimum, maximum]),
    ).toEqual([['2019-102', 0, 5000]])
    expect(bounds.hypothese.libelle).not.toBe('')
    expect(shown(bounds)).toContain('de 0 à 5 000')
  })

  test('missing data', async () => {
    const found = await one('laureat', 'donnees_manquantes', '2019-102.pass_scannes')
    expect(found.valeurs).toMatchObject([{ statut: 'non_communique' }])
  })

  test('a file: whose it is, what was read, what became of it', async () => {
    const file = await one('fichier', 'fichiers', 'raw/rapports/mirandol v1.csv')
    expect(file).toMatchObject({ statut: 'remplace', rattachements: [{ convention: '2020-102' }] })
    expect(file.cellules.map(({ cellule, retenue }) => [cellule, retenue])).toEqual([
      ['B2', false],
      ['B3', false],
      ['B4', false],
    ])
    const broken = await one('fichier', 'fichiers', 'vide.xlsx')
    expect(broken).toMatchObject({ statut: 'rejete', cellules: [] })
    expect(shown(broken)).toMatch(/^illisible : Le fichier est vide/m)
  })

  test('a cell: the value that it serves, and every figure that this enters', async () => {
    const cell = await one('cellule', 'observations', 'perdu.csv!csv!B3')
    expect(cell.valeur).toMatchObject({ convention: '2020-103', valeur: 300 })
    const figures = cell.chiffres.map(
      ({ tableau, aap, ligne, colonne }) => `${tableau}/${aap}/${ligne}/${colonne}`,
    )
    expect(figures).toContain('quantitatif/2020/Autres/pass_achetes')
    expect(figures).toContain('quantitatif/2019+2020/GRAND TOTAL/scannes_sur_achetes')
    const refused = await one('cellule', 'observations', 'mirandol v1.csv!B2')
    expect(refused.chiffres).toEqual([])
    expect(refused.cellule.motif).toMatch(/plus récent/)
  })

  test('the questions about a file', async () => {
    const { questions } = await one('fichier', 'a_verifier', 'ormeline.csv')
    expect(questions.length).toBeGreaterThan(0)
  })
})

const examples: [string, string][] = [
  ['chiffres', '2019/TOTAL/scannes_sur_achetes'],
  ['chiffres', 'conversion/TOTAL/plus_de_75.pass_scannes'],
  ['tableau_quantitatif', '2020/TOTAL/potentiel_achat'],
  ['tableau_conversion', '%/plus_de_75.nb_laureats'],
  ['reconciliation', '2019/TOTAL/pass_vendus'],
  ['bornes', '2019/TOTAL/scannes_sur_achetes'],
  ['laureats', '2019-101'],
  ['laureats', '2020-103.scannes_sur_potentiel'],
  ['donnees_manquantes', '2019-102.pass_achetes'],
  ['observations', 'perdu.csv!csv!B3'],
  ['fichiers', 'perdu.csv'],
  ['a_verifier', 'ormeline.csv'],
]

test('everything that can be explained is tried here', () => {
  expect(new Set(examples.map(([table]) => table))).toEqual(new Set(Object.keys(explainable)))
})

describe.each(examples)('%s %s', (table, key) => {
  test('each printed query runs by itself on the file, and together they hold what is said', async () => {
    const [explanation] = await all(table, key)
    const ended = await bilanHere(['explain', table, key, '--sql', '--warehouse', folder])
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    const statements = ended.stdout
      .replaceAll(/^--.*$/gm, '')
      .split(';')
      .map((one) => one.trim())
      .filter((one) => one !== '')
    expect(statements).toEqual(explanation!.requetes.map(({ sql }) => sql))
    const cells = new Set<string>()
    await inWarehouse(folder, async (connection) => {
      for (const sql of statements) {
        for (const row of await connection.query(sql))
          for (const cell of Object.values(row)) cells.add(JSON.stringify(cell))
      }
    })
    // What the explanation says in words and numbers is in the rows of its own queries.
    const said = JSON.stringify(explanation, (name, item) =>
      name === 'requetes' ? undefined : item,
    )
    for (const [, name, text] of said.matchAll(
      /"(valeur|somme|texte_brut|motif|borne_haute|statut)":("(?:[^"\\]|\\.)*"|[^{,}]+)/g,
    ))
      expect(cells, name).toContain(text)
  })

  test('fits in eighty columns, and says nothing twice over', async () => {
    const [explanation] = await all(table, key)
    const lines = shown(explanation!, true).split('\n')
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(80)
  })
})

describe('the command', () => {
  const here = (...args: string[]): Promise<Ended> =>
    bilanHere(['explain', ...args, '--warehouse', folder])

  test('--json is what the documentation says', async () => {
    const ended = await here('laureats', '2019-101.pass_scannes', '--json')
    const { explications } = JSON.parse(ended.stdout)
    expect(explications).toEqual(
      JSON.parse(JSON.stringify(await all('laureats', '2019-101.pass_scannes'))),
    )
  })

  test('no colours where nobody looks, and none that NO_COLOR forbids', async () => {
    const args = ['explain', 'laureats', '2019-101', '--warehouse', folder]
    const plain = await bilan(args)
    expect(plain.status, plain.stderr).toBe(0)
    expect(plain.stdout).not.toContain('\u001b')
    const coloured = await bilan(args, { env: { FORCE_COLOR: '1' } })
    expect(coloured.stdout).toContain('\u001b[')
  })

  test('a file of the history is explained as well as a folder', async () => {
    const file = join(folder, 'warehouse.duckdb')
    const ended = await bilanHere(['explain', 'laureats', '2019-101', '--warehouse', file])
    expect(ended.stdout).toBe((await here('laureats', '2019-101')).stdout)
  })

  test.each([
    [
      'an unknown table',
      ['laureat', 'x'],
      /nothing there can be explained — choose among laureats/,
    ],
    ['an unknown key', ['laureats', '2019-111'], /no such key of laureats — nearest: "2019-101"/],
    ['a key of too many', ['chiffres', '2019'], /fits \d+ keys of chiffres.* — say more/],
    ['an unknown reading', ['chiffres', '2019', '--lecture', 'x'], /choose among coherent, publie/],
    ['no key', ['chiffres'], /missing required argument 'key'/],
  ])('%s is one line', async (_, args, said) => {
    const ended = await bilan(['explain', ...args, '--warehouse', folder])
    expectOneLine(ended, 2)
    expect(ended.stderr).toMatch(said)
  })

  test('no warehouse, and one of another making, are one line', async () => {
    const nowhere = join(root, 'nowhere')
    expectOneLine(await bilanHere(['explain', 'laureats', 'x', '--warehouse', nowhere]), 1)
    const other = join(root, 'other.duckdb')
    await (await openWarehouse(other)).close()
    const ended = await bilanHere(['explain', 'laureats', 'x', '--warehouse', other])
    expectOneLine(ended, 1)
    expect(ended.stderr).toContain('another version')
  })
})
