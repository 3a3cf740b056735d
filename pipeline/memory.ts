import { BilanError } from './error.ts'

/** How one run shares the memory that it may take, all its processes together. In MiB. */
export interface Shares {
  /** DuckDB's buffers while reports are read. */
  collecting: number
  /** DuckDB's buffers while models are built and exported, when no reader runs, and the threads that can do with them. */
  building: { memoryMb: number; threads: number }
  /** Readers of ordinary files: how many at once, and what each may hold. */
  light: { workers: number; memoryMb: number }
  /** Readers of large files, and of those that were too much for an ordinary reader: fewer, with more. */
  heavy: { workers: number; memoryMb: number }
}

/** What a run takes unless said otherwise: MiB. With less, large files may be refused that are read with this; with more, none is read that isn't. */
export const defaultMemory = 1024
/** The least that a run can do with: MiB. */
export const leastMemory = 768

/** The main process without DuckDB's buffers: engine, register, rows on their way. */
const main = 256
/** A reader that does nothing: Node and the readers' code. */
const idleReader = 128
/** What DuckDB takes beside its buffers while it builds and exports, and what waits to be given back (`warehouse/relief.ts`). */
const besideBuffers = 384
/** What one thread of DuckDB needs to build: two that shared 256 MiB failed at 100 000 conventions, one did not. */
const buildingThread = 256
/** DuckDB's buffers while rows arrive, however little the run is given: what is more is put aside. */
const leastCollecting = 64
/** DuckDB's buffers while it builds, however little the run is given. */
const leastBuilding = 192
/** What one reader may hold beside that, however many cores there are: what can be read must not depend on the machine. */
const mostHeavy = 512
const light = 192
/** More readers than this wait for the one process that attaches and writes. */
const mostReaders = 12

/**
 * Shares out a run's memory.
 * @param memory MiB for all processes of the run
 * @param cores processors that may be used
 * @throws BilanError for less than what one reader of large files needs
 */
export function shareMemory(memory: number, cores: number): Shares {
  if (memory < leastMemory) {
    throw new BilanError(
      `--memory ${memory} is less than a run can do with`,
      `give at least ${leastMemory} (MiB)`,
      2,
    )
  }
  const collecting = Math.max(Math.floor(memory / 16), leastCollecting)
  const readers = memory - main - collecting
  const heavy = Math.min(mostHeavy, readers - idleReader)
  const workers = (each: number) =>
    Math.max(1, Math.min(Math.floor(readers / (each + idleReader)), cores, mostReaders))
  const building = Math.max(memory - main - besideBuffers, leastBuilding)
  return {
    collecting,
    building: {
      memoryMb: building,
      threads: Math.max(1, Math.min(Math.floor(building / buildingThread), cores)),
    },
    light: { workers: workers(light), memoryMb: light },
    heavy: { workers: workers(heavy), memoryMb: heavy },
  }
}
