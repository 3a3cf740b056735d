import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { BilanError } from '../error.ts'
import { buildModels } from '../models/build.ts'
import { runChecks } from '../models/checks.ts'
import { loadModels, type Model } from '../models/model.ts'
import type { Answers } from '../models/prepared.ts'
import { preparedQueries, seedsFolder, sqlFolder } from '../project.ts'
import { type Connection, openWarehouse, quoteName } from '../warehouse/connection.ts'
import { createRaw, loadSeeds } from '../warehouse/load.ts'
import { warehouseFile } from '../warehouse/swap.ts'
import type { Parameter, Row } from '../warehouse/values.ts'
import type { Supposition } from './scenario.ts'

/** A row of a public table as it is and as it would be; null where there is none. */
export interface Change {
  table: 'chiffres' | 'bornes' | 'laureats'
  /** The columns of the table's key. */
  key: Record<string, string>
  before: Row | null
  after: Row | null
}

/** The bilan as it would be, beside the one that stands. */
export interface Simulation {
  suppositions: (Supposition & { present: number | null })[]
  changes: Change[]
  /** What the checks would newly say. */
  alerts: { controle: string; severity: string; message: string }[]
}

const compared = ['chiffres', 'bornes', 'laureats'] as const

/**
 * Builds the bilan in memory from what the published warehouse read, once as it is and once with what is supposed, by the same
 * models. Nothing is written. Suppositions stand in the place of decisions on the same figures.
 * @throws BilanError when there is no warehouse, or a supposition is about no laureate
 */
export async function simulate(
  warehouse: string,
  suppositions: readonly Supposition[],
): Promise<Simulation> {
  const connection = await openWarehouse(':memory:')
  try {
    await createRaw(connection, join(sqlFolder, 'raw.yaml'))
    await copyRaw(warehouse, connection)
    await loadSeeds(connection, seedsFolder)
    const answers = await preparedQueries()
    const models = await loadModels(connection, sqlFolder, answers)
    const before = await snapshot(connection, models, answers)
    const presents = await suppose(connection, suppositions)
    const after = await snapshot(connection, models, answers)
    await answers.save()
    return {
      suppositions: suppositions.map((one, i) => ({ ...one, present: presents[i]! })),
      changes: changesBetween(before, after),
      alerts: after.alerts.filter(
        ({ message }) => !before.alerts.some((a) => a.message === message),
      ),
    }
  } finally {
    await connection.close()
  }
}

async function copyRaw(warehouse: string, into: Connection): Promise<void> {
  const path = join(warehouse, warehouseFile)
  await access(path).catch((error: unknown) => {
    throw new BilanError(
      `${path}: no warehouse there`,
      'publish one with « bilan run », or name another folder with --warehouse',
      1,
      error,
    )
  })
  const from = await openWarehouse(path, { readOnly: true, threads: 1 })
  try {
    const tables = await into.query<{ table: string; columns: string[] }>(
      `SELECT table_name AS "table", list(column_name ORDER BY column_index) AS "columns"
       FROM duckdb_columns() WHERE schema_name = 'raw' GROUP BY table_name ORDER BY table_name`,
    )
    for (const { table, columns } of tables) {
      const list = columns.map(
        (name) => `CAST(${quoteName(name)} AS varchar) AS ${quoteName(name)}`,
      )
      const rows = await from.query<Record<string, string | null>>(
        `SELECT ${list.join(', ')} FROM raw.${quoteName(table)}`,
      )
      await appendText(into, table, columns, rows)
    }
  } catch (error) {
    if (error instanceof BilanError) throw error
    throw new BilanError(
      `${path}: its tables are not those of this version`,
      'publish it again with « bilan run »',
      1,
      error,
    )
  } finally {
    await from.close()
  }
}

