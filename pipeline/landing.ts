import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Connection, openWarehouse } from './warehouse/connection.ts'

/**
 * What reading found in each content, kept between runs in `<warehouse>/.landing/`: bytes that didn't change are never read
 * twice. It holds figures, labels and hints, packed (`result.ts`), never the cells of a report. A cache: losing it costs a reading.
 */
export interface Landing {
  /** The contents that something is known of, by SHA-256. */
  known(): Promise<Set<string>>
  /** What is known of these contents, packed, by SHA-256. */
  results(hashes: readonly string[]): Promise<Map<string, Uint8Array>>
  /** Keeps new results, packed; from then on a run that is stopped need not find them again. */
  keep(results: readonly (readonly [sha256: string, packed: Uint8Array])[]): Promise<void>
  /** Forgets all contents but these. */
  retain(present: Iterable<string>): Promise<void>
  close(): Promise<void>
}

/** MiB and threads of its engine: it is written to and looked into, and reckons nothing. */
const engine = { memory: '32MiB', threads: 1 }

/**
 * Opens the landing of a warehouse folder.
 * @param reader fingerprint of all that reading depends on (code, vocabulary): results of another one are forgotten
 */
export async function openLanding(warehouse: string, reader: string): Promise<Landing> {
  const folder = join(warehouse, '.landing')
  const path = join(folder, 'landing.duckdb')
  await mkdir(folder, { recursive: true })
  let connection: Connection
  try {
    connection = await begin(path, reader)
  } catch {
    // A cache that can't be opened (cut short, another version of the engine) is no loss.
    await rm(path, { force: true })
    await rm(`${path}.wal`, { force: true })
    connection = await begin(path, reader)
  }
  return {
    known: async () => {
      const rows = await connection.query<{ sha256: string }>('SELECT sha256 FROM main.lectures')
      return new Set(rows.map((row) => row.sha256))
    },
    results: async (hashes) => {
      await only(connection, hashes)
      const rows = await connection.query<{ sha256: string; lecture: Uint8Array }>(
        'SELECT sha256, lecture FROM main.lectures WHERE sha256 IN (SELECT sha256 FROM temp.these)',
      )
      return new Map(rows.map((row) => [row.sha256, row.lecture]))
    },
    keep: async (results) => {
      await connection.append('main', 'lectures', results)
    },
    retain: async (present) => {
      await only(connection, present)
      await connection.run(
        'DELETE FROM main.lectures WHERE sha256 NOT IN (SELECT sha256 FROM temp.these)',
      )
    },
    close: () => connection.close(),
  }
}

/** Puts hashes where SQL can join them. */
async function only(connection: Connection, hashes: Iterable<string>): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE these (sha256 varchar NOT NULL)')
  await connection.append(
    'main',
    'these',
    Array.from(hashes, (hash) => [hash]),
  )
}

async function begin(path: string, reader: string): Promise<Connection> {
  const connection = await openWarehouse(path, engine)
  try {
    await connection.run(
      `CREATE TABLE IF NOT EXISTS main.lecteur (empreinte varchar NOT NULL);
       CREATE TABLE IF NOT EXISTS main.lectures (sha256 varchar NOT NULL, lecture blob NOT NULL)`,
    )
    const [known] = await connection.query<{ empreinte: string }>(
      'SELECT empreinte FROM main.lecteur',
    )
    if (known?.empreinte !== reader) {
      await connection.run('DROP TABLE main.lectures')
      await connection.run('DELETE FROM main.lecteur')
      await connection.run(
        'CREATE TABLE main.lectures (sha256 varchar NOT NULL, lecture blob NOT NULL)',
      )
      await connection.run('INSERT INTO main.lecteur VALUES ($1)', [reader])
    }
    return connection
  } catch (error) {
    await connection.close()
    throw error
  }
}
