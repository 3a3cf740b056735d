import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Differences } from '../../pipeline/diff/changes.ts'
import { diff } from '../../pipeline/diff/diff.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { historyOf } from '../../pipeline/warehouse/history.ts'
import {
  bilan,
  bilanHere,
  correctionHeader,
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
let raw: string
let warehouse: string
/** The files of the history, oldest first. */
let past: string[]

/** A warehouse with a history: each publication after the first differs from the one before for one reason. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-diff-'))
  raw = join(root, 'raw')
  warehouse = join(root, 'warehouse')
  await writeAll(raw, smallRaw)
  await runQuietly(raw, warehouse)
  // 1: a cell of a report.
  await writeAll(raw, { 'rapports/vaubrelle.csv': form('909000101', '1300', '800', '310') })
  await runQuietly(raw, warehouse)
  // 2: a decision, and a report under another name.
  await rename(join(raw, 'rapports', 'vaubrelle.csv'), join(raw, 'rapports', 'vaubrelle bis.csv'))
  await writeAll(raw, {
    'corrections.csv': `${correctionHeader}\n2019-102,pass_scannes,2000,,Courriel,Jeanne Roy,2026-03-05\n`,
  })
  await runQuietly(raw, warehouse)
  // 3: a report that contradicts another, one of a laureate that had sent nothing, one that goes.
  await writeAll(raw, {
    'rapports/ormeline bis.csv': form('909000200', '4100', 'NC', '55'),
    'rapports/mirandol.csv': form('909000408', '30', '20', '10'),
  })
  await rm(join(raw, 'rapports', 'vaubrelle bis.csv'))
  await runQuietly(raw, warehouse)
  // 4: the register: a potential, and a row more.
  await writeAll(raw, {
    'laureats.csv': `${register.replace(',20000,', ',21000,')}2020-103,2020,909000507,Syndicat mixte du Val Perdu,Autres,98,4000,44000.00,22000.00\n`,
  })
  await runQuietly(raw, warehouse)
  past = (await historyOf(warehouse, join(warehouse, 'warehouse.duckdb'))).map(({ path }) => path)
}, 300_000)
afterAll(() => rm(root, { recursive: true, force: true }))

/** What the publication of that number changed. */
function step(number: number): Promise<Differences> {
  return diff(past[number - 1]!, past[number]!)
}

function figure({ chiffres }: Differences, key: string) {
  const found = chiffres.filter(
    (one) => [one.lecture, one.tableau, one.aap, one.ligne, one.colonne].join('/') === key,
  )
  expect(found).toHaveLength(1)
  return found[0]!
}

/** A copy of what stands, changed by hand as another version of the project would have made it. */
async function altered(name: string, sql: string): Promise<string> {
  const file = join(root, `${name}.duckdb`)
  await copyFile(past.at(-1)!, file)
  const connection = await openWarehouse(file)
  await connection.run(sql)
  await connection.close()
  return file
}

test('each publication keeps its file', () => {
  expect(past).toHaveLength(5)
})

test('a warehouse and itself: nothing', async () => {
  expect(await diff(past[0]!, past[0]!)).toEqual({
    chiffres: [],
    valeurs: [],
    fichiers: [],
    corrections: [],
    registre: [],
    regles: [],
    incomparable: [],
  })
})

test('a cell: the figures, by how much, through whom, and both texts', async () => {
  const differences = await step(1)
  expect(figure(differences, 'publie/quantitatif/2019/TOTAL/pass_achetes')).toEqual({
    ...{ lecture: 'publie', tableau: 'quantitatif', aap: '2019', ligne: 'TOTAL' },
    ...{ colonne: 'pass_achetes', unite: 'pass', avant: 5200, apres: 5300, ecart: 100 },
    presence: 'modifie',
    parts: [
      {
        role: 'numerateur',
        convention: '2019-101',
        indicateur: 'pass_achetes',
        avant: 1200,
        apres: 1300,
        compte_avant: true,
        compte_apres: true,
      },
    ],
  })
  expect(differences.valeurs).toMatchObject([
    {
      convention: '2019-101',
      indicateur: 'pass_achetes',
      avant: 1200,
      apres: 1300,
      causes: [
        {
          genre: 'cellule',
          fichier_change: 'modifie',
          fichier: 'vaubrelle.csv',
          cellule: 'B2',
          texte_avant: '1200',
          texte_apres: '1300',
        },
      ],
    },
  ])
  expect(differences.fichiers).toMatchObject([{ fichier: 'vaubrelle.csv', changement: 'modifie' }])
  expect([differences.corrections, differences.registre, differences.regles]).toEqual([[], [], []])
  expect(differences.incomparable).toEqual([])
})

test('a decision; a report that is renamed changes nothing', async () => {
  const { valeurs, corrections, fichiers, chiffres } = await step(2)
  expect(valeurs).toMatchObject([
    {
      convention: '2019-102',
      indicateur: 'pass_scannes',
      avant: null,
      apres: 2000,
      statut_avant: 'non_communique',
      statut_apres: 'corrige',
      causes: [{ genre: 'correction', avant: null, apres: { valeur: 2000 } }],
    },
  ])
  expect(corrections).toHaveLength(1)
  expect(fichiers).toMatchObject([
    { fichier: 'vaubrelle bis.csv', changement: 'renomme', ancien_nom: 'vaubrelle.csv' },
  ])
  expect(chiffres.every(({ parts }) => parts.every((part) => part.convention === '2019-102'))).toBe(
    true,
  )
  const back = await diff(past[2]!, past[1]!)
  expect(back.corrections).toMatchObject([{ avant: { valeur: 2000 }, apres: null }])
})

test('reports that come, go, and contradict each other', async () => {
  const { valeurs, fichiers, chiffres } = await step(3)
  const by = (convention: string, indicateur: string) =>
    valeurs.find((one) => one.convention === convention && one.indicateur === indicateur)!
  const contradicted = by('2019-102', 'pass_achetes')
  expect(contradicted).toMatchObject({ avant: 4000, apres: null, statut_apres: 'contradictoire' })
  expect(contradicted.causes).toMatchObject([
    { genre: 'cellule', fichier: 'ormeline.csv', retenue_avant: true, retenue_apres: false },
    { genre: 'fichier', fichier: 'ormeline bis.csv', changement: 'ajoute' },
  ])
  expect(by('2020-102', 'pass_achetes')).toMatchObject({ avant: null, apres: 30 })
  expect(by('2019-101', 'pass_achetes')).toMatchObject({
    apres: null,
    statut_apres: 'sans_rapport',
    causes: [{ genre: 'cellule', fichier_change: 'retire', texte_apres: null }],
  })
  expect(fichiers.map(({ fichier, changement }) => [fichier, changement])).toEqual([
    ['mirandol.csv', 'ajoute'],
    ['ormeline bis.csv', 'ajoute'],
    ['vaubrelle bis.csv', 'retire'],
  ])
  // A figure that had a value and has none now, and the other way round.
  expect(
    figure({ chiffres } as Differences, 'publie/quantitatif/2019/TOTAL/pass_achetes'),
  ).toMatchObject({
    avant: 5300,
    apres: null,
    ecart: null,
  })
})

test('the register: a cell, and a row with the values that it misses', async () => {
  const { registre, valeurs, chiffres, regles } = await step(4)
  expect(registre).toMatchObject([
    { convention: '2019-101', colonne: 'potentiel_achat', avant: '20000', apres: '21000' },
    { convention: '2020-103', colonne: null, presence: 'ajoute' },
  ])
  expect(
    valeurs.map(({ convention, statut_avant, statut_apres }) => [
      convention,
      statut_avant,
      statut_apres,
    ]),
  ).toEqual(Array(3).fill(['2020-103', null, 'sans_rapport']))
  expect(valeurs[0]!.causes).toMatchObject([{ genre: 'registre', presence: 'ajoute' }])
  const added = chiffres.filter((one) => one.presence === 'ajoute')
  expect(added.map((one) => one.ligne)).toContain('Autres')
  expect(regles).toEqual([])
})

test('rules: seeds by rows, models by their SQL, the code; a value that nothing else explains is theirs', async () => {
  const other = await altered(
    'rules',
    `INSERT INTO seeds.mots_absence SELECT * FROM seeds.mots_absence LIMIT 1;
     DELETE FROM seeds.ratios WHERE ratio = 'scannes_sur_achetes';
     DROP TABLE seeds.tranches;
     CREATE TABLE seeds.nouveautes (a varchar);
     UPDATE meta.models SET sql_hash = 'x' WHERE model = 'bilan.chiffres';
     DELETE FROM meta.models WHERE model = 'bilan.bornes';
     UPDATE meta.publication SET contenu = replace(contenu, '"code":"', '"code":"x');
     UPDATE bilan.laureats SET pass_achetes = 31 WHERE convention = '2020-102'`,
  )
  const { regles, valeurs } = await diff(past.at(-1)!, other)
  expect(
    regles.map(({ nom, presence, lignes_ajoutees, lignes_retirees }) => [
      nom,
      presence,
      lignes_ajoutees,
      lignes_retirees,
    ]),
  ).toEqual([
    ['seeds.mots_absence', 'modifie', 1, 0],
    ['seeds.nouveautes', 'ajoute', null, null],
    ['seeds.ratios', 'modifie', 0, 1],
    ['seeds.tranches', 'retire', null, null],
    ['bilan.bornes', 'retire', null, null],
    ['bilan.chiffres', 'modifie', null, null],
    ['code', 'modifie', null, null],
  ])
  expect(valeurs).toMatchObject([{ avant: 30, apres: 31, causes: [{ genre: 'regles' }] }])
})

test('what one of the two lacks is a line, and the rest is compared', async () => {
  const older = await altered(
    'older',
    `DROP VIEW bilan.composition;
     ALTER TABLE bilan.fichiers DROP COLUMN motif;
     DROP SCHEMA seeds CASCADE;
     UPDATE bilan.chiffres SET valeur = 31 WHERE ligne = 'TOTAL' AND aap = '2020' AND colonne = 'pass_achetes'`,
  )
  const { incomparable, chiffres, regles } = await diff(older, past.at(-1)!)
  expect(incomparable).toEqual([
    'dans le premier entrepôt, la table bilan.fichiers n’a pas motif',
    'le premier entrepôt n’a pas la table bilan.composition',
  ])
  expect(chiffres.map(({ lecture, ecart, parts }) => [lecture, ecart, parts])).toEqual([
    ['publie', -1, []],
    ['coherent', -1, []],
  ])
  expect(regles.every(({ presence }) => presence === 'ajoute')).toBe(true)
  const none = await altered('none', 'DROP SCHEMA bilan CASCADE')
  expect((await diff(none, past[0]!)).incomparable).toContain(
    'le premier entrepôt n’a pas la table bilan.chiffres',
  )
})

describe('the commands', () => {
  const here = (...args: string[]) => bilanHere([...args, '--warehouse', warehouse])
  const readable = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

  test('diff alone compares what stands with the publication before; status 0', async () => {
    const ended = await here('diff')
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    expect(readable(ended.stdout)).toContain(
      '2020-103 Syndicat mixte du Val Perdu : nouvelle convention',
    )
    for (const line of ended.stdout.split('\n'))
      expect(stringWidth(line), line).toBeLessThanOrEqual(80)
  })

  test('publications by their moment, files and folders; --json holds all of it', async () => {
    const moments = past.map((path) => path.split('/').at(-1)!.slice(0, -'.duckdb'.length))
    const ended = await here('diff', moments[0]!, moments[1]!, '--json')
    const { avant, apres, ...differences } = JSON.parse(ended.stdout)
    expect(differences).toEqual(JSON.parse(JSON.stringify(await step(1))))
    expect([avant.fichier, apres.fichier]).toEqual(past.slice(0, 2))
    expect(Date.parse(avant.publie)).toBeLessThan(Date.parse(apres.publie))
    const files = JSON.parse((await here('diff', past[0]!, warehouse, '--json')).stdout)
    expect(files.valeurs.length).toBeGreaterThan(differences.valeurs.length)
  })

  test('each kind of change has its words', async () => {
    const said: string[] = []
    for (const [i, path] of past.slice(1).entries()) {
      const ended = await here('diff', past[i]!, path, '--full', '--width', '200')
      said.push(readable(ended.stdout))
    }
    expect(said[0]).toContain('« 1200 » → « 1300 » csv!B2 de vaubrelle.csv (fichier modifié)')
    expect(said[0]).toMatch(/quantitatif\/2019\/TOTAL\/pass_achetes +5 200 → 5 300 pass {2}\+100/)
    expect(said[1]).toContain('Décision nouvelle (2019-102, pass scannés) : 2 000')
    expect(said[1]).toContain('fichier renommé : vaubrelle bis.csv (auparavant vaubrelle.csv)')
    expect(said[2]).toContain('(communiqué → sources contradictoires)')
    expect(said[2]).toContain('ne compte plus')
    expect(said[2]).toContain('n’est plus lue')
    expect(said[3]).toContain('potentiel d’achat : 20000 → 21000')
  })

  test('long lists are cut, with how many more there are', async () => {
    const short = readable((await here('diff', past[0]!)).stdout)
    const full = readable((await here('diff', past[0]!, '--full')).stdout)
    expect(short).toMatch(/… et \d+ autres \(--full les montre\)/)
    expect(full).not.toContain('… et')
    expect(full.length).toBeGreaterThan(short.length)
  })

  test('history: each publication, its mark, its counts and what changed', async () => {
    const { publications } = JSON.parse((await here('history', '--json')).stdout)
    expect(publications).toHaveLength(5)
    expect(publications[0]).toMatchObject({ en_place: true, laureats: 4, fichiers: 3 })
    expect(publications[3]).toMatchObject({
      en_place: false,
      fichiers: 2,
      changements: { valeurs: 1, fichiers: 1, corrections: 0, registre: 0, regles: 0 },
    })
    expect(publications[4].changements).toBeNull()
    const marks = publications.map((one: { empreinte: string }) => one.empreinte)
    expect(new Set(marks).size).toBe(5)
    const text = readable((await here('history')).stdout)
    expect(text).toMatch(/^\d{4}-\d\d-\d\dT\S+Z [0-9a-f]{12} \(en place\)$/m)
    expect(text).toMatch(/Ont changé : \d+ chiffres, 1 valeur, 1 fichier\./)
  })

  test.each([
    ['a name of nothing', ['diff', '1999'], 2, /"1999": no such warehouse — name a folder, a file/],
    ['a moment of several', ['diff', '20'], 2, /5 publications begin so/],
  ] as const)('%s is one line', async (_, args, status, said) => {
    const ended = await bilan([...args, '--warehouse', warehouse])
    expectOneLine(ended, status)
    expect(ended.stderr).toMatch(said)
  })

  test('no history, no warehouse, and a file that is none are one line each', async () => {
    const empty = join(root, 'empty')
    await mkdir(empty)
    expectOneLine(await bilanHere(['diff', '--warehouse', empty]), 1)
    expectOneLine(await bilanHere(['history', '--warehouse', empty]), 1)
    await copyFile(past[0]!, join(empty, 'warehouse.duckdb'))
    const alone = await bilanHere(['diff', '--warehouse', empty])
    expectOneLine(alone, 1)
    expect(alone.stderr).toContain('no publication before')
    const text = join(root, 'text.duckdb')
    await writeFile(text, 'no database at all')
    expectOneLine(await bilanHere(['diff', text, past[0]!, '--warehouse', empty]), 1)
  })

  test('comparing leaves what stands as it was', async () => {
    const before = await inWarehouse(warehouse, (connection) =>
      connection.query('SELECT empreinte FROM meta.publication'),
    )
    await here('diff')
    const after = await inWarehouse(warehouse, (connection) =>
      connection.query('SELECT empreinte FROM meta.publication'),
    )
    expect(after).toEqual(before)
  })
})