/** Everything travels as text and takes the types of the table that it comes into: no number is rounded on the way. */
async function appendText(
  into: Connection,
  table: string,
  columns: readonly string[],
  rows: readonly Record<string, string | null>[],
): Promise<void> {
  const list = columns.map((name) => `${quoteName(name)} varchar`).join(', ')
  await into.run(`CREATE OR REPLACE TABLE raw._copie (${list})`)
  await into.append(
    'raw',
    '_copie',
    rows.map((row) => columns.map((name): Parameter => row[name] ?? null)),
  )
  await into.run(
    `INSERT INTO raw.${quoteName(table)} SELECT * FROM raw._copie; DROP TABLE raw._copie`,
  )
}

/** Writes what is supposed over what was read; gives what each figure is now. */
async function suppose(
  connection: Connection,
  suppositions: readonly Supposition[],
): Promise<(number | null)[]> {
  const presents: (number | null)[] = []
  for (const { convention, indicateur, valeur } of suppositions) {
    const [known] = await connection.query<Record<string, number | null>>(
      `SELECT ${indicateur} AS valeur, potentiel_achat FROM bilan.laureats WHERE convention = $1`,
      [convention],
    )
    if (known === undefined) {
      throw new BilanError(
        `${JSON.stringify(convention)} is no convention of the register`,
        'mend the number; bilan.laureats lists them',
        2,
      )
    }
    presents.push(known.valeur ?? null)
    if (indicateur === 'potentiel_achat') {
      await connection.run('UPDATE raw.laureats SET potentiel_achat = $1 WHERE convention = $2', [
        valeur,
        convention,
      ])
      continue
    }
    const [read] = await connection.query<{ valeur_lue: number | null }>(
      'SELECT valeur_lue FROM intermediate.int_valeurs WHERE convention = $1 AND indicateur = $2',
      [convention, indicateur],
    )
    await connection.run(
      'DELETE FROM raw.corrections WHERE trim(convention) = $1 AND trim(indicateur) = $2',
      [convention, indicateur],
    )
    await connection.run(
      `INSERT INTO raw.corrections
       SELECT $1, $2, $3, $4, 'supposé', 'simulation', '0000-00-00', coalesce(max(ligne), 1) + 1 FROM raw.corrections`,
      [convention, indicateur, valeur, read?.valeur_lue ?? null],
    )
  }
  return presents
}

interface Snapshot {
  rows: Map<string, Omit<Change, 'before' | 'after'> & { row: Row }>
  alerts: Simulation['alerts']
}

/** Builds what is not up to date and takes down the tables that are compared, by key, and what the checks say. */
async function snapshot(
  connection: Connection,
  models: readonly Model[],
  answers: Answers,
): Promise<Snapshot> {
  await buildModels(connection, models, { answers })
  const rows: Snapshot['rows'] = new Map()
  for (const table of compared) {
    const model = models.find(({ name }) => name === `bilan.${table}`)!
    const key = model.header.key
    const order = key.map((name) => `${quoteName(name)} NULLS FIRST`).join(', ')
    for (const row of await connection.query(`SELECT * FROM bilan.${table} ORDER BY ${order}`)) {
      const named = Object.fromEntries(key.map((name) => [name, String(row[name])]))
      rows.set(`${table} ${JSON.stringify(named)}`, { table, key: named, row })
    }
  }
  const checks = await runChecks(connection, join(sqlFolder, 'checks'), answers)
  const alerts = checks.flatMap(({ controle, severity, rows: bad }) =>
    bad.map(({ message }) => ({ controle, severity, message })),
  )
  return { rows, alerts }
}

function changesBetween(before: Snapshot, after: Snapshot): Change[] {
  const names = new Set([...before.rows.keys(), ...after.rows.keys()])
  return [...names].flatMap((name): Change[] => {
    const [was, is] = [before.rows.get(name), after.rows.get(name)]
    if (JSON.stringify(was?.row) === JSON.stringify(is?.row)) return []
    const { table, key } = (was ?? is)!
    return [{ table, key, before: was?.row ?? null, after: is?.row ?? null }]
  })
}
