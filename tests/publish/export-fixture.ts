// A small warehouse to export: one table of every type, one of dangerous texts, one empty. Also a program, so that a
// test can run it in another time zone and locale.
import { mkdir } from 'node:fs/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { buildModels } from '../../pipeline/models/build.ts'
import { loadModels } from '../../pipeline/models/model.ts'
import { type ExportedTable, writeExports } from '../../pipeline/publish/exports.ts'
import type { Origin } from '../../pipeline/publish/origin.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { modelFile, sqlProject } from '../models/project.ts'

/** Texts as reports might hold them, among them what spreadsheets run. */
export const sheetTexts = [
  '=1+1',
  "'=1+1",
  "''=cmd|' /C calc'!A0",
  '+33 (0)1 23',
  '+33123',
  '-',
  '--',
  '-12,5',
  '- Pass achetés',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  '\n-x',
  ' =1+1',
  '\u00a0=1+1',
  '\u202f@x',
  'a;=1+1',
  'a;;=1+1;-x',
  'a\t=1+1',
  '＝1+1',
  'a=1',
  'a - b',
  "l'Épernay",
  "'",
  '',
  '12 500',
  'a"b,c',
]

const files = {
  'bilan/chiffres.sql': modelFile(
    {
      k: '{type: varchar, values: [a, b, é], description: "La clé."}',
      n: '{type: bigint, nullable: true, unit: pass, description: "Un nombre."}',
      taux: '{type: double, nullable: true, description: "Un taux."}',
      eur: '{type: "decimal(18,2)", nullable: true, unit: EUR, description: "Une somme."}',
      jour: '{type: date, nullable: true, description: "Un jour."}',
      vrai: '{type: boolean, nullable: true, description: "Vrai ou non."}',
      texte: '{type: varchar, description: "Un texte."}',
    },
    ['k'],
    `SELECT * FROM (VALUES
      ('é', 3, 0.333333, -0.05, DATE '2020-02-29', false, 'un, "deux"' || chr(10) || '=trois'),
      ('b', NULL, NULL, NULL, NULL, NULL, 'l’Épernay'),
      ('a', -12, 0.1, 1250.5, DATE '2023-12-31', true, '')) AS v(k, n, taux, eur, jour, vrai, texte)`,
  )
    .replace('une ligne', 'un chiffre')
    .replace("Pour l'essai", 'Des chiffres'),
  'bilan/vide.sql': modelFile(
    { k: 'varchar' },
    ['k'],
    'SELECT k FROM bilan.chiffres WHERE false',
    'references: [{columns: [k], to: bilan.chiffres, key: [k]}]\n',
  ),
  'staging/stg_textes.sql': modelFile(
    { i: 'bigint', t: 'varchar' },
    ['i'],
    'SELECT i, t FROM raw.textes ORDER BY hash(t)',
  ),
  'bilan/textes.sql': modelFile(
    { i: 'bigint', t: 'varchar' },
    ['i'],
    'SELECT i, t FROM staging.stg_textes',
  ),
}

/** Builds the warehouse in memory and exports it into `dir`. */
export async function exportFixture(
  dir: string,
  origin: Origin = { synthetique: false, note: null },
  threads = 2,
): Promise<ExportedTable[]> {
  const project = await sqlProject(files)
  await mkdir(dir, { recursive: true })
  const connection = await openWarehouse(':memory:', { folders: [dir], threads })
  try {
    await connection.run('CREATE SCHEMA raw; CREATE TABLE raw.textes (i bigint, t varchar)')
    await connection.append(
      'raw',
      'textes',
      sheetTexts.map((t, i) => [i, t]),
    )
    await buildModels(connection, await loadModels(connection, project.dir))
    // A table needn't stay in the order in which it was made.
    await connection.run('CREATE TEMP TABLE first AS SELECT * FROM bilan.textes WHERE i = 0')
    await connection.run('DELETE FROM bilan.textes WHERE i = 0')
    await connection.run('INSERT INTO bilan.textes SELECT * FROM first')
    return await writeExports(connection, dir, origin)
  } finally {
    await connection.close()
    await project.remove()
  }
}

/** The rows of a Parquet file, read by an engine of its own. */
export async function readBack(path: string): Promise<object[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const reader = await connection.runAndReadAll('SELECT * FROM read_parquet($1)', [path])
  const rows = reader.getRowObjectsJson()
  connection.closeSync()
  instance.closeSync()
  return rows.map((row) => ({ ...row, i: Number(row.i) }))
}

if (import.meta.main) {
  const [dir, threads] = process.argv.slice(2)
  await exportFixture(dir!, { synthetique: false, note: null }, Number(threads))
}
