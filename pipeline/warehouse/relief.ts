import type { DuckDBConnection } from '@duckdb/node-api'

/** Bytes that a process may hold more than after it last gave memory back. */
const most = 32 * 2 ** 20

/**
 * Gives memory back that DuckDB has let go of. What it frees stays with the process, in pieces that the next query can't use: with
 * 384 MiB of buffers the making of the models of 100 000 conventions held 866 MiB, with this 500. Neither Node nor the engine's
 * SQL can ask the C library for it (`malloc_trim`), but the engine does so itself when a limit of memory is set, on any instance of the process.
 */
export class Relief {
  #engine: DuckDBConnection | null = null
  #held = process.memoryUsage.rss()

  /** Looks at what the process holds, which takes microseconds, and gives back what is free when it has become much more. */
  async look(): Promise<void> {
    if (process.memoryUsage.rss() < this.#held + most) return
    this.#engine ??= await smallEngine()
    await this.#engine.run(setLimit)
    this.#held = process.memoryUsage.rss()
  }

  /** Ends the instance that limits are set on, if there is one. */
  close(): void {
    this.#engine?.closeSync()
    this.#engine = null
  }
}

const setLimit = `SET memory_limit = '16MiB'`

/** An instance of its own: the configuration of a warehouse is locked. */
async function smallEngine(): Promise<DuckDBConnection> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    enable_external_access: 'false',
  })
  return await instance.connect()
}
