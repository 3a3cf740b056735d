import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { LandedFile } from './folder.ts'

/** What landing found out of a file by its bytes. */
export type Hashed = Pick<LandedFile, 'sha256' | 'taille' | 'format' | 'rejection'>

/** A file of hashes: the code that made them, then, by path, the state of the file and what was found. */
interface Stored {
  code: string
  files: [path: string, state: string, hashed: Hashed][]
}

/**
 * Hashes of an earlier run, so that a file at rest costs a look at its directory entry and not at its bytes. A cache: whatever is not
 * in it, or is there in another state, is hashed.
 */
export class Hashes {
  readonly #path: string
  readonly #code: string
  readonly #known: Map<string, [state: string, hashed: Hashed]>
  readonly #kept = new Map<string, [state: string, hashed: Hashed]>()
  #fresh = 0

  private constructor(
    path: string,
    code: string,
    known: Map<string, [state: string, hashed: Hashed]>,
  ) {
    this.#path = path
    this.#code = code
    this.#known = known
  }

  /**
   * Reads the hashes of `path`; none when it isn't there, can't be read or was made by other code.
   * @param code fingerprint of all that landing depends on besides the bytes
   */
  static async load(path: string, code: string): Promise<Hashes> {
    try {
      const stored = JSON.parse(await readFile(path, 'utf8')) as Stored
      if (stored.code === code) {
        return new Hashes(path, code, new Map(stored.files.map(([p, s, h]) => [p, [s, h]])))
      }
    } catch {
      // A cache that is gone or damaged costs a reading of the files.
    }
    return new Hashes(path, code, new Map())
  }

  /** What is known of a file in this state; null when it must be looked at. */
  find(path: string, state: string): Hashed | null {
    const known = this.#known.get(path)
    if (known === undefined || known[0] !== state) return null
    this.#kept.set(path, known)
    return known[1]
  }

  /** Remembers what was found in a file that was at rest, in this state before and after it was read. */
  keep(path: string, state: string, hashed: Hashed): void {
    this.#kept.set(path, [state, hashed])
    this.#fresh++
  }

  /**
   * Writes what was found or remembered in this run, and nothing else; nothing when it is what stands. A folder that can't be written is
   * no error. Then forgets it: of a hundred thousand files it is 50 MiB.
   */
  async save(): Promise<void> {
    if (this.#fresh > 0 || this.#kept.size !== this.#known.size) await this.#write()
    this.#known.clear()
    this.#kept.clear()
    this.#fresh = 0
  }

  async #write(): Promise<void> {
    const files = [...this.#kept].map(([path, [state, hashed]]) => [path, state, hashed])
    try {
      await mkdir(dirname(this.#path), { recursive: true })
      await writeFileAtomic(this.#path, JSON.stringify({ code: this.#code, files }))
    } catch {
      // The next run hashes again.
    }
  }
}
