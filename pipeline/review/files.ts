import { join } from 'node:path'
import { plain } from '../inspect/phrase.ts'
import type { Sense } from '../recognise/vocabulary.ts'
import { type Decidable, figureKey } from './questions.ts'
import { TableFile } from './table-file.ts'
import { expressionKey } from './teach.ts'

/** A decision of a person on one figure. */
export interface Decision {
  convention: string
  indicateur: Decidable
  /** Null for « non communiqué ». */
  valeur: number | null
  /** What is read without it; null when nothing is. */
  attendu: number | null
  motif: string
  auteur: string
  /** ISO day. */
  date: string
}

/** The two files that a review writes, beside the reports. */
export class DecisionFiles {
  readonly #corrections: TableFile
  readonly #vocabulary: TableFile

  constructor(raw: string) {
    this.#corrections = new TableFile(join(raw, 'corrections.csv'), [
      'convention',
      'indicateur',
      'valeur',
      'attendu',
      'motif',
      'auteur',
      'date',
    ])
    this.#vocabulary = new TableFile(join(raw, 'vocabulaire.csv'), ['expression', 'sens'])
  }

  get vocabularyPath(): string {
    return this.#vocabulary.path
  }

  /** The decisions that stand, by `figureKey`, cells as they are written. */
  async decisions(): Promise<Map<string, Record<string, string>>> {
    const rows = await this.#corrections.rows()
    return new Map(rows.map(({ cells }) => [keyOf(cells), cells]))
  }

  /** The labels that stand, by `expressionKey`, with their sense. */
  async labels(): Promise<Map<string, string>> {
    const rows = await this.#vocabulary.rows()
    return new Map(
      rows.map(({ cells }) => [expressionKey(cells.expression ?? ''), (cells.sens ?? '').trim()]),
    )
  }

  /** Writes a decision, in the place of one on the same figure. */
  async decide(decision: Decision): Promise<void> {
    const { convention, indicateur, valeur, attendu, motif, auteur, date } = decision
    const key = figureKey(convention, indicateur)
    const cells = {
      convention,
      indicateur,
      valeur: valeur === null ? '' : String(valeur),
      attendu: attendu === null ? '' : String(attendu),
      motif: plain(motif),
      auteur: plain(auteur),
      date,
    }
    await this.#corrections.put(cells, (other) => keyOf(other) === key)
  }

  /** Writes a label with its sense, in the place of the same words. */
  async teach(expression: string, sens: Sense): Promise<void> {
    const key = expressionKey(expression)
    await this.#vocabulary.put(
      { expression: plain(expression), sens },
      (other) => expressionKey(other.expression ?? '') === key,
    )
  }
}

function keyOf(cells: Record<string, string>): string {
  return figureKey((cells.convention ?? '').trim(), (cells.indicateur ?? '').trim())
}
