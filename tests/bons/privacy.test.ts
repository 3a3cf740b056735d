import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import { openWarehouse, quoteName, quoteText } from '../../pipeline/warehouse/connection.ts'
import { inWarehouse, register, runQuietly, writeAll } from '../run/job.ts'
import { list } from './lists.ts'

/** What must be nowhere: every file below is full of it. */
const secrets = [
  ...['MARTINET', 'ZKQ', 'eloise', 'exemple.fr', 'DUVALOIS', 'Bellerose', '06 12 34'],
  // In sentences, notes and contact blocks of ordinary reports.
  ...['Quévreux', 'Lanthenas', '07.98', 'q.quevreux', 'Vouzelaud', 'des Lilas', '05 78 006'],
  // Without a title.
  ...['Kerbalec', 'TRAORÉ', 'Ndongmo', 'Quintrec'],
  // In a column of persons, or one after the other, with names that no list knows.
  ...['Kowalczykowski', 'Diabyssé', 'Hrazdilová', 'Wojtasik', 'Obrenović'],
]
const persons = [
  'Nom;Prénom;Téléphone;Courriel',
  'DUVALOIS;Marc;06 12 34 56 78;marc.duvalois@exemple.fr',
  'Bellerose;Inès;06 12 34 56 79;ines@exemple.fr',
  'MARTINET;Éloïse;06 12 34 56 70;eloise@exemple.fr',
].join('\n')

let folder: string
let warehouse: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bilan-bons-'))
  warehouse = join(folder, 'warehouse')
  await writeAll(join(folder, 'raw'), {
    'laureats.csv': register,
    'rapports/vaubrelle.csv': `SIREN;909000101\n\n${list(300)}`,
    // Larger than what is held in memory.
    'rapports/2019-102 export.csv': Buffer.from(list(60_000), 'latin1'),
    'rapports/Port-Mirandol.xlsx': workbook([`Pass achetés\n\n${list(300)}`, persons]),
    'rapports/signatures.csv': persons,
    'rapports/Vaubrelle notes.xlsx': notes(),
    'rapports/Tournevent.txt': [
      'Association Les Passerelles de Tournevent',
      'Dossier suivi par Berthe Lanthenas (07.98.55.44.33)',
      'Pass achetés : 820 (selon Mme Quévreux - 07.98.11.22.33)',
      'Pass scannés : 400 (M. Vouzelaud - 4 rue des Lilas - n’a pas répondu)',
      'Référent : Vouzelaud',
      '12 pass remis le 3 mars à Jeanne Kerbalec, 10 remis à TRAORÉ',
      'bénéficiaire : Mme Ndongmo ; Fatou Quintrec : 4 pass',
    ].join('\n'),
    'rapports/pass par personne.csv': [
      'Bénéficiaire;Pass scannés;Lieu',
      'Zbigniew Kowalczykowski;12;CCAS',
      'Fatoumata Diabyssé;8;CCAS',
      'Xénia Hrazdilová;20;Médiathèque',
      'Total;40;',
      '',
      'Bénéficiaires du mois : Teodora Wojtasik (12 pass), Milivoj Obrenović (8 pass)',
    ].join('\n'),
    'rapports/contacts des lieux.csv': `Lieu;Nom;Prénom;Courriel;Pass scannés\nA;DUVALOIS;Marc;m@exemple.fr;3\nB;Bellerose;Inès;i@exemple.fr;4\nC;MARTINET;Éloïse;e@exemple.fr;5`,
  })
  await runQuietly(join(folder, 'raw'), warehouse)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function workbook(sheets: string[]): Buffer {
  const book = XLSX.utils.book_new()
  for (const text of sheets) {
    const rows = text
      .trimEnd()
      .split(/\r?\n/)
      .map((row) => row.split(';'))
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows))
  }
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer
}

/** A form whose figures stand beside persons, with a comment and a contact block. */
function notes(): Buffer {
  const sheet = XLSX.utils.aoa_to_sheet([
    ['Département de la Vaubrelle'],
    ['Nom du référent', 'Berthe Lanthenas'],
    ['Téléphone', 798554433],
    ['Courriel', 'q.quevreux@exemple.fr'],
    [],
    ['Bénéficiaires uniques', '50 (dont 3 remis à Mme Quévreux, n° 2 84 05 78 006 084 36)'],
    ['Pass achetés (source : Mme Quévreux)', 7400],
    ['Pass scanés par M. Vouzelaud', 200],
  ])
  XLSX.utils.cell_add_comment(sheet.B7!, 'Chiffre faux selon Mme Lanthenas', 'Vouzelaud')
  const book = XLSX.utils.book_new()
  XLSX.utils.book_append_sheet(book, sheet, 'Bilan')
  book.Props = { Title: 'Bilan de Mme Quévreux', Author: 'Vouzelaud', LastAuthor: 'Lanthenas' }
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer
}

