import { readFile } from 'node:fs/promises'
import type { ReportRows } from '../attach/report.ts'
import { comments } from './comments.ts'
import type { Connection } from './connection.ts'
import { appendRows, createDefined, type RawDefinition, readRawDefinition } from './load.ts'

/** The tables of schema `raw` that come from reports. */
export const reportTables = ['fichiers', 'rattachements', 'observations', 'questions'] as const

/** Rows held before they are handed to DuckDB. */
const batch = 4_096

const columns = {
  empreinte: { type: 'varchar', description: 'De quoi le rattachement dépend : registre, code.' },
  fichier: { type: 'varchar', description: 'Chemin sous raw/rapports/.' },
  etat: { type: 'varchar', description: 'Contenu et format du fichier, ou raison de son refus.' },
}

/** Rows of one file, and the state of the file that they follow from; null when they may be other ones next time. */
interface Arrival {
  rows: ReportRows
  state: string | null
}

/**
 * The rows of reports on their way into a warehouse that is being made from the one that stands: those of files that are as they
 * were stay, the others come in as they are read, in any order. Nothing is held for all files but their names.
 */
export class Arrivals {
  readonly #connection: Connection
  readonly #raw: RawDefinition
  readonly #made: string
  readonly #standing: Map<string, string>
  readonly #kept: [string][] = []
  #waiting: Arrival[] = []
  #rows = 0

  private constructor(
    connection: Connection,
    raw: RawDefinition,
    made: string,
    standing: Map<string, string>,
  ) {
    this.#connection = connection
    this.#raw = raw
    this.#made = made
    this.#standing = standing
  }

  /**
   * Opens the door, in a warehouse that nobody else sees yet.
   * @param raw path of `sql/raw.yaml`
   * @param made fingerprint of all that the rows follow from besides the files themselves: with another one, none of those that stand is kept
   */
  static async begin(connection: Connection, raw: string, made: string): Promise<Arrivals> {
    const tables: readonly string[] = reportTables
    // Nothing of them is to last: what is put down in pieces into the file itself is logged, and waits for the disk, piece by piece.
    const definition = readRawDefinition(await readFile(raw, 'utf8'), raw)
    await createDefined(connection, definition, {
      temporary: true,
      only: (name) => tables.includes(name),
    })
    await connection.run('CREATE OR REPLACE TEMP TABLE kept (fichier varchar NOT NULL)')
    await connection.run('CREATE OR REPLACE TEMP TABLE states (fichier varchar, etat varchar)')
    return new Arrivals(connection, definition, made, await standingStates(connection, made))
  }

  /** Whether the rows of a file in this state stand already; they then stay. */
  keeps(fichier: string, state: string): boolean {
    if (this.#standing.get(fichier) !== state) return false
    this.#kept.push([fichier])
    return true
  }

  /** Takes the rows of one file. */
  async add(rows: ReportRows, state: string | null): Promise<void> {
    this.#waiting.push({ rows, state })
    this.#rows += 1 + rows.observations.length + rows.questions.length
    if (this.#rows >= batch) await this.#hand()
  }

  /** Puts everything in its place: the tables of `raw`, in the order of the files, whatever order they came in. */
  async finish(): Promise<void> {
    await this.#hand()
    await this.#connection.transaction(() => this.#place())
  }

  async #place(): Promise<void> {
    const connection = this.#connection
    await connection.append('main', 'kept', this.#kept)
    const before = await connection.query<{ name: string }>(
      "SELECT table_name AS name FROM duckdb_tables() WHERE schema_name = 'raw'",
    )
    const standing = new Set(before.map(({ name }) => name))
    for (const table of reportTables) {
      const kept = this.#kept.length > 0 && standing.has(table)
      if (kept) await connection.run(`ALTER TABLE raw.${table} RENAME TO before_${table}`)
      await createDefined(connection, this.#raw, { only: (name) => name === table })
      const sources = kept
        ? `SELECT *, rowid AS rang FROM raw.before_${table}
           WHERE fichier IN (SELECT fichier FROM temp.main.kept)
           UNION ALL SELECT *, rowid AS rang FROM temp.main.${table}`
        : `SELECT *, rowid AS rang FROM temp.main.${table}`
      await connection.run(
        `INSERT INTO raw.${table} SELECT * EXCLUDE (rang) FROM (${sources}) ORDER BY fichier, rang`,
      )
      if (kept) await connection.run(`DROP TABLE raw.before_${table}`)
    }
    await this.#recordStates()
    for (const table of [...reportTables, 'kept', 'states']) {
      await connection.run(`DROP TABLE temp.main.${table}`)
    }
  }

  async #hand(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = []
    this.#rows = 0
    const connection = this.#connection
    const into = { schema: 'main' }
    const all = <T>(of: (rows: ReportRows) => T[]) => waiting.flatMap(({ rows }) => of(rows))
    const files = waiting.map(({ rows }) => rows.fichier)
    await appendRows(connection, 'fichiers', files, into)
    await appendRows(
      connection,
      'rattachements',
      all((rows) => rows.rattachements),
      into,
    )
    await appendRows(
      connection,
      'observations',
      all((rows) => rows.observations),
      into,
    )
    await appendRows(
      connection,
      'questions',
      all((rows) => rows.questions),
      into,
    )
    const states = waiting.map(({ rows, state }) => [rows.fichier.fichier, state])
    await connection.append('main', 'states', states)
  }

  /** What stays without having arrived keeps its state; what may be other rows next time has none. */
  async #recordStates(): Promise<void> {
    const connection = this.#connection
    const kept = this.#kept.map(([fichier]) => [fichier, this.#standing.get(fichier)!])
    await connection.append('main', 'states', kept)
    await connection.run('CREATE SCHEMA IF NOT EXISTS meta')
    const list = Object.entries(columns).map(([name, { type }]) => `${name} ${type} NOT NULL`)
    await connection.run(`CREATE OR REPLACE TABLE meta.collecte (${list.join(', ')})`)
    const purpose =
      'De quoi les tables de raw viennent, fichier par fichier : tant que rien n’en change, leurs lignes restent. Une ligne : un fichier.'
    await connection.run(comments('TABLE', 'meta.collecte', purpose, columns))
    await connection.run(
      `INSERT INTO meta.collecte
       SELECT $1, fichier, etat FROM temp.main.states WHERE etat IS NOT NULL ORDER BY fichier`,
      [this.#made],
    )
  }
}

async function standingStates(connection: Connection, made: string): Promise<Map<string, string>> {
  const tables = await connection.query(
    "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'meta' AND table_name = 'collecte'",
  )
  if (tables.length === 0) return new Map()
  const rows = await connection.query<{ fichier: string; etat: string }>(
    'SELECT fichier, etat FROM meta.collecte WHERE empreinte = $1',
    [made],
  )
  return new Map(rows.map(({ fichier, etat }) => [fichier, etat]))
}
