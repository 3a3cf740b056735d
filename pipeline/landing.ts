import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadResult } from './reader.ts'
import { type Connection, openWarehouse } from './warehouse/connection.ts'

/**
 * What reading found in each content, kept between runs in `<warehouse>/.landing/`: bytes that didn't change are never read
 * twice. It holds figures, labels and hints, never the cells of a report. A cache: losing it costs a reading.
 */
export interface Landing {
  /** What is known of these contents, by SHA-256. */
  known(hashes: string[]): Promise<Map<string, ReadResult>>
  /** Keeps new results and forgets contents that are no longer there. */
  keep(results: Map<string, ReadResult>, present: Set<string>): Promise<void>
  close(): Promise<void>
}

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
    known: async (hashes) => {
      const wanted = new Set(hashes)
      const rows = await connection.query<{ sha256: string; lecture: string }>(
        'SELECT sha256, lecture FROM main.lectures',
      )
      return new Map(
        rows
          .filter((row) => wanted.has(row.sha256))
          .map((row) => [row.sha256, JSON.parse(row.lecture) as ReadResult]),
      )
    },
    keep: async (results, present) => {
      await connection.transaction(async () => {
        const stored = await connection.query<{ sha256: string }>(
          'SELECT sha256 FROM main.lectures',
        )
        const gone = stored.map((row) => row.sha256).filter((hash) => !present.has(hash))
        for (const hash of gone) {
          await connection.run('DELETE FROM main.lectures WHERE sha256 = $1', [hash])
        }
      })
      const rows = [...results].map(([hash, result]) => [hash, JSON.stringify(result)])
      await connection.append('main', 'lectures', rows)
    },
    close: () => connection.close(),
  }
}

async function begin(path: string, reader: string): Promise<Connection> {
  const connection = await openWarehouse(path)
  try {
    await connection.run(
      `CREATE TABLE IF NOT EXISTS main.lecteur (empreinte varchar NOT NULL);
       CREATE TABLE IF NOT EXISTS main.lectures (sha256 varchar NOT NULL, lecture varchar NOT NULL)`,
    )
    const [known] = await connection.query<{ empreinte: string }>(
      'SELECT empreinte FROM main.lecteur',
    )
    if (known?.empreinte !== reader) {
      await connection.run('DELETE FROM main.lectures')
      await connection.run('DELETE FROM main.lecteur')
      await connection.run('INSERT INTO main.lecteur VALUES ($1)', [reader])
    }
    return connection
  } catch (error) {
    await connection.close()
    throw error
  }
}