describe('a run over lists of persons', () => {
  test('counts what can be counted, with its address', async () => {
    const rows = await inWarehouse(warehouse, (connection) =>
      connection.query(`SELECT fichier, indicateur, valeur, feuille, cellule, regle FROM bilan.observations
        WHERE retenue ORDER BY fichier, indicateur`),
    )
    expect(rows).toEqual(
      [
        ['2019-102 export.csv', 'pass_scannes', 40_000, 'csv', 'D2:D60001'],
        ['Port-Mirandol.xlsx', 'beneficiaires_uniques', 7, 'Sheet1', 'F4:F303'],
        ['Port-Mirandol.xlsx', 'pass_achetes', 300, 'Sheet1', 'A4:A303'],
        ['Port-Mirandol.xlsx', 'pass_scannes', 200, 'Sheet1', 'D4:D303'],
        // Its seven persons are asked about: the notes on the same convention say « 50 (dont 3 remis à …) ».
        ['vaubrelle.csv', 'pass_scannes', 200, 'csv', 'D4:D303'],
      ].map(([fichier, indicateur, valeur, feuille, cellule]) => ({
        fichier,
        indicateur,
        valeur,
        feuille,
        cellule,
        regle: 'bons',
      })),
    )
  })

  test('asks about the rest', async () => {
    const rows = await inWarehouse(warehouse, (connection) =>
      connection.query<{ fichier: string; motif: string }>(
        'SELECT fichier, motif FROM bilan.a_verifier ORDER BY fichier, motif',
      ),
    )
    const of = (fichier: string) =>
      rows.filter((row) => row.fichier === fichier).map((row) => row.motif)
    // Seven identifiers for 40 000 vouchers are no persons.
    expect(of('2019-102 export.csv').join()).toMatch(/est-ce une personne/)
    expect(of('signatures.csv').join()).toMatch(/liste de personnes/i)
    expect(of('vaubrelle.csv').join()).toMatch(/rien ne dit que les pass de cette liste/i)
    expect(of('vaubrelle.csv').join()).toMatch(/7 bénéficiaires différents/)
  })

  test('a figure beside a person keeps its address and its text, without the person', async () => {
    const rows = await inWarehouse(warehouse, (connection) =>
      connection.query<{ cellule: string; texte_brut: string; libelle: string }>(
        `SELECT cellule, texte_brut, libelle FROM bilan.observations
         WHERE fichier IN ('Vaubrelle notes.xlsx', 'Tournevent.txt') ORDER BY fichier, cellule`,
      ),
    )
    expect(rows.map(({ cellule, texte_brut }) => [cellule, texte_brut])).toEqual([
      ['A3', 'Pass achetés : 820 (selon Mme ▮▮▮ - ▮▮▮)'],
      ['A4', 'Pass scannés : 400 (M. ▮▮▮ - ▮▮▮ - n’a pas répondu)'],
      ['B6', '50 (dont 3 remis à Mme ▮▮▮, n° ▮▮▮)'],
      ['B7', '7400'],
      // « Pass scanés » is misspelt: its figure is asked about.
      ['B8', '200'],
    ])
  })

  test('no byte under the warehouse tells of a person', async () => {
    const entries = await readdir(warehouse, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(10)
    for (const file of files) {
      const bytes = await readFile(join(file.parentPath, file.name))
      for (const encoding of ['utf8', 'latin1', 'utf16le'] as const) {
        const text = bytes.toString(encoding).toLowerCase()
        for (const secret of secrets) {
          expect(text.includes(secret.toLowerCase()), `${file.name}: ${secret}`).toBe(false)
        }
      }
    }
  })

  test('nor does a value of any table, of the cache, or of any parquet', async () => {
    const parquet = join(warehouse, 'exports', 'parquet')
    const names = (await readdir(parquet)).filter((name) => name.endsWith('.parquet'))
    const files = names.map((name) => join(parquet, name))
    const found: string[] = []
    for (const path of ['warehouse.duckdb', '.landing/landing.duckdb']) {
      const connection = await openWarehouse(join(warehouse, path), {
        readOnly: true,
        folders: [parquet],
      })
      try {
        const columns = await connection.query<{ place: string; name: string }>(
          `SELECT schema_name || '.' || table_name AS place, column_name AS name FROM duckdb_columns()
           WHERE NOT internal AND data_type = 'VARCHAR'`,
        )
        expect(columns.length).toBeGreaterThan(1)
        for (const { place, name } of columns) {
          const table = place.split('.').map(quoteName).join('.')
          found.push(...(await texts(connection, table, quoteName(name))))
        }
        for (const file of files) {
          found.push(
            ...(await texts(connection, `read_parquet(${quoteText(file)})`, 'COLUMNS(*)::varchar')),
          )
        }
      } finally {
        await connection.close()
      }
    }
    expect(found).toEqual([])
  })

  async function texts(
    connection: Awaited<ReturnType<typeof openWarehouse>>,
    table: string,
    column: string,
  ): Promise<string[]> {
    const rows = await connection.query(`SELECT ${column} FROM ${table}`)
    return rows
      .flatMap((row) => Object.values(row).map(String))
      .filter((text) => secrets.some((secret) => text.toLowerCase().includes(secret.toLowerCase())))
  }
})
