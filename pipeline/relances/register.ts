import { join } from 'node:path'
import { BilanError } from '../error.ts'
import { reminderColumns } from '../inputs.ts'
import { TableFile } from '../review/table-file.ts'
import type { Demand, Dossier } from './dossier.ts'

/** Name of the file beside the reports that says what has been asked of whom. */
export const remindersFile = 'relances.csv'

/** Characters of a SHA-256 that name a file in `raw/relances.csv`, as `sql/bilan/relances.sql` compares them. */
const printLength = 12

/**
 * What has been asked, in `raw/relances.csv`: written here, read by every run, which sets answers against it. One row a figure
 * asked; what else people write in the file stays as it is.
 */
export class Reminders {
  readonly #table: TableFile

  constructor(raw: string) {
    this.#table = new TableFile(join(raw, remindersFile), reminderColumns)
  }

  get path(): string {
    return this.#table.path
  }

  /**
   * Notes that a figure is asked. One that was asked before keeps its days and what had been received then, so that an answer
   * in between isn't lost sight of.
   * @param today ISO day
   */
  async ask(dossier: Dossier, demand: Demand, today: string): Promise<void> {
    if (demand.ecrite_le !== null) return
    const { convention, files } = dossier
    const { indicateur, objet } = demand
    await this.#table.put(
      {
        convention,
        indicateur,
        objet,
        ecrite_le: today,
        envoyee_le: '',
        recus: files.map(({ sha256 }) => sha256.slice(0, printLength)).join(' '),
      },
      (cells) => isFigure(cells, convention, indicateur),
    )
  }

  /**
   * Notes that the letters of these conventions have been sent; those noted before keep their day.
   * @param day ISO day
   * @returns how many figures were asked in them
   * @throws BilanError for a convention to whom no letter was written
   */
  async sent(conventions: readonly string[], day: string): Promise<number> {
    const rows = await this.#table.rows()
    let noted = 0
    for (const convention of conventions) {
      const mine = rows.filter(({ cells }) => cells.convention?.trim() === convention)
      if (mine.length === 0) {
        throw new BilanError(
          `${this.path}: no letter was written to ${JSON.stringify(convention)}`,
          'write the letters first, with « bilan relances », or mend the number',
        )
      }
      for (const { cells } of mine) {
        if (cells.envoyee_le?.trim() !== '') continue
        const indicateur = cells.indicateur?.trim() ?? ''
        await this.#table.put({ ...cells, envoyee_le: day }, (other) =>
          isFigure(other, convention, indicateur),
        )
        noted++
      }
    }
    return noted
  }
}

function isFigure(cells: Record<string, string>, convention: string, indicateur: string): boolean {
  return cells.convention?.trim() === convention && cells.indicateur?.trim() === indicateur
}
