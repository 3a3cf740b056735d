import { readFile } from 'node:fs/promises'
import { BilanError } from './error.ts'
import { parseTable } from './table.ts'

/** An expression as it is written, and what it means. */
export interface Expression<Sense> {
  expression: string
  sense: Sense
}

/**
 * The rows of a file of words: column `expression`, and another one with its sense. Read by every process that reads reports, thousands of rows each
 * time: so by hand.
 * @param column the one of the senses
 * @param senses those that there are
 * @throws BilanError naming file, line and column of the first row that is wrong
 */
export async function readExpressions<Sense extends string>(
  path: string,
  column: string,
  senses: readonly Sense[],
): Promise<Expression<Sense>[]> {
  const known = new Set<string>(senses)
  return parseTable(path, await readFile(path), ['expression', column]).map(({ ligne, cells }) => {
    const expression = cells.expression!.trim()
    const sense = cells[column]!
    if (expression === '')
      throw wrong(`${path}, line ${ligne}, column expression: "" — no word`, 'write a word')
    if (!known.has(sense)) {
      throw wrong(
        `${path}, line ${ligne}, column ${column}: ${JSON.stringify(sense)} — not a meaning that words have`,
        `write one of: ${senses.join(', ')}`,
      )
    }
    return { expression, sense: sense as Sense }
  })
}

/** The words of a file with a column of them, as they are written. */
export async function readWords(path: string, column: string): Promise<string[]> {
  const rows = parseTable(path, await readFile(path), [column])
  return rows.map(({ cells }) => cells[column]!.trim())
}

const wrong = (fact: string, remedy: string) => new BilanError(fact, remedy)
